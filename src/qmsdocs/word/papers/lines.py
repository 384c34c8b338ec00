"""The rules under lines at the head of an administrative paper."""

from __future__ import annotations

from qmsdocs.word.ooxml.elements import PPR, PSTYLE, VAL, Element, P, T, child, name
from qmsdocs.word.writing.measure import text_width as width_of

_SHARE_OF_THE_TEXT = {"motto": 1.0, "others": 0.42}
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LETTER_SIZE = 14


def fit_rules(main: Element, style: str) -> None:
    """Makes rules as long as the text above them asks for: all of it under the motto, between a third and a half elsewhere.

    Args:
        main: root of the main part, filled.
        style: id of the style of the paragraphs that are rules.
    """
    for rule in main.iter(P):
        used = rule.find(f"{PPR}/{PSTYLE}")
        above = rule.getprevious()
        if used is None or used.get(VAL) != style or above is None or above.tag != P:
            continue
        text = "".join(t.text or "" for t in above.iter(T))
        room = _room(rule)
        wide = min(width_of(text.upper() if _is_caps(above) else text, _size(above)), room)
        long = int(wide * _SHARE_OF_THE_TEXT["motto" if text == _MOTTO else "others"])
        side = str(max((room - long) // 2, 0))
        indent = child(rule.find(PPR), "w:ind", left=side, right=side, firstLine="0")
        used.addnext(indent)


def _size(line: Element) -> float:
    size = next(line.iter(name("w:sz")), None)
    return int(size.get(VAL)) / 2 if size is not None else _LETTER_SIZE


def _is_caps(line: Element) -> bool:
    return next(line.iter(name("w:caps")), None) is not None


def _room(rule: Element) -> int:
    """The width of the column or page that a rule stands in."""
    cell = next(rule.iterancestors(name("w:tc")), None)
    if cell is None:
        return 9071
    return int(cell.find(f"{name('w:tcPr')}/{name('w:tcW')}").get(name("w:w"))) - 216
