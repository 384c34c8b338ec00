"""Codes of documents: when two are the same, and the file stem of one (format.md, section 1)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_SEPARATORS = re.compile(r"[^\w|]|_|(?<!\d)\||\|(?!\d)")
_NOT_STEM = re.compile(r"[^A-Za-z0-9._-]+")


def without_diacritics(text: str) -> str:
    """Latin letters without their marks; ``Đ`` becomes ``D``.

    >>> without_diacritics("Nghị định")
    'Nghi dinh'
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize(
        "NFD", text.replace("Đ", "D").replace("đ", "d").replace("Ð", "D").replace("ð", "d")
    )
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def code_key(code: str) -> str:
    """Equal for codes that are the same code: no case, no diacritics, no separators except between two digits.

    >>> code_key("QT-01") == code_key("qt 01") == code_key("QT01")
    True
    >>> code_key("BM-01-01") == code_key("BM-0101")
    False
    """
    folded = without_diacritics(code).casefold()
    return _SEPARATORS.sub("", _BETWEEN_DIGITS.sub("|", folded))


@lru_cache(maxsize=65536)
def stem_of(code: str) -> str:
    """The name of the files of a document, without suffix.

    >>> stem_of("30/2020/NĐ-CP")
    '30-2020-ND-CP'
    """
    stem = _NOT_STEM.sub("-", without_diacritics(code))
    while ".." in stem:
        stem = stem.replace("..", ".")
    while True:
        trimmed = stem.strip(".-").removesuffix(".lock")
        if trimmed == stem:
            return stem
        stem = trimmed


def clause_key(clause: str) -> tuple[str, ...]:
    """A clause as a path of its parts, so that a part covers all below it.

    >>> clause_key("7.5.3.2"), clause_key("4.4.2a")
    (('7', '5', '3', '2'), ('4', '4', '2', 'a'))
    """
    return tuple(re.findall(r"\d+|[a-zđ]", clause.lower()))


def covers(wide: str, narrow: str) -> bool:
    """Whether clause ``wide`` contains clause ``narrow``.

    >>> covers("7.5", "7.5.1b"), covers("7.5", "7.1")
    (True, False)
    """
    outer = clause_key(wide)
    return clause_key(narrow)[: len(outer)] == outer
