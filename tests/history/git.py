"""Real git for tests, with an identity of its own and nobody's configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

_OPTIONS = (
    "-c",
    "user.name=Thử",
    "-c",
    "user.email=thu@example.vn",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "protocol.file.allow=always",
)
_ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


def git(folder: Path, *arguments: str) -> str:
    """Runs git in a folder; its output without the last line end."""
    command = ["git", *_OPTIONS, *arguments]
    done = subprocess.run(command, cwd=folder, env=_ENVIRONMENT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, files: dict[str, str], message: str) -> str:
    """Writes files, commits all that is in the folder, and gives the id of the commit."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "HEAD")


def become(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Writes a configuration of a user's own, and leaves no other: whoever the machine says we are."""
    path.write_text("[user]\n  name = Lê Thị Bình\n  email = binh@example.vn\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return path


def use_ssh_key(configuration: Path, key: Path) -> None:
    """Makes a key and has the user sign with it."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    with configuration.open("a", encoding="utf-8") as file:
        file.write(f"[user]\n  signingKey = {key}\n[gpg]\n  format = ssh\n")
