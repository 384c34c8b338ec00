"""``gitlab``: a code quality report for the merge request."""

from __future__ import annotations

import json
from typing import Any

from qmsdocs.diagnostics import Diagnostic, Severity
from qmsdocs.report.fingerprint import fingerprints
from qmsdocs.report.run import Run

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as a JSON array of code quality issues.

    What was there before a change is told like the rest: GitLab itself compares the reports of two branches, and would
    take what is missing for repaired.
    """
    issues = [_issue(d, mark, run) for d, mark in zip(diagnostics, fingerprints(diagnostics), strict=True)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(diagnostic: Diagnostic, mark: str, run: Run) -> dict[str, Any]:
    place = diagnostic.location
    return {
        "check_name": diagnostic.code,
        "description": f"{run.message(diagnostic)}; {run.translate('remedy')}: {run.remedy(diagnostic)}",
        "fingerprint": mark,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": run.file(place), "lines": {"begin": place.line}},
    }
