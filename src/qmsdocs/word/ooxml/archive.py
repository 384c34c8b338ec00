"""Opening a Word file that may come from anyone: refused before any XML parser sees it (threats.md, Word files)."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml import etree

from qmsdocs.diagnostics import Message, say
from qmsdocs.word.ooxml.elements import INSTR, INSTRUCTION, SIMPLE_FIELD, Element

_MOST_ENTRIES = 400
_MOST_BYTES = 32 << 20
_MOST_OF_A_PART = 16 << 20
_GREATEST_RATIO = 200
_RATIO_MATTERS_ABOVE = 1 << 20
_EMBEDDED = ("/activex/", "/embeddings/", "afchunk")
_FORBIDDEN = ("vbaproject", "vbadata", "/attachedtoolbars", *_EMBEDDED)
_FORBIDDEN_RELATIONS = ("/oleobject", "/package", "/control", "/afchunk", "/vbaproject", "/subdocument", "/frame")
_READING_FIELDS = re.compile(r"INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|\b(?:DDE|IMPORT|INCLUDE|DATABASE|LINK)\b")
_LINK_SCHEMES = frozenset({"http", "https", "mailto"})


class Unfit(Exception):
    """A Word file that is not opened, and why; who asked for it says what that means."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.english)
        self.reason = reason


def opened(data: bytes, *, embedded: bool = False) -> dict[str, bytes]:
    """The parts of a Word file.

    Args:
        data: the file.
        embedded: leave out embedded files, which are not opened, instead of refusing the whole.

    Raises:
        Unfit: it is no .docx, is too large, or holds something that must not be there.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise Unfit(say("it is not a .docx file; open it in Word and save it as .docx without a password"))
    try:
        parts = _unpacked(data, embedded=embedded)
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError):
        raise Unfit(say("the file is damaged or encrypted")) from None
    for path in parts:
        _refuse_contents(path, parts[path])
    return parts


def _unpacked(data: bytes, *, embedded: bool) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise Unfit(say("it holds more than a Word file of this kind may hold"))
        for entry in entries:
            if entry.is_dir() or (embedded and _is_embedded(entry.filename)):
                continue
            _refuse_entry(entry, parts)
            with archive.open(entry) as stream:
                parts[entry.filename] = stream.read(entry.file_size + 1)
            if len(parts[entry.filename]) > entry.file_size:
                raise Unfit(say("the file is damaged or encrypted"))
    return parts


def _is_embedded(path: str) -> bool:
    return any(word in "/" + path.lower() for word in _EMBEDDED)


def _refuse_entry(entry: zipfile.ZipInfo, known: Mapping[str, bytes]) -> None:
    path = entry.filename
    odd = path != posixpath.normpath(path) or path.startswith(("/", "..")) or "\\" in path or not path.isascii()
    if odd or path in known:
        raise Unfit(say("it has a part with an odd name: {part}", part=ascii(path)))
    if entry.flag_bits & 1:
        raise Unfit(say("the file is damaged or encrypted"))
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _MOST_OF_A_PART or (entry.file_size > _RATIO_MATTERS_ABOVE and ratio > _GREATEST_RATIO):
        raise Unfit(say("it holds more than a Word file of this kind may hold"))


def _refuse_contents(path: str, part: bytes) -> None:
    lowered = "/" + path.lower()
    if any(word in lowered for word in _FORBIDDEN):
        raise Unfit(say("it has macros or embedded files ({part}); save it as .docx without them", part=path))
    if not lowered.endswith((".xml", ".rels")):
        return
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in part:
        raise Unfit(say("part {part} is not UTF-8", part=path))
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unfit(say("part {part} has a document type declaration", part=path))
    if b"macroEnabled" in part and path == "[Content_Types].xml":
        raise Unfit(say("it has macros or embedded files ({part}); save it as .docx without them", part=path))


def parsed(part: bytes, path: str, *, lenient: bool = False) -> Element:
    """The XML of one part, read without network, entities or declarations.

    Args:
        part: the part.
        path: where it lies in the file.
        lenient: let pass what only Word would follow out of the file; who reads it must not.

    Raises:
        Unfit: it is not well formed, or reaches out of the file.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise Unfit(say("part {part} is not well-formed XML", part=path)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unfit(say("part {part} has a document type declaration", part=path))
    if lenient:
        return root
    if path.endswith(".rels"):
        _refuse_relationships(root)
    else:
        _refuse_reading_fields(root)
    return root


def _refuse_reading_fields(root: Element) -> None:
    """Fields that read other files when Word updates them; their instruction may be split over runs."""
    instructions = [element.text or "" for element in root.iter(INSTRUCTION)]
    simple = [element.get(INSTR) or "" for element in root.iter(SIMPLE_FIELD)]
    if found := _READING_FIELDS.search("".join(instructions) + "\n" + "\n".join(instructions + simple)):
        raise Unfit(say("it has a field that reads other files: {field}", field=found[0]))


def _refuse_relationships(relationships: Element) -> None:
    """Relationships that lead out of the file, but for plain links, and those to embedded files."""
    for relationship in relationships:
        kind, target = relationship.get("Type", ""), relationship.get("Target", "")
        if kind.lower().endswith(_FORBIDDEN_RELATIONS):
            raise Unfit(say("it has macros or embedded files ({part}); save it as .docx without them", part=target))
        if relationship.get("TargetMode", "Internal") == "Internal":
            continue
        if not (kind.endswith("/hyperlink") and urlsplit(target).scheme.lower() in _LINK_SCHEMES):
            raise Unfit(say("it refers to something outside the file: {target}", target=target))
