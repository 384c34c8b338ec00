"""QD113 to QD117: what documents name besides codes of references: people, units, requirements, other documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from qmsdocs.diagnostics import Message, Place, YamlPath, say
from qmsdocs.model.agency import Agency
from qmsdocs.model.codes import code_key
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Category, Document
from qmsdocs.model.register import AnyDocument, Citation, Register
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, did_you_mean, rule
from qmsdocs.rules.capitals import Capitals, capitals_in, capitals_of
from qmsdocs.rules.mentions import Mention, mentions, mentions_in
from qmsdocs.rules.running import running


@rule("QD113", ERROR, "format.md, section 2", of=Register)
def unknown_person(register: Register, context: Context) -> Iterator[Problem]:
    """Every person is one of people in qms.yaml.

    Why: An authorisation or a check is worth nothing when nobody can tell whose it is. Signatures have a rule of their
    own.

    Bad:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binhh, on: 2026-01-15}
    Good:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2026-01-15}
    """
    people = register.agency.people
    for document, at, person in _people(register):
        if person not in people:
            remedy = did_you_mean(person, people, say("add {person} to people in qms.yaml", person=person))
            yield Problem(say("there is no person {person} in qms.yaml", person=person), remedy, at, document)


Named = Iterator[tuple[AnyDocument | Decision | None, YamlPath, str]]
"""The document or decision (None for qms.yaml), the place in it, and what is named there."""


def _people(register: Register) -> Named:
    yield from _people_of_agency(register.agency)
    for external in register.externals:
        if external.checked:
            yield external, ("checked", "by"), external.checked.by
    for decision in register.decisions:
        if decision.signer:
            yield decision, ("signer",), decision.signer
    for document in register.documents:
        yield from _people_of(document)


def _people_of_agency(agency: Agency) -> Named:
    for action in ("prepare", "review", "approve"):
        for index, signer in enumerate(agency.signers_for(action)):
            yield None, ("signers", action, index, "id"), signer.id
    for index, waiver in enumerate(agency.waivers):
        if waiver.by:
            yield None, ("waivers", index, "by"), waiver.by
    for index, absent in enumerate(agency.not_applicable):
        if absent.by:
            yield None, ("not_applicable", index, "by"), absent.by


def _people_of(document: Document) -> Named:
    if document.withdrawn and document.withdrawn.by:
        yield document, ("withdrawn", "by"), document.withdrawn.by
    for index, review in enumerate(document.reviews):
        yield document, ("reviews", index, "by"), review.by
    for index, entry in enumerate(document.revisions):
        for place, reopened in enumerate(entry.reopened):
            yield document, ("revisions", index, "reopened", place, "by"), reopened.by


@rule("QD114", ERROR, "ISO 9001:2015, 5.3", of=Register)
def unknown_unit(register: Register, context: Context) -> Iterator[Problem]:
    """Every unit is one of units in qms.yaml.

    Why: Who keeps, has and follows a document is told by the unit; an unknown one is nobody.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        unit: VPP
    Good:
        --- procedures/QT-02/QT-02.yaml
        unit: VP
    """
    units = register.agency.units
    for document, at, unit in _units(register):
        if unit not in units:
            message = say("there is no unit {unit} in qms.yaml", unit=unit)
            yield Problem(message, _for_unit(unit, register), at, document)


def _for_unit(unit: str, register: Register) -> Message:
    units = register.agency.units
    for id_, name in units.items():
        if name.casefold() == unit.casefold():
            return say("write its id, {id}", id=id_)
    otherwise = say("add {unit} to units in qms.yaml, or write one of: {known}", unit=unit, known=", ".join(units))
    return did_you_mean(unit, units, otherwise)


_CATEGORIES: frozenset[str] = frozenset(get_args(Category))


def _units(register: Register) -> Named:
    agency = register.agency
    for id_, person in agency.people.items():
        if person.unit:
            yield None, ("people", id_, "unit"), person.unit
    for action in ("prepare", "review", "approve"):
        for index, signer in enumerate(agency.signers_for(action)):
            for place, scope in enumerate(signer.scope):
                if scope not in _CATEGORIES:
                    yield None, ("signers", action, index, "for", place), scope
    for external in register.externals:
        for index, unit in enumerate(external.units):
            yield external, ("units", index), unit
    for document in register.documents:
        yield from _units_of(document)


def _units_of(document: Document) -> Named:
    if document.unit:
        yield document, ("unit",), document.unit
    for index, unit in enumerate(document.applies_to):
        yield document, ("applies_to", index), unit
    for index, record in enumerate(document.records):
        if record.keeper:
            yield document, ("records", index, "keeper"), record.keeper


@rule("QD115", ERROR, "format.md, section 7", of=Document)
def unknown_requirement(document: Document, context: Context) -> Iterator[Problem]:
    """What a document fulfils is a requirement of the agency's profiles.

    Why: A misspelt requirement counts as not met, though the document is there.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        fulfils: [record]
    Good:
        --- procedures/QT-02/QT-02.yaml
        fulfils: []
    """
    if document.fulfils:
        known = [requirement.id for requirement in context.profile.requirements]
        for index, requirement in enumerate(document.fulfils):
            if requirement not in known:
                message = say("there is no requirement {requirement} in the profiles", requirement=requirement)
                ids = say("write one of: {known}", known=", ".join(known))
                otherwise = ids if known else say("name a profile that has it under profiles in qms.yaml")
                yield Problem(message, did_you_mean(requirement, known, otherwise), ("fulfils", index))


@rule("QD116", WARNING, "ISO 9001:2015, 7.5.3.2", of=Document)
def mention_not_in_references(document: Document, context: Context) -> Iterator[Problem]:
    """Every document that the text or the facts name by number or code is among the references.

    Why: When a decree is replaced, the documents to be updated are found through their references; a number that stands
    only in a sentence is overlooked. Patterns in code marks, and after "mẫu" or "ví dụ", do not count.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        references: [QT-01]
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Hồ sơ được lập theo Nghị định số 30/2020/NĐ-CP.
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01]
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Hồ sơ được lập theo Nghị định số 30/2020/NĐ-CP; số của văn bản đi có dạng `15/KH-UBND`.
    """
    references = _references(document)
    written = {*capitals_of(document, context).codes, *fact_capitals(document, context).codes} - references
    if written:
        yield from _unlisted(document, context, written, references)


def _references(document: Document) -> set[str]:
    """Codes that may stand in a document as they are written: its own, those it cites, and the decisions about it."""
    codes = {reference.target for reference in document.references}
    if document.administrative:
        codes.update(reference.target for reference in document.administrative.legal_basis)
    codes.update(entry.approved.decision for entry in document.revisions if entry.approved and entry.approved.decision)
    if document.withdrawn and document.withdrawn.decision:
        codes.add(document.withdrawn.decision)
    codes.add(document.code)
    return codes


def fact_capitals(document: Document, context: Context) -> Capitals:
    """The codes and words in capitals of the running text of the YAML file, looked for once."""

    def make() -> Capitals:
        return capitals_in("\n".join([text for text, _ in running_facts(document)]), context.register)

    return context.once("capitals of facts", make, of=document)


def running_facts(document: Document) -> Iterator[tuple[str, YamlPath]]:
    """The running text of the YAML file, without its ledger, with places."""
    yield from _step_facts(document)
    for index, record in enumerate(document.records):
        if record.basis:
            yield record.basis, ("records", index, "basis")
    for index, indicator in enumerate(document.indicators):
        for key in ("title", "measure", "target", "means", "period"):
            if value := getattr(indicator, key):
                yield value, ("indicators", index, key)
    for term, meaning in document.terms.items():
        yield meaning, ("terms", term)
    if document.administrative:
        yield from _administrative_facts(document)


def _step_facts(document: Document) -> Iterator[tuple[str, YamlPath]]:
    for index, step in enumerate(document.steps):
        yield step.activity, ("steps", index, "activity")
        if step.text:
            yield step.text, ("steps", index, "text")
        for key, texts in (("inputs", step.inputs), ("outputs", step.outputs), ("risks", step.risks)):
            for place, text in enumerate(texts):
                yield text, ("steps", index, key, place)


def _administrative_facts(document: Document) -> Iterator[tuple[str, YamlPath]]:
    facts = document.administrative
    if facts:
        for index, item in enumerate(facts.dossier):
            yield item.title, ("administrative", "dossier", index, "title")
        for key in ("fee", "result", "applicants", "conditions", "place"):
            text = getattr(facts, key)
            if text:
                yield text, ("administrative", key)


def _unlisted(document: Document, context: Context, written: set[str], references: set[str]) -> Iterator[Problem]:
    """The first mention of each document that is not among the references."""
    register = context.register
    listed = _Listed.of(document, references, register)
    strange = {m.key for text in written for m in mentions(text, register) if not listed.has(m)}
    strange -= {code_key(term) for term in (*document.terms, *context.profile.abbreviations)}
    if not strange:
        return
    for mention, at in _placed(document, context):
        if mention.key in strange:
            strange.remove(mention.key)
            message = say("{code} is named here but is not among the references", code=mention.code)
            yield Problem(message, _for_mention(mention, register), at)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a document may name: by key, and by document for other codes of the same one."""

    keys: frozenset[str]
    paths: frozenset[str]

    @classmethod
    def of(cls, document: Document, references: Iterable[str], register: Register) -> _Listed:
        found = [each.document for code in references if (each := register.find(code))]
        numbers = (each.number for each in found if each.number)
        keys = frozenset(map(code_key, (*references, *document.former_codes, *numbers)))
        return cls(keys, frozenset(each.origin.path for each in found))

    def has(self, mention: Mention) -> bool:
        return mention.key in self.keys or (mention.document is not None and mention.document.origin.path in self.paths)


