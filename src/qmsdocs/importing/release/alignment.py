"""The print of a source and the file that came back, side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from qmsdocs.comparison.matching import Pair, aligned, changed_runs
from qmsdocs.importing.release.lines import Line
from qmsdocs.word.reading.values import Block, Paragraph, paragraphs_in


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph or table of the print and what stands there now.

    Args:
        line: where it comes from; None for what is new.
        before, after: in the print, and in the file that came back; None where there is none.
    """

    line: Line | None
    before: Block | None
    after: Block | None


def matches(lines: Sequence[Line], before: Sequence[Block], after: Sequence[Block]) -> list[Match]:
    """All of both sides in reading order; what was moved has gone and come.

    Args:
        lines: where each of ``before`` comes from.
        before, after: the two stories.
    """
    made: list[Match] = []
    for i, j in _in_order(_pairs(before, after)):
        made.append(
            Match(
                None if i is None else lines[i],
                None if i is None else before[i],
                None if j is None else after[j],
            )
        )
    return made


def _pairs(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Pair]:
    runs = changed_runs([_key(block) for block in before], [_key(block) for block in after])
    i = j = 0
    for old, new in [*runs, (range(len(before), len(before)), range(len(after), len(after)))]:
        while i < old.start:
            yield i, j
            i, j = i + 1, j + 1
        gone, come = [before[n] for n in old], [after[n] for n in new]
        for one, other in aligned(gone, come, words_of, _kind):
            yield None if one is None else old.start + one, None if other is None else new.start + other
        i, j = old.stop, new.stop


def _in_order(found: Iterator[Pair]) -> Iterator[Pair]:
    """Pairs that go forward on both sides; those that go back are told apart."""
    last = -1
    for i, j in found:
        if i is not None and j is not None and i < last:
            yield i, None
            yield None, j
            continue
        if i is not None and j is not None:
            last = i
        yield i, j


def words_of(block: Block) -> list[str]:
    """The words of a paragraph or table."""
    return [word for paragraph in paragraphs_in([block]) for word in paragraph.text.split()]


def _key(block: Block) -> Hashable:
    if isinstance(block, Paragraph):
        things = tuple(bool(run.picture) for run in block.runs if run.picture or run.note)
        return block.outline, " ".join(block.text.split()), things
    return tuple(tuple(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows)


def _kind(block: Block) -> Hashable:
    return isinstance(block, Paragraph)
