"""Writes the Word templates of the starter set: ``python tools/make_templates.py [FOLDER]``.

Run once, then the templates are edited in Word like any other document; nothing asserts that they stay equal to what this
script writes. What counts is the tags of the content controls and the names of the styles (``qmsdocs.word.template.vocabulary``).
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from qmsdocs.word.ooxml.elements import NAMESPACES
from qmsdocs.word.ooxml.packing import packed

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "r", "w14", "w15"))
SPACES += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FONT = "Times New Roman"
MM = 56.6929
TEXT_WIDTH = 9071  # 160 mm: A4 less margins of 30 and 20 mm

# Vietnamese names of the content controls, shown by Word on their tab.
FIELDS = {
    "agency.parent": "Cơ quan chủ quản", "agency.name": "Tên cơ quan", "agency.short_name": "Tên cơ quan viết tắt",
    "standard": "Tiêu chuẩn", "document.kind": "Loại tài liệu", "document.title": "Tên tài liệu", "document.code": "Mã hiệu",
    "document.mark": "Dấu dự thảo", "entry.issue": "Lần ban hành", "entry.revision": "Lần sửa đổi",
    "entry.number": "Lần ban hành/sửa đổi", "entry.approved_on": "Ngày ban hành", "entry.effective": "Ngày hiệu lực",
    "entry.decision": "Quyết định ban hành", "prepared.name": "Người soạn thảo", "prepared.position": "Chức vụ người soạn thảo",
    "prepared.on": "Ngày soạn thảo", "reviewed.name": "Người xem xét", "reviewed.position": "Chức vụ người xem xét",
    "reviewed.on": "Ngày xem xét", "approved.name": "Người phê duyệt", "approved.position": "Chức vụ người phê duyệt",
    "approved.on": "Ngày phê duyệt", "revisions": "Dòng lặp lại: lần sửa đổi", "revision.reason": "Yêu cầu sửa đổi",
    "revision.where": "Vị trí sửa đổi", "revision.what": "Nội dung sửa đổi", "revision.number": "Lần ban hành/sửa đổi",
    "revision.on": "Ngày ban hành", "contents": "Mục lục", "body": "Nội dung tài liệu", "list": "Bảng danh mục",
    "list.title": "Tên danh mục", "list.day": "Ngày lập danh mục", "decision.number": "Số, ký hiệu",
    "decision.place_day": "Địa danh, ngày tháng năm", "decision.title": "Trích yếu", "decision.authority": "Thẩm quyền ban hành",
    "decision.basis": "Các căn cứ", "decision.articles": "Các điều", "decision.recipients": "Nơi nhận",
    "decision.signer": "Quyền hạn, chức vụ của người ký", "decision.name": "Họ và tên người ký",
    "decision.enclosed": "Dòng kèm theo Quyết định", "decision.documents": "Bảng tài liệu ban hành",
    "list.form": "Mã hiệu, lần ban hành/sửa đổi của danh mục", "form.code": "Mã hiệu biểu mẫu", "form.title": "Tên biểu mẫu",
    "form.number": "Lần ban hành/sửa đổi", "form.mark": "Dấu dự thảo", "letterhead": "Đầu văn bản",
    "letterhead.number": "Số, ký hiệu", "letterhead.day": "Địa danh, ngày tháng năm",
}  # fmt: skip
LABELS = {
    "quality_system": "Hệ thống quản lý chất lượng", "code": "Mã hiệu", "issue_revision": "Lần ban hành/sửa đổi",
    "approved_on": "Ngày ban hành", "effective": "Ngày hiệu lực", "page": "Trang", "responsibility": "Trách nhiệm",
    "prepared": "Soạn thảo", "reviewed": "Xem xét", "approved": "Phê duyệt", "name": "Họ và tên", "signature": "Chữ ký",
    "position": "Chức vụ", "date": "Ngày", "revisions": "Sửa đổi tài liệu", "reason": "Yêu cầu sửa đổi, bổ sung",
    "where": "Trang, phần liên quan", "what": "Mô tả nội dung sửa đổi", "contents": "Mục lục", "compiled": "Người lập",
    "confirmed": "Người xác nhận",
}  # fmt: skip


# --- text


def p(inside: str, style: str = "", layout: str = "") -> str:
    """A paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{layout}</w:pPr>{inside}</w:p>"


def run(text: str, looks: str = "") -> str:
    """A run of text."""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


