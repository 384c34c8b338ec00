"""The register: everything that was read, with lookups and reverse references. No IO."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from qmsdocs.diagnostics import Message, YamlPath
from qmsdocs.model.agency import Action, Agency
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.decision import Decision, DecisionKey
from qmsdocs.model.document import Document, Form, Reference
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.profile import Profile

AnyDocument = Document | ExternalDocument

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Fault:
    """What the reader found wrong with a file; a rule of the source family gives it code and severity.

    Args:
        kind: the name of the rule that reports it.
        line, column: from 1, columns in characters.
        document: code of the document, when it could be read.
        excerpt: the source line.
    """

    kind: str
    path: str
    line: int
    column: int
    message: Message
    remedy: Message
    document: str | None = None
    excerpt: str = ""
    width: int = 1


@dataclass(frozen=True)
class SourceFile:
    """A file of the repository and what the reader found wrong with it."""

    path: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference leads to; ``former`` when the code is one that the document had before."""

    document: AnyDocument
    former: bool = False


class Citation(NamedTuple):
    """A reference in a document (``references`` or ``legal_basis``), and what it leads to."""

    document: Document
    reference: Reference
    at: YamlPath
    found: Found | None


class Signing(NamedTuple):
    """A signature in a ledger: who did what in which entry."""

    document: Document
    entry: Revision
    action: Action
    signature: Signature
    at: YamlPath


@dataclass(frozen=True)
class Register:
    """All documents of an agency as they stand in its files.

    Args:
        agency: ``qms.yaml``.
        profile: the agency's profiles, laid on one another.
        documents: the agency's documents, by path.
        externals: its external documents, by path.
        paths: all files of the repository's folders, relative to the root, with ``/``.
        files: the files in which the reader found something wrong.
        unreadable: stems of documents that exist but could not be read: references to them are not called unknown.
        decisions: its decisions, by path.
        evidence: SHA-256 in hexadecimal digits of each file that an approval names as evidence and that could be read.
        usable: False when ``qms.yaml`` could not be read; then only ``files`` says something.
    """

    agency: Agency
    profile: Profile
    documents: tuple[Document, ...] = ()
    externals: tuple[ExternalDocument, ...] = ()
    paths: frozenset[str] = frozenset()
    files: tuple[SourceFile, ...] = ()
    unreadable: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    usable: bool = True

    @property
    def everything(self) -> tuple[AnyDocument, ...]:
        """Internal documents, then external ones."""
        return self.documents + self.externals

    @cached_property
    def by_key(self) -> Mapping[str, tuple[AnyDocument, ...]]:
        """Documents by the key of their code; more than one where a code was used twice."""
        return _grouped((code_key(document.code), document) for document in self.everything)

    @cached_property
    def by_number_key(self) -> Mapping[str, tuple[AnyDocument, ...]]:
        """Documents by the key of what is printed in place of their code; the same number may recur every year."""
        return _grouped((code_key(document.number), document) for document in self.everything if document.number)

    @cached_property
    def by_former_key(self) -> Mapping[str, tuple[AnyDocument, ...]]:
        """Documents by the key of each code that they had before."""
        return _grouped((code_key(code), document) for document in self.everything for code in document.former_codes)

    @cached_property
    def forms_by_key(self) -> Mapping[str, tuple[tuple[Document, Form], ...]]:
        """Forms of all documents by the key of their code."""
        return _grouped((code_key(form.code), (owner, form)) for owner in self.documents for form in owner.forms)

    @cached_property
    def used_form_keys(self) -> frozenset[str]:
        """The keys of what steps, records and dossiers name as forms; long texts in lower case are no codes."""
        texts = (text for document in self.documents for text in _papers(document))
        return frozenset(code_key(text) for text in texts if " " not in text or text.isupper())

    @cached_property
    def decisions_by_key(self) -> Mapping[DecisionKey, tuple[Decision, ...]]:
        """Decisions by number and year; more than one where a decision has two files."""
        return _grouped((decision.key, decision) for decision in self.decisions)

    @cached_property
    def fulfilling(self) -> Mapping[str, tuple[Document, ...]]:
        """For the id of a requirement, the documents that name it under ``fulfils``."""
        return _grouped((id_, document) for document in self.documents for id_ in dict.fromkeys(document.fulfils))

    def find(self, code: str) -> Found | None:
        """The document that a code means, also by a former code."""
        key = code_key(code)
        if here := self.by_key.get(key):
            return Found(here[0])
        if before := self.by_former_key.get(key):
            return Found(before[0], former=True)
        return None

    def could_not_be_read(self, code: str) -> bool:
        """Whether the code may be that of a document whose file could not be read."""
        return bool(self.unreadable) and stem_of(code) in self.unreadable

    def external_path(self, code: str) -> str:
        """Where the file of an external document with this code belongs."""
        return f"{self.agency.paths.external}/{stem_of(code)}.yaml"

    def document(self, code: str) -> Document | None:
        """The agency's own document with this code."""
        found = self.find(code)
        return found.document if found and isinstance(found.document, Document) else None

    def external(self, code: str) -> ExternalDocument | None:
        """The external document with this code."""
        found = self.find(code)
        return found.document if found and isinstance(found.document, ExternalDocument) else None

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every reference of the agency's documents, by document."""
        return tuple(
            Citation(document, reference, at, self.find(reference.target))
            for document in self.documents
            for reference, at in _references(document)
        )

    @cached_property
    def signings(self) -> tuple[Signing, ...]:
        """Every signature of the agency's documents, by document, entry and action."""
        return tuple(signing for document in self.documents for signing in _signings(document))

    @cached_property
    def code_words(self) -> frozenset[str]:
        """How the codes of documents begin: the first word, or the whole code where it begins with a digit."""
        return frozenset(_first_word(document.code) for document in self.everything)

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[Document, ...]]:
        """For the key of a code, the agency's documents that cite it (references and legal basis)."""
        return _grouped((key, document) for document in self.documents for key in _cited_keys(document))

    @cached_property
    def changed_by(self) -> Mapping[str, tuple[ExternalDocument, ...]]:
        """For the key of an external document, those that replace or amend it."""
        return _grouped(
            (code_key(code), external)
            for external in self.externals
            for code in dict.fromkeys(external.replaces + external.amends)
        )

    def citing(self, document: AnyDocument) -> tuple[Document, ...]:
        """The agency's documents that cite this one, also by a former code."""
        keys = {code_key(code) for code in (document.code, *document.former_codes)}
        return _unique(citing for key in sorted(keys) for citing in self.cited_by.get(key, ()))

    def in_force_on(self, day: date) -> tuple[Document, ...]:
        """The documents that are in force on a day."""
        return tuple(document for document in self.documents if document.in_force(day))


