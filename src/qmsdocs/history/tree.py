"""The files of a commit, read from git without a checkout."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.gateway import GitSaysNo
from qmsdocs.history.repository import Repository
from qmsdocs.model.files import Listing, is_ignored

_FILE, _LINK = ("100644", "100755", "100664"), "120000"
_MOST_LINKS = 8


class CommittedFiles:
    """The files of a quality system as a commit holds them; what :func:`qmsdocs.load` reads like a work tree.

    Args:
        repository: the repository.
        commit: full id of the commit.
    """

    def __init__(self, repository: Repository, commit: str) -> None:
        self._repository, self.commit = repository, commit
        self._read: dict[str, bytes] = {}
        self._awaited: set[str] = set()
        self._spared: frozenset[str] = frozenset()

    def spare(self, paths: Iterable[str]) -> None:
        """These texts need not be fetched with the others: hardly any of them will be read."""
        self._spared |= frozenset(paths)

    def expect(self, paths: Iterable[str]) -> None:
        """These will be read: they are fetched with the first file, in the same process."""
        self._awaited |= {path for path in paths if path.endswith((".yaml", ".md"))} - self._spared

    def listing(self, folder: str) -> Listing:
        """The files below ``folder``; one that does not exist is empty."""
        inside = self.paths(folder)
        refused = [path for path in inside if self.blob(path) is None]
        files = sorted(set(inside) - set(refused))
        self.expect(files)
        return Listing(tuple(files), tuple(sorted(refused)))

    def paths(self, folder: str) -> tuple[str, ...]:
        """The names of all files and links below ``folder`` that are the quality system's business."""
        below = folder.strip("/") + "/" if folder.strip("/") else ""
        return tuple(path for path in self._entries if path.startswith(below) and not _hidden(path[len(below) :]))

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a file, at most ``limit`` and one more."""
        path = posixpath.normpath(path)
        blob = self.blob(path)
        if blob is None:
            raise FileNotFoundError(path)
        if blob not in self._read:
            self._fetch([path, *self._awaited])  # all texts that were listed, in one process
            self._awaited.clear()
        data = self._read[blob]
        return data if limit is None else data[: limit + 1]

    @cached_property
    def _entries(self) -> Mapping[str, tuple[str, str]]:
        return entries(self._repository, self.commit)

    def blob(self, path: str) -> str | None:
        """The content that a path stands for, None when it is no file of this commit."""
        for _ in range(_MOST_LINKS):
            mode, blob = self._entries.get(path, ("", ""))
            if mode in _FILE:
                return blob
            if mode != _LINK:
                return None
            target = next(iter(contents(self._repository, [blob]).values())).decode("utf-8", "surrogateescape")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return None

    def _fetch(self, paths: Iterable[str]) -> None:
        blobs = {blob for path in paths if (blob := self.blob(path)) and blob not in self._read}
        self._read |= contents(self._repository, sorted(blobs))


def entries(repository: Repository, commit: str) -> dict[str, tuple[str, str]]:
    """Mode and blob of all files of a commit, by path relative to the folder of ``qms.yaml``."""
    prefix = repository.prefix.encode()
    # the whole tree: a path that a caller gives must not be read as a pattern
    try:
        output = repository.git.run("ls-tree", "-r", "-z", "--full-tree", commit)
    except GitSaysNo as refused:
        raise HistoryMissing(say("git cannot read the repository: {reason}", reason=refused.reason)) from None
    found = {}
    for line in output.split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if path and path.startswith(prefix):
            mode, _, blob = facts.decode().split(" ")
            found[path[len(prefix) :].decode("utf-8", "surrogateescape")] = (mode, blob)
    return found


def _hidden(below: str) -> bool:
    return any(is_ignored(part) for part in below.split("/"))


def contents(repository: Repository, blobs: Iterable[str]) -> dict[str, bytes]:
    """Contents by blob id, in one git process.

    Args:
        repository: the repository.
        blobs: full ids.

    Raises:
        HistoryMissing: one of them is not here or is damaged.
    """
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    feed = "".join(f"{blob}\n" for blob in wanted).encode()
    try:
        output = repository.git.run("cat-file", "--batch", "--buffer", feed=feed)
    except GitSaysNo as refused:
        raise HistoryMissing(say("git cannot read the repository: {reason}", reason=refused.reason)) from None
    return dict(_batch(output))


def _batch(output: bytes) -> Iterator[tuple[str, bytes]]:
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        facts = output[start:end].split(b" ")
        if len(facts) != 3:
            raise HistoryMissing(
                say(
                    "the content {blob} is missing in this copy of the repository; fetch it again",
                    blob=facts[0].decode(),
                )
            )
        size = int(facts[2])
        yield facts[0].decode(), output[end + 1 : end + 1 + size]
        start = end + 1 + size + 1
