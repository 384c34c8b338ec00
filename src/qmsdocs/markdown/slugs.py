"""The slug of a heading: what a link ``#slug`` names."""

from __future__ import annotations

import re
from functools import lru_cache

from qmsdocs.model.codes import without_diacritics

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)  # the same headings stand in every procedure
def slug_of(title: str) -> str:
    """Lower case, no diacritics, every other run a hyphen.

    >>> slug_of("Mục đích")
    'muc-dich'
    """
    return _NOT_SLUG.sub("-", without_diacritics(title).lower()).strip("-")
