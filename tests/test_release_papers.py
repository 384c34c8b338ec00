"""What a release holds beside documents and lists: the decisions, and what LibreOffice adds where it is asked to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from qmsdocs import load, release, verify
from qmsdocs.errors import ReleaseRefused
from qmsdocs.issuing.issue import _attach
from qmsdocs.issuing.paging import Extras
from qmsdocs.issuing.plan import Item, Plan
from qmsdocs.issuing.rendering import Source
from qmsdocs.issuing.sealing import Key
from qmsdocs.office.convert import Office
from qmsdocs.source.files import WorkTree
from qmsdocs.word import Copy
from qmsdocs.word.papers import measured
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import paragraphs_in
from tests.history.git import commit, git
from tests.scenario import written
from tests.tagging import FIRST, LATER, begun, revised
from tests.test_cli import qmsdocs
from tests.test_office import SEARCH, needs_libreoffice
from tests.test_sealing import key  # noqa: F401 - a fixture
from tests.test_signing_copies import AWAITING
from tests.wordfiles import main_of, packed_again, paragraphs, parts, template

PAPER = "quyet-dinh_61-QD-UBND_2026.docx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose second revision was approved by a decision that has a file."""
    root = begun(tmp_path / "r")
    revised(root)
    (decision,) = (root / "records" / "decisions").glob("*.yaml")
    with decision.open("a", encoding="utf-8") as file:
        file.write("basis: [30/2020/NĐ-CP]\n")
    commit(root, {}, "Căn cứ")
    return root


def lines(data: bytes) -> list[str]:
    return [line.text for line in paragraphs_in(read_word(data).body)]


def test_a_release_holds_the_decision_by_which_its_documents_were_issued(root: Path, tmp_path: Path) -> None:
    issued = release(root, out=tmp_path / "out", on=LATER)
    assert [name for name in issued.files if name.startswith("quyet")] == [PAPER]
    data = (tmp_path / "out" / PAPER).read_bytes()
    assert {"Số: 61/QĐ-UBND", "Nguyễn Văn An", "QT-01"} <= set(lines(data))
    assert measured(data) == () == issued.deviations
    assert verify(root, tmp_path / "out").deviations == ()


def test_a_release_of_a_day_before_the_decision_does_not_hold_it(root: Path, tmp_path: Path) -> None:
    codes = ("QT-02",)
    assert not [name for name in release(root, out=tmp_path / "o", on=FIRST, codes=codes).files if "quyet" in name]


def test_a_decision_that_rests_on_nothing_is_told_with_the_place_to_mend_it(root: Path, tmp_path: Path) -> None:
    (decision,) = (root / "records" / "decisions").glob("*.yaml")
    kept = [line for line in decision.read_text(encoding="utf-8").splitlines() if not line.startswith("basis:")]
    decision.write_text("\n".join(kept) + "\n", encoding="utf-8")
    commit(root, {}, "Bỏ căn cứ")
    outcome = qmsdocs(root, "release", "--on", str(LATER), "--out", str(tmp_path / "out"), lang="en")
    assert outcome.code == 0
    assert f"{PAPER} names nothing that the decision rests on (căn cứ)" in outcome.err
    assert "write it as basis: into the file of the decision in records/decisions" in outcome.err


def test_a_changed_decision_is_named(root: Path, tmp_path: Path) -> None:
    release(root, out=tmp_path / "out", on=LATER)
    path = tmp_path / "out" / PAPER
    files = parts(path.read_bytes())
    text = files["word/document.xml"].replace("Nguyễn Văn An".encode(), "Trần Văn Cường".encode())
    path.write_bytes(packed_again({**files, "word/document.xml": text}))
    assert [each.subject for each in verify(root, tmp_path / "out").deviations] == [PAPER]


def test_a_template_of_the_agency_that_strays_from_the_decree_is_told(root: Path, tmp_path: Path) -> None:
    files = parts(template("decision.docx"))
    text = files["word/document.xml"].replace(b'w:left="1701"', b'w:left="900"')
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "decision.docx").write_bytes(packed_again({**files, "word/document.xml": text}))
    outcome = qmsdocs(root, "release", "--on", str(LATER), "--out", str(tmp_path / "out"), lang="en")
    assert outcome.code == 0
    assert (
        f"{PAPER} is not laid out as Nghị định 30/2020/NĐ-CP asks: page should be left 30–35 mm, it is 15.9 mm"
        in outcome.err
    )


