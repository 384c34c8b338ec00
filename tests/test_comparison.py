"""What changed between two contents: told where it is printed, in words, and nothing that a digest sees is left out."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs import load
from qmsdocs.comparison import Content, Difference, compare
from qmsdocs.comparison.matching import changed_runs, moved
from qmsdocs.comparison.wording import is_own_wording
from qmsdocs.language import translator
from qmsdocs.yaml.reader import read_yaml
from tests.scenario import BASE, timed

YAML = (BASE / "procedures/QT-01/QT-01.yaml").read_text(encoding="utf-8")
TEXT = (BASE / "procedures/QT-01/QT-01.md").read_text(encoding="utf-8")
REGISTER = load(BASE)


def base() -> Content:
    return Content(read_yaml(YAML), TEXT)


def told(before: Content, after: Content) -> list[str]:
    return [f"{d.where}: {d.what}" for d in differences(before, after)]


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    return compare(before, after, REGISTER.profile, REGISTER.agency)


def facts_changed(**changes: Any) -> Content:
    content = base()
    return Content({**copy.deepcopy(dict(content.mapping)), **changes}, content.text, content.files)


def text_changed(old: str, new: str) -> Content:
    content = base()
    assert old in content.text
    return Content(content.mapping, content.text.replace(old, new, 1), content.files)


def item_changed(key: str, index: int, **changes: Any) -> Content:
    items = list(base().mapping[key])
    items[index] = {name: value for name, value in {**items[index], **changes}.items() if value is not None}
    return facts_changed(**{key: tuple(items)})


def test_the_same_content_has_no_differences() -> None:
    assert differences(base(), base()) == ()
    assert differences(base(), facts_changed(revisions=(), to_check=("unit",))) == ()


def test_a_changed_time_is_told_with_its_step_and_the_section_in_which_it_is_printed() -> None:
    found = differences(base(), item_changed("steps", 1, time="2 giờ"))
    assert told(base(), item_changed("steps", 1, time="2 giờ")) == ["Section 5.2, step xem-xet: time 4 giờ → 2 giờ"]
    assert [(d.kind, d.path, d.before, d.after) for d in found] == [
        ("changed", ("steps", "xem-xet", "time"), "4 giờ", "2 giờ")
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"activity": "Xem xét kỹ"}, "work to be done: Xem xét đề nghị → Xem xét kỹ"),
        ({"responsible": ("Thư ký ISO", "Trưởng đơn vị")}, "responsible added: Trưởng đơn vị"),
        ({"time": None}, "time removed: 4 giờ"),
        ({"risks": ("Chậm",)}, "risks added: Chậm"),
        ({"decision": {"Đồng ý": "bien-soan"}}, "branches removed: Không đồng ý: ket-thuc"),
        ({"next": "ket-thuc"}, "next step added: ket-thuc"),
    ],
)
def test_every_fact_of_a_step_is_told(changes: dict[str, Any], expected: str) -> None:
    assert told(base(), item_changed("steps", 1, **changes)) == [f"Section 5.2, step xem-xet: {expected}"]


def test_steps_come_go_move_and_are_renamed() -> None:
    first, second, third = base().mapping["steps"]
    new = {"id": "luu", "activity": "Lưu", "time": "1 giờ"}
    assert told(base(), facts_changed(steps=(first, second, third, new))) == [
        "Section 5.2: added step luu: Lưu (1 giờ)"
    ]
    assert told(base(), facts_changed(steps=(first, second))) == [
        "Section 5.2: removed step bien-soan: Biên soạn (3 ngày)"
    ]
    assert told(base(), facts_changed(steps=(third, first, second))) == ["Section 5.2: moved step bien-soan"]
    assert told(base(), item_changed("steps", 2, id="soan-thao")) == [
        "Section 5.2, step soan-thao: name of the step: bien-soan → soan-thao"
    ]


def test_forms_references_records_and_terms_are_told_one_by_one() -> None:
    (form,), (record,) = base().mapping["forms"], base().mapping["records"]
    more = {"code": "BM-01-03", "title": "Danh mục", "issue": 1, "revision": 0}
    assert told(base(), facts_changed(forms=(form, more))) == ["Section 6: added form BM-01-03 Danh mục (1.0)"]
    assert told(base(), item_changed("forms", 0, revision=1)) == [
        "Section 6, form BM-01-01: issue and revision 1.0 → 1.1"
    ]
    assert told(base(), facts_changed(references=({"code": "30/2020/NĐ-CP", "article": "Điều 8"}, "QT-02@1.0"))) == [
        "Section 3, reference 30/2020/NĐ-CP: article or clause: Điều 7 → Điều 8",
        "Section 3, reference QT-02: pinned revision added: 1.0",
    ]
    assert told(base(), facts_changed(records=({**record, "keeper": "VP2", "retention": "3 năm"},))) == [
        "Section 7, record “Hồ sơ soạn thảo”: place where it is kept: Văn phòng → VP2",
        "Section 7, record “Hồ sơ soạn thảo”: retention 5 năm → 3 năm",
    ]
    assert told(base(), facts_changed(terms={"HTQLCL": "Hệ thống quản lý", "ISO": "Tổ chức"})) == [
        "Section 4, term HTQLCL: meaning: Hệ thống quản lý chất lượng → Hệ thống quản lý",
        "Section 4: added term ISO: Tổ chức",
    ]


def test_administrative_facts_are_told() -> None:
    before = facts_changed(administrative={"fee": "Không", "dossier": ({"title": "Tờ khai", "originals": 1},)})
    after = facts_changed(administrative={"fee": "8.000 đồng", "legal_basis": ("60/2014/QH13",)})
    assert [line.partition(": ")[2] for line in told(before, after)] == [
        "fee: Không → 8.000 đồng",
        "added legal basis 60/2014/QH13",
        "removed paper of the dossier “Tờ khai”",
    ]


def test_general_facts_come_first_and_name_units_and_categories() -> None:
    after = facts_changed(title="Tên khác", unit="TP", category="internal", clauses=("7.5", "8.1"))
    after = Content(after.mapping, after.text.replace("Mọi tài liệu", "Tất cả tài liệu"), after.files)
    assert told(base(), after) == [
        "General facts: title of the document: Kiểm soát thông tin dạng văn bản → Tên khác",
        "General facts: category: system → internal",
        "General facts: unit that keeps it: Văn phòng → TP",
        "General facts: clauses of the standard added: 8.1",
        "Section 1 Mục đích: changed “Mọi tài liệu của HTQLCL…” to “Tất cả tài liệu của HTQLCL…”",
    ]


def test_a_changed_sentence_is_told_with_the_words_around_it() -> None:
    after = text_changed("xem xét và phê duyệt trước khi dùng", "xem xét rồi phê duyệt trước khi dùng")
    before, now = "…soạn thảo, xem xét và phê duyệt trước khi…", "…soạn thảo, xem xét rồi phê duyệt trước khi…"
    assert told(base(), after) == [f"Section 1 Mục đích: changed “{before}” to “{now}”"]


def test_sections_come_go_move_and_are_renamed() -> None:
    new = "\n## Lưu giữ\n\nBản gốc ở Văn phòng.\n\n# Biểu mẫu"
    with_new = text_changed("\n# Biểu mẫu", new)
    assert told(base(), with_new) == ["Section 5.2 Lưu giữ: new section: “Bản gốc ở Văn phòng.”"]
    assert told(with_new, base()) == ["Section 5.2 Lưu giữ (before): section removed"]
    assert told(base(), text_changed("## Quy định chung", "## Nguyên tắc chung")) == [
        "Section 5.1 Nguyên tắc chung: heading changed from “Quy định chung” to “Nguyên tắc chung”"
    ]
    general = "## Quy định chung\n\nTài liệu có mã hiệu riêng; xem [bước xem xét](#xem-xet).\n"
    swapped = Content(
        with_new.mapping,
        with_new.text.replace(general + "\n", "").replace("ở Văn phòng.\n", f"ở Văn phòng.\n\n{general}"),
    )
    assert told(with_new, swapped) == ["Section 5.1 Lưu giữ: moved from 5.2 to 5.1"]


def test_a_section_that_only_got_another_number_is_not_told() -> None:
    after = text_changed("## Quy định chung", "## Mới\n\nMột câu mới.\n\n## Quy định chung")
    assert told(base(), after) == ["Section 5.1 Mới: new section: “Một câu mới.”"]


def test_items_rows_and_links_are_told_as_what_they_are() -> None:
    before = text_changed("Các đơn vị của cơ quan.", "- một\n- hai\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")
    after = text_changed(
        "Các đơn vị của cơ quan.", "- hai\n- một\n- ba\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
    )
    assert told(before, after) == [
        "Section 2 Phạm vi: added list item “ba”",
        "Section 2 Phạm vi: added table row “3 | 4”",
        "Section 2 Phạm vi: moved list item “hai”",
    ]
    assert told(base(), text_changed("(#xem-xet)", "(#de-nghi)")) == [
        "Section 5.1 Quy định chung: presentation or links changed at “Tài liệu có mã hiệu riêng; xem bước xem xét.”"
    ]


def test_a_changed_form_file_is_told_with_its_form() -> None:
    before = item_changed("forms", 0, file="BM-01-01.docx")
    one, other = (Content(before.mapping, before.text, {"BM-01-01.docx": data}) for data in (b"1", b"2"))
    assert told(one, other) == ["Section 6, form BM-01-01: content of file BM-01-01.docx changed"]
    assert told(before, one) == ["Section 6, form BM-01-01: added file BM-01-01.docx"]


def test_what_only_the_digest_sees_is_told_as_that() -> None:
    assert told(
        base(), facts_changed(references=({"code": "30/2020/NĐ-CP", "article": "Điều 7"}, {"code": "QT-02"}))
    ) == ["General facts: references is written in another way, without another meaning"]
    assert told(base(), text_changed("Các đơn vị", "Các  đơn vị")) == [
        "General facts: the text is written in another way, without another meaning"
    ]


def test_the_tool_knows_its_own_words_and_no_others() -> None:
    first, second, third = base().mapping["steps"]
    (form,), (record,) = base().mapping["forms"], base().mapping["records"]
    contents = [
        facts_changed(title="Khác", steps=(), terms={}, references=("TCVN ISO 9001:2015", "QT-03@1.0")),
        facts_changed(steps=(third, first, {**second, "id": "b", "risks": ("Chậm",), "text": "Một câu. " * 20})),
        facts_changed(forms=(form, {**form, "code": "BM-01-02"}), records=({**record, "title": "Khác hẳn"}, record)),
        facts_changed(
            administrative={"fee": "Không", "dossier": ({"title": "Tờ khai"},), "legal_basis": ("60/2014/QH13",)}
        ),
        text_changed("Các đơn vị", "Mọi đơn vị"),
        text_changed("Các đơn vị của cơ quan.", "- a\n- b\n\n## Mới\n\n> b"),
        Content(base().mapping, TEXT, {"BM-01-01.docx": b"1"}),
    ]
    for translate in (str, translator("vi")):
        for one in contents:
            for before, after in ((base(), one), (one, base())):
                for difference in differences(before, after):
                    what = difference.what.render(translate)
                    assert is_own_wording(what[:1].upper() + what[1:], translate), what
    by_hand = (
        "Rút thời gian soát xét từ 3 ngày xuống 2 ngày",
        "Ban hành lần đầu",
        "thời hạn → 3",
        "Bổ sung bước thẩm tra để tăng kiểm soát",
        "Bỏ biểu mẫu không còn dùng",
        "Bổ sung tài liệu viện dẫn còn thiếu",
        "Sửa lỗi chính tả",
    )
    for translate in (str, translator("vi")):
        assert [text for text in by_hand if is_own_wording(text, translate)] == []


def test_a_paragraph_that_took_the_place_of_another_is_told_as_one_change() -> None:
    before = text_changed("Các đơn vị của cơ quan.", "Khi quá hạn:\n\n- báo cáo")
    after = text_changed("Các đơn vị của cơ quan.", "Trước hạn mười ngày:\n\n- cử thêm người\n- báo cáo ngay")
    assert told(before, after) == [
        "Section 2 Phạm vi: changed “Khi quá hạn:” to “Trước hạn mười ngày:”",
        "Section 2 Phạm vi: added list item “cử thêm người”",
        "Section 2 Phạm vi: changed “báo cáo” to “báo cáo ngay”",
    ]


def test_a_whole_book_turned_round_is_compared_in_time() -> None:
    lines = [f"# Mục {number}\n\nCâu số {number} nói về việc {number * 7 % 1000}.\n" for number in range(2_000)]
    one, other = (Content({"code": "A", "type": "manual"}, "\n".join(text)) for text in (lines, lines[::-1]))
    found, seconds = timed(lambda: differences(one, other), enough=4)
    assert len(found) == 1_999
    assert seconds < 4


def test_very_long_lists_are_compared_in_time() -> None:
    one, other = [str(i) for i in range(0, 40_000, 2)], [str(i) for i in range(1, 40_000, 2)]
    assert changed_runs(["a", *one, "z"], ["a", *other, "z"]) == [(range(1, 20_001), range(1, 20_001))]
    assert moved([(i, i) for i in range(10)]) == frozenset()
    assert moved([(1, 0), (2, 1), (0, 2), (3, 3)]) == {2}


# --- any content

WORDS = st.sampled_from(["a", "b", "Văn bản", "một hai ba", "", " a ", "x. Y. Z.", "1 ngày"])
CODES = st.sampled_from(["A-01", "A-02", "a 01", "B/1@1.0", "B/1"])


def optional(required: dict[str, Any], others: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=others)


WORD_LISTS = st.lists(WORDS, max_size=3).map(tuple)
REFERENCES = st.lists(CODES | optional({"code": CODES}, {"article": WORDS}), max_size=3).map(tuple)
STEPS = optional(
    {"id": st.sampled_from(["a", "b", "c"]), "activity": WORDS},
    {"time": WORDS, "text": WORDS, "responsible": WORD_LISTS, "decision": st.dictionaries(WORDS, WORDS, max_size=2)},
)
FORMS = optional(
    {"code": CODES, "title": WORDS}, {"issue": st.integers(0, 2), "revision": st.integers(0, 2), "file": CODES}
)
ADMINISTRATIVE = optional(
    {},
    {"fee": WORDS, "legal_basis": REFERENCES, "dossier_sets": st.integers(0, 1), "numbers": WORD_LISTS, "x-a": WORDS},
)
MAPPINGS = optional(
    {"code": CODES, "title": WORDS, "type": st.just("procedure"), "category": st.just("system")},
    {
        "unit": WORDS, "references": REFERENCES, "terms": st.dictionaries(WORDS, WORDS, max_size=2),
        "steps": st.lists(STEPS, max_size=3).map(tuple), "forms": st.lists(FORMS, max_size=3).map(tuple),
        "records": st.lists(optional({"title": WORDS}, {"keeper": WORDS, "retention": WORDS}), max_size=2).map(tuple),
        "administrative": ADMINISTRATIVE, "circulation": st.just("internal"), "x-own": WORDS, "revisions": st.just(()),
    },
)  # fmt: skip
LINES = st.sampled_from(
    ["# Mục đích", "# Phạm vi", "## Một", "## Hai", "### Ba", "a b c.", "a b d. E f.", "- a", "- b", "1. a", "2. a", "> a",
     "", "", "| a |\n|---|\n| b |", "[l](#a)", "**a** b", "![h](a.png)", "[^1]", "[^1]: c", "a  ", "{{ steps }}", "```\nx\n```",
     "T\n: d", "---", "<b>", "[r]: http://a.vn", "3. a"]
)  # fmt: skip
CONTENTS = st.builds(
    Content,
    MAPPINGS,
    st.lists(LINES, max_size=8).map("\n".join),
    st.dictionaries(st.sampled_from(["A-01", "a.png", "B.md"]), st.sampled_from([b"1", b"2", b"2 \n"]), max_size=2),
)


@settings(max_examples=400, deadline=None)
@given(one=CONTENTS, other=CONTENTS, keep=st.sets(st.sampled_from(["mapping", "text", "files"])))
def test_contents_differ_when_their_digests_do(one: Content, other: Content, keep: set[str]) -> None:
    values = {name: getattr(one if name in keep else other, name) for name in ("mapping", "text", "files")}
    after = Content(**values)
    assert bool(differences(one, after)) == (one.digest != after.digest)


@settings(max_examples=200, deadline=None)
@given(one=MAPPINGS, other=MAPPINGS, data=st.data())
def test_no_changed_key_is_left_out(one: dict[str, Any], other: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted({*one, *other})))
    changed = {name: value for name, value in {**one, key: other.get(key)}.items() if value is not None}
    before, after = Content(one), Content(changed)
    assert {d.path[0] for d in differences(before, after)} == ({key} if before.digest != after.digest else set())


def test_the_place_among_the_processes_is_told_in_words() -> None:
    found = told(base(), facts_changed(process={"group": "core", "inputs": ("Đơn",)}))
    assert found == [
        "Place among the processes: kind of process added: Core processes",
        "Place among the processes: inputs added: Đơn",
    ]


def test_a_form_that_becomes_a_master_list_is_told_in_words() -> None:
    (found,) = told(base(), item_changed("forms", 0, list="forms"))
    assert found.endswith("master list printed as the form added: forms")
