"""What stands in a Word file: read as plain values, changes resolved, nothing lost in silence."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from qmsdocs.word.ooxml.archive import Unfit
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import Block, Paragraph, Table, WordFile, paragraphs_in
from tests.wordfiles import packed_again, render, scenario_edition

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def word_file(body: str, relations: str = "", **more: str) -> bytes:
    """A Word file of the least parts around a body."""
    space = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{space}/content-types"><Default Extension="xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/relationships"><Relationship Id="a" Type="{OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": text for name, text in more.items()},
    }
    return packed_again({path: text.encode() for path, text in files.items()})


def related(kind: str, target: str, identity: str = "x", mode: str = "") -> str:
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def p(text: str, more: str = "") -> str:
    return f'<w:p>{more}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def texts(blocks: WordFile | list[Block] | tuple[Block, ...]) -> list[str]:
    return [q.text for q in paragraphs_in(blocks.body if isinstance(blocks, WordFile) else blocks)]


def test_runs_that_look_the_same_are_one_whatever_word_cut_them_into() -> None:
    body = (
        '<w:p><w:r w:rsidR="00A1"><w:t>Kiểm </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>soát</w:t></w:r>'
        "<w:smartTag><w:r><w:t> tài</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t> liệu</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:r><w:rPr><w:b/></w:rPr><w:t>!</w:t></w:r></w:p>"
    )
    (paragraph,) = read_word(word_file(body)).body
    assert isinstance(paragraph, Paragraph)
    assert [(run.text, run.bold) for run in paragraph.runs] == [("Kiểm soát tài liệu", False), ("!", True)]


def test_tracked_changes_are_taken_as_done_or_as_refused() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = (
        f"<w:p>{mark}<w:r><w:t>một </w:t></w:r><w:del><w:r><w:delText>hai </w:delText></w:r></w:del></w:p>"
        "<w:p><w:ins><w:r><w:t>ba </w:t></w:r></w:ins><w:r><w:t>bốn</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p><w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>"
    )
    done, refused = read_word(word_file(body)), read_word(word_file(body), accept=False)
    assert texts(done) == ["một ba bốn", "mới"]
    assert texts(refused) == ["một hai ", "bốn"]
    assert done.tracked == 5


def test_merged_cells_are_one_cell() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"

    merge, over = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [cell("A", '<w:gridSpan w:val="2"/>') + cell("B"), cell("C", merge) + cell("D") + cell("E")]
    rows.append("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" + cell("F") + cell("G", over))
    grid = "<w:tblGrid>" + '<w:gridCol w:w="100"/>' * 3 + "</w:tblGrid>"
    (table,) = read_word(word_file(f"<w:tbl>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")).body
    assert isinstance(table, Table)
    shown = [[cell.text if cell else None for cell in row] for row in table.grid()]
    assert shown == [["A", "A", "B"], ["C", "D", "E"], ["C", "F", "G"]]
    assert [(cell.columns, cell.rows) for row in table.rows for cell in row.cells][:3] == [(2, 1), (1, 1), (1, 2)]


def test_numbers_are_counted_as_word_counts_them() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="6"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
        "</w:num></w:numbering>"
    )

    def item(number: int, level: int) -> str:
        return p("x", f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>')

    body = item(5, 0) + item(5, 1) + item(5, 1) + item(5, 0) + item(5, 1) + item(6, 0) + item(7, 0)
    read = read_word(word_file(body, related("numbering", "numbering.xml"), numbering=numbering))
    labels = [q.item.label if q.item else None for q in paragraphs_in(read.body)]
    assert labels == ["I.", "I.1.", "I.2.", "II.", "II.1.", "IX.", None]


def test_instructions_of_fields_are_not_read_and_links_keep_their_targets() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        "<w:p>" + mark.format("begin") + '<w:r><w:instrText> HYPERLINK "https://example.vn/a" </w:instrText></w:r>'
        + mark.format("separate") + "<w:r><w:t>trang</w:t></w:r>" + mark.format("end")
        + '<w:hyperlink r:id="x"><w:r><w:t>tệp</w:t></w:r></w:hyperlink>'
        + '<w:hyperlink w:anchor="_Toc1"><w:r><w:t>mục</w:t></w:r></w:hyperlink></w:p>'
    )  # fmt: skip
    (paragraph,) = read_word(word_file(body, related("hyperlink", "file:///c/x", mode="External"))).body
    assert isinstance(paragraph, Paragraph)
    assert [(run.text, run.link) for run in paragraph.runs] == [
        ("trang", "https://example.vn/a"),
        ("tệp", ""),
        ("mục", "#_Toc1"),
    ]


def test_what_is_not_read_is_named() -> None:
    linked = '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="x"/></w:drawing></w:r>'
    body = f"<w:p><w:r><w:t>Hình</w:t></w:r>{linked}<w:r><w:object/></w:r></w:p>" + '<w:altChunk r:id="x"/>'
    read = read_word(word_file(body, related("image", "https://example.vn/x.png", mode="External")))
    assert [(lost.what, lost.near) for lost in read.lost] == [
        ("linked picture", "Hình"),
        ("embedded object", "Hình"),
        ("inserted file", ""),
    ]
    assert read.pictures == {}


def test_hidden_text_is_named_with_its_words_wherever_it_is_hidden() -> None:
    def run(text: str, look: str) -> str:
        return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"

    styles = (
        f'<w:styles {W}><w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Kin"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    styled, shown = '<w:rStyle w:val="An"/>', '<w:vanish w:val="0"/>'
    body = (
        f"<w:p>{run('Thấy', '')}{run(' kín', '<w:vanish/>')}{run(' đáo', styled)}{run(' hết', shown)}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="Kin"/></w:pPr>{run("Ẩn cả đoạn", "")}</w:p>'
    )
    read = read_word(word_file(body, related("styles", "styles.xml"), styles=styles))
    assert texts(read) == ["Thấy hết", ""]
    assert [(lost.what, lost.near, lost.words) for lost in read.lost] == [
        ("hidden text", "Thấy hết", "kín đáo"),
        ("hidden text", "Ẩn cả đoạn", "Ẩn cả đoạn"),
    ]


def test_columns_that_tracked_changes_add_or_take_away_are_there_or_not() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"

    row = f"<w:tr>{cell('cũ', '<w:cellDel/>')}{cell('còn')}{cell('mới', '<w:cellIns/>')}</w:tr>"
    body = "<w:tbl><w:tblGrid>" + '<w:gridCol w:w="9"/>' * 3 + f"</w:tblGrid>{row * 2}</w:tbl>"
    for accept, left in ((True, ["còn", "mới"]), (False, ["cũ", "còn"])):
        read = read_word(word_file(body), accept=accept)
        (table,) = read.body
        assert isinstance(table, Table)
        assert [[cell.text if cell else None for cell in row] for row in table.grid()] == [left, left]
        assert read.tracked == 4


def test_texts_of_boxes_stand_after_the_paragraph_they_are_anchored_in() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('trong khung')}</w:txbxContent></w:pict></w:r>"
    read = read_word(word_file(f"<w:p><w:r><w:t>trước</w:t></w:r>{box}</w:p>"))
    assert [(q.text, q.boxed) for q in paragraphs_in(read.body)] == [("trước", False), ("trong khung", True)]


def test_comments_say_what_they_are_about() -> None:
    comments = (
        f'<w:comments {W}><w:comment w:id="3" w:author="Lê Thị Bình" w:date="2026-05-01T08:00:00Z">{p("Sai hạn")}'
        "</w:comment></w:comments>"
    )
    body = '<w:p><w:commentRangeStart w:id="3"/><w:r><w:t>ba tháng</w:t></w:r><w:commentRangeEnd w:id="3"/></w:p>'
    (comment,) = read_word(word_file(body, related("comments", "comments.xml"), comments=comments)).comments
    assert (comment.author, comment.day, comment.text, comment.about) == (
        "Lê Thị Bình",
        "2026-05-01",
        "Sai hạn",
        "ba tháng",
    )


def test_a_release_of_ours_is_read_whole(tmp_path: Path) -> None:
    data = render(scenario_edition(tmp_path))
    read = read_word(data)
    headings = [(q.outline, q.text) for q in paragraphs_in(read.body) if q.outline]
    assert headings[0] == (1, "Mục đích")
    assert any(isinstance(block, Table) and block.rows[0].header for block in read.body)
    assert read.lost == ()
    assert read.tracked == 0
    assert read.properties["subject"] == "QT-01"
    assert any("QT-01" in q.text for margin in read.margins for q in paragraphs_in(margin.blocks))


@pytest.mark.parametrize("step", range(97, 6000, 353))
def test_damaged_files_are_refused_or_read_but_never_crash(step: int, tmp_path: Path) -> None:
    data = bytearray(word_file(p("x") * 40))
    data[step % len(data)] ^= 0x5A
    with suppress(Unfit):
        read_word(bytes(data))


def test_numbers_beyond_reason_do_not_make_work() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>{p("x")}</w:tc>'
    body = f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>" + p("y", '<w:pPr><w:outlineLvl w:val="77"/></w:pPr>')
    read = read_word(word_file(body))
    assert texts(read) == ["x", "x", "x", "y"]
