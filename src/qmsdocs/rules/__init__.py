"""All rules, by family: an explicit list, so that nothing is found by accident and nothing is forgotten."""

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnknownRule
from qmsdocs.rules import (
    change_authority,
    change_documents,
    change_ledger,
    change_records,
    change_tags,
    decisions,
    duties,
    external,
    formalities,
    identity,
    ledger,
    lifecycle,
    mandatory,
    names,
    replacing,
    signatures,
    signers,
    source,
    steps,
    text,
)
from qmsdocs.rules.base import Rule

RULES: tuple[Rule, ...] = (
    *source.RULES,
    *identity.RULES,
    *replacing.RULES,
    *names.RULES,
    *ledger.RULES,
    *signatures.RULES,
    *signers.RULES,
    *lifecycle.RULES,
    *formalities.RULES,
    *decisions.RULES,
    *text.RULES,
    *steps.RULES,
    *external.RULES,
    *mandatory.RULES,
    *duties.RULES,
    *change_ledger.RULES,
    *change_documents.RULES,
    *change_authority.RULES,
    *change_documents.RULES_OF_EXTERNALS,
    *change_tags.RULES,
    *change_authority.RULES_OF_TARGET,
    *change_ledger.RULES_OF_HISTORY,
    *change_records.RULES,
)
"""In the order of their codes."""


def explain(code: str) -> Rule:
    """A rule with its rationale and examples.

    Args:
        code: e.g. ``QD201``, in any case, or the rule's name.

    Raises:
        UnknownRule: there is no such rule.
    """
    wanted = code.strip().lower()
    for rule in RULES:
        if wanted in (rule.code.lower(), rule.name):
            return rule
    raise UnknownRule(say("there is no rule {code}; `qmsdocs explain` lists all", code=code))


__all__ = ["RULES", "Rule", "explain"]
