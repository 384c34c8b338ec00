"""What is filled in on a form, as it stands in running text: ``[[Ngày lập: ngày]]``, ``[ ] Soạn thảo``, ``[[# 10]]``.

Pure functions on the pieces of a block tree; what is written wrongly comes out as slips, which rules put into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from qmsdocs.diagnostics import TextSpan
from qmsdocs.markdown.tree import Inline, plain_text, span_in

BlankKind = Literal["text", "date", "number", "lines", "choice"]
SlipKind = Literal[
    "unclosed", "too-long", "unnamed", "unknown-kind", "poor-choice", "two-kinds", "misplaced-row", "crowded",
    "misplaced-letterhead", "refused",
]  # fmt: skip

LONGEST_NAME = 64
"""Word keeps no longer name of a content control."""
MOST_LINES = 40
MOST_ROWS = 100

_KINDS: Mapping[str, BlankKind] = MappingProxyType(
    {"ngày": "date", "date": "date", "số": "number", "number": "number", "đoạn": "lines", "lines": "lines"}
)
_MARK = re.compile(r"\[\[(?P<inside>[^\[\]]*)\]\]|\[(?P<tick>[ xX])\]|(?P<stray>\[\[|\]\])")
_ROW = re.compile(r"#(.*)")
_KIND = re.compile(r"(\w+)(?:\s+(\d+))?")
_ESCAPED, _UNESCAPED = str.maketrans("[]", "\ufdd0\ufdd1"), str.maketrans("\ufdd0\ufdd1", "[]")
_WORD, _CLAUSE = re.compile(r"\w+"), re.compile(r"[,;:.]")
_OPENED = "\ufdd0\ufdd0"
_USUAL_LINES = 3


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that is to be written in.

    Args:
        name: what it is called; empty until the column gives it its name.
        kind: what may be written: text, a day, a number, several lines, one of the options.
        options: of a choice.
        lines: how many lines there is room for.
        labelled: whether the words before it say its name already.
        last: whether nothing follows it in its line, so that there is room up to the margin.
    """

    name: str
    kind: BlankKind = "text"
    options: tuple[str, ...] = ()
    lines: int = 1
    labelled: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A check box.

    Args:
        name: the words after it.
        ticked: whether it is ticked beforehand.
    """

    name: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Count:
    """The number of a row that is repeated.

    Args:
        times: how many rows stand there at first.
    """

    times: int


@dataclass(slots=True)
class Mark(Inline):
    """A piece of running text that is filled in, or counted."""

    value: Blank | Box | Count = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that is written wrongly.

    Args:
        kind: in which way.
        start, end: byte offsets in the text of the form.
        text: the words concerned.
        at_most: the largest number allowed there; 0 where it is not about a number.
    """

    kind: SlipKind
    start: int
    end: int
    text: str
    at_most: int = 0

    @property
    def span(self) -> TextSpan:
        """Where it stands."""
        return TextSpan(self.start, self.end)


def marked(pieces: Sequence[Inline], source: bytes, slips: list[Slip], labels: Sequence[str] = ()) -> list[Inline]:
    """Running text in which blanks, boxes and row numbers are pieces of their own.

    Args:
        pieces: as ``parse`` gives them.
        source: the whole text, in which a backslash before a bracket is looked for.
        slips: takes what is written wrongly.
        labels: what stands beside the text: the line above it, or the cell before it and the head of its column.
    """
    written = source[pieces[0].start : pieces[-1].end] if pieces else b""
    if b"[" not in written and b"]" not in written:
        return list(pieces)
    found: list[Inline] = []
    for run in _runs(pieces):
        if run[0].kind == "text":
            found += _split(run, source, slips)
        elif run[0].children:
            found.append(replace(run[0], children=marked(run[0].children, source, slips, labels)))
        else:
            found += run
    return list(_told(found, labels)) if any(type(piece) is Mark for piece in found) else found


def marks_in(pieces: Sequence[Inline]) -> Iterator[Mark]:
    """All marks of running text."""
    for piece in pieces:
        if isinstance(piece, Mark):
            yield piece
        else:
            yield from marks_in(piece.children)


def alone(pieces: Sequence[Inline]) -> bool:
    """Whether there is nothing but one mark."""
    return [piece.kind for piece in pieces if piece.kind != "text" or piece.text.strip()] == ["mark"]


def _runs(pieces: Sequence[Inline]) -> Iterator[list[Inline]]:
    """Pieces of text that follow one another together, every other piece alone."""
    run: list[Inline] = []
    for piece in pieces:
        if piece.kind == "text" or (piece.kind == "softbreak" and run):
            run.append(piece)
            continue
        if run:
            yield run
            run = []
        yield [piece]
    if run:
        yield run


def _split(run: Sequence[Inline], source: bytes, slips: list[Slip]) -> Iterator[Inline]:
    texts = [_text(piece, run[n - 1].end if n else -1, source) for n, piece in enumerate(run)]
    whole, done = "".join(texts), 0
    for match in _MARK.finditer(whole):
        span = TextSpan(_byte(run, texts, match.start()), _byte(run, texts, match.end(), end=True))
        if match[0] == "]]" and _OPENED in whole[: match.start()]:
            continue
        mark = _mark(match, span, slips)
        if mark is not None:
            yield from _plain(run, texts, done, match.start())
            yield mark
            done = match.end()
    yield from _plain(run, texts, done, len(whole))


