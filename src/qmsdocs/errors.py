"""Exceptions for "cannot continue", grouped by who can mend the matter.

A wrong document is not an exception: it is a :class:`qmsdocs.diagnostics.Diagnostic`.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

from qmsdocs.diagnostics import Message, say


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
    """The arguments, ``qms.yaml``, a profile or a template cannot be used, or an output not be written (exit code 2)."""


class NotARepository(QmsdocsError):
    """There is nothing that could be checked at this place (exit code 3)."""

    exit_code = 3


class HistoryMissing(QmsdocsError):
    """What git must say is not there: no repository, no commit, a shallow or partial copy (exit code 3)."""

    exit_code = 3


class UnfinishedAct(QmsdocsError):
    """Some files of an act are old and some new, so nothing that is read would be right (exit code 3)."""

    exit_code = 3


class UnknownDocument(QmsdocsError):
    """A code was named that the register does not hold (exit code 2)."""


class UnknownRule(QmsdocsError):
    """A rule was named that does not exist (exit code 2)."""


class EditRefused(QmsdocsError):
    """The rules do not allow what a verb was asked to write, so nothing was written (exit code 1)."""

    exit_code = 1


class ReleaseRefused(QmsdocsError):
    """A release would be wrong, so nothing was written (exit code 1)."""

    exit_code = 1


_DENIED = say("permission denied")
_REASONS: Mapping[int, Message] = MappingProxyType(
    {
        errno.EACCES: _DENIED,
        errno.EPERM: _DENIED,
        errno.ENOENT: say("there is no such file or folder"),
        errno.ENOSPC: say("the disk is full"),
        errno.EROFS: say("the disk can only be read"),
        errno.ENAMETOOLONG: say("the name is too long"),
        errno.EISDIR: say("it is a folder"),
        errno.ENOTDIR: say("part of the path is a file, not a folder"),
        errno.EEXIST: say("it exists already"),
        errno.EIO: say("the disk has a fault"),
    }
)


def reason_of(error: OSError) -> Message:
    """Why the operating system refused, in words of the catalogue where the reason is a usual one."""
    usual = _REASONS.get(error.errno or 0)
    return usual or Message("{text}", {"text": error.strerror or str(error) or type(error).__name__})
