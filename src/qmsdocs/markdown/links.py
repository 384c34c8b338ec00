"""What the target of a link or image means. Pure functions on text; nothing is opened."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")


def scheme_of(target: str) -> str | None:
    """The scheme of an address in lower case, also where blanks or escapes hide it; None for a path or code.

    >>> scheme_of("https://example.vn"), scheme_of("java%0Ascript:x"), scheme_of("QT-01"), scheme_of("C:/a.png")
    ('https', 'javascript', None, None)
    """
    if ":" not in target and "%" not in target:
        return None
    plain = _UNSEEN.sub("", unquote(target))
    found = _SCHEME.match(plain)
    return None if not found or _DRIVE.match(plain) else found[1].lower()


def path_of(folder: str, target: str) -> str:
    """A path of the repository for a target relative to ``folder``; it may still lead out of the repository.

    >>> path_of("procedures/QT-01", "../QT-02/so-do.png")
    'procedures/QT-02/so-do.png'
    """
    return posixpath.normpath(posixpath.join(folder, target))


def leaves_repository(folder: str, target: str) -> bool:
    """Whether a target is absolute, or climbs out of the repository.

    >>> leaves_repository("procedures/QT-01", "../../../x.png"), leaves_repository("procedures/QT-01", "../x.png")
    (True, False)
    """
    written = target.replace("\\", "/")
    if written.startswith("/") or _DRIVE.match(written):
        return True
    return path_of(folder, written).split("/", 1)[0] == ".."
