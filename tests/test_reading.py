"""Reading: one bad file never hides another, hostile files are told in one diagnostic, and nothing is ever written."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml.cyaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdocs import check, load
from qmsdocs.diagnostics import Diagnostic
from qmsdocs.errors import NotARepository, UnusableConfiguration
from qmsdocs.markdown import parse
from qmsdocs.markdown.parse import MAX_DEPTH, MAX_EVENTS
from qmsdocs.model.files import Listing
from qmsdocs.model.register import Fault, Register
from qmsdocs.source.files import WorkTree
from qmsdocs.yaml import reader
from tests.scenario import DAY, diagnostics, listing, timed, written

PLACE = "external/X-1.yaml"
HEAD = b"code: X-1\ntitle: a\ntype: external\ncategory: legal\n"
MIB = 1 << 20


def _faults(register: Register, path: str = PLACE) -> list[Fault]:
    return [fault for file in register.files if file.path == path for fault in file.faults]


def _errors(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [d for d in found if d.severity == "error"]


HOSTILE: dict[str, tuple[bytes, str, int, int]] = {
    "duplicate key": (b"code: A\ncode: B\n", "duplicate-key", 2, 1),
    "anchor": (b"code: &a A\n", "anchor", 1, 7),
    "alias": (b"code: *a\n", "anchor", 1, 7),
    "billion laughs": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchor", 1, 4),
    "tag": (b"code: !!python/name:os.system a\n", "tag", 1, 7),
    "tag directive": (b"%TAG ! tag:x,2000:\n---\ncode: !a b\n", "tag", 3, 7),
    "merge key": (b"a: {<<: {b: c}}\n", "merge-key", 1, 5),
    "second document": (b"a: b\n---\na: b\n", "several-documents", 2, 1),
    "3,000 deep, flow": (b"a: " + b"[" * 3000 + b"]" * 3000, "too-deep", 1, 23),
    "100,000 deep, never closed": (b"[" * 100_000, "too-deep", 1, 21),
    "3,000 deep, block": (b"- " * 3000 + b"a\n", "too-deep", 1, 41),
    "deep keys": (b"".join(b" " * i + b"a:\n" for i in range(40)), "too-deep", 21, 21),
    "complex keys": (b"? [a]\n: b\n", "not-yaml", 1, 3),
    "version 9": (b"%YAML 9.9\n---\na: b\n", "not-yaml", 1, 1),
    "NUL": (b"a: b\x00c\n", "control-character", 1, 5),
    "bell": (b"a: b\nc: d\x07\n", "control-character", 2, 5),
    "invalid UTF-8": (b"a: b\nc: d\xff\n", "not-utf-8", 2, 5),
    "cut UTF-8": ("a: ệ".encode()[:-1], "not-utf-8", 1, 4),
    "UTF-16 with mark": ("code: A\n".encode("utf-16"), "not-utf-8", 1, 1),
    "UTF-16 without mark": ("code: A\n".encode("utf-16-le"), "control-character", 1, 2),
    "half a surrogate": (b'a: "\\ud800"\n', "not-yaml", 1, 7),
    "tab": (b"a:\n\tb: c\n", "not-yaml", 2, 1),
    "bracket not closed": (b"a: [b\nc: d\n", "not-yaml", 1, 4),
    "quote not closed": (b'a: "b\nc: d\n', "not-yaml", 1, 4),
    "a colon in text": (b"a: b\nc: d: e\n", "not-yaml", 2, 5),
    "a list": (b"- a\n", "wrong-type", 1, 1),
    "a word": (b"a\n", "wrong-type", 1, 1),
    "nothing": (b"", "wrong-type", 1, 1),
    "a comment": (b"# a\n", "wrong-type", 1, 1),
    "1 MiB and a byte": (b"#" * (MIB + 1), "too-large", 1, 1),
    "1 MiB of lists": (b"a: [" + b"[]," * 340_000 + b"]", "too-large", 1, 1),
    "1 MiB of keys": (b"".join(b"k%d: 1\n" % i for i in range(90_000)), "too-large", 1, 1),
    "1 MiB of empty lines": (b"\n" * MIB, "too-large", 1, 1),
    "1 MiB in a word": (b"a" * MIB, "wrong-type", 1, 1),
    "a key of 2,000 letters": (b"k" * 2000 + b": 1\n", "not-yaml", 1, 2001),
    "YAML 1.1 octal": (HEAD + b"number: 010\n", "wrong-type", 5, 9),
    "YAML 1.1 float": (HEAD + b"number: 1.10\n", "wrong-type", 5, 9),
    "a million digits": (HEAD + b"expires: " + b"1" * 500_000 + b"\n", "bad-date", 5, 10),
    "a float without end": (HEAD + b"number: .inf\n", "wrong-type", 5, 9),
    "a control character in an escape": (HEAD + b'number: "a\\x00b"\n', "control-character", 5, 9),
    "letters turned round": (HEAD + "number: a\u202eb\n".encode(), "control-character", 5, 10),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_diagnostic_with_line_and_column(name: str, tmp_path: Path) -> None:
    content, kind, line, column = HOSTILE[name]
    written(tmp_path)
    others = [d.code for d in load(tmp_path).everything]
    (tmp_path / PLACE).write_bytes(content)
    register, seconds = timed(lambda: load(tmp_path), enough=1)
    assert seconds < 1
    assert [(f.kind, f.line, f.column) for f in _faults(register)] == [(kind, line, column)]
    assert [d.code for d in register.everything if d.code != "X-1"] == others
    assert {d.location.path for d in _errors(check(register, on=DAY))} == {PLACE}


MANY = 60


def test_a_file_full_of_errors_is_not_told_without_end(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / PLACE).write_bytes(HEAD + b"".join(b"k%d: 1\n" % i for i in range(MANY)))
    assert len(_faults(load(tmp_path))) < MANY


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        ">" * 100_000 + "a",
        "- " * 20_000 + "a",
        "*a **b " * 20_000,
        "![" * 50_000,
        "[a](#b) " * 20_000,
        "`" * 100_000,
        "{{ a }} " * 20_000,
        "<b>" * 30_000,
        "|a" * 50_000 + "|\n" + "|-" * 50_000 + "|\n",
        "[^a]: b\n\n" * 10_000,
        "TODO " * 20_000,
        "# a\n" * 20_000,
        "ABC " * 20_000,
        "\x00\x01",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_markdown_ends_and_hides_no_other_document(text: str, tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "procedures/QT-02/QT-02.md").write_text(text, encoding="utf-8")
    (tmp_path / PLACE).write_bytes(b"a: [")
    found = check(load(tmp_path), on=DAY)
    assert {"procedures/QT-02/QT-02.md", PLACE} <= {d.location.path for d in found}
    assert max(sum(d.code == code for d in found) for code in {d.code for d in found}) <= 100


def test_markdown_is_never_nested_more_than_so_deep() -> None:
    prose = parse(">" * 5000 + "*a **b " * 500)
    depth, level = 0, prose.blocks
    while level:
        depth, level = depth + 1, level[-1].children
    assert depth <= MAX_DEPTH
    assert prose.refused is not None
    assert len(parse("[a](b) " * MAX_EVENTS).inlines) <= MAX_EVENTS


def test_text_that_the_parser_cuts_at_brackets_is_one_piece_again() -> None:
    source = "Số [điền ô] a_b \\* &amp; c"
    prose = parse(source)
    assert [inline.text for inline in prose.inlines] == ["Số [điền ô] a_b ", "* ", "&", " c"]
    data = source.encode()
    assert all(data[i.start : i.end].decode() in (i.text, "&amp;") for i in prose.inlines)


# --- places


@pytest.mark.parametrize(
    ("yaml_text", "line", "column", "width"),
    [
        (
            "steps:\n  - id: a\n    activity: b\n  - id: c\n    activity: d\n    outputs:\n      - e\n      - 7\n",
            20,
            9,
            1,
        ),
        ("steps:\n  - {id: a, activity: b, outputs: [c, [d]]}\n", 14, 39, 1),
        (
            "revisions:\n  - issue: 1\n    revision: 0\n    changes:\n      - {where: a, what: b}\n      - {where: c, wat: d}\n",
            38,
            20,
            3,
        ),
        ("revisions:\n  - {issue: 1, revision: 0, prepared: [{by: a, on: 5/1/2026}]}\n", 34, 52, 8),
        ("administrative:\n  legal_basis:\n    - {code: A, article: [1]}\n", 45, 26, 1),
    ],
)
def test_an_error_deep_in_a_list_has_its_line_and_column(
    yaml_text: str, line: int, column: int, width: int, tmp_path: Path
) -> None:
    found = _errors(diagnostics(tmp_path, f"--- procedures/QT-02/QT-02.yaml\n{yaml_text}"))
    place = [(d.location.line, d.location.column, d.width) for d in found if d.location.path.endswith("QT-02.yaml")]
    assert (line, column, width) in place


def test_a_diagnostic_carries_the_line_that_it_is_about(tmp_path: Path) -> None:
    found = diagnostics(tmp_path, "--- procedures/QT-02/QT-02.yaml\nunit: 7\n")
    assert [d.excerpt for d in found] == ["unit: 7"]


# --- what is tolerated


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(tmp_path: Path) -> None:
    written(tmp_path)
    before = {d.code: d.origin.digest for d in load(tmp_path).documents}
    for path in [*tmp_path.rglob("*.yaml"), *tmp_path.rglob("*.md")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    register = load(tmp_path)
    assert listing(check(register, on=DAY)) == ""
    assert {d.code: d.origin.digest for d in register.documents} == before


def test_a_place_in_a_file_with_windows_line_ends_is_the_same(tmp_path: Path) -> None:
    written(tmp_path)
    path = tmp_path / "procedures/QT-02/QT-02.md"
    path.write_bytes("# Mục đích\r\n\r\nSố [a](#zzz)\r\n".encode())
    found = [d for d in check(load(tmp_path), on=DAY) if d.code == "QD308"]
    assert [(d.location.line, d.location.column) for d in found] == [(3, 4)]


NULLS = """\
--- external/30-2020-ND-CP.yaml
number: null
expires: ~
replaces:
amends: null
former_codes: null
to_check: null
--- procedures/QT-02/QT-02.yaml
number: null
fulfils: null
applies_to: null
circulation: null
review_every: null
indicators: null
administrative: null
former_codes: null
to_check: null
reviews: null
withdrawn: null
steps:
  - {id: a, activity: b, responsible: [c], time: null, inputs: null, outputs: [BM-02-01], risks: null, text: null, decision: null, next: null}
