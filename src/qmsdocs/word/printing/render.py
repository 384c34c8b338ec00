"""A document of the register into a Word file: template, text and tables, packed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from qmsdocs.diagnostics import Translate
from qmsdocs.markdown import parse
from qmsdocs.markdown.arrangement import Item, arranged
from qmsdocs.markdown.placeholders import substituted
from qmsdocs.markdown.tree import Prose
from qmsdocs.model.document import Document
from qmsdocs.word.ooxml.elements import Element
from qmsdocs.word.ooxml.properties import Properties
from qmsdocs.word.printing.appendix import forms_into
from qmsdocs.word.printing.edition import Copy, Edition
from qmsdocs.word.printing.facts import Facts
from qmsdocs.word.printing.fields import ACROSS_PAGES, DIGEST, MARKS, content_code, document_texts, revision_rows
from qmsdocs.word.printing.source import carried_source
from qmsdocs.word.printing.text import facts_into, notes_into, text_into
from qmsdocs.word.template.controls import Filling
from qmsdocs.word.template.opening import open_template, text_width
from qmsdocs.word.template.vocabulary import DOCUMENT
from qmsdocs.word.writing.anchors import Anchors
from qmsdocs.word.writing.contents import contents_into
from qmsdocs.word.writing.footnotes import Footnotes
from qmsdocs.word.writing.numbering import Numbering
from qmsdocs.word.writing.package import Package
from qmsdocs.word.writing.pen import Media, Outline, Pen
from qmsdocs.word.writing.tables import close


def template_name(document: Document) -> str:
    """The file name of the template that documents of this kind are printed with."""
    return "document.docx" if document.type in ("policy", "objectives") else "procedure.docx"


def render_document(
    edition: Edition, template: bytes, translate: Translate, *, called: str = "procedure.docx"
) -> bytes:
    """The Word release of one revision of a document; the same arguments give the same bytes.

    Args:
        edition: what is printed.
        template: the .docx template.
        translate: language of labels.
        called: what errors call the template.

    Raises:
        UnusableConfiguration: the template cannot be used; the message names it and says why.
    """
    opened = open_template(template, DOCUMENT, called)
    package = Package(opened)
    prose = parse(edition.document.origin.text)
    facts = Facts(edition, translate)
    numbering = Numbering(opened)
    notes = Footnotes(opened, prose)
    pen = Pen(
        template=opened,
        relations=package.relations,
        numbering=lambda: numbering,
        anchors=Anchors(opened.first_id, prose.headings, edition.document.steps, edition.document.forms),
        media=Media(edition.image, opened.first_id),
        notes=notes,
        outline=Outline(),
        translate=translate,
        substitute=partial(substituted, agency=edition.register.agency),
        insert=lambda pen, parent, name: facts_into(pen, parent, name, facts),
        width=text_width(package.main, "body"),
    )
    _write(package, pen, prose, facts)
    if notes.waiting:
        package.add_notes(notes, notes_into(pen, notes))
    package.add_numbering(numbering)
    package.add_pictures(pen.media)
    package.add_source(carried_source(edition, pen.media))
    if edition.copy in ACROSS_PAGES:
        package.mark(MARKS[edition.copy].render(translate))
    if edition.copy is Copy.FOR_SIGNING and not opened.shows_on_every_page(DIGEST):
        package.sign_pages(content_code(edition, translate))
    return package.finished(_properties(edition))


def _write(package: Package, pen: Pen, prose: Prose, facts: Facts) -> None:
    """Fills all controls: texts and rows everywhere, then the text of the document, then its contents."""
    edition, template, translate = facts.edition, package.template, facts.translate
    document = edition.document
    sections = edition.register.profile.sections_of(document.type, document.category)
    items = arranged(prose, sections, facts.filled)
    filling = Filling(
        texts=document_texts(edition, template.language, translate),
        rows={"revisions": revision_rows(edition, translate)},
        blocks={
            "body": lambda parent: _body_into(pen, parent, items, facts),
            "contents": lambda parent: contents_into(pen, parent, pen.outline.entries, _pages(pen, edition)),
        },
    )
    package.fill(filling)


def _body_into(pen: Pen, parent: Element, items: Sequence[Item], facts: Facts) -> None:
    text_into(pen, parent, items, facts)
    forms_into(pen, parent, facts)
    close(pen, parent)


def _pages(pen: Pen, edition: Edition) -> dict[str, int]:
    """Pages by bookmark; none when they were counted for other headings."""
    entries = pen.outline.entries
    return (
        {entry.bookmark: page for entry, page in zip(entries, edition.pages, strict=False)}
        if len(entries) == len(edition.pages)
        else {}
    )


def _properties(edition: Edition) -> Properties:
    """The properties of a document."""
    days = sorted(_days(edition))
    return Properties(
        title=edition.document.title,
        creator=edition.register.agency.organization.name,
        subject=edition.document.printed_code,
        version=edition.entry.number,
        created=days[0] if days else None,
        modified=days[-1] if days else None,
    )


def _days(edition: Edition) -> Iterator[date]:
    for entry in edition.history:
        for day in (entry.last_prepared_on, entry.last_reviewed_on, entry.approved_on):
            if day:
                yield day
