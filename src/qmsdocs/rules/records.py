"""QD4xx: records and how long they are kept. The tuple ``RULES`` of the family stands in :mod:`qmsdocs.rules.steps`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qmsdocs.diagnostics import say
from qmsdocs.model.document import Document
from qmsdocs.rules.base import ERROR, Context, Problem, rule


@rule("QD412", ERROR, "ISO 9001:2015, 7.5.3.2d", of=Document)
def record_without_retention(document: Document, context: Context) -> Iterator[Problem]:
    """Every record says how long it is kept.

    Why: Without a time somebody throws away what an auditor will ask for, or keeps everything for ever.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        records:
          - {title: Danh mục hồ sơ hằng năm, form: BM-02-01, keeper: VP}
    Good:
        --- procedures/QT-02/QT-02.yaml
        records:
          - {title: Danh mục hồ sơ hằng năm, form: BM-02-01, keeper: VP, retention: vĩnh viễn}
    """
    for index, record in enumerate(document.records):
        if record.retention is None and not {"records", "retention"} & set(document.to_check):
            yield Problem(
                say("record “{title}” has no retention period", title=record.title),
                say("add retention: 5 năm, or vĩnh viễn; write cần kiểm tra while it is not known"),
                at=("records", index),
            )


@rule("QD413", ERROR, "ISO 9001:2015, 7.5.3.2d", of=Document)
def bad_retention(document: Document, context: Context) -> Iterator[Problem]:
    """A retention period says when it ends.

    Why: "Kept long" or "as prescribed" does not tell the keeper on which day a record may be destroyed.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        records:
          - {title: Danh mục hồ sơ hằng năm, form: BM-02-01, keeper: VP, retention: lâu dài}
    Good:
        --- procedures/QT-02/QT-02.yaml
        records:
          - {title: Danh mục hồ sơ hằng năm, form: BM-02-01, keeper: VP, retention: 10 năm}
    """
    for index, record in enumerate(document.records):
        if record.retention and not _is_retention(record.retention):
            bare = record.retention.strip()
            yield Problem(
                say("{retention} is not a retention period", retention=record.retention),
                say("write {period}", period=f"{bare} năm")
                if bare.isdecimal()
                else say("write a period such as 5 năm, or vĩnh viễn; write cần kiểm tra while it is not known"),
                at=("records", index, "retention"),
            )


_PERIOD = r"(?:(?:tối thiểu|ít nhất|at least) )?0*[1-9][0-9]{0,2} ?(?:năm|tháng|ngày|years?|months?|days?)"
_BEGINNING = r"(?:,? (?:kể từ|tính từ|từ|sau|from|after) .+| \(.+\))?"
_RETENTION = re.compile(
    rf"{_PERIOD}{_BEGINNING}|vĩnh viễn|permanent(?:ly)?|cần kiểm tra|theo hiệu lực\b.*"
    r"|(?:cho )?(?:đến|tới) (?:khi|hết) .+|until .+"
)


@lru_cache(maxsize=4096)
def _is_retention(text: str) -> bool:
    """A number of years, months or days, an event that ends it, for ever, or to be checked."""
    return _RETENTION.fullmatch(" ".join(text.lower().split()).rstrip(".")) is not None
