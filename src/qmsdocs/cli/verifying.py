"""``qmsdocs verify``."""

from __future__ import annotations

import json

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.issuing import Verified, verify

DEVIATING, NOT_CHECKED = 1, 3


@verb(
    "verify",
    help="Proves that a release (its folder) or a tag is what was approved: every file unchanged, every revision as ledger "
    "and git have it. With the same version of qmsdocs the release is also rendered again and compared.",
)
@argument("what", required=False, metavar="[DIR|TAG]")
@option("--format", "format_name", type=OneOf(("text", "json")), default="text", metavar="FORMAT", help="text or json")
@click.pass_obj
def verify_verb(session: Session, *, what: str | None, format_name: str) -> int:
    """Prints a line for each deviation."""
    folder = session.path(what) if what else session.root / "dist"
    found = verify(session.root, folder if what is None or folder.is_dir() else what)
    if format_name == "json":
        session.terminal.result(_json(session, found))
    else:
        _print(session, found)
    if found.deviations:
        return DEVIATING
    return NOT_CHECKED if found.unchecked else 0


def _print(session: Session, found: Verified) -> None:
    for each in found.deviations:
        session.print(say("{subject}: {problem}", subject=each.subject, problem=each.message))
    for message in found.notes:
        session.print(say("note: {text}", text=message))
    for message in found.unchecked:
        session.complain(message)
    session.print(_summary(found))


def _summary(found: Verified) -> Message:
    if found.deviations:
        return say("{subject}: {count} deviations", subject=found.subject, count=len(found.deviations))
    if found.unchecked:
        return say("{subject}: no deviation, but not everything could be looked at", subject=found.subject)
    return say("{subject}: {count} revisions are what was approved", subject=found.subject, count=found.documents)


def _json(session: Session, found: Verified) -> str:
    content = {
        "subject": found.subject,
        "documents": found.documents,
        "deviations": [{"subject": d.subject, "message": session.text(d.message)} for d in found.deviations],
        "unchecked": [session.text(message) for message in found.unchecked],
        "notes": [session.text(message) for message in found.notes],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
