"""The words of a paragraph: what stayed, what went, what came."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from lxml import etree

from qmsdocs.word.ooxml.elements import PPR, RPR, SPACE, Element, R, T, name, sub
from qmsdocs.word.redline.keys import Meanings
from qmsdocs.word.redline.marks import HYPERLINK, UNSEEN, Marks, simple_fields_out, strike
from qmsdocs.word.redline.matching import common, merged

_WORDS = re.compile(r"\w+(?:[./:–-]\w+)*|\s+|[^\w\s]")
_FIELD, _FIELD_KIND = name("w:fldChar"), name("w:fldCharType")
_NOTE = name("w:footnoteReference")
_PASSED_OVER = frozenset({RPR, name("w:lastRenderedPageBreak")})


@dataclass(frozen=True, eq=False, slots=True)
class Token:
    """A word, or something else that stands in a line.

    Args:
        key: equal ones are the same.
        text: of a word; None for anything else.
        looks: properties of its run, None without any.
        look: equal for runs that look the same.
        link: where the link around it leads to; None without one.
        around: the link as an element.
        elements: what it consists of, when it is no word: the content of a run, or for a field whole runs.
        whole_runs: its elements are runs.
    """

    key: Hashable
    text: str | None
    looks: Element | None
    look: bytes
    link: str | None
    around: Element | None
    elements: tuple[Element, ...] = ()
    whole_runs: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class _Atom:
    """The content of a run, before words are told apart."""

    element: Element
    run: Element
    link: Element | None


Status = Literal["keep", "ins", "del"]
Told = list[tuple[Status, Token]]


def told(old: Sequence[Token], new: Sequence[Token]) -> tuple[Told, list[tuple[Token, Token]]]:
    """Both texts in one, and the pairs of what stayed."""
    pairs = common([token.key for token in old], [token.key for token in new])
    kept = {other: old[one] for one, other in pairs}
    made: Told = []
    for one, other in merged(pairs, len(old), len(new)):
        if other is None:
            assert one is not None  # noqa: S101 - a step has one place at least
            made.append(("del", old[one]))
        else:
            made.append(("keep" if one is not None else "ins", new[other]))
    return _readable(made, {id(new[other]): token for other, token in kept.items()}), [
        (token, new[other]) for other, token in kept.items()
    ]


def _readable(made: Told, before: dict[int, Token]) -> Told:
    """Words that stayed between longer changes are told as changed too: a reader wants one change, not crumbs."""
    while True:
        groups = [list(group) for _, group in groupby(made, _kept)]
        crumbs = {index for index in range(1, len(groups) - 1) if _crumb(*groups[index - 1 : index + 2])}
        if not crumbs:
            return _sorted(made)
        made = []
        for index, group in enumerate(groups):
            if index in crumbs:
                made += [("del", before[id(token)]) for _, token in group]
                made += [("ins", token) for _, token in group]
            else:
                made += group


def _crumb(earlier: Told, group: Told, later: Told) -> bool:
    if group[0][0] != "keep" or any(token.text is None for _, token in group):
        return False
    return _length(group) <= min(_largest(earlier), _largest(later))


def _sorted(made: Told) -> Told:
    """Within a change what went stands before what came."""
    result: Told = []
    for _, group in groupby(made, _kept):
        result += sorted(group, key=lambda told: told[0] == "ins")
    return result


def _kept(told: tuple[Status, Token]) -> bool:
    return told[0] == "keep"


def _length(group: Told) -> int:
    return sum(len(token.text or "") for _, token in group)


def _largest(group: Told) -> int:
    return max(_length([each for each in group if each[0] == status]) for status in ("ins", "del"))


# --- reading


class Reader:
    """Reads paragraphs of one side.

    Args:
        meanings: of the part.
        bookmark: by the name of a bookmark the one that it has in the file that is made.
    """

    def __init__(self, meanings: Meanings, bookmark: Callable[[str], str]) -> None:
        self._meanings, self._bookmark = meanings, bookmark

    def tokens(self, paragraph: Element) -> list[Token]:
        """The words of a paragraph and what else stands in its lines."""
        simple_fields_out(paragraph)
        atoms = list(_atoms(paragraph, None))
        ends = _ends(atoms)
        made: list[Token] = []
        at = 0
        while at < len(atoms):
            if at in ends:
                made.append(self._field(atoms[at : ends[at] + 1]))
                at = ends[at] + 1
            else:
                made += self._read(atoms[at])
                at += 1
        return made

    def _read(self, atom: _Atom) -> Iterator[Token]:
        looks = atom.run.find(RPR)
        look = self._meanings.key(looks) if looks is not None else b""
        link = self._target(atom.link)
        if atom.element.tag == T:
            for word in _WORDS.findall(atom.element.text or ""):
                yield Token((word, look, link), word, looks, look, link, atom.link)
        else:
            key: Hashable = _NOTE if atom.element.tag == _NOTE else self._meanings.key(atom.element)
            yield Token((key, look, link), None, looks, look, link, atom.link, (atom.element,))

    def _field(self, atoms: Sequence[_Atom]) -> Token:
        """A field is one thing: half of one would not end."""
        link = self._target(atoms[0].link)
        runs = tuple(_run_of(atom) for atom in atoms)
        key = b"".join(map(self._meanings.key, runs))
        return Token((key, link), None, None, key, link, atoms[0].link, runs, whole_runs=True)

    def _target(self, link: Element | None) -> str | None:
        if link is None:
            return None
        anchor = link.get(name("w:anchor"))
        return (
            f"#{self._bookmark(anchor)}" if anchor else self._meanings.relations.get(link.get(name("r:id")) or "", "")
        )


def _atoms(parent: Element, link: Element | None) -> Iterator[_Atom]:
    for element in parent:
        if element.tag == R:
            yield from (_Atom(inner, element, link) for inner in element if inner.tag not in _PASSED_OVER)
        elif element.tag == HYPERLINK:
            yield from _atoms(element, element)
        elif element.tag != PPR and element.tag not in UNSEEN:
            yield from _atoms(element, link)


def _ends(atoms: Sequence[_Atom]) -> dict[int, int]:
    """For the begin of each field its end; the begin of one that ends in a later paragraph goes to its separator."""
    ends: dict[int, int] = {}
    open_ones: list[int] = []
    separators: dict[int, int] = {}
    for at, atom in enumerate(atoms):
        kind = atom.element.get(_FIELD_KIND) if atom.element.tag == _FIELD else None
        if kind == "begin":
            open_ones.append(at)
        elif kind == "separate" and open_ones:
            separators[open_ones[-1]] = at
        elif kind == "end" and open_ones:
            ends[open_ones.pop()] = at
    return ends | {at: separators.get(at, at) for at in open_ones}


def _run_of(atom: _Atom) -> Element:
    made = etree.Element(R)
    looks = atom.run.find(RPR)
    if looks is not None:
        made.append(deepcopy(looks))
    made.append(deepcopy(atom.element))
    return made


# --- writing


def write(paragraph: Element, words: Told, marks: Marks, adopt: Callable[[Element], None]) -> None:
    """Replaces the runs of a paragraph.

    Args:
        paragraph: its properties and bookmarks stay; these surround all that is in it.
        words: from :func:`told`, with elements that may be moved.
        marks: makes the marks.
        adopt: makes an element of the old file one of the new.
    """
    for element in list(paragraph):
        if element.tag != PPR and element.tag not in UNSEEN:
            paragraph.remove(element)
    ends = [element for element in paragraph if element.tag == name("w:bookmarkEnd")]
    for _, group in groupby(words, lambda told: told[1].link):
        _linked_into(paragraph, list(group), marks, adopt)
    paragraph.extend(ends)


def _linked_into(paragraph: Element, words: Told, marks: Marks, adopt: Callable[[Element], None]) -> None:
    status, token = next((each for each in words if each[0] != "del"), words[0])
    parent = paragraph
    if token.around is not None:
        parent = sub(paragraph, HYPERLINK, dict(token.around.attrib))
        if status == "del":
            adopt(parent)
    for status, group in groupby(words, lambda told: told[0]):
        holder = parent
        if status != "keep":
            holder = marks.around(status)
            parent.append(holder)
        runs = _runs([token for _, token in group])
        for run in runs if status == "del" else ():
            adopt(run)
            strike(run)
        holder.extend(runs)


def _runs(tokens: Sequence[Token]) -> list[Element]:
    made: list[Element] = []
    for whole, same in groupby(tokens, lambda token: (token.whole_runs, token.look)):
        group = list(same)
        made += [run for token in group for run in token.elements] if whole[0] else [_run(group)]
    return made


def _run(tokens: Sequence[Token]) -> Element:
    """One run of tokens that look the same."""
    made = etree.Element(R)
    if tokens[0].looks is not None:
        made.append(deepcopy(tokens[0].looks))
    for word, group in groupby(tokens, lambda token: token.text is not None):
        if word:
            _text_into(made, (token.text or "" for token in group))
        else:
            made.extend([element for token in group for element in token.elements])
    return made


def _text_into(run: Element, words: Iterable[str]) -> None:
    sub(run, T, {SPACE: "preserve"}).text = "".join(words)
