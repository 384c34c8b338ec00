"""The numbers that stand before paragraphs, typed or counted by Word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qmsdocs.importing.foreign.words import flat, squeezed
from qmsdocs.word.reading.values import Paragraph

_NAMED = re.compile(r"(?P<name>dieu|muc|phan|chuong)\s+(?P<number>[ivxlc]+|\d{1,3})\s*(?:[.:/)\u2013-]\s*|\s+|$)")
_APPENDIX = re.compile(
    r"(?P<name>phu luc)\s*(?:(?P<number>[ivxlc]+|\d{1,3}|[a-z])(?![a-z0-9]))?\s*(?:[.:/)\u2013-]\s*|\n|$)"
)
_ROMAN = re.compile(r"(?P<number>[IVXLC]{1,6})\s*(?:[.)/:]\s*|[\u2013-]\s+)(?=\S)")
_DOTTED = re.compile(r"(?P<number>\d{1,2}(?:\s?\.\s?\d{1,2}){1,4})\s*(?:[.):/\u2013-]\s*|\s+|$)(?!\d)")
_WHOLE = re.compile(r"(?P<number>\d{1,2})\s*(?:[.)/:]\s*|[\u2013-]\s+)(?![\d/])(?=\S|$)")
_LETTER = re.compile(r"(?P<number>[A-Za-zĐđ])\s*[.)/]\s*(?=\S)")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Number:
    """A number before a paragraph.

    Args:
        form: ``roman``, ``dotted``, ``letter``, or the word before it, e.g. ``dieu``.
        parts: its parts as numbers.
        length: how many characters of the text it takes; 0 when Word counts it.
        typed: as it is written.
        list: which of Word's lists it belongs to; empty when it is typed.
    """

    form: str
    parts: tuple[int, ...]
    length: int
    typed: str
    list: str = ""

    def as_letter(self) -> Number:
        """The number as a letter, where a single one was taken for a Roman figure."""
        return replace(self, form="letter", parts=_parts("letter", self.typed[:1]))

    @property
    def depth(self) -> int:
        """1 for ``5.``, 2 for ``5.1``."""
        return len(self.parts)


def number_of(paragraph: Paragraph) -> Number | None:
    """The number before a paragraph."""
    typed = typed_number(paragraph.text)
    if typed or paragraph.item is None or not paragraph.item.ordered:
        return typed
    label = paragraph.item.label.strip()
    counted = typed_number(f"{label.rstrip('.:)/ ')}. x")
    return counted and Number(counted.form, counted.parts, 0, label, f"{paragraph.item.list}:{paragraph.item.level}")


def typed_number(text: str) -> Number | None:
    """The number that is typed at the beginning of a text.

    >>> typed_number("5.2. Nội dung").parts, typed_number("IV/ Hồ sơ").parts, typed_number("05/01/2026")
    ((5, 2), (4,), None)
    """
    start = len(text) - len(text.lstrip())
    rest = text[start:]
    found = _NAMED.match(flat(rest)) or _APPENDIX.match(flat(rest))
    if found:
        number = found["number"] or "1"
        value = int(number) if number.isdecimal() else _roman(number) if set(number) <= _VALUES.keys() else 1
        return Number(found["name"], (value,), start + found.end(), rest[: found.end()].strip())
    for form, pattern in (("dotted", _DOTTED), ("dotted", _WHOLE), ("roman", _ROMAN), ("letter", _LETTER)):
        if found := pattern.match(rest):
            parts = _parts(form, found["number"])
            form = "small letter" if form == "letter" and found["number"].islower() else form  # noqa: PLW2901
            return Number(form, parts, start + found.end(), rest[: found.end()].strip())
    return None


def _parts(form: str, number: str) -> tuple[int, ...]:
    if form == "dotted":
        return tuple(int(part) for part in number.split("."))
    return (_roman(number.lower()) if form == "roman" else ord(flat(number)[0]) - ord("a") + 1,)


def _roman(number: str) -> int:
    total = 0
    for letter, after in zip(number, [*number[1:], "i"], strict=False):
        value = _VALUES[letter]
        total += -value if after != letter and value < _VALUES[after] else value
    return total


def without_number(text: str) -> str:
    """The text behind its typed number."""
    number = typed_number(text)
    return squeezed(text[number.length :] if number else text)
