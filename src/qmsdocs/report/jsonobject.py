"""``json``: one object for programs, with a version of its own."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from qmsdocs.diagnostics import Diagnostic
from qmsdocs.report.run import Run, Summary

VERSION = 1
"""Raised when a field changes its meaning or goes; new fields may come without."""


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as a JSON object; paths are relative to the root of the repository."""
    content = {
        "version": VERSION,
        "tool": {"name": "qmsdocs", "version": run.version},
        "on": run.on.isoformat(),
        "language": run.language,
        "since": run.since,
        "summary": {**asdict(Summary.of(diagnostics)), "documents": run.documents},
        "diagnostics": [_entry(diagnostic, run) for diagnostic in diagnostics],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _entry(diagnostic: Diagnostic, run: Run) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "path": diagnostic.location.path,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "width": diagnostic.width,
        "message": run.message(diagnostic),
        "remedy": run.remedy(diagnostic),
        "document": diagnostic.document,
        "existing": diagnostic.existing,
    }
