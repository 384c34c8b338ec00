"""The styles of the old file among those of the new: one of the same name is the same, another is carried over."""

from __future__ import annotations

from copy import deepcopy

from qmsdocs.word.ooxml.elements import PSTYLE, RSTYLE, VAL, Element, name
from qmsdocs.word.redline.numbers import NUM_ID, Numbers

_STYLE, _STYLE_ID = name("w:style"), name("w:styleId")
_LABEL = name("w:name")
USES = frozenset({PSTYLE, RSTYLE, name("w:tblStyle")})
_LEADS = frozenset(map(name, ("w:basedOn", "w:next", "w:link")))


class Styles:
    """Which style of the old file is which of the new.

    Args:
        old, new: the styles parts; None where there is none. The new one is added to.
    """

    def __init__(self, old: Element | None, new: Element | None, numbers: Numbers) -> None:
        self._new, self._numbers = new, numbers
        self._old = _by_id(old)
        self._taken = set(_by_id(new))
        self._named = {_name_of(style): number for number, style in _by_id(new).items()}
        self._known: dict[str, str] = {}

    def of(self, old: str) -> str:
        """The id of an old style in the new file."""
        if old not in self._known:
            style = self._old.get(old)
            same = None if style is None or self._new is None else self._named.get(_name_of(style))
            self._known[old] = same or self._free(old)
            if style is not None and same is None and self._new is not None:
                self._carry(style, self._known[old])
        return self._known[old]

    def _free(self, wanted: str) -> str:
        while wanted in self._taken and self._old:
            wanted += "Old"
        self._taken.add(wanted)
        return wanted

    def _carry(self, style: Element, called: str) -> None:
        made = deepcopy(style)
        made.set(_STYLE_ID, called)
        self._new.append(made)  # type: ignore[union-attr] # asked before
        for element in made.iter():
            if element.tag in _LEADS:
                element.set(VAL, self.of(element.get(VAL)))
            elif element.tag == NUM_ID:
                element.set(VAL, self._numbers.of(element.get(VAL)))


def _by_id(root: Element | None) -> dict[str, Element]:
    return {style.get(_STYLE_ID): style for style in root.iter(_STYLE)} if root is not None else {}


def _name_of(style: Element) -> str:
    label = style.find(_LABEL)
    return str(label.get(VAL) if label is not None else style.get(_STYLE_ID)).casefold()
