"""The marks of tracked changes: who, when, and a number for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from lxml import etree

from qmsdocs.word.ooxml.elements import (
    ID,
    INSTR,
    INSTRUCTION,
    PPR,
    RPR,
    SECTPR,
    SIMPLE_FIELD,
    SPACE,
    TR,
    TRPR,
    Element,
    R,
    T,
    clean,
    field_mark,
    instruction_into,
    name,
    sub,
)

Kind = Literal["ins", "del"]

HYPERLINK = name("w:hyperlink")
DELETED_TEXT, DELETED_INSTRUCTION = name("w:delText"), name("w:delInstrText")
UNSEEN = frozenset(map(name, ("w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:permStart", "w:permEnd")))
"""What stands between runs and shows nothing."""
_AUTHOR, _DATE = name("w:author"), name("w:date")
_MARKS: dict[Kind, str] = {"ins": name("w:ins"), "del": name("w:del")}
_PPR_LAST = (RPR, SECTPR, name("w:pPrChange"))
_KEPT_IN_PPR = frozenset(_PPR_LAST)


class Marks:
    """Makes the marks of one file.

    Args:
        author: who made the changes.
        on: the day; None leaves it out.
        first_id: the first free number of annotations.
    """

    def __init__(self, author: str, on: date | None, first_id: int) -> None:
        self._said = {_AUTHOR: clean(author) or "–"}
        if on:
            self._said[_DATE] = f"{on.isoformat()}T00:00:00Z"
        self._next = first_id
        self.made = 0

    def number(self) -> str:
        """A free number for an annotation."""
        self._next += 1
        return str(self._next - 1)

    def _who(self) -> dict[str, str]:
        self.made += 1
        return {ID: self.number(), **self._said}

    def around(self, kind: Kind) -> Element:
        """A mark that runs are put into."""
        return etree.Element(_MARKS[kind], self._who())

    def paragraph(self, paragraph: Element, *kinds: Kind) -> None:
        """Marks the end of a paragraph as inserted or deleted."""
        layout = properties_of(paragraph, PPR)
        own = layout.find(RPR)
        if own is None:
            own = etree.Element(RPR)
            following = next((element for element in layout if element.tag in _PPR_LAST), None)
            if following is None:
                layout.append(own)
            else:
                following.addprevious(own)
        for place, kind in enumerate(kinds):
            own.insert(place, etree.Element(_MARKS[kind], self._who()))

    def row(self, row: Element, kind: Kind) -> None:
        """Marks a row as inserted or deleted."""
        sub(_row_properties(row), _MARKS[kind], self._who())

    def properties(self, holder: Element, tag: str, before: Iterable[Element]) -> None:
        """Notes at the end of properties what they were before.

        Args:
            holder: paragraph, row, cell, table or section properties, as they are now.
            tag: such as ``w:pPr``; the note is called ``w:pPrChange``.
            before: their children as they were.
        """
        change = sub(holder, name(f"{tag}Change"), self._who())
        sub(change, name(tag)).extend(list(before))

    def whole(self, parent: Element, kind: Kind) -> None:
        """Marks all runs of a paragraph, and of the links in it, as inserted or deleted."""
        simple_fields_out(parent)
        self._runs(parent, kind)

    def _runs(self, parent: Element, kind: Kind) -> None:
        holder = None
        for element in list(parent):
            if element.tag == R:
                if holder is None:
                    holder = self.around(kind)
                    element.addprevious(holder)
                holder.append(element)
                if kind == "del":
                    strike(element)
                continue
            if element.tag != PPR and element.tag not in UNSEEN:
                self._runs(element, kind)
            holder = None


def strike(run: Element) -> None:
    """Gives the text of a run that is deleted the names that deleted text has."""
    for element in run:
        if element.tag == T:
            element.tag = DELETED_TEXT
            element.set(SPACE, "preserve")
        elif element.tag == INSTRUCTION:
            element.tag = DELETED_INSTRUCTION


def simple_fields_out(paragraph: Element) -> None:
    """Writes the simple fields of a paragraph as complete ones, which can be inserted and deleted."""
    for field in list(paragraph.iter(SIMPLE_FIELD)):
        made = etree.Element(HYPERLINK)  # any holder
        field_mark(made, "begin")
        instruction_into(made, (field.get(INSTR) or "").strip())
        field_mark(made, "separate")
        made.extend(list(field))
        field_mark(made, "end")
        for element in list(made):
            field.addprevious(element)
        field.getparent().remove(field)


def properties_of(element: Element, tag: str) -> Element:
    """The properties of an element, which are its first child; made where there are none."""
    found = element.find(tag)
    if found is None:
        found = etree.Element(tag)
        element.insert(0, found)
    return found


def layout_of(paragraph: Element) -> list[Element]:
    """The properties of a paragraph that say how it is laid out: without those of its mark and of a section."""
    found = paragraph.find(PPR)
    return [element for element in found if element.tag not in _KEPT_IN_PPR] if found is not None else []


def _row_properties(row: Element) -> Element:
    found = row.find(TRPR)
    if found is None:
        found = etree.Element(TRPR)
        exceptions = row.find(name("w:tblPrEx"))
        if exceptions is not None:
            exceptions.addnext(found)
        else:
            row.insert(0, found)
    assert row.tag == TR  # noqa: S101 - the caller's word
    return found
