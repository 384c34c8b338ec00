"""Tables of Word to tables of Markdown, which knows neither merged cells nor line ends nor tables in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from qmsdocs.diagnostics import Message, say
from qmsdocs.importing.draft import Sureness
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.word.reading import values
from qmsdocs.word.reading.values import Cell, Paragraph, Table

_ALIGNS = {"center": "center", "right": "right", "end": "right"}
_CLOSING = ".;:,!?"


class Around(Protocol):
    """The text that a table stands in."""

    table: int
    frames: bool

    def inlines(self, paragraph: Paragraph) -> list[Inline]:
        """The running text of a paragraph."""

    def blocks(self, blocks: Sequence[values.Block]) -> list[Block]:
        """The block tree of blocks."""

    def remark(self, sureness: Sureness, what: Message, quote: str = "") -> None:
        """Notes what the report must say."""


def table_blocks(table: Table, around: Around) -> list[Block]:
    """A table as a block; a table of a single cell is a frame around its text.

    Args:
        table: what to take.
        around: the text it stands in, told what had to be approximated.
    """
    cells = [cell for row in table.rows for cell in row.cells]
    if len(cells) == 1 and around.frames:
        around.remark(Sureness.CHANGED, say("the frame around the text is left out"), cells[0].text)
        return around.blocks(cells[0].blocks)
    return [_table(table, around)] if cells else []


def _table(table: Table, around: Around) -> Block:
    grid = table.grid()
    shown: dict[int, list[Inline]] = {}
    rows = []
    for y, line in enumerate(grid):
        children = [_cell(cell, y, x, grid, shown, around) for x, cell in enumerate(line)]
        rows.append(Block("row", 0, 0, children=children, header=y == 0))
    return Block("table", 0, 0, children=rows, aligns=tuple(_aligns(grid)))


def _cell(  # noqa: PLR0913, PLR0917 - a place in a grid and what is known of it
    cell: Cell | None, y: int, x: int, grid: list[list[Cell | None]], shown: dict[int, list[Inline]], around: Around
) -> Block:
    if cell is None:
        return Block("cell", 0, 0)
    if id(cell) not in shown:
        shown[id(cell)] = list(_line(cell, y, around))
        if cell.rows > 1 or cell.columns > 1:
            what = say(
                "table {table}, row {row}: a merged cell stands in each of its {rows} rows, in the first of its"
                " {columns} columns",
                table=around.table, row=y + 1, rows=cell.rows, columns=cell.columns,
            )  # fmt: skip
            around.remark(Sureness.CHANGED, what, cell.text)
    first = x == 0 or grid[y][x - 1] is not cell
    return Block("cell", 0, 0, inlines=shown[id(cell)] if first else [])


def _line(cell: Cell, y: int, around: Around) -> Iterator[Inline]:
    """The paragraphs of a cell in one line."""
    lines = list(_lines(cell.blocks, around))
    if len(lines) > 1 or any(piece.kind == "break" for line in lines for piece in line):
        what = say("table {table}, row {row}: the lines of a cell stand in one line", table=around.table, row=y + 1)
        around.remark(Sureness.CHANGED, what, cell.text)
    before = ""
    for number, line in enumerate(lines):
        if number:
            yield Inline("text", 0, 0, " " if before.endswith(tuple(_CLOSING)) else "; ")
        for piece in line:
            yield Inline("text", 0, 0, " ") if piece.kind == "break" else piece
        before = "".join(piece.plain for piece in line).rstrip()


def _lines(blocks: Sequence[values.Block], around: Around) -> Iterator[list[Inline]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            inlines = around.inlines(block)
            label = f"{block.item.label} " if inlines and block.item and block.item.label else ""
            if inlines:
                yield [*([Inline("text", 0, 0, label)] if label else []), *inlines]
        else:
            around.remark(Sureness.CHANGED, say("table {table}: a table in a cell became text", table=around.table))
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.blocks, around)


def _aligns(grid: list[list[Cell | None]]) -> Iterator[str]:
    for x in range(len(grid[0]) if grid else 0):
        column = {
            _ALIGNS.get(block.align, "")
            for line in grid[1:]
            if (cell := line[x]) is not None
            for block in cell.blocks
            if isinstance(block, Paragraph) and block.runs
        }
        yield column.pop() if len(column) == 1 else ""
