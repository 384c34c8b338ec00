"""What a rule is: one pure function over a subject and a context that yields problems.

A rule knows no engine: :mod:`qmsdocs.engine` runs it, adds code, severity and place, and applies waivers. Its docstring is
its documentation, and the examples in it are executed by a test.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from types import UnionType
from typing import Any, TypeVar, overload

from qmsdocs.diagnostics import Message, Place, Severity, say
from qmsdocs.errors import UnknownDocument
from qmsdocs.markdown import parse
from qmsdocs.markdown.tree import Prose
from qmsdocs.model.agency import Agency
from qmsdocs.model.change import Change
from qmsdocs.model.codes import code_key
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.profile import Profile
from qmsdocs.model.register import AnyDocument, Fault, Register, SourceFile

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

Subject = Document | ExternalDocument | Decision | Agency | Register | SourceFile | Change
T = TypeVar("T")
S = TypeVar("S", Document, ExternalDocument, Decision, Agency, Register, SourceFile, Change)
Look = Callable[[S, "Context"], Iterable["Problem | Fault"]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found wrong in its subject.

    Args:
        message: what is wrong, with the values concerned.
        remedy: what to do about it.
        at: the place in the subject's YAML (path of keys) or text (span).
        of: the document or decision concerned, where the subject is the whole register.
    """

    message: Message
    remedy: Message
    at: Place = ()
    of: AnyDocument | Decision | None = None


@dataclass(frozen=True)
class Context:
    """What a rule may look at besides its subject.

    Args:
        register: all documents.
        day: the day of the check.
        waived: indexes of the waivers that set something aside or whose rule did not run; known only to rules that run last.
        rules: all rules by their codes, for rules about waivers.
    """

    register: Register
    day: date
    waived: frozenset[int] = frozenset()
    rules: Mapping[str, Rule] = field(default_factory=dict, repr=False)
    _shared: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _own: dict[str, dict[Hashable, Any]] = field(default_factory=dict, repr=False)

    @property
    def agency(self) -> Agency:
        """The agency."""
        return self.register.agency

    @property
    def profile(self) -> Profile:
        """Its profiles, laid on one another."""
        return self.register.profile

    def prose(self, document: AnyDocument) -> Prose:
        """The block tree of a document's text, parsed once."""
        memory = self._own.setdefault(document.origin.path, {})
        if "prose" not in memory:
            memory["prose"] = parse(document.origin.text)
        found: Prose = memory["prose"]
        return found

    def once(self, name: Hashable, make: Callable[[], T], *, of: AnyDocument | None = None) -> T:
        """What ``make`` gives, worked out the first time only: for work that several rules share.

        Args:
            name: of the work, with whatever else it depends on.
            make: does the work.
            of: the document it is about, with which it is forgotten; by default it is about the whole register.
        """
        memory = self._shared if of is None else self._own.setdefault(of.origin.path, {})
        if name not in memory:
            memory[name] = make()
        found: T = memory[name]
        return found

    def forget(self, document: AnyDocument) -> None:
        """Lets go of what was worked out about a document: thousands of block trees need not stand side by side."""
        self._own.pop(document.origin.path, None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its documentation.

    Args:
        code: ``QDfnn``, never reused; ``f`` is the family.
        name: short name in English words with hyphens.
        severity: of every diagnostic it gives.
        clause: the clause, article or section of the repository format it serves.
        of: the kind of subject it looks at.
        last: it runs after all others and sees which waivers were used.
        title, why, bad, good: from the docstring.
    """

    code: str
    name: str
    severity: Severity
    clause: str
    of: type | UnionType
    last: bool
    problems: Callable[[Any, Context], Iterable[Problem | Fault]]
    title: str
    why: str
    bad: str
    good: str

    @property
    def waivable(self) -> bool:
        """Rules of source, ledger, change and release cannot be waived (format.md, section 3)."""
        return self.code[2] not in "0279"


@overload
def rule(
    code: str, severity: Severity, clause: str, *, of: type[S], last: bool = False
) -> Callable[[Look[S]], Rule]: ...
@overload
def rule(
    code: str, severity: Severity, clause: str, *, of: UnionType, last: bool = False
) -> Callable[[Callable[[AnyDocument, Context], Iterable[Problem | Fault]]], Rule]: ...
def rule(code: str, severity: Severity, clause: str, *, of: type | UnionType, last: bool = False) -> Any:
    """Makes a rule of a function; its name and docstring become those of the rule.

    Args:
        code: e.g. ``QD201``.
        severity: error, warning or note.
        clause: what it serves, e.g. ``ISO 9001:2015, 7.5.2``.
        of: the kind of subject; ``AnyDocument`` for the agency's own and for external documents.
        last: run it after all others.

    Raises:
        ValueError: the docstring lacks a title or one of Why, Bad, Good.
    """

    def made(function: Callable[[Any, Context], Iterable[Problem | Fault]]) -> Rule:
        name = function.__name__.replace("_", "-")
        parts = _documentation(code, inspect.getdoc(function) or "")
        return Rule(code, name, severity, clause, of, last, function, *parts)

    return made


_PART = re.compile(r"^(Why|Bad|Good):[ \t]*\n?", re.MULTILINE)


def _documentation(code: str, text: str) -> tuple[str, str, str, str]:
    title, *parts = _PART.split(text)
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    if not title.strip() or set(found) != {"Why", "Bad", "Good"}:
        raise ValueError(f"{code}: the docstring needs a title, Why, Bad and Good")
    why = " ".join(found["Why"].split())
    return title.strip(), why, inspect.cleandoc(found["Bad"]), inspect.cleandoc(found["Good"])


def did_you_mean(word: str, known: Iterable[str], otherwise: Message) -> Message:
    """A remedy that names the nearest known word, or ``otherwise``."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return say("did you mean {name}?", name=close[0]) if close else otherwise


def codes_meant(register: Register, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of documents, own or external, as the register writes them, each once.

    Raises:
        UnknownDocument: nothing has one of them.
    """
    meant: list[str] = []
    for code in codes:
        found = register.find(code)
        if found is None:
            raise unknown_document(register, code)
        meant.append(found.document.code)
    return tuple(dict.fromkeys(meant))


def unknown_document(register: Register, code: str) -> UnknownDocument:
    """The error for a code that nothing has, with the nearest one that exists."""
    if code_key(code) in {code_key(stem) for stem in register.unreadable}:
        return UnknownDocument(say("{code} could not be read; `qmsdocs check` tells why", code=code))
    if register.find(code):
        return UnknownDocument(say("{code} is an external document; only the agency's own have a ledger", code=code))
    codes = [document.code for document in register.everything]
    remedy = did_you_mean(code, codes, say("`qmsdocs list` prints all codes"))
    return UnknownDocument(say("there is no document {code}; {remedy}", code=code, remedy=remedy))
