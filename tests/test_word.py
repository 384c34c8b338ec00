"""Documents in Word: what stands on the pages, that files are sound, and that they are the same every time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qmsdocs import load, plan_release
from qmsdocs.errors import ReleaseRefused
from qmsdocs.language import translator
from qmsdocs.registers import LIST_KINDS, master_list
from qmsdocs.word import Copy, Edition, render_table
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import Table
from tests.scenario import written
from tests.wordfiles import (
    ROOT,
    W,
    edition_of,
    main_of,
    no_image,
    paragraphs,
    parts,
    png,
    problems,
    render,
    scenario_edition,
    tables,
    template,
    text_of,
    unsound,
    with_text,
)  # fmt: skip

DAY = date(2026, 6, 1)
GOLDEN = Path(__file__).parent / "golden" / "word"
VIETNAMESE = translator("vi")

ALL_BLOCKS = """# Mục đích

Đoạn có **đậm**, *nghiêng*, ***cả hai***, `mã`, xuống dòng\\
ở đây và {{ organization.name }}; [liên kết](https://example.vn/a?b=c&d=ệ), <binh@example.vn>,
[bước](#xem-xet), [biểu mẫu](BM-01-01), [mục](#pham-vi), [hỏng](#khong-co), [xấu](javascript:alert).[^a][^a]

# Phạm vi

- gạch một
    - lồng vào

      đoạn tiếp

      ```
      mã  trong
      ```

      | a | b |
      |---|---|
      | 1 | 2 |
- gạch hai
  > trích trong mục

1. một
2. hai
    1. a
    2. b

Giữa hai danh sách.

7) bảy
8) tám

# Tài liệu viện dẫn

> Trích *dẫn*
>
> - trong trích

# Định nghĩa và chữ viết tắt

Thuật ngữ
: Nghĩa thứ nhất.

: Nghĩa thứ hai.

  - có danh sách

# Nội dung quy trình

## Bậc hai

### Bậc ba

#### Bậc bốn

##### Bậc năm

###### Bậc sáu

| Trái | Giữa | Phải |
|:-----|:----:|-----:|
| dài dòng hơn một chút để cột này rộng ra và chữ phải xuống dòng nhiều lần trong ô | **b** | `c` |
| chỉ một |

| Bảng | kề |
|------|----|
| x    | y  |

![Sơ đồ tổ chức](so-do.png "Hình 1. Sơ đồ")

Ảnh ![nhỏ](so-do.png) trong dòng và ![mất](khong-co.png).

    mã thụt lề
      dòng hai

---

{{ steps }}

<div>bỏ</div>

# Biểu mẫu

# Hồ sơ cần lưu

