"""Vector shapes in a line of text: one group of boxes, lines and labels, sharp at any size, with a text alternative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qmsdocs.word.ooxml.elements import (
    PPR,
    PSTYLE,
    RPR,
    VAL,
    Element,
    P,
    R,
    child,
    clean,
    name,
    sub,
    text_into,
)

_EMU_PER_TWIP = 635
_GROUP_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_LINE_WIDTH = "9525"
_INK = "000000"
_ANCHORS = {"middle": "ctr", "bottom": "b", "top": "t"}


@dataclass(frozen=True, slots=True)
class Box:
    """A shape with text in its middle. Lengths are in twentieths of a point, from the upper left corner of the group.

    Args:
        geometry: name of a preset shape.
        left, top, width, height: where it stands.
        text: what stands in it.
        bold: how it looks.
    """

    geometry: Literal["rect", "diamond", "flowChartTerminator"]
    left: int
    top: int
    width: int
    height: int
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Text without a frame."""

    left: int
    top: int
    width: int
    height: int
    text: str
    align: Literal["left", "right"]
    anchor: Literal["middle", "bottom", "top"]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, upright or level, with or without an arrow at its end."""

    x: int
    y: int
    to_x: int
    to_y: int
    arrow: bool = False


Shape = Box | Label | Line


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes that belong together.

    Args:
        width, height: in twentieths of a point.
        shapes: later ones are drawn over earlier ones.
        alternative: text for those who do not see it.
    """

    width: int
    height: int
    shapes: Sequence[Shape]
    alternative: str


def group_into(run: Element, drawing: Drawing, numbers: Iterable[str], style: str, size: int) -> None:
    """Puts a drawing into a run.

    Args:
        run: the run.
        drawing: what is drawn.
        numbers: for the drawing and its shapes, unique in the document.
        style: id of the paragraph style of texts in shapes.
        size: of these texts in half-points.
    """
    counted = iter(numbers)
    extent = {"cx": _emu(drawing.width), "cy": _emu(drawing.height)}
    inline = sub(
        sub(run, name("w:drawing")), name("wp:inline"), dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
    )
    sub(inline, name("wp:extent"), extent)
    number = next(counted)
    sub(inline, name("wp:docPr"), {"id": number, "name": f"Drawing {number}", "descr": clean(drawing.alternative)})
    sub(inline, name("wp:cNvGraphicFramePr"))
    data = sub(sub(inline, name("a:graphic")), name("a:graphicData"), {"uri": _GROUP_URI})
    group = sub(data, name("wpg:wgp"))
    sub(group, name("wpg:cNvGrpSpPr"))
    frame = sub(sub(group, name("wpg:grpSpPr")), name("a:xfrm"))
    for offset, size_of in (("a:off", "a:ext"), ("a:chOff", "a:chExt")):
        sub(frame, name(offset), {"x": "0", "y": "0"})
        sub(frame, name(size_of), extent)
    _frame_into(group, extent, next(counted))
    for shape in drawing.shapes:
        made = sub(group, name("wps:wsp"))
        number = next(counted)
        sub(made, name("wps:cNvPr"), {"id": number, "name": f"Shape {number}"})
        if isinstance(shape, Line):
            _line_into(made, shape)
        else:
            _text_shape_into(made, shape, style, size)


def _frame_into(group: Element, extent: dict[str, str], number: str) -> None:
    """An unseen shape of the size of the drawing: LibreOffice else moves a group to where its shapes begin."""
    made = sub(group, name("wps:wsp"))
    sub(made, name("wps:cNvPr"), {"id": number, "name": f"Frame {number}"})
    sub(made, name("wps:cNvSpPr"))
    look = sub(made, name("wps:spPr"))
    frame = sub(look, name("a:xfrm"))
    sub(frame, name("a:off"), {"x": "0", "y": "0"})
    sub(frame, name("a:ext"), extent)
    sub(sub(look, name("a:prstGeom"), {"prst": "rect"}), name("a:avLst"))
    sub(look, name("a:noFill"))
    sub(sub(look, name("a:ln")), name("a:noFill"))
    sub(made, name("wps:bodyPr"))


def _emu(twips: int) -> str:
    return str(twips * _EMU_PER_TWIP)


def _line_into(made: Element, line: Line) -> None:
    sub(made, name("wps:cNvCnPr"))
    look = sub(made, name("wps:spPr"))
    flips = {"flipH": "1"} if line.to_x < line.x else {}
    flips |= {"flipV": "1"} if line.to_y < line.y else {}
    frame = sub(look, name("a:xfrm"), flips)
    sub(frame, name("a:off"), {"x": _emu(min(line.x, line.to_x)), "y": _emu(min(line.y, line.to_y))})
    sub(frame, name("a:ext"), {"cx": _emu(abs(line.to_x - line.x)), "cy": _emu(abs(line.to_y - line.y))})
    sub(sub(look, name("a:prstGeom"), {"prst": "line"}), name("a:avLst"))
    ink = _outline_into(look)
    if line.arrow:
        sub(ink, name("a:tailEnd"), {"type": "triangle", "w": "med", "len": "med"})
    sub(made, name("wps:bodyPr"))


def _outline_into(look: Element) -> Element:
    ink = sub(look, name("a:ln"), {"w": _LINE_WIDTH})
    sub(sub(ink, name("a:solidFill")), name("a:srgbClr"), {"val": _INK})
    return ink


def _text_shape_into(made: Element, shape: Box | Label, style: str, size: int) -> None:
    framed = isinstance(shape, Box)
    sub(made, name("wps:cNvSpPr"), {} if framed else {"txBox": "1"})
    look = sub(made, name("wps:spPr"))
    frame = sub(look, name("a:xfrm"))
    sub(frame, name("a:off"), {"x": _emu(shape.left), "y": _emu(shape.top)})
    sub(frame, name("a:ext"), {"cx": _emu(shape.width), "cy": _emu(shape.height)})
    geometry = shape.geometry if isinstance(shape, Box) else "rect"
    sub(sub(look, name("a:prstGeom"), {"prst": geometry}), name("a:avLst"))
    if framed:
        sub(sub(look, name("a:solidFill")), name("a:srgbClr"), {"val": "FFFFFF"})
        _outline_into(look)
    else:
        sub(look, name("a:noFill"))
        sub(sub(look, name("a:ln")), name("a:noFill"))
    content = sub(sub(made, name("wps:txbx")), name("w:txbxContent"))
    _text_into(content, shape, style, size)
    margin = _emu(60) if isinstance(shape, Box) and shape.geometry == "rect" else "0"
    anchor = _ANCHORS["middle" if isinstance(shape, Box) else shape.anchor]
    sub(
        made,
        name("wps:bodyPr"),
        {"wrap": "square", "lIns": margin, "tIns": "0", "rIns": margin, "bIns": "0", "anchor": anchor},
    )


def _text_into(content: Element, shape: Box | Label, style: str, size: int) -> None:
    made = sub(content, P)
    layout = sub(made, PPR)
    sub(layout, PSTYLE, {VAL: style})
    child(layout, "w:spacing", before="0", after="0")
    child(layout, "w:jc", val="center" if isinstance(shape, Box) else shape.align)
    run = sub(made, R)
    properties = sub(run, RPR)
    if isinstance(shape, Label):
        child(properties, "w:i")
        child(properties, "w:iCs")
    elif shape.bold:
        child(properties, "w:b")
        child(properties, "w:bCs")
    child(properties, "w:sz", val=str(size))
    child(properties, "w:szCs", val=str(size))
    text_into(run, shape.text)
