"""This repository's own documents: the starter set, and the first user of the rules."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from qmsdocs import check, load, plan_release
from qmsdocs.diagnostics import Severity
from qmsdocs.model.register import Register
from qmsdocs.starter import starter_set

DAY = date(2026, 11, 21)

_SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+|\n+")
_MARKS = re.compile(r"[*_`#|>\[\]()-]|\{\{[^}]*\}\}")


@pytest.fixture(scope="module")
def register() -> Register:
    return load(starter_set())


def test_check_finds_no_error_and_no_warning(register: Register) -> None:
    found = [d for d in check(register, on=DAY) if d.severity is not Severity.NOTE]
    assert [(d.code, d.location, str(d.message)) for d in found] == []


def test_what_is_not_certain_is_marked_to_be_checked_and_nothing_else_is_noted(register: Register) -> None:
    assert {d.code for d in check(register, on=DAY)} <= {"QD028", "QD511"}


def test_every_requirement_is_met_by_a_document_in_force(register: Register) -> None:
    in_force = {requirement for document in register.in_force_on(DAY) for requirement in document.fulfils}
    assert in_force == {requirement.id for requirement in register.profile.requirements}
    assert len(plan_release(register, on=DAY).items) == 24


def test_each_procedure_has_steps_a_decision_records_and_forms(register: Register) -> None:
    for document in register.documents:
        if document.type == "procedure":
            assert len(document.steps) >= 6, document.code
            assert len(document.records) >= 2, document.code
            assert any(step.decision for step in document.steps), document.code
            assert document.forms, document.code


def test_at_least_three_documents_have_a_history(register: Register) -> None:
    assert len([document for document in register.documents if len(document.revisions) > 1]) >= 3


def test_no_two_documents_share_more_than_a_fifth_of_their_sentences(register: Register) -> None:
    said = {document.code: _sentences(document.origin.text) for document in register.documents}
    for one, other in combinations(said, 2):
        shared = said[one] & said[other]
        assert len(shared) * 5 <= min(len(said[one]), len(said[other])), (one, other, shared)


def test_no_text_names_the_model_agency(register: Register) -> None:
    """An agency that takes the set over must not have to search for our name."""
    organization = register.agency.organization
    for document in register.documents:
        for name in (organization.name, organization.short_name or "", "phường"):
            assert name not in document.origin.text, document.code


def _sentences(text: str) -> set[str]:
    found = (" ".join(_MARKS.sub(" ", part).split()).casefold() for part in _SENTENCE_END.split(text))
    return {sentence for sentence in found if len(sentence.split()) > 3}


def test_the_starter_set_lies_where_the_package_looks() -> None:
    assert (Path(starter_set()) / "templates" / "procedure.docx").is_file()
