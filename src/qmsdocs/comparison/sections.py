"""A text as the sections that are printed, with their numbers, and what stands in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qmsdocs.comparison.difference import Content
from qmsdocs.markdown.arrangement import Insert, arranged
from qmsdocs.markdown.placeholders import placed_block, substituted
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.model.agency import Agency
from qmsdocs.model.profile import BLOCKS, Profile
from qmsdocs.model.profile import Block as BlockName


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, list item, table row or the like.

    Args:
        noun: what it is, a key of :data:`qmsdocs.comparison.wording.NOUNS`.
        marked: its text with all marks, links and places in a list, in one spelling.
        plain: its text as people read it.
    """

    noun: str
    marked: str
    plain: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, up to the next heading.

    Args:
        slug: of the heading; empty for what stands before the first.
        number: as printed.
        title: of the heading.
        level: of the heading.
        above: position of the section that it belongs to, -1 for none.
        units: in order.
    """

    slug: str
    number: str
    title: str
    level: int
    above: int
    units: list[Unit] = field(default_factory=list)

    @property
    def body(self) -> str:
        """All that is read in it."""
        return "\n".join(unit.plain for unit in self.units)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block from the YAML file is printed.

    Args:
        number: of the section.
        after: position of the section of the text in or after which it stands.
    """

    number: str
    after: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A text in its printed order."""

    sections: Sequence[Section]
    spots: Mapping[BlockName, Spot]


def outline(content: Content, profile: Profile, agency: Agency) -> Outline:
    """The sections of a text, and where blocks from the YAML file stand among them.

    Args:
        content: the content.
        profile: names the sections that hold blocks.
        agency: what placeholders in sentences stand for.
    """
    facts, prose = content.facts, content.prose
    filled = [name for name in BLOCKS if facts.get(name)]
    kinds = profile.sections_of(str(facts.get("type")), facts.get("category"))
    headings = {id(heading.block): heading for heading in prose.headings}
    sections = [Section("", "", "", 0, -1)]
    spots: dict[BlockName, Spot] = {}
    number: list[int] = []
    latest: dict[int, int] = {}  # by level, the sections that the next heading may belong to
    for item in arranged(prose, kinds, filled):
        if isinstance(item, Insert):
            if item.level:
                number = [*number, *[0] * item.level][: item.level]
                number[-1] += 1
            spots[item.block] = Spot(_printed(number), len(sections) - 1)
        elif isinstance(item, Block) and (heading := headings.get(id(item))):
            number = [int(part) for part in heading.number.split(".")]
            latest = {level: place for level, place in latest.items() if level < heading.level}
            above = max(latest.values(), default=-1)
            latest[heading.level] = len(sections)
            title = substituted(heading.title, agency)
            sections.append(Section(heading.slug, heading.number, title, heading.level, above))
        elif isinstance(item, Block):
            if name := placed_block(item):
                spots[name] = Spot(_printed(number), len(sections) - 1)
            sections[-1].units.extend(_units(item, agency, ""))
    return Outline(sections, spots)


def _printed(number: Sequence[int]) -> str:
    return ".".join(map(str, number))


# --- units

_BLANKS = re.compile(r"[ \t\n]+")
_NESTED = {"list", "quote", "definitions"}
_NOUNS = {"item": "item", "row": "row", "definition": "definition", "term": "definition", "footnote": "footnote"}


def _units(block: Block, agency: Agency, at: str) -> Iterator[Unit]:
    """The units of a block; ``at`` tells in what it is nested, which is part of how it is marked."""
    if block.kind == "table":
        for row in block.children:
            cells = [(_marked(cell.inlines), _plain(cell.inlines, agency)) for cell in row.children]
            head = f"{'|'.join(block.aligns)}" if row.header else ""
            yield Unit("row", f"{at}|{head}|{cells}", " | ".join(plain for _, plain in cells))
    elif block.kind in ("code", "html", "rule"):
        yield Unit("code", f"{at}{block.kind}:{block.text}", block.text.strip() or "———")
    elif block.kind in _NESTED:
        for number, child in enumerate(block.children):
            first = str(block.first) if block.ordered and not number else ""
            mark = f"{at}{block.kind}{'#' if block.ordered else '-'}{first}>"
            yield from _units(child, agency, mark if block.kind == "list" else f"{at}{block.kind}>")
    else:
        yield from _running(block, agency, at)


def _running(block: Block, agency: Agency, at: str) -> Iterator[Unit]:
    noun = _NOUNS.get(block.kind, "paragraph")
    mark = f"{at}{block.kind}{block.level or ''}{block.text}:"
    if block.inlines or not block.children:
        yield Unit(noun, mark + _marked(block.inlines), _plain(block.inlines, agency))
    for number, child in enumerate(block.children):
        for inner in _units(child, agency, f"{mark}{'' if number else '^'}"):
            yield Unit(noun, inner.marked, inner.plain) if inner.noun == "paragraph" else inner


def _marked(inlines: Sequence[Inline]) -> str:
    parts = []
    for piece in inlines:
        inner = _marked(piece.children) if piece.children else _BLANKS.sub(" ", piece.text)
        if piece.kind == "text":
            parts.append(inner)
        elif piece.kind == "softbreak":
            parts.append(" ")
        else:
            parts.append(f"<{piece.kind} {piece.target} {piece.title}>{inner}</>")
    return "".join(parts)


def _plain(inlines: Sequence[Inline], agency: Agency) -> str:
    return " ".join(substituted("".join(map(_read, inlines)), agency).split())


def _read(piece: Inline) -> str:
    """A piece as it is read: the label of a footnote is not."""
    if piece.kind == "footnote":
        return ""
    if piece.kind == "image":
        return f"[{piece.target}]"
    return "".join(map(_read, piece.children)) if piece.children else piece.plain
