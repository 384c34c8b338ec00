"""Real git for tests, with an identity of its own and nobody's configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

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
