"""The register that a verb works on, and the honest word when part of it could not be read."""

from __future__ import annotations

from qmsdocs.cli.session import Session
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import NotARepository, UnknownDocument, UnusableConfiguration
from qmsdocs.model.codes import code_key
from qmsdocs.model.register import Found, Register
from qmsdocs.rules.base import did_you_mean
from qmsdocs.source import load


def usable_register(session: Session) -> Register:
    """The register of the repository; files that could not be read are named on standard error.

    Raises:
        NotARepository: there is no qms.yaml, or no document.
        UnusableConfiguration: qms.yaml or a profile cannot be used.
    """
    register = load(session.root)
    if not register.usable:
        faults = [fault for file in register.files for fault in file.faults]
        raise UnusableConfiguration(
            say(
                "{path}:{line}: {problem}; `qmsdocs check` tells more",
                path=faults[0].path,
                line=faults[0].line,
                problem=faults[0].message,
            )
            if faults
            else say("qms.yaml cannot be used; `qmsdocs check` tells more")
        )
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
        raise unknown(register, code)
    return document


def unknown(register: Register, code: str) -> UnknownDocument:
    """The error for a code that nothing has, with the nearest one that exists."""
    if code_key(code) in {code_key(stem) for stem in register.unreadable}:
        return UnknownDocument(say("{code} could not be read; `qmsdocs check` tells why", code=code))
    codes = [document.code for document in register.everything]
    remedy: Message = did_you_mean(code, codes, say("`qmsdocs list` prints all codes"))
    return UnknownDocument(say("there is no document {code}; {remedy}", code=code, remedy=remedy))
