"""The blocks of a part: paragraphs and tables in order, merged cells made one, tracked changes resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from qmsdocs.word.ooxml.elements import (
    PPR,
    PSTYLE,
    RPR,
    SDT,
    SDT_CONTENT,
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
from qmsdocs.word.reading.looks import look_of
from qmsdocs.word.reading.runs import Line, Reading, line_of
from qmsdocs.word.reading.values import Block, Cell, Lost, Paragraph, Run, Table, TableRow

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_AROUND = frozenset(map(name, ("w:customXml", "w:ins", "w:moveTo")))
_GONE = frozenset(map(name, ("w:del", "w:moveFrom")))
_ALT_CHUNK, _INSERTED, _DELETED, _HEADER = map(name, ("w:altChunk", "w:ins", "w:del", "w:tblHeader"))
_GRID, _GRID_COLUMN, _W, _SPAN, _MERGE, _STYLE = map(
    name, ("w:tblGrid", "w:gridCol", "w:w", "w:gridSpan", "w:vMerge", "w:tblStyle")
)
_BEFORE, _CELL_DELETED, _CELL_INSERTED = map(name, ("w:gridBefore", "w:cellDel", "w:cellIns"))
_PROPERTIES = name("w:tblPr")
_DEEPEST_TABLE = 8
_MOST_COLUMNS = 200


def blocks_of(reading: Reading, parent: Iterable[Element], depth: int = 0) -> list[Block]:
    """The paragraphs and tables in a part or cell.

    Args:
        reading: where reading stands.
        parent: what holds them.
        depth: how many tables are around it; deeper ones than a few are read as plain text.
    """
    made: list[Block] = []
    waiting: list[Run] = []
    for element in _elements(reading, parent):
        if element.tag == TBL:
            made += _table(reading, element, depth)
            continue
        paragraph, boxes = _paragraph(reading, element, waiting)
        waiting = []
        if _mark_is_gone(reading, element):
            waiting = list(paragraph.runs)
        else:
            made.append(paragraph)
        for box in boxes:
            inside = blocks_of(reading, box, depth + 1)
            made += [replace(block, boxed=True) if isinstance(block, Paragraph) else block for block in inside]
    if waiting:
        made.append(Paragraph(waiting))
    return made


def _elements(reading: Reading, parent: Iterable[Element]) -> Iterator[Element]:
    """Paragraphs and tables, whatever is wrapped around them."""
    for element in parent:
        if element.tag in (P, TBL):
            yield element
        elif element.tag == SDT:
            content = element.find(SDT_CONTENT)
            yield from _elements(reading, content if content is not None else ())
        elif element.tag in _AROUND:
            yield from _elements(reading, element)
        elif element.tag == _ALTERNATE and len(element):
            yield from _elements(reading, element[0])
        elif element.tag == _ALT_CHUNK:
            reading.part.findings.lost.append(Lost("inserted file", ""))


def _paragraph(reading: Reading, element: Element, before: Sequence[Run]) -> tuple[Paragraph, list[Element]]:
    properties = element.find(PPR)
    style = properties.find(PSTYLE) if properties is not None else None
    base = reading.part.styles.paragraph(style.get(VAL) if style is not None else None)
    look = look_of(properties, None).over(base) if properties is not None else base
    field = reading.field
    line: Line = line_of(reading, element, base)
    number, level = look.number or (None, 0)
    item = reading.part.counting.item(number, level) if number not in (None, "0") else None
    paragraph = Paragraph(
        (*before, *line.runs),
        base.called,
        look.outline or None,
        item,
        look.align or "",
        look.indent or 0,
        (look.indent or 0) - (base.indent or 0),
        bool(base.bold),
        tuple(line.bookmarks),
        field=field or reading.field,
    )
    return paragraph, line.boxes


def _mark_is_gone(reading: Reading, element: Element) -> bool:
    """Whether the end of a paragraph is a tracked change that takes it away: it then goes on in the next one."""
    mark = element.find(f"{PPR}/{RPR}")
    if mark is None:
        return False
    deleted, inserted = mark.find(_DELETED) is not None, mark.find(_INSERTED) is not None
    reading.part.findings.tracked += deleted + inserted
    return deleted if reading.part.accept else inserted and not deleted


def _table(reading: Reading, element: Element, depth: int) -> list[Block]:
    if depth >= _DEEPEST_TABLE:
        cells = (cell for row in element.iter(TR) for cell in row.iter(TC))
        return [block for cell in cells for block in blocks_of(reading, cell.iter(P), depth)]
    rows = [row for row in _rows(reading, element) if not _is_gone(reading, row.find(TRPR), _DELETED, _INSERTED)]
    open_merges: dict[int, tuple[int, int]] = {}
    made: list[list[Cell]] = []
    for y, row in enumerate(rows):
        made.append([])
        for cell, column in _cells(reading, row):
            _place(reading, made, open_merges, (y, column, cell), depth)
    headers = [row.find(f"{TRPR}/{_HEADER}") is not None for row in rows]
    properties = element.find(f"{_PROPERTIES}/{_STYLE}")
    style = reading.part.styles.of_id(properties.get(VAL)).called if properties is not None else ""
    lines = [TableRow(tuple(cells), header=header) for cells, header in zip(made, headers, strict=True)]
    across = max((cell.column + cell.columns for cells in made for cell in cells), default=0)
    return [Table(tuple(lines), _widths(element)[:across], style)] if across else []


def _rows(reading: Reading, element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == TR:
            yield child
        elif child.tag == SDT:
            content = child.find(SDT_CONTENT)
            yield from _rows(reading, content if content is not None else ())
        elif child.tag in _AROUND:
            yield from _rows(reading, child)


def _is_gone(reading: Reading, properties: Element | None, deletion: str, insertion: str) -> bool:
    """Whether a row or cell is taken away by a tracked change, or was never there when changes are refused."""
    if properties is None:
        return False
    deleted, inserted = properties.find(deletion) is not None, properties.find(insertion) is not None
    reading.part.findings.tracked += deleted + inserted
    return deleted if reading.part.accept else inserted


def _cells(reading: Reading, row: Element) -> Iterator[tuple[Element, int]]:
    """The cells of a row with the columns where they begin."""
    before = row.find(f"{TRPR}/{_BEFORE}")
    column = _small(before.get(VAL)) if before is not None else 0
    waiting = list(row)
    while waiting:
        child = waiting.pop(0)
        if child.tag == TC and _is_gone(reading, child.find(TCPR), _CELL_DELETED, _CELL_INSERTED):
            continue
        if child.tag == TC:
            yield child, min(column, _MOST_COLUMNS)
            column += _span(child)
        elif child.tag == SDT or child.tag in _AROUND:
            content = child.find(SDT_CONTENT)
            waiting = [*(child if content is None else content), *waiting]


def _place(
    reading: Reading,
    made: list[list[Cell]],
    merges: dict[int, tuple[int, int]],
    found: tuple[int, int, Element],
    depth: int,
) -> None:
    """Puts a cell into the table, or makes the one above it longer."""
    y, column, element = found
    properties = element.find(TCPR)
    merge = properties.find(_MERGE) if properties is not None else None
    if merge is not None and merge.get(VAL) != "restart" and column in merges:
        above, index = merges[column]
        cell = made[above][index]
        rest = [block for block in blocks_of(reading, element, depth + 1) if not _is_empty(block)]
        made[above][index] = replace(cell, rows=y - above + 1, blocks=(*cell.blocks, *rest))
        return
    blocks = tuple(blocks_of(reading, element, depth + 1))
    made[y].append(Cell(blocks, column, min(_span(element), _MOST_COLUMNS)))
    if merge is not None:
        merges[column] = (y, len(made[y]) - 1)
    else:
        merges.pop(column, None)


def _is_empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.runs


def _span(cell: Element) -> int:
    span = cell.find(f"{TCPR}/{_SPAN}")
    return max(_small(span.get(VAL)), 1) if span is not None else 1


def _widths(element: Element) -> tuple[int, ...]:
    grid = element.find(_GRID)
    columns = islice(grid.iter(_GRID_COLUMN), _MOST_COLUMNS) if grid is not None else ()
    return tuple(_small(column.get(_W), 100_000) for column in columns)


def _small(text: str | None, most: int = _MOST_COLUMNS) -> int:
    """A whole number that a file gives, held within what is reasonable."""
    return min(int(text), most) if text and text.isdecimal() and len(text) < 9 else 0
