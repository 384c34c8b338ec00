"""The steps of a procedure, from its step tables or from paragraphs that begin with “Bước 1”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.body import sheets_in
from qmsdocs.importing.foreign.lists import bare
from qmsdocs.importing.foreign.numbers import without_number
from qmsdocs.importing.foreign.sheets import Sheet
from qmsdocs.importing.foreign.step_cells import activity_and_text, results_in, roles_in
from qmsdocs.importing.foreign.step_tables import FoundStep, as_facts, boxed_texts, continued, steps_of
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.importing.foreign.work import Work
from qmsdocs.word.reading.values import Paragraph, Run, Table

_STEP = re.compile(r"^\s*(?:buoc|b)\s*(?:thu\s+)?(\d{1,2})\s*(?:[.:)/\u2013-]\s*|\s+|$)")
_GAP = 3


def take_steps(work: Work) -> None:
    """Finds the steps and takes them out of the text."""
    found, tables = _from_tables(work)
    if not found:
        found, tables = _from_paragraphs(work)
    if not found:
        return
    facts, unclear = as_facts(found)
    work.findings.facts["steps"] = facts
    first = tables[0]
    work.take(tables, facts, say("{count} steps", count=len(facts)))
    work.placed[first] = Paragraph((Run("{{ steps }}"),), style="placeholder")
    for step, time in unclear:
        what = say("the time of step “{step}” is no working time; none was entered", step=step.activity)
        work.findings.remark(first, Sureness.GUESSED, work.pieces[first].place, what, time)
    for step in facts:
        if "decision" in step:
            what = say("step “{step}”: its branches were read from its text", step=step["activity"])
            work.findings.remark(first, Sureness.GUESSED, work.pieces[first].place, what)
    _take_boxes(work, facts)


def _from_tables(work: Work) -> tuple[list[FoundStep], list[int]]:
    steps: list[FoundStep] = []
    taken: list[int] = []
    flows = 0
    for index, sheet, _ in sheets_in(work):
        if sheet.kind != "steps" or index in taken:
            continue
        own, indexes = _with_continuations(work, index, sheet)
        if len(own) < 2 and steps:  # noqa: PLR2004 - a single row beside a flow is no flow
            continue
        flows += bool(own)
        steps += own
        taken += indexes
    if flows > 1:
        what = say("{count} step tables became one flow; part them, or end the first with next: ket-thuc", count=flows)
        work.findings.remark(taken[0], Sureness.GUESSED, work.pieces[taken[0]].place, what)
    return (steps, taken) if steps else ([], [])


def _with_continuations(work: Work, index: int, sheet: Sheet) -> tuple[list[FoundStep], list[int]]:
    """The steps of a table and of those that go on below it without a head."""
    indexes = [index]
    rows = list(sheet.rows)
    gap = 0
    for after in range(index + 1, len(work.pieces)):
        block = work.pieces[after].block
        if isinstance(block, Paragraph):
            gap += 1
            if after in work.headings or (squeezed(block.text) and not _says_continued(block.text)) or gap > _GAP:
                break
            continue
        more = _goes_on(block, sheet, work, after)
        if more is None:
            break
        rows += more.rows
        indexes.append(after)
        gap = 0
    return steps_of(Sheet(sheet.kind, sheet.columns, sheet.head, rows, sheet.table)), indexes


def _goes_on(block: Table, sheet: Sheet, work: Work, index: int) -> Sheet | None:
    own = next((s for i, s, _ in sheets_in(work) if i == index), None)
    if own is None:
        return continued(sheet, block)
    return own if own.kind == "steps" and own.columns == sheet.columns else None


def _says_continued(text: str) -> bool:
    return any(word in folded(text) for word in ("tiep theo", "tiep bang", "tiep")) and len(text.split()) < 8  # noqa: PLR2004


# --- steps told in paragraphs


def _from_paragraphs(work: Work) -> tuple[list[FoundStep], list[int]]:
    marks = [index for _, indexes in work.sections() for index in indexes if _step_mark(work, index)]
    if len(marks) < 2:  # noqa: PLR2004 - one step is no flow
        return [], []
    steps, taken = [], []
    for place, index in enumerate(marks):
        limit = marks[place + 1] if place + 1 < len(marks) else len(work.pieces)
        own = _reach(work, index, limit)
        steps.append(_told(work, index, own))
        taken += [index, *own]
    return steps, taken


def _step_mark(work: Work, index: int) -> str:
    """The number of the step that a paragraph begins."""
    block = work.pieces[index].block
    if not isinstance(block, Paragraph) or index in work.taken:
        return ""
    found = _STEP.match(flat(without_number(block.text)))
    return found[1] if found else ""


def _reach(work: Work, index: int, limit: int) -> list[int]:
    """What belongs to a step: paragraphs up to the next heading, table or picture."""
    found = []
    for after in range(index + 1, limit):
        block = work.pieces[after].block
        if after in work.headings or isinstance(block, Table) or after in work.taken:
            break
        if any(run.picture or run.note for run in block.runs):
            break
        found.append(after)
    return found


def _told(work: Work, index: int, own: Sequence[int]) -> FoundStep:
    """A step from its paragraphs; lines that begin with a label say who, how long and what comes of it."""
    line = without_number(work.pieces[index].text)
    begun = _STEP.match(flat(line))
    step = FoundStep(number=begun[1].lstrip("0") if begun else "")
    rest = line[begun.end() :] if begun else line
    lines = [rest, *(work.pieces[after].text for after in own)]
    filled = [squeezed(one) for text in lines for one in text.split("\n") if squeezed(one)]
    if not filled:
        return step
    head, dot, tail = filled[0].partition(". ")
    first = [head, tail] if dot and len(head.split()) <= _GAP * 6 else [filled[0]]
    step.activity, more = activity_and_text(first[:1])
    for one in [*([more] if more else []), *first[1:], *filled[1:]]:
        _add(step, one)
    return step


def _add(step: FoundStep, line: str) -> None:
    label, colon, value = bare(line).partition(":")
    key = vocabulary().in_step.get(folded(label), "") if colon else ""
    if key == "responsible":
        step.roles += roles_in(value)
    elif key == "time":
        step.times.append(value.strip())
    elif key == "outputs":
        step.outputs += results_in(value)
    else:
        step.texts.append(line)


# --- the flow chart beside the steps


def _take_boxes(work: Work, facts: Sequence[dict[str, object]]) -> None:
    """The texts of a flow chart beside the table say the steps once more; others are quoted in the report."""
    start = work.start
    boxes = [
        index
        for index in range(start, len(work.pieces))
        if isinstance(block := work.pieces[index].block, Paragraph)
        and block.boxed
        and index not in work.taken
        and index not in work.headings
    ]
    if not boxes:
        return
    activities = {folded(str(step["activity"])) for step in facts}
    blocks = [block for index in boxes if isinstance(block := work.pieces[index].block, Paragraph)]
    own = [text for text in boxed_texts(blocks) if folded(text) not in activities]
    if own and len(own) * 2 > len(boxes):
        work.drop(boxes, say("texts of a flow chart that is drawn anew from the steps; not all of them are steps"))
    else:
        work.take(boxes, (), say("texts of a flow chart: it is drawn anew from the steps"))
