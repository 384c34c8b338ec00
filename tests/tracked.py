"""Tracked changes as Word treats them: accepting or rejecting all of them, what a file then says, and faults in the marks.

Written without the code that makes redlines: what is in a file is read from its XML alone.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from lxml import etree

from tests.wordfiles import DOCUMENT, R_EMBED, R_ID, W, parts

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHANGES = ("pPr", "tblPr", "trPr", "tcPr", "sectPr")
STORY = re.compile(r"word/(document|footnotes|header[^/]*|footer[^/]*)\.xml")
SHOWN = ("r", "hyperlink", "fldSimple")
NAMELESS = re.compile(rb' xmlns(?::\w+)?="[^"]*"|(?<=[</ ])ns\d+(?=:)| (?:w:id|id|name|w:rsid\w*)="[^"]*"')


def w(tag: str) -> str:
    return W + tag


# --- accepting and rejecting


def accepted(data: bytes) -> Says:
    """What a file says once all its changes are accepted."""
    return Says(data, accept=True)


def rejected(data: bytes) -> Says:
    """What a file says once all its changes are rejected."""
    return Says(data, accept=False)


def settle(root: Any, *, accept: bool) -> None:
    """Accepts or rejects all changes of a part, in place."""
    gone, kept = ("del", "ins") if accept else ("ins", "del")
    _rows(root, gone, kept)
    _runs(root, gone, kept)
    _properties(root, accept=accept)
    for link in list(root.iter(w("hyperlink"))):
        if len(link) == 0:
            link.getparent().remove(link)
    _ends(root, gone, kept)


def _rows(root: Any, gone: str, kept: str) -> None:
    for row in list(root.iter(w("tr"))):
        marks = [mark.tag for mark in row.findall(f"{W}trPr/*")]
        if w(gone) in marks:
            row.getparent().remove(row)
        elif w(kept) in marks:
            layout = row.find(w("trPr"))
            layout.remove(layout.find(w(kept)))
    for table in list(root.iter(w("tbl"))):
        if table.find(w("tr")) is None:
            table.getparent().remove(table)


def _runs(root: Any, gone: str, kept: str) -> None:
    for mark in list(root.iter(w("ins"), w("del"))):
        parent = mark.getparent()
        if parent is None or parent.tag in (w("rPr"), w("trPr")):
            continue
        if mark.tag == w(kept):
            for inner in list(mark):
                mark.addprevious(inner)
        parent.remove(mark)
    for text in root.iter(w("delText")):
        text.tag = w("t")
    for text in root.iter(w("delInstrText")):
        text.tag = w("instrText")


def _properties(root: Any, *, accept: bool) -> None:
    for kind in CHANGES:
        for change in list(root.iter(w(f"{kind}Change"))):
            holder = change.getparent()
            holder.remove(change)
            if accept:
                continue
            stays = {"pPr": ("rPr", "sectPr"), "sectPr": ("headerReference", "footerReference")}.get(kind, ())
            for element in list(holder):
                if element.tag not in map(w, stays):
                    holder.remove(element)
            before = list(change.find(w(kind)))
            if kind == "sectPr":
                holder.extend(before)
            else:
                holder[:0] = before


def _ends(root: Any, gone: str, kept: str) -> None:
    """A paragraph whose end is gone goes on in the next one, which keeps its own properties."""
    for paragraph in list(root.iter(w("p"))):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        found = [mark.tag for mark in marks] if marks is not None else []
        if w(gone) not in found:
            if w(kept) in found:
                marks.remove(marks.find(w(kept)))
            continue
        following = paragraph.getnext()
        content = [element for element in paragraph if element.tag != w("pPr")]
        empty = not any(element.tag in map(w, SHOWN) for element in content)
        assert following is not None, "the end of the last paragraph is marked"
        assert following.tag in (w("p"), w("tbl")), "the end of the last paragraph is marked"
        assert empty or following.tag == w("p"), "text before a table loses its paragraph"
        if not empty:
            layout = following.find(w("pPr"))
            place = 0 if layout is None else 1
            following[place:place] = content
        paragraph.getparent().remove(paragraph)


# --- what a file says


class Says:
    """What a reader finds in a file: its text with styles, lists, tables, pictures, links, notes and headers.

    How wide columns are does not count, nor do names and numbers of parts, bookmarks, lists and drawings.
    """

    def __init__(self, data: bytes, *, accept: bool | None = None) -> None:
        self._files = parts(data)
        self._roots = {p: etree.fromstring(x) for p, x in self._files.items() if p.endswith((".xml", ".rels"))}
        if accept is not None:
            for path in filter(STORY.fullmatch, self._roots):
                settle(self._roots[path], accept=accept)
        self._lists = _Lists(self._roots.get("word/numbering.xml"), self._roots["word/styles.xml"])
        styles = self._roots["word/styles.xml"].iter(w("style"))
        self._styles = {s.get(w("styleId")): s.find(w("name")).get(w("val")) for s in styles}
        body = self._roots[DOCUMENT].find(w("body"))
        self._places = {
            mark.get(w("name")): place
            for place, paragraph in enumerate(body.iter(w("p")))
            for mark in paragraph.iter(w("bookmarkStart"))
        }
        self.body = self._blocks(DOCUMENT, body)
        self.sections = list(self._sections(body))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Says) and (self.body, self.sections) == (other.body, other.sections)

    __hash__ = None  # type: ignore[assignment]

    def differences(self, other: Says) -> list[tuple[Any, Any]]:
        """What two files say differently, for those who read a failed test."""
        found = [(one, another) for one, another in zip_longest(self.body, other.body) if one != another]
        return found + [pair for pair in zip_longest(self.sections, other.sections) if pair[0] != pair[1]]

    # --- blocks

    def _blocks(self, path: str, parent: Any) -> list[Any]:
        made = []
        for element in parent:
            if element.tag == w("p"):
                made.append(self._paragraph(path, element))
            elif element.tag == w("tbl"):
                made.append(self._table(path, element))
        return made

    def _paragraph(self, path: str, paragraph: Any) -> Any:
        layout = paragraph.find(w("pPr"))
        style, rest, section = "", [], None
        for element in layout if layout is not None else ():
            if element.tag == w("pStyle"):
                style = self._styles[element.get(w("val"))]
            elif element.tag == w("sectPr"):
                section = self._plain_section(element)
            elif element.tag != w("numPr") and (element.tag != w("rPr") or len(element)):
                rest.append(_plain(element))
        number = self._lists.label(paragraph)
        return "p", style, number, rest, section, self._content(path, paragraph)

    def _table(self, path: str, table: Any) -> Any:
        rows = []
        for row in table.findall(w("tr")):
            cells = [(_without(cell.find(w("tcPr")), "tcW"), self._blocks(path, cell)) for cell in row.findall(w("tc"))]
            rows.append((_without(row.find(w("trPr"))), cells))
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        return "table", columns, _without(table.find(w("tblPr")), "tblW"), rows

    # --- lines

    def _content(self, path: str, parent: Any) -> list[Any]:
        pieces: list[Any] = []
        for piece in self._pieces(path, parent, None):
            last = pieces[-1] if pieces else None
            if last and piece[0] == last[0] == "text" and piece[1:3] == last[1:3]:
                pieces[-1] = (*last[:3], last[3] + piece[3])
            else:
                pieces.append(piece)
        return pieces

    def _pieces(self, path: str, parent: Any, link: Any) -> Iterator[Any]:
        for element in parent:
            if element.tag == w("hyperlink"):
                yield from self._pieces(path, element, self._target(path, element))
            elif element.tag == w("r"):
                yield from self._run(path, element, link)

    def _run(self, path: str, run: Any, link: Any) -> Iterator[Any]:
        looks = _without(run.find(w("rPr")))
        for element in run:
            tag = element.tag
            if tag == w("t"):
                if element.text:
                    yield "text", looks, link, element.text
            elif tag == w("footnoteReference"):
                yield "note", looks, link, self._note(element.get(w("id")))
            elif tag in (w("drawing"), w("pict"), f"{MC}AlternateContent"):
                yield "drawing", self._drawing(path, element)
            elif tag != w("rPr"):
                yield "mark", looks, link, _plain(element)

    def _target(self, path: str, link: Any) -> Any:
        anchor = link.get(w("anchor"))
        return ("inside", self._places[anchor]) if anchor else self._leads(path)[link.get(R_ID)]

    def _note(self, number: str) -> Any:
        root = self._roots["word/footnotes.xml"]
        (note,) = [note for note in root if note.get(w("id")) == number]
        return self._blocks("word/footnotes.xml", note)

    def _drawing(self, path: str, element: Any) -> Any:
        pictures = [self._leads(path)[e.get(R_EMBED)] for e in element.iter() if e.get(R_EMBED)]
        return re.sub(rb'embed="[^"]*"', b"", _plain(element)), pictures

    def _leads(self, path: str) -> dict[str, Any]:
        folder, _, file = path.rpartition("/")
        found = {}
        for r in self._roots.get(f"{folder}/_rels/{file}.rels", ()):
            target = r.get("Target")
            if r.get("TargetMode") == "External":
                found[r.get("Id")] = target
            else:
                target = posixpath.normpath(f"{folder}/{target}")
                found[r.get("Id")] = hashlib.sha256(self._files[target]).hexdigest()
        return found

    # --- sections

    def _plain_section(self, section: Any) -> list[bytes]:
        return [_plain(e) for e in section if e.tag not in (w("headerReference"), w("footerReference"))]

    def _sections(self, body: Any) -> Iterator[Any]:
        """The properties of each section with the headers that it has or takes over; empty ones are none."""
        rels = {r.get("Id"): r.get("Target") for r in self._roots["word/_rels/document.xml.rels"]}
        shown: dict[Any, Any] = {}
        for section in body.iter(w("sectPr")):
            for reference in section.iter(w("headerReference"), w("footerReference")):
                path = f"word/{rels[reference.get(R_ID)]}"
                blocks = self._blocks(path, self._roots[path])
                key = reference.tag, reference.get(w("type"))
                shown[key] = blocks if any(block[0] == "table" or block[5] for block in blocks) else None
            yield self._plain_section(section), {key: blocks for key, blocks in shown.items() if blocks}


class _Lists:
    """The numbers that paragraphs get: how they look, and how far they have counted."""

    def __init__(self, root: Any, styles: Any) -> None:
        found = root if root is not None else ()
        self._abstracts = {e.get(w("abstractNumId")): e for e in found if e.tag == w("abstractNum")}
        self._nums = {e.get(w("numId")): e for e in found if e.tag == w("num")}
        self._of_style = {s.get(w("styleId")): s.find(f"{W}pPr/{W}numPr") for s in styles.iter(w("style"))}
        self._counts: dict[str, Counter[int]] = {}

    def label(self, paragraph: Any) -> Any:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        given: Any = own if own is not None else self._of_style.get(style.get(w("val")) if style is not None else "")
        number = given.find(w("numId")) if given is not None else None
        if number is None or number.get(w("val")) not in self._nums:
            return None
        level = given.find(w("ilvl"))
        return self._counted(number.get(w("val")), int(level.get(w("val"))) if level is not None else 0)

    def _counted(self, number: str, level: int) -> Any:
        num = self._nums[number]
        abstract = num.find(w("abstractNumId")).get(w("val"))
        starts = {
            int(o.get(w("ilvl"))): int(o.find(w("startOverride")).get(w("val"))) for o in num.iter(w("lvlOverride"))
        }
        (look,) = [e for e in self._abstracts[abstract].iter(w("lvl")) if e.get(w("ilvl")) == str(level)]
        counts = self._counts.setdefault(f"num {number}" if starts else f"abstract {abstract}", Counter())
        first = starts.get(level, int(look.find(w("start")).get(w("val"))))
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [deeper for deeper in counts if deeper > level]:
            del counts[deeper]
        kind = look.find(w("numFmt")).get(w("val"))
        return kind, level, _plain(look), None if kind == "bullet" else counts[level]


def _plain(element: Any) -> bytes:
    return NAMELESS.sub(b"", etree.tostring(element, with_tail=False))


def _without(element: Any, *tags: str) -> list[bytes]:
    return [] if element is None else [_plain(e) for e in element if e.tag not in map(w, tags)]


# --- faults


def marks_at_fault(data: bytes) -> list[str]:
    """What is wrong with the marks themselves, which validators do not see."""
    found = []
    files = parts(data)
    numbers: Counter[str] = Counter()
    for path in [path for path in files if STORY.fullmatch(path)]:
        root = etree.fromstring(files[path])
        for mark in root.iter(w("ins"), w("del"), *(w(f"{kind}Change") for kind in CHANGES)):
            numbers[mark.get(w("id"))] += 1
            found += [f"{path}: no {key}" for key in ("author", "date") if not mark.get(w(key))]
            inside = mark.getparent().tag in (w("rPr"), w("trPr"))
            if mark.tag in (w("ins"), w("del")) and not inside and {e.tag for e in mark} != {w("r")}:
                found.append(f"{path}: a mark holds {[e.tag for e in mark]}")
        numbers.update(mark.get(w("id")) for mark in root.iter(w("bookmarkStart")))
        for run in root.iter(w("r")):
            deleted = run.getparent().tag == w("del")
            wrong = ("t", "instrText") if deleted else ("delText", "delInstrText")
            found += [f"{path}: {tag} in the wrong place" for tag in wrong if run.find(w(tag)) is not None]
    return found + [f"mark {number} is there {times} times" for number, times in numbers.items() if times > 1]
