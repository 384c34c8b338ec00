"""The table of contents: a clean TOC field whose result is already filled in, so that Word asks nothing on opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsdocs.word.ooxml.elements import (
    ANCHOR,
    TAB,
    Element,
    R,
    field_into,
    field_mark,
    instruction_into,
    name,
    paragraph,
    plain_run,
    sub,
)
from qmsdocs.word.writing.pen import Entry, Pen

LEVELS = 2
_INSTRUCTION = f'TOC \\o "1-{LEVELS}" \\h \\z \\u'


def contents_into(pen: Pen, parent: Element, entries: Sequence[Entry], pages: Mapping[str, int] | None = None) -> None:
    """Writes the table of contents.

    Args:
        pen: the means of writing.
        parent: the body.
        entries: all headings of the document.
        pages: page numbers by bookmark, when they are known; without them the entries bear none, because they depend on
            the fonts of the machine that lays out the pages.
    """
    listed = [entry for entry in entries if entry.level <= LEVELS]
    if not listed:
        paragraph(parent, pen.style("toc 1"))
        return
    lines = [paragraph(parent, pen.style(f"toc {entry.level}")) for entry in listed]
    field_mark(lines[0], "begin")
    instruction_into(lines[0], _INSTRUCTION)
    field_mark(lines[0], "separate")
    for line, entry in zip(lines, listed, strict=True):
        link = sub(line, name("w:hyperlink"), {ANCHOR: entry.bookmark, name("w:history"): "1"})
        plain_run(link, f"{entry.number}.\t{entry.title}")
        if pages and entry.bookmark in pages:
            sub(sub(link, R), TAB)
            field_into(link, f"PAGEREF {entry.bookmark} \\h", str(pages[entry.bookmark]))
    field_mark(lines[-1], "end")
