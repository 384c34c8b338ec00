"""Tables with a head that is understood: which kind they are, and what stands in which column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qmsdocs.importing.foreign.vocabulary import Synonyms, vocabulary
from qmsdocs.importing.foreign.words import folded, squeezed
from qmsdocs.word.reading.values import Cell, Table

_DEEPEST_HEAD = 4
_LONGEST_HEAD = 9
_STEP_NUMBER = re.compile(r"(?:buoc|b)?\s*\d{1,2}(?:\s\d{1,2})*(?![a-z0-9])")
_WHOLE, _BEGINS, _WITHIN = 3, 2, 1


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of a sheet.

    Args:
        cells: for each kind of column the cells in it, left to right, each once.
        all: every cell of the row.
    """

    cells: Mapping[str, Sequence[Cell]]
    all: Sequence[Cell]

    def text(self, column: str) -> str:
        """The text in a column, paragraphs as lines."""
        return "\n".join(text for cell in self.cells.get(column, ()) if (text := cell.text.strip()))

    def first(self, column: str) -> Cell | None:
        """The first cell in a column."""
        return next(iter(self.cells.get(column, ())), None)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table whose columns are understood.

    Args:
        kind: as in vocabulary.yaml.
        columns: what stands in each column of the grid; empty for one that is not understood.
        names: how each column of the grid is called, the rows of a head as lines.
        rows: below the head.
        table: where it came from.
    """

    kind: str
    columns: Sequence[str]
    names: Sequence[str]
    rows: Sequence[Row]
    table: Table


def sheet_of(table: Table, among: Collection[str]) -> Sheet | None:
    """A table as a sheet; None when its head is not understood.

    Args:
        table: any table.
        among: the kinds that it may be.
    """
    grid = table.grid()
    best: tuple[tuple[float, int], str, list[str], list[str], int] | None = None
    for start in range(min(_DEEPEST_HEAD, len(grid) - 1)):
        if start and not _is_title(grid[start - 1]):
            break
        height = _height(grid, start)
        heads = _heads(grid, start, height)
        for kind in among:
            columns, score = _understood(heads, kind)
            if score and (best is None or (score, -start) > best[0]):
                best = ((score, -start), kind, columns, heads, start + height)
    if best is None:
        return None
    _, kind, columns, heads, below = best
    body = grid[below:]
    if body and _is_column_numbers(body[0]):
        body = body[1:]
    if kind == "steps":
        columns = _by_content(columns, body)
    return Sheet(kind, columns, heads, rows_of(body, columns), table)


def rows_of(grid: Sequence[Sequence[Cell | None]], columns: Sequence[str]) -> list[Row]:
    """Rows of a grid by what their columns hold; what reaches across all columns stands in none."""
    rows = []
    for line in grid:
        cells: dict[str, list[Cell]] = {}
        everything = _each(line)
        across = len(everything) == 1 and len(line) > 1
        for place, cell in enumerate(line):
            name = columns[place] if place < len(columns) else ""
            if cell is not None and name and not across and not any(cell is other for other in cells.get(name, ())):
                cells.setdefault(name, []).append(cell)
        rows.append(Row(cells, everything))
    return rows


def _each(line: Sequence[Cell | None]) -> list[Cell]:
    found: list[Cell] = []
    for cell in line:
        if cell is not None and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def _height(grid: Sequence[Sequence[Cell | None]], start: int) -> int:
    """How many rows a head has: as far as its cells reach down."""
    own = [cell for cell in _each(grid[start]) if start == 0 or all(cell is not above for above in grid[start - 1])]
    parted = any(cell.columns > 1 for cell in own)
    height = max((cell.rows for cell in own), default=1) if parted else 1
    return height if start + height < len(grid) else 1


def _heads(grid: Sequence[Sequence[Cell | None]], start: int, height: int) -> list[str]:
    """For each column what its head says; of a head in two rows the lower part last."""
    heads = []
    for column in range(len(grid[start])):
        cells = _each([grid[row][column] for row in range(start, start + height)])
        heads.append("\n".join(squeezed(cell.text) for cell in cells))
    return heads


def _understood(heads: Sequence[str], kind: str) -> tuple[list[str], float]:
    """What the columns hold, if this kind of table has them; how well they fit, 0 when they do not."""
    words = vocabulary().tables[kind]
    found = [_column(head, kind) for head in heads]
    names, scores = [name for name, _ in found], [score for _, score in found]
    if kind == "steps":
        names = _steps_untangled(names)
    if not any(needed <= set(names) for needed in words.needs) or (kind == "steps" and not _is_flow(names, scores)):
        return names, 0.0
    return names, sum(scores) / len(heads)


def _is_flow(names: Sequence[str], scores: Sequence[float]) -> bool:
    """Whether heads that might be those of any table are those of steps: two of them say so in so many words."""
    exact = sum(score == _WHOLE for score in scores)
    return exact > 1 or (exact == 1 and len(set(names) - {""}) > 2)


def is_sure(sheet: Sheet) -> bool:
    """Whether the head of the column that says what is done is one that step tables have, word by word."""
    known = vocabulary().tables[sheet.kind].columns
    heads = [name for name, column in zip(sheet.names, sheet.columns, strict=True) if column == "activity"]
    lines = [folded(line) for head in heads for line in (head, *head.split("\n"))]
    return not heads or any(known.get(line) in ("activity", "number", "text") for line in lines)


def _is_title(line: Sequence[Cell | None]) -> bool:
    """Whether a row above a head is the title of its table: one cell, or nothing."""
    return len([cell for cell in _each(line) if folded(cell.text)]) <= 1


def _by_content(columns: Sequence[str], body: Sequence[Sequence[Cell | None]]) -> list[str]:
    """Columns of steps, where what is called a step is its number, or what is called a number says what is done."""
    names = list(columns)
    texts = [
        [cell.text for line in body if (cell := line[x]) is not None and folded(cell.text)] for x in range(len(names))
    ]
    counted = [bool(column) and all(_STEP_NUMBER.fullmatch(folded(text)) for text in column) for column in texts]
    activity = names.index("activity") if "activity" in names else -1
    number = names.index("number") if "number" in names else -1
    if activity >= 0 and counted[activity] and "text" in names:
        names[activity], names[names.index("text")] = "number", "activity"
    elif number >= 0 and activity >= 0 and texts[number] and not any(map(_is_counted, texts[number])):
        names[number], names[activity] = "activity", "text"
    return names


def _is_counted(text: str) -> bool:
    """Whether a cell begins as the number of a step does."""
    return bool(_STEP_NUMBER.match(folded(text)))


def _steps_untangled(names: list[str]) -> list[str]:
    """Of two columns that may say what is done, the one with more words is how it is done."""
    if "activity" not in names and names.count("number") > 1:
        names[names.index("number", names.index("number") + 1)] = "activity"
    if "activity" not in names and "text" not in names and "number" in names:
        names[names.index("number")] = "activity"
    places = [place for place, name in enumerate(names) if name == "activity"]
    for place in places[1:]:
        if names[place - 1] != "activity" or place - 1 not in places:
            names[place] = "text"
    return names


@lru_cache(maxsize=4096)
def _column(head: str, kind: str) -> tuple[str, float]:
    """What a column with this head holds in a kind of table, and how sure that is."""
    columns = vocabulary().tables[kind].columns
    lines = [folded(line) for line in head.split("\n")]
    keys = (" ".join(lines), *reversed(lines))
    exact = next((columns[key] for key in keys if key in columns), "")
    if exact:
        return exact, _WHOLE
    for key in keys:
        if found := _meaning(key, columns):
            return found
    return "", 0.0


def _meaning(key: str, columns: Synonyms) -> tuple[str, float] | None:
    if not key or len(key.split()) > _LONGEST_HEAD:
        return None
    padded = f" {key} "
    fits = [
        ((_BEGINS if padded.startswith(f" {word} ") else _WITHIN, len(word)), name)
        for word, name in columns.items()
        if f" {word} " in padded and (len(word) > 4 or padded.startswith(f" {word} "))
    ]
    if not fits:
        return None
    (place, _), name = max(fits)
    return name, float(place)


def _is_column_numbers(line: Sequence[Cell | None]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3)."""
    texts = [folded(cell.text) for cell in _each(line)]
    return len(texts) > 2 and (
        texts == [str(number) for number in range(1, len(texts) + 1)] or texts == list("abcdefghij"[: len(texts)])
    )


def texts_of(table: Table) -> Iterator[str]:
    """The texts of its cells, those of tables within them too."""
    for row in table.rows:
        for cell in row.cells:
            yield cell.text