def _references(document: Document) -> Iterator[tuple[Reference, YamlPath]]:
    for index, reference in enumerate(document.references):
        yield reference, ("references", index, "code")
    if document.administrative:
        for index, reference in enumerate(document.administrative.legal_basis):
            yield reference, ("administrative", "legal_basis", index, "code")


def _papers(document: Document) -> Iterator[str]:
    for step in document.steps:
        yield from step.inputs
        yield from step.outputs
    yield from (record.form for record in document.records if record.form)
    if document.administrative:
        yield from (item.form for item in document.administrative.dossier if item.form)


def _cited_keys(document: Document) -> Iterable[str]:
    return dict.fromkeys(code_key(reference.target) for reference, _ in _references(document))


def _signings(document: Document) -> Iterator[Signing]:
    for index, entry in enumerate(document.revisions):
        for place, signature in enumerate(entry.prepared):
            yield Signing(document, entry, "prepare", signature, ("revisions", index, "prepared", place))
        for place, signature in enumerate(entry.reviewed):
            yield Signing(document, entry, "review", signature, ("revisions", index, "reviewed", place))
        if entry.approved:
            yield Signing(document, entry, "approve", entry.approved, ("revisions", index, "approved"))


_WORD = re.compile(r"[^\W\d_]+")


def _first_word(code: str) -> str:
    match = _WORD.match(code)
    return match[0] if match else code


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _unique(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple({document.origin.path: document for document in documents}.values())
