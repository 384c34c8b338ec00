"""Does an act again and again, killed or out of disk space at each point at which it writes; what is left is old or new.

    python -m tests.killing ACT [--kill N] [--full N]

prints the outcomes as JSON, every N-th point being hit. A program of its own: each attempt is a fork of a process that has done the act
up to its first write, and a process that runs tests has threads.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from qmsdocs.edit.landing import finish
from qmsdocs.errors import QmsdocsError
from tests.acts import ACTS, Act
from tests.history.git import git

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
_OF_GIT = {"hash-object", "read-tree", "update-index", "write-tree", "commit-tree", "tag", "update-ref"}
_NEEDS_SPACE = {"open", "os.link", "os.mkdir", "sync"}
_USER = "[user]\n  name = Lê Thị Bình\n  email = binh@example.vn\n"

Outcome = dict[str, Any]


def outcomes(act: Act, steps: dict[str, int]) -> dict[str, list[Outcome]]:
    """For each point at which the act writes, what a repository looks like when it is hit there.

    Args:
        act: what is done.
        steps: for ``kill`` and ``full``, that only every so-manieth point is hit.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.path.realpath(folder))
        _be_somebody(home)
        old, new, notes = home / "old", home / "new", home / "found.json"
        act.prepare(old)
        _copy(old, new)
        _forked(lambda: act.do(new))
        judge = Judge(act, View.of(old), View.of(new), home)
        assert judge.before != judge.after, "the act does nothing"
        found: dict[str, list[Outcome]] = {}
        for how, step in steps.items():
            hit = home / how
            _copy(old, hit)
            _forked(partial(_attempts, judge, hit, how, step, notes))
            found[how] = json.loads(notes.read_text())
        return found


def _be_somebody(home: Path) -> None:
    """git knows a user, and nothing of this is left in the system's folder for such things."""
    (home / "user").write_text(_USER, encoding="utf-8")
    (home / "tmp").mkdir()
    os.environ |= {"GIT_CONFIG_GLOBAL": str(home / "user"), "GIT_CONFIG_NOSYSTEM": "1"}
    tempfile.tempdir = str(home / "tmp")
    sys.dont_write_bytecode = True


def _forked(action: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        finally:
            traceback.print_exc()
            os._exit(70)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# --- hitting


def _attempts(judge: Judge, hit: Path, how: str, step: int, notes: Path) -> None:
    """Begins the act; where it is about to write for the first time, a fork for each point goes on from there."""
    watch = _Watch(how, lambda: _point_of_this_fork(judge, hit, step, notes))
    sync = os.fsync

    def noted(handle: Any) -> None:
        watch.seen("sync")
        sync(handle)

    vars(os)["fsync"] = noted
    sys.addaudithook(lambda event, arguments: watch.seen(event) if _changes(event, arguments) else None)
    status = 70
    try:
        judge.act.do(hit)
        status = 0
    except QmsdocsError:
        status = 2
    except OSError:
        status = 3
    finally:
        watch.awake = False
        if status == 70:
            traceback.print_exc()
        os._exit(status)


@dataclass
class _Watch:
    """Hits this process when it is about to change something for the so-manieth time.

    Args:
        how: ``kill`` or ``full``.
        ask: gives the point; called at the first one.
    """

    how: str
    ask: Callable[[], int]
    awake: bool = True
    count: int = 0
    point: int = 0

    def seen(self, event: str) -> None:
        """Something is about to be changed."""
        if not self.awake or (self.how == "full" and event not in _NEEDS_SPACE):
            return
        if not self.point:
            self.awake = False
            self.point = self.ask()
            self.awake = True
        self.count += 1
        if self.count >= self.point:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _point_of_this_fork(judge: Judge, hit: Path, step: int, notes: Path) -> int:
    """In each fork, the point at which it is to be hit; the process itself sees them all end, and ends."""
    begun = hit.with_name(f"{hit.name}-begun")
    _copy(hit, begun)
    found: list[Outcome] = []
    while not found or found[-1]["ended"] != "done":
        point = 1 + len(found) * step
        child = os.fork()
        if child == 0:
            return point
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        ended = {0: "done", -signal.SIGKILL: "killed", 2: "refused"}.get(status, f"crashed with {status}")
        found.append({"ended": ended, **judge.left(hit)})
        _restore(hit, begun)
    notes.write_text(json.dumps(found))
    os._exit(0)


def _restore(hit: Path, begun: Path) -> None:
    """As it was, in the same folder: the forks hold it open."""
    for left in hit.iterdir():
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    _copy(begun, hit)


def _copy(source: Path, target: Path) -> None:
    """With links, and second names of one file."""
    target.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)


