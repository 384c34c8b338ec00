"""Redlines where people meet them: beside the releases, in the manifest, and by ``diff --docx``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qmsdocs import release, verify
from tests.history.git import become, git
from tests.tagging import LATER, SECOND, begun, released, revised
from tests.tracked import Says, accepted, marks_at_fault, rejected

BESIDE = "QT-01_1.1_so-voi_1.0.docx"


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return become(tmp_path / "user.gitconfig", monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "r")


def redlines(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {f"{each['code']} {each['issue']}.{each['revision']}": each["redline"] for each in content["documents"]}


def qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qmsdocs", "--root", str(root), "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_redline_lies_beside_the_second_revision(root: Path) -> None:
    first = released(root)
    then = git(root, "rev-parse", "HEAD")
    revised(root)
    second = released(root, SECOND)
    assert not [name for name in first.files if "so-voi" in name]
    assert [name for name in second.files if "so-voi" in name] == [BESIDE]
    both = (second.folder / BESIDE).read_bytes()
    assert not accepted(both).differences(Says((second.folder / "QT-01_1.1.docx").read_bytes()))
    assert not rejected(both).differences(Says((first.folder / "QT-01_1.0.docx").read_bytes()))
    assert not marks_at_fault(both)
    found = [each for each in redlines(second.folder).values() if each]
    assert found == [{"since": "1.0", "file": BESIDE, "commit": then, "reason": None}]


def test_without_a_tag_history_gives_the_content_and_the_ledger_the_signatures(root: Path) -> None:
    old = release(root, out=root / "dist-1", on=SECOND)
    revised(root)
    issued = release(root, out=root / "dist-2", on=LATER)
    both = (issued.folder / BESIDE).read_bytes()
    assert not rejected(both).differences(Says((old.folder / "QT-01_1.0.docx").read_bytes()))


def test_where_the_content_is_nowhere_the_release_says_why(root: Path, tmp_path: Path) -> None:
    revised(root)
    written_files = tmp_path / "without-git"
    subprocess.run(["cp", "-r", str(root), str(written_files)], check=True)
    subprocess.run(["rm", "-rf", str(written_files / ".git")], check=True)
    done = qmsdocs(written_files, "release", "--on", "2026-07-01", "--out", str(tmp_path / "dist"))
    assert done.returncode == 0, done.stderr
    assert "QT-01 1.1: no redline against 1.0: " in done.stdout
    (found,) = [each for each in redlines(tmp_path / "dist").values() if each]
    assert found["file"] is None
    assert found["reason"]


def test_verify_makes_the_redline_again(root: Path) -> None:
    released(root)
    revised(root)
    folder = released(root, SECOND).folder
    assert not verify(root, folder).deviations
    (folder / BESIDE).write_bytes((folder / "QT-01_1.1.docx").read_bytes())
    assert [f"{d.subject}: {d.message.english}" for d in verify(root, folder).deviations] == [
        f"{BESIDE}: it was changed after it was issued"
    ]


def test_a_redline_that_was_taken_out_of_the_manifest_is_missed(root: Path) -> None:
    released(root)
    revised(root)
    folder = released(root, SECOND).folder
    (folder / BESIDE).unlink()
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["files"] = [file for file in content["files"] if file["name"] != BESIDE]
    for each in content["documents"]:
        each["redline"] = None
    path.write_text(json.dumps(content), encoding="utf-8")
    assert BESIDE in [deviation.subject for deviation in verify(root, folder).deviations]


def test_the_same_release_has_the_same_redline(root: Path) -> None:
    released(root)
    revised(root)
    one, other = (release(root, out=root / f"dist-{n}", on=LATER) for n in "ab")
    assert (one.folder / BESIDE).read_bytes() == (other.folder / BESIDE).read_bytes()


def test_diff_writes_two_revisions_into_a_word_file(root: Path, tmp_path: Path) -> None:
    released(root)
    revised(root)
    issued = release(root, out=root / "dist-a", on=LATER)
    file = tmp_path / "so-sanh.docx"
    done = qmsdocs(root, "diff", "QT-01", "1.0", "1.1", "--docx", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert file.read_bytes() == (issued.folder / BESIDE).read_bytes()


def test_what_nobody_approved_is_compared_as_a_draft(root: Path, tmp_path: Path) -> None:
    text = root / "procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    assert qmsdocs(root, "revise", "QT-01", "-m", "Thêm").returncode == 0
    file = tmp_path / "so-sanh.docx"
    done = qmsdocs(root, "diff", "QT-01", "--docx", str(file))
    assert done.returncode == 0, done.stderr
    sections = accepted(file.read_bytes()).sections, rejected(file.read_bytes()).sections
    assert [b"textpath" in repr(each).encode() for each in sections] == [True, False]


def test_external_documents_have_no_redline(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "so-sanh.docx"
    done = qmsdocs(root, "diff", "30/2020/NĐ-CP", "--docx", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_2(root: Path, tmp_path: Path) -> None:
    done = qmsdocs(root, "diff", "QT-01", "HEAD", "--docx", str(tmp_path / "khong-co" / "x.docx"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("qms.yaml", "is no name of a Word file; write one that ends in .docx"),
        ("procedures/QT-01/BM-01-01.docx", "belongs to the repository; name another file for the redline"),
    ],
)
def test_a_redline_takes_the_place_of_no_file_of_the_repository(root: Path, file: str, said: str) -> None:
    (root / file).parent.mkdir(exist_ok=True)
    before = (root / file).read_bytes() if (root / file).exists() else b"form"
    (root / file).write_bytes(before)
    done = qmsdocs(root, "diff", "QT-01", "HEAD", "--docx", str(root / file))
    assert done.returncode == 2
    assert said in done.stderr
    assert (root / file).read_bytes() == before
