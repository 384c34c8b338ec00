"""What one Word release is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from qmsdocs.model.document import Document, Form
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.register import Register


class Copy(Enum):
    """What a printed copy is for."""

    ISSUED = "issued"
    """TÀI LIỆU KIỂM SOÁT is printed above every page."""
    DRAFT = "draft"
    """DỰ THẢO is printed on every page."""
    OBSOLETE = "obsolete"
    """Superseded or withdrawn: HẾT HIỆU LỰC is printed on every page."""
    FOR_SIGNING = "for signing"
    """Looks as the issued one will, with room for number, days and signature, and the digest on every page."""


def no_form(_: Form) -> None:
    """For documents none of whose forms are Markdown."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One revision of a document, with all that its pages need.

    Args:
        document: the document; its files are the content of ``entry``.
        entry: the entry of its ledger that is printed; later ones are not shown.
        register: the other documents, the agency and its profile.
        copy: what it is for.
        image: gives the bytes of an image by its target as written in the text, None when there is none.
        approver: who is expected to approve, as a signature without day; None when that is open.
        form: gives the text of a form that is Markdown, None for any other.
        pages: on which page each heading stands, in their order, when the contents are to say so: that depends on the
            fonts of the machine that laid out the pages.
    """

    document: Document
    entry: Revision
    register: Register
    copy: Copy
    image: Callable[[str], bytes | None]
    approver: Signature | None = None
    form: Callable[[Form], str | None] = no_form
    pages: Sequence[int] = ()

    @property
    def history(self) -> tuple[Revision, ...]:
        """The ledger up to and including the entry that is printed."""
        entries = self.document.revisions
        last = next((index for index, entry in enumerate(entries) if entry is self.entry), len(entries) - 1)
        return entries[: last + 1]

    @property
    def short_digest(self) -> str:
        """The first twelve digits of the digest of its content; enough to tell two texts apart on paper."""
        return self.document.origin.digest.removeprefix("sha256:")[:12]
