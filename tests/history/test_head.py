"""The commit of a release, on real repositories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdocs.history.head import head_of
from tests.history.git import git


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
