"""QD101 to QD109: each code belongs to one document, and each reference leads to one that can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision, Withdrawal
from qmsdocs.model.register import Citation, Found, Register
from qmsdocs.rules.base import ERROR, NOTE, WARNING, Context, Problem, Rule, rule
from qmsdocs.rules.mentions import mentions, nearest_code


@rule("QD101", ERROR, "ISO 9001:2015, 7.5.2", of=Register)
def code_used_twice(register: Register, context: Context) -> Iterator[Problem]:
    """A code belongs to one document or form.

    Why: Two papers with one code are taken for each other. Codes that differ only in case, diacritics or separators
    count as the same.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: bm 02.01, title: Phiếu mượn hồ sơ}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
    """
    remedy = say("give one of the two another code")
    for first, *others in register.by_key.values():
        for document in others:
            message = say("code {code} is already that of {path}", code=document.code, path=first.origin.path)
            yield Problem(message, remedy, ("code",), document)
    for key, forms in register.forms_by_key.items():
        documents = register.by_key.get(key, ())
        for document, form in forms if documents else forms[1:]:
            if not _doubled(document, forms[0][0]):
                path = documents[0].origin.path if documents else forms[0][0].origin.path
                message = say("form code {code} is already used in {path}", code=form.code, path=path)
                yield Problem(message, remedy, ("forms", _indexes(register, context)[id(form)], "code"), document)


def _indexes(register: Register, context: Context) -> dict[int, int]:
    """Where each form stands in its document, by the form's identity."""
    every = (pair for document in register.documents for pair in enumerate(document.forms))
    return context.once("indexes of forms", lambda: {id(form): index for index, form in every})


def _doubled(document: Document, owner: Document) -> bool:
    """Whether the document as a whole has the code of another: that is reported once, not for each of its forms."""
    return document is not owner and code_key(document.code) == code_key(owner.code)


@rule("QD102", ERROR, "format.md, section 2", of=Register)
def former_code_reused(register: Register, context: Context) -> Iterator[Problem]:
    """A code that a document had before is never given to another.

    Why: Old papers and decisions still name the former code; they must lead to the document that they meant.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        former_codes: [QT-01]
    Good:
        --- procedures/QT-02/QT-02.yaml
        former_codes: [QT-HS-01]
    """
    for key, owners in register.by_former_key.items():
        first = owners[0]
        for document in register.by_key.get(key, ()):
            if all(document is not owner for owner in owners):
                yield Problem(
                    say("code {code} is a former code of {document}", code=document.code, document=first.code),
                    say("give this document another code, or take {code} out of former_codes of {document}",
                        code=document.code, document=first.code),
                    ("code",),
                    document,
                )  # fmt: skip
        for owner in owners[1:]:
            if owner is not first:
                index = next(i for i, code in enumerate(owner.former_codes) if code_key(code) == key)
                code = owner.former_codes[index]
                yield Problem(
                    say("{code} is also a former code of {document}", code=code, document=first.code),
                    say("keep it only in the document to which a reference to it should lead"),
                    ("former_codes", index),
                    owner,
                )


@rule("QD103", ERROR, "ISO 9001:2015, 7.5.3", of=Register)
def unknown_reference(register: Register, context: Context) -> Iterator[Problem]:
    """Every reference is the code of a document of the repository.

    Why: A document that nobody keeps cannot be followed, and nobody learns when it changes.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01, QT-71]
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01]
    """
    for citation in register.citations:
        code = citation.reference.target
        if citation.found is None and not _is_prose(code) and not register.could_not_be_read(code):
            message = say("there is no document with code {code}", code=code)
            yield _problem(citation, message, _for_unknown(code, citation.document, register))


def _for_unknown(code: str, citing: Document, register: Register) -> Message:
    """What to do about a code that no document has."""
    forms = register.forms_by_key.get(code_key(code))
    if forms:
        return say("{code} is a form; cite its document, {document}", code=code, document=forms[0][0].code)
    if printed := register.by_number_key.get(code_key(code)):
        return say("write {code}", code=printed[0].code)
    known = [document.code for document in register.everything if document is not citing]
    path = register.external_path(code)
    add = say("correct it, or add the document (an external one as {path})", path=path)
    return nearest_code(code, known, add)


