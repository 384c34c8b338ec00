"""The process map: a row for each group of processes, drawn with a box for each procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qmsdocs.diagnostics import say
from qmsdocs.model.document import ProcessGroup
from qmsdocs.word.ooxml.elements import Element, child, copied, name
from qmsdocs.word.printing.coverage import GROUPS, ProcessRow, processes_of
from qmsdocs.word.printing.fact_table import Source
from qmsdocs.word.printing.flowchart import close_drawing, open_for_drawing
from qmsdocs.word.printing.overview import GROUP_NAMES, process_name
from qmsdocs.word.writing.measure import lines_of
from qmsdocs.word.writing.pen import Pen
from qmsdocs.word.writing.shapes import Box, Drawing, Line, Shape, group_into
from qmsdocs.word.writing.tables import Cell, Grid, begun_table, row_into, row_pattern, text_cell

_SIZE, _LINE = 9.0, 216
_LABEL_SIZE = 9.0
_MARGIN, _SIDE, _GAP = 260, 1150, 260
_TITLE, _BETWEEN, _INSIDE = 320, 110, 120
_ACROSS = 3
_LEAST_BOX, _LEAST_CORE = 460, 1500
_MOST = 15
_FILL = "EDEDED"


@dataclass(frozen=True, slots=True)
class _Band:
    """A group with its boxes, laid out. Lengths are in twentieths of a point.

    Args:
        group: None for processes that name none.
        title: its name.
        texts: of the boxes, in rows.
        heights: of the rows.
        width: of the whole drawing.
    """

    group: ProcessGroup | None
    title: str
    texts: Sequence[Sequence[str]]
    heights: Sequence[int]
    width: int

    @property
    def left(self) -> int:
        return _MARGIN + _SIDE + _GAP

    @property
    def right(self) -> int:
        return self.width - self.left

    @property
    def height(self) -> int:
        """Of the frame around title and boxes."""
        inner = _TITLE + _INSIDE + sum(self.heights) + _BETWEEN * (len(self.heights) - 1) + _INSIDE
        return max(inner, _LEAST_CORE) if self.group == "core" else inner

    @property
    def row(self) -> int:
        """Of the table row: the frame, and room for the arrows above and below it."""
        return self.height + 2 * (_GAP // 2)

    def shapes(self, sides: tuple[str, str]) -> Iterator[Shape]:
        """What is drawn, ``sides`` being who asks and what is aimed at."""
        top = _GAP // 2
        yield Box("rect", self.left, top, self.right - self.left, self.height, "")
        yield Box("rect", self.left, top, self.right - self.left, _TITLE, self.title, bold=True, fill=_FILL)
        yield from self._boxes(top + _TITLE + _INSIDE)
        yield from self._ways(top, sides)

    def _boxes(self, top: int) -> Iterator[Shape]:
        width = box_width(self.width)
        for texts, height in zip(self.texts, self.heights, strict=True):
            for place, text in enumerate(texts):
                yield Box("rect", self.left + _INSIDE + place * (width + _BETWEEN), top, width, height, text)
            top += height + _BETWEEN

    def _ways(self, top: int, sides: tuple[str, str]) -> Iterator[Shape]:
        """Lines that meet those of the rows above and below at the row's edges."""
        middle, bottom, centre = top + self.height // 2, top + self.height, self.width // 2
        back, out = _MARGIN // 3, self.width - _MARGIN - _SIDE // 2
        match self.group:
            case "direction":
                yield Line(centre, bottom, centre, self.row)
                yield Line(back, middle, self.left, middle, arrow=True)
                yield Line(back, middle, back, self.row)
            case "core":
                yield Line(centre, 0, centre, top, arrow=True)
                yield Line(centre, self.row, centre, bottom, arrow=True)
                yield Line(back, 0, back, self.row)
                yield Box("rect", _MARGIN, top, _SIDE, self.height, sides[0], bold=True)
                yield Box("rect", self.width - _MARGIN - _SIDE, top, _SIDE, self.height, sides[1], bold=True)
                yield Line(_MARGIN + _SIDE, middle, self.left, middle, arrow=True)
                yield Line(self.right, middle, self.width - _MARGIN - _SIDE, middle, arrow=True)
                yield Line(out, bottom, out, self.row)
            case "support":
                yield Line(centre, top, centre, 0)
                yield Line(back, 0, back, self.row)
                yield Line(out, 0, out, self.row)
            case "improvement":
                yield Line(out, 0, out, middle)
                yield Line(out, middle, self.right, middle, arrow=True)
                yield Line(self.left, middle, back, middle)
                yield Line(back, middle, back, 0)


