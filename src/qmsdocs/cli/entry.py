"""The entry point: from arguments to an exit code, whatever happens."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.terminal import Terminal
from qmsdocs.cli.verb import Verbs, show_version, usage_message
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import QmsdocsError, UnusableConfiguration, reason_of
from qmsdocs.language import LANGUAGES

USAGE, NOT_CHECKED, BUG, INTERRUPTED = 2, 3, 4, 130

VERBS: dict[str, tuple[str, Message]] = {
    "check": ("qmsdocs.cli.checking", say("find what is wrong in the repository")),
    "explain": ("qmsdocs.cli.explaining", say("say why a rule exists, with a bad and a good example")),
    "list": ("qmsdocs.cli.listing", say("print a master list: documents, external documents, forms, records")),
    "show": ("qmsdocs.cli.showing", say("show a document and its ledger")),
    "history": ("qmsdocs.cli.tracing", say("show the ledger of a document beside what git knows")),
    "diff": ("qmsdocs.cli.comparing", say("show what changed between two revisions of a document")),
    "digest": ("qmsdocs.cli.showing", say("print the digest of the content of documents")),
    "impact": ("qmsdocs.cli.impacting", say("show what a change of a document touches, and by when it must follow")),
    "release": ("qmsdocs.cli.releasing", say("issue the Word files, the master lists and the manifest")),
    "verify": ("qmsdocs.cli.verifying", say("prove that a release or a tag is what was approved")),
    "import": ("qmsdocs.cli.importing", say("take Word files in, or take over what was edited in a release")),
    "new": ("qmsdocs.cli.creating", say("begin a new document")),
    "revise": ("qmsdocs.cli.revising", say("open the next entry of a ledger, or fill the open one")),
    "rename": ("qmsdocs.cli.revising", say("give a document another code, as a re-issue")),
    "adopt": ("qmsdocs.cli.revising", say("bind carried-over history to the files as they stand")),
    "sign": ("qmsdocs.cli.acting", say("sign the open entry of documents as prepared or reviewed")),
    "approve": ("qmsdocs.cli.acting", say("approve the open entry of documents by a decision")),
    "reopen": ("qmsdocs.cli.acting", say("take the signatures of an entry back before it takes effect")),
    "withdraw": ("qmsdocs.cli.acting", say("end documents from a day on")),
    "review": ("qmsdocs.cli.acting", say("record a review of documents that changed nothing")),
    "recover": ("qmsdocs.cli.recovering", say("finish an act that was interrupted while it was written")),
    "init": ("qmsdocs.cli.creating", say("make a new repository")),
    "schema": ("qmsdocs.cli.schemas", say("print the JSON Schema with which editors help to write")),
}
"""In the order of help."""


def start(arguments: Sequence[str]) -> int:
    """Runs the command line in this process: its folder, its clock, its environment."""
    everywhere, rest = _options_of_every_verb(arguments)
    try:
        cwd = Path.cwd()
    except OSError:
        cwd = Path(os.sep)  # the folder we were in is gone; every verb says so in its own way
    lang, root = everywhere.get("--lang"), everywhere.get("--root")
    return run(rest, Session(Terminal.of_process(os.environ), cwd, datetime.now, os.environ, lang, root))


def run(arguments: Sequence[str], session: Session) -> int:
    """Runs one verb for a session; nothing is raised."""
    try:
        return _run(arguments, session)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where a bug ends
        if session.environment.get("QMSDOCS_DEBUG"):
            import traceback  # noqa: PLC0415 - only here

            session.terminal.error(traceback.format_exc())
        session.complain(
            say(
                "this is a bug in qmsdocs ({error}); please report it with the command that you gave; "
                "with QMSDOCS_DEBUG=1 it also shows where it happened",
                error=f"{type(error).__name__}: {error}",
            )
        )
        return BUG


def _run(arguments: Sequence[str], session: Session) -> int:
    try:
        _refuse_empty(session)
        if session.lang not in (None, *LANGUAGES):
            raise UnusableConfiguration(say("--lang is vi or en, not {value}", value=session.lang))
        code = _VERBS.main(list(arguments), prog_name="qmsdocs", obj=session, standalone_mode=False)
    except QmsdocsError as error:
        session.complain(error.message)
        return error.exit_code
    except click.UsageError as error:
        session.complain(usage_message(error))
        return USAGE
    except OSError as error:
        session.complain(_of_system(error))
        return NOT_CHECKED
    return int(code or 0)


def _refuse_empty(session: Session) -> None:
    for name, value in (("--lang", session.lang), ("--root", session.place)):
        if value == "":
            raise UnusableConfiguration(say("option {name} needs a value", name=name))


def _of_system(error: OSError) -> Message:
    reason = reason_of(error)
    if error.filename is None:
        return say("the system refused: {reason}", reason=reason)
    return say("{file}: the system refused: {reason}", file=error.filename, reason=reason)


def _options_of_every_verb(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """``--lang`` and ``--root`` wherever they stand, and the rest.

    They are taken out first because the language is needed for every complaint about the rest. Without a value they
    are empty.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    waiting = list(arguments)
    while waiting and (word := waiting.pop(0)) != "--":
        name, equals, value = word.partition("=")
        if name in ("--lang", "--root"):
            found[name] = value if equals or not waiting else waiting.pop(0)
        else:
            rest.append(word)
    return found, rest + (["--", *waiting] if waiting else [])


@click.pass_context
def _without_verb(ctx: click.Context, /, **_: Any) -> int:
    """Called before every verb; without one, it shows help and complains."""
    if ctx.invoked_subcommand is None:
        session: Session = ctx.obj
        session.terminal.error(ctx.get_help())
        return USAGE
    return 0


_VERBS = Verbs(
    VERBS,
    name="qmsdocs",
    help="Document control for a quality management system by ISO 9001, kept as files in git.",
    callback=_without_verb,
    invoke_without_command=True,
    options_metavar="[OPTIONS]",
    subcommand_metavar="VERB [ARGUMENTS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=show_version,
            help="the version of qmsdocs",
        )
    ],
)
