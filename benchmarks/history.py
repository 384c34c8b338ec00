"""History and changes beside git itself and GitPython, in agencies whose history is ever longer."""

from __future__ import annotations

import gc
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.agency import PROCEDURES, generate
from benchmarks.timing import QMSDOCS, measured

DAY = date(2026, 11, 21)
LENGTHS = (200, 2_000, 20_000)
_ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
_BEGUN = 1_600_000_000  # seconds since 1970
_SAMPLE = 4


def grown(agency: Path, target: Path, commits: int) -> None:
    """A repository with the agency, after so many commits that each edited one procedure or put it back.

    Args:
        agency: what stands in the last commit.
        target: must not exist.
        commits: how many there are.
    """
    target.mkdir()
    _git(target, "init", "-q", "-b", "main", "--template=")
    stream = b"".join(_commits(agency, commits))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=target, env=_ENVIRONMENT, input=stream, check=True)
    _git(target, "reset", "-q", "--hard", "main")
    _git(target, "tag", "-a", "-m", "x", "v1")


def _commits(agency: Path, commits: int) -> Iterator[bytes]:
    files = {path.relative_to(agency).as_posix(): path for path in sorted(agency.rglob("*")) if path.is_file()}
    yield _commit(0, {name: path.read_bytes() for name, path in files.items()})
    texts = [name for name in files if name.endswith(".md")]
    chance, edited = random.Random(1), ""
    for number in range(1, commits):
        if edited:
            yield _commit(number, {edited: files[edited].read_bytes()})
            edited = ""
        elif number < commits - 1:
            edited = chance.choice(texts)
            yield _commit(number, {edited: files[edited].read_bytes() + f"\nSửa lần {number}.\n".encode()})
        else:
            yield _commit(number, {})


def _commit(number: int, files: dict[str, bytes]) -> bytes:
    when = f"{_BEGUN + number * 3600} +0700"
    head = f"commit refs/heads/main\ncommitter Lê Thị Bình <binh@example.vn> {when}\ndata <<END\nlần {number}\nEND\n"
    changes = (b"M 100644 inline %b\ndata %d\n%b\n" % (n.encode(), len(data), data) for n, data in files.items())
    return head.encode() + b"".join(changes) + b"\n"


def _git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.vn", *arguments]
    subprocess.run(command, cwd=folder, env=_ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)


# --- history


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU, of this process and of those that it started."""

    seconds: float

    @classmethod
    def of(cls, action: Callable[[], object], runs: int = 5) -> Cost:
        """The least of several runs."""
        return cls(min(cls._once(action) for _ in range(runs)))

    @staticmethod
    def _once(action: Callable[[], object]) -> float:
        before = _seconds()
        action()
        return _seconds() - before


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def histories(root: Path) -> None:
    """All documents' histories: ours, git's own log, and GitPython file by file."""
    from git import Repo  # noqa: PLC0415 - this benchmark alone needs it

    from qmsdocs.history.log import read_log  # noqa: PLC0415
    from qmsdocs.history.repository import repository_of  # noqa: PLC0415

    paths = [path.relative_to(root).as_posix() for path in sorted(root.glob("procedures/*/*.md"))]
    if len(paths) != PROCEDURES:
        raise SystemExit(f"{len(paths)} documents instead of {PROCEDURES}")

    def ours() -> int:
        log = read_log(repository_of(root))
        return sum(len(list(log.versions(path))) for path in paths)

    repo = Repo(root)

    def theirs() -> list[Any]:
        return [commit.hexsha for path in paths[:_SAMPLE] for commit in repo.iter_commits(paths=path)]

    gc.disable()  # as the command line does
    log = ("git", "log", "--raw", "-z")
    own = Cost.of(ours)
    git = Cost.of(lambda: subprocess.run(log, cwd=root, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, check=True))
    files = Cost.of(theirs, 1).seconds / _SAMPLE * len(paths)
    print(
        f"  history of {len(paths)} documents {own.seconds:.2f} s cpu; git log --raw {git.seconds:.2f} s, "
        f"× {own.seconds / git.seconds:.2f} of it; GitPython file by file {files:.1f} s (from {_SAMPLE} files), "
        f"× {files / own.seconds:.0f} slower"
    )


# --- a change


def changes(root: Path, start: float, whole: float) -> float:
    """``check --since`` of three edited files; its seconds of CPU beside the start and beside the whole check."""
    for path in sorted(root.glob("procedures/*/*.md"))[10:13]:
        path.write_text(path.read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    since = least([*QMSDOCS, "check", "--on", DAY.isoformat(), "--since", "main"], root)
    print(
        f"  check --since of 3 files {since:.3f} s cpu: × {since / start:.1f} of the start, × {since / whole:.2f} of the whole"
    )
    return since


def least(command: Sequence[str], cwd: Path, runs: int = 5) -> float:
    """The least seconds of CPU of a whole process."""
    return min(measured(command, cwd, 1).cpu for _ in range(runs))


def history(folder: Path) -> None:
    """The whole benchmark of history, below an empty folder."""
    agency, one = folder / "agency-of-history", folder / "one"
    generate(agency)
    generate(one, procedures=1, externals=10)
    check = [*QMSDOCS, "check", "--on", DAY.isoformat()]
    start, whole = least(check, one), least(check, agency)
    print(f"\nHistory and changes of {PROCEDURES} procedures; check of one {start:.3f} s cpu, of all {whole:.3f} s")
    costs = []
    for commits in LENGTHS:
        root = folder / f"history-{commits}"
        grown(agency, root, commits)
        print(f"{commits:6} commits")
        histories(root)
        costs.append(changes(root, start, whole))
    print(f"  from {LENGTHS[0]} to {LENGTHS[-1]} commits check --since costs × {costs[-1] / costs[0]:.2f}")


if __name__ == "__main__":
    sys.exit("python -m benchmarks.run --history")
