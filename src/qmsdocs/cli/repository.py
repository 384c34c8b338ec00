"""The register that a verb works on, and the honest word when part of it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qmsdocs.cli.session import Session
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import NotARepository
from qmsdocs.model.document import Document
from qmsdocs.model.register import Found, Register
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.registers.day import Key, left_behind
from qmsdocs.rules.base import unknown_document
from qmsdocs.source import load
from qmsdocs.source.usable import refuse_unusable
from qmsdocs.tagged import Tagged, Tags

_FEW = 3
"""Up to so many warnings of a kind are printed one by one."""


def usable_register(session: Session) -> Register:
    """The register of the repository; files that could not be read are named on standard error.

    Raises:
        NotARepository: there is no qms.yaml, or no document.
        UnusableConfiguration: qms.yaml or a profile cannot be used.
    """
    register = load(session.root)
    refuse_unusable(register)
    refuse_empty(register)
    if register.unreadable:
        names = ", ".join(sorted(register.unreadable))
        session.complain(say("could not be read and are missing here: {names}; `qmsdocs check` tells why", names=names))
    return register


def refuse_empty(register: Register) -> None:
    """Nothing to check is no pass.

    Raises:
        NotARepository: there is no document.
    """
    if not register.everything and not register.unreadable:
        own, external = register.agency.paths.procedures, register.agency.paths.external
        raise NotARepository(
            say("there are no documents below {folder}/ and {external}/", folder=own, external=external)
        )


def found(register: Register, code: str) -> Found:
    """The document that a code means.

    Raises:
        UnknownDocument: there is none.
    """
    document = register.find(code)
    if document is None:
        raise unknown_document(register, code)
    return document


def held_on(session: Session, register: Register, day: date, *, of: Document | None = None) -> dict[Key, Tagged]:
    """What tags hold of the older revisions in force or approved on a day; of which there is no tag is said on standard error.

    Args:
        session: the call.
        register: as it stands in the files.
        day: the day.
        of: the only document that matters.

    Raises:
        HistoryMissing: git does not hold what a tag leads to.
    """
    older = [(document, entry) for document, entry in left_behind(register, day) if of in (None, document)]
    tags = Tags.at(session.root) if older else Tags(None)
    held: dict[Key, Tagged] = {}
    lost: list[Message] = []
    for document, entry in older:
        tagged = tags.of(document, entry)
        if tagged is not None and tagged.right:
            held[document.code, entry.number] = tagged
            continue
        fault = (
            say("the tag {tag} is wrong: {fault}", tag=tagged.tag.name, fault=tagged.faults[0])
            if tagged
            else say("there is no tag of it")
        )
        warning = say(
            "{code}: {number} is {status}, but {fault}; title and facts are shown as the files have them now",
            code=document.code,
            number=entry.number,
            status=STATUS_NAMES[document.status_of(entry, day)],
            fault=fault,
        )
        if tagged:
            session.complain(warning)  # each is wrong in its own way
        else:
            lost.append(warning)
    _tell_untagged(session, lost, day)
    return held


def _tell_untagged(session: Session, warnings: Sequence[Message], day: date) -> None:
    """One line for many: a repository that makes no tags has none of any."""
    if len(warnings) <= _FEW:
        for warning in warnings:
            session.complain(warning)
        return
    session.complain(
        say(
            "{count} documents stood at an older revision on {day} of which there is no tag; their titles and facts are "
            "shown as the files have them now; `qmsdocs show CODE --on {day}` tells which revision",
            count=len(warnings),
            day=day.isoformat(),
        )
    )
