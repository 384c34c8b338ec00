"""The starter set is of one piece: a role, a unit, a form, a term has one name, and numbers agree wherever they stand."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from qmsdocs import check, load, release
from qmsdocs.diagnostics import Severity
from qmsdocs.edit.agency import InitOptions
from qmsdocs.edit.init import init_repository
from qmsdocs.model.document import Document
from qmsdocs.model.register import Register
from qmsdocs.model.worktime import hours
from qmsdocs.office.convert import TAGGED_PDF, Office
from qmsdocs.starter import starter_set
from tests.test_office import SEARCH, needs_libreoffice

DAY = date(2026, 11, 21)

ROLES = frozenset(
    {
        "Người đứng đầu cơ quan",
        "Đại diện lãnh đạo về chất lượng",
        "Ban Chỉ đạo ISO",
        "Thư ký ISO",
        "Chánh Văn phòng",
        "Trưởng đơn vị",
        "Công chức được giao",
        "Công chức Trung tâm Phục vụ hành chính công",
        "Công chức tổ chức, nhân sự",
        "Công chức quản lý tài sản",
        "Công chức tiếp công dân",
        "Văn thư",
        "Kế toán",
        "Trưởng đoàn đánh giá",
        "Đoàn đánh giá",
        "Đơn vị được đánh giá",
        "Hội đồng Thi đua - Khen thưởng",
        "Cơ quan được hỏi ý kiến",
        "Hội đồng xác định mức độ khuyết tật",
    }
)
"""Who does something in a step. A new role is written here once, as it is to be written everywhere."""

PROPER = ("Thư ký ISO", "Ban Chỉ đạo ISO", "Người đứng đầu cơ quan", "Đại diện lãnh đạo về chất lượng", "Trưởng đơn vị")
"""Roles that are written with a capital wherever they stand."""

OWN_AGENCY = InitOptions("Sở Nội vụ tỉnh Thử Nghiệm", "Sở Nội vụ", "Thử Nghiệm")


@pytest.fixture(scope="module")
def register() -> Register:
    return load(starter_set())


@pytest.fixture(scope="module")
def procedures(register: Register) -> list[Document]:
    return [document for document in register.documents if document.type == "procedure" and not document.withdrawn]


def texts(document: Document) -> Iterator[str]:
    """All prose of a document, in its Markdown and in its steps."""
    yield document.origin.text
    for step in document.steps:
        yield from (step.activity, step.text or "", *step.risks, *step.inputs, *step.outputs)


# --- one name each


def test_only_known_roles_do_something(procedures: list[Document]) -> None:
    named = {(role, d.code) for d in procedures for step in d.steps for role in step.responsible}
    assert {(role, code) for role, code in named if role not in ROLES} == set()


@pytest.mark.parametrize("role", PROPER)
def test_a_role_is_spelled_alike_everywhere(register: Register, role: str) -> None:
    pattern = re.compile(re.escape(role), re.IGNORECASE)
    other = {
        (found[0], document.code)
        for document in register.documents
        for text in texts(document)
        for found in pattern.finditer(text)
        if found[0] != role
    }
    assert other == set()


def test_units_are_named_by_their_ids_and_never_typed(register: Register) -> None:
    for document in register.documents:
        for text in texts(document):
            for name in register.agency.units.values():
                assert name not in text.replace(f"Công chức {name}", ""), document.code


def test_every_form_has_a_source_in_its_procedure_and_one_title(register: Register) -> None:
    titles: dict[str, set[str]] = defaultdict(set)
    for document in register.documents:
        for form in document.forms:
            titles[form.code].add(form.title)
            assert form.list or (form.is_text and not form.appended), form.code
    assert {code: names for code, names in titles.items() if len(names) > 1} == {}
    assert len(titles) >= 40


def test_every_master_list_is_a_form(register: Register) -> None:
    lists = [form.list for document in register.documents for form in document.forms if form.list]
    assert sorted(lists) == ["documents", "external", "forms", "records"]


def test_a_form_that_a_text_names_exists(register: Register) -> None:
    known = {form.code for document in register.documents for form in document.forms}
    for document in register.documents:
        forms = (starter_set() / document.origin.folder / form.file for form in document.forms if form.file)
        for text in (*texts(document), *(path.read_text(encoding="utf-8") for path in forms)):
            assert set(re.findall(r"\bBM-[A-Z0-9-]+\d", text)) <= known, document.code


def test_an_abbreviation_is_explained_in_the_same_words_everywhere(register: Register) -> None:
    words: dict[str, set[str]] = defaultdict(set)
    for document in register.documents:
        for short, meaning in document.terms.items():
            words[short].add(meaning)
    assert {short: meanings for short, meanings in words.items() if len(meanings) > 1} == {}


# --- numbers


def test_every_step_says_how_long_it_takes_and_who_does_it(procedures: list[Document]) -> None:
    for document in procedures:
        for step in document.steps:
            assert step.responsible, (document.code, step.id)
            assert step.time, (document.code, step.id)
            assert hours(step.time), (document.code, step.id)


def test_a_flow_has_six_to_fifteen_steps(procedures: list[Document]) -> None:
    assert {d.code: len(d.steps) for d in procedures if not 6 <= len(d.steps) <= 15} == {}


def test_a_retention_has_its_basis_or_is_to_be_checked(register: Register) -> None:
    for document in register.documents:
        for record in document.records:
            assert record.retention, (document.code, record.title)
            assert record.retention == "cần kiểm tra" or record.basis, (document.code, record.title)


def test_a_form_is_kept_equally_long_wherever_it_is_kept(register: Register) -> None:
    kept: dict[str, set[str | None]] = defaultdict(set)
    for document in register.documents:
        for record in document.records:
            if record.form:
                kept[record.form].add(record.retention)
    assert {form: times for form, times in kept.items() if len(times) > 1} == {}


def test_every_procedure_is_measured(procedures: list[Document]) -> None:
    for document in procedures:
        assert document.indicators, document.code
        assert all(indicator.measure and indicator.target for indicator in document.indicators), document.code


# --- law and standard


def test_every_duty_and_every_clause_has_its_place(register: Register) -> None:
    carried = {duty.duty for document in register.documents for duty in document.duties if duty.at}
    assert {duty.id for duty in register.profile.duties} <= carried
    placed = {clause.clause for document in register.documents for clause in document.clauses if clause.at}
    assert {asked.clause for asked in register.profile.documented_information if asked.applies == "always"} <= placed


def test_six_administrative_procedures_are_of_different_fields(procedures: list[Document]) -> None:
    administrative = [d for d in procedures if d.administrative]
    fields = {d.administrative.field for d in administrative if d.administrative}
    assert len(administrative) >= 6
    assert len(fields) == len(administrative)
    assert "trong ngày" in {d.administrative.processing_time for d in administrative if d.administrative}


def test_no_external_document_is_stated_without_a_source_or_a_mark(register: Register) -> None:
    for external in register.externals:
        assert external.source or "source" in external.to_check, external.code


# --- as another agency's


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("own") / "r"
    init_repository(target, OWN_AGENCY)
    return target


def test_another_agency_gets_all_of_it_and_no_trace_of_the_model(own: Path, register: Register) -> None:
    drafts = load(own)
    assert [d for d in check(drafts, on=DAY) if d.severity is Severity.ERROR] == []
    out = own / "dist"
    release(own, out=out, on=DAY, draft=True)
    word = sorted(path.name for path in out.glob("*.docx"))
    forms = [form for document in drafts.documents for form in document.forms]
    lists = [form for form in forms if form.list]
    assert len(word) == len(drafts.documents) + len(forms) - len(lists) + 4
    assert len(word) >= 40
    traces = tuple(_traces(register))
    for path in sorted(own.rglob("*")):
        if path.is_file():
            for name, data in _parts(path):
                found = [trace for trace in traces if trace in data]
                assert found == [], (path.name, name)


def _traces(register: Register) -> Iterator[bytes]:
    agency = register.agency
    names = agency.organization
    yield from (text.encode() for text in (names.name, names.short_name, names.parent, names.province) if text)
    yield from ("phường".encode(), "Phường".encode(), b"example.vn")
    for id_, person in agency.people.items():
        yield from (id_.encode(), person.name.encode())


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with ZipFile(BytesIO(data)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    else:
        yield "", data


# --- on paper


@needs_libreoffice
@pytest.mark.skipif(not os.environ.get("QMSDOCS_THOROUGH"), reason="only in thorough runs: a minute of LibreOffice")
def test_a_procedure_takes_four_to_eight_pages(own: Path, tmp_path: Path) -> None:
    """As another agency takes it over; a long history may push the contents of a later revision to a page of their own."""
    import pypdf  # noqa: PLC0415 - only here

    release(own, out=tmp_path / "dist", on=DAY, draft=True)
    files = {path.name: path.read_bytes() for path in (tmp_path / "dist").glob("QT-*_*.docx")}
    made = Office.found(SEARCH).converted(files, TAGGED_PDF)
    pages = {name: len(pypdf.PdfReader(BytesIO(data)).pages) for name, data in made.items()}
    assert len(pages) == 21
    assert {name: count for name, count in pages.items() if not 4 <= count <= 8} == {}
