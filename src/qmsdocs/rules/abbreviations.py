"""QD314: abbreviations that nobody explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qmsdocs.diagnostics import Place, YamlPath, say
from qmsdocs.model.document import Document
from qmsdocs.rules.base import WARNING, Context, Problem, Rule, rule
from qmsdocs.rules.capitals import ALONE, capitals_of
from qmsdocs.rules.names import fact_capitals
from qmsdocs.rules.running import running

_MARKED = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_CAPITALS = re.compile(f"[A-ZĐ{_MARKED}][A-ZĐ{_MARKED}0-9]+")
_WITH_MARKS = re.compile(f"[{_MARKED}]")
_ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LINE = 200
_LONGEST = 30
_WORD_BEFORE = re.compile(r"[\w-]+(?=[ \t]$)")
_WORD_AFTER = re.compile(r"[ \t]([\w-]+)")


@rule("QD314", WARNING, "ISO 9001:2015, 7.5.2", of=Document)
def abbreviation_unexplained(document: Document, context: Context) -> Iterator[Problem]:
    """Every abbreviation is explained in terms, or where it is used first.

    Why: A new colleague or a citizen cannot look up what HTQLCL means in this agency.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Hồ sơ của CBCC trong cơ quan.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Hồ sơ của cán bộ, công chức (CBCC) trong cơ quan.
    """
    text = document.origin.text
    known = context.once("abbreviations", lambda: _known(context))
    roles = ALONE.findall("\n".join([role for step in document.steps for role in step.responsible]))
    strange = {*capitals_of(document, context).words, *fact_capitals(document, context).words, *roles} - known
    strange = {word for word in strange if _looks_like_one(word)} if strange else strange
    strange -= {word for term in document.terms for word in _CAPITALS.findall(term)} if strange else set()
    if strange:
        yield from _unexplained_in_text(document, context, strange)
        for path, written in _step_texts(document) if strange else ():
            for start, end in _places(written, strange):
                word = written[start:end]
                strange.discard(word)
                if word not in _explained(text) and word not in _explained(written):
                    yield _problem(word, path)


def _unexplained_in_text(document: Document, context: Context, strange: set[str]) -> Iterator[Problem]:
    """Those of the strange words that the text uses; each is told of once, and taken from the set."""
    text = document.origin.text
    for start, end in _places(text, strange):
        if _in_capital_line(text, start):
            continue
        word, span = text[start:end], running(document, context).span(start, end)
        if not running(document, context).begins(span):
            continue
        strange.discard(word)
        if word not in _explained(text):
            yield _problem(word, span)


def _places(text: str, strange: set[str]) -> Iterator[tuple[int, int]]:
    """Where the strange words stand alone."""
    for found in ALONE.finditer(text):
        if found[0] in strange and not _in_capital_phrase(text, *found.span()):
            yield found.span()


def _problem(word: str, place: Place) -> Problem:
    return Problem(
        say("{word} is not explained", word=word),
        say("add it to terms in the YAML file ({word}: …), or write the words before it: … ({word})", word=word),
        at=place,
    )


def _known(context: Context) -> frozenset[str]:
    """What needs no explanation: the profile's list, names of the agency, its units and people, and codes of documents."""
    agency, profile = context.agency, context.profile
    organization = agency.organization
    names = [organization.name, organization.short_name or "", organization.parent or "", organization.place or ""]
    names += [*agency.units, *agency.units.values(), *profile.abbreviations]
    names += [f"{person.name} {person.position or ''}" for person in agency.people.values()]
    names += [profile.standard.name] if profile.standard else []
    codes = [document.code for document in context.register.everything if _CAPITALS.fullmatch(document.code)]
    names += ["TODO", "TBD", "FIXME"]  # QD313 tells about these
    return frozenset(word for name in names + codes for word in _CAPITALS.findall(name))


def _step_texts(document: Document) -> Iterator[tuple[YamlPath, str]]:
    for index, step in enumerate(document.steps):
        yield ("steps", index, "activity"), step.activity
        if step.text:
            yield ("steps", index, "text"), step.text
        for key, values in (
            ("responsible", step.responsible),
            ("inputs", step.inputs),
            ("outputs", step.outputs),
            ("risks", step.risks),
        ):
            for place, value in enumerate(values):
                yield ("steps", index, key, place), value


@lru_cache(maxsize=4096)
def _looks_like_one(word: str) -> bool:
    """Whether capitals may be an abbreviation: two letters or more, but no Roman number."""
    return len(word) <= _LONGEST and sum(char.isalpha() for char in word) >= 2 and not _ROMAN.fullmatch(word)


def _in_capital_phrase(text: str, start: int, end: int) -> bool:
    """DỰ THẢO, CHI NHÁNH: a neighbour in capitals with marks on its letters shows that these are words."""
    left = _WORD_BEFORE.search(text[max(0, start - 20) : start])
    right = _WORD_AFTER.match(text, end)
    neighbours = [left[0] if left else "", right[1] if right else ""]
    return any(word.isupper() and _WITH_MARKS.search(word) for word in neighbours)


def _in_capital_line(text: str, start: int) -> bool:
    """A heading or line that is all in capitals."""
    before, after = text[max(0, start - _LINE) : start], text[start : start + _LINE]
    line = before[before.rfind("\n") + 1 :] + after.partition("\n")[0]
    return len(line) < _LINE and line.isupper() and " " in line.strip("#*| ")


_WORD = rf"(?<!\w)([A-ZĐ{_MARKED}][A-ZĐ{_MARKED}0-9]{{1,{_LONGEST - 1}}})(?!\w)"
_BEGINS = r"[ \t]*[\W_]{0,9}"
_EXPLAINED = (
    re.compile(rf"\([\"“']?\**{_WORD}\**[\"”']?\)"),  # full words (ABC)
    re.compile(rf"(?m)(?:^|[.;] ){_BEGINS}{_WORD}[\W_]{{0,9}}?(?::| là | – | — | - | = )"),  # ABC: full words
    re.compile(rf"(?m)^[ \t]*\|?[ \t]*\**{_WORD}\**[ \t]*\|"),  # the first cell of a row
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CALLED = re.compile(r"viết tắt|gọi tắt|gọi là|gọi chung")
_TERM = re.compile(r"(?m)^([^\n]+)(?:\n[ \t]*){1,3}:\s")  # of a definition list
_SPELT = re.compile(rf"{_WORD}(?:[\W_]{{0,3}}\(([^()]+)\)| là ([^.,;:()\n]{{1,200}}))")
_WHOLE = re.compile(_WORD)


@lru_cache(maxsize=64)
def _explained(text: str) -> frozenset[str]:
    """The abbreviations that a text explains."""
    found = {word for pattern in _EXPLAINED for word in pattern.findall(text)}
    called = [words[at.end() :] for words in _BRACKETS.findall(text) if (at := _CALLED.search(words))]
    found.update(word for words in (*called, *_TERM.findall(text)) for word in _WHOLE.findall(words))
    found.update(word for word, beside, after in _SPELT.findall(text) if _spells(word, beside or after))
    return frozenset(found)


def _spells(word: str, words: str) -> bool:
    """Whether the letters of an abbreviation are the first letters of words, in order."""
    initials = iter([part[0].upper() for part in re.findall(r"\w+", words)])
    return all(letter in initials for letter in word if letter.isalpha())


RULES: tuple[Rule, ...] = (abbreviation_unexplained,)
