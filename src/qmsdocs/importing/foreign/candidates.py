"""Paragraphs that may be headings, as they look before anybody knows which of them are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qmsdocs.importing.foreign.numbers import Number, number_of
from qmsdocs.importing.foreign.pieces import Piece, is_contents_line
from qmsdocs.importing.foreign.titles import OTHER, SHORT, section_called
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import folded, is_capital, squeezed
from qmsdocs.word.reading.values import Paragraph

_MOST_WORDS = 25
CHAPTERS = ("phan", "chuong")
APPENDIX = "phu luc"
Signature = tuple[str, int]
"""How a heading is marked: the form of its number and how many parts it has, a level of Word's, or nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that may be a heading."""

    index: int
    paragraph: Paragraph
    number: Number | None
    title: str
    section: str
    rest: int = 0
    second: int | None = None

    @property
    def depth(self) -> int:
        """How many parts its number has; 1 without one."""
        return self.number.depth if self.number else 1

    @property
    def signature(self) -> Signature:
        """How it is marked as a heading."""
        if self.number:
            return (self.number.form, self.number.depth)
        if self.paragraph.outline:
            return ("outline", self.paragraph.outline)
        return ("bare", int(is_capital(self.title)))

    @property
    def looks(self) -> tuple[bool, bool]:
        """Bold, in capitals."""
        return self.paragraph.all_bold, is_capital(self.title)

    @property
    def is_named(self) -> bool:
        """Whether it is a known section that the profile knows too."""
        return self.section not in ("", OTHER, "changes")


def line_of(index: int, piece: Piece, pieces: Sequence[Piece]) -> Line | None:
    """The paragraph as a line that may be a heading; None when it cannot be one.

    Args:
        index: of the piece.
        piece: what stands there.
        pieces: all of them, for a title that stands below its number.
    """
    block = piece.block
    if not isinstance(block, Paragraph) or block.boxed or is_contents_line(block) or not squeezed(block.text):
        return None
    number = number_of(block)
    length = number.length if number else 0
    title, second = squeezed(block.text[length:]), None
    inline = _inline_title(block, length)
    if inline:
        return Line(index, block, number, inline, section_called(inline), block.text.index(":", length) + 1)
    if number and number.form in (*CHAPTERS, APPENDIX) and (not title or number.form == APPENDIX):
        second = _title_below(index, pieces) if not title else None
        below = squeezed(pieces[second].text) if second is not None else ""
        title = f"{number.typed.rstrip('.: ')}: {title or below}" if number.form == APPENDIX else below
    if not title or len(title.split()) > _MOST_WORDS:
        return None
    title = title.rstrip(" .:;") or title
    return Line(index, block, number, title, section_called(title), second=second)


def _title_below(index: int, pieces: Sequence[Piece]) -> int | None:
    """The paragraph below a bare number that holds its title: in capitals, as the number is a line of its own."""
    after = next(
        (
            i
            for i in range(index + 1, len(pieces))
            if pieces[i].text.strip() or not isinstance(pieces[i].block, Paragraph)
        ),
        None,
    )
    return after if after is not None and _is_bare_title(pieces[after].text) else None


def _is_bare_title(text: str) -> bool:
    return is_capital(text) and len(text.split()) > 1 and not any(letter.isdigit() for letter in text)


def _inline_title(block: Paragraph, length: int) -> str:
    """The title of a section that stands before a colon, with its text behind it: ``1. Mục đích: Quy định…``."""
    head, colon, rest = block.text[length:].partition(":")
    title = squeezed(head)
    if not colon or not squeezed(rest) or block.outline or len(title.split()) > SHORT:
        return ""
    known = vocabulary().sections.get(folded(title), "")
    marked = length or block.item or (block.runs and block.runs[0].bold)
    return title if known and marked else ""


def is_anchor(line: Line) -> bool:
    """Whether its title is one that everybody knows."""
    if not line.section or line.paragraph.text.rstrip().endswith((";", ",")):
        return False
    return bool(line.number or line.paragraph.outline or any(line.looks)) or line.section != OTHER


def without_contents(lines: list[Line], pieces: Sequence[Piece]) -> list[Line]:
    """Without lists of titles that come again further down with text below them."""
    last = {(folded(line.title), line.depth): line.index for line in lines if line.section}
    following = {line.index: after for line, after in pairwise(lines)}

    def comes_again(line: Line) -> bool:
        return last.get((folded(line.title), line.depth), line.index) > line.index

    def is_listed(line: Line) -> bool:
        after = following.get(line.index)
        between = pieces[line.index + 1 : after.index] if after else []
        empty = not any(piece.text.strip() or not isinstance(piece.block, Paragraph) for piece in between)
        return bool(comes_again(line) and after and empty)

    listed = {line.index for line in lines if is_listed(line)}
    listed |= {after.index for line, after in pairwise(lines) if line.index in listed and comes_again(after)}
    return [line for line in lines if line.index not in listed]


def as_letters(lines: list[Line]) -> list[Line]:
    """``C.`` and ``D.`` are letters where ``A.`` and ``B.`` are."""
    letters = {line.title for line in lines if line.number and line.number.form == "letter"}
    if len(letters) < 2:
        return lines
    return [
        replace(line, number=line.number.as_letter())
        if line.number and line.number.form == "roman" and len(line.number.typed) <= 2
        else line
        for line in lines
    ]
