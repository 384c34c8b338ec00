from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.diagnostics import Severity
from qmsdocs.edit.agency import UNITS, InitOptions
from qmsdocs.edit.init import init_repository
from qmsdocs.edit.splice import with_blocks, with_values
from qmsdocs.edit.starter import starter, unsigned
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.yaml.reader import read_yaml
from tests.scenario import written

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 21)
OPTIONS = InitOptions(
    organization="Ủy ban nhân dân xã Tân An",
    short_name="UBND xã Tân An",
    place="Tân An",
    parent="Ủy ban nhân dân tỉnh Bình Minh",
    approvers=("Đỗ Văn Ước, Chủ tịch", "Lý Thị Ngà, Phó Chủ tịch"),
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("init") / "model"
    init_repository(target)
    return target


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("init") / "own"
    init_repository(target, OPTIONS)
    return target


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file())


# --- the model agency as it stands


def test_the_model_agency_is_copied_as_it_stands(model: Path) -> None:
    for path, data in starter().items():
        assert (model / path).read_bytes() == data == (ROOT / path).read_bytes()


def test_the_copy_is_checked_like_the_original(model: Path) -> None:
    def listed(root: Path) -> list[tuple[str, str, int]]:
        found = check(load(root), on=DAY, paths=("qms.yaml", "procedures", "external"))
        return [(d.code, d.location.path, d.location.line) for d in found]

    assert listed(model) == listed(ROOT)


def test_the_copy_has_no_errors_and_is_in_force(model: Path) -> None:
    register = load(model)
    assert [d.code for d in check(register, on=DAY) if d.severity is Severity.ERROR] == []
    assert {document.status_on(DAY) for document in register.documents if not document.withdrawn} == {"in force"}


# --- an agency's own set


def test_the_own_set_has_no_errors(own: Path) -> None:
    found = check(load(own), on=DAY)
    assert [(d.code, d.location.path, str(d.message)) for d in found if d.severity is Severity.ERROR] == []


def test_its_warnings_are_what_drafts_must_have(own: Path) -> None:
    warnings = {d.code for d in check(load(own), on=DAY) if d.severity is Severity.WARNING}
    assert warnings <= {"QD509", "QD602", "QD609"}  # laws not yet checked, requirements met by drafts only


def test_every_document_is_an_unsigned_draft_1_0(own: Path) -> None:
    documents = load(own).documents
    assert {d.code for d in documents} == {d.code for d in load(ROOT).documents if not d.withdrawn}
    for document in documents:
        (entry,) = document.revisions
        assert (entry.number, entry.reason) == ("1.0", "Ban hành lần đầu")
        assert (entry.prepared, entry.reviewed, entry.approved, entry.effective) == ((), (), None, None)
        assert (document.reviews, document.withdrawn, document.former_codes) == ((), None, ())
        assert {form.number for form in document.forms} <= {"1.0"}
        assert document.status_on(DAY) == "draft"


def test_no_external_document_counts_as_checked(own: Path) -> None:
    externals = load(own).externals
    assert len(externals) == len(load(ROOT).externals)
    assert all(external.checked is None for external in externals)


def test_nothing_of_the_model_agency_is_left(own: Path) -> None:
    agency = read_yaml((ROOT / "qms.yaml").read_text(encoding="utf-8"))
    words = {agency["organization"][key] for key in ("name", "short_name", "parent")} | {"phường Mẫu", "thành phố Mẫu"}
    words |= {value for id_, person in agency["people"].items() for value in (id_, person["name"], person["email"])}
    words |= {entry.approved.decision for d in load(ROOT).documents for entry in d.revisions if entry.approved} - {None}
    for path in _files(own):
        if path.suffix in (".docx", ".xlsx", ".pdf"):
            continue
        text = path.read_text(encoding="utf-8")
        assert [word for word in words if word in text] == [], path
        assert "example.vn" not in text, path


def test_the_rest_of_a_document_stays_byte_for_byte(own: Path) -> None:
    gone = tuple(f"{d.origin.folder}/" for d in load(ROOT).documents if d.withdrawn)
    assert not any(path.relative_to(own).as_posix().startswith(gone) for path in _files(own))
    for path in (path for path in starter() if not path.startswith(gone)):
        if path.startswith("procedures/") and path.endswith(".yaml"):
            before, _, _ = (ROOT / path).read_text(encoding="utf-8").partition("revisions:\n")
            after, _, _ = (own / path).read_text(encoding="utf-8").partition("revisions:\n")
            numbers = re.compile(r"(issue|revision): \d+")
            assert numbers.sub("", after) == numbers.sub("", before), path
        elif path.endswith(".md"):
            assert (own / path).read_bytes() == (ROOT / path).read_bytes()


