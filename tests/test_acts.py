"""Acts on the ledger: what the rules allow is written into the file and nothing else changes; all documents or none."""

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
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import EditRefused, UnknownDocument, UnusableConfiguration
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Status
from tests import tagging
from tests.acts import ran
from tests.forked import forked
from tests.history.git import become, commit, git
from tests.scenario import written

DRAFTS = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu   # giữ nguyên
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
--- procedures/QT-02/QT-02.yaml
revisions: [{issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}]
"""
ONE, TWO = "QT-01", "QT-02"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    written(tmp_path, DRAFTS)
    return tmp_path


def _done(root: Path, rewrites: tuple[Rewrite, ...]) -> None:
    replace_files(root, rewrites)


def _document(root: Path, code: str = ONE) -> Document:
    document = load(root).document(code)
    assert document is not None
    return document


def _signed(root: Path, *codes: str) -> None:
    _done(root, Desk(root).sign(codes, "prepared", by="le-thi-binh", on=date(2026, 1, 5)))
    _done(root, Desk(root).sign(codes, "reviewed", by="tran-van-cuong", on=date(2026, 1, 12)))


def _approved(root: Path, *codes: str, effective: date | None = date(2026, 2, 1)) -> None:
    decision = Issuing("12/QĐ-UBND", effective)
    _done(root, Desk(root).approve(codes, decision, by="nguyen-van-an", on=date(2026, 1, 20)))


def _errors(root: Path) -> list[str]:
    return [f"{d.code} {d.message}" for d in check(load(root), on=date(2026, 6, 1)) if d.severity == "error"]


def test_documents_go_from_draft_to_in_force(root: Path) -> None:
    _signed(root, ONE, TWO)
    assert _document(root).status_on(date(2026, 1, 15)) is Status.AWAITING_APPROVAL
    _approved(root, ONE, TWO)
    for code in (ONE, TWO):
        document = _document(root, code)
        assert document.status_on(date(2026, 1, 25)) is Status.APPROVED
        assert document.status_on(date(2026, 2, 1)) is Status.IN_FORCE
        entry = document.revisions[0]
        assert entry.approved is not None
        assert (entry.approved.decision, entry.approved.position) == ("12/QĐ-UBND", "Chủ tịch")
        assert {s.content for s in (*entry.prepared, *entry.reviewed, entry.approved)} == {document.origin.digest}
    assert _errors(root) == []


def test_everything_outside_the_act_stays_byte_for_byte(root: Path) -> None:
    path = root / "procedures/QT-01/QT-01.yaml"
    path.write_bytes(b"\xef\xbb\xbf# \xc4\x91\xe1\xba\xa7u\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    _done(root, Desk(root).sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 1, 5)))
    after = path.read_bytes()
    added = after.removeprefix(before)
    assert after.startswith(before)
    assert (
        added.decode().startswith("    prepared: {by: le-thi-binh, on: 2026-01-05, position:") or b"prepared:" in added
    )
    assert added.count(b"\n") == added.count(b"\r\n") > 0


@pytest.mark.parametrize(
    ("by", "on", "expected"),
    [
        ("khong-co", date(2026, 1, 12), "there is no person khong-co"),
        ("le-thi-binh", date(2026, 1, 12), "nothing was changed"),
        ("tran-van-cuong", date(2026, 1, 4), "nothing was changed"),
    ],
    ids=["an unknown person", "who prepared it", "before it was prepared"],
)
def test_a_review_that_the_rules_do_not_allow_is_refused(by: str, on: date, expected: str, root: Path) -> None:
    _done(root, Desk(root).sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 1, 5)))
    before = (root / "procedures/QT-01/QT-01.yaml").read_bytes()
    with pytest.raises(EditRefused, match=expected):
        Desk(root).sign([ONE], "reviewed", by=by, on=on)
    assert (root / "procedures/QT-01/QT-01.yaml").read_bytes() == before


def test_nothing_is_approved_that_was_not_reviewed_as_it_stands(root: Path) -> None:
    with pytest.raises(EditRefused):
        _approved(root, ONE)
    _signed(root, ONE)
    text = root / "procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    with pytest.raises(EditRefused):
        _approved(root, ONE)


def test_signing_a_changed_content_again_takes_the_review_of_the_old_one_away(root: Path) -> None:
    _signed(root, ONE)
    text = root / "procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    _done(root, Desk(root).sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 1, 13)))
    entry = _document(root).revisions[0]
    assert [s.content for s in entry.prepared] == [_document(root).origin.digest]
    assert entry.reviewed == ()


def test_all_documents_are_approved_or_none(root: Path) -> None:
    _signed(root, ONE)
    with pytest.raises(EditRefused, match="QT-02"):
        _approved(root, ONE, TWO)
    assert _document(root).revisions[0].approved is None


def test_an_approved_entry_is_not_signed_again(root: Path) -> None:
    _signed(root, ONE)
    _approved(root, ONE)
    with pytest.raises(EditRefused, match="approved already"):
        Desk(root).sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 2, 5))


def test_the_evidence_of_a_decision_is_bound_by_its_hash(root: Path) -> None:
    (root / "records/decisions").mkdir(parents=True)
    (root / "records/decisions/12-QD-UBND.pdf").write_bytes(b"%PDF")
    _signed(root, ONE)
    decision = Issuing("12/QĐ-UBND", None, Path("records/decisions/12-QD-UBND.pdf"))
    _done(root, Desk(root).approve([ONE], decision, by="nguyen-van-an", on=date(2026, 1, 20)))
    approval = _document(root).revisions[0].approved
    assert approval is not None
    assert approval.evidence is not None
    assert approval.evidence.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert _errors(root) == []


def test_signatures_are_taken_back_before_the_entry_takes_effect(root: Path) -> None:
    _signed(root, ONE)
    _approved(root, ONE)
    _done(root, Desk(root).reopen(ONE, by="nguyen-van-an", on=date(2026, 1, 25), reason="Sửa lỗi ở mục 5"))
    document = _document(root)
    entry = document.revisions[0]
    assert (entry.prepared, entry.reviewed, entry.approved, entry.effective) == ((), (), None, None)
    assert [(r.by, r.reason) for r in entry.reopened] == [("nguyen-van-an", "Sửa lỗi ở mục 5")]
    assert document.status_on(date(2026, 2, 5)) is Status.DRAFT
    with pytest.raises(EditRefused, match="no signature yet"):
        Desk(root).reopen(ONE, by="nguyen-van-an", on=date(2026, 1, 26), reason="Lại")


def test_what_is_in_force_is_not_reopened(root: Path) -> None:
    _signed(root, ONE)
    _approved(root, ONE)
    with pytest.raises(EditRefused, match="is in force"):
        Desk(root).reopen(ONE, by="nguyen-van-an", on=date(2026, 2, 1), reason="Sửa")


def test_a_document_ends_on_a_day_and_only_once(root: Path) -> None:
    _signed(root, ONE, TWO)
    _approved(root, ONE, TWO)
    facts = {"on": date(2026, 5, 1), "reason": "Gộp vào QT-02", "decision": "70/QĐ-UBND"}
    _done(root, Desk(root).withdraw([ONE], **facts, replaced_by=TWO))  # type: ignore[arg-type]
    document = _document(root)
    assert document.status_on(date(2026, 4, 30)) is Status.IN_FORCE
    assert document.status_on(date(2026, 5, 1)) is Status.WITHDRAWN
    assert document.withdrawn is not None
    assert document.withdrawn.replaced_by == TWO
    assert document.withdrawn.by is None
    with pytest.raises(EditRefused, match="withdrawn already"):
        Desk(root).withdraw([ONE], **facts)  # type: ignore[arg-type]
    with pytest.raises(UnknownDocument):
        Desk(root).withdraw([TWO], **facts, replaced_by="QT-77")  # type: ignore[arg-type]


def test_a_review_without_change_is_recorded_for_what_is_in_force(root: Path) -> None:
    with pytest.raises(EditRefused, match="nothing to review"):
        Desk(root).review([ONE], by="le-thi-binh", on=date(2026, 3, 1))
    _signed(root, ONE)
    _approved(root, ONE)
    for day in (date(2026, 3, 1), date(2026, 4, 1)):
        _done(root, Desk(root).review([ONE], by="le-thi-binh", on=day, note="Đối chiếu với thực tế: đúng"))
    assert [(r.by, r.on.isoformat()) for r in _document(root).reviews] == [
        ("le-thi-binh", "2026-03-01"), ("le-thi-binh", "2026-04-01"),
    ]  # fmt: skip


def test_an_unfinished_merge_is_not_written_into(root: Path) -> None:
    path = root / "procedures/QT-01/QT-01.yaml"
    desk = Desk(root)
    path.write_text(path.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(UnusableConfiguration, match="unfinished merge"):
        desk.sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 1, 5))


def test_what_somebody_else_wrote_meanwhile_is_not_lost(root: Path) -> None:
    rewrites = Desk(root).sign([ONE, TWO], "prepared", by="le-thi-binh", on=date(2026, 1, 5))
    theirs = root / "procedures/QT-02/QT-02.yaml"
    theirs.write_bytes(theirs.read_bytes() + b"# ghi\n")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(UnusableConfiguration, match="was changed meanwhile"):
        replace_files(root, rewrites)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_permissions_of_a_file_stay(root: Path) -> None:
    path = root / "procedures/QT-01/QT-01.yaml"
    path.chmod(0o640)
    _done(root, Desk(root).sign([ONE], "prepared", by="le-thi-binh", on=date(2026, 1, 5)))
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_line_shows_a_change_before_it_is_made(root: Path) -> None:
    arguments = ("sign", ONE, "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-01-05")
    before = (root / "procedures/QT-01/QT-01.yaml").read_bytes()
    shown = _qmsdocs(root, *arguments, "--dry-run")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "+    prepared:" in shown.stdout
    assert (root / "procedures/QT-01/QT-01.yaml").read_bytes() == before
    assert _qmsdocs(root, *arguments).stdout.startswith("procedures/QT-01/QT-01.yaml\nnext step: ")
    assert [s.by for s in _document(root).revisions[0].prepared] == ["le-thi-binh"]


def test_what_the_rules_refuse_is_one_line_and_1(root: Path) -> None:
    refused = _qmsdocs(root, "approve", ONE, "--by", "nguyen-van-an", "--on", "2026-01-20", "--decision", "1/QĐ-UBND")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1
    assert "nothing was changed" in refused.stderr


def test_an_act_is_committed_with_exactly_its_files(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(tmp_path / ".user.gitconfig", monkeypatch)
    git(root, "init", "-q", "-b", "main")
    commit(root, {".gitignore": ".user.gitconfig\n"}, "Bắt đầu")
    (root / "qms.yaml").write_bytes((root / "qms.yaml").read_bytes() + b"# ghi\n")
    done = _qmsdocs(root, "sign", ONE, TWO, "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-01-05", "--commit")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2] == f"committed as {git(root, 'rev-parse', 'HEAD')[:10]}"
    assert git(root, "show", "-s", "--format=%B") == "QT-01 1.0, QT-02 1.0: signed as prepared (le-thi-binh)"
    assert git(root, "show", "--name-only", "--format=").split() == [
        "procedures/QT-01/QT-01.yaml", "procedures/QT-02/QT-02.yaml",
    ]  # fmt: skip
    assert git(root, "status", "--porcelain") == "M qms.yaml"


def test_a_text_that_is_signed_but_not_committed_is_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(tmp_path / ".user.gitconfig", monkeypatch)
    git(root, "init", "-q", "-b", "main")
    commit(root, {".gitignore": ".user.gitconfig\n"}, "Bắt đầu")
    text = root / "procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    done = _qmsdocs(root, "sign", ONE, "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-01-05", "--commit")
    assert done.returncode == 0
    assert "not committed yet: procedures/QT-01/QT-01.md" in done.stderr


def test_an_act_that_could_not_be_committed_writes_nothing(root: Path) -> None:
    before = (root / "procedures/QT-01/QT-01.yaml").read_bytes()
    refused = _qmsdocs(root, "sign", ONE, "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-01-05", "--commit")
    assert refused.returncode == 3
    assert "does not lie in a git repository" in refused.stderr
    assert (root / "procedures/QT-01/QT-01.yaml").read_bytes() == before


def test_what_was_released_by_a_tag_is_not_reopened(tmp_path: Path) -> None:
    root = tagging.begun(tmp_path)
    tagging.revised(root, effective=date(2026, 7, 1))
    tagging.released(root, tagging.SECOND)
    with pytest.raises(EditRefused, match=r"1\.1 was released by the tag QT-01/1\.1; open a new revision"):
        Desk(root).reopen(ONE, by="nguyen-van-an", on=date(2026, 6, 2), reason="Sửa lỗi")
    git(root, "tag", "-d", "QT-01/1.1")
    assert Desk(root).reopen(ONE, by="nguyen-van-an", on=date(2026, 6, 2), reason="Sửa lỗi")


def test_a_document_is_acted_on_once_however_often_it_is_named(root: Path) -> None:
    assert len(Desk(root).sign([ONE, "qt01", "QT 01"], "prepared", by="le-thi-binh", on=date(2026, 1, 5))) == 1


def test_an_external_document_has_no_ledger(root: Path) -> None:
    with pytest.raises(
        UnknownDocument, match=r"30/2020/NĐ-CP is an external document; only the agency's own have a ledger"
    ):
        Desk(root).sign(["30/2020/NĐ-CP"], "prepared", by="le-thi-binh", on=date(2026, 1, 5))


def test_who_ended_a_document_is_written_and_must_be_one_who_may_approve(root: Path) -> None:
    _signed(root, ONE)
    _approved(root, ONE)
    facts = {"on": date(2026, 5, 1), "reason": "Không còn cần", "decision": "70/QĐ-UBND"}
    with pytest.raises(EditRefused, match="there is no person nguyen-van-anh; did you mean nguyen-van-an"):
        Desk(root).withdraw([ONE], by="nguyen-van-anh", **facts)  # type: ignore[arg-type]
    _done(root, Desk(root).withdraw([ONE], by="nguyen-van-an", **facts))  # type: ignore[arg-type]
    ended = _document(root).withdrawn
    assert ended is not None
    assert ended.by == "nguyen-van-an"


def test_each_act_says_what_comes_next(root: Path) -> None:
    def done(*arguments: str) -> str:
        told = _qmsdocs(root, *arguments)
        assert told.returncode == 0, told.stderr
        return next((line for line in told.stdout.splitlines() if line.startswith("next step: ")), "")

    sign = ("sign", "qt01", TWO, "--as")
    prepared = (*sign, "prepared", "--by", "le-thi-binh", "--on", "2026-01-05")
    assert done(*prepared, "--dry-run") == ""
    assert "`qmsdocs sign QT-01 QT-02 --as reviewed --by ID`" in done(*prepared)
    assert done(*prepared) == ""  # nothing was written
    reviewed = done(*sign, "reviewed", "--by", "tran-van-cuong", "--on", "2026-01-12")
    assert "`qmsdocs release QT-01 QT-02 --for-signing`" in reviewed
    assert "`qmsdocs approve QT-01 QT-02 --by ID --decision NUMBER`" in reviewed
    head = ("--by", "nguyen-van-an", "--on", "2026-01-20")
    assert "`qmsdocs release QT-01 QT-02 --tag`" in done(
        "approve", ONE, TWO, *head, "--decision", "12/QĐ", "--effective", "2026-02-01"
    )
    assert "`qmsdocs sign QT-02 --as prepared --by ID`" in done("reopen", TWO, *head, "-m", "Sửa lỗi")
    ended = done(
        "withdraw", ONE, "--on", "2026-05-01", "--decision", "70/QĐ", "--by", "nguyen-van-an", "--reason", "Hết"
    )
    assert "`qmsdocs impact QT-01`" in ended


def test_a_withdrawn_document_is_shown_with_the_decision_the_reason_and_what_replaces_it(tmp_path: Path) -> None:
    written(tmp_path)
    why = ("--decision", "70/QĐ-UBND", "--reason", "Gộp hai quy trình", "--replaced-by", "QT-01")
    code, _, err = ran(tmp_path, "withdraw", "QT-02", "--on", "2026-05-01", *why)
    assert code == 0, err
    _, shown, _ = ran(tmp_path, "show", "QT-02")
    told = dict(line.strip().split("  ", 1) for line in shown.splitlines() if line.startswith("  "))
    assert {key: told[key].strip() for key in told if key.startswith(("Withdrawn", "Reason", "Replaced"))} == {
        "Withdrawn": "2026-05-01",
        "Withdrawn by decision": "70/QĐ-UBND",
        "Reason for withdrawal": "Gộp hai quy trình",
        "Replaced by": "QT-01 Kiểm soát thông tin dạng văn bản",
    }
