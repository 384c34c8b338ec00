"""The master lists of an agency as of a day (ISO 9001:2015, 7.5.3): documents, external documents, forms, records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document, Form, ListKind
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.ledger import Revision, Status, Withdrawal
from qmsdocs.model.register import Register
from qmsdocs.registers.table import Cell, Column, Table

LIST_KINDS: tuple[ListKind, ...] = ("documents", "external", "forms", "records")

STATUS_NAMES: dict[Status, Message] = {
    Status.DRAFT: say("draft"),
    Status.IN_REVIEW: say("in review"),
    Status.AWAITING_APPROVAL: say("awaiting approval"),
    Status.APPROVED: say("approved"),
    Status.IN_FORCE: say("in force"),
    Status.SUPERSEDED: say("superseded"),
    Status.WITHDRAWN: say("withdrawn"),
}

_NUMBER = Column("number", say("No."), 6)
_STATUS = Column("status", say("Status"), 14)


_Listed = tuple[Document, Revision | None, Status, Message | None]
"""A document, the entry of it that a row names, its status, and the note beside it."""


def master_list(  # noqa: PLR0913 - what is asked for, and two registers
    kind: ListKind,
    register: Register,
    on: date,
    status: Status | None = None,
    *,
    drafts: bool = False,
    files: Register | None = None,
) -> Table:
    """A master list as of a day.

    Args:
        kind: ``documents``, ``external``, ``forms`` or ``records``.
        register: all documents, as of the day.
        on: the day.
        status: only documents with this status, also by an entry newer than the one in force, and forms and records of
            documents with this status; without it, all documents, but only forms and records of documents that are in
            force or approved. External documents have no such status.
        drafts: forms and records of documents that are not approved yet too, with the status of the document.
        files: the documents as they stand in the files, for newer entries; default: ``register``.
    """
    if kind == "documents":
        table = _documents(register, on, list(_listed(register, files or register, on, status)))
    else:
        table = _list_of(kind, register, on, status, drafts=drafts)
    return replace(table, form=_form_of(kind, register, on, drafts=drafts))


def _list_of(kind: ListKind, register: Register, on: date, status: Status | None, *, drafts: bool) -> Table:
    if kind == "external":
        return _external(register, on)
    documents = _chosen(register, on, status)
    if status is None:
        documents = [d for d in documents if _in_use(d, on, drafts=drafts)]
    make = _forms if kind == "forms" else _records
    return make(register, on, documents, drafts=drafts)


def _form_of(kind: ListKind, register: Register, on: date, *, drafts: bool) -> Form | None:
    """The form that a list is: of a document that is in force or approved."""
    documents = (document for document in register.documents if _in_use(document, on, drafts=drafts))
    return next((form for document in documents for form in document.forms if form.list == kind), None)


def _chosen(register: Register, on: date, status: Status | None) -> list[Document]:
    chosen = (d for d in register.documents if status is None or d.status_on(on) is status)
    return sorted(chosen, key=lambda d: (_TYPE_ORDER.index(d.type), code_key(d.code)))


def _listed(register: Register, files: Register, on: date, status: Status | None) -> Iterator[_Listed]:
    """The entries that stand for documents, and those after them which alone have the status that is asked for."""
    for document in _chosen(register, on, None):
        if status in (None, document.status_on(on)):
            yield document, document.entry_on(on), document.status_on(on), _note(document, on)
        if status is not None and document.status_on(on) is not Status.WITHDRAWN:
            newest = files.document(document.code) or document
            newer = (each for each in _after(document, on) if document.status_of(each, on) is status)
            yield from ((newest, each, status, _standing(document, on)) for each in newer)


def _in_use(document: Document, on: date, *, drafts: bool) -> bool:
    """Whether people may work by it, now or from a known day on: forms of a draft are not to be filled in."""
    status = document.status_on(on)
    return status in (Status.APPROVED, Status.IN_FORCE) or (drafts and status is not Status.WITHDRAWN)


_TYPE_ORDER = ("policy", "objectives", "manual", "procedure", "instruction")


def _documents(register: Register, on: date, listed: list[_Listed]) -> Table:
    columns = (
        _NUMBER,
        Column("code", say("Code"), 12),
        Column("title", say("Title"), 44),
        Column("issue", say("Issue"), 9),
        Column("revision", say("Revision"), 9),
        Column("approved", say("Date of issue"), 12),
        Column("effective", say("Effective from"), 12),
        Column("unit", say("Unit"), 24),
        _STATUS,
        Column("note", say("Note"), 26),
    )
    rows = []
    for position, (document, entry, status, note) in enumerate(listed, 1):
        approved = entry if entry and entry.approved_on and entry.approved_on <= on else None
        rows.append(
            (
                position,
                document.printed_code,
                document.title,
                f"{entry.issue:02d}" if entry else None,
                f"{entry.revision:02d}" if entry else None,
                approved.approved_on if approved else None,
                approved.in_force_from if approved else None,
                _unit(register, document.unit),
                STATUS_NAMES[status],
                note,
            )
        )
    return _table("danh-muc-tai-lieu", say("Master list of internal documents"), columns, rows)


def _note(document: Document, on: date) -> Message | None:
    """What a reader must know besides the entry named: a newer entry, or the end."""
    if document.withdrawn and document.withdrawn.on <= on:
        return _end(document.withdrawn)
    texts = [_newer(document, each, on) for each in _after(document, on)]
    return _together([*texts, _end(document.withdrawn)] if document.withdrawn else texts)


def _standing(document: Document, on: date) -> Message | None:
    """Beside a newer entry: the one that it is to take the place of."""
    entry = document.entry_on(on)
    return _newer(document, entry, on) if entry else None


def _after(document: Document, on: date) -> Iterator[Revision]:
    """The entries after the one that a list names which may have been there: none was begun before the last was approved."""
    entry = document.entry_on(on)
    for before, each in pairwise(document.revisions[document.revisions.index(entry) :] if entry else ()):
        if not before.carried_over and (before.approved_on is None or before.approved_on > on):
            return
        if each.may_have_begun(on):
            yield each


def _end(withdrawn: Withdrawal) -> Message:
    day, replaced_by = f"{withdrawn.on:%d/%m/%Y}", withdrawn.replaced_by
    if replaced_by:
        return say("not in force from {day}, replaced by {code}", day=day, code=replaced_by)
    return say("not in force from {day}", day=day)


def _newer(document: Document, entry: Revision, on: date) -> Message:
    status = document.status_of(entry, on)
    if status is Status.APPROVED and entry.in_force_from:
        return say(
            "{number}: approved, in force from {day}", number=entry.number, day=f"{entry.in_force_from:%d/%m/%Y}"
        )
    return say("{number}: {status}", number=entry.number, status=STATUS_NAMES[status])


def _together(texts: list[Message]) -> Message | None:
    if len(texts) < 2:
        return texts[0] if texts else None
    return say("{one}; {other}", one=texts[0], other=_together(texts[1:]))


def _external(register: Register, on: date) -> Table:
    columns = (
        _NUMBER,
        Column("code", say("Number and symbol"), 18),
        Column("title", say("Title of the document"), 40),
        Column("issuer", say("Issued by"), 18),
        Column("issued", say("Date of issue"), 12),
        Column("effective", say("Effective from"), 12),
        Column("status", say("Validity"), 16),
        Column("changed_by", say("Replaced or amended by"), 18),
        Column("cited_by", say("Applied in"), 22),
        Column("units", say("Followed by"), 16),
        Column("checked", say("Checked on"), 12),
    )
    rows = []
    for position, external in enumerate(sorted(register.externals, key=lambda e: (e.category, code_key(e.code))), 1):
        rows.append(
            (
                position,
                external.printed_code,
                external.title,
                external.issuer,
                external.issued,
                external.effective,
                validity(register, external, on),
                _joined(other.printed_code for other in _changing(register, external)),
                _joined(document.printed_code for document in register.citing(external)),
                _joined(_unit(register, unit) or unit for unit in external.units),
                external.checked.on if external.checked else None,
            )
        )
    return _table("danh-muc-tai-lieu-ben-ngoai", say("Master list of external documents"), columns, rows)


def validity(register: Register, external: ExternalDocument, on: date) -> Message:
    """Whether an external document is in force on a day, as far as the register knows."""
    if external.expires and external.expires <= on:
        return say("no longer in force")
    if external.effective is None:
        return say("to be checked")
    if external.effective > on:
        return say("not yet in force")
    changed = [other for other in _changing(register, external) if other.effective is None or other.effective <= on]
    key = code_key(external.code)
    replacing = [other for other in changed if key in map(code_key, other.replaces)]
    if any(key not in map(code_key, other.partly) for other in replacing):
        return say("replaced")
    return say("in force, changed in part") if changed else say("in force")


def _changing(register: Register, external: ExternalDocument) -> tuple[ExternalDocument, ...]:
    return register.changed_by.get(code_key(external.code), ())


def _forms(register: Register, on: date, documents: list[Document], *, drafts: bool) -> Table:
    columns = (
        _NUMBER,
        Column("code", say("Code of the form"), 14),
        Column("title", say("Title of the form"), 54),
        Column("issue", say("Issue"), 9),
        Column("revision", say("Revision"), 9),
        Column("document", say("Belongs to"), 12),
        Column("unit", say("Unit"), 30),
        _STATUS,
    )
    rows = [
        (
            form.code,
            form.title,
            f"{form.issue:02d}",
            f"{form.revision:02d}",
            document.printed_code,
            _unit(register, document.unit),
            STATUS_NAMES[document.status_on(on)],
        )
        for document in documents
        for form in document.forms
    ]
    return _numbered("danh-muc-bieu-mau", say("Master list of forms"), columns, rows, with_status=drafts)


def _records(register: Register, on: date, documents: list[Document], *, drafts: bool) -> Table:
    columns = (
        _NUMBER,
        Column("title", say("Name of the record"), 48),
        Column("form", say("Form"), 12),
        Column("document", say("Arises in"), 10),
        Column("keeper", say("Kept by"), 28),
        Column("retention", say("Kept for"), 16),
        Column("basis", say("Basis of the retention"), 28),
        _STATUS,
    )
    rows = [
        (
            record.title,
            record.form,
            document.printed_code,
            _unit(register, record.keeper),
            record.retention,
            record.basis,
            STATUS_NAMES[document.status_on(on)],
        )
        for document in documents
        for record in document.records
    ]
    return _numbered("danh-muc-ho-so", say("Master list of records"), columns, rows, with_status=drafts)


def _numbered(
    name: str, title: Message, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]], *, with_status: bool
) -> Table:
    """A list of what belongs to documents; their status, its last column, says something only where drafts are in it."""
    kept = len(columns) if with_status else len(columns) - 1
    return _table(name, title, columns[:kept], [(n, *row)[:kept] for n, row in enumerate(rows, 1)])


def _table(name: str, title: Message, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, title, columns, tuple(rows))


def _unit(register: Register, unit: str | None) -> str | None:
    return register.agency.units.get(unit, unit) if unit else None


def _joined(texts: Iterable[str]) -> str | None:
    return ", ".join(texts) or None
