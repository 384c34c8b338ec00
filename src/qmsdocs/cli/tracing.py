"""``qmsdocs history``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from qmsdocs.cli.repository import found, usable_register
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, argument, option, verb
from qmsdocs.corroboration import Corroborated, corroborated
from qmsdocs.diagnostics import say
from qmsdocs.errors import UnknownDocument
from qmsdocs.history.repository import repository_of
from qmsdocs.model.document import Document
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.report.display import aligned, visible


@verb(
    "history",
    help="Shows the ledger of a document beside what git knows: the commit that first held the content that was signed.",
)
@argument("code", metavar="CODE")
@option("--on", type=DAY, metavar="DAY", help="the day of the statuses; default: today")
@click.pass_obj
def history_verb(session: Session, *, code: str, on: date | None) -> int:
    """Prints one line for each entry."""
    document = found(usable_register(session), code).document
    if not isinstance(document, Document):
        raise UnknownDocument(say("{code} is an external document; only the agency's own have a ledger", code=code))
    entries = corroborated(repository_of(session.root), document)
    lines = [
        f"{document.printed_code} {document.title}",
        *aligned(list(_rows(session, document, entries, session.day(on)))),
    ]
    session.terminal.result("\n".join(map(visible, lines)) + "\n")
    return 0


def _rows(session: Session, document: Document, entries: tuple[Corroborated, ...], day: date) -> Iterator[list[str]]:
    heads = (say("Revision"), say("Status"), say("Approved"), say("Decision"), say("Content"), say("First held by"))
    yield [session.text(head) for head in heads]
    for each in entries:
        entry = each.entry
        yield [
            entry.number,
            session.text(STATUS_NAMES[document.status_of(entry, day)]),
            entry.approved_on.isoformat() if entry.approved_on else "",
            (entry.approved.decision if entry.approved else None) or "",
            (each.digest or "").removeprefix("sha256:")[:12],
            _place(session, each),
        ]


def _place(session: Session, each: Corroborated) -> str:
    if each.commit:
        return f"{each.commit.oid[:10]} {each.commit.written.date().isoformat()} {each.commit.author}"
    return session.text(say("no commit")) if each.digest else ""
