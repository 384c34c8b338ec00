"""Facts written as YAML: the reader gives them back, and they look as people write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs.importing.facts_yaml import as_read, facts_yaml
from qmsdocs.yaml.reader import read_yaml
from tests.amounts import amount

ROOT = Path(__file__).parents[1]
TEXT = st.text(st.sampled_from("aĐ1 :#-,[]{}'\"&*!|>%@`?\\.\n\tễ~=<"), min_size=1, max_size=30) | st.sampled_from(
    [
        "no",
        "010",
        "1.10",
        "8:30",
        "null",
        "2026-01-05",
        "- a",
        "a: b",
        "a #b",
        "~",
        "true",
        "x" * 200,
        "từ " * 90,
        " a",
        "a ",
    ]
)
KEYS = st.sampled_from(["steps", "forms", "text", "references", "terms", "decision", "Đồng ý", "a: b", "1", "changes"])
FACTS = st.recursive(
    TEXT | st.integers(0, 999) | st.none() | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=amount(100, 400), deadline=None)
@given(st.dictionaries(KEYS, FACTS, min_size=1, max_size=5))
def test_what_is_written_reads_back(facts: dict[str, object]) -> None:
    assert read_yaml(facts_yaml(facts)) == as_read(facts)


@pytest.mark.parametrize("path", sorted(ROOT.glob("procedures/QT-*/*.yaml")), ids=lambda path: path.stem)
def test_our_own_procedures_look_as_they_were_written(path: Path) -> None:
    """Nearly: an author may fold a line elsewhere, and put a short list below its key."""
    text = path.read_text(encoding="utf-8").partition("\nrevisions:")[0] + "\n"
    written = facts_yaml(read_yaml(text)).split("\n")
    same = sum(line in set(text.split("\n")) for line in written)
    assert same / len(written) > 0.75, "\n".join(written)


def test_days_and_codes_are_written_plainly() -> None:
    facts = {"on": date(2026, 1, 5), "number": "1.004227", "code": "30/2020/NĐ-CP", "clauses": ["7.5"], "to_check": []}
    assert facts_yaml(facts) == (
        'on: 2026-01-05\nnumber: "1.004227"\ncode: 30/2020/NĐ-CP\nclauses: ["7.5"]\nto_check: []\n'
    )
