"""Where results and errors go: standard output and error, with any encoding, a closed pipe or a full disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from qmsdocs.cli.encoding import readable


@dataclass(frozen=True)
class Terminal:
    """Standard output and error of the process.

    Args:
        out: results; None when it was closed before the start.
        err: errors.
        colour: ``out`` is a terminal whose user wants colours.
        inward: standard input.
    """

    out: TextIO | None
    err: TextIO | None
    colour: bool = False
    inward: TextIO | None = None

    @classmethod
    def of_process(cls, environment: Mapping[str, str]) -> Terminal:
        """That of this process; colours only on a terminal, and not against NO_COLOR."""
        out: TextIO | None = sys.stdout
        wanted = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        return cls(out, sys.stderr, colour=wanted and out is not None and out.isatty(), inward=sys.stdin)

    @property
    def columns(self) -> int | None:
        """How wide the terminal is; None when the output goes to a file or a pipe."""
        if not self.interactive:
            return None
        from shutil import get_terminal_size  # noqa: PLC0415 - only for tables on a screen

        return get_terminal_size().columns

    @property
    def interactive(self) -> bool:
        """Whether a person sees standard output."""
        return self.out is not None and self.out.isatty()

    @property
    def asks(self) -> bool:
        """Whether a person can be asked: questions are seen on standard error, answers come from standard input."""
        streams = (self.err, self.inward, self.out)
        return all(stream is not None and stream.isatty() for stream in streams)

    def is_at(self, path: Path) -> bool:
        """Whether a path such as ``/dev/stdout`` means standard output itself."""
        try:
            return self.out is not None and os.path.samestat(path.stat(), os.fstat(self.out.fileno()))
        except (OSError, ValueError):
            return False

    def result(self, text: str) -> None:
        """Prints text for people: letters that the terminal lacks are replaced by the nearest that it has."""
        _write(self.out, text)

    def error(self, text: str) -> None:
        """Prints a line on standard error; where that is impossible there is nobody left to tell."""
        with suppress(OSError):
            _write(self.err, text + "\n")

    def data(self, content: bytes) -> None:
        """Prints what programs read, as it is."""
        binary = getattr(self.out, "buffer", None)
        if self.out is not None and binary is not None:
            try:
                self.out.flush()
                binary.write(content)
                binary.flush()
            except OSError as error:
                _given_up(self.out, error)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(readable(text, stream.encoding or "utf-8"))
        stream.flush()
    except OSError as error:
        _given_up(stream, error)


def _given_up(stream: TextIO, error: OSError) -> None:
    """Nothing more can be written: the rest goes nowhere, so that Python's own flush at the end stays silent.

    A reader who closed the pipe has seen enough, and the exit code still says the truth; any other error is raised.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    if not isinstance(error, BrokenPipeError):
        raise error