class Controls:
    """Content controls with numbers that differ within a part."""

    def __init__(self) -> None:
        self.last = 0

    def of(self, tag: str, inside: str, more: str = "", name: str = "") -> str:
        """A control around any content."""
        self.last += 1
        called = quoteattr(name or FIELDS[tag])
        properties = f'<w:alias w:val={called}/><w:tag w:val="{tag}"/><w:id w:val="{self.last}"/>'
        return f"<w:sdt><w:sdtPr>{properties}{more}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    def field(self, tag: str, looks: str = "") -> str:
        """A field within a line."""
        return self.of(tag, run(f"[{FIELDS[tag]}]", looks), "<w:text/>")

    def label(self, label: str, looks: str = "") -> str:
        """A text of the template itself, replaced only when another language is asked for."""
        return self.of(f"label.{label}", run(LABELS[label], looks), "<w:text/>", f"Nhãn: {LABELS[label]}")

    def head(self, label: str) -> str:
        """A label in the head of a table, where a line may break after a slash."""
        return self.of(f"label.{label}", run(LABELS[label].replace("/", "/ ")), "<w:text/>", f"Nhãn: {LABELS[label]}")

    def block(self, tag: str) -> str:
        """A place for whole paragraphs and tables."""
        return self.of(tag, p(run(f"[{FIELDS[tag]}]"), "BodyText"))

    def row(self, tag: str, inside: str) -> str:
        """A table row that is repeated."""
        self.last += 1
        item = f'<w:sdt><w:sdtPr><w:id w:val="{self.last}"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'
        return self.of(tag, item, "<w15:repeatingSection/>")


def field(instruction: str, looks: str = "") -> str:
    """A field of Word such as PAGE."""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    mark = '<w:r>%s<w:fldChar w:fldCharType="%s"/></w:r>'
    text = f'<w:r>{properties}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return (
        mark % (properties, "begin")
        + text
        + mark % (properties, "separate")
        + run("1", looks)
        + mark % (properties, "end")
    )


# --- tables


def cell(width: int, inside: str, more: str = "") -> str:
    """A table cell."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def table(widths: list[int], rows: str, style: str = "TableGrid", more: str = "") -> str:
    """A table with fixed columns."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{more}<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def row(cells: str, more: str = "") -> str:
    """A table row that does not split."""
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


CENTRE = '<w:jc w:val="center"/>'
MIDDLE = '<w:vAlign w:val="center"/>'
HEADING_ROW = "<w:tblHeader/>"
BOLD, CAPS = "<w:b/><w:bCs/>", "<w:caps/>"


def header(c: Controls) -> str:
    """The running header: agency, title, and what identifies the page."""
    widths = [2381, 3856, 2834]
    small = '<w:spacing w:before="20" w:after="20"/>'
    facts = [
        (c.label("code"), c.field("document.code", BOLD)),
        (c.label("issue_revision"), c.field("entry.number")),
        (c.label("approved_on"), c.field("entry.approved_on")),
        (c.label("page"), field("PAGE") + run("/") + field("NUMPAGES")),
    ]
    lines = "".join(p(label + run(": ") + value, "Header", small) for label, value in facts)
    mark = '<w:color w:val="C00000"/>'
    title = p(c.field("document.title", BOLD + CAPS), "Header", CENTRE)
    title += p(c.field("document.mark", BOLD + mark), "Header", CENTRE)
    cells = cell(widths[0], p(c.field("agency.short_name", BOLD + CAPS), "Header", CENTRE), MIDDLE)
    cells += cell(widths[1], title, MIDDLE) + cell(widths[2], lines, MIDDLE)
    height = '<w:trHeight w:val="1134" w:hRule="atLeast"/>'
    return table(widths, row(cells, height)) + p("", "Header")


