"""CI files at work on a change: a pull request that bypasses the ledger fails, a proper one passes and is approved from the web."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.edit.agency import InitOptions
from qmsdocs.edit.init import CI, init_repository
from tests.history.git import commit, git
from tests.scenario import written
from tests.test_ci import ACTION, INPUTS
from tests.workflows import Host, Ran, read

BRANCH = "sua-doi"
TEXT = "procedures/QT-01/QT-01.md"
VALUES = {
    "inputs.codes": "QT-01, ",
    "inputs.by": "nguyen-van-an",
    "inputs.day": "2026-05-20",
    "inputs.decision": "35/QĐ-UBND",
    "inputs.effective": "2026-06-15",
    "github.event.repository.default_branch": "main",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CI files of each host."""
    folder = tmp_path_factory.mktemp("ci")
    for host in CI:
        init_repository(folder / host, InitOptions("Sở Nội vụ", "SNV", "Hà Nội"), ci=host)
    return folder


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A host whose clone stands on a branch that edits an approved procedure."""
    first = tmp_path / "may-cua-thu-ky"
    written(first)
    git(first, "init", "-qb", "main")
    commit(first, {}, "Khởi tạo")
    git(tmp_path, "clone", "-q", "--bare", str(first), "goc.git")
    git(tmp_path, "clone", "-q", str(tmp_path / "goc.git"), "kho")
    clone = tmp_path / "kho"
    git(clone, "checkout", "-qb", BRANCH)
    with (clone / TEXT).open("a", encoding="utf-8") as file:
        file.write("\nHồ sơ được lưu tại Văn phòng.\n")
    commit(clone, {}, "Sửa")
    return Host(tmp_path / "host", clone)


def _revised(host: Host) -> None:
    """The change goes through the ledger, up to the signature of approval."""
    ran = host.run(
        'qmsdocs revise QT-01 -m "Thêm nơi lưu"\n'
        "qmsdocs sign QT-01 --as prepared --by le-thi-binh --on 2026-05-04\n"
        "qmsdocs sign QT-01 --as reviewed --by tran-van-cuong --on 2026-05-11\n"
    )
    assert ran.code == 0, ran.out
    commit(host.clone, {}, "Sửa đổi")
    git(host.clone, "push", "-q", "origin", BRANCH)


def _checked(host: Host, files: Path, name: str) -> Ran:
    if name == "action":
        return host.workflow(ACTION, INPUTS, GITHUB_BASE_REF="main")
    if name == "gitlab":
        (script,) = read(files / "gitlab/.gitlab-ci.yml")["check"]["script"]
        return host.run(script, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    return host.workflow(files / name / f".{name}/workflows/qmsdocs.yml", GITHUB_BASE_REF="main")


HOSTS = ("github", "gitea", "gitlab", "action")


@pytest.mark.parametrize("name", HOSTS)
def test_a_change_that_bypasses_the_ledger_fails(name: str, host: Host, files: Path) -> None:
    ran = _checked(host, files, name)
    assert ran.code == 1, ran.out
    assert "QD212" in ran.out


@pytest.mark.parametrize("name", HOSTS)
def test_a_rewritten_ledger_fails_although_nothing_else_tells(name: str, host: Host, files: Path) -> None:
    git(host.clone, "reset", "-q", "--hard", "origin/main")
    ledger = host.clone / "procedures/QT-01/QT-01.yaml"
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace("reason: Ban hành lần đầu", "reason: Ban hành lại"), encoding="utf-8")
    commit(host.clone, {}, "Viết lại sổ")
    assert host.run("qmsdocs check").code == 0
    ran = _checked(host, files, name)
    assert ran.code == 1, ran.out
    assert "QD7" in ran.out


@pytest.mark.parametrize("name", HOSTS)
def test_a_change_through_the_ledger_passes_and_reviewers_read_what_it_does(name: str, host: Host, files: Path) -> None:
    _revised(host)
    ran = _checked(host, files, name)
    assert ran.code == 0, ran.out
    page = host.clone / "summary.md" if name == "gitlab" else host.summary
    text = page.read_text(encoding="utf-8")
    assert "origin/main\n" in text
    assert "### QT-01 Kiểm soát thông tin dạng văn bản — 1.0 → 1.1\n" in text
    assert "Thêm nơi lưu" in text
    assert "Văn phòng" in text


def test_a_missing_target_is_no_pass(host: Host, files: Path) -> None:
    workflow = files / "github/.github/workflows/qmsdocs.yml"
    assert host.workflow(workflow, GITHUB_BASE_REF="khong-co").code == 3
    assert host.workflow(ACTION, INPUTS | {"inputs.since": "khong-co"}).code == 3


# --- approved from the web page


def _approve(host: Host, files: Path, name: str, values: dict[str, str]) -> Ran:
    if name == "gitlab":
        (script,) = read(files / "gitlab/.gitlab-ci.yml")["approve"]["script"]
        inputs = {key.removeprefix("inputs.").upper(): value for key, value in values.items() if "inputs" in key}
        return host.run(
            script,
            CI_DEFAULT_BRANCH="main",
            CI_COMMIT_BRANCH=BRANCH,
            GITLAB_USER_NAME="Lê Thị Bình",
            GITLAB_USER_EMAIL="binh@example.vn",
            **inputs,
        )
    workflow = files / name / f".{name}/workflows/qmsdocs-approve.yml"
    return host.workflow(workflow, values, GITHUB_REF_NAME=BRANCH)


@pytest.mark.parametrize("name", ["github", "gitea", "gitlab"])
def test_a_document_is_approved_on_its_branch_in_the_name_of_who_started_it(
    name: str, host: Host, files: Path, tmp_path: Path
) -> None:
    _revised(host)
    ran = _approve(host, files, name, VALUES)
    assert ran.code == 0, ran.out
    pushed = tmp_path / "goc.git"
    author = git(pushed, "log", "-1", "--format=%an <%ae>", BRANCH)
    by_name = {"gitlab": "Lê Thị Bình <binh@example.vn>"}
    assert author == by_name.get(name, "le-thi-binh <le-thi-binh@users.noreply.git.example.vn>")
    git(tmp_path, "clone", "-q", "-b", BRANCH, str(pushed), "doc")
    document = load(tmp_path / "doc").document("QT-01")
    assert document
    assert document.last
    assert document.last.approved
    assert (document.last.number, document.last.approved.decision) == ("1.1", "35/QĐ-UBND")
    assert str(document.last.effective) == "2026-06-15"
    assert git(pushed, "rev-parse", "main") != git(pushed, "rev-parse", BRANCH)


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_what_is_refused_is_not_pushed(name: str, host: Host, files: Path, tmp_path: Path) -> None:
    _revised(host)
    before = git(tmp_path / "goc.git", "rev-parse", BRANCH)
    canary = tmp_path / "canary"
    evil = f"$(touch {canary})`touch {canary}`; touch {canary}"
    for key, value in (
        ("codes", "--dry-run"),
        ("codes", ","),
        ("codes", evil),
        ("by", "--lang=en"),
        ("by", "le-thi-binh"),
        ("by", evil),
        ("day", "hôm qua"),
        ("day", f"--dry-run {evil}"),
        ("effective", evil),
    ):
        assert _approve(host, files, name, VALUES | {f"inputs.{key}": value}).code != 0, (key, value)
    assert git(tmp_path / "goc.git", "rev-parse", BRANCH) == before
    assert not canary.exists()
    status = subprocess.run(["git", "status", "--short"], cwd=host.clone, capture_output=True, text=True, check=True)
    assert status.stdout == ""
