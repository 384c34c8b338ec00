"""What is rendered from YAML: references, terms, steps, forms, records, indicators, administrative data.

Each block is a pure function from an edition to tables of running text; links in them find bookmarks as those of the
text do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from qmsdocs.model.document import Reference
from qmsdocs.model.profile import OVERVIEWS
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.word.printing.fact_table import (
    Column,
    FactTable,
    Source,
    cited,
    code_pieces,
    filled,
    number_cell,
    printed_numbers,
)
from qmsdocs.word.printing.overview import OVERVIEW_TABLES
from qmsdocs.word.printing.work import administrative_tables, step_tables
from qmsdocs.word.writing.tables import Cell, text_cell


class Facts(Source):
    """The facts of an edition, and their tables once they are made."""

    @property
    def filled(self) -> frozenset[BlockName]:
        """The blocks that have something to show."""
        return frozenset(self.tables) | ({"flowchart"} if self.document.steps else frozenset[BlockName]())

    def tables_of(self, block: BlockName) -> tuple[FactTable, ...]:
        """The tables of a block; those that show all documents are made only when one is asked for."""
        return (self._overviews if block in OVERVIEWS else self.tables).get(block, ())

    def is_drawn(self, block: BlockName) -> bool:
        """Whether a drawing comes before the tables of a block."""
        return block == "processes" or (block == "flowchart" and bool(self.document.steps))

    @cached_property
    def _overviews(self) -> Mapping[BlockName, tuple[FactTable, ...]]:
        return {block: tuple(make(self)) for block, make in OVERVIEW_TABLES.items()}

    @cached_property
    def tables(self) -> Mapping[BlockName, tuple[FactTable, ...]]:
        """The tables of every block that has something to show."""
        found = {block: tuple(make(self)) for block, make in _TABLES.items()}
        return {block: tables for block, tables in found.items() if tables}


def _references(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (
        Column(translate("No."), 1.0, "center"),
        Column(translate("Number, symbol or code"), 4.2),
        Column(translate("Title of the document"), 8.4),
        Column(translate("Article or clause"), 2.4),
    )
    rows = [_reference_row(facts, number, reference) for number, reference in enumerate(facts.document.references, 1)]
    if rows:
        yield from filled([FactTable(columns, rows)])


def _reference_row(facts: Source, number: int, reference: Reference) -> list[Cell]:
    code, title = cited(facts, reference)
    return [number_cell(number), text_cell(code), text_cell(title), text_cell(reference.article)]


def _terms(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (Column(translate("Term or abbreviation"), 4.0), Column(translate("Meaning"), 12.0))
    rows = [[text_cell(term), text_cell(meaning)] for term, meaning in facts.document.terms.items()]
    if rows:
        yield FactTable(columns, rows)


def _forms(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (
        Column(translate("No."), 1.0, "center"),
        Column(translate("Code of the form"), 3.2),
        Column(translate("Title of the form"), 9.0),
        Column(translate("Issue/Revision"), 2.8, "center"),
    )
    rows = [
        [
            number_cell(number),
            Cell(text_cell(form.code).paragraphs, form.code),
            text_cell(form.title),
            text_cell(printed_numbers(form.issue, form.revision)),
        ]
        for number, form in enumerate(facts.document.forms, 1)
    ]
    if rows:
        yield FactTable(columns, rows)


def _records(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    columns = (
        Column(translate("No."), 1.0, "center"),
        Column(translate("Name of the record"), 4.6),
        Column(translate("Symbol or form"), 2.4),
        Column(translate("Kept at"), 3.4),
        Column(translate("Kept for"), 2.0),
        Column(translate("Basis"), 2.6),
    )
    rows = [
        [
            number_cell(number),
            text_cell(record.title),
            Cell([code_pieces(facts, record.form)] if record.form else ()),
            text_cell(facts.unit(record.keeper)),
            text_cell(record.retention),
            text_cell(record.basis),
        ]
        for number, record in enumerate(facts.document.records, 1)
    ]
    if rows:
        yield from filled([FactTable(columns, rows)])


def _indicators(facts: Source) -> Iterator[FactTable]:
    translate = facts.translate
    measure = translate("How it is measured"), translate("Target")
    shown: dict[str, Column] = {"title": Column(translate("Indicator"), 5.5)}
    shown |= {"measure": Column(measure[0], 6.5), "target": Column(measure[1], 3.0)}
    if facts.document.type == "objectives":
        shown = {"title": Column(translate("Objective"), 3.2)}
        shown |= {"target": Column(translate("Target value"), 2.1), "measure": Column(measure[0], 3.9)}
    shown |= {
        "means": Column(translate("Means"), 3.3),
        "responsible": Column(translate("Responsible"), 2.4),
        "period": Column(translate("Period"), 2.2),
    }
    rows = [
        [number_cell(number), *(text_cell(getattr(indicator, key)) for key in shown)]
        for number, indicator in enumerate(facts.document.indicators, 1)
    ]
    if rows:
        yield from filled([FactTable((Column(translate("No."), 1.0, "center"), *shown.values()), rows)])


_TABLES: Mapping[BlockName, Callable[[Source], Iterator[FactTable]]] = MappingProxyType(
    {
        "references": _references,
        "terms": _terms,
        "administrative": administrative_tables,
        "steps": step_tables,
        "indicators": _indicators,
        "forms": _forms,
        "records": _records,
    }
)
"""The flow chart is drawn by :mod:`qmsdocs.word.printing.flowchart`, the process map by ``processmap``."""
