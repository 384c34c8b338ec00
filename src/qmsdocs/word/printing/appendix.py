"""Forms that are kept as Markdown, appended to the document they are approved with, each on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qmsdocs.diagnostics import say
from qmsdocs.markdown import parse
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.model.document import Form
from qmsdocs.word.ooxml.elements import BR, PPR, TYPE, Element, R, child, paragraph, sub
from qmsdocs.word.printing.fact_table import Source, printed_numbers, text_piece
from qmsdocs.word.writing.body import blocks_into
from qmsdocs.word.writing.inlines import inlines_into
from qmsdocs.word.writing.pen import Pen


def forms_into(pen: Pen, parent: Element, facts: Source) -> None:
    """Writes the forms of a document that are Markdown to the end of ``parent``; the others are attached as files.

    Their headings are neither numbered nor listed in the contents: a form has an order of its own. Pictures and notes
    in them are named by their words, for they are not part of the digest.
    """
    quiet = replace(pen, notes=None)
    for form in facts.document.forms:
        text = facts.edition.form(form)
        if text is None:
            continue
        _head_into(pen, parent, form, facts)
        blocks_into(quiet, parent, _plain(parse(text).blocks))


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
    inlines_into(pen, title, [_strong([text_piece(form.title.upper())])])


def _plain(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks whose headings are bold lines and whose pictures are words."""
    for block in blocks:
        if block.kind == "footnote":
            continue
        kind = "paragraph" if block.kind == "heading" else block.kind
        pieces = list(map(_without_picture, block.inlines))
        if block.kind == "heading":
            pieces = [_strong(pieces)]
        yield replace(block, kind=kind, inlines=pieces, children=list(_plain(block.children)))


def _without_picture(piece: Inline) -> Inline:
    if piece.kind == "image":
        return text_piece(f"[{piece.plain or piece.target}]")
    return replace(piece, children=[_without_picture(inner) for inner in piece.children]) if piece.children else piece


def _strong(pieces: Sequence[Inline]) -> Inline:
    return Inline("strong", 0, 0, children=pieces)
