"""Files land all or not at all: killed, out of disk space, beside another writer, or changed in between."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qmsdocs import load
from qmsdocs.edit.landing import finish, land, replace_files
from qmsdocs.edit.ledger import Desk
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import UnfinishedAct, UnusableConfiguration
from qmsdocs.source.files import UNFINISHED
from tests.acts import ACTS
from tests.forked import forked
from tests.killing import snapshot

PROJECT = Path(__file__).parents[1]
STEPS = {
    "approve": 2, "approve-commit": 13, "approve-evidence": 2, "file-evidence": 2, "init": 50,
    "init-standing": 70, "release-again": 2, "release-tag": 7, "review": 2, "sign-commit": 7, "withdraw": 2,
}  # fmt: skip
"""Of acts that write much, or as others do, only every so-manieth point is hit, unless QMSDOCS_KILLS=all."""
KILLS = {
    "adopt": 18, "approve": 19, "approve-appending": 28, "approve-commit": 6, "approve-evidence": 22, "file-evidence": 16, "init": 4,
    "init-standing": 6, "new": 22, "recover": 18, "release": 27, "release-again": 19, "release-for-signing": 9,
    "release-tag": 7, "rename": 29, "reopen": 18, "review": 14, "revise": 18, "revise-again": 18, "sign": 28,
    "sign-commit": 11, "withdraw": 14,
}  # fmt: skip
"""How many times each act is killed at the least."""


def _outcomes(act: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    everything = os.environ.get("QMSDOCS_KILLS") == "all"
    step = STEPS.get(act, 1)
    steps = () if everything else (f"--kill={step}", f"--full={max(step, 3)}")
    command = [*forked("tests.killing"), act, *steps]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
    found: dict[str, list[dict[str, Any]]] = json.loads(run.stdout)
    return found["kill"], found["full"]


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_verb_that_is_killed_or_finds_the_disk_full_leaves_the_old_or_the_new(act: str) -> None:
    killed, refused = _outcomes(act)
    assert {outcome["ended"] for outcome in killed} == {"killed", "done"}
    assert {outcome["ended"] for outcome in refused} == {"refused", "done"}  # a clear error, and the old
    between = {"written"} if ACTS[act].settle else set()
    assert {outcome["state"] for outcome in killed} <= {"old", "new"} | between
    finished = {"new"} if act == "recover" else {"old"} | between
    assert {outcome["state"] for outcome in refused if outcome["ended"] == "refused"} <= finished
    assert all(outcome["again"] and not outcome["litter"] for outcome in (*killed, *refused))
    assert len(killed) - 1 >= KILLS[act]


def test_verbs_are_killed_300_times() -> None:
    assert KILLS.keys() == ACTS.keys()
    assert sum(KILLS.values()) >= 300


FILES = {"a.txt": b"old a", "b/c.txt": b"old c", "gone.txt": b"old"}
REWRITES = (
    Rewrite("a.txt", b"old a", b"new a"),
    Rewrite("b/c.txt", b"old c", b"new c"),
    Rewrite("d/e/f.txt", None, b"new f"),
    Rewrite("gone.txt", b"old", None),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def test_files_are_changed_made_and_removed_together(root: Path) -> None:
    assert replace_files(root, REWRITES) == ("a.txt", "b/c.txt", "d/e/f.txt", "gone.txt")
    assert snapshot(root) == {"a.txt": b"new a", "b/c.txt": b"new c", "d/e/f.txt": b"new f"}


def test_a_folder_that_an_act_empties_goes_with_its_last_file(root: Path) -> None:
    replace_files(root, [Rewrite("b/c.txt", b"old c", None)])
    assert not (root / "b").exists()


POWER_CUT = """
import os, sys
from pathlib import Path
from qmsdocs.edit.landing import replace_files
from tests.test_landing import REWRITES
replace, done = Path.replace, []
def failing(self, target):
    if len(done) == 2:
        os._exit(9)
    done.append(target)
    return replace(self, target)
