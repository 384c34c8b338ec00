"""The commit of a work tree, and which files differ from it.

Differences are found by hashing the files here, not by ``git status``, which would start file-system monitors and filters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from qmsdocs.errors import HistoryMissing
from qmsdocs.history.repository import repository_of
from qmsdocs.history.tree import CommittedFiles

_TEXTS = (".yaml", ".md")


@dataclass(frozen=True, slots=True)
class Head:
    """What a work tree rests on.

    Args:
        commit: full id of the commit, None before the first commit.
        changed: files that are not in the commit, differ from it, or are no longer there, sorted.
    """

    commit: str | None
    changed: tuple[str, ...] = ()


def head_of(root: Path, paths: Iterable[str], read: Callable[[str], bytes], folders: Iterable[str] = ()) -> Head | None:
    """The commit that a work tree rests on, None where there is no git repository.

    Args:
        root: folder of ``qms.yaml``, anywhere in a git work tree.
        paths: files to compare, relative to ``root``, with ``/``.
        read: gives the bytes of one of them.
        folders: whose committed files must be among ``paths``; those that are not were taken away.
    """
    try:
        repository = repository_of(root)
    except HistoryMissing:
        return None
    present, oid = frozenset(paths), repository.head
    if oid is None:
        return Head(None, tuple(sorted(present)))
    committed = CommittedFiles(repository, oid)
    changed = {path for path in present if not _same(path, committed.blob(path), read(path))}
    gone = {path for folder in folders for path in committed.paths(folder)} - present
    return Head(oid, tuple(sorted(changed | gone)))


def _same(path: str, blob: str | None, data: bytes) -> bool:
    """Whether a file is what the commit holds; git for Windows may have given its lines other ends when it wrote it."""
    if blob is None or blob == blob_id(data, len(blob)):
        return blob is not None
    return path.endswith(_TEXTS) and b"\r\n" in data and blob == blob_id(data.replace(b"\r\n", b"\n"), len(blob))


def blob_id(data: bytes, digits: int) -> str:
    """Git's own name of a file content: SHA-1, or SHA-256 in repositories that use it.

    Args:
        data: the content.
        digits: of ids in the repository, 40 or 64.
    """
    algorithm = hashlib.sha256 if digits == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest()
