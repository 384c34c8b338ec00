"""Codes, working time, calendar and the status of a ledger."""

from __future__ import annotations

import re
import unicodedata
from datetime import MAXYEAR, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs.model.calendar import add_months
from qmsdocs.model.codes import code_key, covers, stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Approval, Revision, Signature, Status, Withdrawal
from qmsdocs.model.profile import EMPTY, Limits, merged
from qmsdocs.model.worktime import hours, months, written

fast = settings(max_examples=100, deadline=None)

# --- codes


@pytest.mark.parametrize("same", ["qt-01", "QT 01", "QT01", "Qt_01", "QT.01", "QT/01", "qt|01"])
def test_a_code_is_the_same_without_case_diacritics_and_separators(same: str) -> None:
    assert code_key(same) == code_key("QT-01")


@pytest.mark.parametrize("other", ["QT-0-1", "QT-1", "QT-010", "QT-01-1", "TQ-01"])
def test_another_number_is_another_code(other: str) -> None:
    assert code_key(other) != code_key("QT-01")


def test_separators_between_digits_count_but_not_which() -> None:
    assert code_key("30/2020/NĐ-CP") == code_key("30-2020-nd.cp") == code_key("30 / 2020 / ND CP")
    assert code_key("BM-01-01") == code_key("BM 01/01") != code_key("BM-0101")
    assert code_key("1|-a|2") == code_key("1a2")


@fast
@given(st.text())
def test_the_key_of_a_key_is_itself(code: str) -> None:
    assert code_key(code_key(code)) == code_key(code)


@fast
@given(st.text())
def test_composed_and_decomposed_codes_are_the_same(code: str) -> None:
    assert code_key(unicodedata.normalize("NFD", code)) == code_key(unicodedata.normalize("NFC", code))


@pytest.mark.parametrize(
    ("code", "stem"),
    [
        ("QT-01", "QT-01"),
        ("30/2020/NĐ-CP", "30-2020-ND-CP"),
        ("101/QĐ-BKHCN/2019", "101-QD-BKHCN-2019"),
        ("TCVN ISO 9001:2015", "TCVN-ISO-9001-2015"),
        ("../../etc", "etc"),
        ("a..b", "a.b"),
        ("x.lock", "x"),
        ("x.lock.lock-", "x"),
        ("Ðất", "Dat"),
        ("...", ""),
    ],
)
def test_the_stem_of_a_code(code: str, stem: str) -> None:
    assert stem_of(code) == stem


@fast
@given(st.text() | st.from_regex(r"[A-ZĐ./\- ]{0,8}(\.lock)?", fullmatch=True))
def test_a_stem_is_a_safe_name_of_a_file_and_of_a_tag_and_its_own_stem(code: str) -> None:
    stem = stem_of(code)
    assert re.fullmatch(r"[A-Za-z0-9._-]*", stem)
    assert ".." not in stem
    assert stem.strip(".-") == stem
    assert not stem.endswith(".lock")
    assert stem_of(stem) == stem


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("7.5", "7.5.3", True),
        ("7", "7.5", True),
        ("7.5", "7.5", True),
        ("4.4.2", "4.4.2a", True),
        ("7.5.3", "7.5", False),
        ("1", "10", False),
    ],
)
def test_a_clause_covers_all_below_it(wide: str, narrow: str, expected: object) -> None:
    assert covers(wide, narrow) is expected


# --- working time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 giờ", 4), ("2 ngày", 16), ("30 phút", 0.5), ("0,5 ngày", 4), ("1 ngày 4 giờ", 12), ("1 ngày làm việc", 8),
        ("trong ngày", 8), ("Trong  ngày", 8), ("05 ngày", 40), ("4h", 4), ("2d", 16), ("90 min", 1.5),
        ("1.5 giờ", 1.5), ("1 ngày làm việc 2 giờ làm việc", 10), ("1\u00a0ngày", 8),
    ],
)  # fmt: skip
def test_a_working_time_in_hours(text: str, expected: float) -> None:
    assert hours(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    ["", " ", "sớm", "ngày", "2", "2 tuần", "1/2 ngày", "2-3 ngày", "1 ngày, 4 giờ", "-1 ngày", "9" * 400 + " ngày"],
)
def test_what_is_no_working_time(text: str) -> None:
    assert hours(text) is None


@fast
@given(st.integers(0, 500), st.integers(0, 7), st.integers(0, 59))
def test_a_written_time_reads_back_as_the_same(days: int, hour: int, minutes: int) -> None:
    time = days * 8 + hour + minutes / 60
    assert hours(written(time)) == pytest.approx(time)


@fast
@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = hours(text)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12 tháng", 12), ("3 năm", 36), ("1 year", 12), ("6 Months", 6), ("12", None), ("một năm", None)],
)
def test_a_period_in_months(text: str, expected: int | None) -> None:
    assert months(text) == expected


