"""Which documents a sentence names."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.diagnostics import say
from qmsdocs.model.register import Register
from qmsdocs.rules.capitals import ALONE, capitals_in
from qmsdocs.rules.mentions import mentions, nearest_code
from tests.scenario import written

_STANDARD = """--- external/TCVN-ISO-9001-2015.yaml
code: TCVN ISO 9001:2015
title: Hệ thống quản lý chất lượng
type: external
category: standard
--- external/101-QD-BKHCN-2019.yaml
code: 101/QĐ-BKHCN/2019
number: 101/QĐ-BKHCN
title: Mô hình khung
type: external
category: guidance
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    root: Path = tmp_path_factory.mktemp("repository")
    written(root, _STANDARD)
    return load(root)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Theo Nghị định số 30/2020/NĐ-CP, Điều 7.", ["30/2020/NĐ-CP"]),
        ("Luật số 72/2025/QH15; công văn 3003/BKHCN-TĐC", ["72/2025/QH15", "3003/BKHCN-TĐC"]),
        ("Nghị quyết số 18-NQ/TW.", ["18-NQ/TW"]),
        ("Thông tư liên tịch 05/2019/TTLT-BTC-BNV và 04/CT-TTg.", ["05/2019/TTLT-BTC-BNV", "04/CT-TTg"]),
        ("QT-01/QT-02, QT.01 và QT 02", ["QT-01", "QT-02", "QT.01", "QT 02"]),
        ("theo TCVN ISO\n  9001:2015. Biên bản", ["TCVN ISO 9001:2015"]),
        ("QT-01 ISO; QT-02 B", ["QT-01", "QT-02"]),
        ("101/QĐ-BKHCN và 101/QĐ-BKHCN/2019", ["101/QĐ-BKHCN", "101/QĐ-BKHCN/2019"]),
        ("BM-01-01, BM-QT-01, QT-01-BM02, QT-01A, QT-011, aQT-01", []),
        ("ngày 5/1/2026, 24/7, 1/3, tỷ lệ 3/4 A-B, mục 5.3, Điều 4.4", []),
        ("Mẫu số 01/2026/ĐĐN-UBND, dạng 15/KH-UBND, ví dụ: 16/KH-UBND", []),
        ("ví dụ 30/2020/NĐ-CP", ["30/2020/NĐ-CP"]),
    ],
)
def test_a_sentence_names_these_documents(register: Register, text: str, named: list[str]) -> None:
    found = list(mentions(text, register))
    assert [mention.code for mention in found] == named
    assert [" ".join(text[mention.start : mention.end].split()) for mention in found] == named


def test_a_printed_number_leads_to_its_document(register: Register) -> None:
    (mention,) = mentions("Quyết định số 101/QĐ-BKHCN", register)
    assert mention.document
    assert mention.document.code == "101/QĐ-BKHCN/2019"


def test_numbers_of_decrees_are_not_taken_for_one_another() -> None:
    otherwise = say("add it")
    assert nearest_code("110/2004/NĐ-CP", ["30/2020/NĐ-CP"], otherwise) is otherwise
    assert "31/2020/NĐ-CP" in nearest_code("30/2020/NĐ-CP", ["31/2020/NĐ-CP"], otherwise).english


@pytest.mark.parametrize(
    ("text", "codes", "words"),
    [
        ("UBND theo TCVN ISO 9001:2015 và QT-01.", {"TCVN ISO 9001:2015", "QT-01"}, {"UBND", "TCVN", "ISO"}),
        ("HTQLCL (CBCC), số 12/QĐ-UBND; XY-z, aBC, ÔN", {"12/QĐ-UBND"}, {"HTQLCL", "CBCC"}),
        ("“KPH”×NĐ…QT 1 A B C D E F G H I J", {"QT 1 A B C D E F G H"}, {"KPH", "NĐ", "QT"}),
    ],
)
def test_one_look_finds_codes_and_words_in_capitals(
    text: str, codes: set[str], words: set[str], register: Register
) -> None:
    found = capitals_in(text, register)
    assert (set(found.codes), set(found.words)) == (codes, words)
    assert found.words.issuperset(ALONE.findall(text))
