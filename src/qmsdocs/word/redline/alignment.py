"""Which block of the old text is which of the new: sections and paragraphs, tables, their rows, what is in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qmsdocs.word.ooxml.elements import NAME, TBL, TC, TR, VAL, Element
from qmsdocs.word.redline.adoption import START, Bookmarks
from qmsdocs.word.redline.keys import Block, Meanings, blocks_of, rows_of
from qmsdocs.word.redline.matching import steps
from qmsdocs.word.redline.numbers import NUM_ID, Numbers

_BLOCKS_ALIKE, _ROWS_ALIKE = 0.4, 0.0
"""The part of their words that blocks share to be one block that was changed; of rows their place says something too."""


class Pair(NamedTuple):
    """A block in both texts, or in one of them.

    Args:
        old, new: the block.
        inner: what its parts are, where it was changed: the rows of a table, the content of each cell of a row.
    """

    old: Block | None
    new: Block | None
    inner: tuple[Content, ...] = ()

    @property
    def same(self) -> bool:
        """It says the same, so far as that can be seen without the rest of the text."""
        return self.old is not None and self.new is not None and self.old.key == self.new.key

    @property
    def paragraphs(self) -> bool:
        """It is a paragraph, in as many texts as it is in."""
        return all(block is None or block.paragraph for block in (self.old, self.new))


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of a body, cell, note, header or table in one order.

    Args:
        pairs: what went before what came.
        tail: the place of the last block that is in both, when only paragraphs follow that all went or all came; else None.
    """

    pairs: tuple[Pair, ...]
    tail: int | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Aligns one part.

    Args:
        old, new: what references in the part mean.
    """

    old: Meanings
    new: Meanings

    def content(self, old: Element, new: Element) -> Content:
        """The blocks of two bodies, cells, notes or headers."""
        blocks, others = blocks_of(old, self.old), blocks_of(new, self.new)
        return _settled(self._pairs(blocks, others, _BLOCKS_ALIKE))

    def inner(self, old: Block, new: Block) -> tuple[Content, ...]:
        """What the parts of a block are that was changed."""
        if len(old.elements) > 1:
            return (self._spread(old, new),)
        if old.element.tag == TBL:
            rows, others = rows_of(old.element, self.old), rows_of(new.element, self.new)
            return (Content(tuple(self._pairs(rows, others, _ROWS_ALIKE))),)
        if old.element.tag == TR:
            return tuple(map(self.content, _cells(old.element), _cells(new.element)))
        return ()

    def _pairs(self, old: Sequence[Block], new: Sequence[Block], least: float) -> list[Pair]:
        return [
            self._pair(None if i is None else old[i], None if j is None else new[j]) for i, j in steps(old, new, least)
        ]

    def _pair(self, old: Block | None, new: Block | None) -> Pair:
        if old is None or new is None or old.key == new.key:
            return Pair(old, new)
        return Pair(old, new, self.inner(old, new))

    def _spread(self, old: Block, new: Block) -> Content:
        """The paragraphs of a field; it begins in the first and ends in the last, and so do both texts in one."""
        lines, others = (
            [Block((element,), meanings.key(element)) for element in block.elements]
            for block, meanings in ((old, self.old), (new, self.new))
        )
        middle = self._pairs(lines[1:-1], others[1:-1], _BLOCKS_ALIKE)
        return Content((Pair(lines[0], others[0]), *middle, Pair(lines[-1], others[-1])))


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag == TC]


def _settled(pairs: list[Pair]) -> Content:
    """The last paragraph of a cell, note or body is in both texts: its end cannot be deleted or inserted."""
    last = next((index for index in range(len(pairs) - 1, -1, -1) if pairs[index].old and pairs[index].new), -1)
    rest = pairs[last + 1 :]
    gone, come = [pair for pair in rest if pair.new is None], [pair for pair in rest if pair.old is None]
    if gone and come and gone[-1].paragraphs and come[-1].paragraphs:
        return Content((*pairs[: last + 1], *gone[:-1], *come[:-1], Pair(gone[-1].old, come[-1].new)))
    if not rest or last < 0 or not pairs[last].paragraphs or (gone and come):
        return Content(tuple(pairs))
    if all(pair.paragraphs for pair in rest):
        return Content(tuple(pairs), tail=last)
    one, other = pairs[last].old, pairs[last].new
    before = tuple(pairs[:last])
    if gone:
        return Content((*before, Pair(one, None), *gone[:-1], Pair(gone[-1].old, other)))
    return Content((*before, Pair(None, other), *come[:-1], Pair(one, come[-1].new)))


# --- what follows from it


def learn(content: Content, numbers: Numbers, bookmarks: Bookmarks) -> None:
    """Learns from paragraphs that are in both texts which lists and bookmarks are the same."""
    for old, new in _both(content):
        for one, other in zip(_bookmarks(old), _bookmarks(new), strict=False):
            bookmarks.pair(one, other)
        for one, other in zip(_numbers(old), _numbers(new), strict=False):
            numbers.pair(one, other)


def _both(content: Content) -> Iterator[tuple[Block, Block]]:
    for pair in content.pairs:
        if pair.old is None or pair.new is None:
            continue
        if pair.same or not pair.inner:
            yield pair.old, pair.new
        for inner in pair.inner:
            yield from _both(inner)


def _bookmarks(block: Block) -> list[str]:
    if b"<w:bookmarkStart" not in block.key:
        return []
    return [str(mark.get(NAME)) for element in block.elements for mark in element.iter(START)]


def _numbers(block: Block) -> list[str]:
    if b"<num " not in block.key:
        return []
    return [str(number.get(VAL)) for element in block.elements for number in element.iter(NUM_ID)]
