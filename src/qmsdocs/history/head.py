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
from qmsdocs.history.tree import entries


@dataclass(frozen=True, slots=True)
class Head:
    """What a work tree rests on.

    Args:
        commit: full id of the commit, None before the first commit.
        changed: of the files asked about, those that are not in the commit or differ from it, sorted.
    """

    commit: str | None
    changed: tuple[str, ...] = ()


def head_of(root: Path, paths: Iterable[str], read: Callable[[str], bytes]) -> Head | None:
    """The commit that a work tree rests on, None where there is no git repository.

    Args:
        root: folder of ``qms.yaml``, anywhere in a git work tree.
        paths: files to compare, relative to ``root``, with ``/``.
        read: gives the bytes of one of them.
    """
    try:
        repository = repository_of(root)
    except HistoryMissing:
        return None
    oid = repository.head
    if oid is None:
        return Head(None, tuple(sorted(paths)))
    committed = {path: blob for path, (_, blob) in entries(repository, oid).items()}
    return Head(oid, tuple(sorted(path for path in paths if committed.get(path) != blob_id(read(path), len(oid)))))


def blob_id(data: bytes, digits: int) -> str:
    """Git's own name of a file content: SHA-1, or SHA-256 in repositories that use it.

    Args:
        data: the content.
        digits: of ids in the repository, 40 or 64.
    """
    algorithm = hashlib.sha256 if digits == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest()
