"""Writing to git: in the user's name, exactly what was asked for, and no program that the repository names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qmsdocs.errors import UnusableConfiguration
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.tags import read_tags
from qmsdocs.history.writing import NewTag, commit_files, land_tags, make_tags, tag_objects
from tests.history.git import become, commit, git, use_ssh_key
from tests.history.test_shapes import PROGRAMS

MESSAGE = "QT-01 1.0\n\nContent: sha256:12\n"


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own configuration, and nobody's environment."""
    yield become(tmp_path / "user.gitconfig", monkeypatch)
    assert not list(tmp_path.rglob("canary"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {"qms.yaml": "a: 1\n", "procedures/a.md": "một\n", "procedures/b.md": "b\n"}, "một")
    return folder


def _tag(root: Path, name: str = "QT-01/1.0") -> NewTag:
    return NewTag(name, git(root, "rev-parse", "HEAD"), MESSAGE)


def _status(root: Path) -> list[str]:
    return git(root, "-c", "core.quotePath=false", "status", "--porcelain").splitlines()


# --- tags


def test_a_tag_is_annotated_and_bears_the_name_of_the_user(root: Path) -> None:
    make_tags(repository_of(root), [_tag(root)])
    tag = read_tags(repository_of(root))["QT-01/1.0"]
    assert (tag.annotated, tag.signed, tag.commit, tag.message) == (True, False, _tag(root).commit, MESSAGE)
    assert "tagger Lê Thị Bình <binh@example.vn> " in git(root, "cat-file", "tag", "QT-01/1.0")
    assert git(root, "fsck", "--strict") == ""


def test_the_identity_of_the_repository_is_not_believed(root: Path, user: Path) -> None:
    for section in ("user", "committer", "author"):
        git(root, "config", f"{section}.name", "Kẻ giả")
        git(root, "config", f"{section}.email", "gia@example.vn")
    make_tags(repository_of(root), [_tag(root)])
    commit_files(repository_of(root), {"procedures/a.md": b"hai\n"}, "hai")
    assert "Kẻ giả" not in git(root, "cat-file", "tag", "QT-01/1.0") + git(root, "cat-file", "commit", "HEAD")
    assert "Kẻ giả" not in git(root, "reflog", "--format=%gn")
    user.write_text("")
    with pytest.raises(UnusableConfiguration, match="does not know who you are"):
        make_tags(repository_of(root), [_tag(root, "QT-02/1.0")])
    with pytest.raises(UnusableConfiguration, match="does not know who you are"):
        commit_files(repository_of(root), {"procedures/a.md": b"ba\n"}, "ba")


def test_the_environment_says_who_the_user_is(root: Path, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user.write_text("")
    for role in ("COMMITTER", "AUTHOR"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Trần Văn Cường")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "cuong@example.vn")
    make_tags(repository_of(root), [_tag(root)])
    assert "tagger Trần Văn Cường <cuong@example.vn> " in git(root, "cat-file", "tag", "QT-01/1.0")


def test_all_tags_are_made_or_none(root: Path) -> None:
    git(root, "tag", "QT-02")
    with pytest.raises(UnusableConfiguration, match="cannot make the tags"):
        make_tags(repository_of(root), [_tag(root), _tag(root, "QT-02/1.0")])
    assert git(root, "tag") == "QT-02"
    made = tag_objects(repository_of(root), [_tag(root), _tag(root, "QT-03/1.0")])
    assert git(root, "tag") == "QT-02"
    git(root, "tag", "QT-03/1.0")
    with pytest.raises(UnusableConfiguration, match=r"QT-03/1\.0"):
        land_tags(repository_of(root), made)
    assert git(root, "tag").split() == ["QT-02", "QT-03/1.0"]


@pytest.mark.parametrize("name", ["a..b", "-x", "a b", "x.lock", "a~1", ""])
def test_a_name_that_git_does_not_allow_makes_no_tag(name: str, root: Path) -> None:
    with pytest.raises(UnusableConfiguration):
        make_tags(repository_of(root), [_tag(root, name)])
    assert git(root, "tag") == ""


def _with_key(tmp_path: Path, user: Path) -> Path:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    key = tmp_path / "key"
    use_ssh_key(user, key)
    return key


def test_a_tag_is_signed_with_the_key_of_the_user(root: Path, tmp_path: Path, user: Path) -> None:
    key = _with_key(tmp_path, user)
    make_tags(repository_of(root), [_tag(root)], sign=True)
    tag = read_tags(repository_of(root))["QT-01/1.0"]
    assert (tag.signed, tag.message) == (True, MESSAGE)
    allowed = tmp_path / "allowed"
    allowed.write_text(f"binh@example.vn {key.with_suffix('.pub').read_text()}")
    git(root, "-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-tag", "QT-01/1.0")


def test_a_tag_that_cannot_be_signed_is_not_made(root: Path, user: Path) -> None:
    with user.open("a", encoding="utf-8") as file:
        file.write("  signingKey = /none/such\n[gpg]\n  format = ssh\n")
    with pytest.raises(UnusableConfiguration, match=r"could not sign QT-01/1\.0"):
        make_tags(repository_of(root), [_tag(root)], sign=True)
    assert git(root, "tag") == ""


# --- commits


def test_a_commit_holds_exactly_the_files_and_leaves_the_rest_as_it_was(root: Path) -> None:
    (root / "procedures/b.md").write_text("khác\n", encoding="utf-8")
    (root / "staged.md").write_text("s\n", encoding="utf-8")
    git(root, "add", "staged.md")
    for path, text in (("procedures/a.md", "hai\n"), ("procedures/mới.md", "m\n")):
        (root / path).write_text(text, encoding="utf-8")
    changes = {path: (root / path).read_bytes() for path in ("procedures/a.md", "procedures/mới.md")}
    made = commit_files(repository_of(root), changes, "QT-01 1.0: signed\n\nLý do\n")
    assert made == git(root, "rev-parse", "refs/heads/main")
    assert git(root, "show", "-s", "--format=%an <%ae> %cn|%s|%b", made).strip() == (
        "Lê Thị Bình <binh@example.vn> Lê Thị Bình|QT-01 1.0: signed|Lý do"
    )
    names = git(root, "-c", "core.quotePath=false", "show", "--name-status", "--format=", made)
    assert names.split() == ["M", "procedures/a.md", "A", "procedures/mới.md"]
    assert _status(root) == ["M procedures/b.md", "A  staged.md"]
    assert git(root, "fsck", "--strict") == ""


def test_a_file_is_taken_away_and_a_folder_takes_its_place(root: Path) -> None:
    (root / "procedures/a.md").unlink()
    (root / "procedures/a.md").mkdir()
    (root / "procedures/a.md/c.md").write_text("c\n")
    commit_files(repository_of(root), {"procedures/a.md": None, "procedures/a.md/c.md": b"c\n"}, "x")
    assert git(root, "ls-tree", "-r", "--name-only", "HEAD").split() == [
        "procedures/a.md/c.md",
        "procedures/b.md",
        "qms.yaml",
    ]
    assert _status(root) == []


def test_the_mode_of_a_file_is_kept(root: Path) -> None:
    (root / "procedures/a.md").chmod(0o755)
    commit(root, {}, "chạy được")
    (root / "procedures/a.md").write_text("hai\n", encoding="utf-8")
    commit_files(repository_of(root), {"procedures/a.md": b"hai\n"}, "hai")
    assert git(root, "ls-tree", "HEAD", "procedures/a.md").startswith("100755")
    assert _status(root) == []


def test_the_first_commit_of_a_branch_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "mới"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "qms.yaml").write_text("a: 1\n")
    made = commit_files(repository_of(folder), {"qms.yaml": b"a: 1\n"}, "một")
    assert git(folder, "rev-list", "HEAD") == made
    assert _status(folder) == []


def test_a_detached_head_and_a_worktree_move_alone(root: Path) -> None:
    before = git(root, "rev-parse", "main")
    git(root, "checkout", "-q", "--detach")
    made = commit_files(repository_of(root), {"procedures/a.md": b"hai\n"}, "hai")
    assert (git(root, "rev-parse", "HEAD"), git(root, "rev-parse", "main")) == (made, before)
    git(root, "worktree", "add", "-q", "-b", "khác", "../w", before)
    other = commit_files(repository_of(root.parent / "w"), {"procedures/a.md": b"ba\n"}, "ba")
    assert (git(root, "rev-parse", "khác"), git(root, "rev-parse", "HEAD")) == (other, made)


def test_a_quality_system_in_a_subfolder_commits_its_own_files(root: Path) -> None:
    commit(root, {"hệ thống/qms.yaml": "a: 1\n"}, "hai")
    (root / "hệ thống/qms.yaml").write_text("a: 2\n")
    commit_files(repository_of(root / "hệ thống"), {"qms.yaml": b"a: 2\n"}, "ba")
    assert git(root, "show", "HEAD:hệ thống/qms.yaml") == "a: 2"
    assert git(root, "show", "HEAD:qms.yaml") == "a: 1"
    assert _status(root) == []


def test_names_of_sha256_are_written_too(tmp_path: Path) -> None:
    folder = tmp_path / "r256"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main", "--object-format=sha256")
    commit(folder, {"qms.yaml": "a: 1\n", "b.md": "b\n"}, "một")
    (folder / "qms.yaml").write_text("a: 2\n")
    (folder / "b.md").unlink()
    assert len(commit_files(repository_of(folder), {"qms.yaml": b"a: 2\n", "b.md": None}, "hai")) == 64
    make_tags(repository_of(folder), [_tag(folder)])
    assert _status(folder) == []


def test_what_is_committed_already_makes_no_commit(root: Path) -> None:
    assert commit_files(repository_of(root), {"procedures/a.md": "một\n".encode()}, "x") == git(
        root, "rev-parse", "HEAD"
    )
    assert git(root, "rev-list", "--count", "HEAD") == "1"


def test_line_ends_of_windows_are_stored_as_git_would(root: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    data = "một\r\nhai\r\n".encode()
    (root / "procedures/a.md").write_bytes(data)
    commit_files(repository_of(root), {"procedures/a.md": data}, "hai")
    assert git(root, "cat-file", "blob", "HEAD:procedures/a.md") == "một\nhai"
    assert _status(root) == []


def test_line_ends_that_git_holds_are_kept(root: Path) -> None:
    commit(root, {"procedures/a.md": "một\r\n"}, "hai")
    commit_files(repository_of(root), {"procedures/a.md": b"x\r\ny\r\n"}, "ba")
    stored = subprocess.run(
        ["git", "cat-file", "blob", "HEAD:procedures/a.md"], cwd=root, check=True, capture_output=True
    )
    assert stored.stdout == b"x\r\ny\r\n"


def test_an_unfinished_merge_takes_no_commit(root: Path) -> None:
    git(root, "switch", "-qc", "nhánh")
    commit(root, {"procedures/a.md": "nhánh\n"}, "n")
    git(root, "switch", "-q", "main")
    commit(root, {"procedures/a.md": "chính\n"}, "c")
    before = git(root, "rev-parse", "HEAD")
    subprocess.run(["git", "merge", "-q", "nhánh"], cwd=root, check=False, capture_output=True)
    assert (root / ".git" / "MERGE_HEAD").exists()
    with pytest.raises(UnusableConfiguration, match="not finished"):
        commit_files(repository_of(root), {"procedures/b.md": b"x\n"}, "x")
    (root / ".git" / "MERGE_HEAD").unlink()
    with pytest.raises(UnusableConfiguration, match="not finished"):
        commit_files(repository_of(root), {"procedures/b.md": b"x\n"}, "x")
    assert git(root, "rev-parse", "HEAD") == before


def test_a_branch_that_is_locked_leaves_index_and_branch_as_they_were(root: Path) -> None:
    (root / ".git/refs/heads/main.lock").write_text("")  # as another git does while it writes there
    before = git(root, "rev-parse", "HEAD")
    index = git(root, "ls-files", "--stage")
    with pytest.raises(UnusableConfiguration, match="cannot commit"):
        commit_files(repository_of(root), {"procedures/a.md": b"x\n", "c.md": b"c\n"}, "x")
    assert (git(root, "rev-parse", "HEAD"), git(root, "ls-files", "--stage")) == (before, index)


def test_a_change_of_the_same_size_in_the_same_moment_is_not_lost(root: Path) -> None:
    """Git tells a change by time and size first; an index written after it must not seem newer than the file."""
    index, file = root / ".git/index", root / "procedures/b.md"
    moment = file.stat().st_mtime_ns
    os.utime(index, ns=(moment, moment))
    file.write_text("c\n")
    os.utime(file, ns=(moment, moment))
    (root / "procedures/a.md").write_text("hai\n", encoding="utf-8")
    commit_files(repository_of(root), {"procedures/a.md": b"hai\n"}, "hai")
    assert _status(root) == ["M procedures/b.md"]


def test_an_index_that_is_being_written_is_waited_for_by_the_user(root: Path) -> None:
    (root / ".git/index.lock").write_text("")
    before = git(root, "rev-parse", "HEAD")
    with pytest.raises(UnusableConfiguration, match=r"index\.lock"):
        commit_files(repository_of(root), {"procedures/a.md": b"x\n"}, "x")
    assert git(root, "rev-parse", "HEAD") == before
    assert (root / ".git/index.lock").exists()


# --- nothing of the repository is run


@pytest.mark.parametrize("setting", [*PROGRAMS, "gpg.openpgp.program", "gpg.format", "tag.gpgSign", "commit.gpgSign"])
def test_no_program_of_the_repository_is_run(setting: str, root: Path, tmp_path: Path, user: Path) -> None:
    """Signing by a key of the user: every other program is that of the repository."""
    _with_key(tmp_path, user)
    commit(root, {".gitattributes": "* filter=x diff=x merge=x\n"}, "thuộc tính")
    canary, program = tmp_path / "canary", tmp_path / "run.sh"
    program.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    program.chmod(0o755)
    hooks = root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in (
        "reference-transaction",
        "post-index-change",
        "pre-commit",
        "commit-msg",
        "prepare-commit-msg",
        "post-commit",
    ):
        shutil.copy(program, hooks / hook)
    value = f"!{program}" if setting.startswith(("alias.", "credential.")) else str(program)
    section, _, key = setting.partition(".")
    name, dot, last = key.rpartition(".")
    flags = {"gpg.format": "openpgp", "tag.gpgSign": "true", "commit.gpgSign": "true", "log.showSignature": "true"}
    with (root / ".git" / "config").open("a") as config:
        config.write(f'[{section} "{name}"]\n' if dot else f"[{section}]\n")
        config.write(f'  {last} = "{flags.get(setting, value)}"\n')
        config.write(
            f'[user]\n  signingKey = none\n[gpg]\n  program = "{program}"\n[gpg "ssh"]\n  program = "{program}"\n'
        )
    make_tags(repository_of(root), [_tag(root)], sign=True)
    make_tags(repository_of(root), [_tag(root, "QT-02/1.0")])
    commit_files(repository_of(root), {"procedures/a.md": b"hai\n", "procedures/b.md": None}, "hai")
    assert not canary.exists()
    tags = read_tags(repository_of(root))
    assert (tags["QT-01/1.0"].signed, tags["QT-02/1.0"].signed) == (True, False)


def test_no_temporary_files_stay(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    repository: Repository = repository_of(root)
    commit_files(repository, {"procedures/a.md": b"hai\n"}, "hai")
    make_tags(repository, [_tag(root)])
    with pytest.raises(UnusableConfiguration):
        make_tags(repository, [_tag(root)])
    assert list(place.iterdir()) == []
    assert not [path for path in (root / ".git").rglob("*") if path.name.endswith(".lock")]


# --- interrupted

KILLED = """
import os, sys
from pathlib import Path
from qmsdocs.history.repository import repository_of
from qmsdocs.history.writing import commit_files
Path.replace = lambda *_: os._exit(9)
commit_files(repository_of(Path(sys.argv[1])), {"procedures/a.md": b"hai\\n"}, "hai")
"""


def test_a_lock_that_a_killed_act_left_does_not_block_the_next(root: Path, tmp_path: Path) -> None:
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", KILLED, root], env=surroundings, check=False).returncode == 9
    lock = root / ".git" / "index.lock"
    assert lock.exists()
    (root / "procedures/b.md").write_bytes(b"hai\n")
    commit_files(repository_of(root), {"procedures/b.md": b"hai\n"}, "hai")
    assert not list((root / ".git").glob("qmsdocs*"))
    assert not lock.exists()
    assert _status(root) == []
    assert git(root, "show", "HEAD:procedures/b.md") == "hai"
