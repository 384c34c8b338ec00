"""Changing files that exist: worked out first, proved by reading and checking, then put in place together."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qmsdocs.diagnostics import Diagnostic, Severity, say
from qmsdocs.edit.landing import Planned
from qmsdocs.edit.patch import Patch
from qmsdocs.engine import check
from qmsdocs.errors import EditRefused, UnusableConfiguration, reason_of
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
        before, after: its bytes.
    """

    path: str
    before: bytes
    after: bytes

    @property
    def diff(self) -> str:
        """What changes, as ``diff -u`` shows it."""
        old, new = (data.decode("utf-8", "replace").splitlines(keepends=True) for data in (self.before, self.after))
        return "".join(difflib.unified_diff(old, new, f"a/{self.path}", f"b/{self.path}"))


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
    return [d for d in check(register, on=day, paths=paths) if d.severity is Severity.ERROR]


def _told(diagnostic: Diagnostic) -> tuple[str, str | None, str]:
    return diagnostic.code, diagnostic.document, diagnostic.message.english


def replace_files(root: Path, rewrites: Iterable[Rewrite]) -> tuple[str, ...]:
    """Puts changed files in the place of the old ones: each whole, and all of them or none when something goes wrong.

    Args:
        root: folder of ``qms.yaml``.
        rewrites: the changes; a file that does not change is left alone.

    Returns:
        The paths written, sorted.

    Raises:
        UnusableConfiguration: one cannot be written, or was changed meanwhile by somebody else.
    """
    changed = sorted((r for r in rewrites if r.after != r.before), key=lambda rewrite: rewrite.path)
    waiting: list[tuple[Rewrite, Path]] = []
    done: list[Rewrite] = []
    try:
        try:
            for rewrite in changed:
                waiting.append((rewrite, _beside(root / rewrite.path, rewrite.after)))  # noqa: PERF401 - what is there must be known when the next one fails
            for rewrite, new in waiting:
                _refuse_meddling(root, rewrite)
                new.replace(root / rewrite.path)
                done.append(rewrite)
        except BaseException:
            for rewrite in reversed(done):
                _beside(root / rewrite.path, rewrite.before).replace(root / rewrite.path)
            raise
        finally:
            for _, new in waiting:
                new.unlink(missing_ok=True)
    except OSError as error:
        raise UnusableConfiguration(
            say("{folder} cannot be written: {reason}; nothing was changed", folder=root, reason=reason_of(error))
        ) from error
    return tuple(rewrite.path for rewrite in changed)


def _refuse_meddling(root: Path, rewrite: Rewrite) -> None:
    if (root / rewrite.path).read_bytes() != rewrite.before:
        raise UnusableConfiguration(
            say("{path} was changed meanwhile; nothing was written, try again", path=rewrite.path)
        )


def _beside(path: Path, data: bytes) -> Path:
    """A finished file beside another, hidden, with the other's permissions."""
    handle, name = tempfile.mkstemp(prefix=".qmsdocs-", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(path.stat().st_mode & 0o7777)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new
