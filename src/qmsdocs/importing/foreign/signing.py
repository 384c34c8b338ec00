"""Who prepared, reviewed and approved a procedure, from the sign-off table of its cover."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdocs.importing.foreign.dates import day_in
from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, in_sentence_case, squeezed
from qmsdocs.word.reading.values import Cell, Table

ALSO = " also"
"""Behind an action: the others who did it beside the first."""
ACTIONS = ("prepared", "reviewed", "approved")
_ASIDE = re.compile(r"\s*[(/]")
_STYLED = re.compile(
    r"(?:(?:(?:PGS|GS|TSKH|TS|Th\.?S|BS(?:CK)?|(?:BS)?CK(?:I{1,2}|1|2)|ĐD|DS|KS|CN|KTV|KTS|LS|YS|NHS)\b[.,]?"
    r"|(?:Ông|Bà|Đồng chí|Đ/c)\s*[.:])\s*)+"
)
"""Degrees and forms of address before a name: a document names its signers without them."""
_FIELDS = {"name": "name", "position": "position", "day": "on"}
_LONGEST = 80
_BELOW = 6
_MOST_COLUMNS, _MOST_ROWS = 4, 4


def called(text: str) -> str:
    """What the head of a signature means: an action or a field; a remark or another language behind it is left out."""
    known = vocabulary().signing
    return known.get(folded(text), "") or known.get(folded(_ASIDE.split(text, maxsplit=1)[0]), "")


def signers_in(table: Table) -> dict[str, Facts]:
    """Names, positions and days by action; empty when the table is no sign-off table."""
    grid = table.grid()
    heads = _places(grid)
    if len({action for action, _, _ in heads}) < 2:
        return {}
    across = len({y for _, y, _ in heads}) < len(heads)
    if across and "approved" not in {action for action, _, _ in heads}:
        heads += _last_column(grid, heads[-1][1])
    signers: dict[str, Facts] = {}
    for action, y, x in heads:
        cell = grid[y][x]
        reach = (cell.columns if across else cell.rows) if cell is not None else 1
        places = [(y, x + i) if across else (y + i, x) for i in range(reach)]
        found = [signer for place in places if (signer := _signer((_below if across else _behind)(grid, *place)))]
        found = [signer for i, signer in enumerate(found) if signer not in found[:i]]
        if found and action not in signers:
            signers[action] = found[0]
            if cell is not None and not _action_of(cell):
                found[0].setdefault("position", in_sentence_case(_first_line(cell), frozenset()))
            if len(found) > 1 and action != "approved":
                signers[f"{action}{ALSO}"] = {"signers": found[1:]}
    return signers if signers or _has_labels(grid) else {}


def signers_at_end(table: Table) -> dict[str, Facts]:
    """Signers of a table at the end: in each column a position and below it a name, the one who approves last."""
    across = max((cell.column for row in table.rows for cell in row.cells), default=0) + 1
    if not 1 < across <= _MOST_COLUMNS or len(table.rows) > _MOST_ROWS:
        return {}
    columns = [_column_lines(table, x) for x in range(across)]
    if not columns[-1] or not _is_name(columns[-1][-1]) or not columns[-1][0].isupper() or len(columns[-1]) < 2:
        return {}
    named = [lines for lines in columns if len(lines) > 1 and _is_name(lines[-1]) and len(" ".join(lines)) <= _LONGEST]
    signers = {"approved": _signed(named[-1])}
    if len(named) > 1:
        signers["prepared"] = _signed(named[0])
    if len(named) == len(ACTIONS):
        signers["reviewed"] = _signed(named[1])
    return signers


def _column_lines(table: Table, x: int) -> list[str]:
    cells = [cell for row in table.rows for cell in row.cells if cell.column == x]
    return [squeezed(line) for cell in cells for line in cell.text.split("\n") if squeezed(line)]


def _signed(lines: Sequence[str]) -> Facts:
    """A name with the position above it, unless that only says what was done."""
    position = "" if called(lines[0]) in ACTIONS else in_sentence_case(lines[0], frozenset())
    return {"name": _plain(lines[-1])} | ({"position": position} if position else {})


def signers_in_lines(lines: Sequence[str]) -> tuple[dict[str, Facts], list[int]]:
    """Signers of lines whose columns are parted by tabs or wide blanks, and the indexes of these lines."""
    for index, line in enumerate(lines):
        heads = _columns(line)
        actions = [called(head) for head in heads]
        if len({action for action in actions if action in ACTIONS}) < 2:
            continue
        below = [i for i in range(index + 1, min(index + _BELOW, len(lines))) if len(_columns(lines[i])) == len(heads)]
        signers = {
            action: signer
            for place, action in enumerate(actions)
            if action in ACTIONS and (signer := _signer([("", _columns(lines[i])[place]) for i in below]))
        }
        return signers, [index, *below]
    return {}, []


def signers_in_labels(lines: Sequence[str]) -> dict[str, Facts]:
    """Signers that stand behind a colon: ``Người phê duyệt: …``."""
    found: dict[str, Facts] = {}
    for part in (part for line in lines for part in re.split(r"[|;\t\n]", line)):
        label, _, value = part.partition(":")
        action = called(label)
        if action in ACTIONS and _is_name(squeezed(value)):
            found.setdefault(action, {"name": _plain(squeezed(value))})
    return found


def _columns(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"\t+|\s{3,}", line.strip()) if part.strip()]


def _places(grid: Sequence[Sequence[Cell | None]]) -> list[tuple[str, int, int]]:
    """Where the words for the three actions stand."""
    found: list[tuple[str, int, int]] = []
    for y, line in enumerate(grid):
        for x, cell in enumerate(line):
            if cell is None or (x and line[x - 1] is cell) or (y and grid[y - 1][x] is cell):
                continue
            action = _action_of(cell)
            if action in ACTIONS:
                found.append((action, y, x))
    rows = [y for _, y, _ in found if len({action for action, row, _ in found if row == y}) > 1]
    return [place for place in found if place[1] == rows[0]] if rows else found


def _last_column(grid: Sequence[Sequence[Cell | None]], y: int) -> list[tuple[str, int, int]]:
    """The column at the end, where it is headed by the position of who approves, and not by the word for it."""
    x = len(grid[y]) - 1
    cells = [cell for line in grid[y:] if (cell := line[x]) is not None]
    head = grid[y][x]
    if head is None or not _first_line(head).isupper() or not vocabulary().role.match(flat(_first_line(head))):
        return []
    lines = [squeezed(line) for cell in cells for line in cell.text.split("\n")]
    return [("approved", y, x)] if any(_is_name(line) and not line.isupper() for line in lines) else []


def _first_line(cell: Cell) -> str:
    return squeezed(cell.text.strip().split("\n")[0])


def _action_of(cell: Cell) -> str:
    """What a head says that was done; empty when it is the position of a person."""
    return called(_first_line(cell).partition(":")[0])


def _has_labels(grid: Sequence[Sequence[Cell | None]]) -> bool:
    return any(cell is not None and called(cell.text) in ("name", "signature") for line in grid for cell in line)


def _below(grid: Sequence[Sequence[Cell | None]], y: int, x: int) -> list[tuple[str, str]]:
    """The cells below a head, each with the label at the beginning of its row."""
    pairs: list[tuple[str, str]] = []
    own = grid[y][x]
    for line in grid[y + 1 :]:
        cell, label = line[x], line[0]
        if cell is None or cell is own:
            continue
        name = called(label.text) if label is not None and label is not cell else ""
        blank = label is not None and label is not cell and not label.text.strip()
        if blank and pairs and pairs[-1][0] == "name" and _goes_on(*map(squeezed, (pairs[-1][1], cell.text))):
            pairs[-1] = ("name", f"{pairs[-1][1]} {cell.text}")
        else:
            pairs.append((name, cell.text))
    first, *more = own.text.strip().split("\n") if own is not None else [""]
    inner = [first.partition(":")[2], *more]
    return [("", line) for line in inner] + pairs


def _behind(grid: Sequence[Sequence[Cell | None]], y: int, x: int) -> list[tuple[str, str]]:
    """The cells in the row of an action, each with the head of its column."""
    heads = next((line for line in grid if any(_field(cell) for cell in line)), None)
    pairs = []
    for place, cell in enumerate(grid[y]):
        if place <= x or cell is None or cell is grid[y][x]:
            continue
        head = heads[place] if heads and place < len(heads) else None
        pairs.append((_field(head), cell.text))
    return pairs


def _field(cell: Cell | None) -> str:
    found = called(cell.text) if cell is not None else ""
    return found if found not in (*ACTIONS, "role") else ""


def _signer(pairs: Sequence[tuple[str, str]]) -> Facts:
    """A signer from labelled texts; texts without a label are taken apart by what they look like."""
    found: Facts = {}
    for label, text in pairs:
        lines = text.split("\n")
        whole = label == "name" and len(lines) == 2 and _goes_on(*map(squeezed, lines))
        for line in [" ".join(lines)] if whole else lines:
            head, colon, rest = line.partition(":")
            inner = called(head if colon else line)
            name = inner if inner in _FIELDS else label
            value = squeezed(rest if inner and colon else "" if inner else line)
            if value:
                _put(found, name, value)
    return found


def _put(found: Facts, label: str, value: str) -> None:
    if len(value) > _LONGEST or not any(letter.isalpha() or letter.isdigit() for letter in value):
        return
    name, dash, position = value.partition(" – ") if " – " in value else value.partition(" - ")
    if not label and dash and _is_name(name):
        found.setdefault("name", _plain(name))
        found.setdefault("position", position)
        return
    day = day_in(value)
    if day and label in ("", "day", "signature"):
        found.setdefault("on", day)
    elif label in ("name", "position"):
        found.setdefault(label, _plain(value) if label == "name" else value)
    elif not label and _is_name(value):
        found.setdefault("name", _plain(value))
    elif not label and value[0].isalpha() and not any(letter.isdigit() for letter in value):
        found.setdefault("position", value)


def _is_name(text: str) -> bool:
    """Two to five words that all begin with a capital: the name of a person under an empty label."""
    parts = _plain(text).split()
    return 2 <= len(parts) <= 5 and all(part[:1].isupper() and part.isalpha() for part in parts)


def _plain(name: str) -> str:
    """A name without the degree before it."""
    return _STYLED.sub("", name, count=1) if _STYLED.match(name) else name


def _goes_on(name: str, more: str) -> bool:
    """Whether a word is the end of the name above it, for which the line was too short."""
    return len(more.split()) == 1 and _is_name(name) and _is_name(f"{name} {more}")
