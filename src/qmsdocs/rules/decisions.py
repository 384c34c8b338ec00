"""QD230 to QD236: decisions and the ledgers that name them say the same. These cannot be waived.

A ledger may name a decision that has no file: agencies begin with paper alone. Where the file is there, both must agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.decision import Decision, Issue, decision_key
from qmsdocs.model.document import Document
from qmsdocs.model.files import MAX_EVIDENCE
from qmsdocs.model.ledger import Approval, Revision
from qmsdocs.model.register import Register
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, did_you_mean, rule
from qmsdocs.rules.mentions import nearest_code


@rule("QD230", ERROR, "format.md, section 8", of=Decision)
def decision_issues_nothing_known(decision: Decision, context: Context) -> Iterator[Problem]:
    """A decision lists revisions that exist, each with its number.

    Why: What a decision puts in force is one revision of one document; a list that leads nowhere issues nothing.

    Bad:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0, QT-02@2.0]
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    """
    register = context.register
    for index, issue in enumerate(decision.issues):
        if not register.could_not_be_read(issue.code) and (problem := _unknown(issue, register)):
            yield Problem(*problem, ("documents", index))


def _unknown(issue: Issue, register: Register) -> tuple[Message, Message] | None:
    document = register.document(issue.code)
    if document is None:
        if register.find(issue.code):
            message = say("{code} is an external document; a decision issues the agency's own", code=issue.code)
            return message, say("move it to basis")
        otherwise = say("correct the code, or take it out of the list")
        known = [document.code for document in register.documents]
        message = say("there is no document with code {code}", code=issue.code)
        return message, did_you_mean(issue.code, known, otherwise)
    last = document.last
    if document.entry(issue.number):
        return None
    if issue.number:
        message = say("the ledger of {code} has no entry {number}", code=document.code, number=issue.number)
    else:
        message = say("{code} is listed without the number of its revision", code=document.code)
    if last is None:
        return message, say("open the entry in the ledger of the document first")
    return message, say("write {code}", code=f"{document.code}@{last.number}")


@rule("QD231", ERROR, "format.md, section 8", of=Decision)
def decision_twice(decision: Decision, context: Context) -> Iterator[Problem]:
    """A decision has one file: its number stands in one file of its year.

    Why: Of two files about one decision nobody knows which one tells what was decided.

    Bad:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
        --- records/decisions/12.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
        --- records/decisions/12-QD-UBND-2025.yaml
        number: 12/QĐ-UBND
        on: 2025-01-20
    """
    first = context.register.decisions_by_key[decision.key][0]
    if first is not decision:
        number, year, path = decision.number, decision.on.year, first.origin.path
        message = say("decision {number} of {year} already has the file {path}", number=number, year=year, path=path)
        yield Problem(message, say("keep one of the two, with all documents that it issues"), ("number",))


@rule("QD232", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def approval_not_in_decision(document: Document, context: Context) -> Iterator[Problem]:
    """A decision lists every revision that was approved by it.

    Why: The ledger says that the decision issued the document; the decision must say so too.

    Bad:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0]
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    """
    for index, entry in enumerate(document.revisions):
        decision = _decision_of(entry, context.register)
        if decision and not _lists(decision, document, entry, context.register):
            number, path, issue = decision.number, decision.origin.path, f"{document.code}@{entry.number}"
            values = {"entry": entry.number, "number": number, "path": path}
            message = say("{entry} was approved by {number}, but {path} does not list it", **values)
            remedy = say("add {code} to documents there, or correct the number of the decision here", code=issue)
            yield Problem(message, remedy, ("revisions", index, "approved", "decision"))


@rule("QD233", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def approval_differs_from_decision(document: Document, context: Context) -> Iterator[Problem]:
    """An approval bears the day and the signer of the decision that it names.

    Why: The decision is the approval on paper: signed once, on one day, by one person.

    Bad:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-21
        signer: nguyen-van-an
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        signer: nguyen-van-an
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    """
    for index, entry in enumerate(document.revisions):
        decision, approval = _decision_of(entry, context.register), entry.approved
        if not (decision and approval):
            continue
        remedy = say("correct it here, or in {path}", path=decision.origin.path)
        at = ("revisions", index, "approved")
        if approval.on != decision.on:
            values = {"entry": entry.number, "day": approval.on, "number": decision.number, "on": decision.on}
            message = say("{entry} was approved on {day}, but decision {number} is of {on}", **values)
            yield Problem(message, remedy, (*at, "on"))
        signer = decision.signer if decision.signer in context.agency.people else None
        if approval.by and signer and approval.by != signer:
            values = {"entry": entry.number, "by": approval.by, "number": decision.number, "signer": signer}
            message = say("{entry} was approved by {by}, but {signer} signed decision {number}", **values)
            yield Problem(message, remedy, (*at, "by"))


@rule("QD234", ERROR, "ISO 9001:2015, 7.5.2", of=Decision)
def issued_by_another_decision(decision: Decision, context: Context) -> Iterator[Problem]:
    """No decision lists a revision that another one issued. One that awaits approval or was reopened may be listed.

    Why: A revision is issued once; two decisions about it leave open since when it binds anybody.

    Bad:
        --- records/decisions/13-QD-UBND.yaml
        number: 13/QĐ-UBND
        on: 2026-02-20
        documents: [QT-02@1.0]
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    """
    for index, issue in enumerate(decision.issues):
        document = context.register.document(issue.code)
        entry = document and document.entry(issue.number)
        approval = entry and entry.approved
        if not (document and entry and approval and approval.decision and approval.on):
            continue
        if _ends(decision, document) or _taken_back(decision, entry):
            continue
        if decision_key(approval.decision, approval.on.year) != decision.key:
            values = {"code": decision.documents[index], "number": approval.decision, "day": approval.on}
            message = say("{code} was approved by {number} of {day}", **values)
            remedy = say("take it out of the list, or correct the approval in {path}", path=document.origin.path)
            yield Problem(message, remedy, ("documents", index))


@rule("QD235", ERROR, "ISO 9001:2015, 7.5.3", of=Decision)
def unknown_basis(decision: Decision, context: Context) -> Iterator[Problem]:
    """What a decision rests on is a document of the repository.

    Why: A document that nobody keeps cannot be followed, and nobody learns when it changes.

    Bad:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        basis: [30/2020/NĐ-CP, 72/2025/QH15]
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        basis: [30/2020/NĐ-CP]
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
    """
    register = context.register
    for index, reference in enumerate(decision.basis):
        code = reference.target
        if register.find(code) is None and not register.could_not_be_read(code):
            add = say("correct it, or add the document (an external one as {path})", path=register.external_path(code))
            remedy = nearest_code(code, [document.code for document in register.everything], add)
            yield Problem(say("there is no document with code {code}", code=code), remedy, ("basis", index, "code"))


@rule("QD236", ERROR, "ISO 9001:2015, 7.5.3.2", of=Document)
def evidence_changed(document: Document, context: Context) -> Iterator[Problem]:
    """The file that proves an approval is the one that was filed: its SHA-256 is that of the ledger.

    Why: A scan that was exchanged later proves something else, or nothing.

    Bad:
        --- records/decisions/11-QD-UBND.pdf (whole)
        another scan
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            carried_over: true
            approved:
              name: Lê Văn Cũ
              on: 2025-05-05
              evidence:
                file: records/decisions/11-QD-UBND.pdf
                sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    Good:
        --- records/decisions/11-QD-UBND.pdf (whole)
        scan
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            carried_over: true
            approved:
              name: Lê Văn Cũ
              on: 2025-05-05
              evidence:
                file: records/decisions/11-QD-UBND.pdf
                sha256: "a0d5b1d283deb3666314daff4bcc72968cbb13cf3f23434b633f936f78977879"
    """
    register = context.register
    for index, entry in enumerate(document.revisions):
        evidence = entry.approved and entry.approved.evidence
        if not evidence or evidence.file not in register.paths:
            continue
        at, found = ("revisions", index, "approved", "evidence"), register.evidence.get(evidence.file)
        if found is None:
            limit = MAX_EVIDENCE >> 20
            message = say("{file} cannot be read, or is larger than {limit} MiB", file=evidence.file, limit=limit)
            yield Problem(message, say("check that it is a file and that you may read it"), (*at, "file"))
        elif found != evidence.sha256:
            message = say("{file} is not the file that was filed: its SHA-256 differs", file=evidence.file)
            yield Problem(message, say("put the file back that was filed with the approval"), (*at, "sha256"))


def _decision_of(entry: Revision, register: Register) -> Decision | None:
    """The file of the decision that approved an entry, if there is one."""
    approval: Approval | None = entry.approved
    if approval is None or not approval.decision or approval.on is None:
        return None
    found = register.decisions_by_key.get(decision_key(approval.decision, approval.on.year), ())
    return found[0] if found else None


def _lists(decision: Decision, document: Document, entry: Revision, register: Register) -> bool:
    return any(issue.number == entry.number and register.document(issue.code) is document for issue in decision.issues)


def _ends(decision: Decision, document: Document) -> bool:
    """Whether the decision lists a document because it ends it."""
    ended = document.withdrawn and document.withdrawn.decision
    return bool(ended) and code_key(ended or "") == code_key(decision.number)


def _taken_back(decision: Decision, entry: Revision) -> bool:
    """Whether the approval by the decision was taken back; what was signed on paper stays in its file."""
    return any(decision.on <= reopened.on for reopened in entry.reopened)


RULES: tuple[Rule, ...] = (
    decision_issues_nothing_known,
    decision_twice,
    approval_not_in_decision,
    approval_differs_from_decision,
    issued_by_another_decision,
    unknown_basis,
    evidence_changed,
)
