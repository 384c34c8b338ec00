"""Running text: inlines of the block tree to runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from qmsdocs.markdown.blanks import Count, Mark
from qmsdocs.markdown.tree import Inline, plain_text
from qmsdocs.word.ooxml.elements import ANCHOR, BR, R_ID, RPR, RSTYLE, VAL, Element, R, child, name, sub, text_into
from qmsdocs.word.writing.anchors import Inside
from qmsdocs.word.writing.blanks import mark_into
from qmsdocs.word.writing.images import drawing_into
from qmsdocs.word.writing.pen import Pen

_B, _BCS, _I, _ICS, _HYPERLINK = map(name, ("w:b", "w:bCs", "w:i", "w:iCs", "w:hyperlink"))


class Look(NamedTuple):
    """How text looks besides its paragraph's style."""

    bold: bool = False
    italic: bool = False
    style: str = ""


PLAIN = Look()


def inlines_into(pen: Pen, parent: Element, pieces: Iterable[Inline], look: Look = PLAIN) -> None:
    """Writes running text to the end of a paragraph or hyperlink.

    Args:
        pen: the means of writing.
        parent: paragraph or hyperlink.
        pieces: what to write; raw HTML among it is left out.
        look: of the text around them.
    """
    pending = ""
    for piece in pieces:
        if piece.kind == "text":
            pending += piece.text
        elif piece.kind == "softbreak":
            pending += " "
        else:
            if pending:
                run_into(pen, parent, pen.substitute(pending), look)
                pending = ""
            if write := _WRITERS.get(piece.kind):
                write(pen, parent, piece, look)
    if pending:
        run_into(pen, parent, pen.substitute(pending), look)


def run_into(pen: Pen, parent: Element, text: str, look: Look = PLAIN) -> None:
    """Writes one run of text."""
    run = sub(parent, R)
    if look is not PLAIN and look != PLAIN:
        properties = sub(run, RPR)
        if look.style:
            sub(properties, RSTYLE, {VAL: pen.style(look.style)})
        if look.bold:
            sub(properties, _B)
            sub(properties, _BCS)
        if look.italic:
            sub(properties, _I)
            sub(properties, _ICS)
    text_into(run, text)


def shown(pen: Pen, pieces: Iterable[Inline]) -> str:
    """What a reader sees of running text, without notes."""
    parts = []
    for piece in pieces:
        if piece.kind in ("text", "code"):
            parts.append(piece.text)
        elif piece.kind in ("softbreak", "break"):
            parts.append(" ")
        elif piece.kind not in ("html", "footnote", "image"):
            parts.append(shown(pen, piece.children))
    return pen.substitute("".join(parts)).strip()


def _emphasis(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    inlines_into(pen, parent, piece.children, look._replace(italic=True))


def _strong(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    inlines_into(pen, parent, piece.children, look._replace(bold=True))


def _code(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    run_into(pen, parent, piece.text, look._replace(style="Code Char"))


def _break(_pen: Pen, parent: Element, _piece: Inline, _look: Look) -> None:
    sub(sub(parent, R), BR)


def _link(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    """Links inside the document look like the text around them: the paper has nothing to click on."""
    target = pen.anchors.target(piece.target)
    if target is None or parent.tag == _HYPERLINK:
        inlines_into(pen, parent, piece.children, look)
    elif isinstance(target, Inside):
        inlines_into(pen, sub(parent, _HYPERLINK, {ANCHOR: target.bookmark}), piece.children, look)
    else:
        relationship = pen.relations.add("hyperlink", target.address, external=True)
        link = sub(parent, _HYPERLINK, {R_ID: relationship})
        inlines_into(pen, link, piece.children, look._replace(style="Hyperlink"))


def _image(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    alternative = plain_text(piece.children).strip()
    found = pen.media.picture(piece.target)
    if found is None:
        run_into(pen, parent, f"[{alternative or piece.target}]", look)
        return
    relationship = pen.relations.add("image", found.part)
    drawing_into(sub(parent, R), found.within(pen.width), relationship, pen.media.number(), alternative)


def _footnote(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    number = pen.notes.refer(piece.text) if pen.notes else None
    if number is None:
        run_into(pen, parent, f"[{piece.text}]", look)
        return
    run = sub(parent, R)
    sub(sub(run, RPR), RSTYLE, {VAL: pen.style("footnote reference")})
    child(run, "w:footnoteReference", id=number)


def _mark(pen: Pen, parent: Element, piece: Inline, look: Look) -> None:
    if isinstance(piece, Mark) and not isinstance(piece.value, Count):
        bold, italic = ("w:b", "w:bCs") * look.bold, ("w:i", "w:iCs") * look.italic
        mark_into(pen, parent, piece.value, (*bold, *italic))


_WRITERS: dict[str, Callable[[Pen, Element, Inline, Look], None]] = {
    "emphasis": _emphasis,
    "strong": _strong,
    "code": _code,
    "break": _break,
    "link": _link,
    "image": _image,
    "footnote": _footnote,
    "mark": _mark,
}
