"""``sarif``: SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from qmsdocs.diagnostics import Diagnostic
from qmsdocs.report.fingerprint import fingerprints
from qmsdocs.report.run import Run, one_line
from qmsdocs.rules.base import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as a SARIF log with one run; the rules concerned are described in it."""
    found = {diagnostic.code for diagnostic in diagnostics}
    rules = [rule for rule in run.rules if rule.code in found]
    driver = {"name": "qmsdocs", "version": run.version, "rules": [_rule(rule, run) for rule in rules]}
    order = {rule.code: index for index, rule in enumerate(rules)}
    marks = fingerprints(diagnostics)
    content = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "language": run.language,
                "columnKind": "unicodeCodePoints",
                "results": [_result(d, mark, order, run) for d, mark in zip(diagnostics, marks, strict=True)],
                "properties": {"on": run.on.isoformat()},
            }
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, run: Run) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": one_line(run.translate(rule.title))},
        "fullDescription": {"text": run.translate(rule.why)},
        "help": {"text": f"{run.translate(rule.why)} ({run.translate(rule.clause)})"},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(diagnostic: Diagnostic, mark: str, order: dict[str, int], run: Run) -> dict[str, Any]:
    place = diagnostic.location
    text = f"{run.message(diagnostic)}; {run.translate('remedy')}: {run.remedy(diagnostic)}"
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.value,
        "message": {"text": text},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(run.file(place)), "region": _region(diagnostic)}}
        ],
        "partialFingerprints": {"qmsdocs/v1": mark},
    }
    if run.since is not None:
        result["baselineState"] = "unchanged" if diagnostic.existing else "new"
    if diagnostic.code in order:
        result["ruleIndex"] = order[diagnostic.code]
    return result


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/", errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(diagnostic: Diagnostic) -> dict[str, int]:
    place = diagnostic.location
    return {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + diagnostic.width}
