"""What a manual prints of the whole repository: the process map, clauses and duties with the places where they are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.importing.release.printed import Around
from qmsdocs.importing.release.returned import returned, source_in
from qmsdocs.importing.release.visible import visible_draft
from qmsdocs.model.codes import covers
from qmsdocs.model.digest import content_digest
from qmsdocs.source.files import WorkTree
from qmsdocs.word.printing.coverage import clauses_served, processes_of
from qmsdocs.word.reading.file import read_word
from tests.history.git import become
from tests.scenario import written
from tests.tagging import LATER, begun, released, revised
from tests.wordfiles import edition_of, main_of, parts, problems, render, scenario_edition, tables, template
from tests.wordlike import WordLike

PROFILE = """\
--- profile.yaml
extends: []
without: []
requirements: []
clauses: {"7.5": {vi: Thông tin dạng văn bản, en: Documented information}}
documented_information:
  - {clause: 7.5.3.2, action: control, what: {vi: Kiểm soát tài liệu bên ngoài, en: Documents from outside}}
  - {clause: 9.2.2f, action: retain, what: {vi: Kết quả đánh giá, en: Audit results}}
  - {clause: 8.3.3, action: retain, what: {vi: Đầu vào thiết kế, en: Design inputs}, applies: usually_excluded}
duties:
  - {id: update, what: {vi: Cập nhật trong ba tháng, en: Update}, basis: [{code: 30/2020/NĐ-CP, article: Điều 4}]}
  - {id: audit, what: {vi: Đánh giá hằng năm, en: Audit}, basis: [30/2020/NĐ-CP]}
"""
PLACED = """\
--- procedures/KSTL/KSTL.md
# Nội dung quy trình

## Quá trình

{{ processes }}

## Điều khoản

{{ clauses }}

## Nghĩa vụ

{{ duties }}
"""
SERVED = """\
--- procedures/KSTL/KSTL.yaml
clauses: []
--- procedures/QT-01/QT-01.yaml
clauses: [{clause: "7.5", at: muc-dich}, {clause: 7.5.3, at: quy-dinh-chung}, {clause: 7.5.3, at: bien-soan}]
duties: [{duty: update, at: xem-xet}]
process: {group: support, inputs: [Yêu cầu công việc], outputs: [Tài liệu được phê duyệt]}
--- procedures/QT-02/QT-02.yaml
clauses: ["7.5.3"]
"""


def _printed(root: Path, *scenario: str) -> list[list[list[str]]]:
    """The tables of KSTL that show the whole repository: processes, clauses, duties."""
    data = render(scenario_edition(root, "".join((PROFILE, PLACED, SERVED, *scenario)), code="KSTL"))
    assert problems(data, root / "x.docx") == []
    heads = {"Group": 0, "Clause": 1, "Duty": 2}
    found = {heads[table[0][0]]: table[1:] for table in tables(main_of(data)) if table[0][0] in heads}
    return [found.get(number, []) for number in range(3)]


def test_each_clause_is_shown_with_the_documents_that_serve_it_and_the_printed_numbers_of_their_sections(
    tmp_path: Path,
) -> None:
    assert _printed(tmp_path)[1] == [
        ["7.5", "Thông tin dạng văn bản", "QT-01 / QT-02", "QT-01: section 1 / QT-02: all of it"],
        ["7.5.3", "Thông tin dạng văn bản", "QT-01 / QT-02", "QT-01: section 5.1, step 3 / QT-02: all of it"],
        ["7.5.3.2", "Kiểm soát tài liệu bên ngoài", "QT-01 / QT-02", "QT-01: section 5.1, step 3 / QT-02: all of it"],
        ["8.3.3", "Đầu vào thiết kế (record)", "no document; seldom applies to an agency", ""],
        ["9.2.2f", "Kết quả đánh giá (record)", "no document yet", ""],
    ]


def test_each_duty_is_shown_with_its_article_and_one_that_nobody_carries_out_is_not_hidden(tmp_path: Path) -> None:
    assert _printed(tmp_path)[2] == [
        ["Cập nhật trong ba tháng", "Điều 4, 30/2020/NĐ-CP", "QT-01", "step 2"],
        ["Đánh giá hằng năm", "30/2020/NĐ-CP", "no document yet", ""],
    ]


def test_what_has_ended_serves_nothing_from_the_day_on_which_its_end_is_written_down(tmp_path: Path) -> None:
    ended = """\
