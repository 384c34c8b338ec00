"""Marks on every page: across a copy that must not be used (DỰ THẢO), at the foot of one that is to be signed."""

from __future__ import annotations

from qmsdocs.word.ooxml.elements import PPR, RPR, VAL, Element, P, R, clean, name, sub, text_into

_SHAPE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
_HEIGHT, _WIDTH_OF_A_LETTER = 110, 62


def watermark_into(header: Element, text: str, number: int) -> None:
    """Puts a large grey text behind the pages of a header, as Word does it: a VML shape anchored in the header.

    Args:
        header: root of a header part.
        text: the mark.
        number: of the header, so that the names of shapes differ.
    """
    anchor = next((element for element in header if element.tag == P), None)
    if anchor is None:
        anchor = sub(header, P)
    pict = sub(sub(anchor, R), name("w:pict"))
    kind = sub(
        pict, name("v:shapetype"),
        {
            "id": "_x0000_t136", "coordsize": "21600,21600", name("o:spt"): "136", "adj": "10800",
            "path": "m@7,l@8,m@5,21600l@6,21600e",
        },
    )  # fmt: skip
    formulas = sub(kind, name("v:formulas"))
    for formula in _FORMULAS:
        sub(formulas, name("v:f"), {"eqn": formula})
    sub(kind, name("v:path"), {"textpathok": "t", name("o:connecttype"): "rect"})
    sub(kind, name("v:textpath"), {"on": "t", "fitshape": "t"})
    style = _SHAPE.format(width=min(_WIDTH_OF_A_LETTER * len(text), 460), height=_HEIGHT)
    shape = sub(
        pict, name("v:shape"),
        {
            "id": f"PowerPlusWaterMarkObject{number}", name("o:spid"): f"_x0000_s{2048 + number}",
            "type": "#_x0000_t136", "alt": clean(text), "style": style, name("o:allowincell"): "f",
            "fillcolor": "silver", "stroked": "f",
        },
    )  # fmt: skip
    sub(shape, name("v:fill"), {"opacity": ".5"})
    sub(
        shape,
        name("v:textpath"),
        {"style": "font-family:'Times New Roman';font-size:1pt;font-weight:bold", "string": clean(text)},
    )


def foot_line_into(footer: Element, text: str, style: str | None) -> None:
    """Puts a small line at the end of a footer, in the place of an empty one where the footer ends in that.

    Args:
        footer: root of a footer part.
        text: the line.
        style: id of the style of footers; None where the template has none.
    """
    last = footer[-1] if len(footer) else None
    empty = last is not None and last.tag == P and all(element.tag == PPR for element in last)
    paragraph = last if empty and last is not None else sub(footer, P)
    for old in paragraph.findall(PPR):
        paragraph.remove(old)
    layout = sub(paragraph, PPR)
    if style:
        sub(layout, name("w:pStyle"), {VAL: style})
    sub(layout, name("w:jc"), {VAL: "right"})
    run = sub(paragraph, R)
    looks = sub(run, RPR)
    for size in ("w:sz", "w:szCs"):
        sub(looks, name(size), {VAL: _SMALL})
    text_into(run, text)


_SMALL = "18"
"""9 points."""

_FORMULAS = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0", "if @0 21600 @1",
    "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
)  # fmt: skip
