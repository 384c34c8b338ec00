"""The text of a form: what is filled in, rows that can be added, signatures, and what is written wrongly.

Markdown with blanks in it, made into values that Word prints and rules judge; see ADR 0024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qmsdocs.markdown.blanks import Blank, Box, Count, Mark, Slip, alone, marked, marks_in
from qmsdocs.markdown.parse import parse
from qmsdocs.markdown.tree import Block, Inline, Prose

LETTERHEAD = "letterhead"
"""The placeholder that stands for the head of an administrative paper."""

_LETTERHEAD = re.compile(r"\{\{\s*letterhead\s*\}\}")
_MOST_COLUMNS_UPRIGHT = 6


@dataclass(frozen=True, slots=True)
class Repeating:
    """A table whose last row can be added again and again.

    Args:
        head: the row that is repeated on every page.
        rows: the fixed rows below it.
        pattern: the cells of the row that is repeated; the first one is its number.
        times: how many of them stand there at first.
        aligns: of each column.
    """

    head: Block
    rows: Sequence[Block]
    pattern: Sequence[Block]
    times: int
    aligns: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, side by side.

    Args:
        roles: running text for each.
    """

    roles: Sequence[Sequence[Inline]]


Part = Block | Repeating | Signatures


@dataclass(frozen=True, slots=True)
class FormText:
    """A form as its text says it.

    Args:
        prose: the text as Markdown.
        letterhead: whether it begins with the head of an administrative paper.
        parts: from top to bottom.
        slips: what is written wrongly.
    """

    prose: Prose
    letterhead: bool
    parts: tuple[Part, ...]
    slips: tuple[Slip, ...]

    @property
    def landscape(self) -> bool:
        """Whether a table is too wide for a page that stands upright."""
        tables = (block for block in self.prose.every if block.kind == "table")
        return any(len(table.aligns) > _MOST_COLUMNS_UPRIGHT for table in tables)

    @property
    def blanks(self) -> Iterator[Blank | Box]:
        """Everything that can be filled in, in the order of the text."""
        for part in self.parts:
            blocks = [part] if isinstance(part, Block) else []
            if isinstance(part, Repeating):
                blocks = [part.head, *part.rows, *part.pattern]
            yield from (mark.value for mark in _marks(blocks) if not isinstance(mark.value, Count))


