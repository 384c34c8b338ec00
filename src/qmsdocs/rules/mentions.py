"""Where a text names documents: numbers such as ``30/2020/NĐ-CP``, and codes that the register knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.rules.base import Context

_UPPER = "A-ZĐƯƠÔĂÂÊ"
_YEAR = "(?:19|20)[0-9]{2}"
_NUMBER_REST = (
    r"[0-9]{0,4}[a-z]?"
    rf"(?:/{_YEAR}/[{_UPPER}][{_UPPER}a-z0-9]+(?:-[{_UPPER}][{_UPPER}a-z0-9]*)*"  # 30/2020/NĐ-CP, 33/2024/QH15
    rf"|/[{_UPPER}]{{2,}}[a-z]?(?:-[{_UPPER}][{_UPPER}a-z0-9]*)+(?:/{_YEAR})?"  # 12/QĐ-UBND, 101/QĐ-BKHCN/2019
    rf"|-[{_UPPER}]{{2,3}}/[{_UPPER}]{{2,}})(?!\w)"  # 18-NQ/TW
)
_WHOLE_NUMBER = re.compile(f"[0-9]{_NUMBER_REST}")
_AFTER_WORD = rf"(?:(?:[./_:-]|\s+)?[{_UPPER}0-9]+){{0,9}}"  # no code has more parts, and a text of nothing but codes must not be one match
_TOKEN = re.compile(rf"[{_UPPER}0-9]+")
_EXAMPLE = re.compile(r"(?:mẫu|biểu|phụ lục|dạng|ví dụ|thí dụ)(?:\s+số)?[\s:“\"(]*$", re.IGNORECASE)
_LEFT = 20


class Mention(NamedTuple):
    """A document named in a text.

    Args:
        code: as it is written, with single spaces.
        key: of the code, as :func:`qmsdocs.model.codes.code_key` gives it.
        start, end: where it stands, in characters from the beginning of the text.
        document: the document of the register; None for a number that the register does not know.
    """

    code: str
    key: str
    start: int
    end: int
    document: AnyDocument | None


def mentions(text: str, register: Register) -> Iterator[Mention]:
    """The documents that a text names, in the order of the text.

    A number that the register does not know counts unless the words before it say that it is only a pattern
    (``mẫu số 01/2026/…``, ``ví dụ …``). The code of a form is no mention of a document.

    Args:
        text: running text or a whole file; the caller knows which parts of a file are running text.
        register: whose codes are looked for.
    """
    pattern = _pattern(register.code_words)
    position = 0
    while match := pattern.search(text, position):
        found = _resolved(text, match, register)
        position = found.end if found else _next_start(text, match)
        if found and (found.document or not _EXAMPLE.search(text, max(0, found.start - _LEFT), found.start)):
            yield found


def mentions_in(document: AnyDocument, context: Context) -> tuple[Mention, ...]:
    """The mentions in the text file of a document, code and link targets included, found once."""
    return context.once("mentions", lambda: tuple(mentions(document.origin.text, context.register)), of=document)


def is_number(text: str) -> bool:
    """Whether a text is the number of a document and nothing else.

    >>> is_number("30/2020/NĐ-CP"), is_number("12/QĐ-UBND"), is_number("24/7")
    (True, True, False)
    """
    return _WHOLE_NUMBER.fullmatch(text) is not None


def nearest_code(code: str, known: Iterable[str], otherwise: Message) -> Message:
    """A remedy for a code that no document has: the nearest known one, if it is near enough, and what else to do.

    Numbers of documents resemble one another by their symbols, so one of these must differ in very little.
    """
    close = get_close_matches(code, list(known), n=1, cutoff=0.88 if is_number(code) else 0.6)
    return say("did you mean {name}? If not: {otherwise}", name=close[0], otherwise=otherwise) if close else otherwise


@lru_cache(maxsize=16)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    firsts, codes = codes_pattern(words)
    return re.compile(rf"[0-9{firsts}](?<![\w.-].)(?:{codes})")


def codes_pattern(words: Iterable[str]) -> tuple[str, str]:
    """Numbers, and codes that begin with one of the words: their first letters, and what follows one of them or a digit.

    A pattern made of them begins with one set of characters, to which the search skips; the look-behinds come after it.
    """
    others = [word for word in sorted(words, key=lambda word: (-len(word), word)) if not is_number(word)]
    firsts = re.escape("".join(sorted({word[0] for word in others} - set("0123456789"))))
    named = [f"(?<={re.escape(word[0])}){re.escape(word[1:])}{_AFTER_WORD}" for word in others]
    return firsts, "|".join([f"(?<![^0-9])(?<!/.){_NUMBER_REST}", *named])


def _resolved(text: str, match: re.Match[str], register: Register) -> Mention | None:
    """The longest beginning of the match that is a code of the register, or the number that it is."""
    start, end = match.span()
    if match[0][0].isdigit() and (is_number(match[0]) or _known(match[0], register)):
        return _mention(text, start, end, register)
    for last in sorted({token.end() for token in _TOKEN.finditer(text, start, end)}, reverse=True):
        if _may_end(text, last):
            code = text[start:last]
            if code_key(code) in register.forms_by_key:
                return None
            if _known(code, register):
                return _mention(text, start, last, register)
    return None


def _known(code: str, register: Register) -> bool:
    return register.find(code) is not None


def _mention(text: str, start: int, end: int, register: Register) -> Mention:
    code = " ".join(text[start:end].split())
    found, printed = register.find(code), register.by_number_key.get(code_key(code), ())
    document = found.document if found else next(iter(printed), None)
    return Mention(code, code_key(code), start, end, document)


def _may_end(text: str, end: int) -> bool:
    """Not within a word, nor before a separator that goes on with a letter or digit; ``/`` may mean "or"."""
    after = text[end : end + 2]
    if not after:
        return True
    if after[0].isalnum() or after[0] == "_":
        return False
    return not (after[0] in "-.:" and after[1:].isalnum())


def _next_start(text: str, match: re.Match[str]) -> int:
    """After the first word of what was no code, so that a code further on in it is still seen."""
    token = _TOKEN.search(text, match.start())
    return max(token.end() if token else 0, match.start() + 1)