--- qms.yaml
language: null
timezone: null
not_applicable: null
waivers: null
paths: null
"""


def test_an_optional_key_may_be_null(tmp_path: Path) -> None:
    assert listing(diagnostics(tmp_path, NULLS)) == ""


OWN_KEYS = """\
--- external/30-2020-ND-CP.yaml
x-top: {a: [1, 2.5, true, null]}
checked: {by: le-thi-binh, on: 2026-01-15, x-deep: b}
--- procedures/QT-02/QT-02.yaml
x-top: c
steps:
  - {id: a, activity: b, responsible: [c], outputs: [BM-02-01], x-note: [{x-y: z}]}
--- qms.yaml
x-contact: d
"""


def test_own_keys_are_kept_at_any_depth(tmp_path: Path) -> None:
    assert listing(diagnostics(tmp_path, OWN_KEYS)) == ""
    register = load(tmp_path)
    document, external = register.document("QT-02"), register.external("30/2020/NĐ-CP")
    assert document
    assert external
    assert document.extensions == {"x-top": "c", "steps.0.x-note": ({"x-y": "z"},)}
    assert external.extensions == {"x-top": {"a": (1, 2.5, True, None)}, "checked.x-deep": "b"}
    assert register.agency.extensions == {"x-contact": "d"}


def test_own_keys_are_not_in_the_digest(tmp_path: Path) -> None:
    written(tmp_path / "a", OWN_KEYS)
    written(tmp_path / "b", OWN_KEYS.replace("x-note: [{x-y: z}]", "x-note: 1").replace("x-top: c\n", ""))
    one, other = load(tmp_path / "a").document("QT-02"), load(tmp_path / "b").document("QT-02")
    assert one
    assert other
    assert one.origin.digest == other.origin.digest


# --- files


def test_a_link_that_leads_outside_is_refused_and_not_read(tmp_path: Path) -> None:
    written(tmp_path / "repository")
    (tmp_path / "repository-2").mkdir()
    (tmp_path / "repository-2/X-1.yaml").write_bytes(HEAD)
    (tmp_path / "repository" / PLACE).symlink_to("../../repository-2/X-1.yaml")
    (tmp_path / "repository/procedures/QT-09").symlink_to(tmp_path / "repository-2")
    register = load(tmp_path / "repository")
    assert [f.kind for f in _faults(register)] == ["unsafe-path"]
    assert [f.kind for f in _faults(register, "procedures/QT-09")] == ["unsafe-path"]
    assert register.external("X-1") is None


@pytest.mark.parametrize("folder", ["/etc", "..", "../other", "a/../..", ".", "./procedures", "~", "a\\b"])
def test_folders_of_documents_lie_inside_the_repository(folder: str, tmp_path: Path) -> None:
    written(tmp_path, f"--- qms.yaml\npaths: {{procedures: '{folder}'}}\n")
    register = load(tmp_path)
    assert [(fault.kind, fault.line) for fault in _faults(register, "qms.yaml")] == [("bad-value", 17)]
    assert not any("etc" in path for path in register.paths)


def test_a_folder_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "r")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yaml").write_bytes(HEAD)
    (tmp_path / "r" / "records").symlink_to(tmp_path / "outside")
    register = load(tmp_path / "r")
    assert [fault.kind for fault in _faults(register, "records")] == ["unsafe-path"]
    assert not any("secret" in path for path in register.paths)


@pytest.mark.parametrize(
    ("scenario", "key"),
    [
        ("--- qms.yaml\ntimezone: Mars/X\n", "bad-value"),
        ("--- qms.yaml\ntimezone: ../../etc/passwd\n", "bad-value"),
        ("--- qms.yaml\norganization: {name: '  '}\n", "bad-value"),
        ("--- qms.yaml\npeople: []\n", "wrong-type"),
    ],
)
def test_what_cannot_be_used_in_qms_yaml_has_a_place(scenario: str, key: str, tmp_path: Path) -> None:
    written(tmp_path, scenario)
    found = _faults(load(tmp_path), "qms.yaml")
    assert [fault.kind for fault in found] == [key]
    assert found[0].line > 1


def test_blanks_are_no_reason_and_no_decision(tmp_path: Path) -> None:
    entry = "{issue: 1, revision: 0, reason: ' ', changes: [{where: ' ', what: x}], approved: {by: a, decision: ' '}}"
    written(tmp_path, f"--- procedures/QT-02/QT-02.yaml\nrevisions: [{entry}]\n")
    kinds = [fault.kind for fault in _faults(load(tmp_path), "procedures/QT-02/QT-02.yaml")]
    assert kinds == ["bad-value"] * 3


def test_a_code_without_end_is_refused_once(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / PLACE).write_bytes(HEAD.replace(b"X-1", b"X" * 400_000) + b"".join(b"k%d: 1\n" % i for i in range(150)))
    report = "".join(listing(check(load(tmp_path), on=DAY)))
    assert len(report) < 50_000


def test_profiles_that_extend_one_another_are_read_once(tmp_path: Path) -> None:
    facts = "title: {vi: a, en: a}\nsource: a\nstatus: proposed\n"
    written(tmp_path, "--- qms.yaml\nprofiles: [p0.yaml]\n")
    for number in range(18):
        below = f"extends: [p{number + 1}.yaml, p{number + 1}.yaml]\n" if number < 17 else ""
        (tmp_path / f"p{number}.yaml").write_text(f"id: p{number}\n{facts}{below}")
    read: list[str] = []

    class Counting(WorkTree):
        def read(self, path: str, limit: int | None = None) -> bytes:
            read.append(path)
            return super().read(path, limit)

    assert load(Counting(tmp_path)).usable
    assert sorted(path for path in read if path.startswith("p")) == sorted(
        {path for path in read if path.startswith("p")}
    )


def test_a_chain_of_profiles_has_an_end(tmp_path: Path) -> None:
    facts = "title: {vi: a, en: a}\nsource: a\nstatus: proposed\n"
    written(tmp_path, "--- qms.yaml\nprofiles: [p0.yaml]\n")
    for number in range(1500):
        (tmp_path / f"p{number}.yaml").write_text(f"id: p\n{facts}extends: [p{number + 1}.yaml]\n")
    faults = [fault for file in load(tmp_path).files for fault in file.faults]
    assert [fault.kind for fault in faults] == ["unknown-profile"]


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "procedures/loop").symlink_to(tmp_path / "procedures")
    (tmp_path / "external/self.yaml").symlink_to("self.yaml")
    assert [f.kind for f in _faults(load(tmp_path), "external/self.yaml")] == ["unsafe-path"]


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    written(tmp_path)
    os.mkfifo(tmp_path / PLACE)
    assert [f.kind for f in _faults(load(tmp_path))] == ["unsafe-path"]


def test_a_pipe_in_place_of_qms_yaml_is_refused_without_waiting(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "qms.yaml").unlink()
    os.mkfifo(tmp_path / "qms.yaml")
    register = load(tmp_path)
    assert [f.kind for f in _faults(register, "qms.yaml")] == ["unreadable"]
    assert not register.usable


class Locked(WorkTree):
    """A work tree in which one file may not be read, as happens to people who are not root."""

    def __init__(self, root: Path, locked: str) -> None:
        super().__init__(root)
        self._locked = locked

    def read(self, path: str, limit: int | None = None) -> bytes:
        if path == self._locked:
            raise PermissionError(path)
        return super().read(path, limit)


@pytest.mark.parametrize("path", [PLACE, "procedures/QT-02/QT-02.md"])
def test_a_file_that_may_not_be_read_is_reported_alone(path: str, tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / path).touch()
    assert [(d.code, d.location.path) for d in check(load(Locked(tmp_path, path)), on=DAY)] == [("QD011", path)]


def test_an_image_that_may_not_be_read_leaves_no_wrong_digest(tmp_path: Path) -> None:
    image = "procedures/QT-02/a.png"
    written(tmp_path, f"--- procedures/QT-02/QT-02.md\n# Phạm vi\n\n![Sơ đồ](a.png)\n--- {image}\nPNG\n")
    found = check(load(Locked(tmp_path, image)), on=DAY)
    assert [(d.code, d.location.path) for d in found] == [("QD011", image)]


def test_a_folder_without_qms_yaml_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepository):
        load(tmp_path)


def test_several_bad_files_are_each_reported(tmp_path: Path) -> None:
    written(tmp_path)
    for name, (content, *_) in HOSTILE.items():
        (tmp_path / f"external/{name.replace(' ', '-')}.yaml").write_bytes(content)
    register = load(tmp_path)
    assert {f"external/{name.replace(' ', '-')}.yaml" for name in HOSTILE} <= {file.path for file in register.files}


# --- only some paths are asked about


def test_a_path_may_be_written_in_any_usual_way(tmp_path: Path) -> None:
    written(tmp_path, "--- procedures/QT-02/QT-02.md\n# Phạm vi\n\nCác đơn vị của ......\n")
    register = load(tmp_path)
    whole = check(register, on=DAY)
    assert whole
    for paths in ("procedures", ["./procedures/"], ["procedures/QT-02"], ["procedures/QT-02/QT-02.md"], ["."]):
        assert check(register, on=DAY, paths=paths) == whole
    assert check(register, on=DAY, paths=["external"]) == ()


@pytest.mark.parametrize("path", ["nosuch", "/etc", "procedures/QT-9", "..", "Procedures"])
def test_a_path_that_holds_nothing_is_no_pass(path: str, tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(UnusableConfiguration, match="there is no document in"):
        check(load(tmp_path), on=DAY, paths=[path])


def test_the_parser_in_use_is_the_one_in_c() -> None:
    parser = vars(reader)["CParser"]
    assert parser is yaml.cyaml.CParser
    assert parser.__module__ == "yaml._yaml"


# --- properties

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
YAML_BITS = st.sampled_from(
    [
        "code: ",
        "title",
        ": ",
        "\n",
        "  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "&a",
        "*a",
        "!",
        "<<",
        "---\n",
        "|",
        ">",
        "#",
        "~",
        "1",
        "2026-01-05",
        "x-",
        "steps:",
        "revisions:",
        "null",
        ",",
        "?",
        "\t",
        "\r",
        "\x00",
        "\ufeff",
        "e\u0301",
        "😀",
        "%YAML 1.1\n",
        "type: external\n",
        "category: legal\n",
    ]
)
MARKDOWN_BITS = st.sampled_from(
    [
        "# ",
        "## ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "|",
        "|-|\n",
        "[",
        "](",
        ")",
        "![",
        "`",
        "```\n",
        "*",
        "_",
        "<b>",
        "<!--",
        "[^a]",
        "[^a]: ",
        ": ",
        "{{ ",
        " }}",
        "steps",
        "{%",
        "mục 5.3",
        "TODO",
        "....",
        "HTQLCL",
        "QT-02",
        "30/2020/NĐ-CP",
        "&amp;",
        "\\",
        "\x00",
        "\u202e",
        "e\u0301",
        "😀",
        "javascript:",
        "../..",
        "#a",
    ]
)


def _bytes_of(bits: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=200) | st.lists(bits, max_size=40).map(lambda parts: "".join(parts).encode())


@SLOW
@given(yaml_bytes=_bytes_of(YAML_BITS), markdown_bytes=_bytes_of(MARKDOWN_BITS))
def test_reading_and_checking_never_raise(yaml_bytes: bytes, markdown_bytes: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        written(root)
        (root / PLACE).write_bytes(yaml_bytes)
        (root / PLACE.replace(".yaml", ".md")).write_bytes(markdown_bytes)
        (root / "procedures/QT-02/QT-02.md").write_bytes(markdown_bytes)
        (root / "procedures/QT-01/QT-01.yaml").write_bytes(yaml_bytes)
        for found in check(load(root), on=DAY):
            assert found.location.line >= 1
            assert found.location.column >= 1
            assert found.message.english
            assert found.remedy.english


@SLOW
@given(yaml_bytes=_bytes_of(YAML_BITS))
def test_reading_qms_yaml_and_profiles_never_raises(yaml_bytes: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        written(root)
        (root / "profile.yaml").write_bytes(yaml_bytes)
        check(load(root), on=DAY)
        (root / "qms.yaml").write_bytes(yaml_bytes)
        check(load(root), on=DAY)


class Shuffled(WorkTree):
    """A work tree that lists its files in another order."""

    def __init__(self, root: Path, key: bytes) -> None:
        super().__init__(root)
        self._key = key

    def listing(self, folder: str) -> Listing:
        found = super().listing(folder)
        return Listing(self._mixed(found.files), self._mixed(found.refused))

    def _mixed(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(paths, key=lambda path: hashlib.sha256(self._key + path.encode()).digest()))


UNTIDY = """\
--- external/30-2020-ND-CP.yml
a
--- procedures/QT-02/QT-02.md
# Phạm vi