# --- calendar


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 6, 1), 0, date(2026, 6, 1)),
        (date(2026, 6, 1), 12 * 9999, date.max),
    ],
)
def test_some_months_later(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected


@fast
@given(st.dates(), st.integers(0, 130_000))
def test_months_later_is_that_month_and_no_later_day_of_it(day: date, count: int) -> None:
    later = add_months(day, count)
    assert later >= day
    if later != date.max:
        assert (later.year - day.year) * 12 + later.month - day.month == count
        assert later.day <= day.day
        assert later.year <= MAXYEAR


# --- status

_START = date(2026, 1, 1)
_ORDER = list(Status)


def _day(offset: int) -> date:
    return _START + timedelta(days=offset)


@st.composite
def _ledgers(draw: st.DrawFn) -> tuple[tuple[Revision, ...], Withdrawal | None]:
    """Ledgers whose dates lie in order; the last entries may be unsigned, or signed in part."""
    entries, day = [], 0
    for number in range(draw(st.integers(0, 4))):
        gaps = [draw(st.integers(0, 5)) for _ in range(4)]
        prepared, reviewed, approved, effective = (day + sum(gaps[: i + 1]) for i in range(4))
        signed = draw(st.integers(0, 3)) if draw(st.booleans()) else 3
        entries.append(
            Revision(
                issue=1,
                revision=number,
                prepared=(Signature(by="a", on=_day(prepared)),) if signed > 0 else (),
                reviewed=(Signature(by="b", on=_day(reviewed)),) if signed > 1 else (),
                approved=Approval(by="c", on=_day(approved)) if signed > 2 else None,
                effective=_day(effective) if draw(st.booleans()) else None,
            )
        )
        day = effective + 1
    withdrawn = Withdrawal(on=_day(draw(st.integers(0, 80)))) if draw(st.booleans()) else None
    return tuple(entries), withdrawn


def _document(revisions: tuple[Revision, ...], withdrawn: Withdrawal | None) -> Document:
    return Document(code="QT-01", title="Thử", type="procedure", revisions=revisions, withdrawn=withdrawn)


@fast
@given(_ledgers())
def test_at_most_one_entry_is_in_force_on_a_day_and_it_is_the_one_that_the_document_names(
    ledger: tuple[tuple[Revision, ...], Withdrawal | None],
) -> None:
    document = _document(*ledger)
    for offset in range(-1, 90):
        day = _day(offset)
        in_force = [entry for entry in document.revisions if document.status_of(entry, day) is Status.IN_FORCE]
        assert len(in_force) <= 1
        assert (in_force[0] if in_force else None) is document.in_force(day)
        assert (document.status_on(day) is Status.IN_FORCE) == bool(in_force)


@fast
@given(_ledgers())
def test_the_status_of_an_entry_never_goes_back(ledger: tuple[tuple[Revision, ...], Withdrawal | None]) -> None:
    document = _document(*ledger)
    for entry in document.revisions:
        ranks = [_ORDER.index(document.status_of(entry, _day(offset))) for offset in range(-1, 90)]
        assert ranks == sorted(ranks)


@fast
@given(_ledgers())
def test_a_withdrawn_document_is_withdrawn_for_ever(ledger: tuple[tuple[Revision, ...], Withdrawal | None]) -> None:
    document = _document(*ledger)
    if document.withdrawn:
        for offset in range(3):
            assert document.status_on(document.withdrawn.on + timedelta(days=offset)) is Status.WITHDRAWN


def test_a_newer_entry_that_is_not_yet_in_force_leaves_the_older_one_in_force() -> None:
    old = Revision(issue=1, revision=0, approved=Approval(by="c", on=_day(0)))
    new = Revision(issue=1, revision=1, approved=Approval(by="c", on=_day(10)), effective=_day(20))
    document = _document((old, new), None)
    assert document.in_force(_day(19)) is old
    assert document.status_of(new, _day(19)) is Status.APPROVED
    assert document.in_force(_day(20)) is new
    assert document.status_of(old, _day(20)) is Status.SUPERSEDED


def test_an_open_draft_of_a_withdrawn_document_does_not_make_it_a_draft() -> None:
    old = Revision(issue=1, revision=0, approved=Approval(by="c", on=_day(0)))
    document = _document((old, Revision(issue=1, revision=1)), Withdrawal(on=_day(30)))
    assert document.status_on(_day(29)) is Status.IN_FORCE
    assert document.status_on(_day(30)) is Status.WITHDRAWN


def test_a_profile_that_gives_one_number_keeps_the_others() -> None:
    base = EMPTY.model_copy(update={"rules": Limits(external_update_months=5, review_months=24)})
    over = EMPTY.model_copy(update={"rules": Limits(review_months=12)})
    assert merged(base, over).limits == Limits(external_update_months=5, review_months=12)
