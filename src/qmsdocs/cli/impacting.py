"""``qmsdocs impact``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import click

from qmsdocs.cli.repository import usable_register
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.impact import Affected, Impact, Use, UseKind, impact_of
from qmsdocs.model.document import Document, Form
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.model.updates import ExternalChange, deadline
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.registers.lists import validity
from qmsdocs.report.display import visible
from qmsdocs.report.markdown import escaped

_MOST_USES = 6
"""So many places of one document are told to people; JSON has all."""

_USES: Mapping[UseKind, Message] = {
    "reference": say("among the references"),
    "legal basis": say("legal basis"),
    "text": say("named in the text"),
    "link": say("link in the text"),
    "facts": say("named in the facts"),
    "step": say("form of a step"),
    "record": say("form of a record"),
    "dossier": say("form of the dossier"),
    "owner": say("the form belongs to it"),
    "replaces": say("replaces it"),
    "replaces in part": say("replaces it in part"),
    "amends": say("amends it"),
    "replaced": say("is replaced by it"),
    "replaced in part": say("is replaced by it in part"),
    "amended": say("is amended by it"),
}


@verb(
    "impact",
    help="Shows everything that cites a document or uses a form, directly or through others: how, by when it has to "
    "follow a change, and who keeps it. CODE is that of an external document, of one's own, or of a form.",
)
@argument("code", metavar="CODE")
@option("--on", type=DAY, metavar="DAY", help="the day; default: today")
@option(
    "--format",
    "format_",
    type=OneOf(("text", "json", "markdown")),
    default="text",
    metavar="FORMAT",
    help="text, json or markdown; default: text",
)
@click.pass_obj
def impact_verb(session: Session, *, code: str, on: date | None, format_: str) -> int:
    """Prints what is touched."""
    register = usable_register(session)
    impact = impact_of(register, code, on=session.day(on))
    told = _Told(session, register, impact)
    if format_ == "json":
        session.terminal.data((json.dumps(told.value(), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        lines = told.markdown() if format_ == "markdown" else map(visible, told.lines())
        session.terminal.result("\n".join(lines) + "\n")
    return 0


class _Told:
    """An impact in words."""

    def __init__(self, session: Session, register: Register, impact: Impact) -> None:
        self._session, self._register, self._impact = session, register, impact
        self._text = session.text

    # --- for people

    def lines(self) -> Iterator[str]:
        impact = self._impact
        yield f"{_code(impact.about)} {impact.about.title}"
        yield from (f"  {line}" for line in self._changes())
        for affected in impact.affected:
            yield ""
            yield f"{affected.document.printed_code} {affected.document.title}"
            yield f"  {self._duty(affected)}"
            yield f"  {self._standing(affected.document)}"
            yield f"  {' → '.join(affected.chain)}"
            yield from (f"    {use}" for use in self._uses(affected))
        yield ""
        yield self._summary()

    def markdown(self) -> Iterator[str]:
        impact = self._impact
        yield f"# {escaped(f'{_code(impact.about)} {impact.about.title}')}"
        if changes := [f"- {escaped(line)}" for line in self._changes()]:
            yield from ("", *changes)
        if impact.affected:
            titles = (say("Deadline"), say("Code"), say("Title"), say("Unit"), say("Status"), say("How"), say("To do"))
            yield ""
            yield "| " + " | ".join(map(self._text, titles)) + " |"
            yield "|" + " --- |" * len(titles)
            for affected in impact.affected:
                yield "| " + " | ".join(map(escaped, self._row(affected))) + " |"
        yield ""
        yield escaped(self._summary())

    def _row(self, affected: Affected) -> tuple[str, ...]:
        document = affected.document
        how = "; ".join((" → ".join(affected.chain), *self._uses(affected)))
        limit = affected.deadline.isoformat() if affected.deadline else ""
        standing = (self._unit(document), self._status(document))
        return limit, document.printed_code, document.title, *standing, how, self._duty(affected)

    def _changes(self) -> Iterator[str]:
        about = self._impact.about
        if isinstance(about, Document) and (end := about.withdrawn):
            new = end.replaced_by
            event = say("replaced by {new} from {day}", new=new, day=end.on) if new else None
            yield self._text(event or say("no longer in force from {day}", day=end.on))
        for change in self._impact.changes:
            limit = deadline(self._register, change)
            yield self._text(say("{event}; what cites it has to follow by {limit}", event=_event(change), limit=limit))

    def _duty(self, affected: Affected) -> str:
        document, limit, on = affected.document, affected.deadline, self._impact.on
        if isinstance(document, ExternalDocument):
            day = document.effective.isoformat() if document.effective else "?"
            return self._text(say("an external document, effective from {day}: compare the two texts", day=day))
        if affected.pending and limit:
            values = {"event": _event(affected.pending), "limit": limit}
            if limit < on:
                return self._text(say("OVERDUE since {limit}: revise it, or record a review; {event}", **values))
            return self._text(say("by {limit}: revise it, or record a review; {event}", **values))
        if affected.followed:
            return self._text(say("it has followed the change"))
        return self._text(say("nothing is due; look at it when {code} changes", code=affected.chain[-2]))

    def _standing(self, document: AnyDocument) -> str:
        parts = (self._unit(document), self._status(document))
        return " · ".join(part for part in parts if part)

    def _unit(self, document: AnyDocument) -> str:
        units = self._register.agency.units
        return ", ".join(units.get(id_, id_) for id_ in _units(document))

    def _status(self, document: AnyDocument) -> str:
        on = self._impact.on
        if isinstance(document, ExternalDocument):
            return self._text(validity(self._register, document, on))
        entry = document.in_force(on)
        status = self._text(STATUS_NAMES[document.status_on(on)])
        return f"{status} {entry.number}" if entry else status

    def _uses(self, affected: Affected) -> Iterator[str]:
        for use in affected.uses[:_MOST_USES]:
            what = self._text(_USES[use.kind])
            detail = f" ({use.detail})" if use.detail else ""
            code = f" {use.code}" if use.kind in ("step", "record", "dossier") else ""
            yield f"{what}{code}{detail}" + (f" {use.path}:{use.line}" if use.line else "")
        if len(affected.uses) > _MOST_USES:
            yield self._text(say("and {count} more", count=len(affected.uses) - _MOST_USES))

    def _summary(self) -> str:
        affected, on = self._impact.affected, self._impact.on
        if not affected:
            return self._text(say("nothing in the repository cites it"))
        due = [each.deadline for each in affected if each.deadline]
        values = {"count": len(affected), "due": len(due), "overdue": sum(day < on for day in due)}
        return self._text(
            say("{count} documents are touched; {due} have to follow, {overdue} of them overdue", **values)
        )

    # --- for programs

    def value(self) -> dict[str, Any]:
        impact = self._impact
        return {
            "code": impact.about.code,
            "title": impact.about.title,
            "kind": "form" if isinstance(impact.about, Form) else _kind(impact.about),
            "on": impact.on.isoformat(),
            "changes": [self._change(change) for change in impact.changes],
            "affected": [self._affected(affected) for affected in impact.affected],
        }

    def _change(self, change: ExternalChange) -> dict[str, Any]:
        return {
            "kind": change.kind,
            "since": change.since.isoformat(),
            "by": change.by.code if change.by else None,
            "deadline": deadline(self._register, change).isoformat(),
        }

    def _affected(self, affected: Affected) -> dict[str, Any]:
        document, on = affected.document, self._impact.on
        entry = document.in_force(on) if isinstance(document, Document) else None
        return {
            "code": document.code,
            "title": document.title,
            "kind": _kind(document),
            "units": list(_units(document)),
            "status": document.status_on(on).key if isinstance(document, Document) else None,
            "in_force": entry.number if entry else None,
            "chain": list(affected.chain),
            "uses": [_use(use) for use in affected.uses],
            "pending": self._change(affected.pending) if affected.pending else None,
            "deadline": affected.deadline.isoformat() if affected.deadline else None,
            "overdue": affected.deadline is not None and affected.deadline < on,
            "followed": affected.followed,
        }


def _units(document: AnyDocument) -> tuple[str, ...]:
    if isinstance(document, ExternalDocument):
        return document.units
    return (document.unit,) if document.unit else ()


def _use(use: Use) -> dict[str, Any]:
    return {
        "kind": use.kind,
        "code": use.code,
        "detail": use.detail or None,
        "file": use.path,
        "line": use.line or None,
    }


def _kind(document: AnyDocument) -> str:
    return "external" if isinstance(document, ExternalDocument) else "internal"


def _code(about: AnyDocument | Form) -> str:
    return about.code if isinstance(about, Form) else about.printed_code


def _event(change: ExternalChange) -> Message:
    if change.by is None:
        return say("no longer in force from {day}", day=change.since)
    values = {"new": change.by.printed_code, "day": change.since}
    if change.kind == "replaced":
        return say("replaced by {new} from {day}", **values)
    return say("amended by {new} from {day}", **values)
