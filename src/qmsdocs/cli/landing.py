"""What verbs that write share: showing a change, putting it in place, committing exactly it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import option
from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import QmsdocsError, UnusableConfiguration
from qmsdocs.history.head import head_of
from qmsdocs.history.repository import repository_of
from qmsdocs.history.writing import commit_files, refuse_uncommittable
from qmsdocs.model.register import Register
from qmsdocs.source.files import WorkTree

dry_run_option = option("--dry-run", is_flag=True, help="print what would change, and write nothing")
commit_option = option("--commit", is_flag=True, help="commit exactly the files that were changed")


def landed(  # noqa: PLR0913 - what was done, and how the user wants it
    session: Session,
    rewrites: Sequence[Rewrite],
    act: Message,
    *,
    dry_run: bool,
    commit: bool,
    notes: Iterable[Message] = (),
    then: Message | None = None,
) -> int:
    """Shows the change, or writes it; with ``--commit`` makes one commit of it, with the act as its message.

    Args:
        session: the session.
        rewrites: the files of the act.
        act: what was done, for the commit.
        dry_run: only show it.
        commit: commit it.
        notes: what the user should know besides.
        then: what comes next, once it is written.

    Raises:
        UnusableConfiguration: it cannot be written or committed.
    """
    if dry_run:
        for rewrite in rewrites:
            session.terminal.result(rewrite.diff)
    elif _write(session, rewrites, act, commit=commit) and then:
        session.print(say("next step: {then}", then=then))
    for note in notes:
        session.complain(note)
    return 0


def _write(session: Session, rewrites: Sequence[Rewrite], act: Message, *, commit: bool) -> bool:
    """Whether anything was written."""
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
        _tell_uncommitted(session, written)
    return bool(written)


def _tell_uncommitted(session: Session, written: Sequence[str]) -> None:
    """What was signed is more than the file that says so: its text and forms must be committed too."""
    files = WorkTree(session.root)
    folders = sorted({posixpath.dirname(path) for path in written} - {""})
    beside = [path for folder in folders for path in files.listing(folder).files]
    head = head_of(session.root, beside, files.read)
    if head and head.changed:
        session.complain(say("not committed yet: {files}; commit them too", files=", ".join(head.changed)))


def entries_named(register: Register, codes: Sequence[str]) -> str:
    """Documents and their last entries, as the subject of a commit names them."""
    found = ((code, register.document(code)) for code in codes)
    return ", ".join(dict.fromkeys(f"{d.code} {d.last.number}" if d and d.last else code for code, d in found))


def codes_named(register: Register, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes of documents for a command line, each once."""
    found = (register.document(code) for code in codes)
    return tuple(dict.fromkeys(document.code for document in found if document))
