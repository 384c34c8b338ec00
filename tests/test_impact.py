"""What a change touches: everything that cites a document, directly or through others, and by when it must follow."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.errors import UnknownDocument
from qmsdocs.impact import Affected, Impact, impact_of
from tests.forked import forked
from tests.scenario import DAY, timed, written

DECREE = "30/2020/NĐ-CP"
NEW = """--- external/99-2026-ND-CP.yaml
code: 99/2026/NĐ-CP
title: Về công tác văn thư
type: external
category: legal
effective: 2026-05-01
replaces: [30/2020/NĐ-CP]
source: https://example.vn/99-2026-nd-cp
checked: {by: le-thi-binh, on: 2026-05-02}
units: [VP]
"""
THIRD = """--- procedures/QT-03/QT-03.yaml
code: QT-03
title: Quy trình thứ ba
type: procedure
category: internal
unit: VP
references: [QT-02]
--- procedures/QT-03/QT-03.md
# Mục đích

Chỉ để thử.
--- procedures/QT-04/QT-04.yaml
code: QT-04
title: Quy trình thứ tư
type: procedure
category: internal
references: [QT-03]
--- procedures/QT-04/QT-04.md
# Mục đích

Chỉ để thử.
"""


def _impact(root: Path, code: str = DECREE, scenario: str = "", on: date = DAY) -> Impact:
    written(root, scenario)
    return impact_of(load(root), code, on=on)


def _of(impact: Impact, code: str) -> Affected:
    return next(each for each in impact.affected if each.document.code == code)


def _chains(impact: Impact) -> dict[str, str]:
    return {each.document.code: " ".join(each.chain) for each in impact.affected}


def _uses(impact: Impact, code: str) -> list[tuple[str, str]]:
    return [(use.kind, use.detail) for use in _of(impact, code).uses]


def test_what_cites_a_document_through_others_is_found_once_by_the_shortest_chain(tmp_path: Path) -> None:
    assert _chains(_impact(tmp_path, "QT-01", THIRD)) == {
        "QT-02": "QT-01 QT-02",
        "QT-03": "QT-01 QT-02 QT-03",
        "QT-04": "QT-01 QT-02 QT-03 QT-04",
    }


def test_a_replaced_document_touches_what_cites_it_and_names_its_successor(tmp_path: Path) -> None:
    impact = _impact(tmp_path, scenario=NEW + THIRD)
    assert [(change.kind, change.since.isoformat()) for change in impact.changes] == [("replaced", "2026-05-01")]
    assert [(each.document.code, each.deadline) for each in impact.affected] == [
        ("QT-01", date(2026, 8, 1)), ("QT-02", date(2026, 8, 1)),
        ("99/2026/NĐ-CP", None), ("QT-03", None), ("QT-04", None),
    ]  # fmt: skip
    assert _uses(impact, "99/2026/NĐ-CP") == [("replaces", "")]


def test_a_new_document_touches_what_cites_the_one_that_it_replaces(tmp_path: Path) -> None:
    impact = _impact(tmp_path, "99/2026/NĐ-CP", NEW)
    assert _chains(impact) == {
        DECREE: f"99/2026/NĐ-CP {DECREE}",
        "QT-01": f"99/2026/NĐ-CP {DECREE} QT-01",
        "QT-02": f"99/2026/NĐ-CP {DECREE} QT-02",
    }
    assert _uses(impact, DECREE) == [("replaced", "")]
    assert {_of(impact, code).deadline for code in ("QT-01", "QT-02")} == {date(2026, 8, 1)}


@pytest.mark.parametrize(("relation", "used"), [("amends", "amends"), ("partly", "replaces in part")])
def test_an_amendment_has_to_be_followed_too(relation: str, used: str, tmp_path: Path) -> None:
    how = "amends: [30/2020/NĐ-CP]" if relation == "amends" else "replaces: [30/2020/NĐ-CP]\npartly: [30/2020/NĐ-CP]"
    impact = _impact(tmp_path, scenario=NEW.replace("replaces: [30/2020/NĐ-CP]", how))
    assert _uses(impact, "99/2026/NĐ-CP") == [(used, "")]
    assert _of(impact, "QT-01").deadline == date(2026, 8, 1)


def test_the_days_are_those_that_the_check_tells(tmp_path: Path) -> None:
    written(tmp_path, NEW + THIRD)
    register = load(tmp_path)
    told = {
        (d.document, re.findall(r"\d{4}-\d\d-\d\d", str(d.message))[-1])
        for d in check(register, on=DAY)
        if d.code in ("QD503", "QD504", "QD505", "QD506")
    }
    impact = impact_of(register, DECREE, on=DAY)
    assert {(each.document.code, str(each.deadline)) for each in impact.affected if each.deadline} == told != set()


def test_a_change_on_a_day_to_come_is_told_in_time(tmp_path: Path) -> None:
    assert _of(_impact(tmp_path, scenario=NEW, on=date(2026, 4, 1)), "QT-01").deadline == date(2026, 8, 1)


def test_what_has_followed_has_nothing_left_to_do(tmp_path: Path) -> None:
    review = "--- procedures/QT-01/QT-01.yaml\nreviews: [{by: tran-van-cuong, on: 2026-05-20, note: Không đổi}]\n"
    impact = _impact(tmp_path, scenario=NEW + review)
    one, two = _of(impact, "QT-01"), _of(impact, "QT-02")
    assert (one.pending, one.deadline, one.followed) == (None, None, True)
    assert (two.deadline, two.followed) == (date(2026, 8, 1), False)


def test_documents_that_ended_are_left_out_and_lead_no_further(tmp_path: Path) -> None:
    ended = "--- procedures/QT-02/QT-02.yaml\nwithdrawn: {on: 2026-05-15, reason: Hết dùng, decision: 50/QĐ-UBND}\n"
    assert set(_chains(_impact(tmp_path, "QT-01", THIRD + ended))) == set()
    assert set(_chains(_impact(tmp_path, "QT-01", THIRD + ended, on=date(2026, 5, 14)))) == {"QT-02", "QT-03", "QT-04"}


def test_every_way_of_citing_is_told_with_its_place(tmp_path: Path) -> None:
    scenario = """--- procedures/QT-02/QT-02.yaml
