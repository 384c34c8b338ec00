"""The files of a repository: listed once, read by path, never outside the root."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

MAX_BYTES = 1 << 20
"""The largest YAML or Markdown file that is read: 1 MiB."""

_IGNORED = frozenset({"thumbs.db", "desktop.ini", "readme.md"})


class Files(Protocol):
    """Where documents are read from: a work tree, later also a revision of git."""

    def listing(self, folder: str) -> Listing:
        """The files below a folder."""
        ...

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a listed file, at most ``limit`` and one more.

        Raises:
            OSError: it cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """The files below a folder.

    Args:
        files: regular files, relative to the root, with ``/``, sorted.
        refused: links that lead outside, devices, pipes and folders that cannot be opened.
    """

    files: tuple[str, ...] = ()
    refused: tuple[str, ...] = field(default=())


class WorkTree:
    """The files of a repository as they stand on disk.

    Args:
        root: the folder of ``qms.yaml``.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._folders: dict[str, bool] = {}

    def listing(self, folder: str) -> Listing:
        """The files below ``folder``; one that does not exist is empty."""
        files: list[str] = []
        refused: list[str] = []
        for path, ok in self._below(os.path.join(self._root, folder), folder.strip("/")):
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
        for entry in found:
            name = entry.name
            if name.startswith((".", "~$")) or name.lower() in _IGNORED:
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
