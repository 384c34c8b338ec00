"""Placeholders: what is replaced, what is rendered in their place, and that a name never becomes markup or code."""

from __future__ import annotations

import pytest

from qmsdocs.markdown import parse
from qmsdocs.markdown.placeholders import placed_block, placeholders, substituted
from qmsdocs.model.agency import Agency, Organization

AGENCY = Agency(
    format=1,
    organization=Organization(name="UBND *phường* {{ units.VP }}", short_name="UBND", place="Mẫu"),
    units={"VP": "Văn phòng", "P1": "Phòng 1"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("của {{ organization.short_name }}, {{units.VP}} và {{ units.P1 }}.", "của UBND, Văn phòng và Phòng 1."),
        ("{{ organization.name }}", "UBND *phường* {{ units.VP }}"),
        ("{{ organization.parent }} {{ units.X }} {{ steps }} {{ a|b }} {% x %}", None),
        ("không có gì", None),
    ],
)
def test_names_are_put_in_once_and_all_else_stays(text: str, expected: str | None) -> None:
    assert substituted(text, AGENCY) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{{ steps }}", "block"),
        ("{{indicators}}", "block"),
        ("{{ organization.place }}", "sentence"),
        ("{{ units.VP }}", "sentence"),
        ("{{ organization.email }}", "unknown"),
        ("{{ units }}", "unknown"),
        ("{{ units.VP | upper }}", "code"),
        ("{{ ''.__class__ }}", "code"),
        ("{{ a() }}", "code"),
        ("{{ }}", "code"),
        ("{{ a", "code"),
        ("{% for %}", "code"),
        ("{# a #}", "code"),
    ],
)
def test_every_pair_of_braces_is_of_one_kind(text: str, kind: str) -> None:
    assert [found.kind for found in placeholders(text)] == [kind]


@pytest.mark.parametrize("text", ["{ a }", "a } b", "}}", ""])
def test_single_braces_are_text(text: str) -> None:
    assert not list(placeholders(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ steps }}", ["steps"]),
        ("{{forms}}\n\n{{ records }}\n", ["forms", "records"]),
        ("a {{ steps }}", [None]),
        ("**{{ steps }}**", [None]),
        ("`{{ steps }}`", [None]),
        ("{{ organization.name }}", [None]),
        ("{{ steps }} {{ forms }}", [None]),
        ("# {{ steps }}", [None]),
    ],
)
def test_a_list_is_rendered_only_where_its_placeholder_stands_alone(text: str, expected: list[str | None]) -> None:
    assert [placed_block(block) for block in parse(text).blocks] == expected
