"""Days as papers write them."""

from __future__ import annotations

from datetime import date

_FEBRUARY, _TEN = 2, 10


def day_in_words(day: date) -> str:
    """A day as Nghị định 30/2020/NĐ-CP, Phụ lục I writes it: days below 10 and months 1 and 2 with a nought before.

    >>> day_in_words(date(2026, 1, 5)), day_in_words(date(2026, 3, 15))
    ('05 tháng 01 năm 2026', '15 tháng 3 năm 2026')
    """
    month = f"{day.month:02d}" if day.month <= _FEBRUARY else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"
