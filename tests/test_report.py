from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from qmsdocs import report
from qmsdocs.diagnostics import Diagnostic, Location, Severity, say
from qmsdocs.language import translator
from qmsdocs.model.document import Document
from qmsdocs.report import FORMATS, Run, render
from qmsdocs.report.display import aligned, visible, width
from qmsdocs.report.fingerprint import fingerprints
from qmsdocs.rules.base import Context, Problem, rule

GOLDEN = Path(__file__).parent / "golden" / "reports"
SUFFIXES = {"json": "json", "gitlab": "json", "sarif": "json", "junit": "xml", "markdown": "md"}


@rule("QD016", Severity.ERROR, "format.md, section 2", of=Document)
def a_rule(_document: Document, _context: Context) -> list[Problem]:
    """A value is one of those that its key may have.

    Why: Nobody can guess what was meant.

    Bad:
        x
    Good:
        y
    """
    return []


PLACE = Location("procedures/QT-01/QT-01.yaml", 3, 8)
MESSAGE = say("{value} is not a value of {key}", value="quy trình", key="type")
REMEDY = say("write one of: {expected}", expected="policy, procedure")
WRONG = Diagnostic("QD016", Severity.ERROR, PLACE, MESSAGE, REMEDY, "QT-01", "type:  quy trình", 9)


def diagnostic(**changes: Any) -> Diagnostic:
    return replace(WRONG, **changes)


SAMPLE = (
    WRONG,
    diagnostic(
        code="QD017",
        severity=Severity.WARNING,
        location=Location("external/30 2020.yaml", 12, 12),
        message=say("{value} is not a date", value="05/01/2026"),
        document=None,
        excerpt="issued: 漢字 05/01/2026",
        width=10,
    ),
    diagnostic(
        code="QD028",
        severity=Severity.NOTE,
        location=Location("qms.yaml"),
        message=say("{key} is empty", key="a|b\n<i>@ai</i> 100%"),
        excerpt="",
    ),
)


def run(language: str = "vi", **fields: Any) -> Run:
    usual = Run(date(2026, 6, 1), "0.1.0", translator(language), language, documents=28, rules=(a_rule,))
    return replace(usual, **fields)


def _parsed(xml: str) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 - our own report


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_the_reviewed_one(name: str, language: str) -> None:
    path = GOLDEN / f"{name}.{language}.{SUFFIXES.get(name, 'txt')}"
    text = render(name, SAMPLE, run(language))
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_what_was_found_does_not_matter(name: str) -> None:
    assert render(name, SAMPLE, run()) == render(name, reversed(SAMPLE), run())


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_diagnostics_is_well_formed(name: str) -> None:
    text = render(name, (), run())
    assert text == "" or text.endswith("\n")
    if SUFFIXES.get(name) == "json":
        json.loads(text)
    if name == "junit":
        assert _parsed(text).attrib["failures"] == "0"


def test_an_empty_full_report_names_the_number_of_documents_and_the_day() -> None:
    assert render("full", (), run("en")) == "no problems: 28 documents checked as of 2026-06-01\n"


# --- full


def _carets(excerpt: str, column: int, meant: int) -> tuple[str, str]:
    place = Location("a.yaml", 1, column)
    lines = render("full", [diagnostic(location=place, excerpt=excerpt, width=meant)], run("en")).split("\n")
    return lines[1].partition("| ")[2], lines[2].partition("| ")[2]


@pytest.mark.parametrize(
    ("excerpt", "word"),
    [
        ("title: mã hiệu", "hiệu"),
        ("漢字: giá trị", "giá"),
        (unicodedata.normalize("NFD", "tiêu đề: sai"), "sai"),
        ("a: 漢字", "漢字"),
    ],
    ids=["precomposed", "wide before", "combining before", "wide value"],
)
def test_the_caret_stands_under_the_value(excerpt: str, word: str) -> None:
    source, carets = _carets(excerpt, excerpt.index(word) + 1, len(word))
    before, _, _ = source.partition(word)
    assert width(carets) == width(before) + width(word)
    assert carets.count("^") == width(word)


def test_a_long_line_is_cut_around_the_place() -> None:
    source, carets = _carets("x" * 500 + "sai" + "y" * 500, 501, 3)
    assert len(source) < 200
    assert source[carets.index("^") : carets.rindex("^") + 1] == "sai"
    assert source.startswith("…")
    assert source.endswith("…")


def test_a_very_wide_value_is_cut() -> None:
    source, carets = _carets("k: " + "x" * 5000, 4, 5000)
    assert width(carets) <= width(source) < 200


def test_a_place_behind_the_end_of_the_line_still_gets_a_caret() -> None:
    assert _carets("a: b", 9, 1)[1].endswith("^")


