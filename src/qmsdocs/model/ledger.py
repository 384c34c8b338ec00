"""The ledger of a document: its issues and revisions, and their status on a day (format.md, section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from qmsdocs.model.base import Day, OneOrMore, Text, Value

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Number = Annotated[int, Field(ge=0, le=999)]


class Status(StrEnum):
    """Computed for a day, never typed. The values are English; reports translate them."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    AWAITING_APPROVAL = "awaiting approval"
    APPROVED = "approved"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def key(self) -> str:
        """As one word: on the command line and in JSON."""
        return self.value.replace(" ", "-")


class Change(Value):
    """What changed, and where."""

    where: Text = Field(description="Place of the change: section, step or form")
    what: Text = Field(description="What changed there")


class Evidence(Value):
    """The scan or signed file of a decision, bound by its hash."""

    file: Text = Field(description="Path of the file in the repository")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="SHA-256 of the file, 64 hexadecimal digits"
    )


class Signature(Value):
    """Who signed in which position on which day, and the digest of what was signed."""

    by: Text | None = Field(None, description="Id of a person in qms.yaml")
    name: Text | None = Field(None, description="Name of a person who is not in qms.yaml (carried-over entries only)")
    on: Day | None = Field(None, description="Day of the signature")
    position: Text | None = Field(None, description="Position of the signer on that day")
    content: Digest | None = Field(None, description="Digest of the content that was signed")


class Approval(Signature):
    """The approval: the signature of the head of the agency, with the decision that issues the document."""

    decision: Text | None = Field(None, description="Number of the decision that issues the document")
    evidence: Evidence | None = Field(None, description="Scan or signed file of the decision")


class Reopened(Value):
    """Signatures that were taken back before the entry took effect."""

    by: Text = Field(description="Id of the person who reopened the entry")
    on: Day = Field(description="Day of reopening")
    reason: Text = Field(description="Why the entry was reopened")


class Revision(Value):
    """One entry of the ledger."""

    issue: Number = Field(description="Issue number (lần ban hành), from 1")
    revision: Number = Field(description="Revision number within the issue (lần sửa đổi), from 0")
    reason: Text | None = Field(None, description="Why the document was issued or revised")
    request: Text | None = Field(None, description="Number of the change request")
    changes: tuple[Change, ...] = Field((), description="What changed against the entry before")
    prepared: Annotated[tuple[Signature, ...], OneOrMore] = Field((), description="Who prepared it (one or a list)")
    reviewed: Annotated[tuple[Signature, ...], OneOrMore] = Field((), description="Who reviewed it (one or a list)")
    approved: Approval | None = Field(None, description="Who approved it, by which decision")
    effective: Day | None = Field(None, description="Day it takes effect; default: the day of approval")
    carried_over: bool = Field(False, description="History from before the tool")
    content: Digest | None = Field(None, description="Baseline digest of a carried-over entry")
    reopened: tuple[Reopened, ...] = Field((), description="Signatures taken back before the entry took effect")

    @property
    def number(self) -> str:
        """Issue and revision as in codes and tags: ``1.2``."""
        return f"{self.issue}.{self.revision}"

    @property
    def approved_on(self) -> date | None:
        """The day of approval, if it was approved."""
        return self.approved.on if self.approved else None

    @property
    def in_force_from(self) -> date | None:
        """The day from which it is in force, None while it is not approved."""
        approved_on = self.approved_on
        return approved_on and (self.effective or approved_on)

    @property
    def released_content(self) -> str | None:
        """The digest of what it issued: that of the approval, or the baseline of history older than the tool."""
        return (self.approved.content if self.approved else None) or (self.content if self.carried_over else None)

    @property
    def last_prepared_on(self) -> date | None:
        """The day of the last preparer's signature."""
        return max((s.on for s in self.prepared if s.on), default=None)

    @property
    def last_reviewed_on(self) -> date | None:
        """The day of the last reviewer's signature."""
        return max((s.on for s in self.reviewed if s.on), default=None)

    def may_have_begun(self, day: date) -> bool:
        """Whether it may have been there on a day: an entry that was first signed later is not known to."""
        first = min((s.on for s in (*self.prepared, *self.reviewed) if s.on), default=self.approved_on)
        return first is None or first <= day


class Review(Value):
    """A periodic review that changed nothing."""

    by: Text = Field(description="Id of the person who reviewed the document")
    on: Day = Field(description="Day of the review")
    outcome: Annotated[str, Field(pattern="^no-change$")] = Field(
        "no-change", description="no-change: the document stays as it is"
    )
    note: Text | None = Field(None, description="What was looked at")


class Withdrawal(Value):
    """The end of a document."""

    on: Day = Field(description="First day on which the document is no longer in force")
    reason: Text | None = Field(None, description="Why it was withdrawn")
    decision: Text | None = Field(None, description="Number of the decision that withdraws it")
    by: Text | None = Field(None, description="Id of the person who decided")
    replaced_by: Text | None = Field(None, description="Code of the document that replaces it")


def entry_in_force(revisions: Sequence[Revision], withdrawn: Withdrawal | None, day: date) -> Revision | None:
    """The one entry in force on a day, if any; a newer entry that is not yet effective leaves the older one in force."""
    if withdrawn and withdrawn.on <= day:
        return None
    begun = [entry for entry in revisions if entry.in_force_from and entry.in_force_from <= day]
    return begun[-1] if begun else None


def status_of(entry: Revision, revisions: Sequence[Revision], withdrawn: Withdrawal | None, day: date) -> Status:
    """The status of one entry of a ledger on a day.

    Args:
        entry: one of ``revisions``.
        revisions: the whole ledger, oldest first.
        withdrawn: the withdrawal of the document, if it ended.
        day: the calendar day asked about.
    """
    if withdrawn and withdrawn.on <= day:
        begun = [other for other in revisions if other.in_force_from and other.in_force_from < withdrawn.on]
        return Status.SUPERSEDED if any(entry is other for other in begun[:-1]) else Status.WITHDRAWN
    if entry.in_force_from and entry.in_force_from <= day:
        return Status.IN_FORCE if entry is entry_in_force(revisions, withdrawn, day) else Status.SUPERSEDED
    return _status_before_effect(entry, day)


def _status_before_effect(entry: Revision, day: date) -> Status:
    if entry.approved_on and entry.approved_on <= day:
        return Status.APPROVED
    if entry.last_reviewed_on and entry.last_reviewed_on <= day:
        return Status.AWAITING_APPROVAL
    if entry.last_prepared_on and entry.last_prepared_on <= day:
        return Status.IN_REVIEW
    return Status.DRAFT
