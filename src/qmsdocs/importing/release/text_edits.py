"""Edits of the text go into its Markdown: each block that was touched is written anew, from as much of its source as stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from qmsdocs.comparison.matching import aligned
from qmsdocs.importing.prose import Prose
from qmsdocs.importing.release.alignment import Match, words_of
from qmsdocs.importing.release.lines import Line, note_lines
from qmsdocs.importing.release.printed import Printed
from qmsdocs.importing.release.splicing import atoms, begin_of, spliced
from qmsdocs.importing.release.table_edits import table_rows
from qmsdocs.markdown.placeholders import placed_block, substituted
from qmsdocs.markdown.running import seen
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.markdown.writing import at_line_start, written
from qmsdocs.word.reading import values
from qmsdocs.word.reading.values import Paragraph, Table, WordFile, paragraphs_in
from qmsdocs.word.writing.anchors import Anchors, Inside

_JOINING = {
    "list": ("list", "code"), "quote": ("quote",), "definitions": ("definition",),
}  # fmt: skip
"""Beginnings of the styles of paragraphs that go on with a block of a kind."""


@dataclass
class TextEdits:
    """The Markdown text of a source while edits go into it.

    Args:
        printed: the source and its print.
        edited: the file that came back.
        stem: what the names of new pictures begin with.
    """

    printed: Printed
    edited: WordFile
    stem: str
    was: Prose = field(init=False)
    now: Prose = field(init=False)
    _source: bytes = b""
    _edits: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._source = self.printed.text.source.encode()
        targets = dict(_targets(self.printed))
        labels = {identity: block.text for identity, block in self.printed.notes}
        known = self.printed.pictures
        self.was = Prose(self.printed.word, self.stem, targets, lettered=False, frames=False, labels=dict(labels))
        self.was.names = dict(_names(self.printed.word, known))
        self.now = Prose(self.edited, self.stem, targets, lettered=False, frames=False)
        self.now.labels = dict(_same_notes(self.printed.word, self.edited, labels))
        self.now.names = dict(_names(self.edited, known))
        taken = {block.text for block in self.printed.text.every if block.kind == "footnote"}
        self.now.labels_taken = taken

    def text(self, found: Sequence[Match]) -> str:
        """The whole Markdown text with the edits in it.

        Args:
            found: the print and the file side by side.
        """
        tops = [match.line.top for match in found if match.line and match.line.top]
        of_top, gaps = _shared_out(found)
        for top in dict.fromkeys(map(id, tops)):
            block = next(b for b in tops if id(b) == top)
            self._block(block, of_top.get(top, []))
        for after, new in gaps:
            self._insert(after, new)
        self._notes()
        return self._applied()

    # --- blocks

    def _block(self, top: Block, inside: Sequence[Match]) -> None:
        edited = [] if placed_block(top) else [match for match in inside if self.touched(match)]
        if edited and all(_is_reworded(match) for match in edited):
            for match in edited:
                self._in_place(match)
        elif edited:
            self._rewrite(top, inside)

    def touched(self, match: Match) -> bool:
        """Whether a paragraph or table of the text was edited."""
        if match.before is None or match.after is None or match.line is None:
            return True
        if not _same_shape(match):
            return True
        if isinstance(match.before, Paragraph) and isinstance(match.after, Paragraph):
            if match.line.origin == "code":
                return match.before.text != match.after.text
            return seen(self.was.inlines(match.before)) != seen(self.now.inlines(match.after))
        return self._table_seen(self.was, match.before) != self._table_seen(self.now, match.after)

    @staticmethod
    def _table_seen(prose: Prose, block: values.Block) -> object:
        if isinstance(block, Paragraph):
            return None
        cells = [[list(paragraphs_in(cell.blocks)) for cell in row.cells] for row in block.rows]
        return [[[seen(prose.inlines(p)) for p in cell] for cell in row] for row in cells]

    def _in_place(self, match: Match) -> None:
        if match.line is None:
            return
        start, end = begin_of(match.line.inlines[0], self._source), _end(match.line.inlines)
        made = self._leaf(match)
        if made is None and isinstance(match.after, Paragraph):
            made = at_line_start(written_inline(self.now.inlines(match.after)))
        if made is not None:
            self._edits.append((start, end, made))

    def _leaf(self, match: Match) -> str | None:
        """The running text of a line after its edit, from its source."""
        if match.line is None or not isinstance(match.before, Paragraph) or not isinstance(match.after, Paragraph):
            return None
        source = atoms(match.line.inlines, self.substitute, self._source)
        before, after = atoms(self.was.inlines(match.before)), atoms(self.now.inlines(match.after))
        made = spliced(self._source, source, before, after)
        return None if made is None else at_line_start(made)

    @property
    def substitute(self) -> partial[str]:
        """Replaces the placeholders of a sentence."""
        return partial(substituted, agency=self.printed.facts.register.agency)

    def _rewrite(self, top: Block, inside: Sequence[Match]) -> None:
        blocks = [match.after for match in inside if match.after is not None]
        start, end = self._reach(top)
        if not blocks:
            while self._source[end : end + 1] == b"\n":
                end += 1
            self._edits.append((start, end, ""))
            return
        made = self.now.blocks(blocks)
        ready = dict(self._ready(inside))
        self._edits.append((start, end, written(made, ready).rstrip("\n")))

    def _reach(self, top: Block) -> tuple[int, int]:
        following = (block.start for block in self.printed.text.blocks if block.start > top.start)
        start, end = top.start, min(top.end, next(following, top.end))  # the parser lets definitions reach too far
        while end > start and self._source[end - 1 : end].isspace():
            end -= 1
        return start, end

    def _ready(self, inside: Sequence[Match]) -> Iterator[tuple[int, str]]:
        """Running text that comes from its source, by the block that will hold it."""
        for match in inside:
            holder = self.now.made_of.get(id(match.after)) if match.after is not None else None
            if holder is None or match.line is None or match.before is None:
                continue
            picture = len(match.line.inlines) == 1 and match.line.inlines[0].kind == "image"  # its title may be new
            if match.line.origin == "text" and not picture and (made := self._leaf(match)) is not None:
                yield id(holder), "\n".join(line.lstrip(" >\t") for line in made.split("\n"))
            elif match.line.origin == "table" and isinstance(match.before, Table) and isinstance(match.after, Table):
                rows = table_rows(self, match.line, match.before, match.after)
                if rows is not None:
                    yield id(holder), rows

    @property
    def source(self) -> bytes:
        """The text as UTF-8."""
        return self._source

    def _insert(self, after: Block | None, new: Sequence[values.Block]) -> None:
        text = written(self.now.blocks(new)).rstrip("\n")
        if not text:
            return
        if after is None:
            self._edits.append((0, 0, f"{text}\n\n" if self._source.strip() else f"{text}\n"))
        else:
            end = self._reach(after)[1]
            self._edits.append((end, end, f"\n\n{text}"))

    # --- notes

    def _notes(self) -> None:
        """Texts of notes that were edited, of new ones, and of those that are gone."""
        known = {block.text: (identity, block) for identity, block in self.printed.notes}
        there = {label: identity for identity, label in self.now.labels.items()}
        referred = set(_labels_in(self))
        for label, (identity, block) in known.items():
            if label in referred and label in there:
                self._note(block, self.printed.word.notes[identity], self.edited.notes[there[label]])
            elif label not in referred:
                self._rewrite(block, [])
        new = [block for block in self.now.notes() if block.text not in known]
        if new:
            end = len(self._source.rstrip())
            self._edits.append((end, end, "\n\n" + written(new).rstrip("\n")))

    def _note(self, block: Block, before: Sequence[values.Block], after: Sequence[values.Block]) -> None:
        lines = note_lines(block, self.printed.facts)
        old = [b for b in before if not isinstance(b, Paragraph) or b.text.strip()]
        new = [b for b in after if not isinstance(b, Paragraph) or b.text.strip()]
        if len(lines) == len(old) == len(new):
            inside = [Match(line, b, a) for line, b, a in zip(lines, old, new, strict=True)]
            if all(_same_shape(match) and match.line and match.line.origin == "text" for match in inside):
                for match in filter(self.touched, inside):
                    self._in_place(match)
                return
        made = Block("footnote", 0, 0, children=self.now.blocks(after), text=block.text)
        self._edits.append((*self._reach(block), written([made]).rstrip("\n")))

    # --- all together

    def _applied(self) -> str:
        made, at = [], 0
        for start, end, text in sorted(self._edits, key=lambda edit: (edit[0], edit[1])):
            if start < at:
                continue  # it lies in what was written anew already
            made += [self._source[at:start].decode(), text]
            at = end
        text = "".join([*made, self._source[at:].decode()])
        return text.rstrip("\n") + "\n" if self._edits and text.strip() else text


def written_inline(inlines: Sequence[Inline]) -> str:
    """Running text alone."""
    return written([Block("paragraph", 0, 0, inlines=list(inlines))]).rstrip("\n")


def _end(inlines: Sequence[Inline]) -> int:
    return max(piece.end for piece in inlines)


def _is_reworded(match: Match) -> bool:
    """Whether a line of running text stays what it is but for its words."""
    there = match.line is not None and match.before is not None and match.after is not None
    return there and match.line is not None and match.line.origin == "text" and _same_shape(match)


def _same_shape(match: Match) -> bool:
    """Whether both sides are of the same kind: a heading of a level, an item of a list, a quotation."""
    one, other = match.before, match.after
    if not isinstance(one, Paragraph) or not isinstance(other, Paragraph):
        return type(one) is type(other)
    return _shape(one) == _shape(other)


def _shape(paragraph: Paragraph) -> object:
    if paragraph.outline is not None:
        return paragraph.outline
    if paragraph.item is not None:
        return paragraph.item.ordered, paragraph.item.level
    special = ("quote", "code", "definition", "list continue", "caption")
    return next(
        (style for style in special if paragraph.style.startswith(style)), ""
    ), paragraph.style == "definition term"


def _shared_out(
    found: Sequence[Match],
) -> tuple[dict[int, list[Match]], list[tuple[Block | None, list[values.Block]]]]:
    """The matches of each block of the text, and what is new between blocks with the block before it."""
    of_top: dict[int, list[Match]] = {}
    gaps: list[tuple[Block | None, list[values.Block]]] = []
    last: Block | None = None
    in_text = False
    for index, match in enumerate(found):
        if match.line is not None and match.line.top is not None:
            last, in_text = match.line.top, True
            of_top.setdefault(id(last), []).append(match)
        elif match.line is not None and match.line.origin == "around":
            in_text = in_text and False
        elif match.after is not None and _is_new(match):
            beside = _joined(last, found, index, match.after)
            if beside is not None:
                of_top.setdefault(id(beside), []).append(match)
            elif gaps and gaps[-1][0] is last:
                gaps[-1][1].append(match.after)
            else:
                gaps.append((last, [match.after]))
    return of_top, gaps


def _is_new(match: Match) -> bool:
    """Whether words came that stand in neither file yet."""
    if match.line is None:
        return True
    if match.line.origin != "nothing" or match.before is None or match.after is None:
        return False
    return words_of(match.before) != words_of(match.after)


def _joined(last: Block | None, found: Sequence[Match], index: int, new: values.Block) -> Block | None:
    """The block that a new paragraph belongs to: the list before it or the one it begins."""
    before = found[index - 1].line if index else None
    touching = before is None or before.top is not None
    for block in (last if touching else None, _following(found, index)):
        if block is not None and isinstance(new, Paragraph) and new.outline is None:
            if block.kind == "list" and new.item is not None:
                return block
            if new.style.startswith(_JOINING.get(block.kind, ("\0",))) and new.item is None:
                return block
    return None


def _following(found: Sequence[Match], index: int) -> Block | None:
    after = next((match.line for match in found[index + 1 :] if match.line is not None), None)
    return after.top if after is not None else None


def _targets(printed: Printed) -> Iterator[tuple[str, str]]:
    """What bookmarks of the print stand for in the text."""
    document = printed.document
    anchors = Anchors(1, printed.text.headings, document.steps, document.forms)
    links = [f"#{heading.slug}" for heading in printed.text.headings] + [f"#{step.id}" for step in document.steps]
    for link in (*links, *(form.code for form in document.forms)):
        target = anchors.target(link)
        if isinstance(target, Inside):
            yield f"#{target.bookmark}", link


def _names(word: WordFile, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, data in word.pictures.items():
        target = known.get(hashlib.sha256(data).hexdigest())
        if target is not None:
            yield path, target


def _same_notes(was: WordFile, now: WordFile, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The labels of notes that were there before."""
    before = [identity for identity in labels if identity in was.notes]
    after = [run.note for paragraph in paragraphs_in(now.body) for run in paragraph.runs if run.note in now.notes]

    def words(side: WordFile, identity: str) -> list[str]:
        return [word for block in side.notes[identity] for word in words_of(block)]

    one = [(was, identity) for identity in before]
    other = [(now, identity) for identity in dict.fromkeys(after)]
    for i, j in aligned(one, other, lambda pair: words(*pair)):
        if i is not None and j is not None:
            yield other[j][1], labels[one[i][1]]


def _labels_in(edits: TextEdits) -> Iterator[str]:
    for paragraph in paragraphs_in(edits.edited.body):
        for run in paragraph.runs:
            if run.note and run.note in edits.now.labels:
                yield edits.now.labels[run.note]


__all__ = ["Line", "TextEdits"]
