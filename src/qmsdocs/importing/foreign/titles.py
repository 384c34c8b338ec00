"""What the title of a section means."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded

SHORT = 12
"""How many words a title has at most that is known by its words alone."""
OTHER = "other"
_ALIKE = 0.87
_ASIDE = re.compile(r"\s*[/(]")
"""What parts a title from the same in another language, or from a remark."""
_AND = re.compile(r"\s*(?:,|/|&|\+|\bva\b|\s[\u2013-]\s)\s*")
_CHANGES = ("thay doi", "sua doi")
_BEGINS = {
    "tai lieu": "references", "van ban": "references", "can cu": "references", "bieu mau": "forms", "mau": "forms",
    "cac mau": "forms", "luu": "records", "ho so luu": "records", "tu viet tat": "terms", "thuat ngu": "terms",
    "dinh nghia": "terms", "giai thich": "terms", "chu viet tat": "terms", "tu dung": "terms", "tu ngu": "terms",
}  # fmt: skip
_ACTIONS = ("prepared", "reviewed", "approved")


@lru_cache(maxsize=4096)
def section_called(title: str) -> str:
    """Which section a title means: ids of one or more sections, ``other`` for a known one of its own, empty for none.

    >>> section_called("Phạm vi áp dụng"), section_called("Biểu mẫu và hồ sơ lưu"), section_called("Tiếp nhận")
    ('scope', 'forms records', '')
    """
    key = folded(title)
    if not key or len(key.split()) > SHORT:
        return ""
    return exactly_called(title) or _nearly(key)


@lru_cache(maxsize=4096)
def exactly_called(title: str) -> str:
    """As :func:`section_called`, without guessing."""
    known = vocabulary().sections
    if own := known.get(folded(title), "") or known.get(folded(_ASIDE.split(title)[0]), ""):
        return own
    if folded(title) in vocabulary().administrative:
        return OTHER
    parts = [known.get(folded(part), "") for part in _AND.split(flat(title))]
    together = len(parts) > 1 and all(part and part != OTHER for part in parts)
    return " ".join(dict.fromkeys(parts)) if together else ""


def _nearly(key: str) -> str:
    """The section whose title is almost this one: a letter more or less, not another word."""
    if len(key) < 8:
        return ""
    near = [
        (SequenceMatcher(None, key, other).ratio(), name)
        for other, name in vocabulary().sections.items()
        if key[0] == other[0] and abs(len(key) - len(other)) < 4
    ]
    ratio, name = max(near, default=(0.0, ""))
    return name if ratio >= _ALIKE else ""


def loosely_called(title: str) -> str:
    """The section that the first words of a title speak of; good enough to look for lists in it."""
    key = f"{folded(title)} "
    if any(f" {words} " in f" {key}" for words in _CHANGES):
        return "changes"
    return next((name for words, name in _BEGINS.items() if key.startswith(f"{words} ")), "")


def is_signing(text: str) -> bool:
    """Whether a line is the head of a signature: NGƯỜI LẬP, NGƯỜI DUYỆT."""
    key = f"{folded(text)} "
    names = vocabulary().signing.items()
    return any(key.startswith(f"{word} ") for word, name in names if name in _ACTIONS and " " in word)
