"""Where a quality system lies in git, and what is missing there before its history can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.gateway import Gateway, GitSaysNo


@dataclass(frozen=True)
class Repository:
    """A quality system in a git repository.

    Args:
        top: the folder of the work tree.
        prefix: where ``qms.yaml`` lies below it, with ``/`` at the end; empty at the top.
        git: runs git on it.
        is_shallow: its history was cut off when it was fetched.
    """

    top: Path
    prefix: str
    git: Gateway
    is_shallow: bool

    @cached_property
    def is_partial(self) -> bool:
        """Contents are fetched one by one when they are asked for; here they are not."""
        if self.git.maybe("config", "--local", "--name-only", "--get-regexp", _OF_PARTIAL) is None:
            return False  # mostly, by one process instead of two
        promisors = self.git.maybe("config", "--local", "--type=bool", "--get-regexp", r"^remote\..*\.promisor$") or b""
        return (
            b" true\n" in promisors
            or self.git.maybe("config", "--local", "--get", "extensions.partialclone") is not None
        )

    @cached_property
    def head(self) -> str | None:
        """The full id of the commit that the work tree rests on, None before the first commit."""
        return self.git.commit("HEAD")

    @cached_property
    def merging(self) -> str | None:
        """The full id of the commit that is being merged into the work tree, None when no merge is under way."""
        return self.git.commit("MERGE_HEAD")

    @cached_property
    def branch(self) -> str | None:
        """The full name of the branch, None when no branch is checked out."""
        found = self.git.maybe("symbolic-ref", "--quiet", "HEAD")
        return found.decode("utf-8", "surrogateescape").strip() if found else None

    def require_history(self) -> str:
        """The commit of the work tree, when all that led to it is here.

        Raises:
            HistoryMissing: there is no commit, or history is shallow or partial; the message says how to mend it.
        """
        if self.head is None:
            raise HistoryMissing(say("the repository has no commit yet; commit the files first"))
        if self.is_shallow:
            raise HistoryMissing(
                say(
                    "the history of this copy is cut off (shallow clone); fetch all of it with `git fetch --unshallow`, "
                    "in CI with fetch-depth: 0"
                )
            )
        if self.is_partial:
            raise HistoryMissing(
                say(
                    "the contents of older files are missing in this copy (partial clone); make a full one with `git clone` "
                    "without --filter"
                )
            )
        return self.head


_OF_PARTIAL = r"^(remote\..*\.promisor|extensions\.partialclone)$"


def repository_of(root: Path) -> Repository:
    """The git repository in which a folder lies.

    Args:
        root: folder of ``qms.yaml``.

    Raises:
        HistoryMissing: it lies in none, git is not installed, or git cannot read the repository.
    """
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), None)
    if top is None:
        raise HistoryMissing(say("{folder} does not lie in a git repository; make one with `git init`", folder=root))
    git = Gateway(top, top / ".git")
    try:
        bare, shallow = git.run("rev-parse", "--is-bare-repository", "--is-shallow-repository").split()
    except GitSaysNo as refused:
        raise HistoryMissing(say("git cannot read {folder}: {reason}", folder=top, reason=refused.reason)) from None
    if bare == b"true":
        raise HistoryMissing(
            say("{folder} is a bare repository, without files; use a copy made by git clone", folder=top)
        )
    prefix = here.relative_to(top).as_posix()
    return Repository(top, "" if prefix == "." else prefix + "/", git, shallow == b"true")
