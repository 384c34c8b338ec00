"""Writing the files that options name: ``--output`` the old file or the new one, never half of it; ``--summary`` adds."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration, reason_of


def write_file(path: Path, data: bytes) -> None:
    """Replaces a file in one step; what a link leads to is replaced, not the link.

    Args:
        path: the file; its folder must exist.
        data: its new content.

    Raises:
        UnusableConfiguration: it cannot be written.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a device or a pipe cannot be replaced
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise cannot_be_written(path, error) from None


def append_file(path: Path, data: bytes) -> None:
    """Adds to the end of a file, which is made where there is none: a page that several steps write to.

    Raises:
        UnusableConfiguration: it cannot be written.
    """
    try:
        with path.open("ab") as stream:
            stream.write(data)
    except OSError as error:
        raise cannot_be_written(path, error) from None


def cannot_be_written(path: Path, error: OSError) -> UnusableConfiguration:
    """The error for an output that the system refuses: the user may name another one."""
    return UnusableConfiguration(say("{file} cannot be written: {reason}", file=path, reason=reason_of(error)))


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.chmod(_mode(target))
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of any new file of this user."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
