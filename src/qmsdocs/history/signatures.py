"""Who signed a tag: by the keys that a quality system lists, and by a program that nobody but the system names."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
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
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="qmsdocs-") as folder:
        for person, own in keys.items():
            listed = Path(folder) / "signers"
            lines = "".join(f'signer namespaces="git" {" ".join(key.split()[:2])}\n' for key in own)
            listed.write_text(lines, encoding="utf-8")
            for tag in signed:
                if _verifies(repository, tag, program, listed):
                    found.setdefault(tag.name, person)
    return found


def _verifies(repository: Repository, tag: Tag, program: str, listed: Path) -> bool:
    settings = (f"gpg.ssh.program={program}", f"gpg.ssh.allowedSignersFile={listed}")
    git = replace(repository.git, settings=(*repository.git.settings, *settings))
    return git.maybe("verify-tag", tag.oid) is not None
