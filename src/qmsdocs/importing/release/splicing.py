"""Running text that was edited in Word goes back into its Markdown: what was not touched stays byte for byte.

Placeholders, links and the author's own way of writing survive, because only the words that changed are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from operator import itemgetter

from qmsdocs.comparison.matching import changed_runs
from qmsdocs.markdown.placeholders import placeholders, unlike_placeholders
from qmsdocs.markdown.running import running_text
from qmsdocs.markdown.tree import Inline

Substitute = Callable[[str], str]
_ESCAPED = frozenset(bytes([sign]) for sign in b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_THING = "\N{OBJECT REPLACEMENT CHARACTER}"

Look = tuple[bool, bool, bool, str]
_PLAIN: Look = (False, False, False, "")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of running text that is kept or replaced as a whole: a letter, a placeholder, a note, a picture.

    Args:
        text: what is seen of it.
        look: strong, emphasised, code, target of its link.
        start, end: bytes of the source.
        outer: start and end of the outermost mark around it; its own where there is none.
        within: of all marks around it their beginnings.
        thing: the note or picture.
    """

    text: str
    look: Look
    start: int = 0
    end: int = 0
    outer: tuple[int, int] = (0, 0)
    within: tuple[int, ...] = ()
    thing: Inline | None = None


def begin_of(piece: Inline, source: bytes) -> int:
    """Where a piece begins in the source, the backslash before its first letter included."""
    if piece.kind != "text" or source[piece.start : piece.start + 1] not in _ESCAPED:
        return piece.start
    before = source[: piece.start]
    return piece.start - (len(before) - len(before.rstrip(b"\\"))) % 2


def atoms(pieces: Sequence[Inline], substitute: Substitute = str, source: bytes = b"") -> list[Atom]:
    """Running text in atoms, without blanks at its ends and with one blank where there are several.

    Args:
        pieces: its inlines.
        substitute: replaces the placeholders of a sentence.
        source: the text they stand in as UTF-8, when they stand in one.
    """
    made: list[Atom] = []
    for atom in _atoms(pieces, (substitute, source), _PLAIN, (), None):
        if atom.text.isspace() and atom.text != "\n":
            if not made or made[-1].text.isspace():
                continue
            atom = replace(atom, text=" ")  # noqa: PLW2901 - any blank is a blank
        elif atom.text == "\n" and made and made[-1].text == " ":
            made.pop()
        made.append(atom)
    while made and made[-1].text.isspace():
        made.pop()
    return made


def _atoms(
    pieces: Sequence[Inline],
    how: tuple[Substitute, bytes],
    look: Look,
    within: tuple[int, ...],
    outer: tuple[int, int] | None,
) -> Iterator[Atom]:
    for piece in pieces:
        mine = outer or (piece.start, piece.end)
        pattern = Atom("", look, piece.start, piece.end, mine, within)
        strong, emphasis, code, link = look
        if piece.kind == "text":
            yield from _letters(piece, *how, pattern)
        elif piece.kind == "code":
            yield replace(pattern, text=piece.text, look=(strong, emphasis, True, link))
        elif piece.kind in ("softbreak", "break"):
            yield replace(pattern, text="\n" if piece.kind == "break" else " ")
        elif piece.kind in ("footnote", "image"):
            yield replace(pattern, text=_THING + (piece.text or piece.target), thing=piece)
        elif piece.kind in ("strong", "emphasis", "link"):
            inner = (
                strong or piece.kind == "strong",
                emphasis or piece.kind == "emphasis",
                code,
                piece.target if piece.kind == "link" else link,
            )
            yield from _atoms(piece.children, how, inner, (*within, piece.start), mine)


def _letters(piece: Inline, substitute: Substitute, source: bytes, pattern: Atom) -> Iterator[Atom]:
    """The letters of a text; a placeholder is one, and so is a text that is not written as it reads."""
    if len(piece.text.encode()) != piece.end - piece.start and piece.end > piece.start:
        yield replace(pattern, text=substitute(piece.text))
        return
    at, begin = piece.start, begin_of(piece, source)
    free = not pattern.within
    for text, kept in _segments(piece.text, substitute):
        size = len(text.encode())
        if kept is not None:
            outer = (at, at + size) if free else pattern.outer
            yield replace(pattern, text=kept, start=at, end=at + size, outer=outer)
            at = begin = at + size
            continue
        for letter in text:
            size = len(letter.encode())
            outer = (begin, at + size) if free else pattern.outer
            yield replace(pattern, text=letter, start=begin, end=at + size, outer=outer)
            at = begin = at + size


