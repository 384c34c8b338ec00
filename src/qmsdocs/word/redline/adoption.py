"""What is deleted stands in the new file: its numbers, names and references become those of the new file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qmsdocs.word.ooxml.elements import ANCHOR, ID, NAME, VAL, Element, name
from qmsdocs.word.redline.marks import HYPERLINK, Marks
from qmsdocs.word.redline.numbers import NUM_ID, Numbers
from qmsdocs.word.redline.parts import R_PREFIX, Parts
from qmsdocs.word.redline.styles import USES, Styles

START, END = name("w:bookmarkStart"), name("w:bookmarkEnd")
NOTE = name("w:footnoteReference")
_NUM = NUM_ID
_DRAWINGS = frozenset({name("wp:docPr"), name("pic:cNvPr"), name("wps:cNvPr")})


class Bookmarks:
    """The names that the bookmarks of the old file have in the new one."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._taken: set[str] = set()
        self._others = 0

    def pair(self, old: str, new: str) -> None:
        """Takes two bookmarks for the same if neither is another's already."""
        if old not in self._known and new not in self._taken:
            self._known[old] = new
            self._taken.add(new)

    def known(self, old: str) -> bool:
        """Whether a bookmark of the old file is one of the new file."""
        return self._known.get(old) in self._taken

    def of(self, old: str) -> str:
        """The name of an old bookmark in the new file."""
        if old not in self._known:
            self._others += 1
            self._known[old] = f"_Old{self._others:06d}"
        return self._known[old]


@dataclass
class Notes:
    """Which footnotes are the same, by their numbers in the old and the new file, and which were carried over."""

    same: dict[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    free: int = 1

    def of(self, old: str) -> str:
        """The number of an old note that is carried over."""
        if old not in self.carried:
            self.carried[old] = str(self.free)
            self.free += 1
        return self.carried[old]


@dataclass(frozen=True)
class Adoption:
    """Makes elements of one part of the old file elements of a part of the new one.

    Args:
        old_path, path: the parts.
    """

    parts: Parts
    numbers: Numbers
    styles: Styles
    bookmarks: Bookmarks
    notes: Notes
    marks: Marks
    old_path: str
    path: str

    def adopt(self, root: Element) -> None:
        """Changes an element and all in it; to be done once."""
        ends: dict[str, str] = {}
        for element in root.iter():
            tag = element.tag
            if tag == START:
                number = ends[element.get(ID)] = self.marks.number()
                element.set(ID, number)
                element.set(NAME, self.bookmarks.of(element.get(NAME)))
            elif tag == END:
                element.set(ID, ends.get(element.get(ID), element.get(ID)))
            elif tag == _NUM:
                element.set(VAL, self.numbers.of(element.get(VAL)))
            elif tag in USES:
                element.set(VAL, self.styles.of(element.get(VAL)))
            elif tag == NOTE:
                element.set(ID, self.notes.of(element.get(ID)))
            elif tag in _DRAWINGS:
                element.set("id", self.marks.number())
            elif tag == HYPERLINK and (anchor := element.get(ANCHOR)):
                element.set(ANCHOR, self.bookmarks.of(anchor))
            self._refer(element)

    def _refer(self, element: Element) -> None:
        for key, value in element.attrib.items():
            if key.startswith(R_PREFIX):
                element.set(key, self.parts.relation(self.old_path, value, self.path))

    def adopted(self, elements: Iterable[Element]) -> list[Element]:
        """The elements once they belong to the new file."""
        made = list(elements)
        for element in made:
            self.adopt(element)
        return made
