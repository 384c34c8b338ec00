"""Redlines: accepting all changes gives the new release, rejecting them all the old one, and only what changed is marked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import pytest
from lxml import etree

from qmsdocs.word import Copy, Edition, render_document
from qmsdocs.word.redline import redline
from tests.amounts import amount
from tests.revisions import Author, Text, edition
from tests.tracked import Says, accepted, marks_at_fault, rejected
from tests.wordfiles import (
    DOCUMENT,
    W,
    main_of,
    packed_again,
    parts,
    problems,
    render,
    scenario_edition,
    template,
    unsound,
    with_text,
)

AUTHOR, DAY = "Nguyễn Văn An", date(2026, 8, 17)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return scenario_edition(tmp_path_factory.mktemp("base"))


def made(old: bytes, new: bytes) -> bytes:
    return redline(old, new, author=AUTHOR, on=DAY)


@lru_cache(maxsize=4)
def said(data: bytes) -> Says:
    return Says(data)


def compared(old: bytes, new: bytes) -> bytes:
    """The redline of two files, after it has been shown to be one."""
    both = made(old, new)
    assert not accepted(both).differences(said(new))
    assert not rejected(both).differences(said(old))
    assert not marks_at_fault(both) + unsound(both)
    return both


def revisions(base: Edition, seed: int, number: int) -> Iterator[tuple[bytes, bytes]]:
    """A document, and one revision after the other."""
    author = Author(seed)
    text: Text = author.text()
    old = render(edition(base, text, 0))
    for count in range(1, number + 1):
        text = author.revised(text)
        new = render(edition(base, text, count))
        yield old, new
        old = new


@pytest.mark.parametrize("seed", range(amount(10, 40)))
def test_accepting_gives_the_new_and_rejecting_the_old(base: Edition, seed: int) -> None:
    for old, new in revisions(base, seed, 13):
        compared(old, new)


# --- what is marked


def text_of_change(base: Edition, old: str, new: str) -> list[tuple[str, str]]:
    """What a redline of two texts says: pieces that stay, went and came, without what does not change."""
    both = compared(
        render(with_text(base, f"# Mục đích\n\n{old}\n")), render(with_text(base, f"# Mục đích\n\n{new}\n"))
    )
    return pieces(both)


def pieces(both: bytes) -> list[tuple[str, str]]:
    """The marks of a redline in order, with the text in them."""
    found = []
    for mark in main_of(both).iter(f"{W}ins", f"{W}del"):
        text = "".join(t.text or "" for t in mark.iter(f"{W}t", f"{W}delText"))
        place = mark.getparent().tag.removeprefix(W)
        found.append((mark.tag.removeprefix(W), text or {"rPr": "¶", "trPr": "row"}.get(place, "")))
    return found


def test_two_equal_files_have_no_changes(base: Edition) -> None:
    data = render(base)
    both = compared(data, data)
    assert not pieces(both)
    assert b"Change" not in parts(both)[DOCUMENT]


def test_words_are_marked_not_paragraphs(base: Edition) -> None:
    assert text_of_change(
        base,
        "Hồ sơ lưu 5 năm tại văn phòng, sau đó được tiêu hủy theo quy định.",
        "Hồ sơ lưu 10 năm tại văn phòng, sau đó được tiêu hủy theo quy định của Nhà nước.",
    ) == [("del", "5"), ("ins", "10"), ("ins", " của Nhà nước")]


def test_words_that_stayed_between_longer_changes_are_no_crumbs(base: Edition) -> None:
    assert text_of_change(
        base,
        "Công chức văn phòng ghi sổ và báo cáo lãnh đạo trong ngày làm việc kế tiếp.",
        "Thư ký ISO nhập danh mục và trình trưởng đơn vị trong ngày làm việc kế tiếp.",
    ) == [
        ("del", "Công chức văn phòng ghi sổ và báo cáo lãnh đạo"),
        ("ins", "Thư ký ISO nhập danh mục và trình trưởng đơn vị"),
    ]


def test_days_and_codes_are_words(base: Edition) -> None:
    assert text_of_change(base, "Theo QT-02 từ ngày 17/08/2026.", "Theo QT-03 từ ngày 18/08/2026.") == [
        ("del", "QT-02"), ("ins", "QT-03"), ("del", "17/08/2026"), ("ins", "18/08/2026"),
    ]  # fmt: skip


def test_a_paragraph_that_came_takes_its_end_with_it(base: Edition) -> None:
    assert text_of_change(base, "Một đoạn.\n\nHai đoạn.", "Một đoạn.\n\nXen giữa một câu mới.\n\nHai đoạn.") == [
        ("ins", "¶"), ("ins", "Xen giữa một câu mới."),
    ]  # fmt: skip


def test_a_row_that_went_is_marked_as_a_row(base: Edition) -> None:
    head = "| Việc | Hạn |\n|---|---|\n"
    assert text_of_change(
        base, f"{head}| Nhận đơn | 1 ngày |\n| Trả lời | 2 ngày |", f"{head}| Trả lời | 2 ngày |"
    ) == [("del", "row"), ("del", "Nhận đơn"), ("del", "1 ngày")]


def test_columns_that_came_make_another_table(base: Edition) -> None:
    found = text_of_change(base, "| A |\n|---|\n| một |", "| A | B |\n|---|---|\n| một | hai |")
    assert [text for _, text in found].count("row") == 4
    assert ("ins", "¶") in found  # the paragraph that keeps the tables apart was never there: it came
    assert ("del", "¶") in found  # and went


def test_numbers_that_only_moved_on_are_not_marked(base: Edition) -> None:
    text = "1. một\n2. hai\n3. ba\n\nRồi:\n\n1. bốn\n2. năm"
    assert text_of_change(base, text, text.replace("2. hai\n3. ba", "2. ba")) == [("del", "¶"), ("del", "hai")]


def test_another_level_is_a_change_of_the_paragraph_alone(base: Edition) -> None:
    old, new = (render(with_text(base, f"# Mục đích\n\n{sign} Quy định chung\n\nĐoạn.\n")) for sign in ("##", "###"))
    both = compared(old, new)
    assert main_of(both).findall(f".//{W}pPrChange/{W}pPr/{W}pStyle")[-1].get(f"{W}val") == "Heading2"
    assert [text for kind, text in pieces(both) if kind == "ins" and "Quy định" in text] == []


def test_a_note_that_was_changed_is_changed_at_the_foot(base: Edition) -> None:
    old, new = (
        render(with_text(base, f"# Mục đích\n\nHạn ba tháng.[^a]\n\n[^a]: Điều {number} của Quyết định.\n"))
        for number in (4, 5)
    )
    both = compared(old, new)
    assert not pieces(both)
    notes = parts(both)["word/footnotes.xml"].decode()
    assert notes.count("<w:del ") == notes.count("<w:ins ") == 1


def test_who_when_and_from_which_revision(base: Edition) -> None:
    first = base.document.revisions[0]
    later = first.model_copy(update={"revision": 1, "reason": "Sửa hạn"})
    document = base.document.model_copy(update={"revisions": (first, later)})
    both = compared(render(base), render(replace(base, document=document, entry=later)))
    marks = list(main_of(both).iter(f"{W}ins"))
    assert {(m.get(f"{W}author"), m.get(f"{W}date")) for m in marks} == {(AUTHOR, "2026-08-17T00:00:00Z")}
    header = etree.fromstring(parts(both)["word/header1.xml"])
    found = [e.text for e in header.iter(f"{W}t", f"{W}delText") if e.getparent().getparent().tag != f"{W}p"]
    assert found == ["01/00", "01/01"]


def test_the_same_files_give_the_same_bytes(base: Edition) -> None:
    ((old, new),) = revisions(base, 7, 1)
    assert made(old, new) == made(old, new)


def test_an_open_xml_validator_finds_nothing(base: Edition, tmp_path: Path) -> None:
    for seed in range(60, amount(62, 68)):
        for old, new in revisions(base, seed, 3):
            assert not problems(made(old, new), tmp_path / "redline.docx")


# --- how it grows


def calls(work: Callable[[], object]) -> int:
    """How many functions are called: the same on every machine."""
    count = 0

    def noted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(noted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", ["paragraphs", "rows", "nothing alike"])
def test_work_grows_with_the_text_and_not_with_its_square(base: Edition, kind: str) -> None:
    def pair(size: int) -> tuple[bytes, bytes]:
        author, other = Author(1), Author(2)
        olds = [author.words(6, 12) for _ in range(size)]
        news = [text + " thêm" if kind != "nothing alike" else other.words(6, 12) for text in olds]
        return tuple(render(with_text(base, _laid_out(texts, kind))) for texts in (olds, news))  # type: ignore[return-value]

    few, many = (calls(partial(made, *pair(size))) for size in (250, 1000))
    assert many < 5.5 * few


def _laid_out(texts: list[str], kind: str) -> str:
    if kind == "rows":
        return "# Mục đích\n\n| A |\n|---|\n" + "".join(f"| {text} |\n" for text in texts)
    return "# Mục đích\n\n" + "\n\n".join(texts) + "\n"


# --- where texts end


def test_the_last_paragraph_of_a_cell_is_never_the_one_whose_end_is_marked(base: Edition) -> None:
    def steps(*lines: str) -> bytes:
        document = base.document
        step = document.steps[0].model_copy(update={"responsible": lines})
        changed = document.model_copy(update={"steps": (step,)})
        return render(replace(base, document=changed))

    for old, new in (
        (("Công chức",), ("Công chức", "Thư ký ISO")),
        (("Công chức",), ("Công chức", "Thư ký ISO", "Chủ tịch")),
        (("Công chức", "Thư ký ISO"), ("Thư ký ISO",)),
        (("Công chức", "Thư ký ISO"), ("Công chức", "Chủ tịch", "Văn thư")),
        (("Công chức", "Thư ký ISO"), ("Văn thư",)),
    ):
        compared(steps(*old), steps(*new))
        compared(steps(*new), steps(*old))


# --- other templates


def changed_template(edit: Callable[[dict[str, bytes]], None]) -> bytes:
    files = parts(template())
    edit(files)
    return packed_again(files)


def printed(base: Edition, office: bytes) -> bytes:
    return render_document(base, office, str, called="procedure.docx")


def replaced(path: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def edit(files: dict[str, bytes]) -> None:
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode())

    return edit


def test_the_mark_of_a_draft_is_a_change_too(base: Edition) -> None:
    draft, issued = render(replace(base, copy=Copy.DRAFT)), render(base)
    compared(draft, issued)
    compared(issued, draft)


@pytest.mark.parametrize(
    "edit",
    [
        replaced("word/styles.xml", 'w:styleId="Quote"', 'w:styleId="Trich"'),
        replaced("word/numbering.xml", 'w:left="1077"', 'w:left="1078"'),
        replaced("word/document.xml", 'w:left="1701"', 'w:left="1699"'),
        replaced("word/header1.xml", "Trang", "Tờ"),
    ],
    ids=["a style with another id", "other numbers of lists", "other margins", "another header"],
)
def test_a_template_that_was_changed(base: Edition, edit: Callable[[dict[str, bytes]], None]) -> None:
    text = with_text(base, "# Mục đích\n\n> Trích dẫn\n\n1. một\n2. hai\n\nBa\n\n4. bốn\n")
    later = with_text(base, "# Mục đích\n\n1. một\n2. hai\n3. năm\n\n> Trích dẫn khác\n\nBa\n")
    office = changed_template(edit)
    compared(printed(text, office), render(later))
    compared(render(text), printed(later, office))