[^a]: Chú thích có **đậm**[^b] và [địa chỉ](https://example.vn).

    - mục trong chú thích
[^b]: Không ai thấy.
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return scenario_edition(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def everything(base: Edition) -> Edition:
    return with_text(Edition(base.document, base.entry, base.register, base.copy, _image), ALL_BLOCKS)


def _image(target: str) -> bytes | None:
    return png(3000, 900) if target == "so-do.png" else None


def _body(edition: Edition) -> Any:
    return main_of(render(edition))


def _styled(edition: Edition, style: str) -> list[str]:
    return [text for used, text in paragraphs(_body(edition)) if used == style]


# --- whole files


def test_the_document_of_a_small_procedure_is_as_reviewed(base: Edition) -> None:
    """The golden file is read as a document by whoever changes it; UPDATE_GOLDEN=1 writes it anew."""
    found = etree.tostring(main_of(render(base, VIETNAMESE)), pretty_print=True, encoding="unicode")
    golden = GOLDEN / "QT-01.document.xml"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_the_same_edition_gives_the_same_bytes(everything: Edition) -> None:
    assert render(everything) == render(everything)


def test_a_file_with_every_kind_of_block_is_sound(everything: Edition, tmp_path: Path) -> None:
    assert problems(render(everything), tmp_path / "all.docx") == []


def test_a_draft_with_every_kind_of_block_is_sound(everything: Edition, tmp_path: Path) -> None:
    draft = Edition(everything.document, everything.entry, everything.register, copy=Copy.DRAFT, image=_image)
    assert problems(render(draft), tmp_path / "draft.docx") == []


@pytest.mark.parametrize("code", ["CSCL", "MTCL", "MH", "QT-01", "QT-09", "QT-15"])
def test_documents_of_this_repository_are_sound(code: str, tmp_path: Path) -> None:
    data = render(edition_of(load(ROOT), code), VIETNAMESE)
    assert problems(data, tmp_path / "own.docx") == []


@pytest.mark.parametrize("kind", LIST_KINDS)
def test_master_lists_are_sound_and_repeat(kind: Any, tmp_path: Path) -> None:
    register = load(ROOT)
    table = master_list(kind, register, DAY)
    data = [render_table(table, register.agency, DAY, template("list.docx"), VIETNAMESE) for _ in range(2)]
    assert data[0] == data[1]
    assert problems(data[0], tmp_path / "list.docx") == []
    assert [row[1] for row in tables(main_of(data[0]))[0][1:]] == [str(row[1]) for row in table.rows]
    assert "Tính đến ngày 01/06/2026" in text_of(main_of(data[0]))


def test_entries_of_the_archive_are_fixed(base: Edition) -> None:
    data = render(base)
    assert list(parts(data))[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert data[10:14] == b"\0\0\x21\0"  # midnight of 1 January 1980
    core = parts(data)["docProps/core.xml"].decode()
    assert "2026-01-05T00:00:00Z</dcterms:created>" in core
    assert "2026-01-20T00:00:00Z</dcterms:modified>" in core
    assert "<dc:language>vi-VN</dc:language>" in core
    assert b"rsid" not in b"".join(parts(data).values())


# --- cover, sign-off, history


def test_cover_and_header_say_what_the_ledger_says(base: Edition) -> None:
    text = [text for _, text in paragraphs(_body(base))]
    assert "Ủy ban nhân dân phường Mẫu" in text
    assert "TCVN ISO 9001:2015" in text
    header = tables(etree.fromstring(parts(render(base, VIETNAMESE))["word/header1.xml"]))[0][0]
    assert header[0] == "UBND phường Mẫu"
    assert header[2] == "Mã hiệu: QT-01 / Lần ban hành/sửa đổi: 01/00 / Ngày ban hành: 20/01/2026 / Trang: 1/1"


def test_the_sign_off_table_names_people_positions_and_days(base: Edition) -> None:
    table = tables(_body(base))[1]
    assert [row[0] for row in table] == ["Responsibility", "Full name", "Signature", "Position", "Date"]
    assert table[1][1:] == ["Lê Thị Bình", "Trần Văn Cường", "Nguyễn Văn An"]
    assert table[3][1:] == ["Công chức", "Phó Chủ tịch", "Chủ tịch"]
    assert table[4][1:] == ["05/01/2026", "12/01/2026", "20/01/2026"]


SIGNED_FOR = """--- qms.yaml
signers:
  prepare: [le-thi-binh]
  review: [tran-van-cuong]
  approve: [nguyen-van-an, {id: tran-van-cuong, capacity: KT.}]
--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    request: BM-01-01/2026-03
    changes:
      - {where: Mục 1, what: Viết lại}
      - {where: Mục 2, what: Bổ sung}
    prepared:
      - {by: le-thi-binh, on: 2026-01-05, position: Công chức}
      - {name: Phạm Văn Khách, on: 2026-01-06, position: Chuyên gia}
    reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch}
    approved: {by: tran-van-cuong, on: 2026-01-20, position: Phó Chủ tịch, decision: 12/QĐ-UBND}
"""


def test_who_signs_for_another_has_both_positions(tmp_path: Path) -> None:
    table = tables(_body(scenario_edition(tmp_path, SIGNED_FOR)))[1]
    assert table[1][1] == "Lê Thị Bình / Phạm Văn Khách"
    assert table[3][3] == "KT. Chủ tịch / Phó Chủ tịch"
    assert table[4][1] == "05/01/2026 / 06/01/2026"


def test_changes_of_one_revision_stand_in_rows_of_their_own(tmp_path: Path) -> None:
    body = _body(scenario_edition(tmp_path, SIGNED_FOR))
    history = tables(body)[2]
    assert history[1] == [
        "Ban hành lần đầu / Request BM-01-01/2026-03", "Mục 1", "Viết lại", "01/00", "20/01/2026",
    ]  # fmt: skip
    assert history[2] == ["", "Mục 2", "Bổ sung", "", ""]
    merges = [merge.get(f"{W}val") for merge in body.iter(f"{W}vMerge")]
    assert merges == ["restart"] * 3 + [None] * 3


def test_the_history_calls_steps_by_their_names(tmp_path: Path) -> None:
    changes = "{where: Bước xem-xet, what: Nhập bước tra-loi-cu vào bước xem-xet-lai và xem-xet}"
    scenario = (
        f"--- procedures/QT-01/QT-01.yaml\nrevisions: [{{issue: 1, revision: 0, reason: Soạn, changes: [{changes}]}}]\n"
    )
    history = tables(_body(scenario_edition(tmp_path, scenario)))[2]
    assert history[1][1:3] == [
        "Bước “Xem xét đề nghị”", "Nhập bước tra-loi-cu vào bước xem-xet-lai và “Xem xét đề nghị”",
    ]  # fmt: skip


def test_history_ends_with_the_entry_that_is_printed(tmp_path: Path) -> None:
    written(tmp_path, SIGNED_FOR + "  - {issue: 1, revision: 1, reason: Sửa, changes: [{where: a, what: b}]}\n")
    register = load(tmp_path)
    newest = edition_of(register)
    document = newest.document
    first = Edition(document, document.revisions[0], register, newest.copy, newest.image)
    assert [row[3] for row in tables(_body(first))[2]] == ["Issue/Revision", "01/00", ""]
    assert [row[3] for row in tables(_body(newest))[2]][-1] == "01/01"


def test_an_unsigned_draft_has_empty_places_and_a_mark_on_every_page(tmp_path: Path) -> None:
    scenario = "--- procedures/QT-01/QT-01.yaml\nrevisions: [{issue: 1, revision: 0, reason: Soạn}]\n"
    edition = scenario_edition(tmp_path, scenario, copy=Copy.DRAFT)
    data = render(edition, VIETNAMESE)
    assert tables(main_of(data))[1][1][1:] == ["", "", ""]
    headers = [part for name, part in parts(data).items() if re.fullmatch(r"word/header\d+\.xml", name)]
    assert len(headers) == 2
    assert all('string="DỰ THẢO"'.encode() in header for header in headers)
    assert b"created" not in parts(data)["docProps/core.xml"]
    assert unsound(data) == []


@pytest.mark.parametrize(
    ("copy", "mark", "across"),
    [
        (Copy.ISSUED, "TÀI LIỆU KIỂM SOÁT", False),
        (Copy.DRAFT, "DỰ THẢO", True),
        (Copy.OBSOLETE, "HẾT HIỆU LỰC", True),
        (Copy.FOR_SIGNING, None, False),
    ],
)
def test_every_copy_says_what_it_is_above_every_page(
    copy: Copy,
    mark: str | None,
    *,
    across: bool,
    tmp_path: Path,
) -> None:
    data = render(scenario_edition(tmp_path, copy=copy), VIETNAMESE)
    header = etree.fromstring(parts(data)["word/header1.xml"])
    said = {line for _, line in paragraphs(header)}
    marks = {"TÀI LIỆU KIỂM SOÁT", "DỰ THẢO", "HẾT HIỆU LỰC"}
    assert said & marks == ({mark} if mark else set())
    assert any("textpath" in str(e.tag) for e in header.iter()) == across
    assert unsound(data) == []


def test_forms_that_are_markdown_are_appended_each_on_a_page_of_its_own(base: Edition, tmp_path: Path) -> None:
    text = "# Người đề nghị\n\nHọ tên: ……[^1] ![dấu](x.png)\n\n| TT | Việc |\n|---|---|\n| 1 | |\n\n[^1]: Chú thích\n"
    data = render(replace(base, form=lambda form: text if form.code == "BM-01-01" else None), VIETNAMESE)
    shown = paragraphs(main_of(data))
    begin = next(i for i, (_, line) in enumerate(shown) if line.endswith("lần ban hành/sửa đổi 01/00"))
    assert [line for _, line in shown[begin + 1 : begin + 7]] == [
        "PHIẾU ĐỀ NGHỊ SỬA ĐỔI TÀI LIỆU",
        "Người đề nghị",
        "Họ tên: ……[1] [dấu]",
        "TT",
        "Việc",
        "1",
    ]
    assert not any("Người đề nghị" in line for style, line in shown if style.startswith(("TOC", "Heading")))
    assert problems(data, tmp_path / "x.docx") == []


def test_labels_of_the_template_follow_the_language(base: Edition) -> None:
    assert "Sửa đổi tài liệu" in text_of(main_of(render(base, VIETNAMESE)))
    assert "Revision history" in text_of(main_of(render(base)))


# --- text


def test_headings_are_numbered_by_word_and_listed_in_the_contents(everything: Edition) -> None:
    body = _body(everything)
    found = paragraphs(body)
    assert [text for style, text in found if style == "Heading2"] == ["Bậc hai", "Flow chart"]
    assert [text for style, text in found if style == "Heading4"] == ["Bậc bốn", "Bậc năm", "Bậc sáu"]
    contents = [text for style, text in found if style in ("TOC1", "TOC2")]
    assert contents[4:6] == ["5.Nội dung quy trình", "5.1.Bậc hai"]
    linked = [link.get(f"{W}anchor") for p in body.iter(f"{W}p") for link in p.iter(f"{W}hyperlink")]
    assert linked[0] == "_Toc000001"


def test_contents_bear_page_numbers_when_they_are_known(base: Edition) -> None:
    headings = [text for style, text in paragraphs(_body(base)) if style.startswith("Heading")]
    data = render(replace(base, pages=tuple(range(3, 3 + len(headings)))))
    contents = [text for style, text in paragraphs(main_of(data)) if style in ("TOC1", "TOC2")]
    assert [line[-1] for line in contents[:3]] == ["3", "4", "5"]
    assert unsound(data) == []
    assert render(replace(base, pages=(1,))) == render(base)


def test_every_ordered_list_begins_anew(everything: Edition) -> None:
    data = render(everything)
    numbering = etree.fromstring(parts(data)["word/numbering.xml"])
    starts = [e.get(f"{W}val") for e in numbering.iter(f"{W}startOverride")]
    assert starts == ["1", "1", "7"]
    used = [
        p.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
        for p in main_of(data).iter(f"{W}p")
        if (p.find(f"{W}pPr/{W}pStyle") is not None and p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "ListNumber")
    ]
    assert used == ["5", "5", "6", "6", "7", "7"]


def test_links_lead_to_bookmarks_addresses_or_nowhere(everything: Edition) -> None:
    data = render(everything)
    body = main_of(data)
    links = {text_of(link): link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")}
    assert (links["bước"], links["biểu mẫu"], links["mục"]) == ("_Step0002", "_Form0001", "_Toc000002")
    assert not {"hỏng", "xấu"} & set(links)
    relations = parts(data)["word/_rels/document.xml.rels"].decode()
    assert 'Target="https://example.vn/a?b=c&amp;d=%E1%BB%87"' in relations
    assert 'Target="mailto:binh@example.vn"' in relations
    assert "javascript" not in relations


def test_footnotes_are_real_and_each_reference_has_its_own(everything: Edition) -> None:
    notes = etree.fromstring(parts(render(everything))["word/footnotes.xml"])
    texts = [text_of(note) for note in notes if note.get(f"{W}type") is None]
    assert texts == [" Chú thích có đậm[b] và địa chỉ.mục trong chú thích"] * 2


def test_placeholders_of_sentences_are_filled(everything: Edition) -> None:
    assert any("và Ủy ban nhân dân phường Mẫu; " in text for text in _styled(everything, "BodyText"))


def test_pictures_are_scaled_to_the_text_and_have_alternative_text(everything: Edition) -> None:
    data = render(everything)
    drawn = [
        e.get("descr") for e in main_of(data).iter("{*}docPr") if next(e.getparent().iter("{*}blip"), None) is not None
    ]
    assert drawn == ["Sơ đồ tổ chức", "nhỏ"]
    extent = next(main_of(data).iter("{*}extent"))
    assert int(extent.get("cx")) <= 160 * 36_000 + 635
    assert [name for name in parts(data) if name.startswith("word/media/")] == ["word/media/" + _media(data)]
    assert any("[mất]" in text for text in _styled(everything, "BodyText"))


def _media(data: bytes) -> str:
    return next(name for name in parts(data) if "media/" in name).removeprefix("word/media/")


def test_raw_html_is_not_printed(everything: Edition) -> None:
    assert "bỏ" not in text_of(_body(everything)).replace("bỏ qua", "")


def test_table_rows_do_not_split_and_heads_are_repeated(everything: Edition) -> None:
    rows = list(_body(everything).iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    heads = [text_of(row) for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert "TráiGiữaPhải" in heads


def test_steps_stand_where_the_author_put_them_and_name_their_branches(base: Edition) -> None:
    steps = next(table for table in tables(_body(base)) if table[0][1] == "Work to be done")
    work = "Xem xét đề nghị / Đồng ý: go to step 3 / Không đồng ý: the procedure ends"
    assert steps[2][:4] == ["2", work, "Thư ký ISO", "4 giờ"]


FACTS = """--- procedures/QT-01/QT-01.yaml
category: administrative
administrative:
  numbers: ["1.004227"]
  legal_basis: [{code: 30/2020/NĐ-CP, article: Điều 7}]
  dossier:
    - {title: Tờ khai, originals: 1, form: BM-01-01}
    - {title: Bản sao căn cước, copies: 2}
  dossier_sets: 1
  processing_time: 5 ngày
  fee: Không
indicators:
  - {title: Đúng hạn, measure: Đếm, target: 100%}
"""


def test_a_step_that_several_roles_share_is_one_row_that_names_each_in_a_line_of_its_own(tmp_path: Path) -> None:
    scenario = (
        "--- procedures/QT-01/QT-01.yaml\nsteps:\n"
        "  - {id: xem-xet, activity: Xem xét, responsible: [Trưởng đơn vị, Thư ký ISO, Văn thư], time: 1 giờ}\n"
        "  - {id: luu, activity: Lưu, responsible: [Văn thư]}\n"
    )
    body = read_word(render(scenario_edition(tmp_path, scenario))).body
    table = next(t for t in body if isinstance(t, Table) and "Work to be done" in [c.text for c in t.rows[0].cells])
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        ["1", "Xem xét", "Trưởng đơn vị\nThư ký ISO\nVăn thư", "1 giờ"],
        ["2", "Lưu", "Văn thư", ""],
    ]


def test_facts_of_an_administrative_procedure_are_tables(tmp_path: Path) -> None:
    body = _body(scenario_edition(tmp_path, FACTS))
    facts = next(table for table in tables(body) if table[0][1] == "Item")
    assert facts[1] == ["1", "Number of the procedure on the national portal", "1.004227"]
    dossier = next(table for table in tables(body) if table[0][1] == "Paper")
    assert dossier[1:] == [["1", "Tờ khai", "1", "", "BM-01-01"], ["2", "Bản sao căn cước", "", "2", ""]]
    headings = [text for style, text in paragraphs(body) if style == "Heading2"]
    assert headings[-4:] == ["Facts of the administrative procedure", "Flow chart", "Order of work", "Indicators"]


def test_a_block_without_its_section_comes_last_and_an_empty_section_says_so(base: Edition) -> None:
    body = _body(with_text(base, "# Mục đích\n\n# Nội dung quy trình\n\nLàm.\n"))
    headings = [text for style, text in paragraphs(body) if style == "Heading1"]
    assert headings[:2] == ["Mục đích", "Nội dung quy trình"]
    assert {"Tài liệu viện dẫn", "Định nghĩa và chữ viết tắt", "Biểu mẫu", "Hồ sơ cần lưu"} <= set(headings[2:])
    assert ("BodyText", "None.") in paragraphs(body)


def test_characters_that_xml_cannot_hold_are_left_out(base: Edition) -> None:
    data = render(with_text(base, "# Mục\x0b đích\n\na\x00b\ufffe `c\x1f` & <b\n"))
    assert unsound(data) == []
    assert "abc" in text_of(main_of(data)).replace("\ufffd", "").replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("aă1 \n\t#*_`>-+|:[](){}!<>\\~^&.@/ệ\x01"), max_size=160) | st.text(max_size=80)
)
def test_any_text_becomes_a_sound_file(text: str) -> None:
    assert unsound(render(with_text(_prepared(), text))) == []


def _prepared() -> Edition:
    if not _ONCE:
        _ONCE.append(edition_of(load(ROOT)))
    return _ONCE[0]


_ONCE: list[Edition] = []


# --- pages


@pytest.mark.parametrize("data", [b"GIF89a", b"", b"\x89PNG\r\n\x1a\nxx"], ids=["another kind", "empty", "cut"])
def test_an_image_that_cannot_be_printed_stops_the_release(data: bytes, tmp_path: Path) -> None:
    edition = with_text(scenario_edition(tmp_path), "![Sơ đồ](so-do.png)\n")
    with pytest.raises(ReleaseRefused, match=r"so-do\.png"):
        render(replace(edition, image=lambda _: data))


def _shown(folder: Path, **documents: bytes) -> dict[str, str]:
    """The text of the pages that LibreOffice makes of Word files."""
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    names = [f"{name}.docx" for name in documents]
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return {
        name: subprocess.run(
            ["pdftotext", "-layout", f"{name}.pdf", "-"], cwd=folder, check=True, capture_output=True
        ).stdout.decode()
        for name in documents
    }


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler is not installed"
)
def test_libreoffice_shows_the_pages(everything: Edition, tmp_path: Path) -> None:
    register, today = load(ROOT), date(2026, 11, 21)
    procedure = next(item for item in plan_release(register, on=today).items if item.document.code == "QT-09")
    forms = master_list("forms", register, today)
    pages = _shown(
        tmp_path,
        everything=render(everything, VIETNAMESE),
        procedure=render(Edition(procedure.document, procedure.entry, register, Copy.ISSUED, no_image), VIETNAMESE),
        forms=render_table(forms, register.agency, today, template("list.docx"), VIETNAMESE),
    )
    assert "QUY TRÌNH" in pages["everything"]
    assert "Trang: 2/" in pages["everything"]
    count = pages["procedure"].count("\f")
    assert 5 <= count <= 15
    assert f"Trang: {count}/{count}" in pages["procedure"]
    assert "QUẢN LÝ VĂN BẢN ĐẾN" in " ".join(pages["procedure"].split())
    assert all(str(row[1]) in pages["forms"] for row in forms.rows)
