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
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.word.ooxml.elements import INSTR, INSTRUCTION, SIMPLE_FIELD, Element

_MOST_ENTRIES = 400
_MOST_BYTES = 32 << 20
_MOST_OF_A_PART = 16 << 20
_GREATEST_RATIO = 200
_RATIO_MATTERS_ABOVE = 1 << 20
_FORBIDDEN = ("vbaproject", "vbadata", "/activex/", "/embeddings/", "/attachedtoolbars", "afchunk")
_FORBIDDEN_RELATIONS = ("/oleobject", "/package", "/control", "/afchunk", "/vbaproject", "/subdocument", "/frame")
_READING_FIELDS = re.compile(r"INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|\b(?:DDE|IMPORT|INCLUDE|DATABASE|LINK)\b")
_LINK_SCHEMES = frozenset({"http", "https", "mailto"})


def refusal(name: str, reason: Message) -> UnusableConfiguration:
    """The error that names a template and what is wrong with it."""
    return UnusableConfiguration(say("the Word template {name} cannot be used: {reason}", name=name, reason=reason))


def opened(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a Word file.

    Args:
        data: the file.
        name: what errors call it.

    Raises:
        UnusableConfiguration: it is no .docx, is too large, or holds something that must not be there.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise refusal(name, say("it is not a .docx file; open it in Word and save it as .docx without a password"))
    try:
        parts = _unpacked(data, name)
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError):
        raise refusal(name, say("the file is damaged or encrypted")) from None
    for path in parts:
        _refuse_contents(path, parts[path], name)
    return parts


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise refusal(name, say("it holds more than a Word file of this kind may hold"))
        for entry in entries:
            if entry.is_dir():
                continue
            _refuse_entry(entry, parts, name)
            with archive.open(entry) as stream:
                parts[entry.filename] = stream.read(entry.file_size + 1)
            if len(parts[entry.filename]) > entry.file_size:
                raise refusal(name, say("the file is damaged or encrypted"))
    return parts


def _refuse_entry(entry: zipfile.ZipInfo, known: Mapping[str, bytes], name: str) -> None:
    path = entry.filename
    odd = path != posixpath.normpath(path) or path.startswith(("/", "..")) or "\\" in path or not path.isascii()
    if odd or path in known:
        raise refusal(name, say("it has a part with an odd name: {part}", part=ascii(path)))
    if entry.flag_bits & 1:
        raise refusal(name, say("the file is damaged or encrypted"))
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _MOST_OF_A_PART or (entry.file_size > _RATIO_MATTERS_ABOVE and ratio > _GREATEST_RATIO):
        raise refusal(name, say("it holds more than a Word file of this kind may hold"))


def _refuse_contents(path: str, part: bytes, name: str) -> None:
    lowered = "/" + path.lower()
    if any(word in lowered for word in _FORBIDDEN):
        raise refusal(name, say("it has macros or embedded files ({part}); save it as .docx without them", part=path))
    if not lowered.endswith((".xml", ".rels")):
        return
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in part:
        raise refusal(name, say("part {part} is not UTF-8", part=path))
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise refusal(name, say("part {part} has a document type declaration", part=path))
    if b"macroEnabled" in part and path == "[Content_Types].xml":
        raise refusal(name, say("it has macros or embedded files ({part}); save it as .docx without them", part=path))


def parsed(part: bytes, path: str, name: str) -> Element:
    """The XML of one part, read without network, entities or declarations.

    Raises:
        UnusableConfiguration: it is not well formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise refusal(name, say("part {part} is not well-formed XML", part=path)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal(name, say("part {part} has a document type declaration", part=path))
    if path.endswith(".rels"):
        _refuse_relationships(root, name)
    else:
        _refuse_reading_fields(root, name)
    return root


def _refuse_reading_fields(root: Element, name: str) -> None:
    """Fields that read other files when Word updates them; their instruction may be split over runs."""
    instructions = [element.text or "" for element in root.iter(INSTRUCTION)]
    simple = [element.get(INSTR) or "" for element in root.iter(SIMPLE_FIELD)]
    if found := _READING_FIELDS.search("".join(instructions) + "\n" + "\n".join(instructions + simple)):
        raise refusal(name, say("it has a field that reads other files: {field}", field=found[0]))


def _refuse_relationships(relationships: Element, name: str) -> None:
    """Relationships that lead out of the file, but for plain links, and those to embedded files."""
    for relationship in relationships:
        kind, target = relationship.get("Type", ""), relationship.get("Target", "")
        if kind.lower().endswith(_FORBIDDEN_RELATIONS):
            raise refusal(
                name, say("it has macros or embedded files ({part}); save it as .docx without them", part=target)
            )
        if relationship.get("TargetMode", "Internal") == "Internal":
            continue
        if not (kind.endswith("/hyperlink") and urlsplit(target).scheme.lower() in _LINK_SCHEMES):
            raise refusal(name, say("it refers to something outside the file: {target}", target=target))
