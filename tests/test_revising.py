"""Revising: the next entry is opened with its number and its list of changes, and nothing else in the file is touched."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs import check, load
from qmsdocs.edit.changes import with_own_words
from qmsdocs.edit.renaming import RenamingDesk
from qmsdocs.edit.revising import RevisingDesk, Wish
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.model.digest import content_digest
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Change
from qmsdocs.yaml.reader import read_yaml
from tests.forked import forked
from tests.history.git import commit, git
from tests.scenario import written
from tests.test_patch import _one_place, _written

ENGLISH = "--- qms.yaml\nlanguage: en\n"
DAY = date(2026, 6, 1)
WHY = Wish("Rút ngắn thời gian")
YAML, TEXT = "procedures/QT-01/QT-01.yaml", "procedures/QT-01/QT-01.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    written(tmp_path, ENGLISH)
    commit(tmp_path, {}, "Ban hành")
    return tmp_path


def document(root: Path, code: str = "QT-01") -> Document:
    found = load(root).document(code)
    assert found is not None
    return found


def edited(root: Path, old: str, new: str, path: str = YAML) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def landed(root: Path, rewrites: tuple[Rewrite, ...]) -> None:
    """Puts changes into the work tree, without what the command line does to be safe."""
    for rewrite in rewrites:
        path = root / rewrite.path
        assert (path.read_bytes() if path.exists() else None) == rewrite.before
        if rewrite.after is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rewrite.after)


def revised(root: Path, wish: Wish = WHY, code: str = "QT-01") -> list[str]:
    """Revises a document; what the user is told besides."""
    done = RevisingDesk(root).revise(code, wish, on=DAY)
    landed(root, done.rewrites)
    return [note.english for note in done.notes]


def changes(root: Path) -> list[tuple[str, str]]:
    last = document(root).last
    assert last is not None
    return [(item.where, item.what) for item in last.changes]


def errors(root: Path) -> list[str]:
    return [f"{d.code} {d.message}" for d in check(load(root), on=DAY) if d.severity == "error"]


def qmsdocs(
    root: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--lang", "en"]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, env=environment
    )


# --- revise


def test_a_revision_is_opened_first_and_filled_when_the_document_was_edited(root: Path) -> None:
    before = (root / YAML).read_text(encoding="utf-8")
    (note,) = revised(root)
    assert "nothing has changed yet" in note
    after = (root / YAML).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert read_yaml(after)["revisions"][1] == {"issue": 1, "revision": 1, "reason": WHY.reason, "changes": ()}
    assert errors(root) == []
    edited(root, "time: 4 giờ", "time: 2 giờ")
    edited(root, "Các đơn vị", "Mọi đơn vị", TEXT)
    assert revised(root, Wish()) == []
    assert changes(root) == [
        ("Section 2 Phạm vi", "Changed “Các đơn vị của cơ quan.” to “Mọi đơn vị của cơ quan.”"),
        ("Section 5.2, step xem-xet", "Time 4 giờ → 2 giờ"),
    ]
    last = document(root).last
    assert last is not None
    assert (last.number, last.reason) == ("1.1", WHY.reason)


def test_changes_of_one_place_are_one_item(root: Path) -> None:
    edited(root, "responsible: [Thư ký ISO]\n    time: 4 giờ", "responsible: [Trưởng đơn vị]\n    time: 2 giờ")
    revised(root)
    assert changes(root) == [
        ("Section 5.2, step xem-xet", "Responsible: Thư ký ISO → Trưởng đơn vị; time 4 giờ → 2 giờ")
    ]


def test_what_stands_for_a_list_is_told_without_its_braces(root: Path) -> None:
    (root / TEXT).write_text((root / TEXT).read_text(encoding="utf-8") + "\n{{ processes }}\n", encoding="utf-8")
    revised(root)
    assert any("“[processes]”" in what for _, what in changes(root)), changes(root)


def test_a_list_is_written_in_the_language_of_the_agency(root: Path) -> None:
    edited(root, "language: en", "language: vi", "qms.yaml")
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root)
    assert changes(root) == [("Mục 5.2, bước xem-xet", "Thời gian 4 giờ → 2 giờ")]


def test_a_reissue_begins_again_at_0_and_stays_one(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root, Wish("Viết lại", "BM-01-01/2026-03", reissue=True))
    revised(root, Wish("Viết lại phần đầu"))
    last = document(root).last
    assert last is not None
    assert (last.number, last.request, last.reason) == ("2.0", "BM-01-01/2026-03", "Viết lại phần đầu")
    assert len(document(root).revisions) == 2


def test_words_written_by_hand_stay_and_those_of_the_tool_follow_the_document(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    edited(root, "time: 3 ngày", "time: 5 ngày")
    revised(root)
    edited(root, "Time 4 giờ → 2 giờ", "Xem xét nhanh hơn")
    edited(root, "time: 5 ngày", "time: 3 ngày")
    edited(root, "Các đơn vị", "Mọi đơn vị", TEXT)
    assert revised(root, Wish()) == [
        "QT-01: Section 5.2, step xem-xet stays in your words; compared, it says: Time 4 giờ → 2 giờ",
        "QT-01: no longer true and taken out of the list: Section 5.2, step bien-soan: Time 3 ngày → 5 ngày",
    ]
    assert changes(root) == [
        ("Section 2 Phạm vi", "Changed “Các đơn vị của cơ quan.” to “Mọi đơn vị của cơ quan.”"),
        ("Section 5.2, step xem-xet", "Xem xét nhanh hơn"),
    ]


def test_a_note_of_ones_own_is_kept_behind_the_differences() -> None:
    own, tools = Change(where="Toàn bộ", what="Rà soát lỗi chính tả"), Change(where="Section 9", what="Section removed")
    found = {"where": "Section 1", "what": "New section"}
    listing = with_own_words((own, tools), [found])
    assert listing.items == [found, {"where": own.where, "what": own.what}]
    assert listing.dropped == ({"where": tools.where, "what": tools.what},)


def test_nothing_changes_when_nothing_is_new(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root)
    before = (root / YAML).read_bytes()
    revised(root)
    assert (root / YAML).read_bytes() == before


def test_signatures_of_another_content_are_taken_away_and_that_is_said(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root)
    qmsdocs(root, "sign", "QT-01", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-05-05")
    qmsdocs(root, "sign", "QT-01", "--as", "reviewed", "--by", "tran-van-cuong", "--on", "2026-05-06")
    assert revised(root, Wish("Vì lý do khác")) == []
    last = document(root).last
    assert last is not None
    assert (len(last.prepared), len(last.reviewed)) == (1, 1)
    edited(root, "Các đơn vị", "Mọi đơn vị", TEXT)
    (note,) = revised(root, Wish())
    assert "le-thi-binh, tran-van-cuong signed 1.1; they have to sign it again" in note
    last = document(root).last
    assert last is not None
    assert (last.prepared, last.reviewed) == ((), ())
    assert errors(root) == []


def test_an_entry_that_is_signed_keeps_its_number(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root)
    qmsdocs(root, "sign", "QT-01", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-05-05")
    with pytest.raises(EditRefused, match="bears signatures"):
        revised(root, Wish("Viết lại", reissue=True))


def test_nothing_is_signed_whose_changes_are_not_listed(root: Path) -> None:
    revised(root)
    refused = qmsdocs(root, "sign", "QT-01", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-05-05")
    assert refused.returncode == 1
    assert "does not say what changed" in refused.stderr


def test_the_first_issue_lists_itself(tmp_path: Path) -> None:
    written(tmp_path, ENGLISH + f"--- {YAML} (-revisions)\ncode: QT-01\n")
    assert revised(tmp_path, Wish()) == []
    assert changes(tmp_path) == [("Whole document", "First issue")]
    with pytest.raises(EditRefused, match="none can be re-issued"):
        revised(tmp_path, Wish("Viết lại", reissue=True))


def test_without_history_an_entry_is_opened_as_long_as_nothing_changed(tmp_path: Path) -> None:
    written(tmp_path, ENGLISH)
    assert "nothing has changed yet" in revised(tmp_path)[0]
    edited(tmp_path, "time: 4 giờ", "time: 2 giờ")
    (note,) = revised(tmp_path)
    assert "could not be listed" in note
    assert "git init" in note
    assert changes(tmp_path) == []


def test_where_history_is_cut_off_the_last_commit_is_enough(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("copy") / "r"
    git(root, "clone", "-q", "--depth=1", f"file://{root}", str(copy))
    edited(copy, "time: 4 giờ", "time: 2 giờ")
    assert revised(copy) == []
    assert changes(copy) == [("Section 5.2, step xem-xet", "Time 4 giờ → 2 giờ")]
    git(copy, "add", "-A")
    git(copy, "commit", "-qm", "Sửa")
    (note,) = revised(copy)
    assert "fetch --unshallow" in note
    assert changes(copy) == [("Section 5.2, step xem-xet", "Time 4 giờ → 2 giờ")]


def test_the_tag_says_what_was_approved_unless_it_was_moved(root: Path) -> None:
    git(root, "tag", "QT-01/1.0")
    edited(root, "time: 4 giờ", "time: 2 giờ")
    commit(root, {}, "Sửa không mở sổ")
    revised(root)
    assert changes(root) == [("Section 5.2, step xem-xet", "Time 4 giờ → 2 giờ")]
    git(root, "tag", "-f", "QT-01/1.0")
    edited(root, "time: 2 giờ", "time: 1 giờ")
    revised(root)
    assert changes(root) == [("Section 5.2, step xem-xet", "Time 4 giờ → 1 giờ")]


def test_what_has_ended_is_not_revised(root: Path) -> None:
    edited(
        root, "unit: VP", "withdrawn: {on: 2026-05-01, reason: Gộp, decision: 5/QĐ-UBND, by: nguyen-van-an}\nunit: VP"
    )
    with pytest.raises(EditRefused, match="a new document gets a new code"):
        revised(root)


def test_a_new_entry_needs_a_reason(root: Path) -> None:
    with pytest.raises(UnusableConfiguration, match="-m WHY"):
        revised(root, Wish())


def test_a_text_with_marks_of_a_merge_is_neither_compared_nor_signed(root: Path) -> None:
    (root / TEXT).write_text((root / TEXT).read_text(encoding="utf-8") + "\n<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(UnusableConfiguration, match="unfinished merge"):
        revised(root)
    with pytest.raises(UnusableConfiguration, match="unfinished merge"):
        RevisingDesk(root).sign(["QT-01"], "prepared", by="le-thi-binh", on=date(2026, 5, 5))


def test_two_branches_that_took_the_same_number_are_put_right(root: Path) -> None:
    """The other branch was approved as 1.1; what was opened here as 1.1 becomes 1.2."""
    edited(root, "Các đơn vị", "Mọi đơn vị", TEXT)
    revised(root)
    for act, by in (("prepared", "le-thi-binh"), ("reviewed", "tran-van-cuong")):
        qmsdocs(root, "sign", "QT-01", "--as", act, "--by", by, "--on", "2026-05-05")
    done = qmsdocs(root, "approve", "QT-01", "--by", "nguyen-van-an", "--on", "2026-05-06", "--decision", "9/QĐ-UBND")
    assert done.returncode == 0, done.stderr
    commit(root, {}, "1.1")
    with (root / YAML).open("a", encoding="utf-8") as stream:
        stream.write("  - {issue: 1, revision: 1, reason: Việc khác, changes: []}\n")
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root, Wish())
    assert [entry.number for entry in document(root).revisions] == ["1.0", "1.1", "1.2"]
    assert changes(root) == [("Section 5.2, step xem-xet", "Time 4 giờ → 2 giờ")]


def test_the_command_line_shows_the_entry_before_it_writes_it(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    before = (root / YAML).read_bytes()
    shown = qmsdocs(root, "revise", "QT-01", "-m", "Nhanh hơn", "--request", "BM-01-01/2026-03", "--dry-run")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "+    request: BM-01-01/2026-03" in shown.stdout
    assert (root / YAML).read_bytes() == before
    done = qmsdocs(root, "revise", "QT-01", "-m", "Nhanh hơn")
    then = "next step: `qmsdocs diff QT-01` shows what changed; then `qmsdocs sign QT-01 --as prepared --by ID`"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{YAML}\n{then}\n", "")


def test_a_revision_and_a_new_code_are_committed_with_exactly_their_files(root: Path) -> None:
    (root / "ghi-chú.txt").write_text("của riêng", encoding="utf-8")
    environment = {**os.environ, "GIT_AUTHOR_NAME": "B", "GIT_AUTHOR_EMAIL": "b@example.vn"}
    environment |= {"GIT_COMMITTER_NAME": "B", "GIT_COMMITTER_EMAIL": "b@example.vn"}
    done = qmsdocs(root, "rename", "QT-01", "QT-21", "-m", "Đánh mã lại", "--commit", environment=environment)
    assert done.returncode == 0, done.stderr
    assert git(root, "log", "-1", "--format=%s") == "QT-01: renamed to QT-21"
    shown = git(root, "show", "--name-status", "--format=", "-M", "HEAD").splitlines()
    assert sorted(line.split("\t")[1:] for line in shown) == [
        [f"procedures/QT-01/QT-01.{end}", f"procedures/QT-21/QT-21.{end}"] for end in ("md", "yaml")
    ]
    assert git(root, "status", "--short", "--", "procedures") == ""


# --- adopt

CARRIED = (
    ENGLISH
    + f"""--- {YAML}
