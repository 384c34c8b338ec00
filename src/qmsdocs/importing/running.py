"""Running text of Word to running text of Markdown: runs to inlines, with the marks that mean something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qmsdocs.markdown.placeholders import unlike_placeholders
from qmsdocs.markdown.tree import Inline
from qmsdocs.word.reading.values import Paragraph, Run

_CODE_STYLES = frozenset({"code char", "html code", "verbatim char", "source text"})
_SLANTED_STYLES = frozenset({"quote", "intense quote", "caption", "subtitle"})

PLACEHOLDER = "Placeholder"
"""The style of a paragraph that is a placeholder of our own making; the styles of files are read in lower case."""

Link = Callable[[str], str]
"""Gives the target of a link in Markdown for its target in Word; empty when it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in running text beside words.

    Args:
        link: targets of links.
        note: the label of a note by its id, None when the note has no text.
        picture: the target of a picture by its path, None when it cannot be kept.
    """

    link: Link
    note: Callable[[str], str | None]
    picture: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    bold: bool
    italic: bool
    code: bool
    link: str
    thing: Inline | None = None

    @property
    def blank(self) -> bool:
        return self.thing is None and not self.text.strip()


def inlines_of(paragraph: Paragraph, marks: Marks) -> list[Inline]:
    """The running text of a paragraph, without blanks at its ends.

    What makes a whole paragraph of its kind look as it looks (a bold heading, a slanted quotation) is no mark of the text.

    Args:
        paragraph: what to take.
        marks: what stands in it beside words.
    """
    if paragraph.style == PLACEHOLDER:
        return [Inline("text", 0, 0, paragraph.text)]
    pieces = list(_pieces(_plain_look(paragraph), marks))
    while pieces and pieces[0].blank:
        pieces.pop(0)
    while pieces and pieces[-1].blank:
        pieces.pop()
    if not pieces:
        return []
    pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
    pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return _grouped(_smoothed(pieces))


def _plain_look(paragraph: Paragraph) -> Sequence[Run]:
    """Runs whose looks are told against the look of the whole."""
    runs = paragraph.runs
    shown = [run for run in runs if run.text.strip()]
    bold = paragraph.bold or (paragraph.outline is not None and all(run.bold for run in shown))
    italic = (paragraph.outline is not None or paragraph.style in _SLANTED_STYLES) and all(run.italic for run in shown)
    return [replace(run, bold=run.bold and not bold, italic=run.italic and not italic) for run in runs]


def _pieces(runs: Iterable[Run], marks: Marks) -> Iterator[_Piece]:
    for run in runs:
        link = marks.link(run.link) if run.link else ""
        look = (run.bold, run.italic, run.style in _CODE_STYLES, link)
        if run.note:
            label = marks.note(run.note)
            if label is not None:
                yield _Piece("", run.bold, run.italic, False, link, Inline("footnote", 0, 0, label))  # noqa: FBT003
        elif run.picture:
            target = marks.picture(run.picture)
            words = [Inline("text", 0, 0, " ".join(run.alternative.split()))] if run.alternative.strip() else []
            if target is not None:
                yield _Piece("", False, False, False, link, Inline("image", 0, 0, target=target, children=words))  # noqa: FBT003
            elif words:
                yield _Piece(f"[{words[0].text}]", *look)
        else:
            yield _Piece(run.text, *look)


def _smoothed(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Blanks look as the words on both sides of them do when these look alike."""
    made = list(pieces)
    for index in range(1, len(made) - 1):
        piece, before, after = made[index], made[index - 1], made[index + 1]
        if piece.blank and not piece.code:
            bold, italic = before.bold and after.bold, before.italic and after.italic
            link = piece.link if piece.link in (before.link, after.link) else ""
            made[index] = replace(piece, bold=bold, italic=italic, link=link)
    return made


def _grouped(pieces: Sequence[_Piece]) -> list[Inline]:
    made: list[Inline] = []
    for link, linked in groupby(pieces, key=lambda piece: piece.link):
        inner: list[Inline] = []
        for bold, strong in groupby(linked, key=lambda piece: piece.bold):
            slanted: list[Inline] = []
            for italic, same in groupby(strong, key=lambda piece: piece.italic):
                leaves = [leaf for piece in same for leaf in _leaves(piece)]
                slanted += [Inline("emphasis", 0, 0, children=leaves)] if italic else leaves
            inner += [Inline("strong", 0, 0, children=slanted)] if bold else slanted
        made += [Inline("link", 0, 0, target=link, children=inner)] if link else inner
    return made


def _leaves(piece: _Piece) -> Iterator[Inline]:
    if piece.thing:
        yield piece.thing
    elif piece.code:
        if piece.text:
            yield Inline("code", 0, 0, piece.text.replace("\n", " ").replace("\t", " "))
    else:
        for number, line in enumerate(piece.text.replace("\t", " ").split("\n")):
            if number:
                yield Inline("break", 0, 0)
            if line:
                yield from (Inline("text", 0, 0, text) for text in unlike_placeholders(line))
