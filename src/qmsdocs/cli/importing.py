"""``qmsdocs import``: Word files become documents, or update the ones they were released from."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from qmsdocs.cli.landing import dry_run_option
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.diagnostics import say
from qmsdocs.edit.landing import finish, replace_files
from qmsdocs.errors import QmsdocsError, UnusableConfiguration, reason_of
from qmsdocs.importing.foreign import drafted
from qmsdocs.importing.incoming import Arrival, Convert, Incoming, Wish
from qmsdocs.importing.release.printed import Around
from qmsdocs.issuing.templates import template_bytes
from qmsdocs.office.convert import Office
from qmsdocs.report.imported import as_json, as_text
from qmsdocs.source import load
from qmsdocs.source.files import WorkTree
from qmsdocs.source.usable import refuse_unusable

_REFUSED = 1
_MOST_BYTES = 64 << 20
_FORMATS = ("text", "json")


@verb(
    "import",
    help="Takes Word files in. A file that qmsdocs released becomes its document again; with --update CODE what was "
    "edited in Word, and only that, goes into the files of that document. Other procedures become drafts, and the report "
    "says with places what was read, guessed, approximated or not taken over. Each file comes in whole or not at all; one "
    "that is refused does not keep out the others, and the exit code is then 1.",
)
@argument("names", nargs=-1, required=True, metavar="FILE...")
@option("--into", metavar="DIR", help="folder for a new document; default: a folder of its own below the procedures")
@option("--update", metavar="CODE", help="the document that the file was released from, and that takes its edits")
@option("--reject-changes", is_flag=True, help="take tracked changes as refused; default: as done")
@option("--format", "format_name", type=OneOf(_FORMATS), default="text", metavar="FORMAT", help="text or json")
@dry_run_option
@click.pass_obj
def import_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    *,
    names: tuple[str, ...],
    into: str | None,
    update: str | None,
    reject_changes: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Prints what became of each file."""
    if update is not None and len(names) > 1:
        raise UnusableConfiguration(say("--update takes one file; give the others in calls of their own"))
    incoming = _incoming(session, Wish(_folder(session, into), update, accept=not reject_changes))
    arrivals = [_landed(session, incoming, name, dry_run=dry_run) for name in names]
    if format_name == "json":
        session.terminal.result(as_json(arrivals, session.translate))
    else:
        session.terminal.result(as_text(arrivals, session.translate))
        if dry_run:
            _show(session, arrivals)
    return _REFUSED if any(arrival.refusal for arrival in arrivals) else 0


def _incoming(session: Session, wish: Wish) -> Incoming:
    finish(session.root)
    files = WorkTree(session.root)
    register = load(files)
    refuse_unusable(register)
    around = Around(files, register, lambda name: template_bytes(register, files, name))
    return Incoming(
        around, wish, _conversion(session), lambda word, name: drafted(word, register, PurePosixPath(name).stem)
    )


def _conversion(session: Session) -> Convert:
    def to_docx(data: bytes) -> bytes:
        try:
            return Office.found(session.environment.get("PATH")).converted({"old.doc": data}, "docx")["old.docx"]
        except UnusableConfiguration as error:
            raise UnusableConfiguration(
                say("it is an old Word file; save it as .docx in Word ({reason})", reason=error.message)
            ) from None

    return to_docx


def _folder(session: Session, into: str | None) -> str:
    """The folder relative to the root, inside the folder of the procedures."""
    if into is None:
        return ""
    try:
        inside = session.path(into).resolve().relative_to(session.root.resolve())
    except (ValueError, OSError):
        raise UnusableConfiguration(say("{path} lies outside the repository", path=into)) from None
    return PurePosixPath(*inside.parts).as_posix()


def _landed(session: Session, incoming: Incoming, name: str, *, dry_run: bool) -> Arrival:
    path = session.path(name)
    try:
        data = _read(path)
        arrival = incoming.take(path.name, data)
        if arrival.refusal is None and not dry_run:
            replace_files(session.root, arrival.rewrites)
    except QmsdocsError as error:
        return Arrival(path.name, refusal=error.message)
    return arrival


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnusableConfiguration(say("there is no such file"))
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UnusableConfiguration(reason_of(error)) from None
    if len(data) > _MOST_BYTES:
        raise UnusableConfiguration(say("it is larger than any Word file of this kind"))
    return data


def _show(session: Session, arrivals: list[Arrival]) -> None:
    for arrival in arrivals:
        for rewrite in arrival.rewrites:
            session.terminal.result(rewrite.diff)
