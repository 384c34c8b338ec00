"""Forms that are text: what their language says, and the Word file in which they are filled in."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qmsdocs import load
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.markdown.blanks import Blank, Box
from qmsdocs.markdown.forms import Repeating, Signatures, form_text
from qmsdocs.model.document import Document, Form
from qmsdocs.model.register import Register
from qmsdocs.word import Copy, Sheet, render_form
from tests.scenario import written
from tests.wordfiles import (
    DOCUMENT,
    ROOT,
    W,
    main_of,
    packed_again,
    paragraphs,
    parts,
    problems,
    tables,
    template,
    text_of,
)

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"

REQUEST = """\
Kính gửi: {{ units.VP }}

| Đơn vị | [[Đơn vị]] |
|---|---|
| Ngày | [[Ngày: ngày]] |

# I. Nội dung

[ ] Soạn thảo [x] Sửa đổi

Lý do:

[[Lý do: đoạn 4]]

Kết luận: [[Kết luận: Đồng ý / Không đồng ý]], số bản: [[Số bản: số]]

| TT | Hồ sơ | Hạn | Đủ |
|---|---|---|---|
| [[# 3]] | | [[: ngày]] | [ ] |

| Người lập | Trưởng đơn vị |
|---|---|
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    root = tmp_path_factory.mktemp("base") / "r"
    written(root, "")
    return load(root)


def sheet(register: Register, text: str, copy: Copy = Copy.ISSUED) -> Sheet:
    document = register.document("QT-02")
    assert isinstance(document, Document)
    form = Form(code="BM-02-07", title="Phiếu yêu cầu", file="BM-02-07.md", issue=2, revision=1)
    return Sheet(form, text, document, register.agency, copy)


def rendered(register: Register, text: str, copy: Copy = Copy.ISSUED) -> bytes:
    return render_form(sheet(register, text, copy), template("form.docx"), str)


def controls(main: Any) -> list[Any]:
    return list(main.iter(f"{W}sdt"))


def name_of(control: Any) -> str:
    alias = control.find(f"{W}sdtPr/{W}alias")
    return "" if alias is None else alias.get(f"{W}val")


def named(main: Any, name: str) -> Any:
    return next(control for control in controls(main) if name_of(control) == name)


def page(main: Any) -> tuple[int, int]:
    size = next(main.iter(f"{W}pgSz"))
    return int(size.get(f"{W}w")), int(size.get(f"{W}h"))


# --- what the text says


def test_a_form_is_read_as_values() -> None:
    form = form_text(REQUEST)
    assert form.slips == ()
    assert list(form.blanks) == [
        Blank("Đơn vị", labelled=True, last=True),
        Blank("Ngày", "date", labelled=True, last=True),
        Box("Soạn thảo", ticked=False),
        Box("Sửa đổi", ticked=True),
        Blank("Lý do", "lines", lines=4, labelled=True, last=True),
        Blank("Kết luận", "choice", ("Đồng ý", "Không đồng ý"), labelled=True),
        Blank("Số bản", "number", labelled=True, last=True),
        Blank("Hồ sơ", labelled=True),
        Blank("Hạn", "date", labelled=True, last=True),
        Box("Đủ", ticked=False),
    ]
    repeating, signatures = form.parts[-2:]
    assert isinstance(repeating, Repeating)
    assert repeating.times == 3
    assert isinstance(signatures, Signatures)


def test_kinds_may_be_named_in_english() -> None:
    form = form_text("[[a: date]] [[b: Number]]\n\n[[c: lines 2]]")
    assert [(blank.kind, blank.lines) for blank in form.blanks if isinstance(blank, Blank)] == [
        ("date", 1),
        ("number", 1),
        ("lines", 2),
    ]


def test_brackets_after_a_backslash_are_brackets() -> None:
    form = form_text("\\[\\[không phải ô]] và \\[ ] và [[ô \\| trống]]")
    assert [blank.name for blank in form.blanks] == ["ô | trống"]
    assert form.slips == ()


def test_a_table_of_a_heading_with_blanks_is_no_signature_block() -> None:
    assert not any(isinstance(part, Signatures) for part in form_text("| Số: [[Số]] | Ngày |\n|---|---|\n").parts)


def test_a_slip_tells_where_it_stands() -> None:
    text = "Đơn vị: [[Đơn vị\n\n[[Ngày: ngay]]"
    found = [(slip.kind, text.encode()[slip.start : slip.end].decode()) for slip in form_text(text).slips]
    assert found == [("unclosed", "[["), ("unknown-kind", "[[Ngày: ngay]]")]


@pytest.mark.parametrize("number", ["0", "-3", "101", "ba", "9" * 5000])
def test_a_number_of_rows_or_lines_that_cannot_be_printed_is_a_slip(number: str) -> None:
    rows = form_text(f"| TT | B |\n|---|---|\n| [[# {number}]] | |\n")
    assert [slip.kind for slip in rows.slips] == ["unknown-kind"]
    assert any(isinstance(part, Repeating) for part in rows.parts)
    assert [slip.kind for slip in form_text(f"[[Lý do: đoạn {number}]]").slips] == ["unknown-kind"]


# --- the Word file


def test_every_blank_is_a_control_with_its_name(register: Register, tmp_path: Path) -> None:
    data = rendered(register, REQUEST)
    main = main_of(data)
    assert [name_of(control) for control in controls(main)] == [
        "Đơn vị", "Ngày", "Soạn thảo", "Sửa đổi", "Lý do", "Kết luận", "Số bản",
        "Rows to add", *["", "Hồ sơ", "Hạn", "Đủ"] * 3,
        "Người lập: full name", "Trưởng đơn vị: full name",
    ]  # fmt: skip
    assert all(control.find(f"{W}sdtPr/{W}lock") is None for control in controls(main))
    assert problems(data, tmp_path / "form.docx", fillable=True) == []


def test_kinds_are_those_that_word_knows(register: Register) -> None:
    main = main_of(rendered(register, REQUEST))
    date = named(main, "Ngày").find(f"{W}sdtPr/{W}date")
    assert [(e.tag.rpartition("}")[2], e.get(f"{W}val")) for e in date][:2] == [
        ("dateFormat", "dd/MM/yyyy"),
        ("lid", "vi-VN"),
    ]
    options = [e.get(f"{W}value") for e in named(main, "Kết luận").iter(f"{W}listItem")]
    assert options == ["Đồng ý", "Không đồng ý"]
    ticked = [named(main, name).find(f".//{W14}checked").get(f"{W14}val") for name in ("Soạn thảo", "Sửa đổi")]
    assert (ticked, text_of(named(main, "Sửa đổi"))) == (["0", "1"], "☒")


def test_what_is_filled_in_by_a_program_is_found_by_name(register: Register) -> None:
    document = docx.Document(io.BytesIO(rendered(register, REQUEST)))
    unit = next(e for e in document.element.body.iter(f"{W}sdt") if name_of(e) == "Đơn vị")
    next(unit.iter(f"{W}t")).text = "Văn phòng"
    stream = io.BytesIO()
    document.save(stream)
    again = docx.Document(io.BytesIO(stream.getvalue()))
    assert again.core_properties.title == "Phiếu yêu cầu"
    assert again.core_properties.subject == "BM-02-07"
    assert "Văn phòng" in text_of(again.element.body)


def test_the_placeholder_says_the_name_unless_the_words_before_do(register: Register) -> None:
    main = main_of(rendered(register, "Đơn vị: [[Đơn vị]] của [[Tên tổ chức]] ngày [[Ngày họp: ngày]].\n"))
    shown = [text_of(control) for control in controls(main)]
    assert shown[0].strip("…") == ""
    assert shown[1] == "Tên tổ chức ………"
    assert shown[2] == "…/…/……"
    assert all(control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None for control in controls(main))


def test_a_blank_at_the_end_has_room_up_to_the_margin(register: Register) -> None:
    main = main_of(rendered(register, "Đơn vị: [[Đơn vị]]\n"))
    line = next(p for p in main.iter(f"{W}p") if text_of(p).startswith("Đơn vị"))
    tab = line.find(f"{W}pPr/{W}tabs/{W}tab")
    assert (tab.get(f"{W}leader"), tab.get(f"{W}pos")) == ("dot", "9071")
    assert next(line.iter(f"{W}sdtContent")).find(f"{W}r/{W}tab") is not None


def test_lines_to_write_on_are_as_many_as_the_text_says(register: Register) -> None:
    control = named(main_of(rendered(register, "Lý do:\n\n[[Lý do: đoạn 6]]\n")), "Lý do")
    assert len(control.findall(f"{W}sdtContent/{W}p")) == 6
    assert control.find(f"{W}sdtPr/{W}text") is None  # what is written there may have several paragraphs


def test_rows_can_be_added_and_are_numbered_by_word(register: Register) -> None:
    main = main_of(rendered(register, REQUEST))
    section = named(main, "Rows to add")
    assert section.find(f"{W}sdtPr/{W15}repeatingSection") is not None
    items = section.findall(f"{W}sdtContent/{W}sdt")
    assert len(items) == 3
    assert all(item.find(f"{W}sdtPr/{W15}repeatingSectionItem") is not None for item in items)
    numbers = {item.find(f".//{W}numPr/{W}numId").get(f"{W}val") for item in items}
    assert len(numbers) == 1
    assert text_of(items[0].find(f".//{W}tc")) == ""


def test_two_tables_count_their_rows_apart(register: Register) -> None:
    table = "| TT | Việc |\n|---|---|\n| [[# 2]] | |\n"
    main = main_of(rendered(register, f"{table}\nRồi:\n\n{table}"))
    found = [e.get(f"{W}val") for e in main.iter(f"{W}numId")]
    assert (len(found), len(set(found))) == (4, 2)


def test_whoever_signs_alone_does_so_at_the_right(register: Register) -> None:
    assert tables(main_of(rendered(register, "Một\n\n| Trưởng đoàn |\n|---|\n")))[-1][0][0] == ""


def test_a_wide_table_turns_the_page_and_all_that_goes_from_margin_to_margin(register: Register) -> None:
    wide = "| TT | a | b | c | d | e | g |\n|---|---|---|---|---|---|---|\n| [[#]] | | | | | | |\n"
    narrow = "| TT | a | b | c | d | e |\n|---|---|---|---|---|---|\n| [[#]] | | | | | |\n"
    assert page(main_of(rendered(register, narrow))) == (11906, 16838)
    data = rendered(register, f"{{{{ letterhead }}}}\n\n{wide}")
    main = main_of(data)
    assert page(main) == (16838, 11906)
    for root in (main, etree.fromstring(parts(data)["word/header1.xml"])):
        for grid in root.iter(f"{W}tblGrid"):
            assert abs(sum(int(column.get(f"{W}w")) for column in grid) - 14570) < 5


def test_the_letterhead_is_there_only_where_the_form_begins_with_it(register: Register) -> None:
    without, having = (text_of(main_of(rendered(register, t))) for t in ("Một", "{{ letterhead }}\n\nMột"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in without
    assert "Số: " not in without
    assert having.startswith("Ủy ban nhân dân phường MẫuSố: ……/……CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert "Mẫu, ngày …… tháng …… năm ………" in having


def test_the_header_bears_code_and_numbers_of_the_form(register: Register) -> None:
    data = rendered(register, "Một")
    header = text_of(etree.fromstring(parts(data)["word/header1.xml"]))
    assert "Ủy ban nhân dân phường Mẫu" in header
    assert "BM-02-07" in header
    assert "02/01" in header


@pytest.mark.parametrize(
    ("copy", "mark"), [(Copy.DRAFT, "DRAFT"), (Copy.OBSOLETE, "NO LONGER IN FORCE"), (Copy.ISSUED, "")]
)
def test_a_copy_that_is_not_to_be_used_says_so(copy: Copy, mark: str, register: Register, tmp_path: Path) -> None:
    data = rendered(register, REQUEST, copy)
    header = etree.fromstring(parts(data)["word/header1.xml"])
    assert [line for _, line in paragraphs(header) if line in ("DRAFT", "NO LONGER IN FORCE")] == (
        [mark] if mark else []
    )
    assert any("textpath" in str(e.tag) for e in header.iter()) == bool(mark)
    assert problems(data, tmp_path / "form.docx", fillable=True) == []


def test_the_golden_form(register: Register) -> None:
    """The golden file is read as a document by whoever changes it; UPDATE_GOLDEN=1 writes it anew."""
    text = (
        "Đơn vị: [[Đơn vị]]\n\n[x] Sửa đổi\n\n| TT | Hạn |\n|---|---|\n| [[#]] | [[: ngày]] |\n\n| Người lập |\n|---|\n"
    )
    main = main_of(rendered(register, text))
    etree.indent(main, " ")
    found = etree.tostring(main, encoding="unicode") + "\n"
    golden = ROOT / "tests" / "golden" / "word" / "form.document.xml"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_the_same_form_gives_the_same_bytes(register: Register) -> None:
    assert rendered(register, REQUEST) == rendered(register, REQUEST)


def test_a_template_without_a_place_for_the_form_is_refused(register: Register) -> None:
    texts = {name: part.decode() for name, part in parts(template("form.docx")).items()}
    texts[DOCUMENT] = texts[DOCUMENT].replace('w:val="form.title"', 'w:val="form.titel"')
    data = packed_again({name: text.encode() for name, text in texts.items()})
    with pytest.raises(UnusableConfiguration, match=r"form\.titel; did you mean form\.title\?"):
        render_form(sheet(register, "Một"), data, str)


# --- every text

_NAME = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyÁẢ 0123456789().-/&<>'\"", min_size=1, max_size=30).filter(
    lambda name: name.strip() and ":" not in name
)
_KIND = st.sampled_from(["", ": ngày", ": số", ": Đạt / Không đạt", ": A/B/C"])
_BLANK = st.builds(lambda name, kind: f"[[{name}{kind}]]", _NAME, _KIND)
_RUN = st.lists(
    st.one_of(_BLANK, st.sampled_from(["[ ] Có", "[x]", "Một **hai**", "*ba*", "\\[", "a\\\nb"])), max_size=4
).map(" ".join)
_CELL = _RUN.map(lambda run: run.replace("\\\n", " ").replace("|", "\\|"))


def _table(cells: list[list[str]], head: list[str], first: str) -> str:
    rows = [head, ["---"] * len(head), *(row[: len(head)] for row in cells)]
    if first:
        rows.append([first, *[""] * (len(head) - 1)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


_TABLE = st.builds(
    _table,
    st.lists(st.lists(_CELL, min_size=8, max_size=8), max_size=2),
    st.lists(st.sampled_from(["TT", "Nội dung", "Hạn", "", "[[Ô]]"]), min_size=1, max_size=8),
    st.sampled_from(["", "[[#]]", "[[# 4]]"]),
)
_BLOCK = st.one_of(
    _RUN, _TABLE, st.builds("# {}".format, _RUN), st.builds("- {}\n- {}".format, _RUN, _RUN), st.just("[[Lý do: đoạn]]")
)
_FORM = st.builds(
    lambda head, blocks: head + "\n\n".join(blocks),
    st.sampled_from(["", "{{ letterhead }}\n\n"]),
    st.lists(_BLOCK, max_size=5),
)


@settings(max_examples=25, deadline=None)
@given(text=_FORM)
def test_every_text_makes_a_sound_file_with_all_its_blanks(
    text: str, register: Register, tmp_path_factory: Any
) -> None:
    form, data = form_text(text), rendered(register, text)
    assert problems(data, tmp_path_factory.mktemp("forms") / "form.docx", fillable=True) == []
    names = {name_of(control) for control in controls(main_of(data))}
    assert {blank.name for blank in form.blanks} - {""} <= names
