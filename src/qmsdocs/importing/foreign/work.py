"""A Word file that is being imported: its pieces, their sections, what was taken out of the text and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qmsdocs.diagnostics import Message, say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.findings import Findings, texts_in
from qmsdocs.importing.foreign.outline import Heading
from qmsdocs.importing.foreign.pieces import Piece
from qmsdocs.importing.foreign.sheets import Sheet, sheet_of
from qmsdocs.importing.foreign.words import squeezed, unsaid
from qmsdocs.model.register import Register
from qmsdocs.word.reading.values import Block, Paragraph, Table


@dataclass
class Work:
    """Where an import stands.

    Args:
        pieces: of the body.
        headings: by index of their piece.
        register: of the agency that imports.
        findings: facts and remarks.
        taken: indexes of pieces that became facts, or are named in the report.
        placed: what stands in place of a piece.
        origins: for each list of facts the index of the first piece that it came from.
        sheets: tables that were understood, by their index and what they might be.
        fronted: indexes of those that were cover, sign-off or revision table.
    """

    pieces: Sequence[Piece]
    headings: Mapping[int, Heading]
    register: Register | None
    findings: Findings = field(default_factory=Findings)
    taken: set[int] = field(default_factory=set)
    placed: dict[int, Block] = field(default_factory=dict)
    origins: dict[str, int] = field(default_factory=dict)
    sheets: dict[tuple[int, tuple[str, ...]], Sheet | None] = field(default_factory=dict)
    fronted: set[int] = field(default_factory=set)

    @property
    def start(self) -> int:
        """The index of the first heading of the first level; the number of pieces when there is none."""
        return min((i for i, heading in self.headings.items() if heading.level == 1), default=len(self.pieces))

    def sections(self) -> Iterator[tuple[Heading, list[int]]]:
        """Each section with the indexes of what stands in it, lower headings included."""
        tops = [index for index in sorted(self.headings) if self.headings[index].level == 1]
        for place, index in enumerate(tops):
            end = tops[place + 1] if place + 1 < len(tops) else len(self.pieces)
            yield self.headings[index], list(range(index + 1, end))

    @cached_property
    def sections_at(self) -> Sequence[tuple[str, ...]]:
        """For each piece the known sections it stands in, by the nearest heading that names some."""
        found: list[tuple[str, ...]] = []
        above: list[tuple[int, tuple[str, ...]]] = []
        for index in range(len(self.pieces)):
            if heading := self.headings.get(index):
                above = [one for one in above if one[0] < heading.level]
                above.append((heading.level, heading.sections))
            found.append(next((ids for _, ids in reversed(above) if ids and ids != ("other",)), ()))
        return found

    def in_section(self, name: str) -> list[int]:
        """The free pieces that stand in a known section."""
        return [i for i in self.free(range(self.start, len(self.pieces))) if name in self.sections_at[i]]

    def sheet(self, index: int, among: tuple[str, ...]) -> Sheet | None:
        """The table of a piece as a sheet, None when it is not understood."""
        block = self.pieces[index].block
        if not isinstance(block, Table):
            return None
        if (index, among) not in self.sheets:
            self.sheets[index, among] = sheet_of(block, among)
        return self.sheets[index, among]

    def below(self, index: int) -> list[int]:
        """The indexes of what stands below a heading, up to the next one that is not deeper."""
        level = self.headings[index].level
        end = next(
            (i for i in sorted(self.headings) if i > index and self.headings[i].level <= level), len(self.pieces)
        )
        return list(range(index + 1, end))

    def free(self, indexes: Iterable[int]) -> list[int]:
        """Those pieces that are still text, and no headings."""
        return [index for index in indexes if index not in self.taken and index not in self.headings]

    def take(self, indexes: Sequence[int], facts: object, what: Message, sureness: Sureness = Sureness.READ) -> None:
        """Takes pieces out of the text, and says in the report what became of them.

        Args:
            indexes: of the pieces.
            facts: what they became; words of theirs that stand in none of it are quoted.
            what: for the report.
            sureness: how sure it is.
        """
        self.taken.update(indexes)
        said = list(texts_in(facts))
        left = unsaid((text for index in indexes for text in texts_of(self.pieces[index].block)), said)
        self.findings.remark(indexes[0], sureness, self.pieces[indexes[0]].place, what, left)

    def drop(self, indexes: Sequence[int], what: Message) -> None:
        """Takes pieces out of the text for good, and quotes them."""
        self.taken.update(indexes)
        quote = " | ".join(
            squeezed(text) for index in indexes for text in texts_of(self.pieces[index].block) if squeezed(text)
        )
        if quote:
            self.findings.remark(indexes[0], Sureness.DROPPED, self.pieces[indexes[0]].place, what, quote)

    def empty_headings(self, among: Iterable[int]) -> list[int]:
        """Headings with nothing left below them: below the first level, or above a sign-off or revision table."""
        return [
            index
            for index in among
            if (heading := self.headings.get(index)) is not None
            and (heading.level > 1 or not self.fronted.isdisjoint(self.below(index)))
            and index not in self.taken
            and not any(self.is_text(inner) for inner in self.below(index))
        ]

    def is_text(self, index: int) -> bool:
        """Whether a piece has something that goes into the text."""
        if index in self.placed:
            return True
        block = self.pieces[index].block
        return index not in self.taken and (
            isinstance(block, Table) or any(run.text.strip() or run.picture for run in block.runs)
        )


def texts_of(block: Block) -> Iterator[str]:
    """The text of a paragraph, or of each paragraph of a table."""
    if isinstance(block, Paragraph):
        yield block.text
        return
    for row in block.rows:
        for cell in row.cells:
            for inner in cell.blocks:
                yield from texts_of(inner)


def quoted_place(text: str) -> Message:
    """A place named by the words that stand there."""
    return say("paragraph {text}", text=f"“{squeezed(text)[:50]}”")