Path.replace = failing
replace_files(Path(sys.argv[1]), REWRITES)
"""


def _interrupted(root: Path) -> None:
    """As a power cut leaves it after the second file."""
    command = [sys.executable, "-c", POWER_CUT, str(root)]
    assert subprocess.run(command, check=False, cwd=PROJECT).returncode == 9


def test_nothing_reads_what_is_half_old_and_half_new(root: Path) -> None:
    _interrupted(root)
    with pytest.raises(UnfinishedAct, match="qmsdocs recover"):
        load(root)
    assert finish(root)
    assert snapshot(root) == {"a.txt": b"new a", "b/c.txt": b"new c", "d/e/f.txt": b"new f"}
    assert not finish(root)


def test_a_recovery_that_fails_leaves_the_act_to_be_finished(root: Path) -> None:
    """What the first attempt had put in place is not taken for the old."""
    _interrupted(root)
    (root / "d/e").rmdir()
    (root / "d/e").write_bytes(b"in the way")
    with pytest.raises(UnusableConfiguration, match="still waits"):
        finish(root)
    (root / "d/e").unlink()
    assert finish(root)
    assert snapshot(root) == {"a.txt": b"new a", "b/c.txt": b"new c", "d/e/f.txt": b"new f"}


def test_what_was_changed_after_an_interruption_is_not_overwritten(root: Path) -> None:
    _interrupted(root)
    (root / "gone.txt").write_bytes(b"changed")
    with pytest.raises(UnusableConfiguration, match=r"gone\.txt was changed while an interrupted act waits"):
        finish(root)
    assert (root / "gone.txt").read_bytes() == b"changed"


@pytest.mark.parametrize(
    "act",
    [
        "no JSON",
        '[["../outside.txt", null, "{new}", "0.new"]]',
        '[[".git/config", null, "{new}", "0.new"]]',
        '[["a.txt", null, "{new}", "../a.txt"]]',
        '[["a.txt", null, "{other}", "0.new"]]',
    ],
    ids=["not a list", "outside", "git's own folder", "a content outside", "another content"],
)
def test_an_act_that_qmsdocs_did_not_write_changes_nothing(act: str, root: Path) -> None:
    (root / UNFINISHED).mkdir()
    (root / UNFINISHED / "0.new").write_bytes(b"evil")
    new = hashlib.sha256(b"evil").hexdigest()
    (root / UNFINISHED / "act.json").write_text(act.format(new=new, other="0" * 64))
    before = snapshot(root)
    with pytest.raises(UnusableConfiguration):
        finish(root)
    assert snapshot(root) == before


def test_of_two_writers_at_once_one_is_told_to_try_again(root: Path) -> None:
    handle = os.open(root, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(UnusableConfiguration, match="somebody else is writing"):
        replace_files(root, REWRITES)
    os.close(handle)
    assert snapshot(root) == FILES
    replace_files(root, REWRITES)


def test_two_secretaries_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    ACTS["sign"].prepare(tmp_path)
    day = date(2026, 1, 5)
    one, other = (Desk(tmp_path).sign([code], "prepared", by="le-thi-binh", on=day) for code in ("QT-01", "QT-02"))
    same = Desk(tmp_path).sign(["QT-01"], "prepared", by="le-thi-binh", on=date(2026, 1, 6))
    replace_files(tmp_path, one)
    replace_files(tmp_path, other)
    with pytest.raises(UnusableConfiguration, match="was changed meanwhile"):
        replace_files(tmp_path, same)
    signed = [
        document.revisions[0].prepared[0].on for document in load(tmp_path).documents if document.revisions[0].prepared
    ]
    assert signed[:2] == [day, day]


def test_a_new_file_never_replaces_one_that_is_there(root: Path) -> None:
    before = snapshot(root)
    with pytest.raises(UnusableConfiguration, match="exists already"):
        land(root, {"z.txt": b"z", "a.txt": b"new"})
    assert snapshot(root) == before


def test_a_link_that_leads_outside_is_not_written_through(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / "link").symlink_to(outside)
    with pytest.raises(UnusableConfiguration, match="leads outside"):
        replace_files(root, [Rewrite("link/x.txt", None, b"x")])
    assert list(outside.iterdir()) == []
