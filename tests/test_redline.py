"""Redlines: accepting all changes gives the new release, rejecting them all the old one, and only what changed is marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qmsdocs.word import Edition
from qmsdocs.word.redline import redline
from tests.revisions import Author, Text, edition
from tests.tracked import Says, accepted, marks_at_fault, rejected
from tests.wordfiles import problems, render, scenario_edition, unsound

AUTHOR, DAY = "Nguyễn Văn An", date(2026, 8, 17)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return scenario_edition(tmp_path_factory.mktemp("base"))


def made(old: bytes, new: bytes) -> bytes:
    return redline(old, new, author=AUTHOR, on=DAY)


def compared(old: bytes, new: bytes) -> bytes:
    """The redline of two files, after it has been shown to be one."""
    both = made(old, new)
    assert not accepted(both).differences(Says(new))
    assert not rejected(both).differences(Says(old))
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
