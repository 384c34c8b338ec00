"""Forms that are kept as Markdown, appended to the document they are approved with, each on a page of its own."""

from __future__ import annotations

from dataclasses import replace

from qmsdocs.diagnostics import say
from qmsdocs.markdown.forms import form_text
from qmsdocs.markdown.tree import Inline
from qmsdocs.model.document import Form
from qmsdocs.word.ooxml.elements import BR, PPR, TYPE, Element, R, child, paragraph, sub
from qmsdocs.word.printing.fact_table import Source, printed_numbers, text_piece
from qmsdocs.word.writing.inlines import inlines_into
from qmsdocs.word.writing.pen import Pen
from qmsdocs.word.writing.sheet import sheet_into


def forms_into(pen: Pen, parent: Element, facts: Source) -> None:
    """Writes the forms of a document that are appended to the end of ``parent``; the others are files of their own.

    There is room to write where they are filled in on paper. Their headings are neither numbered nor listed in the
    contents: a form has an order of its own. Pictures and notes in them are named by their words, for they are not part
    of the digest.
    """
    quiet = replace(pen, notes=None)
    for form in facts.document.forms:
        text = facts.edition.form(form)
        if text is None:
            continue
        _head_into(pen, parent, form, facts)
        sheet_into(quiet, parent, form_text(text))


def _head_into(pen: Pen, parent: Element, form: Form, facts: Source) -> None:
    """A new page with code and numbers of the form at the right, and its title."""
    numbers = printed_numbers(form.issue, form.revision)
    line = say("{code}, issue/revision {numbers}", code=form.code, numbers=numbers).render(facts.translate)
    first = paragraph(parent, pen.style("Table Text"))
    child(first.find(PPR), "w:jc", val="right")
    sub(sub(first, R), BR, {TYPE: "page"})
    inlines_into(pen, first, [text_piece(line)])
    title = paragraph(parent, pen.style("Body Text"))
    child(title.find(PPR), "w:keepNext")
    child(title.find(PPR), "w:ind", firstLine="0")
    child(title.find(PPR), "w:jc", val="center")
    inlines_into(pen, title, [Inline("strong", 0, 0, children=[text_piece(form.title.upper())])])
