"""A change is judged beside what stood before it, read from git: what it breaks counts, what was broken already does not."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from qmsdocs.diagnostics import Diagnostic
from qmsdocs.errors import HistoryMissing
from qmsdocs.model.tag import TagFacts
from qmsdocs.since import change_since, check_change
from tests.forked import forked
from tests.history.git import commit, git
from tests.scenario import fill_digests, written
from tests.test_cli import qmsdocs

DAY = date(2026, 6, 1)
TEXT = "procedures/QT-02/QT-02.md"
FACTS = "procedures/QT-02/QT-02.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "r"
    written(folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "gc.auto", "0")
    commit(folder, {}, "Bắt đầu")
    git(folder, "checkout", "-q", "-b", "sua")
    return folder


def _added(root: Path, path: str, text: str) -> None:
    file = root / path
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _found(root: Path, revision: str = "main") -> list[Diagnostic]:
    return list(check_change(change_since(root, revision), on=DAY))


def _told(root: Path, revision: str = "main") -> list[str]:
    return [f"{d.code}{' (existing)' if d.existing else ''}" for d in _found(root, revision)]


def test_without_a_change_there_is_nothing_to_say(root: Path) -> None:
    assert _told(root) == []


def test_a_comparison_with_what_one_has_already_says_so(root: Path) -> None:
    told = qmsdocs(root, "check", "--since", "main", "--on", str(DAY))
    assert (told.code, "không có gì để so" in told.err) == (0, True), told.err
    _added(root, TEXT, "\nThêm một câu.\n")
    assert "không có gì để so" not in qmsdocs(root, "check", "--since", "main", "--on", str(DAY)).err
    commit(root, {}, "Sửa")
    told = qmsdocs(root, "check", "--since", "sua", "--on", str(DAY))
    assert "khác với sua ở chỗ bắt đầu thay đổi, nên không có gì để so" in told.err


def test_an_edit_without_a_revision_is_refused_committed_or_not(root: Path) -> None:
    _added(root, TEXT, "\nThêm một câu.\n")
    assert _told(root) == ["QD212"]
    commit(root, {}, "Sửa")
    assert _told(root) == ["QD212"]


def test_a_problem_that_the_base_had_does_not_count(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    _added(root, TEXT, "\nThêm một câu.\n")
    commit(root, {}, "Sửa sai quy định")
    git(root, "checkout", "-q", "-b", "khac")
    _added(root, "procedures/QT-01/QT-01.md", "\nXem mục 99.\n")
    commit(root, {}, "Sửa việc khác")
    assert sorted(_told(root)) == ["QD212", "QD212 (existing)", "QD309"]
    assert [d.document for d in _found(root) if d.existing] == ["QT-02"]


def test_each_problem_of_the_base_excuses_one(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    _added(root, FACTS, "x-a: 1\n")
    text = (root / "qms.yaml").read_text(encoding="utf-8")
    (root / "qms.yaml").write_text(text.replace("units:", "units:\n  TC: Tài chính"), encoding="utf-8")
    _added(root, "procedures/QT-01/QT-01.md", "\nXem mục 99.\n")
    commit(root, {}, "Một lỗi")
    git(root, "checkout", "-q", "-b", "khac")
    _added(root, "procedures/QT-01/QT-01.md", "\nXem mục 99.\n")
    assert sorted(code for code in _told(root) if code.startswith("QD309")) == ["QD309", "QD309 (existing)"]


def test_the_change_begins_where_the_branches_parted(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    commit(root, {"procedures/KSTL/GHI-CHU.txt": "x\n"}, "Việc khác trên main")
    _added(root, FACTS, "x-ghi-chu: trên main\n")
    commit(root, {}, "Ghi chú")
    git(root, "checkout", "-q", "sua")
    assert _told(root) == []


def test_documents_that_nobody_touched_are_not_read_again(root: Path) -> None:
    _added(root, FACTS, "x-ghi-chu: sửa\n")
    change = change_since(root, "main")
    assert change.base.document("QT-01") is change.now.document("QT-01")
    assert change.base.document("QT-02") is not change.now.document("QT-02")
    assert change.target is change.base


@pytest.mark.parametrize("changed", ["the text", "a form", "a picture beside it", "a picture elsewhere"])
def test_any_file_of_a_document_makes_it_be_read_again(root: Path, changed: str) -> None:
    git(root, "checkout", "-q", "main")
    _added(root, TEXT, "\n![Sơ đồ](so-do.png)\n\n![Sơ đồ](../anh/so-do.png)\n")
    files = {
        "the text": TEXT,
        "a form": "procedures/QT-02/BM-02-01.md",
        "a picture beside it": "procedures/QT-02/so-do.png",
        "a picture elsewhere": "procedures/anh/so-do.png",
    }
    text = (root / FACTS).read_text(encoding="utf-8").replace("hồ sơ, issue", "hồ sơ, file: BM-02-01.md, issue")
    (root / FACTS).write_text(text, encoding="utf-8")
    commit(root, {path: "Một\n" for name, path in files.items() if name != "the text"}, "Có ảnh")
    git(root, "checkout", "-q", "-b", "khac")
    change = change_since(root, "main")
    assert change.base.document("QT-02") is change.now.document("QT-02")
    _added(root, files[changed], "\nHai\n")
    change = change_since(root, "main")
    assert change.base.document("QT-02") is not change.now.document("QT-02")
    assert {(d.code, d.existing) for d in _found(root)} >= {("QD701", False)}


def test_what_only_the_work_tree_ignores_does_not_matter(root: Path) -> None:
    (root / ".hidden").write_text("x", encoding="utf-8")
    (root / "ghi-chu.txt").write_text("x", encoding="utf-8")
    assert _told(root) == []


# --- history that is not there


def test_a_shallow_copy_is_no_pass(root: Path, tmp_path: Path) -> None:
    _added(root, FACTS, "x-a: 1\n")
    commit(root, {}, "Sửa")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{root}", str(shallow))
    with pytest.raises(HistoryMissing, match="fetch-depth: 0"):
        change_since(shallow, "origin/main")


def test_an_unknown_revision_is_no_pass(root: Path) -> None:
    with pytest.raises(HistoryMissing, match="git fetch origin khong-co"):
        change_since(root, "khong-co")


def test_a_tag_does_not_stand_in_for_the_branch_of_its_name(root: Path) -> None:
    _added(root, TEXT, "\nThêm một câu.\n")
    commit(root, {}, "Sửa")
    git(root, "tag", "main")
    with pytest.raises(HistoryMissing, match="a tag and of a branch"):
        change_since(root, "main")
    assert _told(root, "refs/heads/main") == ["QD212"]
    git(root, "tag", "-f", "main", "refs/heads/main")
    assert _told(root) == ["QD212"]


def test_a_repository_within_hides_no_document(root: Path) -> None:
    git(root, "rm", "-q", "-r", "--cached", "procedures/QT-02")
    git(root / "procedures/QT-02", "init", "-q")
    commit(root / "procedures/QT-02", {}, "Bên trong")
    git(root, "add", "procedures/QT-02")
    git(root, "commit", "-qm", "Đưa vào kho con")
    assert {"QD704", "QD012"} <= set(_told(root))


def test_grafts_move_no_beginning(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    _added(root, TEXT, "\nThêm một câu.\n")
    head = commit(root, {}, "Sửa")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{first} {head}\n", encoding="utf-8")
    assert _told(root) == ["QD212"]


def test_old_faults_of_files_without_documents_do_not_count_however_many(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    commit(root, {f"procedures/QT-01/x{number}.yml": "a: 1\n" for number in range(101)}, "Tệp lạ")
    git(root, "checkout", "-q", "-b", "khac")
    _added(root, FACTS, "x-ghi-chu: xem\n")
    assert set(_told(root)) == {"QD022 (existing)"}


def test_a_form_with_other_line_ends_is_the_same_form(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    text = (root / FACTS).read_text(encoding="utf-8").replace("hồ sơ, issue", "hồ sơ, file: BM-02-01.md, issue")
    (root / FACTS).write_text(text.split("revisions:")[0] + CARRIED, encoding="utf-8")
    commit(root, {"procedures/QT-02/BM-02-01.md": "Một\n"}, "Biểu mẫu")
    git(root, "checkout", "-q", "-b", "khac")
    (root / "procedures/QT-02/BM-02-01.md").write_bytes(b"M\xe1\xbb\x99t\r\n")
    _added(root, FACTS, REVISED)
    _added(root, TEXT, "\nThêm một câu.\n")
    assert _told(root) == []


def test_a_branch_behind_is_not_blamed_for_what_the_target_took_back(root: Path) -> None:
    waiver = "waivers:\n  - {rule: QD309, document: QT-01, reason: Chờ, by: nguyen-van-an, until: 2026-12-31}\n"
    git(root, "checkout", "-q", "main")
    _added(root, "qms.yaml", waiver)
    _added(root, "procedures/QT-01/QT-01.md", "\nXem mục 99.\n")
    commit(root, {}, "Miễn")
    git(root, "checkout", "-q", "-b", "khac")
    _added(root, FACTS, "x-ghi-chu: xem\n")
    commit(root, {}, "Ghi chú")
    git(root, "checkout", "-q", "main")
    (root / "qms.yaml").write_text(
        (root / "qms.yaml").read_text(encoding="utf-8").replace(waiver, ""), encoding="utf-8"
    )
    commit(root, {}, "Bỏ miễn trừ")
    git(root, "checkout", "-q", "khac")
    assert [code for code in _told(root) if not code.endswith("(existing)")] == []


@pytest.mark.parametrize("revision", ["--output=x", "-h", "main..sua", "", "@{upstream}", "main^{tree}"])
def test_what_is_no_commit_is_no_revision(root: Path, revision: str) -> None:
    with pytest.raises(HistoryMissing):
        change_since(root, revision)


def test_branches_without_a_common_commit_are_no_pass(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "khac")
    commit(root, {}, "Không có gốc chung")
    with pytest.raises(HistoryMissing, match="no commit in common"):
        change_since(root, "main")


def test_a_folder_without_git_is_no_pass(root: Path) -> None:
    shutil.rmtree(root / ".git")
    with pytest.raises(HistoryMissing):
        change_since(root, "main")


def test_the_first_quality_system_of_a_repository_is_its_own_judge(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"README.md": "x\n"}, "Trống")
    written(tmp_path)
    assert _told(tmp_path) == ["QD713"]


# --- tags


def _tagged(root: Path, content: str, at: str = "HEAD") -> None:
    facts = TagFacts("QT-02", "1.0", content, "12/QĐ-UBND")
    git(root, "tag", "-f", "-a", "QT-02/1.0", "-m", facts.message, at)


def _digest(root: Path) -> str:
    document = change_since(root, "main").now.document("QT-02")
    assert document is not None
    return document.origin.digest


CARRIED = """revisions:
  - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}
