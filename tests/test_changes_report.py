"""What reviewers of a change read: what it does, and what it is not to blame for."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from qmsdocs import load
from qmsdocs.model.change import Change
from qmsdocs.report import FORMATS, render
from qmsdocs.report.changes import render_change, render_summary
from qmsdocs.report.markdown import LIMIT
from qmsdocs.report.run import Run
from tests.scenario import written
from tests.test_report import GOLDEN, SAMPLE, SUFFIXES, diagnostic, run

NEW = (*SAMPLE, diagnostic(code="QD701", message=replace(SAMPLE[0].message), existing=False))
MIXED = (*NEW, *(replace(d, existing=True, location=replace(d.location, line=40)) for d in SAMPLE))


def since(**fields: Any) -> Run:
    return run("en", since="origin/main", **fields)


# --- what was there before


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_about_a_change_is_the_reviewed_one(name: str) -> None:
    path = GOLDEN / f"{name}.since.{SUFFIXES.get(name, 'txt')}"
    text = render(name, MIXED, since())
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_what_was_there_before_does_not_fail_a_check() -> None:
    old = [d for d in MIXED if d.existing]
    assert not any(map(since(strict=True).fails, old))
    assert sum(map(since().fails, MIXED)) == 2


def test_what_was_there_before_alone_is_no_new_problem_and_explains_no_rule() -> None:
    old = tuple(d for d in MIXED if d.existing)
    last = render("full", old, since()).splitlines()[-1]
    assert last == "no new problems: 28 documents checked as of 2026-06-01; existing before the change: 3"


def test_github_is_told_the_worst_first_and_what_was_there_before_last() -> None:
    lines = render("github", MIXED, since()).splitlines()
    assert [line.split()[0] for line in lines] == ["::error"] * 2 + ["::warning"] + ["::notice"] * 4
    assert ["(existing)" in line for line in lines] == [False] * 4 + [True] * 3


def test_json_and_sarif_tell_new_from_old() -> None:
    content = json.loads(render("json", MIXED, since()))
    assert [d["existing"] for d in content["diagnostics"]].count(True) == 3
    assert content["summary"] == {"errors": 2, "warnings": 1, "notes": 1, "existing": 3, "documents": 28}
    results = json.loads(render("sarif", MIXED, since()))["runs"][0]["results"]
    assert sorted(result["baselineState"] for result in results) == ["new"] * 4 + ["unchanged"] * 3


def test_sarif_has_no_baseline_without_a_change() -> None:
    results = json.loads(render("sarif", SAMPLE, run()))["runs"][0]["results"]
    assert not any("baselineState" in result for result in results)


def test_junit_fails_only_what_the_change_brought() -> None:
    suites = ET.fromstring(render("junit", MIXED, since()))  # noqa: S314 - our own report
    assert suites.attrib["failures"] == "2"
    assert len(list(suites.iter("testcase"))) == len(MIXED)


def test_gitlab_is_told_everything_because_it_compares_by_itself() -> None:
    assert len(json.loads(render("gitlab", MIXED, since()))) == len(MIXED)


def test_markdown_folds_what_was_there_before() -> None:
    text = render("markdown", MIXED, since())
    shown, _, folded = text.partition("<details>")
    assert (shown.count("\n| error"), folded.count("\n| error")) == (2, 1)
    assert folded.count("</details>") == 1
    assert "\n\n|" in folded  # without a blank line the host would print the table as it is written


def test_a_folded_table_ends_even_when_it_is_cut() -> None:
    many = [diagnostic(location=replace(SAMPLE[0].location, line=n), existing=True) for n in range(1, 2000)]
    text = render("markdown", many, since())
    assert len(text) < 65_536
    assert text.endswith("more\n\n</details>\n")


# --- what changed

REVISED = """--- procedures/QT-01/QT-01.yaml
title: Kiểm soát tài liệu
steps:
  - id: de-nghi
    activity: Đề nghị soạn thảo, sửa đổi tài liệu
    responsible: [Công chức được giao]
    time: 2 ngày
    outputs: [BM-01-01]
revisions:
  - {issue: 1, revision: 0, reason: Ban hành lần đầu}
  - {issue: 1, revision: 1, reason: "Rút ngắn <b>thời gian</b> của @ai-do"}
