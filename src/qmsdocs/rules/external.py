"""QD5xx: external documents. What follows from their changes stands in :mod:`qmsdocs.rules.updates`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qmsdocs.diagnostics import say
from qmsdocs.model.calendar import add_months
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import Register
from qmsdocs.rules import updates
from qmsdocs.rules.base import ERROR, NOTE, WARNING, Context, Problem, Rule, rule


@rule("QD501", ERROR, "ISO 9001:2015, 7.5.3.2", of=ExternalDocument)
def external_dates_out_of_order(external: ExternalDocument, context: Context) -> Iterator[Problem]:
    """A document is issued, takes effect and expires in this order.

    Why: From these days follows which rule applied when; days in the wrong order are mistyped.

    Bad:
        --- external/30-2020-ND-CP.yaml
        issued: 2020-05-03
    Good:
        --- external/30-2020-ND-CP.yaml
        issued: 2020-03-05
    """
    issued, effective, expires = external.issued, external.effective, external.expires
    if issued and effective and issued > effective:
        yield Problem(
            say("takes effect on {effective}, before it is issued on {issued}", effective=effective, issued=issued),
            say("compare both days with the source"),
            at=("effective",),
        )
    begins = effective or issued
    if begins and expires and begins >= expires:
        message = say("expires on {expires}, before it begins on {begins}", expires=expires, begins=begins)
        if begins == expires:
            message = say("expires on {expires}, the day on which it begins", expires=expires)
        remedy = say("compare both days with the source; expires is the day after its last day in force")
        yield Problem(message, remedy, at=("expires",))


@rule("QD507", ERROR, "ISO 9001:2015, 7.5.3.2", of=Register)
def cited_before_effect(register: Register, context: Context) -> Iterator[Problem]:
    """A document in force does not rest on one that has not taken effect.

    Why: Until it takes effect the old rule applies, and work done by the new one has no ground. A revision that takes
    effect on the same day or later may cite it.

    Bad:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về văn bản điện tử
        type: external
        category: legal
        effective: 2026-09-01
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01, 99/2026/NĐ-CP]
    Good:
        --- external/99-2026-ND-CP.yaml
        code: 99/2026/NĐ-CP
        title: Về văn bản điện tử
        type: external
        category: legal
        effective: 2026-01-15
        source: https://example.vn/99-2026-nd-cp
        checked: {by: le-thi-binh, on: 2026-05-02}
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01, 99/2026/NĐ-CP]
    """
    if not any(external.effective and external.effective > context.day for external in register.externals):
        return
    for citation in register.citations:
        cited = citation.found.document if citation.found else None
        if not isinstance(cited, ExternalDocument) or not cited.effective or cited.effective <= context.day:
            continue
        begins = _beginning(citation.document, context)
        if begins and begins < cited.effective:
            yield Problem(
                say("{code} takes effect only on {day}", code=cited.printed_code, day=cited.effective),
                say(
                    "cite the rule that applies until then, or let the revision take effect on {day}",
                    day=cited.effective,
                ),
                citation.at,
                citation.document,
            )


@rule("QD508", NOTE, "ISO 9001:2015, 7.5.3.2", of=ExternalDocument)
def cited_by_nothing(external: ExternalDocument, context: Context) -> Iterator[Problem]:
    """An external document is cited by a document of the agency.

    Why: When it changes, nobody will be told, because no document says that it rests on it.

    Bad:
        --- external/TT-01.yaml
        code: TT-01
        title: Hướng dẫn lập danh mục
        type: external
        category: guidance
        source: https://example.vn/tt-01
        checked: {by: le-thi-binh, on: 2026-05-02}
    Good:
        --- external/TT-01.yaml
        code: TT-01
        title: Hướng dẫn lập danh mục
        type: external
        category: guidance
        source: https://example.vn/tt-01
        checked: {by: le-thi-binh, on: 2026-05-02}
        --- procedures/QT-02/QT-02.yaml
        references: [30/2020/NĐ-CP, QT-01, TT-01]
    """
    register = context.register
    if code_key(external.code) in register.cited_by:
        return
    if register.citing(external) or register.unreadable or _needed_otherwise(external, context):
        return
    yield Problem(
        say("no document of the agency cites {code}", code=external.printed_code),
        say("cite it under references where it is followed, or remove it from the register"),
        at=("code",),
    )


@rule("QD509", WARNING, "ISO 9001:2015, 7.5.3.2", of=ExternalDocument)
def not_checked(external: ExternalDocument, context: Context) -> Iterator[Problem]:
    """An external document is checked regularly for changes.

    Why: Nobody sends word when a decree is replaced; the agency must look, usually once a year.

    Bad:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2025-05-15}
    Good:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2025-06-15}
    """
    months = context.profile.limits.external_check_months
    checked = external.checked
    if checked and context.day <= add_months(checked.on, months):
        return
    if "checked" in external.to_check or updates.no_longer_in_force(external, context):
        return
    remedy = say("look up whether it is still in force or was changed, and write checked: {{by: …, on: …}}")
    if checked:
        message = say("last checked on {day}, more than {months} months ago", day=checked.on, months=months)
        yield Problem(message, remedy, at=("checked", "on"))
    else:
        yield Problem(
            say("it was never checked whether {code} is still in force", code=external.printed_code),
            remedy,
            at=("code",),
        )


@rule("QD510", ERROR, "ISO 9001:2015, 7.5.3.2", of=ExternalDocument)
def checked_in_the_future(external: ExternalDocument, context: Context) -> Iterator[Problem]:
    """A check lies in the past.

    Why: A check that has not happened hides that the document was not looked at.

    Bad:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2026-06-02}
    Good:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2026-06-01}
    """
    if external.checked and external.checked.on > context.day:
        yield Problem(
            say(
                "checked on {day}, which is after the day of this check, {today}",
                day=external.checked.on,
                today=context.day,
            ),
            say("write the day on which it was really checked"),
            at=("checked", "on"),
        )


@rule("QD511", NOTE, "ISO 9001:2015, 7.5.3.2", of=ExternalDocument)
def no_source(external: ExternalDocument, context: Context) -> Iterator[Problem]:
    """An external document says where its text was read.

    Why: The next person who checks it should read the same text, not the first one that a search finds.

    Bad:
        --- external/30-2020-ND-CP.yaml (-source)
    Good:
        --- external/30-2020-ND-CP.yaml
        source: https://example.vn/30-2020-nd-cp
    """
    if external.source is None and "source" not in external.to_check:
        yield Problem(
            say("{code} has no source", code=external.printed_code),
            say("add source: the address or the place of the text; or to_check: [source] while it is not known"),
            at=("code",),
        )


@rule("QD513", WARNING, "format.md, section 2", of=ExternalDocument)
def unknown_fact_not_marked(external: ExternalDocument, context: Context) -> Iterator[Problem]:
    """What is not known of an external document is named under to_check.

    Why: From the day on which a rule takes effect follows until when documents must follow it. While that day is
    missing no deadline is reported, and without to_check nobody is reminded to look it up.

    Bad:
        --- external/30-2020-ND-CP.yaml
        effective: null
    Good:
        --- external/30-2020-ND-CP.yaml
        effective: 2020-03-05
    """
    for key in _left_open(external):
        if key not in external.to_check:
            yield Problem(
                say("{key} of {code} is not known, and to_check does not name it", key=key, code=external.printed_code),
                say("look it up and write it in, or name {key} under to_check while it is not known", key=key),
                at=(key,) if key in external.model_fields_set else ("code",),
            )


def _left_open(external: ExternalDocument) -> Iterator[str]:
    """Facts without a value that every law has: the day of effect also where its key is missing.

    Of other documents the day of effect counts when they change another, which sets a deadline.
    """
    legal = external.category == "legal"
    if external.effective is None and (legal or external.replaces or external.amends):
        yield "effective"
    for key in ("issued", "issuer") if legal else ():
        if key in external.model_fields_set and getattr(external, key) is None:
            yield key


def _beginning(document: Document, context: Context) -> date | None:
    """From when the text as it stands is in force; None for a draft and for a document that ended."""
    ended = document.withdrawn and document.withdrawn.on <= context.day
    return document.last.in_force_from if document.last and not ended else None


def _needed_otherwise(external: ExternalDocument, context: Context) -> bool:
    """The standard of the profile, what changes another document of the register, and what is kept as history."""
    standard = context.profile.standard
    if standard and code_key(external.code) in (code_key(standard.full_name), code_key(standard.name)):
        return True
    changes_another = any(context.register.external(code) for code in (*external.replaces, *external.amends))
    return changes_another or updates.no_longer_in_force(external, context)


RULES: tuple[Rule, ...] = (
    external_dates_out_of_order,
    updates.expired_but_cited,
    updates.replaced_but_cited,
    updates.replaced_but_cited_overdue,
    updates.amended_but_cited,
    updates.amended_but_cited_overdue,
    cited_before_effect,
    cited_by_nothing,
    not_checked,
    checked_in_the_future,
    no_source,
    updates.expired_but_cited_overdue,
    unknown_fact_not_marked,
)
