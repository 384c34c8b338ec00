"""A form that is kept as text, into a Word file in which it can be filled in, or printed and written on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from qmsdocs.diagnostics import Translate
from qmsdocs.markdown.blanks import Blank
from qmsdocs.markdown.forms import FormText, form_text
from qmsdocs.markdown.placeholders import substituted
from qmsdocs.model.agency import Agency
from qmsdocs.model.document import Document, Form
from qmsdocs.word.ooxml.elements import Element
from qmsdocs.word.ooxml.properties import Properties
from qmsdocs.word.papers.lines import fit_rules
from qmsdocs.word.printing.edition import Copy
from qmsdocs.word.printing.fact_table import printed_numbers
from qmsdocs.word.printing.fields import ACROSS_PAGES, MARKS, labels, organization_texts
from qmsdocs.word.template.controls import Filling, Lines
from qmsdocs.word.template.opening import Template, open_template, text_width
from qmsdocs.word.template.vocabulary import FORM
from qmsdocs.word.writing.blanks import blank_into
from qmsdocs.word.writing.inlines import Look, run_into
from qmsdocs.word.writing.numbering import Numbering
from qmsdocs.word.writing.package import Package
from qmsdocs.word.writing.pen import Pen, plain_pen
from qmsdocs.word.writing.sheet import sheet_into
from qmsdocs.word.writing.tables import close
from qmsdocs.word.writing.turning import turned

_NUMBER = Blank("Số, ký hiệu")
_DAY = Blank("Ngày, tháng, năm", "date")
_ROOM_FOR_A_NUMBER = "……/……"
_ROOM_FOR_A_DAY = "ngày …… tháng …… năm ………"
_DAY_IN_WORDS = "'ngày' dd 'tháng' MM 'năm' yyyy"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that is to be printed.

    Args:
        form: as its document lists it.
        text: its Markdown.
        document: to which it belongs.
        agency: whose form it is.
        copy: what the copy of its document is for.
    """

    form: Form
    text: str
    document: Document
    agency: Agency
    copy: Copy


def render_form(sheet: Sheet, template: bytes, translate: Translate, *, called: str = "form.docx") -> bytes:
    """The Word file of a form; the same arguments give the same bytes.

    Args:
        sheet: what is printed.
        template: the .docx template.
        translate: language of labels.
        called: what errors call the template.

    Raises:
        UnusableConfiguration: the template cannot be used; the message names it and says why.
    """
    opened = open_template(template, FORM, called)
    package, text = Package(opened), form_text(sheet.text)
    if text.landscape:
        turned(package.main, package.margins())
    numbering = Numbering(opened)
    pen = replace(
        plain_pen(opened, package.relations, text_width(package.main, "body"), translate),
        numbering=lambda: numbering,
        substitute=partial(substituted, agency=sheet.agency),
        fillable=True,
    )
    package.fill(_filling(pen, sheet, text, opened))
    fit_rules(package.main, opened.style("Paper Rule"))
    package.add_numbering(numbering)
    if sheet.copy in ACROSS_PAGES:
        package.mark(MARKS[sheet.copy].render(translate))
    form = sheet.form
    creator = sheet.agency.organization.name
    return package.finished(Properties(form.title, creator, subject=form.code, version=form.number))


def _filling(pen: Pen, sheet: Sheet, text: FormText, template: Template) -> Filling:
    blocks = {
        "letterhead.number": lambda parent: blank_into(pen, parent, _NUMBER, _ROOM_FOR_A_NUMBER),
        "letterhead.day": lambda parent: _place_and_day_into(pen, parent, sheet.agency),
        "body": lambda parent: _body_into(pen, parent, text),
    }
    if not text.letterhead:
        blocks["letterhead"] = lambda _parent: None
    return Filling(texts=_texts(sheet, template, pen.translate), blocks=blocks)


def _texts(sheet: Sheet, template: Template, translate: Translate) -> Mapping[str, Lines]:
    form, document = sheet.form, sheet.document
    mark = MARKS[sheet.copy].render(translate) if sheet.copy in ACROSS_PAGES else ""
    return {
        **organization_texts(sheet.agency),
        **labels(template.language, translate),
        "form.code": (form.code,),
        "form.title": (form.title,),
        "form.issue": (f"{form.issue:02d}",),
        "form.revision": (f"{form.revision:02d}",),
        "form.number": (printed_numbers(form.issue, form.revision),),
        "form.mark": (mark,) if mark else (),
        "document.code": (document.printed_code,),
        "document.title": (document.title,),
    }


def _place_and_day_into(pen: Pen, parent: Element, agency: Agency) -> None:
    if place := agency.organization.place:
        run_into(pen, parent, f"{place}, ", Look(italic=True))
    blank_into(pen, parent, _DAY, _ROOM_FOR_A_DAY, ("w:i", "w:iCs"), day=_DAY_IN_WORDS)


def _body_into(pen: Pen, parent: Element, text: FormText) -> None:
    sheet_into(pen, parent, text)
    close(pen, parent)
