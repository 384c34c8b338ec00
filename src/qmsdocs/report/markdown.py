"""``markdown``: a table for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdocs.diagnostics import Diagnostic, say
from qmsdocs.report.display import visible
from qmsdocs.report.run import Run, Summary

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_TITLES = (say("Severity"), say("Place"), say("Rule"), say("Problem"), say("Remedy"))
LIMIT = 60_000
"""Characters; code hosts refuse comments of more than 65,536."""


def render(diagnostics: tuple[Diagnostic, ...], run: Run, limit: int = LIMIT) -> str:
    """Diagnostics as a Markdown table under a summary; what was there before the change is folded away.

    Args:
        diagnostics: what was found.
        run: the check.
        limit: how many characters the text may have; what would make it longer is counted.
    """
    summary = escaped(Summary.of(diagnostics).sentence(run).render(run.translate))
    lines = [f"**qmsdocs**: {summary}"]
    new = [diagnostic for diagnostic in diagnostics if not diagnostic.existing]
    old = [diagnostic for diagnostic in diagnostics if diagnostic.existing]
    if new:
        lines += ["", *_table(new, run, limit - len(lines[0]))]
    if old:
        title = escaped(say("existing before the change: {count}", count=len(old)).render(run.translate))
        table = _table(old, run, limit - sum(map(len, lines)) - len(lines))
        lines += ["", f"<details><summary>{title}</summary>", "", *table, "", "</details>"]
    return "\n".join(lines) + "\n"


def _table(diagnostics: Sequence[Diagnostic], run: Run, room: int) -> list[str]:
    lines = [_row([title.render(run.translate) for title in _TITLES]), _row(["---"] * len(_TITLES))]
    length = sum(map(len, lines))
    for done, diagnostic in enumerate(diagnostics):
        row = _row(_cells(diagnostic, run))
        length += len(row) + 1
        if length > room:
            more = say("and {count} more", count=len(diagnostics) - done)
            return [*lines, "", more.render(run.translate)]
        lines.append(row)
    return lines


def _cells(diagnostic: Diagnostic, run: Run) -> list[str]:
    place = diagnostic.location
    where = _code(f"{run.file(place)}:{place.line}")
    texts = (escaped(run.message(diagnostic)), escaped(run.remedy(diagnostic)))
    return [run.severity(diagnostic), where, diagnostic.code, *texts]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _code(text: str) -> str:
    plain = visible(text)
    return escaped(plain) if "`" in plain or "|" in plain else f"`{plain}`"


def escaped(text: str) -> str:
    """Text that Markdown prints as it is, and that calls nobody by name."""
    return _MENTION.sub("@<!-- -->", _SPECIAL.sub(r"\\\1", visible(text)))
