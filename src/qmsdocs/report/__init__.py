"""Diagnostics as text: pure functions, one module for each format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType

from qmsdocs.diagnostics import Diagnostic
from qmsdocs.report.run import Run, Summary

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "full": "full",
        "concise": "concise",
        "json": "jsonobject",
        "github": "github",
        "gitlab": "gitlab",
        "sarif": "sarif",
        "junit": "junit",
        "markdown": "markdown",
    }
)
"""The formats by name, each with the module of this room that writes it, loaded when it is asked for."""

FOR_PEOPLE = frozenset({"full", "concise"})
"""Formats that are read on a terminal; the others are read by programs and are always UTF-8."""


def render(format_name: str, diagnostics: Iterable[Diagnostic], run: Run) -> str:
    """What a check found, as text in a format.

    Args:
        format_name: one of :data:`FORMATS`.
        diagnostics: what was found, in any order.
        run: the check they come from.

    Returns:
        Text that ends with a line end, or empty text.

    Raises:
        KeyError: there is no such format.
    """
    module = import_module(f"{__name__}.{FORMATS[format_name]}")
    text: str = module.render(tuple(sorted(diagnostics, key=lambda d: d.sort_key)), run)
    return text


__all__ = ["FORMATS", "FOR_PEOPLE", "Run", "Summary", "render"]
