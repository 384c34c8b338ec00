"""``junit``: XML that every CI server shows as test results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from qmsdocs.diagnostics import Diagnostic, Message
from qmsdocs.report.run import Run, Summary

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    """Diagnostics as test cases, one suite for each file; what does not make the check fail is a passed case."""
    suites = [_suite(path, tuple(found), run) for path, found in groupby(diagnostics, lambda d: run.file(d.location))]
    if not suites:
        suites = [_passed(Summary.of(()).sentence(run), run)]
    failed = sum(map(run.fails, diagnostics))
    head = f'<testsuites name="qmsdocs" tests="{max(len(diagnostics), 1)}" failures="{failed}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(path: str, diagnostics: tuple[Diagnostic, ...], run: Run) -> str:
    failed = sum(map(run.fails, diagnostics))
    cases = [_case(diagnostic, path, run) for diagnostic in diagnostics]
    return _element(
        "testsuite", {"name": path, "tests": len(cases), "failures": failed, "errors": 0, "file": path}, cases
    )


def _passed(sentence: Message, run: Run) -> str:
    case = _element("testcase", {"classname": "qmsdocs", "name": sentence.render(run.translate)}, ())
    return _element("testsuite", {"name": "qmsdocs", "tests": 1, "failures": 0, "errors": 0}, [case])


def _case(diagnostic: Diagnostic, path: str, run: Run) -> str:
    place, message = diagnostic.location, run.marked(diagnostic)
    text = f"{path}:{place.line}:{place.column}: {message}\n{run.translate('remedy')}: {run.remedy(diagnostic)}"
    if run.fails(diagnostic):
        inside = _element("failure", {"type": diagnostic.severity.value, "message": message}, (), text)
    else:
        inside = _element("system-out", {}, (), f"{run.severity(diagnostic)}: {text}")
    name = f"{diagnostic.code} {place.line}:{place.column}"
    return _element("testcase", {"classname": path, "name": name}, [inside])


def _element(name: str, attributes: dict[str, object], inside: Sequence[str], text: str = "") -> str:
    listed = "".join(f" {key}={quoteattr(_clean(str(value)))}" for key, value in attributes.items())
    body = escape(_clean(text)) + "".join(f"\n{child}" for child in inside) + ("\n" if inside else "")
    return f"<{name}{listed}>{body}</{name}>" if body else f"<{name}{listed}/>"


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
