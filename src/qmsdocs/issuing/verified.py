"""What a proof found."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdocs.diagnostics import Message


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that is not what it should be.

    Args:
        subject: the file, revision or tag concerned.
        message: what is wrong with it.
    """

    subject: str
    message: Message


@dataclass(frozen=True)
class Verified:
    """What was found; without deviations and with nothing unchecked it is what was approved.

    Args:
        subject: the folder or tag.
        documents: how many revisions were looked at.
        deviations: what is wrong.
        unchecked: what could not be looked at because history is missing.
        notes: what a reader should know besides.
    """

    subject: str
    documents: int
    deviations: tuple[Deviation, ...] = ()
    unchecked: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