def test_the_agency_and_its_approvers_are_written(own: Path) -> None:
    agency = load(own).agency
    assert agency.organization.name == OPTIONS.organization
    assert agency.organization.short_name == OPTIONS.short_name
    assert agency.organization.parent == OPTIONS.parent
    assert agency.organization.place == OPTIONS.place
    assert {id_: (p.name, p.position) for id_, p in agency.people.items()} == {
        "do-van-uoc": ("Đỗ Văn Ước", "Chủ tịch"),
        "ly-thi-nga": ("Lý Thị Ngà", "Phó Chủ tịch"),
    }
    assert [signer.id for signer in agency.signers.approve] == ["do-van-uoc", "ly-thi-nga"]
    assert agency.profiles == load(ROOT).agency.profiles


def test_units_and_people_are_written_as_they_are_given(tmp_path: Path) -> None:
    options = InitOptions(
        "Sở Nội vụ tỉnh Thử Nghiệm", "Sở Nội vụ", "Thử Nghiệm", province="tỉnh Thử Nghiệm",
        approvers=("Đỗ Văn Ước, Giám đốc",), reviewers=("Lý Thị Ngà, Phó Giám đốc", "Đỗ Văn Ước, Giám đốc"),
        preparers=("Hồ Thị Mây, Chuyên viên Văn phòng",), units=("VP=Văn phòng Sở", "TTRA=Thanh tra Sở"),
    )  # fmt: skip
    init_repository(tmp_path / "own", options)
    agency = load(tmp_path / "own").agency
    assert agency.units["VP"] == "Văn phòng Sở"
    assert agency.units["TTRA"] == "Thanh tra Sở"
    assert agency.units["HCC"] == UNITS["HCC"]
    assert agency.organization.province == "tỉnh Thử Nghiệm"
    signers = agency.signers
    assert [[signer.id for signer in who] for who in (signers.approve, signers.review, signers.prepare)] == [
        ["do-van-uoc"],
        ["ly-thi-nga", "do-van-uoc"],
        ["ho-thi-may"],
    ]
    assert agency.people["ho-thi-may"].unit == "VP"
    assert [d.code for d in check(load(tmp_path / "own"), on=DAY) if d.severity is Severity.ERROR] == []


def test_somebody_of_the_office_belongs_to_it_whatever_they_sign(tmp_path: Path) -> None:
    options = InitOptions(
        "O", "S", "P", approvers=("Nguyễn Văn An, Chủ tịch",),
        reviewers=(
            "Trần Văn Cường, Phó Chủ tịch", "Lê Thị Bình, Chánh Văn phòng",
            unicodedata.normalize("NFD", "Đỗ Văn Ước, Phó Chánh văn phòng"),
        ),
    )  # fmt: skip
    init_repository(tmp_path / "own", options)
    assert [person.unit for person in load(tmp_path / "own").agency.people.values()] == ["LD", "LD", "VP", "VP"]


def test_every_unit_that_the_set_names_has_a_name_of_its_own() -> None:
    register = load(ROOT)
    used = {document.unit for document in register.documents} | {unit for e in register.externals for unit in e.units}
    assert used <= UNITS.keys()


def test_what_the_model_agency_withdrew_and_decided_is_not_taken_over() -> None:
    files = {
        "qms.yaml": b"",
        "procedures/HD-01/HD-01.yaml": b"code: HD-01\nwithdrawn: {on: 2026-09-01}\n",
        "procedures/HD-01/HD-01.md": b"# A\n",
        "procedures/QT-01/QT-01.yaml": b"code: QT-01\nrevisions:\n  - {issue: 1, revision: 0}\n",
        "procedures/QT-01/QT-01.md": b"{{ organization.parent }}, {{organization.province}}\n",
        "records/decisions/12.yaml": b"number: 12\n",
    }
    own = unsigned(files, {"parent": None, "province": "tỉnh Thử Nghiệm"})
    assert sorted(own) == ["procedures/QT-01/QT-01.md", "procedures/QT-01/QT-01.yaml"]
    assert own["procedures/QT-01/QT-01.md"].decode() == "cơ quan cấp trên, {{organization.province}}\n"


def test_names_with_signs_of_yaml_survive(tmp_path: Path) -> None:
    options = InitOptions(
        organization='Sở "Một": phòng #2', short_name="{Sở}", place="2026", parent="Bộ, ngành",
        approvers=("Nguyễn Văn A, Giám đốc: phụ trách, kiêm nhiệm", "Nguyễn Văn A, Phó Giám đốc"),
        language="en", timezone="UTC",
    )  # fmt: skip
    init_repository(tmp_path / "own", options)
    agency = load(tmp_path / "own").agency
    names = agency.organization
    assert (names.name, names.short_name) == ('Sở "Một": phòng #2', "{Sở}")
    assert (names.place, names.parent) == ("2026", "Bộ, ngành")
    assert (agency.language, agency.timezone) == ("en", "UTC")
    assert {id_: p.position for id_, p in agency.people.items()} == {
        "nguyen-van-a": "Giám đốc: phụ trách, kiêm nhiệm",
        "nguyen-van-a-2": "Phó Giám đốc",
    }


