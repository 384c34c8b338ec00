"""Where the documents of a register deal with clauses of the standard and duties of law, and how processes are grouped.

Pure functions on the register, without the day: what has an end laid down does not count, everything else does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from qmsdocs.diagnostics import Message, say
from qmsdocs.markdown import parse
from qmsdocs.model.codes import clause_key, covers
from qmsdocs.model.document import Document, ProcessGroup
from qmsdocs.model.profile import DocumentedInformation, Duty, Title
from qmsdocs.model.register import Register

GROUPS: tuple[ProcessGroup, ...] = get_args(ProcessGroup)


@dataclass(frozen=True, slots=True)
class Serving:
    """A document that deals with a clause or a duty, and where; no place means the whole of it."""

    document: Document
    places: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseServed:
    """A row of the clause matrix.

    Args:
        clause: its number.
        asked: the documented information that it asks for, if any.
        about: what it is about; empty where no profile says it.
        serving: the documents that deal with it, by code.
    """

    clause: str
    asked: DocumentedInformation | None
    about: str
    serving: tuple[Serving, ...]


def lasting(register: Register) -> list[Document]:
    """The documents whose end is not laid down, by code."""
    return sorted((each for each in register.documents if each.withdrawn is None), key=lambda each: each.code)


# --- clauses and duties


def clauses_served(register: Register) -> Iterator[ClauseServed]:
    """Every clause that asks for documented information, that the profile names, or that a document names, in order."""
    profile, language = register.profile, register.agency.language
    asked = {item.clause: item for item in profile.documented_information}
    documents = [document for document in lasting(register) if document.clauses]
    named = {each.clause for document in documents for each in document.clauses if clause_key(each.clause)}
    places = _Places()
    for clause in sorted({*asked, *profile.clauses, *named}, key=_order):
        item, title = asked.get(clause), _title(clause, profile.clauses)
        about = item.what.in_language(language) if item else title.in_language(language) if title else ""
        serving = (_serving_clause(document, clause, places) for document in documents)
        yield ClauseServed(clause, item, about, tuple(each for each in serving if each))


def duties_served(register: Register) -> Iterator[tuple[Duty, tuple[Serving, ...]]]:
    """Every duty of the profile, with the documents that carry it out."""
    documents = [document for document in lasting(register) if document.duties]
    places = _Places()
    for duty in register.profile.duties:
        found = [(document, [each.at for each in document.duties if each.duty == duty.id]) for document in documents]
        yield duty, tuple(places.serving(document, at) for document, at in found if at)


def _order(clause: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in clause_key(clause))


def _title(clause: str, titles: Mapping[str, Title]) -> Title | None:
    """What the nearest clause above is about."""
    above = [each for each in titles if covers(each, clause)]
    return titles[max(above, key=lambda each: len(clause_key(each)))] if above else None


def _serving_clause(document: Document, clause: str, places: _Places) -> Serving | None:
    """A document that names a clause, one that contains it, or parts of it: the nearest of these count."""
    wide = [each for each in document.clauses if covers(each.clause, clause)]
    if wide:
        nearest = max(len(clause_key(each.clause)) for each in wide)
        return places.serving(document, [each.at for each in wide if len(clause_key(each.clause)) == nearest])
    narrow = [each for each in document.clauses if covers(clause, each.clause)]
    return places.serving(document, [each.at for each in narrow]) if narrow else None


class _Places:
    """Sections and steps of documents by their names; a text is read once."""

    def __init__(self) -> None:
        self._known: dict[str, Mapping[str, Message]] = {}

    def serving(self, document: Document, at: Iterable[str | None]) -> Serving:
        """A document with the places in it, in the order given; one that is unknown keeps its name."""
        named = dict.fromkeys(at)
        if None in named or not named:
            return Serving(document)
        known = self._of(document)
        return Serving(document, tuple(known.get(each, Message("{name}", {"name": each})) for each in named if each))

    def _of(self, document: Document) -> Mapping[str, Message]:
        path = document.origin.path
        if path not in self._known:
            steps = {step.id: say("step {number}", number=n) for n, step in enumerate(document.steps, 1)}
            headings = parse(document.origin.text).headings
            self._known[path] = {each.slug: say("section {number}", number=each.number) for each in headings} | steps
        return self._known[path]


# --- processes


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process: a procedure, or several administrative procedures of a field.

    Args:
        group: what kind of process it is; None where its procedure does not say.
        documents: the procedures, by code.
        field: of administration, where they are several; empty when they name none.
    """

    group: ProcessGroup | None
    documents: tuple[Document, ...]
    field: str | None = None

    @property
    def codes(self) -> str:
        """The codes of its procedures."""
        return ", ".join(document.printed_code for document in self.documents)

    @property
    def inputs(self) -> tuple[str, ...]:
        """What its procedures need."""
        return _all(each.process.inputs for each in self.documents if each.process)

    @property
    def outputs(self) -> tuple[str, ...]:
        """What comes of its procedures; of administrative ones that say nothing else, what the applicant receives."""
        stated = _all(each.process.outputs for each in self.documents if each.process)
        results = (each.administrative.result for each in self.documents if each.administrative)
        return stated or tuple(dict.fromkeys(result for result in results if result))


def _all(texts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in texts for text in each))


def processes_of(register: Register) -> list[ProcessRow]:
    """The processes in the order of the groups; those whose procedure names no group come last.

    Administrative procedures are of the core unless they say otherwise, and those of a field are one process: an agency
    has hundreds of them.
    """
    fields: dict[tuple[ProcessGroup, str], list[Document]] = {}
    rows: list[ProcessRow] = []
    for document in lasting(register):
        group = document.process.group if document.process else None
        if document.administrative:
            fields.setdefault((group or "core", document.administrative.field or ""), []).append(document)
        elif document.type == "procedure":
            rows.append(ProcessRow(group, (document,)))
    for (group, field), documents in sorted(fields.items()):
        rows.append(ProcessRow(group, tuple(documents), field if len(documents) > 1 else None))
    return sorted(rows, key=lambda row: GROUPS.index(row.group) if row.group else len(GROUPS))
