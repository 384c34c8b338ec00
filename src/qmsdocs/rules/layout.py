"""How a text is divided into the sections that the profile names. Worked out once, used by the rules about sections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from qmsdocs.diagnostics import TextSpan
from qmsdocs.markdown.placeholders import placed_block
from qmsdocs.markdown.tree import Block, Heading
from qmsdocs.model.document import Document
from qmsdocs.model.profile import OVERVIEWS, Section
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.rules.base import Context


class Part(NamedTuple):
    """A level-1 heading with what follows it.

    Args:
        heading: the heading.
        section: what the profile calls it; None when it has no such section.
        blocks: everything up to the next level-1 heading, lower headings included.
    """

    heading: Heading
    section: Section | None
    blocks: list[Block]


class Layout(NamedTuple):
    """A text divided at its level-1 headings.

    Args:
        sections: those of the profile, in order; empty when it names none for this kind of document.
        parts: in the order of the text.
        before: what stands before the first level-1 heading.
        present: the first part of each section of the profile, by the section's id.
    """

    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    before: tuple[Block, ...]
    present: Mapping[str, Part]


def layout_of(document: Document, context: Context) -> Layout | None:
    """The layout of a document's text; None when there is no text that could be read."""
    if document.origin.text_path is None:
        return None
    return context.once("layout", lambda: _layout(document, context), of=document)


def _layout(document: Document, context: Context) -> Layout:
    names, sections = _names(document, context)
    prose = context.prose(document)
    headings = iter(prose.headings)
    parts: list[Part] = []
    before: list[Block] = []
    for block in prose.blocks:
        if block.kind == "heading" and block.level == 1:
            heading = next(heading for heading in headings if heading.block is block)
            parts.append(Part(heading, names.get(plain_title(heading.title)), []))
        else:
            (parts[-1].blocks if parts else before).append(block)
    present = {part.section.id: part for part in reversed(parts) if part.section}
    return Layout(sections, tuple(parts), tuple(before), present)


def _names(document: Document, context: Context) -> tuple[Mapping[str, Section], tuple[Section, ...]]:
    """The profile's sections for this kind of document, by each title that they may have."""

    def make() -> tuple[Mapping[str, Section], tuple[Section, ...]]:
        sections = context.profile.sections_of(document.type, document.category)
        titles = ((title, section) for section in sections for title in titles_of(section))
        return {plain_title(title): section for title, section in titles}, sections

    return context.once(("sections", document.type, document.category), make)


def titles_of(section: Section) -> tuple[str, ...]:
    """All headings that a section may have."""
    return (section.title.vi, section.title.en, *section.aliases)


NUMBER_BEFORE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[IVXLC]+[.)]|[A-Za-zĐđ][.)])\s+")
"""A number or letter typed before a heading."""


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """A heading as it is compared: lower case, single spaces, no typed number, no full stop or colon at the end."""
    return " ".join(NUMBER_BEFORE.sub("", title, count=1).lower().split()).rstrip(".: ")


def placed(document: Document, layout: Layout) -> dict[BlockName, Part]:
    """What is rendered by a placeholder, and in which part it stands."""
    if "{{" not in document.origin.text:
        return {}
    return {name: part for part in layout.parts for block in part.blocks if (name := placed_block(block))}


def has_data(document: Document, name: BlockName) -> bool:
    """Whether there is something to print for a block: in the YAML file, or always for what shows all documents."""
    return name in OVERVIEWS or bool(getattr(document, "steps" if name == "flowchart" else name))


def title_span(heading: Heading) -> TextSpan:
    """The place of a heading's words."""
    inlines = heading.block.inlines
    return TextSpan(inlines[0].start, inlines[-1].end) if inlines else TextSpan(heading.block.start, heading.block.end)
