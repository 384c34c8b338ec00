"""The register that a verb works on, and the honest word when part of it could not be read."""

from __future__ import annotations

from qmsdocs.cli.session import Session
from qmsdocs.diagnostics import say
from qmsdocs.errors import NotARepository
from qmsdocs.model.register import Found, Register
from qmsdocs.rules.base import unknown_document
from qmsdocs.source import load
from qmsdocs.source.usable import refuse_unusable


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
