"""What a verb is given: the terminal, the place, the language and the day, each worked out once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from qmsdocs.cli.terminal import Terminal
from qmsdocs.diagnostics import Message, Translate, say
from qmsdocs.errors import NotARepository, reason_of
from qmsdocs.language import LANGUAGES, translator

_CONFIGURATION = "qms.yaml"
_MAX_BYTES = 1 << 20
_USUAL_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Session:
    """One call of the command line.

    Args:
        terminal: where results and errors go.
        cwd: the folder that relative paths start from.
        now: the clock; asked at most once, for the day of a verb without ``--on``.
        environment: variables of the process.
        lang: what ``--lang`` says.
        place: what ``--root`` says.
    """

    terminal: Terminal
    cwd: Path
    now: Callable[[tzinfo], datetime]
    environment: Mapping[str, str]
    lang: str | None = None
    place: str | None = None

    @cached_property
    def root(self) -> Path:
        """The folder of the repository: ``--root``, else the nearest folder with qms.yaml from here upwards.

        Raises:
            NotARepository: there is none.
        """
        if self.place is not None:
            return _named(self.cwd / self.place)
        for folder in (self.cwd, *self.cwd.parents):
            if os.path.lexists(folder / _CONFIGURATION):
                return folder
        raise NotARepository(
            say(
                "there is no qms.yaml in {folder} or above it; go to the folder of the repository, name it by --root, "
                "or make one with `qmsdocs init`",
                folder=self.cwd,
            )
        )

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """qms.yaml as far as it can be read, for the language and the time zone alone; empty outside a repository."""
        try:
            path = self.root / _CONFIGURATION
            if not path.is_file():
                return {}
            with path.open("rb") as stream:
                text = stream.read(_MAX_BYTES).decode("utf-8-sig")
        except (NotARepository, OSError, UnicodeDecodeError):
            return {}
        return _mapping(text)

    @cached_property
    def language(self) -> str:
        """``--lang``, else the language of the repository, else that of the system, else Vietnamese."""
        own = self.settings.get("language") if self.lang not in LANGUAGES else None
        for candidate in (self.lang, own, _language_of(self.environment)):
            if candidate in LANGUAGES:
                return str(candidate)
        return LANGUAGES[0]

    @cached_property
    def translate(self) -> Translate:
        """The reader's language."""
        return translator(self.language)

    def text(self, message: Message) -> str:
        """A message in the reader's language."""
        return message.render(self.translate)

    def print(self, message: Message) -> None:
        """Prints a message as a line of the result."""
        self.terminal.result(self.text(message) + "\n")

    def complain(self, message: Message) -> None:
        """Prints a message on standard error: one line, without anything that commands the terminal."""
        line = " ".join(self.text(message).split())
        self.terminal.error("qmsdocs: " + "".join(c if c.isprintable() else repr(c)[1:-1] for c in line))

    def day(self, given: date | None) -> date:
        """The day that a verb is about: ``--on``, else today in the time zone of the repository."""
        return given or self.now(_zone(self.settings.get("timezone"))).date()

    def path(self, given: str) -> Path:
        """A path as the user means it: from the folder they are in."""
        return self.cwd / given


def _named(folder: Path) -> Path:
    """The folder that ``--root`` names, if it is that of a repository."""
    try:
        (folder / _CONFIGURATION).lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotARepository(
            say("there is no qms.yaml in {folder}; name the folder of the repository", folder=folder)
        ) from None
    except OSError as error:
        reason = reason_of(error)
        raise NotARepository(
            say("{folder} cannot be read: {reason}; name the folder of the repository", folder=folder, reason=reason)
        ) from None
    return folder


def _mapping(text: str) -> Mapping[str, Any]:
    from qmsdocs.yaml.reader import YamlFault, read_yaml  # noqa: PLC0415 - only inside a repository

    try:
        value = read_yaml(text)
    except YamlFault:
        return {}
    return value if isinstance(value, dict) else {}


def _language_of(environment: Mapping[str, str]) -> str | None:
    """``vi`` of ``vi_VN.UTF-8``; the first variable that is set decides, as everywhere in POSIX."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name[:2].lower() for name in names if name), None)


def _zone(name: object) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only for verbs that need today

    try:
        return ZoneInfo(name if isinstance(name, str) and name else _USUAL_ZONE)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(_USUAL_ZONE)  # a zone that does not exist is a fault of qms.yaml, which every verb tells
