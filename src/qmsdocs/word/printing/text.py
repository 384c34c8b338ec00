"""The whole text of a document: sections, the tables rendered from YAML in their places, and the footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qmsdocs.markdown.arrangement import TITLES, Insert, Item, Nothing
from qmsdocs.markdown.tree import Inline
from qmsdocs.model.profile import OVERVIEWS
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.word.ooxml.elements import (
    PPR,
    PSTYLE,
    RPR,
    RSTYLE,
    TBL,
    VAL,
    Element,
    P,
    R,
    child,
    name,
    paragraph,
    plain_run,
    sub,
)
from qmsdocs.word.printing.facts import Facts
from qmsdocs.word.printing.flowchart import flow_chart_into
from qmsdocs.word.printing.processmap import process_map_into
from qmsdocs.word.writing.body import BODY, Place, blocks_into, flow, flow_into, heading_into, text_paragraph
from qmsdocs.word.writing.footnotes import Footnotes, note_into
from qmsdocs.word.writing.pen import Pen
from qmsdocs.word.writing.tables import Grid, shares, table_into, text_cell


def text_into(pen: Pen, parent: Element, items: Iterable[Item], facts: Facts) -> None:
    """Writes the arranged text to the end of the body."""
    for item in items:
        if isinstance(item, Insert):
            if item.level:
                heading_into(pen, parent, item.level, [_title(item, facts)], pen.anchors.generated())
            facts_into(pen, parent, item.block, facts)
        elif isinstance(item, Nothing):
            text_paragraph(pen, parent, [Inline("text", 0, 0, facts.translate("None."))], BODY)
        else:
            blocks_into(pen, parent, (item,))


def _title(insert: Insert, facts: Facts) -> Inline:
    translate = facts.translate
    if insert.section is None:
        return Inline("text", 0, 0, TITLES[insert.block].render(translate))
    return Inline("text", 0, 0, insert.section.title.in_language(facts.register.agency.language))


def facts_into(pen: Pen, parent: Element, block: BlockName, facts: Facts) -> None:
    """Writes a block rendered from YAML: its tables, or the flow chart."""
    if block == "flowchart":
        flow_chart_into(pen, parent, facts)
    if block == "processes":
        process_map_into(pen, parent, facts)
    tables = facts.tables_of(block)
    if block in OVERVIEWS and not tables:
        text_paragraph(pen, parent, [Inline("text", 0, 0, facts.translate("None."))], BODY)
    for table in tables:
        if table.lead:
            lead = text_paragraph(
                pen, parent, [Inline("strong", 0, 0, children=[Inline("text", 0, 0, table.lead)])], BODY
            )
            lead.find(PPR).insert(1, lead.makeelement(name("w:keepNext")))
        grid = Grid(
            shares(pen.width, [column.share for column in table.columns]), [column.align for column in table.columns]
        )
        table_into(pen, parent, grid, [text_cell(column.title) for column in table.columns], table.rows)


def notes_into(pen: Pen, notes: Footnotes) -> Element:
    """The footnotes part with the texts of all notes that the text refers to."""
    root = notes.begun()
    inside = replace(pen, relations=notes.relations, notes=None)
    style = pen.style("footnote text")
    for number, text in notes.waiting:
        note = note_into(root, number)
        flow_into(inside, note, flow(text), Place("footnote text"))
        _begin_note(pen, note, style)
        if note[-1].tag == TBL:
            paragraph(note, style)
    return root


def _begin_note(pen: Pen, note: Element, style: str) -> None:
    """The first paragraph of a note begins with its number."""
    first = note[0] if len(note) else None
    if first is None or first.tag != P or first.find(f"{PPR}/{PSTYLE}").get(VAL) != style:
        first = paragraph(note, style)
        note.insert(0, first)
    mark = sub(first, R)
    sub(sub(mark, RPR), RSTYLE, {VAL: pen.style("footnote reference")})
    child(mark, "w:footnoteRef")
    space = plain_run(first, " ")
    first.insert(1, mark)
    first.insert(2, space)