def _text(piece: Inline, before: int, source: bytes) -> str:
    """The text of a piece; a bracket after a backslash is none."""
    if piece.kind == "softbreak":
        return " "
    if piece.start != before and piece.text[:1] in ("[", "]") and source[piece.start - 1 : piece.start] == b"\\":
        return piece.text[0].translate(_ESCAPED) + piece.text[1:]
    return piece.text


def _byte(run: Sequence[Inline], texts: Sequence[str], at: int, *, end: bool = False) -> int:
    """The byte of the source at which a character of the run stands."""
    for piece, text in zip(run, texts, strict=True):
        if at < len(text) or (end and at == len(text)):
            return span_in(piece, at, at).start if piece.kind == "text" else piece.start
        at -= len(text)
    return run[-1].end


def _plain(run: Sequence[Inline], texts: Sequence[str], start: int, end: int) -> Iterator[Inline]:
    """The part of a run between two marks."""
    at = 0
    for piece, text in zip(run, texts, strict=True):
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first < last:
            span = span_in(piece, first, last) if piece.kind == "text" else TextSpan(piece.start, piece.end)
            yield Inline("text", span.start, span.end, text[first:last].translate(_UNESCAPED))


def _mark(match: re.Match[str], span: TextSpan, slips: list[Slip]) -> Mark | None:
    """What brackets stand for; None where they are not closed."""
    if match["stray"]:
        slips.append(Slip("unclosed", span.start, span.end, match[0]))
        return None
    if match["tick"]:
        return Mark("mark", span.start, span.end, value=Box("", match["tick"] != " "))
    inside = " ".join(match["inside"].translate(_UNESCAPED).split())
    if row := _ROW.fullmatch(inside):
        times = _number(row[1].strip() or "1", MOST_ROWS)
        if not times:
            slips.append(Slip("unknown-kind", span.start, span.end, inside, MOST_ROWS))
        return Mark("mark", span.start, span.end, value=Count(max(1, times)))
    name, colon, detail = (part.strip() for part in inside.partition(":"))
    if len(name) > LONGEST_NAME:
        slips.append(Slip("too-long", span.start, span.end, name, LONGEST_NAME))
    blank = _of_kind(Blank(name[:LONGEST_NAME].rstrip()), detail, span, slips) if colon else Blank(name[:LONGEST_NAME])
    return Mark("mark", span.start, span.end, value=blank)


def _of_kind(blank: Blank, detail: str, span: TextSpan, slips: list[Slip]) -> Blank:
    if "/" in detail:
        options = tuple(filter(None, (part.strip() for part in re.split(r"\s/\s|\s/$|^/\s", detail))))
        options = options if len(options) > 1 else tuple(filter(None, (part.strip() for part in detail.split("/"))))
        if len({option.casefold() for option in options}) < max(len(options), 2):
            slips.append(Slip("poor-choice", span.start, span.end, detail))
        return replace(blank, kind="choice", options=tuple(dict.fromkeys(options)))
    found = _KIND.fullmatch(detail)
    kind = _KINDS.get(found[1].casefold()) if found else None
    written = found[2] if found else None
    count = _number(written, MOST_LINES) if written else 0
    if kind is None or (written and (kind != "lines" or not count)):
        slips.append(Slip("unknown-kind", span.start, span.end, detail, MOST_LINES if kind == "lines" else 0))
        return blank
    return replace(blank, kind=kind, lines=count or (_USUAL_LINES if kind == "lines" else 1))


def _number(written: str, most: int) -> int:
    """A number from 1 to ``most``; 0 for all else, however long it is."""
    count = int(written) if re.fullmatch(r"\d{1,4}", written) else 0
    return count if count <= most else 0


def _told(pieces: Sequence[Inline], labels: Sequence[str]) -> Iterator[Inline]:
    """Pieces whose boxes know their words, and whose blanks know whether the words before say their name."""
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Mark):
            yield piece
            continue
        value = piece.value
        if isinstance(value, Box):
            yield replace(piece, value=replace(value, name=_words(pieces[at + 1 :]) or _joined(labels)))
        elif isinstance(value, Blank):
            before = _words(pieces[:at][::-1], backwards=True)
            last = at + 1 == len(pieces) or pieces[at + 1].kind == "break"
            said = any(_says(label, value.name) for label in ((before,) if before else labels))
            yield replace(piece, value=replace(value, labelled=said, last=last))
        else:
            yield piece


def _words(pieces: Sequence[Inline], *, backwards: bool = False) -> str:
    """The words up to the next mark."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, Mark):
            break
        words.append(plain_text([piece]))
    text = " ".join("".join(words[::-1] if backwards else words).split())
    return text if backwards else text.strip(" .,;:-–()")[:LONGEST_NAME].rstrip()


def _joined(labels: Sequence[str]) -> str:
    return ": ".join(filter(None, labels))[:LONGEST_NAME].rstrip(" :")


def _says(label: str, name: str) -> bool:
    """Whether a label says a name already: all its words, or its last clause is a part of it.

    >>> _says("Căn cứ Kế hoạch đánh giá số", "Số kế hoạch"), _says("số bản, người nhận:", "Họ tên người nhận")
    (True, True)
    """
    wanted = set(_WORD.findall(name.casefold()))
    clauses = [set(_WORD.findall(clause)) for clause in _CLAUSE.split(label.casefold())]
    last = next(filter(None, reversed(clauses)), None)
    return last is not None and (last <= wanted or wanted <= set().union(*clauses))
