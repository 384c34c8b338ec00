"""The files of a release as bytes: a pure function of what is issued and where it is read from."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qmsdocs.issuing.plan import Item
from qmsdocs.issuing.signing import expected_approver
from qmsdocs.issuing.templates import template_bytes
from qmsdocs.language import translator
from qmsdocs.model.codes import stem_of
from qmsdocs.model.document import Form
from qmsdocs.model.files import Files
from qmsdocs.model.register import Register
from qmsdocs.registers import LIST_KINDS, master_list
from qmsdocs.registers.sheets import to_xlsx
from qmsdocs.word import Copy, Edition, Sheet, render_document, render_form, render_table, template_name


@dataclass(frozen=True)
class Source:
    """Where documents are read from.

    Args:
        register: all documents, with ``qms.yaml`` and profile.
        files: forms, images and templates.
        language: of labels; None for that of ``qms.yaml``.
    """

    register: Register
    files: Files
    language: str | None = None

    @property
    def labels(self) -> str:
        """The language of labels."""
        return self.language or self.register.agency.language

    def of(self, item: Item) -> Source:
        """Where a revision is read from: the commit of its tag, else here."""
        if item.snapshot is None:
            return self
        return Source(item.snapshot.register, item.snapshot.files, self.language)


def rendered_document(item: Item, tree: Source, on: date, pages: Sequence[int] = ()) -> bytes:
    """The Word file of one revision.

    Args:
        item: what is issued.
        tree: where it is read from when it has no tag.
        on: the day of the release, on which a copy for signing names who may sign.
        pages: on which page each heading stands, when the contents are to say so.
    """
    source = tree.of(item)
    name = template_name(item.document)
    template = template_bytes(source.register, source.files, name)
    return render_document(_edition(item, source, on, pages), template, translator(source.labels), called=name)


@dataclass(frozen=True, slots=True)
class Attached:
    """A form as a file of its own.

    Args:
        name: it bears the form's own numbers.
        data: its bytes.
        original: the bytes that were approved, the same for a file.
    """

    name: str
    data: bytes
    original: bytes


def attached_forms(item: Item, tree: Source) -> Iterator[Attached]:
    """The forms of a revision as they were approved: files as they are, texts as files to fill in.

    Lists are printed as such, and forms that are appended stand at the end of their document.
    """
    source = tree.of(item)
    for form in item.document.forms:
        path = posixpath.normpath(posixpath.join(item.document.origin.folder, form.file or ""))
        if not form.file or (form.appended and form.is_text) or path not in source.register.paths:
            continue
        original = source.files.read(path)
        data = _printed_form(item, form, original, source) if form.is_text else original
        suffix = ".docx" if form.is_text else posixpath.splitext(form.file)[1].lower()
        yield Attached(f"{stem_of(form.code)}_{form.number}{suffix}", data, original)


def _printed_form(item: Item, form: Form, original: bytes, source: Source) -> bytes:
    template = template_bytes(source.register, source.files, "form.docx")
    sheet = Sheet(form, _text(original), item.document, source.register.agency, item.copy)
    return render_form(sheet, template, translator(source.labels))


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def rendered_lists(source: Source, on: date, *, drafts: bool) -> Iterator[tuple[str, bytes]]:
    """The master lists as of a day, as Word and as Excel files: names and bytes."""
    translate, agency = translator(source.labels), source.register.agency
    for kind in LIST_KINDS:
        table = master_list(kind, source.register, on, drafts=drafts)
        template = template_bytes(source.register, source.files, "list.docx")
        yield f"{table.name}.docx", render_table(table, agency, on, template, translate)
        yield f"{table.name}.xlsx", to_xlsx(table, agency, on, translate)


def _edition(item: Item, source: Source, on: date, pages: Sequence[int]) -> Edition:
    base = item.document.origin.folder

    def image(target: str) -> bytes | None:
        path = posixpath.normpath(posixpath.join(base, target))
        return source.files.read(path) if path in source.register.paths else None

    def form(form: Form) -> str | None:
        if not (form.is_text and form.appended):
            return None
        path = posixpath.normpath(posixpath.join(base, form.file or ""))
        return _text(source.files.read(path)) if path in source.register.paths else None

    approver = expected_approver(item.document, source.register.agency, on) if item.copy is Copy.FOR_SIGNING else None
    return Edition(item.document, item.entry, source.register, item.copy, image, approver, form, pages)
