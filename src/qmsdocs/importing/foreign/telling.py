"""Steps that are told in paragraphs: “Bước 1: …”, or numbered titles with lines that say who does it and how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qmsdocs.importing.foreign.numbers import number_of, without_number
from qmsdocs.importing.foreign.papers import bare
from qmsdocs.importing.foreign.step_cells import activity_and_text, results_in, roles_in, time_in
from qmsdocs.importing.foreign.step_tables import FoundStep
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.importing.foreign.work import Work
from qmsdocs.word.reading.values import Paragraph, Table

_STEP = re.compile(r"^\s*(?:buoc|b)\s*(?:thu\s+)?(\d{1,2})\s*(?:[.:)/\u2013-]\s*|\s+|$)")
_ASIDE = re.compile(r"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\])\s*[.;:]?\s*$")
_PARTED = re.compile(r"\s*[;|]\s*|\s+[\u2013\u2014-]\s+")
_LONG = 18
_MOST = 0.6
_ENOUGH = 3


def told_steps(work: Work) -> tuple[list[FoundStep], list[int]]:
    """The steps that paragraphs tell, and the indexes of these."""
    marks = [index for index in range(work.start, len(work.pieces)) if _step_number(work, index)]
    if len(marks) < 2:
        marks = _titled(work)
    steps, taken = [], []
    for place, index in enumerate(marks):
        limit = marks[place + 1] if place + 1 < len(marks) else len(work.pieces)
        own = _reach(work, index, limit)
        step = _told(work, index, own)
        if step.activity:
            steps.append(step)
            taken += [index, *own]
    return (steps, taken) if len(steps) > 1 else ([], [])


def _line(work: Work, index: int) -> str:
    """The text of a paragraph behind its number; a number of Word's that is a word is part of it."""
    block = work.pieces[index].block
    if not isinstance(block, Paragraph):
        return ""
    label = block.item.label if block.item and block.item.ordered else ""
    return f"{label} {block.text}" if _STEP.match(flat(label)) else without_number(block.text)


def _step_number(work: Work, index: int) -> str:
    """The number of the step that a paragraph begins."""
    found = _STEP.match(flat(_line(work, index))) if index not in work.taken else None
    return found[1].lstrip("0") if found else ""


def _titled(work: Work) -> list[int]:
    """Numbered titles of one kind, most of which have lines below that say who does it, or how long it takes."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for index in range(work.start, len(work.pieces)):
        block = work.pieces[index].block
        number = number_of(block) if isinstance(block, Paragraph) and index not in work.taken else None
        if number and (index in work.headings or _is_short(_aside(_line(work, index))[0])):
            groups.setdefault(
                (number.form, number.depth, number.parts[:-1], number.list, work.sections_at[index]), []
            ).append(index)
    best: list[int] = []
    for marks in groups.values():
        labelled = [i for place, i in enumerate(marks) if _is_labelled(work, i, [*marks, len(work.pieces)][place + 1])]
        if len(labelled) >= _ENOUGH and len(labelled) >= _MOST * len(marks) and len(labelled) > len(best):
            best = marks[marks.index(labelled[0]) : marks.index(labelled[-1]) + 1]
    return best


def _is_short(line: str) -> bool:
    """Whether a line is as short as a title."""
    return len(line.split()) <= _LONG


def _is_labelled(work: Work, index: int, limit: int) -> bool:
    lines = (line for after in _reach(work, index, limit) for line in work.pieces[after].text.split("\n"))
    keys = {_label(line)[0] for line in lines}
    return bool(keys & {"responsible", "time"}) or bool(_aside(_line(work, index))[1])


def _reach(work: Work, index: int, limit: int) -> list[int]:
    """What belongs to a step: paragraphs up to the next heading, table or picture."""
    found = []
    for after in range(index + 1, limit):
        block = work.pieces[after].block
        if after in work.headings or isinstance(block, Table) or after in work.taken or block.boxed:
            break
        if any(run.picture or run.note for run in block.runs):
            break
        found.append(after)
    return found


def _told(work: Work, index: int, own: Sequence[int]) -> FoundStep:
    """A step from its paragraphs; lines that begin with a label say who, how long and what comes of it."""
    line = _line(work, index)
    begun = _STEP.match(flat(line))
    step = FoundStep(number=begun[1].lstrip("0") if begun else "")
    rest, aside = _aside(line[begun.end() :] if begun else line)
    for label, value in aside:
        _add(step, label, value)
    lines = [rest, *(_with_label(work, after) for after in own)]
    filled = [squeezed(one) for text in lines for one in text.split("\n") if squeezed(one)]
    if not filled:
        return step
    head, dot, tail = filled[0].partition(". ")
    first = [head, tail] if dot and tail and len(head.split()) <= _LONG else [filled[0]]
    step.activity, more = activity_and_text(first[:1])
    for one in [*([more] if more else []), *first[1:], *filled[1:]]:
        _add(step, *_label(one))
    return step


def _with_label(work: Work, index: int) -> str:
    """The text of a paragraph with the number that Word prints before it."""
    block = work.pieces[index].block
    if not isinstance(block, Paragraph):
        return ""
    return f"{block.item.label} {block.text}" if block.item and block.item.ordered else block.text


def _label(line: str) -> tuple[str, str]:
    """What a line says, and its value: ``- Thời gian: 02 ngày``; without a label the whole line."""
    label, colon, value = bare(line).partition(":")
    key = vocabulary().in_step.get(folded(label), "") if colon else ""
    return (key, value.strip()) if key else ("", line)


def _aside(line: str) -> tuple[str, list[tuple[str, str]]]:
    """A line without what stands in brackets at its end, when that says who or how long."""
    found = _ASIDE.search(line)
    if not found:
        return line, []
    said = list(_said(found[1] or found[2] or ""))
    return (line[: found.start()], said) if any(key in ("responsible", "time") for key, _ in said) else (line, [])


def _said(text: str) -> Iterator[tuple[str, str]]:
    parts = [part for part in _PARTED.split(text) if part.strip()]
    for part in parts:
        key, value = _label(part)
        if key:
            yield key, value
        elif time_in(part):
            yield "time", part
        elif len(parts) > 1 and vocabulary().role.match(flat(part.strip())):
            yield "responsible", part
        else:
            yield "", part


def _add(step: FoundStep, key: str, value: str) -> None:
    if key == "responsible":
        step.roles += [role for role in roles_in(value) if role not in step.roles]
    elif key == "time":
        step.times.append(value.strip())
    elif key == "outputs":
        step.outputs += results_in(value)
    else:
        step.texts.append(value)
