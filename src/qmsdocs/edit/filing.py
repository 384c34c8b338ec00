"""Filing the scan of a decision after the approval was recorded: paper often reaches the secretary days later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from qmsdocs.diagnostics import say
from qmsdocs.edit.deciding import Issuing, Signed, decision_path, filed
from qmsdocs.edit.ledger import Change, Desk, Entry
from qmsdocs.edit.rewriting import Rewrite, rewritten
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Approval


class FilingDesk(Desk):
    """A repository in which decisions are recorded and their scans are filed."""

    def issued_by(self, codes: Sequence[str], number: str, on: date | None = None) -> list[Entry]:
        """The entries of documents that a decision has issued already; none unless it has issued all of the documents.

        Args:
            codes: of the documents.
            number: of the decision.
            on: its day; without it only the last entry of a ledger is looked at, for numbers begin anew every year.

        Raises:
            UnknownDocument: there is no such document.
        """
        found = [self._issued(document, number, on) for document in self._documents(codes)]
        return [entry for entry in found if entry] if all(found) else []

    def file_evidence(self, entries: Sequence[Entry], issuing: Issuing, *, by: str) -> tuple[Rewrite, ...]:
        """Files the scan of the decision that issued some entries; nothing else of them changes.

        Args:
            entries: from :meth:`issued_by`.
            issuing: the decision with its evidence.
            by: id of the person who is said to have approved them.

        Raises:
            EditRefused: they were approved otherwise, or bear other evidence already.
            UnusableConfiguration: the evidence cannot be read or filed.
        """
        approvals = [_approval(entry, issuing, by) for entry in entries]
        day = max(approval.on for approval in approvals if approval.on)
        if issuing.evidence is None:
            raise UnusableConfiguration(say("name the scan or signed file that is to be filed: --evidence FILE"))
        decision = decision_path(self.register, Signed(issuing, by, day, ()))
        evidence, scan = filed(self._files, self.register, self._root, issuing.evidence, decision)
        rewrites = [scan]
        for (document, index, entry), approval in zip(entries, approvals, strict=True):
            if approval.evidence and approval.evidence.sha256 != evidence["evidence"]["sha256"]:
                raise EditRefused(
                    say(
                        "{code}: {number} bears evidence already: {file}; what was filed stays, nothing was changed",
                        code=document.code,
                        number=entry.number,
                        file=approval.evidence.file,
                    )
                )
            if approval.evidence is None:
                at = ("revisions", index, "approved", "evidence")
                change = _putting(at, evidence["evidence"])
                rewrites.append(rewritten(self._files, document.origin.path, change))
        return self._proved(rewrites, day)

    def _issued(self, document: Document, number: str, on: date | None) -> Entry | None:
        for index, entry in reversed(list(enumerate(document.revisions))):
            approval = entry.approved
            if approval and approval.decision and code_key(approval.decision) == code_key(number):
                return (document, index, entry) if on in (None, approval.on) else None
            if on is None:
                return None
        return None


def _approval(issued: Entry, issuing: Issuing, by: str) -> Approval:
    """The approval of an entry, which nothing but its evidence is added to."""
    document, _, entry = issued
    approval = entry.approved
    effective = issuing.effective or entry.in_force_from
    if approval is None or approval.by != by or effective != entry.in_force_from:
        raise EditRefused(
            say(
                "{code}: {number} was approved by {by} on {day}, in force from {effective}; only the evidence of it can be "
                "filed now, nothing was changed",
                code=document.code,
                number=entry.number,
                by=(approval and (approval.by or approval.name)) or "?",
                day=entry.approved_on,
                effective=entry.in_force_from,
            )
        )
    return approval


def _putting(path: tuple[str | int, ...], value: Any) -> Change:
    return lambda patch: patch.put(path, value)