def test_copies_for_signing_come_with_a_decision_that_has_room_for_its_number(tmp_path: Path) -> None:
    written(tmp_path / "r", AWAITING)
    release(tmp_path / "r", out=tmp_path / "out", on=LATER, codes=["QT-01"], for_signing=True)
    said = lines((tmp_path / "out" / "quyet-dinh_trinh-ky.docx").read_bytes())
    assert "Số:         /QĐ-…" in said
    assert "Nguyễn Văn An" in said


def test_the_decision_for_signing_says_what_it_rests_on(tmp_path: Path) -> None:
    written(tmp_path / "r", AWAITING)
    sign = ("release", "QT-01", "--for-signing", "--on", str(LATER), "--out", str(tmp_path / "out"), "--basis")
    outcome = qmsdocs(tmp_path / "r", *sign, "30/2020/nđ-cp", lang="en")
    assert outcome.code == 0, outcome.err
    assert "--evidence FILE --basis '30/2020/NĐ-CP'`" in outcome.out
    said = lines((tmp_path / "out" / "quyet-dinh_trinh-ky.docx").read_bytes())
    basis = [line for line in said if line.startswith(("Căn cứ", "Theo đề nghị"))]
    assert basis[0].startswith("Căn cứ Nghị định số 30/2020/NĐ-CP ngày")
    assert basis[0].endswith(";")
    assert basis[1].startswith("Theo đề nghị của …")
    assert json.loads((tmp_path / "out/manifest.json").read_bytes())["basis"] == ["30/2020/NĐ-CP"]
    unknown = qmsdocs(tmp_path / "r", *sign, "30/2020/ND-CPP", lang="en")
    assert (unknown.code, "did you mean 30/2020/NĐ-CP" in unknown.err) == (2, True)
    assert "--for-signing" in qmsdocs(tmp_path / "r", "release", "--basis", "30/2020/NĐ-CP", lang="en").err


def test_a_decision_for_signing_is_proved_with_what_it_rests_on(tmp_path: Path) -> None:
    root, out = tmp_path / "r", tmp_path / "out"
    written(root, AWAITING)
    git(root, "init", "-q", "-b", "main")
    commit(root, {}, "Trình ký")
    release(root, out=out, on=LATER, codes=["QT-01"], for_signing=True, basis=["30/2020/NĐ-CP"])
    assert verify(root, out).deviations == ()
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"30/2020/NĐ-CP"', '"QT-02"'), encoding="utf-8")
    assert [each.subject for each in verify(root, out).deviations] == ["quyet-dinh_trinh-ky.docx"]


# --- LibreOffice


@needs_libreoffice
def test_page_numbers_and_pdf_files_are_there_when_asked_for_and_proved(root: Path, tmp_path: Path) -> None:
    extras = Extras(Office.found(SEARCH), paged=True, pdf=True)
    out = tmp_path / "out"
    issued = release(root, out=out, on=LATER, codes=["QT-01"], extras=extras)
    assert [name for name in issued.files if name.endswith(".pdf")] == [
        "QT-01_1.1.pdf",
        PAPER.replace(".docx", ".pdf"),
    ]
    contents = [text for style, text in paragraphs(main_of((out / "QT-01_1.1.docx").read_bytes())) if style == "TOC1"]
    assert contents
    assert all(text[-1].isdecimal() for text in contents)
    recorded = json.loads((out / "manifest.json").read_bytes())["documents"][0]
    assert len(recorded["pages"]) >= len(contents)
    assert verify(root, out).deviations == ()
    (out / "QT-01_1.1.pdf").write_bytes(b"%PDF-1.7 other")
    assert [each.subject for each in verify(root, out).deviations] == ["QT-01_1.1.pdf"]


