"""What an import found: facts, text and pictures of one document, and what has to be said about how they were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from qmsdocs.diagnostics import Message


class Sureness(Enum):
    """How sure a part of an import is."""

    READ = "read"
    """It stood in the file as such."""
    GUESSED = "guessed"
    """It was recognised by how it looks or by the words around it; somebody should look at it."""
    CHANGED = "changed"
    """It cannot stand in Markdown as it stood in Word; what stands there now is an honest approximation."""
    DROPPED = "dropped"
    """It is not kept."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of the report.

    Args:
        sureness: how sure it is.
        place: where in the Word file, as a reader finds it: a heading, ``table 3, row 2``, a page header.
        what: what was found there, and what became of it.
        quote: the words in question, whole when they are dropped; may be empty.
    """

    sureness: Sureness
    place: Message
    what: Message
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as an import found it.

    Args:
        facts: the mapping of its YAML file, keys in the order of format.md, values plain (text, numbers, lists, mappings;
            dates as ``datetime.date``); only what was found.
        text: its Markdown text.
        pictures: files of pictures beside it, by name.
        remarks: what the report says, in the order of the Word file.
    """

    facts: Mapping[str, object]
    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()
