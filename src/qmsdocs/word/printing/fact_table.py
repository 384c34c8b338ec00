"""What tables of facts are made of: columns, cells, and the documents and units that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qmsdocs.diagnostics import Translate
from qmsdocs.markdown.tree import Inline
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document, Reference
from qmsdocs.model.register import Register
from qmsdocs.word.printing.edition import Edition
from qmsdocs.word.writing.tables import Cell, text_cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of facts.

    Args:
        title: its heading.
        share: its width in proportion to the others.
        align: ``center`` or empty.
    """

    title: str
    share: float
    align: str = ""


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table rendered from YAML.

    Args:
        columns: from left to right.
        rows: a cell for each column.
        lead: a line before it, when there are several tables.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    lead: str = ""


@dataclass(frozen=True)
class Source:
    """What the tables are made from."""

    edition: Edition
    translate: Translate

    @property
    def document(self) -> Document:
        """The document."""
        return self.edition.document

    @property
    def register(self) -> Register:
        """The other documents."""
        return self.edition.register

    def unit(self, unit: str | None) -> str | None:
        """The name of a unit by its id."""
        return self.register.agency.units.get(unit, unit) if unit else None


def filled(tables: Iterable[FactTable]) -> Iterator[FactTable]:
    """Tables without the columns in which no row says anything."""
    for table in tables:
        kept = [x for x in range(len(table.columns)) if any(row[x].paragraphs for row in table.rows)]
        yield FactTable([table.columns[x] for x in kept], [[row[x] for x in kept] for row in table.rows], table.lead)


def number_cell(position: int) -> Cell:
    """The cell of a running number."""
    return text_cell(str(position))


def text_piece(text: str) -> Inline:
    """A piece of plain running text."""
    return Inline("text", 0, 0, text)


def code_pieces(facts: Source, text: str) -> list[Inline]:
    """A code as it is printed; that of a form of this document links to it."""
    own = any(code_key(form.code) == code_key(text) for form in facts.document.forms)
    return [Inline("link", 0, 0, target=text, children=[text_piece(text)])] if own else [text_piece(text)]


def printed_numbers(issue: int, revision: int) -> str:
    """Issue and revision as ``01/00``."""
    return f"{issue:02d}/{revision:02d}"


def cited(facts: Source, reference: Reference) -> tuple[str, str]:
    """Printed code and title of a cited document."""
    found = facts.register.find(reference.target)
    code = found.document.printed_code if found else reference.target
    if reference.pinned:
        issue, _, revision = reference.pinned.partition(".")
        code += f" ({issue.zfill(2)}/{revision.zfill(2)})"
    return code, found.document.title if found else ""