def test_an_approver_who_is_named_twice_is_one_person(tmp_path: Path) -> None:
    twice = ("Lê An, Chủ tịch", "Lê  An,Chủ tịch")
    init_repository(tmp_path / "own", InitOptions("Sở Nội vụ", "SNV", "Hà Nội", approvers=twice))
    agency = load(tmp_path / "own").agency
    assert list(agency.people) == ["le-an"]
    assert [signer.id for signer in agency.signers.approve] == ["le-an"]


@pytest.mark.parametrize(("language", "words"), [("en", "Who may prepare"), ("vi", "Ai được soạn thảo")])
def test_comments_are_in_the_language_of_the_repository(tmp_path: Path, language: str, words: str) -> None:
    init_repository(tmp_path / "own", InitOptions("Department", "D", "Hanoi", language=language))
    comments = [
        line for line in (tmp_path / "own/qms.yaml").read_text(encoding="utf-8").splitlines() if line[:1] == "#"
    ]
    assert any(words in comment for comment in comments)
    assert len(comments) == 5
    assert all(comment.isascii() for comment in comments) is (language == "en")


def test_without_parent_and_approvers_there_are_no_errors_either(tmp_path: Path) -> None:
    init_repository(tmp_path / "own", InitOptions("Sở Nội vụ", "SNV", "Hà Nội"))
    register = load(tmp_path / "own")
    assert [d.code for d in check(register, on=DAY) if d.severity is Severity.ERROR] == []
    assert not register.agency.people
    assert "organization.parent" not in "".join(document.origin.text for document in register.documents)


def test_ledgers_forms_pins_and_reviews_of_the_model_begin_anew() -> None:
    yaml = """\
code: QT-01 # mã
references: [QT-02@1.3, {code: QT-03@2.0, article: Điều 1}, QT-04]
forms:
  - {code: BM-01-01, title: Phiếu, issue: 2, revision: 11}  # đã in
  - code: BM-01-02
    title: Sổ
    issue: 12
reviews:
  - {by: a, on: 2026-01-01}
# cuối

revisions:
  - {issue: 1, revision: 0}
  # chú thích trong sổ
  - {issue: 1, revision: 1}
x-own: giữ
# hết
"""
    files = {"qms.yaml": b"", "procedures/QT-01/QT-01.yaml": yaml.encode()}
    assert (
        unsigned(files, {"parent": "Bộ", "province": None})["procedures/QT-01/QT-01.yaml"].decode()
        == """\
code: QT-01 # mã
references: [QT-02@1.0, {code: QT-03@1.0, article: Điều 1}, QT-04]
forms:
  - {code: BM-01-01, title: Phiếu, issue: 1, revision: 0}  # đã in
  - code: BM-01-02
    title: Sổ
    issue: 1
# cuối

revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes:
      - {where: Toàn bộ, what: Ban hành lần đầu}
x-own: giữ
# hết
"""
    )


def test_a_file_that_cannot_be_spliced_safely_is_refused() -> None:
    with pytest.raises(UnusableConfiguration, match="cannot be changed safely"):
        with_blocks("{code: A, revisions: []}\n", {"revisions": "revisions:\n  - {issue: 1}\n", "x-new": "x-new: 1\n"})


def test_a_value_on_several_lines_is_not_replaced_wrongly() -> None:
    with pytest.raises(UnusableConfiguration, match="cannot be changed safely"):
        with_values("title: >-\n  một\n  hai\n", {("title",): "ba"})


# --- what stands around the documents


def test_paths_written_are_all_files(model: Path, own: Path, tmp_path: Path) -> None:
    paths = init_repository(tmp_path / "x", OPTIONS)
    assert list(paths) == sorted(path.relative_to(tmp_path / "x").as_posix() for path in _files(tmp_path / "x"))
    for name in (".gitattributes", ".gitignore", ".vscode/settings.json", "README.md", ".github/workflows/qmsdocs.yml"):
        assert name in paths
        assert (model / name).is_file()
        assert (own / name).is_file()


def test_the_editor_finds_every_schema_in_the_repository(own: Path) -> None:
    settings = json.loads((own / ".vscode/settings.json").read_text(encoding="utf-8"))
    schemas = settings["yaml.schemas"]
    assert len(schemas) == 5
    for path in schemas:
        assert json.loads((own / path).read_text(encoding="utf-8"))["$schema"].endswith("2020-12/schema")
    assert settings["yaml.schemaStore.enable"] is False  # editing asks no other host


