"""Running the rules: adds code, severity and place to what they find, applies waivers, sorts. No IO and no clock."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from qmsdocs.diagnostics import Diagnostic, Location, Place, TextSpan, line_of, say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.agency import Agency
from qmsdocs.model.change import Change
from qmsdocs.model.codes import code_key
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.origin import Origin
from qmsdocs.model.register import AnyDocument, Fault, Register, SourceFile
from qmsdocs.rules import RULES
from qmsdocs.rules.base import Context, Problem, Rule, Subject
from qmsdocs.yaml.positions import Positions

MOST_OF_A_KIND = 100
"""So many diagnostics of one rule are given for one document, so that a hostile file cannot hold up the check."""


_DOCUMENTS = (Document, ExternalDocument)
_AT_A_TIME = 50
"""So many documents stay at hand with their block trees: a rule is fastest about many, memory holds few."""
_MOST_POSITIONS = 100
"""Of so many files the positions are remembered; they take more room than the file."""


def check(
    register: Register,
    *,
    on: date,
    paths: Collection[str] = (),
    rules: Iterable[Rule] = RULES,
    change: Change | None = None,
) -> tuple[Diagnostic, ...]:
    """What is wrong in a repository on a day.

    Args:
        register: from :func:`qmsdocs.load`.
        on: the day of the check; rules never read the clock.
        paths: report only what lies in these files or folders (relative to the root, with ``/``); empty means everything.
        rules: the rules to run; all by default.
        change: what rules about a change look at; without it they are silent.

    Returns:
        Diagnostics by path, line, column and rule.

    Raises:
        UnusableConfiguration: a path holds nothing of the repository; reporting nothing there would look like a pass.
    """
    return _checked(_Run(register, on, change), tuple(rules), _known(paths, register))


def check_without_places(register: Register, *, on: date, rules: Iterable[Rule]) -> tuple[Diagnostic, ...]:
    """As :func:`check`, but each diagnostic is about the beginning of its file: for those who only count, and faster."""
    return _checked(_Run(register, on, placed=False), tuple(rules), ())


def _checked(run: _Run, rules: Sequence[Rule], wanted: Collection[str]) -> tuple[Diagnostic, ...]:
    agency = run.register.agency
    found = list(run.diagnostics([rule for rule in rules if not rule.last]))
    ran = {r.code: r for r in rules}
    kept, used = _without_waived(agency, found, ran, run.day)
    not_run = {index for index, waiver in enumerate(agency.waivers) if waiver.rule not in ran}
    again = replace(run, given=replace(run.context, waived=used | not_run))
    kept += again.diagnostics([rule for rule in rules if rule.last])
    return tuple(sorted((d for d in kept if _within(d.location.path, wanted)), key=lambda d: d.sort_key))


@dataclass
class _Run:
    """One check: the subjects of each kind, and positions worked out when first needed."""

    register: Register
    day: date
    change: Change | None = None
    given: Context | None = None
    placed: bool = True
    positions: dict[Origin, Positions] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.context = self.given or Context(self.register, self.day, rules={r.code: r for r in RULES})

    def diagnostics(self, rules: Sequence[Rule]) -> Iterator[Diagnostic]:
        """What the rules find: each about some documents, then the next; then about the next documents."""
        for kind in (SourceFile, Document, ExternalDocument, Decision, Agency, Register, Change):
            own = [rule for rule in rules if rule.of is kind or (rule.of is AnyDocument and kind in _DOCUMENTS)]
            subjects = self._subjects(kind) if own else ()
            for start in range(0, len(subjects), _AT_A_TIME):
                yield from self._about(own, subjects[start : start + _AT_A_TIME])

    def _about(self, rules: Sequence[Rule], subjects: Sequence[Subject]) -> Iterator[Diagnostic]:
        most = 0 if isinstance(subjects[0], (Agency, Register, Change)) else MOST_OF_A_KIND  # 0: all
        context = self.context
        for rule in rules:
            look = rule.problems
            for subject in subjects:
                left = most
                for problem in look(subject, context):
                    yield self._diagnostic(rule, subject, problem)
                    left -= 1
                    if not left:
                        break
        for subject in subjects:
            if isinstance(subject, _DOCUMENTS):
                self.context.forget(subject)

    def _subjects(self, kind: type) -> tuple[Subject, ...]:
        register = self.register
        if kind is SourceFile:
            return register.files
        if not register.usable:
            return ()
        subjects: dict[type, tuple[Subject, ...]] = {
            Document: register.documents,
            ExternalDocument: register.externals,
            Decision: register.decisions,
            Agency: (register.agency,),
            Register: (register,),
            Change: (self.change,) if self.change else (),
        }
        return subjects[kind]

    def _diagnostic(self, rule: Rule, subject: Subject, problem: Problem | Fault) -> Diagnostic:
        if isinstance(problem, Fault):
            place = Location(problem.path, problem.line, problem.column)
            return Diagnostic(
                rule.code,
                rule.severity,
                place,
                problem.message,
                problem.remedy,
                problem.document,
                problem.excerpt,
                problem.width,
            )
        about = problem.of or subject
        if isinstance(about, (Register, SourceFile, Change)):
            about = self.register.agency
        code = about.code if isinstance(about, _DOCUMENTS) else None
        location, excerpt, width = self._place(about.origin, problem.at)
        return Diagnostic(rule.code, rule.severity, location, problem.message, problem.remedy, code, excerpt, width)

    def _place(self, origin: Origin, at: Place) -> tuple[Location, str, int]:
        if not self.placed:
            return Location(origin.path), "", 1
        if isinstance(at, TextSpan):
            return _place_in_text(origin, at)
        positions = self.positions.get(origin)
        if positions is None:
            if len(self.positions) >= _MOST_POSITIONS:
                self.positions.clear()
            positions = self.positions[origin] = Positions(origin.yaml)
        spot = positions.value(at)
        return Location(origin.path, spot.line, spot.column), line_of(origin.yaml, spot.line), spot.width


def _place_in_text(origin: Origin, span: TextSpan) -> tuple[Location, str, int]:
    data = _encoded(origin.text)
    begin = data.rfind(b"\n", 0, span.start) + 1
    end = data.find(b"\n", span.start)
    line, before, meant = (
        data[a:b].decode("utf-8", "ignore")
        for a, b in ((begin, end if end >= 0 else len(data)), (begin, span.start), (span.start, span.end))
    )
    place = Location(origin.text_path or origin.path, data.count(b"\n", 0, span.start) + 1, len(before) + 1)
    return place, _shortened(line), max(len(meant.split("\n")[0].rstrip()), 1)


@lru_cache(maxsize=4)
def _encoded(text: str) -> bytes:
    return text.encode()


_LONGEST_LINE = 20_000


def _shortened(line: str) -> str:
    """A source line as a report keeps it; a paragraph without end is not kept with each of its diagnostics."""
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE]


def _without_waived(
    agency: Agency, found: list[Diagnostic], rules: dict[str, Rule], day: date
) -> tuple[list[Diagnostic], frozenset[int]]:
    """The diagnostics that no valid waiver sets aside, and the indexes of the waivers that set one aside."""
    valid = {
        (waiver.rule, code_key(waiver.document)): index
        for index, waiver in enumerate(agency.waivers)
        if waiver.reason and waiver.by and waiver.until and day <= waiver.until
    }
    used, kept = set(), []
    for diagnostic in found:
        index = valid.get((diagnostic.code, code_key(diagnostic.document))) if diagnostic.document else None
        if index is None or not rules[diagnostic.code].waivable:
            kept.append(diagnostic)
        else:
            used.add(index)
    return kept, frozenset(used)


def _known(paths: Collection[str], register: Register) -> tuple[str, ...]:
    """The paths as the register writes them."""
    given = (paths,) if isinstance(paths, str) else paths
    wanted = tuple(posixpath.normpath(path) for path in given)
    known = (register.agency.origin.path if register.usable else "qms.yaml", *register.agency.profiles, *register.paths)
    known = (*known, *(file.path for file in register.files))
    for path in wanted:
        if path != "." and not any(other == path or other.startswith(path + "/") for other in known):
            raise UnusableConfiguration(say("there is no document in {path}", path=path))
    return wanted


def _within(path: str, paths: Collection[str]) -> bool:
    return not paths or any(wanted in (".", path) or path.startswith(wanted + "/") for wanted in paths)