def _segments(text: str, substitute: Substitute) -> Iterator[tuple[str, str | None]]:
    """Plain text with None, placeholders with what stands for them."""
    done = 0
    for found in placeholders(text):
        shown = substitute(text[found.start : found.end])
        if shown != text[found.start : found.end]:
            if found.start > done:
                yield text[done : found.start], None
            yield text[found.start : found.end], shown
            done = found.end
    if done < len(text):
        yield text[done:], None


def spliced(
    source: bytes, written: Sequence[Atom], before: Sequence[Atom], after: Sequence[Atom], *, cell: bool = False
) -> str | None:
    """The Markdown of a running text after an edit; None when its source is not what was printed.

    Args:
        source: the whole text of the document as UTF-8.
        written: the atoms of its source.
        before, after: the atoms of what was printed, and of what came back.
        cell: it stands in a cell of a table.
    """
    old, new = _letters_of(before), _letters_of(after)
    here = [atom for atom in written for _ in atom.text]
    if not written or "".join(atom.text for atom in written) != "".join(letter for letter, _ in old):
        return None
    text, at, stop = [], min(atom.outer[0] for atom in written), max(atom.outer[1] for atom in written)
    runs = (_with_code(run, here, new) for run in _runs(old, new))
    for a, b, c, d in _widened(runs, here, new):
        start, end, within = _bytes(here, a, b, {atom.look for _, atom in new[c:d]})
        text += [source[at:start].decode(), _markdown(new[c:d], within, cell=cell)]
        at = end
    return "".join([*text, source[at:stop].decode()])


Letter = tuple[str, Atom]
_Run = tuple[int, int, int, int]
"""Letters that were replaced, from and to, and those that replace them."""


def _letters_of(said: Sequence[Atom]) -> list[Letter]:
    return [(letter, atom) for atom in said for letter in atom.text]


def _runs(old: Sequence[Letter], new: Sequence[Letter]) -> list[_Run]:
    """Where two texts differ, word by word, in letters."""
    tokens, others = _tokens(old), _tokens(new)
    starts, begins = [0, *accumulate(len(t[0]) for t in tokens)], [0, *accumulate(len(t[0]) for t in others)]
    return [
        (starts[was.start], starts[was.stop], begins[now.start], begins[now.stop])
        for was, now in changed_runs(tokens, others)
    ]


def _tokens(letters: Sequence[Letter]) -> list[tuple[str, Look]]:
    """Words, blanks and signs with their looks; how signs look does not matter."""
    made: list[tuple[str, Look]] = []
    number = -1
    keys = []
    for letter, atom in letters:
        if not (letter.isalnum() and atom.thing is None):
            number -= 1
        keys.append((atom.look if letter.isalnum() else _PLAIN, id(atom) if atom.thing else number))
    for (look, _), group in groupby(zip(keys, letters, strict=True), key=itemgetter(0)):
        made.append(("".join(letter for _, (letter, _) in group), look))
    return made


def _widened(runs: Iterable[_Run], here: Sequence[Atom], new: Sequence[Letter]) -> list[_Run]:
    """Changes that cut a placeholder or a mark reach over the whole of it; those that then meet become one."""
    made: list[tuple[int, int, _Run, _Run]] = []
    for run in runs:
        first, (start, end) = run, _bounds(here, *_with_link(run, here, new))
        while made and start < made[-1][1]:
            before = made.pop()
            start, end = _bounds(here, min(before[0], start), max(before[1], end))
            first = before[2]
        made.append((start, end, first, run))
    return [(a, b, first[2] - (first[0] - a), last[3] + (b - last[1])) for a, b, first, last in made]


def _with_code(run: _Run, here: Sequence[Atom], new: Sequence[Letter]) -> _Run:
    """Code that was written beside code belongs to it."""
    a, b, c, d = run
    if c < d and a > 0 and here[a - 1].look[2] and new[c][1].look[2]:
        a, c = a - 1, c - 1
    if c < d and b < len(here) and here[b].look[2] and new[d - 1][1].look[2]:
        b, d = b + 1, d + 1
    return a, b, c, d


