"""Writing into a folder while nobody else does, without leaving anything behind that a killed writer began."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration


@contextmanager
def alone_in(folder: Path, *, unfinished: str = "", patient: bool = False) -> Iterator[None]:
    """Nobody else writes into a folder by this function meanwhile.

    Args:
        folder: it exists.
        unfinished: how the names of unfinished folders in it begin; what an earlier, killed writer left is cleared away.

        patient: wait until whoever is writing there is done.

    Raises:
        UnusableConfiguration: somebody else is writing there.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where a file that is open cannot be replaced anyway
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if patient else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnusableConfiguration(
                say("somebody else is writing into {folder} right now; nothing was changed, try again", folder=folder)
            ) from None
        for left in folder.glob(f"{unfinished}*") if unfinished else ():
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)
