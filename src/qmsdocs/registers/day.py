"""The register as of a day: where an older revision stands for a document, its title and facts instead of those of the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Status
from qmsdocs.model.register import Register

_ISSUED = (Status.APPROVED, Status.IN_FORCE)
Key = tuple[str, str]
"""Code of a document and number of one of its entries."""


def left_behind(register: Register, day: date) -> Iterator[tuple[Document, Revision]]:
    """The documents of which an older revision than that of the files is in force or approved on a day, and its entry."""
    for document in register.documents:
        entry = _older(document, day)
        if entry is not None:
            yield document, entry


def as_of(register: Register, day: date, held: Mapping[Key, Document]) -> Register:
    """The register with the documents as they were in force on a day; their ledgers stay as they are now.

    Args:
        register: as it stands in the files.
        day: the day.
        held: older revisions, as their tags hold them.
    """
    documents = tuple(document_as_of(document, day, held) for document in register.documents)
    return replace(register, documents=documents)


def document_as_of(document: Document, day: date, held: Mapping[Key, Document]) -> Document:
    """A document as it was in force on a day, with the ledger of now; see :func:`as_of`."""
    entry = _older(document, day)
    then = held.get((document.code, entry.number)) if entry is not None else None
    if then is None:
        return document
    return then.model_copy(update={key: getattr(document, key) for key in ("revisions", "reviews", "withdrawn")})


def _older(document: Document, day: date) -> Revision | None:
    """The entry that stands for a document on a day, where it is approved and the files hold a later one."""
    entry = document.entry_on(day)
    if entry is None or entry is document.last or document.status_of(entry, day) not in _ISSUED:
        return None
    return entry
