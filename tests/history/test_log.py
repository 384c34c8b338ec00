"""The history of all files in one pass, and the files of a commit without a checkout."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs import load
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.gateway import Gateway
from qmsdocs.history.log import read_log
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.tree import CommittedFiles, contents
from tests.history.git import commit, git
from tests.scenario import written

LONG = "".join(f"dòng {number}\n" for number in range(30))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def _subjects(root: Path, path: str) -> list[tuple[str, str]]:
    return [(v.commit.subject, v.path) for v in read_log(repository_of(root)).versions(path)]


def test_each_version_of_a_file_stands_with_its_commit(root: Path) -> None:
    first = commit(root, {"a.md": "một\n", "b.md": "b\n"}, "Viết a và b")
    second = commit(root, {"a.md": "hai\n"}, "Sửa a")
    versions = list(read_log(repository_of(root)).versions("a.md"))
    assert [(v.commit.oid, v.commit.subject) for v in versions] == [(second, "Sửa a"), (first, "Viết a và b")]
    assert contents(repository_of(root), [versions[1].blob or ""]) == {versions[1].blob: "một\n".encode()}
    assert versions[0].commit.parents == (first,)
    assert versions[0].commit.author == "Thử"
    assert versions[0].commit.written.tzinfo is not None


def test_renames_are_followed_back_through_several_names(root: Path) -> None:
    commit(root, {"một.md": LONG}, "Viết")
    git(root, "mv", "một.md", "hai.md")
    commit(root, {}, "Đổi tên")
    commit(root, {"hai.md": LONG + "thêm\n"}, "Thêm")
    git(root, "mv", "hai.md", "ba.md")
    commit(root, {}, "Đổi tên nữa")
    assert _subjects(root, "ba.md") == [
        ("Đổi tên nữa", "ba.md"), ("Thêm", "hai.md"), ("Đổi tên", "hai.md"), ("Viết", "một.md"),
    ]  # fmt: skip


def test_a_name_that_was_used_again_is_another_file(root: Path) -> None:
    commit(root, {"cũ.md": LONG}, "Viết")
    git(root, "mv", "cũ.md", "mới.md")
    commit(root, {}, "Đổi tên")
    commit(root, {"cũ.md": "không liên quan\n"}, "Tên cũ cho tệp khác")
    assert _subjects(root, "mới.md") == [("Đổi tên", "mới.md"), ("Viết", "cũ.md")]


def test_a_removed_file_has_no_content_in_that_commit(root: Path) -> None:
    commit(root, {"a.md": "a\n", "b.md": "b\n"}, "Viết")
    (root / "a.md").unlink()
    commit(root, {}, "Xóa")
    assert [v.blob is None for v in read_log(repository_of(root)).versions("a.md")] == [True, False]


def test_what_a_merge_brings_to_its_branch_is_seen(root: Path) -> None:
    commit(root, {"a.md": "a\n"}, "Viết")
    git(root, "switch", "-qc", "other")
    commit(root, {"a.md": "trên nhánh\n"}, "Sửa trên nhánh")
    git(root, "switch", "-q", "main")
    commit(root, {"b.md": "b\n"}, "Việc khác")
    git(root, "merge", "-q", "--no-ff", "-m", "Gộp", "other")
    assert [subject for subject, _ in _subjects(root, "a.md")] == ["Gộp", "Sửa trên nhánh", "Viết"]


def test_paths_are_those_of_the_quality_system_in_a_subfolder(root: Path) -> None:
    commit(root, {"hệ thống/a.md": "a\n", "ngoài.md": "x\n", "hệ thống khác/a.md": "y\n"}, "Viết")
    log = read_log(repository_of(root / "hệ thống"))
    assert [version.path for change in log.changes.values() for version in change] == ["a.md"]


def test_names_and_messages_with_odd_characters_survive(root: Path) -> None:
    odd = 'tab\there "quoted" và dấu.md'
    commit(root, {odd: "a\n"}, "Lời nhắn \x02 lạ | với gạch")
    assert _subjects(root, odd) == [("Lời nhắn \x02 lạ | với gạch", odd)]


def test_a_message_cannot_pass_for_another_commit(root: Path) -> None:
    forged = f"x\x01{'1' * 40}\x02\x022026-01-01T00:00:00+00:00\x02Ai\x02Giả\n:100644 100644 {'1' * 40} {'2' * 40} M"
    commit(root, {"a.md": "a\n"}, forged)
    log = read_log(repository_of(root))
    assert [len(log.commits), len(log.changes)] == [1, 1]
    assert [v.path for v in log.versions("a.md")] == ["a.md"]


def test_only_what_came_after_a_commit_is_asked_for(root: Path) -> None:
    first = commit(root, {"a.md": "a\n"}, "Một")
    commit(root, {"a.md": "b\n"}, "Hai")
    assert [c.subject for c in read_log(repository_of(root), since=first).commits] == ["Hai"]


def test_one_git_process_reads_the_whole_log(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        commit(root, {f"{number}.md": "a\n"}, str(number))
    repository = repository_of(root)
    repository.require_history()
    calls: Counter[str] = Counter()
    run = Gateway.run
    monkeypatch.setattr(Gateway, "run", lambda self, *a, **k: calls.update([a[0]]) or run(self, *a, **k))
    log = read_log(repository)
    for number in range(5):
        assert len(list(log.versions(f"{number}.md"))) == 1
    assert calls == {"log": 1}


# --- the files of a commit


def test_a_repository_is_read_from_a_commit_as_from_a_folder(root: Path) -> None:
    written(root)
    oid = commit(root, {}, "Viết")
    from_folder = load(root)
    (root / "procedures" / "QT-01" / "QT-01.md").write_text("khác\n")
    from_commit = load(CommittedFiles(repository_of(root), oid))
    assert from_commit.documents == from_folder.documents
    assert from_commit.externals == from_folder.externals
    assert [d.origin.digest for d in from_commit.documents] == [d.origin.digest for d in from_folder.documents]
    assert from_commit.files == from_folder.files


def test_what_does_not_belong_to_documents_is_left_out_as_in_a_folder(root: Path) -> None:
    files = {"procedures/~$QT.docx": "", "procedures/.ẩn/a.yaml": "", "procedures/README.md": "", "procedures/a.md": ""}
    oid = commit(root, files, "Viết")
    assert CommittedFiles(repository_of(root), oid).listing("procedures").files == ("procedures/a.md",)


def test_links_of_a_commit_stay_inside_the_repository(root: Path) -> None:
    commit(root, {"procedures/a.md": "a\n"}, "Viết")
    (root / "procedures" / "b.md").symlink_to("a.md")
    (root / "procedures" / "c.md").symlink_to("/etc/passwd")
    (root / "procedures" / "d.md").symlink_to("d.md")
    files = CommittedFiles(repository_of(root), commit(root, {}, "Liên kết"))
    assert files.listing("procedures").files == ("procedures/a.md", "procedures/b.md")
    assert files.listing("procedures").refused == ("procedures/c.md", "procedures/d.md")
    assert files.read("procedures/b.md") == b"a\n"
    with pytest.raises(FileNotFoundError):
        files.read("procedures/c.md")


def test_a_file_that_is_not_there_is_said_to_be_missing(root: Path) -> None:
    files = CommittedFiles(repository_of(root), commit(root, {"a.md": "a\n"}, "Viết"))
    with pytest.raises(FileNotFoundError):
        files.read("b.md")
    with pytest.raises(FileNotFoundError):
        files.read("../a.md")


def test_a_missing_content_is_no_empty_file(root: Path) -> None:
    commit(root, {"a.md": "a\n"}, "Viết")
    with pytest.raises(HistoryMissing, match="is missing in this copy"):
        contents(repository_of(root), ["1" * 40])


@settings(max_examples=25, deadline=None)
@given(data=st.lists(st.binary(max_size=300), min_size=1, max_size=6, unique=True))
def test_contents_come_back_byte_for_byte(data: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("r")
    git(root, "init", "-q")
    for number, content in enumerate(data):
        (root / str(number)).write_bytes(content)
    git(root, "-c", "core.autocrlf=false", "add", "-A")
    git(root, "commit", "-qm", "x")
    repository: Repository = repository_of(root)
    files = CommittedFiles(repository, repository.head or "")
    assert [files.read(str(number)) for number in range(len(data))] == data
