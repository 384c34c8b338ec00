"""Content controls (``w:sdt``) of a template: found by tag, filled, and taken away, so that a release holds plain text.

A control may be edited, moved, restyled and locked in Word; its tag is all that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qmsdocs.word.ooxml.elements import (
    PPR,
    RPR,
    RSTYLE,
    SDT,
    SDT_CONTENT,
    SECTPR,
    TBL,
    TC,
    TCPR,
    TR,
    VAL,
    Element,
    P,
    R,
    T,
    child,
    copied,
    name,
    sub,
    text_into,
)

_PROPERTIES, _TAG, _VERTICAL_MERGE = name("w:sdtPr"), name("w:tag"), name("w:vMerge")
_PLACEHOLDER = ("placeholdertext",)
_MARKS_ONLY = frozenset({PPR, name("w:proofErr"), name("w:bookmarkStart"), name("w:bookmarkEnd")})
_BLOCK_LEVEL = frozenset({P, TBL})

Lines = Sequence[str]
"""What a text control shows: lines, none when there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one repeated thing.

    Args:
        shared: values that hold for the whole thing.
        parts: for each table row of the thing its own values; cells with shared values are merged over the rows.
    """

    shared: Mapping[str, Lines]
    parts: Sequence[Mapping[str, Lines]]


@dataclass(frozen=True, slots=True)
class Filling:
    """What is put into the controls of a template.

    Args:
        texts: lines by tag; tags that are absent keep what the template says.
        rows: repeated rows by tag.
        blocks: by tag what builds the elements that take the control's place; it is given their parent to append to.
    """

    texts: Mapping[str, Lines]
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    blocks: Mapping[str, Callable[[Element], None]] = field(default_factory=dict)


def tag_of(control: Element) -> str:
    """The tag of a control, empty when it has none."""
    properties = control.find(_PROPERTIES)
    tag = properties.find(_TAG) if properties is not None else None
    return (tag.get(VAL) or "").strip() if tag is not None else ""


def tags_in(root: Element) -> list[tuple[str, Element]]:
    """Tags and controls of a part, in order, without controls that have no tag."""
    found = (((tag.get(VAL) or "").strip(), tag.getparent().getparent()) for tag in root.iter(_TAG))
    return [(tag, control) for tag, control in found if tag and control.tag == SDT]


def fill(root: Element, filling: Filling) -> None:
    """Fills every control of a part whose tag the filling knows, and takes away the controls.

    Blocks are built last, in the order of ``filling.blocks``.
    """
    for tag, control in tags_in(root):
        if tag in filling.rows:
            _repeat(control, filling.rows[tag])
    found = tags_in(root)
    for tag, control in found:
        if tag in filling.texts:
            fill_text(control, filling.texts[tag])
        elif tag not in filling.blocks:
            _unwrap(control)
    for wanted, build in filling.blocks.items():
        for control in (control for tag, control in found if tag == wanted):
            _build(control, build)


def _repeat(control: Element, rows: Iterable[Row]) -> None:
    content = control.find(SDT_CONTENT)
    patterns = [row for row in content.iter(TR) if not _inside_table(row, content)]
    for row in rows:
        for index, own in enumerate(row.parts):
            for pattern in patterns:
                made = copied(pattern)
                if len(row.parts) > 1:
                    _merge(made, row.shared, index)
                _fill_row(made, {**row.shared, **own} if index == 0 else {**dict.fromkeys(row.shared, ()), **own})
                control.addprevious(made)
    control.getparent().remove(control)


def _inside_table(row: Element, content: Element) -> bool:
    above = row.getparent()
    while above is not content:
        if above.tag == TBL:
            return True
        above = above.getparent()
    return False


def _fill_row(row: Element, values: Mapping[str, Lines]) -> None:
    for tag, control in tags_in(row):
        if tag in values:
            fill_text(control, values[tag])
        else:
            _unwrap(control)


def _merge(row: Element, shared: Mapping[str, Lines], index: int) -> None:
    """Cells that hold only shared values are merged with those of the row above."""
    for cell in row.iter(TC):
        tags = {tag for tag, _ in tags_in(cell)}
        above = cell.getparent()
        if above.tag == SDT_CONTENT:
            tags.add(tag_of(above.getparent()))
        if tags and tags <= set(shared):
            properties = cell.find(TCPR)
            if properties is None:
                properties = child(cell, "w:tcPr")
                cell.insert(0, properties)
            place = [name(f"w:{known}") for known in ("cnfStyle", "tcW", "gridSpan", "hMerge")]
            merge = child(properties, "w:vMerge", **({"val": "restart"} if index == 0 else {}))
            properties.insert(sum(element.tag in place for element in properties), merge)


def _build(control: Element, build: Callable[[Element], None]) -> None:
    parent = control.getparent()
    start = parent.index(control)
    tail = list(parent)[start + 1 :]
    parent.remove(control)
    build(parent)
    parent.extend(tail)


def fill_text(control: Element, lines: Lines) -> None:
    """Replaces a control by text that looks as the text in it did."""
    content = control.find(SDT_CONTENT)
    first = next(content.iter(P), None)
    if first is None:
        _fill_inline(control, lines)
    else:
        _fill_paragraphs(control, content, first, lines)


def _fill_inline(control: Element, lines: Lines) -> None:
    parent = control.getparent()
    if lines:
        run = _run_like(control)
        text_into(run, "\n".join(lines))
        control.addprevious(run)
    parent.remove(control)
    if not lines and parent.tag == P:
        _drop_if_empty(parent)


def _fill_paragraphs(control: Element, content: Element, first: Element, lines: Lines) -> None:
    run = _run_like(first)
    for other in list(content.iter(P))[1:]:
        other.getparent().remove(other)
    for element in list(first):
        if element.tag != PPR:
            first.remove(element)
    patterns = [first, *(copied(first) for _ in lines[1:])]
    for made, line in zip(patterns, lines, strict=False):
        own = copied(run)
        text_into(own, line)
        made.append(own)
    for before, made in pairwise(patterns):
        before.addnext(made)
    _unwrap(control)
    if not lines:
        _drop_if_empty(first)


def _run_like(element: Element) -> Element:
    """An empty run with the properties of the first run that has text."""
    run = sub(element, R)
    element.remove(run)
    pattern = next((r for r in element.iter(R) if r.find(T) is not None), None)
    properties = pattern.find(RPR) if pattern is not None else None
    if properties is not None:
        own = copied(properties)
        style = own.find(RSTYLE)
        if style is not None and (style.get(VAL) or "").lower() in _PLACEHOLDER:
            own.remove(style)
        run.append(own)
    return run


def _drop_if_empty(paragraph: Element) -> None:
    """Removes a paragraph that holds nothing any more, unless its place must have one."""
    if any(element.tag not in _MARKS_ONLY for element in paragraph) or paragraph.find(f"{PPR}/{SECTPR}") is not None:
        return
    above, after = paragraph.getparent(), paragraph.getnext()
    others = [element for element in above if element is not paragraph and element.tag in _BLOCK_LEVEL]
    before_table_end = paragraph.getprevious() is not None and paragraph.getprevious().tag == TBL and after is None
    if others and not before_table_end:
        above.remove(paragraph)


def _unwrap(control: Element) -> None:
    content = control.find(SDT_CONTENT)
    for element in list(content) if content is not None else ():
        control.addprevious(element)
    control.getparent().remove(control)
