"""The footnotes part. References are numbered while the text is written, their texts are written afterwards."""

from __future__ import annotations

from lxml import etree

from qmsdocs.markdown.tree import Block, Prose
from qmsdocs.word.ooxml.elements import ID, NAMESPACES, TYPE, Element, child, copied, name, sub
from qmsdocs.word.ooxml.relations import Relationships, relationships_path
from qmsdocs.word.template.opening import Template

_NOTE = name("w:footnote")
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Footnotes:
    """The footnotes of a document that is being written.

    Args:
        template: may bring a footnotes part with its separators.
        prose: holds the texts of the notes.
    """

    def __init__(self, template: Template, prose: Prose) -> None:
        self._texts = {block.text.casefold(): block for block in prose.every if block.kind == "footnote"}
        paths = template.related("footnotes")
        self.new_part = not paths or paths[0] not in template.trees
        self.path = f"{template.main.rpartition('/')[0]}/footnotes.xml".lstrip("/") if self.new_part else paths[0]
        self._original = None if self.new_part else template.trees[self.path]
        self.relations = Relationships(self.path, template.trees.get(relationships_path(self.path)))
        used = [int(note.get(ID)) for note in self._original.iter(_NOTE)] if self._original is not None else [0]
        self._next = max([0, *used]) + 1
        self.waiting: list[tuple[str, Block]] = []

    def refer(self, label: str) -> str | None:
        """The number of a new note with the text that stands at a label; None when there is no such text.

        Word knows no second reference to a note, so that each reference has its own.
        """
        text = self._texts.get(label.casefold())
        if text is None:
            return None
        number = str(self._next)
        self._next += 1
        self.waiting.append((number, text))
        return number

    def begun(self) -> Element:
        """The part that the waiting notes are to be written to."""
        return copied(self._original) if self._original is not None else _separators()


def note_into(root: Element, number: str) -> Element:
    """An empty note."""
    return sub(root, _NOTE, {ID: number})


def _separators() -> Element:
    root = etree.Element(name("w:footnotes"), nsmap={prefix: NAMESPACES[prefix] for prefix in ("w", "r")})
    for number, kind in (("-1", "separator"), ("0", "continuationSeparator")):
        note = sub(root, _NOTE, {TYPE: kind, ID: number})
        child(child(child(note, "w:p"), "w:r"), f"w:{kind}")
    return root
