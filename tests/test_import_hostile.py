"""Word files that mean harm: refused or taken in safely, with one clear line, quickly, and nothing written elsewhere."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qmsdocs import load
from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.importing.incoming import Arrival, Incoming, Wish
from qmsdocs.importing.release.printed import Around
from qmsdocs.language import translator
from qmsdocs.source.files import WorkTree
from tests.amounts import amount
from tests.hostile import IDEAS, mutations
from tests.wordfiles import edition_of, render, template

ROOT = Path(__file__).parents[1]
CODE = "QT-02"
SECONDS = 4.0
"""Of the processor, so that a busy machine does not count."""


HARMLESS = {
    "no content types", "no relationships", "no styles", "no numbering", "a zip in a zip", "an OLE object",
    "an ActiveX control", "a template on the web", "a picture on the web", "a picture on a share", "a frame on the web",
    "an object on the web", "a hyperlink to a script", "a relationship to itself", "a relationship that climbs out",
    "an inserted file", "an inserted web page", "controls a little deep", "tables a little deep",
    "hyperlinks within hyperlinks", "insertions within insertions", "fields that never end", "a field that reads a file",
    "a huge span", "a huge grid", "thousands of rows", "merged cells without a beginning", "styles in a circle",
    "numbers that are no numbers", "a number too long to print", "a source with a picture outside",
}  # fmt: skip
"""Taken in as the edits that they are, for what is wrong with them is never opened or followed."""


@cache
def good() -> bytes:
    return render(edition_of(load(ROOT), CODE), translator("vi"))


@cache
def incoming(update: str | None) -> Incoming:
    def no_office(_: bytes) -> bytes:
        raise UnusableConfiguration(say("it is an old Word file; save it as .docx in Word"))

    around = Around(WorkTree(ROOT), load(ROOT), template)
    return Incoming(around, Wish(update=update), no_office)


def take(data: bytes, update: str | None = CODE) -> tuple[Arrival, float]:
    begin = time.process_time()
    arrival = incoming(update).take("x.docx", data)
    return arrival, time.process_time() - begin


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("idea", IDEAS)
def test_it_is_refused_or_taken_in_safely(idea: str) -> None:
    data = IDEAS[idea](good())
    incoming(CODE), incoming(None)
    for update in (CODE, None):
        arrival, seconds = take(data, update)
        assert seconds < SECONDS
        assert (arrival.refusal is None) == (idea in HARMLESS) or update is None
        if arrival.refusal is not None:
            line = arrival.refusal.render(translator("vi"))
            assert line
            assert "\n" not in line
            assert not arrival.rewrites
        for rewrite in arrival.rewrites:
            assert rewrite.path.startswith("procedures/")
            assert ".." not in rewrite.path


def test_there_are_enough_of_them() -> None:
    assert len(IDEAS) >= 60
    assert set(IDEAS) > HARMLESS


def test_mutated_bytes_never_break_it() -> None:
    slowest = 0.0
    for data in mutations(good(), amount(40, 120)):
        arrival, seconds = take(data)
        slowest = max(slowest, seconds)
        assert arrival.refusal is not None or all(r.path.startswith("procedures/QT-02/") for r in arrival.rewrites)
    assert slowest < SECONDS


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is measured on POSIX")
@pytest.mark.parametrize("idea", ["a huge part", "a part that swells", "many parts that swell", "a lying directory",
                                  "a hundred thousand paragraphs", "controls within controls", "a huge span"])  # fmt: skip
def test_memory_is_bounded(idea: str, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(IDEAS[idea](good()))
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from qmsdocs.word.reading.file import read_word\n"
        "from qmsdocs.word.ooxml.archive import Unfit\n"
        "data = Path(sys.argv[1]).read_bytes()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_word(data)\n"
        "except Unfit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "x.docx")]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert int(run.stdout) < 200_000  # KiB
