"""Clean documents of varied style: whatever a rule says about them is a false alarm."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.model.ledger import Status
from qmsdocs.model.register import Register
from tests.scenario import fill_digests, listing

CLEAN = Path(__file__).parent / "clean"
DAY = date(2026, 9, 15)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    shutil.copytree(CLEAN, tmp_path, dirs_exist_ok=True)
    fill_digests(tmp_path)
    return load(tmp_path)


def test_no_rule_says_anything_about_clean_documents(register: Register) -> None:
    assert listing(check(register, on=DAY)) == ""


def test_the_clean_documents_are_of_every_kind(register: Register) -> None:
    kinds = Counter((document.type, document.category) for document in register.documents)
    assert kinds.total() >= 20
    assert set(kinds) == {
        ("procedure", "system"),
        ("procedure", "internal"),
        ("procedure", "administrative"),
        ("instruction", None),
        ("policy", None),
        ("objectives", None),
        ("manual", None),
    }
    statuses = {document.status_of(entry, DAY) for document in register.documents for entry in document.revisions}
    assert statuses == {Status.IN_FORCE, Status.IN_REVIEW, Status.SUPERSEDED, Status.WITHDRAWN}


def test_the_clean_documents_use_what_rules_may_misread(register: Register) -> None:
    text = "\n".join(document.origin.text for document in register.documents)
    for phrase in (
        "mục 2 của Nghị định 30/2020/NĐ-CP",
        "khoản 3 Điều 5 Luật Lưu trữ số\n33/2024/QH15",
        "mục II Phụ lục I Nghị định",
        "05/3/2014",
        "Quý IV",
        "KHÔNG",
        "24/7",
        "<phananh@example.vn>",
        "`2026-01-05T08:30:00+07:00`",
        "[^1]",
        "\n: ",
        "=====",
    ):
        assert phrase in text, phrase
