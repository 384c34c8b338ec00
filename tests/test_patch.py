"""Values in YAML files are changed in place: what was meant is there, and everything else is as it was, byte for byte."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs.diagnostics import YamlPath
from qmsdocs.edit.patch import Patch
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.yaml.reader import read_yaml

ROOT = Path(__file__).parents[1]


def changed(text: str, verb: str, path: YamlPath, *value: Any) -> str:
    patch = Patch(text)
    getattr(patch, verb)(path, *value)
    return patch.text


ENTRY = """\
code: A  # mã
revisions:
  - issue: 1
    changes:
      - {where: a, what: "b"}   # ghi chú
    reason: >-
      nhiều
      dòng

  # chú thích cuối
unit: VP
"""


def test_a_key_is_added_below_the_last_one_of_its_mapping() -> None:
    assert changed(ENTRY, "put", ("revisions", 0, "effective"), date(2026, 1, 2)) == ENTRY.replace(
        "      dòng\n", "      dòng\n    effective: 2026-01-02\n"
    )


def test_a_value_is_replaced_and_the_comment_behind_it_stays() -> None:
    assert changed(ENTRY, "put", ("code",), "B: c") == ENTRY.replace("code: A", 'code: "B: c"')
    assert changed(ENTRY, "put", ("revisions", 0, "changes", 0, "what"), "x") == ENTRY.replace('"b"', "x")


def test_a_block_is_replaced_by_a_block() -> None:
    assert changed(ENTRY, "put", ("revisions", 0, "changes"), [{"where": "c", "what": "d"}]) == ENTRY.replace(
        '- {where: a, what: "b"}   #', "- {where: c, what: d}   #"
    )


def test_an_item_is_added_below_the_last_one_with_its_hyphen() -> None:
    assert changed(ENTRY, "append", ("revisions",), {"issue": 1, "revision": 1}) == ENTRY.replace(
        "      dòng\n", "      dòng\n  - {issue: 1, revision: 1}\n"
    )
    assert changed("a:\n-   b\n", "append", ("a",), "c") == "a:\n-   b\n-   c\n"
    assert changed("a: [b]  # c\n", "append", ("a",), "d, e") == 'a: [b, "d, e"]  # c\n'


@pytest.mark.parametrize("text", ["a: 1\n", "a: 1\nl:\n", "a: 1\nl: []\n", "a: 1\nl: null\n", "a: 1"])
def test_a_list_that_is_missing_or_empty_begins(text: str) -> None:
    assert read_yaml(changed(text, "append", ("l",), {"b": "c"})) == {"a": 1, "l": ({"b": "c"},)}


def test_a_key_is_taken_away_with_its_lines() -> None:
    assert changed(ENTRY, "drop", ("revisions", 0, "reason")) == ENTRY.replace(
        "    reason: >-\n      nhiều\n      dòng\n", ""
    )
    assert changed(ENTRY, "drop", ("revisions", 0, "issue")) == ENTRY.replace("- issue: 1\n    changes", "- changes")
    assert changed("a: {b: 1, c: 2, d: 3}\n", "drop", ("a", "c")) == "a: {b: 1, d: 3}\n"
    assert changed("a: {b: 1, c: 2}\n", "drop", ("a", "c")) == "a: {b: 1}\n"
    assert changed(ENTRY, "drop", ("khác",)) == ENTRY


def test_windows_line_ends_stay_and_are_used() -> None:
    text = ENTRY.replace("\n", "\r\n")
    added = changed(
        text, "append", ("revisions",), {"issue": 1, "reason": "x" * 200, "changes": [{"where": "a", "what": "b"}]}
    )
    assert added.replace("\r\n", "").count("\n") == 0
    assert set(text.split("\r\n")) <= set(added.split("\r\n"))


def test_what_cannot_be_changed_safely_is_refused_and_left_alone() -> None:
    patch = Patch("a: b\n")
    with pytest.raises(UnusableConfiguration, match="cannot be changed safely"):
        patch.put(("không có", "x"), "y")


# --- any file

NAMES = st.text("abcxyz", min_size=1, max_size=4).filter(lambda name: name not in ("y", "yes"))
SCALARS = st.sampled_from(
    [
        "a",
        "Mục: 1",
        "'đơn'",
        '"kép"',
        "7.5",
        "# số",
        "",
        "null",
        "2026-01-02",
        "a, b",
        "- x",
        "{b}",
        "dài " * 40,
        "true",
    ]
)
VALUES = st.recursive(
    SCALARS | st.integers(0, 99) | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def _written(value: Any, style: Any, column: int) -> str:
    """A value in one of the ways in which people write it: what follows the colon or the hyphen."""
    way = style(st.integers(0, 5))
    comment = style(st.sampled_from(["", "", "  # ghi chú: [a"]))
    if isinstance(value, (dict, list)) and value and way:
        pad, gap = " " * (column + style(st.integers(1, 3))), style(st.sampled_from(["", "", "\n", "\n# giữa\n"]))
        if isinstance(value, dict):
            lines = [f"{pad}{key}:{_written(item, style, len(pad))}" for key, item in value.items()]
        else:
            lines = [f"{pad}- {_flow(item)}{comment}\n" for item in value]
        return f"{comment}\n{gap.join(lines)}"
    if isinstance(value, str) and value.strip() and way == 1 and "\n" not in value:
        return f" >-\n{' ' * (column + 2)}{value.strip()}\n" if not value.startswith("#") else f" {_flow(value)}\n"
    return f" {_flow(value)}{comment}\n"


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


@st.composite
def files(draw: st.DrawFn) -> str:
    """YAML files in many styles."""
    value = draw(st.dictionaries(NAMES, VALUES, min_size=1, max_size=5))
    text = "".join(
        draw(st.sampled_from(["", "", "# trước\n", "\n"])) + f"{key}:{_written(item, draw, 0)}"
        for key, item in value.items()
    )
    text += draw(st.sampled_from(["", "# cuối\n", "\n\n"]))
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def _paths(value: Any, path: YamlPath = ()) -> list[YamlPath]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    return [path, *(inner for key, item in pairs for inner in _paths(item, (*path, key)))]


def _one_place(before: str, after: str) -> tuple[str, str]:
    """What was cut out and what was put in, in one place of a text."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end], after[start : len(after) - end]


