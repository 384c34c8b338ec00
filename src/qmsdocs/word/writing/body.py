"""Blocks of the block tree to elements of Word: one plain function for each kind of block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qmsdocs.markdown.placeholders import placed_block
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.word.ooxml.elements import PPR, Element, child, paragraph
from qmsdocs.word.writing.inlines import inlines_into, run_into, shown
from qmsdocs.word.writing.numbering import DEEPEST
from qmsdocs.word.writing.pen import Pen
from qmsdocs.word.writing.tables import Cell, Grid, fitting, table_into

_DEEPEST_HEADING_STYLE = 4
_LARGEST_START = 32_767


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand.

    Args:
        style: name of the style of their paragraphs.
        left: indent of their paragraphs in twentieths of a point; 0 leaves it to the style.
        level: level of a list that stands there, from 0.
    """

    style: str = "Body Text"
    left: int = 0
    level: int = 0


BODY = Place()


def blocks_into(pen: Pen, parent: Element, blocks: Iterable[Block], place: Place = BODY) -> None:
    """Writes blocks to the end of ``parent``; raw HTML and the texts of footnotes are left out."""
    for block in blocks:
        if write := _WRITERS.get(block.kind):
            write(pen, parent, block, place)


def text_paragraph(pen: Pen, parent: Element, pieces: Sequence[Inline], place: Place) -> Element:
    """Writes a paragraph of running text; one that only holds a picture is centred, with its title below."""
    alone = pieces[0] if len(pieces) == 1 and pieces[0].kind == "image" else None
    made = paragraph(parent, pen.style("Picture" if alone else place.style))
    if place.left:
        child(made.find(PPR), "w:ind", left=str(place.left), firstLine="0")
    inlines_into(pen, made, pieces)
    if alone and alone.title:
        run_into(pen, paragraph(parent, pen.style("caption")), pen.substitute(alone.title))
    return made


def heading_into(pen: Pen, parent: Element, level: int, pieces: Sequence[Inline], bookmark: str) -> None:
    """Writes a heading that Word numbers, and notes it for the table of contents."""
    made = paragraph(parent, pen.style(f"heading {min(level, _DEEPEST_HEADING_STYLE)}"))
    if level > _DEEPEST_HEADING_STYLE:
        _number(made, level - 1, pen.numbering().headings)
    inlines_into(pen, made, pieces)
    pen.anchors.mark(made, bookmark)
    pen.outline.add(level, shown(pen, pieces), bookmark)


def _number(made: Element, level: int, number: str) -> None:
    properties = child(made.find(PPR), "w:numPr")
    child(properties, "w:ilvl", val=str(level))
    child(properties, "w:numId", val=number)


def _heading(pen: Pen, parent: Element, block: Block, _place: Place) -> None:
    heading_into(pen, parent, block.level, block.inlines, pen.anchors.heading(block.start))


def _paragraph(pen: Pen, parent: Element, block: Block, place: Place) -> None:
    if name := placed_block(block):
        pen.insert(pen, parent, name)
    else:
        text_paragraph(pen, parent, block.inlines, place)


def flow(block: Block) -> Iterator[list[Inline] | Block]:
    """Running text and blocks of an item or definition in the order of the text."""
    rest = block.inlines
    for inner in block.children:
        before = [piece for piece in rest if piece.start < inner.start]
        rest = rest[len(before) :]
        if before:
            yield before
        yield inner
    if rest:
        yield rest


def flow_into(pen: Pen, parent: Element, parts: Iterable[list[Inline] | Block], place: Place) -> None:
    """Writes what ``flow`` gives."""
    for part in parts:
        if isinstance(part, Block):
            blocks_into(pen, parent, (part,), place)
        else:
            text_paragraph(pen, parent, part, place)


def _list(pen: Pen, parent: Element, block: Block, place: Place) -> None:
    level = min(place.level, DEEPEST)
    numbering = pen.numbering()
    number = numbering.ordered(level, min(block.first, _LARGEST_START)) if block.ordered else numbering.bullets
    style = pen.style("List Number" if block.ordered else "List Bullet")
    inside = Place("List Continue", numbering.indent(level, ordered=block.ordered), place.level + 1)
    for item in block.children:
        parts = list(flow(item))
        made = paragraph(parent, style)
        _number(made, level, number)
        if parts and (first := _running_text(parts[0])) is not None:
            inlines_into(pen, made, first)
            parts = parts[1:]
        flow_into(pen, parent, parts, inside)


def _running_text(part: list[Inline] | Block) -> list[Inline] | None:
    if isinstance(part, Block):
        return part.inlines if part.kind == "paragraph" else None
    return part


def _quote(pen: Pen, parent: Element, block: Block, place: Place) -> None:
    left = place.left + 567 if place.left else 0
    blocks_into(pen, parent, block.children, replace(place, style="Quote", left=left))


def _code(pen: Pen, parent: Element, block: Block, place: Place) -> None:
    made = paragraph(parent, pen.style("Code"))
    if place.left:
        child(made.find(PPR), "w:ind", left=str(place.left), firstLine="0")
    run_into(pen, made, block.text.removesuffix("\n"))


def _table(pen: Pen, parent: Element, block: Block, place: Place) -> None:
    rows = [[Cell([cell.inlines] if cell.inlines else ()) for cell in row.children] for row in block.children]
    columns = len(block.aligns)
    texts = [
        [shown(pen, row.children[x].inlines) for row in block.children if x < len(row.children)] for x in range(columns)
    ]
    grid = Grid(fitting(pen.width - place.left, texts), block.aligns, place.left)
    table_into(pen, parent, grid, rows[0], rows[1:])


def _rule(pen: Pen, parent: Element, _block: Block, _place: Place) -> None:
    made = paragraph(parent, pen.style("Normal"))
    child(child(made.find(PPR), "w:pBdr"), "w:bottom", val="single", sz="6", space="1", color="auto")


def _definitions(pen: Pen, parent: Element, block: Block, place: Place) -> None:
    for part in block.children:
        if part.kind == "term":
            text_paragraph(pen, parent, part.inlines, Place("Definition Term", place.left))
        else:
            left = place.left + 567 if place.left else 0
            flow_into(pen, parent, flow(part), Place("Definition", left, place.level + 1))


_WRITERS: dict[str, Callable[[Pen, Element, Block, Place], None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "quote": _quote,
    "code": _code,
    "table": _table,
    "rule": _rule,
    "definitions": _definitions,
}