def _with_link(run: _Run, here: Sequence[Atom], new: Sequence[Letter]) -> tuple[int, int]:
    """Letters that are replaced; a link that leads elsewhere now is written anew as a whole: links do not stand in links."""
    a, b, c, d = run
    links = {atom.look[3] for letter, atom in new[c:d] if letter.isalnum()}
    if a == b or not here[a].look[3] or links <= {"", here[a].look[3]}:
        return a, b
    start, end = a, b
    while start > 0 and here[start - 1].outer == here[a].outer:
        start -= 1
    while end < len(here) and here[end].outer == here[b - 1].outer:
        end += 1
    return start, end


def _bounds(here: Sequence[Atom], a: int, b: int) -> tuple[int, int]:
    """The nearest places around a run of letters where the source may be cut."""
    while 0 < a < len(here) and here[a - 1] is here[a]:
        a -= 1
    while 0 < b < len(here) and here[b - 1] is here[b]:
        b += 1
    if len({atom.within for atom in here[a:b]}) > 1:
        while 0 < a < len(here) and here[a].within and here[a - 1].outer == here[a].outer:
            a -= 1
        while 0 < b < len(here) and here[b - 1].within and here[b].outer == here[b - 1].outer:
            b += 1
    return a, b


def _bytes(here: Sequence[Atom], a: int, b: int, looks: set[Look]) -> tuple[int, int, Atom | None]:
    """Where a run of letters stands in the source, and an atom whose marks are around what takes its place."""
    if a == b:
        return _between(here, a, looks)
    first, last = here[a], here[b - 1]
    inner = {atom.within for atom in here[a:b]}
    alone = (a == 0 or here[a - 1].outer != first.outer) and (b == len(here) or here[b].outer != last.outer)
    if len(inner) == 1 and first.within and not alone:
        return first.start, last.end, first
    return first.outer[0], last.outer[1], None


def _between(here: Sequence[Atom], at: int, looks: set[Look]) -> tuple[int, int, Atom | None]:
    if at and here[at - 1].within and not here[at - 1].look[2] and looks == {here[at - 1].look}:
        return here[at - 1].end, here[at - 1].end, here[at - 1]
    if at == 0:
        return here[0].outer[0], here[0].outer[0], None
    before = here[at - 1]
    if at < len(here) and before.within and here[at].within == before.within and here[at].outer == before.outer:
        return before.end, before.end, before
    return before.outer[1], before.outer[1], None


def _markdown(letters: Sequence[Letter], within: Atom | None, *, cell: bool) -> str:
    """New words as they are written where they come to stand."""
    said: list[Atom] = []
    for letter, atom in letters:
        if atom.thing and said and said[-1].thing is atom.thing:
            continue
        look = _less(atom.look, within.look) if within else atom.look
        said.append(Atom(letter, look, thing=atom.thing))
    whole = "".join(atom.text for atom in said if not atom.thing)
    made = running_text(inlines_from(said), cell=cell)
    return made if made.strip() or not whole else " "


def _less(look: Look, given: Look) -> Look:
    """A look within marks that give some of it already."""
    strong, emphasis, code, link = look
    return strong and not given[0], emphasis and not given[1], code, "" if link == given[3] else link


def inlines_from(said: Sequence[Atom]) -> list[Inline]:
    """Atoms as inlines."""
    made: list[Inline] = []
    for (strong, emphasis, code, link), group in groupby(said, key=lambda atom: atom.look):
        inner = list(_leaves(group, code=code))
        for wanted, kind in ((emphasis, "emphasis"), (strong, "strong"), (link, "link")):
            if wanted:
                inner = [Inline(kind, 0, 0, target=link if kind == "link" else "", children=inner)]  # type: ignore[arg-type]
        made += inner
    return made


def _leaves(group: Iterable[Atom], *, code: bool) -> Iterator[Inline]:
    text = ""
    for atom in group:
        if atom.thing or (atom.text == "\n" and not code):
            yield from _words(text, code=code)
            text = ""
            yield atom.thing or Inline("break", 0, 0)
        else:
            text += atom.text
    yield from _words(text, code=code)


def _words(text: str, *, code: bool) -> Iterator[Inline]:
    """A text as inlines; what somebody wrote in Word is no placeholder."""
    if code:
        yield from [Inline("code", 0, 0, text)] if text else []
    else:
        yield from (Inline("text", 0, 0, piece) for piece in unlike_placeholders(text) if piece)
