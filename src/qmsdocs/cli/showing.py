"""``qmsdocs show`` and ``qmsdocs digest``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import click

from qmsdocs.cli.repository import found, held_on, usable_register
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnknownDocument
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document, Form
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.ledger import Revision, Signature, Status, Withdrawal
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.registers.day import document_as_of
from qmsdocs.registers.lists import validity
from qmsdocs.report.display import aligned, visible
from qmsdocs.rules.base import unknown_document

Facts = Iterator[tuple[Message, str | None]]
"""Labels and what stands beside them; without a value the line is left out."""

_TYPES = {
    "policy": say("policy"),
    "objectives": say("objectives"),
    "manual": say("manual"),
    "procedure": say("procedure"),
    "instruction": say("instruction"),
}
_CATEGORIES = {
    "system": say("system"),
    "internal": say("internal"),
    "administrative": say("administrative"),
    "legal": say("legal document"),
    "standard": say("standard"),
    "guidance": say("guidance"),
}


@verb(
    "show",
    help="Shows a document as of a day: its facts, what cites it, and its ledger. CODE may also be that of a form.",
)
@argument("code", metavar="CODE")
@option("--on", type=DAY, metavar="DAY", help="the day; default: today")
@click.pass_obj
def show_verb(session: Session, *, code: str, on: date | None) -> int:
    """Prints the facts of one document."""
    day = session.day(on)
    register = usable_register(session)
    lines = list(_lines(session, register, code, day))
    session.terminal.result("\n".join(map(visible, lines)) + "\n")
    return 0


@verb(
    "digest",
    help="Prints the digest of the content of documents as it stands in the files. It is what an approval binds.",
)
@argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.pass_obj
def digest_verb(session: Session, *, codes: tuple[str, ...]) -> int:
    """Prints one line for each document."""
    register = usable_register(session)
    documents = {document.code: document for document in (_own(register, code) for code in codes)}
    session.terminal.result("".join(f"{d.origin.digest}  {d.code}\n" for d in documents.values()))
    return 0


def _own(register: Register, code: str) -> Document:
    document = found(register, code).document
    if isinstance(document, Document):
        return document
    raise UnknownDocument(say("{code} is an external document; only the agency's own have a digest", code=code))


def _lines(session: Session, register: Register, code: str, day: date) -> Iterator[str]:
    match = register.find(code)
    if match is None:
        yield from _form_lines(session, register, code, day)
        return
    document = match.document
    if match.former:
        yield session.text(say("{former} is now {code}", former=code, code=document.code))
        yield ""
    if isinstance(document, Document):
        held = held_on(session, register, day, of=document)
        document = document_as_of(document, day, {key: tagged.right for key, tagged in held.items() if tagged.right})
        for tagged in held.values():
            yield session.text(say("as it was released by the tag {tag}:", tag=tagged.tag.name))
    yield f"{document.printed_code} {document.title}"
    facts = _facts(session, register, document, day)
    yield from _table(session, [(label, value) for label, value in facts if value])
    if isinstance(document, Document) and document.revisions:
        yield ""
        yield from aligned(list(_ledger(session, document, day)))


def _form_lines(session: Session, register: Register, code: str, day: date) -> Iterator[str]:
    places = register.forms_by_key.get(code_key(code), ())
    if not places:
        raise unknown_document(register, code)
    for document, form in places:
        yield f"{form.code} {form.title}"
        yield from _table(
            session, [(label, value) for label, value in _form_facts(session, document, form, day) if value]
        )


def _table(session: Session, facts: Iterable[tuple[Message, str]]) -> Iterator[str]:
    rows = [(session.text(label), " ".join(value.split())) for label, value in facts]
    return (f"  {line}" for line in aligned(rows))


def _form_facts(session: Session, document: Document, form: Form, day: date) -> Facts:
    yield say("Issue.revision"), form.number
    yield say("Belongs to"), f"{document.printed_code} {document.title}"
    yield say("Status"), session.text(STATUS_NAMES[document.status_on(day)])
    yield say("File"), f"{document.origin.folder}/{form.file}" if form.file else None


def _facts(session: Session, register: Register, document: AnyDocument, day: date) -> Facts:
    if isinstance(document, Document):
        yield from _own_facts(session, register, document, day)
    else:
        yield from _external_facts(session, register, document, day)
    yield say("Cited by"), _codes(register.citing(document))
    yield say("Former codes"), ", ".join(document.former_codes)
    yield say("To be checked"), ", ".join(document.to_check)
    yield say("File"), document.origin.path


def _own_facts(session: Session, register: Register, document: Document, day: date) -> Facts:
    entry = document.in_force(day)
    kind = session.text(_TYPES[document.type])
    yield say("Type"), f"{kind} ({session.text(_CATEGORIES[document.category])})" if document.category else kind
    yield say("Status"), session.text(STATUS_NAMES[document.status_on(day)])
    yield say("In force"), _in_force(session, entry) if entry else None
    coming = [each for each in document.revisions if document.status_of(each, day) is Status.APPROVED]
    yield say("Approved, not yet in force"), ", ".join(_in_force(session, each) for each in coming)
    yield say("Unit"), register.agency.units.get(document.unit or "", document.unit)
    yield say("Clauses"), ", ".join(map(str, document.clauses))
    yield say("Duties"), ", ".join(map(str, document.duties))
    yield say("Fulfils"), ", ".join(document.fulfils)
    yield say("References"), ", ".join(reference.code for reference in document.references)
    yield say("Forms"), ", ".join(form.code for form in document.forms)
    yield say("Records"), str(len(document.records)) if document.records else None
    if document.withdrawn:
        yield from _end(register, document.withdrawn)
    yield say("Digest"), _digest(document, day)


def _digest(document: Document, day: date) -> str | None:
    """Of the revision that stands for it: the files hold the last one, of older ones the ledger has the digest."""
    entry = document.entry_on(day)
    return document.origin.digest if entry is None or entry is document.last else entry.released_content


def _end(register: Register, withdrawn: Withdrawal) -> Facts:
    yield say("Withdrawn"), withdrawn.on.isoformat()
    yield say("Withdrawn by decision"), withdrawn.decision
    yield say("Reason for withdrawal"), withdrawn.reason
    new = register.document(withdrawn.replaced_by) if withdrawn.replaced_by else None
    yield say("Replaced by"), f"{new.printed_code} {new.title}" if new else withdrawn.replaced_by


def _in_force(session: Session, entry: Revision) -> str:
    return session.text(say("{number} from {day}", number=entry.number, day=entry.in_force_from))


def _external_facts(session: Session, register: Register, document: ExternalDocument, day: date) -> Facts:
    yield say("Type"), session.text(_CATEGORIES[document.category])
    yield say("Validity"), session.text(validity(register, document, day))
    yield say("Issued by"), document.issuer
    yield say("Date of issue"), _iso(document.issued)
    yield say("Effective from"), _iso(document.effective)
    yield say("Expires"), _iso(document.expires)
    yield say("Replaces"), ", ".join(document.replaces)
    yield say("Amends"), ", ".join(document.amends)
    yield say("Replaced or amended by"), _codes(register.changed_by.get(code_key(document.code), ()))
    yield say("Source"), document.source
    yield say("Checked on"), _iso(document.checked.on) if document.checked else None


def _ledger(session: Session, document: Document, day: date) -> Iterator[tuple[str, ...]]:
    titles = (
        say("Issue.revision"),
        say("Status"),
        say("Prepared"),
        say("Reviewed"),
        say("Approved"),
        say("Decision"),
        say("Effective from"),
        say("Reason"),
    )
    yield tuple(session.text(title) for title in titles)
    for entry in document.revisions:
        if not entry.may_have_begun(day):
            continue
        status = session.text(STATUS_NAMES[document.status_of(entry, day)])
        decision = (entry.approved.decision if entry.approved else None) or ""
        signed = (_signed(entry.prepared), _signed(entry.reviewed), _signed([entry.approved] if entry.approved else []))
        reason = " ".join((entry.reason or "").split())
        yield entry.number, status, *signed, decision, _iso(entry.in_force_from) or "", reason


def _signed(signatures: Iterable[Signature]) -> str:
    return ", ".join(f"{s.by or s.name or '?'} {_iso(s.on) or ''}".strip() for s in signatures)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _codes(documents: Iterable[AnyDocument]) -> str:
    return ", ".join(document.printed_code for document in documents)
