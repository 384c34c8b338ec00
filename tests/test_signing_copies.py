"""Copies for the leader to sign on paper: they look as the issued ones will, and what is signed is what is issued."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from qmsdocs import load, release
from qmsdocs.edit.deciding import Issuing
from qmsdocs.edit.landing import replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.errors import ReleaseRefused, UnknownDocument, UnusableConfiguration
from tests.forked import forked
from tests.scenario import written
from tests.wordfiles import main_of, packed_again, parts, problems, tables, template, text_of

PRINTED, SIGNED = date(2026, 6, 1), date(2026, 6, 5)
BEGUN = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
"""
PREPARED = BEGUN + "    prepared: {by: le-thi-binh, on: 2026-05-05, position: Công chức}\n"
AWAITING = (
    PREPARED + '    reviewed: {by: tran-van-cuong, on: 2026-05-12, position: Phó Chủ tịch, content: "sha256:…"}\n'
)
DIGITS = re.compile(r"\b[0-9a-f]{12}\b")


def _printed(root: Path, scenario: str = AWAITING, *codes: str, **how: Any) -> bytes:
    written(root / "kho", scenario)
    issued = release(root / "kho", out=root / "ky", on=PRINTED, codes=codes or ("QT-01",), for_signing=True, **how)
    return (issued.folder / issued.plan.items[0].file).read_bytes()


def _digest(root: Path) -> str:
    document = load(root / "kho").document("QT-01")
    assert document is not None
    return document.origin.digest


def _feet(data: bytes) -> list[str]:
    return [text_of(etree.fromstring(part)) for name, part in parts(data).items() if name.startswith("word/footer")]


def test_it_has_room_for_what_only_the_leader_can_write(tmp_path: Path) -> None:
    data = _printed(tmp_path, language="en")
    cover, sign_off, history = (tables(main_of(data))[place] for place in (0, 1, 2))
    assert cover[1] == ["QT-01", "01/00", "…/…/……", "…/…/……"]
    assert [row[3] for row in sign_off] == ["Approved by", "Nguyễn Văn An", "", "Chủ tịch", "……/……/………"]
    assert [row[1] for row in sign_off] == ["Prepared by", "Lê Thị Bình", "", "Công chức", "05/05/2026"]
    assert history[1][-1] == "…/…/……"
    assert "No. ………… of …/…/……" in text_of(main_of(data))
    assert "DRAFT" not in "".join(map(text_of, (main_of(data), *map(etree.fromstring, _margins(data)))))


def _margins(data: bytes) -> list[bytes]:
    return [part for name, part in parts(data).items() if re.fullmatch(r"word/(header|footer)\w*\.xml", name)]


def test_the_code_of_the_content_stands_on_every_page(tmp_path: Path) -> None:
    data = _printed(tmp_path)
    digest = _digest(tmp_path).removeprefix("sha256:")[:12]
    assert [found for foot in _feet(data) for found in DIGITS.findall(foot)] == [digest]
    sections = list(main_of(data).iter("{*}sectPr"))
    assert [len(section.findall("{*}footerReference")) for section in sections][:1] == [1]
    assert all(not section.findall("{*}footerReference") for section in sections[1:])  # they inherit it
    assert problems(data, tmp_path / "x.docx") == []


def test_an_office_may_place_the_code_in_its_own_template(tmp_path: Path) -> None:
    control = (
        '<w:p><w:r><w:t xml:space="preserve">Mã: </w:t></w:r><w:sdt><w:sdtPr><w:tag w:val="document.digest"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt></w:p></w:hdr>"
    )
    own = {
        name: part.replace(b"</w:hdr>", control.encode()) if name == "word/header1.xml" else part
        for name, part in parts(template()).items()
    }
    written(tmp_path / "kho", AWAITING)
    (tmp_path / "kho/templates").mkdir()
    (tmp_path / "kho/templates/procedure.docx").write_bytes(packed_again(own))
    issued = release(tmp_path / "kho", out=tmp_path / "ky", on=PRINTED, codes=["QT-01"], for_signing=True)
    data = (issued.folder / issued.plan.items[0].file).read_bytes()
    digest = _digest(tmp_path).removeprefix("sha256:")[:12]
    assert [text_of(etree.fromstring(part)).count(f"Mã: {digest}") for part in _margins(data)] == [1, 0]
    assert not any("footer" in name for name in parts(data))


def test_a_footer_of_the_office_keeps_its_own_text(tmp_path: Path) -> None:
    own = parts(template())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
    own["word/footer7.xml"] = f"<w:ftr {space}><w:p><w:r><w:t>Lưu hành nội bộ</w:t></w:r></w:p></w:ftr>".encode()
    own["[Content_Types].xml"] = own["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footer7.xml" ContentType="{kind}"/></Types>'.encode()
    )
    own["word/_rels/document.xml.rels"] = own["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="rId70" Type="{target}" Target="footer7.xml"/></Relationships>'.encode()
    )
    own["word/document.xml"] = re.sub(
        rb"(<w:sectPr>)(?!.*<w:sectPr>)",
        rb'\1<w:footerReference w:type="default" r:id="rId70"/>',
        own["word/document.xml"],
    )
    written(tmp_path / "kho", AWAITING)
    (tmp_path / "kho/templates").mkdir()
    (tmp_path / "kho/templates/procedure.docx").write_bytes(packed_again(own))
    issued = release(tmp_path / "kho", out=tmp_path / "ky", on=PRINTED, codes=["QT-01"], for_signing=True)
    data = (issued.folder / issued.plan.items[0].file).read_bytes()
    feet = _feet(data)
    assert [len(DIGITS.findall(foot)) for foot in feet] == [1, 1]  # of the first sections, and of the last one
    assert sum("Lưu hành nội bộ" in foot for foot in feet) == 1
    assert problems(data, tmp_path / "x.docx") == []


