"""Refusing to work on a repository whose ``qms.yaml`` or profile cannot be used."""

from __future__ import annotations

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.register import Fault, Register
from qmsdocs.source.reading import CONFIGURATION


def refuse_unusable(register: Register) -> None:
    """Nothing but a check can be done without the agency and its profiles.

    Raises:
        UnusableConfiguration: one of them cannot be used, with the first fault.
    """
    if register.usable:
        return
    found = [fault for file in register.files for fault in file.faults]
    if not found:
        raise UnusableConfiguration(say("qms.yaml cannot be used; `qmsdocs check` tells more"))
    first = min(found, key=lambda fault: _rank(register, fault))
    raise UnusableConfiguration(
        say(
            "{path}:{line}: {problem}; `qmsdocs check` tells more",
            path=first.path,
            line=first.line,
            problem=first.message,
        )
    )


def _rank(register: Register, fault: Fault) -> int:
    """The lower, the likelier the reason: faults of documents are none, and letters in two parts make no file unusable."""
    if fault.kind == "not-nfc":
        return 3
    if fault.path == CONFIGURATION or fault.path in register.agency.profiles:
        return 0
    return 2 if fault.path in register.paths else 1  # a profile that another one extends is no document
