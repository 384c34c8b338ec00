"""A release that comes back from Word: what was edited there, and only that, goes into its files."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.importing.release.printed import Around
from qmsdocs.importing.release.returned import Returned, returned, source_in
from qmsdocs.language import translator
from qmsdocs.model.document import Document
from qmsdocs.model.register import Register
from qmsdocs.source.files import WorkTree
from qmsdocs.word.reading.file import read_word
from tests.amounts import amount
from tests.scenario import written
from tests.wordfiles import edition_of, png, problems, render, template
from tests.wordlike import W, WordLike

OURS = Path(__file__).parents[1]
"""Our own documents: whatever they say, nothing of it is lost on the way through Word."""
QUOTED = Path(__file__).parent / "edited"
"""A repository whose QT-01 the edits quote, and that stays as it is."""
CODES = [path.stem for path in sorted(OURS.glob("procedures/*/*.yaml"))][:: amount(3, 1)]


@cache
def register(root: Path = QUOTED) -> Register:
    return load(root)


def document(root: Path = QUOTED, code: str = "QT-01") -> Document:
    found = register(root).document(code)
    assert found is not None
    return found


@cache
def released(root: Path = QUOTED, code: str = "QT-01") -> bytes:
    return render(edition_of(register(root), code), translator("vi"))


def taken(data: bytes, root: Path = QUOTED, code: str = "QT-01", *, accept: bool = True) -> Returned:
    word = read_word(data, accept=accept)
    carried = source_in(word)
    assert carried is not None
    around = Around(WorkTree(root), register(root), template)
    return returned(around, carried, word, document(root, code).origin.path, document(root, code))


def changed_lines(made: Returned) -> list[str]:
    """The lines of ``diff`` between the files of QT-01 as they are and as they would be."""
    origin = document().origin
    lines = [
        *difflib.unified_diff(origin.yaml.splitlines(), made.yaml.splitlines(), n=0, lineterm=""),
        *difflib.unified_diff(origin.text.splitlines(), made.text.splitlines(), n=0, lineterm=""),
    ]
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def edited(edit: Callable[[WordLike], None], *, tracked: bool = False, seed: int = 1) -> bytes:
    """The release of QT-01, edited and saved."""
    word = WordLike(released(), tracked=tracked)
    word.noise(seed)
    edit(word)
    return word.saved()


@pytest.mark.parametrize("code", CODES)
def test_a_release_that_nobody_edited_gives_back_its_files_byte_for_byte(code: str, tmp_path: Path) -> None:
    word = WordLike(released(OURS, code))
    word.noise(len(code))
    made = taken(word.saved(), OURS, code)
    origin = document(OURS, code).origin
    assert (made.yaml, made.text) == (origin.yaml, origin.text)
    assert made.remarks == []
    assert not problems(released(OURS, code), tmp_path / "release.docx")


# ruff: noqa: E501, Q003 - a line for each edit
EDITS: list[tuple[str, Callable[[WordLike], None], list[str]]] = [
    (
        "words of a paragraph with a placeholder",
        lambda w: w.replace("luôn cầm đúng bản", "luôn dùng đúng bản"),
        ["-Người làm việc tại {{ organization.name }} phải luôn cầm đúng", "+Người làm việc tại {{ organization.name }} phải luôn dùng đúng"],
    ),
    (
        "words behind a link",
        lambda w: w.replace("cả năm câu hỏi", "cả sáu câu hỏi"),
        ["-Người biên soạn không đồng thời", "+Người biên soạn không đồng thời"],
    ),
    ("quotes and dashes as Word makes them of what is typed", lambda w: w.replace("cả năm câu hỏi", "cả năm câu hỏi “chính” – “bắt buộc”…"), ["-Người biên soạn không đồng thời", "+Người biên soạn không đồng thời"]),
    ("an item of a list", lambda w: w.add_paragraph("tài liệu bên ngoài: văn bản quy phạm", "biểu mẫu của cơ quan cấp trên."), ["+- biểu mẫu của cơ quan cấp trên."]),
    ("a paragraph more", lambda w: w.add_paragraph("Hồ sơ, tức bằng chứng", "Đoạn mới *có dấu sao*."), ["+", "+Đoạn mới \\*có dấu sao\\*."]),
    ("a paragraph less", lambda w: w.drop_paragraph("Thư mục tài liệu được sao lưu"), ["-Thư mục tài liệu được sao lưu", "-"]),
    ("a row of a table", lambda w: w.drop_row("Lỗi chính tả không làm đổi nghĩa"), ["-| Lỗi chính tả"]),
    ("a row more", lambda w: w.add_row("Lỗi chính tả không làm đổi nghĩa", ["Đổi tên đơn vị", "Sửa đổi"]), ["+| Đổi tên đơn vị | Sửa đổi |"]),
    ("a cell", lambda w: w.replace("Gom vào lần sửa đổi gần nhất", "Gom vào lần sửa đổi kế tiếp"), ["-| Lỗi chính tả", "+| Lỗi chính tả"]),
    ("a heading", lambda w: w.replace("Nhận biết tài liệu", "Nhận biết văn bản"), ["-## Nhận biết tài liệu", "+## Nhận biết văn bản"]),
    ("bold words", lambda w: w.bold("đơn vị chủ trì"), ["-| Thay đổi trình tự chính", "+| Thay đổi trình tự chính"]),
    ("the text of a step", lambda w: w.replace("bố trí phổ biến bù", "bố trí học bù"), ["-    text: Trưởng đơn vị", "+    text: Trưởng đơn vị"]),
    ("the activity of a step", lambda w: w.replace("Phân phối tài liệu mới", "Phân phối văn bản mới"), ["-    activity: Phân phối tài liệu mới", "+    activity: Phân phối văn bản mới"]),
    ("a risk", lambda w: w.replace("Người vắng mặt không được phổ biến bù", "Người vắng mặt bị bỏ sót"), ["-    risks:", "+    risks:"]),
    ("an indicator", lambda w: w.replace("0 trường hợp", "Dưới 2 trường hợp"), ["-    target: 0 trường hợp", "+    target: Dưới 2 trường hợp"]),
    ("a record", lambda w: w.replace("2 năm", "3 năm"), ["-  - {title: Phiếu phân phối tài liệu", "+  - {title: Phiếu phân phối tài liệu"]),
    ("a record less", lambda w: w.drop_row("Danh mục biểu mẫu"), ["-  - {title: Danh mục biểu mẫu"]),
    ("a step more", lambda w: w.add_row("Trưởng đơn vị giải thích điểm mới", ["12", "Đánh giá kết quả\nXem lại sau một tháng.", "Thư ký ISO", "1 ngày", "Báo cáo"]),
     ["+  - id: danh-gia-ket-qua", "+    activity: Đánh giá kết quả", "+    responsible: [Thư ký ISO]", "+    time: 1 ngày", "+    outputs: [Báo cáo]", "+    text: Xem lại sau một tháng."]),
    ("an article", lambda w: w.replace("Điều 7.5.3, Điều 8.5.6", "Điều 7.5.3"), ["-  - {code: \"TCVN ISO 9001:2015\"", "+  - {code: \"TCVN ISO 9001:2015\""]),
    ("a term", lambda w: w.add_row("HTQLCL", ["KPH", "Sự không phù hợp"]), ["+  KPH: Sự không phù hợp"]),
    ("the title of a form", lambda w: w.replace("Danh mục tài liệu bên ngoài", "Danh mục văn bản bên ngoài"), ["-  - {title: Danh mục tài liệu bên ngoài", "+  - {title: Danh mục văn bản bên ngoài"]),
    ("a branch", lambda w: w.replace("Không đồng ý: kết thúc", "Không đồng ý: chuyển bước 3"), ["-    decision: {Đồng ý: bien-soan, Không đồng ý: ket-thuc}", "+    decision: {Đồng ý: bien-soan, Không đồng ý: lap-phieu}"]),
]  # fmt: skip


@pytest.mark.parametrize("tracked", [False, True], ids=["typed", "tracked"])
@pytest.mark.parametrize(("what", "edit", "lines"), EDITS, ids=[what for what, _, _ in EDITS])
def test_an_edit_in_word_and_nothing_else_goes_into_the_files(
    what: str, edit: Callable[[WordLike], None], lines: list[str], *, tracked: bool
) -> None:
    made = taken(edited(edit, tracked=tracked, seed=len(what)))
    found = changed_lines(made)
    assert len(found) == len(lines), found
    assert all(line.startswith(expected) for line, expected in zip(found, lines, strict=True)), found
    assert made.remarks == []


def test_the_value_of_an_objective_stands_under_a_heading_that_elsewhere_means_the_indicator() -> None:
    objective = document(OURS, "MTCL").indicators[0]
    assert objective.target is not None
    word = WordLike(released(OURS, "MTCL"))
    word.replace(objective.title, "Tên mới")
    word.replace(objective.target, "Giá trị mới")
    made = taken(word.saved(), OURS, "MTCL")
    assert "- title: Tên mới\n    target: Giá trị mới\n" in made.yaml
    assert made.remarks == []


@pytest.mark.parametrize(("what", "edit", "lines"), EDITS, ids=[what for what, _, _ in EDITS])
def test_refused_changes_leave_everything_as_it_was(
    what: str, edit: Callable[[WordLike], None], lines: list[str]
) -> None:
    del lines
    made = taken(edited(edit, tracked=what != "bold words", seed=len(what)), accept=False)
    if what != "bold words":
        assert changed_lines(made) == []


def test_pages_that_word_counted_anew_are_no_edit_of_the_page_header() -> None:
    def edit(word: WordLike) -> None:
        header = next(path for path, data in word.parts.items() if b" NUMPAGES " in data)
        counted = word.parts[header].replace(b">1</w:t>", b">12</w:t>")
        assert counted != word.parts[header]
        word.parts[header] = counted.replace(b">01/02<", b">01/03<")

    made = taken(edited(edit))
    assert [remark.quote for remark in made.remarks] == ["Lần ban hành/sửa đổi: 01/03"]


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("https://a.vn", "| [liên kết mới](https://a.vn) | **đậm thêm** |"),
        ("https://b.vn", "| [liên kết mới](https://b.vn) | **đậm thêm** |"),
    ],
)
def test_words_written_into_a_link_belong_to_it_and_a_link_that_leads_elsewhere_stays_one(
    target: str, line: str, tmp_path: Path
) -> None:
    written(tmp_path)
    text = tmp_path / "procedures" / "QT-01" / "QT-01.md"
    table = "\n| Một | Hai |\n|---|---|\n| [liên kết](https://a.vn) | **đậm** |\n"
    text.write_text(text.read_text(encoding="utf-8") + table, encoding="utf-8")
    here = load(tmp_path)
    word = WordLike(render(edition_of(here, "QT-01"), translator("vi")))
    word.replace("liên kết", "liên kết mới")
    word.replace("đậm", "đậm thêm")
    path = "word/_rels/document.xml.rels"
    word.parts[path] = word.parts[path].replace(b"https://a.vn", target.encode())
    came = read_word(word.saved())
    carried = source_in(came)
    assert carried is not None
    document = here.document("QT-01")
    assert document is not None
    made = returned(Around(WorkTree(tmp_path), here, template), carried, came, document.origin.path, document)
    assert made.text.splitlines()[-1] == line
    assert made.remarks == []


def test_braces_written_in_word_are_no_placeholder() -> None:
    made = taken(edited(lambda w: w.replace("cầm đúng bản", "cầm {{ steps }} và {% if %} bản")))
    assert "{\\{ steps }} và {\\% if %}" in made.text
    assert "{{ organization.name }}" in made.text
    assert made.remarks == []


def test_comments_come_out_as_a_list() -> None:
    made = taken(edited(lambda w: w.comment("Bản giấy được kiểm soát", "Ai giữ con dấu?")))
    assert [remark.quote for remark in made.remarks] == ["Ai giữ con dấu?"]
    assert not made.edited


def test_what_cannot_be_taken_over_is_named_with_its_words() -> None:
    def edit(word: WordLike) -> None:
        word.replace("96/QĐ-UBND", "97/QĐ-UBND")

    made = taken(edited(edit))
    assert changed_lines(made) == []
    assert any("97/QĐ-UBND" in remark.quote for remark in made.remarks)


def test_a_document_that_moved_on_is_not_overwritten() -> None:
    from qmsdocs.errors import UnusableConfiguration  # noqa: PLC0415

    word = read_word(released())
    carried = source_in(word)
    assert carried is not None
    old = replace(carried, text=carried.text + "\nThêm.\n")
    around = Around(WorkTree(QUOTED), register(), template)
    with pytest.raises(UnusableConfiguration, match="was changed in the repository"):
        returned(around, old, word, document().origin.path, document())


def test_the_text_of_a_footnote_is_taken_over() -> None:
    def edit(word: WordLike) -> None:
        path = "word/footnotes.xml"
        old, new = "Hạn chậm nhất ba tháng".encode(), "Thời hạn chậm nhất ba tháng".encode()
        assert old in word.parts[path]
        word.parts[path] = word.parts[path].replace(old, new)

    made = taken(edited(edit))
    assert changed_lines(made) == [
        "-[^han]: Hạn chậm nhất ba tháng căn cứ Điều 4 của Quyết định số 19/2014/QĐ-TTg.",
        "+[^han]: Thời hạn chậm nhất ba tháng căn cứ Điều 4 của Quyết định số 19/2014/QĐ-TTg.",
    ]
    assert made.remarks == []


def test_a_footnote_that_is_gone_takes_its_text_along() -> None:
    def edit(word: WordLike) -> None:
        for reference in list(word.root.iter(f"{W}footnoteReference")):
            run = reference.getparent()
            run.getparent().remove(run)

    made = taken(edited(edit))
    found = changed_lines(made)
    assert sorted(line[:9] for line in found) == ["+Hạn cập ", "-", "-Hạn cập ", "-[^han]: "]
    assert "[^han]" not in made.text
    assert made.remarks == []


def test_pictures_stay_and_new_ones_come_along(tmp_path: Path) -> None:
    written(tmp_path)
    folder = tmp_path / "procedures" / "QT-01"
    text = folder / "QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + '\n![Sơ đồ](so-do.png "Sơ đồ 1")\n', encoding="utf-8")
    (folder / "so-do.png").write_bytes(png())
    here = load(tmp_path)
    files = WorkTree(tmp_path)
    data = render(edition_of(here, "QT-01", image=lambda target: (folder / target).read_bytes()), translator("vi"))
    word = WordLike(data)
    word.replace("Sơ đồ 1", "Sơ đồ số 1")
    found = here.document("QT-01")
    assert found is not None
    came = read_word(word.saved())
    carried = source_in(came)
    assert carried is not None
    made = returned(Around(files, here, template), carried, came, found.origin.path, found)
    assert '![Sơ đồ](so-do.png "Sơ đồ số 1")' in made.text
    assert made.pictures == {"so-do.png": png()}
    assert made.remarks == []
    second = png(20, 20)
    path = next(name for name in word.parts if name.startswith("word/media/"))
    word.parts[path] = second
    came = read_word(word.saved())
    made = returned(Around(files, here, template), carried, came, found.origin.path, found)
    assert "![Sơ đồ](QT-01-hinh-1.png" in made.text
    assert made.pictures["QT-01-hinh-1.png"] == second
