"""QD618 to QD620: what the law asks an agency to do, and where its documents say how it is done."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.markdown.slugs import slug_of
from qmsdocs.model.document import Document
from qmsdocs.model.profile import Duty
from qmsdocs.model.register import Register
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, did_you_mean, rule
from qmsdocs.rules.links import anchors
from qmsdocs.rules.mandatory import unreadable_documents


@rule("QD618", ERROR, "format.md, section 7", of=Document)
def unknown_duty(document: Document, context: Context) -> Iterator[Problem]:
    """What a document carries out is a duty of the agency's profiles.

    Why: A misspelt duty counts as not carried out, and is missing in the table of the manual, though the document is there.

    Bad:
        --- profile.yaml
        duties:
          - {id: audit, what: {vi: Đánh giá nội bộ, en: Internal audit}, basis: [{code: 19/2014/QĐ-TTg, article: Điều 4}]}
        --- procedures/KSTL/KSTL.yaml
        duties: [audit]
        --- procedures/QT-02/QT-02.yaml
        duties: [audits]
    Good:
        --- profile.yaml
        duties:
          - {id: audit, what: {vi: Đánh giá nội bộ, en: Internal audit}, basis: [{code: 19/2014/QĐ-TTg, article: Điều 4}]}
        --- procedures/QT-02/QT-02.yaml
        duties: [audit]
    """
    if document.duties:
        known = [duty.id for duty in context.profile.duties]
        for index, duty in enumerate(each.duty for each in document.duties):
            if duty not in known:
                message = say("there is no duty {duty} in the profiles", duty=duty)
                ids = say("write one of: {known}", known=", ".join(known))
                otherwise = ids if known else say("name a profile that has it under profiles in qms.yaml")
                yield Problem(message, did_you_mean(duty, known, otherwise), ("duties", index))


@rule("QD619", ERROR, "format.md, section 4", of=Document)
def served_nowhere(document: Document, context: Context) -> Iterator[Problem]:
    """Where a clause or a duty is dealt with is a section or a step of the same document.

    Why: The table of the manual tells an inspector where to look; a place that is not there sends them nowhere.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        clauses: ["4", "5", "6", "7", "8", "9", {clause: "10", at: pham-v}]
    Good:
        --- procedures/QT-02/QT-02.yaml
        clauses: ["4", "5", "6", "7", "8", "9", {clause: "10", at: pham-vi}]
    """
    placed = [*_places(document)]
    known = anchors(document, context) if placed else []
    for at, place in placed:
        if place not in known:
            otherwise = say("write the slug of a heading (muc-dich), as links name it, or the id of a step (xem-xet)")
            yield Problem(
                say("there is no section or step {target}", target=place),
                did_you_mean(slug_of(place), known, otherwise),
                at,
            )


def _places(document: Document) -> Iterator[tuple[YamlPath, str]]:
    for index, clause in enumerate(document.clauses):
        if clause.at:
            yield ("clauses", index, "at"), clause.at
    for index, duty in enumerate(document.duties):
        if duty.at:
            yield ("duties", index, "at"), duty.at


@rule("QD620", WARNING, "format.md, section 7", of=Register)
def duty_not_carried_out(register: Register, context: Context) -> Iterator[Problem]:
    """Every duty of the profiles is carried out by a document.

    Why: An inspection asks for each duty of the law who does it, when, and where that is laid down.

    Bad:
        --- profile.yaml
        duties:
          - {id: audit, what: {vi: Đánh giá nội bộ, en: Internal audit}, basis: [{code: 19/2014/QĐ-TTg, article: Điều 4}]}
    Good:
        --- profile.yaml
        duties:
          - {id: audit, what: {vi: Đánh giá nội bộ, en: Internal audit}, basis: [{code: 19/2014/QĐ-TTg, article: Điều 4}]}
        --- procedures/QT-02/QT-02.yaml
        duties: [{duty: audit, at: xem-xet}]
    """
    if not context.profile.duties or unreadable_documents(register):
        return
    lasting = (each for each in register.documents if each.withdrawn is None or each.withdrawn.on > context.day)
    served = {each.duty for document in lasting for each in document.duties}
    for duty in context.profile.duties:
        if duty.id not in served:
            yield Problem(
                say("no document carries out duty {id}: {what}", id=duty.id, what=_described(duty, context)),
                say("name it under duties of the document that says how it is done"),
                at=("profiles",),
            )


def _described(duty: Duty, context: Context) -> str:
    basis = "; ".join(", ".join(filter(None, (each.article, each.target))) for each in duty.basis)
    return f"{duty.what.in_language(context.agency.language)} ({basis})"


RULES: tuple[Rule, ...] = (unknown_duty, served_nowhere, duty_not_carried_out)