def test_generated_files_are_utf_8_with_lf_and_name_no_address(own: Path) -> None:
    starting = starter()
    for path in _files(own):
        if path.relative_to(own).as_posix() in starting:
            continue
        data = path.read_bytes()
        assert b"\r" not in data
        assert data.decode().endswith("\n")
        assert data.replace(b"https://json-schema.org/draft/2020-12/schema", b"").find(b"://") == -1, path


def test_text_files_keep_lf_and_office_files_are_binary(own: Path) -> None:
    attributes = (own / ".gitattributes").read_text(encoding="utf-8")
    assert "*.yaml text eol=lf" in attributes
    assert "*.docx binary" in attributes
    ignored = (own / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/dist/", "~$*", "Thumbs.db"} <= set(ignored)


# --- where it may be made


def test_an_empty_folder_is_filled_and_stays_the_same_folder(tmp_path: Path) -> None:
    target = tmp_path / "here"
    target.mkdir()
    before = target.stat().st_ino
    init_repository(target, OPTIONS)
    assert target.stat().st_ino == before  # a shell that stands in it still stands in it
    assert load(target).documents


def test_a_new_git_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    init_repository(tmp_path, OPTIONS)
    assert (tmp_path / ".git/HEAD").read_text(encoding="utf-8") == "ref: refs/heads/main\n"
    assert (tmp_path / "qms.yaml").is_file()


def test_folders_above_are_made(tmp_path: Path) -> None:
    init_repository(tmp_path / "a" / "b", OPTIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_what_a_code_host_puts_into_a_new_repository_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("README.md", "LICENSE"):
        (tmp_path / name).write_text(f"{name} của kho\n", encoding="utf-8")
    written_ = init_repository(tmp_path, OPTIONS)
    assert "qms.yaml" in written_
    assert "README.md" not in written_
    for name in ("README.md", "LICENSE"):
        assert (tmp_path / name).read_text(encoding="utf-8") == f"{name} của kho\n"


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thư.docx").write_bytes(b"letter")
    with pytest.raises(UnusableConfiguration, match=r"is not empty: it holds thư.docx"):
        init_repository(tmp_path, OPTIONS)
    assert [path.name for path in tmp_path.iterdir()] == ["thư.docx"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kho").write_bytes(b"")
    for target in (tmp_path / "kho", tmp_path / "kho" / "con"):
        with pytest.raises(UnusableConfiguration, match="kho is not a folder"):
            init_repository(target, OPTIONS)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (InitOptions("", "S", "P"), "the organization must be text"),
        (InitOptions("O", " ", "P"), "the short name must be text"),
        (InitOptions("O", "S", "a\0b"), "the place must be text"),
        (
            InitOptions("O", "S", "P", approvers=("Đỗ Ước",)),
            'Đỗ Ước does not name a person who signs; write "NAME, POSITION"',
        ),
        (InitOptions("O", "S", "P", approvers=(", Chủ tịch",)), "does not name a person who signs"),
        (InitOptions("O", "S", "P", units=("Văn phòng",)), 'Văn phòng does not name a unit; write "ID=NAME"'),
        (InitOptions("O", "S", "P", units=("V.P=Văn phòng",)), "does not name a unit"),
        (InitOptions("O", "S", "P", units=("VP=Một", "KT=Hai", "VP=Ba")), "the unit VP is given two names: Một, Ba"),
        (InitOptions("O", "S", "P", language="fr"), "fr is not a language; write one of: vi, en"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused(tmp_path: Path, options: InitOptions, problem: str) -> None:
    with pytest.raises(UnusableConfiguration, match=problem):
        init_repository(tmp_path / "own", options)
    assert list(tmp_path.iterdir()) == []


def test_a_starter_set_in_the_middle_of_a_change_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "starter", "--- procedures/QT-01/QT-01.yaml (whole)\n")
    monkeypatch.setattr("qmsdocs.edit.starter.starter_set", lambda: tmp_path / "starter")
    for options in (None, OPTIONS):
        with pytest.raises(UnusableConfiguration, match=r"QT-01.yaml, line 1, would not be readable"):
            init_repository(tmp_path / "own", options)
    assert not (tmp_path / "own").exists()


def test_two_repositories_made_of_the_same_options_are_equal(tmp_path: Path, own: Path) -> None:
    init_repository(tmp_path / "again", OPTIONS)
    pairs = zip(_files(own), _files(tmp_path / "again"), strict=True)
    assert all(one.read_bytes() == other.read_bytes() for one, other in pairs)