def test_colours_are_written_only_when_asked_for() -> None:
    assert "\x1b" not in render("full", SAMPLE, run())
    painted = render("full", SAMPLE, run(colour=True))
    assert "\x1b[1;31m" in painted
    assert painted.count("\x1b[0m") == painted.count("\x1b[1")


@pytest.mark.parametrize("name", ["full", "concise", "github", "markdown"])
def test_a_file_cannot_command_the_terminal(name: str) -> None:
    evil = diagnostic(message=say("{key} is empty", key="\x1b]0;x\x07\u202e"), excerpt="\x1b[2J", width=1)
    text = render(name, [evil], run())
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


@pytest.mark.parametrize("name", ["full", "concise", "github", "junit", "markdown"])
def test_a_value_with_line_breaks_begins_no_line_of_its_own(name: str) -> None:
    evil = diagnostic(message=say("{key} is empty", key="a\n::error::forged\r\nb"))
    assert not any(line.startswith("::error::forged") for line in render(name, [evil], run()).splitlines())


# --- formats for programs


def test_json_names_every_promised_field() -> None:
    content = json.loads(render("json", SAMPLE, run()))
    assert content["version"] == 1
    assert content["summary"] == {"errors": 1, "warnings": 1, "notes": 1, "existing": 0, "documents": 28}
    promised = {"code", "severity", "path", "line", "column", "message", "remedy", "document"}
    assert all(promised <= set(entry) for entry in content["diagnostics"])


def test_github_commands_escape_what_would_end_them() -> None:
    odd = diagnostic(location=Location("a,b:c%.yaml"), message=say("{key} is empty", key="100%"))
    line = render("github", [odd], run("en"))
    assert "file=a%2Cb%3Ac%25.yaml," in line
    assert "::100%25 is empty%0Aremedy: " in line
    assert line.count("\n") == 1


def test_gitlab_fingerprints_outlive_moved_lines_and_other_languages() -> None:
    moved = [replace(d, location=replace(d.location, line=d.location.line + 7)) for d in SAMPLE]
    prints = fingerprints(SAMPLE)
    assert fingerprints(moved) == prints
    marks = [{issue["fingerprint"] for issue in json.loads(render("gitlab", SAMPLE, run(x)))} for x in ("vi", "en")]
    assert marks == [set(prints)] * 2


def test_gitlab_fingerprints_of_equal_diagnostics_differ() -> None:
    assert len(set(fingerprints([SAMPLE[0], SAMPLE[0]]))) == 2


def test_gitlab_issues_have_what_code_quality_needs() -> None:
    for issue in json.loads(render("gitlab", SAMPLE, run())):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith(("/", "./"))


def test_sarif_has_the_shape_of_2_1_0() -> None:
    log = json.loads(render("sarif", SAMPLE, run()))
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == ["QD016"]
    for result in one["results"]:
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["endColumn"] > region["startColumn"] >= 1
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_addresses_are_relative_and_escaped() -> None:
    (one,) = json.loads(render("sarif", SAMPLE, run(folder="tài liệu/")))["runs"]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in one["results"]}
    assert "t%C3%A0i%20li%E1%BB%87u/external/30%202020.yaml" in uris


def test_junit_counts_only_what_makes_the_check_fail() -> None:
    for strict, failures in ((False, 1), (True, 2)):
        suites = _parsed(render("junit", SAMPLE, run(strict=strict)))
        assert (suites.attrib["tests"], suites.attrib["failures"]) == ("3", str(failures))
        assert len(list(suites.iter("failure"))) == failures
        assert len(list(suites.iter("testcase"))) == 3


def test_junit_holds_no_character_that_xml_forbids() -> None:
    evil = diagnostic(message=say("{key} is empty", key="\x00\x0b\ufffe]]>&<\"'"))
    _parsed(render("junit", [evil], run()))


def test_markdown_prints_what_is_special_and_calls_nobody() -> None:
    row = render("markdown", [SAMPLE[2]], run()).splitlines()[-1]
    assert "a\\|b" in row
    assert "@ai" not in row
    assert "<i>" not in row.replace("\\<i\\>", "")


def test_markdown_fits_into_a_comment() -> None:
    many = [diagnostic(location=Location("a.yaml", n)) for n in range(1, 2000)]
    text = render("markdown", many, run("en"))
    assert len(text) < 65_536
    assert text.endswith("more\n")


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(KeyError):
        report.render("pdf", SAMPLE, run())


# --- display


def test_columns_are_aligned_by_width() -> None:
    lines = aligned([("a", "b"), ("漢字", "c"), ("mã", "d")])
    assert [width(line[: line.index(mark)]) for line, mark in zip(lines, "bcd", strict=True)] == [6, 6, 6]


def test_lone_surrogates_and_separators_are_shown() -> None:
    assert visible("a\udc80\u2028b\tc") == "a\\udc80\\u2028b c"
