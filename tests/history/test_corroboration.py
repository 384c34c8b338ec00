"""The ledger beside git: each entry with the commit that first held the content that was signed."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.corroboration import corroborated
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.edit.patch import Patch
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.repository import repository_of
from tests.acts import ran
from tests.forked import forked
from tests.history.git import commit, git
from tests.scenario import written

DRAFT = """--- procedures/QT-01/QT-01.yaml
revisions:
  - {issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}
"""
YAML, TEXT = "procedures/QT-01/QT-01.yaml", "procedures/QT-01/QT-01.md"


def _approve(root: Path, day: date) -> None:
    for act, by in (("prepared", "le-thi-binh"), ("reviewed", "tran-van-cuong")):
        replace_files(root, Desk(root).sign(["QT-01"], act, by=by, on=day))  # type: ignore[arg-type]
    replace_files(root, Desk(root).approve(["QT-01"], Issuing(f"{day.month}2/QĐ-UBND"), by="nguyen-van-an", on=day))


def _open(root: Path, revision: int) -> None:
    patch = Patch((root / YAML).read_text(encoding="utf-8"))
    entry = {"issue": 1, "revision": revision, "reason": "Sửa", "changes": [{"where": "Mục 2", "what": "Thêm câu"}]}
    patch.append(("revisions",), entry)
    (root / YAML).write_text(patch.text, encoding="utf-8")


def _add_sentence(root: Path, sentence: str) -> None:
    (root / TEXT).write_text((root / TEXT).read_text(encoding="utf-8") + f"\n{sentence}\n", encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    written(tmp_path, DRAFT)
    commit(tmp_path, {}, "Dự thảo")
    return tmp_path


def _subjects(root: Path, code: str = "QT-01") -> list[tuple[str, str | None]]:
    document = load(root).document(code)
    assert document is not None
    return [
        (each.entry.number, each.commit.subject if each.commit else None)
        for each in corroborated(repository_of(root), document)
    ]


def test_each_entry_stands_beside_the_commit_that_first_held_its_content(root: Path) -> None:
    _approve(root, date(2026, 1, 20))
    commit(root, {}, "Phê duyệt 1.0")  # the content was there before its approval
    _add_sentence(root, "Thêm một câu.")
    _open(root, 1)
    commit(root, {}, "Mở 1.1")
    _approve(root, date(2026, 3, 20))
    commit(root, {}, "Phê duyệt 1.1")
    _open(root, 2)
    commit(root, {}, "Mở 1.2")
    assert _subjects(root) == [("1.0", "Dự thảo"), ("1.1", "Mở 1.1"), ("1.2", None)]


def test_a_content_that_no_commit_holds_is_said_to_be_missing(root: Path) -> None:
    _add_sentence(root, "Chưa commit.")
    _approve(root, date(2026, 1, 20))
    assert _subjects(root) == [("1.0", None)]
    commit(root, {}, "Muộn")
    assert _subjects(root) == [("1.0", "Muộn")]


def test_a_document_is_followed_through_a_rename(root: Path) -> None:
    _approve(root, date(2026, 1, 20))
    commit(root, {}, "Phê duyệt")
    git(root, "mv", "procedures/QT-01", "procedures/kiểm soát")
    commit(root, {}, "Chuyển thư mục")
    assert _subjects(root) == [("1.0", "Dự thảo")]


def test_a_cut_off_history_is_no_answer(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _approve(root, date(2026, 1, 20))
    commit(root, {}, "Phê duyệt")
    copy = tmp_path_factory.mktemp("c") / "r"
    git(root, "clone", "-q", "--depth=1", f"file://{root}", str(copy))
    with pytest.raises(HistoryMissing, match="fetch-depth: 0"):
        _subjects(copy)
    command = [*forked(), "history", "QT-01", "--lang", "en"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1


def test_the_command_line_prints_a_line_for_each_entry(root: Path) -> None:
    _approve(root, date(2026, 1, 20))
    oid = commit(root, {}, "Phê duyệt")
    command = [*forked(), "history", "QT-01", "--on", "2026-02-01", "--lang", "en"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True)
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["Revision", "Status", "Approved", "Decision", "Content", "First", "held", "by", "Tag"]
    assert lines[2].split()[:5] == ["1.0", "in", "force", "2026-01-20", "12/QĐ-UBND"]
    assert git(root, "rev-parse", f"{oid}~1")[:10] in lines[2]


def test_outside_git_the_ledger_is_printed_and_what_is_missing_is_told(tmp_path: Path) -> None:
    written(tmp_path)
    code, out, err = ran(tmp_path, "history", "QT-01")
    assert code == 0
    assert out.splitlines()[1].split() == ["Revision", "Status", "Approved", "Decision", "Content"]
    assert out.splitlines()[2].split()[:5] == ["1.0", "in", "force", "2026-01-20", "12/QĐ-UBND"]
    assert "does not lie in a git repository" in err
    assert err.count("\n") == 1
    assert ran(tmp_path, "check", "--since", "HEAD")[0] == 3
    assert ran(tmp_path, "release", "QT-01", "--tag")[0] == 3
