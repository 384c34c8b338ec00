"""The commit of a work tree, and which files differ from it.

No program that the repository's configuration names is run: differences are found by hashing the files here, not by
``git status``, which would start file-system monitors and clean filters.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat")
_ENVIRONMENT = {
    "GIT_CONFIG_COUNT": "0",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


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
    top = _top(root)
    if top is None:
        return None
    git = _gateway(top)
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    if not commit:
        return Head(None, tuple(sorted(paths)))
    oid = commit.decode().strip()
    prefix = root.resolve().relative_to(top).as_posix()
    committed = _blobs(git("ls-tree", "-r", "-z", "--full-tree", oid) or b"", "" if prefix == "." else prefix + "/")
    return Head(oid, tuple(sorted(path for path in paths if committed.get(path) != _blob_id(read(path), len(oid)))))


def _top(root: Path) -> Path | None:
    here = root.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), None)


def _gateway(top: Path) -> Callable[..., bytes | None]:
    """Runs git on the repository at ``top``; None when git says no."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # importing GitPython must not fail where git is missing
    from git import Git  # noqa: PLC0415 - lazily: it takes 0.1 s, and most verbs need no git
    from git.exc import GitCommandError, GitCommandNotFound  # noqa: PLC0415

    shell = Git(str(top))

    def run(*arguments: str) -> bytes | None:
        command = ["git", *_SAFE, "-c", f"safe.directory={top}", f"--git-dir={top / '.git'}", *arguments]
        try:
            return bytes(shell.execute(command, env=_ENVIRONMENT, stdout_as_string=False, with_extended_output=False))
        except (GitCommandError, GitCommandNotFound):
            return None

    return run


def _blobs(listing: bytes, prefix: str) -> dict[str, str]:
    """Blob ids by path below ``prefix``, from ``ls-tree -r -z``."""
    found = {}
    for line in listing.split(b"\0"):
        facts, _, path = line.partition(b"\t")
        name = path.decode("utf-8", "surrogateescape")
        if name.startswith(prefix):
            found[name[len(prefix) :]] = facts.split(b" ")[2].decode() if facts else ""
    return found


def _blob_id(data: bytes, digits: int) -> str:
    """Git's own name of a file content: SHA-1, or SHA-256 in repositories that use it."""
    algorithm = hashlib.sha256 if digits == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest()
