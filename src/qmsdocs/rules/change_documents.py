"""QD704 to QD706 and QD710: documents and forms that a change takes away or alters, and external documents that it ends."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.change import Change, FormPair, is_closed
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.ledger import Revision
from qmsdocs.model.updates import ExternalChange, changes_of, deadline
from qmsdocs.rules.base import ERROR, NOTE, Context, Problem, Rule, rule


@rule("QD704", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def document_removed(change: Change, context: Context) -> Iterator[Problem]:
    """A document that was issued does not disappear: it is withdrawn by a decision, or renamed.

    Why: People work by what they were given; who looks for it must find that it ended, when, and what took its place.

    Bad:
        --- procedures/HD-01/HD-01.yaml
        code: HD-01
        title: Ghi sổ công văn
        type: instruction
        unit: VP
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- procedures/HD-01/HD-01.md
        # Mục đích

        Mọi công văn tìm lại được.

        # Phạm vi

        Áp dụng cho mọi đơn vị.

        # Nội dung hướng dẫn

        Ghi số, ngày và người nhận vào sổ.
        --- since
        --- procedures/HD-01/HD-01.yaml (deleted)
        --- procedures/HD-01/HD-01.md (deleted)
    Good:
        --- procedures/HD-01/HD-01.yaml
        code: HD-01
        title: Ghi sổ công văn
        type: instruction
        unit: VP
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- procedures/HD-01/HD-01.md
        # Mục đích

        Mọi công văn tìm lại được.

        # Phạm vi

        Áp dụng cho mọi đơn vị.

        # Nội dung hướng dẫn

        Ghi số, ngày và người nhận vào sổ.
        --- since
        --- procedures/HD-01/HD-01.yaml
        withdrawn: {on: 2026-05-01, reason: Không còn ghi sổ giấy, decision: 70/QĐ-UBND, by: nguyen-van-an}
    """
    for document in change.removed:
        if not any(is_closed(entry) for entry in document.revisions):
            continue
        at = next((d for d in change.now.documents if d.origin.path == document.origin.path), None)
        if at is not None:
            values = {"old": document.code, "new": at.code}
            message = say("{old} is gone; its file now holds {new}", **values)
            remedy = say("give it back its code, or rename it with `qmsdocs rename {old} {new}`", **values)
            yield Problem(message, remedy, ("code",), at)
        else:
            yield Problem(*_gone(change, document), (), document)
    yield from _dropped_codes(change)


def _gone(change: Change, document: Document) -> tuple[Message, Message]:
    values = {
        "since": change.since,
        "folder": shlex.quote(document.origin.folder or document.origin.path),
        "code": document.code,
    }
    if document.withdrawn:
        return (
            say("{code} was withdrawn, but its files must stay", **values),
            say(
                "bring them back (git checkout {since} -- {folder}): they tell what was in force, and until when",
                **values,
            ),
        )
    return (
        say("{code} was issued and is gone without a withdrawal", **values),
        say(
            "bring its files back (git checkout {since} -- {folder}), then end it with `qmsdocs withdraw {code}`",
            **values,
        ),
    )


def _dropped_codes(change: Change) -> Iterator[Problem]:
    for before, now in change.pairs:
        kept = {code_key(code) for code in (now.code, *now.former_codes)}
        for code in (before.code, *before.former_codes):
            if code_key(code) not in kept:
                yield Problem(
                    say("{code} no longer lists the code {former} that it had", code=now.code, former=code),
                    say("add {former} to former_codes, so that it can be found", former=code),
                    ("former_codes",) if now.former_codes else ("code",),
                    now,
                )


@rule("QD705", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def form_removed(change: Change, context: Context) -> Iterator[Problem]:
    """A form that was in use ends by a revision of its document that says so.

    Why: A form that vanishes goes on being copied from old folders; the revision tells people to stop.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.yaml (-forms, -records)
        steps:
          - id: bien-soan
            activity: Biên soạn
            responsible: [Công chức được giao]
            time: 3 ngày
        records:
          - {title: Danh mục hồ sơ hằng năm, keeper: VP, retention: 5 năm, basis: Quy định của cơ quan}
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Gọn hơn, changes: [{where: Mục 5, what: Bớt bước}]}
        --- procedures/QT-02/QT-02.md
        # Biểu mẫu

        Không có biểu mẫu riêng.
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.yaml (-forms, -records)
        steps:
          - id: bien-soan
            activity: Biên soạn
            responsible: [Công chức được giao]
            time: 3 ngày
        records:
          - {title: Danh mục hồ sơ hằng năm, keeper: VP, retention: 5 năm, basis: Quy định của cơ quan}
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Gọn hơn, changes: [{where: BM-02-01, what: Bãi bỏ biểu mẫu}]}
        --- procedures/QT-02/QT-02.md
        # Biểu mẫu

        Không có biểu mẫu riêng.
    """
    for before, now in change.pairs:
        if before.withdrawn or not any(is_closed(entry) for entry in before.revisions):
            continue
        for form in before.forms:
            if code_key(form.code) in change.now.forms_by_key or _told(form.code, now.last):
                continue
            yield Problem(
                say(
                    "the form {form} of {code} is gone, and no entry of the ledger says so",
                    form=form.code,
                    code=now.code,
                ),
                say(
                    "list its end under changes of the open entry (`qmsdocs revise {code}` does), or keep it",
                    code=now.code,
                ),
                ("forms",) if now.forms else (),
                now,
            )


def _told(code: str, entry: Revision | None) -> bool:
    """Whether an open entry speaks of the form."""
    words = " ".join(f"{change.where} {change.what}" for change in entry.changes) if entry else ""
    return code.casefold() in words.casefold()


@rule("QD706", ERROR, "ISO 9001:2015, 7.5.2", of=Change)
def form_changed_without_number(change: Change, context: Context) -> Iterator[Problem]:
    """A form that changes gets a new number of its own.

    Why: The number on a filled-in form tells which questions it was asked; two forms with the same number cannot be told
    apart.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ và thời hạn lưu, issue: 1, revision: 0}
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Thêm cột, changes: [{where: Biểu mẫu, what: Thêm cột thời hạn lưu}]}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- since
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ và thời hạn lưu, issue: 1, revision: 1}
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
          - {issue: 1, revision: 1, reason: Thêm cột, changes: [{where: Biểu mẫu, what: Thêm cột thời hạn lưu}]}
    """
    for pair in change.forms:
        document, place, before, now, other_file = pair
        lower = (now.issue, now.revision) < (before.issue, before.revision)
        altered = other_file or (now.title, now.list) != (before.title, before.list)
        if not lower and (not altered or now.number != before.number or _in_the_making(change, pair)):
            continue
        values = {"form": now.code, "before": before.number, "now": now.number}
        message = (
            say("the number of {form} went back from {before} to {now}", **values)
            if lower
            else say("{form} changed, but its number is still {now}", **values)
        )
        remedy = say("write revision: {next} for it under forms", next=before.revision + 1)
        key = "revision" if now.revision or before.revision else "code"
        yield Problem(message, remedy, ("forms", place, key), document)


def _in_the_making(change: Change, pair: FormPair) -> bool:
    """Whether its number was raised already in an entry that was open before: that entry must speak of it."""
    before = change.before(pair.document)
    return (
        before is not None
        and not is_closed(before.last)
        and (not before.last or _told(pair.now.code, before.last) or _only_open(before))
    )


def _only_open(document: Document) -> bool:
    return not any(is_closed(entry) for entry in document.revisions)


@rule("QD710", NOTE, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Change)
def external_document_changed(change: Change, context: Context) -> Iterator[Problem]:
    """A document that cites what this change records as replaced, amended or ended has to follow by a day.

    Why: Whoever enters a new decree should see at once which procedures it touches, and how much time there is.

    Bad:
        --- since
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        issued: 2026-05-01
        effective: 2026-07-01
        replaces: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
    Good:
        --- since
        --- external/30-2020-ND-CP.yaml
        title: Về công tác văn thư của cơ quan
    """
    for external in change.now.externals:
        old = change.base.external(external.code)
        known = set(map(_sign, changes_of(change.base, old, date.max))) if old else set()
        for event in changes_of(change.now, external, date.max):
            if _sign(event) not in known:
                for document in change.now.citing(external):
                    if not document.withdrawn:
                        yield _to_follow(change, document, external, event)


def _sign(event: ExternalChange) -> tuple[str, object, str]:
    return event.kind, event.since, event.by.code if event.by else ""


def _to_follow(change: Change, document: Document, external: ExternalDocument, event: ExternalChange) -> Problem:
    values = {
        "document": document.code,
        "code": external.printed_code,
        "day": event.since,
        "limit": deadline(change.now, event),
        "by": event.by.printed_code if event.by else "",
    }
    index = next((i for i, r in enumerate(document.references) if code_key(r.target) == code_key(external.code)), None)
    at = () if index is None else ("references", index, "code")
    remedy = say("revise {document}, or record a review that finds nothing to change, by {limit}", **values)
    return Problem(_event(event, values), remedy, at, document)


def _event(event: ExternalChange, values: dict[str, object]) -> Message:
    if event.by is None:
        return say("{document} cites {code}, which ends on {day}", **values)
    if event.kind == "replaced":
        return say("{document} cites {code}, which {by} replaces from {day}", **values)
    return say("{document} cites {code}, which {by} amends from {day}", **values)


RULES: tuple[Rule, ...] = (document_removed, form_removed, form_changed_without_number)
RULES_OF_EXTERNALS: tuple[Rule, ...] = (external_document_changed,)
