"""How wide text stands on a terminal, and text that cannot command the terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WIDE = frozenset("WF")
_NARROW = re.compile("[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027]*")
"""What takes one column each: the letters of English and Vietnamese among it, dashes, quotation marks, …"""
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_UNSAFE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def width(text: str) -> int:
    r"""How many columns a text takes: none for combining marks, two for wide letters.

    >>> width("mã"), width("ma\u0303"), width("漢字")
    (2, 2, 4)
    """
    return len(text) if _NARROW.fullmatch(text) else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def padded(text: str, columns: int) -> str:
    """Text filled up with spaces on the right."""
    return text + " " * max(columns - width(text), 0)


def visible(text: str) -> str:
    r"""Text in which control characters show as escapes: files of others must not command a terminal.

    >>> visible("a\x1b[2J")
    'a\\x1b[2J'
    """
    return text if text.isprintable() else "".join(map(_visible_char, text))


def _visible_char(char: str) -> str:
    if char == "\t":
        return " "
    if unicodedata.category(char) in _UNSAFE or char in _BIDI:
        return char.encode("unicode_escape").decode("ascii")
    return char


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows of cells as lines whose columns stand under one another."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [gap.join(padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]
