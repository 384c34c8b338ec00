"""The values of the content controls of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from qmsdocs.diagnostics import Message, Translate, say
from qmsdocs.model.agency import Action, Agency
from qmsdocs.model.document import DocumentType, Step
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.word.printing.edition import Copy, Edition
from qmsdocs.word.printing.people import days, name_of, position_of, printed_day, signed
from qmsdocs.word.template.controls import Lines, Row
from qmsdocs.word.template.vocabulary import LABELS

KINDS: Mapping[DocumentType, Message] = MappingProxyType(
    {"procedure": say("Procedure"), "instruction": say("Work instruction")}
)
"""What stands above the title; the titles of other documents say what they are."""

MARKS: Mapping[Copy, Message] = MappingProxyType(
    {Copy.ISSUED: say("CONTROLLED DOCUMENT"), Copy.DRAFT: say("DRAFT"), Copy.OBSOLETE: say("NO LONGER IN FORCE")}
)
"""What a copy is called on its pages; one that is yet to be signed is called nothing."""

ACROSS_PAGES = frozenset({Copy.DRAFT, Copy.OBSOLETE})
"""Copies that must not be used are marked across every page too."""

DIGEST = "document.digest"
"""The tag of the control that shows the short digest."""

_ROOM_FOR_A_DAY = "…/…/……"
_ROOM_TO_WRITE_A_DAY = "……/……/………"
"""Wider, where the leader writes; in narrow cells it would break."""

_ACTS: Mapping[str, Action] = MappingProxyType({"prepared": "prepare", "reviewed": "review", "approved": "approve"})


def _line(text: str | None) -> Lines:
    return (text,) if text else ()


def document_texts(edition: Edition, language: str, translate: Translate) -> dict[str, Lines]:
    """The lines of every text control of a document.

    Args:
        edition: what is printed.
        language: of the template's own texts.
        translate: language of the release.
    """
    document, entry, register = edition.document, edition.entry, edition.register
    kind = KINDS.get(document.type)
    mark = MARKS.get(edition.copy)
    texts: dict[str, Lines] = {
        **agency_texts(register),
        **labels(language, translate),
        **_signatures(edition),
        "document.kind": _line(kind.render(translate) if kind else None),
        "document.title": _line(document.title),
        "document.code": _line(document.printed_code),
        "document.unit": _line(register.agency.units.get(document.unit, document.unit) if document.unit else None),
        "document.mark": _line(mark.render(translate) if mark else None),
        DIGEST: _line(edition.short_digest),
        "entry.issue": (f"{entry.issue:02d}",),
        "entry.revision": (f"{entry.revision:02d}",),
        "entry.number": (printed_number(entry),),
        "entry.approved_on": _line(_day(edition, entry.approved_on)),
        "entry.effective": _line(_day(edition, entry.in_force_from or entry.effective)),
        "entry.decision": _line(_decision(edition, translate)),
    }
    return texts


def content_code(edition: Edition, translate: Translate) -> str:
    """The line at the foot of pages that are to be signed: what a signature on paper is bound to."""
    return say("Content code: {digest}", digest=edition.short_digest).render(translate)


def agency_texts(register: Register) -> dict[str, Lines]:
    """The names of the agency and of its standard."""
    standard = register.profile.standard
    return {**organization_texts(register.agency), "standard": _line(standard.full_name if standard else None)}


def organization_texts(agency: Agency) -> dict[str, Lines]:
    """The names of the agency."""
    organization = agency.organization
    return {
        "agency.parent": _line(organization.parent),
        "agency.name": _line(organization.name),
        "agency.short_name": _line(organization.short_name or organization.name),
        "agency.place": _line(organization.place),
    }


def labels(language: str, translate: Translate) -> dict[str, Lines]:
    """The template's own texts in the language of the release; none when the template already speaks it.

    Labels that an office wrote anew in its template therefore stay as they were written.
    """
    probe = LABELS["label.revisions"]
    wanted = "en" if probe.render(translate) == probe.english else "vi"
    return {} if wanted == language else {tag: (message.render(translate),) for tag, message in LABELS.items()}


def printed_number(entry: Revision) -> str:
    """Issue and revision as covers print them: ``01/00``."""
    return f"{entry.issue:02d}/{entry.revision:02d}"


def _day(edition: Edition, day: date | None) -> str:
    """A day of the entry that is printed, or room for it."""
    return printed_day(day) or (_ROOM_FOR_A_DAY if edition.copy is Copy.FOR_SIGNING else "")


def _decision(edition: Edition, translate: Translate) -> str | None:
    entry = edition.entry
    if edition.copy is Copy.FOR_SIGNING:
        return translate("Issued with Decision No. ………… of …/…/……")
    if not (entry.approved and entry.approved.decision and entry.approved.on):
        return None
    day = printed_day(entry.approved.on)
    return say("Issued with Decision No. {number} of {day}", number=entry.approved.decision, day=day).render(translate)


def _signatures(edition: Edition) -> dict[str, Lines]:
    agency, by_act = edition.register.agency, signed(edition.entry)
    if edition.approver:
        by_act["approve"] = (edition.approver,)
    texts: dict[str, Lines] = {}
    for tag, act in _ACTS.items():
        signatures = by_act[act]
        texts[f"{tag}.name"] = tuple(name_of(signature, agency) for signature in signatures)
        texts[f"{tag}.position"] = tuple(
            line for signature in signatures for line in position_of(signature, act, edition.document, agency)
        )
        texts[f"{tag}.on"] = tuple(dict.fromkeys(days(signatures)))
    if edition.copy is Copy.FOR_SIGNING:
        texts["approved.on"] = (_ROOM_TO_WRITE_A_DAY,)
    return texts


def revision_rows(edition: Edition, translate: Translate) -> tuple[Row, ...]:
    """The revision history: every entry up to the one that is printed, one line for each of its changes."""
    steps = _StepNames(edition.document.steps)
    return tuple(_revision_row(edition, entry, steps, translate) for entry in edition.history)


class _StepNames:
    """Ids of steps (``xem-xet``) in the words of the ledger become what these steps are called, for readers on paper.

    Args:
        steps: of the document as it is printed; ids of steps that it no longer has stay as they are.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._activities = {step.id: step.activity for step in steps if "-" in step.id}
        ids = "|".join(map(re.escape, sorted(self._activities, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])") if ids else None

    def put_into(self, text: str | None) -> Lines:
        """The text as a line."""
        if text and self._pattern:
            text = self._pattern.sub(lambda found: f"“{self._activities[found[0]]}”", text)
        return _line(text)


def _revision_row(edition: Edition, entry: Revision, steps: _StepNames, translate: Translate) -> Row:
    printed_on = _day(edition, entry.approved_on) if entry is edition.entry else printed_day(entry.approved_on)
    shared: dict[str, Lines] = {
        "revision.reason": tuple(_reasons(entry, translate)),
        "revision.number": (printed_number(entry),),
        "revision.on": _line(printed_on),
        "revision.decision": _line(entry.approved.decision if entry.approved else None),
    }
    parts = [
        {"revision.where": steps.put_into(change.where), "revision.what": steps.put_into(change.what)}
        for change in entry.changes
    ]
    return Row(shared, parts or [{"revision.where": (), "revision.what": ()}])


def _reasons(entry: Revision, translate: Translate) -> Iterator[str]:
    if entry.reason:
        yield entry.reason
    if entry.request:
        yield say("Request {number}", number=entry.request).render(translate)
