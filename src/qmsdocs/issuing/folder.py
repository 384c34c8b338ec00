"""The output folder of a release, swapped whole: the old release or the new one, never half of either."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.issuing.manifest import NAME, files_of_release

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def refuse_foreign(folder: Path) -> None:
    """Refuses a folder that holds anything but a release, so that nothing of the user's is ever deleted.

    Raises:
        UnusableConfiguration: with the name of what is in the way.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not folder.is_dir():
        raise UnusableConfiguration(say("{folder} is not a folder; choose another with --out", folder=folder))
    present = {entry.name for entry in folder.iterdir()}
    if not present:
        return
    known = files_of_release(folder)
    if known is None:
        raise UnusableConfiguration(
            say("{folder} holds files that are not a release; choose an empty folder with --out", folder=folder)
        )
    if extra := sorted(present - known):
        raise UnusableConfiguration(
            say("{folder} holds {file}, which no release wrote; move it away first", folder=folder, file=extra[0])
        )


def swap_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files beside ``folder`` and puts them in its place in one step; the manifest is written last.

    Args:
        folder: the output folder; a release in it is replaced.
        files: names without folders, and bytes.

    Raises:
        OSError: the disk is full or closed; then the old folder is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        for name in sorted(files, key=lambda name: (name == NAME, name)):
            write(fresh / name, files[name])
        _put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def write(path: Path, data: bytes) -> None:
    """Writes a file and waits until the disk has it."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(fresh: Path, folder: Path) -> None:
    """Afterwards ``folder`` is the new release and ``fresh``, if it still exists, the old one."""
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(fresh, folder):
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step where the system can (Linux); False where it cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0
