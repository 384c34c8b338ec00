"""Opening the next entry of a ledger and filling its list of changes; binding history from before the tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from qmsdocs.comparison import Content
from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.changes import Baseline, Item, Listing, baseline_of, listed, with_own_words
from qmsdocs.edit.ledger import Desk
from qmsdocs.edit.patch import Patch
from qmsdocs.edit.rewriting import Rewrite, rewritten
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.language import translator
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.source import attachments_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What an entry is to say.

    Args:
        reason: why the document is revised; None leaves what the open entry says.
        request: number of the change request.
        reissue: raise the issue, and begin again at revision 0.
    """

    reason: str | None = None
    request: str | None = None
    reissue: bool = False


@dataclass(frozen=True, slots=True)
class Revised:
    """What a verb changes.

    Args:
        rewrites: the files.
        notes: what the user should know besides.
    """

    rewrites: tuple[Rewrite, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How the ledger of a document is to be changed.

    Args:
        index: of the entry; one more than there are opens a new one.
        number: its issue and revision.
        wish: reason and request.
        changes: its list; None leaves it as it is.
        content: digest of the content it is for; signatures of any other are taken away.
    """

    index: int
    number: tuple[int, int]
    wish: Wish
    changes: list[Item] | None
    content: str


class RevisingDesk(Desk):
    """A repository in which documents are revised.

    Args:
        root: folder of ``qms.yaml``.

    Raises:
        UnusableConfiguration: ``qms.yaml`` cannot be used.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._root = root

    def revise(self, code: str, wish: Wish, *, on: date) -> Revised:
        """Opens the next entry, or brings the open one up to date: its reason, request, numbers and list of changes.

        The list is made by comparing the files with the content that was approved last. Signatures of a content that
        has changed since are taken away.

        Args:
            code: of the document.
            wish: what the entry is to say.
            on: the day, for the rules.

        Raises:
            UnknownDocument: there is no such document.
            EditRefused: the document has ended, nothing binds its last revision to a content, or the rules object.
        """
        document = self._document(code)
        tree = self._content(document)
        plan, notes = self._plan(document, wish, tree, tree)
        rewrite = rewritten(self._files, document.origin.path, lambda patch: written(patch, document, plan))
        return Revised(self._proved([rewrite], on), notes)

    def adopt(self, codes: Sequence[str], *, on: date) -> tuple[Rewrite, ...]:
        """Binds the last carried-over entry of documents to the files as they stand: a baseline, not an approval.

        Args:
            codes: of the documents; all are bound or none.
            on: the day, for the rules.

        Raises:
            UnknownDocument: there is no such document.
            EditRefused: the last entry is not carried over, or bound to another content.
        """
        rewrites = []
        for document in self._documents(codes):
            index, entry = self._last(document)
            values = {"code": document.code, "number": entry.number}
            if not entry.carried_over:
                raise EditRefused(
                    say("{code}: {number} is not carried over (carried_over: true); nothing is to be adopted", **values)
                )
            bound, digest = entry.approved and entry.approved.content, document.origin.digest
            if {entry.content, bound} - {None, digest}:
                raise EditRefused(
                    say(
                        "{code}: {number} is bound to another content already; open a revision for what changed since",
                        **values,
                    )
                )
            path = ("revisions", index, "content")
            rewrites.append(rewritten(self._files, document.origin.path, _putting(path, digest, entry.content)))
        return self._proved(rewrites, on)

    # --- what a revision and a change of code share

    def _content(self, document: Document) -> Content:
        return Content.of(document, attachments_of(self._files, document))

    def _plan(self, document: Document, wish: Wish, tree: Content, after: Content) -> tuple[Plan, tuple[Message, ...]]:
        """The entry and what to say about it.

        Args:
            document: as it stands.
            wish: what the entry is to say.
            tree: the content of the files.
            after: the content that the entry is for.
        """
        refuse_ended(document)
        entry = open_entry(document)
        wish = self._reasoned(document, entry, wish)
        index = len(document.revisions) - (1 if entry else 0)
        before = document.last_approved
        notes = self._stale_note(document, entry, after.digest) if entry else ()
        if before is None:
            changes = None if entry and entry.changes else self._first()
            return Plan(index, self._first_number(document, entry, wish), wish, changes, after.digest), notes
        number = next_number(before, entry, reissue=wish.reissue)
        refuse_renumbering(document, entry, number, after.digest)
        found = baseline_of(self._root, document, before, tree)
        changes, said = self._changes(document, entry, found, after)
        return Plan(index, number, wish, changes, after.digest), (*notes, *said)

    def _reasoned(self, document: Document, entry: Revision | None, wish: Wish) -> Wish:
        if wish.reason or (entry and entry.reason):
            return wish
        if document.last_approved is None:
            return replace(wish, reason=self._say(say("First issue")))
        raise UnusableConfiguration(say("{code}: say why it is revised, with -m WHY", code=document.code))

    def _first(self) -> list[Item]:
        return [{"where": self._say(say("Whole document")), "what": self._say(say("First issue"))}]

    def _say(self, message: Message) -> str:
        return message.render(translator(self.register.agency.language))

    def _first_number(self, document: Document, entry: Revision | None, wish: Wish) -> tuple[int, int]:
        if wish.reissue:
            raise EditRefused(
                say("{code}: no revision of it was approved yet, so none can be re-issued", code=document.code)
            )
        return (entry.issue, entry.revision) if entry else (1, 0)

    def _changes(
        self, document: Document, entry: Revision | None, found: Baseline, after: Content
    ) -> tuple[list[Item] | None, tuple[Message, ...]]:
        written_ = entry.changes if entry else ()
        if found.content is None:
            note = say(
                "{code}: what changed could not be listed: {problem}; run `qmsdocs revise {code}` again then, or write the "
                "list by hand",
                code=document.code,
                problem=found.problem,
            )
            return None if entry else [], (note,)
        listing = with_own_words(written_, listed(found.content, after, self.register))
        if not (listing.items or listing.hidden):
            again = say(
                "{code}: nothing has changed yet; edit it, then run `qmsdocs revise {code}` again to list what changed",
                code=document.code,
            )
            return listing.items, (again, *_notes_on(document, listing))
        return listing.items, tuple(_notes_on(document, listing))

    def _stale_note(self, document: Document, entry: Revision, digest: str) -> tuple[Message, ...]:
        people = dict.fromkeys(s.by or s.name or "?" for s in (*entry.prepared, *entry.reviewed) if is_stale(s, digest))
        if not people:
            return ()
        return (
            say(
                "{code}: the content has changed since {people} signed {number}; they have to sign it again",
                code=document.code,
                people=", ".join(people),
                number=entry.number,
            ),
        )


def _notes_on(document: Document, listing: Listing) -> Iterator[Message]:
    """What the user would not see in the list."""
    for item in listing.hidden:
        yield say("{code}: {where} stays in your words; compared, it says: {what}", code=document.code, **item)
    for item in listing.dropped:
        yield say("{code}: no longer true and taken out of the list: {where}: {what}", code=document.code, **item)


def open_entry(document: Document) -> Revision | None:
    """The last entry, while it is neither approved nor carried over."""
    last = document.last
    return last if last and not last.approved and not last.carried_over else None


def is_stale(signature: Signature, digest: str) -> bool:
    """Whether a signature was given for another content."""
    return signature.content is not None and signature.content != digest


def refuse_ended(document: Document) -> None:
    """Refuses a document that was withdrawn.

    Raises:
        EditRefused: it was.
    """
    if document.withdrawn:
        raise EditRefused(say("{code} is withdrawn; a new document gets a new code", code=document.code))


def next_number(before: Revision, entry: Revision | None, *, reissue: bool) -> tuple[int, int]:
    """The number of an entry after the one that was approved last; an open one keeps its own where it may have it."""
    amended, reissued = (before.issue, before.revision + 1), (before.issue + 1, 0)
    if reissue:
        return reissued
    return reissued if entry and (entry.issue, entry.revision) == reissued else amended


def refuse_renumbering(document: Document, entry: Revision | None, number: tuple[int, int], content: str) -> None:
    """Refuses to give an entry that bears signatures another number; those of another content fall away anyhow.

    Raises:
        EditRefused: it would.
    """
    if entry is None or (entry.issue, entry.revision) == number:
        return
    if any(not is_stale(signature, content) for signature in (*entry.prepared, *entry.reviewed)):
        raise EditRefused(
            say(
                "{code}: {number} bears signatures, so its number stays; take them back with `qmsdocs reopen` first",
                code=document.code,
                number=entry.number,
            )
        )


def written(patch: Patch, document: Document, plan: Plan) -> None:
    """Writes a plan into the ledger; what an open entry says already is left as it is written.

    Args:
        patch: the YAML file.
        document: as it stands.
        plan: what is to be there.
    """
    issue, revision = plan.number
    request = {"request": plan.wish.request} if plan.wish.request else {}
    if plan.index == len(document.revisions):
        entry = {"issue": issue, "revision": revision, "reason": plan.wish.reason, **request}
        patch.append(("revisions",), {**entry, "changes": plan.changes or []})
        return
    old, at = document.revisions[plan.index], ("revisions", plan.index)
    for key, value in {"issue": issue, "revision": revision, "reason": plan.wish.reason, **request}.items():
        if value is not None and getattr(old, key) != value:
            patch.put((*at, key), value)
    _write_changes(patch, (*at, "changes"), old, plan.changes)
    for act in ("prepared", "reviewed"):
        _drop_stale(patch, (*at, act), getattr(old, act), plan.content)


def _write_changes(patch: Patch, path: tuple[str | int, ...], old: Revision, changes: list[Item] | None) -> None:
    there = [{"where": item.where, "what": item.what} for item in old.changes]
    if changes is None or changes == there:
        return
    if there and changes[: len(there)] == there:
        for item in changes[len(there) :]:
            patch.append(path, item)
    else:
        patch.put(path, changes)


def _drop_stale(patch: Patch, path: tuple[str | int, ...], signatures: Sequence[Signature], content: str) -> None:
    if not signatures:
        return
    kept = [signature for signature in signatures if not is_stale(signature, content)]
    if not kept:
        patch.drop(path)
    elif len(kept) < len(signatures):
        patch.put(path, [signature.model_dump(exclude_none=True) for signature in kept])


def _putting(path: tuple[str | int, ...], value: str, there: str | None) -> Any:
    return lambda patch: None if there == value else patch.put(path, value)
