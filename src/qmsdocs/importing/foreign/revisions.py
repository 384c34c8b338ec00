"""The revision table becomes the ledger: history from before the tool, marked as carried over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qmsdocs.importing.foreign.cover import Cover, numbers_in
from qmsdocs.importing.foreign.dates import day_in
from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.papers import bare
from qmsdocs.importing.foreign.sheets import Row, Sheet
from qmsdocs.importing.foreign.signing import ALSO
from qmsdocs.importing.foreign.words import folded, squeezed

_MOST = 999
_LINE = re.compile(
    r"[-+*•·▪–\s]*(?P<what_number>(?:lần|phiên bản|bản|lần sửa đổi|lần ban hành)\s+)?(?P<number>\d{1,3}(?:[./]\d{1,3})?)\s*"
    r"[(,:–-]\s*(?:ngày\s+)?(?P<day>[^():]{8,30}?)\)?\s*[:–-]\s*(?P<what>.+)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entry:
    """A row of a revision table.

    Args:
        issue, revision: None when the row does not say it.
        on: the day, when it is one.
        what, where, reason: as written.
    """

    issue: int | None = None
    revision: int | None = None
    on: date | None = None
    what: str = ""
    where: str = ""
    reason: str = ""
    request: str = ""
    signers: Facts = field(default_factory=dict)


def entries_of(sheet: Sheet) -> list[Entry]:
    """The rows that say something, as they stand."""
    entries = []
    for row in sheet.rows:
        entry = _entry(row)
        said = entry.what or entry.on or entry.issue is not None or entry.revision is not None
        if said:
            entries.append(entry)
    return entries


def entry_in_line(text: str) -> Entry | None:
    """The entry that a line of a list tells: ``2.3 (05/01/2026): …``."""
    found = _LINE.match(squeezed(text))
    if not found:
        return None
    issue, revision = numbers_in(found["number"])
    if found["what_number"] and "sửa" in found["what_number"].lower() and revision is None:
        issue, revision = None, issue
    return Entry(issue, revision, day_in(found["day"]), squeezed(found["what"]).rstrip(" ."))


def _entry(row: Row) -> Entry:
    entry = Entry(on=day_in(row.text("on")))
    entry.issue, other = numbers_in(row.text("issue"))
    entry.revision = numbers_in(row.text("revision"))[0]
    entry.revision = other if entry.revision is None else entry.revision
    if both := row.text("both"):
        entry.issue, entry.revision = numbers_in(both)
    entry.what = "; ".join(bare(line).rstrip(";.") for line in row.text("what").split("\n") if bare(line))
    entry.where = squeezed(row.text("where"))
    entry.reason, entry.request = squeezed(row.text("reason")), squeezed(row.text("request"))
    if not any(letter.isalnum() for letter in entry.request):
        entry.request = ""
    for name in ("prepared", "reviewed", "approved"):
        signer = squeezed(row.text(name))
        if signer and not any(letter.isdigit() for letter in signer):
            entry.signers[name] = {"name": signer}
    return entry


def numbered(entries: Sequence[Entry], cover: Cover) -> list[Entry]:
    """Entries with whole numbers, oldest first; what only one column says is read with the cover beside it."""
    ordered = list(entries)
    days = [entry.on for entry in ordered if entry.on]
    if len(days) > 1 and days[0] > days[-1]:
        ordered.reverse()
    firsts = [entry.issue for entry in ordered if entry.issue is not None]
    issues_only = bool(firsts) and all(entry.revision is None for entry in ordered)
    as_revisions = issues_only and _are_revisions(ordered, cover)
    last_issue = _first_issue(ordered, cover)
    for entry in ordered:
        if as_revisions:
            entry.issue, entry.revision = (cover.issue or 1), entry.issue
        elif entry.issue is None and entry.revision is not None:
            entry.issue = last_issue
        elif entry.issue is not None and entry.revision is None:
            entry.revision = 0
        last_issue = entry.issue or last_issue
    if _is_first(ordered) and ordered[0].issue is None:
        ordered[0].issue, ordered[0].revision = 1, 0
    return ordered


def _first_issue(entries: Sequence[Entry], cover: Cover) -> int:
    """The issue of a table that counts revisions alone: that of the cover when both end with the same revision."""
    numbers = [entry.revision for entry in entries if entry.issue is None and entry.revision is not None]
    same = numbers and cover.issue and numbers[-1] == cover.revision and numbers == sorted(set(numbers))
    return cover.issue or 1 if same else 1


def _is_first(entries: Sequence[Entry]) -> bool:
    return bool(entries) and "lan dau" in folded(f"{entries[0].what} {entries[0].reason}")


def _are_revisions(entries: Sequence[Entry], cover: Cover) -> bool:
    """Whether single numbers count revisions: they begin at 0, or end where the cover's revision does."""
    numbers = [entry.issue for entry in entries if entry.issue is not None]
    if numbers[0] == 0:
        return True
    return (
        cover.revision is not None
        and cover.revision > 0
        and numbers[-1] == cover.revision
        and cover.issue != numbers[-1]
    )


