"""What stands around the text of a release: code, title, numbers, days, names and the revision history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from qmsdocs.importing.release.printed import shown_blocks
from qmsdocs.importing.release.tables import facts_in, label_key, labels, matched, squeezed
from qmsdocs.model.register import Register
from qmsdocs.word.reading.values import Block, Cell, Paragraph, Table, WordFile

_AROUND_STYLES = ("cover", "front heading", "toc ", "toc heading")
_NUMBERS = {
    "Code": "code", "Issue/Revision": "number", "Date of issue": "on", "Effective from": "effective", "Issue": "issue",
    "Revision": "revision",
}  # fmt: skip
_SIGNED = {"Prepared by": "prepared", "Reviewed by": "reviewed", "Approved by": "approved"}
_ASKED = {"Full name": "name", "Position": "position", "Date": "on"}
_HISTORY = {
    "Request for revision or addition": "reason", "Page or part concerned": "where",
    "Description of the revision": "what", "Issue/Revision": "number", "Date of issue": "on", "Decision": "decision",
}  # fmt: skip
_PRINTED_NUMBER = re.compile(r"0*(\d{1,3})\s*/\s*0*(\d{1,3})")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_LEAST = 2

V = TypeVar("V")
Signed = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass
class Cover:
    """What stands around the text.

    Args:
        is_ours: it looks as our templates do.
        code, title, kind: of the document; empty where unknown.
        revisions: its ledger, oldest first.
        unread: words that were not understood.
    """

    is_ours: bool = False
    code: str = ""
    title: str = ""
    kind: str = ""
    revisions: list[dict[str, object]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def cover_of(word: WordFile, register: Register) -> Cover:
    """Reads what stands around the text of a release.

    Args:
        word: the file.
        register: people that names are looked up in.
    """
    blocks = shown_blocks(word)
    tables = [block for block in blocks if isinstance(block, Table)]
    numbers = _first(_numbers(table) for table in tables) or {}
    signed = _first(_signatures(table) for table in tables) or {}
    history = next((table for table in tables if _is_history(table)), None)
    texts = [
        squeezed(b.text) for b in blocks if isinstance(b, Paragraph) and b.style in ("cover", "title", "front heading")
    ]
    properties = word.properties
    cover = Cover(
        is_ours=bool(history and (any(b.style == "cover" for b in blocks) or "version" in properties)),
        code=numbers.get("code") or properties.get("subject", ""),
        kind=next((text for text in texts if label_key(text) in labels("Procedure") | labels("Work instruction")), ""),
    )
    cover.title = _title(texts, cover, properties)
    decision = _first(_decision(text) for text in texts)
    if history is not None:
        cover.revisions = _ledger(history, numbers, signed, decision, register)
    known = {cover.title, cover.kind, *cover.code.split("\n")}
    cover.unread = [text for text in texts if text not in known and not _decision(text) and not _usual(text, register)]
    return cover


def is_around(block: Block) -> bool:
    """Whether a paragraph or table stands around the text."""
    if isinstance(block, Paragraph):
        return block.style.startswith(_AROUND_STYLES) or block.field == "TOC"
    if _is_history(block):
        return True
    return facts_in(block) is None and any(_is(block, wanted) for wanted in (_NUMBERS, _SIGNED))


def _first(found: Iterator[V | None]) -> V | None:
    return next((each for each in found if each), None)


def _titles(table: Table, wanted: Mapping[str, str]) -> dict[str, int]:
    row = table.grid()[0] if table.rows else []
    at: dict[str, int] = {}
    for x, cell in enumerate(row):
        title = label_key(cell.text) if cell else ""
        for english, what in wanted.items():
            if title and title in labels(english):
                at.setdefault(what, x)
    return at


def _is(table: Table, wanted: Mapping[str, str]) -> bool:
    return len(_titles(table, wanted)) >= _LEAST


def _is_history(table: Table) -> bool:
    return {"what", "number"} <= _titles(table, _HISTORY).keys()


def _numbers(table: Table) -> dict[str, str] | None:
    at = _titles(table, _NUMBERS)
    grid = table.grid()
    if "code" not in at or len(at) < _LEAST or len(grid) < _LEAST or _is_history(table):
        return None
    return {what: squeezed(cell.text) for what, x in at.items() if (cell := grid[1][x]) is not None}


def _signatures(table: Table) -> Signed | None:
    at = _titles(table, _SIGNED)
    if len(at) < _LEAST:
        return None
    found: dict[str, dict[str, list[str]]] = {what: {} for what in at}
    for line in table.grid()[1:]:
        title = label_key(line[0].text) if line[0] else ""
        asked = next((key for english, key in _ASKED.items() if title in labels(english)), None)
        for what, x in at.items():
            if asked and line[x] is not None:
                found[what][asked] = _lines(line[x])
    return found


def _lines(cell: Cell | None) -> list[str]:
    blocks = cell.blocks if cell is not None else ()
    return [squeezed(b.text) for b in blocks if isinstance(b, Paragraph) and b.text.strip()]


def _title(texts: Sequence[str], cover: Cover, properties: Mapping[str, str]) -> str:
    if cover.kind and cover.kind in texts:
        rest = texts[texts.index(cover.kind) + 1 :]
        if rest and not _decision(rest[0]):
            return rest[0]
    given = squeezed(properties.get("title", ""))
    return given or next(iter(texts), "")


def _decision(text: str) -> dict[str, str] | None:
    return (
        matched("Issued with Decision No. {number} of {day}", text)
        or matched("(Issued with Decision No. {number} of {day})", text.strip())
        or (matched("Issued with Decision No. {number} of {day}", text.strip("() ")))
    )


def _usual(text: str, register: Register) -> bool:
    """Whether words on a cover are printed from qms.yaml or are the template's own."""
    organization, standard = register.agency.organization, register.profile.standard
    known = {organization.name, organization.short_name, organization.parent, standard.full_name if standard else None}
    own = ("Quality management system", "Revision history", "Contents", "DRAFT")
    return text in known or any(label_key(text) in labels(english) for english in own)


