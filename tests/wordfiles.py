"""Word files in tests: documents rendered from small repositories, and what is wrong with a file that validators miss."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from openxml_audit import OpenXmlValidator

from qmsdocs import load
from qmsdocs.diagnostics import Translate
from qmsdocs.model.document import Document
from qmsdocs.model.register import Register
from qmsdocs.word import Copy, Edition, render_document, template_name
from tests.scenario import written

ROOT = Path(__file__).parents[1]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
R_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
DOCUMENT = "word/document.xml"


@cache
def template(name: str = "procedure.docx") -> bytes:
    return (ROOT / "templates" / name).read_bytes()


def no_image(_: str) -> bytes | None:
    return None


def edition_of(
    register: Register,
    code: str = "QT-01",
    *,
    copy: Copy = Copy.ISSUED,
    image: Callable[[str], bytes | None] = no_image,
) -> Edition:
    document = register.document(code)
    assert document is not None
    assert document.last is not None
    return Edition(document, document.last, register, copy, image)


def scenario_edition(root: Path, scenario: str = "", **how: Any) -> Edition:
    written(root, scenario)
    return edition_of(load(root), **how)


def with_text(edition: Edition, text: str) -> Edition:
    """The same edition with another Markdown text, without going through files."""
    document: Document = edition.document.model_copy()
    document._origin = replace(document.origin, text=text)  # noqa: SLF001 - as the reader does
    return replace(edition, document=document)


def render(edition: Edition, translate: Translate = str) -> bytes:
    name = template_name(edition.document)
    return render_document(edition, template(name), translate, called=name)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_again(changed: Mapping[str, bytes]) -> bytes:
    """A Word file from parts, as another program would write it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in changed.items():
            archive.writestr(name, part)
    return stream.getvalue()


def main_of(data: bytes) -> Any:
    return etree.fromstring(parts(data)[DOCUMENT])


def text_of(element: Any) -> str:
    """Its text; line ends within a paragraph as `` / ``."""
    return "".join(" / " if t.tag == f"{W}br" else t.text or "" for t in element.iter(f"{W}t", f"{W}br"))


def paragraphs(element: Any) -> list[tuple[str, str]]:
    """Style and text of every paragraph."""
    found = []
    for p in element.iter(f"{W}p"):
        style = p.find(f"{W}pPr/{W}pStyle")
        found.append((style.get(f"{W}val") if style is not None else "", text_of(p)))
    return found


def tables(element: Any) -> list[list[list[str]]]:
    return [
        [[" / ".join(text_of(p) for p in tc.iter(f"{W}p")) for tc in tr.iter(f"{W}tc")] for tr in tbl.iter(f"{W}tr")]
        for tbl in element.iter(f"{W}tbl")
    ]


def png(across: int = 300, down: int = 100) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">LLBBBBB", across, down, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * across for _ in range(down)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# --- what is wrong with a file


def problems(data: bytes, path: Path, *, fillable: bool = False) -> list[str]:
    """Everything that is wrong with a Word file, by an Open XML validator and by what it misses.

    Args:
        data: the file.
        path: where the validator may find it.
        fillable: whether it is a form with content controls, of which other documents have none.
    """
    path.write_bytes(data)
    found = [f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(path).errors]
    return found + unsound(data, fillable=fillable)


def unsound(data: bytes, *, fillable: bool = False) -> list[str]:
    """What validators miss: unclosed bookmarks and fields, grids that do not fit, cells that end with a table."""
    files = parts(data)
    roots = {name: etree.fromstring(part) for name, part in files.items() if name.endswith((".xml", ".rels"))}
    stories = [name for name in roots if name.startswith("word/") and name.count("/") == 1]
    found = [problem for name in stories for problem in _unsound_story(name, roots[name])]
    found += [problem for name in stories for problem in _unsound_controls(name, roots[name], fillable=fillable)]
    found += _doubled(int(e.get("id")) for name in stories for e in roots[name].iter("{*}docPr"))
    for name in stories:
        folder, _, file = name.rpartition("/")
        relations = roots.get(f"{folder}/_rels/{file}.rels")
        known = {r.get("Id") for r in relations} if relations is not None else set()
        used = {e.get(key) for e in roots[name].iter() for key in (R_ID, R_EMBED) if e.get(key)}
        found += [f"{name}: no relationship {missing}" for missing in sorted(used - known)]
    marked = {e.get(f"{W}name") for e in roots[DOCUMENT].iter(f"{W}bookmarkStart")}
    links = {e.get(f"{W}anchor") for name in stories for e in roots[name].iter(f"{W}hyperlink")} - {None}
    return found + [f"no bookmark {link}" for link in sorted(links - marked)] + list(_lost_styles(roots, stories))


def _unsound_story(name: str, root: Any) -> Iterator[str]:
    starts = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart")]
    ends = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")]
    if sorted(starts) != sorted(ends) or len(set(starts)) != len(starts):
        yield f"{name}: bookmarks {starts} {ends}"
    yield from _doubled(e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart"))
    depth = 0
    for mark in root.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType"), 0)
        if depth < 0:
            yield f"{name}: a field ends that did not begin"
    if depth:
        yield f"{name}: a field does not end"
    for table in root.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        if any(len(row.findall(f"{W}tc")) != columns for row in table.iter(f"{W}tr")):
            yield f"{name}: a row does not fit its grid"
        if (after := table.getnext()) is not None and after.tag == f"{W}tbl":
            yield f"{name}: two tables touch"
    for cell in root.iter(f"{W}tc", f"{W}footnote", f"{W}hdr"):
        if name != "word/settings.xml" and (not len(cell) or cell[-1].tag != f"{W}p"):
            yield f"{name}: a cell, note or header does not end with a paragraph"


def _unsound_controls(name: str, root: Any, *, fillable: bool) -> Iterator[str]:
    controls = list(root.iter(f"{W}sdt"))
    if controls and not (fillable and name == DOCUMENT):
        yield f"{name}: a content control is left"
    yield from _doubled(
        e.find(f"{W}sdtPr/{W}id").get(f"{W}val") for e in controls if e.find(f"{W}sdtPr/{W}id") is not None
    )
    for control in controls:
        content = control.find(f"{W}sdtContent")
        if content is None or not len(content):
            yield f"{name}: a content control is empty"
        if any(len(e.get(f"{W}val")) > 64 for e in control.find(f"{W}sdtPr") if e.tag in (f"{W}tag", f"{W}alias")):
            yield f"{name}: the name of a content control is too long"


def _lost_styles(roots: Mapping[str, Any], stories: Iterable[str]) -> Iterator[str]:
    known = {style.get(f"{W}styleId") for style in roots["word/styles.xml"].iter(f"{W}style")}
    for name in stories:
        for kind in ("pStyle", "rStyle", "tblStyle"):
            for element in roots[name].iter(f"{W}{kind}"):
                if element.get(f"{W}val") not in known:
                    yield f"{name}: no style {element.get(f'{W}val')}"


def _doubled(values: Iterable[Any]) -> list[str]:
    return [f"{value} is used {times} times" for value, times in Counter(values).items() if times > 1]