revisions:
  - {{issue: 3, revision: 2, carried_over: true, approved: {{name: Lê Văn Cũ, on: 2025-05-05}}}}   # sổ giấy
"""
)


def test_history_from_before_is_bound_to_the_files_and_then_revised(tmp_path: Path) -> None:
    written(tmp_path, CARRIED)
    with pytest.raises(EditRefused, match="qmsdocs adopt QT-01"):
        revised(tmp_path)
    landed(tmp_path, RevisingDesk(tmp_path).adopt(["QT-01"], on=DAY))
    entry = document(tmp_path).revisions[0]
    assert entry.content == document(tmp_path).origin.digest
    assert "}}   # sổ giấy" in (tmp_path / YAML).read_text(encoding="utf-8") or "}   # sổ giấy" in (
        tmp_path / YAML
    ).read_text(encoding="utf-8")
    before = (tmp_path / YAML).read_bytes()
    landed(tmp_path, RevisingDesk(tmp_path).adopt(["QT-01"], on=DAY))
    assert (tmp_path / YAML).read_bytes() == before
    revised(tmp_path)
    last = document(tmp_path).last
    assert last is not None
    assert last.number == "3.3"


def test_adopting_is_for_all_or_none_and_only_for_what_was_carried_over(tmp_path: Path) -> None:
    written(tmp_path, CARRIED)
    with pytest.raises(EditRefused, match=r"QT-02: 1\.0 is not carried over"):
        RevisingDesk(tmp_path).adopt(["QT-01", "QT-02"], on=DAY)
    landed(tmp_path, RevisingDesk(tmp_path).adopt(["QT-01"], on=DAY))
    edited(tmp_path, "time: 4 giờ", "time: 2 giờ")
    with pytest.raises(EditRefused, match="bound to another content already"):
        RevisingDesk(tmp_path).adopt(["QT-01"], on=DAY)


# --- rename


def test_a_code_is_changed_by_a_reissue_that_moves_the_files(root: Path) -> None:
    (root / "procedures/QT-01/BM-01-01.pdf").write_bytes(b"%PDF")
    edited(root, "tài liệu, issue: 1, revision: 0}", "tài liệu, file: BM-01-01.pdf, issue: 1, revision: 0}")
    done = RenamingDesk(root).rename("QT-01", "QT-21", Wish("Đánh mã lại"), on=DAY)
    landed(root, done.rewrites)
    assert done.notes == ()
    assert sorted(path.name for path in (root / "procedures/QT-21").iterdir()) == [
        "BM-01-01.pdf",
        "QT-21.md",
        "QT-21.yaml",
    ]
    assert list((root / "procedures/QT-01").iterdir()) == []
    now = document(root, "QT-21")
    assert now.last is not None
    assert (now.code, now.former_codes, now.last.number) == ("QT-21", ("QT-01",), "2.0")
    assert [(item.where, item.what) for item in now.last.changes] == [
        ("General facts", "Code of the document: QT-01 → QT-21"),
        ("Section 6, form BM-01-01", "File of the form added: BM-01-01.pdf; added file BM-01-01.pdf"),
    ]
    found = load(root).find("QT-01")
    assert found is not None
    assert found.former
    assert errors(root) == []


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("QT-02", "is already the code of"),
        ("qt 01", "is the same code"),
        ("BM-02-01", "is already the code of a form"),
        ("---", "no letter or digit"),
    ],
)
def test_a_code_that_is_taken_is_refused(new: str, expected: str, root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    with pytest.raises(UnusableConfiguration, match=expected):
        RenamingDesk(root).rename("QT-01", new, Wish("Đánh mã lại"), on=DAY)
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_a_code_that_was_used_before_and_a_file_in_the_way_are_refused(root: Path) -> None:
    edited(root, "unit: VP", "former_codes: [QT-05]\nunit: VP", "procedures/QT-02/QT-02.yaml")
    with pytest.raises(UnusableConfiguration, match="never used again"):
        RenamingDesk(root).rename("QT-01", "QT-05", Wish("Đánh mã lại"), on=DAY)
    (root / "procedures/QT-06").mkdir()
    (root / "procedures/QT-06/qt-06.md").write_text("", encoding="utf-8")
    with pytest.raises(UnusableConfiguration, match="exists already"):
        RenamingDesk(root).rename("QT-01", "QT-06", Wish("Đánh mã lại"), on=DAY)


def test_a_signed_entry_keeps_its_code(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root)
    qmsdocs(root, "sign", "QT-01", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-05-05")
    with pytest.raises(EditRefused, match="bears signatures"):
        RenamingDesk(root).rename("QT-01", "QT-21", Wish("Đánh mã lại"), on=DAY)


def test_history_is_followed_through_a_new_code(root: Path) -> None:
    landed(root, RenamingDesk(root).rename("QT-01", "QT-21", Wish("Đánh mã lại"), on=DAY).rewrites)
    commit(root, {}, "Đổi mã")
    edited(root, "time: 4 giờ", "time: 2 giờ", "procedures/QT-21/QT-21.yaml")
    revised(root, Wish(), "QT-21")
    last = document(root, "QT-21").last
    assert last is not None
    assert [item.what for item in last.changes] == ["Code of the document: QT-01 → QT-21", "Time 4 giờ → 2 giờ"]


# --- diff


def test_a_difference_is_printed_for_people_programs_and_reviewers(root: Path) -> None:
    oid = git(root, "rev-parse", "HEAD")
    edited(root, "time: 4 giờ", "time: 2 giờ")
    shown = qmsdocs(root, "diff", "QT-01")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[1:] == [
        "1.0 → the files as they stand", "", "Section 5.2, step xem-xet", "  - Time 4 giờ → 2 giờ",
    ]  # fmt: skip
    as_json = json.loads(qmsdocs(root, "diff", "QT-01", oid[:12], "--format", "json").stdout)
    assert as_json["before"] == {"name": oid[:12], "content": document(root).revisions[0].approved.content}  # type: ignore[union-attr]
    assert as_json["differences"] == [
        {
            "where": "Section 5.2, step xem-xet",
            "what": "time 4 giờ → 2 giờ",
            "kind": "changed",
            "path": ["steps", "xem-xet", "time"],
            "before": "4 giờ",
            "after": "2 giờ",
        }
    ]
    edited(root, "activity: Biên soạn", "activity: <b>Biên *soạn* @ai</b>")
    as_markdown = qmsdocs(root, "diff", "QT-01", "--format", "markdown").stdout
    assert "- **Section 5.2, step bien-soan**" in as_markdown
    assert "<b>" not in as_markdown.replace(r"\<b\>", "")
    assert "@ai" not in as_markdown


@pytest.mark.parametrize(("name", "code"), [("9.9", 2), ("khong-co", 2), ("--format=xml", 2)])
def test_an_unknown_revision_is_2(name: str, code: int, root: Path) -> None:
    done = qmsdocs(root, "diff", "QT-01", name)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1


def test_a_content_that_is_nowhere_is_3(tmp_path: Path) -> None:
    written(tmp_path, ENGLISH)
    edited(tmp_path, "time: 4 giờ", "time: 2 giờ")
    assert qmsdocs(tmp_path, "diff", "QT-01").returncode == 3
    git(tmp_path, "init", "-q")
    commit(tmp_path, {}, "Muộn")
    done = qmsdocs(tmp_path, "diff", "QT-01")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no commit holds the content of 1.0" in done.stderr


def test_the_files_are_the_open_entry_whoever_signed_it_before(root: Path) -> None:
    edited(root, "time: 4 giờ", "time: 2 giờ")
    revised(root)
    qmsdocs(root, "sign", "QT-01", "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-05-05")
    edited(root, "time: 2 giờ", "time: 1 giờ")
    shown = qmsdocs(root, "diff", "QT-01", "1.0", "1.1")
    assert shown.stdout.splitlines()[1:] == [
        "1.0 → 1.1 (the files as they stand)", "", "Section 5.2, step xem-xet", "  - Time 4 giờ → 1 giờ",
    ]  # fmt: skip


def test_what_was_carried_over_without_a_baseline_is_no_beginning(tmp_path: Path) -> None:
    written(tmp_path, CARRIED)
    done = qmsdocs(tmp_path, "diff", "QT-01")
    assert (done.returncode, done.stdout) == (3, "")
    assert "does not bind 3.2 of QT-01 to a content" in done.stderr


def test_an_external_document_is_compared_with_the_last_commit(root: Path) -> None:
    edited(root, "issuer: Chính phủ", "issuer: Quốc hội", "external/30-2020-ND-CP.yaml")
    shown = qmsdocs(root, "diff", "30/2020/NĐ-CP")
    assert shown.returncode == 0, shown.stderr
    assert "  - Issuer: Chính phủ → Quốc hội" in shown.stdout.splitlines()


# --- any way of writing


@st.composite
def restyled(draw: st.DrawFn) -> str:
    """The facts of QT-01 as people might have written them: block and flow style, comments, quotes, Windows line ends."""
    base = Path(__file__).parent / "base"
    text = (base / "procedures/QT-01/QT-01.yaml").read_text(encoding="utf-8")
    value: dict[str, Any] = read_yaml(text.replace("sha256:…", "sha256:" + "0" * 64))
    digest = content_digest(value, (base / "procedures/QT-01/QT-01.md").read_text(encoding="utf-8"))
    lists = json.loads(json.dumps(value).replace("sha256:" + "0" * 64, digest))
    result = "".join(
        draw(st.sampled_from(["", "", "# trước\n", "\n"])) + f"{key}:{_written(item, draw, 0)}"
        for key, item in lists.items()
    )
    result += draw(st.sampled_from(["", "# cuối\n", "\n\n"]))
    return result.replace("\n", "\r\n") if draw(st.booleans()) else result


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bare")
    written(root, ENGLISH)
    return root


def outside(text: bytes, *keys: str) -> list[str]:
    """The lines of all top-level keys but some, as they are."""
    kept, lines = True, []
    for line in text.decode().splitlines(keepends=True):
        if line[:1].isalpha():
            kept = line.partition(":")[0] not in keys
        if kept:
            lines.append(line)
    return lines


@settings(max_examples=40, deadline=None)
@given(text=restyled())
def test_everything_outside_the_new_entry_stays_byte_for_byte(text: str, bare: Path) -> None:
    (bare / YAML).write_bytes(text.encode())
    (rewrite,) = RevisingDesk(bare).revise("QT-01", WHY, on=DAY).rewrites
    assert rewrite.before is not None
    assert rewrite.after is not None
    cut, put = _one_place(rewrite.before.decode(), rewrite.after.decode())
    assert cut == ""
    assert put.count("\n") == put.count("\r\n") or "\r\n" not in text
    (bare / YAML).write_bytes(rewrite.after)
    (again,) = RevisingDesk(bare).revise("QT-01", Wish("Lý do khác: # mới", "BM-01-01/2026-03"), on=DAY).rewrites
    assert again.after is not None
    assert outside(again.after, "revisions") == outside(rewrite.after, "revisions")
    assert set(text.splitlines()) - set(again.after.decode().splitlines()) <= {
        text.splitlines()[-1],
        *_revisions_line(text),
    }


def _revisions_line(text: str) -> list[str]:
    """A ledger in flow style is one line, which gets longer."""
    return [line for line in text.splitlines() if line.startswith(("revisions: [", "  - {", "   - {", " - {"))]


@settings(max_examples=30, deadline=None)
@given(text=restyled())
def test_a_rename_changes_code_former_codes_and_ledger_alone(text: str, bare: Path) -> None:
    (bare / YAML).write_bytes(text.encode())
    rewrites = RenamingDesk(bare).rename("QT-01", "QT-21", WHY, on=DAY).rewrites
    (gone, moved) = sorted((r for r in rewrites if r.path.endswith(".yaml")), key=lambda r: r.path)
    assert (gone.after, moved.before) == (None, None)
    assert moved.after is not None
    left_alone = outside(text.encode(), "code", "revisions")
    assert [line.rstrip("\r\n") for line in outside(moved.after, "code", "revisions", "former_codes")] == [
        line.rstrip("\r\n") for line in left_alone
    ]
    text_gone, text_moved = sorted((r for r in rewrites if r.path.endswith(".md")), key=lambda r: r.path)
    assert text_gone.before == text_moved.after
