"""Styles: what they are called, and what paragraphs and runs inherit from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from qmsdocs.word.ooxml.elements import NAME, PPR, RPR, RSTYLE, VAL, Element, name

_STYLE, _BASED_ON, _STYLE_ID, _STYLE_TYPE = map(name, ("w:style", "w:basedOn", "w:styleId", "w:type"))
_OUTLINE, _NUM_PR, _NUM_ID, _LEVEL = map(name, ("w:outlineLvl", "w:numPr", "w:numId", "w:ilvl"))
_B, _I, _VANISH, _JC, _IND, _DEFAULT = map(name, ("w:b", "w:i", "w:vanish", "w:jc", "w:ind", "w:default"))
_LEFT, _START = name("w:left"), name("w:start")
_OFF = frozenset({"0", "false", "off", "none"})
_DEEPEST_OUTLINE = 8
_MOST_ANCESTORS = 30
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Look:
    """What a style gives; None where it says nothing.

    Args:
        called: its name in lower case.
        outline: heading level from 1; 0 says that it is running text.
        number: id and level of its numbering.
    """

    called: str = ""
    outline: int | None = None
    number: tuple[str | None, int] | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    align: str | None = None
    indent: int | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else the one it rests on."""
        return Look(
            self.called,
            _first(self.outline, base.outline),
            _merged(self.number, base.number),
            _first(self.bold, base.bold),
            _first(self.italic, base.italic),
            _first(self.hidden, base.hidden),
            _first(self.align, base.align),
            _first(self.indent, base.indent),
        )


def _first(own: _T | None, other: _T | None) -> _T | None:
    return other if own is None else own


def _merged(own: tuple[str | None, int] | None, base: tuple[str | None, int] | None) -> tuple[str | None, int] | None:
    if own is None or base is None:
        return own or base
    return own[0] or base[0], own[1]


class Styles:
    """The styles of a file.

    Args:
        root: of the styles part, None when there is none.
    """

    def __init__(self, root: Element | None) -> None:
        styles = list(root.iter(_STYLE)) if root is not None else []
        self._elements = {style.get(_STYLE_ID) or "": style for style in styles}
        self._looks: dict[str, Look] = {}
        default = (s for s in styles if s.get(_STYLE_TYPE) == "paragraph" and s.get(_DEFAULT) not in (None, *_OFF))
        self._default = next((style.get(_STYLE_ID) or "" for style in default), "")

    def paragraph(self, identity: str | None) -> Look:
        """The look of a paragraph style by its id; that of the default style when there is no such style."""
        return self._look(identity if identity in self._elements else self._default)

    def of_id(self, identity: str | None) -> Look:
        """The look of a character or table style by its id."""
        return self._look(identity or "")

    def _look(self, identity: str | None) -> Look:
        key = identity or ""
        if key not in self._looks:
            self._looks[key] = self._resolved(key)
        return self._looks[key]

    def _resolved(self, identity: str) -> Look:
        look: Look | None = None
        for _ in range(_MOST_ANCESTORS):
            style = self._elements.get(identity)
            if style is None:
                break
            label = style.find(NAME)
            called = (label.get(VAL) or "") if label is not None else ""
            own = look_of(style.find(PPR), style.find(RPR), called.casefold())
            look = own if look is None else look.over(own)
            base = style.find(_BASED_ON)
            identity = (base.get(VAL) or "") if base is not None else ""
        return look or Look()


def look_of(paragraph: Element | None, run: Element | None, called: str = "") -> Look:
    """What paragraph and run properties say themselves."""
    if paragraph is None:
        return Look(called, bold=switched(run, _B), italic=switched(run, _I), hidden=switched(run, _VANISH))
    align, indent = paragraph.find(_JC), paragraph.find(_IND)
    return Look(
        called,
        _outline(paragraph),
        _number(paragraph),
        switched(run, _B),
        switched(run, _I),
        switched(run, _VANISH),
        align.get(VAL) if align is not None else None,
        _whole(indent.get(_LEFT) or indent.get(_START)) if indent is not None else None,
    )


def switched(properties: Element | None, tag: str) -> bool | None:
    """Whether properties switch something on or off, None when they say nothing."""
    found = properties.find(tag) if properties is not None else None
    return None if found is None else (found.get(VAL) or "1") not in _OFF


def character_style(properties: Element | None) -> str | None:
    """The id of the character style of a run."""
    style = properties.find(RSTYLE) if properties is not None else None
    return style.get(VAL) if style is not None else None


def _outline(properties: Element) -> int | None:
    found = properties.find(_OUTLINE)
    level = _whole(found.get(VAL)) if found is not None else None
    return None if level is None else level + 1 if 0 <= level <= _DEEPEST_OUTLINE else 0


def _number(properties: Element) -> tuple[str | None, int] | None:
    found = properties.find(_NUM_PR)
    if found is None:
        return None
    number, level = found.find(_NUM_ID), found.find(_LEVEL)
    return (number.get(VAL) if number is not None else None), (_whole(level.get(VAL)) or 0) if level is not None else 0


def _whole(text: str | None) -> int | None:
    """A whole number, None for anything else: files may say anything."""
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 10 else None
