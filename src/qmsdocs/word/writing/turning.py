"""A page that stands upright, turned: sections and the tables of a template that go from margin to margin."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdocs.word.ooxml.elements import SECTPR, Element, name

_WIDTH, _HEIGHT = name("w:w"), name("w:h")
_LEFT, _RIGHT, _ORIENT = name("w:left"), name("w:right"), name("w:orient")
_MEASURED = tuple(map(name, ("w:gridCol", "w:tcW", "w:tblW")))
_TYPE = name("w:type")


def turned(main: Element, margins: Iterable[Element]) -> None:
    """Lays every upright page of a document on its side, with margins as wide as the right one at both sides.

    Args:
        main: root of the main part.
        margins: roots of its headers and footers.
    """
    factor = 1.0
    for section in main.iter(SECTPR):
        size, edge = section.find(name("w:pgSz")), section.find(name("w:pgMar"))
        if size is None or edge is None or int(size.get(_WIDTH)) >= int(size.get(_HEIGHT)):
            continue
        before = int(size.get(_WIDTH)) - int(edge.get(_LEFT)) - int(edge.get(_RIGHT))
        width, height = size.get(_HEIGHT), size.get(_WIDTH)
        size.set(_WIDTH, width)
        size.set(_HEIGHT, height)
        size.set(_ORIENT, "landscape")
        edge.set(_LEFT, edge.get(_RIGHT))
        factor = (int(width) - 2 * int(edge.get(_RIGHT))) / before
    for root in (main, *margins):
        for measure in root.iter(*_MEASURED):
            if measure.get(_TYPE, "dxa") == "dxa" and (measure.get(_WIDTH) or "").isdecimal():
                measure.set(_WIDTH, str(round(int(measure.get(_WIDTH)) * factor)))
