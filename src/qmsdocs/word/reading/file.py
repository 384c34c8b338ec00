"""A Word file as plain values; what it holds beside text is named, never opened, never followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from qmsdocs.diagnostics import say
from qmsdocs.word.ooxml.archive import Unfit, opened, parsed
from qmsdocs.word.ooxml.elements import ID, TYPE, Element, P, T, name
from qmsdocs.word.ooxml.relations import Relationships, relationships_path
from qmsdocs.word.reading.counting import Counting
from qmsdocs.word.reading.looks import Styles
from qmsdocs.word.reading.part import Findings, Part
from qmsdocs.word.reading.runs import Reading
from qmsdocs.word.reading.story import blocks_of
from qmsdocs.word.reading.values import Block, Comment, Margin, WordFile

_BODY, _AUTHOR, _DATE = name("w:body"), name("w:author"), name("w:date")
_NOTE_KINDS = {"footnotes": ("f", name("w:footnote")), "endnotes": ("e", name("w:endnote"))}
_COMMENT = name("w:comment")
_PACKAGE = "_rels/.rels"
_MOST_PARAGRAPHS = 30_000


def read_word(data: bytes, *, accept: bool = True) -> WordFile:
    """Reads a Word file.

    Args:
        data: the .docx file; it may come from anyone.
        accept: take its tracked changes as done; otherwise as if they had been refused.

    Raises:
        Unfit: it is no Word file, damaged, or not safe to open; its reason says why.
    """
    parts = opened(data, embedded=True)
    trees = {
        path: parsed(part, path, lenient=True)
        for path, part in parts.items()
        if path.endswith((".xml", ".rels")) and not path.startswith("customXml/")
    }
    main = _main(trees)
    if any(True for _ in islice(trees[main].iter(P), _MOST_PARAGRAPHS, None)):
        raise Unfit(say("it holds more than a Word file of this kind may hold"))
    return _File(parts, trees, main, accept=accept).read()


def _main(trees: Mapping[str, Element]) -> str:
    paths = Relationships("", trees[_PACKAGE]).paths("officeDocument") if _PACKAGE in trees else ()
    if len(paths) != 1 or paths[0] not in trees or trees[paths[0]].find(_BODY) is None:
        raise Unfit(say("it is not a Word file"))
    return paths[0]


@dataclass(frozen=True)
class _File:
    """The parts of a file that is being read."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    main: str
    accept: bool

    def read(self) -> WordFile:
        findings = Findings()
        styles = Styles(self._tree("styles"))
        body = blocks_of(self._reading(self.main, styles, findings), self.trees[self.main].find(_BODY))
        notes = dict(self._notes(styles, findings))
        margins = tuple(self._margins(styles, findings))
        comments, properties = tuple(self._comments(findings)), self._properties(findings)
        return WordFile(
            tuple(body),
            margins,
            notes,
            comments,
            {path: self.parts[path] for path in findings.shown},
            properties,
            {path: part for path, part in self.parts.items() if path.startswith("customXml/")},
            tuple(findings.lost),
            findings.tracked,
            findings.unseen,
        )

    def _related(self, kind: str) -> tuple[str, ...]:
        relations = Relationships(self.main, self.trees.get(relationships_path(self.main)))
        return tuple(dict.fromkeys(path for path in relations.paths(kind) if path in self.trees))

    def _tree(self, kind: str) -> Element | None:
        paths = self._related(kind)
        return self.trees[paths[0]] if paths else None

    def _reading(self, path: str, styles: Styles, findings: Findings) -> Reading:
        counting = Counting(self._tree("numbering"))
        return Reading(Part(path, self.trees, self.parts, styles, counting, self.accept, findings))

    def _notes(self, styles: Styles, findings: Findings) -> Iterator[tuple[str, tuple[Block, ...]]]:
        for kind, (letter, tag) in _NOTE_KINDS.items():
            for path in self._related(kind):
                reading = self._reading(path, styles, findings)
                for note in self.trees[path].iter(tag):
                    if note.get(TYPE) in (None, "normal"):
                        yield letter + (note.get(ID) or ""), tuple(blocks_of(reading, note))

    def _margins(self, styles: Styles, findings: Findings) -> Iterator[Margin]:
        kinds: tuple[Literal["header", "footer"], ...] = ("header", "footer")
        for kind in kinds:
            for path in self._related(kind):
                blocks = blocks_of(self._reading(path, styles, findings), self.trees[path])
                yield Margin(kind, tuple(blocks))

    def _comments(self, findings: Findings) -> Iterator[Comment]:
        for path in self._related("comments"):
            for comment in self.trees[path].iter(_COMMENT):
                lines = (findings.visible("".join(t.text or "" for t in line.iter(T))) for line in comment)
                day = (comment.get(_DATE) or "")[:10]
                about = findings.about.get(comment.get(ID) or "", "")
                yield Comment(comment.get(_AUTHOR) or "", day, "\n".join(filter(None, lines)), about)

    def _properties(self, findings: Findings) -> dict[str, str]:
        paths = Relationships("", self.trees[_PACKAGE]).paths("core-properties")
        core = self.trees.get(paths[0]) if paths else None
        found = ((e.tag.rpartition("}")[2], e.text) for e in core if isinstance(e.tag, str)) if core is not None else ()
        return {key: findings.visible(text) for key, text in found if text}
