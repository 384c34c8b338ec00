"""LibreOffice, where it is present: converted files, and how it ends when something is wrong."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from qmsdocs.errors import UnusableConfiguration
from qmsdocs.office import convert
from qmsdocs.office.convert import TAGGED_PDF, Office
from qmsdocs.office.pages import heading_pages
from tests.wordfiles import main_of, paragraphs, render, scenario_edition

SEARCH = os.environ.get("PATH", "")
LIBREOFFICE = any((Path(folder) / "soffice").exists() for folder in SEARCH.split(os.pathsep))
needs_libreoffice = pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")


def program(folder: Path, script: str) -> str:
    """A search path with a program in place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@needs_libreoffice
def test_releases_become_tagged_pdfs_whose_outline_says_on_which_page_headings_stand(tmp_path: Path) -> None:
    data = render(scenario_edition(tmp_path))
    made = Office.found(SEARCH).converted({"QT-01.docx": data, "Quy trình số 2.docx": data}, TAGGED_PDF)
    assert sorted(made) == ["QT-01.pdf", "Quy trình số 2.pdf"]
    assert all(pdf.startswith(b"%PDF-") and b"/MarkInfo" in pdf for pdf in made.values())
    pages = heading_pages(made["QT-01.pdf"])
    headings = [text for style, text in paragraphs(main_of(data)) if style.startswith("Heading")]
    assert len(pages) == len(headings)
    assert list(pages) == sorted(pages)
    assert pages[0] > 1


def test_a_machine_without_libreoffice_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableConfiguration, match="LibreOffice is not installed"):
        Office.found(str(tmp_path))


def test_a_file_that_is_not_converted_is_named(tmp_path: Path) -> None:
    office = Office.found(program(tmp_path, "exit 0"))
    with pytest.raises(UnusableConfiguration, match=r"LibreOffice could not convert QT-01\.docx"):
        office.converted({"QT-01.docx": b"x"}, "pdf")


def test_a_program_that_does_not_end_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "_SECONDS_OF_A_START", 0.2)
    monkeypatch.setattr(convert, "_SECONDS_OF_A_FILE", 0.1)
    office = Office.found(program(tmp_path, f"(sleep 1; touch {tmp_path}/late) & sleep 60"))
    with pytest.raises(UnusableConfiguration, match="did not end in time"):
        office.converted({"a.docx": b"x"}, "pdf")
    time.sleep(1.2)
    assert not (tmp_path / "late").exists()


def test_it_runs_with_a_profile_of_its_own_and_nothing_of_the_users_surroundings(tmp_path: Path) -> None:
    script = f'env > {tmp_path}/env; echo "$@" > {tmp_path}/arguments; cp -r "$(dirname "$HOME")/profile" {tmp_path}/'
    with pytest.raises(UnusableConfiguration):
        Office.found(program(tmp_path, script)).converted({"a.docx": b"x"}, "pdf")
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert names <= {"PATH", "HOME", "LANG", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_"}
    assert "-env:UserInstallation=file:///" in (tmp_path / "arguments").read_text()
    settings = (tmp_path / "profile" / "user" / "registrymodifications.xcu").read_text()
    assert "DisableMacrosExecution" in settings
