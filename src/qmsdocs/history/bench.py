"""Where new objects of git are made: beside a repository, so that its configuration has no say in them.

The bench is an empty repository of its own in a temporary folder. It shares the objects of the real one and nothing else:
no configuration, no hooks, no attributes. Who signs, and by which program, is said by the user's and the system's
configuration and by the environment.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.history.gateway import Gateway, GitSaysNo
from qmsdocs.history.repository import Repository

_OWN = r"^(user|author|committer|gpg)\."
_TRUSTED = (b"system", b"global")
_USUAL = (
    "user.useConfigOnly=true",
    "gpg.program=gpg",
    "gpg.x509.program=gpgsm",
    "gpg.ssh.program=ssh-keygen",
    "i18n.commitEncoding=UTF-8",
    "tag.gpgSign=false",
    "commit.gpgSign=false",
)
_IDENT = re.compile(r"(?P<name>.*) <(?P<email>.*)> \d+ [+-]\d+")


@dataclass(frozen=True)
class Bench:
    """A place where objects are made.

    Args:
        git: runs git there.
        real: runs git in the real repository, in the name of the user.
        folder: for files that are needed meanwhile.
    """

    git: Gateway
    real: Gateway
    folder: Path


@contextmanager
def bench(repository: Repository) -> Iterator[Bench]:
    """A bench beside a repository, gone afterwards.

    Raises:
        UnusableConfiguration: git does not know who the user is.
    """
    with tempfile.TemporaryDirectory(prefix="qmsdocs-") as name:
        folder = Path(name)
        format_ = _text(repository.git, "rev-parse", "--show-object-format")
        (folder / "refs").mkdir()
        (folder / "objects").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        (folder / "config").write_text(_CONFIGURATION.format(format_), encoding="ascii")
        environment = {
            "GIT_COMMON_DIR": name,
            "GIT_INDEX_FILE": f"{name}/index",
            "GIT_OBJECT_DIRECTORY": str(repository.top / _text(repository.git, "rev-parse", "--git-path", "objects")),
        }
        git = Gateway(folder, folder, settings_of_the_user(repository.git), environment)
        yield Bench(git, replace(repository.git, environment=_identity(git)), folder)


_CONFIGURATION = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = {}\n"


def settings_of_the_user(git: Gateway) -> tuple[str, ...]:
    """Identity and signing as the user's and the system's configuration have them, as ``key=value``."""
    output = git.maybe("config", "--show-scope", "--includes", "-z", "--get-regexp", _OWN) or b""
    fields = output.split(b"\0")
    pairs = (pair.partition(b"\n") for scope, pair in zip(fields[::2], fields[1::2], strict=False) if scope in _TRUSTED)
    own = tuple(f"{_decoded(key)}={_decoded(value)}" for key, _, value in pairs)
    shared = git.maybe("config", "--local", "--get", "core.sharedRepository")
    return (*_USUAL, *own, *((f"core.sharedRepository={_decoded(shared).strip()}",) if shared else ()))


def _identity(git: Gateway) -> Mapping[str, str]:
    """The user's name and address, as all that is written from now on bears them."""
    try:
        found = [_IDENT.fullmatch(_text(git, "var", f"GIT_{role}_IDENT")) for role in ("AUTHOR", "COMMITTER")]
    except GitSaysNo:
        found = [None]
    if not all(found):
        raise UnusableConfiguration(
            say(
                'git does not know who you are; say it once with `git config --global user.name "…"` and '
                "`git config --global user.email …`"
            )
        )
    committer = found[-1]
    return {"GIT_COMMITTER_NAME": committer["name"], "GIT_COMMITTER_EMAIL": committer["email"]} if committer else {}


def _text(git: Gateway, *arguments: str) -> str:
    return _decoded(git.run(*arguments)).strip()


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
