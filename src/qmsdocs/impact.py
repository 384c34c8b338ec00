"""What a change of a document touches: everything that cites it, directly or through others, and by when it must follow.

Pure: a register and a day in, values out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from qmsdocs.diagnostics import YamlPath
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document, Form, Reference
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.model.updates import ExternalChange, answered, changes_of, deadline, names
from qmsdocs.rules.base import Context, unknown_document
from qmsdocs.rules.mentions import mentions, mentions_in
from qmsdocs.rules.names import running_facts
from qmsdocs.rules.running import running

UseKind = Literal[
    "reference", "legal basis", "text", "link", "facts", "step", "record", "dossier", "owner",
    "replaces", "replaces in part", "amends", "replaced", "replaced in part", "amended",
]  # fmt: skip
"""How one document uses another. ``replaces`` and so on are said of the newer of two external documents, ``replaced`` and so
on of the older; ``owner`` is the document that a form belongs to."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place in which a document uses another.

    Args:
        kind: how.
        code: as it is written there.
        detail: article, section, step or record; empty where there is none.
        path: of the file, relative to the root.
        line: from 1; 0 where the place is not in a text.
    """

    kind: UseKind
    code: str
    detail: str
    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Affected:
    """A document that is touched.

    Args:
        document: the document.
        chain: from the code that was asked about to that of the document, each using the one before it.
        uses: where it uses the last but one of the chain.
        pending: the change that it has to follow first; None when there is nothing to follow.
        deadline: until when.
        followed: it has followed every change of what it cites.
    """

    document: AnyDocument
    chain: tuple[str, ...]
    uses: tuple[Use, ...]
    pending: ExternalChange | None = None
    deadline: date | None = None
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer for one code.

    Args:
        about: the document or form that was asked about.
        on: the day.
        changes: what befalls it, for an external document.
        affected: by deadline, then by code.
    """

    about: AnyDocument | Form
    on: date
    changes: tuple[ExternalChange, ...]
    affected: tuple[Affected, ...]


def impact_of(register: Register, code: str, *, on: date) -> Impact:
    """Everything that cites a document or uses a form, directly or through others; documents that have ended are left out.

    An external document also touches what cites those that it replaces or amends.

    Args:
        register: from :func:`qmsdocs.load`.
        code: of a document, also a former one, or of a form.
        on: the day on which things are looked at.

    Raises:
        UnknownDocument: nothing has this code.
    """
    web = _Web(register, on)
    found = register.find(code)
    if found:
        changes = _changes(register, found.document)
        return Impact(found.document, on, changes, _ordered(web, web.reached(found.document), found.document))
    forms = register.forms_by_key.get(code_key(code))
    if not forms:
        raise unknown_document(register, code)
    owner, form = forms[0]
    return Impact(form, on, (), _ordered(web, web.reached_from_form(owner, form), owner))


Uses = Mapping[str, tuple[AnyDocument, tuple[Use, ...]]]
"""By path of the using document: the document and the places."""


@dataclass(frozen=True)
class _Step:
    """A document that the search came to."""

    document: AnyDocument
    chain: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class _Web:
    """Who uses whom."""

    register: Register
    on: date

    @cached_property
    def users(self) -> Mapping[str, Uses]:
        """By path of what is used: what uses it."""
        found: dict[str, dict[str, tuple[AnyDocument, list[Use]]]] = {}
        for user, used, use in self._every():
            found.setdefault(used.origin.path, {}).setdefault(user.origin.path, (user, []))[1].append(use)
        return {
            used: {path: (user, tuple(dict.fromkeys(uses))) for path, (user, uses) in by.items()}
            for used, by in found.items()
        }

    def _every(self) -> Iterator[tuple[AnyDocument, AnyDocument, Use]]:
        context = Context(self.register, self.on)
        for document in self.register.documents:
            if document.withdrawn and document.withdrawn.on <= self.on:
                continue
            for used, use in (*_citations(document, self.register), *_mentions(document, context)):
                if used is not document:
                    yield document, used, use
            for owner, _, use in _form_uses(document, self.register):
                if owner is not document:
                    yield document, owner, use
            context.forget(document)
        for external in self.register.externals:
            for used, use in _successions(external, self.register):
                yield external, used, use

    def reached(self, start: AnyDocument) -> tuple[_Step, ...]:
        """What is touched by a document."""
        first = [_Step(start, (start.printed_code,), ())]
        if isinstance(start, ExternalDocument):
            first += [
                _Step(older, (start.printed_code, older.printed_code), (_turned(use),))
                for older, use in _successions(start, self.register)
            ]
        return self._search(first)[1:]

    def reached_from_form(self, owner: Document, form: Form) -> tuple[_Step, ...]:
        """What is touched by a form: its document, those that use it, and what these touch."""
        own = tuple(use for _, found, use in _form_uses(owner, self.register) if found is form)
        own = (Use("owner", form.code, "", owner.origin.path), *own, *_written_in(owner, form))
        first = [_Step(owner, (form.code, owner.printed_code), own)]
        for document in self.register.documents:
            ended = document.withdrawn and document.withdrawn.on <= self.on
            uses = [use for _, found, use in _form_uses(document, self.register) if found is form]
            uses += _written_in(document, form)
            if uses and document is not owner and not ended:
                first.append(_Step(document, (form.code, document.printed_code), tuple(uses)))
        return self._search(first)

    def _search(self, first: Iterable[_Step]) -> tuple[_Step, ...]:
        """In the order of nearness, each document once, so that circles end and chains are as short as can be."""
        reached = {step.document.origin.path: step for step in first}
        waiting = deque(reached.values())
        while waiting:
            step = waiting.popleft()
            users = self.users.get(step.document.origin.path, {})
            for path, (user, uses) in sorted(users.items()):
                if path not in reached:
                    reached[path] = _Step(user, (*step.chain, user.printed_code), uses)
                    waiting.append(reached[path])
        return tuple(reached.values())


