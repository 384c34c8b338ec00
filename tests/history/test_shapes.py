"""Shapes that a repository may have: history is believed only where all of it is there, and nothing in it is run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdocs.errors import HistoryMissing
from qmsdocs.history.head import head_of
from qmsdocs.history.log import read_log
from qmsdocs.history.repository import repository_of
from qmsdocs.history.tree import CommittedFiles
from tests.history.git import commit, git

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
    commit(folder, {"qms.yaml": "a: 1\n", "procedures/a.md": "một\n"}, "một")
    commit(folder, {"procedures/a.md": "hai\n"}, "hai")
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
    commit(folder, {"hệ thống/qms.yaml": "a: 1\n"}, "ba")
    return folder / "hệ thống"


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
    commit(folder, {"qms.yaml": "a: 1\n", "procedures/a.md": "x\n"}, "x")
    commit(folder, {"procedures/a.md": "y\n"}, "y")
    return folder


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
        assert CommittedFiles(repository, log.commits[0].oid).read("qms.yaml") == b"a: 1\n"


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
    value = f"!{program}" if setting.startswith(("alias.", "credential.")) else str(program)
    with (root / ".git" / "config").open("a") as config:
        section, _, key = setting.partition(".")
        name, dot, last = key.rpartition(".")
        config.write(f'[{section} "{name}"]\n' if dot else f"[{section}]\n")
        config.write(f"  {last} = true\n" if setting == "log.showSignature" else f'  {last} = "{value}"\n')
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
