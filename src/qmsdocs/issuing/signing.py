"""Copies for the leader to sign on paper: what is printed, what is refused and why. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.issuing.plan import Item, Plan, Refusal, named_document
from qmsdocs.model.agency import Agency
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Signature, Status
from qmsdocs.model.register import Register
from qmsdocs.rules.base import codes_meant
from qmsdocs.word.printing.edition import Copy


def plan_signing(register: Register, *, on: date, codes: Collection[str], basis: Collection[str] = ()) -> Plan:
    """What would be printed for signing: entries that were reviewed as they stand and await approval.

    Args:
        register: from :func:`qmsdocs.load`.
        on: the day of printing.
        codes: of the documents.
        basis: codes of what the decision rests on.

    Raises:
        UnknownDocument: a code is not in the register.
        UnusableConfiguration: no document is named.
    """
    if not codes:
        raise UnusableConfiguration(
            say("name the documents that are to be signed: `qmsdocs release --for-signing CODE`")
        )
    documents = {document.code: document for document in (named_document(register, code) for code in codes)}
    outcomes = [_outcome(documents[code], on) for code in sorted(documents)]
    items = tuple(outcome for outcome in outcomes if isinstance(outcome, Item))
    refusals = tuple(outcome for outcome in outcomes if isinstance(outcome, Refusal))
    return Plan(on, items, refusals, (), whole=False, for_signing=True, basis=codes_meant(register, basis))


def _outcome(document: Document, on: date) -> Item | Refusal:
    last = document.last
    if document.withdrawn and document.withdrawn.on <= on:
        return Refusal(document, say("it is withdrawn"), say("a document that has ended is not signed"))
    if last is None:
        reason = say("its ledger is empty")
        return Refusal(document, reason, say("add an entry with issue: 1, revision: 0 under revisions"))
    if last.approved:
        reason = say("{number} is approved already", number=last.number)
        return Refusal(document, reason, say("print it with `qmsdocs release {code}`", code=document.code))
    if document.status_of(last, on) is not Status.AWAITING_APPROVAL:
        return _not_reviewed(document, last, on)
    if any(signature.content != document.origin.digest for signature in last.reviewed):
        reason = say("the content was changed after {number} was reviewed", number=last.number)
        remedy = say("sign it again with `qmsdocs sign {code} --as prepared`, then `--as reviewed`", code=document.code)
        return Refusal(document, reason, remedy)
    return Item(document, last, Copy.FOR_SIGNING)


def _not_reviewed(document: Document, last: Revision, on: date) -> Refusal:
    reason = say("{number} was not reviewed by {day}", number=last.number, day=on.isoformat())
    verb = "reviewed" if last.prepared else "prepared"
    return Refusal(
        document, reason, say("sign it first with `qmsdocs sign {code} --as {act}`", code=document.code, act=verb)
    )


def expected_approver(document: Document, agency: Agency, on: date) -> Signature | None:
    """Who will approve, as far as qms.yaml leaves no choice.

    Args:
        document: what is to be approved.
        agency: whose signers are asked.
        on: a day near that of the signature.

    Returns:
        The person and position without a day, None when several may sign or nobody.
    """
    fitting = {
        signer.id
        for signer in agency.signers_for("approve")
        if signer.covers(document) and signer.valid_on(on) and _may_sign(agency, signer.id, on)
    }
    if len(fitting) != 1:
        return None
    (by,) = fitting
    return Signature(by=by, position=agency.people[by].position)


def _may_sign(agency: Agency, by: str, on: date) -> bool:
    person = agency.people.get(by)
    return person is not None and (person.until is None or on <= person.until)
