"""Which paragraphs are headings. Titles that everybody knows show how a document marks its headings; the rest follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qmsdocs.importing.foreign.numbers import Number, number_of
from qmsdocs.importing.foreign.pieces import Piece, is_contents_line
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import folded, is_capital, squeezed
from qmsdocs.word.reading.values import Paragraph

_MOST_WORDS = 25
_SHORT = 12
_ALIKE = 0.87
_DEEPEST = 6
_OTHER = "other"
_ACTIONS = ("prepared", "reviewed", "approved")
Signature = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that is a heading.

    Args:
        level: from 1.
        title: without its number.
        section: what the section is, as in vocabulary.yaml; empty for one of its own.
        number: as it stood.
        rest: how many characters of the paragraph are the heading; 0 for all of it.
    """

    level: int
    title: str
    section: str
    number: Number | None
    rest: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph that may be a heading."""

    index: int
    paragraph: Paragraph
    number: Number | None
    title: str
    section: str
    rest: int = 0

    @property
    def depth(self) -> int:
        return self.number.depth if self.number else 1

    @property
    def signature(self) -> Signature:
        """How it is marked as a heading."""
        if self.number:
            return (self.number.form, self.number.depth)
        if self.paragraph.outline:
            return ("outline", self.paragraph.outline)
        return ("bare", int(is_capital(self.title)))

    @property
    def looks(self) -> tuple[bool, bool]:
        """Bold, in capitals."""
        return self.paragraph.all_bold, is_capital(self.title)


@lru_cache(maxsize=4096)
def section_called(title: str) -> str:
    """Which section a title means; ``other`` for a known one of its own, empty for none.

    >>> section_called("Phạm vi áp dụng"), section_called("Trách nhiệm"), section_called("Tiếp nhận")
    ('scope', 'other', '')
    """
    key = folded(title)
    known = vocabulary().sections
    if key in known or len(key) < 8 or len(key.split()) > _SHORT:  # noqa: PLR2004 - short words are alike by chance
        return known.get(key, "")
    near = [(SequenceMatcher(None, key, other).ratio(), name) for other, name in known.items() if key[0] == other[0]]
    ratio, name = max(near, default=(0.0, ""))
    return name if ratio >= _ALIKE else ""


def headings_in(pieces: Sequence[Piece]) -> Mapping[int, Heading]:
    """The headings among some pieces, by their index."""
    lines = [line for index, piece in enumerate(pieces) if (line := _line(index, piece))]
    lines = _without_contents(lines, pieces)
    anchors = [line for line in lines if _is_anchor(line)]
    family = _family(anchors) or _outline_family(lines)
    if family is None:
        return {}
    top = _top_lines(lines, anchors, family)
    return _levelled(lines, top, family)


def _line(index: int, piece: Piece) -> _Line | None:
    block = piece.block
    if not isinstance(block, Paragraph) or is_contents_line(block) or not squeezed(block.text):
        return None
    number = number_of(block)
    length = number.length if number else 0
    whole = block.text[length:]
    title = squeezed(whole)
    inline = _inline_title(block, length)
    if inline:
        return _Line(index, block, number, inline, section_called(inline), length + whole.index(":") + 1)
    if not title or len(title.split()) > _MOST_WORDS:
        return None
    title = title.rstrip(" .:;") or title
    return _Line(index, block, number, title, section_called(title))


def _inline_title(block: Paragraph, length: int) -> str:
    """The title of a section that stands before a colon, with its text behind it: ``1. Mục đích: Quy định…``."""
    head, colon, rest = block.text[length:].partition(":")
    title = squeezed(head)
    if not colon or not squeezed(rest) or len(title.split()) > _SHORT:
        return ""
    known = vocabulary().sections.get(folded(title), "")
    marked = length or block.item or block.outline or (block.runs and block.runs[0].bold)
    return title if known and marked else ""


def is_signing(text: str) -> bool:
    """Whether a line is the head of a signature: NGƯỜI LẬP, NGƯỜI DUYỆT."""
    key = f"{folded(text)} "
    return any(
        key.startswith(f"{word} ") for word, name in vocabulary().signing.items() if name in _ACTIONS and " " in word
    )


def _is_anchor(line: _Line) -> bool:
    if not line.section or line.paragraph.text.rstrip().endswith((";", ",")):
        return False
    return bool(line.number or line.paragraph.outline or any(line.looks)) or line.section != _OTHER


def _without_contents(lines: list[_Line], pieces: Sequence[Piece]) -> list[_Line]:
    """Without lists of titles that come again further down with text below them."""
    last = {folded(line.title): line.index for line in lines if line.section}
    following = {line.index: after for line, after in zip(lines, lines[1:], strict=False)}

    def is_listed(line: _Line) -> bool:
        after = following.get(line.index)
        again = last.get(folded(line.title), line.index) > line.index
        between = pieces[line.index + 1 : after.index] if after else []
        return bool(again and after and not any(piece.text.strip() for piece in between) and _is_listed_too(after))

    def _is_listed_too(line: _Line) -> bool:
        return last.get(folded(line.title), line.index) > line.index or not line.section

    return [line for line in lines if not is_listed(line)]


def _family(anchors: Sequence[_Line]) -> Signature | None:
    """How most of the known titles are marked."""
    marked: dict[Signature, set[str]] = {}
    for line in anchors:
        if line.section != _OTHER:
            marked.setdefault(line.signature, set()).add(line.section)
    if not marked:
        return None
    return max(marked, key=lambda signature: (len(marked[signature]), -signature[1]))


def _outline_family(lines: Sequence[_Line]) -> Signature | None:
    """Without known titles: the highest level of Word's headings that is there more than once."""
    levels = Counter(line.paragraph.outline for line in lines if line.paragraph.outline)
    repeated = sorted(level for level, count in levels.items() if level and count > 1)
    return ("outline", repeated[0]) if repeated else None


