"""Decisions on paper: approving finds or begins the file of the decision and files its scan, with the ledgers or not at all."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.language import translator
from qmsdocs.model.decision import Decision
from qmsdocs.model.files import MAX_EVIDENCE
from tests.acts import ran
from tests.forked import forked
from tests.scenario import written

DRAFTS = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
--- procedures/QT-02/QT-02.yaml
revisions: [{issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}]
"""
ONE, TWO = "QT-01", "QT-02"
DAY = date(2026, 1, 20)
NUMBER = "35/QĐ-UBND"
FILE = "records/decisions/35-QD-UBND.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two documents that await approval."""
    written(tmp_path / "kho", DRAFTS)
    _sign(tmp_path / "kho", "prepared", "le-thi-binh", date(2026, 1, 5))
    _sign(tmp_path / "kho", "reviewed", "tran-van-cuong", date(2026, 1, 12))
    return tmp_path / "kho"


def _sign(root: Path, act: str, by: str, on: date) -> None:
    replace_files(root, Desk(root).sign([ONE, TWO], act, by=by, on=on))  # type: ignore[arg-type]


def _approve(
    root: Path, *codes: str, number: str = NUMBER, evidence: Path | None = None, on: date = DAY
) -> tuple[str, ...]:
    issuing = Issuing(number, None, evidence)
    return replace_files(root, Desk(root).approve(codes, issuing, by="nguyen-van-an", on=on))


def _decision(root: Path) -> Decision:
    (decision,) = load(root).decisions
    return decision


def _errors(root: Path) -> list[str]:
    return [f"{d.code} {d.message}" for d in check(load(root), on=date(2026, 6, 1)) if d.severity == "error"]


def _everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _evidence(root: Path, code: str = ONE) -> tuple[str, str]:
    document = load(root).document(code)
    assert document is not None
    approval = document.revisions[0].approved
    assert approval is not None
    assert approval.evidence is not None
    return approval.evidence.file, approval.evidence.sha256


def test_an_approval_begins_the_file_of_its_decision(root: Path) -> None:
    assert FILE in _approve(root, ONE, TWO)
    assert (root / FILE).read_text(encoding="utf-8") == (
        "number: 35/QĐ-UBND\n"
        "on: 2026-01-20\n"
        f"title: {translator('vi')('On the issue of documents of the quality management system')}\n"
        "signer: nguyen-van-an\n"
        "documents:\n"
        "  - QT-01@1.0\n"
        "  - QT-02@1.0\n"
    )
    assert _errors(root) == []


def test_a_second_approval_by_the_same_decision_is_added_to_its_file(root: Path) -> None:
    _approve(root, ONE)
    path = root / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("on:", "basis: [30/2020/NĐ-CP]   # căn cứ\non:"), "utf-8")
    before = path.read_text(encoding="utf-8")
    _approve(root, TWO, number="35/qđ-ubnd")
    assert path.read_text(encoding="utf-8") == before + "  - QT-02@1.0\n"
    assert _errors(root) == []


APPROVE = ("--by", "nguyen-van-an", "--on", "2026-01-20", "--decision", NUMBER)
BASIS = ("--basis", "30/2020/nđ-cp", "--basis", "kstl", "--basis", "KSTL")


def test_what_a_decision_rests_on_is_written_into_its_file(root: Path) -> None:
    code, _, err = ran(root, "approve", ONE, *APPROVE, *BASIS)
    assert code == 0, err
    assert [reference.code for reference in _decision(root).basis] == ["30/2020/NĐ-CP", "KSTL"]
    assert _errors(root) == []
    before = (root / FILE).read_text(encoding="utf-8")
    code, _, err = ran(root, "approve", TWO, *APPROVE, *BASIS, "--basis", "QT-01")
    assert code == 0, err
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(
        "  - QT-01@1.0\n", "  - QT-01@1.0\n  - QT-02@1.0\n"
    ) + "  - QT-01\n"


