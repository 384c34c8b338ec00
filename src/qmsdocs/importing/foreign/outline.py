"""Which paragraphs are headings. Titles that everybody knows show how a document marks its headings; the rest follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qmsdocs.importing.foreign.candidates import (
    APPENDIX,
    CHAPTERS,
    Line,
    Signature,
    as_letters,
    is_anchor,
    line_of,
    without_contents,
)
from qmsdocs.importing.foreign.numbers import Number
from qmsdocs.importing.foreign.pieces import Piece
from qmsdocs.importing.foreign.titles import OTHER, SHORT, exactly_called, is_signing, loosely_called
from qmsdocs.word.reading.values import Paragraph

_DEEPEST = 6
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that is a heading.

    Args:
        level: from 1.
        title: without its number.
        section: what the section is, as in vocabulary.yaml; empty for one of its own.
        number: as it stood.
        rest: how many characters of the paragraph are the heading; 0 for all of it.
        second: index of a paragraph that holds the title below the number; None when both stand in one.
    """

    level: int
    title: str
    section: str
    number: Number | None
    rest: int = 0
    second: int | None = None

    @property
    def sections(self) -> tuple[str, ...]:
        """The known sections that it means, or at least speaks of."""
        return tuple((self.section or (loosely_called(self.title) if self.level == 1 else "")).split())


def headings_in(pieces: Sequence[Piece]) -> Mapping[int, Heading]:
    """The headings among some pieces, by their index."""
    lines = [line for index, piece in enumerate(pieces) if (line := line_of(index, piece, pieces))]
    below = {line.second for line in lines}
    lines = as_letters(without_contents([line for line in lines if line.index not in below], pieces))
    anchors = [line for line in lines if is_anchor(line)]
    family = _chapters(lines) or _family(anchors) or _outline_family(lines) or _bold_family(lines, pieces)
    if family is None:
        return {}
    return _levelled(lines, _top_lines(lines, anchors, family), family)


# --- how the first level is marked


def _chapters(lines: Sequence[Line]) -> Signature | None:
    """Phần or Chương stand above all others, where there are some that look like headings."""
    forms = Counter(
        line.number.form
        for line in lines
        if line.number and line.number.form in CHAPTERS and (any(line.looks) or line.paragraph.outline)
    )
    form, count = forms.most_common(1)[0] if forms else ("", 0)
    return (form, 1) if count > 1 else None


def _family(anchors: Sequence[Line]) -> Signature | None:
    """How most of the known titles are marked."""
    marked: dict[Signature, set[str]] = {}
    named = [line for line in anchors if line.is_named] or [line for line in anchors if line.section == OTHER]
    for line in named:
        marked.setdefault(line.signature, set()).add(line.section if line.is_named else line.title)
    if not marked:
        return None
    return max(marked, key=lambda signature: (len(marked[signature]), -signature[1]))


def _outline_family(lines: Sequence[Line]) -> Signature | None:
    """Without known titles: the highest level of Word's headings that is there more than once."""
    levels = Counter(line.paragraph.outline for line in lines if line.paragraph.outline)
    repeated = sorted(level for level, count in levels.items() if level and count > 1)
    return ("outline", repeated[0]) if repeated else None


def _bold_family(lines: Sequence[Line], pieces: Sequence[Piece]) -> Signature | None:
    """Without any of those: bold lines with text below them that is not bold."""
    bold = Counter(line.signature for line in lines if line.paragraph.all_bold and _has_text_below(line, pieces))
    signature, count = bold.most_common(1)[0] if bold else (("", 0), 0)
    return signature if count >= _ENOUGH else None


def _has_text_below(line: Line, pieces: Sequence[Piece]) -> bool:
    after = next(
        (
            piece.block
            for piece in pieces[line.index + 1 :]
            if piece.text.strip() or not isinstance(piece.block, Paragraph)
        ),
        None,
    )
    return after is not None and not (isinstance(after, Paragraph) and after.all_bold)


def _top_lines(lines: Sequence[Line], anchors: Sequence[Line], family: Signature) -> set[int]:
    """Indexes of the headings of the first level."""
    marked = {line.section for line in anchors if line.signature == family}
    own = [line for line in anchors if _fits(line, family) and (line.signature == family or line.section not in marked)]
    alike = [line for line in lines if line.signature == family and line.paragraph.all_bold]
    looks = Counter(line.looks for line in own or alike).most_common(1)[0][0] if own or alike else (False, False)
    outline = Counter(line.paragraph.outline for line in own).most_common(1)[0][0] if own else None
    outline = outline or (family[1] if family[0] == "outline" else None)
    first = min((line.index for line in own if line.section != "changes"), default=-1)
    known = {line.index for line in own if line.index >= first}
    top: set[int] = set()
    last = skipped = 0
    for line in lines:
        value = line.number.parts[-1] if line.number and line.signature == family else 0
        if line.index in known or (
            (line.index > first or value == 1)
            and _is_like(line, family, looks, outline)
            and (not value or (value == last + 1 and not (skipped and value == skipped + 1)))
        ):
            top.add(line.index)
            last, skipped = (value or last + 1), 0
        elif value:
            skipped = value
    return top


