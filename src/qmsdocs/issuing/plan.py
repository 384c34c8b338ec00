"""What a release would issue, and what it refuses and why. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnknownDocument, UnusableConfiguration
from qmsdocs.model.codes import stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Status
from qmsdocs.model.register import Register
from qmsdocs.model.tag import tag_name
from qmsdocs.registers import STATUS_NAMES
from qmsdocs.registers.day import Key
from qmsdocs.rules.base import unknown_document
from qmsdocs.tagged import Snapshot, Tagged
from qmsdocs.word.printing.edition import Copy

_ISSUED = (Status.IN_FORCE, Status.APPROVED)
_ENDED = (Status.SUPERSEDED, Status.WITHDRAWN)
_SUFFIXES: Mapping[Copy, str] = MappingProxyType({Copy.FOR_SIGNING: "_trinh-ky", Copy.OBSOLETE: "_het-hieu-luc"})


@dataclass(frozen=True, slots=True)
class Item:
    """One revision that is issued.

    Args:
        document: the document, as its files hold it where it is read from.
        entry: the entry of its ledger whose content they are.
        copy: what the Word file is for.
        tag: name of the tag that holds it, or that the release makes; None for what is only in the work tree.
        snapshot: the commit that it is read from; None for the work tree.
    """

    document: Document
    entry: Revision
    copy: Copy
    tag: str | None = None
    snapshot: Snapshot | None = None

    @property
    def draft(self) -> bool:
        """It is issued as a draft, marked on every page."""
        return self.copy is Copy.DRAFT

    @property
    def file(self) -> str:
        """Name of the Word file: ``<stem>_<issue>.<revision>.docx``, with ``_trinh-ky`` of one that is to be signed."""
        return f"{stem_of(self.document.code)}_{self.entry.number}{_SUFFIXES.get(self.copy, '')}.docx"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that is not issued although it should be or was named.

    Args:
        document, reason, remedy: which one, why, and what to do.
        blocking: nothing at all may be issued, because something is not what it says it is.
    """

    document: Document
    reason: Message
    remedy: Message
    blocking: bool = False


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
        basis: codes of what the decision that is yet to be signed rests on.
    """

    on: date
    items: tuple[Item, ...]
    refusals: tuple[Refusal, ...]
    skipped: tuple[Document, ...]
    whole: bool
    for_signing: bool = False
    basis: tuple[str, ...] = ()


def plan_release(
    register: Register,
    *,
    on: date,
    codes: Collection[str] = (),
    draft: bool = False,
    tagged: Mapping[Key, Tagged] = MappingProxyType({}),
) -> Plan:
    """What a release on a day would issue.

    Args:
        register: from :func:`qmsdocs.load`.
        on: the day of the release.
        codes: only these documents; empty means all that are in force or approved.
        draft: issue drafts too.
        tagged: what the tags of revisions hold, by code and number; these are issued from there.

    Raises:
        UnknownDocument: a code is not in the register.
    """
    items: list[Item] = []
    refusals: list[Refusal] = []
    skipped: list[Document] = []
    for document in _chosen(register, codes):
        outcome = _outcome(document, on, tagged, draft=draft, named=bool(codes))
        items += outcome.items
        refusals += outcome.refusals
        skipped += outcome.skipped
    return Plan(on, tuple(items), tuple(refusals), tuple(skipped), whole=not codes)


def plan_obsolete(
    register: Register, *, on: date, codes: Collection[str], tagged: Mapping[Key, Tagged] = MappingProxyType({})
) -> Plan:
    """What a release of copies that are no longer in force would issue: for the files of an auditor or a court.

    Args:
        register: from :func:`qmsdocs.load`.
        on: the day of the release.
        codes: of the documents.
        tagged: what the tags of revisions hold, by code and number.

    Raises:
        UnknownDocument: a code is not in the register.
        UnusableConfiguration: no document is named.
    """
    if not codes:
        raise UnusableConfiguration(say("name the documents: `qmsdocs release --obsolete CODE`"))
    items: list[Item] = []
    refusals: list[Refusal] = []
    for document in _chosen(register, codes):
        ended = [entry for entry in document.revisions if document.status_of(entry, on) in _ENDED]
        if not ended:
            reason = say("none of its revisions is superseded or withdrawn on {day}", day=on.isoformat())
            refusals.append(Refusal(document, reason, say("`qmsdocs release {code}` issues it", code=document.code)))
        for entry in ended:
            outcome = _issued(document, entry, on, tagged.get((document.code, entry.number)))
            if isinstance(outcome, Item):
                items.append(replace(outcome, copy=Copy.OBSOLETE))
            else:
                refusals.append(outcome)
    return Plan(on, tuple(items), tuple(refusals), (), whole=False)


def ended_on(register: Register, on: date, codes: Collection[str]) -> tuple[tuple[Document, Revision], ...]:
    """The revisions of documents that are superseded or withdrawn on a day."""
    return tuple(
        (document, entry)
        for document in _chosen(register, codes)
        for entry in document.revisions
        if document.status_of(entry, on) in _ENDED
    )


def released_on(register: Register, on: date, codes: Collection[str] = ()) -> tuple[tuple[Document, Revision], ...]:
    """The revisions that a release on a day is about: in force, or approved and handed out before they take effect."""
    return tuple((document, entry) for document in _chosen(register, codes) for entry in _released(document, on))


def _chosen(register: Register, codes: Collection[str]) -> list[Document]:
    chosen = [named_document(register, code) for code in codes] if codes else register.documents
    return sorted({document.code: document for document in chosen}.values(), key=lambda d: d.code)


def _released(document: Document, on: date) -> tuple[Revision, ...]:
    return tuple(entry for entry in document.revisions if document.status_of(entry, on) in _ISSUED)


@dataclass(frozen=True, slots=True)
class _Outcome:
    items: tuple[Item, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    skipped: tuple[Document, ...] = ()


def _outcome(document: Document, on: date, tagged: Mapping[Key, Tagged], *, draft: bool, named: bool) -> _Outcome:
    last = document.last
    if document.withdrawn and document.withdrawn.on <= on:
        remedy = say("`qmsdocs release {code} --on DAY` issues it as it was in force on a day", code=document.code)
        return _not_issued(document, say("it is withdrawn"), remedy, named=named)
    if last is None:
        return _not_issued(
            document,
            say("its ledger is empty"),
            say("add an entry with issue: 1, revision: 0 under revisions"),
            named=named,
        )
    wanted = _released(document, on)
    issued = [_issued(document, entry, on, tagged.get((document.code, entry.number))) for entry in wanted]
    if draft and last not in wanted:
        issued.append(Item(document, last, Copy.DRAFT))
    if not issued:
        return _not_issued(
            document,
            say("{number} is not approved", number=last.number),
            say("add --draft to issue it as a draft, or have it approved"),
            named=named,
        )
    return _Outcome(
        tuple(each for each in issued if isinstance(each, Item)),
        tuple(each for each in issued if isinstance(each, Refusal)),
    )


def _not_issued(document: Document, reason: Message, remedy: Message, *, named: bool) -> _Outcome:
    return _Outcome(refusals=(Refusal(document, reason, remedy),)) if named else _Outcome(skipped=(document,))


def _issued(document: Document, entry: Revision, on: date, tagged: Tagged | None) -> Item | Refusal:
    """A revision from its tag; without one, from the files when they are its content."""
    if tagged is not None:
        return _from_tag(document, entry, tagged)
    if entry is document.last:
        return Item(document, entry, Copy.ISSUED)
    reason = say(
        "{number} is {status}, but the files already hold {last}",
        number=entry.number,
        status=STATUS_NAMES[document.status_of(entry, on)],
        last=document.revisions[-1].number,
    )
    remedy = say(
        "fetch its tag {tag} with `git fetch --tags`, or make it with `qmsdocs release --tag` at the commit that holds "
        "{number}",
        tag=tag_name(document, entry),
        number=entry.number,
    )
    return Refusal(document, reason, remedy)


def _from_tag(document: Document, entry: Revision, tagged: Tagged) -> Item | Refusal:
    then = tagged.right
    held = then.entry(entry.number) if then else None
    if then is not None and held is not None:
        return Item(then, held, Copy.ISSUED, tag=tagged.tag.name, snapshot=tagged.snapshot)
    reason = say("the tag {tag} is wrong: {fault}", tag=tagged.tag.name, fault=next(iter(tagged.faults)))
    remedy = say(
        "`qmsdocs verify {tag}` tells all; put back what was changed, or fetch the right tag with `git fetch --tags --force`",
        tag=tagged.tag.name,
    )
    return Refusal(document, reason, remedy, blocking=True)


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
