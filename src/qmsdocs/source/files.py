"""The files of a work tree: listed once, read by path, never outside the root."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnfinishedAct
from qmsdocs.model.files import Listing, is_ignored

UNFINISHED = ".qmsdocs-landing"
"""The folder that stands at the root while the files of an act are put in place."""


class WorkTree:
    """The files of a repository as they stand on disk.

    Args:
        root: the folder of ``qms.yaml``.

    Raises:
        UnfinishedAct: an act was interrupted while its files were put in place: some are old and some new.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._since = self._changed()
        if os.path.lexists(os.path.join(self._root, UNFINISHED)):
            raise UnfinishedAct(
                say("an act was interrupted while its files were put in place; finish it with `qmsdocs recover`")
            )
        self._folders: dict[str, bool] = {}

    def refuse_disturbed(self) -> None:
        """Refuses what was read while somebody put files in place: some may be old and some new.

        Raises:
            UnfinishedAct: an act, which always begins in the folder itself, changed it since this was made.
        """
        if self._changed() != self._since:
            raise UnfinishedAct(say("files were put in place while they were being read; try again"))

    def _changed(self) -> int:
        try:
            return os.stat(self._root).st_mtime_ns
        except OSError:
            return 0

    def listing(self, folder: str) -> Listing:
        """The files below ``folder``; one that does not exist is empty."""
        files: list[str] = []
        refused: list[str] = []
        full = os.path.join(self._root, folder)
        for path, ok in self._below(full, folder.strip("/")) if self._inside(full) else [(folder, False)]:
            (files if ok else refused).append(path)
        return Listing(tuple(sorted(files)), tuple(sorted(refused)))

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a file, at most ``limit`` and one more."""
        full = os.path.join(self._root, path)
        if not self._is_ours(full):
            raise PermissionError(path)
        handle = os.open(full, _READ)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(f"{path}: not a regular file")
            return _all_of(handle, limit)
        finally:
            os.close(handle)

    def _is_ours(self, full: str) -> bool:
        """Whether a file lies inside the root; its folder is followed once, the file itself only when it is a link."""
        folder = os.path.dirname(full)
        inside = self._folders.get(folder)
        if inside is None:
            inside = self._folders[folder] = self._inside(folder)
        return inside and (not os.path.islink(full) or self._inside(full))

    def _below(self, full: str, relative: str) -> Iterator[tuple[str, bool]]:
        try:
            with os.scandir(full) as entries:
                found = list(entries)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            yield relative, False
            return
        if relative and any(entry.name == ".git" for entry in found):
            yield relative, False  # another repository, whose files git does not keep here
            return
        self._folders[full] = True  # it was reached without following a link
        for entry in found:
            name = entry.name
            if is_ignored(name):
                continue
            path = f"{relative}/{name}" if relative else name
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(entry.path, path)
            else:
                yield path, self._readable(entry)

    def _readable(self, entry: os.DirEntry[str]) -> bool:
        if not entry.is_symlink():
            return entry.is_file(follow_symlinks=False)
        try:
            return self._inside(entry.path) and entry.is_file()
        except OSError:  # links in a circle
            return False

    def _inside(self, full: str) -> bool:
        real = os.path.realpath(full)
        return os.path.commonpath([real, self._root]) == self._root


_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""O_NONBLOCK: opening a pipe that took a file's place must not wait for a writer."""


def _all_of(handle: int, limit: int | None) -> bytes:
    """The bytes of an open file, at most ``limit`` and one more."""
    pieces = []
    left = sys.maxsize if limit is None else limit + 1
    while left and (piece := os.read(handle, min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


_PIECE = 1 << 18