category: administrative
references: [{code: QT-01@1.0, article: Mục 5}]
administrative: {legal_basis: [{code: 30/2020/NĐ-CP, article: Điều 16}]}
steps: [{id: a, activity: Tiếp nhận, responsible: [Văn thư], text: Làm theo QT-01.}]
--- procedures/QT-02/QT-02.md
# Mục đích

Theo QT-01 và `QT-01` trong mã.

# Phạm vi

Xem [quy trình](QT-01).
"""
    impact = _impact(tmp_path, "QT-01", scenario)
    assert _uses(impact, "QT-02") == [
        ("reference", "@1.0, Mục 5"), ("text", "Mục đích"), ("link", "Phạm vi"), ("facts", "Tiếp nhận"),
    ]  # fmt: skip
    assert [(use.path, use.line) for use in _of(impact, "QT-02").uses if use.line] == [
        ("procedures/QT-02/QT-02.md", line) for line in (3, 7)
    ]
    assert _uses(impact_of(load(tmp_path), DECREE, on=DAY), "QT-02") == [("legal basis", "Điều 16")]


def test_a_form_touches_its_document_and_whoever_uses_it(tmp_path: Path) -> None:
    borrowed = THIRD.replace(
        "references: [QT-03]",
        "references: []\nsteps: [{id: a, activity: Ghi sổ, responsible: [Văn thư], outputs: [bm 02-01]}]",
    )
    impact = _impact(tmp_path, "BM-02-01", borrowed)
    assert _chains(impact) == {
        "QT-01": "BM-02-01 QT-02 QT-01",
        "QT-02": "BM-02-01 QT-02",
        "QT-03": "BM-02-01 QT-02 QT-03",
        "QT-04": "BM-02-01 QT-04",
    }
    assert _uses(impact, "QT-02")[:3] == [
        ("owner", ""), ("step", "Đề nghị soạn thảo, sửa đổi tài liệu"), ("record", "Danh mục hồ sơ hằng năm"),
    ]  # fmt: skip
    assert _uses(impact, "QT-04") == [("step", "Ghi sổ")]


def test_a_former_code_is_as_good_and_an_unknown_one_names_the_nearest(tmp_path: Path) -> None:
    former = "--- procedures/QT-01/QT-01.yaml\nformer_codes: [QT-TL-01]\n"
    assert _chains(_impact(tmp_path, "QT-TL-01", former)) == {"QT-02": "QT-01 QT-02"}
    with pytest.raises(UnknownDocument, match="did you mean 30/2020/NĐ-CP"):
        impact_of(load(tmp_path), "30/2021/NĐ-CP", on=DAY)


def _qmsdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*forked(), "impact", *arguments, "--on", "2026-08-02", "--lang", "en"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_line_tells_people_and_programs(tmp_path: Path) -> None:
    written(tmp_path, NEW.replace("title: Về công tác văn thư", "title: Về <b>công tác</b> | văn thư") + THIRD)
    text = _qmsdocs(tmp_path, DECREE)
    assert (text.returncode, text.stderr) == (0, "")
    assert text.stdout.startswith(
        "30/2020/NĐ-CP Về công tác văn thư\n"
        "  replaced by 99/2026/NĐ-CP from 2026-05-01; what cites it has to follow by 2026-08-01\n"
        "\n"
        "QT-01 Kiểm soát thông tin dạng văn bản\n"
        "  OVERDUE since 2026-08-01: revise it, or record a review; replaced by 99/2026/NĐ-CP from 2026-05-01\n"
        "  Văn phòng · in force 1.0\n"
        "  30/2020/NĐ-CP → QT-01\n"
        "    among the references (Điều 7)\n"
    )
    assert text.stdout.endswith("5 documents are touched; 2 have to follow, 2 of them overdue\n")
    value = json.loads(_qmsdocs(tmp_path, DECREE, "--format", "json").stdout)
    assert (value["code"], value["kind"], value["changes"][0]["deadline"]) == (DECREE, "external", "2026-08-01")
    first = value["affected"][0]
    assert (first["code"], first["deadline"], first["overdue"]) == ("QT-01", "2026-08-01", True)
    assert (first["units"], first["status"], first["in_force"]) == (["VP"], "in-force", "1.0")
    assert first["uses"][0]["kind"] == "reference"
    table = _qmsdocs(tmp_path, DECREE, "--format", "markdown").stdout
    rows = [line for line in table.split("\n") if line.startswith("|")]
    assert len(rows) == 2 + 5
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}
    assert "<b>" not in table
    assert _qmsdocs(tmp_path, "QT-04").stdout.endswith("nothing in the repository cites it\n")
    assert _qmsdocs(tmp_path, "QT-99").returncode == 2


def test_a_text_that_names_nothing_else_is_looked_through_in_time(tmp_path: Path) -> None:
    written(tmp_path, f"--- procedures/QT-02/QT-02.md\n# Phạm vi\n\n{'QT-01 ' * 60_000}\n")
    register = load(tmp_path)
    impact, seconds = timed(lambda: impact_of(register, "QT-01", on=DAY), enough=4)
    assert _uses(impact, "QT-02") == [("reference", ""), ("text", "Phạm vi")]
    assert seconds < 4  # by the square of its length it takes twice that


def test_a_document_that_ends_says_so(tmp_path: Path) -> None:
    ended = "--- procedures/QT-02/QT-02.yaml\nwithdrawn: {on: 2026-07-01, reason: Gộp, decision: 50/QĐ-UBND, replaced_by: QT-01}\n"
    written(tmp_path, ended)
    assert _qmsdocs(tmp_path, "QT-02").stdout.split("\n")[1] == "  replaced by QT-01 from 2026-07-01"
