"""``qmsdocs recover``."""

from __future__ import annotations

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import verb
from qmsdocs.diagnostics import say
from qmsdocs.edit.landing import finish


@verb(
    "recover",
    help="Finishes an act that was interrupted, by a power cut for example, while its files were put in place.",
)
@click.pass_obj
def recover_verb(session: Session) -> int:
    """Finishes what was begun."""
    if finish(session.root):
        session.print(say("the interrupted act is finished; `git diff` shows what it changed"))
    else:
        session.print(say("there is nothing to finish"))
    return 0
