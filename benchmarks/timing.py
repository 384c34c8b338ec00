"""Times whole processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

QMSDOCS = [sys.executable, "-m", "qmsdocs"]


@dataclass(frozen=True)
class Figure:
    """Seconds of CPU and wall, and MiB at the most, of a whole process: medians of several runs."""

    cpu: float
    wall: float
    memory: float


def measured(command: Sequence[str], cwd: Path, runs: int = 5) -> Figure:
    """Runs a command after one warm-up run, on one core where the system can pin it."""
    return side_by_side((command, cwd), runs=runs)[0]


def side_by_side(*commands: tuple[Sequence[str], Path], runs: int = 5) -> list[Figure]:
    """Runs commands in turns, so that what else the machine does falls on all of them alike.

    Args:
        commands: each with the folder it runs in.
        runs: of each, after one warm-up run.
    """
    rounds = [[once(command, cwd) for command, cwd in commands] for _ in range(runs + 1)][1:]
    return [_median(figures) for figures in zip(*rounds, strict=True)]


def _median(figures: Sequence[Figure]) -> Figure:
    return Figure(*(statistics.median(getattr(f, name) for f in figures) for name in ("cpu", "wall", "memory")))


def once(command: Sequence[str], cwd: Path) -> Figure:
    """Runs a command once."""
    before = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_as_installed(),
        preexec_fn=_one_core,  # noqa: PLW1509 - this process has one thread
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: findings, which peers have about texts that were not written for them
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Figure(usage.ru_utime + usage.ru_stime, time.perf_counter() - before, usage.ru_maxrss / 1024)


def _as_installed() -> dict[str, str]:
    """The environment in which Python keeps what it compiled, as it does for installed programs."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
