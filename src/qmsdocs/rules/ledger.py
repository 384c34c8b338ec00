"""QD201 to QD206: the numbers and days of a ledger of issues and revisions. Rules of the ledger cannot be waived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule


@rule("QD201", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def first_entry_not_1_0(document: Document, context: Context) -> Iterator[Problem]:
    """The ledger begins with issue 1, revision 0.

    Why: A ledger that begins later leaves out how the document came about, and nobody can tell whether an older
    copy in a drawer is an earlier revision or another document.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 1
            reason: Ban hành lần đầu
            changes:
              - {where: Toàn bộ, what: Ban hành lần đầu}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes:
              - {where: Toàn bộ, what: Ban hành lần đầu}
    """
    entries = document.revisions
    if entries and not entries[0].carried_over and entries[0].number != "1.0":
        yield Problem(
            say("the first entry is {number}, not 1.0", number=entries[0].number),
            say("begin with issue: 1, revision: 0; history older than the tool is marked carried_over: true"),
            at=("revisions", 0, "revision" if entries[0].issue == 1 else "issue"),
        )


Step = Literal["skipped", "repeated", "back", "not-zero"]


def _wrong_steps(entries: Sequence[Revision], kind: Step) -> Iterator[tuple[int, Revision, Revision]]:
    """Index and value of each entry whose number follows wrongly in this way, and the entry before it."""
    seen: set[str] = set()
    for index, (before, entry) in enumerate(pairwise(entries), 1):
        seen.add(before.number)
        if ("repeated" if entry.number in seen else _step(before, entry)) == kind:
            yield index, entry, before


def _step(before: Revision, entry: Revision) -> Step | None:
    """How the number of an entry follows on that before it; None when it follows rightly."""
    number = (entry.issue, entry.revision)
    if number < (before.issue, before.revision):
        return "back"
    if entry.carried_over or number in ((before.issue, before.revision + 1), (before.issue + 1, 0)):
        return None
    return "not-zero" if entry.issue == before.issue + 1 else "skipped"


@rule("QD202", ERROR, "format.md, section 6", of=Document)
def number_skipped(document: Document, context: Context) -> Iterator[Problem]:
    """Issue and revision rise by one.

    Why: A gap looks like a revision that was lost, and an auditor will ask for it.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 2, reason: Đổi biểu mẫu, changes: [{where: Biểu mẫu, what: Gộp danh mục}]}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Đổi biểu mẫu, changes: [{where: Biểu mẫu, what: Gộp danh mục}]}
    """
    for index, entry, before in _wrong_steps(document.revisions, "skipped"):
        key = "revision" if entry.issue == before.issue else "issue"
        yield Problem(
            say("{number} follows {before}: a number is skipped", number=entry.number, before=before.number),
            say("write {revision}, or {reissue} for a re-issue", revision=_next(before), reissue=_reissue(before)),
            ("revisions", index, key),
        )


def _next(entry: Revision) -> str:
    return f"{entry.issue}.{entry.revision + 1}"


def _reissue(entry: Revision) -> str:
    return f"{entry.issue + 1}.0"


@rule("QD203", ERROR, "format.md, section 6", of=Document)
def number_repeated(document: Document, context: Context) -> Iterator[Problem]:
    """A number stands in the ledger once.

    Why: Two texts with one number cannot be told apart on paper.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 0, reason: Đổi biểu mẫu, changes: [{where: Biểu mẫu, what: Gộp danh mục}]}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Đổi biểu mẫu, changes: [{where: Biểu mẫu, what: Gộp danh mục}]}
    """
    for index, entry, _ in _wrong_steps(document.revisions, "repeated"):
        last = max(document.revisions[:index], key=lambda other: (other.issue, other.revision))
        yield Problem(
            say("number {number} stands in the ledger twice", number=entry.number),
            say("write {revision}, or {reissue} for a re-issue", revision=_next(last), reissue=_reissue(last)),
            ("revisions", index, "revision"),
        )


@rule("QD204", ERROR, "format.md, section 6", of=Document)
def number_going_back(document: Document, context: Context) -> Iterator[Problem]:
    """Numbers rise from entry to entry, the oldest first; carried-over entries too.

    Why: The last entry is the text in the files; out of order, an old revision would pass for the newest.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 3, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2024-05-05}}
          - {issue: 2, revision: 4, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 2, revision: 4, carried_over: true, approved: {name: Lê Văn Cũ, on: 2024-05-05}}
          - {issue: 3, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
    """
    for index, entry, before in _wrong_steps(document.revisions, "back"):
        yield Problem(
            say("{number} comes after {before}, which is higher", number=entry.number, before=before.number),
            say("put the entries in order, the oldest first, or correct the number"),
            ("revisions", index, "issue" if entry.issue < before.issue else "revision"),
        )


@rule("QD205", ERROR, "format.md, section 6", of=Document)
def reissue_not_at_zero(document: Document, context: Context) -> Iterator[Problem]:
    """A re-issue begins again at revision 0.

    Why: Revisions count the amendments within an issue; a new issue has none yet.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 2, revision: 1, reason: Viết lại, changes: [{where: Toàn bộ, what: Viết lại}]}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 2, revision: 0, reason: Viết lại, changes: [{where: Toàn bộ, what: Viết lại}]}
    """
    for index, entry, before in _wrong_steps(document.revisions, "not-zero"):
        yield Problem(
            say("re-issue {number} does not begin at revision 0", number=entry.number),
            say("write {reissue}, or {revision} for a revision", reissue=_reissue(before), revision=_next(before)),
            ("revisions", index, "revision"),
        )


@rule("QD206", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def dates_out_of_order(document: Document, context: Context) -> Iterator[Problem]:
    """An entry is prepared, then reviewed, then approved, then takes effect; none is ahead of the one before it.

    Why: A review dated before the text was there, or an approval dated before the review, did not look at this text.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-15, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-10, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch}
    """
    for index, entry in enumerate(document.revisions):
        yield from _within(entry, ("revisions", index))
    if len(document.revisions) > 1:
        yield from _between(document.revisions)


def _within(entry: Revision, at: YamlPath) -> Iterator[Problem]:
    """What is wrong with the days of one entry."""
    correct = say("correct the wrong one of the two dates")
    prepared, reviewed, approved = entry.last_prepared_on, entry.last_reviewed_on, entry.approved_on
    for place, signature in enumerate(entry.reviewed):
        if prepared and signature.on and signature.on < prepared:
            message = say("reviewed on {day}, before it was prepared on {earlier}", day=signature.on, earlier=prepared)
            yield Problem(message, correct, (*at, "reviewed", place, "on"))
    if approved and reviewed and approved < reviewed:
        message = say("approved on {day}, before it was reviewed on {earlier}", day=approved, earlier=reviewed)
        yield Problem(message, correct, (*at, "approved", "on"))
    elif approved and prepared and not reviewed and approved < prepared:
        message = say("approved on {day}, before it was prepared on {earlier}", day=approved, earlier=prepared)
        yield Problem(message, correct, (*at, "approved", "on"))
    if approved and entry.effective and entry.effective < approved:
        values = {"day": entry.effective, "earlier": approved}
        message = say("effective from {day}, before it was approved on {earlier}", **values)
        yield Problem(message, correct, (*at, "effective"))


def _between(entries: Sequence[Revision]) -> Iterator[Problem]:
    """What is wrong with the signatures of an entry when the one before it is looked at."""
    for index, (before, entry) in enumerate(pairwise(entries), 1):
        values = {"number": entry.number, "before": before.number}
        if not before.carried_over and not entry.carried_over:
            yield from _earlier(before, entry, ("revisions", index))
        if before.approved_on and entry.approved_on and entry.approved_on < before.approved_on:
            yield Problem(
                say("{number} is approved before {before} was, on {day}", **values, day=before.approved_on),
                say("correct the wrong one of the two dates"),
                ("revisions", index, "approved", "on"),
            )
        elif entry.approved and not before.approved and not before.carried_over:
            yield Problem(
                say("{number} is approved, {before} before it is not", **values),
                say("add the approval of {before}, or take {before} out if it was never signed", before=before.number),
                ("revisions", index, "approved"),
            )


def _earlier(before: Revision, entry: Revision, at: YamlPath) -> Iterator[Problem]:
    """An entry that was prepared or reviewed before the same was done for the one before it."""
    values = {"number": entry.number, "before": before.number}
    correct = say("correct the wrong one of the two dates")
    prepared, reviewed = before.last_prepared_on, before.last_reviewed_on
    if prepared and entry.last_prepared_on and entry.last_prepared_on < prepared:
        message = say("{number} is prepared before {before} was, on {day}", **values, day=prepared)
        yield Problem(message, correct, (*at, "prepared", _last(entry.prepared), "on"))
    if reviewed and entry.last_reviewed_on and entry.last_reviewed_on < reviewed:
        message = say("{number} is reviewed before {before} was, on {day}", **values, day=reviewed)
        yield Problem(message, correct, (*at, "reviewed", _last(entry.reviewed), "on"))


def _last(signatures: Sequence[Signature]) -> int:
    """The index of the last one in time."""
    return max(range(len(signatures)), key=lambda index: signatures[index].on or date.min)


RULES: tuple[Rule, ...] = (
    first_entry_not_1_0,
    number_skipped,
    number_repeated,
    number_going_back,
    reissue_not_at_zero,
    dates_out_of_order,
)
