"""Who signed a tag: by the keys that a quality system lists, and by a program that nobody but the system names."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.repository import Repository
from qmsdocs.history.tags import Tag

_SYSTEM = "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"
"""Where the program that verifies is looked for; never in a folder that a repository could fill."""


def signers_of(repository: Repository, tags: Iterable[Tag], keys: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """The persons whose keys signed tags.

    Args:
        repository: of the tags.
        tags: annotated ones; those without a signature are passed over.
        keys: public SSH keys, ``ssh-ed25519 AAAA…``, by the id of the person.

    Returns:
        The id of the person by the name of the tag; tags that nobody of them signed are not in it.

    Raises:
        HistoryMissing: ssh-keygen is not installed, so that no signature can be verified.
    """
    signed = [tag for tag in tags if tag.signed and tag.annotated]
    if not signed:
        return {}
    program = shutil.which("ssh-keygen", path=_SYSTEM)
    if program is None:
        raise HistoryMissing(say("ssh-keygen is not installed, so signatures cannot be verified; install OpenSSH"))
    with tempfile.TemporaryDirectory(prefix="qmsdocs-") as folder:
        verifier = _Verifier(repository, program, Path(folder) / "signers", keys)
        signers = ((tag.name, verifier.signer(tag, tuple(keys))) for tag in signed)
        return {name: person for name, person in signers if person}


@dataclass(frozen=True)
class _Verifier:
    """Asks git whether one of some persons signed."""

    repository: Repository
    program: str
    listed: Path
    keys: Mapping[str, Iterable[str]]

    def signer(self, tag: Tag, people: tuple[str, ...], *, sure: bool = False) -> str | None:
        """Who of them signed; halving their number finds one among many with few calls of git."""
        if not people or not (sure or self._verifies(tag, people)):
            return None
        if len(people) == 1:
            return people[0]
        first, second = people[: len(people) // 2], people[len(people) // 2 :]
        return self.signer(tag, first) or self.signer(tag, second, sure=True)

    def _verifies(self, tag: Tag, people: tuple[str, ...]) -> bool:
        own = (key for person in people for key in self.keys[person])
        lines = "".join(f'signer namespaces="git" {" ".join(key.split()[:2])}\n' for key in own)
        self.listed.write_text(lines, encoding="utf-8")
        settings = (f"gpg.ssh.program={self.program}", f"gpg.ssh.allowedSignersFile={self.listed}")
        git = replace(self.repository.git, settings=(*self.repository.git.settings, *settings))
        return git.maybe("verify-tag", tag.oid) is not None
