"""When two blocks are the same: numbers, names and widths that say nothing about the text do not count."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from qmsdocs.word.ooxml.elements import (
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    Element,
    P,
    name,
)

_NAMES = re.compile(rb' (?:w:(?:id|name|anchor)|id|name|xmlns(?::\w+)?)="[^"]*"')
_WIDTHS = re.compile(rb"<w:(?:tcW|gridCol|tblW) [^>]*/>")
_PREFIXES = re.compile(rb"ns\d+:")
"""lxml makes them up, in each file others."""
_REFERRING = re.compile(rb' \w*:(?:id|embed|link|pict)="([^"]*)"|<w:numId w:val="([^"]*)"/>')
_TEXT = re.compile(rb">([^<]+)<")
_DRAWING, _GROUP = re.compile(rb"<w:drawing>.*?</w:drawing>", re.DOTALL), re.compile(rb"[<:]wgp[ >]")
_WORD = re.compile(rb"[^\s.,;:()]+")
_SPAN, _MERGE, _HEADER = map(name, ("w:gridSpan", "w:vMerge", "w:tblHeader"))
_COLUMNS = f"{name('w:tblGrid')}/{name('w:gridCol')}"
_FIELD, _FIELD_KIND, _INSTRUCTION = map(name, ("w:fldChar", "w:fldCharType", "w:instrText"))


@dataclass(frozen=True)
class Meanings:
    """What the references of a part mean.

    Args:
        relations: by id of a relationship what it leads to.
        numbers: by id of a numbering what its lists look like and begin with.
    """

    relations: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    def key(self, element: Element) -> bytes:
        """The same bytes for what is the same."""
        plain = _NAMES.sub(b"", etree.tostring(element))
        if b"<w:tc" in plain:
            plain = _WIDTHS.sub(b"", plain)
        if b"ns" in plain:
            plain = _PREFIXES.sub(b"", plain)
        return _REFERRING.sub(self._meaning, plain)

    def _meaning(self, found: re.Match[bytes]) -> bytes:
        if found[2] is not None:
            return b"<num " + self.numbers.get(found[2].decode(), "").encode() + b">"
        return b" to=" + self.relations.get(found[1].decode(), "").encode()


@dataclass(frozen=True, eq=False)
class Block:
    """A paragraph, table or row, or the paragraphs that a field such as a table of contents is spread over.

    Args:
        elements: one, but for such a field.
        key: equal for blocks that are the same.
    """

    elements: tuple[Element, ...]
    key: bytes

    @property
    def element(self) -> Element:
        """The first of its elements."""
        return self.elements[0]

    @property
    def paragraph(self) -> bool:
        """It is a paragraph."""
        return len(self.elements) == 1 and self.element.tag == P

    @cached_property
    def shape(self) -> Hashable:
        """Blocks of another shape are never the same: tables with other columns, rows with other merged cells.

        Nor are rows with other shapes drawn in them: old and new ones in one row could not be told apart.
        """
        if len(self.elements) > 1:
            instruction = next((e.text or "" for e in self.element.iter(_INSTRUCTION)), "")
            return "field", instruction.strip(), all(element.tag == P for element in self.elements)
        if self.element.tag == TBL:
            return "table", len(self.element.findall(_COLUMNS))
        if self.element.tag == TR:
            return _row_shape(self.element), tuple(_DRAWING.findall(self.key)) if _GROUP.search(self.key) else ()
        return "paragraph", b"<w:sectPr" in self.key

    @cached_property
    def words(self) -> frozenset[bytes]:
        """The words that are read in it."""
        return frozenset(word for text in _TEXT.findall(self.key) for word in _WORD.findall(text))


def blocks_of(parent: Element, meanings: Meanings) -> list[Block]:
    """The blocks of a body, cell, note or header."""
    made: list[Block] = []
    spread: list[tuple[Element, bytes]] = []
    depth = 0
    for element in parent:
        if element.tag not in (P, TBL):
            continue
        key = meanings.key(element)
        if element.tag == P and b"fldCharType" in key:
            depth += _opened(element)
        if depth or spread:
            spread.append((element, key))
            if not depth:
                made.append(_spread(spread))
                spread = []
        else:
            made.append(Block((element,), key))
    return made + [Block((element,), key) for element, key in spread]  # it never ends


def _opened(paragraph: Element) -> int:
    """How many more fields begin than end in a paragraph."""
    kinds = [mark.get(_FIELD_KIND) for mark in paragraph.iter(_FIELD)]
    return kinds.count("begin") - kinds.count("end")


def _spread(parts: Sequence[tuple[Element, bytes]]) -> Block:
    """A field over several paragraphs is never taken apart: it would begin twice, or never end."""
    elements, keys = zip(*parts, strict=True)
    return Block(elements, b"".join(keys))


def rows_of(table: Element, meanings: Meanings) -> list[Block]:
    """The rows of a table."""
    return [Block((row,), meanings.key(row)) for row in table if row.tag == TR]


def _row_shape(row: Element) -> Hashable:
    layout = row.find(TRPR)
    heading = layout is not None and layout.find(_HEADER) is not None
    return heading, tuple(_cell_shape(cell) for cell in row if cell.tag == TC)


def _cell_shape(cell: Element) -> tuple[str | None, str | None]:
    layout = cell.find(TCPR)
    if layout is None:
        return None, None
    span, merge = layout.find(_SPAN), layout.find(_MERGE)
    return (
        None if span is None else span.get(VAL),
        None if merge is None else merge.get(VAL) or "continue",
    )
