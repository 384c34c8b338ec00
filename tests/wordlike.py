"""A script that edits a Word file as Word does: it cuts runs, leaves marks everywhere, and tracks changes when asked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from tests.wordfiles import DOCUMENT, packed_again, parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
AUTHOR, DAY = "Trần Văn Cường", "2026-10-02T08:30:00Z"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class WordLike:
    """A Word file while somebody edits it.

    Args:
        data: the file.
        tracked: with tracked changes.
    """

    def __init__(self, data: bytes, *, tracked: bool = False) -> None:
        self.parts = parts(data)
        self.root = etree.fromstring(self.parts[DOCUMENT])
        self.body = self.root.find(f"{W}body")
        self.tracked = tracked
        self._id = 9000

    # --- what people do

    def replace(self, old: str, new: str) -> None:
        """Types other words over some words of one paragraph."""
        paragraph = self.paragraph(old)
        runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        text, start = "".join(text_of_element(run) for run in runs), 0
        at = text.index(old)
        first = self._cut(paragraph, at)
        self._cut(paragraph, at + len(old))
        del start
        gone, length = [], 0
        run = first
        while length < len(old):
            if run.tag == f"{W}r" and text_of_element(run):
                gone.append(run)
                length += len(text_of_element(run))
            run = self._next(run, paragraph)
        self._put(gone[0], new, before=True) if new else None
        for run in gone:
            self._remove(run)

    def type_after(self, old: str, new: str) -> None:
        """Types words behind some words."""
        paragraph = self.paragraph(old)
        text = "".join(text_of_element(run) for run in paragraph.iter(f"{W}r"))
        at = text.index(old) + len(old)
        last = self._cut(paragraph, at, before=True)
        self._put(last, new, before=False)

    def add_paragraph(self, after: str, new: str) -> None:
        """Presses Enter behind a paragraph and types; the new one looks like it."""
        paragraph = self.paragraph(after)
        made = deepcopy(paragraph)
        for child in list(made):
            if child.tag != f"{W}pPr":
                made.remove(child)
        paragraph.addnext(made)
        run = etree.SubElement(made, f"{W}r")
        etree.SubElement(run, f"{W}t").text = new
        if self.tracked:
            self._wrap(run, "ins")
            self._mark(made, "ins")

    def drop_paragraph(self, text: str) -> None:
        """Selects a paragraph and deletes it."""
        paragraph = self.paragraph(text)
        if not self.tracked:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(f"{W}r")):
            self._remove(run)
        self._mark(paragraph, "del")

    def add_row(self, after: str, cells: list[str]) -> None:
        """Adds a row below that of some words; a line end in a cell begins a new paragraph."""
        row = self.row(after)
        made = deepcopy(row)
        for cell, text in zip(made.findall(f"{W}tc"), cells, strict=True):
            first, *others = cell.findall(f"{W}p")
            for other in others:
                cell.remove(other)
            lines = text.split("\n")
            for number, line in enumerate(lines):
                target = first if number == 0 else deepcopy(first)
                for child in list(target):
                    if child.tag != f"{W}pPr":
                        target.remove(child)
                run = etree.SubElement(target, f"{W}r")
                etree.SubElement(run, f"{W}t").text = line
                if number:
                    cell.append(target)
                if self.tracked:
                    self._wrap(run, "ins")
        if self.tracked:
            self._tracked(made.find(f"{W}trPr"), "ins")
        row.addnext(made)

    def drop_row(self, text: str) -> None:
        """Deletes the row of some words."""
        row = self.row(text)
        if self.tracked:
            self._tracked(row.find(f"{W}trPr"), "del")
            for run in list(row.iter(f"{W}r")):
                self._remove(run)
        else:
            row.getparent().remove(row)

    def bold(self, text: str) -> None:
        """Makes some words bold."""
        paragraph = self.paragraph(text)
        whole = "".join(text_of_element(run) for run in paragraph.iter(f"{W}r"))
        at = whole.index(text)
        run = self._cut(paragraph, at)
        self._cut(paragraph, at + len(text))
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        etree.SubElement(properties, f"{W}b")

    def comment(self, text: str, remark: str) -> None:
        """Puts a remark at the margin."""
        run = self._cut(self.paragraph(text), 0)
        self._id += 1
        run.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": str(self._id)}))
        run.addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(self._id)}))
        said = f'<w:p xmlns:w="{NS["w"]}"><w:r><w:t>{remark}</w:t></w:r></w:p>'
        whole = self.parts.get("word/comments.xml", f'<w:comments xmlns:w="{NS["w"]}"/>'.encode())
        root = etree.fromstring(whole)
        made = etree.SubElement(root, f"{W}comment", {f"{W}id": str(self._id), f"{W}author": AUTHOR, f"{W}date": DAY})
        made.append(etree.fromstring(said))
        self.parts["word/comments.xml"] = etree.tostring(root)
        path = "word/_rels/document.xml.rels"
        relations = etree.fromstring(self.parts[path])
        if not any(r.get("Type") == f"{OFFICE}/comments" for r in relations):
            attributes = {"Id": "rIdComments", "Type": f"{OFFICE}/comments", "Target": "comments.xml"}
            etree.SubElement(relations, f"{relations.tag.partition('}')[0]}}}Relationship", attributes)
            self.parts[path] = etree.tostring(relations)

    # --- what Word does besides

    def noise(self, seed: int) -> None:
        """What Word leaves when a file is opened, touched and saved."""
        chance = random.Random(seed)  # noqa: S311 - the same noise every time
        for paragraph in list(self.root.iter(f"{W}p")):
            paragraph.set(f"{W}rsidR", f"00{chance.randrange(16**6):06X}")
            for run in list(paragraph.iter(f"{W}r")):
                run.set(f"{W}rsidRPr", f"00{chance.randrange(16**6):06X}")
                if len(text_of_element(run)) > 3 and chance.random() < 0.4:
                    self._split(run, chance.randrange(1, len(text_of_element(run))))
                if chance.random() < 0.1 and run.find(f"{W}t") is not None:
                    run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
                    run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "spellEnd"}))
                if chance.random() < 0.05 and run.find(f"{W}t") is not None:
                    run.find(f"{W}t").addprevious(etree.Element(f"{W}lastRenderedPageBreak"))
                if chance.random() < 0.3 and run.find(f"{W}t") is not None:
                    properties = run.find(f"{W}rPr")
                    if properties is None:
                        properties = etree.Element(f"{W}rPr")
                        run.insert(0, properties)
                    etree.SubElement(properties, f"{W}lang", {f"{W}val": "vi-VN"})
        first = next(self.body.iter(f"{W}r"))
        first.addprevious(etree.Element(f"{W}bookmarkStart", {f"{W}id": "8999", f"{W}name": "_GoBack"}))
        first.addnext(etree.Element(f"{W}bookmarkEnd", {f"{W}id": "8999"}))
        block = next(b for b in self.body if b.tag == f"{W}p" and text_of_element(b))
        control = etree.Element(f"{W}sdt")
        block.addprevious(control)
        etree.SubElement(control, f"{W}sdtContent").append(block)

    def saved(self) -> bytes:
        """The file."""
        self.parts[DOCUMENT] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return packed_again(self.parts)

    # --- places

    def paragraph(self, text: str) -> Any:
        """The first paragraph, contents and cover left aside when it stands in the text too, that holds some words."""
        found = [p for p in self.root.iter(f"{W}p") if text in text_of_element(p) and p.getparent() is not None]
        assert found, text
        return found[-1]

    def row(self, text: str) -> Any:
        """The last row that holds some words."""
        return [row for row in self.root.iter(f"{W}tr") if text in text_of_element(row)][-1]

    # --- runs

    def _cut(self, paragraph: Any, at: int, *, before: bool = False) -> Any:
        """The run that begins at a letter, or ends there; one is split when none does."""
        length = 0
        last = None
        for run in list(paragraph.iter(f"{W}r")):
            size = len(text_of_element(run))
            if not size:
                continue
            if length == at and not before:
                return run
            if length < at < length + size:
                second = self._split(run, at - length)
                return run if before else second
            length += size
            last = run
            if before and length == at:
                return run
        return last

    def _split(self, run: Any, at: int) -> Any:
        texts = run.findall(f"{W}t")
        if len(texts) != 1 or run.find(f"{W}br") is not None or run.find(f"{W}tab") is not None:
            return run
        second = deepcopy(run)
        whole = texts[0].text
        for element, text in ((run, whole[:at]), (second, whole[at:])):
            piece = element.find(f"{W}t")
            piece.text = text
            piece.set(SPACE, "preserve")
        run.addnext(second)
        return second

    def _next(self, run: Any, paragraph: Any) -> Any:
        runs = list(paragraph.iter(f"{W}r"))
        return runs[runs.index(run) + 1] if runs.index(run) + 1 < len(runs) else None

    def _put(self, beside: Any, text: str, *, before: bool) -> None:
        made = deepcopy(beside)
        for child in list(made):
            if child.tag != f"{W}rPr":
                made.remove(child)
        piece = etree.SubElement(made, f"{W}t", {SPACE: "preserve"})
        piece.text = text
        beside.addprevious(made) if before else beside.addnext(made)
        if self.tracked:
            self._wrap(made, "ins")

    def _remove(self, run: Any) -> None:
        if not self.tracked:
            run.getparent().remove(run)
            return
        for piece in run.iter(f"{W}t"):
            piece.tag = f"{W}delText"
        self._wrap(run, "del")

    def _wrap(self, run: Any, kind: str) -> None:
        around = etree.Element(f"{W}{kind}", self._about())
        run.addprevious(around)
        around.append(run)

    def _mark(self, paragraph: Any, kind: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        marks = properties.find(f"{W}rPr")
        if marks is None:
            marks = etree.SubElement(properties, f"{W}rPr")
        self._tracked(marks, kind)

    def _tracked(self, parent: Any, kind: str) -> None:
        parent.insert(0, etree.Element(f"{W}{kind}", self._about()))

    def _about(self) -> dict[str, str]:
        self._id += 1
        return {f"{W}id": str(self._id), f"{W}author": AUTHOR, f"{W}date": DAY}


def text_of_element(element: Any) -> str:
    """The text of a paragraph or run, without what is deleted."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def every_paragraph(data: bytes) -> Iterator[str]:
    """The texts of all paragraphs of a file."""
    for paragraph in etree.fromstring(parts(data)[DOCUMENT]).iter(f"{W}p"):
        yield text_of_element(paragraph)
