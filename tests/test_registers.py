"""Master lists: what they name on a day, and that no spreadsheet runs what somebody typed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.model.ledger import Status
from qmsdocs.registers import LIST_KINDS, master_list
from qmsdocs.registers.day import as_of
from qmsdocs.registers.sheets import to_csv, to_json, to_xlsx
from qmsdocs.registers.table import Table
from tests.acts import ran
from tests.scenario import DAY, written

TWO_REVISIONS = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
    prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức, content: "sha256:…"}
    reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
    approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 12/QĐ-UBND, content: "sha256:…"}
    effective: 2026-02-01
  - issue: 1
    revision: 1
    reason: Rút ngắn thời gian
    changes: [{where: Bước xem-xet, what: 8 giờ thành 4 giờ}]
    prepared: {by: le-thi-binh, on: 2026-05-05, position: Công chức, content: "sha256:…"}
    reviewed: {by: tran-van-cuong, on: 2026-05-12, position: Phó Chủ tịch, content: "sha256:…"}
    approved: {by: nguyen-van-an, on: 2026-05-20, position: Chủ tịch, decision: 40/QĐ-UBND, content: "sha256:…"}
    effective: 2026-07-01
"""
FORMULA = """--- procedures/QT-02/QT-02.yaml
title: "=HYPERLINK(\\"http://xau.example\\")"
"""


def _rows(table: Table) -> list[dict[str, object]]:
    return list(json.loads(to_json(table)))


def _row(table: Table, code: str) -> dict[str, object]:
    return next(row for row in _rows(table) if row["code"] == code)


def test_the_master_list_names_the_revision_in_force_and_the_one_to_come(tmp_path: Path) -> None:
    written(tmp_path, TWO_REVISIONS)
    register = load(tmp_path)
    first = _row(master_list("documents", register, DAY), "QT-01")
    assert (first["code"], first["issue"], first["revision"], first["status"]) == ("QT-01", "01", "00", "in-force")
    assert first["note"] == "1.1: approved, in force from 01/07/2026"
    later = _row(master_list("documents", register, date(2026, 7, 1)), "QT-01")
    assert (later["revision"], later["note"]) == ("01", None)


def test_a_list_can_be_limited_to_a_status(tmp_path: Path) -> None:
    written(tmp_path)
    register = load(tmp_path)
    everything = len(register.documents)
    assert len(master_list("documents", register, DAY, Status.IN_FORCE).rows) == everything
    assert master_list("documents", register, DAY, Status.WITHDRAWN).rows == ()
    assert len(master_list("documents", register, date(2026, 1, 25), Status.APPROVED).rows) == everything


DRAFT = """--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
"""


def test_a_newer_revision_is_found_by_its_own_status_beside_the_one_in_force(tmp_path: Path) -> None:
    written(tmp_path, TWO_REVISIONS)
    register = load(tmp_path)
    (newer,) = _rows(master_list("documents", register, DAY, Status.APPROVED))
    assert (newer["code"], newer["revision"], newer["effective"]) == ("QT-01", "01", "2026-07-01")
    assert (newer["status"], newer["note"]) == ("approved", "1.0: in force")
    older = _row(master_list("documents", register, DAY, Status.IN_FORCE), "QT-01")
    assert (older["revision"], older["note"]) == ("00", "1.1: approved, in force from 01/07/2026")
    in_review = _rows(master_list("documents", register, date(2026, 5, 10), Status.IN_REVIEW))
    assert [(row["code"], row["revision"]) for row in in_review] == [("QT-01", "01")]


def test_a_newer_revision_is_listed_with_the_title_that_the_files_have(tmp_path: Path) -> None:
    written(tmp_path, TWO_REVISIONS)
    files = load(tmp_path)
    document = files.document("QT-01")
    assert document is not None
    then = {("QT-01", "1.0"): document.model_copy(update={"title": "Tên cũ"})}
    of_day = as_of(files, DAY, then)
    titles = [
        _row(master_list("documents", of_day, DAY, status, files=files), "QT-01")["title"]
        for status in (Status.IN_FORCE, Status.APPROVED)
    ]
    assert titles == ["Tên cũ", document.title]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--status", "approved"), "none has the status approved on 2026-06-01"),
        (("--forms", "--status", "withdrawn"), "none has the status withdrawn on 2026-06-01"),
        (("--records", "--on", "2020-01-01"), "no document is in force or approved on 2020-01-01"),
    ],
)
def test_a_list_without_rows_says_so(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    written(tmp_path)
    code, _, err = ran(tmp_path, "list", *options)
    assert code == 0
    assert told in err
    assert len(err.splitlines()) == 1
    assert ran(tmp_path, "list")[2] == ""


def test_forms_and_records_of_drafts_are_listed_only_when_drafts_are_asked_for(tmp_path: Path) -> None:
    written(tmp_path, DRAFT)
    register = load(tmp_path)
    for kind in ("forms", "records"):
        assert "QT-01" not in {row["document"] for row in _rows(master_list(kind, register, DAY))}
        drafts = _rows(master_list(kind, register, DAY, drafts=True))
        assert {(row["document"], row["status"]) for row in drafts} >= {("QT-01", "draft"), ("QT-02", "in-force")}
        alone = _rows(master_list(kind, register, DAY, Status.DRAFT))
        assert {row["document"] for row in alone} == {"QT-01"}
        assert all("status" not in row for row in alone)


def test_forms_and_records_of_approved_documents_are_listed_before_they_take_effect(tmp_path: Path) -> None:
    written(tmp_path)
    register = load(tmp_path)
    for kind in ("forms", "records"):
        now, before = (master_list(kind, register, day).rows for day in (DAY, date(2026, 1, 25)))
        assert now == before
        assert now


def test_an_external_document_is_listed_with_what_changes_it_and_what_applies_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        "--- external/1-2027-ND-CP.yaml\ncode: 1/2027/NĐ-CP\ntitle: Mới\ntype: external\ncategory: legal\n"
        "effective: 2027-01-01\nreplaces: [30/2020/NĐ-CP]\n",
    )
    register = load(tmp_path)
    old = _row(master_list("external", register, DAY), "30/2020/NĐ-CP")
    assert (old["status"], old["changed_by"], old["cited_by"]) == ("in-force", "1/2027/NĐ-CP", "QT-01, QT-02")
    old = _row(master_list("external", register, date(2027, 1, 1)), "30/2020/NĐ-CP")
    assert old["status"] == "replaced"


