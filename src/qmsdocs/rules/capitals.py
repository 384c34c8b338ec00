"""What stands in digits and capitals in a text: numbers and codes of documents, and words that may be abbreviations.

Two rules begin with a first look for them in every text, and the search for a first letter takes most of their time. So it
is made once for both. A first look may find too much, never too little.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from qmsdocs.model.document import Document
from qmsdocs.model.register import Register
from qmsdocs.rules.base import Context
from qmsdocs.rules.mentions import codes_pattern

_WORD = r"[A-ZĐ0-9]+(?!\w|[-/_@.&]\w)"
ALONE = re.compile(rf"[A-ZĐ](?<![\w/_@.&-].){_WORD}")
"""A word in capitals that is no part of a word or code, nor a word with marks; the look-behind comes second, so that the search
skips to capitals."""


class Capitals(NamedTuple):
    """The distinct finds of a first look.

    Args:
        codes: what looks like a number or code, as :func:`qmsdocs.rules.mentions.mentions` reads it.
        words: words in capitals that stand alone.
    """

    codes: frozenset[str]
    words: frozenset[str]


def capitals_in(text: str, register: Register) -> Capitals:
    """The codes and words of a text."""
    found = _pattern(register.code_words).findall(text)
    codes = frozenset([first + code for first, code, word in found if not word])
    words = {first + word for first, _, word in found if word}
    return Capitals(codes, frozenset(words.union(*map(ALONE.findall, codes))))


def capitals_of(document: Document, context: Context) -> Capitals:
    """The codes and words of a document's text, looked for once."""
    return context.once("capitals", lambda: capitals_in(document.origin.text, context.register), of=document)


@lru_cache(maxsize=16)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    """A first letter, and the rest of a code or of a word; no code begins within a word."""
    firsts, codes = codes_pattern(words)
    return re.compile(rf"([A-ZĐ0-9{firsts}])(?<![\w.-].)(?:({codes})|((?<=[A-ZĐ])(?<![/_@&].){_WORD}))")