def test_a_decision_does_not_rest_on_what_nobody_keeps(root: Path) -> None:
    before = _everything(root)
    code, _, err = ran(root, "approve", ONE, *APPROVE, "--basis", "30/2020/ND-CPP")
    assert code == 2
    assert "there is no document 30/2020/ND-CPP" in err
    assert "30/2020/NĐ-CP" in err
    assert _everything(root) == before


def test_what_a_signed_decision_rests_on_is_not_filed_with_its_scan(root: Path) -> None:
    _approve(root, ONE)
    (root / "quét.pdf").write_bytes(b"%PDF-1.7 quyet dinh")
    before = _everything(root)
    code, _, err = ran(root, "approve", ONE, *APPROVE, *BASIS, "--evidence", "quét.pdf")
    assert (code, "leave out --basis" in err) == (2, True)
    assert _everything(root) == before


def test_what_a_decision_lists_already_is_not_listed_again(root: Path) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True)
    path.write_text("number: 35/QĐ-UBND\non: 2026-01-20\ndocuments: [qt-01@1.0]\n", encoding="utf-8")
    assert FILE not in _approve(root, ONE)
    _approve(root, TWO)
    assert _decision(root).documents == ("qt-01@1.0", "QT-02@1.0")


def test_what_ledgers_say_that_a_decision_issued_before_it_had_a_file_is_listed_too(root: Path) -> None:
    _approve(root, ONE, number="12/QĐ-UBND")
    assert _decision(root).documents == ("KSTL@1.0", "QT-01@1.0")
    assert _errors(root) == []


def test_a_decision_has_one_day_also_before_it_has_a_file(root: Path) -> None:
    with pytest.raises(EditRefused, match=r"KSTL@1.0 was approved by 12/QĐ-UBND of 2026-01-20"):
        _approve(root, ONE, number="12/QĐ-UBND", on=date(2026, 1, 21))


def test_the_same_number_of_another_year_is_another_decision(root: Path) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True)
    path.write_text("number: 35/QĐ-UBND\non: 2025-03-01\n", encoding="utf-8")
    assert "records/decisions/35-QD-UBND-2026.yaml" in _approve(root, ONE)
    assert path.read_text(encoding="utf-8") == "number: 35/QĐ-UBND\non: 2025-03-01\n"
    assert _errors(root) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("on: 2026-01-21\n", "is of 2026-01-21"),
        ("on: 2026-01-20\nsigner: tran-van-cuong\n", "tran-van-cuong signed decision"),
    ],
    ids=["of another day", "signed by another person"],
)
def test_an_approval_that_the_decision_contradicts_is_refused(facts: str, expected: str, root: Path) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True)
    path.write_text(f"number: 35/QĐ-UBND\n{facts}", encoding="utf-8")
    before = _everything(root)
    with pytest.raises(EditRefused, match=expected):
        _approve(root, ONE)
    assert _everything(root) == before


def test_a_decision_that_cannot_be_read_is_not_begun_a_second_time(root: Path) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True)
    path.write_text("number: 35/QĐ-UBND\nday: 2026-01-20\n", encoding="utf-8")
    with pytest.raises(EditRefused, match="could not be read"):
        _approve(root, ONE)


def test_the_decision_is_begun_with_the_ledgers_or_not_at_all(root: Path) -> None:
    desk = Desk(root)
    rewrites = desk.approve([ONE, TWO], Issuing(NUMBER), by="nguyen-van-an", on=DAY)
    theirs = root / "procedures/QT-02/QT-02.yaml"
    theirs.write_bytes(theirs.read_bytes() + b"# ghi\n")
    before = _everything(root)
    with pytest.raises(UnusableConfiguration, match="changed meanwhile"):
        replace_files(root, rewrites)
    assert _everything(root) == before


