"""Acts that the ledger of a document records: signing, approving, reopening, withdrawing, reviewing.

Who may do what, and in what order, is said by the rules alone: an act is refused when the ledger with it would have an error
that it does not have without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from qmsdocs.diagnostics import say
from qmsdocs.edit.deciding import Issuing, Signed, decision_file, filed
from qmsdocs.edit.landing import finish
from qmsdocs.edit.patch import Patch
from qmsdocs.edit.rewriting import Rewrite, prove, rewritten
from qmsdocs.edit.scaffold import one_line
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.model.agency import Person
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.register import Register
from qmsdocs.rules.base import did_you_mean, unknown_document
from qmsdocs.source import load
from qmsdocs.source.files import WorkTree
from qmsdocs.tagged import Tags

Act = Literal["prepared", "reviewed"]
Change = Callable[[Patch], None]
_DECISION = say("number of the decision")
Entry = tuple[Document, int, Revision]
"""A document, the place of an entry in its ledger, and the entry."""


class Desk:
    """A repository on which somebody acts on a day; every method gives the files that the act changes.

    Args:
        root: folder of ``qms.yaml``.

    Raises:
        UnusableConfiguration: ``qms.yaml`` cannot be used.
    """

    def __init__(self, root: Path) -> None:
        finish(root)
        self._root = root
        self._files = WorkTree(root)
        self.register: Register = load(self._files)
        if not self.register.usable:
            raise UnusableConfiguration(say("qms.yaml cannot be used; `qmsdocs check` tells why"))

    def sign(self, codes: Sequence[str], act: Act, *, by: str, on: date) -> tuple[Rewrite, ...]:
        """Signs the open entry of each document.

        Signatures of the same content are kept; those of a content that has changed since are replaced, and a review of
        it is taken away, for it reviewed something else.

        Args:
            codes: of the documents; all are signed or none.
            act: what the signature says.
            by: id of the person.
            on: the day.

        Raises:
            UnknownDocument: there is no such document.
            EditRefused: the person may not, or the ledger does not allow it now.
        """
        entries = self._open_entries(codes)
        if act == "reviewed":
            _refuse_unprepared(entries)

        def change(document: Document, index: int, entry: Revision) -> Change:
            kept = [s for s in getattr(entry, act) if s.content == document.origin.digest and s.by != by]
            signatures = [*map(_as_written, kept), self._signature(document, by, on)]
            stale = any(s.content != document.origin.digest for s in entry.reviewed)

            def signed(patch: Patch) -> None:
                patch.put(("revisions", index, act), signatures if len(signatures) > 1 else signatures[0])
                if act == "prepared" and stale:
                    patch.drop(("revisions", index, "reviewed"))

            return signed

        return self._proved(self._changed(entries, change), on)

    def approve(self, codes: Sequence[str], issuing: Issuing, *, by: str, on: date) -> tuple[Rewrite, ...]:
        """Approves the open entry of each document by one decision and binds it to the content.

        The file of the decision is begun, or what it issues is added to it; the evidence is filed beside it.

        Args:
            codes: of the documents; all are approved or none.
            issuing: the decision that issues them.
            by: id of the person.
            on: the day of the decision.

        Raises:
            UnknownDocument, EditRefused: as for :meth:`sign`.
            UnusableConfiguration: the evidence cannot be read or filed.
        """
        issuing = replace(issuing, number=one_line(_DECISION, issuing.number))
        entries = self._open_entries(codes)
        _refuse_unprepared(entries)
        _refuse_unreviewed(entries)
        self._person(by)
        issues = [f"{document.code}@{entry.number}" for document, _, entry in entries]
        decision = decision_file(self._files, self.register, Signed(issuing, by, on, issues))
        paper: list[Rewrite] = [decision]
        evidence: dict[str, Any] = {}
        if issuing.evidence:
            evidence, scan = filed(self._files, self.register, self._root, issuing.evidence, decision.path)
            paper.append(scan)

        def change(document: Document, index: int, _entry: Revision) -> Change:
            content = self._signature(document, by, on)
            digest = content.pop("content")
            approval = {**content, "decision": issuing.number, "content": digest, **evidence}

            def approved(patch: Patch) -> None:
                patch.put(("revisions", index, "approved"), approval)
                if issuing.effective:
                    patch.put(("revisions", index, "effective"), issuing.effective)

            return approved

        return self._proved([*self._changed(entries, change), *paper], on)

    def reopen(self, code: str, *, by: str, on: date, reason: str) -> tuple[Rewrite, ...]:
        """Takes the signatures of an entry back before it takes effect; the ledger keeps who did so and why.

        Raises:
            UnknownDocument: there is no such document.
            EditRefused: the entry has taken effect or was released, or nobody has signed it.
        """
        self._person(by)
        document = self._document(code)
        index, entry = self._last(document)
        if entry.in_force_from and entry.in_force_from <= on:
            raise EditRefused(
                say("{code}: {number} is in force; open a new revision instead", code=code, number=entry.number)
            )
        if not (entry.prepared or entry.reviewed or entry.approved):
            raise EditRefused(say("{code}: {number} bears no signature yet", code=code, number=entry.number))

        if tag := Tags.at(self._root).named(document, entry):
            raise EditRefused(
                say(
                    "{code}: {number} was released by the tag {tag}; open a new revision instead",
                    code=code,
                    number=entry.number,
                    tag=tag.name,
                )
            )

        def reopened(patch: Patch) -> None:
            for key in ("prepared", "reviewed", "approved", "effective"):
                patch.drop(("revisions", index, key))
            patch.append(("revisions", index, "reopened"), {"by": by, "on": on, "reason": reason})

        return self._proved([rewritten(self._files, document.origin.path, reopened)], on)

    def withdraw(  # noqa: PLR0913 - the facts of a withdrawal
        self,
        codes: Sequence[str],
        *,
        on: date,
        reason: str,
        decision: str,
        by: str | None = None,
        replaced_by: str | None = None,
    ) -> tuple[Rewrite, ...]:
        """Ends documents from a day on.

        Args:
            codes: of the documents; all end or none.
            on: the first day on which they are no longer in force.
            reason: why.
            decision: number of the decision.
            by: id of the person who decided.
            replaced_by: code of the document that takes their place.

        Raises:
            UnknownDocument: there is no such document.
            EditRefused: the ledger does not allow it.
        """
        facts: dict[str, Any] = {"on": on, "reason": reason, "decision": one_line(_DECISION, decision)}
        if by:
            self._person(by)
            facts["by"] = by
        if replaced_by:
            facts["replaced_by"] = self._document(replaced_by).code
        rewrites = []
        for document in self._documents(codes):
            if document.withdrawn:
                raise EditRefused(say("{code} is withdrawn already", code=document.code))
            rewrites.append(
                rewritten(self._files, document.origin.path, lambda patch: patch.put(("withdrawn",), facts))
            )
        return self._proved(rewrites, on)

    def review(self, codes: Sequence[str], *, by: str, on: date, note: str | None = None) -> tuple[Rewrite, ...]:
        """Records a periodic review that changed nothing.

        Raises:
            UnknownDocument: there is no such document.
            EditRefused: the document is not in force.
        """
        self._person(by)
        facts = {"by": by, "on": on, "outcome": "no-change", **({"note": note} if note else {})}
        rewrites = []
        for document in self._documents(codes):
            if document.in_force(on) is None:
                raise EditRefused(
                    say(
                        "{code} is not in force on {day}; there is nothing to review",
                        code=document.code,
                        day=on.isoformat(),
                    )
                )
            rewrites.append(
                rewritten(self._files, document.origin.path, lambda patch: patch.append(("reviews",), facts))
            )
        return self._proved(rewrites, on)

    # --- what they share

    def _open_entries(self, codes: Sequence[str]) -> list[Entry]:
        """The last entry of each document, which must still be open."""
        entries = []
        for document in self._documents(codes):
            index, entry = self._last(document)
            if entry.approved:
                raise EditRefused(
                    say(
                        "{code}: {number} is approved already; open the next revision first",
                        code=document.code,
                        number=entry.number,
                    )
                )
            entries.append((document, index, entry))
        return entries

    def _changed(self, entries: Sequence[Entry], change: Callable[[Document, int, Revision], Change]) -> list[Rewrite]:
        return [rewritten(self._files, entry[0].origin.path, change(*entry)) for entry in entries]

    def _proved(self, rewrites: Sequence[Rewrite], on: date) -> tuple[Rewrite, ...]:
        prove(self._files, self.register, rewrites, on)
        return tuple(rewrites)

    def _documents(self, codes: Sequence[str]) -> list[Document]:
        """The documents that codes mean, each once in however many spellings it is named."""
        return list({document.code: document for document in map(self._document, codes)}.values())

    def _document(self, code: str) -> Document:
        self._refuse_unmerged(code)
        document = self.register.document(code)
        if document is None:
            raise unknown_document(self.register, code)
        if not document.origin.digest:
            raise EditRefused(say("{code}: its content could not be read; `qmsdocs check` tells why", code=code))
        return document

    def _refuse_unmerged(self, code: str) -> None:
        """Such a file cannot be read at all; here the reason is told at once."""
        for file in self.register.files:
            stem = file.path.rpartition("/")[2].rpartition(".")[0]
            if code_key(stem) == code_key(code) and any(fault.kind == "unfinished-merge" for fault in file.faults):
                raise UnusableConfiguration(
                    say(
                        "{path} holds marks of an unfinished merge (<<<<<<<); decide what is to stand there first",
                        path=file.path,
                    )
                )

    def _last(self, document: Document) -> tuple[int, Revision]:
        if not document.revisions:
            raise EditRefused(
                say(
                    "{code}: its ledger is empty; add an entry with issue: 1, revision: 0 under revisions",
                    code=document.code,
                )
            )
        return len(document.revisions) - 1, document.revisions[-1]

    def _signature(self, document: Document, by: str, on: date) -> dict[str, Any]:
        position = self._person(by).position
        own = {"position": position} if position else {}
        return {"by": by, "on": on, **own, "content": document.origin.digest}

    def _person(self, by: str) -> Person:
        people = self.register.agency.people
        if by not in people:
            otherwise = say("add the person under people in qms.yaml")
            raise EditRefused(
                say("there is no person {by}; {remedy}", by=by, remedy=did_you_mean(by, people, otherwise))
            )
        return people[by]


def _refuse_unprepared(entries: Sequence[Entry]) -> None:
    for document, _, entry in entries:
        if not entry.prepared:
            values = {"code": document.code, "number": entry.number}
            raise EditRefused(
                say(
                    "{code}: {number} was not prepared; sign it first with `qmsdocs sign {code} --as prepared`; "
                    "nothing was changed",
                    **values,
                )
            )


def _refuse_unreviewed(entries: Sequence[Entry]) -> None:
    """Rules say the same of a ledger; here the verb that mends it is named."""
    for document, _, entry in entries:
        values = {"code": document.code, "number": entry.number}
        if not entry.reviewed:
            raise EditRefused(
                say(
                    "{code}: {number} was not reviewed; sign it first with `qmsdocs sign {code} --as reviewed`; "
                    "nothing was changed",
                    **values,
                )
            )
        if any(signature.content != document.origin.digest for signature in entry.reviewed):
            raise EditRefused(
                say(
                    "{code}: the content was changed after {number} was reviewed; sign it again with "
                    "`qmsdocs sign {code} --as prepared`, then `--as reviewed`; nothing was changed",
                    **values,
                )
            )


def _as_written(signature: Signature) -> dict[str, Any]:
    return {key: value for key, value in signature.model_dump(exclude_none=True).items() if value != ""}
