"""Several processes on one repository at the same moment: nothing is lost, nobody reads a half, and who may not is told so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from qmsdocs import load
from tests.history.git import become, commit, git
from tests.scenario import written

PROJECT = Path(__file__).parents[1]
ROUNDS = 20
TOLD = (
    "somebody else is writing into",
    "was changed meanwhile",
    "files were put in place while",
    "an act was interrupted",
)


class Secretary:
    """A process that acts when it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self, *arguments: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()

    def end(self) -> tuple[int, str]:
        assert self._process.stdout is not None
        code, said = json.loads(self._process.stdout.readline())
        return code, said


@contextmanager
def secretaries(root: Path, number: int) -> Iterator[list[Secretary]]:
    with ExitStack() as stack:
        command = [sys.executable, "-m", "tests.rivals", str(root)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        yield [
            Secretary(stack.enter_context(subprocess.Popen(command, cwd=PROJECT, env=dict(os.environ), **pipes)))
            for _ in range(number)
        ]


def _reviewing(code: str, note: str) -> tuple[str, ...]:
    return ("review", code, "--by", "le-thi-binh", "--on", "2026-06-01", "--note", note)


def _notes(root: Path) -> set[tuple[str, str]]:
    return {(d.code, str(review.note)) for d in load(root).documents for review in d.reviews}


@pytest.mark.parametrize("codes", [("QT-01", "QT-02"), ("QT-01", "QT-01")], ids=["two documents", "the same document"])
def test_two_secretaries_acting_at_the_same_moment_lose_nothing(codes: tuple[str, str], tmp_path: Path) -> None:
    written(tmp_path)
    done: set[tuple[str, str]] = set()
    with secretaries(tmp_path, 2) as both:
        for number in range(ROUNDS):
            acts = [(code, f"{number} {who}") for who, code in enumerate(codes)]
            for secretary, act in zip(both, acts, strict=True):
                secretary.begin(*_reviewing(*act))
            answers = [secretary.end() for secretary in both]
            assert any(code == 0 for code, _ in answers)
            for act, (code, said) in zip(acts, answers, strict=True):
                if code == 0:
                    done.add(act)
                else:
                    assert any(told in said for told in TOLD), said
            assert _notes(tmp_path) == done
    assert len(done) >= ROUNDS
    assert not list(tmp_path.glob(".qmsdocs-*"))


def test_two_commits_at_the_same_moment_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become(tmp_path / "user", monkeypatch)
    root = tmp_path / "r"
    written(root)
    git(root, "init", "-q", "-b", "main", "--template=")
    commit(root, {}, "Ban đầu")
    done = 0
    with secretaries(root, 2) as both:
        for number in range(5):
            for secretary, code in zip(both, ("QT-01", "QT-02"), strict=True):
                secretary.begin(*_reviewing(code, str(number)), "--commit")
            for ended, said in [secretary.end() for secretary in both]:
                done += ended == 0
                assert ended == 0 or any(told in said for told in TOLD), said
            assert git(root, "status", "--porcelain") == ""
            assert int(git(root, "rev-list", "--count", "HEAD")) == 1 + done
    assert done >= 5
    assert not list((root / ".git").rglob("*.lock"))
    assert git(root, "fsck", "--strict", "--no-dangling") == ""


HALF = """--- procedures/QT-01/QT-01.yaml
revisions: [{issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}]
--- procedures/QT-02/QT-02.yaml
revisions: [{issue: 1, revision: 0, reason: Ban hành lần đầu, changes: [{where: Toàn bộ, what: Ban hành lần đầu}]}]
"""


def test_a_reader_never_takes_a_half_for_the_whole(tmp_path: Path) -> None:
    """Both documents and their decision are signed, approved and renamed; half of that would be an error."""
    written(tmp_path, HALF)
    day, both = ("--on", "2026-01-20"), ("QT-01", "QT-02")
    acts = [
        ("sign", *both, "--as", "prepared", "--by", "le-thi-binh", "--on", "2026-01-05"),
        ("sign", *both, "--as", "reviewed", "--by", "tran-van-cuong", "--on", "2026-01-12"),
        ("approve", *both, "--by", "nguyen-van-an", *day, "--decision", "12/QĐ-UBND", "--effective", "2026-02-01"),
        ("rename", "QT-02", "QT-22", "-m", "Đánh lại mã hiệu"),
        ("review", "QT-01", "--by", "le-thi-binh", "--on", "2026-06-01"),
    ]
    with secretaries(tmp_path, 2) as (writer, reader):
        for act in acts:
            writer.begin(*act)
            seen = []
            for _ in range(4):
                reader.begin("check", "--on", "2026-06-01", "--format", "concise")
                seen.append(reader.end())
            assert {code for code, _ in seen} <= {0, 3}, seen
            assert all(any(told in said for told in TOLD) for code, said in seen if code == 3), seen
            assert writer.end() == (0, ""), act
