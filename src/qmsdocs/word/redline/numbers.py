"""The lists of the old file among those of the new: the same list is one, another is carried over."""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy

from lxml import etree

from qmsdocs.word.ooxml.elements import VAL, Element, name

NUM_ID = name("w:numId")
_NUM, _ABSTRACT, _ABSTRACT_ID = map(name, ("w:num", "w:abstractNum", "w:abstractNumId"))
_OVERRIDE, _CLEANUP = map(name, ("w:lvlOverride", "w:numIdMacAtCleanup"))
_NAMES_ONLY = re.compile(
    rb' xmlns(?::\w+)?="[^"]*"| w:abstractNumId="[^"]*"| w15?:\w*restart\w*="[^"]*"|<w:(?:nsid|tmpl) [^>]*/>'
)
_NO_LIST = "0"


class _Lists:
    """The numbering part of one side."""

    def __init__(self, root: Element | None) -> None:
        self.root = root
        found = root if root is not None else ()
        self.abstracts = {e.get(_ABSTRACT_ID): e for e in found if e.tag == _ABSTRACT}
        self.nums = {e.get(NUM_ID): e for e in found if e.tag == _NUM}
        looks = {number: _digest(element) for number, element in self.abstracts.items()}
        self.look_of = {number: looks.get(_abstract(num), "") for number, num in self.nums.items()}
        self.meanings = {
            number: self.look_of[number] + "".join(_digest(e) for e in num.iter(_OVERRIDE))
            for number, num in self.nums.items()
        }


class Numbers:
    """Which list of the old file is which of the new.

    Args:
        old, new: the numbering parts; None where there is none. The new one is added to.
    """

    def __init__(self, old: Element | None, new: Element | None) -> None:
        self._old, self._new = _Lists(old), _Lists(new)
        self._known: dict[str, str] = {_NO_LIST: _NO_LIST}
        self._taken: set[str] = set()
        self.changed = False

    @property
    def old_meanings(self) -> dict[str, str]:
        """What the lists of the old file look like and begin with."""
        return self._old.meanings

    @property
    def new_meanings(self) -> dict[str, str]:
        """What the lists of the new file look like and begin with."""
        return self._new.meanings

    def pair(self, old: str, new: str) -> None:
        """Takes two lists for the same if they look alike and neither is another's already."""
        same = self._old.meanings.get(old) == self._new.meanings.get(new)
        if same and old not in self._known and new not in self._taken:
            self._known[old] = new
            self._taken.add(new)

    def same(self, old: str, new: str) -> bool:
        """Whether two lists are the same."""
        return self._known.get(old) == new

    def of(self, old: str) -> str:
        """The number of an old list in the new file."""
        if old not in self._known:
            self._known[old] = self._without_start(old) or self._carried(old)
        return self._known[old]

    def _without_start(self, old: str) -> str | None:
        """Lists that never begin anew, such as bullets and headings, are all one."""
        num = self._old.nums.get(old)
        if num is None or num.find(_OVERRIDE) is not None:
            return None
        meaning = self._old.meanings[old]
        return next((number for number, known in self._new.meanings.items() if known == meaning), None)

    def _carried(self, old: str) -> str:
        num, root = self._old.nums.get(old), self._new.root
        if num is None or root is None:
            return old
        made = deepcopy(num)
        number = str(1 + max(map(int, self._new.nums), default=0))
        made.set(NUM_ID, number)
        made.find(_ABSTRACT_ID).set(VAL, self._abstract_like(self._old.look_of[old], _abstract(num)))
        last = root.find(_CLEANUP)
        if last is not None:
            last.addprevious(made)
        else:
            root.append(made)
        self._new.nums[number] = made
        self.changed = True
        return number

    def _abstract_like(self, look: str, old: str) -> str:
        for number, element in self._new.abstracts.items():
            if _digest(element) == look:
                return str(number)
        made = deepcopy(self._old.abstracts[old])
        number = str(1 + max(map(int, self._new.abstracts), default=0))
        made.set(_ABSTRACT_ID, number)
        root = self._new.root
        assert root is not None  # noqa: S101 - asked before
        last = list(self._new.abstracts.values())[-1] if self._new.abstracts else None
        if last is not None:
            last.addnext(made)
        else:
            root.insert(0, made)
        self._new.abstracts[number] = made
        return number


def _abstract(num: Element) -> str:
    return str(num.find(_ABSTRACT_ID).get(VAL))


def _digest(element: Element) -> str:
    return hashlib.sha256(_NAMES_ONLY.sub(b"", etree.tostring(element))).hexdigest()[:16]
