"""QD314: abbreviations that nobody explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qmsdocs.diagnostics import Place, YamlPath, say
from qmsdocs.markdown.tree import is_running_text, span_of
from qmsdocs.model.document import Document
from qmsdocs.rules.base import WARNING, Context, Problem, Rule, rule

_MARKED = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_CAPITALS = re.compile(f"[A-ZĐ{_MARKED}][A-ZĐ{_MARKED}0-9]+")
_WITH_MARKS = re.compile(f"[{_MARKED}]")
_ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ALONE = re.compile(
    rf"[A-ZĐ{_MARKED}](?<![\w/_@.&-].)[A-ZĐ{_MARKED}0-9]+(?!\w|[-/_@.&]\w)"
)  # no part of a word or code; the look-behind comes second, so that the search skips to capitals
_MOST_READ = 5_000_000  # characters looked through for explanations; a document of 15 KB may have 300 abbreviations
_LINE = 200
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
    steps = "\n".join(written for _, written in _step_texts(document))
    strange = {*_ALONE.findall(text), *_ALONE.findall(steps)} - known
    strange = {word for word in strange if _looks_like_one(word)} if strange else strange
    strange -= {word for term in document.terms for word in _CAPITALS.findall(term)} if strange else set()
    if strange:
        yield from _unexplained_in_text(document, context, strange)
        for path, written in _step_texts(document) if strange else ():
            for start, end in _places(written, strange):
                word = written[start:end]
                strange.discard(word)
                if not _explained(word, text) and not _explained(word, written):
                    yield _problem(word, path)


def _unexplained_in_text(document: Document, context: Context, strange: set[str]) -> Iterator[Problem]:
    """Those of the strange words that the text uses; each is told of once, and taken from the set."""
    text, looked_at = document.origin.text, 0
    for start, end in _places(text, strange):
        if _in_capital_line(text, start):
            continue
        word, span = text[start:end], span_of(text, start, end)
        if not is_running_text(context.prose(document), span):
            continue
        strange.discard(word)
        looked_at += len(text)
        if looked_at > _MOST_READ:
            strange.clear()
            return
        if not _explained(word, text):
            yield _problem(word, span)


def _places(text: str, strange: set[str]) -> Iterator[tuple[int, int]]:
    """Where the strange words stand alone."""
    for found in _ALONE.finditer(text):
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
    """Whether capitals may be an abbreviation: at least two letters, no word with marks, no Roman number."""
    return sum(char.isalpha() for char in word) >= 2 and not _WITH_MARKS.search(word) and not _ROMAN.fullmatch(word)


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


@lru_cache(maxsize=256)
def _explained(word: str, text: str) -> bool:
    w = re.escape(word)
    patterns = (
        rf"\([\"“']?\**{w}\**[\"”']?\)",  # full words (ABC)
        rf"\([^()]*(?:viết tắt|gọi tắt|gọi là|gọi chung)[^()]*\b{w}\b[^()]*\)",
        rf"(?m)(?:^|[.;] )[\W_]*{w}[\W_]*?(?::| là | – | — | - | = )",  # ABC: full words
        rf"(?m)^[^\n]*\b{w}\b[^\n]*\n\s*:\s",  # the term of a definition list
        rf"(?m)^\s*\|?\s*\**{w}\**\s*\|",  # the first cell of a row
    )
    return any(re.search(pattern, text) for pattern in patterns) or any(
        _spells(word, found[1]) for found in re.finditer(rf"\b{w}[\W_]{{0,3}}\(([^()]+)\)", text)
    )


def _spells(word: str, words: str) -> bool:
    """Whether the letters of an abbreviation are the first letters of words, in order."""
    initials = iter([part[0].upper() for part in re.findall(r"\w+", words)])
    return all(letter in initials for letter in word if letter.isalpha())


RULES: tuple[Rule, ...] = (abbreviation_unexplained,)
