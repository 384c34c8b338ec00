"""The papers beside the documents of a release: the decisions that issue them, measured as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from qmsdocs.issuing.rendering import Source
from qmsdocs.issuing.signing import expected_approver
from qmsdocs.issuing.templates import template_bytes
from qmsdocs.model.codes import stem_of
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Document, Reference
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.register import Register
from qmsdocs.registers.day import Key
from qmsdocs.word.papers import Paper, render_decision

_TEMPLATE = "decision.docx"


def decision_papers(source: Source, issued: Iterable[Key]) -> Iterator[tuple[str, bytes]]:
    """The decisions with a file of their own that issue something of a release: names and bytes.

    Args:
        source: the work tree, or the commit, of the release.
        issued: code and number of what the release holds.
    """
    there = {(code.casefold(), number) for code, number in issued}
    template = template_bytes(source.register, source.files, _TEMPLATE)
    for decision in sorted(source.register.decisions, key=lambda decision: (decision.on, decision.number)):
        issues = _issues(decision, source.register)
        if any((document.code.casefold(), entry.number) in there for document, entry in issues):
            name = f"quyet-dinh_{stem_of(decision.number)}_{decision.on.year}.docx"
            paper = Paper(decision.number, decision.on, decision, issues, _signer(decision, issues), source.register)
            yield name, render_decision(paper, template, called=_TEMPLATE)


def paper_to_sign(
    source: Source, issues: list[tuple[Document, Revision]], on: date, basis: Sequence[str] = ()
) -> tuple[str, bytes]:
    """The decision that is signed together with copies for signing: with room for number and day.

    Args:
        source: the work tree.
        issues: what it is to issue.
        on: a day near that of the signature.
        basis: codes of what it rests on; without any there is room for them.
    """
    template = template_bytes(source.register, source.files, _TEMPLATE)
    signer = expected_approver(issues[0][0], source.register.agency, on) if issues else None
    rests_on = tuple(Reference(code=code) for code in basis)
    paper = Paper("", None, None, issues, signer, source.register, rests_on)
    return "quyet-dinh_trinh-ky.docx", render_decision(paper, template, called=_TEMPLATE)


def _issues(decision: Decision, register: Register) -> list[tuple[Document, Revision]]:
    """What a decision issues, in its order; what the register does not have is for the rules to report."""
    found = []
    for issue in decision.issues:
        document = register.document(issue.code)
        entry = document.entry(issue.number) if document else None
        if document and entry:
            found.append((document, entry))
    return found


def _signer(decision: Decision, issues: list[tuple[Document, Revision]]) -> Signature | None:
    """Who signed it: the approver of what it issues, with the position of that day; else whom its file names."""
    approvers = (entry.approved for _, entry in issues if entry.approved)
    own = (signature for signature in approvers if decision.signer in (None, signature.by))
    return next(own, None) or (Signature(by=decision.signer, on=decision.on) if decision.signer else None)
