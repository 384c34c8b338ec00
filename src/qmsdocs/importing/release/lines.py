"""The lines of a printed document and where each of them comes from: what the printing room does, told without printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qmsdocs.markdown.arrangement import Insert, Item, Nothing
from qmsdocs.markdown.placeholders import placed_block
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.model.profile import OVERVIEWS
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.word.printing.facts import Facts
from qmsdocs.word.writing.body import flow

Origin = Literal["text", "table", "code", "title", "facts", "made", "nothing", "around"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or table of a printed document.

    Args:
        origin: running text, table or code of the Markdown text; the title of a picture; a table or drawing of facts;
            words that stand in neither file; what is said of an empty section; or cover and the like around the text.
        top: the block of the text, at its outermost level, that it belongs to; None for what is not of the text.
        inlines: its running text in the Markdown text.
        block: the table or code block, the heading, or the block that holds the running text.
        facts: what a table of facts shows, and which of its tables it is.
    """

    origin: Origin
    top: Block | None = None
    inlines: Sequence[Inline] = ()
    block: Block | None = None
    facts: tuple[BlockName, int] | None = None


def printed_lines(items: Iterable[Item], facts: Facts) -> Iterator[Line]:
    """The lines of the arranged text in the order of print, empty ones left out.

    Args:
        items: the arranged text.
        facts: the tables that are printed in it.
    """
    for item in items:
        if isinstance(item, Insert):
            if item.level:
                yield Line("made")
            yield from _facts(item.block, facts)
        elif isinstance(item, Nothing):
            yield Line("nothing")
        else:
            yield from (replace(line, top=item) for line in _block(item, facts))


def note_lines(note: Block, facts: Facts) -> list[Line]:
    """The lines of a footnote."""
    return [replace(line, top=note) for line in _flow(note, facts)]


def _facts(name: BlockName, facts: Facts) -> Iterator[Line]:
    drawn = facts.is_drawn(name)
    if drawn:
        yield Line("facts", facts=(name, 0))
    tables = facts.tables_of(name)
    if name in OVERVIEWS and not tables:
        yield Line("made")
    for number, table in enumerate(tables, int(drawn)):
        if table.lead:
            yield Line("made")
        yield Line("facts", facts=(name, number))


def _block(block: Block, facts: Facts) -> Iterator[Line]:
    kind = block.kind
    if kind == "paragraph":
        if name := placed_block(block):
            yield from _facts(name, facts)
        else:
            yield from _text(block, block.inlines)
    elif kind == "heading":
        yield from _text(block, block.inlines)
    elif kind == "code":
        yield from [Line("code", block=block)] if block.text.strip() else []
    elif kind == "table":
        yield Line("table", block=block)
    elif kind in ("list", "quote", "definitions"):
        for child in block.children:
            yield from _inner(child, facts)


def _inner(block: Block, facts: Facts) -> Iterator[Line]:
    if block.kind in ("item", "definition"):
        yield from _flow(block, facts)
    elif block.kind == "term":
        yield from _text(block, block.inlines)
    else:
        yield from _block(block, facts)


def _flow(block: Block, facts: Facts) -> Iterator[Line]:
    for part in flow(block):
        if isinstance(part, Block):
            yield from _block(part, facts)
        else:
            yield from _text(block, part)


def _text(block: Block, inlines: Sequence[Inline]) -> Iterator[Line]:
    if not _shows(inlines):
        return
    yield Line("text", inlines=inlines, block=block)
    alone = inlines[0] if len(inlines) == 1 and inlines[0].kind == "image" and block.kind != "heading" else None
    if alone and alone.title:
        yield Line("title", inlines=inlines, block=block)


def _shows(inlines: Iterable[Inline]) -> bool:
    """Whether anything of running text is printed."""
    for piece in inlines:
        if piece.kind in ("text", "code") and piece.text:
            return True
        if piece.kind in ("image", "footnote", "softbreak", "break"):
            return True
        if piece.children and _shows(piece.children):
            return True
    return False
