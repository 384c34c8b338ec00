"""Writing the file that ``--output`` names: the old file or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration


def write_file(path: Path, data: bytes) -> None:
    """Replaces a file in one step; what a link leads to is replaced, not the link.

    Args:
        path: the file; its folder must exist.
        data: its new content.

    Raises:
        UnusableConfiguration: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)  # a device such as /dev/stdout or a pipe cannot be replaced
        else:
            _replace(target, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnusableConfiguration(say("{file} cannot be written: {reason}", file=path, reason=reason)) from None


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(None, os.strerror(21), str(target))
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