def _changes(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether something is about to be changed, by this process or by git."""
    if event == "subprocess.Popen":
        return not _OF_GIT.isdisjoint(arguments[1])
    return event in _CHANGES or (event == "open" and _writes(arguments))


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, _, flags = arguments
    own = isinstance(path, (str, bytes)) and path != os.devnull  # a number is one end of a pipe
    return own and isinstance(flags, int) and bool(flags & WRITING)


# --- judging


@dataclass(frozen=True)
class View:
    """What of a repository counts.

    Args:
        files: all but those that an unfinished act left and the next one clears away.
        git: what is committed, which tags lead to what, and what is not committed; empty where there is no git.
    """

    files: dict[str, bytes]
    git: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Path) -> View:
        """The view of a folder."""
        if not (root / ".git").exists():
            return cls(snapshot(root))
        told = (
            git(root, "log", "--format=%T %s"),
            git(root, "for-each-ref", "--format=%(refname) %(*objectname) %(contents)", "refs/tags"),
            git(root, "status", "--porcelain"),
        )
        return cls(snapshot(root), told)


@dataclass(frozen=True)
class Judge:
    """Says what an attempt has left behind.

    Args:
        act: the act.
        before, after: the repository without and with the act.
        home: a folder for what is looked at.
    """

    act: Act
    before: View
    after: View
    home: Path

    def left(self, hit: Path) -> Outcome:
        """Old, new or half once the next verb has looked at it, and what lies around after the next act.

        ``written`` are files that are as they should be while git has not been told yet.
        """
        root = self.home / "judged"
        _copy(hit, root)
        try:
            finish(self.act.root(root))
            state = self._state(View.of(root))
            again = self._settled(root, state)
            return {"state": state, "again": again, "litter": litter(root) if again and state != "new" else []}
        finally:
            shutil.rmtree(root)

    def _state(self, now: View) -> str:
        if now == self.before:
            return "old"
        if now == self.after:
            return "new"
        untold = now.git[:2] == self.before.git[:2]
        return "written" if self.act.settle and now.files == self.after.files and untold else "half"

    def _settled(self, root: Path, state: str) -> bool:
        """Whether the next attempt ends well."""
        try:
            if state == "old":
                self.act.do(root)
            elif self.act.settle:
                self.act.settle(root)
        except (QmsdocsError, subprocess.CalledProcessError):
            return False
        now = View.of(root)
        if state == "old" or self.act.settle is self.act.do:
            return now == self.after
        return not self.act.settle or (now.git[2] == "" and now.files.keys() == self.after.files.keys())


def snapshot(root: Path) -> dict[str, bytes]:
    """All files but those that an unfinished act left and the next one clears away."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _is_left(path.relative_to(root))
    }


def _is_left(path: Path) -> bool:
    return path.parts[0] == ".git" or any(
        part.startswith((".qmsdocs-new-", ".qmsdocs-dist.new", ".qmsdocs-dist-signing.new")) for part in path.parts
    )


def litter(root: Path) -> list[str]:
    """What qmsdocs has left behind, and locks of git."""
    return [path.name for path in root.rglob("*") if path.name.startswith(".qmsdocs-") or path.suffix == ".lock"]


def main() -> None:
    """Prints the outcomes of one act."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=sorted(ACTS))
    for how in ("kill", "full"):
        parser.add_argument(f"--{how}", type=int, default=1)
    given = parser.parse_args()
    json.dump(outcomes(ACTS[given.act], {"kill": given.kill, "full": given.full}), sys.stdout)


if __name__ == "__main__":
    main()
