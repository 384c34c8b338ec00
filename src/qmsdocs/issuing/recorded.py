"""The manifest of a release that may have come from anyone, as values that are what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdocs.issuing.manifest import VERSION, parts_digest
from qmsdocs.word import Copy

_MOST_BYTES = 32 << 20


class UnreadableManifest(Exception):
    """It is no manifest of a release, or of a later form."""


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file as the manifest has it.

    Args:
        name: without folders.
        sha256: of its bytes, hexadecimal.
        parts: digest over its uncompressed parts, None when it is no archive.
    """

    name: str
    sha256: str
    parts: str | None

    def holds(self, data: bytes) -> bool:
        """Whether it is these bytes, or an archive of the same parts."""
        return self.sha256 == hashlib.sha256(data).hexdigest() or (
            self.parts is not None and self.parts == parts_digest(data)
        )


@dataclass(frozen=True, slots=True)
class RecordedRedline:
    """A redline as the manifest has it.

    Args:
        since: number of the revision that it is compared with.
        file: None where there is none.
        commit: full id of the commit that the other revision was read from.
    """

    since: str
    file: str | None
    commit: str | None


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A revision as the manifest has it; see ``manifest.py``."""

    code: str
    number: str
    draft: bool
    approved: str | None
    effective: str | None
    decision: str | None
    content: str
    tag: str | None
    commit: str | None
    language: str
    file: str
    redline: RecordedRedline | None = None
    pages: tuple[int, ...] = ()
    obsolete: bool = False

    def copy_of(self, manifest: Recorded) -> Copy:
        """What its Word file is for."""
        if manifest.for_signing:
            return Copy.FOR_SIGNING
        return Copy.DRAFT if self.draft else Copy.OBSOLETE if self.obsolete else Copy.ISSUED


@dataclass(frozen=True, slots=True)
class Recorded:
    """A manifest.

    Args:
        tool: the version of qmsdocs that wrote it.
        on: the day of the release.
        language: of the lists.
        whole: it was not limited to named documents.
        drafts: drafts were asked for.
        for_signing: its documents are copies to be signed on paper.
        commit: full id of the commit of the work tree, None outside git.
        changed: files that differed from it.
        documents, files: what was issued.
        refused: codes of which a revision was not issued although it should have been.
        basis: codes of what the decision for signing rests on.
    """

    tool: str
    on: date
    language: str
    whole: bool
    drafts: bool
    commit: str | None
    changed: tuple[str, ...]
    documents: tuple[RecordedDocument, ...]
    files: tuple[RecordedFile, ...]
    refused: frozenset[str] = frozenset()
    for_signing: bool = False
    basis: tuple[str, ...] = ()


def recorded(data: bytes) -> Recorded:
    """Reads a manifest.

    Args:
        data: the file.

    Raises:
        UnreadableManifest: it is damaged, or not one of ours.
    """
    try:
        content = json.loads(data[:_MOST_BYTES])
        if content["manifest"] != VERSION or content["tool"]["name"] != "qmsdocs":
            raise UnreadableManifest
        language, commit = _text(content, "language"), _maybe(content, "commit")
        drafts = any(document["draft"] for document in content["documents"])
        return Recorded(
            _text(content["tool"], "version"),
            date.fromisoformat(content["on"]),
            language,
            content.get("whole", True) is not False,
            bool(content.get("drafts", drafts)),
            commit,
            tuple(map(str, content["changed_since_commit"] or ())),
            tuple(_document(each, language, commit) for each in content["documents"]),
            tuple(map(_file, content["files"])),
            frozenset(_text(each, "code") for each in content.get("refused", ())),
            content.get("for_signing") is True,
            tuple(map(str, content.get("basis", ()))),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableManifest from None


def _document(content: Mapping[str, Any], language: str, commit: str | None) -> RecordedDocument:
    """Releases of version 0.1.0 do not say where each document was read from: it was the commit of the work tree."""
    return RecordedDocument(
        _text(content, "code"),
        f"{int(content['issue'])}.{int(content['revision'])}",
        content["draft"] is True,
        _maybe(content, "approved"),
        _maybe(content, "effective"),
        _maybe(content, "decision"),
        _text(content, "content"),
        _maybe(content, "tag"),
        _maybe(content, "commit") if "commit" in content else commit,
        _maybe(content, "language") or language,
        _text(content, "file"),
        _redline(content.get("redline")),
        tuple(map(int, content.get("pages", ()))),
        content.get("obsolete") is True,
    )


def _redline(content: Mapping[str, Any] | None) -> RecordedRedline | None:
    if content is None:
        return None
    return RecordedRedline(_text(content, "since"), _maybe(content, "file"), _maybe(content, "commit"))


def _file(content: Mapping[str, Any]) -> RecordedFile:
    name = _text(content, "name")
    if not name or name in {".", ".."} or not name.isprintable() or any(mark in name for mark in "/\\:"):
        raise UnreadableManifest
    return RecordedFile(name, _text(content, "sha256"), _maybe(content, "parts"))


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content[key]
    if not isinstance(value, str):
        raise UnreadableManifest
    return value


def _maybe(content: Mapping[str, Any], key: str) -> str | None:
    return None if content.get(key) is None else _text(content, key)