def test_a_scan_from_elsewhere_is_filed_beside_the_decision(root: Path, tmp_path: Path) -> None:
    scan = tmp_path / "Bản quét.PDF"
    scan.write_bytes(b"%PDF-1.7")
    assert "records/decisions/35-QD-UBND.pdf" in _approve(root, ONE, evidence=scan)
    assert _evidence(root) == ("records/decisions/35-QD-UBND.pdf", hashlib.sha256(b"%PDF-1.7").hexdigest())
    assert (root / "records/decisions/35-QD-UBND.pdf").read_bytes() == b"%PDF-1.7"
    _approve(root, TWO, evidence=scan)
    assert _evidence(root, TWO) == _evidence(root)
    assert _errors(root) == []


def test_a_scan_in_the_records_stays_where_it_is(root: Path) -> None:
    (root / "records/ban-quet").mkdir(parents=True)
    (root / "records/ban-quet/35.jpg").write_bytes(b"scan")
    _approve(root, ONE, evidence=Path("records/ban-quet/35.jpg"))
    assert _evidence(root)[0] == "records/ban-quet/35.jpg"
    assert not list((root / "records/decisions").glob("*.jpg"))


def test_a_file_elsewhere_in_the_repository_is_filed_too(root: Path) -> None:
    (root / "35.jpg").write_bytes(b"scan")
    _approve(root, ONE, evidence=root / "35.jpg")
    assert _evidence(root)[0] == "records/decisions/35-QD-UBND.jpg"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("khong-co.pdf", None, "cannot be read"),
        ("rong.pdf", b"", "is empty"),
        ("ghi-chu.yaml", b"a: b", "is not a scan"),
        ("khong-duoi", b"x", "is not a scan"),
        ("lon.pdf", b"x" * (MAX_EVIDENCE + 1), "larger than 64 MiB"),
    ],
    ids=["not there", "empty", "a file of facts", "no ending", "too large"],
)
def test_evidence_that_proves_nothing_is_refused(
    name: str, data: bytes | None, expected: str, root: Path, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    before = _everything(root)
    with pytest.raises(UnusableConfiguration, match=expected):
        _approve(root, ONE, evidence=tmp_path / name)
    assert _everything(root) == before


def test_other_evidence_is_not_written_over(root: Path, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    _approve(root, ONE, evidence=tmp_path / "a.pdf")
    with pytest.raises(UnusableConfiguration, match="holds other evidence already"):
        _approve(root, TWO, evidence=tmp_path / "b.pdf")


def test_evidence_that_was_exchanged_is_reported(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    _approve(root, ONE, evidence=tmp_path / "a.pdf")
    (root / "records/decisions/35-QD-UBND.pdf").write_bytes(b"%PDF other")
    assert any(error.startswith("QD236") for error in _errors(root))


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_what_is_not_signed_yet_names_the_verb(tmp_path: Path) -> None:
    written(tmp_path, DRAFTS)
    approve = ("approve", ONE, "--by", "nguyen-van-an", "--on", "2026-01-20", "--decision", NUMBER)
    assert "`qmsdocs sign QT-01 --as prepared`" in _qmsdocs(tmp_path, *approve).stderr
    replace_files(tmp_path, Desk(tmp_path).sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 1, 5)))
    assert "`qmsdocs sign QT-01 --as reviewed`" in _qmsdocs(tmp_path, *approve).stderr
    replace_files(tmp_path, Desk(tmp_path).sign([ONE], "reviewed", by="tran-van-cuong", on=date(2026, 1, 12)))
    text = tmp_path / "procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    refused = _qmsdocs(tmp_path, *approve)
    assert refused.returncode == 1
    assert "changed after 1.0 was reviewed" in refused.stderr


def test_the_command_line_names_every_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    arguments = ("--by", "nguyen-van-an", "--on", "2026-01-20", "--decision", NUMBER, "--evidence", "../scan.pdf")
    before = _everything(root)
    assert "+number: 35/QĐ-UBND" in _qmsdocs(root, "approve", ONE, *arguments, "--dry-run").stdout
    assert _everything(root) == before
    assert _qmsdocs(root, "approve", ONE, *arguments).stdout.split()[:3] == [
        "procedures/QT-01/QT-01.yaml", "records/decisions/35-QD-UBND.pdf", "records/decisions/35-QD-UBND.yaml",
    ]  # fmt: skip


def test_the_scan_of_a_decision_may_be_filed_after_the_approval_and_nothing_else_changes(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    _approve(root, ONE, TWO)
    before = {path: (root / path).read_text(encoding="utf-8") for path in (FILE, "procedures/QT-01/QT-01.yaml")}
    arguments = ("--by", "nguyen-van-an", "--decision", "35/qđ-ubnd", "--evidence", "../scan.pdf")
    done = _qmsdocs(root, "approve", ONE, "qt01", TWO, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        "procedures/QT-01/QT-01.yaml", "procedures/QT-02/QT-02.yaml", "records/decisions/35-QD-UBND.pdf",
    ]  # fmt: skip
    assert (
        _evidence(root)
        == _evidence(root, TWO)
        == ("records/decisions/35-QD-UBND.pdf", hashlib.sha256(b"%PDF").hexdigest())
    )
    assert (root / FILE).read_text(encoding="utf-8") == before[FILE]
    after = (root / "procedures/QT-01/QT-01.yaml").read_text(encoding="utf-8")
    assert (
        "".join(line for line in after.splitlines(keepends=True) if line in before["procedures/QT-01/QT-01.yaml"])
        == (before["procedures/QT-01/QT-01.yaml"])
    )
    assert _errors(root) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--by", "tran-van-cuong"), "was approved by nguyen-van-an on 2026-01-20"),
        (("--by", "nguyen-van-an", "--effective", "2026-05-01"), "only the evidence of it can be filed now"),
        (("--by", "nguyen-van-an", "--on", "2026-01-21"), "is approved already"),
        (("--by", "nguyen-van-an", "--decision", "36/QĐ-UBND"), "is approved already"),
    ],
    ids=["another approver", "another day of effect", "another day", "another decision"],
)
def test_filing_a_scan_does_not_change_an_approval(
    more: tuple[str, ...], expected: str, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    _approve(root, ONE)
    before = _everything(root)
    done = _qmsdocs(root, "approve", ONE, "--decision", NUMBER, "--evidence", "../scan.pdf", *more)
    assert (done.returncode, expected in done.stderr) == (1, True), done.stderr
    assert _everything(root) == before


def test_what_was_filed_as_evidence_stays(root: Path, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.jpg"):
        (tmp_path / name).write_bytes(name.encode())
    _approve(root, ONE, evidence=tmp_path / "a.pdf")
    before = _everything(root)
    again = ("approve", ONE, "--by", "nguyen-van-an", "--decision", NUMBER, "--evidence")
    assert _qmsdocs(root, *again, "../a.pdf").returncode == 0
    refused = _qmsdocs(root, *again, "../b.jpg")
    assert "bears evidence already: records/decisions/35-QD-UBND.pdf" in refused.stderr
    assert _everything(root) == before


def test_a_document_named_in_two_spellings_is_issued_once(root: Path) -> None:
    assert _approve(root, ONE, "qt-01", "QT 01") == ("procedures/QT-01/QT-01.yaml", FILE)
    assert _decision(root).documents == ("QT-01@1.0",)


def test_the_number_of_a_decision_is_text_on_one_line(root: Path) -> None:
    _approve(root, ONE, number="  35/QĐ-UBND\n")
    assert _decision(root).number == NUMBER
    with pytest.raises(UnusableConfiguration, match="number of the decision must be text"):
        _approve(root, TWO, number=" ")


def test_a_text_of_the_repository_is_no_evidence(root: Path) -> None:
    before = _everything(root)
    with pytest.raises(UnusableConfiguration, match="is not a scan"):
        _approve(root, ONE, evidence=Path("procedures/QT-01/QT-01.md"))
    assert _everything(root) == before
