"""The numbers that Word prints before paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qmsdocs.word.ooxml.elements import VAL, Element, name
from qmsdocs.word.reading.values import Item

_NUM, _NUM_ID, _ABSTRACT, _ABSTRACT_ID = map(name, ("w:num", "w:numId", "w:abstractNum", "w:abstractNumId"))
_LEVEL, _LEVEL_NUMBER, _OVERRIDE = map(name, ("w:lvl", "w:ilvl", "w:lvlOverride"))
_START_OVERRIDE, _START, _FORMAT, _TEXT = map(name, ("w:startOverride", "w:start", "w:numFmt", "w:lvlText"))
_DEEPEST = 8
_PLACE = re.compile("%([1-9])")
_LARGEST_ROMAN = 3999
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a numbering."""

    format: str
    text: str
    start: int


class Counting:
    """Counts the numbered paragraphs of one story in reading order.

    Args:
        root: of the numbering part, None when there is none.
    """

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        for abstract in root.iter(_ABSTRACT) if root is not None else ():
            levels = {_number(level.get(_LEVEL_NUMBER)): _level(level) for level in abstract.iter(_LEVEL)}
            self._abstract[abstract.get(_ABSTRACT_ID) or ""] = levels
        for num in root.iter(_NUM) if root is not None else ():
            self._add(num)

    def _add(self, num: Element) -> None:
        abstract = num.find(_ABSTRACT_ID)
        starts = {}
        for override in num.iter(_OVERRIDE):
            start = override.find(_START_OVERRIDE)
            if start is not None:
                starts[_number(override.get(_LEVEL_NUMBER))] = _number(start.get(VAL))
        self._of[num.get(_NUM_ID) or ""] = (abstract.get(VAL) or "" if abstract is not None else "", starts)

    def item(self, number: str | None, level: int) -> Item | None:
        """Counts a paragraph and says how it is numbered; None when it has no number.

        Args:
            number: id of its numbering.
            level: from 0.
        """
        abstract, starts = self._of.get(number or "", ("", {}))
        levels = self._abstract.get(abstract, {})
        level = min(max(level, 0), _DEEPEST)
        form = levels.get(level)
        if number is None or form is None or form.format == "none":
            return None
        counts = self._counts.setdefault(abstract, {})
        if number not in self._seen:
            self._seen.add(number)
            for place, start in starts.items():
                counts[place] = start - 1
        counts[level] = counts.get(level, form.start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        if form.format == "bullet":
            return Item(ordered=False, level=level, label=form.text, number=counts[level], list=number)

        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            known = levels.get(place, form)
            return _printed(counts.get(place, known.start), known.format)

        label = _PLACE.sub(shown, form.text)
        return Item(ordered=True, level=level, label=label, number=counts[level], list=number)


def _level(level: Element) -> _Level:
    def of(tag: str, usual: str) -> str:
        found = level.find(tag)
        return (found.get(VAL) or "") if found is not None else usual

    return _Level(of(_FORMAT, "decimal"), of(_TEXT, ""), _number(of(_START, "1")))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 5 else 0


def _printed(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number <= _LARGEST_ROMAN:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)
