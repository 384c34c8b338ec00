"""``qmsdocs history``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from qmsdocs.cli.repository import found, usable_register
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, argument, option, verb
from qmsdocs.corroboration import Corroborated, corroborated, signed_digest
from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing, UnknownDocument
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.model.document import Document
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.report.display import aligned, visible
from qmsdocs.tagged import Tagged, Tags


@verb(
    "history",
    help="Shows the ledger of a document beside what git knows: the commit that first held the content that was signed, and "
    "the tag of its release.",
)
@argument("code", metavar="CODE")
@option("--on", type=DAY, metavar="DAY", help="the day of the statuses; default: today")
@click.pass_obj
def history_verb(session: Session, *, code: str, on: date | None) -> int:
    """Prints one line for each entry."""
    document = found(usable_register(session), code).document
    if not isinstance(document, Document):
        raise UnknownDocument(say("{code} is an external document; only the agency's own have a ledger", code=code))
    rows = list(_rows(session, document, _repository(session), session.day(on)))
    lines = [f"{document.printed_code} {document.title}", *aligned(rows)]
    session.terminal.result("\n".join(map(visible, lines)) + "\n")
    return 0


_HEADS = (
    say("Revision"),
    say("Status"),
    say("Approved"),
    say("Decision"),
    say("Content"),
    say("First held by"),
    say("Tag"),
)
_OF_LEDGER = 5
"""How many of the columns the ledger alone fills."""


def _repository(session: Session) -> Repository | None:
    """Where git keeps it; None where it does not, for the ledger answers alone."""
    try:
        return repository_of(session.root)
    except HistoryMissing as missing:
        session.complain(say("only the ledger is shown, without what git knows: {reason}", reason=missing.message))
        return None


def _rows(session: Session, document: Document, repository: Repository | None, day: date) -> Iterator[list[str]]:
    known = _HEADS if repository else _HEADS[:_OF_LEDGER]
    yield [session.text(head) for head in known]
    tags = Tags(repository)
    for each in corroborated(repository, document) if repository else _alone(document):
        entry = each.entry
        row = [
            entry.number,
            session.text(STATUS_NAMES[document.status_of(entry, day)]),
            entry.approved_on.isoformat() if entry.approved_on else "",
            (entry.approved.decision if entry.approved else None) or "",
            (each.digest or "").removeprefix("sha256:")[:12],
            _place(session, each),
            _tag(session, tags.of(document, entry)),
        ]
        yield row[: len(known)]


def _alone(document: Document) -> Iterator[Corroborated]:
    """The entries without git."""
    return (Corroborated(entry, signed_digest(entry), None) for entry in document.revisions)


def _place(session: Session, each: Corroborated) -> str:
    if each.commit:
        return f"{each.commit.oid[:10]} {each.commit.written.date().isoformat()} {each.commit.author}"
    return session.text(say("no commit")) if each.digest else ""


def _tag(session: Session, tagged: Tagged | None) -> str:
    """The tag beside an entry; what is wrong with it is told on standard error."""
    if tagged is None:
        return ""
    for fault in tagged.faults:
        session.complain(say("{tag}: {fault}", tag=tagged.tag.name, fault=fault))
    if tagged.faults:
        return session.text(say("{tag} (wrong)", tag=tagged.tag.name))
    return session.text(say("{tag} (signed)", tag=tagged.tag.name)) if tagged.tag.signed else tagged.tag.name