_SHOWN = 60


def _is_prose(code: str) -> bool:
    """Several words, one of them of letters only and not in capitals."""
    return " " in code and any(word.isalpha() and not word.isupper() for word in code.split())


@rule("QD104", ERROR, "format.md, section 2", of=Register)
def prose_in_reference(register: Register, context: Context) -> Iterator[Problem]:
    """A reference is a code, never a title or a sentence.

    Why: Title, issuer and date are printed from the file of the document that is cited; typed a second time they go
    stale.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        references: [QT-01, Nghị định số 30/2020/NĐ-CP về công tác văn thư]
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [QT-01, 30/2020/NĐ-CP]
    """
    for citation in register.citations:
        text = citation.reference.code
        if citation.found is None and _is_prose(text):
            shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
            yield _problem(citation, say("“{text}” is prose, not a code", text=shown), _for_prose(text, register))


def _for_prose(text: str, register: Register) -> Message:
    mentioned = next(mentions(text, register), None)
    if mentioned is None:
        return say("write the code of the document; its title is printed from its own file")
    if mentioned.document:
        return say("write {code}", code=mentioned.document.code)
    path = register.external_path(mentioned.code)
    return say("write {code} and add the document as {path}", code=mentioned.code, path=path)


@rule("QD105", ERROR, "ISO 9001:2015, 7.5.3", of=Register)
def self_reference(register: Register, context: Context) -> Iterator[Problem]:
    """A document does not cite itself.

    Why: The list of references names what must be at hand besides the document.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01, QT-02]
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01]
    """
    for citation in register.citations:
        if citation.found and citation.found.document is citation.document:
            message = say("{code} cites itself", code=citation.document.code)
            yield _problem(citation, message, say("take the reference out"))


@rule("QD106", ERROR, "ISO 9001:2015, 7.5.3", of=Register)
def pinned_revision_unknown(register: Register, context: Context) -> Iterator[Problem]:
    """A pinned revision exists and is in force no later than the text that cites it.

    Why: A reader who is sent to one exact revision must be able to get it.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01@2.0]
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01@1.0]
    """
    for citation in register.citations:
        if "@" in citation.reference.code and citation.found:
            wrong = _wrong_pin(citation, citation.found, context.day)
            if wrong:
                yield _problem(citation, *wrong)


_PIN = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)")


def _wrong_pin(citation: Citation, found: Found, day: date) -> tuple[Message, Message] | None:
    target, code, pinned = found.document, citation.reference.target, citation.reference.pinned or ""
    plain = say("write {code}", code=code)
    if not isinstance(target, Document):
        return say("{code} is an external document: its revisions cannot be pinned", code=code), plain
    known = [entry.number for entry in target.revisions]
    if not _PIN.fullmatch(pinned):
        example = f"{code}@{known[-1] if known else '1.0'}"
        message = say("“{code}” names no revision", code=citation.reference.code)
        return message, say("write issue.revision, for example {example}", example=example)
    entry = target.entry(pinned)
    if entry is None:
        remedy = say("its revisions are: {known}", known=", ".join(known)) if known else plain
        return say("{code} has no revision {pinned}", code=code, pinned=pinned), remedy
    if _in_force(citation.document, citation.document.last, day) and not _in_force(target, entry, day, ever=True):
        message = say("revision {pinned} of {code} is not in force yet", code=code, pinned=pinned)
        return message, say("cite a revision that is in force, or wait until this one is")
    return None


def _in_force(document: Document, entry: Revision | None, day: date, *, ever: bool = False) -> bool:
    """Whether an entry is in force on a day; with ``ever``, also whether it was before."""
    if entry is None or entry.in_force_from is None:
        return False
    return entry.in_force_from <= day if ever else entry is document.in_force(day)


