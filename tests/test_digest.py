"""The digest to which signatures are bound: a fixed vector, made by hand from the format, and what does not change it."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from qmsdocs import load
from qmsdocs.model.digest import content_digest, normalized_text
from qmsdocs.yaml.reader import read_yaml
from tests.scenario import written

YAML = """\
title: "  Kiểm soát hồ sơ "
code: QT-02
type: procedure
effective: 2026-01-05
unit: null
terms: {}
clauses: []
number: ""
to_check: [unit]
x-own: 1
forms:
  - {code: BM-02-01, title: Danh mục, file: BM-02-01.md, issue: 1, revision: 0, x-note: a}
steps:
  - {id: b, activity: "A \\"B\\" </c>\\n", decision: {Đồng ý: b, Không: ket-thuc}, x-time: {}}
revisions: [{issue: 1, revision: 0}]
reviews: []
withdrawn: {on: 2026-09-01}
"""
TEXT = "\ufeff# Mục đích  \r\n\r\nĐể tra cứu.\t\r\n\r\n\r\n"
FILES = [("so-do.png", b"PNG\r\n\x00"), ("BM-02-01.md", "Số:  \r\n".encode())]

VECTOR = (
    b"yaml\x00284\x00"
    + (
        '{"code":"QT-02","effective":"2026-01-05",'
        '"forms":[{"code":"BM-02-01","file":"BM-02-01.md","issue":1,"revision":0,"title":"Danh mục"}],'
        '"steps":[{"activity":"A \\"B\\" </c>","decision":{"Không":"ket-thuc","Đồng ý":"b"},"id":"b"}],'
        '"title":"Kiểm soát hồ sơ","type":"procedure"}'
    ).encode()
    + b"text\x0033\x00"
    + "# Mục đích\n\nĐể tra cứu.\n".encode()
    + b"BM-02-01.md\x006\x00"
    + "Số:\n".encode()
    + b"so-do.png\x006\x00"
    + b"PNG\r\n\x00"
)
"""What is hashed, byte for byte: name, NUL, length in bytes, NUL, content, for each item."""

DIGEST = "sha256:5b1f3017df3f203ede186754ac670bbdf2d58a8ef213badfa76f15b1a258c02a"


def test_the_vector_is_framed_as_the_format_says() -> None:
    assert content_digest(read_yaml(YAML), TEXT, FILES) == "sha256:" + hashlib.sha256(VECTOR).hexdigest() == DIGEST


@pytest.mark.parametrize(
    "other",
    [
        YAML.replace("x-own: 1", "x-own: 2"),
        YAML.replace("x-own: 1\n", ""),
        YAML.replace("x-note: a", "x-note: b"),
        YAML.replace(", x-time: {}", ""),
        YAML.replace("to_check: [unit]", "to_check: []"),
        YAML.replace("reviews: []", "reviews: [{by: a, on: 2026-01-01}]"),
        YAML.replace("revision: 0}]", "revision: 1}]"),
        YAML.replace("on: 2026-09-01", "on: 2026-10-01"),
        YAML.replace("unit: null\n", ""),
        YAML.replace("terms: {}\n", "records: []\n"),
        YAML.replace("title:", "title :"),
        unicodedata.normalize("NFD", YAML),
        "\n".join(sorted(YAML.split("steps:", maxsplit=1)[0].split("forms:", maxsplit=1)[0].splitlines()))
        + "\nforms:"
        + YAML.split("forms:")[1],
    ],
)
def test_what_is_no_content_does_not_change_the_digest(other: str) -> None:
    assert content_digest(read_yaml(other), TEXT, FILES) == DIGEST


@pytest.mark.parametrize(
    "other",
    [
        YAML.replace("issue: 1, revision: 0, x", "issue: 1, revision: 1, x"),
        YAML.replace("unit: null", "unit: VP"),
        YAML.replace("Đồng ý: b", "Đồng ý: ket-thuc"),
        YAML.replace("2026-01-05", "2026-01-06"),
    ],
)
def test_every_fact_changes_the_digest(other: str) -> None:
    assert content_digest(read_yaml(other), TEXT, FILES) != DIGEST


@pytest.mark.parametrize(
    "text", ["# Mục đích\n\nĐể tra cứu.", unicodedata.normalize("NFD", TEXT), TEXT.replace("\r\n", "\r")]
)
def test_line_ends_blanks_and_unicode_form_of_the_text_do_not_change_the_digest(text: str) -> None:
    assert content_digest(read_yaml(YAML), text, FILES) == DIGEST


def test_indentation_and_empty_lines_within_the_text_are_content() -> None:
    assert normalized_text(" a\n\n\nb") == " a\n\n\nb\n"


def test_a_file_cannot_pass_for_the_end_of_the_text() -> None:
    """The length in the frame keeps items apart."""
    one = content_digest({}, "a", [("b.bin", b"c")])
    other = content_digest({}, "a\nb.bin\x001\x00c", [])
    assert one != other


def test_markdown_forms_count_as_text_and_other_forms_as_bytes() -> None:
    assert content_digest({}, "", [("a.md", b"x \r\n")]) == content_digest({}, "", [("a.md", b"x")])
    assert content_digest({}, "", [("a.docx", b"x\r\n")]) != content_digest({}, "", [("a.docx", b"x\n")])


def test_the_order_in_which_files_are_given_does_not_matter() -> None:
    assert content_digest(read_yaml(YAML), TEXT, FILES[::-1]) == DIGEST


IMAGE = """\
--- procedures/QT-02/QT-02.md
# Phạm vi

![Sơ đồ](so%20do.png) ![Của quy trình khác](../QT-01/khac.png)
--- procedures/QT-01/khac.png
PNG
"""


def _digest(root: Path) -> str:
    document = load(root).document("QT-02")
    assert document is not None
    return document.origin.digest


def test_form_files_and_images_of_the_tree_are_part_of_the_content(tmp_path: Path) -> None:
    written(tmp_path, IMAGE)
    image = tmp_path / "procedures/QT-02/so do.png"
    seen = {_digest(tmp_path)}
    for content in (b"1", b"2"):
        image.write_bytes(content)
        seen.add(_digest(tmp_path))
    (tmp_path / "procedures/QT-01/khac.png").write_bytes(b"3")
    seen.add(_digest(tmp_path))
    (tmp_path / "procedures/QT-02/khac.png").write_bytes(b"4")
    seen.add(_digest(tmp_path))
    assert len(seen) == 4


def test_without_a_readable_text_there_is_no_digest(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "procedures/QT-02/QT-02.md").write_bytes(b"\xff")
    assert _digest(tmp_path) == ""
