"""QD715: decisions that issued documents stay as they were signed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsdocs.diagnostics import say
from qmsdocs.model.change import Change, is_closed
from qmsdocs.model.decision import Decision
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule

_SIGNED = ("number", "on", "title", "basis", "articles", "signer")


@rule("QD715", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def decision_changed(change: Change, context: Context) -> Iterator[Problem]:
    """The file of a decision that issued documents is kept as the decision was signed; only recipients may be added.

    Why: The decision is the paper that puts a document in force. Its record is evidence, like the ledger.

    Bad:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        title: Ban hành tài liệu
        signer: nguyen-van-an
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
        --- since
        --- records/decisions/12-QD-UBND.yaml
        title: Ban hành tài liệu và quy chế
    Good:
        --- records/decisions/12-QD-UBND.yaml
        number: 12/QĐ-UBND
        on: 2026-01-20
        title: Ban hành tài liệu
        signer: nguyen-van-an
        documents: [KSTL@1.0, QT-01@1.0, QT-02@1.0]
        --- since
        --- records/decisions/12-QD-UBND.yaml
        recipients: [Các đơn vị]
    """
    now = {decision.key: decision for decision in change.now.decisions}
    for before in change.base.decisions:
        if not _issued(change, before):
            continue
        after = now.get(before.key)
        values = {"number": before.number, "since": change.since, "path": shlex.quote(before.origin.path)}
        remedy = say("restore it: git checkout {since} -- {path}", **values)
        if after is None:
            yield Problem(
                say("the file of decision {number}, which issued documents, is gone", **values), remedy, (), before
            )
            continue
        keys = [key for key in _SIGNED if getattr(after, key) != getattr(before, key)]
        if set(before.documents) - set(after.documents):
            keys.append("documents")
        if keys:
            message = say(
                "decision {number} issued documents, but {keys} of it changed", keys=", ".join(keys), **values
            )
            yield Problem(message, remedy, (keys[0],) if getattr(after, keys[0]) else (), after)


def _issued(change: Change, decision: Decision) -> bool:
    """Whether it put a revision in force that is finished."""
    for issue in decision.issues:
        document = change.base.document(issue.code)
        if document and is_closed(document.entry(issue.number)):
            return True
    return False


RULES: tuple[Rule, ...] = (decision_changed,)