def sign_off(c: Controls) -> str:
    """Who prepared, reviewed and approved, with room for signatures."""
    widths = [1701, 2457, 2457, 2456]
    acts = ("prepared", "reviewed", "approved")
    head = "".join(
        cell(w, p(c.head(x), "TableHeading"), MIDDLE) for w, x in zip(widths, ("responsibility", *acts), strict=True)
    )
    rows = row(head, HEADING_ROW)
    for label, fact, height in (
        ("name", "name", 567),
        ("signature", "", 1304),
        ("position", "position", 567),
        ("date", "on", 454),
    ):
        cells = cell(widths[0], p(c.label(label, BOLD), "TableText"), MIDDLE)
        for width, act in zip(widths[1:], acts, strict=True):
            inside = c.field(f"{act}.{fact}", BOLD if fact == "name" else "") if fact else ""
            cells += cell(width, p(inside, "TableText", CENTRE), MIDDLE)
        rows += row(cells, f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>')
    return table(widths, rows)


def codes(c: Controls) -> str:
    """The table of code, issue and days."""
    widths = [2040, 2950, 2040, 2041]
    labels = ("code", "issue_revision", "approved_on", "effective")
    values = ("document.code", "entry.number", "entry.approved_on", "entry.effective")
    head = "".join(cell(w, p(c.head(x), "TableHeading"), MIDDLE) for w, x in zip(widths, labels, strict=True))
    below = "".join(
        cell(w, p(c.field(x, BOLD), "TableText", CENTRE), MIDDLE) for w, x in zip(widths, values, strict=True)
    )
    return table(widths, row(head, HEADING_ROW) + row(below))


def revisions(c: Controls) -> str:
    """The revision history; its second row is repeated."""
    widths = [1700, 2200, 2961, 994, 1216]
    labels = ("reason", "where", "what", "issue_revision", "approved_on")
    facts = ("reason", "where", "what", "number", "on")
    head = "".join(cell(w, p(c.head(x), "TableHeading"), MIDDLE) for w, x in zip(widths, labels, strict=True))
    tight = '<w:tcMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tcMar>'
    cells = "".join(
        cell(
            w,
            p(c.field(f"revision.{x}"), "TableText", CENTRE if x in ("number", "on") else ""),
            tight if x in ("number", "on") else "",
        )
        for w, x in zip(widths, facts, strict=True)
    )
    return table(widths, row(head, HEADING_ROW) + c.row("revisions", row(cells)))


def agency_lines(c: Controls) -> str:
    """Names of the agency at the top of a cover, with the rule that administrative papers have below them."""
    rule = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr><w:spacing w:before="60" w:after="0"/>'
    narrow = f'{rule}<w:ind w:left="3402" w:right="3402"/>'
    return (
        p(c.field("agency.parent", CAPS), "Cover", '<w:spacing w:before="120" w:after="0"/>')
        + p(c.field("agency.name", BOLD + CAPS), "Cover", '<w:spacing w:before="0" w:after="0"/>')
        + p("", "Cover", narrow)
    )


def section(kind: str = "nextPage", references: str = "", border: bool = False, landscape: bool = False) -> str:
    """Page of Nghị định 30/2020/NĐ-CP: A4, 30 mm at the left, 20 mm elsewhere."""
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    left = 1134 if landscape else 1701
    sides = "".join(
        f'<w:{side} w:val="thinThickSmallGap" w:sz="18" w:space="10" w:color="auto"/>' for side in ("top", "left")
    )
    sides += "".join(
        f'<w:{side} w:val="thickThinSmallGap" w:sz="18" w:space="10" w:color="auto"/>' for side in ("bottom", "right")
    )
    frame = f'<w:pgBorders w:offsetFrom="text">{sides}</w:pgBorders>' if border else ""
    margins = f'<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="{left}" w:header="567" w:footer="567" w:gutter="0"/>'
    return f'<w:sectPr>{references}<w:type w:val="{kind}"/>{size}{margins}{frame}<w:cols w:space="720"/></w:sectPr>'


def reference(kind: str, relationship: str) -> str:
    """A section's header or footer."""
    return f'<w:{kind}Reference w:type="default" r:id="{relationship}"/>'


def front(c: Controls) -> str:
    """The cover."""
    large, larger = '<w:sz w:val="36"/><w:szCs w:val="36"/>', '<w:sz w:val="40"/><w:szCs w:val="40"/>'
    gap = '<w:spacing w:before="{}" w:after="0"/>'
    return (
        agency_lines(c)
        + p(c.label("quality_system", BOLD + CAPS), "Cover", gap.format(1400))
        + p(c.field("standard", BOLD), "Cover", gap.format(60))
        + p("", "Cover", gap.format(1300))
        + p(c.field("document.kind", BOLD + CAPS + larger), "Cover", gap.format(0))
        + p(c.field("document.title", BOLD + CAPS + large), "Cover", gap.format(240))
        + p(c.field("entry.decision", "<w:i/><w:iCs/>"), "Cover", gap.format(240))
        + p(c.field("document.mark", BOLD + '<w:color w:val="C00000"/>'), "Cover", gap.format(240))
        + p("", "Cover", gap.format(1300))
        + codes(c)
        + p("", "Cover", gap.format(120))
        + sign_off(c)
    )


def body_of_procedure(c: Controls) -> str:
    """Cover; revision history and contents; text."""
    return (
        front(c)
        + p("", "TableText", section(references=reference("header", "rId11"), border=True))
        + p(c.label("revisions"), "FrontHeading")
        + revisions(c)
        + p(c.label("contents"), "FrontHeading", '<w:spacing w:before="480" w:after="120"/>')
        + c.block("contents")
        + p("", "TableText", section(references=reference("header", "rId10")))
        + c.block("body")
        + section()
    )


def body_of_document(c: Controls) -> str:
    """Cover and revision history, then the text; for papers of a few pages without contents."""
    return (
        front(c)
        + p("", "TableText", section(references=reference("header", "rId11"), border=True))
        + c.block("body")
        + p(c.label("revisions"), "FrontHeading", '<w:keepNext/><w:spacing w:before="480" w:after="120"/>')
        + revisions(c)
        + p("", "TableText")
        + section(references=reference("header", "rId10"))
    )


def body_of_list(c: Controls) -> str:
    """A list, landscape, with room for two signatures."""
    width = 14570
    half = [width // 2, width // 2]
    names = "".join(
        cell(w, p(c.label(x, BOLD + CAPS), "TableText", "<w:keepNext/>" + CENTRE))
        for w, x in zip(half, ("compiled", "confirmed"), strict=True)
    )
    return (
        p(c.field("agency.parent", CAPS), "Cover", '<w:spacing w:before="0" w:after="0"/><w:jc w:val="left"/>')
        + p(c.field("agency.name", BOLD + CAPS), "Cover", '<w:spacing w:before="0" w:after="0"/><w:jc w:val="left"/>')
        + p(c.field("list.title"), "Title")
        + p(c.field("list.day", "<w:i/><w:iCs/>"), "Cover", '<w:spacing w:before="0" w:after="160"/>')
        + c.block("list")
        + table(half, row(names, '<w:trHeight w:val="1701" w:hRule="atLeast"/>'), "TableNormal")
        + p("", "TableText")
        + section(references=reference("header", "rId10") + reference("footer", "rId12"), landscape=True)
    )


def body_of_decision(c: Controls) -> str:
    """A decision by which documents are issued, laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I, with the list as appendix."""
    columns = [3402, 5669]  # 60 and 100 mm, so that the national name stays in one line
    left = (
        p(c.field("agency.parent", CAPS + size(12)), "PaperLine")
        + p(c.field("agency.name", BOLD + CAPS + size(12)), "PaperLine")
        + p("", "PaperRule")
        + p(run("Số: ", size(13)) + c.field("decision.number", size(13)), "PaperLine")
    )
    right = (
        p(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD + size(12)), "PaperLine")
        + p(run("Độc lập - Tự do - Hạnh phúc", BOLD + size(13)), "PaperLine")
        + p("", "PaperRule")
        + p(c.field("decision.place_day", "<w:i/><w:iCs/>"), "PaperLine")
    )
    head = table(columns, row(cell(columns[0], left) + cell(columns[1], right)), "TableNormal")
    half = [4535, 4536]
    recipients = p(run("Nơi nhận:", BOLD + "<w:i/><w:iCs/>" + size(12)), "PaperRecipients") + c.of(
        "decision.recipients", p(run("[Nơi nhận]", size(11)), "PaperRecipients")
    )
    signer = c.of("decision.signer", p(run("[Chức vụ]", BOLD + CAPS), "PaperLine")) + p("", "PaperLine") * 4
    signer += p(c.field("decision.name", BOLD), "PaperLine")
    signed = table(half, row(cell(half[0], recipients) + cell(half[1], signer)), "TableNormal")
    gap = '<w:spacing w:before="240" w:after="0"/>'
    number = reference("header", "rId10") + '<w:headerReference w:type="first" r:id="rId11"/>'
    return (
        head
        + p(run("QUYẾT ĐỊNH", BOLD), "PaperLine", gap)
        + p(c.field("decision.title", BOLD), "PaperLine")
        + p("", "PaperRule")
        + p(c.field("decision.authority", BOLD + CAPS), "PaperLine", spaced(240, 120))
        + c.of("decision.basis", p(run("[Các căn cứ]", "<w:i/><w:iCs/>"), "PaperText"))
        + p(run("QUYẾT ĐỊNH:", BOLD), "PaperLine", spaced(120, 120))
        + c.block("decision.articles")
        + p("", "PaperLine")
        + signed
        + p("", "PaperLine", numbered_section(number))
        + p(run("PHỤ LỤC", BOLD), "PaperLine")
        + p(run("DANH MỤC TÀI LIỆU BAN HÀNH", BOLD), "PaperLine")
        + p(c.field("decision.enclosed", "<w:i/><w:iCs/>"), "PaperLine")
        + p("", "PaperRule")
        + p("", "PaperLine")
        + c.block("decision.documents")
        + p("", "TableText")
        + numbered_section("")
    )


def header_of_form(c: Controls) -> str:
    """Agency, code and numbers, page, above a line."""
    widths = [3628, 3628, 1815]
    line = '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>'
    mark = '<w:color w:val="C00000"/>'
    agency = p(c.field("agency.name", BOLD), "Header") + p(c.field("form.mark", BOLD + mark), "Header")
    code = p(c.label("code") + run(": ") + c.field("form.code", BOLD), "Header", CENTRE)
    code += p(c.label("issue_revision") + run(": ") + c.field("form.number"), "Header", CENTRE)
    page = p(
        c.label("page") + run(" ") + field("PAGE") + run("/") + field("NUMPAGES"), "Header", '<w:jc w:val="right"/>'
    )
    cells = "".join(cell(w, x, line) for w, x in zip(widths, (agency, code, page), strict=True))
    return table(widths, row(cells), "TableNormal") + p("", "Header")


def letterhead(c: Controls) -> str:
    """The head of an administrative paper, as Nghị định 30/2020/NĐ-CP, Phụ lục I, lays it out."""
    columns = [3402, 5669]
    left = (
        p(c.field("agency.parent", CAPS + size(12)), "PaperLine")
        + p(c.field("agency.name", BOLD + CAPS + size(12)), "PaperLine")
        + p("", "PaperRule")
        + p(run("Số: ", size(13)) + c.field("letterhead.number", size(13)), "PaperLine")
    )
    right = (
        p(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD + size(12)), "PaperLine")
        + p(run("Độc lập - Tự do - Hạnh phúc", BOLD + size(13)), "PaperLine")
        + p("", "PaperRule")
        + p(c.field("letterhead.day", "<w:i/><w:iCs/>"), "PaperLine")
    )
    return table(columns, row(cell(columns[0], left) + cell(columns[1], right)), "TableNormal") + p("", "PaperLine")


