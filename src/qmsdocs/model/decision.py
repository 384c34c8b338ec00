"""A decision: the paper by which the head of the agency issues documents (format.md, section 8)."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import Field

from qmsdocs.model.base import Code, Day, Text
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import AnyReference
from qmsdocs.model.origin import FileValue

DecisionKey = tuple[str, int]
"""The same for the same decision: numbers begin anew every year."""


def decision_key(number: str, year: int) -> DecisionKey:
    """What a decision is found by.

    >>> decision_key("12/QĐ-UBND", 2026) == decision_key("12/qd-ubnd", 2026)
    True
    """
    return code_key(number), year


class Decision(FileValue):
    """A decision as its YAML file states it; it may issue many documents."""

    number: Code = Field(description="Number and symbol of the decision, e.g. 101/QĐ-UBND")
    on: Day = Field(description="Day of the decision")
    title: Text | None = Field(None, description="What it is about (trích yếu)")
    basis: tuple[AnyReference, ...] = Field((), description="Codes of the documents that it rests on")
    articles: tuple[Text, ...] = Field((), description="Its articles (điều), in order")
    recipients: tuple[Text, ...] = Field((), description="Who receives it (nơi nhận)")
    signer: Text | None = Field(None, description="Id of the person who signed it")
    documents: tuple[Text, ...] = Field((), description="What it issues: CODE@issue.revision")

    @property
    def key(self) -> DecisionKey:
        """What it is found by: its number and year."""
        return decision_key(self.number, self.on.year)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The revisions that it issues, in order."""
        return tuple(map(Issue.of, self.documents))


class Issue(NamedTuple):
    """A revision that a decision issues.

    Args:
        code: of the document.
        number: issue and revision, ``1.0``; empty where none is named.
    """

    code: str
    number: str

    @classmethod
    def of(cls, written: str) -> Issue:
        """What ``QT-01@1.0`` means."""
        code, _, number = written.partition("@")
        return cls(code.strip(), number.strip())
