"""How much room text takes, guessed on the safe side: Word lays out the pages, a drawing must know its size before."""

from __future__ import annotations

from collections.abc import Iterable

_NARROW = frozenset("iíìỉĩịjlt.,;:'’|!()[]-/ fr")
_WIDE = frozenset("mwMW—%@")
_THOUSANDTHS_OF_A_SIZE = {"narrow": 340, "usual": 505, "capital": 725, "wide": 890}


def text_width(text: str, size: float) -> float:
    """The width of text in Times New Roman or a like face.

    Args:
        text: a single line.
        size: of the letters in points.

    Returns:
        Twentieths of a point.
    """
    return sum(_width(letter) for letter in text) * size / 50


def _width(letter: str) -> int:
    if letter in _NARROW:
        return _THOUSANDTHS_OF_A_SIZE["narrow"]
    if letter in _WIDE:
        return _THOUSANDTHS_OF_A_SIZE["wide"]
    return _THOUSANDTHS_OF_A_SIZE["capital" if letter.isupper() else "usual"]


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines text takes when its words are wrapped.

    Args:
        text: it may have line ends.
        width: of the lines, in twentieths of a point.
        size: of the letters in points.
    """
    return sum(_wrapped(line.split(), max(width, 1), size) for line in text.split("\n"))


def _wrapped(words: Iterable[str], width: float, size: float) -> int:
    lines, used, space = 1, 0.0, text_width(" ", size)
    for word in words:
        needed = text_width(word, size)
        if used and used + space + needed > width:
            lines, used = lines + 1, 0.0
        used += needed + (space if used else 0.0)
        if used > width:  # a word longer than a line is broken
            lines, used = lines + int(used // width), used % width
    return lines