def ledger_of(entries: Sequence[Entry], cover: Cover, signers: Facts) -> tuple[list[Facts], list[Entry]]:
    """The ledger, and the rows that have no place in it.

    Args:
        entries: with numbers, oldest first.
        cover: the number that is in force, with its days.
        signers: of that number.
    """
    ledger: list[Facts] = []
    left: list[Entry] = []
    last = (-1, -1)
    for entry in entries:
        number = (entry.issue, entry.revision)
        if entry.issue is None or entry.revision is None or not (1 <= entry.issue <= _MOST and entry.revision <= _MOST):
            left.append(entry)
        elif number == last and ledger:
            _add_changes(ledger[-1], entry)
        elif number > last:
            last = (entry.issue, entry.revision)
            ledger.append(_written(entry))
        else:
            left.append(entry)
    _end(ledger, cover, signers)
    _keep_days_in_order(ledger)
    return ledger, left


def _written(entry: Entry) -> Facts:
    fact: Facts = {"issue": entry.issue, "revision": entry.revision}
    reason = entry.reason or (entry.what if not entry.where else "")
    if reason:
        fact["reason"] = reason
    if entry.request:
        fact["request"] = entry.request
    _add_changes(fact, entry)
    for name in ("prepared", "reviewed"):
        if name in entry.signers:
            fact[name] = dict(entry.signers[name])
    if entry.on or "approved" in entry.signers:
        fact["approved"] = {**entry.signers.get("approved", {}), **({"on": entry.on} if entry.on else {})}
    fact["carried_over"] = True
    return fact


def _add_changes(fact: Facts, entry: Entry) -> None:
    if entry.where and entry.what:
        fact.setdefault("changes", []).append({"where": entry.where, "what": entry.what})
    elif entry.what and entry.what != fact.get("reason"):
        fact["reason"] = "; ".join(filter(None, (fact.get("reason", ""), entry.what)))


def _end(ledger: list[Facts], cover: Cover, signers: Facts) -> None:
    """Adds what the cover says of the number in force; its signers are those of the last entry."""
    number = (cover.issue or 0, cover.revision or 0)
    last = (ledger[-1]["issue"], ledger[-1]["revision"]) if ledger else (0, 0)
    if cover.issue and number > last:
        ledger.append({"issue": number[0], "revision": number[1], "carried_over": True})
    if not ledger or (cover.issue and number < last):
        return
    entry = ledger[-1]
    carried = entry.pop("carried_over")
    for name in ("prepared", "reviewed"):
        if name in signers:
            also = signers.get(f"{name}{ALSO}", {}).get("signers", [])
            entry.setdefault(name, [dict(signer) for signer in (signers[name], *also)] if also else dict(signers[name]))
            if entry[name] and not also and entry[name].get("name") == signers[name].get("name"):
                entry[name] = signers[name] | entry[name]
    if approved := _approval(entry, cover, signers):
        entry["approved"] = approved
    if cover.effective and cover.effective != approved.get("on"):
        entry["effective"] = cover.effective
    entry["carried_over"] = carried


def _approval(entry: Facts, cover: Cover, signers: Facts) -> Facts:
    """The approval of an entry: what the table says, then the sign-off, then the cover."""
    found: Facts = {"on": cover.on, "decision": cover.decision}
    found |= signers.get("approved", {}) | entry.pop("approved", {})
    return {key: found[key] for key in ("name", "on", "position", "decision") if found.get(key)}


def _listed(value: Any) -> list[Facts]:
    """One signature, or several, as a list."""
    return value if isinstance(value, list) else [value] if value else []


def _first_day(entry: Facts, name: str) -> date | None:
    return min((signer["on"] for signer in _listed(entry.get(name)) if "on" in signer), default=None)


def _keep_days_in_order(ledger: Sequence[Facts]) -> None:
    """Takes out days that cannot be: a signature after the approval, an effect before it, an approval before the last one."""
    before: date | None = None
    for entry in ledger:
        on = entry.get("approved", {}).get("on")
        if on and before and on < before:
            del entry["approved"]["on"]
            on = None
        for name, limit in (("reviewed", on), ("prepared", _first_day(entry, "reviewed") or on)):
            for signer in _listed(entry.get(name)):
                if limit and signer.get("on", limit) > limit:
                    del signer["on"]
        for name in ("prepared", "reviewed", "approved"):
            if name in entry and not entry[name]:
                del entry[name]
        effective = entry.get("effective")
        if effective and on and effective < on:
            del entry["effective"]
        before = on or before
