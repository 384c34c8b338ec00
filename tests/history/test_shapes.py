"""Shapes that a repository may have: history is believed only where all of it is there, and nothing in it is run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdocs.errors import HistoryMissing
from qmsdocs.history.head import head_of
from qmsdocs.history.log import read_log
from qmsdocs.history.repository import repository_of
from qmsdocs.history.tree import CommittedFiles
from tests.acts import ran
from tests.history.git import become, commit, git
from tests.scenario import BASE, written

Shape = Callable[[Path], Path]
SHAPES: dict[str, tuple[Shape, str]] = {}
"""By name: what makes the repository in an empty folder and says where the quality system is, and what is said about it."""


def shape(expected: str = "") -> Callable[[Shape], Shape]:
    def named(make: Shape) -> Shape:
        SHAPES[make.__name__.replace("_", " ")] = (make, expected)
        return make

    return named


def _made(folder: Path, *options: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", *options)
    return _lived(folder)


def _lived(folder: Path) -> Path:
    """A quality system, and an approved entry of a ledger that somebody edited."""
    written(folder)
    commit(folder, {"procedures/a.md": "một\n"}, "một")
    path = "procedures/QT-01/QT-01.yaml"
    edited = (folder / path).read_text(encoding="utf-8").replace("reason: Ban hành", "reason: Phát hành")
    commit(folder, {"procedures/a.md": "hai\n", path: edited}, "hai")
    return folder


@shape()
def ordinary(folder: Path) -> Path:
    return _made(folder)


@shape()
def with_names_of_sha256(folder: Path) -> Path:
    return _made(folder, "--object-format=sha256")


@shape()
def with_detached_head(folder: Path) -> Path:
    git(_made(folder), "checkout", "-q", "--detach")
    return folder


@shape()
def in_a_subfolder(folder: Path) -> Path:
    _made(folder)
    return _lived(folder / "hệ thống")


@shape()
def in_a_worktree(folder: Path) -> Path:
    git(_made(folder / "chính"), "worktree", "add", "-q", "../khác")
    return folder / "khác"


@shape()
def in_a_submodule(folder: Path) -> Path:
    _made(folder / "nguồn")
    _made(folder / "ngoài")
    git(folder / "ngoài", "submodule", "--quiet", "add", str(folder / "nguồn"), "trong")
    return folder / "ngoài" / "trong"


@shape()
def nested_in_another_repository(folder: Path) -> Path:
    _made(folder)
    return _made(folder / "trong")


@shape()
def with_packed_objects_and_refs(folder: Path) -> Path:
    git(_made(folder), "gc", "-q", "--aggressive", "--prune=now")
    return folder


@shape()
def with_borrowed_objects(folder: Path) -> Path:
    _made(folder / "nguồn")
    git(folder, "clone", "-q", "--shared", str(folder / "nguồn"), "bản sao")
    return folder / "bản sao"


@shape()
def cloned_without_tags(folder: Path) -> Path:
    git(_made(folder / "nguồn"), "tag", "-a", "-m", "x", "v1")
    git(folder, "clone", "-q", "--no-tags", str(folder / "nguồn"), "bản sao")
    return folder / "bản sao"


@shape()
def with_replaced_objects(folder: Path) -> Path:
    _made(folder)
    git(folder, "replace", git(folder, "rev-parse", "HEAD"), git(folder, "rev-parse", "HEAD~1"))
    return folder


@shape()
def with_a_merge(folder: Path) -> Path:
    _made(folder)
    git(folder, "switch", "-qc", "nhánh", "HEAD~1")
    commit(folder, {"b.md": "b\n"}, "b")
    git(folder, "switch", "-q", "main")
    git(folder, "merge", "-q", "--no-edit", "nhánh")
    return folder


@shape()
def on_an_orphan_branch(folder: Path) -> Path:
    _made(folder)
    git(folder, "switch", "-q", "--orphan", "riêng")
    return _lived(folder)


@shape()
def with_a_sparse_checkout(folder: Path) -> Path:
    git(_made(folder), "sparse-checkout", "set", "procedures")
    return folder


@shape()
def with_another_worktree_in_its_configuration(folder: Path) -> Path:
    (folder / "nơi khác").mkdir(parents=True)
    git(_made(folder / "r"), "config", "core.worktree", str(folder / "nơi khác"))
    return folder / "r"


@shape()
def with_an_embedded_bare_repository(folder: Path) -> Path:
    _made(folder)
    git(folder, "init", "-q", "--bare", "procedures/bẫy")
    return folder


@shape()
def in_a_folder_with_odd_characters(folder: Path) -> Path:
    return _made(folder / "a b'c\"d;é $(x)")


@shape()
def with_a_branch_of_an_odd_name(folder: Path) -> Path:
    git(_made(folder), "switch", "-qc", "sửa/--quy-trình")
    return folder


@shape()
def through_a_linked_folder(folder: Path) -> Path:
    _made(folder / "thật")
    (folder / "liên kết").symlink_to("thật")
    return folder / "liên kết"


@shape("does not lie in a git repository")
def without_git(folder: Path) -> Path:
    return folder


@shape("no commit yet")
def before_the_first_commit(folder: Path) -> Path:
    git(folder, "init", "-q")
    return folder


@shape("no commit yet")
def on_a_branch_that_does_not_exist(folder: Path) -> Path:
    git(_made(folder), "symbolic-ref", "HEAD", "refs/heads/không-có")
    return folder


@shape("shallow clone")
def cloned_shallow(folder: Path) -> Path:
    _made(folder / "nguồn")
    git(folder, "clone", "-q", "--depth=1", f"file://{folder / 'nguồn'}", "bản sao")
    return folder / "bản sao"


@shape("partial clone")
def cloned_without_contents(folder: Path) -> Path:
    _made(folder / "nguồn")
    git(folder / "nguồn", "config", "uploadpack.allowFilter", "true")
    git(folder, "clone", "-q", "--filter=blob:none", f"file://{folder / 'nguồn'}", "bản sao")
    return folder / "bản sao"


@shape("is a bare repository")
def bare(folder: Path) -> Path:
    _made(folder / "nguồn")
    git(folder, "clone", "-q", "--bare", str(folder / "nguồn"), "trần/.git")
    return folder / "trần"


@shape("git cannot read")
def with_a_git_file_that_leads_nowhere(folder: Path) -> Path:
    (folder / ".git").write_text("gitdir: /không/có\n")
    return folder


@shape("git cannot read")
def with_an_empty_git_folder(folder: Path) -> Path:
    (folder / ".git").mkdir()
    return folder


@shape("git cannot read")
def with_a_broken_configuration(folder: Path) -> Path:
    (_made(folder) / ".git" / "config").write_text("[core\n")
    return folder


@shape("git cannot read")
def without_some_of_its_commits(folder: Path) -> Path:
    _made(folder)
    oid = git(folder, "rev-parse", "HEAD~1")
    (folder / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    return folder


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_recognised(name: str, tmp_path: Path) -> None:
    make, expected = SHAPES[name]
    root = make(tmp_path)
    if expected:
        with pytest.raises(HistoryMissing, match=expected):
            read_log(repository_of(root))
    else:
        repository = repository_of(root)
        log = read_log(repository)
        assert log.commits[0].oid == git(root, "rev-parse", "HEAD")
        assert len(log.commits) == int(git(root, "--no-replace-objects", "rev-list", "--count", "HEAD"))
        assert "qms.yaml" in CommittedFiles(repository, log.commits[0].oid).listing("").files
        assert CommittedFiles(repository, log.commits[0].oid).read("qms.yaml") == (BASE / "qms.yaml").read_bytes()


@pytest.mark.parametrize("name", SHAPES)
def test_a_change_is_checked_or_it_is_said_that_it_cannot_be(name: str, tmp_path: Path) -> None:
    """Never a pass: what was edited is told where history is there, and where it is not, that is told."""
    make, expected = SHAPES[name]
    root = make(tmp_path)
    if expected:
        assert ran(root, "check", "--since", "HEAD~1")[0] == 3
        return
    first = git(root, "--no-replace-objects", "log", "--format=%H", "--reverse", "--", ".").split()[0]
    code, out, err = ran(root, "check", "--since", first, "--format", "concise")
    assert (code, err) == (1, "")
    assert "QD7" in out
    assert ran(root, "check", "--since", "không-có")[0] == 3
    for verb in READERS:
        assert ran(root, *verb)[0] in (0, 1), verb


READERS = (
    ("list", "--on", "2026-06-01"), ("history", "QT-02"), ("diff", "QT-01"), ("impact", "QT-02"), ("show", "QT-02"),
    ("release", "QT-02", "--on", "2026-06-01"),
)  # fmt: skip


def test_at_least_25_shapes_are_tried() -> None:
    assert len(SHAPES) >= 25


# --- configuration that names programs

PROGRAMS = (
    "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass", "core.gitProxy", "core.alternateRefsCommand",
    "core.hooksPath", "core.attributesFile", "diff.external", "diff.x.command", "diff.x.textconv", "diff.x.wordRegex", "diff.tool",
    "difftool.x.cmd", "merge.x.driver", "mergetool.x.cmd", "filter.x.clean", "filter.x.smudge", "filter.x.process", "gpg.program",
    "gpg.ssh.program", "gpg.x509.program", "gpg.ssh.defaultKeyCommand", "credential.helper", "alias.log", "alias.rev-parse", "alias.cat-file",
    "alias.ls-tree", "alias.config", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs",
    "sequence.editor", "interactive.diffFilter", "pager.log", "pager.config", "trailer.x.command", "trailer.x.cmd", "browser.x.cmd", "man.x.cmd",
    "sendemail.smtpserver", "instaweb.httpd", "guitool.x.cmd", "tar.x.command", "receive.procReceiveRefs", "web.browser", "column.ui",
    "log.showSignature", "extensions.partialClone", "help.autocorrect",
)  # fmt: skip


NOT_BELIEVED = {"extensions.partialClone"}
"""Settings with which there is no history to read: git refuses them, or they say that contents are missing."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = _made(tmp_path_factory.mktemp("pristine"))
    commit(root, {".gitattributes": "* filter=x diff=x merge=x\n"}, "thuộc tính")
    # a signature, which git would have checked by a program
    facts, _, message = git(root, "cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    (root / "signed").write_text(f"{facts}\n{signature}\n\n{message}\n", encoding="utf-8")
    git(root, "update-ref", "HEAD", git(root, "hash-object", "-t", "commit", "-w", "signed"))
    (root / "signed").unlink()
    return root


ATTRIBUTES = "* filter=x diff=x merge=x ident export-subst\n"
MODULES = '[submodule "x"]\n  path = procedures/x\n  url = ext::sh -c "touch {canary}"\n  update = !touch {canary}\n'
VERBS = (*READERS, ("verify", "dist"), ("check", "--since", "HEAD~2"),
    ("check", "--since", "HEAD~2", "--format", "json"), ("revise", "QT-02", "-m", "x"),
    ("diff", "QT-02"), ("review", "QT-01", "--by", "le-thi-binh", "--commit"), ("recover",),
)  # fmt: skip


def test_whatever_the_configuration_names_every_verb_does_the_same_without_it(
    pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All settings at once, hooks, attributes, submodules, replaced objects and included files."""
    become(tmp_path / "user", monkeypatch)
    answers = []
    for name in ("calm", "evil"):
        root = tmp_path / name / "r"
        shutil.copytree(pristine, root)
        commit(root, {".gitattributes": ATTRIBUTES, ".gitmodules": MODULES.format(canary=tmp_path / "canary")}, "ba")
        if name == "evil":
            _arm(root, tmp_path)
        answers.append([_without_commit(ran(root, *verb)) for verb in VERBS])
    assert answers[0] == answers[1]
    assert "committed as" in answers[1][-2][1]
    assert {code for code, _, _ in answers[0]} == {0}
    assert [path.read_text() for path in tmp_path.rglob("canary*")] == []


def _without_commit(answer: tuple[int, str, str]) -> tuple[int, str, str]:
    code, out, err = answer
    return code, re.sub(r"\b[0-9a-f]{10,64}\b|(?<=/)(calm|evil)(?=/r)", "…", out), err


def _arm(root: Path, place: Path) -> None:
    git(root, "replace", "HEAD", "HEAD~2")  # before there is a hook that it would run
    program = place / "run.sh"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{place}/canary'\ncat\n")
    program.chmod(0o755)
    hooks = root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(program, hooks / name)
    (root / ".git" / "info").mkdir(exist_ok=True)
    (root / ".git" / "info" / "attributes").write_text("* filter=x diff=x merge=x working-tree-encoding=UTF-16\n")
    included = "".join(
        _setting(name, f"!{program}" if _shell(name) else str(program)) for name in PROGRAMS if name not in NOT_BELIEVED
    )
    (root / ".git" / "more").write_text(included)
    with (root / ".git" / "config").open("a") as config:
        config.write(included.replace("hooksPath", "hooksPathOfNobody"))
        config.write('[includeIf "gitdir:**"]\n  path = more\n[include]\n  path = more\n')
        config.write(f"[core]\n  worktree = {place}\n  hooksPath = {hooks}\n")
        config.write(f'[url "ext::sh -c {program}"]\n  insteadOf = https://\n[remote "origin"]\n  url = https://x/\n')


HOOKS = (
    "pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "post-checkout", "post-index-change", "reference-transaction",
    "post-rewrite", "pre-auto-gc", "fsmonitor-watchman", "post-merge", "pre-push", "update", "sendemail-validate",
)  # fmt: skip


def _shell(name: str) -> bool:
    return name.startswith(("alias.", "credential."))


def _setting(name: str, value: str) -> str:
    section, _, key = name.partition(".")
    sub, dot, last = key.rpartition(".")
    head = f'[{section} "{sub}"]\n' if dot else f"[{section}]\n"
    return head + (f"  {last} = true\n" if name == "log.showSignature" else f'  {last} = "{value}"\n')


@pytest.mark.parametrize("setting", PROGRAMS)
def test_no_program_of_the_configuration_is_run(setting: str, pristine: Path, tmp_path: Path) -> None:
    root = tmp_path / "r"
    shutil.copytree(pristine, root)
    canary, program = tmp_path / "canary", tmp_path / "run.sh"
    program.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    program.chmod(0o755)
    hook = root / ".git" / "hooks" / "post-index-change"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(program, hook)
    value = f"!{program}" if _shell(setting) else str(program)
    with (root / ".git" / "config").open("a") as config:
        config.write(_setting(setting, value))
        if setting == "log.showSignature":
            config.write(f'[gpg]\n  program = "{value}"\n')
        config.write('[remote "origin"]\n  url = ext::sh -c "touch canary"\n  promisor = false\n')
    head_of(root, ["procedures/a.md"], lambda _: b"")
    believed = True
    try:
        repository = repository_of(root)
        log = read_log(repository)
        assert CommittedFiles(repository, log.commits[0].oid).read("procedures/a.md") == b"hai\n"
        assert len(list(log.versions("procedures/a.md"))) == 2
    except HistoryMissing:
        believed = False
    assert believed == (setting not in NOT_BELIEVED)
    assert not canary.exists()
    assert not list(tmp_path.rglob("canary"))


def test_a_missing_content_is_not_fetched(tmp_path: Path) -> None:
    """git would ask the remote of a partial copy for it, by a program that the configuration names."""
    root, canary = _made(tmp_path / "r"), tmp_path / "canary"
    for oid in [git(root, "rev-parse", name) for name in ("HEAD^{tree}", "HEAD:procedures/a.md")]:
        (root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    for key, value in (
        ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"),
        ("remote.origin.url", "ssh://h/x"), ("core.sshCommand", f"touch '{canary}'; false"),
    ):  # fmt: skip
        git(root, "config", key, value)
    repository = repository_of(root)
    for attempt in (
        lambda: head_of(root, ["procedures/a.md"], lambda _: b""),
        lambda: CommittedFiles(repository, repository.head or "").listing("procedures"),
        lambda: read_log(repository),
    ):
        with pytest.raises(HistoryMissing):
            attempt()
    assert not canary.exists()


def test_at_least_40_settings_are_tried() -> None:
    assert len(set(PROGRAMS)) >= 40
