from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import characters, text

from qmsdocs import check, load
from qmsdocs.diagnostics import Severity
from qmsdocs.edit.new import new_document
from qmsdocs.edit.splice import scalar
from qmsdocs.errors import NotARepository, UnusableConfiguration
from qmsdocs.yaml.reader import read_yaml
from tests.scenario import written

DAY = date(2026, 6, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    written(tmp_path)
    return tmp_path


def _snapshot(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _weighty(root: Path) -> list[str]:
    found = [d for d in check(load(root), on=DAY) if d.severity is not Severity.NOTE]
    return [f"{d.location.path}:{d.location.line} {d.code} {d.message}" for d in found]


ALL = [
    ("procedure", "QT-16", "system"),
    ("procedure", "QT-16", "internal"),
    ("procedure", "QT-HT-01", "administrative"),
    ("policy", "CSCL-2", None),
    ("objectives", "MTCL-2", None),
    ("manual", "MH-2", None),
    ("instruction", "HD-01", None),
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("type_", "code", "category"), ALL)
def test_a_scaffold_is_read_and_checked_without_errors_or_warnings(
    tmp_path: Path, type_: str, code: str, category: str | None, language: str
) -> None:
    written(tmp_path, f"--- qms.yaml\nlanguage: {language}\n")
    paths = new_document(tmp_path, type_, code, "Công việc mới", category=category)
    assert paths == (f"procedures/{code}/{code}.md", f"procedures/{code}/{code}.yaml")
    assert _weighty(tmp_path) == []
    document = load(tmp_path).document(code)
    assert document is not None
    assert (document.type, document.category, document.title) == (type_, category, "Công việc mới")
    assert [entry.number for entry in document.revisions] == ["1.0"]
    assert document.status_on(DAY) == "draft"


def test_what_the_author_must_replace_is_noted(root: Path) -> None:
    new_document(root, "procedure", "QT-16", "Công việc mới")
    document = load(root).document("QT-16")
    assert document is not None
    assert document.to_check == ("unit", "steps", "forms", "records", "text")


def test_an_external_document_is_scaffolded_with_open_facts(root: Path) -> None:
    assert new_document(root, "external", "20/2023/QH15", "Luật Giao dịch điện tử", unit="VP") == (
        "external/20-2023-QH15.yaml",
    )
    external = load(root).external("20/2023/QH15")
    assert external is not None
    assert (external.category, external.units, external.effective) == ("legal", ("VP",), None)
    assert {line.split()[1] for line in _weighty(root)} <= {"QD509"}  # nobody has checked it yet


@pytest.mark.parametrize(
    "title",
    [
        "Tiếp nhận: kiểm tra",
        "Quy trình #1 của cơ quan #2",
        "Việc \"khó\" và 'dễ'",
        "[Dự thảo] {a}, b",
        "2026",
        "true",
        "null",
        "- gạch đầu dòng",
        "& và *",
        "@văn phòng %",
        "a\\nb",
        "{{ x }}",
    ],
)
def test_any_title_survives(root: Path, title: str) -> None:
    new_document(root, "procedure", "QT-16", title)
    document = load(root).document("QT-16")
    assert document is not None
    assert document.title == title


@settings(deadline=None)  # a busy machine is not a fault
@given(text(characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1))
def test_any_printable_text_is_written_so_that_it_reads_back(value: str) -> None:
    assert read_yaml(f"a: {scalar(value)}\nb: [{scalar(value)}, {{c: {scalar(value)}}}]\n") == {
        "a": value,
        "b": (value, {"c": value}),
    }


def test_a_title_is_written_composed_and_on_one_line(root: Path) -> None:
    new_document(root, "procedure", "QT-16", "  Quản\tlý \n việc ")
    document = load(root).document("QT-16")
    assert document is not None
    assert document.title == "Quản lý việc"


@pytest.mark.parametrize("code", ["QT: 16", "QT#16", "16", "QT/ĐĐ/01", "'QT-16'"])
def test_any_code_survives(root: Path, code: str) -> None:
    new_document(root, "procedure", code, "Công việc mới")
    document = load(root).document(code)
    assert document is not None
    assert document.code == code


def test_a_code_that_a_requirement_suggests_fulfils_it(tmp_path: Path) -> None:
    written(tmp_path, "--- procedures/QT-02/QT-02.yaml\n--- qms.yaml\nprofiles: [state-agency-15]\n")
    new_document(tmp_path, "procedure", "QT-04", "Đánh giá nội bộ")
    document = load(tmp_path).document("QT-04")
    assert document is not None
    assert (document.category, document.fulfils, [each.clause for each in document.clauses]) == (
        "system",
        ("internal-audit",),
        ["9.2"],
    )


def test_the_form_of_a_scaffold_has_a_code_of_its_own(root: Path) -> None:
    new_document(root, "procedure", "QT_01-01", "Công việc mới", unit="VP")
    forms = [form.code for document in load(root).documents for form in document.forms]
    assert len(forms) == len(set(forms))


def test_the_agency_s_own_template_is_used(tmp_path: Path) -> None:
    template = "{% for s in sections %}\n# {{ s.title }}\n\nViệc {{ title }}.\n\n{% endfor %}\n"
    written(tmp_path, f"--- templates/instruction.md.j2\n{template}")
    new_document(tmp_path, "instruction", "HD-01", "vận hành")
    assert "Việc vận hành." in (tmp_path / "procedures/HD-01/HD-01.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ ''.__class__.__mro__ }}", "is unsafe"),
        ("{{ sections.append(1) }}", "append"),
        ("{% include '../../../etc/passwd' %}", "passwd"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}xxxxxxxxxx{% endfor %}{% endfor %}", "more than"),
        ("{% for a in range(999999) %}{% endfor %}", "Range too big"),
        ("{{ 1 // 0 }}", "zero"),
        ("{% if %}", "Expected"),
    ],
)
def test_a_hostile_or_broken_template_is_refused(tmp_path: Path, template: str, problem: str) -> None:
    written(tmp_path, f"--- templates/instruction.md.j2\n{template}\n")
    before = _snapshot(tmp_path)
    with pytest.raises(UnusableConfiguration, match=problem):
        new_document(tmp_path, "instruction", "HD-01", "Vận hành")
    assert _snapshot(tmp_path) == before


