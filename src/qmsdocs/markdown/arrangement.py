"""Which blocks rendered from YAML stand where: a pure function of the text, the profile and what has data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from qmsdocs.diagnostics import Message, say
from qmsdocs.markdown.placeholders import placed_block
from qmsdocs.markdown.slugs import slug_of
from qmsdocs.markdown.tree import Block, Prose
from qmsdocs.model.profile import BLOCKS, Section
from qmsdocs.model.profile import Block as BlockName

TITLES: Mapping[BlockName, Message] = MappingProxyType(
    {
        "references": say("References"),
        "terms": say("Definitions and abbreviations"),
        "administrative": say("Facts of the administrative procedure"),
        "steps": say("Order of work"),
        "flowchart": say("Flow chart"),
        "indicators": say("Indicators"),
        "forms": say("Forms"),
        "records": say("Records to keep"),
        "processes": say("Process map"),
        "clauses": say("Clauses and documents"),
        "duties": say("Duties of law and documents"),
    }
)
"""Headings of blocks that the text gives no heading."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A block rendered from YAML.

    Args:
        block: its name.
        level: of the heading that is made for it; 0 for none.
        section: the section whose title that heading bears; None for the block's own name.
    """

    block: BlockName
    level: int = 0
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is said in a section that would be empty."""


_slug = lru_cache(maxsize=1024)(slug_of)

Item = Block | Insert | Nothing


def arranged(prose: Prose, sections: Sequence[Section], filled: Collection[BlockName]) -> list[Item]:
    """The text with the blocks from YAML in their places.

    A placeholder alone in its paragraph says where a block stands; otherwise it stands at the end of the section that
    holds it by the profile. A block that has no place at all comes last, under a heading of its own, so that nothing
    that was written in YAML is lost.

    Args:
        prose: the text of the document.
        sections: what the profile says of documents of this kind.
        filled: the blocks that have something to show.
    """
    placed = {name for block in prose.every if (name := placed_block(block))}
    waiting = [name for name in BLOCKS if name in filled and name not in placed]
    items: list[Item] = []
    for heading, blocks in _split(prose.blocks):
        section = _section_of(heading, sections) if heading else None
        held = [name for name in (section.holds if section else ()) if name in waiting]
        waiting = [name for name in waiting if name not in held]
        if heading:
            items.append(heading)
        items += blocks
        items += _inserts(held, blocks)
        if heading and not blocks and not held:
            items.append(Nothing())
    return items + [Insert(name, 1, _holder(name, sections)) for name in waiting]


def _inserts(held: Sequence[BlockName], blocks: Sequence[Block]) -> Iterator[Insert]:
    """Blocks at the end of a section; they get headings where the section is divided, or where there are several."""
    divided = len(held) > 1 or any(block.kind == "heading" for block in blocks)
    for name in held:
        yield Insert(name, 2 if divided else 0)


def _split(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, list[Block]]]:
    """Level-1 headings with what follows each; what stands before the first comes with None."""
    heading: Block | None = None
    inside: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and block.level == 1:
            if heading or inside:
                yield heading, inside
            heading, inside = block, []
        else:
            inside.append(block)
    if heading or inside:
        yield heading, inside


def _section_of(heading: Block, sections: Sequence[Section]) -> Section | None:
    slug = slug_of(heading.plain)
    for section in sections:
        if slug in (_slug(title) for title in (section.title.vi, section.title.en, *section.aliases)):
            return section
    return None


def _holder(name: BlockName, sections: Sequence[Section]) -> Section | None:
    return next((section for section in sections if section.holds == (name,)), None)