def box_width(width: int) -> int:
    """The width of a box in a drawing of a width."""
    inner = width - 2 * (_MARGIN + _SIDE + _GAP) - 2 * _INSIDE
    return (inner - (_ACROSS - 1) * _BETWEEN) // _ACROSS


def process_map_into(pen: Pen, parent: Element, facts: Source) -> None:
    """Writes the process map of all documents to the end of ``parent``."""
    translate = facts.translate
    grid = Grid((pen.width,), ("center",))
    table = begun_table(pen, parent, grid, [text_cell(translate("Process map"))])
    pattern = copied(row_pattern(pen, grid))
    child(pattern[1][0], "w:vAlign", val="center")
    open_for_drawing(pattern[1])
    pattern[1][1][0].insert(1, pattern.makeelement(name("w:keepNext")))
    sides = (
        translate("Requirements of organizations and persons"),
        translate("Satisfaction of organizations and persons"),
    )
    bands = _bands(facts, pen.width)
    for band, rows in bands:
        row_into(pen, table, pattern, [Cell(())])
        _draw(pen, table[-1], band, sides, _told(facts, band, rows))
    keep = table[-1][1][1][0]
    keep.remove(keep.find(name("w:keepNext")))
    close_drawing(table[-len(bands)], table[-1], 0)


def _bands(facts: Source, width: int) -> list[tuple[_Band, list[ProcessRow]]]:
    """All groups, also those without a process; processes without a group come last, if there are any."""
    found: dict[ProcessGroup | None, list[ProcessRow]] = {group: [] for group in GROUPS}
    found |= {group: list(rows) for group, rows in groupby(processes_of(facts.register), key=lambda row: row.group)}
    return [(_band(facts, group, rows, width), rows) for group, rows in found.items()]


def _band(facts: Source, group: ProcessGroup | None, rows: Sequence[ProcessRow], width: int) -> _Band:
    texts = [_text(facts, row) for row in rows[:_MOST]]
    if len(rows) > _MOST:
        texts[-1] = say("and {number} more, see the table", number=len(rows) - _MOST + 1).render(facts.translate)
    texts = texts or [facts.translate("no procedure yet")]
    lines = [texts[at : at + _ACROSS] for at in range(0, len(texts), _ACROSS)]
    room = box_width(width) - 160
    heights = [max(_LEAST_BOX, *(_LINE * lines_of(text, room, _SIZE) + 120 for text in line)) for line in lines]
    return _Band(group, GROUP_NAMES[group].render(facts.translate), lines, heights, width)


def _text(facts: Source, row: ProcessRow) -> str:
    """Code and title; administrative procedures of a field are counted, for their codes may be many."""
    if row.field is None:
        return f"{row.codes}\n{process_name(row, facts)}"
    count = say("{number} procedures", number=len(row.documents)).render(facts.translate)
    return f"{process_name(row, facts)}\n({count})"


def _told(facts: Source, band: _Band, rows: Sequence[ProcessRow]) -> str:
    """What a row of the map says, for those who do not see it."""
    names = "; ".join(f"{row.codes} {process_name(row, facts)}" for row in rows) or facts.translate("no procedure yet")
    return f"{band.title}: {names}"


def _draw(pen: Pen, made: Element, band: _Band, sides: tuple[str, str], told: str) -> None:
    shapes = list(band.shapes(sides))
    numbers = (pen.media.number() for _ in range(len(shapes) + 2))
    drawing = Drawing(band.width, band.row, shapes, told)
    group_into(made[1][1][1], drawing, numbers, pen.style("Table Text"), (int(_SIZE * 2), int(_LABEL_SIZE * 2)))
    child(made[0], "w:trHeight", val=str(band.row), hRule="atLeast")
