"""``qmsdocs revise``, ``rename`` and ``adopt``: entries of the ledger are opened, and history from before is bound."""

from __future__ import annotations

import click

from qmsdocs.cli.landing import codes_named, commit_option, dry_run_option, entries_named, landed
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import argument, option, verb
from qmsdocs.diagnostics import say
from qmsdocs.edit.renaming import RenamingDesk
from qmsdocs.edit.revising import RevisingDesk, Wish

_request = option("--request", metavar="NUMBER", help="number of the change request")


@verb(
    "revise",
    help="Opens the next entry of a document's ledger with the right number and lists what changed since the content that "
    "was approved last. Given again, it brings the open entry up to date; what you wrote into the list by hand stays.",
)
@argument("code", metavar="CODE")
@option("-m", "--message", "reason", metavar="WHY", help="why it is revised; the open entry keeps its own without it")
@option("--reissue", is_flag=True, help="a new issue that begins at revision 0, instead of a revision of this one")
@_request
@dry_run_option
@commit_option
@click.pass_obj
def revise_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, reason: str | None, reissue: bool, request: str | None, dry_run: bool, commit: bool
) -> int:
    """Writes the entry."""
    desk = RevisingDesk(session.root)
    revised = desk.revise(code, Wish(reason, request, reissue), on=session.day(None))
    act = say("{document}: entry of the ledger brought up to date", document=code)
    named = codes_named(desk.register, [code])
    then = say("`qmsdocs diff {code}` shows what changed; then `qmsdocs sign {code} --as prepared --by ID`", code=named)
    return landed(
        session,
        revised.rewrites,
        act,
        dry_run=dry_run,
        commit=commit,
        notes=revised.notes,
        then=None if revised.notes else then,
    )


@verb(
    "rename",
    help="Gives a document another code in a re-issue, keeps the old one under former_codes and renames its files. What "
    "cites the old code still finds the document.",
)
@argument("code", metavar="CODE")
@argument("new", metavar="NEW")
@option("-m", "--message", "reason", metavar="WHY", help="why it gets another code")
@_request
@dry_run_option
@commit_option
@click.pass_obj
def rename_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, new: str, reason: str | None, request: str | None, dry_run: bool, commit: bool
) -> int:
    """Writes the entry and moves the files."""
    revised = RenamingDesk(session.root).rename(code, new, Wish(reason, request), on=session.day(None))
    act = say("{document}: renamed to {new}", document=code, new=new)
    then = say("`qmsdocs sign {code} --as prepared --by ID`", code=new)
    return landed(session, revised.rewrites, act, dry_run=dry_run, commit=commit, notes=revised.notes, then=then)


@verb(
    "adopt",
    help="Binds the last carried-over entry of documents to the files as they stand, as the baseline of later changes: all "
    "of them or none. It is no approval.",
)
@argument("codes", nargs=-1, required=True, metavar="CODE...")
@dry_run_option
@commit_option
@click.pass_obj
def adopt_verb(session: Session, *, codes: tuple[str, ...], dry_run: bool, commit: bool) -> int:
    """Writes the baselines."""
    desk = RevisingDesk(session.root)
    rewrites = desk.adopt(codes, on=session.day(None))
    act = say("{documents}: baseline of the content", documents=entries_named(desk.register, codes))
    return landed(session, rewrites, act, dry_run=dry_run, commit=commit)
