from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from qmsdocs.model.agency import Agency
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.schema import KINDS, Kind, schema_for
from qmsdocs.yaml.reader import read_yaml
from qmsdocs.yaml.validate import Unfit, fitted

ROOT = Path(__file__).parent.parent
PLACES = (ROOT, ROOT / "tests" / "base")


def _plain(value: Any) -> Any:
    """Lists in place of the reader's tuples, as JSON has them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


@cache
def _validator(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(schema_for(kind, str))


def _errors(kind: Kind, value: Any) -> list[str]:
    found = _validator(kind).iter_errors(_plain(value))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def _read(path: Path) -> dict[str, Any]:
    """The mapping of a file; in ``tests/base`` a sign stands where a scenario fills in the digest."""
    value: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8").replace("sha256:…", "sha256:" + "0" * 64))
    return value


def _files(pattern: str) -> list[Path]:
    return sorted(path for place in PLACES for path in place.glob(pattern))


DOCUMENT = _read(ROOT / "tests/base/procedures/QT-01/QT-01.yaml")
AGENCY = _read(ROOT / "tests/base/qms.yaml")
EXTERNAL = _read(ROOT / "tests/base/external/30-2020-ND-CP.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_a_schema(kind: Kind) -> None:
    Draft202012Validator.check_schema(schema_for(kind, str))


@pytest.mark.parametrize("path", _files("procedures/**/*.yaml"), ids=lambda path: path.stem)
def test_the_documents_of_this_repository_fit(path: Path) -> None:
    value = _read(path)
    assert _errors(value["type"], value) == []
    assert _errors("document", value) == []


@pytest.mark.parametrize("path", _files("external/**/*.yaml"), ids=lambda path: path.stem)
def test_the_external_documents_of_this_repository_fit(path: Path) -> None:
    assert _errors("external", _read(path)) == []


def test_a_decision_fits_as_the_reader_takes_it() -> None:
    decision = {"number": "12/QĐ-UBND", "on": "2026-01-20", "signer": None, "documents": ["QT-01@1.0"], "x-note": 1}
    cited = {**decision, "basis": ["30/2020/NĐ-CP", {"code": "19/2014/QĐ-TTg", "article": "Điều 4"}]}
    assert _errors("decision", decision) == _errors("decision", cited) == []
    wrongs: list[dict[str, Any]] = [{"on": "20/01/2026"}, {"number": None}, {"document": []}]
    for wrong in wrongs:
        assert _errors("decision", {**decision, **wrong})


@pytest.mark.parametrize("path", _files("qms.yaml"), ids=lambda path: path.parent.name)
def test_the_agencies_of_this_repository_fit(path: Path) -> None:
    assert _errors("qms", _read(path)) == []


@pytest.mark.parametrize(
    "path", [*_files("src/qmsdocs/profiles/*.yaml"), ROOT / "tests/base/profile.yaml"], ids=lambda path: path.stem
)
def test_the_profiles_of_this_repository_fit(path: Path) -> None:
    assert _errors("profile", _read(path)) == []


def _changed(base: dict[str, Any], change: str) -> dict[str, Any]:
    """The base with top-level keys replaced by those of a YAML text; ``-key`` takes one away."""
    value: dict[str, Any] = {**copy.deepcopy(base), **read_yaml(change)}
    for key in [key for key in value if key.startswith("-")]:
        del value[key], value[key[1:]]
    return value


ENTRY = "revisions: [{issue: 1, revision: 0, "

REFUSED_IN_DOCUMENTS = [
    "titel: Kiểm soát",
    "-title: x",
    "title: ''",
    "type: procedures",
    "category: legal",
    "clauses: [7.5]",
    "clauses: '7.5'",
    "references: QT-02",
    "references: [null]",
    "references: ['']",
    "references: [{code: QT-02, artikel: Điều 4}]",
    "references: [{article: Điều 4}]",
    "terms: [HTQLCL]",
    "terms: {HTQLCL: 5}",
    "steps: [{id: Xem Xét, activity: Xem xét}]",
    "steps: [{id: xem-xet}]",
    "steps: [{id: xem-xet, activity: Xem xét, responsible: Thư ký ISO}]",
    "steps: [{id: xem-xet, activity: Xem xét, decision: [a]}]",
    "forms: [{code: BM-01-01, title: Phiếu, issue: -1}]",
    "forms: [{code: BM-01-01, title: Phiếu, issue: '01'}]",
    "forms: [{code: BM-01-01, title: Phiếu, issue: 1.5}]",
    "records: [{form: BM-01-01}]",
    "circulation: secret",
    "revisions: [{revision: 0}]",
    "revisions: [{issue: null, revision: 0}]",
    f"{ENTRY}effective: 05/01/2026}}]",
    f"{ENTRY}effective: 2026-13-01}}]",
    f"{ENTRY}prepared: le-thi-binh}}]",
    f"{ENTRY}prepared: [{{by: le-thi-binh, at: 2026-01-05}}]}}]",
    f"{ENTRY}approved: [{{by: nguyen-van-an}}]}}]",
    f"{ENTRY}carried_over: 1}}]",
    f"{ENTRY}reviewed: {{by: le-thi-binh, content: abc}}}}]",
    "reviews: [{by: le-thi-binh, on: 2026-01-05, outcome: changed}]",
    "withdrawn: {reason: Hết dùng}",
]

TAKEN_IN_DOCUMENTS = [
    "x-room: 12",
    "terms: {HTQLCL: null, x-note: [1]}",
    "terms: null",
    "steps: [{id: xem-xet, activity: Xem xét, responsible: null, time: null, x-own: {a: 1}}]",
    "records: [{title: Hồ sơ, retention: null}]",
    "references: [QT-02@1.0, {code: QT-02, article: null}]",
    "administrative: null",
    f"{ENTRY}prepared: {{by: le-thi-binh}}, reviewed: [{{by: a}}, {{by: b}}], approved: null, effective: null}}]",
    f"{ENTRY}prepared: null, carried_over: null}}]",
    "circulation: null",
]


@pytest.mark.parametrize("change", REFUSED_IN_DOCUMENTS)
def test_schema_and_reader_refuse_the_same_documents(change: str) -> None:
    value = _changed(DOCUMENT, change)
    assert _errors("procedure", value)
    assert _errors("document", value)
    with pytest.raises(Unfit):
        fitted(Document, value)


@pytest.mark.parametrize("change", TAKEN_IN_DOCUMENTS)
def test_schema_and_reader_take_the_same_documents(change: str) -> None:
    value = _changed(DOCUMENT, change)
    assert _errors("procedure", value) == []
    assert _errors("document", value) == []
    fitted(Document, _without_own_keys(value))


@pytest.mark.parametrize(
    "change",
    [
        "signers: {prepare: le-thi-binh}",
        "signers: {approve: [{id: nguyen-van-an, capacity: PP.}]}",
        "signers: {approve: [{capacity: KT.}]}",
        "people: {a: {position: Chủ tịch}}",
        "people: {a: {name: A, until: 30/06/2027}}",
        "format: 2",
        "format: null",
        "language: fr",
        "units: [VP]",
        "organization: {short_name: UBND}",
        "waivers: [{rule: QD301}]",
    ],
)
def test_schema_and_reader_refuse_the_same_agencies(change: str) -> None:
    value = _changed(AGENCY, change)
    assert _errors("qms", value)
    with pytest.raises(Unfit):
        fitted(Agency, value)


@pytest.mark.parametrize(
    "change",
    [
        "signers: {approve: [a, {id: b, capacity: null, from: 2026-01-01, for: [internal]}]}",
        "language: null",
        "people: {a: null}",
    ],
)
def test_schema_and_reader_take_the_same_agencies(change: str) -> None:
    value = _changed(AGENCY, change)
    assert _errors("qms", value) == []
    fitted(Agency, value)


@pytest.mark.parametrize(
    "change", ["category: decree", "issued: 5/3/2020", "checked: {by: a}", "type: law", "-category: x"]
)
def test_schema_and_reader_refuse_the_same_external_documents(change: str) -> None:
    value = _changed(EXTERNAL, change)
    assert _errors("external", value)
    with pytest.raises(Unfit):
        fitted(ExternalDocument, value)


def test_a_procedure_needs_a_category() -> None:
    assert _errors("procedure", _changed(DOCUMENT, "-category: x")) == [": 'category' is a required property"]


def test_other_documents_have_no_category() -> None:
    assert _errors("instruction", _changed(DOCUMENT, "type: instruction"))
    assert _errors("instruction", _changed(DOCUMENT, "type: instruction\n-category: x")) == []


def test_administrative_facts_belong_to_administrative_procedures() -> None:
    assert _errors("procedure", _changed(DOCUMENT, "category: administrative"))
    assert _errors("procedure", _changed(DOCUMENT, "category: administrative\nadministrative: {fee: Không}")) == []
    assert _errors("procedure", _changed(DOCUMENT, "administrative: {fee: Không}"))


def test_a_document_without_type_gets_one_error() -> None:
    assert _errors("document", _changed(DOCUMENT, "-type: x")) == [": 'type' is a required property"]


@pytest.mark.parametrize("kind", KINDS)
def test_descriptions_are_translated(kind: Kind) -> None:
    schema = schema_for(kind, str.upper)
    texts = [schema["title"], *_descriptions(schema)]
    assert [text for text in texts if text != text.upper()] == []


def test_every_property_has_a_description() -> None:
    for kind in KINDS:
        schema = schema_for(kind, str)
        for part in (schema, *schema["$defs"].values()):
            for key, value in part.get("properties", {}).items():
                assert value.get("description"), (kind, key)


def _descriptions(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _descriptions(item)]
    if not isinstance(value, dict):
        return []
    own = [value["description"]] if isinstance(value.get("description"), str) else []
    return own + [text for item in value.values() for text in _descriptions(item)]


def _without_own_keys(value: Any) -> Any:
    """As the reader does before the models see a value."""
    if isinstance(value, dict):
        return {key: _without_own_keys(item) for key, item in value.items() if not key.startswith("x-")}
    return tuple(_without_own_keys(item) for item in value) if isinstance(value, (tuple, list)) else value
