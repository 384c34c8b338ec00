"""QD5xx: documents that cite what was replaced, amended or expired. ``RULES`` stands in :mod:`qmsdocs.rules.external`.

Quyết định 19/2014/QĐ-TTg, Điều 4, gives three months to bring a change into the system; the number is data of the
profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import Citation, Register
from qmsdocs.model.updates import ChangeKind, ExternalChange, answered, changes_of, deadline, names
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, rule


@rule("QD502", WARNING, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Register)
def expired_but_cited(register: Register, context: Context) -> Iterator[Problem]:
    """A document that expired is cited, and there is still time to act.

    Why: Work that rests on a rule no longer in force can be undone; the agency has three months to look at it.

    Bad:
        --- external/30-2020-ND-CP.yaml
        expires: 2026-05-01
    Good:
        --- external/30-2020-ND-CP.yaml
        expires: 2026-05-01
        --- procedures/QT-01/QT-01.yaml
        reviews: [{by: tran-van-cuong, on: 2026-05-20, note: Nội dung viện dẫn không còn cần đến}]
        --- procedures/QT-02/QT-02.yaml
        reviews: [{by: tran-van-cuong, on: 2026-05-20, note: Nội dung viện dẫn không còn cần đến}]
    """
    return _problems(context, "expired", overdue=False)


@rule("QD503", WARNING, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Register)
def replaced_but_cited(register: Register, context: Context) -> Iterator[Problem]:
    """A document that was replaced is cited, and there is still time to follow the new one.

    Why: A changed rule must be in the system within three months of taking effect: by a revision of each document that
    cites it, or by a review that finds nothing to change.

    Bad:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        issued: 2026-04-01
        effective: 2026-05-01
        replaces: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
    Good:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        issued: 2026-04-01
        effective: 2026-07-01
        replaces: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
    """
    return _problems(context, "replaced", overdue=False)


@rule("QD504", ERROR, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Register)
def replaced_but_cited_overdue(register: Register, context: Context) -> Iterator[Problem]:
    """A document that was replaced is still cited, and the time to follow the new one is over.

    Why: More than three months after a new rule took effect, nobody can say that the procedure follows it.

    Bad:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        effective: 2026-02-15
        replaces: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
    Good:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        effective: 2026-02-15
        replaces: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
        --- procedures/QT-01/QT-01.yaml
        references: [99/2026/NĐ-CP, QT-02]
        --- procedures/QT-02/QT-02.yaml
        references: [99/2026/NĐ-CP, QT-01]
    """
    return _problems(context, "replaced", overdue=True)


@rule("QD505", WARNING, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Register)
def amended_but_cited(register: Register, context: Context) -> Iterator[Problem]:
    """A document that was amended, or replaced in part, is cited, and there is still time to follow the change.

    Why: The article that a procedure rests on may be the one that was amended; somebody must look within three months.

    Bad:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Sửa đổi, bổ sung một số quy định về công tác văn thư
        type: external
        category: legal
        effective: 2026-05-01
        amends: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
    Good:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Sửa đổi, bổ sung một số quy định về công tác văn thư
        type: external
        category: legal
        effective: 2026-05-01
        amends: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
        --- procedures/QT-01/QT-01.yaml
        reviews: [{by: tran-van-cuong, on: 2026-05-20, note: Điều được viện dẫn không đổi}]
        --- procedures/QT-02/QT-02.yaml
        reviews: [{by: tran-van-cuong, on: 2026-05-20, note: Điều được viện dẫn không đổi}]
    """
    return _problems(context, "amended", overdue=False)


@rule("QD506", ERROR, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Register)
def amended_but_cited_overdue(register: Register, context: Context) -> Iterator[Problem]:
    """A document that was amended, or replaced in part, is cited, and nobody looked at the change in time.

    Why: More than three months after an amendment took effect, nobody can say that the procedure follows it.

    Bad:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Sửa đổi, bổ sung một số quy định về công tác văn thư
        type: external
        category: legal
        effective: 2026-02-15
        amends: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
    Good:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Sửa đổi, bổ sung một số quy định về công tác văn thư
        type: external
        category: legal
        effective: 2026-02-15
        amends: [30/2020/NĐ-CP]
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
        --- procedures/QT-01/QT-01.yaml
        references: [30/2020/NĐ-CP, 99/2026/NĐ-CP, QT-02]
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, 99/2026/NĐ-CP, QT-01]
    """
    return _problems(context, "amended", overdue=True)


@rule("QD512", ERROR, "Quyết định 19/2014/QĐ-TTg, Điều 4", of=Register)
def expired_but_cited_overdue(register: Register, context: Context) -> Iterator[Problem]:
    """A document that expired is still cited, and the time to act is over.

    Why: More than three months after a rule ended, a procedure that rests on it has no ground.

    Bad:
        --- external/30-2020-ND-CP.yaml
        expires: 2026-02-15
    Good:
        --- external/30-2020-ND-CP.yaml
        expires: 2026-12-31
    """
    return _problems(context, "expired", overdue=True)


def no_longer_in_force(external: ExternalDocument, context: Context) -> bool:
    """Whether it expired or was wholly replaced by the day of the check."""
    expired = external.expires is not None and external.expires <= context.day
    return expired or any(change.kind == "replaced" for change in changes_of(context.register, external, context.day))


def _problems(context: Context, kind: ChangeKind, *, overdue: bool) -> Iterator[Problem]:
    register, told = context.register, set()
    changes = {
        external.origin.path: found
        for external in register.externals
        if (external.expires or code_key(external.code) in register.changed_by)
        and (found := [change for change in changes_of(register, external, context.day) if change.kind == kind])
    }
    if not changes:
        return
    for citation in register.citations:
        cited = citation.found.document if citation.found else None
        about = (citation.document.origin.path, cited.origin.path if cited else "")
        if not isinstance(cited, ExternalDocument) or about[1] not in changes or about in told:
            continue
        told.add(about)
        for change in changes[about[1]]:
            limit = deadline(register, change)
            if (context.day > limit) is overdue and not answered(register, citation.document, change, context.day):
                yield _problem(citation, cited, change, limit, overdue=overdue)


def _problem(
    citation: Citation, cited: ExternalDocument, change: ExternalChange, limit: date, *, overdue: bool
) -> Problem:
    event = _event(cited, change)
    message = (
        say("{event}; this document had to follow by {limit}", event=event, limit=limit)
        if overdue
        else say("{event}; this document has to follow by {limit}", event=event, limit=limit)
    )
    return Problem(message, _remedy(citation.document, change), citation.at, citation.document)


def _event(cited: ExternalDocument, change: ExternalChange) -> Message:
    code, day, by = cited.printed_code, change.since, change.by
    if by is None:
        return say("{code} is no longer in force since {day}", code=code, day=day)
    if change.kind == "replaced":
        return say("{code} was replaced by {new} on {day}", code=code, new=by.printed_code, day=day)
    if names(by.amends, code_key(cited.code)):
        return say("{code} was amended by {new} on {day}", code=code, new=by.printed_code, day=day)
    return say("{code} was replaced in part by {new} on {day}", code=code, new=by.printed_code, day=day)


def _remedy(document: Document, change: ExternalChange) -> Message:
    last = document.last
    if last is None or last.approved_on is None:
        return say("bring the text and the references in line with it, and have the open revision approved")
    if change.by:
        new = change.by.printed_code
        return say("open a revision that follows {new}, or record under reviews that nothing needs to change", new=new)
    return say("open a revision that no longer needs it, or record under reviews that nothing needs to change")