"""
REVISED = """  - issue: 1
    revision: 1
    reason: Gọn hơn
    changes: [{where: Phạm vi, what: Thêm một câu}]
"""


def _revised(root: Path) -> None:
    _added(root, FACTS, REVISED)
    _added(root, TEXT, "\nThêm một câu.\n")


def test_a_moved_tag_of_a_document_that_is_changed_is_found(root: Path) -> None:
    _tagged(root, _digest(root))
    _revised(root)
    commit(root, {}, "Sửa đổi")
    assert _told(root) == []
    _tagged(root, _first_digest(root), "HEAD")
    assert _told(root) == ["QD711"]


def _first_digest(root: Path) -> str:
    document = change_since(root, "main").base.document("QT-02")
    assert document is not None
    return document.origin.digest


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("merged", ["merge", "squash", "rebase"])
def test_a_signed_approval_holds_however_it_is_merged(root: Path, tmp_path: Path, merged: str) -> None:
    key = _keys_required(root, tmp_path)
    approved = _approved_on_a_branch(root)
    assert "QD709" in _told(root)
    _signed_tag(root, approved, key)
    assert _told(root) == []
    git(root, "checkout", "-q", "main")
    commit(root, {"GHI-CHU.txt": "main đi tiếp\n"}, "Việc khác")
    git(root, "checkout", "-q", "-b", "ket-qua")
    if merged == "rebase":
        git(root, "checkout", "-q", "duyet")
        git(root, "rebase", "-q", "main")
    elif merged == "squash":
        git(root, "merge", "-q", "--squash", "duyet")
        git(root, "commit", "-qm", "Gộp")
    else:
        git(root, "merge", "-q", "--no-edit", "duyet")
    assert _told(root) == []


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_key_that_only_the_change_lists_signs_nothing(root: Path, tmp_path: Path) -> None:
    _keys_required(root, tmp_path)
    approved = _approved_on_a_branch(root)
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    public = " ".join(other.with_suffix(".pub").read_text().split()[:2])
    text = (root / "qms.yaml").read_text(encoding="utf-8")
    (root / "qms.yaml").write_text(
        text.replace("unit: VP, keys: [", f'unit: VP, keys: ["{public}", '), encoding="utf-8"
    )
    commit(root, {}, "Thêm khóa")
    _signed_tag(root, approved, other)
    assert "QD709" in _told(root)


def _keys_required(root: Path, tmp_path: Path) -> Path:
    """The main branch lists a key and requires signatures; gives the private key."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    git(root, "checkout", "-q", "main")
    text = (root / "qms.yaml").read_text(encoding="utf-8")
    text = text.replace("position: Chủ tịch, unit: VP", f'position: Chủ tịch, unit: VP, keys: ["{public}"]')
    (root / "qms.yaml").write_text(text + "signatures: required\n", encoding="utf-8")
    commit(root, {}, "Bắt buộc ký thẻ")
    return key


