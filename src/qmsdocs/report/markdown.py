"""``markdown``: a table for a comment on a pull request."""

from __future__ import annotations

import re

from qmsdocs.diagnostics import Diagnostic, say
from qmsdocs.report.display import visible
from qmsdocs.report.run import Run, Summary

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_TITLES = (say("Severity"), say("Place"), say("Rule"), say("Problem"), say("Remedy"))
_LIMIT = 60_000
"""Characters; code hosts refuse comments of more than 65,536."""


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as a Markdown table under a summary; what would make the comment too long is counted."""
    summary = escaped(Summary.of(diagnostics).sentence(run).render(run.translate))
    lines = [f"**qmsdocs**: {summary}", ""]
    if not diagnostics:
        return lines[0] + "\n"
    lines += [_row([title.render(run.translate) for title in _TITLES]), _row(["---"] * len(_TITLES))]
    length = sum(map(len, lines))
    for done, diagnostic in enumerate(diagnostics):
        row = _row(_cells(diagnostic, run))
        length += len(row) + 1
        if length > _LIMIT:
            more = say("and {count} more", count=len(diagnostics) - done)
            return "\n".join([*lines, "", more.render(run.translate)]) + "\n"
        lines.append(row)
    return "\n".join(lines) + "\n"


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
