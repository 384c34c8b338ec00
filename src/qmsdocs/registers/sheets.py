"""Master lists as files for programs and spreadsheets: XLSX, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime

from qmsdocs.diagnostics import Translate
from qmsdocs.model.agency import Agency
from qmsdocs.registers.table import Table, plain, printed

_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - the same bytes on every machine: no clock, no zone


def to_xlsx(table: Table, agency: Agency, on: date, translate: Translate) -> bytes:
    """A list as an Excel workbook, the same bytes for the same list.

    Args:
        table: the list.
        agency: whose list it is.
        on: the day it holds for; printed under the heading.
        translate: language of headings and of status names.
    """
    import xlsxwriter  # noqa: PLC0415 - lazily, most verbs write no spreadsheet

    stream = io.BytesIO()
    # A value that begins with "=" stays text: a list must never run what somebody typed into a title.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    title = table.heading(translate)
    book.set_properties({"title": title, "author": agency.organization.name, "created": _CREATED})
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    bold = book.add_format({**font, "bold": True})
    head = book.add_format(
        {**font, "bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E7E6E6"}
    )
    text = book.add_format({**font, "border": 1, "text_wrap": True})
    day = book.add_format({**font, "border": 1, "num_format": "dd/mm/yyyy", "align": "center"})
    sheet = book.add_worksheet(table.name[:31])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, agency.organization.name.upper(), bold)
    sheet.write_string(1, 0, title.upper(), bold)
    sheet.write_string(
        2, 0, translate("As of {day}").format(day=f"{on:%d/%m/%Y}"), book.add_format({**font, "italic": True})
    )
    if table.numbers:
        right = book.add_format({**font, "align": "right"})
        sheet.write_string(0, len(table.columns) - 1, table.numbers.render(translate), right)
    for x, column in enumerate(table.columns):
        sheet.set_column(x, x, column.width)
        sheet.write_string(4, x, column.title.render(translate), head)
    for y, row in enumerate(table.rows, 5):
        for x, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(y, x, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a calendar day
            elif isinstance(cell, int):
                sheet.write_number(y, x, cell, text)
            else:
                sheet.write_string(y, x, printed(cell, translate), text)
    sheet.freeze_panes(5, 0)
    sheet.repeat_rows(4)
    if table.rows:
        sheet.autofilter(4, 0, 4 + len(table.rows), len(table.columns) - 1)
    book.close()
    return stream.getvalue()


_NOT_IN_A_WORD = re.compile(r"[^a-z]+")


def to_csv(table: Table, translate: Translate) -> str:
    """A list as CSV (RFC 4180) with the keys of the columns as heading and days in ISO form.

    A value that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    for row in table.rows:
        cells = [cell.isoformat() if isinstance(cell, date) else printed(cell, translate) for cell in row]
        writer.writerow(["'" + cell if cell.startswith(("=", "+", "-", "@", "\t")) else cell for cell in cells])
    return stream.getvalue()


def to_json(table: Table) -> str:
    """A list as a JSON array of objects; keys and notes are English, statuses are the words of ``--status``."""
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, map(plain, row), strict=True)) for row in table.rows]
    for row in rows:
        if "status" in row:
            row["status"] = _NOT_IN_A_WORD.sub("-", str(row["status"]))
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
