"""The life of a procedure as a secretary lives it: the real command line, real git, one day after the other.

``docs/lich-su-mot-quy-trinh.md`` tells the same to readers. Nothing is asked of the program but what people see: exit codes
and the lines that matter to them.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.forked import forked
from tests.test_cli import qmsdocs

ROOT = Path(__file__).parents[1]
FACTS = "procedures/QT-16/QT-16.yaml"
DECREE = """code: 99/2026/NĐ-CP
title: Về công tác văn thư
type: external
category: legal
issuer: Chính phủ
issued: 2026-04-15
effective: 2026-06-01
replaces: [30/2020/NĐ-CP]
source: https://example.vn/99-2026-nd-cp
units: [VP]
checked: {by: le-thi-binh, on: 2026-04-20}
"""
PEOPLE = """  le-thi-binh: {name: Lê Thị Bình, position: Công chức, unit: VP}
  tran-van-cuong: {name: Trần Văn Cường, position: Chánh Văn phòng, unit: VP}
"""


@dataclass
class Agency:
    """The secretary's copy.

    Args:
        root: its folder.
        tags: what was released so far.
    """

    root: Path
    tags: list[str] = field(default_factory=list)

    # --- the program, as people see it

    def run(self, *command: str, day: str = "2026-01-05") -> subprocess.CompletedProcess[str]:
        """A program run as the secretary on a day."""
        moment = f"{day}T09:00:00+07:00"
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root.parent),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "LANG": "vi_VN.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
        }
        return subprocess.run(
            command, cwd=self.root, env=variables, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def git(self, *arguments: str, day: str = "2026-01-05") -> str:
        done = self.run("git", *arguments, day=day)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def says(self, *arguments: str, code: int = 0) -> str:
        """What qmsdocs answers; the exit code must be as told."""
        day = arguments[arguments.index("--on") + 1] if "--on" in arguments else "2026-01-05"
        done = self.run(*forked(), *arguments, "--lang", "vi", day=day)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def edits(self, path: str, before: str, after: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), encoding="utf-8")

    def commits(self, message: str, day: str) -> None:
        self.git("add", "-A", day=day)
        self.git("commit", "-qm", message, day=day)

    def merges(self, branch: str, day: str) -> None:
        self.git("switch", "-q", "main")
        self.git("merge", "-q", "--no-ff", "--no-edit", branch, day=day)

    # --- what is asked again and again

    def signs(self, prepared: str, reviewed: str) -> None:
        self.says("sign", "QT-16", "--as", "prepared", "--by", "le-thi-binh", "--on", prepared)
        self.says("sign", "QT-16", "--as", "reviewed", "--by", "tran-van-cuong", "--on", reviewed)

    def tags_it(self, number: str, day: str) -> None:
        told = self.says("release", "QT-16", "--tag", "--on", day)
        assert f"đã gắn 1 thẻ: QT-16/{number}" in told
        self.tags.append(f"QT-16/{number}")

    def is_listed(self, day: str, number: str, status: str, note: str | None = None) -> None:
        """The master list of a day has the procedure so; asked within this process, as a page of the site would be."""
        rows = json.loads(qmsdocs(self.root, "list", "--on", day, "--format", "json").out)
        (row,) = (row for row in rows if row["code"] == "QT-16")
        assert (f"{int(row['issue'])}.{int(row['revision'])}", row["status"], row["note"]) == (number, status, note)

    def stands(self, day: str, number: str, status: str, note: str | None = None) -> None:
        """Everything is in order on a day, and the procedure is where it should be."""
        checked = qmsdocs(self.root, "check", "--on", day)
        assert checked.code == 0, checked.out
        self.is_listed(day, number, status, note)
        for tag in self.tags:
            assert "1 bản tài liệu đúng là nội dung đã được phê duyệt" in qmsdocs(self.root, "verify", tag).out


@pytest.fixture
def agency(tmp_path: Path) -> Agency:
    identity = "[user]\n  name = Lê Thị Bình\n  email = binh@example.vn\n[init]\n  defaultBranch = main\n"
    (tmp_path / ".gitconfig").write_text(identity, encoding="utf-8")
    (tmp_path / "quyet-dinh.pdf").write_bytes(b"%PDF-1.4\n% scan\n")
    (tmp_path / "tai-lieu").mkdir()
    return Agency(tmp_path / "tai-lieu")


def test_the_life_of_a_procedure(agency: Agency) -> None:
    _begun(agency)
    _issued(agency)
    _edited_without_a_revision(agency)
    _revised_for_later(agency)
    _old_one_still_in_force(agency)
    _law_changes(agency)
    _follows_the_law(agency)
    _withdrawn(agency)
    _asked_by_an_auditor(agency)
    _falsified(agency)


def _begun(agency: Agency) -> None:
    named = ("--organization", "Ủy ban nhân dân phường Mẫu", "--short-name", "UBND phường Mẫu", "--place", "Mẫu")
    agency.says("init", *named, "--approver", "Nguyễn Văn An, Chủ tịch")
    agency.edits("qms.yaml", "people:\n", "people:\n" + PEOPLE)
    agency.edits("qms.yaml", "prepare: []\n  review: []", "prepare: [le-thi-binh]\n  review: [tran-van-cuong]")
    agency.git("init", "-q")
    agency.commits("Bộ tài liệu ban đầu", "2026-01-05")
    agency.says("check", "--on", "2026-01-05")
    assert "không có tài liệu nào có hiệu lực" in agency.says("release", "--on", "2026-01-05", code=1)
    agency.says("new", "procedure", "QT-16", "--title", "Số hóa văn bản", "--category", "internal", "--unit", "VP")
    agency.edits(FACTS, "references: []", "references: [30/2020/NĐ-CP, QT-02]")
    agency.edits(FACTS, "retention: cần kiểm tra}", "retention: 2 năm, basis: Quy định của cơ quan}")
    agency.edits(FACTS, "to_check: [steps, forms, records, text]\n", "")
    agency.stands("2026-01-05", "1.0", "draft")


def _issued(agency: Agency) -> None:
    agency.signs("2026-01-05", "2026-01-07")
    agency.stands("2026-01-08", "1.0", "awaiting-approval")
    refused = agency.says("release", "QT-16", "--on", "2026-01-08", code=1)
    assert "QT-16" in refused
    printed = agency.says("release", "QT-16", "--for-signing", "--on", "2026-01-08")
    assert "QT-16_1.0_trinh-ky.docx" in printed
    assert "qmsdocs approve QT-16" in printed
    approval = ("approve", "QT-16", "--on", "2026-01-12", "--decision", "12/QĐ-UBND", "--evidence", "../quyet-dinh.pdf")
    agency.says(*approval, "--by", "le-thi-binh", code=1)
    assert not (agency.root / "records").exists()
    assert agency.says(*approval, "--by", "nguyen-van-an").splitlines()[:3] == [
        FACTS,
        "records/decisions/12-QD-UBND.pdf",
        "records/decisions/12-QD-UBND.yaml",
    ]
    assert "hãy commit trước" in agency.says("release", "QT-16", "--tag", "--on", "2026-01-12", code=1)
    agency.commits("QT-16: ban hành lần đầu", "2026-01-12")
    agency.tags_it("1.0", "2026-01-12")
    assert "1 bản tài liệu đúng" in agency.says("verify", "dist")
    agency.stands("2026-01-12", "1.0", "in-force")


def _edited_without_a_revision(agency: Agency) -> None:
    agency.git("switch", "-q", "-c", "rut-ngan")
    agency.edits(FACTS, "time: 2 ngày", "time: 1 ngày")
    for place in ("in the work tree", "committed"):
        assert "lỗi QD212" in agency.says("check", "--on", "2026-03-02", code=1)
        told = agency.says("check", "--since", "main", "--on", "2026-03-02", code=1)
        assert "nội dung đã bị thay đổi sau khi lần 1.0 được phê duyệt" in told
        assert "`qmsdocs revise QT-16`" in told
        if place == "in the work tree":
            agency.commits("Rút ngắn", "2026-03-02")
    agency.says("sign", "QT-16", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-03-02", code=1)
    agency.is_listed("2026-03-02", "1.0", "in-force")
    assert "QT-16_1.0.docx" in agency.says("release", "QT-16", "--on", "2026-03-02", "--out", "dist-tu-the")
    assert "1 bản tài liệu đúng" in agency.says("verify", "dist-tu-the")


def _revised_for_later(agency: Agency) -> None:
    assert agency.says("revise", "QT-16", "-m", "Rút ngắn thời gian").startswith(FACTS + "\n")
    assert '{where: "Mục 5, bước thuc-hien", what: Thời gian 2 ngày → 1 ngày}' in _text(agency, FACTS)
    assert "Thời gian 2 ngày → 1 ngày" in agency.says("diff", "QT-16")
    agency.says("check", "--since", "main", "--on", "2026-03-02")
    agency.stands("2026-03-02", "1.0", "in-force", "1.1: draft")
    agency.signs("2026-03-02", "2026-03-03")
    approval = ("--by", "nguyen-van-an", "--on", "2026-03-05", "--decision", "31/QĐ-UBND")
    agency.says("approve", "QT-16", *approval, "--effective", "2026-04-01")
    agency.says("check", "--since", "main", "--on", "2026-03-05")
    agency.commits("QT-16: 1.1", "2026-03-05")
    agency.says("check", "--since", "main", "--on", "2026-03-05")
    agency.merges("rut-ngan", "2026-03-05")
    agency.tags_it("1.1", "2026-03-05")
    assert "2 bản tài liệu đúng" in agency.says("verify", "dist")


def _old_one_still_in_force(agency: Agency) -> None:
    agency.stands("2026-03-31", "1.0", "in-force", "1.1: approved, in force from 01/04/2026")
    shown = agency.says("show", "QT-16", "--on", "2026-03-31")
    assert "theo bản phát hành có thẻ QT-16/1.0" in shown
    assert "1.1 từ ngày 2026-04-01" in shown
    both = agency.says("release", "QT-16", "--on", "2026-03-31", "--out", "dist-thang-3")
    assert "QT-16_1.0.docx" in both
    assert "QT-16_1.1.docx" in both
    agency.stands("2026-04-01", "1.1", "in-force")
    only = agency.says("release", "QT-16", "--on", "2026-04-01", "--out", "dist-thang-4")
    assert "QT-16_1.0.docx" not in only
    assert "QT-16_1.1.docx" in only
    for folder in ("dist-thang-3", "dist-thang-4"):
        agency.says("verify", folder)


def _law_changes(agency: Agency) -> None:
    agency.git("switch", "-q", "-c", "nghi-dinh-99")
    (agency.root / "external/99-2026-ND-CP.yaml").write_text(DECREE, encoding="utf-8")
    told = agency.says("check", "--since", "main", "--on", "2026-04-20")
    assert "ghi chú QD710: QT-16 viện dẫn 30/2020/NĐ-CP, văn bản được 99/2026/NĐ-CP thay thế từ 2026-06-01" in told
    assert "sửa đổi QT-16, hoặc ghi nhận rà soát không phải sửa, trước hạn 2026-09-01" in told
    affected = json.loads(agency.says("impact", "30/2020/NĐ-CP", "--on", "2026-04-20", "--format", "json"))
    assert affected["changes"] == [
        {"kind": "replaced", "since": "2026-06-01", "by": "99/2026/NĐ-CP", "deadline": "2026-09-01"}
    ]
    assert {"QT-16", "QT-09"} <= {found["code"] for found in affected["affected"]}
    agency.commits("99/2026/NĐ-CP", "2026-04-20")
    agency.merges("nghi-dinh-99", "2026-04-20")
    agency.stands("2026-04-20", "1.1", "in-force")
    assert "cảnh báo QD503" in agency.says("check", "procedures/QT-16", "--on", "2026-06-10")
    assert "lỗi QD504" in agency.says("check", "procedures/QT-16", "--on", "2026-09-02", code=1)


def _follows_the_law(agency: Agency) -> None:
    agency.git("switch", "-q", "-c", "theo-nghi-dinh-99")
    agency.edits(FACTS, "[30/2020/NĐ-CP, QT-02]", "[99/2026/NĐ-CP, QT-02]")
    agency.says("revise", "QT-16", "-m", "Thực hiện Nghị định 99/2026/NĐ-CP")
    assert "Bổ sung tài liệu viện dẫn 99/2026/NĐ-CP" in _text(agency, FACTS)
    agency.signs("2026-06-10", "2026-06-12")
    approval = ("--by", "nguyen-van-an", "--on", "2026-06-15", "--decision", "58/QĐ-UBND")
    assert "đã commit" in agency.says("approve", "QT-16", *approval, "--commit")
    assert agency.git("status", "--short") == ""
    agency.says("check", "--since", "main", "--on", "2026-06-15")
    agency.merges("theo-nghi-dinh-99", "2026-06-15")
    agency.tags_it("1.2", "2026-06-15")
    agency.stands("2026-06-15", "1.2", "in-force")
    assert "không có vấn đề nào" in agency.says("check", "procedures/QT-16", "--on", "2026-09-02")


def _withdrawn(agency: Agency) -> None:
    agency.git("switch", "-q", "-c", "bai-bo")
    why = ("--reason", "Nội dung chuyển vào QT-09", "--replaced-by", "QT-09")
    agency.says("withdraw", "QT-16", "--on", "2026-09-01", "--decision", "80/QĐ-UBND", *why)
    agency.says("check", "--since", "main", "--on", "2026-08-25")
    agency.commits("QT-16 hết hiệu lực", "2026-08-25")
    agency.merges("bai-bo", "2026-08-25")
    end = "not in force from 01/09/2026, replaced by QT-09"
    agency.stands("2026-08-31", "1.2", "in-force", end)
    agency.stands("2026-09-01", "1.2", "withdrawn", end)
    assert "QT-16 đã hết hiệu lực" in agency.says("revise", "QT-16", "-m", "Sửa thêm", code=1)
    assert "QT-16: tài liệu đã hết hiệu lực" in agency.says("release", "QT-16", "--on", "2026-09-01", code=1)


def _asked_by_an_auditor(agency: Agency) -> None:
    """Asked in autumn about the spring."""
    end = "not in force from 01/09/2026, replaced by QT-09"
    agency.is_listed("2026-03-31", "1.0", "in-force", f"1.1: approved, in force from 01/04/2026; {end}")
    agency.is_listed("2026-05-12", "1.1", "in-force", end)
    shown = agency.says("show", "QT-16", "--on", "2026-03-31")
    assert "1.2" not in shown
    assert "QT-16_1.1.docx" in agency.says("release", "QT-16", "--on", "2026-05-12", "--out", "dist-12-5")
    agency.says("verify", "dist-12-5")
    there, then = ((agency.root / name / "QT-16_1.1.docx").read_bytes() for name in ("dist-12-5", "dist-thang-4"))
    assert there == then
    for tag in agency.tags:
        agency.says("verify", tag)
    history = agency.says("history", "QT-16", "--on", "2026-09-01").splitlines()
    for number, status, day in (
        ("1.0", "được thay thế", "2026-01-12"),
        ("1.1", "được thay thế", "2026-03-02"),
        ("1.2", "hết hiệu lực", "2026-06-15"),
    ):
        (line,) = (line for line in history if line.startswith(number))
        assert status in line
        assert f"{day} Lê Thị Bình" in line
        assert line.endswith(f"QT-16/{number}")
    compared = agency.says("diff", "QT-16", "1.0", "1.2")
    assert "Thời gian 2 ngày → 1 ngày" in compared
    assert "Bỏ tài liệu viện dẫn 30/2020/NĐ-CP" in compared
    assert "Thời gian" not in agency.says("diff", "QT-16", "1.1", "1.2")


def _falsified(agency: Agency) -> None:
    """What was released is changed afterwards: each place is named."""
    word = agency.root / "dist-12-5/QT-16_1.1.docx"
    with ZipFile(word) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert "1 ngày" in body
    parts["word/document.xml"] = body.replace("1 ngày", "5 ngày").encode()
    with ZipFile(word, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert "QT-16_1.1.docx" in agency.says("verify", "dist-12-5", code=1)
    agency.git(
        "tag", "-f", "-a", "QT-16/1.1", "-m", agency.git("tag", "-l", "--format=%(contents)", "QT-16/1.1"), "HEAD"
    )
    assert "QT-16/1.1" in agency.says("verify", "QT-16/1.1", code=1)
    agency.git("switch", "-q", "-c", "sua-so")
    agency.edits(FACTS, "decision: 31/QĐ-UBND", "decision: 13/QĐ-UBND")
    told = agency.says("check", "--since", "main", "--on", "2026-09-01", code=1)
    assert "lỗi QD702: lần 1.1 đã hoàn tất từ trước" in told


def _text(agency: Agency, path: str) -> str:
    return (agency.root / path).read_text(encoding="utf-8")
