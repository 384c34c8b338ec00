"""One part of the new file becomes both texts in one: body, footnote or header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from qmsdocs.word.ooxml.elements import (
    ANCHOR,
    ID,
    NAME,
    PPR,
    SECTPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    TYPE,
    VAL,
    Element,
    P,
    name,
    sub,
)
from qmsdocs.word.redline.adoption import END, NOTE, START, Adoption
from qmsdocs.word.redline.alignment import Alignment, Content, Pair, learn
from qmsdocs.word.redline.keys import Block
from qmsdocs.word.redline.marks import HYPERLINK, Kind, layout_of, properties_of
from qmsdocs.word.redline.numbers import NUM_ID
from qmsdocs.word.redline.words import Reader, told, write

_TBLPR, _W = name("w:tblPr"), name("w:w")
_WIDTH = name("w:tcW")
_COLUMNS = f"{name('w:tblGrid')}/{name('w:gridCol')}"
_NOT_COMPARED = re.compile(rb' xmlns(?::\w+)?="[^"]*"|<w:(?:tcW|tblW) [^>]*/>')
_MARGINS = frozenset(map(name, ("w:headerReference", "w:footerReference")))


@dataclass(frozen=True)
class Story:
    """Compares and merges one part.

    Args:
        alignment: finds what is the same.
        adoption: takes over what was deleted.
    """

    alignment: Alignment
    adoption: Adoption

    def learned(self, old: Element, new: Element) -> Content:
        """How two bodies, notes or headers are aligned; lists and bookmarks that are the same are noted."""
        content = self.alignment.content(old, new)
        learn(content, self.adoption.numbers, self.adoption.bookmarks)
        return content

    def merge(self, parent: Element, content: Content) -> None:
        """Puts what was deleted into ``parent``, and marks what was deleted, inserted and changed."""
        _Merge(self).content(parent, content)

    def whole(self, parent: Element, kind: Kind) -> None:
        """Marks all text of a note or header as inserted or deleted; its paragraphs stay."""
        for paragraph in _paragraphs(parent):
            self.adoption.marks.whole(paragraph, kind)


class _Merge:
    """Merges the contents of one part."""

    def __init__(self, story: Story) -> None:
        self._alignment, self._adoption = story.alignment, story.adoption
        self._marks = story.adoption.marks
        self._before = Reader(story.alignment.old, story.adoption.bookmarks.of)
        self._after = Reader(story.alignment.new, str)

    # --- blocks

    def content(self, parent: Element, content: Content) -> None:
        place: Element | None = None
        for pair in content.pairs:
            if pair.new is not None:
                self._new(pair)
                place = pair.new.elements[-1]
            elif pair.old is not None:
                for element in pair.old.elements:
                    _insert(parent, element, place)
                    place = element
                self._old(pair.old, parent)
        if content.tail is not None:
            self._tail(content.pairs[content.tail :])
        self._separate(parent)

    def _new(self, pair: Pair) -> None:
        old, new = pair.old, pair.new
        assert new is not None  # noqa: S101 - asked by the caller
        if old is None:
            for element in new.elements:
                self._whole(element, "ins")
        elif pair.same and self._agree(old, new):
            self._note_pairs(old, new)
        elif new.paragraph:
            self._paragraph(old.element, new.element)
        else:
            self._inner(old, new, pair.inner or self._alignment.inner(old, new))

    def _inner(self, old: Block, new: Block, inner: Sequence[Content]) -> None:
        if len(new.elements) > 1:
            self.content(new.element.getparent(), inner[0])
        elif new.element.tag == TBL:
            self._changed(old.element, new.element, _TBLPR)
            self.content(new.element, inner[0])
        else:
            self._row(old.element, new.element, inner)

    def _row(self, old: Element, new: Element, inner: Sequence[Content]) -> None:
        self._changed(old, new, TRPR)
        cells, others = ([cell for cell in row if cell.tag == TC] for row in (old, new))
        for cell, other, content in zip(cells, others, inner, strict=True):
            self._changed(cell, other, TCPR)
            self.content(other, content)

    def _old(self, block: Block, parent: Element) -> None:
        for element in block.elements:
            self._adoption.adopt(element)
            self._whole(element, "del")
            if element.tag == TR:
                _fit(element, parent)

    def _whole(self, element: Element, kind: Kind) -> None:
        """Marks a paragraph, row or table as inserted or deleted."""
        if element.tag == P:
            self._marks.whole(element, kind)
            self._marks.paragraph(element, kind)
            return
        for row in [element] if element.tag == TR else _rows(element):
            self._marks.row(row, kind)
            for paragraph in _paragraphs(row):
                self._marks.whole(paragraph, kind)
                if paragraph.getnext() is not None:  # the last one of a cell ends with the cell
                    self._marks.paragraph(paragraph, kind)

    def _tail(self, pairs: Sequence[Pair]) -> None:
        """The paragraphs after the last one that is in both: each takes over the end of the one before it.

        The end of the last paragraph of a cell, note or body can neither be deleted nor inserted.
        """
        first, last = pairs[0], pairs[-1]
        end = last.old or last.new
        if first.old is None or first.new is None or end is None:
            raise ValueError(pairs)
        kind: Kind = "del" if last.new is None else "ins"
        self._marks.paragraph(first.new.element, kind)
        _unmark(end.element, kind)
        if kind == "del":
            before = layout_of(end.element)
            _lay_out(end.element, [deepcopy(e) for e in layout_of(first.new.element)])
        else:
            before = self._adoption.adopted(deepcopy(e) for e in layout_of(first.old.element))
        self._laid_out(end.element, before)

    def _separate(self, parent: Element) -> None:
        """Tables that touch would be one: a paragraph between them that was never there, inserted and deleted."""
        for table in [e for e in parent if e.tag == TBL]:
            following = table.getnext()
            if following is not None and following.tag == TBL:
                between = etree.Element(P)
                table.addnext(between)
                self._marks.paragraph(between, "ins", "del")

    # --- what a second look shows

    def _agree(self, old: Block, new: Block) -> bool:
        """Whether the links of equal blocks lead to the same places, and their lists are the same."""
        if b"<w:hyperlink" in new.key:
            links, others = (_all(block, HYPERLINK, ANCHOR) for block in (old, new))
            if [self._adoption.bookmarks.of(link) for link in links] != others:
                return False
        if b"<num " in new.key:
            lists, others = (_all(block, NUM_ID, VAL) for block in (old, new))
            return all(self._adoption.numbers.same(one, other) for one, other in zip(lists, others, strict=True))
        return True

    def _note_pairs(self, old: Block, new: Block) -> None:
        if b"<w:footnoteReference" in new.key:
            self._adoption.notes.same |= dict(zip(_all(old, NOTE, ID), _all(new, NOTE, ID), strict=True))

    # --- paragraphs

    def _paragraph(self, old: Element, new: Element) -> None:
        words, pairs = told(self._before.tokens(old), self._after.tokens(new))
        for one, other in pairs:
            if one.elements and one.elements[0].tag == NOTE:
                self._adoption.notes.same[one.elements[0].get(ID)] = other.elements[0].get(ID)
        before = self._adoption.adopted(deepcopy(element) for element in layout_of(old))
        if any(status != "keep" for status, _ in words):
            write(new, words, self._marks, self._adoption.adopt)
        self._bookmarks(old, new)
        self._laid_out(new, before)
        self._section(old, new)

    def _bookmarks(self, old: Element, new: Element) -> None:
        """Bookmarks that only the old paragraph has: links that were deleted lead to them."""
        for mark in [mark for mark in old.iter(START) if not self._adoption.bookmarks.known(mark.get(NAME))]:
            number = self._marks.number()
            made = etree.Element(START, {ID: number, NAME: self._adoption.bookmarks.of(mark.get(NAME))})
            layout = new.find(PPR)
            if layout is None:
                new.insert(0, made)
            else:
                layout.addnext(made)
            sub(new, END, {ID: number})

    def _laid_out(self, paragraph: Element, before: list[Element]) -> None:
        if _plain(layout_of(paragraph)) != _plain(before):
            self._marks.properties(properties_of(paragraph, PPR), "w:pPr", before)

    def _section(self, old: Element, new: Element) -> None:
        sections = [paragraph.find(f"{PPR}/{SECTPR}") for paragraph in (old, new)]
        if all(section is not None for section in sections):
            self.section(*sections)

    def section(self, old: Element, new: Element) -> None:
        """Notes what the properties of a section were; its headers are compared as texts."""
        before, after = ([e for e in section if e.tag not in _MARGINS] for section in (old, new))
        if _plain(before) != _plain(after):
            self._marks.properties(new, "w:sectPr", before)

    def _changed(self, old: Element, new: Element, tag: str) -> None:
        """Notes what the properties of a table, row or cell were."""
        before, after = ([] if (found := e.find(tag)) is None else list(found) for e in (old, new))
        if _plain(before) != _plain(after):
            prefixed = f"w:{etree.QName(tag).localname}"
            self._marks.properties(properties_of(new, tag), prefixed, self._adoption.adopted(map(deepcopy, before)))


def section_changed(story: Story, old: Element, new: Element) -> None:
    """Notes what the properties of the last section were."""
    _Merge(story).section(old, new)


def _insert(parent: Element, element: Element, place: Element | None) -> None:
    """Puts an element behind another, or before all rows and blocks."""
    if place is not None:
        place.addnext(element)
        return
    first = next((e for e in parent if e.tag in (P, TBL, TR)), None)
    if first is not None:
        first.addprevious(element)
    else:
        parent.append(element)


def _paragraphs(parent: Element) -> list[Element]:
    """The paragraphs of rows, notes and headers, not those in drawings, which are part of a run."""
    found: list[Element] = []
    for element in parent:
        if element.tag == P:
            found.append(element)
        elif element.tag in (TBL, TR, TC):
            found += _paragraphs(element)
    return found


def _rows(table: Element) -> list[Element]:
    return [row for row in table if row.tag == TR]


def _all(block: Block, tag: str, key: str) -> list[str]:
    found = (inner.get(key) for element in block.elements for inner in element.iter(tag))
    return [value for value in found if value is not None]


def _plain(elements: Sequence[Element]) -> bytes:
    return b"".join(_NOT_COMPARED.sub(b"", etree.tostring(element)) for element in elements)


def _lay_out(paragraph: Element, layout: Sequence[Element]) -> None:
    properties = properties_of(paragraph, PPR)
    for element in layout_of(paragraph):
        properties.remove(element)
    for place, element in enumerate(layout):
        properties.insert(place, element)


def _unmark(paragraph: Element, kind: Kind) -> None:
    for mark in paragraph.findall(f"{PPR}/{name('w:rPr')}/{name(f'w:{kind}')}"):
        mark.getparent().remove(mark)


def _fit(row: Element, table: Element) -> None:
    """A deleted row gets the widths of the table that it stands in now."""
    widths = [column.get(_W) for column in table.findall(_COLUMNS)]
    cells = [cell.find(f"{TCPR}/{_WIDTH}") for cell in row if cell.tag == TC]
    if len(cells) == len(widths):
        for cell, width in zip(cells, widths, strict=True):
            if cell is not None and width:
                cell.set(_W, width)
                cell.set(TYPE, "dxa")
