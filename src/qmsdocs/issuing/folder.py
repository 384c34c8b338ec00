"""The output folder of a release, swapped whole: the old release or the new one, never half of either."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.issuing.manifest import NAME, former_release
from qmsdocs.issuing.plan import Plan
from qmsdocs.locking import alone_in
from qmsdocs.model.agency import Paths
from qmsdocs.model.codes import stem_of

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_HIDDEN = ".qmsdocs-"
"""How the names of unfinished folders begin; the .gitignore of new repositories covers them."""


def refuse_unfit(folder: Path, plan: Plan) -> None:
    """Refuses a folder that holds what must not be replaced.

    That is anything but a release, so that nothing of the user's is ever deleted, and for some named documents a whole
    release, of which they would be all that is left.

    Raises:
        UnusableConfiguration: with the name of what is in the way.
    """
    there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not there.is_dir() or folder.is_symlink():
        raise UnusableConfiguration(say("{folder} is not a folder; choose another with --out", folder=there))
    if there != folder:
        return
    present = {entry.name for entry in folder.iterdir()}
    if not present:
        return
    former = former_release(folder)
    if former is None:
        raise UnusableConfiguration(
            say("{folder} holds files that are not a release; choose an empty folder with --out", folder=folder)
        )
    if extra := sorted(present - former.files):
        raise UnusableConfiguration(
            say("{folder} holds {file}, which no release wrote; move it away first", folder=folder, file=extra[0])
        )
    if former.whole and not plan.whole:
        raise UnusableConfiguration(
            say(
                "{folder} holds a whole release, which the named documents would replace; choose another folder, for "
                "example --out {example}",
                folder=folder,
                example=f"{folder.name}-{stem_of(plan.items[0].document.code)}",
            )
        )


def refuse_among_documents(folder: Path, root: Path, paths: Paths) -> None:
    """Refuses the repository itself and its folders of documents: what is issued is no source.

    Raises:
        UnusableConfiguration: with the folder concerned.
    """
    target, top = Path(os.path.realpath(folder)), os.path.realpath(root)
    if target == Path(top):
        raise UnusableConfiguration(say("{folder} is the repository itself; choose another with --out", folder=folder))
    for own in (paths.procedures, paths.external, paths.records, paths.templates):
        if target.is_relative_to(os.path.realpath(f"{top}/{own}")):
            raise UnusableConfiguration(
                say(
                    "{folder} lies in {own}/, where the documents are; choose another with --out",
                    folder=folder,
                    own=own,
                )
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
    fresh = folder.with_name(f"{_HIDDEN}{folder.name}.new")
    with alone_in(folder.parent, unfinished=fresh.name):
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
        old = folder.with_name(f"{_HIDDEN}{folder.name}.old")
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
