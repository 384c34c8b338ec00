"""``concise``: one line for each diagnostic, for editors and ``grep``."""

from __future__ import annotations

from qmsdocs.diagnostics import Diagnostic
from qmsdocs.report.display import visible
from qmsdocs.report.run import Run


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as ``path:line:column: severity code: message``."""
    return "".join(_line(diagnostic, run) + "\n" for diagnostic in diagnostics)


def _line(diagnostic: Diagnostic, run: Run) -> str:
    place = diagnostic.location
    where = f"{run.file(place)}:{place.line}:{place.column}"
    return visible(f"{where}: {run.severity(diagnostic)} {diagnostic.code}: {run.marked(diagnostic)}")