def _ordered(web: _Web, steps: tuple[_Step, ...], start: AnyDocument) -> tuple[Affected, ...]:
    concerned = frozenset(document.origin.path for document in (start, *(step.document for step in steps)))
    affected = [_affected(web.register, step, web.on, concerned) for step in steps]
    return tuple(sorted(affected, key=lambda each: (each.deadline or date.max, each.document.code)))


def _affected(register: Register, step: _Step, on: date, concerned: frozenset[str]) -> Affected:
    """With the first change to follow, of those documents that the question is about."""
    document = step.document
    if not isinstance(document, Document):
        return Affected(document, step.chain, step.uses)
    cited = {used.origin.path: used for used, _ in _citations(document, register) if used.origin.path in concerned}
    changes = [change for used in cited.values() for change in _changes(register, used)]
    open_ones = [change for change in changes if not answered(register, document, change, on)]
    first = min(open_ones, key=lambda change: change.since, default=None)
    limit = deadline(register, first) if first else None
    return Affected(document, step.chain, step.uses, first, limit, followed=bool(changes) and not open_ones)


def _changes(register: Register, document: AnyDocument) -> tuple[ExternalChange, ...]:
    """What befalls a document, also on days to come: whoever asks early can act early."""
    return tuple(changes_of(register, document, date.max)) if isinstance(document, ExternalDocument) else ()


# --- the ways of using a document


def _citations(document: Document, register: Register) -> Iterator[tuple[AnyDocument, Use]]:
    facts = document.administrative
    for reference in document.references:
        if found := register.find(reference.target):
            yield found.document, Use("reference", reference.target, _cited_part(reference), document.origin.path)
    for reference in facts.legal_basis if facts else ():
        if found := register.find(reference.target):
            yield found.document, Use("legal basis", reference.target, _cited_part(reference), document.origin.path)


def _cited_part(reference: Reference) -> str:
    """The pinned revision and the article."""
    pinned = f"@{reference.pinned}" if reference.pinned else ""
    return ", ".join(part for part in (pinned, reference.article) if part)


def _mentions(document: Document, context: Context) -> Iterator[tuple[AnyDocument, Use]]:
    where, path = running(document, context), document.origin.text_path or ""
    headings = context.prose(document).headings
    begins = [heading.block.start for heading in headings]
    ends = [found.start() for found in re.finditer(b"\n", document.origin.text.encode())]
    for mention in mentions_in(document, context):
        if mention.document is None:
            continue
        span = where.span(mention.start, mention.end)
        link = where.link_around(span)
        linked = link is not None and code_key(link.target) == mention.key
        if linked or where.holds(span):
            above = bisect_right(begins, span.start)
            section = headings[above - 1].title if above else ""
            line = bisect_left(ends, span.start) + 1
            yield mention.document, Use("link" if linked else "text", mention.code, section, path, line)
    for fact, at in running_facts(document):
        for mention in mentions(fact, context.register):
            if mention.document:
                yield mention.document, Use("facts", mention.code, _place(document, at), document.origin.path)


def _place(document: Document, at: YamlPath) -> str:
    """What a fact belongs to, as people call it."""
    key, index = at[0], at[1] if len(at) > 1 else None
    if isinstance(index, int):
        named = {
            "steps": [step.activity for step in document.steps],
            "records": [record.title for record in document.records],
            "indicators": [indicator.title for indicator in document.indicators],
        }
        return named.get(str(key), [""] * (index + 1))[index]
    return str(index) if key == "terms" else ""


def _form_uses(document: Document, register: Register) -> Iterator[tuple[Document, Form, Use]]:
    """The forms that steps, records and dossiers name."""
    for kind, text, detail in _papers(document):
        for owner, form in register.forms_by_key.get(code_key(text), ())[:1]:
            yield owner, form, Use(kind, form.code, detail, document.origin.path)


def _papers(document: Document) -> Iterator[tuple[UseKind, str, str]]:
    for step in document.steps:
        yield from (("step", text, step.activity) for text in (*step.inputs, *step.outputs))
    yield from (("record", record.form, record.title) for record in document.records if record.form)
    if document.administrative:
        yield from (("dossier", item.form, item.title) for item in document.administrative.dossier if item.form)


def _written_in(document: Document, form: Form) -> Iterator[Use]:
    """Where a text names a form."""
    for number, line in enumerate(document.origin.text.split("\n"), 1):
        if re.search(rf"(?<![\w-]){re.escape(form.code)}(?![\w-])", line):
            yield Use("text", form.code, "", document.origin.text_path or "", number)


_OLDER: Mapping[UseKind, UseKind] = {
    "replaces": "replaced",
    "replaces in part": "replaced in part",
    "amends": "amended",
}


def _successions(newer: ExternalDocument, register: Register) -> Iterator[tuple[AnyDocument, Use]]:
    """The documents that an external one replaces or amends."""
    for code in dict.fromkeys(newer.replaces + newer.amends):
        found, key = register.find(code), code_key(code)
        if found and found.document is not newer:
            kind: UseKind = "amends"
            if names(newer.replaces, key):
                kind = "replaces in part" if names(newer.partly, key) else "replaces"
            yield found.document, Use(kind, code, "", newer.origin.path)


def _turned(use: Use) -> Use:
    """The same said of the older document."""
    return Use(_OLDER[use.kind], use.code, use.detail, use.path, use.line)
