"""Edits of the cover and of the revision history: title and wording of the open entry are taken, signatures never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.edit.items import reword
from qmsdocs.edit.patch import Patch
from qmsdocs.importing.facts_yaml import block_lines
from qmsdocs.importing.release.alignment import Match
from qmsdocs.importing.release.printed import texts_of
from qmsdocs.importing.release.tables import label_key, labels, squeezed
from qmsdocs.model.document import Document
from qmsdocs.word.reading.values import Cell, Paragraph, Table, WordFile, paragraphs_in

Problem = tuple[Message, str]
_HISTORY = ("Request for revision or addition", "Page or part concerned", "Description of the revision")


@dataclass
class FrontEdits:
    """Cover and revision history of a document while edits of them go into its YAML.

    Args:
        document: as it was printed.
        current: as it stands in the repository, with the entries that were opened since.
        patch: its YAML text.
    """

    document: Document
    current: Document
    patch: Patch

    def take(self, match: Match) -> Iterator[Problem]:
        """Takes over an edit; yields what cannot be taken.

        Args:
            match: a paragraph or table around the text, before and after.
        """
        before, after = match.before, match.after
        if isinstance(before, Paragraph) and isinstance(after, Paragraph):
            yield from self._paragraph(squeezed(before.text), squeezed(after.text))
        elif isinstance(before, Table) and isinstance(after, Table) and _is_history(before):
            yield from self._history(before, after)
        elif isinstance(before, Table) and isinstance(after, Table):
            yield from self._table(before, after)
        elif before is not None and after is None:
            yield from (
                (say("this was taken away around the text; it is printed from other files"), t)
                for t in texts_of([before])
            )

    def _paragraph(self, before: str, after: str) -> Iterator[Problem]:
        if before == after:
            return
        if before == squeezed(self.document.title) and after:
            self._put(("title",), after, self.document.title)
        else:
            yield _printed_elsewhere(), after or before

    def _put(self, path: YamlPath, value: str, before: str) -> None:
        if not reword(self.patch, path, before, value):
            self.patch.put(path, value, block_lines)

    def _table(self, before: Table, after: Table) -> Iterator[Problem]:
        old, new = texts_of([before]), texts_of([after])
        for text in new:
            if text not in old:
                yield _why_not(text, self.document), text
        if len(new) < len(old):
            yield from ((_printed_elsewhere(), text) for text in old if text not in new)

    def _history(self, before: Table, after: Table) -> Iterator[Problem]:
        """Wording of the last entry, as long as it is open."""
        old, new = before.grid()[1:], after.grid()[1:]
        if len(old) != len(new):
            yield say("rows of the revision history are written by `qmsdocs revise`"), ""
            return
        known = {id(cell): (entry, change) for cell, entry, change in self._cells(before)}
        for line, other in zip(old, new, strict=True):
            for x, (was, now) in enumerate(zip(line, other, strict=False)):
                if was is None or now is None or squeezed(was.text) == squeezed(now.text):
                    continue
                place = known.get(id(was))
                if place is None or not self._change(before, x, place, was, now):
                    yield say("the revision history of a signed entry is not changed in Word"), now.text

    def _cells(self, table: Table) -> Iterator[tuple[Cell, int, int]]:
        """The cells of the table with the entry and the change that they tell."""
        rows = iter(table.rows[1:])
        for number, entry in enumerate(self.document.revisions):
            for change in range(max(len(entry.changes), 1)):
                row = next(rows, None)
                for cell in row.cells if row is not None else ():
                    yield cell, number, change

    def _change(self, table: Table, x: int, place: tuple[int, int], was: Cell, now: Cell) -> bool:
        printed, change = self.document.revisions[place[0]], place[1]
        titles = [label_key(cell.text) for cell in table.rows[0].cells]
        index = next((n for n, e in enumerate(self.current.revisions) if e.number == printed.number), None)
        if index is None or self.current.revisions[index].prepared or index != len(self.current.revisions) - 1:
            return False
        what = next((n for n, label in enumerate(_HISTORY) if titles[x] in labels(label)), None)
        entry = self.current.revisions[index]
        text, said = squeezed(now.text), squeezed(was.text)
        if what == 0 and entry.reason and squeezed(entry.reason) == said:
            self._put(("revisions", index, "reason"), text, entry.reason)
            return True
        key = {1: "where", 2: "what"}.get(what or 0)
        if key is None or change >= len(entry.changes):
            return False
        stands: str = getattr(entry.changes[change], key)
        if squeezed(stands) != said:
            return False
        self._put(("revisions", index, "changes", change, key), text, stands)
        return True


def _is_history(table: Table) -> bool:
    titles = {label_key(cell.text) for cell in table.rows[0].cells} if table.rows else set()
    return sum(bool(titles & labels(label)) for label in _HISTORY) > 1


def _why_not(text: str, document: Document) -> Message:
    del text, document
    return say("codes, numbers, days and signatures are written by rename, revise, sign and approve, not in Word")


def _printed_elsewhere() -> Message:
    return say("this is printed from qms.yaml, the template or the ledger; change it there")


def margin_problems(before: WordFile, after: WordFile) -> Iterator[Problem]:
    """Edits of headers and footers, which are printed from other files.

    Args:
        before, after: the two Word files.
    """
    old, new = _margins(before), _margins(after)
    yield from ((_printed_elsewhere(), new[text]) for text in sorted(new.keys() - old.keys()) if text)


def _margins(word: WordFile) -> dict[str, str]:
    """The lines of headers and footers by what they say without numbers of pages."""
    lines = [line for margin in word.margins for line in paragraphs_in(margin.blocks)]
    return {
        squeezed("".join("#" if run.page else run.text for run in line.runs)): squeezed(line.text) for line in lines
    }
