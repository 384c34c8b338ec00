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
    figures = [once(command, cwd) for _ in range(runs + 1)][1:]
    return Figure(*(statistics.median(getattr(f, name) for f in figures) for name in ("cpu", "wall", "memory")))


def once(command: Sequence[str], cwd: Path) -> Figure:
    """Runs a command once."""
    before = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_one_core,  # noqa: PLW1509 - this process has one thread
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: findings, which peers have about texts that were not written for them
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Figure(usage.ru_utime + usage.ru_stime, time.perf_counter() - before, usage.ru_maxrss / 1024)


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
