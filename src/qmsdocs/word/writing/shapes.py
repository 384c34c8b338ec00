"""Vector shapes in a line of text: one group of boxes, lines and labels, sharp at any size, with a text alternative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from lxml import etree

from qmsdocs.word.ooxml.elements import (
    NAMESPACES,
    PPR,
    PSTYLE,
    RPR,
    VAL,
    Element,
    P,
    R,
    child,
    clean,
    copied,
    name,
    sub,
    text_into,
)

_EMU_PER_TWIP = 635
_GROUP_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_LINE_WIDTH = "9525"
_INK = "000000"
_SHAPE = name("wps:wsp")
Geometry = Literal["rect", "diamond", "flowChartPreparation", "flowChartTerminator"]
Sizes = tuple[int, int]
_ANCHORS = {"middle": "ctr", "bottom": "b", "top": "t"}


@dataclass(frozen=True, slots=True)
class Box:
    """A shape with text in its middle. Lengths are in twentieths of a point, from the upper left corner of the group.

    Args:
        geometry: name of a preset shape.
        left, top, width, height: where it stands.
        text: what stands in it; line ends begin new paragraphs, since LibreOffice knows no breaks in shapes.
        bold: how it looks.
        fill: colour inside, as RRGGBB.
    """

    geometry: Geometry
    left: int
    top: int
    width: int
    height: int
    text: str
    bold: bool = False
    fill: str = "FFFFFF"


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


def group_into(run: Element, drawing: Drawing, numbers: Iterable[str], style: str, sizes: Sizes) -> None:
    """Puts a drawing into a run.

    Args:
        run: the run.
        drawing: what is drawn.
        numbers: for the drawing and its shapes, unique in the document.
        style: id of the paragraph style of texts in shapes.
        sizes: of texts in boxes and of labels, in half-points.
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
    for shape in (Box("rect", 0, 0, drawing.width, drawing.height, ""), *drawing.shapes):
        made = _made(shape, style, sizes) if group[-1].tag == _SHAPE else copied(_unseen())
        group.append(made)
        number = next(counted)
        made[0].set("id", number)
        made[0].set("name", f"Shape {number}")
        _lay(made, shape)


def _emu(twips: int) -> str:
    return str(twips * _EMU_PER_TWIP)


def _made(shape: Shape, style: str, sizes: Sizes) -> Element:
    """A shape that has yet to be given its place and number: a copy of one like it."""
    if isinstance(shape, Line):
        return copied(_line(shape.arrow))
    if isinstance(shape, Box):
        made = copied(_text_shape(shape.geometry, "center", "ctr", style, sizes[0], bold=shape.bold, fill=shape.fill))
    else:
        made = copied(_text_shape("", shape.align, _ANCHORS[shape.anchor], style, sizes[1], bold=False))
    content, texts = made[3][0], shape.text.split("\n")
    content.extend([copied(content[0]) for _ in texts[1:]])
    for line, text in zip(content, texts, strict=True):
        text_into(line[1], text)
    return made


def _lay(made: Element, shape: Shape) -> None:
    """Puts a shape in its place."""
    frame = made[2][0]
    if isinstance(shape, Line):
        left, top = min(shape.x, shape.to_x), min(shape.y, shape.to_y)
        width, height = abs(shape.to_x - shape.x), abs(shape.to_y - shape.y)
        if shape.to_x < shape.x:
            frame.set("flipH", "1")
        if shape.to_y < shape.y:
            frame.set("flipV", "1")
    else:
        left, top, width, height = shape.left, shape.top, shape.width, shape.height
    offset, extent = frame
    offset.set("x", _emu(left))
    offset.set("y", _emu(top))
    extent.set("cx", _emu(width))
    extent.set("cy", _emu(height))


# --- shapes to copy


def _shape(kind: str, geometry: str, kind_values: Mapping[str, str] = MappingProxyType({})) -> tuple[Element, Element]:
    """A shape and its look: number, kind, place and geometry."""
    made = etree.Element(_SHAPE, nsmap={prefix: NAMESPACES[prefix] for prefix in ("wps", "a", "w")})
    sub(made, name("wps:cNvPr"))
    sub(made, name(kind), dict(kind_values))
    look = sub(made, name("wps:spPr"))
    frame = sub(look, name("a:xfrm"))
    sub(frame, name("a:off"))
    sub(frame, name("a:ext"))
    sub(sub(look, name("a:prstGeom"), {"prst": geometry}), name("a:avLst"))
    return made, look


@cache
def _unseen() -> Element:
    """A shape of the size of the drawing: LibreOffice else moves a group to where its shapes begin."""
    made, look = _shape("wps:cNvSpPr", "rect")
    _without_outline(look)
    sub(made, name("wps:bodyPr"))
    return made


@cache
def _line(arrow: bool) -> Element:  # noqa: FBT001 - private
    made, look = _shape("wps:cNvCnPr", "line")
    ink = _outline_into(look)
    if arrow:
        sub(ink, name("a:tailEnd"), {"type": "triangle", "w": "med", "len": "med"})
    sub(made, name("wps:bodyPr"))
    return made


@lru_cache(maxsize=64)
def _text_shape(  # noqa: PLR0913
    geometry: str, align: str, anchor: str, style: str, size: int, *, bold: bool, fill: str = ""
) -> Element:
    """A shape with an empty run for its text; without a geometry it has no frame."""
    made, look = _shape("wps:cNvSpPr", geometry or "rect", {} if geometry else {"txBox": "1"})
    if geometry:
        sub(sub(look, name("a:solidFill")), name("a:srgbClr"), {"val": fill})
        _outline_into(look)
    else:
        _without_outline(look)
    line = sub(sub(sub(made, name("wps:txbx")), name("w:txbxContent")), P)
    layout = sub(line, PPR)
    sub(layout, PSTYLE, {VAL: style})
    child(layout, "w:spacing", before="0", after="0")
    child(layout, "w:jc", val=align)
    properties = sub(sub(line, R), RPR)
    for mark in ("w:b", "w:bCs") if bold else () if geometry else ("w:i", "w:iCs"):
        child(properties, mark)
    child(properties, "w:sz", val=str(size))
    child(properties, "w:szCs", val=str(size))
    margin = _emu(60) if geometry == "rect" else "0"
    insets = {"wrap": "square", "lIns": margin, "tIns": "0", "rIns": margin, "bIns": "0", "anchor": anchor}
    sub(made, name("wps:bodyPr"), insets)
    return made


def _without_outline(look: Element) -> None:
    sub(look, name("a:noFill"))
    sub(sub(look, name("a:ln")), name("a:noFill"))


def _outline_into(look: Element) -> Element:
    ink = sub(look, name("a:ln"), {"w": _LINE_WIDTH})
    sub(sub(ink, name("a:solidFill")), name("a:srgbClr"), {"val": _INK})
    return ink
