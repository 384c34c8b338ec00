"""Tables: fixed columns, a repeated header row, rows that do not split over pages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from qmsdocs.markdown.tree import Inline
from qmsdocs.word.ooxml.elements import (
    NAMESPACES,
    PPR,
    PSTYLE,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    TYPE,
    VAL,
    Element,
    P,
    child,
    copied,
    name,
    paragraph,
    sub,
)
from qmsdocs.word.writing.anchors import Inside
from qmsdocs.word.writing.inlines import inlines_into
from qmsdocs.word.writing.pen import Pen

_W, _TCW, _JC = name("w:w"), name("w:tcW"), name("w:jc")
_CANT_SPLIT, _HEADER = name("w:cantSplit"), name("w:tblHeader")
_NAMESPACES = {"w": NAMESPACES["w"]}
_ALIGN = {"center": "center", "right": "right"}
_TWIPS_OF_A_CHARACTER = 125
_CELL_PADDING = 230
_LONGEST_WORD = 16
_NARROWEST = 567
_STEP = 60
_IN_ONE_LINE = 12
_LINES_OF_A_HEADING = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """The content of a cell.

    Args:
        paragraphs: running text of each paragraph; none makes an empty cell.
        reached_by: the link that leads to this cell, such as ``#step-id`` or the code of a form.
        least: the least height of its row in twentieths of a point; 0 leaves it to what stands there.
    """

    paragraphs: Sequence[Sequence[Inline]]
    reached_by: str | None = None
    least: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table.

    Args:
        widths: in twentieths of a point.
        aligns: ``left``, ``center``, ``right`` or empty for each column.
        indent: of the whole table from the left margin, in twentieths of a point.
    """

    widths: Sequence[int]
    aligns: Sequence[str] = field(default=())
    indent: int = 0


def text_cell(text: str | None) -> Cell:
    """A cell with plain text; line ends begin new paragraphs."""
    return Cell([[Inline("text", 0, 0, line)] for line in (text or "").split("\n") if line.strip()])


