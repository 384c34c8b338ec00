"""Proof that a release, or a tag, is what was approved (design position 5). Nothing is written."""

from __future__ import annotations

from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.history.repository import repository_of
from qmsdocs.history.tags import taken
from qmsdocs.issuing.proof import Proof
from qmsdocs.issuing.verified import Deviation, Verified
from qmsdocs.model.codes import stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.model.tag import TagFacts
from qmsdocs.source import load
from qmsdocs.source.usable import refuse_unusable
from qmsdocs.tagged import Tags


def verify(root: Path | str, what: Path | str) -> Verified:
    """Compares a release or a tag with the ledger and with what git holds.

    Args:
        root: folder of ``qms.yaml``.
        what: the folder of a release as a ``Path``, or the name of a tag as text.

    Raises:
        NotARepository: there is no ``qms.yaml``.
        UnusableConfiguration: ``qms.yaml`` cannot be used, or there is no such release or tag.
        HistoryMissing: a tag was named and there is no git.
    """
    register = load(Path(root))
    refuse_unusable(register)
    if isinstance(what, Path):
        return Proof(Path(root), register, what).verified()
    return _verified_tag(Path(root), register, what)


def _verified_tag(root: Path, register: Register, name: str) -> Verified:
    repository = repository_of(root)
    tags = Tags(repository)
    tag = tags.by_name.get(name)
    if tag is None and taken(repository, [name]):
        return Verified(name, 1, (Deviation(name, say("it does not lead to a commit")),))
    if tag is None:
        raise UnusableConfiguration(
            say("there is neither a folder nor a tag {name}; fetch the tags with `git fetch --tags`", name=name)
        )
    facts = TagFacts.of(tag.message) if tag.annotated else None
    document, entry = _named_by(register, name, facts)
    if document is None or entry is None:
        return Verified(name, 1, (Deviation(name, say("no ledger has the revision that it names")),))
    tagged = tags.compared(tag, document, entry)
    signature = say("{tag} is signed", tag=name) if tag.signed else say("{tag} is not signed", tag=name)
    return Verified(name, 1, tuple(Deviation(name, fault) for fault in tagged.faults), notes=(signature,))


def _named_by(register: Register, name: str, facts: TagFacts | None) -> tuple[Document | None, Revision | None]:
    """The revision that a tag is about, by its name; what its message says is compared with that later."""
    stem, _, number = name.rpartition("/")
    document = next(
        (d for d in register.documents if stem in map(stem_of, (d.code, *d.former_codes))),
        register.document(facts.code) if facts else None,
    )
    return document, document.entry(number) if document else None
