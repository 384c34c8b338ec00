"""The history of all files in one pass over the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.gateway import GitSaysNo
from qmsdocs.history.repository import Repository

_FORMAT = "%x01%H%x02%P%x02%aI%x02%an%x02%s"
_BEGIN = b"\x01"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit.

    Args:
        oid: its full id.
        parents: ids of its parents.
        author: who made the change.
        written: when, with the author's time zone.
        subject: first line of its message.
    """

    oid: str
    parents: tuple[str, ...]
    author: str
    written: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit left it.

    Args:
        commit: the commit.
        path: its path then, relative to the folder of ``qms.yaml``.
        blob: id of its content; None where the commit removed it.
        former: its path before, where the commit renamed it.
    """

    commit: Commit
    path: str
    blob: str | None
    former: str | None = None


@dataclass(frozen=True)
class Log:
    """What all commits up to one changed, newest first.

    Args:
        commits: newest first; a commit stands before its parents.
        changes: what each commit changed, by its id.
    """

    commits: Sequence[Commit]
    changes: Mapping[str, Sequence[Version]]

    @cached_property
    def _by_path(self) -> Mapping[str, list[tuple[int, Version]]]:
        found: dict[str, list[tuple[int, Version]]] = defaultdict(list)
        for number, commit in enumerate(self.commits):
            for version in self.changes.get(commit.oid, ()):
                found[version.path].append((number, version))
        return found

    def versions(self, path: str) -> Iterator[Version]:
        """The versions of a file, newest first; renames are followed back.

        Args:
            path: relative to the folder of ``qms.yaml``.
        """
        wanted, since, followed = path, -1, set[str]()
        while wanted not in followed:
            followed.add(wanted)
            former: str | None = None
            for number, version in self._by_path.get(wanted, ()):
                if number <= since:
                    continue
                yield version
                if version.former is not None:
                    former, since = version.former, number
                    break
            if former is None:
                return
            wanted = former


def read_log(repository: Repository, *, since: str | None = None, until: str | None = None) -> Log:
    """The log of the files below ``qms.yaml``.

    Args:
        repository: with its whole history.
        since: full id of a commit whose history is left out.
        until: full id of the newest commit; by default that of the work tree.

    Raises:
        HistoryMissing: history is not all there.
    """
    newest = until or repository.require_history()
    reach = [newest, f"^{since}"] if since else [newest]
    # -M finds renames; merges are compared with their first parent, so that what a merge itself changed is seen; paths
    # are chosen here, because git leaves out side branches of a path that came to nothing
    try:
        output = repository.git.run(
            "log", "--raw", "-z", "--no-abbrev", "-M", "--topo-order", "--diff-merges=first-parent", f"--format={_FORMAT}",
            "--no-show-signature", "--no-textconv", "--no-ext-diff", *reach, "--",
        )  # fmt: skip
    except GitSaysNo as refused:
        raise HistoryMissing(say("git cannot read the repository: {reason}", reason=refused.reason)) from None
    return _parsed(output, repository.prefix.encode())


def _parsed(output: bytes, prefix: bytes) -> Log:
    """Commits and what they changed. Only NUL divides: names and messages may hold anything else, also what looks like facts.

    ``:100644 100644 OLD NEW M NUL path NUL``; a rename or copy has two paths.
    """
    commits: list[Commit] = []
    changes: dict[str, list[Version]] = {}
    fields = iter(output.split(b"\0"))
    for field in fields:
        facts = field.lstrip(b"\n")
        if facts.startswith(_BEGIN):
            commits.append(_commit(facts[1:]))
        elif facts.startswith(b":"):
            _, _, _, blob, status = facts.split(b" ")
            former = _below(prefix, next(fields)) if status[:1] in b"RC" else None
            path = _below(prefix, next(fields))
            if path is not None:
                kept = None if status.startswith(b"D") else blob.decode()
                version = Version(commits[-1], path, kept, former if status.startswith(b"R") else None)
                changes.setdefault(commits[-1].oid, []).append(version)
    return Log(commits, changes)


def _commit(facts: bytes) -> Commit:
    oid, parents, written, author, subject = facts.decode("utf-8", "replace").split("\x02", 4)
    return Commit(oid, tuple(parents.split()), author, datetime.fromisoformat(written), subject)


def _below(prefix: bytes, path: bytes) -> str | None:
    return path[len(prefix) :].decode("utf-8", "surrogateescape") if path.startswith(prefix) else None
