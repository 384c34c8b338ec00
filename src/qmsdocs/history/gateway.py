"""Runs git, through GitPython, so that nothing that a repository names is ever run.

A repository may come from anyone, its configuration too. Every call brings its own environment and overrides what could
start a program; revisions are given as full ids, and options end before them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

_OVERRIDES = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.askPass=",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "log.showSignature=false",
    "diff.external=",
    "gpg.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "credential.helper=",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
    "gc.auto=0",
    "maintenance.auto=false",
)
_ENVIRONMENT = {
    "GIT_CONFIG_COUNT": "0",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_FLUSH": "0",
    "GIT_EXTERNAL_DIFF": "",
    "LC_ALL": "C",
}
"""What the caller's environment says besides stays as it is: it is the user's, and a receiving server's quarantine is in it."""


class GitSaysNo(Exception):
    """git ended with an error; its own words are in ``reason``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Gateway:
    """git on one repository.

    Args:
        top: the folder of the work tree, or the folder of a bare repository.
        directory: what ``--git-dir`` is given; git follows it when it is a file that names the real one.
        settings: laid over the ones that stop programs, as ``key=value``; only writing needs any (``bench.py``).
        environment: laid over the safe one.
    """

    top: Path
    directory: Path
    settings: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def run(self, *arguments: str, feed: bytes | None = None) -> bytes:
        """The output of a git command.

        Args:
            arguments: a command.
            feed: its standard input.

        Raises:
            GitSaysNo: it failed, or there is no git.
        """
        try:
            from git.exc import GitCommandError, GitCommandNotFound  # noqa: PLC0415 - lazily: it takes 0.1 s
        except ImportError:  # GitPython looks for git when it is imported
            raise GitSaysNo("git is not installed") from None
        try:
            process = self._shell.execute(
                self._command(arguments),
                as_process=True,
                istream=subprocess.PIPE,
                env={**_ENVIRONMENT, **self.environment},
            )
            output, errors = process.communicate(feed)
        except (GitCommandError, GitCommandNotFound, OSError) as error:
            raise GitSaysNo(str(error)) from None
        if process.returncode:
            raise GitSaysNo(errors.decode("utf-8", "replace").strip())
        return bytes(output)

    def maybe(self, *arguments: str, feed: bytes | None = None) -> bytes | None:
        """The output of a git command, None where git says no."""
        try:
            return self.run(*arguments, feed=feed)
        except GitSaysNo:
            return None

    def commit(self, revision: str) -> str | None:
        """The full id of the commit that a name stands for, None where there is none."""
        return self.commits(revision)[0]

    def commits(self, *revisions: str) -> list[str | None]:
        """As :meth:`commit`, for several names in one process."""
        lines = [f"{'' if chr(10) in revision else revision}^{{commit}}\n" for revision in revisions]
        feed = "".join(lines).encode("utf-8", "surrogateescape")
        output = self.maybe("cat-file", "--batch-check=%(objecttype) %(objectname)", feed=feed) or b""
        found = [line.decode("utf-8", "replace").split(" ") for line in output.split(b"\n")[: len(revisions)]]
        return [words[1] if words[0] == "commit" else None for words in found] or [None] * len(revisions)

    @cached_property
    def _shell(self) -> Any:
        from git import Git  # noqa: PLC0415 - lazily, as above

        return Git(str(self.top))

    def _command(self, arguments: Sequence[str]) -> list[str]:
        settings = (*_OVERRIDES, f"safe.directory={self.top}", *self.settings)
        overrides = [part for setting in settings for part in ("-c", setting)]
        return ["git", *overrides, "--no-pager", f"--git-dir={self.directory}", *arguments]
