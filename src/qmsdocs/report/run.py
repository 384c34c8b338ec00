"""What a report says besides the diagnostics: the day, the tool, the language, how much was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from qmsdocs.diagnostics import Diagnostic, Location, Message, Severity, Translate, say
from qmsdocs.rules.base import Rule

SEVERITY_NAMES: Mapping[Severity, Message] = MappingProxyType(
    {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.NOTE: say("note")}
)


@dataclass(frozen=True, slots=True)
class Run:
    """The check that is reported.

    Args:
        on: the day of the check.
        version: of qmsdocs.
        translate: the reader's language.
        language: its name, ``vi`` or ``en``.
        documents: how many documents were checked, so that an empty report is no false pass.
        rules: all rules, for formats that describe them.
        folder: what stands before paths in reports, with a final ``/`` or empty: the way to the repository.
        strict: warnings count as errors.
        colour: the text goes to a terminal that shows colours.
        since: the revision that a change is for, as the user calls it; None where the whole repository is checked.
    """

    on: date
    version: str
    translate: Translate
    language: str
    documents: int = 0
    rules: tuple[Rule, ...] = ()
    folder: str = ""
    strict: bool = False
    colour: bool = False
    since: str | None = None

    def file(self, location: Location) -> str:
        """The path that a reader can open."""
        return self.folder + location.path

    def severity(self, diagnostic: Diagnostic) -> str:
        """The severity in the reader's language."""
        return SEVERITY_NAMES[diagnostic.severity].render(self.translate)

    def message(self, diagnostic: Diagnostic) -> str:
        """What is wrong, in the reader's language, on one line."""
        return one_line(diagnostic.message.render(self.translate))

    def marked(self, diagnostic: Diagnostic) -> str:
        """What is wrong, and whether it was so before the change that is checked."""
        told = self.message(diagnostic)
        return say("{message} (existing)", message=told).render(self.translate) if diagnostic.existing else told

    def remedy(self, diagnostic: Diagnostic) -> str:
        """What to do, in the reader's language, on one line."""
        return one_line(diagnostic.remedy.render(self.translate))

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether it makes the check fail; what the change found there already does not."""
        if diagnostic.existing:
            return False
        return diagnostic.severity is Severity.ERROR or (self.strict and diagnostic.severity is Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many diagnostics there are of each severity.

    Args:
        errors, warnings, notes: where a change is checked, those that were not there before it.
        existing: all that were there before the change.
    """

    errors: int
    warnings: int
    notes: int
    existing: int = 0

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> Summary:
        """Counts diagnostics."""
        count = Counter(None if d.existing else d.severity for d in diagnostics)
        return cls(count[Severity.ERROR], count[Severity.WARNING], count[Severity.NOTE], count[None])

    def sentence(self, run: Run) -> Message:
        """The counts, the number of documents and the day."""
        new = self._new(run)
        return say("{new}; existing before the change: {count}", new=new, count=self.existing) if self.existing else new

    def _new(self, run: Run) -> Message:
        day = run.on.isoformat()
        if not (self.errors or self.warnings or self.notes):
            none = say("no problems: {documents} documents checked as of {day}", documents=run.documents, day=day)
            new = say("no new problems: {documents} documents checked as of {day}", documents=run.documents, day=day)
            return new if self.existing else none
        return say(
            "errors: {errors}, warnings: {warnings}, notes: {notes}; {documents} documents checked as of {day}",
            errors=self.errors,
            warnings=self.warnings,
            notes=self.notes,
            documents=run.documents,
            day=day,
        )


def one_line(text: str) -> str:
    """Text whose line breaks are spaces: a value that somebody typed must not begin a line of a report."""
    return " ".join(text.split())
