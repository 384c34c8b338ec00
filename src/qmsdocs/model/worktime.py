"""Working time as agencies write it (format.md, section 2): one day is eight hours."""

from __future__ import annotations

import re
from functools import lru_cache

HOURS_A_DAY = 8.0

_HOURS = {
    "phút": 1 / 60, "min": 1 / 60,
    "giờ": 1.0, "h": 1.0, "giờ làm việc": 1.0,
    "ngày": HOURS_A_DAY, "ngày làm việc": HOURS_A_DAY, "d": HOURS_A_DAY,
}  # fmt: skip
_PART = re.compile(r"([0-9]{1,5}(?:[.,][0-9]{1,4})?)\s*(ngày làm việc|giờ làm việc|ngày|giờ|phút|min|h|d)(?=\s|\d|$)")


@lru_cache(maxsize=4096)
def hours(text: str) -> float | None:
    """Working hours of a written time, or None when it is not one.

    Args:
        text: e.g. ``1 ngày 4 giờ``, ``0,5 ngày``, ``trong ngày``.

    >>> hours("1 ngày 4 giờ"), hours("30 phút"), hours("sớm")
    (12.0, 0.5, None)
    """
    lowered = " ".join(text.lower().split())
    if lowered == "trong ngày":
        return HOURS_A_DAY
    total, position = 0.0, 0
    while position < len(lowered):
        match = _PART.match(lowered, position)
        if not match:
            return None
        total += float(match[1].replace(",", ".")) * _HOURS[match[2]]
        position = match.end() + (lowered[match.end() : match.end() + 1] == " ")
    return total if lowered else None


def written(hours: float) -> str:
    """Working hours as they are written, to the minute.

    >>> written(12.5), written(0)
    ('1 ngày 4 giờ 30 phút', '0 phút')
    """
    minutes = round(hours * 60)
    days, minutes = divmod(minutes, int(HOURS_A_DAY) * 60)
    parts = [
        f"{count} {unit}" for count, unit in ((days, "ngày"), (minutes // 60, "giờ"), (minutes % 60, "phút")) if count
    ]
    return " ".join(parts) or "0 phút"


_MONTHS = re.compile(r"([0-9]{1,4})\s*(tháng|năm|months?|years?)", re.IGNORECASE)


def months(text: str) -> int | None:
    """Calendar months of a period such as ``12 tháng`` or ``3 năm``, or None when it is not one."""
    match = _MONTHS.fullmatch(text.strip())
    if not match:
        return None
    return int(match[1]) * (12 if match[2].lower().startswith(("năm", "year")) else 1)