def test_several_who_may_approve_leave_the_name_open(tmp_path: Path) -> None:
    several = """--- qms.yaml
signers:
  prepare: [le-thi-binh]
  review: [tran-van-cuong]
  approve: [nguyen-van-an, {id: tran-van-cuong, capacity: KT.}]
"""
    assert [row[3] for row in tables(main_of(_printed(tmp_path, AWAITING + several, language="en")))[1]] == [
        "Approved by", "", "", "", "……/……/………",
    ]  # fmt: skip


def test_a_day_of_effect_that_is_known_is_printed(tmp_path: Path) -> None:
    data = _printed(tmp_path, AWAITING + "    effective: 2026-07-01\n")
    assert tables(main_of(data))[0][1] == ["QT-01", "01/00", "…/…/……", "01/07/2026"]


def test_the_same_copy_has_the_same_bytes(tmp_path: Path) -> None:
    assert _printed(tmp_path / "a") == _printed(tmp_path / "b")


def test_the_manifest_says_that_it_is_yet_to_be_signed(tmp_path: Path) -> None:
    _printed(tmp_path)
    manifest = json.loads((tmp_path / "ky/manifest.json").read_text(encoding="utf-8"))
    assert (manifest["for_signing"], manifest["whole"]) == (True, False)
    (document,) = manifest["documents"]
    assert (document["file"], document["content"]) == ("QT-01_1.0_trinh-ky.docx", _digest(tmp_path))
    assert (document["draft"], document["approved"], document["decision"]) == (False, None, None)


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (BEGUN, r"QT-01: 1.0 was not reviewed by 2026-06-01; .*`qmsdocs sign QT-01 --as prepared`"),
        (PREPARED, r"QT-01: 1.0 was not reviewed by 2026-06-01; .*`qmsdocs sign QT-01 --as reviewed`"),
        ("", r"QT-01: 1.0 is approved already; print it with `qmsdocs release QT-01`"),
        ("--- procedures/QT-01/QT-01.yaml\nrevisions: []\n", "its ledger is empty"),
        (AWAITING.replace("2026-05-12", "2026-06-02"), "was not reviewed by 2026-06-01"),
    ],
    ids=["not prepared", "not reviewed", "approved", "not begun", "reviewed later"],
)
def test_what_does_not_await_approval_is_refused_with_the_way_there(
    scenario: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseRefused, match=expected):
        _printed(tmp_path, scenario)
    assert not (tmp_path / "ky").exists()


def test_what_was_changed_after_review_is_not_printed(tmp_path: Path) -> None:
    written(tmp_path / "kho", AWAITING)
    text = tmp_path / "kho/procedures/QT-01/QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    with pytest.raises(ReleaseRefused):
        release(tmp_path / "kho", out=tmp_path / "ky", on=PRINTED, codes=["QT-01"], for_signing=True)
    assert not (tmp_path / "ky").exists()


def test_documents_are_named_and_known(tmp_path: Path) -> None:
    written(tmp_path / "kho", AWAITING)
    for codes, error in (((), UnusableConfiguration), (("QT-77",), UnknownDocument)):
        with pytest.raises(error):
            release(tmp_path / "kho", out=tmp_path / "ky", on=PRINTED, codes=codes, for_signing=True)


def test_a_whole_release_is_not_replaced(tmp_path: Path) -> None:
    written(tmp_path / "kho", AWAITING)
    out = tmp_path / "dist"
    release(tmp_path / "kho", out=out, on=PRINTED)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(UnusableConfiguration, match="holds a whole release"):
        release(tmp_path / "kho", out=out, on=PRINTED, codes=["QT-01"], for_signing=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_what_was_signed_on_paper_is_what_is_issued(tmp_path: Path) -> None:
    """Printed, signed with number and day, scanned, approved, issued: one content all the way."""
    root = tmp_path / "kho"
    printed = next(found for foot in _feet(_printed(tmp_path)) for found in DIGITS.findall(foot))
    (tmp_path / "scan.pdf").write_bytes(b"%PDF signed")
    issuing = Issuing("35/QĐ-UBND", date(2026, 6, 15), tmp_path / "scan.pdf")
    replace_files(root, Desk(root).approve(["QT-01"], issuing, by="nguyen-van-an", on=SIGNED))
    issued = release(root, out=tmp_path / "dist", on=SIGNED, codes=["QT-01"])
    (document,) = json.loads((issued.folder / "manifest.json").read_text(encoding="utf-8"))["documents"]
    assert document["content"].startswith(f"sha256:{printed}")
    assert (document["decision"], document["approved"]) == ("35/QĐ-UBND", "2026-06-05")
    data = (issued.folder / document["file"]).read_bytes()
    assert tables(main_of(data))[0][1] == ["QT-01", "01/00", "05/06/2026", "15/06/2026"]
    assert not any("footer" in name for name in parts(data))


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), *arguments, "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_line_says_where_it_lies_and_what_comes_next(tmp_path: Path) -> None:
    written(tmp_path, AWAITING)
    done = _qmsdocs(tmp_path, "release", "--for-signing", "QT-01", "--on", "2026-06-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "`qmsdocs approve QT-01 --by ID" in done.stdout
    assert sorted(path.name for path in (tmp_path / "dist-signing").iterdir()) == [
        "QT-01_1.0_trinh-ky.docx", "manifest.json", "quyet-dinh_trinh-ky.docx",
    ]  # fmt: skip
    refused = _qmsdocs(tmp_path, "release", "--for-signing", "--draft", "QT-01")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "exclude one another" in refused.stderr