@rule("QD107", WARNING, "ISO 9001:2015, 7.5.3", of=Register)
def pinned_revision_outdated(register: Register, context: Context) -> Iterator[Problem]:
    """A pinned revision is the one in force.

    Why: Whoever follows the reference works by a text that was superseded.

    Bad:
        --- procedures/QT-01/QT-01.yaml
        revisions:
          - {issue: 1, revision: 0, carried_over: true, approved: {name: Lê Văn Cũ, on: 2024-05-05}}
          - {issue: 1, revision: 1, carried_over: true, approved: {name: Lê Văn Cũ, on: 2025-05-05}}
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01@1.0]
    Good:
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01@1.0]
    """
    for citation in register.citations:
        target = citation.found and citation.found.document
        if "@" in citation.reference.code and isinstance(target, Document):
            pinned, current = target.entry(citation.reference.pinned or ""), target.in_force(context.day)
            if pinned and current and target.revisions.index(pinned) < target.revisions.index(current):
                code, new = target.code, current.number
                yield _problem(
                    citation,
                    say("{code} {pinned} is superseded by {new}", code=code, pinned=pinned.number, new=new),
                    say("read what changed, then write {code}@{new}, or {code} without a revision", code=code, new=new),
                )


@rule("QD108", NOTE, "format.md, section 2", of=Register)
def reference_by_former_code(register: Register, context: Context) -> Iterator[Problem]:
    """A reference uses the code that the document has now.

    Why: It still leads to the document, but the reader finds another code on its cover.

    Bad:
        --- procedures/QT-01/QT-01.yaml
        former_codes: [QT-TL-01]
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-TL-01]
    Good:
        --- procedures/QT-01/QT-01.yaml
        former_codes: [QT-TL-01]
    """
    for citation in register.citations:
        if citation.found and citation.found.former and citation.found.document is not citation.document:
            now = citation.found.document.code
            message = say("{code} is a former code of {document}", code=citation.reference.target, document=now)
            yield _problem(citation, message, say("write {code}", code=now))


@rule("QD109", ERROR, "ISO 9001:2015, 7.5.3", of=Register)
def withdrawn_document_cited(register: Register, context: Context) -> Iterator[Problem]:
    """No document cites one of the agency's own that was withdrawn.

    Why: A withdrawn document is taken out of use; what cites it sends people to it.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        withdrawn: {on: 2026-05-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
        --- procedures/QT-01/QT-01.yaml
        clauses: ["4", "5", "6", "7", "8", "9", "10"]
    Good:
        --- procedures/QT-02/QT-02.yaml
        withdrawn: {on: 2026-09-01, reason: Gộp vào QT-01, decision: 50/QĐ-UBND, by: nguyen-van-an}
    """
    for citation in register.citations:
        target = citation.found and citation.found.document
        end = _end(target, context.day) if isinstance(target, Document) else None
        if end and target and not _end(citation.document, context.day):
            yield _problem(
                citation,
                say("{code} is withdrawn from {day} on", code=target.code, day=end.on),
                _in_place_of(end, (code_key(target.code), code_key(citation.document.code)), register),
            )


def _in_place_of(end: Withdrawal, not_these: tuple[str, str], register: Register) -> Message:
    """What to cite in place of a withdrawn document: neither itself nor the document that cites it."""
    successor = register.find(end.replaced_by) if end.replaced_by else None
    if successor and code_key(successor.document.code) not in not_these:
        return say("cite {code}, which replaces it", code=successor.document.code)
    return say("take the reference out, and what the text says about it")


def _end(document: Document, day: date) -> Withdrawal | None:
    """The withdrawal of a document that has ended by a day."""
    return document.withdrawn if document.withdrawn and document.withdrawn.on <= day else None


def _problem(citation: Citation, message: Message, remedy: Message) -> Problem:
    return Problem(message, remedy, citation.at, citation.document)


RULES: tuple[Rule, ...] = (
    code_used_twice,
    former_code_reused,
    unknown_reference,
    prose_in_reference,
    self_reference,
    pinned_revision_unknown,
    pinned_revision_outdated,
    reference_by_former_code,
    withdrawn_document_cited,
)
