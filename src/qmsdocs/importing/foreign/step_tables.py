"""Step tables in the habits of offices become steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.numbers import typed_number
from qmsdocs.importing.foreign.papers import OWN_CODE
from qmsdocs.importing.foreign.sheets import Row, Sheet, rows_of
from qmsdocs.importing.foreign.step_cells import (
    activity_and_text,
    results_in,
    roles_in,
    step_id,
    step_number,
    time_in,
)
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.model.document import END_OF_FLOW
from qmsdocs.word.reading.values import Cell, Paragraph, Table, paragraphs_in

_BACK = re.compile(r"buoc\s*(?P<one>\d{1,2})|\bb(?P<two>\d{1,2})\b")
_POINT = re.compile(r"\s*[-+*•–]")
_UNIT = re.compile(r"\b(ngay|gio|phut)\b")
_TOTAL = "tong thoi gian "
_MOSTLY = 0.7
_MANY = 100
"""Steps of a flow above which nobody draws it twice."""
_CROSSES = ("✓", "☒", "√", "+", "●", "•")


@dataclass(slots=True)
class FoundStep:
    """A step as it is being gathered from rows or paragraphs.

    Args:
        number: as it was typed; empty when it was not.
        activity: what is done.
        roles, times, outputs, inputs, risks, texts: what stood in the columns.
        activity_cell, number_cell, role_cell: the cells that it came from, to see where they reach down.
    """

    number: str = ""
    activity: str = ""
    roles: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    risks: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    activity_cell: Cell | None = None
    number_cell: Cell | None = None
    role_cell: Cell | None = None


def steps_of(sheet: Sheet) -> list[FoundStep]:
    """The steps of a table."""
    steps: list[FoundStep] = []
    seen: set[int] = set()
    charted = _charted(sheet)
    for place, row in enumerate(sheet.rows):
        if _is_no_step(row) or _is_head(row, sheet):
            continue
        step = _step_of(row, sheet, seen, charted[place] if charted else None)
        if steps and (not step.activity or _is_same(steps[-1], row, charted)):
            _join(steps[-1], step)
        elif step.activity:
            step.activity_cell, step.number_cell = row.first("activity"), row.first("number")
            step.role_cell = row.first("responsible")
            steps.append(step)
    return steps


def _charted(sheet: Sheet) -> list[str]:
    """The texts of a flow chart drawn in one cell beside all rows, when there is one for each row."""
    cell = sheet.rows[0].first("activity") if sheet.rows else None
    if cell is None or cell.rows < max(len(sheet.rows), 2):
        return []
    boxes = [squeezed(p.text) for p in paragraphs_in(cell.blocks) if squeezed(p.text)]
    boxes = [text for text in boxes if folded(text) not in vocabulary().lists["chart_words"]]
    return boxes if len(boxes) == len(sheet.rows) else []


def _is_same(last: FoundStep, row: Row, charted: Sequence[str]) -> bool:
    """Whether a row goes on with the step above: by a cell that reaches down, or as a point of it."""
    cell, number, role = row.first("activity"), row.first("number"), row.first("responsible")
    if charted or cell is None:
        return False
    if cell is last.activity_cell:
        return cell.rows > 1 and bool(folded(cell.text))
    if number is None or number is not last.number_cell or number.rows == 1:
        return False
    return bool(_POINT.match(cell.text)) or (role is not None and role is last.role_cell and role.rows > 1)


def _is_head(row: Row, sheet: Sheet) -> bool:
    """Whether a row says the names of the columns once more."""
    filled = [cell for cell in row.all if folded(cell.text)]
    named = [cell for cell in filled if folded(cell.text) in map(folded, sheet.names[cell.column].split("\n"))]
    return len(filled) > 1 and len(named) == len(filled)


def _is_no_step(row: Row) -> bool:
    """A row that heads a group of steps or sums them up."""
    words = vocabulary().lists["no_step"]
    texts = [folded(cell.text) for cell in row.all[:2]]
    return not row.cells or _heads_group(row) or any(text in words or text.startswith(_TOTAL) for text in texts)


def _heads_group(row: Row) -> bool:
    """Whether beside its number a row has but one cell, which reaches over several kinds of columns."""
    kinds = [cells for name, cells in row.cells.items() if name != "number"]
    return len(kinds) > 1 and all(len(cells) == 1 and cells[0] is kinds[0][0] for cells in kinds)


def _lines(row: Row, column: str) -> list[str]:
    """The paragraphs of a column; of a chart only what is no label of a branch."""
    found = []
    for cell in row.cells.get(column, ()):
        for paragraph in paragraphs_in(cell.blocks):
            found += [line for line in paragraph.text.split("\n") if folded(line)]
    return found


def _with_unit(time: str, row: Row, sheet: Sheet) -> str:
    """A bare number of hours or days with the unit that its column names: ``Thời gian (giờ)``."""
    cell = row.first("time")
    unit = _UNIT.search(flat(sheet.names[cell.column])) if cell is not None else None
    return f"{time} {unit[1]}" if unit and re.fullmatch(r"[\d.,/½]+", time) else time


def _roles(row: Row, sheet: Sheet) -> list[str]:
    """Who does it; a cross stands for what its column is called."""
    roles: list[str] = []
    for cell in row.cells.get("responsible", ()):
        if folded(cell.text) == "x" or cell.text.strip() in _CROSSES:
            roles.append(sheet.names[cell.column].split("\n")[-1])
        else:
            roles += roles_in(cell.text)
    return list(dict.fromkeys(role for role in roles if role))


def _step_of(row: Row, sheet: Sheet, seen: set[int], charted: str | None) -> FoundStep:
    step = FoundStep()
    step.number = _number(row)
    lines = _activity_lines(row) if charted is None else [charted]
    typed, first = step_number(lines[0]) if lines else ("", "")
    if not first and len(lines) > 1:
        lines = lines[1:]
    elif lines:
        lines[0] = first
    step.number = typed or step.number
    texts = _fresh_lines(row, "text", seen)
    if not lines and texts:
        number, texts[0] = step_number(texts[0])
        step.number = step.number or number
        lines, texts = texts, []
    step.activity, rest = activity_and_text(lines)
    step.texts = [*([rest] if rest else []), *texts]
    step.roles = _roles(row, sheet)
    times = [_with_unit(step_number(time)[1] or time, row, sheet) for time in _fresh_lines(row, "time", seen)]
    step.times = [time for time in times if not OWN_CODE.fullmatch(time)]
    step.outputs = results_in("\n".join(_fresh_lines(row, "output", seen)))
    step.outputs += [text for text in (*times, *step.texts) if OWN_CODE.fullmatch(text) and text not in step.outputs]
    step.texts = [text for text in step.texts if not OWN_CODE.fullmatch(text)]
    step.inputs = results_in("\n".join(_fresh_lines(row, "input", seen)))
    step.risks = results_in("\n".join(_fresh_lines(row, "risk", seen)))
    if step.texts and folded(step_number(step.texts[0])[1]) == folded(step.activity):
        step.texts = step.texts[1:]
    others = squeezed(row.text("others"))
    step.texts += [f"Phối hợp: {others}"] if others else []
    return step


def _number(row: Row) -> str:
    text = squeezed(row.text("number"))
    found = re.search(r"\d{1,2}(?:\.\d{1,2})*", text)
    return found[0].lstrip("0") if found else ""


def _activity_lines(row: Row) -> list[str]:
    lines = [line for line in _lines(row, "activity") if folded(line) not in vocabulary().lists["chart_words"]]
    if not lines:
        number = row.first("number")
        own = squeezed(number.text) if number else ""
        typed, rest = step_number(own)
        return [rest] if typed and rest and not typed_number(rest) else []
    return lines


def _fresh_lines(row: Row, column: str, seen: set[int]) -> list[str]:
    """The lines of a column, those of a cell that reaches over several rows only once."""
    found = []
    for cell in row.cells.get(column, ()):
        if id(cell) not in seen:
            found += [squeezed(line) for line in cell.text.split("\n") if squeezed(line)]
            if cell.rows > 1:
                seen.add(id(cell))
    return found


def _join(step: FoundStep, more: FoundStep) -> None:
    """Adds what stands in a further row of the same step."""
    if more.activity and folded(more.activity) != folded(step.activity):
        more.texts.insert(0, more.activity)
    for name in ("roles", "times", "outputs", "inputs", "risks", "texts"):
        own, other = getattr(step, name), getattr(more, name)
        own += [text for text in other if text not in own]


def continued(sheet: Sheet, table: Table) -> Sheet | None:
    """The sheet with the rows of a table that goes on below it, on another page; None when it does not."""
    grid = table.grid()
    if not grid or len(grid[0]) != len(sheet.columns):
        return None
    return replace(sheet, rows=rows_of(grid, sheet.columns), table=table)


def told_again(steps: list[FoundStep], again: list[FoundStep]) -> list[FoundStep] | None:
    """The steps of two tables that tell the same flow, the one with more times first; None when they do not."""
    if max(len(steps), len(again)) > _MANY:
        return None
    base, other = (again, steps) if _times(again) > _times(steps) else (steps, again)
    waiting = list(base)
    pairs = []
    for more in other:
        match = next((step for step in waiting if _alike(step.activity, more.activity)), None)
        if match is not None:
            waiting.remove(match)
            pairs.append((match, more))
    if not pairs or len(pairs) < _MOSTLY * min(len(base), len(other)):
        return None
    for step, more in pairs:
        if not time_in(" ".join(step.times)) and more.times:
            step.times = more.times
        _join(step, replace(more, activity="", times=[], roles=[] if step.roles else more.roles))
    return base


def _times(steps: Sequence[FoundStep]) -> int:
    return sum(bool(time_in(" ".join(step.times))) for step in steps)


def _alike(one: str, other: str) -> bool:
    a, b = sorted((folded(one), folded(other)), key=len)
    return b.startswith(a) or SequenceMatcher(None, a, b).ratio() > _MOSTLY


# --- as facts


def as_facts(steps: Sequence[FoundStep]) -> tuple[list[Facts], list[tuple[FoundStep, str]]]:
    """Steps as they stand in YAML, and for each step what could not be understood of its time."""
    taken: set[str] = set()
    ids = [step_id(step.activity, taken) for step in steps]
    unclear = []
    facts = []
    for place, step in enumerate(steps):
        time = time_in(" ".join(step.times))
        if step.times and not time:
            unclear.append((step, " ".join(step.times)))
        fact: Facts = {"id": ids[place], "activity": step.activity}
        decision = _decision(steps, ids, place)
        values = {
            "responsible": step.roles,
            "time": time,
            "inputs": step.inputs,
            "outputs": step.outputs,
            "risks": step.risks,
            "text": "\n".join(text for text in step.texts if folded(text)),
            "decision": decision,
        }
        facts.append(fact | {key: value for key, value in values.items() if value})
    return facts, unclear


def _decision(steps: Sequence[FoundStep], ids: Sequence[str], place: int) -> Facts | None:
    """The branches of a step, where its text says to which step a refusal leads."""
    for text in [*steps[place].texts, steps[place].activity]:
        for sentence in re.split(r"(?<=[.;])\s+|\n", text):
            no = vocabulary().refusal.search(flat(sentence))
            target = no and _BACK.search(flat(sentence), no.end())
            if not no or not target:
                continue
            number = (target["one"] or target["two"]).lstrip("0")
            back = _numbered(steps, number)
            if back is None or back == place:
                continue
            label = sentence[no.start() : no.end()]
            yes = re.sub(r"^(?:không|chưa)\s+", "", label, flags=re.IGNORECASE)
            after = ids[place + 1] if place + 1 < len(ids) else END_OF_FLOW
            return {_begin(yes): after, _begin(label): ids[back]}
    return None


def _begin(label: str) -> str:
    return label[:1].upper() + label[1:]


def _numbered(steps: Sequence[FoundStep], number: str) -> int | None:
    for place, step in enumerate(steps):
        if step.number == number:
            return place
    if number.isdecimal() and all(not step.number for step in steps) and 0 < int(number) <= len(steps):
        return int(number) - 1
    return None


def boxed_texts(blocks: Sequence[Paragraph]) -> list[str]:
    """The texts of the boxes of a flow chart that are more than labels of its branches."""
    texts = [squeezed(block.text) for block in blocks if squeezed(block.text)]
    return [text for text in texts if folded(text) not in vocabulary().lists["chart_words"]]
