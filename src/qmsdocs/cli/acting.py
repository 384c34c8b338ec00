"""``qmsdocs sign``, ``approve``, ``reopen``, ``withdraw`` and ``review``: acts that the ledger records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Act, Decision, Desk
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import QmsdocsError, UnusableConfiguration
from qmsdocs.history.repository import repository_of
from qmsdocs.history.writing import commit_files, refuse_uncommittable

_codes = argument("codes", nargs=-1, required=True, metavar="CODE...")
_by = option("--by", required=True, metavar="ID", help="id of the person in qms.yaml")
_on = option("--on", type=DAY, metavar="DAY", help="the day of the act; default: today")
_dry_run = option("--dry-run", is_flag=True, help="print what would change, and write nothing")
_commit = option("--commit", is_flag=True, help="commit exactly the files that were changed")


@verb("sign", help="Signs the open entry of documents as prepared or reviewed: all of them or none.")
@_codes
@option("--as", "act", type=OneOf(("prepared", "reviewed")), required=True, metavar="ACT", help="prepared or reviewed")
@_by
@_on
@_dry_run
@_commit
@click.pass_obj
def sign_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, codes: tuple[str, ...], act: Act, by: str, on: date | None, dry_run: bool, commit: bool
) -> int:
    """Writes the signatures."""
    desk = Desk(session.root)
    rewrites = desk.sign(codes, act, by=by, on=session.day(on))
    act_done = say("{documents}: signed as {act} ({by})", documents=_named(desk, codes), act=_SIGNED[act], by=by)
    return _done(session, rewrites, act_done, dry_run=dry_run, commit=commit)


@verb(
    "approve",
    help="Approves the open entry of documents by a decision and binds it to their content: all of them or none.",
)
@_codes
@_by
@_on
@option("--decision", required=True, metavar="NUMBER", help="number of the decision that issues them")
@option("--effective", type=DAY, metavar="DAY", help="the day they take effect; default: the day of approval")
@option("--evidence", metavar="FILE", help="scan or signed file of the decision, in the repository")
@_dry_run
@_commit
@click.pass_obj
def approve_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    *,
    codes: tuple[str, ...],
    by: str,
    on: date | None,
    decision: str,
    effective: date | None,
    evidence: str | None,
    dry_run: bool,
    commit: bool,
) -> int:
    """Writes the approvals."""
    given = Decision(decision, effective, _inside(session, evidence) if evidence else None)
    desk = Desk(session.root)
    rewrites = desk.approve(codes, given, by=by, on=session.day(on))
    act = say(
        "{documents}: approved by decision {number} ({by})", documents=_named(desk, codes), number=decision, by=by
    )
    return _done(session, rewrites, act, dry_run=dry_run, commit=commit)


@verb(
    "reopen", help="Takes the signatures of an entry back before it takes effect; the ledger keeps who did so and why."
)
@argument("code", metavar="CODE")
@_by
@_on
@option("-m", "--message", "reason", required=True, metavar="WHY", help="why it is reopened")
@_dry_run
@_commit
@click.pass_obj
def reopen_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, by: str, on: date | None, reason: str, dry_run: bool, commit: bool
) -> int:
    """Takes the signatures back."""
    desk = Desk(session.root)
    rewrites = desk.reopen(code, by=by, on=session.day(on), reason=reason)
    act = say("{documents}: reopened ({by}): {reason}", documents=_named(desk, [code]), by=by, reason=reason)
    return _done(session, rewrites, act, dry_run=dry_run, commit=commit)


@verb("withdraw", help="Ends documents from a day on: all of them or none.")
@_codes
@_on
@option("--decision", required=True, metavar="NUMBER", help="number of the decision that ends them")
@option("--reason", required=True, metavar="WHY", help="why they end")
@option("--replaced-by", metavar="CODE", help="the document that takes their place")
@_dry_run
@_commit
@click.pass_obj
def withdraw_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    *,
    codes: tuple[str, ...],
    on: date | None,
    decision: str,
    reason: str,
    replaced_by: str | None,
    dry_run: bool,
    commit: bool,
) -> int:
    """Writes the withdrawals."""
    desk = Desk(session.root)
    rewrites = desk.withdraw(codes, on=session.day(on), reason=reason, decision=decision, replaced_by=replaced_by)
    act = say("{documents}: withdrawn by decision {number}", documents=_named(desk, codes), number=decision)
    return _done(session, rewrites, act, dry_run=dry_run, commit=commit)


@verb("review", help="Records a periodic review of documents that changed nothing.")
@_codes
@_by
@_on
@option("--note", metavar="TEXT", help="what was looked at")
@_dry_run
@_commit
@click.pass_obj
def review_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, codes: tuple[str, ...], by: str, on: date | None, note: str | None, dry_run: bool, commit: bool
) -> int:
    """Writes the reviews."""
    desk = Desk(session.root)
    rewrites = desk.review(codes, by=by, on=session.day(on), note=note)
    act = say("{documents}: reviewed without change ({by})", documents=_named(desk, codes), by=by)
    return _done(session, rewrites, act, dry_run=dry_run, commit=commit)


_SIGNED = {"prepared": say("prepared"), "reviewed": say("reviewed")}


def _named(desk: Desk, codes: Sequence[str]) -> str:
    """The documents of an act and the entries concerned, as the subject of its commit names them."""
    found = [(code, desk.register.document(code)) for code in dict.fromkeys(codes)]
    return ", ".join(f"{d.code} {d.last.number}" if d and d.last else code for code, d in found)


def _done(session: Session, rewrites: tuple[Rewrite, ...], act: Message, *, dry_run: bool, commit: bool) -> int:
    """Shows the change, or writes it; with ``--commit`` makes one commit of it, with the act as its message."""
    if dry_run:
        for rewrite in rewrites:
            session.terminal.result(rewrite.diff)
        return 0
    repository = repository_of(session.root) if commit else None
    if repository:
        refuse_uncommittable(repository)  # before anything is written
    written = replace_files(session.root, rewrites)
    for path in written:
        session.terminal.result(path + "\n")
    if repository and written:
        after = {rewrite.path: rewrite.after for rewrite in rewrites if rewrite.path in written}
        try:
            made = commit_files(repository, after, " ".join(session.text(act).split()) + "\n")
        except QmsdocsError as error:
            raise UnusableConfiguration(
                say("the files are written, but not committed: {reason}", reason=error.message)
            ) from None
        session.print(say("committed as {commit}", commit=made[:10]))
    return 0


def _inside(session: Session, given: str) -> str:
    """The path of a file as the repository names it."""
    full, root = session.path(given).resolve(), session.root.resolve()
    if not full.is_relative_to(root):
        raise UnusableConfiguration(say("{path} does not lie in the repository {root}", path=given, root=root))
    return full.relative_to(root).as_posix()
