"""Times qmsdocs against its peers on the same texts in the same run, and prints ratios.

    make benchmark            the generated agency: check, Word, peers
    make benchmark GROWTH=1   also 1,000 to 20,000 procedures
    make benchmark ARGS=--history
                              instead, histories of 200 to 20,000 commits beside git and GitPython

Peers that are not installed are named and left out: ``pip install doorstop compliance-trestle``, ``apt install pandoc``.
Machines are noisy: read ratios and medians. Each figure is of a whole process, the parser and file cache warm.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from benchmarks import peers
from benchmarks.agency import EXTERNALS, PROCEDURES, generate
from benchmarks.history import history
from benchmarks.timing import QMSDOCS, Figure, measured, once, side_by_side

DAY = date(2026, 11, 21)


def check_against_peers(folder: Path) -> None:
    """The check of the generated agency beside the peers on the same texts."""
    agency, empty = folder / "agency", folder / "empty"
    generate(agency)
    generate(empty, procedures=1, externals=10)
    _prove_checked(agency)
    check, load_yaml = [*QMSDOCS, "check", "--on", DAY.isoformat()], [sys.executable, "-c", _YAML_ALONE]
    whole, start, loader, bare = side_by_side((check, agency), (check, empty), (load_yaml, agency), (load_yaml, empty))
    each = (whole.cpu - start.cpu) / PROCEDURES * 1000
    print(f"\nCheck of {PROCEDURES} procedures and {EXTERNALS} external documents, all rules, one core, no cache")
    _row("qmsdocs check", whole, whole)
    _row("  its start", start, whole)
    print(f"  {each:.2f} ms CPU per procedure beyond the start")
    _row("PyYAML's C loader alone", loader, whole)
    _row("  its start", bare, whole)
    alone = (loader.cpu - bare.cpu) / PROCEDURES * 1000
    print(f"  {alone:.2f} ms CPU per procedure beyond the start")
    print(f"The check of a procedure takes × {each / alone:.2f} of the C loader's time for it, beyond both starts")
    for name, prepare in (("doorstop", peers.doorstop), ("compliance-trestle", peers.trestle)):
        command = prepare(agency, folder / name)
        if command is None:
            print(f"{name:24} not installed")
        else:
            _row(name, once(command, folder / name), whole)


_YAML_ALONE = """
from pathlib import Path
import yaml
for path in sorted(Path.cwd().glob("[pe]*/**/*.yaml")):
    yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
"""
"""A yardstick of the machine: a process that reads the same YAML files and does nothing with them."""

_CPU = time.process_time
_REFERENCE = 0.53
"""Milliseconds that PyYAML's C loader takes for 100 lines on the reference machine."""


def _yardstick(agency: Path) -> float:
    """Milliseconds that PyYAML's C loader takes here for 100 lines of the agency's YAML."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((agency / "procedures").glob("*/*.yaml"))[:40]]
    lines = sum(text.count("\n") for text in texts)
    return 100 / lines * _median_ms([lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts]] * 7, _CPU)


def _prove_checked(agency: Path) -> None:
    """A command that fails at once would look fast."""
    command = [*QMSDOCS, "check", "--on", DAY.isoformat(), "--format", "json"]
    found = json.loads(subprocess.run(command, cwd=agency, capture_output=True, check=False).stdout)
    if found["summary"]["documents"] != PROCEDURES + EXTERNALS:
        raise SystemExit(f"only {found['summary']['documents']} documents were checked")


def _row(name: str, figure: Figure, base: Figure) -> None:
    ratio = figure.cpu / base.cpu
    print(f"{name:24} {figure.cpu:8.3f} s cpu {figure.wall:8.3f} s wall {figure.memory:7.0f} MiB   × {ratio:.2f}")


def word_against_pandoc(folder: Path) -> None:
    """Nine or ten pages each: qmsdocs in a running process, pandoc as a process with and without its start."""
    from qmsdocs import load  # noqa: PLC0415
    from qmsdocs.issuing.plan import plan_release  # noqa: PLC0415

    agency = folder / "agency"
    register = load(agency)
    items = plan_release(register, on=DAY).items[:40]
    render = peers.renderer(register)
    renders: list[Callable[[], object]] = [lambda item=item: render(item) for item in items for _ in range(3)]  # type: ignore[misc]
    ours, cpu = _median_ms(renders), _median_ms(renders, _CPU)
    print(f"\nWord: {len(items)} procedures of about ten pages")
    per_lines = _yardstick(agency)
    factor = per_lines / _REFERENCE
    print(f"{'qmsdocs':24} {ours:8.2f} ms per document")
    print(
        f"  {cpu:.2f} ms CPU   × {cpu / per_lines:.1f} of the C loader's time for 100 lines of YAML, {per_lines:.2f} ms here"
    )
    print(f"  machine factor {factor:.2f}: on the reference machine {cpu / factor:.2f} ms")
    if not shutil.which("pandoc"):
        print(f"{'pandoc':24} not installed")
        return
    texts = [peers.same_content(render(item), folder / f"{item.document.code}.md") for item in items[:10]]
    whole = _median_ms([lambda text=text: peers.pandoc(text, folder / "pandoc.docx") for text in texts])  # type: ignore[misc]
    (folder / "empty.md").write_text("# A\n", encoding="utf-8")
    start = _median_ms([lambda: peers.pandoc(str(folder / "empty.md"), folder / "pandoc.docx")] * 5)
    print(f"{'pandoc':24} {whole:8.2f} ms per document   × {whole / ours:.1f}")
    print(f"{'pandoc without start':24} {whole - start:8.2f} ms per document   × {(whole - start) / ours:.1f}")


def _median_ms(actions: list[Callable[[], object]], clock: Callable[[], float] = time.perf_counter) -> float:
    actions[0]()
    times = []
    for action in actions:
        before = clock()
        action()
        times.append(clock() - before)
    return statistics.median(times) * 1000


def growth(folder: Path) -> None:
    """Whole check of ever larger agencies: seconds and memory should grow in line."""
    print("\nGrowth of the check")
    for count in (255, 1_000, 5_000, 20_000):
        agency = folder / f"agency-{count}"
        generate(agency, procedures=count)
        figure = measured([*QMSDOCS, "check", "--on", DAY.isoformat()], agency, runs=1)
        print(
            f"{count:6} procedures {figure.cpu:8.2f} s cpu {figure.cpu / count * 1000:6.2f} ms each {figure.memory:7.0f} MiB"
        )
        shutil.rmtree(agency)


def main() -> None:
    """Runs the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--growth", action="store_true")
    arguments.add_argument("--history", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.history:
            history(folder)
            return
        bare = measured([sys.executable, "-c", "pass"], folder)
        version = measured([*QMSDOCS, "--version"], folder)
        print(
            f"Start: bare interpreter {bare.wall * 1000:.0f} ms, qmsdocs --version {version.wall * 1000:.0f} ms, "
            f"× {version.wall / bare.wall:.1f}"
        )
        check_against_peers(folder)
        word_against_pandoc(folder)
        if chosen.growth:
            growth(folder)
    print(f"\nMemory of this process at the most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