# --- ledger


def _ledger(
    table: Table,
    numbers: Mapping[str, str],
    signed: Signed,
    decision: Mapping[str, str] | None,
    register: Register,
) -> list[dict[str, object]]:
    entries = [entry for entry in _entries(table) if entry]
    if not entries:
        return []
    for entry in entries[:-1]:
        _carry(entry)
    last = entries[-1]
    people = {squeezed(person.name): identity for identity, person in register.agency.people.items()}
    for act in ("prepared", "reviewed"):
        found = list(_signers(signed.get(act, {}), people))
        if found:
            last[act] = found[0] if len(found) == 1 else found
    if "approved" in last:
        approvers = list(_signers(signed.get("approved", {}), people))
        approval = {**(approvers[0] if approvers else {}), **last["approved"]}  # type: ignore[dict-item]
        if decision:
            approval.setdefault("decision", decision["number"])
        last["approved"] = {k: approval[k] for k in ("by", "name", "on", "position", "decision") if k in approval}
    effective = _day(numbers.get("effective", ""))
    if effective:
        last["effective"] = effective
    _carry(last)
    return [_ordered(entry) for entry in entries]


def _carry(entry: dict[str, object]) -> None:
    if "approved" in entry:
        entry["carried_over"] = True


_ORDER = (
    "issue",
    "revision",
    "reason",
    "request",
    "changes",
    "prepared",
    "reviewed",
    "approved",
    "effective",
    "carried_over",
)


def _ordered(entry: Mapping[str, object]) -> dict[str, object]:
    return {key: entry[key] for key in _ORDER if key in entry}


def _entries(table: Table) -> Iterator[dict[str, object]]:
    """The entries of the revision history; cells that reach over rows belong to all of them."""
    at = _titles(table, _HISTORY)
    grid = table.grid()
    made: dict[str, object] = {}
    before: Cell | None = None
    for line in grid[1:]:
        cell = line[at["number"]] if "number" in at else None
        found = _PRINTED_NUMBER.fullmatch(squeezed(cell.text)) if cell is not None else None
        if found and (cell is not before or not made):
            if made:
                yield made
            made = {"issue": int(found[1]), "revision": int(found[2]), **_about(line, at)}
        before = cell
        change = {key: squeezed(line[at[key]].text) for key in ("where", "what") if key in at and line[at[key]]}  # type: ignore[union-attr]
        if made and change.get("where") and change.get("what"):
            made.setdefault("changes", [])
            made["changes"] = [*made["changes"], change]  # type: ignore[misc]
    if made:
        yield made


def _about(line: Sequence[Cell | None], at: Mapping[str, int]) -> dict[str, object]:
    about: dict[str, object] = {}
    reasons = _lines(line[at["reason"]]) if "reason" in at else []
    if reasons and (request := matched("Request {number}", reasons[-1])):
        about["request"] = request["number"]
        reasons.pop()
    if reasons:
        about["reason"] = " ".join(reasons)
    cell = line[at["on"]] if "on" in at else None
    day = _day(cell.text) if cell is not None else None
    if day:
        about["approved"] = {"on": day}
    said = line[at["decision"]] if "decision" in at else None
    if day and said is not None and said.text.strip():
        about["approved"] = {"on": day, "decision": squeezed(said.text)}
    return about


def _signers(asked: Mapping[str, Sequence[str]], people: Mapping[str, str]) -> Iterator[dict[str, object]]:
    names = asked.get("name", ())
    positions, days = asked.get("position", ()), asked.get("on", ())
    for number, name in enumerate(names):
        signer: dict[str, object] = {"by": people[name]} if name in people else {"name": name}
        if days and (day := _day(days[min(number, len(days) - 1)])):
            signer["on"] = day
        if len(positions) >= len(names) and positions:
            signer["position"] = positions[-1] if len(names) == 1 else positions[number]
        yield signer


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if not found:
        return None
    with suppress(ValueError):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return None
