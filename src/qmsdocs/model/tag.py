"""The tag of a released revision: ``<stem>/<issue>.<revision>``, and what its message says (format.md, section 6)."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdocs.model.codes import stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision

_CONTENT, _DECISION, _MANIFEST, _PREVIOUS = "Content", "Decision", "Manifest", "Previous"


@dataclass(frozen=True, slots=True)
class TagFacts:
    """What the message of a tag says of the revision that was released.

    Args:
        code: of the document.
        number: ``issue.revision``.
        content: ``sha256:…`` of the content that was approved.
        decision: number of the decision that issued it; empty where there is none (carried-over entries).
        manifest: ``sha256:…`` of the manifest of the release.
        previous: name and full id of the tag of the revision before, ``QT-01/1.0 0f3c…``; empty where there is none. Tags
            form a chain, so that one that is taken away or made again is missed.
    """

    code: str
    number: str
    content: str
    decision: str = ""
    manifest: str = ""
    previous: str = ""

    @property
    def message(self) -> str:
        """The message, as it stands in the tag.

        >>> print(TagFacts("QT-01", "1.0", "sha256:12", "12/QĐ-UBND", "sha256:34").message, end="")
        QT-01 1.0
        <BLANKLINE>
        Content: sha256:12
        Decision: 12/QĐ-UBND
        Manifest: sha256:34
        """
        facts = {
            _CONTENT: self.content,
            _DECISION: self.decision,
            _MANIFEST: self.manifest,
            _PREVIOUS: self.previous,
        }
        return f"{self.code} {self.number}\n\n" + "".join(f"{key}: {value}\n" for key, value in facts.items() if value)

    @staticmethod
    def of(message: str) -> TagFacts | None:
        """The facts of a message; None where it is not one of ours.

        >>> TagFacts.of(TagFacts("Quy trình 1", "1.0", "sha256:12").message)
        TagFacts(code='Quy trình 1', number='1.0', content='sha256:12', decision='', manifest='', previous='')
        >>> TagFacts.of("v1.0") is None
        True
        """
        first, *lines = message.splitlines() or [""]
        code, _, number = first.rpartition(" ")
        facts = dict(line.split(": ", 1) for line in lines if ": " in line)
        if not code or _CONTENT not in facts:
            return None
        others = (facts.get(key, "") for key in (_DECISION, _MANIFEST, _PREVIOUS))
        return TagFacts(code, number, facts[_CONTENT], *others)


def tag_name(document: Document, entry: Revision) -> str:
    """The name of the tag of a revision, ``QT-01/1.0``.

    Args:
        document: the document.
        entry: one of its ledger.
    """
    return f"{stem_of(document.code)}/{entry.number}"
