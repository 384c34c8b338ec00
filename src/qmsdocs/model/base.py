"""The base of all values that stand in YAML files."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_OTHER_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class Value(BaseModel):
    """A frozen value whose unknown keys and wrong types are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def _iso_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("not_a_date", "not a date")
    if _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("no_such_day", "no such day") from None
    raise PydanticCustomError("not_a_date", "not a date", {"suggestion": suggested_date(value)})


def suggested_date(text: str) -> str | None:
    """The ISO form of a day written day first (05/01/2026), if it is one.

    >>> suggested_date("05/01/2026")
    '2026-01-05'
    """
    match = _OTHER_DATE.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


Day = Annotated[date, BeforeValidator(_iso_date, json_schema_input_type=str)]
"""A calendar day, written as ISO 8601 (``2026-01-05``)."""

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
"""Text that is not empty."""

Code = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
"""A code or number as people write it; what is longer is no code."""


def _listed(value: Any) -> Any:
    if value is None:  # an empty value counts as an absent key
        return ()
    return value if isinstance(value, tuple) else (value,)


OneOrMore = BeforeValidator(_listed)
"""For keys whose single value may stand without a list."""
