"""Words as they are compared: without case, without diacritics, and counted so that none gets lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from qmsdocs.model.codes import without_diacritics

_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_UPPER = re.compile(r"\b[A-ZĐ][A-ZĐ0-9&-]*[A-ZĐ]\b")
_LONGEST_ABBREVIATION = 8


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    return (without_diacritics(letter).lower() or letter)[:1]


def flat(text: str) -> str:
    """The text in lower case without diacritics, letter by letter: places in it are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_plain_letter, text))


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Words without case, diacritics and punctuation, one space between them.

    >>> folded("2. PHẠM VI ÁP DỤNG:")
    '2 pham vi ap dung'
    """
    return _NOT_PLAIN.sub(" ", flat(unicodedata.normalize("NFC", text))).strip()


def squeezed(text: str) -> str:
    """The text with single spaces, in Unicode NFC, without invisible marks."""
    return " ".join(unicodedata.normalize("NFC", visible(text)).split())


def visible(text: str) -> str:
    """The text without control characters, joiners and other marks that nobody sees."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter)[0] != "C")


def words(text: str) -> list[str]:
    """The words of a text as they are counted: lower case; numbers without leading zeros."""
    found = _WORD.findall(unicodedata.normalize("NFC", visible(text)).casefold())
    return [str(int(word)) if word.isdecimal() and word.isascii() else word for word in found]


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in some texts."""
    count: Counter[str] = Counter()
    for text in texts:
        count.update(words(text))
    return count


def unsaid(source: Iterable[str], said: Iterable[str]) -> str:
    """Those of the source texts that have words which are said nowhere, one after another.

    Args:
        source: the texts of cells or paragraphs.
        said: the texts that were made of them.
    """
    left = counted(said)
    texts = list(source)
    missing = []
    for place in sorted(
        range(len(texts)), key=lambda i: (texts[i].strip().isdecimal(), i)
    ):  # "1" may be part of a code
        own = Counter(words(texts[place]))
        if any(left[word] < count for word, count in own.items()):
            missing.append(place)
        else:
            left -= own
    return " | ".join(squeezed(texts[place]) for place in sorted(missing))


def is_capital(text: str) -> bool:
    """Whether the text is written in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def abbreviations_in(texts: Iterable[str]) -> frozenset[str]:
    """Words without accents that stand in capitals among words that do not, and nowhere in small letters."""
    found: set[str] = set()
    small: set[str] = set()
    for text in texts:
        if not is_capital(text):
            found.update(word for word in _UPPER.findall(text) if len(word) <= _LONGEST_ABBREVIATION)
            small.update(_WORD.findall(text))
    return frozenset(word for word in found if word.lower() not in small)


def _lowered(word: str, abbreviations: frozenset[str]) -> str:
    keep = word in abbreviations or any(letter.isdigit() for letter in word)
    return word if keep else word.lower()


def in_sentence_case(text: str, abbreviations: frozenset[str]) -> str:
    """A title in capitals as it is written in a sentence; any other as it is.

    >>> in_sentence_case("PHẠM VI CỦA UBND", frozenset({"UBND"}))
    'Phạm vi của UBND'
    """
    head, colon, tail = text.partition(": ")
    if colon and is_capital(tail) and not is_capital(head):
        return f"{head}: {in_sentence_case(tail, abbreviations)}"
    if not is_capital(text):
        return text
    lowered = re.sub(r"[^\W_]+(?:[./-][^\W_]+)*", lambda w: _lowered(w[0], abbreviations), text)
    return re.sub(r"(?:^|: )\w", lambda begin: begin[0].upper(), lowered)
