"""``qmsdocs new`` and ``qmsdocs init``."""

from __future__ import annotations

from typing import Any

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.diagnostics import say
from qmsdocs.edit.init import CI, InitOptions, init_repository
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
    "draft 1.0 that waits for its signatures.",
)
@argument("folder", required=False, default=".", metavar="[DIR]")
@option("--organization", metavar="NAME", help="full name of the agency")
@option("--short-name", metavar="NAME", help="its short name, printed in headers")
@option("--place", metavar="PLACE", help="the place name before the date")
@option("--parent", metavar="NAME", help="the agency above it")
@option(
    "--approver",
    "approvers",
    multiple=True,
    metavar='"NAME, POSITION"',
    help="who may approve; may be given again, the head first",
)
@option("--timezone", metavar="ZONE", help="time zone of its calendar days; default: Asia/Ho_Chi_Minh")
@option(
    "--ci",
    type=OneOf(CI),
    default="github",
    metavar="HOST",
    help="the code host that checks the documents: github, gitlab, gitea or none",
)
@click.pass_obj
def init_verb(session: Session, /, *, folder: str, ci: str, **given: Any) -> int:
    """Says how many files were written and what to do next."""
    target = session.path(folder).resolve()
    written = init_repository(target, _options(session.lang, **given), ci=ci)
    count = len(written)
    session.print(say("{count} files written to {folder}; next: `qmsdocs check`", count=count, folder=target))
    return 0


def _options(  # noqa: PLR0913 - one parameter for each option
    lang: str | None,
    *,
    organization: str | None,
    short_name: str | None,
    place: str | None,
    parent: str | None,
    approvers: tuple[str, ...],
    timezone: str | None,
) -> InitOptions | None:
    """The agency that the repository is for; None for the model agency."""
    if not any((organization, short_name, place, parent, approvers, timezone)):
        return None
    if not (organization and short_name and place):
        named = {"--organization": organization, "--short-name": short_name, "--place": place}
        missing = ", ".join(name for name, value in named.items() if not value)
        raise UnusableConfiguration(say("a set of one's own also needs {options}", options=missing))
    zone = timezone or InitOptions.timezone
    return InitOptions(organization, short_name, place, parent, approvers, lang or InitOptions.language, zone)
