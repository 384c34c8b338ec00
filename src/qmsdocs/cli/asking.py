"""Questions to a person at a terminal: what ``init`` needs to know of an agency."""

from __future__ import annotations

import click

from qmsdocs.cli.session import Session
from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.agency import UNITS, InitOptions


def asked_agency(session: Session) -> InitOptions | None:
    """What a person answers about the agency; None when the model agency is wanted.

    Args:
        session: whose terminal is asked, in the reader's language.
    """
    ask = _Questions(session)
    session.complain(say("an empty answer takes what stands in brackets, or leaves the fact to be written later"))
    organization = ask(say("Full name of the agency (empty: copy the model agency, to try everything)"))
    if not organization:
        return None
    short_name = ask(say("Short name, printed in headers"), organization)
    place = ask.until_given(say("Place name before the date"))
    return InitOptions(
        organization,
        short_name,
        place,
        parent=ask(say("The agency above it")) or None,
        province=ask(say("Province or city")) or None,
        approvers=ask.people(say("Who approves documents: NAME, POSITION")),
        reviewers=ask.people(say("Who reviews documents: NAME, POSITION")),
        preparers=ask.people(say("Who prepares documents (ISO secretary): NAME, POSITION")),
        units=tuple(f"{id_}={ask(say('Unit {id}', id=id_), name)}" for id_, name in UNITS.items()),
        language=session.language,
    )


class _Questions:
    """Questions on standard error, so that standard output holds the result alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, question: Message, usual: str = "") -> str:
        answer: str = click.prompt(self._session.text(question), default=usual, show_default=bool(usual), err=True)
        return answer.strip()

    def until_given(self, question: Message) -> str:
        """An answer that may not be empty."""
        answer: str = click.prompt(self._session.text(question), err=True)
        return answer.strip()

    def people(self, question: Message) -> tuple[str, ...]:
        """Persons, one after the other, until the answer is empty."""
        people = []
        while person := self(question):
            if _is_person(person):
                people.append(person)
            else:
                self._session.complain(say('write the name, a comma and the position: "NAME, POSITION"'))
        return tuple(people)


def _is_person(answer: str) -> bool:
    name, _, position = answer.partition(",")
    return bool(name.strip() and position.strip())
