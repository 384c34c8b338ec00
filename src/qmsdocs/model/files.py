"""The files of a repository, wherever they are read from: a work tree or a commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

MAX_BYTES = 1 << 20
"""The largest YAML or Markdown file that is read: 1 MiB."""

UNSEEN = "\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
"""Characters that hide within words or turn the order of letters round; no text of a repository holds them."""

MAX_EVIDENCE = 64 << 20
"""The largest scan or signed file of a decision: 64 MiB."""

_IGNORED = frozenset({"thumbs.db", "desktop.ini", "readme.md"})


def is_ignored(name: str) -> bool:
    """Whether a file or folder is none of the repository's business: hidden, or left behind by Word or the system."""
    return name.startswith((".", "~$")) or name.lower() in _IGNORED


class Files(Protocol):
    """Where documents are read from."""

    def listing(self, folder: str) -> Listing:
        """The files below a folder."""
        ...

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a listed file, at most ``limit`` and one more.

        Raises:
            OSError: it cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """The files below a folder.

    Args:
        files: regular files, relative to the root, with ``/``, sorted.
        refused: links that lead outside, devices, pipes and folders that cannot be opened.
    """

    files: tuple[str, ...] = ()
    refused: tuple[str, ...] = field(default=())
