from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from qmsdocs import __version__, explain
from qmsdocs.cli.encoding import readable
from qmsdocs.cli.entry import VERBS, run
from qmsdocs.cli.session import Session
from qmsdocs.cli.terminal import Terminal
from tests.scenario import BASE as BASE_FOLDER
from tests.scenario import written

FIRST_ENTRY_WRONG = """\
--- procedures/QT-01/QT-01.yaml
revisions:
  - issue: 2
    revision: 0
    reason: Ban hành lần đầu
    changes:
      - {where: Toàn bộ, what: Ban hành lần đầu}
"""
WARNED = """\
--- external/31-2020-ND-CP.yaml
code: 31/2020/NĐ-CP
title: Về một việc khác
type: external
category: legal
issued: 2020-03-05
effective: 2020-03-05
source: https://example.vn/31
"""
DOCUMENTS = len([*BASE_FOLDER.glob("procedures/*/*.yaml"), *BASE_FOLDER.glob("external/*.yaml")])
"""How many documents the base has."""
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str
    data: bytes


class _Screen(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _stream(encoding: str, *, tty: bool) -> io.TextIOWrapper:
    return (_Screen if tty else io.TextIOWrapper)(io.BytesIO(), encoding=encoding, errors="strict", newline="\n")


def qmsdocs(  # noqa: PLR0913 - what a process is given
    cwd: Path,
    *arguments: str,
    lang: str | None = None,
    root: str | None = None,
    now: Callable[[tzinfo], datetime] = NOON.astimezone,
    encoding: str = "utf-8",
    tty: bool = False,
    **environment: str,
) -> Outcome:
    """Runs the command line in this process."""
    out, err = _stream(encoding, tty=tty), _stream(encoding, tty=False)
    colour = tty and "NO_COLOR" not in environment
    code = run(arguments, Session(Terminal(out, err, colour), cwd, now, environment, lang, root))
    streams = [stream.buffer.getvalue() for stream in (out, err) if isinstance(stream.buffer, io.BytesIO)]
    return Outcome(code, streams[0].decode(encoding, "replace"), streams[1].decode(encoding), streams[0])


def process(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line as users do."""
    command = [sys.executable, "-m", "qmsdocs", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=_environment(**environment), capture_output=True, check=False, timeout=120
    )


def _environment(**more: str) -> dict[str, str]:
    source = Path(__file__).parents[1] / "src"
    kept = {key: value for key, value in os.environ.items() if key not in ("LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR")}
    return {**kept, "PYTHONPATH": str(source), **more}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def is_one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("\n") and "Traceback" not in text


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The clean base; a verb that does not write must leave every byte as it is."""
    root = tmp_path / "kho"
    written(root)
    return root


# --- check


def test_a_clean_repository_passes(repository: Path) -> None:
    before = snapshot(repository)
    outcome = qmsdocs(repository, "check")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"không có vấn đề nào: đã kiểm tra {DOCUMENTS} tài liệu tính đến ngày 2026-06-01\n"
    assert snapshot(repository) == before


def test_errors_give_1(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    outcome = qmsdocs(tmp_path, "check", "--format", "concise", lang="en")
    assert outcome.code == 1
    assert "procedures/QT-01/QT-01.yaml:34:12: error QD201: " in outcome.out
    assert outcome.err == ""


def test_warnings_count_only_when_strict(tmp_path: Path) -> None:
    written(tmp_path, WARNED)
    assert qmsdocs(tmp_path, "check").code == 0
    assert "QD509" in qmsdocs(tmp_path, "check").out
    assert qmsdocs(tmp_path, "check", "--strict").code == 1


def test_an_unusable_configuration_is_shown_and_gives_2(repository: Path) -> None:
    (repository / "qms.yaml").write_text("format: 1\norganization: []\n", encoding="utf-8")
    outcome = qmsdocs(repository, "check", "--format", "json", "procedures")
    assert outcome.code == 2
    assert {d["path"] for d in json.loads(outcome.out)["diagnostics"]} >= {"qms.yaml"}


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"a: [", b"", b"x" * (2 << 20)], ids=["binary", "broken", "empty", "huge"]
)
def test_a_configuration_that_cannot_be_read_ends_every_verb_with_2(repository: Path, content: bytes) -> None:
    (repository / "qms.yaml").write_bytes(content)
    assert qmsdocs(repository, "check").code == 2
    (repository / "external" / "30-2020-ND-CP.yaml").write_bytes(b"[")  # comes before qms.yaml, but is not the reason
    for verb in (["list"], ["show", "QT-01"], ["digest", "QT-01"], ["release"], ["new", "policy", "X", "--title", "X"]):
        outcome = qmsdocs(repository, *verb)
        assert outcome.code == 2, verb
        assert is_one_line(outcome.err)
        assert outcome.err.startswith("qmsdocs: qms.yaml:")
        assert outcome.out == ""


def test_without_a_repository_there_is_one_line_and_3(tmp_path: Path) -> None:
    for verb in (
        ["check"],
        ["list"],
        ["show", "QT-01"],
        ["digest", "QT-01"],
        ["new", "procedure", "QT-03", "--title", "X"],
    ):
        outcome = qmsdocs(tmp_path, *verb)
        assert (outcome.code, outcome.out) == (3, "")
        assert is_one_line(outcome.err)
        assert "qmsdocs init" in outcome.err
    assert snapshot(tmp_path) == {}


def test_a_repository_without_documents_is_no_pass(repository: Path) -> None:
    for path in [*repository.glob("procedures/*/*"), *repository.glob("external/*")]:
        path.unlink()
    for verb in ("check", "list"):
        outcome = qmsdocs(repository, verb)
        assert (outcome.code, outcome.out) == (3, "")
        assert is_one_line(outcome.err)


def test_unreadable_documents_are_no_empty_repository(repository: Path) -> None:
    for path in [*repository.glob("procedures/*/*.yaml"), *repository.glob("external/*")]:
        path.write_bytes(b"\xff")
    assert qmsdocs(repository, "check").code == 1


def test_a_huge_document_is_one_diagnostic(repository: Path) -> None:
    (repository / "external" / "huge.yaml").write_bytes(b"a: b\n" * 400_000)
    outcome = qmsdocs(repository, "check", "--format", "concise", "external", lang="en")
    assert outcome.code == 1
    assert outcome.out.startswith("external/huge.yaml:1:1: error QD008: ")
    assert is_one_line(outcome.out)


def test_paths_limit_what_is_reported(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    assert qmsdocs(tmp_path, "check", "procedures/QT-02", "external").code == 0
    assert qmsdocs(tmp_path, "check", "procedures/QT-01/QT-01.yaml").code == 1
    assert qmsdocs(tmp_path, "check", ".").code == 1
    assert qmsdocs(tmp_path / "procedures", "check", "QT-02").code == 0
    assert qmsdocs(tmp_path / "procedures", "check", str(tmp_path / "procedures" / "QT-01")).code == 1


def test_paths_that_cannot_be_checked_are_no_pass(repository: Path, tmp_path: Path) -> None:
    (repository / "docs").mkdir()
    for path, code in (("nowhere", 2), ("..", 2), (str(tmp_path), 2), ("docs", 3)):
        outcome = qmsdocs(repository, "check", path)
        assert (outcome.code, outcome.out) == (code, ""), path
        assert is_one_line(outcome.err)


def test_the_repository_is_found_from_a_folder_below(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    outcome = qmsdocs(tmp_path / "procedures" / "QT-01", "check", "--format", "concise")
    assert outcome.out.startswith("procedures/QT-01/QT-01.yaml:34:12: ")


def test_paths_of_a_repository_below_are_paths_from_here(tmp_path: Path) -> None:
    written(tmp_path / "kho", FIRST_ENTRY_WRONG)
    outcome = qmsdocs(tmp_path, "check", "--format", "concise", root="kho")
    assert outcome.out.startswith("kho/procedures/QT-01/QT-01.yaml:34:12: ")


def test_a_root_without_configuration_is_3(repository: Path) -> None:
    assert qmsdocs(repository, "check", root="procedures").code == 3
    assert qmsdocs(repository, "check", root="nowhere").code == 3
    too_long = qmsdocs(repository, "check", root="x" * 300, lang="en")
    assert too_long.code == 3
    assert "cannot be read: the name is too long" in too_long.err


# --- the day


def test_today_is_a_day_of_the_time_zone_of_the_repository(repository: Path) -> None:
    late = datetime(2026, 5, 31, 18, tzinfo=UTC).astimezone
    assert "2026-06-01" in qmsdocs(repository, "check", now=late).out
    text = (repository / "qms.yaml").read_text(encoding="utf-8") + "timezone: UTC\n"
    (repository / "qms.yaml").write_text(text, encoding="utf-8")
    assert "2026-05-31" in qmsdocs(repository, "check", now=late).out


@pytest.mark.parametrize("zone", ["Asia/Saigon2", "../../etc/passwd", "/etc/passwd", "", "Asia"])
def test_an_unknown_time_zone_is_a_fault_of_the_configuration(repository: Path, zone: str) -> None:
    text = (repository / "qms.yaml").read_text(encoding="utf-8") + f"timezone: '{zone}'\n"
    (repository / "qms.yaml").write_text(text, encoding="utf-8")
    for day in ([], ["--on", "2026-06-01"]):
        outcome = qmsdocs(repository, "list", *day)
        assert outcome.code == 2
        assert is_one_line(outcome.err)
    outcome = qmsdocs(repository, "check", "--format", "json")
    assert outcome.code == 2
    assert {d["path"] for d in json.loads(outcome.out)["diagnostics"]} == {"qms.yaml"}


def test_the_clock_is_not_asked_when_the_day_is_given(repository: Path) -> None:
    def never(_: tzinfo) -> datetime:
        raise AssertionError

    assert qmsdocs(repository, "check", "--on", "2026-06-01", now=never).code == 0


@pytest.mark.parametrize(
    "day",
    [
        "05/01/2026",
        "2026-02-30",
        "20260601",
        "2026-W01-1",
        "mai",
        "",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0665",
    ],
)
def test_what_is_not_a_day_is_2(repository: Path, day: str) -> None:
    outcome = qmsdocs(repository, "check", "--on", day)
    assert (outcome.code, outcome.out) == (2, "")
    assert is_one_line(outcome.err)
    assert "2026-01-05" in outcome.err


# --- the language


def test_the_language_is_that_of_the_option_then_of_the_repository_then_of_the_system(tmp_path: Path) -> None:
    for language, word in (("vi", "không có"), ("en", "no problems")):
        written(tmp_path / language)
        with (tmp_path / language / "qms.yaml").open("a", encoding="utf-8") as stream:
            stream.write(f"language: {language}\n")
        assert qmsdocs(tmp_path / language, "check", LANG="fr_FR.UTF-8").out.startswith(word)
    assert qmsdocs(tmp_path / "vi", "check", lang="en").out.startswith("no problems")
    assert qmsdocs(tmp_path, "foo", LANG="en_US.UTF-8").err.startswith("qmsdocs: there is no verb foo")
    assert qmsdocs(tmp_path, "foo", LANG="en_US.UTF-8", LC_ALL="vi_VN").err.startswith("qmsdocs: không có lệnh foo")
    assert qmsdocs(tmp_path, "foo", LANG="C.UTF-8").err.startswith("qmsdocs: không có lệnh foo")


def test_an_unknown_language_is_2(tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path, "check", lang="fr")
    assert outcome.code == 2
    assert is_one_line(outcome.err)


# --- wrong usage


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["chekc"], "check"),
        (["check", "--formt", "json"], "--format"),
        (["--bogus"], "--bogus"),
        (["check", "--format", "pdf"], "sarif"),
        (["check", "--on"], "--on"),
        (["check", "--strict=1"], "--strict"),
        (["show"], "CODE"),
        (["show", "QT-01", "QT-02"], "QT-02"),
        (["new", "procedure", "QT-09"], "--title"),
        (["explain", "QD20"], "QD20"),
        (["list", "--external", "--status", "draft"], "--status"),
        (["list", "--status", "old"], "in-force"),
        (["list", "--external", "--forms"], "--external, --forms"),
        (["list", "--output", "x.xlsx", "--format", "csv"], "x.xlsx"),
        (["release", "QT-011"], "QT-01?"),
        (["schema"], "external"),
        (["schema", "--out", "qms.yaml/x"], "qms.yaml/x"),
        (["release", "--out", "qms.yaml/x"], "qms.yaml"),
        (["release", "--out", "records/x"], "records/"),
        (["new", "procedure", "Q" * 300, "--title", "T"], "QQQ"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_wrong_usage_is_one_line_and_2(repository: Path, arguments: list[str], named: str, lang: str) -> None:
    before = snapshot(repository)
    outcome = qmsdocs(repository, *arguments, lang=lang)
    assert (outcome.code, outcome.out) == (2, "")
    assert is_one_line(outcome.err)
    assert named in outcome.err or (named == "CODE" and "MÃ" in outcome.err)
    assert snapshot(repository) == before


def test_without_a_verb_help_is_shown_and_2_returned(tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert all(verb in outcome.err for verb in VERBS)


@pytest.mark.parametrize("verb", ["", *VERBS])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_is_translated_and_fits(tmp_path: Path, verb: str, lang: str) -> None:
    outcome = qmsdocs(tmp_path, *filter(None, [verb]), "--help", lang=lang)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith({"vi": "Cách dùng: qmsdocs", "en": "Usage: qmsdocs"}[lang])
    assert max(map(len, outcome.out.splitlines())) <= 80


# --- output


def test_a_report_is_written_whole_to_a_file(tmp_path: Path) -> None:
    written(tmp_path / "kho", FIRST_ENTRY_WRONG)
    target = tmp_path / "report.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    outcome = qmsdocs(tmp_path / "kho", "check", "--format", "json", "--output", "../report.json", lang="en")
    assert outcome.code == 1
    assert is_one_line(outcome.out)
    assert "errors: 1" in outcome.out
    assert json.loads(target.read_bytes())["summary"]["errors"] == 1
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kho", "report.json"]


def test_a_report_for_a_link_is_written_to_what_it_leads_to(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "report.txt")
    assert qmsdocs(repository, "check", "--output", str(tmp_path / "link.txt")).code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real" / "report.txt").is_file()


def test_a_pipe_or_a_device_is_written_directly(repository: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert qmsdocs(repository, "check", "--format", "json", "--output", str(tmp_path / "pipe")).code == 0
        assert json.loads(os.read(reading, 1 << 16))["summary"]["errors"] == 0
    finally:
        os.close(reading)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout on this system")
def test_a_report_for_standard_output_goes_there_alone(repository: Path) -> None:
    done = process(repository, "check", "--format", "json", "--output", "/dev/stdout", "--on", "2026-06-01")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["summary"]["errors"] == 0


@pytest.mark.parametrize("where", ["nowhere/report.txt", "procedures", "qms.yaml/report.txt"])
def test_a_file_that_cannot_be_written_is_2(repository: Path, where: str) -> None:
    before = snapshot(repository)
    outcome = qmsdocs(repository, "check", "--output", where)
    assert (outcome.code, outcome.out) == (2, "")
    assert is_one_line(outcome.err)
    assert snapshot(repository) == before


def test_colours_are_for_terminals_whose_user_wants_them(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    assert "\x1b[" in qmsdocs(tmp_path, "check", tty=True).out
    assert "\x1b[" not in qmsdocs(tmp_path, "check", tty=True, NO_COLOR="1").out
    assert "\x1b[" not in qmsdocs(tmp_path, "check").out


@pytest.mark.parametrize("encoding", ["ascii", "cp1258", "cp1252", "latin-1", "cp437", "utf-16"])
def test_output_survives_any_terminal(tmp_path: Path, encoding: str) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    for verb in (["check"], ["list"], ["show", "QT-01"], ["explain", "QD201"], ["--help"], ["khong-co-lệnh"]):
        outcome = qmsdocs(tmp_path, *verb, encoding=encoding)
        assert outcome.code in (0, 1, 2), verb
        assert outcome.out or outcome.err


def test_vietnamese_stays_whole_where_the_terminal_can_write_it(repository: Path) -> None:
    full, narrow = (qmsdocs(repository, "list", encoding=encoding).out for encoding in ("utf-8", "cp1258"))
    assert [unicodedata.normalize("NFC", line.replace("-", "")).split() for line in narrow.splitlines()] == [
        line.replace("-", "").split() for line in full.splitlines()
    ]
    assert "Kiểm soát" in unicodedata.normalize("NFC", narrow)


def test_letters_lose_only_what_a_terminal_cannot_write() -> None:
    assert readable("Quy định “ở” → 漢", "ascii") == 'Quy dinh "o" -> \\u6f22'
    assert readable("café \u2013 ế", "latin-1") == "café - ê"


def test_reports_for_programs_are_utf_8_on_any_terminal(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    outcome = qmsdocs(tmp_path, "check", "--format", "json", encoding="ascii", lang="vi")
    assert json.loads(outcome.data.decode("utf-8"))["language"] == "vi"


def test_a_file_name_cannot_command_the_terminal(repository: Path) -> None:
    (repository / "procedures" / "\x1b[2Jx.md").write_text("# A\n", encoding="utf-8")
    for arguments in (["check"], ["check", "--format", "concise"], ["check", "\x1b[2J"]):
        outcome = qmsdocs(repository, *arguments)
        assert outcome.code in (1, 2)
        assert "\x1b" not in outcome.out + outcome.err


# --- what goes wrong


def test_a_bug_is_one_line_and_4_and_a_traceback_only_on_demand(repository: Path) -> None:
    def broken(_: tzinfo) -> datetime:
        raise ZeroDivisionError("the clock\nbroke")

    outcome = qmsdocs(repository, "check", now=broken, lang="en")
    assert (outcome.code, outcome.out) == (4, "")
    assert is_one_line(outcome.err)
    assert "this is a bug in qmsdocs (ZeroDivisionError: the clock broke)" in outcome.err
    assert "Traceback" in qmsdocs(repository, "check", now=broken, QMSDOCS_DEBUG="1").err


def test_an_interrupt_is_130(repository: Path) -> None:
    def interrupted(_: tzinfo) -> datetime:
        raise KeyboardInterrupt

    outcome = qmsdocs(repository, "check", now=interrupted)
    assert (outcome.code, outcome.out) == (130, "")


@pytest.mark.parametrize(
    ("number", "words"), [(13, "permission denied"), (5, "the disk has a fault"), (71, "Protocol")]
)
def test_what_the_system_refuses_is_3(repository: Path, number: int, words: str) -> None:
    def refused(_: tzinfo) -> datetime:
        raise OSError(number, os.strerror(number), "/x")

    outcome = qmsdocs(repository, "check", now=refused, lang="en")
    assert (outcome.code, outcome.out) == (3, "")
    assert is_one_line(outcome.err)
    assert words in outcome.err


# --- explain


def test_all_rules_are_listed_by_family(tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path, "explain", lang="en")
    assert outcome.code == 0
    assert "QD2xx ledger and approval\n  QD201  error" in outcome.out


@pytest.mark.parametrize("name", ["QD201", "qd201", "first-entry-not-1-0"])
def test_a_rule_is_explained_with_its_examples(tmp_path: Path, name: str) -> None:
    outcome = qmsdocs(tmp_path, "explain", name, lang="en")
    assert outcome.code == 0
    assert outcome.out.startswith("QD201 first-entry-not-1-0 (error)\n")
    assert "\nBad:\n" + textwrap.indent(explain("QD201").bad, "    ") in outcome.out
    assert "ISO 9001:2015, 7.5.2" in outcome.out


def test_a_bundled_profile_is_printed_as_it_is(tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path, "explain", "state-agency-15", encoding="ascii")
    assert (outcome.code, outcome.err) == (0, "")
    source = Path(__file__).parents[1] / "src" / "qmsdocs" / "profiles" / "state-agency-15.yaml"
    assert outcome.data == source.read_bytes()
    assert "state-agency-15" in qmsdocs(tmp_path, "explain", "state-agency").err


# --- list, show, digest


def test_a_list_is_a_table_of_aligned_columns(repository: Path) -> None:
    title, empty, head, line, *rows = qmsdocs(repository, "list").out.splitlines()
    assert title == "Danh mục tài liệu nội bộ (tính đến 2026-06-01)"
    assert empty == ""
    starts = [i for i, char in enumerate(line) if char == "-" and (i == 0 or line[i - 1] == " ")]
    assert all(row[i - 1 : i] in ("", " ") for row in [head, *rows] for i in starts)
    assert [row.split()[1] for row in rows][-2:] == ["QT-01", "QT-02"]


def test_a_table_fits_the_screen(repository: Path) -> None:
    outcome = qmsdocs(repository, "list", tty=True)
    assert outcome.code == 0
    assert "…" in outcome.out or max(map(len, outcome.out.splitlines())) <= 80


@pytest.mark.parametrize("kind", ["--external", "--forms", "--records"])
def test_there_are_lists_of_other_things(repository: Path, kind: str) -> None:
    rows = json.loads(qmsdocs(repository, "list", kind, "--format", "json").out)
    assert isinstance(rows, list)


def test_a_list_can_be_limited_to_a_status(repository: Path) -> None:
    def codes(*arguments: str) -> list[str]:
        return [row["code"] for row in json.loads(qmsdocs(repository, "list", "--format", "json", *arguments).out)]

    assert codes("--status", "withdrawn") == []
    assert codes()[-2:] == ["QT-01", "QT-02"]
    assert codes("--status", "draft", "--on", "2020-01-01") == codes()


def test_a_csv_file_opens_in_a_spreadsheet(repository: Path) -> None:
    assert qmsdocs(repository, "list", "--format", "csv", "--output", "list.csv").code == 0
    data = (repository / "list.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    codes = [row["code"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]
    assert codes[-2:] == ["QT-01", "QT-02"]


@pytest.mark.parametrize("format_name", ["xlsx", "docx"])
def test_office_lists_go_to_files_or_pipes_but_not_to_a_screen(repository: Path, format_name: str) -> None:
    screen = qmsdocs(repository, "list", "--format", format_name, tty=True)
    assert (screen.code, screen.out) == (2, "")
    assert qmsdocs(repository, "list", "--format", format_name, "--output", "list").code == 0
    assert (repository / "list").read_bytes().startswith(b"PK")
    assert _piped(repository, format_name).startswith(b"PK")


def _piped(repository: Path, format_name: str) -> bytes:
    out, err = _stream("latin-1", tty=False), _stream("utf-8", tty=False)
    session = Session(Terminal(out, err), repository, NOON.astimezone, {}, None, None)
    assert run(["list", "--format", format_name], session) == 0
    assert isinstance(out.buffer, io.BytesIO)
    return out.buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "begins"), [("a.xlsx", b"PK"), ("a.DOCX", b"PK"), ("a.json", b"["), ("a.txt", b"Danh")]
)
def test_the_name_of_the_file_says_its_format(repository: Path, name: str, begins: bytes) -> None:
    assert qmsdocs(repository, "list", "--output", name).code == 0
    assert (repository / name).read_bytes().startswith(begins)
    assert qmsdocs(repository, "list", "--output", "a.csv", "--format", "csv").code == 0


def test_an_empty_list_of_forms_says_where_those_of_drafts_are(repository: Path) -> None:
    outcome = qmsdocs(repository, "list", "--forms", "--on", "2020-01-01", lang="en")
    assert outcome.code == 0
    assert "--status draft" in outcome.err
    assert "BM-01-01" in qmsdocs(repository, "list", "--forms", "--on", "2020-01-01", "--status", "draft").out


def test_a_list_says_what_could_not_be_read(repository: Path) -> None:
    (repository / "procedures" / "QT-02" / "QT-02.yaml").write_bytes(b"\xff")
    outcome = qmsdocs(repository, "list", lang="en")
    assert outcome.code == 0
    assert "QT-02" in outcome.err
    assert is_one_line(outcome.err)


def test_a_document_is_shown_with_its_ledger(repository: Path) -> None:
    outcome = qmsdocs(repository, "show", "qt 01", lang="en")
    assert outcome.code == 0
    assert outcome.out.startswith("QT-01 ")
    assert "\nIssue.revision  Status" in outcome.out


def test_an_external_document_is_shown_with_what_cites_it(repository: Path) -> None:
    outcome = qmsdocs(repository, "show", "30/2020/NĐ-CP", lang="en")
    assert outcome.code == 0
    assert "Cited by" in outcome.out


def test_a_former_code_leads_to_the_document(tmp_path: Path) -> None:
    written(tmp_path, "--- procedures/QT-01/QT-01.yaml\nformer_codes: [QT-99]\n")
    assert qmsdocs(tmp_path, "show", "QT-99", lang="en").out.startswith("QT-99 is now QT-01\n")


@pytest.mark.parametrize("verb", ["show", "digest"])
def test_an_unknown_code_is_2_with_the_nearest(repository: Path, verb: str) -> None:
    outcome = qmsdocs(repository, verb, "QT-011", lang="en")
    assert (outcome.code, outcome.out) == (2, "")
    assert "QT-01" in outcome.err
    assert is_one_line(outcome.err)


def test_digests_are_those_of_the_content(repository: Path) -> None:
    before = qmsdocs(repository, "digest", "QT-01", "QT-02").out
    assert [line.split("  ")[1] for line in before.splitlines()] == ["QT-01", "QT-02"]
    assert all(line.startswith("sha256:") for line in before.splitlines())
    with (repository / "procedures" / "QT-01" / "QT-01.md").open("a", encoding="utf-8") as stream:
        stream.write("\nThêm.\n")
    after = qmsdocs(repository, "digest", "QT-01", "QT-02").out
    assert [a == b for a, b in zip(before.splitlines(), after.splitlines(), strict=True)] == [False, True]


def test_an_external_document_has_no_digest(repository: Path) -> None:
    outcome = qmsdocs(repository, "digest", "QT-01", "30/2020/NĐ-CP")
    assert (outcome.code, outcome.out) == (2, "")


# --- schema, new, init


def test_a_schema_is_json_in_the_readers_language(tmp_path: Path) -> None:
    english, vietnamese = (json.loads(qmsdocs(tmp_path, "schema", "qms", lang=lang).out) for lang in ("en", "vi"))
    assert english["$schema"] == vietnamese["$schema"]
    assert english["title"] != vietnamese["title"]


def test_all_schemas_are_written_to_a_folder(tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path, "schema", "--out", "a/b")
    assert outcome.code == 0
    names = [Path(line).name for line in outcome.out.splitlines()]
    assert {"qms.json", "procedure.json", "external.json"} <= set(names)
    assert sorted(names) == sorted(path.name for path in (tmp_path / "a" / "b").iterdir())


def test_a_new_document_can_be_checked_at_once(repository: Path) -> None:
    outcome = qmsdocs(repository, "new", "procedure", "QT-09", "--title", "Quản lý văn bản")
    assert outcome.code == 0
    assert "procedures/QT-09/QT-09.yaml" in outcome.out.splitlines()
    assert qmsdocs(repository, "check", "procedures/QT-09").code == 0
    again = qmsdocs(repository, "new", "procedure", "QT-09", "--title", "Quản lý văn bản")
    assert again.code == 2
    assert is_one_line(again.err)


def test_a_new_repository_is_not_made_over_anything(repository: Path) -> None:
    before = snapshot(repository)
    outcome = qmsdocs(repository, "init", ".")
    assert (outcome.code, outcome.out) == (2, "")
    assert is_one_line(outcome.err)
    assert snapshot(repository) == before


def test_a_set_of_ones_own_needs_the_names_of_the_agency(tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path, "init", "new", "--organization", "UBND xã A")
    assert outcome.code == 2
    assert "--short-name, --place" in outcome.err
    assert not (tmp_path / "new").exists()


def test_a_repository_of_ones_own_can_be_made_and_checked(tmp_path: Path) -> None:
    own = [
        "--organization",
        "UBND xã An",
        "--short-name",
        "UBND xã An",
        "--place",
        "An",
        "--approver",
        "Lê An, Chủ tịch",
    ]
    assert qmsdocs(tmp_path, "init", "new", *own).code == 0
    assert (tmp_path / "new" / "qms.yaml").is_file()
    assert qmsdocs(tmp_path / "new", "check").code == 0


# --- release


def test_a_release_goes_to_dist_of_the_repository(repository: Path) -> None:
    outcome = qmsdocs(repository / "procedures", "release", "--draft")
    assert outcome.code == 0, outcome.err
    names = {path.name for path in (repository / "dist").iterdir()}
    assert "manifest.json" in names
    assert {line.split("  ")[0] for line in outcome.out.splitlines() if ".docx" in line} <= names


def test_an_error_in_a_document_stops_the_release(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    before = snapshot(tmp_path)
    outcome = qmsdocs(tmp_path, "release", "--draft", "QT-01", lang="en")
    assert (outcome.code, outcome.out) == (1, "")
    assert "procedures/QT-01/QT-01.yaml:34:12: error QD201: " in outcome.err
    assert snapshot(tmp_path) == before


def test_a_folder_of_other_files_is_never_a_release_folder(repository: Path) -> None:
    before = snapshot(repository)
    outcome = qmsdocs(repository, "release", "--draft", "--out", "procedures")
    assert outcome.code == 2
    assert is_one_line(outcome.err)
    assert snapshot(repository) == before


# --- as a process


def test_the_version_is_printed(tmp_path: Path) -> None:
    for arguments in (["--version"], ["--lang", "en", "--version"]):
        done = process(tmp_path, *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"qmsdocs {__version__}\n".encode(), b"")


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_nothing_heavy_is_loaded_for_version_and_help(tmp_path: Path, argument: str) -> None:
    code = (
        "import sys; from qmsdocs.cli import main; main([sys.argv[1]]); "
        "heavy = {'pydantic', 'git', 'docx', 'jinja2', 'lxml', 'yaml', 'ruamel', 'xlsxwriter', 'pyromark'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, argument]
    done = subprocess.run(command, cwd=tmp_path, env=_environment(), capture_output=True, check=True)
    assert done.stderr == b"[]\n"


def test_the_version_takes_at_most_seven_bare_starts(tmp_path: Path) -> None:
    def least(*arguments: str) -> float:
        """Processor time of the fastest of some starts: a busy machine must not fail this test."""
        times = []
        for _ in range(7):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, *arguments], cwd=tmp_path, env=_environment(), capture_output=True, check=True
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(times)

    assert least("-m", "qmsdocs", "--version") <= 7 * least("-c", "pass")


def test_options_of_every_verb_may_stand_anywhere(tmp_path: Path) -> None:
    written(tmp_path / "kho")
    for arguments in (["--lang", "en", "--root", "kho", "check"], ["check", "--root=kho", "--lang=en"]):
        done = process(tmp_path, *arguments, "--on", "2026-06-01")
        assert done.returncode == 0
        assert done.stdout.startswith(b"no problems")


@pytest.mark.parametrize("arguments", [["--lang"], ["check", "--root"], ["--root=", "check"]], ids=" ".join)
def test_an_option_of_every_verb_needs_its_value(repository: Path, arguments: list[str]) -> None:
    text = (repository / "qms.yaml").read_text(encoding="utf-8") + "language: en\n"
    (repository / "qms.yaml").write_text(text, encoding="utf-8")
    done = process(repository, *arguments)
    assert done.returncode == 2
    name = next(word for word in arguments if word.startswith("--")).rstrip("=")
    assert f"option {name} needs a value" in done.stderr.decode()
    assert is_one_line(done.stderr.decode())


def test_a_closed_pipe_is_silent_and_the_exit_code_stays_true(tmp_path: Path) -> None:
    written(tmp_path, FIRST_ENTRY_WRONG)
    command = [sys.executable, "-m", "qmsdocs", "check"]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            command, cwd=tmp_path, env=_environment(), stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk_is_one_line_and_3(repository: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "qmsdocs", "check", "--on", "2026-06-01"]
        done = subprocess.run(
            command, cwd=repository, env=_environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert is_one_line(done.stderr.decode())


def test_a_process_with_another_encoding_survives(repository: Path) -> None:
    done = process(repository, "list", "--lang", "vi", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.startswith(b"Danh muc tai lieu noi bo")


def test_closed_streams_do_not_matter(repository: Path) -> None:
    command = f"exec '{sys.executable}' -m qmsdocs check --on 2026-06-01 >&- 2>&-"
    done = subprocess.run(["sh", "-c", command], cwd=repository, env=_environment(), check=False)
    assert done.returncode == 0


def test_what_is_missing_is_named_as_the_help_names_it(repository: Path) -> None:
    assert qmsdocs(repository, "sign", "--as", "prepared", "--by", "x", lang="vi").err == (
        "qmsdocs: thiếu MÃ...; xem `qmsdocs sign --help`\n"
    )
