"""The tables of the work itself: the steps of a flow, and the facts of an administrative procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qmsdocs.diagnostics import Message, say
from qmsdocs.markdown.tree import Inline
from qmsdocs.model.document import END_OF_FLOW, Administrative, Reference, Step
from qmsdocs.word.printing.fact_table import (
    Column,
    FactTable,
    Source,
    cited,
    code_pieces,
    filled,
    number_cell,
    text_piece,
)
from qmsdocs.word.writing.measure import lines_of
from qmsdocs.word.writing.tables import Cell, text_cell

_WORK_WIDTH, _SIZE, _LINE, _GAP = 4020, 12.0, 276, 80
"""Of the column of the work, and of the text in it, as templates have it."""

_ON = Cell((), joined="on")


def step_tables(facts: Source) -> Iterator[FactTable]:
    """The steps: work, who, how long, with what result; branches are named in words."""
    translate = facts.translate
    columns = (
        Column(translate("No."), 1.0, "center"),
        Column(translate("Work to be done"), 7.4),
        Column(translate("Responsible"), 2.9),
        Column(translate("Time"), 1.7),
        Column(translate("Form or result"), 3.0),
    )
    steps = facts.document.steps
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    rows = [row for step in steps for row in _step_rows(facts, step, numbers)]
    if rows:
        yield from filled([FactTable(columns, rows)])


def _step_rows(facts: Source, step: Step, numbers: Mapping[str, int]) -> Iterator[list[Cell]]:
    """A row for each role that shares the step; what holds for the whole step is joined over them."""
    whole = [
        Cell(text_cell(str(numbers[step.id])).paragraphs, f"#{step.id}"),
        Cell(list(_work(facts, step, numbers))),
        text_cell(step.time),
        Cell(list(_results(facts, step.outputs))),
    ]
    first, *others = [Cell([[text_piece(role)]]) for role in step.responsible] or [Cell(())]
    if others:
        whole = [replace(cell, joined="first") for cell in whole]
        whole[1] = replace(whole[1], least=_room(whole[1], len(others)))
    yield [*whole[:2], first, *whole[2:]]
    for other in others:
        yield [_ON, _ON, other, _ON, _ON]


def _room(work: Cell, others: int) -> int:
    """The height of the first row that leaves each other role a line: else a page may end in the midst of the work."""
    lines = ("".join(piece.plain for piece in pieces) for pieces in work.paragraphs)
    return max(sum(lines_of(line, _WORK_WIDTH, _SIZE) * _LINE + _GAP for line in lines) - others * (_LINE + _GAP), 0)


def _results(facts: Source, outputs: Sequence[str]) -> Iterator[list[Inline]]:
    """Each result in a line; several are told apart by dashes."""
    dash = [text_piece("- ")] if len(outputs) > 1 else []
    for output in outputs:
        yield [*dash, *code_pieces(facts, output)]


def _work(facts: Source, step: Step, numbers: Mapping[str, int]) -> Iterator[list[Inline]]:
    """The work cell of a step: what is done, how, from what, what follows, and what may go wrong."""
    yield [Inline("strong", 0, 0, children=[text_piece(step.activity)])]
    yield from (list(pieces) for pieces in text_cell(step.text).paragraphs)
    if step.inputs:
        yield _listed(facts, say("Inputs: {things}", things="\0"), step.inputs)
    for branch, target in (step.decision or {}).items():
        yield _way(facts, target, numbers, branch)
    if step.next and not step.decision and not _is_following(step, numbers):
        yield _way(facts, step.next, numbers)
    if step.risks:
        yield [text_piece(say("Risks: {things}", things="; ".join(step.risks)).render(facts.translate))]


def _listed(facts: Source, message: Message, things: Sequence[str]) -> list[Inline]:
    before, _, after = message.render(facts.translate).partition("\0")
    pieces = [text_piece(before)]
    for index, thing in enumerate(things):
        pieces += [text_piece("; ")] if index else []
        pieces += code_pieces(facts, thing)
    return [*pieces, text_piece(after)]


def _is_following(step: Step, numbers: Mapping[str, int]) -> bool:
    here = numbers[step.id]
    return numbers.get(step.next or "", len(numbers) + 1) == here + 1


def _way(facts: Source, target: str, numbers: Mapping[str, int], branch: str = "") -> list[Inline]:
    """Where the flow goes from a step, in words, as a link to that step."""
    if target == END_OF_FLOW:
        message = say("{branch}: the procedure ends", branch=branch) if branch else say("Then the procedure ends")
    else:
        number = numbers.get(target, target)
        message = (
            say("{branch}: go to step {number}", branch=branch, number=number)
            if branch
            else say("Then go to step {number}", number=number)
        )
    text = Inline("emphasis", 0, 0, children=[text_piece(message.render(facts.translate))])
    return [Inline("link", 0, 0, target=f"#{target}", children=[text])]


# --- administrative procedures


def administrative_tables(facts: Source) -> Iterator[FactTable]:
    """The facts item by item, and the papers of the dossier."""
    data = facts.document.administrative
    if data is None:
        return
    translate = facts.translate
    rows = [
        [number_cell(number), text_cell(label), text_cell(text)]
        for number, (label, text) in enumerate(_data(facts, data), 1)
    ]
    if rows:
        yield FactTable(
            (
                Column(translate("No."), 1.0, "center"),
                Column(translate("Item"), 5.0),
                Column(translate("Provision"), 10.0),
            ),
            rows,
        )
    if data.dossier:
        yield _dossier(facts, data)


def _data(facts: Source, data: Administrative) -> Iterator[tuple[str, str]]:
    translate = facts.translate
    sets = str(data.dossier_sets) if data.dossier_sets is not None else None
    for label, text in (
        (translate("Number of the procedure on the national portal"), ", ".join(data.numbers)),
        (translate("Field"), data.field),
        (translate("Legal basis"), "\n".join(_basis(facts, reference) for reference in data.legal_basis)),
        (translate("Number of sets of the dossier"), sets),
        (translate("Time limit"), data.processing_time),
        (translate("Place of receipt and return"), data.place),
        (translate("Who may apply"), data.applicants),
        (translate("Result"), data.result),
        (translate("Fee"), data.fee),
        (translate("Conditions"), data.conditions),
    ):
        if text:
            yield label, text


def _basis(facts: Source, reference: Reference) -> str:
    code, title = cited(facts, reference)
    article = f" ({reference.article})" if reference.article else ""
    return f"{code}: {title}{article}" if title else f"{code}{article}"


def _dossier(facts: Source, data: Administrative) -> FactTable:
    translate = facts.translate
    columns = (
        Column(translate("No."), 1.0, "center"),
        Column(translate("Paper"), 8.4),
        Column(translate("Originals"), 1.9, "center"),
        Column(translate("Copies"), 1.9, "center"),
        Column(translate("Form"), 2.8),
    )
    rows = [
        [
            number_cell(number),
            text_cell(item.title),
            text_cell(str(item.originals or "")),
            text_cell(str(item.copies or "")),
            Cell([code_pieces(facts, item.form)] if item.form else ()),
        ]
        for number, item in enumerate(data.dossier, 1)
    ]
    return next(filled([FactTable(columns, rows, translate("Papers of the dossier"))]))
