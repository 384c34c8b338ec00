"""Writing a set of new files: read back first, then put in place together, never over anything that exists."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration, reason_of
from qmsdocs.model.files import Files, Listing
from qmsdocs.model.register import Register
from qmsdocs.source import load


class Planned:
    """A repository as it will be: new files over what is there already.

    Args:
        new: path relative to the root, with ``/``, and bytes.
        there: the files of the repository; None when there is none yet.
    """

    def __init__(self, new: Mapping[str, bytes], there: Files | None = None) -> None:
        self._new, self._there = new, there

    def listing(self, folder: str) -> Listing:
        """The files below a folder, old and new."""
        old = self._there.listing(folder) if self._there else Listing()
        new = (path for path in self._new if path.startswith(folder.rstrip("/") + "/"))
        return Listing(tuple(sorted({*old.files, *new})), old.refused)

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a file, at most ``limit`` and one more."""
        if path in self._new:
            return self._new[path] if limit is None else self._new[path][: limit + 1]
        if self._there is None:
            raise FileNotFoundError(path)
        return self._there.read(path, limit)


def read_back(new: Mapping[str, bytes], there: Files | None = None) -> Register:
    """Reads the repository with the new files in it, before anything is written.

    Returns:
        The register as it will be.

    Raises:
        UnusableConfiguration: one of them cannot be read, with the first reason.
    """
    register = load(Planned(new, there))
    for file in register.files:
        if file.path in new:
            fault = file.faults[0]
            raise UnusableConfiguration(
                say(
                    "{path}, line {line}, would not be readable: {message}; {remedy}",
                    path=fault.path,
                    line=fault.line,
                    message=fault.message,
                    remedy=fault.remedy,
                )
            )
    return register


def land(root: Path, new: Mapping[str, bytes], *, last: str = "") -> tuple[str, ...]:
    """Puts new files into a folder: all of them, or none when something goes wrong.

    They are written into a hidden folder beside their places first and then renamed into place. What exists already is
    kept as it is: a folder that is missing comes in one step, one that stands (a shell may be in it) is filled entry by
    entry.

    Args:
        root: the folder; it and the folders above it are made when they are missing.
        new: path relative to ``root``, with ``/``, and bytes.
        last: the path that is put in place after all others.

    Returns:
        The paths written, sorted.

    Raises:
        UnusableConfiguration: a file exists already, or cannot be written.
    """
    try:
        _land(root, new, last)
    except OSError as error:
        raise UnusableConfiguration(
            say("{folder} cannot be written: {reason}; nothing was changed", folder=root, reason=reason_of(error))
        ) from error
    return tuple(sorted(new))


def _land(root: Path, new: Mapping[str, bytes], last: str) -> None:
    anchor = _nearest_folder(root)
    below = root.relative_to(anchor)
    paths = {PurePosixPath(below.as_posix(), path): data for path, data in new.items()}
    _refuse_existing(anchor, paths)
    staging = Path(tempfile.mkdtemp(prefix=".qmsdocs-", dir=anchor))
    try:
        for path, data in paths.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(data)
        _move(staging, anchor, _entries(anchor, sorted(paths, key=lambda path: (path.name == last, path))))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _nearest_folder(folder: Path) -> Path:
    """The folder itself or the nearest one above it that exists."""
    for place in (folder, *folder.parents):
        if place.is_dir():
            return place
        if place.exists() or place.is_symlink():
            raise UnusableConfiguration(say("{path} is not a folder; choose another name", path=place))
    return folder


def _refuse_existing(anchor: Path, paths: Mapping[PurePosixPath, bytes]) -> None:
    for path in paths:
        if os.path.lexists(anchor / path):
            raise UnusableConfiguration(
                say("{path} exists already; rename it or choose another code, nothing was written", path=path)
            )


def _entries(anchor: Path, paths: list[PurePosixPath]) -> list[PurePosixPath]:
    """The files and folders to rename into place: the first part of each path that does not exist yet."""
    return list(dict.fromkeys(next(part for part in _parts(path) if not (anchor / part).exists()) for path in paths))


def _parts(path: PurePosixPath) -> Iterator[PurePosixPath]:
    yield from reversed(path.parents)
    yield path


def _move(staging: Path, anchor: Path, entries: list[PurePosixPath]) -> None:
    moved: list[PurePosixPath] = []
    try:
        for entry in entries:
            (staging / entry).rename(anchor / entry)
            moved.append(entry)
    except BaseException:
        for entry in reversed(moved):
            (anchor / entry).rename(staging / entry)
        raise
