"""Forms that are text in releases: files to fill in, lists with the numbers of their form, what is appended as before."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import check, load, release, verify
from qmsdocs.errors import ReleaseRefused
from qmsdocs.importing.release.printed import Around
from qmsdocs.importing.release.returned import returned, source_in
from qmsdocs.model.codes import code_key
from qmsdocs.registers import master_list
from qmsdocs.source.files import WorkTree
from qmsdocs.word.reading.file import read_word
from tests.history.git import commit, git
from tests.scenario import diagnostics, listing, written
from tests.test_cli import qmsdocs
from tests.wordfiles import W, main_of, parts, problems, template, text_of

DAY = date(2026, 7, 1)
FORM = "procedures/QT-02/BM-02-01.md"
SCENARIO = """\
--- procedures/QT-02/QT-02.yaml
forms:
  - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md, issue: 1, revision: 0}
--- procedures/QT-02/BM-02-01.md
Đơn vị: [[Đơn vị]]
"""


def begun(root: Path, scenario: str = SCENARIO) -> Path:
    written(root, scenario)
    git(root, "init", "-q", "-b", "main")
    commit(root, {}, "Ban đầu")
    return root


def header(path: Path) -> str:
    return "".join(part.decode() for name, part in parts(path.read_bytes()).items() if "header" in name)


def test_a_form_that_is_text_is_issued_as_a_file_to_fill_in(tmp_path: Path) -> None:
    root, out = begun(tmp_path / "r"), tmp_path / "out"
    issued = release(root, out=out, on=DAY, codes=["QT-02"])
    assert issued.files == ("BM-02-01_1.0.docx", "QT-02_1.0.docx", "manifest.json")
    data = (out / "BM-02-01_1.0.docx").read_bytes()
    assert problems(data, tmp_path / "x.docx", fillable=True) == []
    assert "Danh mục hồ sơ" in text_of(main_of(data))
    assert main_of(data).find(f".//{W}sdt") is not None
    assert "Đơn vị:" not in text_of(main_of((out / "QT-02_1.0.docx").read_bytes()))
    assert "DỰ THẢO" not in header(out / "BM-02-01_1.0.docx")
    assert verify(root, out).deviations == ()


def test_the_forms_of_a_draft_are_drafts(tmp_path: Path) -> None:
    draft = f"{SCENARIO}--- procedures/QT-02/QT-02.yaml\nrevisions: [{{issue: 1, revision: 0, reason: Soạn}}]\n"
    root, out = tmp_path / "r", tmp_path / "out"
    written(root, draft)
    assert qmsdocs(root, "release", "--draft", "QT-02", "--out", str(out)).code == 0
    assert "DỰ THẢO" in header(out / "BM-02-01_1.0.docx")


def test_a_form_is_rendered_from_the_tag_of_its_document(tmp_path: Path) -> None:
    root = begun(tmp_path / "r")
    release(root, out=tmp_path / "first", on=DAY, tag=True)
    before = (tmp_path / "first" / "BM-02-01_1.0.docx").read_bytes()
    commit(root, {FORM: "Phòng ban: [[Phòng ban]]\n"}, "Sửa biểu mẫu")
    release(root, out=tmp_path / "second", on=DAY, codes=["QT-02"])
    assert (tmp_path / "second" / "BM-02-01_1.0.docx").read_bytes() == before
    assert verify(root, tmp_path / "first").deviations == ()
    assert verify(root, tmp_path / "second").deviations == ()


def test_a_form_that_somebody_changed_after_it_was_issued_is_named(tmp_path: Path) -> None:
    root, out = begun(tmp_path / "r"), tmp_path / "out"
    release(root, out=out, on=DAY)
    (out / "BM-02-01_1.0.docx").write_bytes(b"PK")
    assert [each.subject for each in verify(root, out).deviations] == ["BM-02-01_1.0.docx"]


def test_a_form_with_an_error_is_not_issued(tmp_path: Path) -> None:
    root = begun(tmp_path / "r", SCENARIO.replace("[[Đơn vị]]", "[[Đơn vị]"))
    with pytest.raises(ReleaseRefused):
        release(root, out=tmp_path / "out", on=DAY, codes=["QT-02"])
    assert not (tmp_path / "out").exists()


def test_a_form_with_line_ends_of_windows_is_the_same_form(tmp_path: Path) -> None:
    root = begun(tmp_path / "r")
    release(root, out=tmp_path / "one", on=DAY, codes=["QT-02"])
    (root / FORM).write_bytes(b"\xef\xbb\xbf" + (root / FORM).read_bytes().replace(b"\n", b"\r\n"))
    assert listing(check(load(root), on=DAY)) == ""
    release(root, out=tmp_path / "two", on=DAY, codes=["QT-02"])
    one, two = (tmp_path / folder / "BM-02-01_1.0.docx" for folder in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


# --- what is appended


def test_an_appended_form_is_printed_with_room_to_write_and_stays_out_of_what_comes_back(tmp_path: Path) -> None:
    appended = SCENARIO.replace("file: BM-02-01.md", "file: BM-02-01.md, appended: true")
    text = "| TT | Hồ sơ |\n|---|---|\n| [[# 2]] | |\n\n[ ] Đủ\n\n[[Lý do: đoạn 2]]\n\n| Người lập |\n|---|\n"
    root, out = begun(tmp_path / "r", f"{appended}\n{text}"), tmp_path / "out"
    assert release(root, out=out, on=DAY, codes=["QT-02"]).files == ("QT-02_1.0.docx", "manifest.json")
    data = (out / "QT-02_1.0.docx").read_bytes()
    assert problems(data, tmp_path / "x.docx") == []
    assert "DANH MỤC HỒ SƠ" in text_of(main_of(data))
    assert "☐\xa0Đủ" in text_of(main_of(data))
    assert verify(root, out).deviations == ()
    register, word = load(root), read_word(data)
    document, carried = register.document("QT-02"), source_in(word)
    assert document is not None
    assert carried is not None
    made = returned(Around(WorkTree(root), register, template), carried, word, document.origin.path, document)
    assert (made.yaml, made.text) == (document.origin.yaml, document.origin.text)


# --- lists

LISTED = """\
--- procedures/QT-02/QT-02.yaml
forms:
  - {code: BM-02-01, title: Danh mục hồ sơ của cơ quan, list: records, issue: 2, revision: 1}