APPROVED = """    prepared: {by: le-thi-binh, on: 2026-05-05, position: Công chức, content: "sha256:…"}
    reviewed: {by: tran-van-cuong, on: 2026-05-12, position: Phó Chủ tịch, content: "sha256:…"}
    approved: {by: nguyen-van-an, on: 2026-05-20, position: Chủ tịch, decision: 13/QĐ-UBND, content: "sha256:…"}
    effective: 2026-07-01
"""


def _approved_on_a_branch(root: Path) -> TagFacts:
    git(root, "checkout", "-q", "-b", "duyet")
    _revised(root)
    _added(root, FACTS, APPROVED)
    fill_digests(root)
    commit(root, {}, "Phê duyệt 1.1")
    return TagFacts("QT-02", "1.1", _digest(root), "13/QĐ-UBND")


def _signed_tag(root: Path, facts: TagFacts, key: Path) -> None:
    settings = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
    git(root, *settings, "tag", "-f", "-s", "QT-02/1.1", "-m", facts.message)


def test_tags_form_a_chain(root: Path) -> None:
    _tagged(root, _digest(root))
    made = git(root, "rev-parse", "refs/tags/QT-02/1.0")
    _revised(root)
    _added(root, FACTS, APPROVED)
    fill_digests(root)
    head = commit(root, {}, "Phê duyệt 1.1")
    facts = TagFacts("QT-02", "1.1", _digest(root), "13/QĐ-UBND", previous=f"QT-02/1.0 {made}")
    git(root, "tag", "-a", "QT-02/1.1", head, "-m", facts.message)
    assert _told(root) == []
    git(root, "tag", "-d", "QT-02/1.0")
    assert _told(root) == ["QD711"]


