"""A change of a quality system: what stood before, what stands on the target, what stands now, and what was released."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from qmsdocs.diagnostics import Diagnostic, Message
from qmsdocs.model.agency import Agency
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.document import Document, Form
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.register import Register, Signing
from qmsdocs.model.tag import TagFacts


@dataclass(frozen=True, slots=True)
class Released:
    """A tag of a revision as it stands in git.

    Args:
        name: ``QT-01/1.0``.
        oid: full id of the tag itself.
        facts: what its message says; None where it is none of ours.
        faults: in what it contradicts the ledger or itself; empty when it is right.
        signer: id of the person whose listed key signed it; None where it bears no such signature or nobody looked.
    """

    name: str
    oid: str
    facts: TagFacts | None = None
    faults: tuple[Message, ...] = ()
    signer: str | None = None


class Pair(NamedTuple):
    """A document before and now, under whatever code."""

    before: Document
    now: Document


class FormPair(NamedTuple):
    """A form before and now, and whether its file is another one."""

    document: Document
    place: int
    before: Form
    now: Form
    other_file: bool


@dataclass(frozen=True)
class Change:
    """What a branch or work tree does to a quality system.

    Args:
        since: how the user calls the revision that the change is for.
        base: where the change began: the last content that both have.
        target: what stands at that revision now; numbers and signers are judged by it.
        now: what the change makes of it.
        founded: there was a usable quality system at the target.
        released: the tags of revisions, by name.
        files: SHA-256 of each form's file before and now, by ``(path of the document now, code of the form)``.
        hidden: errors that only the change of waivers, of what is set aside or of profiles keeps from being reported.
    """

    since: str
    base: Register
    target: Register
    now: Register
    founded: bool = True
    released: Mapping[str, Released] = field(default_factory=dict)
    files: Mapping[tuple[str, str], tuple[str | None, str | None]] = field(default_factory=dict)
    hidden: tuple[Diagnostic, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing of the quality system differs from where the change began: there is nothing to judge."""
        return self.base == self.now and all(was == now for was, now in self.files.values())

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The documents that were there before and still are, by their path now."""
        found = ((self.before(document), document) for document in self.now.documents)
        return tuple(Pair(before, now) for before, now in found if before is not None)

    @cached_property
    def removed(self) -> tuple[Document, ...]:
        """The documents that were there before and are not any more; those that cannot be read now are not counted."""
        kept = {pair.before.origin.path for pair in self.pairs}
        read = {document.origin.path for document in self.now.documents}
        unreadable = self.now.paths - read
        gone = (document for document in self.base.documents if document.origin.path not in kept)
        return tuple(document for document in gone if document.origin.path not in unreadable)

    @property
    def judge(self) -> Agency:
        """The agency by which signers are judged: that of the target, where there is one."""
        return self.target.agency if self.founded else self.now.agency

    @cached_property
    def new_approvals(self) -> tuple[Signing, ...]:
        """The approvals, history from before the tool included, that the target does not have."""
        return tuple(s for s in self.now.signings if s.action == "approve" and self.is_new(s))

    def is_new(self, signing: Signing) -> bool:
        """Whether the target does not have a signature."""
        return _act(signing) not in self._known

    @cached_property
    def _known(self) -> frozenset[tuple[object, ...]]:
        return frozenset(map(_act, acts(self.target)))

    def before(self, document: Document, *, at: Register | None = None) -> Document | None:
        """What a document was at the base, or at another state; also under a code that it had then."""
        register = at or self.base
        for code in (document.code, *reversed(document.former_codes)):
            for found in register.by_key.get(code_key(code), ()):
                if isinstance(found, Document):
                    return found
        return None

    def tag_of(self, document: Document, entry: Revision) -> Released | None:
        """The tag of a revision, also under a code that the document had before."""
        names = (f"{stem_of(code)}/{entry.number}" for code in (document.code, *document.former_codes))
        return next((self.released[name] for name in names if name in self.released), None)

    def new_entries(self, document: Document) -> tuple[tuple[int, Revision], ...]:
        """The entries of a document's ledger that were not there at the base, with their indexes."""
        before = self.before(document)
        known = {entry.number for entry in before.revisions} if before else set()
        return tuple((index, entry) for index, entry in enumerate(document.revisions) if entry.number not in known)

    @property
    def forms(self) -> Iterator[FormPair]:
        """The forms that were there before and still are, with their document."""
        for pair in self.pairs:
            before = {code_key(form.code): form for form in pair.before.forms}
            for index, form in enumerate(pair.now.forms):
                if old := before.get(code_key(form.code)):
                    was, now = self.files.get((pair.now.origin.path, form.code), (None, None))
                    yield FormPair(pair.now, index, old, form, was != now)


def is_closed(entry: Revision | None) -> bool:
    """Whether an entry is finished: approved, or from before the tool."""
    return entry is not None and (entry.approved is not None or entry.carried_over)


def acts(register: Register) -> Iterator[Signing]:
    """Signatures, and withdrawals as what they are: acts of those who may approve."""
    yield from register.signings
    for document in register.documents:
        if document.withdrawn and document.withdrawn.by and document.last:
            end = Signature(by=document.withdrawn.by, on=document.withdrawn.on)
            yield Signing(document, document.last, "approve", end, ("withdrawn",))


def _act(signing: Signing) -> tuple[object, ...]:
    signature = signing.signature
    number = signing.entry.number if signing.at[0] == "revisions" else "withdrawn"
    key = code_key(signing.document.code)
    return key, number, signing.action, signature.by, signature.on, signature.content
