"""Does an act again and again, killed or out of disk space at each point at which it writes; what is left is old or new.

    python -m tests.killing ACT kill|full [--step N]

prints, for each point, the outcome as JSON. A program of its own: each attempt is a fork of a process that has loaded
everything, and a process that runs tests has threads.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from qmsdocs.edit.landing import finish
from qmsdocs.errors import QmsdocsError
from tests.acts import ACTS, Act

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
_NEEDS_SPACE = {"open", "os.link", "os.mkdir", "sync"}


def outcomes(act: Act, how: str, step: int = 1) -> list[dict[str, Any]]:
    """For each point at which the act writes, what a repository looks like when it is hit there.

    Args:
        act: what is done.
        how: ``kill`` or ``full``.
        step: only every so-manieth point.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        old, new = home / "old", home / "new"
        act.prepare(old)
        shutil.copytree(old, new, symlinks=True)
        assert _attempt(act, new, how, None) == "done"
        before, after = snapshot(old), snapshot(new)
        assert before != after, "the act does nothing"
        found: list[dict[str, Any]] = []
        while not found or found[-1]["ended"] != "done":
            root = home / "hit"
            shutil.copytree(old, root, symlinks=True)
            ended = _attempt(act, root, how, 1 + len(found) * step)
            found.append({"ended": ended, **_left(act, root, before, after)})
            shutil.rmtree(root)
        return found


def _left(act: Act, root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, Any]:
    """Old, new or half once the next verb has looked at it; and what lies around after a second attempt."""
    finish(act.root(root))
    now = snapshot(root)
    state = "old" if now == before else "new" if now == after else "half"
    if state == "old":
        act.do(root)
    return {"state": state, "again": snapshot(root) == after, "litter": _litter(root) if state == "old" else []}


def _attempt(act: Act, root: Path, how: str, point: int | None) -> str:
    child = os.fork()
    if child == 0:
        status = 70
        try:
            _hit(point, how)
            act.do(root)
            status = 0
        except QmsdocsError:
            status = 2
        except OSError:
            status = 3
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "done", -signal.SIGKILL: "killed", 2: "refused"}.get(status, f"crashed with {status}")


def _hit(point: int | None, how: str) -> None:
    """From now on this process dies, or finds the disk full, at the point at which it writes for the so-manieth time."""
    count = 0

    def reached(event: str) -> None:
        nonlocal count
        if how == "full" and event not in _NEEDS_SPACE:
            return
        count += 1
        if point is None or count < point:
            return
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES or (event == "open" and _writes(arguments)):
            reached(event)

    sync = os.fsync

    def noted(handle: Any) -> None:
        reached("sync")
        sync(handle)

    vars(os)["fsync"] = noted
    sys.addaudithook(hook)


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, _, flags = arguments
    return bool(isinstance(flags, int) and flags & WRITING) and path != os.devnull


def snapshot(root: Path) -> dict[str, bytes]:
    """All files but those that an unfinished act left and the next one clears away."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _is_left(path.relative_to(root))
    }


def _is_left(path: Path) -> bool:
    return any(part.startswith((".qmsdocs-new-", ".qmsdocs-dist.new")) for part in path.parts)


def _litter(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.name.startswith(".qmsdocs-")]


def main() -> None:
    """Prints the outcomes of one act."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=sorted(ACTS))
    parser.add_argument("how", choices=("kill", "full"))
    parser.add_argument("--step", type=int, default=1)
    given = parser.parse_args()
    json.dump(outcomes(ACTS[given.act], given.how, given.step), sys.stdout)


if __name__ == "__main__":
    main()
