"""The decision that issues documents: what it says, and that its layout is what the decree on clerical work asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Reference
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import Register
from qmsdocs.word.papers.basis import basis_lines
from qmsdocs.word.papers.decision import Paper, render_decision
from qmsdocs.word.papers.measure import layout, measured
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import Table, paragraphs_in
from tests.scenario import written
from tests.wordfiles import packed_again, parts, problems, template

MAIN = "word/document.xml"
DECISION = Decision(
    number="5/QĐ-UBND",
    on=date(2026, 1, 5),
    title="Ban hành tài liệu Hệ thống quản lý chất lượng",
    basis=(Reference(code="30/2020/NĐ-CP"),),
    articles=("Ban hành kèm theo Quyết định này 01 quy trình.", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
    recipients=("Như Điều 2", "- Các đơn vị;", "Lưu: VT, VP"),
    signer="nguyen-van-an",
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    root = tmp_path_factory.mktemp("base")
    written(root, "")
    return load(root)


def paper(register: Register, decision: Decision | None = DECISION) -> Paper:
    document = register.document("QT-01")
    assert document is not None
    assert document.last is not None
    number, on = (decision.number, decision.on) if decision else ("", None)
    return Paper(number, on, decision, [(document, document.last)], document.last.approved, register)


def lines(data: bytes) -> list[str]:
    return [line.text for line in paragraphs_in(read_word(data).body) if line.text.strip()]


def test_a_decision_says_what_its_file_says_in_the_order_of_the_decree(register: Register, tmp_path: Path) -> None:
    data = render_decision(paper(register), template("decision.docx"))
    assert problems(data, tmp_path / "d.docx") == []
    said = lines(data)
    wanted = [
        "Số: 05/QĐ-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Mẫu, ngày 05 tháng 01 năm 2026",
        "QUYẾT ĐỊNH",
        "Ban hành tài liệu Hệ thống quản lý chất lượng",
        "Chủ tịch Ủy ban nhân dân phường Mẫu",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Ban hành kèm theo Quyết định này 01 quy trình.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
        "Nơi nhận:",
        "- Như Điều 2;",
        "- Các đơn vị;",
        "- Lưu: VT, VP.",
        "Chủ tịch",
        "Nguyễn Văn An",
        "PHỤ LỤC",
        "DANH MỤC TÀI LIỆU BAN HÀNH",
        "(Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân phường Mẫu)",
    ]
    assert [line for line in said if line in wanted] == wanted
    table = [block for block in read_word(data).body if isinstance(block, Table)][-1]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "QT-01", "Kiểm soát thông tin dạng văn bản", "01/00"]


def test_a_decision_without_file_has_the_usual_articles_and_room_for_number_and_day(register: Register) -> None:
    said = lines(render_decision(paper(register, None), template("decision.docx")))
    assert "Số:         /QĐ-…" in said
    assert any(line.startswith("Mẫu, ngày ……") for line in said)
    assert [line[:7] for line in said if line.startswith("Điều")] == ["Điều 1.", "Điều 2.", "Điều 3."]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"code": "19/2014/QĐ-TTg", "title": "Về việc áp dụng", "issuer": "Thủ tướng Chính phủ", "issued": date(2014, 3, 5)},
            "Căn cứ Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ về việc áp dụng.",
        ),
        ({"code": "33/2024/QH15", "title": "Luật Lưu trữ"}, "Căn cứ Luật Lưu trữ số 33/2024/QH15."),
        (
            {"code": "TCVN ISO 9001:2015", "title": "Các yêu cầu", "category": "standard"},
            "Căn cứ Tiêu chuẩn quốc gia TCVN ISO 9001:2015 Các yêu cầu.",
        ),
        ({"code": "3003/BKHCN-TĐC", "title": "Áp dụng tiêu chuẩn"}, "Căn cứ Văn bản số 3003/BKHCN-TĐC về áp dụng tiêu chuẩn."),
    ],
)  # fmt: skip
def test_what_it_rests_on_is_named_with_kind_number_day_issuer_and_title(fields: dict[str, object], line: str) -> None:
    document = ExternalDocument.model_validate({"type": "external", "category": "legal", **fields})

    class Known:
        def find(self, _: str) -> object:
            return type("Found", (), {"document": document})

    assert basis_lines([Reference(code=document.code)], Known()) == (line,)  # type: ignore[arg-type]


def test_what_is_not_registered_is_named_by_its_code_alone(register: Register) -> None:
    found = basis_lines([Reference(code="1/2030/NĐ-CP", article="Điều 4"), Reference(code="QT-01")], register)
    assert found == ("Căn cứ Điều 4 1/2030/NĐ-CP;", "Căn cứ QT-01 Kiểm soát thông tin dạng văn bản.")


# --- the layout, measured


@pytest.mark.parametrize("decision", [DECISION, None])
def test_our_decisions_are_laid_out_as_the_decree_asks(decision: Decision | None, register: Register) -> None:
    assert measured(render_decision(paper(register, decision), template("decision.docx"))) == ()


def changed(data: bytes, old: str, new: str, part: str = MAIN) -> bytes:
    texts = parts(data)
    text = texts[part].decode()
    assert old in text
    return packed_again({**texts, part: text.replace(old, new).encode()})


STYLES, HEADER = "word/styles.xml", "word/header1.xml"
FIRST_LINE = '<w:spacing w:before="0" w:after="120"/><w:ind w:firstLine="720"/>'
JUSTIFIED, AT_THE_LEFT = (f'{FIRST_LINE}<w:jc w:val="{align}"/>' for align in ("both", "left"))
BOLD, ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"


def letters(looks: str, size: int, text: str) -> str:
    """A run as templates write it."""
    return f'{looks}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t>{text}'


WRONG: dict[str, tuple[str, str, str, str]] = {
    "a narrow margin": (MAIN, 'w:left="1701"', 'w:left="900"', "page"),
    "letter paper": (MAIN, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', "page"),
    "page numbers on the first page": (MAIN, "<w:titlePg/>", "", "page_number"),
    "page numbers that go on": (MAIN, '<w:pgNumType w:start="1"/>', "", "page_number"),
    "small page numbers": (HEADER, 'w:val="28"', 'w:val="18"', "page_number"),
    "page numbers at the right": (HEADER, '"center"', '"right"', "page_number"),
    "no page numbers": (HEADER, " PAGE ", " DATE ", "page_number"),
    "another font": (STYLES, 'w:ascii="Times New Roman"', 'w:ascii="Arial"', "motto"),
    "a large national name": (MAIN, letters(BOLD, 24, "CỘNG"), letters(BOLD, 36, "CỘNG"), "national_name"),
    "a national name in small letters": (MAIN, "CỘNG HÒA XÃ HỘI", "Cộng hòa xã hội", "national_name"),
    "a thin motto": (MAIN, letters(BOLD, 26, "Độc"), letters("", 26, "Độc"), "motto"),
    "no rules": (STYLES, "w:pBdr", "w:shd", "agency"),
    "articles at the left": (STYLES, JUSTIFIED, AT_THE_LEFT, "body"),
    "articles without indent": (STYLES, 'w:after="120"/><w:ind w:firstLine="720"/>', 'w:after="120"/>', "body"),
    "narrow articles": (STYLES, FIRST_LINE, FIRST_LINE.replace("120", "20"), "body"),
    "an end without its sign": (MAIN, "./.", ".", "body"),
    "a short number": (MAIN, "05/QĐ-UBND", "5/QĐ-UBND", "number"),
    "a number with a blank": (MAIN, "05/QĐ-UBND", "05 / QĐ-UBND", "number"),
    "a short day": (MAIN, "ngày 05 tháng 01", "ngày 5 tháng 1", "place_day"),
    "a straight place": (MAIN, f"{ITALIC}</w:rPr><w:t>Mẫu, ", "</w:rPr><w:t>Mẫu, ", "place_day"),
    "a căn cứ without end": (MAIN, "công tác văn thư.", "công tác văn thư", "basis"),
    "recipients without dash": (MAIN, "- Các đơn vị;", "Các đơn vị;", "recipients"),
    "large recipients": (MAIN, letters("", 22, "- Như"), letters("", 28, "- Như"), "recipients"),
    "a label that stands straight": (
        MAIN,
        letters(BOLD + ITALIC, 24, "Nơi nhận:"),
        letters(BOLD, 24, "Nơi nhận:"),
        "recipients_label",
    ),
    "a position in small letters": (MAIN, "<w:caps/></w:rPr><w:t>Chủ tịch<", "</w:rPr><w:t>Chủ tịch<", "position"),
    "a thin appendix": (MAIN, f"{BOLD}</w:rPr><w:t>PHỤ LỤC", "</w:rPr><w:t>PHỤ LỤC", "appendix_label"),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_each_element_that_is_laid_out_otherwise_is_named(case: str, register: Register) -> None:
    part, old, new, element = WRONG[case]
    data = changed(render_decision(paper(register), template("decision.docx")), ' xml:space="preserve"', "")
    assert element in {deviation.element for deviation in measured(changed(data, old, new, part))}


def test_every_element_of_the_layout_is_measured(register: Register) -> None:
    bare = packed_again(parts(render_decision(paper(register), template("decision.docx"))) | {
        MAIN: b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    })  # fmt: skip
    assert {deviation.element for deviation in measured(bare)} >= set(layout()["elements"]) - {"parent_agency"}
