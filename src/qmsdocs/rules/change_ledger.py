"""QD701 to QD703: what a change does to ledgers. Compared with the base and the target of the change (format.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.model.change import Change, Pair, is_closed
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule
from qmsdocs.rules.signatures import signed_content

_SIGNATURES = frozenset({"prepared", "reviewed", "approved", "effective", "reopened"})
_WORDS = frozenset({"reason", "request", "changes"})


@rule("QD701", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def content_changed_without_entry(change: Change, context: Context) -> Iterator[Problem]:
    """A change of an issued document stands in its ledger: an entry is open for it.

    Why: What is in force is what was approved; a change that no entry announces would slip into the next release unseen.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Áp dụng cho mọi đơn vị của cơ quan và cho cộng tác viên.
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - issue: 1
            revision: 1
            reason: Mở rộng phạm vi
            changes: [{where: Phạm vi, what: Thêm cộng tác viên}]
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Áp dụng cho mọi đơn vị của cơ quan và cho cộng tác viên.
    """
    for before, now in change.pairs:
        if before.origin.digest == now.origin.digest or not (before.origin.digest and now.origin.digest):
            continue
        at = ("revisions", len(now.revisions) - 1) if now.revisions else ()
        target = change.before(now, at=change.target)
        if target is not None and _overtaken(before, now, target):
            yield Problem(
                say(
                    "{code} was changed here while {since} finished {number}",
                    code=now.code,
                    since=change.since,
                    number=target.revisions[-1].number,
                ),
                _join(change, target),
                at,
                now,
            )
        elif is_closed(before.last) and not (
            change.new_entries(now) or _is_reopened(before, now) or _was_right(before)
        ):
            # where the content was right before, the rule on approved content tells it
            yield Problem(
                say(
                    "{code} was changed since {since}, but its ledger has no open entry",
                    code=now.code,
                    since=change.since,
                ),
                say('open one with `qmsdocs revise {code} -m "…"`, or undo the change', code=now.code),
                at,
                now,
            )


def _overtaken(before: Document, now: Document, target: Document) -> bool:
    """Whether the entry that was open at the base was finished on the target meanwhile, with another content."""
    numbers = {entry.number for entry in target.revisions}
    return (
        target is not before
        and is_closed(target.last)
        and not is_closed(before.last)
        and now.origin.digest != target.origin.digest
        and all(entry.number in numbers for entry in now.revisions)
    )


def _was_right(document: Document) -> bool:
    """Whether the content was the one that its last entry is bound to."""
    signed = signed_content(document.last) if document.last else None
    return signed is not None and signed[0] == document.origin.digest


def _is_reopened(before: Document, now: Document) -> bool:
    last, entry = before.last, now.entry(before.last.number) if before.last else None
    return bool(last and entry and len(entry.reopened) > len(last.reopened))


@rule("QD702", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def finished_entry_changed(change: Change, context: Context) -> Iterator[Problem]:
    """What is finished in a ledger stays as it is: approved entries, withdrawals that took effect, reviews.

    Why: The ledger is the record of who approved what and when; a record that can be rewritten proves nothing.

    Bad:
        --- since
        --- procedures/QT-01/QT-01.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 13/QĐ-UBND, content: "sha256:…"}
            effective: 2026-02-01
    Good:
        --- since
        --- procedures/QT-01/QT-01.yaml
        reviews:
          - {by: tran-van-cuong, on: 2026-05-29, outcome: no-change}
    """
    for pair in change.pairs:
        target = change.before(pair.now, at=change.target)
        yield from _entries(change, pair, context)
        if target and target is not pair.before:
            yield from _finished_meanwhile(change, pair, target)
        yield from _end_and_reviews(pair, context)


def _entries(change: Change, pair: Pair, context: Context) -> Iterator[Problem]:
    closed = [entry for entry in pair.before.revisions if is_closed(entry)]
    for old in closed:
        index, new = _same_number(pair.now, old)
        if new is None:
            yield _problem(change, pair, say("the entry {number} is gone from the ledger", number=old.number), ())
            continue
        keys = _changed(old, new)
        if keys and not _may_reopen(change, pair.before, (old, new), keys, context):
            yield _problem(change, pair, _altered(old, keys), (index,))
    numbers = [entry.number for entry in closed]
    kept = [entry.number for entry in pair.now.revisions if entry.number in numbers]
    if kept != [number for number in numbers if number in kept]:
        yield _problem(change, pair, say("the order of finished entries changed in the ledger"), ())


def _finished_meanwhile(change: Change, pair: Pair, target: Document) -> Iterator[Problem]:
    """Entries that were open at the base and finished on the target since; of one that began since, the number is taken."""
    for theirs in target.revisions:
        index, ours = _same_number(pair.now, theirs)
        _, base = _same_number(pair.before, theirs)
        if is_closed(theirs) and base and not is_closed(base) and ours is not None and ours not in (theirs, base):
            yield _problem(change, pair, _altered(theirs, _changed(theirs, ours)), (index,))


def _same_number(document: Document, entry: Revision) -> tuple[int, Revision | None]:
    found = ((index, other) for index, other in enumerate(document.revisions) if other.number == entry.number)
    return next(found, (0, None))


def _altered(old: Revision, keys: set[str]) -> Message:
    return say(
        "{number} was finished before, but {keys} of it changed", number=old.number, keys=", ".join(sorted(keys))
    )


def _problem(change: Change, pair: Pair, message: Message, at: YamlPath) -> Problem:
    remedy = say(
        "restore it as it stands at {since}, and write what is new into an entry of its own", since=change.since
    )
    return Problem(message, remedy, ("revisions", *at), pair.now)


def _changed(old: Revision, new: Revision) -> set[str]:
    """The keys of an entry that differ; the scan of a decision may be filed later."""
    changed = {name for name in Revision.model_fields if getattr(old, name) != getattr(new, name)}
    if old.approved and new.approved and old.approved.evidence is None:
        filed = old.approved.model_copy(update={"evidence": new.approved.evidence})
        return changed - {"approved"} if filed == new.approved else changed
    return changed


def _may_reopen(
    change: Change, before: Document, entries: tuple[Revision, Revision], keys: set[str], context: Context
) -> bool:
    """The changes that `reopen` and `adopt` make, and those of a reopened entry's words.

    What has taken effect by the day of the check is not reopened, whatever day somebody wrote.
    """
    old, new = entries
    if keys == {"content"} and old.content is None and old.carried_over and old is before.last:
        return True
    again = new.reopened[len(old.reopened) :]
    if not again or new.reopened[: len(old.reopened)] != old.reopened or keys - _SIGNATURES - _WORDS:
        return False
    begins = old.in_force_from
    in_time = begins is not None and context.day < begins and all(reopened.on < begins for reopened in again)
    return in_time and change.tag_of(before, old) is None


def _end_and_reviews(pair: Pair, context: Context) -> Iterator[Problem]:
    before, now = pair
    remedy = say("restore it; what was recorded is not taken back")
    ended = before.withdrawn
    if ended and ended.on <= context.day and now.withdrawn != ended:
        at: YamlPath = ("withdrawn",) if now.withdrawn else ()
        yield Problem(say("the withdrawal of {code} was changed", code=now.code), remedy, at, now)
    if now.reviews[: len(before.reviews)] != before.reviews:
        at = ("reviews",) if now.reviews else ()
        yield Problem(say("a recorded review of {code} was changed", code=now.code), remedy, at, now)


@rule("QD703", ERROR, "ISO 9001:2015, 7.5.2", of=Change)
def number_taken(change: Change, context: Context) -> Iterator[Problem]:
    """A new entry has the next number after the last one on the target branch.

    Why: Two people may open a revision of the same document at the same time; only one of them can be 1.1.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- target
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Đổi biểu mẫu, changes: [{where: Biểu mẫu, what: Gộp danh mục}]}
        --- since
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Rút ngắn thời gian, changes: [{where: Mục 5, what: 4 giờ thành 2 giờ}]}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Rút ngắn thời gian, changes: [{where: Mục 5, what: 4 giờ thành 2 giờ}]}
    """
    for document in change.now.documents:
        target = change.before(document, at=change.target)
        before = change.before(document)
        known = {entry.number for entry in before.revisions} if before else set()
        if target is None or all(entry.number in known for entry in target.revisions):
            continue
        others = ((i, entry) for i, entry in change.new_entries(document) if entry != target.entry(entry.number))
        for index, entry in islice(others, 1):
            yield Problem(_taken(change, entry, target), _join(change, target), ("revisions", index), document)


def _taken(change: Change, entry: Revision, target: Document) -> Message:
    if theirs := target.entry(entry.number):
        return say(
            "{code}: {since} has an entry {number} already: {reason}",
            code=target.code,
            since=change.since,
            number=entry.number,
            reason=theirs.reason or say("without a reason"),
        )
    last = target.revisions[-1].number
    return say(
        "{code}: {since} is at {last} by now, not before {number}",
        code=target.code,
        since=change.since,
        last=last,
        number=entry.number,
    )


def _join(change: Change, target: Document) -> Message:
    """What to do; git marks the ledger as a conflict wherever both wrote into it, also within one entry."""
    values = {"since": change.since, "code": target.code}
    if not is_closed(target.last):
        return say(
            "merge {since} into this branch and keep its ledger where both wrote into it; `qmsdocs revise {code}` then lists "
            "this change in its entry {number} too, which has to be signed again",
            number=target.revisions[-1].number,
            **values,
        )
    return say(
        "merge {since} into this branch and keep its ledger where both wrote into it; `qmsdocs revise {code} -m WHY` then "
        "gives this change the number {number}, and it has to be signed again",
        number=next_number(target.revisions),
        **values,
    )


def next_number(entries: Sequence[Revision]) -> str:
    """The number of an amendment after these entries."""
    return f"{entries[-1].issue}.{entries[-1].revision + 1}" if entries else "1.0"


RULES: tuple[Rule, ...] = (content_changed_without_entry, finished_entry_changed, number_taken)
