"""Changing files: worked out first, and proved by reading and checking the repository as it will be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qmsdocs.diagnostics import Diagnostic, Severity, say
from qmsdocs.edit.patch import Patch
from qmsdocs.edit.planned import Planned
from qmsdocs.engine import check
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.model.files import MAX_BYTES, Files
from qmsdocs.model.register import Register
from qmsdocs.source import load

_CONFLICT = re.compile(rb"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file before and after a verb.

    Args:
        path: relative to the root, with ``/``.
        before, after: its bytes; None where there is no file.
    """

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def diff(self) -> str:
        """What changes, as ``diff -u`` shows it."""
        old = "/dev/null" if self.before is None else f"a/{self.path}"
        new = "/dev/null" if self.after is None else f"b/{self.path}"
        try:
            before, after = ((data or b"").decode().splitlines(keepends=True) for data in (self.before, self.after))
        except UnicodeDecodeError:
            return f"--- {old}\n+++ {new}\n"
        return "".join(_ended(line) for line in difflib.unified_diff(before, after, old, new))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def rewritten(files: Files, path: str, change: Callable[[Patch], None]) -> Rewrite:
    """A YAML file with some of its values changed; everything else stays byte for byte.

    Args:
        files: the repository.
        path: of the file.
        change: makes the changes.

    Raises:
        UnusableConfiguration: it cannot be read, holds marks of an unfinished merge, or cannot be changed safely.
    """
    before = files.read(path, MAX_BYTES)
    if _CONFLICT.search(before):
        raise UnusableConfiguration(
            say("{path} holds marks of an unfinished merge (<<<<<<<); decide what is to stand there first", path=path)
        )
    mark = _BOM if before.startswith(_BOM) else b""
    patch = Patch(before.removeprefix(mark).decode())
    change(patch)
    return Rewrite(path, before, mark + patch.text.encode())


def prove(files: Files, register: Register, rewrites: Iterable[Rewrite], day: date) -> None:
    """Reads and checks the repository with the changes in it, before anything is written.

    Args:
        files: the repository.
        register: as it is without the changes.
        rewrites: the changes.
        day: of the act that the changes record.

    Raises:
        EditRefused: they would bring an error that is not there now; the first one is told.
    """
    changed = [rewrite for rewrite in rewrites if rewrite.after != rewrite.before]
    paths = [rewrite.path for rewrite in changed]
    if not paths:
        return
    after = load(Planned({rewrite.path: rewrite.after for rewrite in changed}, files))
    known = {_told(d) for d in _errors(register, paths, day)}
    for error in _errors(after, paths, day):
        if _told(error) not in known:
            raise EditRefused(
                say(
                    "{document}: {message}; {remedy}; nothing was changed",
                    document=error.document or error.location.path,
                    message=error.message,
                    remedy=error.remedy,
                )
            )


def _errors(register: Register, paths: Sequence[str], day: date) -> list[Diagnostic]:
    known = {*register.paths, register.agency.origin.path, *(file.path for file in register.files)}
    there = [path for path in paths if path in known]
    return [d for d in check(register, on=day, paths=there) if d.severity is Severity.ERROR] if there else []


def _told(diagnostic: Diagnostic) -> tuple[str, str | None, str]:
    return diagnostic.code, diagnostic.document, diagnostic.message.english
