"""``github``: workflow commands that become annotations of a pull request, worst first: hosts show only the first ones."""

from __future__ import annotations

from qmsdocs.diagnostics import Diagnostic, Severity
from qmsdocs.report.display import visible
from qmsdocs.report.run import Run

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as workflow commands, one on each line; what was there before the change comes last."""
    worst_first = sorted(diagnostics, key=lambda d: (d.existing, d.severity.rank))
    return "".join(_command(diagnostic, run) + "\n" for diagnostic in worst_first)


def _command(diagnostic: Diagnostic, run: Run) -> str:
    place = diagnostic.location
    properties = {
        "file": run.file(place),
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + diagnostic.width),
        "title": f"{diagnostic.code} {diagnostic.document or ''}".strip(),
    }
    lines = (run.marked(diagnostic), f"{run.translate('remedy')}: {run.remedy(diagnostic)}")
    text = "\n".join(map(visible, lines))
    listed = ",".join(f"{key}={_property(visible(value))}" for key, value in properties.items())
    command = "notice" if diagnostic.existing else _COMMANDS[diagnostic.severity]
    return f"::{command} {listed}::{_data(text)}"


def _data(text: str) -> str:
    """Text that stays on its line: otherwise a title could smuggle in a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