def test_an_external_document_of_unknown_date_is_to_be_checked(tmp_path: Path) -> None:
    written(tmp_path, "--- external/30-2020-ND-CP.yaml\neffective: null\nto_check: [effective]\n")
    assert _row(master_list("external", load(tmp_path), DAY), "30/2020/NĐ-CP")["status"] == "to-be-checked"


def test_every_list_is_the_same_in_every_form(tmp_path: Path) -> None:
    written(tmp_path)
    register = load(tmp_path)
    for kind in LIST_KINDS:
        table = master_list(kind, register, DAY)
        records = list(csv.DictReader(io.StringIO(to_csv(table, str))))
        assert [list(record) for record in records] == [[column.key for column in table.columns]] * len(table.rows)
        assert len(_rows(table)) == len(table.rows)
        assert to_xlsx(table, register.agency, DAY, str) == to_xlsx(table, register.agency, DAY, str)


def test_a_value_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    written(tmp_path, FORMULA)
    register = load(tmp_path)
    table = master_list("documents", register, DAY)
    assert "'=HYPERLINK" in to_csv(table, str)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(table, register.agency, DAY, str))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"=HYPERLINK" in book.read("xl/sharedStrings.xml")


THREE_REVISIONS = """--- procedures/QT-01/QT-01.yaml
revisions:
  - {issue: 1, revision: 0, reason: a, approved: {by: nguyen-van-an, on: 2026-01-20, decision: 12/QĐ}, effective: 2026-03-01}
  - {issue: 1, revision: 1, reason: b, approved: {by: nguyen-van-an, on: 2026-04-20, decision: 13/QĐ}, effective: 2026-07-01}
  - {issue: 2, revision: 0, reason: c, prepared: {by: le-thi-binh, on: 2026-05-05}}
withdrawn: {on: 2026-06-01, reason: d, decision: 14/QĐ}
"""


@pytest.mark.parametrize(
    ("day", "number", "status", "approved"),
    [
        (date(2025, 12, 1), "1.0", "draft", None),
        (date(2026, 2, 1), "1.0", "approved", "2026-01-20"),
        (date(2026, 5, 31), "1.0", "in-force", "2026-01-20"),
        (date(2026, 8, 1), "1.0", "withdrawn", "2026-01-20"),
    ],
    ids=["before it was approved", "before it took effect", "in force", "after its end"],
)
def test_a_list_of_a_past_day_names_no_revision_that_came_later(
    tmp_path: Path, day: date, number: str, status: str, approved: str | None
) -> None:
    written(tmp_path, THREE_REVISIONS)
    row = _row(master_list("documents", load(tmp_path), day), "QT-01")
    assert (f"{int(str(row['issue']))}.{int(str(row['revision']))}", row["status"], row["approved"]) == (
        number, status, approved,
    )  # fmt: skip


def test_a_revision_is_not_begun_before_the_one_before_it_was_approved(tmp_path: Path) -> None:
    written(
        tmp_path,
        THREE_REVISIONS.replace("withdrawn", "x-withdrawn").replace(
            ", prepared: {by: le-thi-binh, on: 2026-05-05}", ""
        ),
    )
    register = load(tmp_path)
    notes = [_row(master_list("documents", register, date(2026, month, 25)), "QT-01")["note"] for month in (1, 4)]
    assert notes == [None, "1.1: approved, in force from 01/07/2026; 2.0: draft"]


def test_an_approved_revision_is_not_hidden_by_the_draft_of_the_next_one(tmp_path: Path) -> None:
    written(tmp_path, THREE_REVISIONS.replace("withdrawn", "x-withdrawn"))
    register = load(tmp_path)
    row = _row(master_list("documents", register, date(2026, 2, 10)), "QT-01")
    assert (row["revision"], row["status"], row["note"]) == ("00", "approved", None)
    assert "QT-01" in str(_rows(master_list("documents", register, date(2026, 2, 10), Status.APPROVED)))


def test_statuses_in_json_are_the_words_of_the_command_line(tmp_path: Path) -> None:
    written(tmp_path)
    register = load(tmp_path)
    for status in Status:
        for row in _rows(master_list("documents", register, date(2026, 1, 25), status)):
            assert row["status"] == status.key
    assert {row["status"] for row in _rows(master_list("documents", register, DAY))} == {"in-force"}