def body_of_form(c: Controls) -> str:
    """The head of a paper, which forms without letterhead lose; the title; what is filled in."""
    return (
        c.of("letterhead", letterhead(c))
        + p(c.field("form.title"), "Title", spaced(120, 160))
        + c.block("body")
        + section(references=reference("header", "rId10"))
    )


def form_styles() -> list[str]:
    """What forms use besides: bold lines, numbers of rows, and what stands in a blank until it is filled in."""
    return [
        style(
            "paragraph",
            "FormHeading",
            "Form Heading",
            par(f'<w:keepNext/>{spaced(160, 60)}<w:jc w:val="left"/><w:outlineLvl w:val="0"/>', BOLD),
        ),
        style(
            "paragraph",
            "RowNumber",
            "Row Number",
            par(f'<w:numPr><w:numId w:val="4"/></w:numPr>{CENTRE}'),
            based="TableText",
        ),
        style(
            "character",
            "PlaceholderText",
            "Placeholder Text",
            par("", '<w:color w:val="666666"/>'),
            based="DefaultParagraphFont",
            more='<w:uiPriority w:val="99"/>',
        ),
    ]


def numbered_section(references: str) -> str:
    """A section whose pages count from 1, with the number above all but the first."""
    return (
        section(references=references)
        .replace("<w:cols", '<w:pgNumType w:start="1"/><w:cols')
        .replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    )


