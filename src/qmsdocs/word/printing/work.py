"""The tables of the work itself: the steps of a flow, and the facts of an administrative procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
from qmsdocs.word.writing.tables import Cell, text_cell


def step_tables(facts: Source) -> Iterator[FactTable]:
    """The steps: work, who, how long, with what result; branches are named in words."""
    translate = facts.translate
    columns = (
        Column(translate("No."), 0.9, "center"),
        Column(translate("Work to be done"), 8.3),
        Column(translate("Responsible"), 2.7),
        Column(translate("Time"), 1.5),
        Column(translate("Form or result"), 2.6),
    )
    steps = facts.document.steps
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    rows = [_step_row(facts, step, numbers) for step in steps]
    if rows:
        yield from filled([FactTable(columns, rows)])


def _step_row(facts: Source, step: Step, numbers: Mapping[str, int]) -> list[Cell]:
    """One row, which never splits: roles that share a step stand in one cell, for LibreOffice tears joined rows apart."""
    return [
        Cell(text_cell(str(numbers[step.id])).paragraphs, f"#{step.id}"),
        Cell(list(_work(facts, step, numbers))),
        Cell([[text_piece(role)] for role in step.responsible]),
        text_cell(step.time),
        Cell(list(_results(facts, step.outputs))),
    ]


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
