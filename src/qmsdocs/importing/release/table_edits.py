"""Tables of the text that were edited in Word: rows and cells that were not touched stay as they were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from qmsdocs.comparison.matching import aligned, changed_runs
from qmsdocs.importing.prose import Prose
from qmsdocs.importing.release.lines import Line
from qmsdocs.importing.release.splicing import Substitute, atoms, begin_of, spliced
from qmsdocs.markdown.running import running_text, seen
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.word.reading.values import Cell, Paragraph, Table, TableRow


class Edits(Protocol):
    """The text that a table stands in."""

    was: Prose
    now: Prose

    @property
    def source(self) -> bytes:
        """The text as UTF-8."""

    @property
    def substitute(self) -> Substitute:
        """Replaces the placeholders of a sentence."""


def table_rows(edits: Edits, line: Line, before: Table, after: Table) -> str | None:
    """The Markdown of a table after edits of its cells and rows; None when its columns changed too.

    Args:
        edits: the text.
        line: where the table stands in the text.
        before, after: in the print, and in the file that came back.
    """
    block = line.block
    if block is None or not _is_plain(before) or not _is_plain(after):
        return None
    columns = len(block.aligns)
    if any(len(row.cells) != columns for row in (*before.rows, *after.rows)) or not after.rows:
        return None
    lines = edits.source[block.start : block.end].decode().rstrip("\n").split("\n")
    text = [line.lstrip(" >\t") for line in lines]  # it may stand in a quotation or item
    written = {0: text[0], **dict(enumerate(text[2:], 1))}
    made: list[str] = []
    for old, new in _row_pairs(before.rows, after.rows):
        if new is None:
            continue
        if old is None or old not in written or old >= len(block.children):
            made.append(_row(_new_cells(edits, after.rows[new])))
        else:
            cells = list(_cells(edits, block.children[old], before.rows[old], after.rows[new]))
            made.append(written[old] if all(c is None for c in cells) else _mended(edits, block.children[old], cells))
    return "\n".join([made[0], text[1], *made[1:]])


def _is_plain(table: Table) -> bool:
    cells = [cell for row in table.rows for cell in row.cells]
    return all(
        cell.rows == cell.columns == 1 and len(_paragraphs(cell)) <= 1 and len(_paragraphs(cell)) == _count(cell)
        for cell in cells
    )


def _paragraphs(cell: Cell) -> list[Paragraph]:
    return [block for block in cell.blocks if isinstance(block, Paragraph) and block.runs]


def _count(cell: Cell) -> int:
    return sum(not isinstance(block, Paragraph) or bool(block.runs) for block in cell.blocks)


def _row_pairs(before: Sequence[TableRow], after: Sequence[TableRow]) -> Iterator[tuple[int | None, int | None]]:
    keys = [[tuple(cell.text.split("\n")) for cell in row.cells] for row in before]
    others = [[tuple(cell.text.split("\n")) for cell in row.cells] for row in after]
    i = j = 0
    runs = changed_runs([tuple(key) for key in keys], [tuple(key) for key in others])
    for old, new in [*runs, (range(len(before), len(before)), range(len(after), len(after)))]:
        while i < old.start:
            yield i, j
            i, j = i + 1, j + 1
        found = aligned([before[n] for n in old], [after[n] for n in new], _words)
        for one, other in found:
            yield None if one is None else old.start + one, None if other is None else new.start + other
        i, j = old.stop, new.stop


def _words(row: TableRow) -> list[str]:
    return [word for cell in row.cells for word in cell.text.split()]


def _inlines(prose: Prose, cell: Cell) -> list[Inline]:
    found = _paragraphs(cell)
    return prose.inlines(found[0]) if found else []


def _cells(edits: Edits, row: Block, before: TableRow, after: TableRow) -> Iterator[str | None]:
    """The Markdown of each cell that changed, None for one that did not."""
    for cell, old, new in zip(row.children, before.cells, after.cells, strict=False):
        was, now = _inlines(edits.was, old), _inlines(edits.now, new)
        if seen(was) == seen(now):
            yield None
            continue
        source = atoms(cell.inlines, edits.substitute, edits.source)
        made = spliced(edits.source, source, atoms(was), atoms(now), cell=True) if source else None
        yield running_text(now, cell=True) if made is None else made


def _mended(edits: Edits, row: Block, cells: Sequence[str | None]) -> str:
    made = []
    for cell, new in zip(row.children, cells, strict=False):
        if new is not None:
            made.append(new)
        elif cell.inlines:
            start, end = begin_of(cell.inlines[0], edits.source), max(piece.end for piece in cell.inlines)
            made.append(edits.source[start:end].decode())
        else:
            made.append("")
    return _row(made)


def _new_cells(edits: Edits, row: TableRow) -> list[str]:
    return [running_text(_inlines(edits.now, cell), cell=True) for cell in row.cells]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", " ") for cell in cells) + " |"