# --- styles and numbering


def style(kind: str, ident: str, name: str, inside: str, based: str = "Normal", more: str = "") -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    default = ' w:default="1"' if ident in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList") else ""
    custom = ' w:customStyle="1"' if name in CUSTOM else ""
    return f'<w:style w:type="{kind}"{default}{custom} w:styleId="{ident}"><w:name w:val="{name}"/>{base}{more}<w:qFormat/>{inside}</w:style>'


CUSTOM = {
    "Table Text",
    "Table Heading",
    "Code",
    "Code Char",
    "Definition Term",
    "Definition",
    "Picture",
    "Cover",
    "Front Heading",
    "Paper Line",
    "Paper Rule",
    "Paper Text",
    "Paper Recipients",
    "Form Heading",
    "Row Number",
}


def par(layout: str = "", looks: str = "") -> str:
    """Paragraph and run properties of a style."""
    return (f"<w:pPr>{layout}</w:pPr>" if layout else "") + (f"<w:rPr>{looks}</w:rPr>" if looks else "")


def size(points: float) -> str:
    """A font size."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def spaced(before: int, after: int, line: int = 0) -> str:
    """Spacing before and after in twentieths of a point; ``line`` in 240ths of a line."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def heading(level: int, looks: str, before: int) -> str:
    """A numbered heading style."""
    number = (
        f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
        if level > 1
        else '<w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    layout = f'<w:keepNext/><w:keepLines/>{number}{spaced(before, 80)}<w:jc w:val="left"/><w:outlineLvl w:val="{level - 1}"/>'
    return style(
        "paragraph",
        f"Heading{level}",
        f"heading {level}",
        par(layout, looks),
        more='<w:next w:val="BodyText"/><w:uiPriority w:val="9"/>',
    )


def paper_styles() -> list[str]:
    """What papers laid out by Nghị định 30/2020/NĐ-CP use besides."""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    text = f'{spaced(0, 120)}<w:ind w:firstLine="720"/><w:jc w:val="both"/>'
    return [
        style("paragraph", "PaperLine", "Paper Line", par(f"{spaced(0, 0)}{CENTRE}", size(14))),
        style("paragraph", "PaperRule", "Paper Rule", par(f"{rule}{spaced(0, 60)}{CENTRE}", size(2))),
        style("paragraph", "PaperText", "Paper Text", par(text, size(14))),
        style("paragraph", "PaperRecipients", "Paper Recipients", par(f'{spaced(0, 0)}<w:jc w:val="left"/>', size(11))),
    ]


def styles(table_size: float = 11.5, more: list[str] | None = None, indent: int = 720) -> str:
    """``styles.xml``: exactly what the templates and the renderer use."""
    fonts = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"'
    theme = 'w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts} {theme}/>{size(13)}"
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    mono = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{0}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/></w:tblCellMar>'
    both = '<w:jc w:val="both"/>'
    listed = '<w:numPr><w:numId w:val="{}"/></w:numPr>' + spaced(40, 40, 264) + both
    toc = (
        '<w:tabs><w:tab w:val="left" w:pos="{0}"/><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs>'
        + spaced(20, 20)
        + '<w:ind w:left="{0}" w:hanging="{1}"/>'
    )
    every = [
        style("paragraph", "Normal", "Normal", par("<w:widowControl/>"), based=""),
        style(
            "character",
            "DefaultParagraphFont",
            "Default Paragraph Font",
            "",
            based="",
            more='<w:uiPriority w:val="1"/><w:semiHidden/>',
        ),
        style(
            "table",
            "TableNormal",
            "Normal Table",
            f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins.format(108)}</w:tblPr>',
            based="",
            more='<w:uiPriority w:val="99"/><w:semiHidden/>',
        ),
        style("numbering", "NoList", "No List", "", based="", more='<w:uiPriority w:val="99"/><w:semiHidden/>'),
        style("paragraph", "BodyText", "Body Text", par(f'{spaced(60, 60, 264)}<w:ind w:firstLine="{indent}"/>{both}')),
        style("paragraph", "Title", "Title", par(f"{spaced(240, 60)}{CENTRE}", BOLD + CAPS + size(15))),
        heading(1, BOLD + CAPS, 240),
        heading(2, BOLD, 180),
        heading(3, BOLD + "<w:i/><w:iCs/>", 120),
        heading(4, "<w:i/><w:iCs/>", 120),
        style(
            "paragraph",
            "FrontHeading",
            "Front Heading",
            par(f"<w:keepNext/>{spaced(120, 120)}{CENTRE}", BOLD + CAPS + size(14)),
        ),
        style("paragraph", "Cover", "Cover", par(CENTRE, size(14))),
        style("paragraph", "ListBullet", "List Bullet", par(listed.format(2))),
        style("paragraph", "ListNumber", "List Number", par(listed.format(3))),
        style("paragraph", "ListContinue", "List Continue", par(f'{spaced(40, 40, 264)}<w:ind w:left="1077"/>{both}')),
        style("paragraph", "TOC1", "toc 1", par(toc.format(454, 454), BOLD), more='<w:uiPriority w:val="39"/>'),
        style("paragraph", "TOC2", "toc 2", par(toc.format(1134, 680)), more='<w:uiPriority w:val="39"/>'),
        style("paragraph", "Header", "header", par("", size(11))),
        style("paragraph", "Footer", "footer", par(CENTRE, size(11))),
        style("paragraph", "FootnoteText", "footnote text", par(both, size(10))),
        style(
            "character",
            "FootnoteReference",
            "footnote reference",
            par("", '<w:vertAlign w:val="superscript"/>'),
            based="DefaultParagraphFont",
        ),
        style("character", "Hyperlink", "Hyperlink", par("", '<w:u w:val="single"/>'), based="DefaultParagraphFont"),
        style("paragraph", "Caption", "caption", par(f"{spaced(40, 160)}{CENTRE}", "<w:i/><w:iCs/>" + size(12))),
        style("paragraph", "Picture", "Picture", par(f"<w:keepNext/>{spaced(120, 60)}{CENTRE}")),
        style(
            "paragraph",
            "Quote",
            "Quote",
            par(f'{spaced(80, 80, 264)}<w:ind w:left="720" w:right="567"/>{both}', "<w:i/><w:iCs/>"),
        ),
        style(
            "paragraph",
            "Code",
            "Code",
            par(
                f'<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>{spaced(80, 80)}<w:ind w:left="567"/><w:jc w:val="left"/>',
                mono + size(11),
            ),
        ),
        style("character", "CodeChar", "Code Char", par("", mono + size(12)), based="DefaultParagraphFont"),
        style("paragraph", "DefinitionTerm", "Definition Term", par(f"<w:keepNext/>{spaced(80, 0)}", BOLD)),
        style("paragraph", "Definition", "Definition", par(f'{spaced(20, 60, 264)}<w:ind w:left="567"/>{both}')),
        style("paragraph", "TableText", "Table Text", par(f'{spaced(20, 20)}<w:jc w:val="left"/>', size(table_size))),
        style("paragraph", "TableHeading", "Table Heading", par(f"<w:keepNext/>{CENTRE}", BOLD), based="TableText"),
        style(
            "table",
            "TableGrid",
            "Table Grid",
            f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{margins.format(85)}</w:tblPr>",
            based="TableNormal",
            more='<w:uiPriority w:val="39"/>',
        ),
    ]
    return f"{HEAD}<w:styles {SPACES}>{defaults}{''.join([*every, *(more or [])])}</w:styles>"