def _top_lines(lines: Sequence[_Line], anchors: Sequence[_Line], family: Signature) -> set[int]:
    """Indexes of the headings of the first level."""
    marked = {line.section for line in anchors if line.signature == family}
    own = [line for line in anchors if _fits(line, family) and (line.signature == family or line.section not in marked)]
    looks = Counter(line.looks for line in own).most_common(1)[0][0] if own else (False, False)
    outline = Counter(line.paragraph.outline for line in own).most_common(1)[0][0] if own else family[1]
    known = {line.index for line in own}
    first = min(known, default=0)
    top: set[int] = set()
    last = skipped = 0
    for line in lines:
        value = line.number.parts[-1] if line.number and line.signature == family else 0
        if line.index in known or (
            (line.index > first or value == 1)
            and _is_like(line, family, looks, outline)
            and (not value or (value == last + 1 and value != skipped + 1))
        ):
            top.add(line.index)
            last, skipped = (value or last + 1), 0
        elif value:
            skipped = value
    return top


def _fits(line: _Line, family: Signature) -> bool:
    """Whether a known title stands on the first level."""
    form, depth = line.signature
    if line.signature == family or line.rest:
        return True
    if form == "outline" or family[0] == "outline":
        outline = line.paragraph.outline
        return (line.section != _OTHER and line.depth == 1) if family[0] != "outline" else outline in (None, family[1])
    if form == "bare" or family[0] == "bare":
        return line.section != _OTHER or (form == "bare" and any(line.looks))
    return form == family[0] and depth <= family[1]


def _is_like(line: _Line, family: Signature, looks: tuple[bool, bool], outline: int | None) -> bool:
    """Whether an unknown title is marked as the known ones are."""
    if line.paragraph.outline and outline and line.paragraph.outline == outline:
        return True
    if line.signature != family or (family[0] == "outline" and line.paragraph.outline != family[1]):
        return False
    if family[0] == "bare":
        return not is_signing(line.title) and bool(family[1]) and line.looks == looks and len(line.title.split()) <= _SHORT
    ends = line.paragraph.text.rstrip().endswith((".", ";", ","))
    return (line.looks[0] >= looks[0] and line.looks[1] >= looks[1]) and (
        any(looks) or (len(line.title.split()) <= _SHORT and not ends)
    )


def _levelled(lines: Sequence[_Line], top: set[int], family: Signature) -> Mapping[int, Heading]:
    found: dict[int, Heading] = {}
    level = 0
    started: _Line | None = None
    for line in lines:
        if line.index in top:
            level, started = 1, line
        elif started is None or not (deeper := _lower_level(line, started, family)):
            continue
        else:
            level = min(deeper, level + 1, _DEEPEST)
        found[line.index] = Heading(level, line.title, line.section if level == 1 else "", line.number, line.rest)
    return found


def _lower_level(line: _Line, above: _Line, family: Signature) -> int:
    """The level of a heading below the first; 0 for running text."""
    number, outline = line.number, line.paragraph.outline
    base = family[1] if family[0] not in ("outline", "bare") else 1
    if outline:
        upper = above.paragraph.outline or (family[1] if family[0] == "outline" else 1)
        by_number = number.depth - base + 1 if number and number.form == "dotted" and number.depth > 1 else 0
        return max(by_number or outline - upper + 1, 2)
    if number is None or number.form not in ("dotted", "roman", "letter"):
        return 0
    if number.form == "letter":
        return 2 if family[0] == "roman" and line.paragraph.all_bold and is_capital(number.typed[:1]) else 0
    if number.form == "roman":
        return 0
    inner = number.depth if family[0] not in ("dotted", "bare", "outline") else number.depth - base
    own = above.number.parts if above.number and above.number.form == "dotted" else None
    if inner < 1 or (own and number.depth > 1 and number.parts[: len(own)] != own):
        return 0
    if number.depth == 1 and not line.paragraph.all_bold:
        return 0
    return inner + 1 if line.paragraph.all_bold or _is_title(line) else 0


def _is_title(line: _Line) -> bool:
    text = line.paragraph.text.rstrip()
    begins_bold = bool(line.paragraph.runs) and line.paragraph.runs[0].bold
    return not text.endswith((".", ";", ",")) and (len(line.title.split()) <= _SHORT or begins_bold)
