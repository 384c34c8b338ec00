"""The manifest of a release: from what it was made, and the hash of each file (design position 5)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from qmsdocs import __version__
from qmsdocs.history.head import Head
from qmsdocs.issuing.plan import Item, Plan
from qmsdocs.issuing.redlining import Redlined, Redlinings
from qmsdocs.word import Copy

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the bytes of a release are a function of.

    Args:
        on: the day of the release.
        head: commit and changed files, None outside git.
        language: of labels.
        chosen: the language that was asked for, whatever ``qms.yaml`` says.
        drafts: drafts were asked for.
        pages: of the headings of Word files whose contents bear page numbers, by name.
    """

    on: date
    head: Head | None
    language: str
    chosen: str | None = None
    drafts: bool = False
    pages: Mapping[str, Sequence[int]] = field(default_factory=dict)


def manifest_of(plan: Plan, files: Mapping[str, bytes], provenance: Provenance, redlines: Redlinings) -> bytes:
    """The manifest as JSON.

    Args:
        plan: what was issued.
        files: name and bytes of every other file of the release.
        provenance: day, commit and language.
        redlines: what there is of redlines.
    """
    head = provenance.head
    content = {
        "manifest": VERSION,
        "tool": {"name": "qmsdocs", "version": __version__},
        "on": provenance.on.isoformat(),
        "language": provenance.language,
        "whole": plan.whole,
        "drafts": provenance.drafts,
        "for_signing": plan.for_signing,
        **({"basis": list(plan.basis)} if plan.basis else {}),
        "commit": head.commit if head else None,
        "changed_since_commit": list(head.changed) if head else None,
        "documents": [
            _document(item, provenance) | _redline(redlines.get((item.document.code, item.entry.number)))
            for item in plan.items
        ],
        "refused": [{"code": r.document.code, "reason": r.reason.english} for r in plan.refusals],
        "skipped": [document.code for document in plan.skipped],
        "files": [_file(name, files[name]) for name in sorted(files)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _document(item: Item, provenance: Provenance) -> dict[str, Any]:
    document, entry = item.document, item.entry
    here = provenance.head.commit if provenance.head else None
    return {
        "code": document.code,
        "title": document.title,
        "issue": entry.issue,
        "revision": entry.revision,
        "draft": item.draft,
        **({"obsolete": True} if item.copy is Copy.OBSOLETE else {}),
        "approved": entry.approved_on.isoformat() if entry.approved_on else None,
        "effective": entry.in_force_from.isoformat() if entry.in_force_from else None,
        "decision": entry.approved.decision if entry.approved else None,
        "content": document.origin.digest,
        "tag": item.tag,
        "commit": item.snapshot.commit if item.snapshot else here,
        "language": provenance.chosen
        or (item.snapshot.register.agency.language if item.snapshot else provenance.language),
        "file": item.file,
        **({"pages": list(pages)} if (pages := provenance.pages.get(item.file)) else {}),
    }


def _redline(redlined: Redlined | None) -> dict[str, Any]:
    """The first revision of a document has none."""
    if redlined is None:
        return {"redline": None}
    reason = redlined.reason.english if redlined.reason else None
    return {"redline": {"since": redlined.since, "file": redlined.file, "commit": redlined.commit, "reason": reason}}


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "parts": parts_digest(data)}


def parts_digest(data: bytes, most: int | None = None) -> str | None:
    """SHA-256 over the uncompressed parts of an Office file, framed as in format.md: zlib builds differ, parts do not.

    Args:
        data: the file.
        most: bytes that it may hold in all, when it may come from anyone.

    Returns:
        Hexadecimal digits, or None when ``data`` is not a zip archive that can be read.

    Raises:
        ValueError: it holds more.
    """
    if not data.startswith(b"PK"):
        return None
    try:
        return _parts_of(data, most)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None


def _parts_of(data: bytes, most: int | None) -> str:
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if most is not None and sum(part.file_size for part in archive.infolist()) > most:
            raise ValueError
        for name in sorted(archive.namelist()):
            part = archive.read(name)
            digest.update(b"%s\0%d\0" % (name.encode(), len(part)))
            digest.update(part)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Former:
    """The release that a folder holds.

    Args:
        files: the names that it may hold according to its manifest.
        whole: it was not limited to named documents; taken for granted where a manifest does not say.
    """

    files: frozenset[str]
    whole: bool


def former_release(folder: Path) -> Former | None:
    """The release in a folder, None when it holds none."""
    try:
        content = json.loads((folder / NAME).read_bytes())
        if content["tool"]["name"] != "qmsdocs":
            return None
        names = frozenset({NAME, *(str(file["name"]) for file in content["files"])})
        return Former(names, content.get("whole", True) is not False)
    except (OSError, ValueError, KeyError, TypeError):
        return None
