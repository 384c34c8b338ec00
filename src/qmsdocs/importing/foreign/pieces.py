"""The body of a Word file as one row of pieces, each with its place: tables that only lay out text are taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qmsdocs.diagnostics import Message, say
from qmsdocs.importing.foreign.numbers import typed_number, without_number
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import folded, squeezed
from qmsdocs.word.reading.values import Block, Cell, Paragraph, Run, Table, TableRow

_LONG = 400
_SHORT_TITLE = 14
_ONLY_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})\s*[.)/]?")
_DOTTED_LEADER = re.compile(r"(?:\.{4,}|\u2026{2,}|_{4,}|\t)\s*\d{1,3}\s*$")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A paragraph or table, and where it stands.

    Args:
        block: what stands there.
        place: for the report.
        laid_out: it stood in a table that only lays out text.
    """

    block: Block
    place: Message
    laid_out: bool = False

    @property
    def text(self) -> str:
        """The text of its paragraph; nothing of a table."""
        return self.block.text if isinstance(self.block, Paragraph) else ""


def cells_of(table: Table) -> Iterator[Cell]:
    """Its cells, row by row."""
    for row in table.rows:
        yield from row.cells


def pieces_of(body: Sequence[Block]) -> list[Piece]:
    """The body in order.

    Args:
        body: paragraphs and tables as they were read.
    """
    pieces: list[Piece] = []
    count = 0
    place = say("beginning of the file")
    for block in body:
        if isinstance(block, Table):
            count += 1
            at = say("table {number}", number=count)
            pieces += [Piece(inner, at, inner is not block) for inner in _taken_apart(block)]
        else:
            text = squeezed(block.text)
            if text:
                place = say("paragraph {text}", text=f"“{text[:50].rstrip()}{'…' if len(text) > 50 else ''}”")
            pieces.append(Piece(block, say("text box") if block.boxed else place))
    return pieces


def _taken_apart(table: Table) -> Iterator[Block]:
    """The blocks of a table that only lays out text; a real table as it is."""
    cells = list(cells_of(table))
    if len(cells) == 1 or (_is_column(table) and any(_is_long(cell) for cell in cells)):
        for cell in cells:
            for block in cell.blocks:
                yield from _taken_apart(block) if isinstance(block, Table) else (block,)
        return
    if _holds_sections(table):
        yield from _rows_apart(table)
        return
    yield table


def _is_column(table: Table) -> bool:
    return all(len(row.cells) <= 1 for row in table.rows)


def _is_long(cell: Cell) -> bool:
    return len(cell.text) > _LONG or any(isinstance(block, Table) for block in cell.blocks)


def _holds_sections(table: Table) -> bool:
    """Whether rows of the table are titles of sections, as in procedures that are one great table."""
    titles = [title for row in table.rows if (title := _title_of(row))]
    pages = sum(bool(row.cells) and row.cells[-1].text.strip().isdecimal() for row in table.rows)
    return len(titles) >= 2 and pages < len(titles)


def _title_of(row: TableRow) -> str:
    """The title of a section or of a fact of an administrative procedure that a row is, with its number."""
    texts = [squeezed(cell.text) for cell in row.cells]
    filled = [text for text in texts if text]
    if not filled or len(filled) > 4:
        return ""
    first = row.cells[texts.index(filled[0])]
    lines = [squeezed(block.text) for block in first.blocks if isinstance(block, Paragraph) and squeezed(block.text)]
    number = typed_number(filled[0])
    if _ONLY_NUMBER.fullmatch(filled[0]) and len(filled) > 1:
        return f"{filled[0].rstrip('.)/ ')}. {filled[1]}" if _is_known(filled[1].partition(":")[0]) else ""
    if not lines or not (number or first.columns > 1 or len(row.cells) == 1):
        return ""
    return lines[0] if _is_known(without_number(lines[0])) else ""


def _is_known(title: str) -> bool:
    key = folded(title)
    words = vocabulary()
    return len(key.split()) <= _SHORT_TITLE and (key in words.sections or key in words.administrative)


def _rows_apart(table: Table) -> Iterator[Block]:
    waiting: list[TableRow] = []
    for row in table.rows:
        title = _title_of(row)
        if not title:
            waiting.append(row)
            continue
        yield from _rest(waiting, table)
        yield Paragraph((Run(title, bold=":" not in title),), style="table title")
        waiting = list(_beside_title(row))
    yield from _rest(waiting, table)


def _beside_title(row: TableRow) -> Iterator[TableRow]:
    """What else stands in the row of a title: the heads of the columns below it, or the text itself."""
    filled = [cell for cell in row.cells if squeezed(cell.text)]
    used = 0 if _ONLY_NUMBER.fullmatch(squeezed(filled[0].text)) else 1
    first = filled[0]
    if used:
        lines = [block for block in first.blocks if not isinstance(block, Paragraph) or squeezed(block.text)]
        if len(lines) > 1:
            yield TableRow((replace(first, blocks=tuple(lines[1:]), rows=1),))
            return
    others = filled[used or 2 :]
    if others:
        label = replace(first if used else filled[1], rows=1)
        yield TableRow((label, *(replace(cell, rows=1) for cell in others)), header=True)


def _rest(rows: Sequence[TableRow], table: Table) -> Iterator[Block]:
    """Rows between two titles: a table where they have columns, else their text."""
    if not rows:
        return
    rows = _without_label(rows)
    if any(len(_filled(row)) > 1 for row in rows):
        yield Table(tuple(rows), table.widths, table.style)
        return
    for row in rows:
        for cell in row.cells:
            for block in cell.blocks:
                yield from _taken_apart(block) if isinstance(block, Table) else (block,)


def _without_label(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows without the title at their beginning, when all else stands in the one column beside it."""
    first, *more = rows
    if not first.header or len(first.cells) != 2:
        return rows
    beside = first.cells[1].column
    if any(cell.column != beside for row in more for cell in _filled(row)):
        return rows
    return [replace(first, cells=first.cells[1:]), *more]


def _filled(row: TableRow) -> list[Cell]:
    return [cell for cell in row.cells if squeezed(cell.text)]


def is_contents_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a line of a table of contents."""
    if paragraph.field == "TOC" or re.fullmatch(r"(?:toc|mục lục) ?\d?", paragraph.style):
        return True
    return bool(_DOTTED_LEADER.search(paragraph.text)) and paragraph.outline is None
