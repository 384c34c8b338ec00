"""QD707 to QD709 and QD713: who may sign is judged by the target of a change, never by the change itself."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import say
from qmsdocs.model.agency import Agency
from qmsdocs.model.change import Change, acts
from qmsdocs.model.register import Signing
from qmsdocs.model.tag import tag_name
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule


@rule("QD707", ERROR, "ISO 9001:2015, 5.3", of=Change)
def signer_made_by_the_change(change: Change, context: Context) -> Iterator[Problem]:
    """Whoever signs in a change could do so before the change.

    Why: A change that names its own signers would approve itself. People and their authority are changed first, in a
    change of their own.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}
        --- since
        --- qms.yaml
        signers:
          prepare: [le-thi-binh, tran-van-cuong]
          review: [tran-van-cuong]
          approve: [nguyen-van-an]
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: tran-van-cuong, on: 2026-01-05, position: Phó Chủ tịch}
    Good:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}
        --- since
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức}
    """
    if not change.founded:
        return
    for signing in acts(change.now):
        carried_over = signing.entry.carried_over and signing.at != ("withdrawn",)
        if not signing.signature.by or carried_over or not change.is_new(signing):
            continue
        if not may_sign(change.now.agency, signing):
            continue  # the rules about signers tell it
        values = {"person": signing.signature.by, "since": change.since}
        at = (*signing.at, "by")
        if not _could_sign(change, signing):
            message = say(
                "{person} may sign here only because this change says so; {since} does not allow it", **values
            )
            remedy = say("let the change of qms.yaml be merged into {since} first, on its own, then sign", **values)
            yield Problem(message, remedy, at, signing.document)
        elif not _same_person(change, signing.signature.by):
            message = say("{person} is another person in this change than at {since}", **values)
            remedy = say("give the new person an id of their own under people, and keep the old one", **values)
            yield Problem(message, remedy, at, signing.document)


def _could_sign(change: Change, signing: Signing) -> bool:
    """Whether the target allows it, for the document as it is and as it was: a limit is not escaped by another category."""
    before = change.before(signing.document, at=change.target)
    then = signing if before is None else signing._replace(document=before)
    return all(may_sign(change.target.agency, each) for each in (signing, then))


def _same_person(change: Change, person: str) -> bool:
    return change.target.agency.people[person].name == change.now.agency.people[person].name


def may_sign(agency: Agency, signing: Signing) -> bool:
    """Whether an agency lets the signer do this, for this document, on that day."""
    by, day = signing.signature.by or "", signing.signature.on
    person = agency.people.get(by)
    if person is None or (person.until and day and day > person.until):
        return False
    held = (signer for signer in agency.signers_for(signing.action) if signer.id == by)
    return any(signer.covers(signing.document) and (day is None or signer.valid_on(day)) for signer in held)


@rule("QD708", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def hidden_by_the_change(change: Change, context: Context) -> Iterator[Problem]:
    """A change does not set aside the rules that it breaks.

    Why: A waiver, a requirement set aside or a softer profile that comes with what it excuses was agreed by nobody else.

    Bad:
        --- since
        --- procedures/HD-01/HD-01.yaml
        code: HD-01
        title: Ghi sổ công văn
        type: instruction
        unit: VP
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
        --- procedures/HD-01/HD-01.md
        # Nội dung

        Ghi số, ngày và người nhận vào sổ.
        --- qms.yaml
        waivers:
          - {rule: QD301, document: HD-01, reason: Chờ sửa, by: nguyen-van-an, until: 2026-12-31}
    Good:
        --- since
        --- qms.yaml
        language: en
    """
    remedy = say(
        "mend the problem, or let the change of qms.yaml or of the profile be merged into {since} first",
        since=change.since,
    )
    for diagnostic in change.hidden:
        about = change.now.document(diagnostic.document or "")
        values = {"rule": diagnostic.code, "problem": diagnostic.message}
        yield Problem(say("only this change keeps {rule} from saying: {problem}", **values), remedy, (), about)


@rule("QD709", ERROR, "format.md, section 6", of=Change)
def approval_without_signed_tag(change: Change, context: Context) -> Iterator[Problem]:
    """Where signatures are required, a tag signed with a listed key stands behind each new approval.

    Why: Anybody who can write the file can write a name into it; a key is in the hands of one person.

    Bad:
        --- qms.yaml
        signatures: required
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}
        --- since
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức, content: "sha256:…"}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    Good:
        --- qms.yaml
        signatures: required
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - {issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}
        --- since
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức, content: "sha256:…"}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
        --- tag QT-02/1.0 (signed by nguyen-van-an)
    """
    if change.judge.signatures != "required":
        return
    for signing in change.new_approvals:
        tag = change.tag_of(signing.document, signing.entry)
        content = signing.entry.released_content
        if tag and tag.facts and tag.facts.content == content and _may_approve(change, signing, tag.signer):
            continue
        values = {
            "code": signing.document.code,
            "number": signing.entry.number,
            "tag": tag_name(signing.document, signing.entry),
            "person": tag.signer if tag else "",
        }
        if tag is None:
            message = say("the approval of {code} {number} is not covered by a signed tag {tag}", **values)
        elif tag.signer is None:
            message = say("the tag {tag} is not signed with a key that qms.yaml lists", **values)
        elif not _may_approve(change, signing, tag.signer):
            message = say("the tag {tag} is signed by {person}, who may not approve {code}", **values)
        else:
            message = say("the tag {tag} was signed for another content than the one approved", **values)
        remedy = say(
            "release it with `qmsdocs release {code} --tag --sign` and push the tag: git push origin {tag}", **values
        )
        yield Problem(message, remedy, signing.at, signing.document)


def _may_approve(change: Change, signing: Signing, person: str | None) -> bool:
    """Whether the key of somebody who may approve this document signed; of history, any listed key will do."""
    if person is None or signing.entry.carried_over:
        return person is not None
    signature = signing.signature.model_copy(update={"by": person})
    return may_sign(change.judge, signing._replace(signature=signature))


@rule("QD713", WARNING, "format.md, section 6", of=Change)
def target_without_system(change: Change, context: Context) -> Iterator[Problem]:
    """The target of a change has a qms.yaml by which the change can be judged.

    Why: Who may sign is judged by what stood before. Where nothing stood, the change is its own judge: somebody must look
    at the people and signers in it.

    Bad:
        --- qms.yaml (deleted)
        --- since
        --- qms.yaml (whole)
        format: 1
        organization:
          name: Ủy ban nhân dân phường Mẫu
          short_name: UBND phường Mẫu
          place: Mẫu
        profiles: [profile.yaml]
        units:
          VP: Văn phòng
        people:
          nguyen-van-an: {name: Nguyễn Văn An, position: Chủ tịch, unit: VP}
          tran-van-cuong: {name: Trần Văn Cường, position: Phó Chủ tịch, unit: VP}
          le-thi-binh: {name: Lê Thị Bình, position: Công chức, unit: VP}
        signers:
          prepare: [le-thi-binh]
          review: [tran-van-cuong]
          approve: [nguyen-van-an]
    Good:
        --- since
        --- qms.yaml
        language: en
    """
    if not change.founded:
        yield Problem(
            say(
                "{since} has no qms.yaml that can be used; signers are judged by this change itself", since=change.since
            ),
            say("look at people, signers and waivers in qms.yaml with your own eyes before you merge"),
        )


RULES: tuple[Rule, ...] = (signer_made_by_the_change, hidden_by_the_change, approval_without_signed_tag)
RULES_OF_TARGET: tuple[Rule, ...] = (target_without_system,)