"""


def changed(folder: Path, before: str, now: str, **fields: Any) -> Change:
    written(folder / "before", before)
    written(folder / "now", now)
    base = load(folder / "before")
    return Change("origin/main", base, base, load(folder / "now"), **fields)


def test_a_document_is_told_with_its_entry_and_its_differences_by_section(tmp_path: Path) -> None:
    text = render_change(changed(tmp_path, "", REVISED), since())
    assert text.startswith("## What changed since origin/main\n\n### QT-01 Kiểm soát tài liệu — 1.0 → 1.1\n")
    assert "Reason: Rút ngắn \\<b\\>thời gian\\</b\\> của @<!-- -->ai-do\n" in text
    assert "\nNot approved yet\n" in text
    assert "- **Section 5.2, step de-nghi**\n  - Time 1 ngày → 2 ngày\n" in text
    assert "QT-02" not in text.replace("(QT-02)", "")


def test_an_approval_alone_is_told(tmp_path: Path) -> None:
    signed = (
        "{issue: 1, revision: 0, reason: A, approved: {by: nguyen-van-an, on: 2026-01-20, decision: 12/QĐ-UBND}, "
        "effective: 2026-02-01}"
    )
    draft = "--- procedures/QT-01/QT-01.yaml\nrevisions:\n  - {issue: 1, revision: 0, reason: A}\n"
    text = render_change(
        changed(tmp_path, draft, f"--- procedures/QT-01/QT-01.yaml\nrevisions:\n  - {signed}\n"), since()
    )
    assert "Approved by Nguyễn Văn An on 2026-01-20, decision 12/QĐ-UBND; in force from 2026-02-01\n" in text
    assert text.endswith("\nThe content is as it was.\n")


def test_a_withdrawal_is_told(tmp_path: Path) -> None:
    now = "--- procedures/QT-01/QT-01.yaml\nwithdrawn: {on: 2026-05-01, reason: Hết, decision: 20/QĐ-UBND, by: nguyen-van-an}\n"
    assert "\nWithdrawn from 2026-05-01\n" in render_change(changed(tmp_path, "", now), since())


def test_what_came_and_went_is_listed(tmp_path: Path) -> None:
    before = "--- procedures/QT-02/QT-02.yaml (deleted)\n--- procedures/QT-02/QT-02.md (deleted)\n"
    now = before.replace("QT-02", "QT-01") + "--- external/30-2020-ND-CP.yaml (deleted)\n"
    text = render_change(changed(tmp_path, before, now), since())
    assert "### New documents\n\n- QT-02 " in text
    assert "### Documents that are gone\n\n- QT-01 " in text
    assert "### External documents that are gone\n\n- 30/2020/NĐ-CP " in text


def test_external_documents_and_settings_that_changed_are_told(tmp_path: Path) -> None:
    now = """--- external/30-2020-ND-CP.yaml
expires: 2026-05-01
--- qms.yaml
signers:
  prepare: [le-thi-binh]
  review: [tran-van-cuong]
  approve: [nguyen-van-an, tran-van-cuong]
"""
    text = render_change(changed(tmp_path, "", now), since())
    assert "### 30/2020/NĐ-CP Về công tác văn thư\n\n- **" in text
    assert "2026-05-01" in text
    assert text.endswith("### Changed in qms.yaml\n\n- signers\n")


def test_another_file_of_a_form_is_told(tmp_path: Path) -> None:
    form = "{code: BM-01-01, title: Phiếu, file: bieu-mau/a.docx, issue: 1, revision: 0}"
    before = f"--- procedures/QT-01/QT-01.yaml\nforms:\n  - {form}\n"
    now = before.replace("revision: 0", "revision: 1")
    files = {("procedures/QT-01/QT-01.yaml", "BM-01-01"): ("0" * 64, "1" * 64)}
    assert "bieu-mau/a.docx" in render_change(changed(tmp_path / "a", before, now, files=files), since())
    assert "bieu-mau/a.docx" not in render_change(changed(tmp_path / "b", before, now), since())


def test_no_change_says_so(tmp_path: Path) -> None:
    assert render_change(changed(tmp_path, "", ""), since()).endswith("\n\nNo document changed.\n")


def test_the_page_fits_into_a_comment_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    long = "\n".join(f"## Mục {n}\n\nĐiều {n} " + "chữ " * 30 for n in range(400))
    change = changed(tmp_path, "", f"{REVISED}--- procedures/QT-02/QT-02.md\n# Nội dung quy trình\n\n{long}\n")
    many = tuple(diagnostic(location=replace(SAMPLE[0].location, line=n)) for n in range(1, 2000))
    page = render_summary(many, since(), change)
    assert len(page) <= LIMIT
    assert "## What changed since origin/main" in page
    assert "### QT-01" in page
    assert "### QT-02" in page
    small = render_change(change, since(), 2_000)
    assert len(small) <= 2_000
    assert small.endswith("and 1 more changed documents\n")


def test_without_a_change_the_page_is_the_table() -> None:
    assert render_summary(SAMPLE, run()) == render("markdown", SAMPLE, run())
