"""A master list as plain data: what Word, Excel, CSV and the terminal print alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdocs.diagnostics import Message, Translate, say
from qmsdocs.model.document import Form

Cell = str | int | date | Message | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Args:
        key: name in JSON and CSV, never translated.
        title: what people read.
        width: usual width in characters.
    """

    key: str
    title: Message
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A list of things as of a day.

    Args:
        name: stem of the file it is written to.
        title: its heading.
        columns: from left to right.
        rows: one cell for each column.
        form: the form of the quality system that the list is; None where none says so.
    """

    name: str
    title: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    form: Form | None = None

    def heading(self, translate: Translate) -> str:
        """Its title as it is printed: that of the form."""
        return self.form.title if self.form else self.title.render(translate)

    @property
    def numbers(self) -> Message | None:
        """Code, issue and revision of its form."""
        if self.form is None:
            return None
        numbers = f"{self.form.issue:02d}/{self.form.revision:02d}"
        return say("{code}, issue/revision {numbers}", code=self.form.code, numbers=numbers)


def printed(cell: Cell, translate: Translate) -> str:
    """A cell as people read it: days as 05/01/2026."""
    if cell is None:
        return ""
    if isinstance(cell, Message):
        return cell.render(translate)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def plain(cell: Cell) -> str | int | None:
    """A cell for programs: days in ISO form, messages in English."""
    if isinstance(cell, Message):
        return cell.english
    return cell.isoformat() if isinstance(cell, date) else cell
