"""Who signed, as the sign-off table prints it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qmsdocs.model.agency import Action, Agency, Signer
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Signature

_ON_BEHALF = frozenset({"KT.", "TL.", "TUQ."})


def signed(entry: Revision) -> dict[Action, tuple[Signature, ...]]:
    """The signatures of an entry by what was done."""
    return {"prepare": entry.prepared, "review": entry.reviewed, "approve": (entry.approved,) if entry.approved else ()}


def name_of(signature: Signature, agency: Agency) -> str:
    """The name of a signer; carried-over entries name people who are not in qms.yaml."""
    person = agency.people.get(signature.by or "")
    return person.name if person else signature.name or signature.by or ""


def position_of(signature: Signature, action: Action, document: Document, agency: Agency) -> tuple[str, ...]:
    """The position that a person signed in, in the lines that administrative papers use.

    The ledger keeps the position as it was on that day; who signs for another (KT. TL. TUQ.) has that other's position
    above it.
    """
    person = agency.people.get(signature.by or "")
    own = signature.position or (person.position if person else None) or ""
    authority = _authority(signature, action, document, agency)
    if authority is None or authority.capacity is None or own.startswith(authority.capacity):
        return (own,) if own else ()
    if authority.capacity in _ON_BEHALF:
        head = head_of(agency, signature.on)
        return (f"{authority.capacity} {head}", own) if head else (own,)
    if authority.capacity == "TM.":
        return (f"TM. {agency.organization.name}", own)
    return (f"{authority.capacity} {own}",)


def _authority(signature: Signature, action: Action, document: Document, agency: Agency) -> Signer | None:
    """The authority by which somebody signed; one without a capacity comes first."""
    day = signature.on
    fitting = [
        signer
        for signer in agency.signers_for(action)
        if signer.id == signature.by and signer.covers(document) and (day is None or signer.valid_on(day))
    ]
    return next((signer for signer in fitting if signer.capacity is None), fitting[0] if fitting else None)


def head_of(agency: Agency, day: date | None) -> str | None:
    """The position of the head of the agency: whoever approves everything in his own name."""
    for signer in agency.signers.approve:
        person = agency.people.get(signer.id)
        if signer.capacity is None and not signer.scope and person and (day is None or signer.valid_on(day)):
            return person.position
    return None


def printed_day(day: date | None) -> str:
    """A day as people read it.

    >>> printed_day(date(2026, 1, 5))
    '05/01/2026'
    """
    return f"{day:%d/%m/%Y}" if day else ""


def days(signatures: Sequence[Signature]) -> tuple[str, ...]:
    """The days of signatures, without those that are not known."""
    return tuple(printed_day(signature.on) for signature in signatures if signature.on)
