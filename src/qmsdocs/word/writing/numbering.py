"""Word numbering: every ordered list is a new ``w:num``, otherwise it would go on counting from the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.word.ooxml.elements import VAL, Element, child, copied, name
from qmsdocs.word.template.opening import Template, refusal

DEEPEST = 8
"""The last level of a list in Word, counted from 0."""

_NUM, _ABSTRACT, _NUM_ID, _ABSTRACT_ID = map(name, ("w:num", "w:abstractNum", "w:numId", "w:abstractNumId"))
_LEVEL, _LEVEL_NUMBER, _LEFT = map(name, ("w:lvl", "w:ilvl", "w:left"))
_INDENT = f"{name('w:pPr')}/{name('w:ind')}"


class Numbering:
    """The numbering part of a document that is being written.

    Args:
        template: brings the looks of headings, bullets and numbers through its styles ``heading 1``, ``List Bullet``
            and ``List Number``.

    Raises:
        UnusableConfiguration: one of these styles has no numbering.
    """

    def __init__(self, template: Template) -> None:
        self._of = _scheme(template)
        self.path = self._of.path
        self._original = template.trees[self.path]
        self._numbers = template.numbers
        self._copy: Element | None = None
        self._next = self._of.free

    @property
    def headings(self) -> str:
        """The id of the numbering of headings."""
        return self._of.headings

    @property
    def bullets(self) -> str:
        """The id of the numbering of all unordered lists."""
        return self._of.bullets

    @property
    def root(self) -> Element:
        """The part as it is to be written."""
        return self._original if self._copy is None else self._copy

    @property
    def changed(self) -> bool:
        """Whether it differs from the template's."""
        return self._copy is not None

    def ordered(self, level: int, first: int) -> str:
        """The id of a new ordered list that begins with ``first`` at ``level`` (from 0)."""
        return self._new(self._of.ordered, level, first)

    def _new(self, abstract: str, level: int, first: int) -> str:
        if self._copy is None:
            self._copy = copied(self._original)
        made = str(self._next)
        self._next += 1
        num = child(self._copy, "w:num", numId=made)
        if (last := self._copy.find(name("w:numIdMacAtCleanup"))) is not None:
            last.addprevious(num)
        child(num, "w:abstractNumId", val=abstract)
        child(child(num, "w:lvlOverride", ilvl=str(level)), "w:startOverride", val=str(first))
        return made

    def restarted(self, style: str) -> str | None:
        """The id of a new numbering that looks as a style's and counts from 1; None when the style has none.

        Args:
            style: id of a paragraph style.
        """
        own = self._numbers.get(style)
        return None if own is None else self._new(_abstract_of(self._original, own), 0, 1)

    def indent(self, level: int, *, ordered: bool) -> int:
        """How far the text of a list item stands from the left margin, in twentieths of a point."""
        return self._of.indents[ordered].get(level, 360 * (level + 1))


@dataclass(frozen=True, slots=True)
class _Scheme:
    """What a template says of numbering: ids of numberings, and indents by kind of list and level."""

    path: str
    free: int
    headings: str
    bullets: str
    ordered: str
    indents: Mapping[bool, Mapping[int, int]]


@lru_cache(maxsize=16)
def _scheme(template: Template) -> _Scheme:
    paths = template.related("numbering")
    root = template.trees.get(paths[0]) if paths else None
    if root is None:
        raise _incomplete(template)
    styles = (template.style(style) for style in ("heading 1", "List Bullet", "List Number"))
    try:
        headings, bullets, ordered = (template.numbers[style] for style in styles)
        abstract = _abstract_of(root, ordered)
        indents = {False: _indents_of(root, _abstract_of(root, bullets)), True: _indents_of(root, abstract)}
    except (KeyError, StopIteration):
        raise _incomplete(template) from None
    free = 1 + max((int(num.get(_NUM_ID)) for num in root.iter(_NUM)), default=0)
    return _Scheme(paths[0], free, headings, bullets, abstract, indents)


def _abstract_of(root: Element, number: str) -> str:
    num = next(num for num in root.iter(_NUM) if num.get(_NUM_ID) == number)
    return str(num.find(_ABSTRACT_ID).get(VAL))


def _indents_of(root: Element, abstract: str) -> Mapping[int, int]:
    found = next(a for a in root.iter(_ABSTRACT) if a.get(_ABSTRACT_ID) == abstract)
    indents = ((int(level.get(_LEVEL_NUMBER)), level.find(_INDENT)) for level in found.iter(_LEVEL))
    return {level: int(indent.get(_LEFT) or 0) for level, indent in indents if indent is not None}


def _incomplete(template: Template) -> UnusableConfiguration:
    return refusal(template.name, say("it has no numbering for headings and lists"))
