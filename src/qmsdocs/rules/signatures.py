"""QD207 to QD212: what was signed when, and the content that signatures are bound to. These cannot be waived."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule


@rule("QD207", ERROR, "ISO 9001:2015, 7.5.2", of=Register)
def signature_in_the_future(register: Register, context: Context) -> Iterator[Problem]:
    """Nothing is signed or reviewed after the day of the check.

    Why: A date that has not come yet was typed in advance: nobody signed.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        reviews:
          - {by: tran-van-cuong, on: 2026-07-01, outcome: no-change}
    Good:
        --- procedures/QT-02/QT-02.yaml
        reviews:
          - {by: tran-van-cuong, on: 2026-05-29, outcome: no-change}
    """
    remedy = say(
        "correct the date, for a signature bears the day on which it is given; what was in force on a past day is told by "
        "`qmsdocs list --on {today}`",
        today=context.day,
    )
    for signing in register.signings:
        day = signing.signature.on
        if day and day > context.day:
            message = say("signed on {day}, after the day of the check ({today})", day=day, today=context.day)
            yield Problem(message, remedy, (*signing.at, "on"), signing.document)
    for document in register.documents:
        for index, review in enumerate(document.reviews):
            if review.on > context.day:
                day = review.on
                message = say("reviewed on {day}, after the day of the check ({today})", day=day, today=context.day)
                yield Problem(message, remedy, ("reviews", index, "on"), document)


@rule("QD208", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def approved_without_decision(document: Document, context: Context) -> Iterator[Problem]:
    """An approval names the decision that issues the document.

    Why: The decision puts the document in force; without its number the approval cannot be traced to a signed paper.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, content: "sha256:…"}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    """
    for index, entry in enumerate(document.revisions):
        if entry.approved and not entry.approved.decision and not entry.carried_over:
            yield Problem(
                say("{number} is approved without a decision", number=entry.number),
                say("add decision: and the number of the decision that issues the document"),
                ("revisions", index, "approved"),
            )


@rule("QD209", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def approved_without_review(document: Document, context: Context) -> Iterator[Problem]:
    """What is approved was prepared and reviewed, and what is reviewed was prepared.

    Why: The standard asks for review and approval for suitability and adequacy: two looks by two people.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    """
    for index, entry in enumerate(document.revisions):
        if entry.carried_over:
            continue
        if entry.approved and not entry.reviewed:
            yield Problem(
                say("{number} is approved but was not reviewed", number=entry.number),
                say("add reviewed: with the signature of the reviewer"),
                ("revisions", index, "approved"),
            )
        if not entry.prepared and (entry.approved or entry.reviewed):
            yield Problem(
                say("{number} is signed, but nobody prepared it", number=entry.number),
                say("add prepared: with the signature of the person who wrote it"),
                ("revisions", index, "reviewed" if entry.reviewed else "approved"),
            )


@rule("QD210", ERROR, "format.md, section 6", of=Document)
def approved_without_digest(document: Document, context: Context) -> Iterator[Problem]:
    """Review and approval of an approved entry are bound to the content that was signed.

    Why: Without the digest nobody can show that the text in force is the text that was approved.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    """
    for index, entry in enumerate(document.revisions):
        if entry.approved and not entry.carried_over:
            remedy = _for_missing_digest(document, entry)
            if not entry.approved.content:
                message = say("the approval of {number} has no digest of the content", number=entry.number)
                yield Problem(message, remedy, ("revisions", index, "approved"))
            for place, signature in enumerate(entry.reviewed):
                if not signature.content:
                    message = say("the review of {number} has no digest of the content", number=entry.number)
                    yield Problem(message, remedy, ("revisions", index, "reviewed", place))


def _for_missing_digest(document: Document, entry: Revision) -> Message:
    if entry is document.last:
        return say(
            "if this text is what was signed, add content: as `qmsdocs digest {code}` prints it", code=document.code
        )
    return say("add content: with the digest of the text of {number}, not of today's text", number=entry.number)


@rule("QD211", ERROR, "format.md, section 6", of=Document)
def digests_differ(document: Document, context: Context) -> Iterator[Problem]:
    """Reviewers and approver of an entry signed the same content.

    Why: A text that was changed between review and approval was not reviewed.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed:
              by: tran-van-cuong
              on: 2026-01-12
              position: Phó Chủ tịch
              content: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    """
    for index, entry in enumerate(document.revisions):
        signed = [(place, signature.content) for place, signature in enumerate(entry.reviewed) if signature.content]
        approved = entry.approved and entry.approved.content
        for place, content in signed:
            if content != (approved or signed[0][1]):
                if approved:
                    message = say("what was reviewed of {number} is not what was approved", number=entry.number)
                else:
                    message = say("the reviewers of {number} signed different contents", number=entry.number)
                remedy = say("have the text reviewed again as it is, so that all sign the same content")
                yield Problem(message, remedy, ("revisions", index, "reviewed", place, "content"))


@rule("QD212", ERROR, "ISO 9001:2015, 7.5.3.2", of=Document)
def content_changed_after_approval(document: Document, context: Context) -> Iterator[Problem]:
    """The files are the content that the last entry's signatures are bound to.

    Why: A change after approval is a change that nobody approved; released, it would bear signatures that were given
    for another text.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            carried_over: true
            approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}
            content: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            carried_over: true
            approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}
            content: "sha256:…"
    """
    entry = document.last
    signed = entry and signed_content(entry)
    if entry and signed and signed[0] != document.origin.digest and not _damaged(document, context.register):
        index = len(document.revisions) - 1
        yield Problem(*_for_changed(document, entry), ("revisions", index, *signed[1], "content"))


def signed_content(entry: Revision) -> tuple[str, tuple[str | int, ...]] | None:
    """The digest that an entry is bound to, and where it stands: approval, else review, else baseline."""
    if entry.approved and entry.approved.content:
        return entry.approved.content, ("approved",)
    for place, signature in enumerate(entry.reviewed):
        if signature.content:
            return signature.content, ("reviewed", place)
    return (entry.content, ()) if entry.carried_over and entry.content else None


_NOT_READ = frozenset({"unreadable", "not-utf-8", "too-large", "unfinished-merge"})


def _damaged(document: Document, register: Register) -> bool:
    """Whether a file of the document could not be read or is missing; that is reported, and the digest says nothing."""
    text_path, folder = document.origin.text_path, document.origin.folder + "/"
    return text_path is None or any(
        fault.kind in _NOT_READ and (file.path == text_path or file.path.startswith(folder))
        for file in register.files
        for fault in file.faults
    )


def _for_changed(document: Document, entry: Revision) -> tuple[Message, Message]:
    if entry.carried_over and not (entry.approved and entry.approved.content):
        message = say("the content is no longer the baseline of {number}", number=entry.number)
    elif entry.approved:
        message = say("the content was changed after {number} was approved", number=entry.number)
    else:
        message = say("the content was changed after {number} was reviewed", number=entry.number)
        return message, say("undo the change, or have it reviewed again and write the new digest")
    following = f"{entry.issue}.{entry.revision + 1}"
    return message, say(
        "undo the change, or open revision {number} for it with `qmsdocs revise {code}`",
        number=following,
        code=document.code,
    )


RULES: tuple[Rule, ...] = (
    signature_in_the_future,
    approved_without_decision,
    approved_without_review,
    approved_without_digest,
    digests_differ,
    content_changed_after_approval,
)
