"""``qmsdocs revise``, ``rename`` and ``adopt``: entries of the ledger are opened, and history from before is bound."""

from __future__ import annotations

from collections.abc import Iterable

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import argument, option, verb
from qmsdocs.diagnostics import Message
from qmsdocs.edit.renaming import RenamingDesk
from qmsdocs.edit.revising import RevisingDesk, Wish
from qmsdocs.edit.rewriting import Rewrite, replace_files

_request = option("--request", metavar="NUMBER", help="number of the change request")
_dry_run = option("--dry-run", is_flag=True, help="print what would change, and write nothing")


@verb(
    "revise",
    help="Opens the next entry of a document's ledger with the right number and lists what changed since the content that "
    "was approved last. Given again, it brings the open entry up to date; what you wrote into the list by hand stays.",
)
@argument("code", metavar="CODE")
@option("-m", "--message", "reason", metavar="WHY", help="why it is revised; the open entry keeps its own without it")
@option("--reissue", is_flag=True, help="a new issue that begins at revision 0, instead of a revision of this one")
@_request
@_dry_run
@click.pass_obj
def revise_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, reason: str | None, reissue: bool, request: str | None, dry_run: bool
) -> int:
    """Writes the entry."""
    revised = RevisingDesk(session.root).revise(code, Wish(reason, request, reissue), on=session.day(None))
    return _done(session, revised.rewrites, revised.notes, dry_run=dry_run)


@verb(
    "rename",
    help="Gives a document another code in a re-issue, keeps the old one under former_codes and renames its files. What "
    "cites the old code still finds the document.",
)
@argument("code", metavar="CODE")
@argument("new", metavar="NEW")
@option("-m", "--message", "reason", metavar="WHY", help="why it gets another code")
@_request
@_dry_run
@click.pass_obj
def rename_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, new: str, reason: str | None, request: str | None, dry_run: bool
) -> int:
    """Writes the entry and moves the files."""
    revised = RenamingDesk(session.root).rename(code, new, Wish(reason, request), on=session.day(None))
    return _done(session, revised.rewrites, revised.notes, dry_run=dry_run)


@verb(
    "adopt",
    help="Binds the last carried-over entry of documents to the files as they stand, as the baseline of later changes: all "
    "of them or none. It is no approval.",
)
@argument("codes", nargs=-1, required=True, metavar="CODE...")
@_dry_run
@click.pass_obj
def adopt_verb(session: Session, *, codes: tuple[str, ...], dry_run: bool) -> int:
    """Writes the baselines."""
    return _done(session, RevisingDesk(session.root).adopt(codes, on=session.day(None)), (), dry_run=dry_run)


def _done(session: Session, rewrites: tuple[Rewrite, ...], notes: Iterable[Message], *, dry_run: bool) -> int:
    if dry_run:
        for rewrite in rewrites:
            session.terminal.result(rewrite.diff)
    else:
        for path in replace_files(session.root, rewrites):
            session.terminal.result(path + "\n")
    for note in notes:
        session.complain(note)
    return 0
