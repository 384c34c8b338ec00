"""What the checker says: frozen values without any IO.

A *diagnostic* is never called a finding or a nonconformity: those belong to audits.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

Translate = Callable[[str], str]
"""Maps an English text (the message id) to the reader's language."""


class Severity(StrEnum):
    """How much a diagnostic weighs: only errors make a check fail (``--strict`` adds warnings)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a note."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable sentence: an English template and the values that it names.

    Args:
        template: English text with ``{name}`` fields; it is also the key of the translation. A field in a command between
            backticks is quoted as a shell needs it.
        values: what the fields stand for; a value may be a message itself, or in a command a tuple of arguments.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def render(self, translate: Translate) -> str:
        """The sentence in the language of ``translate``."""
        return _filled(
            translate(self.template),
            {
                key: value.render(translate) if isinstance(value, Message) else value
                for key, value in self.values.items()
            },
        )

    @property
    def english(self) -> str:
        """The sentence as it stands in the code."""
        return _filled(self.template, self.values)  # a message among the values is told by its own str()

    def __str__(self) -> str:
        return self.english


_PROGRAMS = ("qmsdocs ", "git ")


def _filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its values; in commands, which readers copy into a shell, each is one argument."""
    pieces = template.split("`")  # every second one stands between backticks
    if len(pieces) < 3:
        return template.format_map(values)
    arguments = {key: _quoted(value) for key, value in values.items()}
    return "`".join(
        piece.format_map(arguments if index % 2 and piece.startswith(_PROGRAMS) else values)
        for index, piece in enumerate(pieces)
    )


def _quoted(value: object) -> str:
    return shlex.join(map(str, value)) if isinstance(value, tuple) else shlex.quote(str(value))


def say(template: str, **values: object) -> Message:
    """Marks a sentence for translation and binds its values.

    >>> say("code {code} is used twice", code="QT-01").english
    'code QT-01 is used twice'
    """
    return Message(template, MappingProxyType(values))


YamlPath = tuple[str | int, ...]
"""Where a value stands in a YAML file: keys and indexes (from 0) from the top, ``()`` for the whole file."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A place in the Markdown text of a document, in UTF-8 bytes from its beginning."""

    start: int
    end: int


Place = YamlPath | TextSpan


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file of the repository: line and column count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1


def line_of(text: str, number: int) -> str:
    """Line ``number`` (from 1) of a text, without its end; empty where there is none."""
    lines = _lines(text)
    return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=4)  # one file may have thousands of diagnostics
def _lines(text: str) -> list[str]:
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something wrong with a document, with its rule and place.

    Args:
        code: the rule, e.g. ``QD201``.
        severity: error, warning or note.
        location: path relative to the root of the repository, with ``/``.
        message: what is wrong.
        remedy: what to do about it.
        document: code of the document concerned, if any.
        excerpt: the source line, without its line end.
        width: how many characters from the column on are meant, at least 1.
        existing: it stood before the change that is checked, which is not to blame for it.
    """

    code: str
    severity: Severity
    location: Location
    message: Message
    remedy: Message
    document: str | None = None
    excerpt: str = ""
    width: int = 1
    existing: bool = False

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of reports: by file, place, rule, text."""
        place = self.location
        return (place.path, place.line, place.column, self.code, self.message.english)
