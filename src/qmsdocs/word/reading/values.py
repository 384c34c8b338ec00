"""What stands in a Word file: frozen values without a trace of XML.

Paragraphs are told apart by what Word knows of them (style, outline level, list, alignment), not by what they may mean;
that is for who imports them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Run:
    r"""A piece of running text that looks the same all over.

    Args:
        text: line ends within the paragraph are ``\n``, tabs ``\t``.
        bold, italic: as it is shown, by whatever style.
        style: name of its character style in lower case.
        link: an address, or ``#`` and the name of a bookmark.
        note: the id of the footnote or endnote that stands here.
        picture: path of a picture that stands here.
        alternative: text for those who do not see the picture.
        page: a number of pages, which Word counts.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    style: str = ""
    link: str = ""
    note: str = ""
    picture: str = ""
    alternative: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """How Word numbers a paragraph.

    Args:
        ordered: with numbers or letters, not with a bullet.
        level: from 0.
        label: as printed, e.g. ``5.1.``, ``a)`` or ``-``.
        number: its place in its list, as counted.
        list: which list it belongs to.
    """

    ordered: bool
    level: int
    label: str
    number: int
    list: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Args:
        runs: its text; empty for an empty paragraph.
        style: name of its style in lower case, e.g. ``heading 1``.
        outline: heading level from 1, None for running text.
        item: its number or bullet.
        align: ``left``, ``center``, ``right``, ``both`` or empty.
        indent: from the left margin in twentieths of a point.
        inset: how much of that its style does not give.
        bold: whether its style alone is bold.
        bookmarks: names of bookmarks that begin in it.
        boxed: it stands in a text box or shape beside the text.
        field: the kind of the field that it is a result of, e.g. ``TOC``.
    """

    runs: Sequence[Run]
    style: str = ""
    outline: int | None = None
    item: Item | None = None
    align: str = ""
    indent: int = 0
    inset: int = 0
    bold: bool = False
    bookmarks: Sequence[str] = ()
    boxed: bool = False
    field: str = ""

    @property
    def text(self) -> str:
        """Its text without marks; pictures and notes say nothing."""
        return "".join(run.text for run in self.runs)

    @property
    def all_bold(self) -> bool:
        """Whether it has text and all of it is bold."""
        shown = [run for run in self.runs if run.text.strip()]
        return bool(shown) and all(run.bold for run in shown)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; merged cells are one.

    Args:
        blocks: paragraphs and tables in it.
        column: from 0, in the grid of its table.
        columns, rows: how far it reaches.
    """

    blocks: Sequence[Block]
    column: int
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """The text of its paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in paragraphs_in(self.blocks))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the cells that begin in it."""

    cells: Sequence[Cell]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Args:
        rows: from top to bottom.
        widths: of the columns of its grid, in twentieths of a point.
        style: name of its style in lower case.
    """

    rows: Sequence[TableRow]
    widths: Sequence[int]
    style: str = ""

    def grid(self) -> list[list[Cell | None]]:
        """Rows of as many places as columns; a merged cell stands in each place it covers, None where there is none."""
        across = max([len(self.widths), *(cell.column + cell.columns for row in self.rows for cell in row.cells)])
        grid: list[list[Cell | None]] = [[None] * across for _ in self.rows]
        for y, row in enumerate(self.rows):
            for cell in row.cells:
                for down in range(y, min(y + cell.rows, len(grid))):
                    grid[down][cell.column : cell.column + cell.columns] = [cell] * cell.columns
        return grid


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark at the margin.

    Args:
        author: who made it.
        day: ISO date, empty when it has none.
        text: the remark.
        about: the text that it is about.
    """

    author: str
    day: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Margin:
    """A header or footer."""

    kind: Literal["header", "footer"]
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that is not read, named so that nobody misses it in silence.

    Args:
        what: kind of thing: ``embedded object``, ``equation``, ``linked picture``, ``inserted file``, ``chart``.
        near: text of the paragraph where it stood.
        words: those that it says, where that is known.
    """

    what: Literal[
        "embedded object",
        "equation",
        "linked picture",
        "inserted file",
        "diagram or chart",
        "damaged picture",
        "hidden text",
    ]
    near: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class WordFile:
    """Everything that stands in a Word file.

    Args:
        body: paragraphs and tables in order.
        margins: headers and footers, each once.
        notes: footnotes and endnotes by id.
        comments: remarks at the margin.
        pictures: pictures that are shown, by path.
        properties: title, subject, creator and the like, by name.
        custom: parts that other programs left, by path.
        lost: what was not read.
        tracked: how many tracked changes were resolved.
        unseen: how many characters were left out that nobody sees.
    """

    body: Sequence[Block]
    margins: Sequence[Margin] = ()
    notes: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    comments: Sequence[Comment] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    custom: Mapping[str, bytes] = field(default_factory=dict)
    lost: Sequence[Lost] = ()
    tracked: int = 0
    unseen: int = 0


def paragraphs_in(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """All paragraphs, those in cells too, in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_in(cell.blocks)
