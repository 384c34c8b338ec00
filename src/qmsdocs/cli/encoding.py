r"""Text for a terminal that cannot show all of it: what reads best there, never an error.

>>> readable("Quy trình – đạt", "ascii")
'Quy trinh - dat'
>>> readable("xấu", "cp1258").encode("cp1258").decode("cp1258") == "xâ\u0301u"
True
"""

from __future__ import annotations

import unicodedata

# ruff: noqa: RUF001 - characters that look like others are what this is about

_PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "–": "-",
        "—": "-",
        "…": "...",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "→": "->",
        "←": "<-",
        "≤": "<=",
        "≥": ">=",
        "\u00a0": " ",
    }
)
_SHAPES = frozenset("\u0302\u0306\u031b")
"""Marks that belong to a letter (â, ă, ơ); the others are tones, which cp1258 writes after the letter."""


def readable(text: str, encoding: str) -> str:
    r"""Text that ``encoding`` can express, as near to the original as it allows.

    Letters lose their marks only where the encoding has no way to write them; what has no Latin letter becomes an
    escape such as ``\u6f22``.

    Args:
        text: any text, also with lone surrogates from undecodable file names.
        encoding: a name that Python knows.
    """
    if _fits(text, encoding):
        return text
    return "".join(char if _fits(char, encoding) else _nearest(char, encoding) for char in text)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(char: str, encoding: str) -> str:
    decomposed = unicodedata.normalize("NFD", char)
    letter = unicodedata.normalize("NFC", decomposed[:1] + "".join(c for c in decomposed[1:] if c in _SHAPES))
    tones = "".join(c for c in decomposed[1:] if c not in _SHAPES)
    for attempt in (letter + tones, letter, decomposed[:1], char.translate(_PLAIN)):
        if _fits(attempt, encoding):
            return attempt
    if unicodedata.combining(char):
        return ""
    return char.encode("ascii", "backslashreplace").decode("ascii")