def _placed(document: Document, context: Context) -> Iterator[tuple[Mention, Place]]:
    """All mentions in the running text of a document, first in its Markdown, then in its YAML."""
    where = running(document, context)
    for mention in mentions_in(document, context):
        span = where.span(mention.start, mention.end)
        link = where.link_around(span)
        if where.holds(span) or (link and code_key(link.target) == mention.key):
            yield mention, span
    for fact, at in running_facts(document):
        for mention in mentions(fact, context.register):
            yield mention, at


def _for_mention(mention: Mention, register: Register) -> Message:
    if mention.document:
        return say("add {code} to references", code=mention.document.code)
    if register.could_not_be_read(mention.code):
        return say("add {code} to references", code=mention.code)
    path = register.external_path(mention.code)
    return say("add the document as {path}, and {code} to references", path=path, code=mention.code)


@rule("QD117", WARNING, "format.md, section 4", of=Register)
def reference_cited_twice(register: Register, context: Context) -> Iterator[Problem]:
    """A document stands in the list of references once.

    Why: The list is printed; of two lines for one document one is out of date sooner or later. Two lines that name
    different articles are allowed.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01, 30/2020/ND-CP]
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [{code: 30/2020/NĐ-CP, article: Điều 7}, QT-01, {code: 30/2020/NĐ-CP, article: Điều 29}]
    """
    document, seen = None, dict[tuple[object, str], list[str | None]]()
    for citation in register.citations:
        if citation.document is not document:
            document, seen = citation.document, {}
        article = citation.reference.article
        articles = seen.setdefault(_identity(citation), [])
        if articles and (article in articles or article is None or None in articles):
            yield Problem(
                say("{code} is already among the references", code=citation.reference.target),
                say("keep one of the two, with all articles that apply"),
                citation.at,
                citation.document,
            )
        articles.append(article)


def _identity(citation: Citation) -> tuple[object, str]:
    """The list that a reference stands in, and the document that it means."""
    code = citation.found.document.code if citation.found else citation.reference.target
    return citation.at[0], code_key(code)


RULES: tuple[Rule, ...] = (
    unknown_person,
    unknown_unit,
    unknown_requirement,
    mention_not_in_references,
    reference_cited_twice,
)
