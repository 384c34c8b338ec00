"""What a release would issue, and what it refuses and why. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnknownDocument
from qmsdocs.model.codes import stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Status
from qmsdocs.model.register import Register
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.rules.base import unknown_document
from qmsdocs.word.edition import Copy

_ISSUED = (Status.IN_FORCE, Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Item:
    """One revision that is issued.

    Args:
        document: the document.
        entry: the entry of its ledger; always the last, whose content the files are.
        copy: what the Word file is for.
    """

    document: Document
    entry: Revision
    copy: Copy

    @property
    def draft(self) -> bool:
        """It is issued as a draft, marked on every page."""
        return self.copy is Copy.DRAFT

    @property
    def file(self) -> str:
        """Name of the Word file: ``<stem>_<issue>.<revision>.docx``, of one to be signed with ``_trinh-ky``."""
        what = "_trinh-ky" if self.copy is Copy.FOR_SIGNING else ""
        return f"{stem_of(self.document.code)}_{self.entry.number}{what}.docx"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that is not issued although it should be or was named."""

    document: Document
    reason: Message
    remedy: Message


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release would do.

    Args:
        on: the day of the release.
        items: what it issues, by code.
        refusals: what it does not issue although it was named, is approved or in force.
        skipped: drafts that were not named, and withdrawn documents.
        whole: no documents were named, so that the master lists belong to the release.
        for_signing: what it issues is yet to be signed.
    """

    on: date
    items: tuple[Item, ...]
    refusals: tuple[Refusal, ...]
    skipped: tuple[Document, ...]
    whole: bool
    for_signing: bool = False


def plan_release(register: Register, *, on: date, codes: Collection[str] = (), draft: bool = False) -> Plan:
    """What a release on a day would issue.

    Args:
        register: from :func:`qmsdocs.load`.
        on: the day of the release.
        codes: only these documents; empty means all that are in force or approved.
        draft: issue drafts too.

    Raises:
        UnknownDocument: a code is not in the register.
    """
    chosen = [named_document(register, code) for code in dict.fromkeys(codes)] if codes else list(register.documents)
    items: list[Item] = []
    refusals: list[Refusal] = []
    skipped: list[Document] = []
    for document in sorted(chosen, key=lambda d: d.code):
        outcome = _outcome(document, on, draft=draft, named=bool(codes))
        items += outcome.items
        refusals += outcome.refusals
        skipped += outcome.skipped
    return Plan(on, tuple(items), tuple(refusals), tuple(skipped), whole=not codes)


@dataclass(frozen=True, slots=True)
class _Outcome:
    items: tuple[Item, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    skipped: tuple[Document, ...] = ()


def _outcome(document: Document, on: date, *, draft: bool, named: bool) -> _Outcome:
    last = document.last
    if document.withdrawn and document.withdrawn.on <= on:
        return _not_issued(document, say("it is withdrawn"), say("read it from the release of its time"), named=named)
    if last is None:
        return _not_issued(
            document,
            say("its ledger is empty"),
            say("add an entry with issue: 1, revision: 0 under revisions"),
            named=named,
        )
    if document.status_of(last, on) in _ISSUED:
        return _Outcome((Item(document, last, Copy.ISSUED),))  # approved ones are handed out before they take effect
    left_behind = _left_behind(document, last, on)
    if draft:
        return _Outcome((Item(document, last, Copy.DRAFT),), left_behind)
    if left_behind:
        return _Outcome(refusals=left_behind)
    return _not_issued(
        document,
        say("{number} is not approved", number=last.number),
        say("add --draft to issue it as a draft, or have it approved"),
        named=named,
    )


def _not_issued(document: Document, reason: Message, remedy: Message, *, named: bool) -> _Outcome:
    return _Outcome(refusals=(Refusal(document, reason, remedy),)) if named else _Outcome(skipped=(document,))


def _left_behind(document: Document, last: Revision, on: date) -> tuple[Refusal, ...]:
    """The entry that ought to be issued, in force before approved, although the files hold a later one."""
    newest_first = [(document.status_of(entry, on), entry.number) for entry in reversed(document.revisions)]
    found = next((pair for issued in _ISSUED for pair in newest_first if pair[0] is issued), None)
    if found is None:
        return ()
    status, number = found
    reason = say(
        "{number} is {status}, but the files already hold {last}",
        number=number,
        status=STATUS_NAMES[status],
        last=last.number,
    )
    return (Refusal(document, reason, _remedy(number, last)),)


def _remedy(number: str, last: Revision) -> Message:
    if last.approved_on:
        day = last.approved_on.isoformat()
        return say("release it from the commit that holds {number}, or as of {day} or later", number=number, day=day)
    return say("release it from the commit that holds {number}, or finish {last}", number=number, last=last.number)


def named_document(register: Register, code: str) -> Document:
    """The agency's own document with a code.

    Raises:
        UnknownDocument: there is none.
    """
    document = register.document(code)
    if document is None:
        if register.find(code):
            raise UnknownDocument(say("{code} is an external document; only the agency's own are released", code=code))
        raise unknown_document(register, code)
    return document