--- procedures/QT-02/QT-02.yaml
withdrawn: {on: 2027-05-10, reason: Gộp vào QT-01, decision: 39/QĐ-UBND, by: nguyen-van-an, replaced_by: QT-01}
"""
    assert _printed(tmp_path, ended)[1][0][2:] == ["QT-01", "section 1"]


def test_a_number_that_no_clause_has_is_printed_as_it_stands(tmp_path: Path) -> None:
    odd = '--- procedures/QT-02/QT-02.yaml\nclauses: ["…", {clause: "10.2", at: nowhere}, {clause: "4.4.2 b", at: xem-xet}]\n'
    rows = _printed(tmp_path, odd)[1]
    assert rows[0] == ["4.4.2 b", "", "QT-02", "step 2"]
    assert rows[-1] == ["10.2", "", "QT-02", "nowhere"]


def test_clauses_come_in_the_order_of_the_standard_and_each_is_served_as_rules_see_it(tmp_path: Path) -> None:
    written(tmp_path)
    rows = list(clauses_served(load(tmp_path)))
    numbers = [row.clause for row in rows]
    assert numbers.index("9.3.3") < numbers.index("10") < numbers.index("10.2.2")
    named = [each.clause for document in load(tmp_path).documents for each in document.clauses]
    assert all(row.serving for row in rows if row.asked and any(covers(clause, row.clause) for clause in named))


def _map(root: Path, *scenario: str) -> tuple[list[str], list[str]]:
    """The process map: what it tells those who do not see it, and the boxes that are drawn."""
    main = main_of(render(scenario_edition(root, "".join((PROFILE, PLACED, SERVED, *scenario)), code="KSTL")))
    told = [e.get("descr") for e in main.iter("{*}docPr") if e.getparent().find(".//{*}wgp") is not None]
    kinds = ("Direction", "Core", "Support", "Improvement", "Not yet")
    boxes = ["|".join("".join(p.itertext()) for p in e.iter("{*}p")) for e in main.iter("{*}txbxContent")]
    return [text for text in told if text.startswith(kinds)], [box for box in boxes if box.strip("|")]


def test_the_process_map_has_a_band_for_each_group_and_a_box_for_each_procedure(tmp_path: Path) -> None:
    told, boxes = _map(tmp_path)
    assert told == [
        "Direction: no procedure yet",
        "Core processes: no procedure yet",
        "Support: QT-01 Kiểm soát thông tin dạng văn bản",
        "Improvement: no procedure yet",
        "Not yet grouped: KSTL Danh mục tài liệu và người giữ; QT-02 Kiểm soát hồ sơ",
    ]
    assert {"QT-01|Kiểm soát thông tin dạng văn bản", "Requirements of organizations and persons"} < set(boxes)
    assert _printed(tmp_path / "again")[0][0] == [
        "Support", "Kiểm soát thông tin dạng văn bản", "QT-01", "Yêu cầu công việc", "Tài liệu được phê duyệt",
    ]  # fmt: skip


ADMINISTRATIVE = """\
--- procedures/HT-{n}/HT-{n}.yaml (whole)
code: HT-{n}
title: Cấp bản sao {n}
type: procedure
category: administrative
administrative: {{field: Hộ tịch, result: Bản sao trích lục}}
"""


def test_administrative_procedures_of_a_field_are_one_process_of_the_core(tmp_path: Path) -> None:
    many = "".join(ADMINISTRATIVE.format(n=n) for n in range(1, 41))
    told, boxes = _map(tmp_path, many)
    assert "Settlement of administrative procedures: Hộ tịch|(40 procedures)" in boxes
    assert told[1].startswith("Core processes: HT-1, HT-10, HT-11")
    assert next(row.outputs for row in processes_of(load(tmp_path)) if row.field) == ("Bản sao trích lục",)


def test_many_administrative_procedures_are_counted_where_they_serve_a_clause(tmp_path: Path) -> None:
    served = "clauses: [{{clause: 9.2.2f, at: x}}]\n"
    few = "".join((ADMINISTRATIVE + served).format(n=n) for n in range(1, 4))
    assert _printed(tmp_path / "few", few)[1][-1][2] == "HT-1 / HT-2 / HT-3"
    many = "".join((ADMINISTRATIVE + served).format(n=n) for n in range(1, 200))
    assert _printed(tmp_path / "many", many)[1][-1][2:] == ["199 administrative procedures", ""]


def test_a_band_that_would_fill_pages_ends_with_what_is_left_out(tmp_path: Path) -> None:
    many = "".join(
        f"--- procedures/Q-{n}/Q-{n}.yaml (whole)\ncode: Q-{n}\ntitle: Việc {n}\ntype: procedure\nprocess: {{group: core}}\n"
        for n in range(20, 50)
    )
    told, boxes = _map(tmp_path, many)
    assert "and 16 more, see the table" in boxes
    assert "Q-49 Việc 49" in told[1]


# --- what comes of it


def test_a_repository_without_any_of_it_says_so(tmp_path: Path) -> None:
    bare = "".join(f"--- procedures/{code}/{code}.yaml\nclauses: []\nduties: []\n" for code in ("QT-01", "QT-02"))
    empty = "--- profile.yaml\nclauses: {}\ndocumented_information: []\nduties: []\n"
    data = render(scenario_edition(tmp_path, f"{PROFILE}{PLACED}{SERVED}{bare}{empty}", code="KSTL"))
    texts = ["".join(p.itertext()) for p in main_of(data).iter("{*}p")]
    assert texts.count("None.") >= 2
    assert _back(tmp_path, data) == []


def _back(root: Path, data: bytes) -> list[str]:
    """What the import of a release of KSTL remarks; its files must come back as they are."""
    here = load(root)
    document = here.document("KSTL")
    assert document is not None
    word = read_word(data)
    carried = source_in(word)
    assert carried is not None
    around = Around(WorkTree(root), here, template)
    made = returned(around, carried, word, document.origin.path, document)
    assert (made.yaml, made.text) == (document.origin.yaml, document.origin.text)
    return [f"{remark.what} ({remark.quote})" for remark in made.remarks]


def test_a_release_comes_back_as_it_is_and_edits_of_these_tables_are_named(tmp_path: Path) -> None:
    data = render(scenario_edition(tmp_path, PROFILE + PLACED + SERVED, code="KSTL"))
    assert _back(tmp_path, data) == []
    word = WordLike(data)
    word.replace("no document yet", "QT-09")
    assert _back(tmp_path, word.saved()) == [
        "this is printed from all documents of the repository; change it in theirs (Duty)"
    ]


def test_edits_of_a_table_whose_place_is_named_go_into_its_facts_and_leave_the_place(tmp_path: Path) -> None:
    text = "--- procedures/KSTL/KSTL.md\n# Nội dung quy trình\n\n{{ indicators }}\n\nHết.\n"
    own = "--- procedures/KSTL/KSTL.yaml\nindicators: [{title: Đúng hạn, target: 98%, responsible: Văn thư}]\n"
    word = WordLike(render(scenario_edition(tmp_path, text + own, code="KSTL")))
    word.replace("Văn thư", "Thư ký ISO")
    here = load(tmp_path)
    document, came = here.document("KSTL"), read_word(word.saved())
    assert document is not None
    carried = source_in(came)
    assert carried is not None
    made = returned(Around(WorkTree(tmp_path), here, template), carried, came, document.origin.path, document)
    assert made.text == document.origin.text
    assert made.yaml == document.origin.yaml.replace("Văn thư", "Thư ký ISO")


def test_a_release_whose_source_is_lost_keeps_the_places_of_these_tables(tmp_path: Path) -> None:
    data = render(scenario_edition(tmp_path, PROFILE + PLACED + SERVED, code="KSTL"))
    found = visible_draft(read_word(data), load(tmp_path))
    assert found is not None
    assert [found.text.count(f"{{{{ {name} }}}}") for name in ("processes", "clauses", "duties")] == [1, 1, 1]
    assert "no document yet" not in found.text


def test_a_tagged_manual_shows_the_repository_of_its_tag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become(tmp_path / "user.gitconfig", monkeypatch)
    text = "--- procedures/KSTL/KSTL.md\n# Nội dung quy trình\n\n{{ processes }}\n"
    root = begun(tmp_path / "r", text)
    first = (released(root).folder / "KSTL_1.0.docx").read_bytes()
    revised(root)
    assert (released(root, LATER).folder / "KSTL_1.0.docx").read_bytes() == first
    assert "Kiểm soát tài liệu" not in parts(first)["word/document.xml"].decode()
    now = render(edition_of(load(root), "KSTL"))
    assert "Kiểm soát tài liệu" in parts(now)["word/document.xml"].decode()


def test_what_is_written_in_short_keeps_its_digest(tmp_path: Path) -> None:
    """The digest is over what is written: the long form is another text, the short one the same as ever."""
    assert content_digest({"code": "A", "clauses": ("7.5",)}, "", {}) == content_digest(
        {"code": "A", "clauses": ("7.5",), "duties": ()}, "", {}
    )
    written(tmp_path)
    document = load(tmp_path).document("KSTL")
    assert document is not None
    assert [str(each) for each in document.clauses] == ["7.5"]


# --- objectives


OBJECTIVES = """\
--- procedures/MTCL/MTCL.yaml (whole)
code: MTCL
title: Mục tiêu chất lượng
type: objectives
indicators:
  - {title: Đúng hạn, measure: Đếm hồ sơ, target: 98%, responsible: Trưởng đơn vị, period: Hằng tháng}
revisions:
  - {issue: 1, revision: 0, reason: Ban hành lần đầu}
--- procedures/MTCL/MTCL.md (whole)
# Mục tiêu chất lượng
"""


def test_objectives_show_who_answers_for_them_and_when_they_are_measured(tmp_path: Path) -> None:
    data = render(scenario_edition(tmp_path, OBJECTIVES, code="MTCL"))
    assert [
        ["No.", "Objective", "Target value", "How it is measured", "Responsible", "Period"],
        ["1", "Đúng hạn", "98%", "Đếm hồ sơ", "Trưởng đơn vị", "Hằng tháng"],
    ] in tables(main_of(data))
    assert problems(data, tmp_path / "x.docx") == []


def test_indicators_of_procedures_stay_as_they_were(tmp_path: Path) -> None:
    own = "--- procedures/KSTL/KSTL.yaml\nindicators: [{title: Đúng hạn, target: 98%}]\n"
    data = render(scenario_edition(tmp_path, own, code="KSTL"))
    assert [["No.", "Indicator", "Target"], ["1", "Đúng hạn", "98%"]] in tables(main_of(data))
