"""Two releases of a document into one Word file with tracked changes.

Accepting all changes gives the new release, rejecting them all the old one, in text and structure; how wide columns are and
what styles look like is that of the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.word.ooxml.archive import Unfit
from qmsdocs.word.ooxml.elements import ID, R_ID, SECTPR, TYPE, Element, name
from qmsdocs.word.redline.adoption import NOTE, Adoption, Bookmarks, Notes
from qmsdocs.word.redline.alignment import Alignment
from qmsdocs.word.redline.keys import Meanings
from qmsdocs.word.redline.marks import Marks
from qmsdocs.word.redline.numbers import Numbers
from qmsdocs.word.redline.parts import File, Parts
from qmsdocs.word.redline.story import Story, section_changed
from qmsdocs.word.redline.styles import Styles

_FOOTNOTE = name("w:footnote")
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_MARGINS = tuple(map(name, ("w:headerReference", "w:footerReference")))
_BEFORE = name("w:sectPrChange")


def redline(old: bytes, new: bytes, *, author: str, on: date | None) -> bytes:
    """The new release with what changed since the old one as tracked changes; the same arguments give the same bytes.

    Args:
        old, new: two releases of a document as Word files.
        author: who is said to have made the changes.
        on: the day on which; None leaves it out.

    Raises:
        UnusableConfiguration: one of them is no Word file, or holds what no release of ours holds.
    """
    try:
        return _Redline(File(old), File(new), author, on).made()
    except Unfit as unfit:
        raise UnusableConfiguration(say("the revisions cannot be compared: {reason}", reason=unfit.reason)) from None


class _Redline:
    """The redline that is being made."""

    def __init__(self, old: File, new: File, author: str, on: date | None) -> None:
        self._old, self._new = old, new
        self._parts = Parts(old, new)
        self._marks = Marks(author, on, max(old.first_free(), new.first_free()))
        self._numbers = Numbers(_root(old, "numbering"), _root(new, "numbering"))
        self._styles = Styles(_root(old, "styles"), _root(new, "styles"), self._numbers)
        self._bookmarks, self._notes = Bookmarks(), Notes()

    def made(self) -> bytes:
        """The file."""
        self._number_notes()
        main = self._story(self._old.main, self._new.main)
        content = main.learned(self._old.body, self._new.body)
        before, after = list(_sections(self._old)), list(_sections(self._new))
        main.merge(self._new.body, content)
        self._last_sections(main)
        self._margins(before, after)
        self._footnotes()
        self._parts.settle()
        return self._new.finished()

    def _story(self, old_path: str, path: str) -> Story:
        old = Meanings(self._old.meanings(old_path), self._numbers.old_meanings)
        new = Meanings(self._new.meanings(path), self._numbers.new_meanings)
        adoption = Adoption(
            self._parts, self._numbers, self._styles, self._bookmarks, self._notes, self._marks, old_path, path
        )
        return Story(Alignment(old, new), adoption)

    def _last_sections(self, main: Story) -> None:
        sections = [file.body.find(SECTPR) for file in (self._old, self._new)]
        if all(section is not None for section in sections):
            section_changed(main, *sections)

    # --- headers and footers

    def _margins(self, before: list[dict[tuple[str, str], str]], after: list[dict[tuple[str, str], str]]) -> None:
        """Compares the headers and footers of each section of both files once."""
        done: set[str] = set()
        for index, there in enumerate(after):
            earlier = before[index] if index < len(before) else {}
            for kind, path in there.items():
                if path not in done:
                    done.add(path)
                    self._margin(earlier.get(kind), path)
        self._lost_margins(before[0] if before else {}, after[0] if after else {})
        self._say_margins()

    def _say_margins(self) -> None:
        """Each section names the headers that it takes over: LibreOffice shows no changes in those that it does not name."""
        known: dict[tuple[str, str], str] = {}
        for section in [section for section in self._new.body.iter(SECTPR) if section.getparent().tag != _BEFORE]:
            own = {(e.tag, e.get(TYPE)): e.get(R_ID) for e in section.iter(*_MARGINS)}
            for (tag, kind), rid in known.items():
                if (tag, kind) not in own:
                    section.insert(0, etree.Element(tag, {TYPE: kind, R_ID: rid}))
            known |= own

    def _margin(self, old_path: str | None, path: str) -> None:
        root = self._new.tree(path)
        story = self._story(old_path or path, path)
        if old_path is None:
            story.whole(root, "ins")
        else:
            story.merge(root, story.learned(self._old.tree(old_path), root))

    def _lost_margins(self, before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> None:
        """Headers that the first section had and has no more: they stand there, deleted."""
        section = next(self._new.body.iter(SECTPR), None)
        for (tag, kind), path in before.items():
            if (tag, kind) in after or section is None:
                continue
            carried = self._parts.carried(path)
            root = self._new.tree(carried)
            self._story(path, carried).whole(root, "del")
            reference = etree.Element(tag, {TYPE: kind})
            short = tag.rpartition("}")[2].removesuffix("Reference")
            target = carried.rpartition("/")[2]
            reference.set(R_ID, self._parts.relations(self._new.main).add(short, target))
            section.insert(0, reference)

    # --- footnotes

    def _number_notes(self) -> None:
        root = _root(self._new, "footnotes")
        numbers = [int(note.get(ID)) for note in root.iter(_FOOTNOTE)] if root is not None else [0]
        self._notes.free = max(numbers, default=0) + 1

    def _footnotes(self) -> None:
        old_path = self._old.related("footnotes")
        path = self._new.related("footnotes")
        if old_path is None:
            path = path or ""
        elif path is None and self._notes.carried:
            path = self._begun(old_path)
        if not path:
            return
        root, story = self._new.tree(path), self._story(old_path or path, path)
        there = {note.get(ID): note for note in root.iter(_FOOTNOTE)}
        earlier = {n.get(ID): n for n in self._old.tree(old_path).iter(_FOOTNOTE)} if old_path else {}
        used = {reference.get(ID) for reference in self._new.body.iter(NOTE)} - set(self._notes.carried.values())
        for one, other in self._notes.same.items():
            story.merge(there[other], story.learned(earlier[one], there[other]))
        for number in sorted(used - set(self._notes.same.values()), key=int):
            story.whole(there[number], "ins")
        for one, number in self._notes.carried.items():
            note = earlier[one]
            story.adoption.adopt(note)
            note.set(ID, number)
            root.append(note)
            story.whole(note, "del")

    def _begun(self, old_path: str) -> str:
        """A footnotes part for a file that has none, with the separators of the old one."""
        path = f"{self._new.main.rpartition('/')[0]}/footnotes.xml".lstrip("/")
        old = self._old.tree(old_path)
        root = etree.Element(old.tag, nsmap=old.nsmap)
        root.extend([note for note in old if note.get(TYPE) is not None])
        self._parts.add("footnotes", path, root, _NOTES_TYPE)
        return path


def _root(file: File, kind: str) -> Element | None:
    path = file.related(kind)
    return file.tree(path) if path else None


def _sections(file: File) -> Iterator[dict[tuple[str, str], str]]:
    """The headers and footers of each section, by kind."""
    paths = {rid: target for rid, _, target, external in file.targets(file.main) if not external}
    for section in file.body.iter(SECTPR):
        found = ((e.tag, e.get(TYPE), paths.get(e.get(R_ID))) for e in section.iter(*_MARGINS))
        yield {(tag, kind): path for tag, kind, path in found if path in file.parts}
