"""``qmsdocs sign``, ``approve``, ``reopen``, ``withdraw`` and ``review``: acts that the ledger records."""

from __future__ import annotations

from datetime import date

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, argument, option, verb
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Act, Desk
from qmsdocs.edit.rewriting import Rewrite

_codes = argument("codes", nargs=-1, required=True, metavar="CODE...")
_by = option("--by", required=True, metavar="ID", help="id of the person in qms.yaml")
_on = option("--on", type=DAY, metavar="DAY", help="the day of the act; default: today")
_dry_run = option("--dry-run", is_flag=True, help="print what would change, and write nothing")


@verb("sign", help="Signs the open entry of documents as prepared or reviewed: all of them or none.")
@_codes
@option("--as", "act", type=OneOf(("prepared", "reviewed")), required=True, metavar="ACT", help="prepared or reviewed")
@_by
@_on
@_dry_run
@click.pass_obj
def sign_verb(session: Session, *, codes: tuple[str, ...], act: Act, by: str, on: date | None, dry_run: bool) -> int:  # noqa: PLR0913 - one parameter for each option
    """Writes the signatures."""
    return _done(session, Desk(session.root).sign(codes, act, by=by, on=session.day(on)), dry_run=dry_run)


@verb(
    "approve",
    help="Approves the open entry of documents by a decision and binds it to their content: all of them or none. The "
    "decision gets a file in records/decisions, or they are added to the one it has.",
)
@_codes
@_by
@_on
@option("--decision", required=True, metavar="NUMBER", help="number of the decision that issues them")
@option("--effective", type=DAY, metavar="DAY", help="the day they take effect; default: the day of approval")
@option("--evidence", metavar="FILE", help="scan or signed file of the decision; it is filed beside it")
@_dry_run
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
) -> int:
    """Writes the approvals."""
    issuing = Issuing(decision, effective, session.path(evidence) if evidence else None)
    return _done(session, Desk(session.root).approve(codes, issuing, by=by, on=session.day(on)), dry_run=dry_run)


@verb(
    "reopen", help="Takes the signatures of an entry back before it takes effect; the ledger keeps who did so and why."
)
@argument("code", metavar="CODE")
@_by
@_on
@option("-m", "--message", "reason", required=True, metavar="WHY", help="why it is reopened")
@_dry_run
@click.pass_obj
def reopen_verb(session: Session, *, code: str, by: str, on: date | None, reason: str, dry_run: bool) -> int:  # noqa: PLR0913 - one parameter for each option
    """Takes the signatures back."""
    return _done(session, Desk(session.root).reopen(code, by=by, on=session.day(on), reason=reason), dry_run=dry_run)


@verb("withdraw", help="Ends documents from a day on: all of them or none.")
@_codes
@_on
@option("--decision", required=True, metavar="NUMBER", help="number of the decision that ends them")
@option("--reason", required=True, metavar="WHY", help="why they end")
@option("--replaced-by", metavar="CODE", help="the document that takes their place")
@_dry_run
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
) -> int:
    """Writes the withdrawals."""
    desk = Desk(session.root)
    rewrites = desk.withdraw(codes, on=session.day(on), reason=reason, decision=decision, replaced_by=replaced_by)
    return _done(session, rewrites, dry_run=dry_run)


@verb("review", help="Records a periodic review of documents that changed nothing.")
@_codes
@_by
@_on
@option("--note", metavar="TEXT", help="what was looked at")
@_dry_run
@click.pass_obj
def review_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, codes: tuple[str, ...], by: str, on: date | None, note: str | None, dry_run: bool
) -> int:
    """Writes the reviews."""
    return _done(session, Desk(session.root).review(codes, by=by, on=session.day(on), note=note), dry_run=dry_run)


def _done(session: Session, rewrites: tuple[Rewrite, ...], *, dry_run: bool) -> int:
    if dry_run:
        for rewrite in rewrites:
            session.terminal.result(rewrite.diff)
        return 0
    for path in replace_files(session.root, rewrites):
        session.terminal.result(path + "\n")
    return 0
