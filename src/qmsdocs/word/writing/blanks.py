"""What is filled in on a form: content controls of Word, or room to write on paper."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdocs.markdown.blanks import Blank, Box
from qmsdocs.word.ooxml.elements import (
    PPR,
    SDT,
    SDT_CONTENT,
    TC,
    Element,
    R,
    child,
    name,
    sub,
    text_into,
)
from qmsdocs.word.writing.pen import Pen

PLACEHOLDER_STYLE = "Placeholder Text"
DAY_IN_FIGURES = "dd/MM/yyyy"

_SIGNS = {False: "☐", True: "☒"}
_SIGN_FONT = "MS Gothic"
_DOTS = "…………………………"
_FEW_DOTS = "………"
_ROOM_FOR_A_DAY = "…/…/……"
_ROOM_IN_A_CELL = "\u2002" * 6
"""Blanks that can be clicked on and are not seen on paper."""
_LONGEST_OPTIONS = 60
_LONGEST_TAG = 64
_AFTER_TABS = frozenset(
    name(f"w:{each}")
    for each in ("suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr")
)


def mark_into(pen: Pen, parent: Element, value: Blank | Box, looks: Sequence[str] = ()) -> None:
    """Writes a blank or a check box to the end of a paragraph: as a control where the pen makes such, else as room.

    Args:
        pen: the means of writing.
        parent: a paragraph, in a cell or in the text.
        value: what is to be filled in.
        looks: properties of the text around it, such as ``w:b``.
    """
    if isinstance(value, Box):
        _box_into(pen, parent, value)
        return
    shown = _shown(value, in_cell=_is_in_cell(parent))
    if "\t" in shown:
        lead(parent, pen.width)
    if pen.fillable:
        blank_into(pen, parent, value, shown, looks)
    else:
        text_into(sub(parent, R), shown)


def blank_into(  # noqa: PLR0913 - where, what, and how it looks
    pen: Pen,
    parent: Element,
    blank: Blank,
    shown: str,
    looks: Sequence[str] = (),
    *,
    day: str = DAY_IN_FIGURES,
    tag: str = "",
) -> None:
    """Writes a control that shows something until it is filled in.

    Args:
        pen: the means of writing.
        parent: a paragraph.
        blank: what is to be filled in.
        shown: in its place; Word takes it away when somebody writes there.
        looks: properties of the text that is written there, such as ``w:b``.
        day: how a day is written, in Word's letters.
        tag: the name that programs find it by, where it is not that of the blank.
    """
    properties, content = control_into(pen, parent, blank.name, tag)
    if looks:
        written = child(properties, "w:rPr")
        properties.insert(0, written)
        _look(written, looks)
    child(properties, "w:showingPlcHdr")
    if blank.kind == "date":
        date = child(properties, "w:date")
        for key, value in (("dateFormat", day), ("lid", "vi-VN"), ("storeMappedDataAs", "dateTime")):
            child(date, f"w:{key}", val=value)
        child(date, "w:calendar", val="gregorian")
    elif blank.kind == "choice":
        options = child(properties, "w:dropDownList")
        for option in blank.options:
            child(options, "w:listItem", displayText=option, value=option)
    elif blank.kind == "lines" or _is_in_cell(parent):
        child(properties, "w:text", multiLine="1")
    else:
        child(properties, "w:text")
    placeholder_into(pen, content, shown, looks)


def placeholder_into(pen: Pen, parent: Element, shown: str, looks: Sequence[str] = ()) -> None:
    """Writes what is to be written over, in grey, to the end of a paragraph."""
    run = sub(parent, R)
    properties = child(run, "w:rPr")
    child(properties, "w:rStyle", val=pen.style(PLACEHOLDER_STYLE))
    _look(properties, looks)
    text_into(run, shown)


def _look(properties: Element, looks: Sequence[str]) -> None:
    for look in looks:
        child(properties, look)


def control_into(pen: Pen, parent: Element, called: str, tag: str = "") -> tuple[Element, Element]:
    """A content control without kind and content at the end of ``parent``.

    Args:
        pen: gives it a number.
        parent: what may hold it.
        called: the name that people see; empty for one without.
        tag: the name that programs find it by, where it is another one.

    Returns:
        Its properties, and the element that takes its content.
    """
    control = sub(parent, SDT)
    properties = child(control, "w:sdtPr")
    if called:
        child(properties, "w:alias", val=called[:_LONGEST_TAG])
        child(properties, "w:tag", val=(tag or called)[:_LONGEST_TAG])
    child(properties, "w:id", val=pen.media.number())
    return properties, sub(control, SDT_CONTENT)


def _box_into(pen: Pen, parent: Element, box: Box) -> None:
    content = parent
    if pen.fillable:
        properties, content = control_into(pen, parent, box.name)
        checkbox = sub(properties, name("w14:checkbox"))
        sub(checkbox, name("w14:checked"), {name("w14:val"): "1" if box.ticked else "0"})
        for state, ticked in (("w14:checkedState", True), ("w14:uncheckedState", False)):
            sign = f"{ord(_SIGNS[ticked]):04X}"
            sub(checkbox, name(state), {name("w14:val"): sign, name("w14:font"): _SIGN_FONT})
    run = sub(content, R)
    font = dict.fromkeys(("ascii", "eastAsia", "hAnsi", "cs"), _SIGN_FONT)
    child(child(run, "w:rPr"), "w:rFonts", hint="eastAsia", **font)
    text_into(run, _SIGNS[box.ticked])


def _shown(blank: Blank, *, in_cell: bool) -> str:
    """What stands in the place of a blank: its name, unless the words before say it, and room to write."""
    if blank.kind == "date":
        return _ROOM_FOR_A_DAY
    options = " / ".join(blank.options)
    if blank.kind == "choice" and len(options) <= _LONGEST_OPTIONS:
        return options
    hint = "" if blank.labelled else blank.name
    if in_cell:
        return hint or _ROOM_IN_A_CELL
    if blank.kind == "lines":
        return "\n".join([f"{hint} \t".lstrip(" "), *["\t"] * (blank.lines - 1)])
    room = "\t" if blank.last else _FEW_DOTS if hint or blank.kind == "number" else _DOTS
    return f"{hint} {room}".lstrip(" ")


def lead(paragraph: Element, width: int) -> None:
    """Gives a paragraph a tab that leads to the right margin with dots."""
    properties = paragraph.find(PPR)
    if properties.find(name("w:tabs")) is not None:
        return
    tabs = properties.makeelement(name("w:tabs"))
    child(tabs, "w:tab", val="right", leader="dot", pos=str(width))
    following = next((element for element in properties if element.tag in _AFTER_TABS), None)
    properties.append(tabs) if following is None else following.addprevious(tabs)


def _is_in_cell(paragraph: Element) -> bool:
    above = paragraph.getparent()
    return above is not None and above.tag == TC
