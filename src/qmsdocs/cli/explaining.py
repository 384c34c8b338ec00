"""``qmsdocs explain``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import argument, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnknownRule
from qmsdocs.profiles import bundled, bundled_text
from qmsdocs.report.display import aligned
from qmsdocs.report.run import SEVERITY_NAMES
from qmsdocs.rules import RULES, Rule, explain
from qmsdocs.rules.base import did_you_mean

FAMILIES: Mapping[str, Message] = MappingProxyType(
    {
        "0": say("source and format"),
        "1": say("identity and references"),
        "2": say("ledger and approval"),
        "3": say("text and sections"),
        "4": say("steps, forms, records"),
        "5": say("external documents"),
        "6": say("mandatory documents and clauses"),
        "7": say("git history and change"),
        "8": say("quality records"),
        "9": say("release"),
    }
)
"""By the first digit of a rule's code."""

_WIDTH = 96


@verb(
    "explain",
    help="Says what a rule asks for, why, whom it serves, and shows a bad and a good example. Without RULE, lists "
    "all rules. With the name of a bundled profile, such as state-agency-15, prints its file, for reading or as the "
    "beginning of a profile of your own: `qmsdocs explain state-agency-15 > profile.yaml`.",
)
@argument("code", required=False, metavar="[RULE]")
@click.pass_obj
def explain_verb(session: Session, *, code: str | None) -> int:
    """Prints one rule, all, or a profile."""
    if code in bundled():
        _print_profile(session, code)
        return 0
    lines = _all_rules(session) if code is None else _one_rule(session, _rule(code))
    session.terminal.result("\n".join(lines) + "\n")
    return 0


def _print_profile(session: Session, name: str) -> None:
    """The file as it is: byte for byte where it goes to a file or another program."""
    text = bundled_text(name)
    if session.terminal.interactive:
        session.terminal.result(text)
    else:
        session.terminal.data(text.encode())


def _rule(code: str) -> Rule:
    """The rule with this code or name.

    Raises:
        UnknownRule: there is none; with the nearest that exists.
    """
    try:
        return explain(code)
    except UnknownRule:
        known = [*(word for rule in RULES for word in (rule.code, rule.name)), *bundled()]
        word = code.upper() if code[:2].upper() == "QD" else code.lower()
        remedy = did_you_mean(word, known, say("`qmsdocs explain` lists all rules"))
        raise UnknownRule(say("there is no rule {code}; {remedy}", code=code, remedy=remedy)) from None


def _all_rules(session: Session) -> Iterator[str]:
    for family, rules in groupby(RULES, lambda rule: rule.code[2]):
        yield f"QD{family}xx {session.text(FAMILIES[family])}"
        rows = [_row(session, rule) for rule in rules]
        yield from (f"  {line}" for line in aligned(rows))
        yield ""
    yield session.text(say("more about one: {command}", command="qmsdocs explain QD001"))


def _row(session: Session, rule: Rule) -> tuple[str, ...]:
    return rule.code, session.text(SEVERITY_NAMES[rule.severity]), _title(session, rule)


def _one_rule(session: Session, rule: Rule) -> Iterator[str]:
    t = session.translate
    yield f"{rule.code} {rule.name} ({session.text(SEVERITY_NAMES[rule.severity])})"
    yield from textwrap.wrap(_title(session, rule), _WIDTH)
    yield ""
    yield f"{t('serves')}: {t(rule.clause)}"
    yield t("can be waived for one document in qms.yaml") if rule.waivable else t("cannot be waived")
    yield ""
    yield from textwrap.wrap(t(rule.why), _WIDTH)
    for heading, example in ((t("Bad"), rule.bad), (t("Good"), rule.good)):
        yield f"\n{heading}:"
        yield textwrap.indent(example.rstrip(), "    ")


def _title(session: Session, rule: Rule) -> str:
    return " ".join(session.translate(rule.title).split())
