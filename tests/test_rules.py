"""Every rule: its own examples, and its cases with the exact diagnostics expected (a false alarm fails too)."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdocs import check, load
from qmsdocs.rules import RULES, Rule
from tests.scenario import DAY, diagnostics, listing, timed, written

CASES = Path(__file__).parent / "cases"


def _cases() -> list[tuple[Path, str, str, str]]:
    """(file, title, scenario, expected) of ``cases/QDnnn.txt``: blocks that begin with ``=== title``, expectation after ``>>>``."""
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            title, _, rest = block.partition("\n")
            scenario, _, expected = rest.partition(">>>\n")
            found.append((path, title, scenario, expected.strip()))
    return found


def test_the_base_is_clean(tmp_path: Path) -> None:
    assert listing(diagnostics(tmp_path)) == ""


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_is_reported_by_its_rule_alone(rule: Rule, tmp_path: Path) -> None:
    assert {d.code for d in diagnostics(tmp_path, rule.bad)} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_is_clean(rule: Rule, tmp_path: Path) -> None:
    assert listing(diagnostics(tmp_path, rule.good)) == ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases(rule: Rule) -> None:
    assert (CASES / f"{rule.code}.txt").exists()


_EVERYTHING = "[a](#b) ![](x.png) mục 5.3 TODO ABC 12/2020/NĐ-CP <b>x</b> {{ x }} "
HOSTILE = {
    "one paragraph of everything": _EVERYTHING * 3000,
    "an abbreviation without end": "A" * 900_000 + " ABC",
    "one abbreviation again and again": "ABC (" * 40_000,
    "explanations that are never closed": "ABC (" + "gọi là ABC " * 15_000,
    "empty lines": "ABC" + "\n" * 200_000 + "x",
    "gaps": "ngày " + "." * 200_000 + " tháng",
    "days left open": "../.. " + "." * 200_000 + " x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_long_text_is_checked_in_time(name: str, tmp_path: Path) -> None:
    written(tmp_path, f"--- procedures/QT-02/QT-02.md\n# Phạm vi\n\n{HOSTILE[name]}\n")
    register = load(tmp_path)
    found, seconds = timed(lambda: check(register, on=DAY), enough=5)
    assert found
    assert seconds < 5  # in line with its length it takes a tenth of that, by the square of it a hundred times as long


@pytest.mark.parametrize(
    ("path", "title", "scenario", "expected"),
    _cases(),
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_case(path: Path, title: str, scenario: str, expected: str, tmp_path: Path) -> None:
    assert listing(diagnostics(tmp_path, scenario)).strip() == expected
