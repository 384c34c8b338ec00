"""Days as offices write them. What is not a whole day is no day: nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qmsdocs.importing.foreign.words import flat

_WRITTEN = re.compile(
    r"(?:ngay\s*)?(?<!\d)(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})\s*nam\s*(?P<y>\d{4})"
    r"|(?<![\d/.-])(?P<d2>\d{1,2})\s*[/.-]\s*(?P<m2>\d{1,2})\s*[/.-]\s*(?P<y2>\d{4})(?!\d)"
    r"|(?<!\d)(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})(?!\d)"
)


def days_in(text: str) -> Iterator[date]:
    """The days that stand in a text; 31/02/2026 is none.

    >>> list(days_in("ngày 05 tháng 01 năm 2026"))
    [datetime.date(2026, 1, 5)]
    """
    for found in _WRITTEN.finditer(flat(text)):
        parts = {key[0]: value for key, value in found.groupdict().items() if value}
        try:
            yield date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        except ValueError:
            continue


def day_in(text: str) -> date | None:
    """The one day that stands in a text, None when there is none or more than one."""
    found = set(days_in(text))
    return found.pop() if len(found) == 1 else None
