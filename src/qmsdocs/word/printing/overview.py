"""Tables that show all documents of the register: processes, clauses of the standard, duties of law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.document import ProcessGroup
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.model.profile import Duty
from qmsdocs.word.printing.coverage import (
    ClauseServed,
    ProcessRow,
    Serving,
    clauses_served,
    duties_served,
    processes_of,
)
from qmsdocs.word.printing.fact_table import Column, FactTable, Source, cited
from qmsdocs.word.writing.tables import Cell, text_cell

GROUP_NAMES: Mapping[ProcessGroup | None, Message] = MappingProxyType(
    {
        "direction": say("Direction"),
        "core": say("Core processes"),
        "support": say("Support"),
        "improvement": say("Improvement"),
        None: say("Not yet grouped"),
    }
)
ADMINISTRATIVE = say("Settlement of administrative procedures")
_FEW = 3
_NOTHING = say("no document yet")
_SELDOM = say("no document; seldom applies to an agency")
_WHOLE = say("all of it")
_KINDS: Mapping[str, Message] = MappingProxyType(
    {
        "maintain": say("document"),
        "retain": say("record"),
        "maintain_and_retain": say("document, record"),
    }
)


def _clauses(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (
        Column(translate("Clause"), 2.0),
        Column(translate("Requirement"), 7.2),
        Column(translate("Document"), 2.8),
        Column(translate("Section"), 4.0),
    )
    rows = [_clause_row(facts, row) for row in clauses_served(facts.register)]
    if rows:
        yield FactTable(columns, rows)


def _clause_row(facts: Source, row: ClauseServed) -> list[Cell]:
    kind = _KINDS.get(row.asked.action) if row.asked else None
    about = f"{row.about} ({kind.render(facts.translate)})" if kind else row.about
    seldom = row.asked is not None and row.asked.applies in ("rare", "usually_excluded")
    return [text_cell(row.clause), text_cell(about), *_served(facts, row.serving, _SELDOM if seldom else _NOTHING)]


def _duties(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (
        Column(translate("Duty"), 5.6),
        Column(translate("Basis"), 4.4),
        Column(translate("Document"), 2.4),
        Column(translate("Section"), 3.6),
    )
    rows = [
        [
            text_cell(duty.what.in_language(facts.register.agency.language)),
            _basis(facts, duty),
            *_served(facts, serving, _NOTHING),
        ]
        for duty, serving in duties_served(facts.register)
    ]
    if rows:
        yield FactTable(columns, rows)


def _basis(facts: Source, duty: Duty) -> Cell:
    lines = (", ".join(filter(None, (each.article, cited(facts, each)[0]))) for each in duty.basis)
    return text_cell("\n".join(lines))


def _served(facts: Source, serving: Sequence[Serving], nothing: Message) -> list[Cell]:
    """Documents and places; among several documents each place says whose it is.

    Administrative procedures that serve a clause in their hundreds are counted; they are in the list of documents.
    """
    if not serving:
        return [text_cell(nothing.render(facts.translate)), Cell(())]
    many = [each for each in serving if each.document.administrative]
    named = [each for each in serving if len(many) <= _FEW or not each.document.administrative]
    codes, places = [], []
    for each in named:
        where = ", ".join(place.render(facts.translate) for place in each.places or (_WHOLE,))
        codes.append(each.document.printed_code)
        places.append(where if len(serving) == 1 else f"{codes[-1]}: {where}")
    if len(named) < len(serving):
        codes.append(say("{number} administrative procedures", number=len(many)).render(facts.translate))
    return [text_cell("\n".join(codes)), text_cell("\n".join(places))]


def _processes(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (
        Column(translate("Group"), 2.4),
        Column(translate("Process"), 4.8),
        Column(translate("Code"), 2.0),
        Column(translate("Inputs"), 3.4),
        Column(translate("Outputs"), 3.4),
    )
    rows = [
        [
            text_cell(GROUP_NAMES[row.group].render(translate)),
            text_cell(process_name(row, facts)),
            text_cell(row.codes),
            text_cell("; ".join(row.inputs)),
            text_cell("; ".join(row.outputs)),
        ]
        for row in processes_of(facts.register)
    ]
    if rows:
        yield FactTable(columns, rows)


def process_name(row: ProcessRow, facts: Source) -> str:
    """What a process is called: as its procedure, or after the field of its administrative procedures."""
    if row.field is None:
        return row.documents[0].title
    name = ADMINISTRATIVE.render(facts.translate)
    return f"{name}: {row.field}" if row.field else name


OVERVIEW_TABLES: Mapping[BlockName, Callable[[Source], Iterator[FactTable]]] = MappingProxyType(
    {"processes": _processes, "clauses": _clauses, "duties": _duties}
)
