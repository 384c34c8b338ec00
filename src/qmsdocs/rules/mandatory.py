"""QD6xx: what the profile requires. Requirements and rules set aside stand in :mod:`qmsdocs.rules.waivers`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key, covers
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Status
from qmsdocs.model.profile import Requirement
from qmsdocs.model.register import Register
from qmsdocs.rules import waivers
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule

_CLAUSE = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?){0,3}[a-zđ]?")
_BEFORE_EFFECT = (Status.DRAFT, Status.IN_REVIEW, Status.AWAITING_APPROVAL, Status.APPROVED)


@rule("QD601", ERROR, "ISO 9001:2015, 7.5.1; format.md, section 7", of=Register)
def requirement_not_met(register: Register, context: Context) -> Iterator[Problem]:
    """Every document that the profile requires exists.

    Why: The mandatory set is what an inspection asks for first. What really does not apply is set aside under
    not_applicable, with a reason and the name of someone who may approve.

    Bad:
        --- procedures/KSTL/KSTL.yaml
        fulfils: []
    Good:
        --- procedures/KSTL/KSTL.yaml
        fulfils: [documented-information]
    """
    if unreadable_documents(register):
        return
    set_aside = {item.requirement for item in waivers.set_aside(context)}
    for requirement in context.profile.requirements:
        if requirement.id not in register.fulfilling and requirement.id not in set_aside:
            yield Problem(
                say(
                    "no document meets requirement {id} ({title})",
                    id=requirement.id,
                    title=_title(requirement, context),
                ),
                _missing_remedy(requirement, register),
                at=("profiles",),
            )


@rule("QD602", WARNING, "ISO 9001:2015, 7.5.2c", of=Register)
def requirement_met_by_draft(register: Register, context: Context) -> Iterator[Problem]:
    """The documents that the profile requires are in force.

    Why: A draft, or a document that takes effect later, does not bind anybody yet.

    Bad:
        --- procedures/KSTL/KSTL.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes:
              - {where: Toàn bộ, what: Ban hành lần đầu}
    Good:
        --- procedures/KSTL/KSTL.yaml
        fulfils: []
        --- procedures/QT-01/QT-01.yaml
        fulfils: [documented-information]
    """
    for requirement, meeting in _met(context):
        statuses = {document.status_on(context.day): document for document in reversed(meeting)}
        if Status.IN_FORCE in statuses:
            continue
        document = next((statuses[status] for status in reversed(_BEFORE_EFFECT) if status in statuses), None)
        if document:
            yield Problem(
                say(
                    "requirement {id} is met only by {code}, which is not yet in force",
                    id=requirement.id,
                    code=document.code,
                ),
                say("have it approved and let it take effect; until then the requirement is not met"),
                at=("fulfils", document.fulfils.index(requirement.id)),
                of=document,
            )


@rule("QD603", ERROR, "ISO 9001:2015, 7.5.1; format.md, section 7", of=Register)
def requirement_met_by_withdrawn(register: Register, context: Context) -> Iterator[Problem]:
    """A withdrawn document meets no requirement.

    Why: When a mandatory document ends, another one must take its place.

    Bad:
        --- procedures/KSTL/KSTL.yaml
        withdrawn: {on: 2026-05-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an, replaced_by: QT-01}
    Good:
        --- procedures/KSTL/KSTL.yaml
        withdrawn: {on: 2026-05-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an, replaced_by: QT-01}
        --- procedures/QT-01/QT-01.yaml
        fulfils: [documented-information]
    """
    if unreadable_documents(register):
        return
    for requirement, meeting in _met(context):
        if all(document.status_on(context.day) is Status.WITHDRAWN for document in meeting):
            last = meeting[-1]
            yield Problem(
                say("requirement {id} is met only by {code}, which is withdrawn", id=requirement.id, code=last.code),
                say("name {id} under fulfils of the document that took its place", id=requirement.id),
                at=("fulfils", last.fulfils.index(requirement.id)),
                of=last,
            )


@rule("QD604", ERROR, "ISO 9001:2015, 7.5.3.1a; format.md, section 7", of=Register)
def requirement_met_twice(register: Register, context: Context) -> Iterator[Problem]:
    """A requirement is met by one document.

    Why: With two documents on the same matter people follow the one that suits them, and a change reaches only one. A
    document whose end is laid down under withdrawn does not count, so that a successor can be prepared.

    Bad:
        --- procedures/QT-01/QT-01.yaml
        fulfils: [documented-information]
    Good:
        --- procedures/KSTL/KSTL.yaml
        withdrawn: {on: 2026-07-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an, replaced_by: QT-01}
        --- procedures/QT-01/QT-01.yaml
        fulfils: [documented-information]
    """
    for requirement, meeting in _met(context):
        lasting = [document for document in meeting if document.withdrawn is None]
        for document in lasting[1:]:
            yield Problem(
                say("requirement {id} is also met by {code}", id=requirement.id, code=lasting[0].code),
                say("name it under fulfils of one of the two, or withdraw one"),
                at=("fulfils", document.fulfils.index(requirement.id)),
                of=document,
            )


@rule("QD609", WARNING, "ISO 9001:2015, 7.5.1a", of=Register)
def clause_not_covered(register: Register, context: Context) -> Iterator[Problem]:
    """Every clause that always asks for documented information is named by a document.

    Why: An auditor goes through the standard clause by clause and asks where each one is dealt with.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        clauses: ["4", "5", "6", "7", "8", "9"]
    Good:
        --- procedures/QT-02/QT-02.yaml
        clauses: ["4", "5", "6", "7", "8", "9", "10.2"]
    """
    asked = [item for item in context.profile.documented_information if item.applies == "always"]
    if not asked or unreadable_documents(register):
        return
    named = _clauses_dealt_with(context)
    for item in asked:
        if not any(covers(clause, item.clause) for clause in named):
            what = item.what.in_language(context.agency.language)
            yield Problem(
                say("no document deals with clause {clause}: {what}", clause=item.clause, what=what),
                say("name the clause under clauses of the document that deals with it"),
                at=("profiles",),
            )


@rule("QD615", ERROR, "format.md, section 4", of=Document)
def clause_malformed(document: Document, context: Context) -> Iterator[Problem]:
    """Clauses are written as numbers: 7.5.3 or 4.4.2a.

    Why: Which clauses are covered is worked out from the numbers; words around them are not understood.

    Bad:
        --- procedures/QT-01/QT-01.yaml
        clauses: ["Điều 7.5"]
    Good:
        --- procedures/QT-01/QT-01.yaml
        clauses: ["7.5", "4.4.2a"]
    """
    for index, clause in enumerate(each.clause for each in document.clauses):
        if not _CLAUSE.fullmatch(clause):
            yield Problem(
                say("{clause} is not the number of a clause", clause=clause),
                _clause_remedy(clause),
                at=("clauses", index),
            )


@rule("QD616", ERROR, "format.md, section 7", of=Document)
def requirement_of_other_type(document: Document, context: Context) -> Iterator[Problem]:
    """A document is of the type and category that the requirement asks for.

    Why: The sections that a document must have depend on its type; a procedure that stands in as a policy lacks them.

    Bad:
        --- procedures/KSTL/KSTL.yaml
        category: internal
    Good:
        --- procedures/KSTL/KSTL.yaml
        category: system
    """
    for index, id_ in enumerate(document.fulfils):
        requirement = context.profile.by_id.get(id_)
        if requirement is None:
            continue
        pairs = (("type", requirement.type, document.type), ("category", requirement.category, document.category))
        for key, wanted, given in pairs:
            if wanted and given and wanted != given:
                yield Problem(
                    say(
                        "requirement {id} asks for {key} {wanted}, not {given}",
                        id=id_,
                        key=key,
                        wanted=wanted,
                        given=given,
                    ),
                    say("write {key}: {wanted}, or remove {id} from fulfils", key=key, wanted=wanted, id=id_),
                    at=("fulfils", index),
                )
                break


def _met(context: Context) -> Iterator[tuple[Requirement, tuple[Document, ...]]]:
    """The requirements that some document names and that are not set aside, with these documents."""
    fulfilling: Mapping[str, tuple[Document, ...]] = context.register.fulfilling
    set_aside = {item.requirement for item in waivers.set_aside(context)}
    for requirement in context.profile.requirements:
        if (meeting := fulfilling.get(requirement.id)) and requirement.id not in set_aside:
            yield requirement, meeting


def _title(requirement: Requirement, context: Context) -> str:
    return requirement.title.in_language(context.agency.language)


def _missing_remedy(requirement: Requirement, register: Register) -> Message:
    key = code_key(requirement.code)
    existing = next((document for document in register.documents if code_key(document.code) == key), None)
    if existing:
        return say("if {code} is this document, add {id} to its fulfils", code=existing.code, id=requirement.id)
    return say(
        "write it (suggested code {code}) and name {id} under its fulfils, or set it aside under not_applicable",
        code=requirement.code,
        id=requirement.id,
    )


def _clauses_dealt_with(context: Context) -> set[str]:
    """The clauses of all documents that have not ended, and of the requirements set aside."""
    named: set[str] = set()
    for document in context.register.documents:
        if document.withdrawn is None or document.withdrawn.on > context.day:
            named.update(each.clause for each in document.clauses)
    for item in waivers.set_aside(context):
        requirement = context.profile.by_id.get(item.requirement)
        named.update(requirement.clauses if requirement else ())
    return {clause for clause in named if _CLAUSE.fullmatch(clause)}


def unreadable_documents(register: Register) -> bool:
    """Whether a document could not be read: it may be the one that is missed."""
    if not register.unreadable:
        return False
    folder = register.agency.paths.procedures.strip("/") + "/"
    files = (path for path in register.paths if path.startswith(folder) and path.endswith(".yaml"))
    return any(posixpath.basename(path).removesuffix(".yaml") in register.unreadable for path in files)


def _clause_remedy(clause: str) -> Message:
    numbers = re.findall(r"[1-9][0-9]?(?:\.[1-9][0-9]?){0,3}(?: ?[a-zđ](?=\)|\.|$))?", clause.lower())
    if len(numbers) == 1:
        return say('write "{number}"', number=numbers[0].replace(" ", ""))
    if numbers:
        return say("write one number per entry: {numbers}", numbers=", ".join(f'"{number}"' for number in numbers))
    return say('write the number alone, for example "7.5.3"')


RULES: tuple[Rule, ...] = (
    requirement_not_met,
    requirement_met_by_draft,
    requirement_met_by_withdrawn,
    requirement_met_twice,
    waivers.not_applicable_without_reason,
    waivers.not_applicable_by_unauthorised,
    waivers.not_applicable_unknown,
    waivers.not_applicable_but_met,
    clause_not_covered,
    waivers.waiver_expired,
    waivers.waiver_useless,
    waivers.waiver_without_reason,
    waivers.waiver_unknown,
    waivers.waiver_not_allowed,
    clause_malformed,
    requirement_of_other_type,
    waivers.not_applicable_in_the_future,
)
