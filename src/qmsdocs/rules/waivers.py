"""QD6xx: requirements and rules that the agency sets aside. ``RULES`` stands in :mod:`qmsdocs.rules.mandatory`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.agency import Agency, NotApplicable, Waiver
from qmsdocs.rules.base import ERROR, Context, Problem, did_you_mean, rule


@rule("QD605", ERROR, "ISO 9001:2015, 4.3; format.md, section 3", of=Agency)
def not_applicable_without_reason(agency: Agency, context: Context) -> Iterator[Problem]:
    """A requirement is set aside with a reason, by a person, on a day.

    Why: What the standard or the province asks for may be left out only when it is justified and somebody answers
    for it.

    Bad:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-information, by: nguyen-van-an, on: 2026-01-05}
        --- procedures/KSTL/KSTL.yaml
        fulfils: []
    Good:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-information, reason: Do cấp trên quản lý, by: nguyen-van-an, on: 2026-01-05}
        --- procedures/KSTL/KSTL.yaml
        fulfils: []
    """
    for index, item in enumerate(agency.not_applicable):
        if missing := _missing(reason=item.reason, by=item.by, on=item.on):
            yield Problem(
                say("requirement {id} is set aside without {missing}", id=item.requirement, missing=missing),
                say("add what is missing: {missing}", missing=missing),
                at=("not_applicable", index),
            )


@rule("QD606", ERROR, "ISO 9001:2015, 5.3; format.md, section 3", of=Agency)
def not_applicable_by_unauthorised(agency: Agency, context: Context) -> Iterator[Problem]:
    """A requirement is set aside by someone who may approve on that day.

    Why: Leaving out a mandatory document is a decision of the head of the agency, not of the one who would have to
    write it.

    Bad:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-information, reason: Do cấp trên quản lý, by: le-thi-binh, on: 2026-01-05}
        --- procedures/KSTL/KSTL.yaml
        fulfils: []
    Good:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-information, reason: Do cấp trên quản lý, by: nguyen-van-an, on: 2026-01-05}
        --- procedures/KSTL/KSTL.yaml
        fulfils: []
    """
    for index, item in enumerate(agency.not_applicable):
        if item.by and item.by in agency.people and item.on and not _may_set_aside(item, item.on, context):
            yield Problem(
                say("{name} may not approve on {day}", name=agency.people[item.by].name, day=item.on),
                say("let one of those decide who stand under signers, approve"),
                at=("not_applicable", index, "by"),
            )


@rule("QD607", ERROR, "format.md, section 3", of=Agency)
def not_applicable_unknown(agency: Agency, context: Context) -> Iterator[Problem]:
    """Only a requirement of the profile is set aside.

    Why: A mistyped name sets nothing aside, and nobody notices until the requirement is missed.

    Bad:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-informations, reason: Do cấp trên quản lý, by: nguyen-van-an, on: 2026-01-05}
    Good:
        --- qms.yaml
        not_applicable: []
    """
    for index, item in enumerate(agency.not_applicable):
        if item.requirement not in context.profile.by_id:
            yield Problem(
                say("the profile has no requirement {id}", id=item.requirement),
                did_you_mean(
                    item.requirement, context.profile.by_id, say("remove the entry, or write an id of the profile")
                ),
                at=("not_applicable", index, "requirement"),
            )


@rule("QD608", ERROR, "format.md, section 3", of=Agency)
def not_applicable_but_met(agency: Agency, context: Context) -> Iterator[Problem]:
    """What is set aside is not met by a document at the same time.

    Why: Either the document applies or it does not; people must not have to guess.

    Bad:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-information, reason: Do cấp trên quản lý, by: nguyen-van-an, on: 2026-01-05}
    Good:
        --- qms.yaml
        not_applicable: []
    """
    for index, item in enumerate(agency.not_applicable):
        if item not in set_aside(context):
            continue
        for document in context.register.fulfilling.get(item.requirement, ()):
            if not document.withdrawn:
                yield Problem(
                    say("requirement {id} is set aside, but {code} meets it", id=item.requirement, code=document.code),
                    say(
                        "remove the entry, or remove {id} from fulfils of {code}",
                        id=item.requirement,
                        code=document.code,
                    ),
                    at=("not_applicable", index, "requirement"),
                )


@rule("QD610", ERROR, "format.md, section 3", of=Agency)
def waiver_expired(agency: Agency, context: Context) -> Iterator[Problem]:
    """A waiver has not run out.

    Why: A waiver is a promise to mend something by a day; after that day the rule applies again.

    Bad:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Đang vẽ lại lưu đồ, by: nguyen-van-an, until: 2026-05-31}
    Good:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-06-30}
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
    """
    for index, waiver in enumerate(agency.waivers):
        if waiver.until and waiver.until < context.day:
            yield Problem(
                say(
                    "the waiver of {rule} for {code} ended on {day}",
                    rule=waiver.rule,
                    code=waiver.document,
                    day=waiver.until,
                ),
                say("mend the document and remove the waiver, or give a new reason and day"),
                at=("waivers", index, "until"),
            )


@rule("QD611", ERROR, "format.md, section 3", of=Agency, last=True)
def waiver_useless(agency: Agency, context: Context) -> Iterator[Problem]:
    """A waiver sets something aside.

    Why: A waiver that is no longer needed would silently cover the next mistake.

    Bad:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-12-31}
    Good:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-12-31}
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
    """
    for index, waiver in enumerate(agency.waivers):
        if index not in context.waived and _sound(waiver, context):
            yield Problem(
                say("{rule} reports nothing in {code} that would be waived", rule=waiver.rule, code=waiver.document),
                say("remove the waiver"),
                at=("waivers", index),
            )


@rule("QD612", ERROR, "format.md, section 3", of=Agency)
def waiver_without_reason(agency: Agency, context: Context) -> Iterator[Problem]:
    """A waiver has a reason, a person who answers for it and an end.

    Why: Without them it is no decision but a way of silencing the check; it has no effect.

    Bad:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, until: 2026-12-31}
    Good:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-12-31}
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
    """
    for index, waiver in enumerate(agency.waivers):
        if missing := _missing(reason=waiver.reason, by=waiver.by, until=waiver.until):
            yield Problem(
                say(
                    "the waiver of {rule} for {code} lacks {missing}",
                    rule=waiver.rule,
                    code=waiver.document,
                    missing=missing,
                ),
                say("add what is missing: {missing}", missing=missing),
                at=("waivers", index),
            )


@rule("QD613", ERROR, "format.md, section 3", of=Agency)
def waiver_unknown(agency: Agency, context: Context) -> Iterator[Problem]:
    """A waiver names a rule and a document that exist.

    Why: A mistyped code waives nothing, and the problem that it was meant for stays reported.

    Bad:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-20, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-12-31}
    Good:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-12-31}
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
    """
    for index, waiver in enumerate(agency.waivers):
        if waiver.rule not in context.rules:
            yield Problem(
                say("there is no rule {code}", code=waiver.rule),
                did_you_mean(
                    waiver.rule, context.rules, say("write the code as the check prints it, for example QD301")
                ),
                at=("waivers", index, "rule"),
            )
        if remedy := _document_remedy(waiver.document, context):
            yield Problem(
                say("there is no document {code}", code=waiver.document), remedy, at=("waivers", index, "document")
            )


@rule("QD614", ERROR, "format.md, section 3", of=Agency)
def waiver_not_allowed(agency: Agency, context: Context) -> Iterator[Problem]:
    """Rules of source, ledger, change and release are not waived.

    Why: On them rests that a release is what was approved; a document without them proves nothing.

    Bad:
        --- qms.yaml
        waivers:
          - {rule: QD201, document: QT-02, reason: Tài liệu cũ, by: nguyen-van-an, until: 2026-12-31}
    Good:
        --- qms.yaml
        waivers:
          - {rule: QD407, document: QT-02, reason: Mẫu dùng từ tháng 9, by: nguyen-van-an, until: 2026-12-31}
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
    """
    for index, waiver in enumerate(agency.waivers):
        if waiver.rule in context.rules and not context.rules[waiver.rule].waivable:
            yield Problem(
                say("rule {code} cannot be waived", code=waiver.rule),
                say("mend what the rule reports, and remove the waiver"),
                at=("waivers", index, "rule"),
            )


@rule("QD617", ERROR, "format.md, section 3", of=Agency)
def not_applicable_in_the_future(agency: Agency, context: Context) -> Iterator[Problem]:
    """The decision to set a requirement aside lies in the past.

    Why: Until somebody has decided, the requirement applies.

    Bad:
        --- qms.yaml
        not_applicable:
          - {requirement: documented-information, reason: Do cấp trên quản lý, by: nguyen-van-an, on: 2026-06-02}
    Good:
        --- qms.yaml
        not_applicable: []
    """
    for index, item in enumerate(agency.not_applicable):
        if item.on and item.on > context.day:
            values = {"id": item.requirement, "day": item.on}
            yield Problem(
                say("requirement {id} is set aside only on {day}; until then it applies", **values),
                say("write the day on which it was decided, or add the entry on that day"),
                at=("not_applicable", index, "on"),
            )


def set_aside(context: Context) -> tuple[NotApplicable, ...]:
    """The requirements that are set aside by the day of the check."""
    return tuple(item for item in context.agency.not_applicable if item.on is None or item.on <= context.day)


def _missing(**values: object) -> str:
    """The names of the keys without a value, as in ``reason, by``."""
    return ", ".join(name for name, value in values.items() if not value)


def _may_set_aside(item: NotApplicable, day: date, context: Context) -> bool:
    """Whether the person may approve on the day, within the limits of the authority."""
    person = context.agency.people[item.by or ""]
    requirement = context.profile.by_id.get(item.requirement)
    category = requirement.category if requirement else None
    return (person.until is None or day <= person.until) and any(
        signer.id == item.by and signer.valid_on(day) and (not signer.scope or category in signer.scope)
        for signer in context.agency.signers_for("approve")
    )


def _document_remedy(code: str, context: Context) -> Message | None:
    """What to write in place of the code of a document that does not exist; None when it does, or may."""
    register = context.register
    found = register.find(code)
    if found and found.former:
        return say("the document is now {code}", code=found.document.code)
    if found or register.could_not_be_read(code):
        return None
    known = [document.code for document in register.everything]
    return did_you_mean(code, known, say("write the code of a document, or remove the waiver"))


def _sound(waiver: Waiver, context: Context) -> bool:
    """Whether no other rule has something to say about the waiver, and its document could be read."""
    known = waiver.rule in context.rules and context.rules[waiver.rule].waivable
    complete = waiver.reason and waiver.by and waiver.until and context.day <= waiver.until
    there = context.register.find(waiver.document) is not None and _document_remedy(waiver.document, context) is None
    return bool(known and complete and there)
