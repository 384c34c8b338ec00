"""The names of OOXML and the few constructors that everything in this room is built with."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree

Element = Any
"""An lxml element."""

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
RELATIONSHIP = NAMESPACES["r"]


@cache
def name(prefixed: str) -> str:
    """The full name of ``w:p`` and the like.

    >>> name("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    prefix, local = prefixed.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


P, PPR, PSTYLE, R, RPR, RSTYLE, T, BR, TAB = map(
    name, ("w:p", "w:pPr", "w:pStyle", "w:r", "w:rPr", "w:rStyle", "w:t", "w:br", "w:tab")
)
TBL, TR, TRPR, TC, TCPR = map(name, ("w:tbl", "w:tr", "w:trPr", "w:tc", "w:tcPr"))
INSTRUCTION, SIMPLE_FIELD, INSTR = map(name, ("w:instrText", "w:fldSimple", "w:instr"))
SDT, SDT_CONTENT, SECTPR = map(name, ("w:sdt", "w:sdtContent", "w:sectPr"))
VAL, TYPE, ID, NAME, ANCHOR, R_ID = map(name, ("w:val", "w:type", "w:id", "w:name", "w:anchor", "r:id"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("([\n\t])")
_PRESERVED = {SPACE: "preserve"}

sub = etree.SubElement


def clean(text: str) -> str:
    r"""The text without the characters that XML cannot hold.

    >>> clean("a\x00b")
    'ab'
    """
    return _NOT_XML.sub("", text)


def copied(element: Element) -> Element:
    """A copy of an element with all that is in it; lxml makes it in one piece."""
    return element.__copy__()


def child(parent: Element, prefixed: str, **values: str) -> Element:
    """A new last child of ``parent`` with attributes of the ``w`` namespace."""
    return sub(parent, name(prefixed), {name(f"w:{key}"): value for key, value in values.items()})


def paragraph(parent: Element, style: str) -> Element:
    """A new paragraph at the end of ``parent``; its properties are its first child.

    Args:
        parent: body, cell, footnote or the like.
        style: id of a paragraph style.
    """
    made = sub(parent, P)
    sub(sub(made, PPR), PSTYLE, {VAL: style})
    return made


def text_into(run: Element, text: str) -> None:
    """Puts text into a run: line ends become breaks, tabs become tabs."""
    if _NOT_XML.search(text):
        text = clean(text)
    text = text.replace("\r", "")
    if "\n" not in text and "\t" not in text:
        _plain_into(run, text)
        return
    for part in _BREAKS.split(text):
        if part == "\n":
            sub(run, BR)
        elif part == "\t":
            sub(run, TAB)
        elif part:
            _plain_into(run, part)


def _plain_into(run: Element, text: str) -> None:
    if text[:1].isspace() or text[-1:].isspace() or "  " in text:
        sub(run, T, _PRESERVED).text = text
    else:
        sub(run, T).text = text


def plain_run(parent: Element, text: str) -> Element:
    """A new run without properties at the end of ``parent``."""
    run = sub(parent, R)
    text_into(run, text)
    return run


def field_into(parent: Element, instruction: str, shown: str) -> None:
    """A complete field (begin, instruction, separator, result, end) at the end of a paragraph.

    Args:
        parent: a paragraph or hyperlink.
        instruction: e.g. ``PAGE``.
        shown: the result that is shown until somebody updates the field.
    """
    field_mark(parent, "begin")
    instruction_into(parent, instruction)
    field_mark(parent, "separate")
    plain_run(parent, shown)
    field_mark(parent, "end")


def field_mark(parent: Element, kind: str) -> None:
    """One of the marks ``begin``, ``separate``, ``end`` of a field, in a run of its own."""
    child(sub(parent, R), "w:fldChar", fldCharType=kind)


def instruction_into(parent: Element, instruction: str) -> None:
    """The instruction of a field, in a run of its own."""
    sub(sub(parent, R), INSTRUCTION, _PRESERVED).text = f" {instruction} "


def serialized(root: Element) -> bytes:
    """The part as it stands in the file."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
