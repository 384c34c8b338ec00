"""What the tags of a repository hold: each revision as it was released (format.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import HistoryMissing, NotARepository
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.tags import Tag, read_tags
from qmsdocs.history.tree import CommittedFiles
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.model.tag import TagFacts
from qmsdocs.source import document_at, load


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A quality system as a commit holds it.

    Args:
        commit: full id of the commit.
        files: its files.
        whole: everything in it will be needed, for rendering.
    """

    commit: str
    files: CommittedFiles
    whole: bool = False

    @cached_property
    def register(self) -> Register:
        """Everything that the commit holds, read when it is first asked for.

        Raises:
            NotARepository: there was no ``qms.yaml``.
        """
        return load(self.files)

    def document(self, code: str, path: str) -> Document | None:
        """A document as it was then.

        Args:
            code: the code that it had then.
            path: where its YAML file probably was.
        """
        if not self.whole:
            here = document_at(self.files, path)  # much less to read than everything
            if here is not None and code_key(here.code) == code_key(code):
                return here
        try:
            return self.register.document(code)
        except NotARepository:
            return None


@dataclass(frozen=True, eq=False)
class Tagged:
    """A revision as its tag holds it.

    Args:
        tag: the tag.
        facts: what its message says, None where it says nothing of ours.
        snapshot: the commit that it leads to.
        document: the document there, None where there is none.
        faults: in what it contradicts the ledger or itself; empty when it is right.
    """

    tag: Tag
    facts: TagFacts | None
    snapshot: Snapshot
    document: Document | None
    faults: tuple[Message, ...]

    @property
    def right(self) -> Document | None:
        """The document that it holds, None when the tag is not to be believed."""
        return None if self.faults else self.document


class Tags:
    """The tags of revisions; each commit is read once.

    Args:
        repository: whose tags; None where there is no git, and no tags therefore.
        whole: everything in their commits will be needed, for rendering.
    """

    def __init__(self, repository: Repository | None, *, whole: bool = False) -> None:
        self._repository, self._whole = repository, whole
        self._snapshots: dict[str, Snapshot] = {}

    @staticmethod
    def at(root: Path, *, whole: bool = False) -> Tags:
        """The tags of the repository around a folder; none where there is no git."""
        try:
            return Tags(repository_of(root), whole=whole)
        except HistoryMissing:
            return Tags(None)

    @cached_property
    def by_name(self) -> Mapping[str, Tag]:
        """All tags that lead to commits."""
        return read_tags(self._repository) if self._repository else {}

    def snapshot(self, commit: str) -> Snapshot:
        """What a commit holds.

        Args:
            commit: full id.
        """
        if self._repository is None:
            raise HistoryMissing(say("there is no git repository to read {commit} from", commit=commit[:10]))
        if commit not in self._snapshots:
            self._snapshots[commit] = Snapshot(commit, CommittedFiles(self._repository, commit), self._whole)
        return self._snapshots[commit]

    def named(self, document: Document, entry: Revision) -> Tag | None:
        """The tag of a revision as git lists it, None where there is none; tags under former codes are found too."""
        names = (f"{stem_of(code)}/{entry.number}" for code in (document.code, *document.former_codes))
        return next((self.by_name[name] for name in names if name in self.by_name), None)

    def of(self, document: Document, entry: Revision) -> Tagged | None:
        """The tag of a revision with the content of its commit, None where there is none.

        Args:
            document: as its ledger stands now; tags under its former codes are found too.
            entry: one of its ledger.
        """
        tag = self.named(document, entry)
        return self.compared(tag, document, entry) if tag else None

    def compared(self, tag: Tag, document: Document, entry: Revision) -> Tagged:
        """A tag beside the entry that it is about."""
        facts = TagFacts.of(tag.message) if tag.annotated else None
        snapshot = self.snapshot(tag.commit)
        then = snapshot.document(facts.code if facts else document.code, document.origin.path)
        faults = list(_faults(tag, facts, then, document, entry))
        if self._whole and then is not None and not snapshot.register.usable:
            faults.append(say("qms.yaml of its commit {commit} cannot be used", commit=tag.commit[:10]))
        return Tagged(tag, facts, snapshot, then, tuple(faults))


def faults_of_message(tag: Tag, document: Document, entry: Revision) -> Iterator[Message]:
    """In what the message of a tag contradicts the ledger; its commit is not looked at."""
    facts = TagFacts.of(tag.message) if tag.annotated else None
    if not tag.annotated:
        yield say("it is not annotated, so nothing says what was released")
    elif facts is None:
        yield say("its message does not say what was released")
    else:
        yield from _faults_of_facts(tag, facts, document, entry)


def _faults(
    tag: Tag, facts: TagFacts | None, then: Document | None, document: Document, entry: Revision
) -> Iterator[Message]:
    yield from faults_of_message(tag, document, entry)
    commit = tag.commit[:10]
    if then is None:
        yield say("its commit {commit} does not hold {code}", commit=commit, code=document.code)
        return
    for wanted in dict.fromkeys((entry.released_content, facts.content if facts else None)):
        if wanted and then.origin.digest != wanted:
            yield say(
                "its commit {commit} holds the content {there}, not {wanted}",
                commit=commit,
                there=short(then.origin.digest),
                wanted=short(wanted),
            )
    yield from _faults_of_entry(then.entry(entry.number), entry, commit)


def _faults_of_facts(tag: Tag, facts: TagFacts, document: Document, entry: Revision) -> Iterator[Message]:
    codes = {code_key(code) for code in (document.code, *document.former_codes)}
    named = f"{stem_of(facts.code)}/{facts.number}" == tag.name
    if not named or code_key(facts.code) not in codes or facts.number != entry.number:
        yield say("its message is about {code} {number}", code=facts.code, number=facts.number)
    if entry.released_content and facts.content != entry.released_content:
        yield say(
            "its message says that the content {there} was released, the ledger says {here}",
            there=short(facts.content),
            here=short(entry.released_content),
        )
    decision = (entry.approved.decision if entry.approved else None) or ""
    if facts.decision != decision:
        yield say(
            "its message names the decision {there}, the ledger {here}",
            there=facts.decision or "–",
            here=decision or "–",
        )


def _faults_of_entry(then: Revision | None, now: Revision, commit: str) -> Iterator[Message]:
    """What is approved is frozen; only the scan of its decision may be filed later."""
    if then is None:
        yield say("the ledger of its commit {commit} does not have {number}", commit=commit, number=now.number)
        return
    before, after = (entry.model_dump(exclude={"approved": {"evidence"}}) for entry in (then, now))
    if changed := [key for key in after if after[key] != before[key]]:
        yield say(
            "the ledger entry {number} was changed since its commit {commit}: {keys}",
            number=now.number,
            commit=commit,
            keys=", ".join(changed),
        )


def short(digest: str) -> str:
    """The first digits of a digest, as people compare them."""
    return digest.removeprefix("sha256:")[:12] or "–"
