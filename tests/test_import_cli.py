"""``qmsdocs import``: files land whole or not at all, and what is told is what happened."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.diagnostics import Severity
from qmsdocs.language import translator
from qmsdocs.word import Copy
from tests.hostile import IDEAS
from tests.scenario import written
from tests.wordfiles import edition_of, render
from tests.wordlike import WordLike

ROOT = Path(__file__).parents[1]
CODE = "QT-01"
YAML, TEXT = f"procedures/{CODE}/{CODE}.yaml", f"procedures/{CODE}/{CODE}.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    here = tmp_path / "kho"
    written(here)
    return here


def released(root: Path, code: str = CODE) -> bytes:
    return render(edition_of(load(root), code), translator("vi"))


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": "/nowhere"}
    command = [sys.executable, "-m", "qmsdocs", "import", "--lang", "en", "--root", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=root.parent)


def snapshot(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("kho/.qmsdocs")}


def test_a_release_becomes_its_document_again(root: Path) -> None:
    (root.parent / "a.docx").write_bytes(released(root))
    before = {name: data for name, data in snapshot(root).items() if name in (YAML, TEXT)}
    shutil.rmtree(root / "procedures" / CODE)
    done = run(root, "a.docx")
    assert (done.returncode, done.stderr) == (0, "")
    assert {name: snapshot(root)[name] for name in before} == before
    assert "QT-01 taken in" in done.stdout


def test_a_document_that_is_there_is_only_updated_on_request(root: Path) -> None:
    word = WordLike(released(root), tracked=True)
    word.replace("Quy định", "Nêu rõ")
    (root.parent / "a.docx").write_bytes(word.saved())
    before = snapshot(root)
    refused = run(root, "a.docx")
    assert refused.returncode == 1
    assert "--update QT-01" in refused.stdout
    shown = run(root, "a.docx", "--update", CODE, "--dry-run")
    assert shown.returncode == 0
    assert snapshot(root) == before
    done = run(root, "a.docx", "--update", CODE, "--format", "json")
    found = json.loads(done.stdout)
    assert [(file["status"], file["paths"]) for file in found["files"]] == [("updated", [YAML])]
    after = snapshot(root)
    assert {name for name in after if after[name] != before.get(name)} == {YAML}
    again = run(root, "a.docx", "--update", CODE)
    assert again.returncode == 1
    assert "was changed in the repository since" in again.stdout


def test_a_release_without_edits_changes_nothing(root: Path) -> None:
    (root.parent / "a.docx").write_bytes(released(root))
    before = snapshot(root)
    done = run(root, "a.docx", "--update", CODE)
    assert (done.returncode, snapshot(root)) == (0, before)
    assert "nothing was edited" in done.stdout


def test_a_procedure_of_others_with_a_code_that_is_taken_is_told_a_way_that_works(root: Path) -> None:
    (root.parent / "a.docx").write_bytes((ROOT / "tests/foreign/01-kiem-soat-tai-lieu.docx").read_bytes())
    done = run(root, "a.docx")
    assert done.returncode == 1
    assert f"QT-01 is there already ({YAML}); write the code" in done.stdout + done.stderr
    assert "--update" not in done.stdout + done.stderr
    shutil.rmtree(root / "procedures" / CODE)
    assert run(root, "a.docx").returncode == 0


def test_drafts_of_procedures_of_others_have_no_fault_of_format(root: Path) -> None:
    shutil.rmtree(root / "procedures" / CODE)
    foreign = sorted((ROOT / "tests/foreign").glob("*.docx"))
    done = run(root, *map(str, foreign))
    assert (done.returncode, done.stdout.count(" taken in")) == (0, len(foreign))
    found = [d for d in check(load(root), on=date(2026, 11, 20)) if d.severity is Severity.ERROR]
    assert "QD301" in {d.code for d in found}  # what the standard asks for and the office did not write
    assert [d for d in found if d.code.startswith("QD0") or d.code == "QD305"] == []


def test_characters_that_nobody_sees_do_not_keep_a_file_out(root: Path) -> None:
    word = WordLike(released(root))
    word.replace("Mọi tài liệu", "Mọi\u200b tài \u00adliệu mớ\u202ei")
    (root.parent / "a.docx").write_bytes(word.saved())
    done = run(root, "--update", CODE, "a.docx")
    assert done.returncode == 0, done.stdout
    assert "3 characters that nobody sees, such as U+200B, were left out" in done.stdout
    assert "Mọi tài liệu mới" in (root / TEXT).read_text(encoding="utf-8")


def test_a_bad_file_does_not_keep_out_a_good_one(root: Path) -> None:
    (root.parent / "good.docx").write_bytes(released(root))
    shutil.rmtree(root / "procedures" / CODE)
    names = []
    for number, idea in enumerate(IDEAS):
        if number % 6 == 0:
            (root.parent / f"{number}.docx").write_bytes(
                IDEAS[idea](released(root, "QT-02")) if "source" not in idea else b""
            )
            names.append(f"{number}.docx")
    outside = {name: data for name, data in snapshot(root.parent).items() if not name.startswith("kho/")}
    done = run(root, *names, "good.docx", "none.docx")
    assert done.returncode == 1
    assert (root / YAML).is_file()
    assert all(line.count(":") >= 1 for line in done.stdout.splitlines() if "refused" in line)
    assert {name: data for name, data in snapshot(root.parent).items() if not name.startswith("kho/")} == outside


def test_an_old_doc_without_libreoffice_asks_for_a_docx(root: Path) -> None:
    (root.parent / "a.doc").write_bytes(IDEAS["an old doc"](b""))
    done = run(root, "a.doc")
    assert done.returncode == 1
    assert "save it as .docx" in done.stdout


def test_two_files_of_one_document_are_one_too_many(root: Path) -> None:
    data = released(root)
    shutil.rmtree(root / "procedures" / CODE)
    (root.parent / "a.docx").write_bytes(data)
    (root.parent / "b.docx").write_bytes(data)
    done = run(root, "a.docx", "b.docx")
    assert done.returncode == 1
    assert "came in already by a.docx" in done.stdout


def test_a_folder_outside_is_refused(root: Path) -> None:
    (root.parent / "a.docx").write_bytes(released(root))
    assert run(root, "a.docx", "--into", "..").returncode == 2
    assert run(root, "a.docx", "b.docx", "--update", CODE).returncode == 2


MARKS_AS_TERMS = """--- procedures/QT-01/QT-01.md
# Định nghĩa và viết tắt

| Dấu | Nghĩa |
|---|---|
| Tài liệu kiểm soát | Bản có dấu |
| Dự thảo | Bản chưa ký |
| Hết hiệu lực | Bản cũ |
"""


@pytest.mark.parametrize("copy", [Copy.ISSUED, Copy.DRAFT, Copy.OBSOLETE])
def test_marks_that_qmsdocs_prints_are_not_reported_whatever_the_text_says(root: Path, copy: Copy) -> None:
    written(root, MARKS_AS_TERMS)
    edition = edition_of(load(root), CODE, copy=copy)
    (root.parent / "a.docx").write_bytes(render(edition, translator("vi")))
    done = run(root, "--update", CODE, "a.docx")
    assert (done.returncode, done.stdout) == (0, "a.docx: QT-01: nothing was edited\n")
