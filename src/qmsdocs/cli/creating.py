"""``qmsdocs new`` and ``qmsdocs init``."""

from __future__ import annotations

from typing import Any

import click

from qmsdocs.cli.asking import asked_agency
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.diagnostics import say
from qmsdocs.edit.agency import InitOptions
from qmsdocs.edit.init import CI, init_repository, refuse_occupied
from qmsdocs.edit.new import new_document
from qmsdocs.errors import UnusableConfiguration


@verb(
    "new",
    help="Begins a document as a draft 1.0: its YAML file and its text with the sections of the profile. TYPE is "
    "policy, objectives, manual, procedure, instruction or external; CODE is one that no document has or had.",
)
@argument("type_", metavar="TYPE")
@argument("code", metavar="CODE")
@option("--title", required=True, metavar="TITLE", help="the title of the document")
@option(
    "--category",
    metavar="CATEGORY",
    help="of a procedure: system, internal, administrative; of an external document: legal, standard, guidance",
)
@option("--unit", metavar="UNIT", help="id of the unit that keeps it")
@click.pass_obj
def new_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, type_: str, code: str, title: str, category: str | None, unit: str | None
) -> int:
    """Prints the files that were written."""
    for path in new_document(session.root, type_, code, title, category=category, unit=unit):
        session.terminal.result(path + "\n")
    return 0


@verb(
    "init",
    help="Makes a new repository in DIR (default: this folder), which must be empty but for .git, README.md and "
    "LICENSE. Without options it holds the documents of a model agency, signed and in force, so that everything can be "
    "tried at once. With --organization, --short-name and --place it holds the same set for that agency: every document a "
    "draft 1.0 that waits for its signatures. At a terminal, and without options, it asks for them.",
)
@argument("folder", required=False, default=".", metavar="[DIR]")
@option("--organization", metavar="NAME", help="full name of the agency")
@option("--short-name", metavar="NAME", help="its short name, printed in headers")
@option("--place", metavar="PLACE", help="the place name before the date")
@option("--parent", metavar="NAME", help="the agency above it")
@option("--province", metavar="NAME", help="the province or city that it belongs to")
@option(
    "--approver",
    "approvers",
    multiple=True,
    metavar='"NAME, POSITION"',
    help="who may approve; may be given again, the head first",
)
@option("--reviewer", "reviewers", multiple=True, metavar='"NAME, POSITION"', help="who may review; may be given again")
@option(
    "--preparer", "preparers", multiple=True, metavar='"NAME, POSITION"', help="who may prepare; may be given again"
)
@option("--unit", "units", multiple=True, metavar='"ID=NAME"', help="the name of a unit; may be given again")
@option("--model", is_flag=True, help="copy the model agency without asking")
@option("--timezone", metavar="ZONE", help="time zone of its calendar days; default: Asia/Ho_Chi_Minh")
@option(
    "--ci",
    type=OneOf(CI),
    default="github",
    metavar="HOST",
    help="the code host that checks the documents: github, gitlab, gitea or none",
)
@click.pass_obj
def init_verb(session: Session, /, *, folder: str, ci: str, model: bool, **given: Any) -> int:
    """Says how many files were written and what to do next."""
    target = session.path(folder).resolve()
    refuse_occupied(target)
    options = _options(session, given, model=model)
    written = init_repository(target, options, ci=ci)
    count = len(written)
    session.print(say("{count} files written to {folder}; next: `qmsdocs check`", count=count, folder=target))
    return 0


def _options(session: Session, given: dict[str, Any], *, model: bool) -> InitOptions | None:
    """The agency that the repository is for; None for the model agency."""
    told = {name: value for name, value in given.items() if value}
    if model and told:
        raise UnusableConfiguration(say("--model copies the model agency as it is; it takes no facts of another one"))
    if not told:
        return asked_agency(session) if session.terminal.asks and not model else None
    needed = {"organization": "--organization", "short_name": "--short-name", "place": "--place"}
    if missing := [option for name, option in needed.items() if name not in told]:
        raise UnusableConfiguration(say("a set of one's own also needs {options}", options=", ".join(missing)))
    return InitOptions(**{"language": session.lang or InitOptions.language, **told})
