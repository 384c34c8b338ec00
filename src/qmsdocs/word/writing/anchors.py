"""Bookmarks, and what a link in the text leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from qmsdocs.markdown.tree import Heading
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Form, Step
from qmsdocs.word.ooxml.elements import ID, NAME, Element, name, sub

_START, _END = name("w:bookmarkStart"), name("w:bookmarkEnd")
_SCHEMES = frozenset({"http", "https", "mailto"})
_MAIL = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[A-Za-z]{2,}")
_UNSAFE_KEPT = "%:/?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Inside:
    """A link to a bookmark of the same document."""

    bookmark: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A link to an address."""

    address: str


Target = Inside | Outside


class Anchors:
    """The bookmarks of a document; their names and numbers depend only on its content.

    Args:
        first_id: the first free bookmark number.
        headings, steps, forms: what can be linked to.
    """

    def __init__(
        self, first_id: int, headings: Sequence[Heading] = (), steps: Sequence[Step] = (), forms: Sequence[Form] = ()
    ) -> None:
        places = [(heading.slug, heading.block.start) for heading in headings]
        self._of_heading = {start: _heading_name(number) for number, (_, start) in enumerate(places, 1)}
        self._generated = len(places)
        self._of_slug = {slug: self._of_heading[start] for slug, start in places}
        self._of_step = {step.id: f"_Step{number:04d}" for number, step in enumerate(steps, 1)}
        self._of_form = {code_key(form.code): f"_Form{number:04d}" for number, form in enumerate(forms, 1)}
        self._next, self._set = first_id, set[str]()

    def heading(self, start: int) -> str:
        """The bookmark of the heading that begins at a byte of the text."""
        return self._of_heading[start]

    def generated(self) -> str:
        """A bookmark for a heading that does not stand in the text."""
        self._generated += 1
        return _heading_name(self._generated)

    def form(self, code: str) -> str | None:
        """The bookmark of a form of this document by its code."""
        return self._of_form.get(code_key(code))

    def target(self, link: str) -> Target | None:
        """What a link of the text leads to, or None when it is nothing that can be followed in a Word file."""
        if link.startswith("#"):
            here = link[1:]
            inside = self._of_slug.get(here) or self._of_step.get(here)
            return Inside(inside) if inside else None
        if form := self.form(link):
            return Inside(form)
        if _MAIL.fullmatch(link):
            return Outside("mailto:" + quote(link, safe="@.+-_"))
        try:
            scheme = urlsplit(link).scheme.lower()
        except ValueError:
            return None
        return Outside(quote(link, safe=_UNSAFE_KEPT)) if scheme in _SCHEMES else None

    def mark(self, paragraph: Element, bookmark: str) -> None:
        """Puts a bookmark around the content of a paragraph; a second one of the same name is left out."""
        if bookmark in self._set:
            return
        self._set.add(bookmark)
        number = str(self._next)
        self._next += 1
        start = sub(paragraph, _START, {ID: number, NAME: bookmark})
        paragraph.insert(1, start)
        sub(paragraph, _END, {ID: number})


def _heading_name(number: int) -> str:
    return f"_Toc{number:06d}"