Xem [a](#b) và TODO.
--- procedures/QT-03/QT-03.yaml
code: QT-02
--- external/QT-01.yaml
code: QT-01
title: a
type: external
category: legal
"""


@SLOW
@given(key=st.binary(max_size=8))
def test_the_order_of_files_does_not_matter(key: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        day = written(root, UNTIDY)
        assert check(load(Shuffled(root, key)), on=day) == check(load(root), on=day)


def _contents(root: Path) -> Iterator[tuple[str, int, float, bytes]]:
    for path in sorted(root.rglob("*")):
        facts = path.lstat()
        yield str(path), facts.st_mode, facts.st_mtime, path.read_bytes() if path.is_file() else b""


@SLOW
@given(markdown_bytes=_bytes_of(MARKDOWN_BITS), day=st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_check_changes_no_byte_of_the_tree(markdown_bytes: bytes, day: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        written(root, UNTIDY)
        (root / "procedures/QT-01/QT-01.md").write_bytes(markdown_bytes)
        before = list(_contents(root))
        check(load(root), on=day)
        assert list(_contents(root)) == before


@SLOW
@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cf"))))
def test_text_in_nfc_is_never_called_something_else(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        written(root)
        (root / "external/30-2020-ND-CP.md").write_text(unicodedata.normalize("NFC", text), encoding="utf-8")
        kinds = {fault.kind for fault in _faults(load(root), "external/30-2020-ND-CP.md")}
        assert not kinds & {"not-nfc", "not-utf-8"}
