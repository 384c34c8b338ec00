"""Commands that messages suggest can be copied into a shell as they stand, whatever a code holds."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from qmsdocs.diagnostics import say
from tests.acts import ran
from tests.scenario import written

CODE = "QT-HC 06"


DRAFT = """--- procedures/QT-02/QT-02.yaml
revisions: [{issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}]
"""


def _spaced(tmp_path: Path, text: str = "") -> Path:
    """QT-02 under a code with a blank."""
    written(tmp_path, text)
    for path in tmp_path.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("QT-02", CODE), encoding="utf-8")
    folder = tmp_path / "procedures/QT-02"
    for path in list(folder.iterdir()):
        path.rename(path.with_name(path.name.replace("QT-02", "QT-HC-06")))
    folder.rename(folder.with_name("QT-HC-06"))
    return tmp_path


def _commands(text: str) -> list[list[str]]:
    return [shlex.split(command) for command in re.findall(r"`(qmsdocs [^`]*)`", text)]


def test_a_remedy_quotes_a_code_with_a_blank(tmp_path: Path) -> None:
    _, out, _ = ran(_spaced(tmp_path), "check")  # the code is content: nobody approved this one
    assert "QD212" in out
    assert ["qmsdocs", "revise", CODE] in _commands(out)


def test_a_next_step_quotes_a_code_with_a_blank(tmp_path: Path) -> None:
    root = _spaced(tmp_path, DRAFT)
    code, out, err = ran(root, "sign", CODE, "--as", "prepared", "--by", "le-thi-binh")
    assert code == 0, err
    assert _commands(out) == [["qmsdocs", "sign", CODE, "--as", "reviewed", "--by", "ID"]]


@pytest.mark.parametrize("code", ["QT-HC 06", "QT(1)", "QT-01;rm", "QT-$HOME", "QT-1'2", 'QT"1'])
def test_what_a_shell_would_take_apart_is_quoted_in_commands_only(code: str) -> None:
    told = say("{code}: run `qmsdocs sign {codes} --as prepared`", code=code, codes=(code, "QT-01")).english
    assert told.startswith(f"{code}: run ")
    assert _commands(told) == [["qmsdocs", "sign", code, "QT-01", "--as", "prepared"]]


def test_what_is_no_command_is_told_as_it_is() -> None:
    assert say("write `{key}: …` in {file}", key="a b", file="c d").english == "write `a b: …` in c d"
