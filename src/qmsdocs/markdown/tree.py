"""The block tree of a text, used by rules, Word and site alike.

All places are UTF-8 byte offsets into the text. Values are immutable by convention: they are plain slotted classes,
because a document has thousands of them and freezing each costs more than parsing the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qmsdocs.diagnostics import TextSpan

InlineKind = Literal[
    "text", "code", "break", "softbreak", "emphasis", "strong", "link", "image", "footnote", "html", "mark"
]
BlockKind = Literal[
    "heading", "paragraph", "list", "item", "quote", "code", "table", "row", "cell", "rule", "definitions", "term", "definition", "footnote",
    "html",
]  # fmt: skip


@dataclass(slots=True)
class Inline:
    """A piece of running text.

    Args:
        kind: what it is.
        start, end: byte offsets.
        text: for text, code and html; for a footnote its label.
        target: of a link or image.
        title: of a link or image.
        children: of emphasis, strong, link and image (its alternative text).
    """

    kind: InlineKind
    start: int
    end: int
    text: str = ""
    target: str = ""
    title: str = ""
    children: Sequence[Inline] = ()

    @property
    def plain(self) -> str:
        """Its text without marks."""
        return plain_text(self.children) if self.children else " " if self.kind in ("break", "softbreak") else self.text


@dataclass(slots=True)
class Block:
    """A block of the text.

    Args:
        kind: what it is.
        start, end: byte offsets.
        level: of a heading, 1 to 6.
        inlines: of a heading, paragraph, cell, term, or the first paragraph of a tight item.
        children: of lists, items, quotes, tables, definitions, footnotes.
        ordered: a list with numbers; ``first`` is its first number.
        aligns: of a table, per column: ``left``, ``right``, ``center`` or empty.
        header: a row of a table's head.
        text: of code and html; for a footnote its label.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    inlines: list[Inline] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)
    ordered: bool = False
    first: int = 1
    aligns: tuple[str, ...] = ()
    header: bool = False
    text: str = ""

    @property
    def plain(self) -> str:
        """Its running text without marks."""
        return plain_text(self.inlines)


@dataclass(slots=True)
class Heading:
    """A heading with the slug that links use and the number that is printed."""

    level: int
    title: str
    slug: str
    number: str
    block: Block


@dataclass(slots=True)
class Prose:
    """A whole text.

    Args:
        source: the text it was made from.
        blocks: its blocks in order.
        headings: all headings, in order.
        inlines: every inline of the text in reading order, nested ones too.
        every: all blocks in reading order, outer before inner.
        links: all links and images.
        refused: the byte from which the text is nested too deeply or has too many marks to be taken as it stands.
    """

    source: str
    blocks: list[Block]
    headings: list[Heading]
    inlines: list[Inline]
    every: list[Block]
    links: list[Inline]
    refused: int | None = None

    @property
    def images(self) -> Iterator[Inline]:
        """All images."""
        return (inline for inline in self.links if inline.kind == "image")


def plain_text(inlines: Sequence[Inline]) -> str:
    """Running text without marks."""
    if len(inlines) == 1 and inlines[0].kind == "text":  # mostly
        return inlines[0].text
    return "".join([inline.text if inline.kind == "text" else inline.plain for inline in inlines])


def span_in(inline: Inline, start: int, end: int) -> TextSpan:
    """The place of a part of an inline's text.

    Args:
        inline: of kind text.
        start, end: characters of its text.
    """
    if len(inline.text.encode()) != inline.end - inline.start:  # an entity or code: its text is not what is written
        return TextSpan(inline.start, inline.end)
    first = inline.start + len(inline.text[:start].encode())
    return TextSpan(first, first + len(inline.text[start:end].encode()))
