"""Exceptions for "cannot continue", grouped by who can mend the matter.

A wrong document is not an exception: it is a :class:`qmsdocs.diagnostics.Diagnostic`.
"""

from __future__ import annotations

from qmsdocs.diagnostics import Message


class QmsdocsError(Exception):
    """Base of all errors that qmsdocs raises on purpose.

    Args:
        message: what happened and how to mend it, translatable.
    """

    exit_code = 2

    def __init__(self, message: Message) -> None:
        super().__init__(message.english)
        self.message = message


class UnusableConfiguration(QmsdocsError):
    """The arguments, ``qms.yaml``, a profile or a template cannot be used (exit code 2)."""


class NotARepository(QmsdocsError):
    """There is nothing that could be checked at this place (exit code 3)."""

    exit_code = 3


class HistoryMissing(QmsdocsError):
    """What git must say is not there: no repository, no commit, a shallow or partial copy (exit code 3)."""

    exit_code = 3


class UnknownDocument(QmsdocsError):
    """A code was named that the register does not hold (exit code 2)."""


class UnknownRule(QmsdocsError):
    """A rule was named that does not exist (exit code 2)."""


class ReleaseRefused(QmsdocsError):
    """A release would be wrong, so nothing was written (exit code 1)."""

    exit_code = 1
