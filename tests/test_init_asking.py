"""``qmsdocs init`` at a terminal: it asks for the agency, as a person without options would expect."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qmsdocs import load
from tests.at_a_terminal import at_a_terminal

ANSWERS = (
    "Sở Nội vụ tỉnh Thử Nghiệm",
    "Sở Nội vụ",
    "",  # a place is needed: asked again
    "Thử Nghiệm",
    "Ủy ban nhân dân tỉnh Thử Nghiệm",
    "tỉnh Thử Nghiệm",
    "Đỗ Văn Ước",  # no position: asked again
    "Đỗ Văn Ước, Giám đốc",
    "",
    "Lý Thị Ngà, Phó Giám đốc",
    "",
    "Hồ Thị Mây, Chuyên viên Văn phòng",
    "",
    "",
    "Văn phòng Sở",
    "",
    "",
    "",
)


def _at_a_terminal(folder: Path, *arguments: str, answers: tuple[str, ...] = (), end: bytes = b"") -> tuple[int, str]:
    """Runs ``qmsdocs init`` with all three streams at a terminal; its exit code and what the person saw."""
    variables = {**os.environ, "LANG": "vi_VN.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    return at_a_terminal([sys.executable, "-m", "qmsdocs", "init", *arguments], folder, variables, answers, end)


def test_the_answers_make_the_agencys_own_set(tmp_path: Path) -> None:
    code, seen = _at_a_terminal(tmp_path, "own", answers=ANSWERS)
    assert code == 0, seen
    agency = load(tmp_path / "own").agency
    names = agency.organization
    assert (names.name, names.short_name, names.place) == ("Sở Nội vụ tỉnh Thử Nghiệm", "Sở Nội vụ", "Thử Nghiệm")
    assert (names.parent, names.province) == ("Ủy ban nhân dân tỉnh Thử Nghiệm", "tỉnh Thử Nghiệm")
    assert {person.name: person.unit for person in agency.people.values()} == {
        "Đỗ Văn Ước": "LD",
        "Lý Thị Ngà": "LD",
        "Hồ Thị Mây": "VP",
    }
    assert agency.units["VP"] == "Văn phòng Sở"
    assert agency.units["LD"] == "Lãnh đạo cơ quan"


def test_no_name_copies_the_model_agency(tmp_path: Path) -> None:
    code, _ = _at_a_terminal(tmp_path, "model", answers=("",))
    assert code == 0
    assert load(tmp_path / "model").documents[0].revisions[-1].approved


def test_nobody_is_asked_who_wants_the_model_agency(tmp_path: Path) -> None:
    code, seen = _at_a_terminal(tmp_path, "model", "--model")
    assert code == 0
    assert "?" not in seen
    assert (tmp_path / "model" / "qms.yaml").is_file()


def test_who_stops_answering_has_written_nothing(tmp_path: Path) -> None:
    code, _ = _at_a_terminal(tmp_path, "own", answers=("Sở Nội vụ",), end=b"\x03")
    assert code == 130
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_in_use_is_refused_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text("x", encoding="utf-8")
    code, seen = _at_a_terminal(tmp_path, ".")
    assert code == 2
    assert "thư.txt" in seen
