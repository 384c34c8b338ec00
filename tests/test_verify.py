"""Proof of releases and tags: each thing that is not as it was approved is named in a line of its own."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qmsdocs import release, verify
from qmsdocs.errors import HistoryMissing, UnusableConfiguration
from qmsdocs.issuing import Verified
from tests.forked import forked
from tests.history.git import become, commit, git, use_ssh_key
from tests.scenario import written
from tests.tagging import CODE, FIRST, LATER, SECOND, begun, released, revised


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return become(tmp_path / "user.gitconfig", monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "r")


@pytest.fixture
def dist(root: Path) -> Path:
    return released(root).folder


def _lines(found: Verified) -> list[str]:
    return [f"{each.subject}: {each.message}" for each in found.deviations]


def _notes(found: Verified) -> str:
    return "\n".join(map(str, found.notes))


def _rewritten(dist: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = dist / "manifest.json"
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target.getvalue()


def test_a_release_that_nobody_touched_is_what_was_approved(root: Path, dist: Path) -> None:
    found = verify(root, dist)
    assert (found.deviations, found.unchecked, found.notes) == ((), (), ())
    assert found.documents == 3


def test_it_stays_so_when_the_documents_go_on(root: Path, dist: Path) -> None:
    revised(root)
    second = released(root, SECOND).folder
    third = release(root, out=root / "dist-3", on=LATER).folder
    for folder in (dist, second, third):
        found = verify(root, folder)
        assert (found.deviations, found.unchecked, found.notes) == ((), (), ())


def test_documents_with_different_configurations_at_their_tags_are_proved(root: Path) -> None:
    released(root, codes=["QT-01"])
    text = (root / "qms.yaml").read_text(encoding="utf-8")
    commit(root, {"qms.yaml": text.replace("phường Mẫu", "xã Mẫu") + "language: en\n"}, "đổi tên")
    found = verify(root, release(root, out=root / "dist", on=SECOND, tag=True).folder)
    assert (found.deviations, found.unchecked, found.notes) == ((), (), ())


# --- files


def test_a_changed_word_file_is_named(root: Path, dist: Path) -> None:
    path = dist / "QT-01_1.0.docx"
    path.write_bytes(
        _repacked(path.read_bytes(), lambda _, part: part.replace("Văn phòng".encode(), "Phòng khác".encode()))
    )
    assert _lines(verify(root, dist)) == ["QT-01_1.0.docx: it was changed after it was issued"]


def test_a_file_that_was_only_packed_anew_is_a_note(root: Path, dist: Path) -> None:
    path = dist / "QT-01_1.0.docx"
    path.write_bytes(_repacked(path.read_bytes(), lambda _, part: part))
    found = verify(root, dist)
    assert found.deviations == ()
    assert _notes(found) == "QT-01_1.0.docx was packed anew; what is in it is unchanged"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"x" * 99, b"x"])
def test_a_damaged_file_is_named(data: bytes, root: Path, dist: Path) -> None:
    (dist / "QT-01_1.0.docx").write_bytes(data)
    assert _lines(verify(root, dist)) == ["QT-01_1.0.docx: it was changed after it was issued"]


def test_a_file_that_unpacks_to_more_than_a_release_holds_is_not_unpacked(root: Path, dist: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x", "w") as part:
        for _ in range(300):
            part.write(bytes(1 << 20))
    (dist / "QT-01_1.0.docx").write_bytes(bomb.getvalue())
    assert _lines(verify(root, dist)) == ["QT-01_1.0.docx: it was changed after it was issued"]


def test_a_missing_and_a_foreign_file_are_named(root: Path, dist: Path) -> None:
    (dist / "QT-01_1.0.docx").unlink()
    (dist / "QT-02_1.0.docx").unlink()
    (dist / "QT-02_1.0.docx").symlink_to("KSTL_1.0.docx")
    (dist / "thêm.docx").write_bytes(b"")
    assert _lines(verify(root, dist)) == [
        "QT-01_1.0.docx: it is missing",
        "QT-02_1.0.docx: it is missing",
        "thêm.docx: no release wrote it: it is not in the manifest",
    ]


def test_a_changed_file_under_a_changed_manifest_is_found_by_rendering_again(root: Path, dist: Path) -> None:
    path = dist / "QT-01_1.0.docx"
    path.write_bytes(
        _repacked(path.read_bytes(), lambda _, part: part.replace("Văn phòng".encode(), "Phòng khác".encode()))
    )

    def forged(content: dict[str, Any]) -> None:
        for file in content["files"]:
            if file["name"] == path.name:
                file["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
                del file["parts"]

    _rewritten(dist, forged)
    assert _lines(verify(root, dist)) == ["QT-01_1.0.docx: rendering it again from git gives something else"]


def test_a_document_that_was_taken_out_of_the_release_and_its_manifest_is_missed(root: Path, dist: Path) -> None:
    (dist / "QT-02_1.0.docx").unlink()

    def forged(content: dict[str, Any]) -> None:
        for key, name in (("documents", "file"), ("files", "name")):
            content[key] = [each for each in content[key] if each[name] != "QT-02_1.0.docx"]

    _rewritten(dist, forged)
    assert _lines(verify(root, dist)) == [
        "QT-02 1.0: it is in force or approved on that day, and is not in the release"
    ]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b"null", b"\xff", b"[" * 100_000, b'{"manifest": 2, "tool": {"name": "qmsdocs"}}']
)
def test_a_damaged_manifest_is_named(data: bytes, root: Path, dist: Path) -> None:
    (dist / "manifest.json").write_bytes(data)
    assert _lines(verify(root, dist)) == ["manifest.json: it cannot be read as the manifest of a release"]


@pytest.mark.parametrize("name", ["../../qms.yaml", "/etc/passwd", "..", "a\\b", "x\n", ""])
def test_a_manifest_leads_to_no_file_outside(name: str, root: Path, dist: Path) -> None:
    _rewritten(dist, lambda content: content["files"][0].update(name=name))
    assert _lines(verify(root, dist)) == ["manifest.json: it cannot be read as the manifest of a release"]


def test_a_folder_without_manifest_is_no_release(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableConfiguration, match="holds no release"):
        verify(root, tmp_path)


# --- ledger and history


def _edited(root: Path, old: str, new: str) -> None:
    path = root / "procedures/QT-01/QT-01.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_ledger_entry_is_named(root: Path, dist: Path) -> None:
    _edited(root, "decision: 12/QĐ-UBND", "decision: 13/QĐ-UBND")
    _edited(root, "effective: 2026-02-01", "effective: 2026-02-02")
    lines = _lines(verify(root, dist))
    assert lines[:2] == [
        "QT-01 1.0: decision: the release has 12/QĐ-UBND, the ledger has 13/QĐ-UBND",
        "QT-01 1.0: effective from: the release has 2026-02-01, the ledger has 2026-02-02",
    ]
    assert lines[2] == "QT-01/1.0: its message names the decision 12/QĐ-UBND, the ledger 13/QĐ-UBND"
    assert lines[3].startswith("QT-01/1.0: the ledger entry 1.0 was changed since its commit ")
    assert len(lines) == 4


def test_a_release_of_a_day_before_the_approval_is_none(root: Path, dist: Path) -> None:
    _rewritten(dist, lambda content: content.update(on="2026-01-05"))
    assert any(
        "was approved on 2026-01-20, after the day of the release 2026-01-05" in line
        for line in _lines(verify(root, dist))
    )


def test_a_revision_that_the_ledger_lost_is_named(root: Path, dist: Path) -> None:
    _edited(root, "  - issue: 1\n", "  - issue: 2\n")
    assert "QT-01 1.0: the ledger does not have this revision" in _lines(verify(root, dist))


def test_a_moved_tag_is_named(root: Path, dist: Path) -> None:
    message = git(root, "tag", "-l", "--format=%(contents)", "QT-01/1.0")
    moved = commit(root, {"qms.yaml": (root / "qms.yaml").read_text(encoding="utf-8") + "# ghi\n"}, "ghi")
    then = git(root, "rev-parse", "HEAD~1")
    git(root, "tag", "-f", "-a", "QT-01/1.0", "-m", message, moved)
    assert _lines(verify(root, dist)) == [
        f"QT-01 1.0: the tag QT-01/1.0 leads to {moved[:10]}, but it was issued from {then[:10]}: the tag was moved"
    ]
    assert verify(root, "QT-01/1.0").deviations == ()  # by itself it says nothing that is wrong


def test_a_tag_that_was_moved_to_another_content_is_named(root: Path, dist: Path) -> None:
    message = git(root, "tag", "-l", "--format=%(contents)", "QT-01/1.0")
    path = root / "procedures/QT-01/QT-01.md"
    moved = commit(root, {"procedures/QT-01/QT-01.md": path.read_text(encoding="utf-8") + "\nKhác.\n"}, "khác")
    git(root, "tag", "-f", "-a", "QT-01/1.0", "-m", message, moved)
    (line,) = _lines(verify(root, "QT-01/1.0"))
    assert line.startswith(f"QT-01/1.0: its commit {moved[:10]} holds the content ")
    assert any("the tag was moved" in line for line in _lines(verify(root, dist)))


def test_a_release_of_content_that_git_does_not_hold_is_named(root: Path) -> None:
    dist = release(root, out=root / "dist", on=FIRST).folder

    def forged(content: dict[str, Any]) -> None:
        content["documents"][1]["content"] = "sha256:" + "1" * 64

    _rewritten(dist, forged)
    lines = _lines(verify(root, dist))
    assert lines[0].startswith("QT-01 1.0: content: the release has 111111111111, the ledger has ")
    assert lines[1].startswith("QT-01 1.0: the commit ")


# --- what cannot be looked at


def test_missing_tags_and_commits_are_no_pass(root: Path, dist: Path, tmp_path: Path) -> None:
    git(root, "tag", "-d", "QT-01/1.0")
    found = verify(root, dist)
    assert found.deviations == ()
    assert [str(message) for message in found.unchecked] == [
        "the tag QT-01/1.0 is not here; fetch the tags with `git fetch --tags`"
    ]
    shutil.rmtree(root / ".git")
    found = verify(root, dist)
    assert found.deviations == ()
    assert any("there is no git repository" in str(message) for message in found.unchecked)


def test_a_shallow_copy_says_what_it_does_not_have(root: Path, dist: Path, tmp_path: Path) -> None:
    revised(root)
    git(root, "clone", "-q", "--depth=1", f"file://{root}", str(tmp_path / "copy"))
    found = verify(tmp_path / "copy", dist)
    assert found.deviations == ()
    assert any("cannot be read" in str(message) for message in found.unchecked)


def test_another_version_is_not_rendered_again_and_says_so(root: Path, dist: Path) -> None:
    _rewritten(dist, lambda content: content["tool"].update(version="9.9"))
    found = verify(root, dist)
    assert found.deviations == ()
    assert "it was not rendered again: it was made by qmsdocs 9.9" in _notes(found)


def test_what_was_issued_from_uncommitted_files_says_so(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/ghi.txt").write_text("x")
    found = verify(root, release(root, out=root / "dist", on=FIRST).folder)
    assert found.deviations == ()
    assert "files that were not committed, the first is templates/ghi.txt" in _notes(found)


def test_what_was_issued_from_its_tag_is_not_said_to_come_from_uncommitted_files(root: Path) -> None:
    released(root)
    text = root / "procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    again = release(root, out=root / "dist-2", on=FIRST, codes=[CODE])
    found = verify(root, again.folder)
    assert (_lines(found), "issued from files that were not committed" in _notes(found)) == ([], False)


def test_without_git_the_ledger_alone_vouches(tmp_path: Path) -> None:
    written(tmp_path / "r")
    found = verify(tmp_path / "r", release(tmp_path / "r", out=tmp_path / "dist", on=FIRST).folder)
    assert (found.deviations, found.unchecked) == ((), ())
    assert "QT-01 1.0 was issued without git; only the ledger vouches for it" in _notes(found)
    with pytest.raises(HistoryMissing):
        verify(tmp_path / "r", "QT-01/1.0")


def test_a_draft_is_called_one(root: Path) -> None:
    text = (root / "procedures/QT-02/QT-02.yaml").read_text(encoding="utf-8")
    open_entry = "revisions:\n  - {issue: 1, revision: 0, reason: Mới, changes: [{where: Toàn bộ, what: Mới}]}\n"
    commit(root, {"procedures/QT-02/QT-02.yaml": text[: text.index("revisions:")] + open_entry}, "mới")
    found = verify(root, release(root, out=root / "dist", on=FIRST, draft=True).folder)
    assert (found.deviations, found.unchecked) == ((), ())
    assert _notes(found) == "QT-02 1.0 is a draft: nobody approved it"


# --- tags


def test_a_tag_is_proved_and_its_signature_reported(root: Path, tmp_path: Path, user: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    released(root, codes=["QT-02"])
    use_ssh_key(user, tmp_path / "key")
    released(root, SECOND, codes=["QT-01"], sign=True)
    assert _notes(verify(root, "QT-02/1.0")) == "QT-02/1.0 is not signed"
    found = verify(root, "QT-01/1.0")
    assert (found.deviations, _notes(found)) == ((), "QT-01/1.0 is signed")


def test_what_no_ledger_knows_is_no_tag_of_a_release(root: Path) -> None:
    git(root, "tag", "-a", "-m", "x", "v1.0")
    assert _lines(verify(root, "v1.0")) == ["v1.0: no ledger has the revision that it names"]
    git(root, "tag", "QT-01/1.0")
    assert _lines(verify(root, "QT-01/1.0")) == ["QT-01/1.0: it is not annotated, so nothing says what was released"]
    with pytest.raises(UnusableConfiguration, match="neither a folder nor a tag v2"):
        verify(root, "v2")


# --- the command line


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_exit_codes_and_lines(root: Path) -> None:
    assert _qmsdocs(root, "verify").returncode == 2
    released_ = _qmsdocs(root, "release", "--tag", "--on", date(2026, 3, 1).isoformat())
    assert released_.returncode == 0
    done = _qmsdocs(root, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("dist: 3 revisions are what was approved\n")
    assert _qmsdocs(root, "verify", f"{CODE}/1.0").returncode == 0
    assert _qmsdocs(root, "verify", "none").returncode == 2
    (root / "dist" / "QT-01_1.0.docx").unlink()
    done = _qmsdocs(root, "verify", "dist")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "QT-01_1.0.docx: it is missing"
    found = json.loads(_qmsdocs(root, "verify", "dist", "--format", "json").stdout)
    assert found["deviations"] == [{"subject": "QT-01_1.0.docx", "message": "it is missing"}]
    _qmsdocs(root, "release", "--on", "2026-03-01")
    git(root, "tag", "-d", f"{CODE}/1.0")
    done = _qmsdocs(root, "verify")
    assert done.returncode == 3
    assert "git fetch --tags" in done.stderr
