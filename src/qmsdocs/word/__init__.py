"""The one place that knows OOXML: Word templates, and documents and lists rendered into them."""

from qmsdocs.word.papers.form import Sheet, render_form
from qmsdocs.word.printing.edition import Copy, Edition
from qmsdocs.word.printing.listing import render_table
from qmsdocs.word.printing.people import name_of
from qmsdocs.word.printing.render import render_document, template_name
from qmsdocs.word.redline import redline

__all__ = [
    "Copy",
    "Edition",
    "Sheet",
    "name_of",
    "redline",
    "render_document",
    "render_form",
    "render_table",
    "template_name",
]
