"""``qmsdocs check``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from qmsdocs import __version__
from qmsdocs.cli.output import append_file, write_file
from qmsdocs.cli.repository import refuse_empty
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, argument, option, verb
from qmsdocs.diagnostics import Diagnostic, say
from qmsdocs.engine import check
from qmsdocs.errors import NotARepository, UnusableConfiguration
from qmsdocs.model.change import Change
from qmsdocs.model.register import Register
from qmsdocs.report import FOR_PEOPLE, FORMATS, Run, Summary, render
from qmsdocs.rules import RULES
from qmsdocs.source import load

FOUND, UNUSABLE = 1, 2


@verb(
    "check",
    help="Finds what is wrong in the repository on a day. PATH limits what is reported, not what is read. "
    "Ends with 0 when there are no errors, 1 when there are, 2 when qms.yaml cannot be used, 3 when there is "
    "nothing to check.",
)
@argument("paths", nargs=-1, metavar="[PATH]...")
@option("--on", type=DAY, metavar="DAY", help="the day of the check; default: today")
@option(
    "--format",
    "format_name",
    type=OneOf(FORMATS),
    default="full",
    metavar="FORMAT",
    help="full, concise, json, github, gitlab, sarif, junit or markdown",
)
@option(
    "--since",
    metavar="REV",
    help="check the change for this branch or commit too; problems it had already do not count",
)
@option("--output", metavar="FILE", help="write the report to a file")
@option("--summary", metavar="FILE", help="also add a page for reviewers to the end of a file, as Markdown")
@option("--strict", is_flag=True, help="warnings count as errors")
@click.pass_obj
def check_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    *,
    paths: tuple[str, ...],
    on: date | None,
    format_name: str,
    since: str | None,
    output: str | None,
    summary: str | None,
    strict: bool,
) -> int:
    """Reports what is wrong; the exit code says whether anything is."""
    day = session.day(on)
    wanted = _wanted(session, paths)
    change = _change(session, since) if since is not None else None
    register = change.now if change else load(session.root)
    if register.usable:
        refuse_empty(register)
        _refuse_elsewhere(register, wanted, paths)
    among = wanted if register.usable else ()
    found = _with_change(change, day, among) if change else check(register, on=day, paths=among)
    run = _run_of(session, register, day, strict=strict, colour=session.terminal.colour and output is None)
    run = replace(run, since=since)
    _deliver(session, format_name, output, found, run)
    if change and register.usable and change.empty:
        session.complain(
            say(
                "no document, decision or setting differs from what {since} had when the change began, so there is nothing to "
                "compare; is it the revision that you mean?",
                since=since,
            )
        )
    if summary is not None:
        _summarize(session.path(summary), found, run, change if register.usable else None)
    if not register.usable:
        return UNUSABLE
    return FOUND if any(map(run.fails, found)) else 0


def _change(session: Session, since: str) -> Change:
    from qmsdocs.since import change_since  # noqa: PLC0415 - lazily: most checks are of files alone

    return change_since(session.root, since)


def _with_change(change: Change, day: date, paths: Sequence[str]) -> tuple[Diagnostic, ...]:
    from qmsdocs.since import check_change  # noqa: PLC0415 - as above

    return check_change(change, on=day, paths=paths)


def _summarize(file: Path, found: tuple[Diagnostic, ...], run: Run, change: Change | None) -> None:
    from qmsdocs.report.changes import render_summary  # noqa: PLC0415 - as above

    append_file(file, render_summary(found, run, change).encode("utf-8", "backslashreplace"))


def _run_of(session: Session, register: Register, day: date, *, strict: bool, colour: bool) -> Run:
    documents = len(register.everything) + len(register.unreadable)
    return Run(
        day,
        __version__,
        session.translate,
        session.language,
        documents,
        RULES,
        folder=_folder(session),
        strict=strict,
        colour=colour,
    )


def _folder(session: Session) -> str:
    """The way from where the user is down to the repository; editors and CI open paths from there."""
    try:
        below = session.root.resolve().relative_to(session.cwd.resolve()).as_posix()
    except ValueError:
        return ""
    return "" if below == "." else below + "/"


def _deliver(session: Session, format_name: str, output: str | None, found: tuple[Diagnostic, ...], run: Run) -> None:
    text = render(format_name, found, run)
    data = text.encode("utf-8", "backslashreplace")
    if output is not None and not session.terminal.is_at(session.path(output)):
        write_file(session.path(output), data)
        summary = Summary.of(found).sentence(run)
        session.print(say("{summary}; written to {file}", summary=summary, file=output))
    elif format_name in FOR_PEOPLE:
        session.terminal.result(text)
    else:
        session.terminal.data(data)


def _wanted(session: Session, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths as the register names them: from the root, with ``/``; empty text is the root.

    Raises:
        UnusableConfiguration: one does not exist or lies elsewhere.
    """
    wanted = []
    for given in paths:
        full = session.path(given)
        if not os.path.lexists(full):
            raise UnusableConfiguration(say("there is no file or folder {path}", path=given))
        below = _below(full, session.root)
        if below is None:
            root = session.root
            raise UnusableConfiguration(say("{path} does not lie in the repository {root}", path=given, root=root))
        wanted.append("" if below == "." else below)
    return tuple(wanted)


def _below(path: Path, root: Path) -> str | None:
    for one, other in ((Path(os.path.normpath(path)), Path(os.path.normpath(root))), (path.resolve(), root.resolve())):
        if one.is_relative_to(other):
            return one.relative_to(other).as_posix()
    return None


def _refuse_elsewhere(register: Register, wanted: tuple[str, ...], paths: Sequence[str]) -> None:
    """Paths that hold nothing of the repository are no pass."""
    known = {*register.paths, "qms.yaml", *register.agency.profiles, *(file.path for file in register.files)}
    for path, given in zip(wanted, paths, strict=True):
        if path and path not in known and not any(file.startswith(path + "/") for file in known):
            raise NotARepository(say("there is no document in {path}", path=given))
