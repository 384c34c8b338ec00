"""QD213 to QD216: who signed or withdrew, and whether they may. Rules of the ledger cannot be waived."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.model.agency import Agency, Signer
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Signature
from qmsdocs.model.register import Register, Signing
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, did_you_mean, rule


@rule("QD213", ERROR, "format.md, section 6", of=Document)
def same_person_prepared_and_reviewed(document: Document, context: Context) -> Iterator[Problem]:
    """Who prepared an entry neither reviews nor approves it.

    Why: Nobody sees the faults of a text of their own; the signatures stand for a second look.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: tran-van-cuong, on: 2026-01-05, position: Phó Chủ tịch}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch}
        --- qms.yaml
        signers: {prepare: [le-thi-binh, tran-van-cuong], review: [tran-van-cuong], approve: [nguyen-van-an]}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch}
    """
    for index, entry in enumerate(document.revisions):
        writers = {signature.by or signature.name for signature in entry.prepared} - {None}
        others: list[tuple[Signature, YamlPath]] = [(s, ("reviewed", place)) for place, s in enumerate(entry.reviewed)]
        if entry.approved:
            others.append((entry.approved, ("approved",)))
        for signature, at in others:
            if (signature.by or signature.name) in writers:
                values = {"person": signature.by or signature.name, "number": entry.number}
                if signature is entry.approved:
                    message = say("{person} prepared {number} and approves it too", **values)
                else:
                    message = say("{person} prepared {number} and reviews it too", **values)
                key = "by" if signature.by else "name"
                yield Problem(message, say("have someone else sign here"), ("revisions", index, *at, key))


@rule("QD214", ERROR, "format.md, section 2", of=Register)
def signer_unknown(register: Register, context: Context) -> Iterator[Problem]:
    """Whoever signs is one of people in qms.yaml.

    Why: A signature of nobody known is no signature.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-bình, on: 2026-01-05, position: Công chức}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
    """
    people = register.agency.people
    for signing in register.signings:
        person = signing.signature.by
        if person and person not in people:
            otherwise = say("add {person} to people in qms.yaml, or write the id of who signed", person=person)
            message = say("there is no person {person} in qms.yaml", person=person)
            yield Problem(message, did_you_mean(person, people, otherwise), (*signing.at, "by"), signing.document)


@rule("QD215", ERROR, "ISO 9001:2015, 5.3", of=Register)
def signer_not_allowed(register: Register, context: Context) -> Iterator[Problem]:
    """Whoever signs or withdraws may do so under signers in qms.yaml, for this document.

    Why: A document is in force because someone with the authority approved it.

    Bad:
        --- qms.yaml
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [{id: nguyen-van-an, for: [internal]}]
    Good:
        --- qms.yaml
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [{id: nguyen-van-an, for: [VP]}]
    """
    for signing in (*_ordinary(register), *_withdrawals(register)):
        person = signing.signature.by or ""
        held = [signer for signer in register.agency.signers_for(signing.action) if signer.id == person]
        if not any(signer.covers(signing.document) for signer in held):
            yield Problem(*_for_not_allowed(signing, held, register.agency), (*signing.at, "by"), signing.document)


def _ordinary(register: Register) -> Iterator[Signing]:
    """Signatures by people of qms.yaml in entries that are not carried over: those that ``signers`` must allow."""
    people = register.agency.people
    for signing in register.signings:
        if signing.signature.by in people and not signing.entry.carried_over:
            yield signing


def _withdrawals(register: Register) -> Iterator[Signing]:
    """Who withdrew a document must be one who may approve it; on which day that was decided is not written."""
    for document in register.documents:
        end, last = document.withdrawn, document.last
        if end and last and end.by in register.agency.people:
            yield Signing(document, last, "approve", Signature(by=end.by), ("withdrawn",))


_MAY_NOT = {
    "prepare": say("{person} is not among those who may prepare documents"),
    "review": say("{person} is not among those who may review documents"),
    "approve": say("{person} is not among those who may approve documents"),
}
_MAY_ONLY = {
    "prepare": say("{person} may prepare documents only for {scope}"),
    "review": say("{person} may review documents only for {scope}"),
    "approve": say("{person} may approve documents only for {scope}"),
}


def _for_not_allowed(signing: Signing, held: list[Signer], agency: Agency) -> tuple[Message, Message]:
    person, action = signing.signature.by or "", signing.action
    scope = ", ".join(dict.fromkeys(part for signer in held for part in signer.scope))
    message = _with(_MAY_ONLY[action], person=person, scope=scope) if held else _with(_MAY_NOT[action], person=person)
    others = _allowed(signing, agency)
    if others:
        who = ", ".join(others)
        return message, say("have someone sign who may ({others}), or change signers in qms.yaml", others=who)
    return message, say("say under signers in qms.yaml who may do so")


def _with(message: Message, **values: object) -> Message:
    return Message(message.template, values)


def _allowed(signing: Signing, agency: Agency) -> list[str]:
    """The people who might sign here on that day."""
    signers = agency.signers_for(signing.action)
    day = signing.signature.on
    return list(dict.fromkeys(s.id for s in signers if s.covers(signing.document) and (day is None or s.valid_on(day))))


@rule("QD216", ERROR, "ISO 9001:2015, 5.3", of=Register)
def signer_not_valid_on_the_day(register: Register, context: Context) -> Iterator[Problem]:
    """Whoever signs holds office and authority on that day.

    Why: Someone who has left, or whose authority has not begun, cannot put a document in force.

    Bad:
        --- qms.yaml
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [{id: nguyen-van-an, from: 2026-03-01}]
    Good:
        --- qms.yaml
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [{id: nguyen-van-an, from: 2026-01-01}]
    """
    for signing in register.signings:
        by, day = signing.signature.by or "", signing.signature.on
        person = register.agency.people.get(by)
        at = (*signing.at, "by")
        if person and day and person.until and day > person.until:
            message = say("{person} could sign until {until}, not on {day}", person=by, until=person.until, day=day)
            remedy = say("correct the date, or have someone sign who holds the office on that day")
            yield Problem(message, remedy, at, signing.document)
        elif person and day and not signing.entry.carried_over and _lapsed(signing, register.agency):
            message = say("the authority of {person} does not hold on {day}", person=by, day=day)
            remedy = say("have someone sign whose authority holds on that day, or correct from and until in qms.yaml")
            yield Problem(message, remedy, at, signing.document)


def _lapsed(signing: Signing, agency: Agency) -> bool:
    """Whether the signer's authority for this document exists, but not on the day of the signature."""
    day, by = signing.signature.on, signing.signature.by
    held = [s for s in agency.signers_for(signing.action) if s.id == by and s.covers(signing.document)]
    return bool(held) and day is not None and not any(signer.valid_on(day) for signer in held)


RULES: tuple[Rule, ...] = (
    same_person_prepared_and_reviewed,
    signer_unknown,
    signer_not_allowed,
    signer_not_valid_on_the_day,
)