def test_a_template_that_gives_no_readable_document_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "--- templates/instruction.yaml.j2\ncode: {{ code }}\ncolour: blue\n")
    before = _snapshot(tmp_path)
    with pytest.raises(UnusableConfiguration, match="line 1, would not be readable: key title is missing"):
        new_document(tmp_path, "instruction", "HD-01", "Vận hành")
    assert _snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("procedures", "QT-16", "Việc"), "there is no type procedures; did you mean procedure?"),
        (("procedure", "qt 01", "Việc"), r"qt 01 is already the code of procedures/QT-01/QT-01.yaml"),
        (("external", "QT-01", "Việc"), "already the code"),
        (("external", "30/2020/ND-CP", "Việc"), "already the code of external/30-2020-ND-CP.yaml"),
        (("procedure", "QT-00", "Việc"), "QT-00 was the code of QT-02 before"),
        (("procedure", "...", "Việc"), "no letter or digit"),
        (("procedure", " ", "Việc"), "the code must be text"),
        (("procedure", "QT-16", ""), "the title must be text"),
        (("procedure", "QT-16", "a\0b"), "the title must be text"),
        (("procedure", "QT-16", "a {% b"), r"QT-16\.yaml, line 2, would be wrong: \{% begins"),
        (("procedure", "con", "Việc"), "would be wrong: Windows keeps the name con.md for itself"),
        (("procedure", "bm 01 01", "Việc"), "BM-01-01 is already the code of a form of QT-01"),
        (("procedure", "Q" * 300, "Việc"), "is too long for the name of a file"),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, arguments: tuple[str, str, str], problem: str) -> None:
    written(tmp_path, "--- procedures/QT-02/QT-02.yaml\nformer_codes: [QT-00]\n")
    before = _snapshot(tmp_path)
    with pytest.raises(UnusableConfiguration, match=problem):
        new_document(tmp_path, *arguments)
    assert _snapshot(tmp_path) == before


def test_an_unknown_category_or_unit_is_refused(root: Path) -> None:
    with pytest.raises(UnusableConfiguration, match="no category intern; did you mean internal"):
        new_document(root, "procedure", "QT-16", "Việc", category="intern")
    with pytest.raises(UnusableConfiguration, match="only procedures and external documents have a category"):
        new_document(root, "policy", "CSCL-2", "Việc", category="internal")
    with pytest.raises(UnusableConfiguration, match=r"no unit VPP in qms.yaml; did you mean VP"):
        new_document(root, "procedure", "QT-16", "Việc", unit="VPP")


def test_an_existing_file_is_never_overwritten(root: Path) -> None:
    (root / "procedures/QT-16").mkdir()
    (root / "procedures/QT-16/QT-16.yaml").write_text("not: [yaml", encoding="utf-8")
    before = _snapshot(root)
    with pytest.raises(UnusableConfiguration, match=r"procedures/QT-16/QT-16.yaml exists already"):
        new_document(root, "procedure", "QT-16", "Việc")
    assert _snapshot(root) == before


def test_a_folder_with_forms_is_completed(root: Path) -> None:
    (root / "procedures/QT-16").mkdir()
    (root / "procedures/QT-16/BM-16-01.docx").write_bytes(b"form")
    new_document(root, "procedure", "QT-16", "Việc")
    assert sorted(path.name for path in (root / "procedures/QT-16").iterdir()) == [
        "BM-16-01.docx",
        "QT-16.md",
        "QT-16.yaml",
    ]


def test_nothing_is_written_outside_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "inside"
    written(root)
    (tmp_path / "outside").mkdir()
    (root / "mới").symlink_to(tmp_path / "outside")
    written(root, "--- qms.yaml\npaths: {external: mới}\n")
    with pytest.raises(UnusableConfiguration, match="outside the repository"):
        new_document(root, "external", "1/2026/NĐ-CP", "Việc")
    assert list((tmp_path / "outside").iterdir()) == []


def test_without_a_usable_repository_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotARepository):
        new_document(tmp_path, "procedure", "QT-16", "Việc")
    (tmp_path / "qms.yaml").write_text("format: 2\n", encoding="utf-8")
    with pytest.raises(UnusableConfiguration, match=r"^qms\.yaml:1: 2 is not a value of format"):
        new_document(tmp_path, "procedure", "QT-16", "Việc")