@needs_libreoffice
def test_pdf_files_are_signed_and_verify_says_by_whom(root: Path, tmp_path: Path, key: Key) -> None:  # noqa: F811
    extras = Extras(Office.found(SEARCH), pdf=True, key=key)
    release(root, out=tmp_path / "out", on=LATER, codes=["QT-02"], extras=extras)
    verified = verify(root, tmp_path / "out")
    assert verified.deviations == ()
    assert any("signed by UBND phường Mẫu" in note.render(str) for note in verified.notes)


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--pdf",), "LibreOffice is not installed"), (("--key", "k.p12"), "--key signs PDF files; add --pdf")],
)
def test_what_cannot_be_made_is_said_before_anything_is_written(
    options: tuple[str, ...], said: str, root: Path, tmp_path: Path
) -> None:
    outcome = qmsdocs(root, "release", "--out", str(tmp_path / "out"), *options, lang="en", PATH=os.devnull)
    assert outcome.code == 2
    assert said in outcome.err
    assert not (tmp_path / "out").exists()


# --- copies that are no longer in force


def test_superseded_revisions_are_issued_with_their_mark_on_every_page(root: Path, tmp_path: Path) -> None:
    git(root, "checkout", "-q", "HEAD~2")
    release(root, out=tmp_path / "first", on=FIRST, codes=["QT-01"], tag=True)
    git(root, "checkout", "-q", "main")
    out = tmp_path / "out"
    issued = release(root, out=out, on=LATER, codes=["QT-01"], obsolete=True)
    assert issued.files == ("QT-01_1.0_het-hieu-luc.docx", "manifest.json")
    headers = [part for name, part in parts((out / issued.files[0]).read_bytes()).items() if "header" in name]
    assert headers
    assert all(b"NO LONGER IN FORCE" in part or "HẾT HIỆU LỰC".encode() in part for part in headers)
    assert verify(root, out).deviations == ()


def test_a_document_all_of_which_is_in_force_has_no_obsolete_copies(root: Path, tmp_path: Path) -> None:
    outcome = qmsdocs(root, "release", "--obsolete", "QT-02", "--out", str(tmp_path / "o"), lang="en")
    assert outcome.code == 1
    assert "none of its revisions is superseded or withdrawn" in outcome.err
    assert qmsdocs(root, "release", "--obsolete", lang="en").code == 2
    assert "goes with none of" in qmsdocs(root, "release", "--obsolete", "QT-01", "--draft", lang="en").err


# --- forms


def test_form_files_are_attached_as_they_were_approved(tmp_path: Path) -> None:
    root = tmp_path / "r"
    written(
        root,
        "--- procedures/QT-02/QT-02.yaml\n"
        "forms: [{code: BM-02-01, title: Phiếu, file: phieu.xlsx, issue: 2, revision: 1}]\n"
        "revisions: [{issue: 1, revision: 0, reason: Soạn}]\n",
    )
    (root / "procedures/QT-02/phieu.xlsx").write_bytes(b"PK sheet")
    git(root, "init", "-q", "-b", "main")
    commit(root, {}, "Ban đầu")
    out = tmp_path / "out"
    assert "BM-02-01_2.1.xlsx" in release(root, out=out, on=LATER, codes=["QT-02"], draft=True).files
    assert (out / "BM-02-01_2.1.xlsx").read_bytes() == b"PK sheet"
    assert verify(root, out).deviations == ()
    (out / "BM-02-01_2.1.xlsx").write_bytes(b"PK other")
    assert "BM-02-01_2.1.xlsx" in [each.subject for each in verify(root, out).deviations]


def test_two_forms_of_one_code_that_differ_stop_the_release(tmp_path: Path) -> None:
    root = tmp_path / "r"
    form = "forms: [{code: BM-02-01, title: Phiếu, file: phieu.xlsx}]\nrevisions: [{issue: 1, revision: 0, reason: Soạn}]\n"
    written(root, f"--- procedures/QT-02/QT-02.yaml\n{form}")
    (root / "procedures/QT-02/phieu.xlsx").write_bytes(b"PK sheet")
    tree = Source(load(root), WorkTree(root))
    document = tree.register.document("QT-02")
    assert document is not None
    assert document.last is not None
    plan = Plan(LATER, (Item(document, document.last, Copy.DRAFT),), (), (), whole=False)
    with pytest.raises(ReleaseRefused, match=r"another file called BM-02-01_1\.0\.xlsx; raise the numbers of the form"):
        _attach(plan, tree, {"BM-02-01_1.0.xlsx": b"PK other"})
