"""What befalls external documents, and by when the documents that cite them must follow.

Quyết định 19/2014/QĐ-TTg, Điều 4, gives three months to bring a change into the system; the number is data of the
profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qmsdocs.model.calendar import add_months
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import Register

ChangeKind = Literal["expired", "replaced", "amended"]


@dataclass(frozen=True, slots=True)
class ExternalChange:
    """What befell an external document.

    Args:
        kind: what happened; replaced in part counts as amended.
        since: the day from which it holds.
        by: the document that did it, None when it expired.
    """

    kind: ChangeKind
    since: date
    by: ExternalDocument | None = None


def changes_of(register: Register, external: ExternalDocument, day: date) -> Iterator[ExternalChange]:
    """What had befallen a document by a day; an expiry that its replacement explains is not told twice.

    Args:
        register: of the document.
        external: the document.
        day: later changes are left out.
    """
    key, replaced = code_key(external.code), False
    for other in register.changed_by.get(key, ()):
        if other is external or other.effective is None or other.effective > day:
            continue
        wholly = names(other.replaces, key) and not names(other.partly, key)
        replaced = replaced or wholly
        yield ExternalChange("replaced" if wholly else "amended", other.effective, other)
    if external.expires and external.expires <= day and not replaced:
        yield ExternalChange("expired", external.expires)


def names(codes: tuple[str, ...], key: str) -> bool:
    """Whether one of the codes has the key."""
    return any(code_key(code) == key for code in codes)


def deadline(register: Register, change: ExternalChange) -> date:
    """The last day on which the documents that cite the changed one may follow."""
    return add_months(change.since, register.profile.limits.external_update_months)


def answered(register: Register, document: Document, change: ExternalChange, day: date) -> bool:
    """Whether a document ended, was revised or reviewed since the change, or was written in knowledge of it.

    What cites the change beside what was changed knows of it: as it was approved, or as a draft that was never in force.

    Args:
        register: of both.
        document: cites what was changed.
        change: what it had to follow.
        day: what happened later does not count.
    """
    if document.withdrawn and document.withdrawn.on <= day:
        return True
    if any(change.since <= review.on <= day for review in document.reviews):
        return True
    approved = [entry for entry in document.revisions if entry.approved_on and entry.approved_on <= day]
    if any(change.since <= later for entry in approved for later in (entry.approved_on, entry.in_force_from) if later):
        return True
    if change.by is None or (approved and approved[-1] is not document.last):
        return False
    return any(document is citing for citing in register.citing(change.by))
