"""A master list into a Word file."""

from __future__ import annotations

from datetime import date

from qmsdocs.diagnostics import Translate
from qmsdocs.model.agency import Agency
from qmsdocs.registers.table import Cell as Value
from qmsdocs.registers.table import Table, printed
from qmsdocs.word.ooxml.elements import PSTYLE, Element, name
from qmsdocs.word.ooxml.properties import Properties
from qmsdocs.word.printing.fields import labels, organization_texts
from qmsdocs.word.printing.people import printed_day
from qmsdocs.word.template.controls import Filling
from qmsdocs.word.template.opening import open_template, text_width
from qmsdocs.word.template.vocabulary import LIST
from qmsdocs.word.writing.package import Package
from qmsdocs.word.writing.pen import Pen, plain_pen
from qmsdocs.word.writing.tables import Grid, lowest, separate, table_into, text_cell

_CENTRED = (int, date)
_KEEP = name("w:keepNext")
_TWIPS_OF_A_CHARACTER = 102  # lists are printed in 11 points


def render_table(  # noqa: PLR0913 - a list, and all that its pages need
    table: Table, agency: Agency, on: date, template: bytes, translate: Translate, *, called: str = "list.docx"
) -> bytes:
    """The Word file of a master list; the same arguments give the same bytes.

    Args:
        table: the list.
        agency: whose list it is.
        on: the day it holds for; it is printed.
        template: the .docx template.
        translate: language of headings and of status names.
        called: what errors call the template.

    Raises:
        UnusableConfiguration: the template cannot be used; the message names it and says why.
    """
    opened = open_template(template, LIST, called)
    package = Package(opened)
    title, form = table.heading(translate), table.form
    pen = plain_pen(opened, package.relations, text_width(package.main, "list"), translate)
    filling = Filling(
        texts={
            **organization_texts(agency),
            **labels(opened.language, translate),
            "list.title": (title,),
            "list.form": (table.numbers.render(translate),) if table.numbers else (),
            "list.day": (translate("As of {day}").format(day=printed_day(on)),),
        },
        blocks={"list": lambda parent: _list_into(pen, parent, table)},
    )
    package.fill(filling)
    return package.finished(
        Properties(
            title=title,
            creator=agency.organization.name,
            subject=form.code if form else "",
            version=form.number if form else "",
            created=on,
            modified=on,
        )
    )


def _list_into(pen: Pen, parent: Element, table: Table) -> None:
    header = [text_cell(column.title.render(pen.translate)) for column in table.columns]
    cells = [[printed(value, pen.translate) for value in row] for row in table.rows]
    columns = range(len(table.columns))
    texts = [[table.columns[x].title.render(pen.translate), *(row[x] for row in cells)] for x in columns]
    grid = Grid(lowest(pen.width, texts, _TWIPS_OF_A_CHARACTER), [_align(table, x) for x in columns])
    table_into(pen, parent, grid, header, ([text_cell(text) for text in row] for row in cells))
    separate(pen, parent)
    for below in (parent[-2][-1], parent[-1]):  # the last row goes with those who sign, who never stand on a page alone
        for style in list(below.iter(PSTYLE)):
            style.addnext(style.makeelement(_KEEP))


def _align(table: Table, x: int) -> str:
    """Columns of numbers and days are centred."""
    values: list[Value] = [row[x] for row in table.rows if row[x] is not None]
    return "center" if values and all(_is_number(value) for value in values) else ""


def _is_number(value: Value) -> bool:
    return isinstance(value, _CENTRED) or (isinstance(value, str) and value.isdecimal())
