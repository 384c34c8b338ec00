"""``qmsdocs schema``."""

from __future__ import annotations

import json
from typing import cast

import click

from qmsdocs.cli.output import cannot_be_written, write_file
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.schema import KINDS, Kind, schema_for


@verb(
    "schema",
    help="Prints the JSON Schema of a kind of file, with which an editor explains keys and finds mistakes while one "
    "types. TYPE is one of: qms, procedure, policy, objectives, manual, instruction, document, external, decision, "
    "profile. With --out, writes all of them, as TYPE.json.",
)
@argument("kind", required=False, type=OneOf(KINDS), metavar="[TYPE]")
@option("--out", metavar="DIR", help="the folder to write to; it is made when it is missing")
@click.pass_obj
def schema_verb(session: Session, *, kind: str | None, out: str | None) -> int:
    """Prints one schema, or writes all."""
    if out is not None:
        return _write_all(session, out, KINDS if kind is None else (cast("Kind", kind),))
    if kind is None:
        raise UnusableConfiguration(say("name one of {kinds}, or a folder with --out", kinds=", ".join(KINDS)))
    session.terminal.data(_schema(session, cast("Kind", kind)))
    return 0


def _write_all(session: Session, out: str, kinds: tuple[Kind, ...]) -> int:
    contents = {kind: _schema(session, kind) for kind in kinds}
    folder = session.path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UnusableConfiguration(say("{path} is not a folder; choose another name", path=folder)) from None
    except OSError as error:
        raise cannot_be_written(folder, error) from None
    for kind, content in contents.items():
        write_file(folder / f"{kind}.json", content)
        session.terminal.result(f"{out.rstrip('/')}/{kind}.json\n")
    return 0


def _schema(session: Session, kind: Kind) -> bytes:
    return (json.dumps(schema_for(kind, session.translate), ensure_ascii=False, indent=2) + "\n").encode()