def table_into(pen: Pen, parent: Element, grid: Grid, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes a table to the end of ``parent``.

    Args:
        pen: the means of writing.
        parent: the body or the like.
        grid: its columns.
        header: the cells of the row that is repeated on every page; empty for a table without one.
        rows: as many cells as columns.
    """
    table = begun_table(pen, parent, grid, header)
    pattern = row_pattern(pen, grid)
    for row in rows:
        row_into(pen, table, pattern, row)


def begun_table(pen: Pen, parent: Element, grid: Grid, header: Sequence[Cell]) -> Element:
    """A table at the end of ``parent`` that has its header and no other row yet; arguments as for ``table_into``."""
    separate(pen, parent)
    table = copied(_empty_table(pen.style("Table Grid"), tuple(grid.widths), grid.indent, header=bool(header)))
    parent.append(table)
    if header:
        row_into(pen, table, row_pattern(pen, grid, is_header=True), header)
    return table


@lru_cache(maxsize=64)
def _empty_table(style: str, widths: tuple[int, ...], indent: int, *, header: bool) -> Element:
    table = etree.Element(TBL, nsmap=_NAMESPACES)
    properties = child(table, "w:tblPr")
    child(properties, "w:tblStyle", val=style)
    child(properties, "w:tblW", w=str(sum(widths)), type="dxa")
    if indent:
        child(properties, "w:tblInd", w=str(indent), type="dxa")
    child(properties, "w:tblLayout", type="fixed")
    child(
        properties,
        "w:tblLook",
        val="0020" if header else "0000",
        firstRow="1" if header else "0",
        lastRow="0",
        firstColumn="0",
        lastColumn="0",
        noHBand="1",
        noVBand="1",
    )
    columns = child(table, "w:tblGrid")
    for width in widths:
        child(columns, "w:gridCol", w=str(width))
    return table


def separate(pen: Pen, parent: Element) -> None:
    """Puts an empty paragraph after a table, which Word would otherwise join with the next one."""
    if len(parent) and parent[-1].tag == TBL:
        paragraph(parent, pen.style("Table Text"))


def close(pen: Pen, parent: Element) -> None:
    """Ends what ends with a table by a paragraph, as Word asks; it is so low that it makes no page of its own."""
    if len(parent) and parent[-1].tag == TBL:
        last = paragraph(parent, pen.style("Table Text"))
        child(last.find(PPR), "w:spacing", before="0", after="0", line="20", lineRule="exact")


def row_into(pen: Pen, table: Element, pattern: Element, cells: Sequence[Cell]) -> None:
    """A row at the end of a table, made after a pattern.

    Args:
        pen: the means of writing.
        table: its parent.
        pattern: from ``row_pattern``; it is copied in one piece.
        cells: one for each column.
    """
    row = copied(pattern)
    table.append(row)
    for cell, content in zip(row[1:], cells, strict=False):
        empty = cell[1]
        if content.least:
            child(row[0], "w:trHeight", val=str(content.least), hRule="atLeast")
        patterns = [empty, *(copied(empty) for _ in content.paragraphs[1:])]
        for made, pieces in zip(patterns, content.paragraphs, strict=False):
            if made is not empty:
                cell.append(made)
            inlines_into(pen, made, pieces)
        if content.reached_by and isinstance(target := pen.anchors.target(content.reached_by), Inside):
            pen.anchors.mark(empty, target.bookmark)


def row_pattern(pen: Pen, grid: Grid, *, is_header: bool = False) -> Element:
    """A row of empty cells: its properties, then a cell of one empty paragraph for each column. Copy it before changing it."""
    style = pen.style("Table Heading" if is_header else "Table Text")
    return _row_pattern(style, tuple(grid.widths), () if is_header else tuple(grid.aligns), is_header=is_header)


@lru_cache(maxsize=64)
def _row_pattern(style: str, widths: tuple[int, ...], aligns: tuple[str, ...], *, is_header: bool) -> Element:
    row = etree.Element(TR, nsmap=_NAMESPACES)
    properties = sub(row, TRPR)
    sub(properties, _CANT_SPLIT)
    if is_header:
        sub(properties, _HEADER)
    for index, width in enumerate(widths):
        cell = sub(row, TC)
        sub(sub(cell, TCPR), _TCW, {_W: str(width), TYPE: "dxa"})
        layout = sub(sub(cell, P), PPR)
        sub(layout, PSTYLE, {VAL: style})
        align = _ALIGN.get(aligns[index], "") if index < len(aligns) else ""
        if align:
            sub(layout, _JC, {VAL: align})
    return row


def shares(total: int, parts: Sequence[float]) -> tuple[int, ...]:
    """Column widths that add up to ``total`` exactly, in the proportion of ``parts``."""
    whole = sum(parts)
    widths = [int(total * part / whole) for part in parts]
    widths[widths.index(max(widths))] += total - sum(widths)
    return tuple(widths)


def fitting(total: int, texts: Sequence[Sequence[str]], character: int = _TWIPS_OF_A_CHARACTER) -> tuple[int, ...]:
    """Column widths for what stands in the columns: no word is broken where that can be helped.

    Args:
        total: in twentieths of a point.
        texts: the texts of each column, header included.
        character: usual width of a letter in twentieths of a point; bold ones must fit.
    """
    least = [max(_CELL_PADDING + character * min(_longest(column), _LONGEST_WORD), _NARROWEST) for column in texts]
    wanted = [_CELL_PADDING + character * max((len(text) for text in column), default=1) for column in texts]
    if sum(least) >= total:
        return shares(total, least)
    if sum(wanted) <= total:
        return shares(total, wanted)
    spare = total - sum(least)
    lengths = [sum(map(len, column)) / max(len(column), 1) + 1 for column in texts]
    return shares(total, _poured(least, wanted, lengths, spare))


def lowest(total: int, texts: Sequence[Sequence[str]], character: int) -> tuple[int, ...]:
    """Column widths that keep the rows of a long table low: width goes where it saves most lines, tall cells first.

    Long codes may break after a hyphen, as Word breaks them; those of forms and procedures stay in one line.

    Args:
        total: in twentieths of a point.
        texts: the texts of each column, header included.
        character: usual width of a letter in twentieths of a point.
    """
    longest = [_longest([_broken(text) for text in column]) for column in texts]
    widths = [max(_CELL_PADDING + character * min(letters, _LONGEST_WORD), _NARROWEST) for letters in longest]
    lengths = [Counter(map(len, column)) for column in texts]
    saved = [_saved(each, width, character) for each, width in zip(lengths, widths, strict=True)]
    while sum(widths) + _STEP <= total:
        best = saved.index(max(saved))
        widths[best] += _STEP
        saved[best] = _saved(lengths[best], widths[best], character)
    return shares(total, widths)


def _broken(text: str) -> str:
    return " ".join(word if len(word) <= _IN_ONE_LINE else word.replace("-", " ") for word in text.split())


def _saved(lengths: Mapping[int, int], width: int, character: int) -> float:
    """What a step more saves of the height of a column."""
    return _height(lengths, width, character) - _height(lengths, width + _STEP, character)


def _height(lengths: Mapping[int, int], width: int, character: int) -> float:
    """How much a column adds to the height of its rows; a cell of many lines counts far more than many of one.

    Half lines count too, so that width is given on the way to a line less.
    """
    room = (width - _CELL_PADDING) / character
    return sum(count * max(1.0, length / room) ** 4 for length, count in lengths.items())


def _longest(column: Sequence[str]) -> int:
    """Letters that a column must hold in a line: its longest word, and a fair part of its bold heading."""
    heading, *below = column or ("",)
    bold = max((len(word) for word in heading.split()), default=1) * 1.25
    words = {word for text in below for word in text.split()}
    return math.ceil(max(bold, len(heading) / _LINES_OF_A_HEADING, *map(_letters, words)))


def _letters(word: str) -> float:
    """How many usual letters take the room of a word: codes are of capitals, which are wider."""
    return len(word) + sum(map(str.isupper, word)) / 2


def _poured(least: Sequence[int], wanted: Sequence[int], weights: Sequence[float], spare: float) -> list[float]:
    """Spare width given by weight, to no column more than it can use."""
    widths = [float(width) for width in least]
    open_columns = [index for index in range(len(widths)) if wanted[index] > widths[index]]
    while spare > 1 and open_columns:
        whole = sum(weights[index] for index in open_columns)
        gains = {index: min(spare * weights[index] / whole, wanted[index] - widths[index]) for index in open_columns}
        for index, gain in gains.items():
            widths[index] += gain
        spare -= sum(gains.values())
        open_columns = [index for index in open_columns if wanted[index] - widths[index] > 1]
    return widths