def _shared(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@settings(max_examples=60, deadline=None)
@given(text=files(), value=VALUES, data=st.data())
def test_a_new_key_or_item_only_adds_text(text: str, value: Any, data: st.DataObject) -> None:
    whole = read_yaml(text.replace("\r\n", "\n"))
    mappings = [path for path in _paths(whole) if isinstance(_at(whole, path), dict) and _at(whole, path)]
    lists = [path for path in _paths(whole) if isinstance(_at(whole, path), tuple) and _at(whole, path)]
    for verb, place in (("put", (*data.draw(st.sampled_from(mappings)), "mới")), *(("append", p) for p in lists[:1])):
        after = changed(text, verb, place, value)
        cut, _ = _one_place(text, after)
        assert cut == ""


@settings(max_examples=60, deadline=None)
@given(text=files(), data=st.data())
def test_a_dropped_key_only_takes_text_away(text: str, data: st.DataObject) -> None:
    whole = read_yaml(text.replace("\r\n", "\n"))
    keys = [path for path in _paths(whole) if path and isinstance(path[-1], str) and len(_at(whole, path[:-1])) > 1]
    if keys:
        after = changed(text, "drop", data.draw(st.sampled_from(keys)))
        assert _one_place(text, after)[1] == ""


@settings(max_examples=60, deadline=None)
@given(text=files(), value=VALUES, data=st.data())
def test_a_replaced_value_leaves_the_lines_around_it(text: str, value: Any, data: st.DataObject) -> None:
    whole = read_yaml(text.replace("\r\n", "\n"))
    path = data.draw(st.sampled_from([path for path in _paths(whole) if path and isinstance(path[-1], str)]))
    after = changed(text, "put", path, value)
    top = [line for line in text.splitlines() if line[:1].isalpha() and not line.startswith(f"{path[0]}:")]
    assert [line for line in top if line not in after.splitlines()] == []


@pytest.mark.parametrize("path", sorted((ROOT / "procedures").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_the_ledgers_of_this_repository_can_be_added_to(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entry = {"issue": 9, "revision": 0, "reason": "Rà soát định kỳ", "changes": [{"where": "Mục 5", "what": "Sửa: a"}]}
    after = changed(text, "append", ("revisions",), entry)
    assert _one_place(text, after)[0] == ""
    number = len(read_yaml(text)["revisions"])
    after = changed(after, "put", ("revisions", number, "prepared"), {"by": "a", "on": date(2026, 9, 1)})
    assert _one_place(text, after)[0] == ""


def _at(whole: Any, path: YamlPath) -> Any:
    for part in path:
        whole = whole[part]
    return whole
