"""Places of running text: the same as when every prefix is encoded and every piece is looked at."""

from __future__ import annotations

import re

from qmsdocs.diagnostics import TextSpan
from qmsdocs.markdown import parse
from qmsdocs.rules.running import Running

_TEXT = "Hồ sơ của **cơ quan** `mã`, xem [nội dung QT-01](QT-01) và &amp; <b>đơn vị</b>.\n\n| Ô | Chữ |\n|---|---|\n| một | 😀 |\n\n"
_LONG = _TEXT * 40


def test_a_place_counts_the_bytes_before_it() -> None:
    running = Running(_LONG, parse(_LONG))
    for start in (*range(0, len(_LONG), 37), 1023, 1024, 1025, 2048, len(_LONG)):
        first = len(_LONG[:start].encode())
        assert running.span(start, start + 3) == TextSpan(first, first + len(_LONG[start : start + 3].encode()))


def test_running_text_is_what_the_pieces_of_text_hold() -> None:
    prose = parse(_TEXT)
    running, pieces = Running(_TEXT, prose), [i for i in prose.inlines if i.kind == "text"]
    for word in re.finditer(r"\w+", _TEXT):
        span = running.span(*word.span())
        assert running.begins(span) == any(i.start <= span.start < i.end for i in pieces), word[0]
        assert running.holds(span) == any(i.start <= span.start and span.end <= i.end for i in pieces), word[0]


def test_the_target_of_a_link_lies_in_the_link() -> None:
    running = Running(_TEXT, parse(_TEXT))
    start = _TEXT.index("(QT-01)") + 1
    link = running.link_around(running.span(start, start + 5))
    assert link is not None
    assert link.target == "QT-01"
    assert running.link_around(running.span(start + 6, start + 8)) is None
    assert running.link_around(TextSpan(0, 2)) is None


def test_a_text_without_anything_has_no_running_text() -> None:
    assert not Running("", parse("")).begins(TextSpan(0, 0))
