"""What one Word release is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register


@dataclass(frozen=True, slots=True)
class Edition:
    """One revision of a document, with all that its pages need.

    Args:
        document: the document; its files are the content of ``entry``.
        entry: the entry of its ledger that is printed; later ones are not shown.
        register: the other documents, the agency and its profile.
        draft: DỰ THẢO is printed on every page.
        image: gives the bytes of an image by its target as written in the text, None when there is none.
    """

    document: Document
    entry: Revision
    register: Register
    draft: bool
    image: Callable[[str], bytes | None]

    @property
    def history(self) -> tuple[Revision, ...]:
        """The ledger up to and including the entry that is printed."""
        entries = self.document.revisions
        last = next((index for index, entry in enumerate(entries) if entry is self.entry), len(entries) - 1)
        return entries[: last + 1]
