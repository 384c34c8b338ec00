"""The commit of a release, on real repositories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdocs.history.head import head_of
from qmsdocs.history.repository import repository_of
from tests.history.git import commit, git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_bytes("nội dung\n".encode())
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "một")
    return tmp_path


def _reader(root: Path) -> Callable[[str], bytes]:
    return lambda path: (root / path).read_bytes()


def test_a_clean_tree_rests_on_its_commit(repository: Path) -> None:
    head = head_of(repository, ["a.md"], _reader(repository))
    assert head is not None
    assert (head.commit, head.changed) == (git(repository, "rev-parse", "HEAD"), ())


def test_changed_and_new_files_are_named(repository: Path) -> None:
    (repository / "a.md").write_text("khác\n")
    (repository / "b.md").write_text("mới\n")
    head = head_of(repository, ["a.md", "b.md"], _reader(repository))
    assert head is not None
    assert head.changed == ("a.md", "b.md")


def test_a_quality_system_in_a_subfolder_is_compared_with_its_own_files(repository: Path) -> None:
    below = repository / "hệ thống"
    below.mkdir()
    (below / "c.md").write_text("c\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "hai")
    head = head_of(below, ["c.md"], _reader(below))
    assert head is not None
    assert head.changed == ()


def test_outside_git_there_is_no_head(tmp_path: Path) -> None:
    assert head_of(tmp_path, [], _reader(tmp_path)) is None


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text("a\n")
    head = head_of(tmp_path, ["a.md"], _reader(tmp_path))
    assert head is not None
    assert (head.commit, head.changed) == (None, ("a.md",))


def test_a_repository_with_sha256_names_is_understood(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    (tmp_path / "a.md").write_text("a\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "một")
    head = head_of(tmp_path, ["a.md"], _reader(tmp_path))
    assert head is not None
    assert head.commit is not None
    assert (len(head.commit), head.changed) == (64, ())


def test_a_worktree_is_understood(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("w") / "tree"
    git(repository, "worktree", "add", "-q", str(other))
    head = head_of(other, ["a.md"], _reader(other))
    assert head is not None
    assert (head.commit, head.changed) == (git(repository, "rev-parse", "HEAD"), ())


def test_line_ends_that_git_for_windows_wrote_are_no_change(tmp_path: Path) -> None:
    commit(_empty(tmp_path), {"a.md": "một\nhai\n", "b.bin": "x\ny\n"}, "một")
    for name in ("a.md", "b.bin"):
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes().replace(b"\n", b"\r\n"))
    head = head_of(tmp_path, ["a.md", "b.bin"], _reader(tmp_path))
    assert head is not None
    assert head.changed == ("b.bin",)


def test_what_was_taken_away_is_a_change_of_its_folder(tmp_path: Path) -> None:
    commit(_empty(tmp_path), {"a/b.md": "b\n", "a/.ẩn": "x", "c/d.md": "d\n"}, "một")
    (tmp_path / "a/b.md").unlink()
    head = head_of(tmp_path, [], _reader(tmp_path), ["a"])
    assert head is not None
    assert head.changed == ("a/b.md",)


def test_a_link_is_what_it_leads_to(tmp_path: Path) -> None:
    _empty(tmp_path)
    (tmp_path / "l.md").symlink_to("a.md")
    commit(tmp_path, {"a.md": "a\n"}, "một")
    head = head_of(tmp_path, ["l.md"], _reader(tmp_path))
    assert head is not None
    assert head.changed == ()


def _empty(folder: Path) -> Path:
    git(folder, "init", "-q")
    return folder


def test_names_of_commits_are_resolved_together(repository: Path) -> None:
    head = git(repository, "rev-parse", "HEAD")
    git(repository, "tag", "-am", "x", "v1")
    git(repository, "tag", "blob", git(repository, "rev-parse", "HEAD:a.md"))
    gateway = repository_of(repository).git
    named = gateway.commits("HEAD", "HEAD\nHEAD", "v1", "không có", "blob", "", "--all", "HEAD@{0}", "HEAD..HEAD")
    assert named == [head, None, head, None, None, None, None, head, None]
    assert (gateway.commit(head[:12]), gateway.commit("x commit")) == (head, None)
