"""``qmsdocs sign``, ``approve``, ``reopen``, ``withdraw`` and ``review``: acts that the ledger records."""

from __future__ import annotations

from datetime import date

import click

from qmsdocs.cli.landing import codes_named, commit_option, dry_run_option, entries_named, landed
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.filing import FilingDesk
from qmsdocs.edit.ledger import Act, Desk
from qmsdocs.errors import UnusableConfiguration

_codes = argument("codes", nargs=-1, required=True, metavar="CODE...")
_by = option("--by", required=True, metavar="ID", help="id of the person in qms.yaml")
_on = option("--on", type=DAY, metavar="DAY", help="the day of the act; default: today")


@verb("sign", help="Signs the open entry of documents as prepared or reviewed: all of them or none.")
@_codes
@option("--as", "act", type=OneOf(("prepared", "reviewed")), required=True, metavar="ACT", help="prepared or reviewed")
@_by
@_on
@dry_run_option
@commit_option
@click.pass_obj
def sign_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, codes: tuple[str, ...], act: Act, by: str, on: date | None, dry_run: bool, commit: bool
) -> int:
    """Writes the signatures."""
    desk = Desk(session.root)
    rewrites = desk.sign(codes, act, by=by, on=session.day(on))
    act_done = say(
        "{documents}: signed as {act} ({by})", documents=entries_named(desk.register, codes), act=_SIGNED[act], by=by
    )
    then = _AFTER[act](codes_named(desk.register, codes))
    return landed(session, rewrites, act_done, dry_run=dry_run, commit=commit, then=then)


@verb(
    "approve",
    help="Approves the open entry of documents by a decision and binds it to their content: all of them or none. The "
    "decision gets a file in records/decisions, or they are added to the one it has. Given again with --evidence, it files "
    "the scan of a decision that has issued them already.",
)
@_codes
@_by
@_on
@option("--decision", required=True, metavar="NUMBER", help="number of the decision that issues them")
@option("--effective", type=DAY, metavar="DAY", help="the day they take effect; default: the day of approval")
@option("--evidence", metavar="FILE", help="scan or signed file of the decision; it is filed beside it")
@option("--basis", multiple=True, metavar="CODE", help="a document that the decision rests on; may be given many times")
@dry_run_option
@commit_option
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
    basis: tuple[str, ...],
    dry_run: bool,
    commit: bool,
) -> int:
    """Writes the approvals."""
    issuing = Issuing(decision, effective, session.path(evidence) if evidence else None, basis)
    desk = FilingDesk(session.root)
    if evidence and (entries := desk.issued_by(codes, decision, on)):
        if basis:
            raise UnusableConfiguration(
                say(
                    "decision {number} is signed already, only its scan can be filed now; leave out --basis",
                    number=decision,
                )
            )
        rewrites = desk.file_evidence(entries, issuing, by=by)
        issues = ", ".join(f"{document.code} {entry.number}" for document, _, entry in entries)
        act = say("{documents}: evidence of decision {number} filed", documents=issues, number=decision)
        return landed(session, rewrites, act, dry_run=dry_run, commit=commit)
    rewrites = desk.approve(codes, issuing, by=by, on=session.day(on))
    act = say(
        "{documents}: approved by decision {number} ({by})",
        documents=entries_named(desk.register, codes),
        number=decision,
        by=by,
    )
    issue = say("`qmsdocs release {codes} --tag`", codes=codes_named(desk.register, codes))
    then = issue if commit else say("commit it, then {next}", next=issue)
    return landed(session, rewrites, act, dry_run=dry_run, commit=commit, then=then)


@verb(
    "reopen", help="Takes the signatures of an entry back before it takes effect; the ledger keeps who did so and why."
)
@argument("code", metavar="CODE")
@_by
@_on
@option("-m", "--message", "reason", required=True, metavar="WHY", help="why it is reopened")
@dry_run_option
@commit_option
@click.pass_obj
def reopen_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, by: str, on: date | None, reason: str, dry_run: bool, commit: bool
) -> int:
    """Takes the signatures back."""
    desk = Desk(session.root)
    rewrites = desk.reopen(code, by=by, on=session.day(on), reason=reason)
    act = say(
        "{documents}: reopened ({by}): {reason}", documents=entries_named(desk.register, [code]), by=by, reason=reason
    )
    then = say(
        "change what is to be changed, then `qmsdocs sign {codes} --as prepared --by ID`",
        codes=codes_named(desk.register, [code]),
    )
    return landed(session, rewrites, act, dry_run=dry_run, commit=commit, then=then)


@verb("withdraw", help="Ends documents from a day on: all of them or none.")
@_codes
@_on
@option("--decision", required=True, metavar="NUMBER", help="number of the decision that ends them")
@option("--by", metavar="ID", help="id of the person in qms.yaml who decided it")
@option("--reason", required=True, metavar="WHY", help="why they end")
@option("--replaced-by", metavar="CODE", help="the document that takes their place")
@dry_run_option
@commit_option
@click.pass_obj
def withdraw_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    *,
    codes: tuple[str, ...],
    on: date | None,
    decision: str,
    by: str | None,
    reason: str,
    replaced_by: str | None,
    dry_run: bool,
    commit: bool,
) -> int:
    """Writes the withdrawals."""
    desk = Desk(session.root)
    day = session.day(on)
    rewrites = desk.withdraw(codes, on=day, reason=reason, decision=decision, by=by, replaced_by=replaced_by)
    act = say(
        "{documents}: withdrawn by decision {number}", documents=entries_named(desk.register, codes), number=decision
    )
    then = say("`qmsdocs impact {code}` tells what still cites it", code=codes_named(desk.register, codes[:1]))
    return landed(session, rewrites, act, dry_run=dry_run, commit=commit, then=then)


@verb("review", help="Records a periodic review of documents that changed nothing.")
@_codes
@_by
@_on
@option("--note", metavar="TEXT", help="what was looked at")
@dry_run_option
@commit_option
@click.pass_obj
def review_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, codes: tuple[str, ...], by: str, on: date | None, note: str | None, dry_run: bool, commit: bool
) -> int:
    """Writes the reviews."""
    desk = Desk(session.root)
    rewrites = desk.review(codes, by=by, on=session.day(on), note=note)
    act = say("{documents}: reviewed without change ({by})", documents=entries_named(desk.register, codes), by=by)
    return landed(session, rewrites, act, dry_run=dry_run, commit=commit)


_SIGNED = {"prepared": say("prepared"), "reviewed": say("reviewed")}


def _to_review(codes: tuple[str, ...]) -> Message:
    return say("somebody else reviews it: `qmsdocs sign {codes} --as reviewed --by ID`", codes=codes)


def _to_approve(codes: tuple[str, ...]) -> Message:
    return say(
        "`qmsdocs release {codes} --for-signing` prints it for the leader, who signs a decision; then "
        "`qmsdocs approve {codes} --by ID --decision NUMBER`",
        codes=codes,
    )


_AFTER = {"prepared": _to_review, "reviewed": _to_approve}
