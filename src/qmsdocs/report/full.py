"""``full``: for people; each diagnostic with its source line, a caret under the value, and the remedy."""

from __future__ import annotations

from qmsdocs.diagnostics import Diagnostic, Severity, say
from qmsdocs.report.display import visible, width
from qmsdocs.report.run import Run, Summary

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_BEFORE, _AFTER = 70, 50
"""How much of a long source line is shown around the place, in characters."""


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as people read them on a terminal, with a summary at the end."""
    blocks = ["\n".join(_block(diagnostic, run)) for diagnostic in diagnostics]
    summary = Summary.of(diagnostics).sentence(run).render(run.translate)
    new = [diagnostic for diagnostic in diagnostics if not diagnostic.existing]
    if new:
        code = min(new, key=lambda d: d.severity.rank).code  # the one that matters most
        summary += "\n" + say("why a rule exists: {command}", command=f"qmsdocs explain {code}").render(run.translate)
    return "\n\n".join([*blocks, summary]) + "\n"


def _block(diagnostic: Diagnostic, run: Run) -> list[str]:
    place, colour = diagnostic.location, _COLOURS[diagnostic.severity]
    head = f"{visible(run.file(place))}:{place.line}:{place.column}:"
    kind = f"{run.severity(diagnostic)} {diagnostic.code}"
    lines = [f"{_painted(head, '1', run)} {_painted(kind, colour, run)}: {visible(run.marked(diagnostic))}"]
    margin = " " * (len(str(place.line)) + 2)
    if diagnostic.excerpt.strip():
        source, caret = _pointed(diagnostic.excerpt, place.column, diagnostic.width)
        lines.append(f" {place.line} | {source}".rstrip())
        lines.append(f"{margin}| {caret[0]}{_painted(caret[1], colour, run)}")
    lines.append(f"{margin}= {run.translate('remedy')}: {visible(run.remedy(diagnostic))}")
    return lines


def _pointed(excerpt: str, column: int, meant: int) -> tuple[str, tuple[str, str]]:
    """The source line, cut around the place when it is long, and the blanks and carets below it."""
    start = column - 1
    left = start - _BEFORE if start > _BEFORE + 10 else 0
    right = max(start + min(meant, _AFTER), left + _BEFORE) + _AFTER
    before = ("…" if left else "") + visible(excerpt[left:start])
    value = visible(excerpt[start : min(start + meant, right)])
    after = visible(excerpt[start + meant : right]) + ("…" if len(excerpt) > right else "")
    return before + value + after, (" " * width(before), "^" * max(width(value), 1))


def _painted(text: str, colour: str, run: Run) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if run.colour else text
