"""A redline beside each revision after the first: what changed since the one before it, as tracked changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from qmsdocs.corroboration import content_of, signed_digest
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import HistoryMissing, NotARepository, QmsdocsError, UnusableConfiguration
from qmsdocs.history.log import Log, read_log
from qmsdocs.history.repository import repository_of
from qmsdocs.issuing.plan import Item
from qmsdocs.issuing.rendering import Source, rendered_document
from qmsdocs.model.agency import Agency
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.registers.day import Key
from qmsdocs.source.usable import refuse_unusable
from qmsdocs.tagged import Snapshot, Tags
from qmsdocs.word import Copy, name_of, redline


@dataclass(frozen=True, slots=True)
class Redlined:
    """What a release says of the redline of a revision.

    Args:
        since: the number of the revision before it.
        file: name of the redline; None where there is none.
        commit: that the revision before it was read from.
        reason: why there is none.
    """

    since: str
    file: str | None = None
    commit: str | None = None
    reason: Message | None = None


class Redlines:
    """Makes the redlines of a release.

    Args:
        root: folder of ``qms.yaml``.
        tags: the tags of its revisions; their commits are read once.
    """

    def __init__(self, root: Path, tags: Tags) -> None:
        self._root, self._tags = root, tags
        self.made: dict[Key, Redlined] = {}
        self.files: dict[str, bytes] = {}

    def add(self, item: Item, data: bytes, tree: Source, on: date) -> None:
        """Makes the redline of one revision, if it is not the first.

        Args:
            item, data: the revision and its Word file.
            tree: where it is read from when it has no tag.
            on: the day of the release.
        """
        entry = entry_before(item.document, item.entry)
        if entry is None:
            return
        key = item.document.code, item.entry.number
        try:
            before = before_of(item, entry, self._snapshot(item, entry))
            name = redline_name(item, entry)
            self.files[name] = redline_of(item, data, before, tree, on)
        except QmsdocsError as error:
            self.made[key] = Redlined(entry.number, reason=error.message)
        else:
            assert before.snapshot is not None  # noqa: S101 - it was read from there
            self.made[key] = Redlined(entry.number, name, before.snapshot.commit)

    def _snapshot(self, item: Item, entry: Revision) -> Snapshot:
        """The commit that holds the content of the revision before: that of its tag, else one that history knows."""
        tagged = self._tags.of(item.document, entry)
        if tagged and tagged.right:
            return tagged.snapshot
        kept = content_of(repository_of(self._root), item.document, entry, lambda: self._log)
        if kept is None:
            raise HistoryMissing(
                say(
                    "git does not hold the content of {number}; fetch its tag, or the branch it came from",
                    number=entry.number,
                )
                if signed_digest(entry)
                else say("the ledger does not bind {number} to a content", number=entry.number)
            )
        return self._tags.snapshot(kept.files.commit)

    @cached_property
    def _log(self) -> Log:
        """Read once, and only where tags do not say enough."""
        return read_log(repository_of(self._root))


def entry_before(document: Document, entry: Revision) -> Revision | None:
    """The revision that one follows; None for the first."""
    entries = document.revisions
    place = next((place for place, other in enumerate(entries) if other is entry), 0)
    return entries[place - 1] if place else None


def redline_name(item: Item, entry: Revision) -> str:
    """Name of the file: that of the revision, with the number of the one it is compared with.

    It stands behind the revision in the folder: ``QT-01_1.2.docx``, ``QT-01_1.2_so-voi_1.1.docx``.
    """
    return f"{item.file.removesuffix('.docx')}_so-voi_{entry.number}.docx"


def before_of(item: Item, entry: Revision, snapshot: Snapshot) -> Item:
    """The revision before, as it was issued: its content from a commit, its signatures from the ledger.

    Raises:
        HistoryMissing: the commit does not hold it, or cannot be printed from.
    """
    then = _document_in(snapshot, item.document)
    commit = snapshot.commit[:10]
    if then is None or then.origin.digest != signed_digest(entry):
        raise HistoryMissing(
            say("the commit {commit} does not hold the content of {number}", commit=commit, number=entry.number)
        )
    if not snapshot.register.usable:
        raise HistoryMissing(say("qms.yaml of the commit {commit} cannot be used", commit=commit))
    return printed_as(then, item.document, entry, snapshot)


def printed_as(
    then: Document, now: Document, entry: Revision, snapshot: Snapshot | None, copy: Copy = Copy.ISSUED
) -> Item:
    """A document as a commit holds it, with the ledger as it is known now up to an entry.

    The commit that holds a content is often older than the signatures under it.
    """
    entries = now.revisions
    place = next(place for place, other in enumerate(entries) if other is entry)
    return Item(then.model_copy(update={"revisions": entries[: place + 1]}), entry, copy, snapshot=snapshot)


def _document_in(snapshot: Snapshot, document: Document) -> Document | None:
    try:
        found = (snapshot.register.document(code) for code in (document.code, *document.former_codes))
        return next((then for then in found if then), None)
    except NotARepository:
        return None


def redline_of(item: Item, data: bytes, before: Item, tree: Source, on: date) -> bytes:
    """The redline of a revision.

    Args:
        item, data: the revision and its Word file.
        before: the revision that it is compared with.
        tree: where both are read from when no commit is named.
        on: the day of the release.
    """
    source = tree.of(item)
    old = rendered_document(before, Source(tree.register, tree.files, source.labels), on)
    author, day = author_of(item.entry, source.register.agency)
    return redline(old, data, author=author, on=day)


def author_of(entry: Revision, agency: Agency) -> tuple[str, date | None]:
    """Who made the changes of a revision, and when: those who prepared it, else who approved it, else the agency."""
    if entry.prepared:
        names = dict.fromkeys(name_of(signature, agency) for signature in entry.prepared)
        return ", ".join(filter(None, names)) or agency.organization.name, entry.last_prepared_on or entry.approved_on
    if entry.approved:
        return name_of(entry.approved, agency) or agency.organization.name, entry.approved_on
    return agency.organization.name, None


Redlinings = Mapping[Key, Redlined]
"""What a release says of redlines, by code and number of the revision."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A content of a document that is to be printed for comparison.

    Args:
        document: the document as it was read.
        ledger: the document whose ledger holds the entry.
        entry: the entry that is printed; None where the ledger is empty.
        commit: full id of the commit that it was read from; None for the work tree.
    """

    document: Document
    ledger: Document
    entry: Revision | None
    commit: str | None = None


def redline_between(old: Printed, new: Printed, tree: Source, tags: Tags, on: date) -> bytes:
    """Two contents of a document as one Word file with tracked changes.

    Args:
        old, new: the contents; what nobody approved is marked as a draft.
        tree: where contents of the work tree are read from.
        tags: reads commits.
        on: the day of printing.

    Raises:
        UnusableConfiguration: a ledger is empty, or ``qms.yaml`` or a template cannot be used.
        HistoryMissing: git cannot read a commit.
    """
    before, after = (_to_print(each, tags) for each in (old, new))
    return redline_of(after, rendered_document(after, tree, on), before, tree, on)


def _to_print(printed: Printed, tags: Tags) -> Item:
    entry = printed.entry
    if entry is None:
        raise UnusableConfiguration(
            say("the ledger of {code} is empty, so it cannot be printed; open an entry first", code=printed.ledger.code)
        )
    snapshot = tags.snapshot(printed.commit) if printed.commit else None
    if snapshot:
        refuse_unusable(snapshot.register)
    copy = Copy.ISSUED if entry.approved or entry.carried_over else Copy.DRAFT
    return printed_as(printed.document, printed.ledger, entry, snapshot, copy)