def level(number: int, form: str, text: str, left: int, hanging: int, more: str = "", looks: str = "") -> str:
    """One level of a numbering."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{looks}</w:lvl>'
    )


def numbering() -> str:
    """Headings 1, 1.1, 1.1.1; bullets -, +, •; numbers 1., a), i. as administrative papers have them."""
    headings = "".join(
        level(
            n,
            "decimal",
            ".".join(f"%{m}" for m in range(1, n + 2)) + ".",
            (454, 624, 794, 964)[min(n, 3)],
            (454, 624, 794, 964)[min(n, 3)],
            f'<w:pStyle w:val="Heading{n + 1}"/>' if n < 4 else "",
        )
        for n in range(9)
    )
    signs = ("-", "+", "•")
    bullets = "".join(level(n, "bullet", signs[n % 3], 1004 + 340 * n, 284) for n in range(9))
    rows = level(0, "decimal", "%1", 0, 0, '<w:suff w:val="nothing"/>')
    forms = (("decimal", "%{}."), ("lowerLetter", "%{})"), ("lowerRoman", "%{}."))
    ordered = "".join(level(n, forms[n % 3][0], forms[n % 3][1].format(n + 1), 1077 + 397 * n, 357) for n in range(9))
    abstract = '<w:abstractNum w:abstractNumId="{}"><w:multiLevelType w:val="multilevel"/>{}</w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3, 4))
    return (
        HEAD
        + f"<w:numbering {SPACES}>"
        + "".join(abstract.format(n, x) for n, x in ((1, headings), (2, bullets), (3, ordered), (4, rows)))
        + nums
        + "</w:numbering>"
    )


# --- the other parts

SETTINGS = (
    f'{HEAD}<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
FOOTNOTES = (
    f'{HEAD}<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>'
)
FONTS = (
    HEAD
    + f"<w:fonts {SPACES}>"
    + "".join(
        f'<w:font w:name="{font}"><w:charset w:val="00"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for font, family, pitch in ((FONT, "roman", "variable"), ("Courier New", "modern", "fixed"))
    )
    + "</w:fonts>"
)


def theme() -> str:
    """The smallest theme: its fonts are what the styles refer to."""
    colours = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31", "accent3": "A5A5A5",
               "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip
    scheme = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in colours.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface="{FONT}"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="{NAMESPACES["a"]}" name="qmsdocs"><a:themeElements><a:clrScheme name="qmsdocs">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="qmsdocs"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="qmsdocs"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def file(
    body: str,
    margins: dict[str, tuple[str, str]],
    table_size: float = 11.5,
    more: list[str] | None = None,
    indent: int = 720,
) -> bytes:
    """A whole template.

    Args:
        body: what stands in ``w:body``.
        margins: headers and footers: name, relationship id and content.
        table_size: of the text in tables, in points.
        more: styles besides those that every template has.
        indent: of the first line of a paragraph.
    """
    parts = {
        "word/document.xml": f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": styles(table_size, more, indent), "word/numbering.xml": numbering(), "word/settings.xml": SETTINGS,
        "word/footnotes.xml": FOOTNOTES, "word/fontTable.xml": FONTS, "word/theme/theme1.xml": theme(),
    }  # fmt: skip
    kinds = ("styles", "numbering", "settings", "footnotes", "fontTable")
    related = [(f"rId{n}", kind, f"{kind}.xml") for n, kind in enumerate(kinds, 1)] + [
        ("rId9", "theme", "theme/theme1.xml")
    ]
    overrides = {f"word/{kind}.xml": f"{MAIN}{kind}+xml" for kind in kinds}
    overrides |= {
        "word/document.xml": f"{MAIN}document.main+xml",
        "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    }
    for name, (relationship, inside) in margins.items():
        kind = name.rstrip("0123456789")
        tag = {"header": "hdr", "footer": "ftr"}[kind]
        parts[f"word/{name}.xml"] = f"{HEAD}<w:{tag} {SPACES}>{inside}</w:{tag}>"
        related.append((relationship, kind, f"{name}.xml"))
        overrides[f"word/{name}.xml"] = f"{MAIN}{kind}+xml"
    parts["word/_rels/document.xml.rels"] = relationships(related)
    parts["_rels/.rels"] = relationships([("rId1", "officeDocument", "word/document.xml")])
    parts["[Content_Types].xml"] = content_types(overrides)
    return packed({name: part.encode() for name, part in parts.items()})


def relationships(related: list[tuple[str, str, str]]) -> str:
    """A relationships part."""
    inside = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in related
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def content_types(overrides: dict[str, str]) -> str:
    """``[Content_Types].xml``."""
    inside = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    inside += "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in sorted(overrides.items())
    )
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{inside}</Types>'


def templates() -> dict[str, bytes]:
    """All templates by file name."""
    made = {}
    for name, body in (("procedure.docx", body_of_procedure), ("document.docx", body_of_document)):
        c = Controls()
        made[name] = file(body(c), {"header1": ("rId10", header(c)), "header2": ("rId11", p("", "Header"))})
    pages = p(f"{Controls().label('page')}{run(' ')}{field('PAGE')}{run('/')}{field('NUMPAGES')}", "Footer")
    form = p(Controls().field("list.form"), "Header", '<w:jc w:val="right"/>')
    made["list.docx"] = file(
        body_of_list(Controls()), {"header1": ("rId10", form), "footer1": ("rId12", pages)}, table_size=11
    )
    above = p(field("PAGE", size(14)), "Header", CENTRE)
    made["decision.docx"] = file(
        body_of_decision(Controls()),
        {"header1": ("rId10", above), "header2": ("rId11", p("", "Header"))},
        table_size=13,
        more=paper_styles(),
    )
    c = Controls()
    made["form.docx"] = file(
        body_of_form(c), {"header1": ("rId10", header_of_form(c))}, more=paper_styles() + form_styles(), indent=0
    )
    return made


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "templates"
    folder.mkdir(exist_ok=True)
    for name, data in templates().items():
        (folder / name).write_bytes(data)