def form_text(text: str) -> FormText:
    """Reads the text of a form; whatever it says, nothing is raised.

    Args:
        text: Markdown with LF line ends and without BOM.

    >>> [blank.name for blank in form_text("Ngày [[Ngày lập: ngày]]").blanks]
    ['Ngày lập']
    """
    prose = parse(text)
    reading = _Reading(text.encode(), [])
    headed = bool(prose.blocks) and _is_letterhead(prose.blocks[0])
    blocks = prose.blocks[1:] if headed else prose.blocks
    parts = tuple(reading.part(block, above) for block, above in zip(blocks, [None, *blocks], strict=False))
    slips = [*reading.slips, *_of_letterhead(prose, headed=headed), *_refused(prose)]
    form = FormText(prose, headed, parts, ())
    slips += _of_two_kinds(part for part in parts if isinstance(part, Block))
    return replace(form, slips=tuple(sorted(slips, key=lambda slip: slip.start)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One pass over the blocks of a form."""

    source: bytes
    slips: list[Slip]

    def part(self, block: Block, above: Block | None) -> Part:
        """A block at the top of the text, and the one above it."""
        if block.kind != "table":
            return self._block(block, [above.plain] if above and above.inlines else [])
        head = self._row(block.children[0], [])
        if len(block.children) == 1 and not any(_marks([head])) and any(cell.plain.strip() for cell in head.children):
            return Signatures([cell.inlines for cell in head.children])
        columns = [cell.plain.strip() for cell in head.children]
        times = self._times(block.children[-1])
        rows = [self._row(row, columns) for row in block.children[1 : None if times is None else -1]]
        fixed = self._checked(replace(block, children=[head, *rows]))
        if times is None:
            return fixed
        pattern = self._row(block.children[-1], columns, repeated=True).children
        self._checked(replace(block, children=pattern[1:]))
        return Repeating(head, rows, pattern, times, block.aligns)

    def _block(self, block: Block, labels: Sequence[str] = ()) -> Block:
        """A block with its marks; tables within lists are fixed."""
        inlines = marked(block.inlines, self.source, self.slips, labels) if block.inlines else block.inlines
        if block.kind == "row":
            return self._checked(self._row(block, []))
        if block.children:
            block = replace(block, children=[self._block(inner) for inner in block.children])
        return self._checked(replace(block, inlines=inlines) if block.inlines else block, deep=False)

    def _row(self, row: Block, columns: Sequence[str], *, repeated: bool = False) -> Block:
        """A row; in one that is repeated, what has no name is called as its column is."""
        cells: list[Block] = []
        for at, cell in enumerate(row.children):
            column = columns[at] if at < len(columns) else ""
            beside = next((before.plain.strip() for before in reversed(cells) if before.plain.strip()), "")
            inlines = marked(cell.inlines, self.source, self.slips, [column] if repeated else [beside, column])
            named = [_named(piece, column) for piece in inlines] if repeated else inlines
            cells.append(Block("cell", cell.start, cell.end, inlines=named))
            if repeated and at and not inlines:
                cells[-1].inlines.append(Mark("mark", cell.start, cell.end, value=Blank(column, labelled=True)))
        return Block("row", row.start, row.end, children=cells, header=row.header)

    def _times(self, row: Block) -> int | None:
        """How often a row is to be repeated; None when it is not."""
        first = marked(row.children[0].inlines, self.source, []) if row.children else []
        value = first[0].value if len(first) == 1 and isinstance(first[0], Mark) else None
        return value.times if isinstance(value, Count) else None

    def _checked(self, block: Block, *, deep: bool = True) -> Block:
        """The block; what is wrong with marks where they stand is noted."""
        blocks = list(_every([block])) if deep else [block]
        for one in blocks:
            for mark in marks_in(one.inlines):
                value, place = mark.value, (mark.start, mark.end)
                if isinstance(value, Count):
                    self.slips.append(Slip("misplaced-row", *place, "[[#]]"))
                elif isinstance(value, Blank) and not value.name:
                    self.slips.append(Slip("unnamed", *place, ""))
                elif isinstance(value, Blank) and value.kind == "lines" and not alone(one.inlines):
                    self.slips.append(Slip("crowded", *place, value.name))
        return block


def _named(piece: Inline, column: str) -> Inline:
    """A mark that has no name is called as its column is."""
    if not isinstance(piece, Mark) or isinstance(piece.value, Count) or piece.value.name:
        return piece
    if isinstance(piece.value, Box):
        return replace(piece, value=replace(piece.value, name=column))
    return replace(piece, value=replace(piece.value, name=column, labelled=True))


def _every(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _every(block.children)


def _marks(blocks: Sequence[Block]) -> Iterator[Mark]:
    return (mark for block in _every(blocks) for mark in marks_in(block.inlines))


def _of_two_kinds(blocks: Iterator[Block]) -> Iterator[Slip]:
    """Blanks that have the name of another one and are of another kind; a row that is repeated has names of its own."""
    first: dict[str, Blank] = {}
    for mark in _marks(list(blocks)):
        if isinstance(mark.value, Blank) and mark.value.name:
            known = first.setdefault(mark.value.name.casefold(), mark.value)
            if (known.kind, known.options) != (mark.value.kind, mark.value.options):
                yield Slip("two-kinds", mark.start, mark.end, mark.value.name)


def _is_letterhead(block: Block) -> bool:
    return block.kind == "paragraph" and _LETTERHEAD.fullmatch(block.plain.strip()) is not None


def _of_letterhead(prose: Prose, *, headed: bool) -> Iterator[Slip]:
    for inline in prose.inlines:
        if inline.kind == "text" and _LETTERHEAD.search(inline.text):
            if headed:
                headed = False
            else:
                yield Slip("misplaced-letterhead", inline.start, inline.end, LETTERHEAD)


def _refused(prose: Prose) -> Iterator[Slip]:
    """What a form cannot hold."""
    kinds = {"html": "HTML", "footnote": "footnote", "image": "image"}
    pieces: list[Block | Inline] = [*prose.every, *prose.inlines]
    yield from (Slip("refused", p.start, p.end, kinds[p.kind]) for p in pieces if p.kind in kinds)
