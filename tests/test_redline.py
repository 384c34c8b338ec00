"""Redlines: accepting all changes gives the new release, rejecting them all the old one, and only what changed is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from qmsdocs.word import Copy, Edition, render_document
from qmsdocs.word.redline import redline
from tests.revisions import Author, Text, edition
from tests.tracked import Says, accepted, marks_at_fault, rejected
from tests.wordfiles import packed_again, parts, problems, render, scenario_edition, template, unsound, with_text

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


@pytest.mark.parametrize("seed", range(40))
def test_accepting_gives_the_new_and_rejecting_the_old(base: Edition, seed: int) -> None:
    for old, new in revisions(base, seed, 13):
        compared(old, new)


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
        replaced("word/numbering.xml", 'w:lvlText w:val="%1."', 'w:lvlText w:val="%1)"'),
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