def _fits(line: Line, family: Signature) -> bool:
    """Whether a known title stands on the first level."""
    form, depth = line.signature
    if line.signature == family:
        return True
    if family[0] in CHAPTERS:
        return line.section == "changes" and form == "bare" and any(line.looks)
    if line.rest:
        return form in (family[0], "bare")
    if form == "outline" or family[0] == "outline":
        outline = line.paragraph.outline
        return (line.is_named and line.depth == 1) if family[0] != "outline" else outline in (None, family[1])
    if form == "bare" or family[0] == "bare":
        return line.section != OTHER or (form == "bare" and all(line.looks)) or family == ("bare", 0)
    return form == family[0] and depth <= family[1]


def _is_like(line: Line, family: Signature, looks: tuple[bool, bool], outline: int | None) -> bool:
    """Whether an unknown title is marked as the known ones are."""
    if line.number and line.number.form == APPENDIX:
        return any(line.looks) or line.paragraph.outline in (outline or 1, 1)
    if line.paragraph.outline and outline and line.paragraph.outline == outline:
        return True
    if line.signature != family or (family[0] == "outline" and line.paragraph.outline != family[1]):
        return False
    short = len(line.title.split()) <= SHORT
    ends = line.paragraph.text.rstrip().endswith((".", ";", ","))
    if family[0] == "bare":
        return line.looks == looks and any(looks) and short and not ends and not is_signing(line.title)
    return (line.looks[0] >= looks[0] and line.looks[1] >= looks[1]) and (any(looks) or (short and not ends))


# --- levels


def _levelled(lines: Sequence[Line], top: set[int], family: Signature) -> Mapping[int, Heading]:
    found: dict[int, Heading] = {}
    level = 0
    started: Line | None = None
    for line in lines:
        if line.index in top:
            level, started = 1, line
        elif started is None or not (deeper := _lower_level(line, started, family)):
            continue
        else:
            level = min(deeper, level + 1, _DEEPEST)
        section = line.section if level == 1 else exactly_called(line.title)
        found[line.index] = Heading(level, line.title, section, line.number, line.rest, line.second)
    return found


def _lower_level(line: Line, above: Line, family: Signature) -> int:
    """The level of a heading below the first; 0 for running text."""
    number, outline = line.number, line.paragraph.outline
    if line.rest:
        return 0
    if outline:
        upper = above.paragraph.outline or (family[1] if family[0] == "outline" else 1)
        by_number = number.depth - _base(above) + 1 if number and number.form == "dotted" and number.depth > 1 else 0
        return max(by_number or outline - upper + 1, 2)
    if number is None:
        return 0
    if number.form in ("dieu", "muc"):
        return 2 if family[0] in (*CHAPTERS, "dieu") and line.paragraph.all_bold else 0
    if number.form == "letter":
        return 2 if family[0] == "roman" and line.paragraph.all_bold else 0
    return _by_parts(line, number, above) if number.form == "dotted" else 0


def _base(above: Line) -> int:
    """How many parts the number of a heading of the first level has among those of the headings below it."""
    return above.number.depth if above.number and above.number.form == "dotted" else 0


def _by_parts(line: Line, number: Number, above: Line) -> int:
    """The level that a number like 5.2.1 gives a title."""
    own = above.number.parts if above.number else ()
    inner = number.depth - _base(above)
    if above.number and number.depth > 1 and number.parts[:1] == own[:1] and above.number.form != "dotted":
        inner -= 1  # 5.1 below V or Mục 5
    if inner < 1 or (_base(above) and number.depth > 1 and number.parts[: len(own)] != own):
        return 0
    if number.depth == 1 and not line.paragraph.all_bold:
        return 0
    return inner + 1 if line.paragraph.all_bold or _is_title(line) else 0


def _is_title(line: Line) -> bool:
    text = line.paragraph.text.rstrip()
    begins_bold = bool(line.paragraph.runs) and line.paragraph.runs[0].bold
    return not text.endswith((".", ";", ",")) and (len(line.title.split()) <= SHORT or begins_bold)
