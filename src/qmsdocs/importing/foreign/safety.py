"""The net below everything: a word of the file that is in no fact, no text and no remark is named, with all around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qmsdocs.diagnostics import Message, say
from qmsdocs.importing.foreign.pieces import Piece
from qmsdocs.importing.foreign.words import counted, words
from qmsdocs.word.reading.values import Block, Paragraph, WordFile


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph of the file, wherever it stands.

    Args:
        text: its words.
        place: for the report.
        order: where in the file, as for remarks.
    """

    text: str
    place: Message
    order: int


def everything_in(word: WordFile, pieces: Sequence[Piece]) -> list[Said]:
    """All that a file says: its body, notes and comments, and each header once."""
    found = [Said(text, piece.place, order) for order, piece in enumerate(pieces) for text in _texts((piece.block,))]
    end = len(pieces)
    for note in word.notes.values():
        found += [Said(text, say("footnote"), end) for text in _texts(note)]
    headers: set[str] = set()
    for margin in word.margins:
        place = say("page header") if margin.kind == "header" else say("page footer")
        for text in _texts(margin.blocks):
            if text not in headers:
                headers.add(text)
                found.append(Said(text, place, -1))
    found += [Said(comment.text, say("comment at the margin"), end) for comment in word.comments]
    return [said for said in found if words(said.text)]


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _texts(cell.blocks)


def missing_from(said: Sequence[Said], kept: Iterable[str]) -> list[Said]:
    """The paragraphs that have to be named, so that every word is kept or named.

    Args:
        said: everything in the file.
        kept: texts of facts, of the Markdown text and of quotations in the report.
    """
    count = [Counter(words(one.text)) for one in said]
    lost: Counter[str] = Counter()
    for one in count:
        lost += one
    lost -= counted(kept)
    if not lost:
        return []

    def share(index: int) -> float:
        return sum((count[index] & lost).values()) / sum(count[index].values())

    named = []
    for index in sorted(range(len(said)), key=lambda place: (-share(place), place)):
        if count[index] & lost:
            named.append(index)
            lost -= count[index]
        if not lost:
            break
    return [said[index] for index in sorted(named)]
