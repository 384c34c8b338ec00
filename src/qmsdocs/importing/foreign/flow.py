"""The steps of a procedure, from its step tables or from paragraphs that begin with “Bước 1”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.body import sheets_in
from qmsdocs.importing.foreign.sheets import Sheet, is_sure
from qmsdocs.importing.foreign.step_tables import FoundStep, as_facts, boxed_texts, continued, steps_of, told_again
from qmsdocs.importing.foreign.telling import told_steps
from qmsdocs.importing.foreign.words import folded, squeezed
from qmsdocs.importing.foreign.work import Work
from qmsdocs.importing.running import PLACEHOLDER
from qmsdocs.model.codes import code_key
from qmsdocs.word.reading.values import Paragraph, Run, Table

_STEP = re.compile(r"^\s*(?:buoc|b)\s*(?:thu\s+)?(\d{1,2})\s*(?:[.:)/\u2013-]\s*|\s+|$)")
_GAP = 3


def take_steps(work: Work) -> None:
    """Finds the steps and takes them out of the text."""
    found, tables = _from_tables(work)
    if not found:
        found, tables = told_steps(work)
    if not found:
        return
    facts, unclear = as_facts(found)
    work.findings.facts["steps"] = facts
    first = tables[0]
    work.take(tables, facts, say("{count} steps", count=len(facts)))
    work.placed[first] = Paragraph((Run("{{ steps }}"),), style=PLACEHOLDER)
    for step, time in unclear:
        what = say("the time of step “{step}” is no working time; none was entered", step=step.activity)
        work.findings.remark(first, Sureness.GUESSED, work.pieces[first].place, what, time)
    for fact in facts:
        if "decision" in fact:
            what = say("step “{step}”: its branches were read from its text", step=fact["activity"])
            work.findings.remark(first, Sureness.GUESSED, work.pieces[first].place, what)
    _take_boxes(work, facts)


def _from_tables(work: Work) -> tuple[list[FoundStep], list[int]]:
    steps: list[FoundStep] = []
    taken: list[int] = []
    heads: list[str] = []
    flows = 0
    found = [(index, sheet) for index, sheet in sheets_in(work) if sheet.kind == "steps"]
    sure = [index for index, sheet in found if is_sure(sheet)]
    for index, sheet in found:
        if index in taken or (sure and index not in sure):
            continue
        own, indexes = _with_continuations(work, index, sheet)
        if len(own) < 2 and steps:
            continue
        taken += indexes
        same = told_again(steps, own) if heads and list(map(folded, sheet.names)) != heads else None
        heads = list(map(folded, sheet.names))
        if same is not None:
            steps = same
        else:
            flows += bool(own)
            steps += own
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
    return steps_of(replace(sheet, rows=rows)), indexes


def _goes_on(block: Table, sheet: Sheet, work: Work, index: int) -> Sheet | None:
    own = next((s for i, s in sheets_in(work) if i == index), None)
    if own is None:
        return continued(sheet, block)
    return own if own.kind == "steps" and own.columns == sheet.columns else None


def _says_continued(text: str) -> bool:
    return any(word in folded(text) for word in ("tiep theo", "tiep bang", "tiep")) and len(text.split()) < 8


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
    if not facts:
        return
    heading = max((index for index in work.headings if index < boxes[0]), default=-1)
    if not any(work.is_text(index) for index in work.below(heading)):
        work.placed[boxes[0]] = Paragraph((Run("{{ flowchart }}"),), style=PLACEHOLDER)


def settle_codes(work: Work) -> None:
    """What steps name by a code that is no form of the procedure goes into their text: it may be another document."""
    facts = work.findings.facts
    forms = {code_key(form["code"]) for form in facts.get("forms", ())}
    for step in facts.get("steps", ()):
        for key in ("inputs", "outputs"):
            unknown = [text for text in step.get(key, ()) if _has_code_shape(text) and code_key(text) not in forms]
            if not unknown:
                continue
            step[key] = [text for text in step[key] if text not in unknown]
            if not step[key]:
                del step[key]
            step["text"] = "\n".join(filter(None, (step.get("text", ""), *unknown)))
            what = say("step “{step}” names codes that are no forms of this procedure", step=step["activity"])
            work.findings.remark(len(work.pieces), Sureness.GUESSED, say("steps"), what, ", ".join(unknown))


def _has_code_shape(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and text.upper() == text
