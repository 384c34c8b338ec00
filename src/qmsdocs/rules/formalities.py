"""QD224 to QD229: what signatures, reviews and withdrawals must state to be followed up. These cannot be waived."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.register import Register, Signing
from qmsdocs.model.worktime import months
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule


@rule("QD224", ERROR, "format.md, section 6", of=Register)
def unsigned_name(register: Register, context: Context) -> Iterator[Problem]:
    """A signature says who signed (an id of qms.yaml), on which day and in which position.

    Why: A typed name binds nobody. Only history older than the tool, carried over, may name people who are not in
    qms.yaml.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {name: Lê Thị Bình, on: 2026-01-05, position: Công chức}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
    """
    for signing in register.signings:
        signature = signing.signature
        if signing.entry.carried_over:
            continue
        if signature.name or not (signature.by and signature.on and signature.position):
            for message, remedy, at in _missing(signature, register):
                yield Problem(message, remedy, (*signing.at, *at), signing.document)


def _missing(signature: Signature, register: Register) -> Iterator[tuple[Message, Message, YamlPath]]:
    if signature.name:
        known = next((id_ for id_, person in register.agency.people.items() if person.name == signature.name), None)
        remedy = say("add the person to people in qms.yaml and write by: with the id")
        if known:
            remedy = say("write by: {person} in place of name:", person=known)
        yield say("“{name}” is a typed name, not a person of qms.yaml", name=signature.name), remedy, ("name",)
    elif not signature.by:
        yield say("the signature does not say who signed"), say("add by: with the id of the person"), ()
    if not signature.on:
        yield say("the signature has no date"), say("add on: with the day of the signature"), ()
    if not signature.position:
        yield say("the signature has no position"), say("add position: as it was on that day"), ()


@rule("QD225", ERROR, "format.md, section 4", of=Document)
def bad_review_period(document: Document, context: Context) -> Iterator[Problem]:
    """The period of review is a number of months or years.

    Why: From any other words no day can be worked out on which the review is due.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        review_every: hằng năm
    Good:
        --- procedures/QT-02/QT-02.yaml
        review_every: 12 tháng
    """
    period = document.review_every
    if period and not months(period):
        message = say("“{period}” is not a period", period=period)
        yield Problem(message, say("write for example 12 tháng or 3 năm"), ("review_every",))


@rule("QD226", ERROR, "format.md, section 6", of=Document)
def reopened_after_effective(document: Document, context: Context) -> Iterator[Problem]:
    """An entry is reopened only before it takes effect, and its earlier signatures are gone.

    Why: Once in force, a text is changed by a revision; signatures that were given before the reopening belong to the
    text that was taken back.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reopened: [{by: nguyen-van-an, on: 2026-01-25, reason: Thiếu biểu mẫu}]
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-26, position: Công chức}
            reopened: [{by: nguyen-van-an, on: 2026-01-25, reason: Thiếu biểu mẫu}]
    """
    for index, entry in enumerate(document.revisions):
        if entry.reopened:
            yield from _wrongly_reopened(entry, ("revisions", index))


def _wrongly_reopened(entry: Revision, at: YamlPath) -> Iterator[Problem]:
    effective = entry.effective or entry.approved_on
    for place, reopened in enumerate(entry.reopened):
        if effective and reopened.on >= effective:
            values = {"number": entry.number, "day": reopened.on, "effective": effective}
            message = say("{number} was reopened on {day}, but it takes effect on {effective}", **values)
            yield Problem(message, say("make the change in a new revision"), (*at, "reopened", place, "on"))
    last = max(reopened.on for reopened in entry.reopened)
    for key, signatures in (("prepared", entry.prepared), ("reviewed", entry.reviewed)):
        for place, signature in enumerate(signatures):
            if signature.on and signature.on < last:
                yield _outlived(entry, signature, last.isoformat(), (*at, key, place, "on"))
    if entry.approved and entry.approved_on and entry.approved_on < last:
        yield _outlived(entry, entry.approved, last.isoformat(), (*at, "approved", "on"))


def _outlived(entry: Revision, signature: Signature, reopened: str, at: YamlPath) -> Problem:
    values = {"number": entry.number, "day": signature.on, "reopened": reopened}
    message = say("the signature of {day} is older than the reopening of {number} on {reopened}", **values)
    return Problem(message, say("take it out and have the text signed again"), at)


@rule("QD227", ERROR, "format.md, section 6", of=Document)
def entry_after_withdrawal(document: Document, context: Context) -> Iterator[Problem]:
    """No entry takes effect once the document is withdrawn.

    Why: A withdrawn document does not come back under its code with a revision; its subject gets a new document.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 1, carried_over: true, approved: {name: Lê Văn Cũ, on: 2026-05-05}}
        withdrawn: {on: 2026-05-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
        --- procedures/QT-01/QT-01.yaml
        clauses: ["4", "5", "6", "7", "8", "9", "10"]
        references: [30/2020/NĐ-CP]
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 1, carried_over: true, approved: {name: Lê Văn Cũ, on: 2026-03-05}}
        withdrawn: {on: 2026-05-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
        --- procedures/QT-01/QT-01.yaml
        clauses: ["4", "5", "6", "7", "8", "9", "10"]
        references: [30/2020/NĐ-CP]
    """
    end = document.withdrawn
    if end is None:
        return
    days = [entry.effective or entry.approved_on for entry in document.revisions]
    if not any(day < end.on for day in days if day):
        return  # never in force: that is QD219
    for index, (entry, day) in enumerate(zip(document.revisions, days, strict=True)):
        if day and day >= end.on:
            values = {"number": entry.number, "day": day, "end": end.on}
            yield Problem(
                say("{number} takes effect on {day}, but the document is withdrawn from {end} on", **values),
                say("take the entry out, or take withdrawn out if the document goes on"),
                ("revisions", index, *(("effective",) if entry.effective else ("approved", "on"))),
            )


@rule("QD228", WARNING, "format.md, section 3", of=Register)
def capacity_not_in_position(register: Register, context: Context) -> Iterator[Problem]:
    """Who signs on behalf of another says so before the position: KT., TL., TUQ., Q.

    Why: The position is printed as it stands in the signature; without the capacity the paper claims an authority of
    its own for someone who signs for the head of the agency.

    Bad:
        --- qms.yaml
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [{id: nguyen-van-an, capacity: Q.}]
    Good:
        --- qms.yaml
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [{id: nguyen-van-an}]
    """
    for signing in register.signings:
        position = signing.signature.position
        if position and not signing.entry.carried_over:
            capacities = _capacities(signing, register)
            if capacities and not any(capacity is None or position.startswith(capacity) for capacity in capacities):
                values = {"person": signing.signature.by, "capacity": capacities[0], "position": position}
                message = say("{person} signs {capacity}, but the position is “{position}”", **values)
                remedy = say("begin the position with {capacity}, as on decisions", capacity=capacities[0])
                yield Problem(message, remedy, (*signing.at, "position"), signing.document)


def _capacities(signing: Signing, register: Register) -> list[str | None]:
    """The capacities in which the signer may sign this document on that day."""
    by, day = signing.signature.by, signing.signature.on
    signers = register.agency.signers_for(signing.action)
    return [s.capacity for s in signers if s.id == by and s.covers(signing.document) and day and s.valid_on(day)]


@rule("QD229", ERROR, "ISO 9001:2015, 7.5.3.2", of=Register)
def evidence_missing(register: Register, context: Context) -> Iterator[Problem]:
    """The file that proves an approval is in the repository.

    Why: A hash of a file that nobody has proves nothing.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            carried_over: true
            approved:
              name: Lê Văn Cũ
              on: 2025-05-05
              evidence:
                file: records/decisions/12-QD-UBND.pdf
                sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            carried_over: true
            approved: {name: Lê Văn Cũ, on: 2025-05-05}
    """
    for document in register.documents:
        for index, entry in enumerate(document.revisions):
            evidence = entry.approved and entry.approved.evidence
            if evidence and evidence.file not in register.paths:
                folder = register.agency.paths.records
                remedy = say("put the file into the folder {folder} and write its path, {folder}/…", folder=folder)
                at = ("revisions", index, "approved", "evidence", "file")
                yield Problem(say("there is no file {file}", file=evidence.file), remedy, at, document)


RULES: tuple[Rule, ...] = (
    unsigned_name,
    bad_review_period,
    reopened_after_effective,
    entry_after_withdrawal,
    capacity_not_in_position,
    evidence_missing,
)
