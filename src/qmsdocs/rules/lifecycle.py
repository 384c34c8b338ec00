"""QD217 to QD223: why a document was revised, how long it stands, and how it ends. These cannot be waived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.model.calendar import add_months
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.model.worktime import months
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule


@rule("QD217", ERROR, "ISO 9001:2015, 7.5.3.2", of=Document)
def no_reason(document: Document, context: Context) -> Iterator[Problem]:
    """Every entry says why the document was issued or revised.

    Why: Who reads the history years later must see what made the change necessary.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
    """
    for index, entry in enumerate(document.revisions):
        if not entry.reason and not entry.carried_over:
            message = say("{number} does not say why it was made", number=entry.number)
            remedy = say("add reason:, for example the decree or the remark that led to it")
            yield Problem(message, remedy, ("revisions", index))


@rule("QD218", ERROR, "ISO 9001:2015, 7.5.3.2", of=Document)
def no_changes(document: Document, context: Context) -> Iterator[Problem]:
    """Every entry lists what changed and where.

    Why: The revision table of the document is printed from it; readers look there for what is new to them.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
    """
    for index, entry in enumerate(document.revisions):
        just_opened = entry is document.last and not (entry.prepared or entry.reviewed or entry.approved)
        if not entry.changes and not entry.carried_over and not just_opened:
            message = say("{number} does not say what changed", number=entry.number)
            yield Problem(message, say("add changes: with where and what for each change"), ("revisions", index))


@rule("QD219", ERROR, "format.md, section 6", of=Document)
def withdrawn_before_effective(document: Document, context: Context) -> Iterator[Problem]:
    """Only a document that was in force is withdrawn.

    Why: The list of withdrawn documents tells what was to be taken out of use; a draft was never in use.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        withdrawn: {on: 2026-01-25, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
        --- procedures/QT-01/QT-01.yaml
        clauses: ["4", "5", "6", "7", "8", "9", "10"]
        references: [30/2020/NĐ-CP]
    Good:
        --- procedures/QT-02/QT-02.yaml
        withdrawn: {on: 2026-05-25, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
        --- procedures/QT-01/QT-01.yaml
        clauses: ["4", "5", "6", "7", "8", "9", "10"]
        references: [30/2020/NĐ-CP]
    """
    end = document.withdrawn
    if end and not _was_in_force(document, end.on):
        first = next((entry for entry in document.revisions if entry.in_force_from), None)
        if first:
            values = {"day": end.on, "effective": first.in_force_from}
            message = say("withdrawn on {day}, but it takes effect on {effective}", **values)
        else:
            message = say("withdrawn on {day}, but it was never in force", day=end.on)
        remedy = say("correct the date, or take withdrawn out if the document was never in use")
        yield Problem(message, remedy, ("withdrawn", "on"))


def _was_in_force(document: Document, end: date) -> bool:
    """Whether an entry took effect before the day; of carried-over history without dates it is taken for granted."""
    return any(entry.in_force_from < end if entry.in_force_from else entry.carried_over for entry in document.revisions)


@rule("QD220", ERROR, "ISO 9001:2015, 7.5.3.2", of=Document)
def withdrawn_without_reason_or_decision(document: Document, context: Context) -> Iterator[Problem]:
    """A withdrawal gives its reason and its decision.

    Why: What a decision put in force, only a decision ends.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        withdrawn: {on: 2026-09-01, reason: Gộp vào QT-01, by: nguyen-van-an}
    Good:
        --- procedures/QT-02/QT-02.yaml
        withdrawn: {on: 2026-09-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
    """
    end = document.withdrawn
    if end and not end.reason:
        yield Problem(say("withdrawn without a reason"), say("add reason:"), ("withdrawn",))
    if end and not end.decision:
        remedy = say("add decision: and the number of the decision that withdraws the document")
        yield Problem(say("withdrawn without a decision"), remedy, ("withdrawn",))


@rule("QD221", WARNING, "ISO 9001:2015, 7.5.2", of=Document)
def review_overdue(document: Document, context: Context) -> Iterator[Problem]:
    """A document in force is reviewed within its period.

    Why: Work changes faster than its papers; a document that nobody has looked at for years describes another office.

    Bad:
        --- on 2027-02-01
        --- procedures/QT-02/QT-02.yaml
        review_every: 12 tháng
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2027-01-15}
    Good:
        --- on 2027-02-01
        --- procedures/QT-02/QT-02.yaml
        review_every: 12 tháng
        reviews:
          - {by: tran-van-cuong, on: 2027-01-08, outcome: no-change, note: Vẫn phù hợp}
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2027-01-15}
    """
    period = months(document.review_every) if document.review_every else context.profile.limits.review_months
    looked_at = _last_look(document, context.day)
    if period and looked_at:
        due = add_months(looked_at[0], period)
        if due < context.day and document.in_force(context.day):
            yield Problem(
                say("last approved or reviewed on {day}; a review was due on {due}", day=looked_at[0], due=due),
                say("review it: add an item under reviews, or open a revision"),
                looked_at[1],
            )


def _last_look(document: Document, day: date) -> tuple[date, YamlPath] | None:
    """The last approval or review up to a day, and where it stands."""
    looks: list[tuple[date, YamlPath]] = []
    for index, entry in enumerate(document.revisions):
        if entry.approved_on:
            looks.append((entry.approved_on, ("revisions", index, "approved", "on")))
    looks.extend((review.on, ("reviews", index, "on")) for index, review in enumerate(document.reviews))
    return max((look for look in looks if look[0] <= day), key=lambda look: look[0], default=None)


@rule("QD222", ERROR, "format.md, section 6", of=Document)
def carried_over_after_normal(document: Document, context: Context) -> Iterator[Problem]:
    """Carried-over entries stand only at the beginning of the ledger.

    Why: They are history older than the tool, which is excused from signatures; nothing later is excused.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}
          - {issue: 1, revision: 1, carried_over: true}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Đổi biểu mẫu, changes: [{where: Biểu mẫu, what: Gộp danh mục}]}
    """
    before: Revision | None = None
    for index, entry in enumerate(document.revisions):
        if entry.carried_over and before:
            values = {"number": entry.number, "before": before.number}
            yield Problem(
                say("{number} is carried over, but {before} before it is not", **values),
                say("take carried_over out and give the entry its signatures, or put it in its place in the history"),
                ("revisions", index, "carried_over"),
            )
        elif before is None and not entry.carried_over:
            before = entry


@rule("QD223", ERROR, "format.md, section 6", of=Document)
def effective_not_later(document: Document, context: Context) -> Iterator[Problem]:
    """A later entry takes effect on a later day.

    Why: At most one revision of a document is in force on a day, and it is the newest.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Cũ, on: 2025-05-05}, effective: 2025-07-01}
          - {issue: 1, revision: 1, carried_over: true, approved: {name: Lê Cũ, on: 2025-06-05}, effective: 2025-07-01}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Cũ, on: 2025-05-05}, effective: 2025-06-01}
          - {issue: 1, revision: 1, carried_over: true, approved: {name: Lê Cũ, on: 2025-06-05}, effective: 2025-07-01}
    """
    latest: tuple[date, Revision] | None = None
    for index, entry in enumerate(document.revisions):
        day = entry.effective or entry.approved_on
        if day and latest and day <= latest[0]:
            values = {"number": entry.number, "day": day, "before": latest[1].number, "earlier": latest[0]}
            yield Problem(
                say("{number} takes effect on {day}, not later than {before} ({earlier})", **values),
                say("give it a later effective date, or correct that of {before}", before=latest[1].number),
                ("revisions", index, *(("effective",) if entry.effective else ("approved", "on"))),
            )
        if day and (latest is None or day > latest[0]):
            latest = day, entry


RULES: tuple[Rule, ...] = (
    no_reason,
    no_changes,
    withdrawn_before_effective,
    withdrawn_without_reason_or_decision,
    review_overdue,
    carried_over_after_normal,
    effective_not_later,
)