"""


def test_a_master_list_bears_title_code_and_numbers_of_its_form(tmp_path: Path) -> None:
    root, out = begun(tmp_path / "r", LISTED), tmp_path / "out"
    issued = release(root, out=out, on=DAY)
    assert not [name for name in issued.files if name.startswith("BM-")]
    data = (out / "danh-muc-ho-so.docx").read_bytes()
    assert "BM-02-01, lần ban hành/sửa đổi 02/01" in header(out / "danh-muc-ho-so.docx")
    assert "Danh mục hồ sơ của cơ quan" in text_of(main_of(data))
    assert problems(data, tmp_path / "x.docx") == []
    assert "BM-02-01" not in header(out / "danh-muc-bieu-mau.docx")
    cells = parts((out / "danh-muc-ho-so.xlsx").read_bytes())["xl/sharedStrings.xml"].decode()
    assert "BM-02-01, lần ban hành/sửa đổi 02/01" in cells
    assert verify(root, out).deviations == ()


def test_the_list_verb_prints_the_same_list(tmp_path: Path) -> None:
    root = begun(tmp_path / "r", LISTED)
    assert qmsdocs(root, "list", "--records", "--on", "2026-07-01", "--output", "a.docx").code == 0
    assert "BM-02-01, lần ban hành/sửa đổi 02/01" in header(root / "a.docx")


def test_the_form_of_a_draft_numbers_no_list_that_is_issued(tmp_path: Path) -> None:
    root = tmp_path / "r"
    written(root, f"{LISTED}revisions: [{{issue: 1, revision: 0, reason: Soạn}}]\n")
    register = load(root)
    assert master_list("records", register, DAY).form is None
    form = master_list("records", register, DAY, drafts=True).form
    assert form is not None
    assert form.code == "BM-02-01"


def test_a_list_that_becomes_a_file_is_another_form(tmp_path: Path) -> None:
    carried = (
        "{issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, position: Chủ tịch, on: 2025-05-05}}"
    )
    revision = "{issue: 1, revision: 1, reason: Đổi, changes: [{where: BM-02-01, what: Danh mục do máy in}]}"
    found = diagnostics(
        tmp_path,
        f"{SCENARIO}--- procedures/QT-02/QT-02.yaml\nrevisions: [{carried}]\n--- since\n"
        f"--- {FORM} (deleted)\n{LISTED.replace('issue: 2, revision: 1', 'issue: 1, revision: 0')}"
        f"revisions: [{carried}, {revision}]\n",
    )
    assert "QD706" in {d.code for d in found}


def test_forms_and_lists_are_found_by_their_code(tmp_path: Path) -> None:
    root = begun(tmp_path / "r", LISTED)
    assert code_key("BM-02-01") in load(root).forms_by_key
    assert (
        io.StringIO(qmsdocs(root, "show", "BM-02-01").out).readline().startswith("BM-02-01 Danh mục hồ sơ của cơ quan")
    )
