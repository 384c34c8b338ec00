"""Word templates: what office people may do to them, what is refused and with which words."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from qmsdocs.errors import UnusableConfiguration
from qmsdocs.word import Copy, Edition, render_document
from qmsdocs.word.template.controls import tags_in
from qmsdocs.word.template.opening import open_template
from qmsdocs.word.template.vocabulary import DECISION, DOCUMENT, FORM, LIST
from qmsdocs.word.writing.images import picture
from tests.wordfiles import ROOT, main_of, packed_again, parts, png, scenario_edition, template, text_of, unsound

MAIN, RELATIONS, STYLES = "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return scenario_edition(tmp_path_factory.mktemp("base"))


def edited(change: Callable[[dict[str, str]], object]) -> bytes:
    """The procedure template after a change to its parts as texts."""
    texts = {name: part.decode() for name, part in parts(template()).items()}
    change(texts)
    return packed_again({name: text.encode() for name, text in texts.items()})


def replaced(part: str, old: str, new: str) -> bytes:
    def change(texts: dict[str, str]) -> None:
        assert old in texts[part]
        texts[part] = texts[part].replace(old, new)

    return edited(change)


def refused(data: bytes, edition: Edition) -> str:
    with pytest.raises(UnusableConfiguration) as caught:
        render_document(edition, data, str, called="own.docx")
    message = str(caught.value)
    assert message.startswith("the Word template own.docx cannot be used: ")
    return message.removeprefix("the Word template own.docx cannot be used: ")


# --- the committed files


@pytest.mark.parametrize("name", ["procedure.docx", "document.docx", "list.docx", "decision.docx", "form.docx"])
def test_a_template_of_the_starter_set_is_valid_and_slim(name: str) -> None:
    path = ROOT / "templates" / name
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []
    assert path.stat().st_size < 16_000
    vocabulary = {"list.docx": LIST, "decision.docx": DECISION, "form.docx": FORM}.get(name, DOCUMENT)
    opened = open_template(path.read_bytes(), vocabulary, name)
    found = {tag for part in opened.filled for tag, _ in tags_in(opened.trees[part])}
    assert vocabulary.required <= found <= vocabulary.every
    settings = parts(path.read_bytes())["word/settings.xml"].decode()
    assert "rsid" not in settings
    assert "updateFields" not in settings
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings


def test_pages_follow_the_decree_on_clerical_work() -> None:
    text = parts(template())[MAIN].decode()
    assert set(re.findall(r"<w:pgSz [^>]*>", text)) == {'<w:pgSz w:w="11906" w:h="16838"/>'}
    margins = set(re.findall(r'w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"', text))
    assert margins == {("1134", "1134", "1134", "1701")}  # 20, 20, 20 and 30 mm
    assert 'w:sz w:val="26"' in parts(template())[STYLES].decode()


# --- what office people do


def test_a_control_split_into_runs_and_given_another_look_still_works(base: Edition) -> None:
    split = '<w:r><w:t>[Tên</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t> tài liệu]</w:t></w:r>'
    data = edited(
        lambda t: t.__setitem__(
            MAIN, re.sub(r"<w:r>(<w:rPr>.{0,80}</w:rPr>)<w:t[^>]*>\[Tên tài liệu\]</w:t></w:r>", split, t[MAIN])
        )
    )
    made = render_document(base, data, str)
    assert "Kiểm soát thông tin dạng văn bản" in text_of(main_of(made))
    assert "Tên tài liệu]" not in text_of(main_of(made))
    assert unsound(made) == []


def test_styles_may_have_the_ids_that_vietnamese_word_gives_them(base: Edition) -> None:
    def rename(texts: dict[str, str]) -> None:
        for name, text in texts.items():
            texts[name] = text.replace('"Heading1"', '"u1"').replace('"ListBullet"', '"Duudong"')

    made = render_document(base, edited(rename), str)
    assert b'<w:pStyle w:val="u1"/>' in parts(made)[MAIN]
    assert unsound(made) == []


def test_a_control_that_is_taken_away_is_not_missed_unless_it_is_required(base: Edition) -> None:
    control = r'<w:sdt><w:sdtPr><w:alias [^>]*/><w:tag w:val="entry.effective"/>.*?</w:sdt>'
    data = edited(lambda texts: texts.__setitem__(MAIN, re.sub(control, "", texts[MAIN])))
    made = render_document(base, data, str)
    assert unsound(made) == []
    assert "01/02/2026" not in text_of(main_of(made))


def test_a_paragraph_whose_only_control_has_nothing_to_say_goes(base: Edition) -> None:
    made = render_document(base, template(), str)
    assert "Cơ quan chủ quản" not in text_of(main_of(made))


def test_a_logo_stays_and_drawings_keep_different_numbers(base: Edition) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    logo = f'<wp:inline xmlns:wp="{space}"><wp:docPr id="7" name="Logo"/></wp:inline>'
    data = replaced(MAIN, "<w:body>", f"<w:body><w:p><w:r><w:drawing>{logo}</w:drawing></w:r></w:p>")
    assert open_template(data, DOCUMENT, "x").first_id == 8
    assert b'name="Logo"' in parts(render_document(base, data, str))[MAIN]


def test_what_belongs_to_the_template_as_a_file_does_not_reach_the_document(base: Edition) -> None:
    def add(texts: dict[str, str]) -> None:
        texts["docProps/core.xml"] = "<x/>"
        texts["docProps/custom.xml"] = "<secret/>"
        texts["word/settings.xml"] = texts["word/settings.xml"].replace(
            "<w:defaultTabStop", '<w:updateFields w:val="true"/><w:trackRevisions/><w:defaultTabStop'
        )

    made = parts(render_document(base, edited(add), str))
    assert "docProps/custom.xml" not in made
    assert b"updateFields" not in made["word/settings.xml"]
    assert b"trackRevisions" not in made["word/settings.xml"]


def test_a_template_without_headers_or_footnotes_gets_them_where_they_are_needed(base: Edition) -> None:
    def strip(texts: dict[str, str]) -> None:
        texts[MAIN] = re.sub(r"<w:headerReference[^>]*>", "", texts[MAIN]).replace("<w:cols ", "<w:titlePg/><w:cols ")
        texts[MAIN] = re.sub(r"(<w:cols [^>]*>)", r"", texts[MAIN])
        texts[RELATIONS] = re.sub(r"<Relationship [^>]*(header|footnotes)[^>]*>", "", texts[RELATIONS])

    draft = Edition(base.document, base.entry, base.register, copy=Copy.DRAFT, image=base.image)
    made = render_document(draft, edited(strip), str)
    marks = [name for name, part in parts(made).items() if b"PowerPlusWaterMark" in part]
    assert marks == ["word/headerOfMarkDefault.xml", "word/headerOfMarkFirst.xml"]


# --- what is refused


def _lying() -> bytes:
    """The directory says that a part is smaller than it is."""
    data = bytearray(packed_again(parts(template())))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    return bytes(data)


def _flagged() -> bytes:
    data = bytearray(packed_again(parts(template())))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + offset] |= 1
    return bytes(data)


BROKEN: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "unknown tag": (
        lambda: replaced(MAIN, 'w:val="document.title"', 'w:val="document.titel"'),
        "it has a content control with the unknown tag document.titel; did you mean document.title?",
    ),
    "strange tag": (
        lambda: replaced(MAIN, 'w:val="document.title"', 'w:val="zzzzz"'),
        "it has a content control with the unknown tag zzzzz",
    ),
    "missing tags": (
        lambda: replaced(MAIN, '<w:tag w:val="body"/>', ""),
        "the content controls with these tags are missing: body",
    ),
    "block in a line": (
        lambda: replaced(MAIN, 'w:val="entry.decision"', 'w:val="contents"'),
        "the content control contents must stand alone between paragraphs, not in a line, table or header",
    ),
    "rows without a row": (
        lambda: replaced(MAIN, 'w:val="entry.decision"', 'w:val="revisions"'),
        "the content control revisions must surround a table row",
    ),
    "field of a row elsewhere": (
        lambda: replaced(MAIN, 'w:val="entry.decision"', 'w:val="revision.what"'),
        "the content control revision.what must stand in the row that revisions repeats",
    ),
    "missing style": (
        lambda: replaced(STYLES, '<w:name w:val="Table Grid"/>', '<w:name w:val="Khác"/>'),
        "these styles are missing: Table Grid",
    ),
    "style without numbering": (
        lambda: replaced(STYLES, '<w:numId w:val="3"/>', '<w:numId w:val="99"/>'),
        "it has no numbering for headings and lists",
    ),
    "old format": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "it is not a .docx file; open it in Word and save it as .docx without a password",
    ),
    "empty": (lambda: b"", "it is not a .docx file; open it in Word and save it as .docx without a password"),
    "truncated": (lambda: template()[:-200], "the file is damaged or encrypted"),
    "another archive": (lambda: packed_again({"a.txt": b"x"}), "it is not a Word file"),
    "spreadsheet": (
        lambda: replaced("_rels/.rels", "word/document.xml", "word/styles.xml"),
        "it is not a Word file",
    ),
    "document type": (
        lambda: replaced(STYLES, "<w:styles ", '<!DOCTYPE s [<!ENTITY a "aaa">]><w:styles '),
        "part word/styles.xml has a document type declaration",
    ),
    "sixteen bit text": (
        lambda: packed_again({**parts(template()), STYLES: parts(template())[STYLES].decode().encode("utf-16")}),
        "part word/styles.xml is not UTF-8",
    ),
    "broken xml": (lambda: replaced(STYLES, "</w:styles>", ""), "part word/styles.xml is not well-formed XML"),
    "macros": (
        lambda: packed_again({**parts(template()), "word/vbaProject.bin": b"x"}),
        "it has macros or embedded files (word/vbaProject.bin); save it as .docx without them",
    ),
    "embedded file": (
        lambda: packed_again({**parts(template()), "word/embeddings/oleObject1.bin": b"x"}),
        "it has macros or embedded files (word/embeddings/oleObject1.bin); save it as .docx without them",
    ),
    "imported part": (
        lambda: replaced(RELATIONS, "<Relationship ", f'<Relationship Id="rId77" Type="{OFFICE}/aFChunk" Target="a.html"/><Relationship '),
        "it has macros or embedded files (a.html); save it as .docx without them",
    ),
    "linked picture": (
        lambda: replaced(
            RELATIONS, "<Relationship ",
            f'<Relationship Id="rId77" Type="{OFFICE}/image" Target="file:///etc/passwd" TargetMode="External"/><Relationship ',
        ),
        "it refers to something outside the file: file:///etc/passwd",
    ),
    "attached template": (
        lambda: packed_again(
            {
                **parts(template()),
                "word/_rels/settings.xml.rels": (
                    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                    f'Type="{OFFICE}/attachedTemplate" Target="http://xau.example/a.dotm" TargetMode="External"/></Relationships>'
                ).encode(),
            }
        ),
        "it refers to something outside the file: http://xau.example/a.dotm",
    ),
    "link with a program": (
        lambda: replaced(
            RELATIONS, "<Relationship ",
            f'<Relationship Id="rId77" Type="{OFFICE}/hyperlink" Target="javascript:x" TargetMode="External"/><Relationship ',
        ),
        "it refers to something outside the file: javascript:x",
    ),
    "reading field": (
        lambda: replaced(
            MAIN, "<w:body>",
            "<w:body><w:p><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE a.png</w:instrText></w:r></w:p>",
        ),
        "it has a field that reads other files: INCLUDEPICTURE",
    ),
    "odd name": (
        lambda: packed_again({**parts(template()), "../x.xml": b"<x/>"}),
        "it has a part with an odd name: '../x.xml'",
    ),
    "bomb": (
        lambda: packed_again({**parts(template()), "word/media/a.png": b"\0" * (15 << 20)}),
        "it holds more than a Word file of this kind may hold",
    ),
    "many entries": (
        lambda: packed_again({**parts(template()), **{f"word/media/{n}.png": b"" for n in range(500)}}),
        "it holds more than a Word file of this kind may hold",
    ),
    "lying size": (_lying, "the file is damaged or encrypted"),
    "encrypted": (_flagged, "the file is damaged or encrypted"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_a_template_that_cannot_be_used_is_refused_in_words(case: str, base: Edition) -> None:
    build, reason = BROKEN[case]
    assert refused(build(), base) == reason


@pytest.mark.parametrize("step", range(240))
def test_damaged_bytes_never_end_in_anything_but_a_refusal(step: int, base: Edition) -> None:
    data = bytearray(template())
    at = step * len(data) // 240
    data[at] ^= 0xFF
    try:
        made = render_document(base, bytes(data), str)
    except UnusableConfiguration:
        return
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


# --- pictures


def test_the_size_of_a_picture_is_read_from_its_first_bytes() -> None:
    found = picture(png(96, 48))
    assert found is not None
    assert (found.extension, found.width, found.height) == ("png", 914_400, 457_200)
    jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\1\0\xc8\0\xc8\0\0\xff\xc0\0\x0b\x08\0\x64\0\xc8\1\1\x11\0\xff\xd9"
    found = picture(jpeg)
    assert found is not None
    assert (found.extension, found.width, found.height) == ("jpeg", 914_400, 457_200)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg/>", png()[:20], b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\xff", png(0, 5), png()[:12] + b"JUNK"],
)
def test_what_is_no_png_or_jpeg_is_no_picture(data: bytes) -> None:
    assert picture(data) is None


def test_templates_are_opened_once() -> None:
    assert open_template(template(), DOCUMENT, "a") is open_template(bytes(bytearray(template())), DOCUMENT, "a")


def test_the_starter_set_is_where_the_release_looks_for_it() -> None:
    assert {path.name for path in Path(ROOT / "templates").glob("*.docx")} == {
        "procedure.docx",
        "document.docx",
        "list.docx",
        "decision.docx",
        "form.docx",
    }