# --- the command line


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--on", DAY.isoformat(), "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_exit_code_counts_what_the_change_brings(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    _added(root, TEXT, "\nThêm một câu.\n")
    commit(root, {}, "Sửa sai quy định")
    git(root, "checkout", "-q", "-b", "khac")
    assert _qmsdocs(root, "check").returncode == 1
    assert _qmsdocs(root, "check", "--since", "main").returncode == 0
    _added(root, "procedures/QT-01/QT-01.md", "\nThêm một câu.\n")
    assert _qmsdocs(root, "check", "--since", "main").returncode == 1


def test_missing_history_ends_with_3_and_one_line(root: Path) -> None:
    run = _qmsdocs(root, "check", "--since", "khong-co")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.count("\n") == 1


def test_a_broken_qms_yaml_ends_with_2_also_with_a_page_for_reviewers(root: Path, tmp_path: Path) -> None:
    _added(root, "qms.yaml", "format: 1\n")
    page = tmp_path / "trang.md"
    assert _qmsdocs(root, "check", "--since", "main", "--summary", str(page)).returncode == 2
    assert "QD002" in page.read_text(encoding="utf-8")


def test_paths_limit_what_is_reported_of_a_change_too(root: Path) -> None:
    _added(root, TEXT, "\nThêm một câu.\n")
    assert _qmsdocs(root, "check", "procedures/QT-01", "--since", "main").returncode == 0
    assert _qmsdocs(root, "check", "procedures/QT-02", "--since", "main").returncode == 1


def test_checking_a_change_leaves_every_file_as_it_is(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    _qmsdocs(root, "check", "--since", "main")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_tag_that_was_missing_before_is_no_fault_of_the_change(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    _revised(root)
    _added(root, FACTS, APPROVED.replace("2026-07-01", "2026-05-25"))
    fill_digests(root)
    commit(root, {}, "Phê duyệt 1.1")
    git(root, "checkout", "-q", "-b", "khac")
    _added(root, "procedures/QT-01/QT-01.yaml", "x-a: 1\n")
    assert _told(root) == ["QD712 (existing)"]
    assert _told(root, "main~1") == ["QD712"]
