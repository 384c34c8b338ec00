"""The flow chart: a table of three columns, in whose middle one the flow is drawn row by row, so that it may fill pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qmsdocs.diagnostics import Message, say
from qmsdocs.markdown.tree import Inline
from qmsdocs.model.document import END_OF_FLOW, Step
from qmsdocs.word.ooxml.elements import Element, R, child, copied, name, sub
from qmsdocs.word.printing.fact_table import Source, code_pieces, text_piece
from qmsdocs.word.printing.routes import Exit, Point, Row, Side, Strand, routed
from qmsdocs.word.writing.measure import lines_of, text_width
from qmsdocs.word.writing.pen import Pen
from qmsdocs.word.writing.shapes import Box, Drawing, Geometry, Label, Line, Shape, group_into
from qmsdocs.word.writing.tables import Cell, Grid, begun_table, row_into, row_pattern, shares, text_cell

_SHARES = (3.3, 9.0, 3.7)
_SIZE = 10.0  # points, in shapes
_LINE = 236
_TABLE_SIZE, _TABLE_LINE, _PADDING = 11.5, 282, 240
_EDGE, _BETWEEN, _GUTTER = 120, 160, 760
_TERMINAL = (1700, 360)
_LEAST_HEIGHT, _LEAST_DIAMOND = 400, 760
_TALLEST_DIAMOND = 1.2  # as tall as it is wide; longer questions stand in a hexagon, which has more room for text
_SLOPES: Mapping[Geometry, float] = {"diamond": 1.0, "flowChartPreparation": 0.4}
_HEXAGON_TEXT = 0.6
_JOIN, _GAP = 240, 120
_LABEL_SIZE, _LABEL_LINE, _LABEL_GAP = 9.0, 220, 20
_SLOT = 260
_BORDERS, _ALIGNMENT = name("w:tcBorders"), name("w:vAlign")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand across the middle column, in twentieths of a point."""

    width: int
    tracks: dict[Side, int]

    @property
    def left(self) -> int:
        """Where the widest shape begins."""
        return self._room("left")

    @property
    def right(self) -> int:
        """Where the widest shape ends."""
        return self.width - self._room("right")

    @property
    def centre(self) -> int:
        return (self.left + self.right) // 2

    def _room(self, side: Side) -> int:
        lanes = self.tracks[side]
        return _EDGE + self._between * (lanes - 1) + _GUTTER if lanes else _EDGE

    @property
    def _between(self) -> int:
        """Lanes move together when there are many."""
        most = max(self.tracks.values())
        return min(_BETWEEN, self.width // 5 // most) if most else _BETWEEN

    def lane(self, side: Side, track: int) -> int:
        """Where a lane runs."""
        inmost = self._room(side) - _GUTTER - self._between * track
        return inmost if side == "left" else self.width - inmost

    def reach(self, side: Side, width: int) -> int:
        """How long a label may be between a shape of a width and the lanes."""
        edge = self.centre + (width // 2 if side == "right" else -(width // 2))
        return abs(edge - self.lane(side, 0)) + 60


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a shape stands in its row, and how far below its middle its exits are."""

    geometry: Geometry
    top: int
    width: int
    height: int
    row: int
    exits: Mapping[tuple[Side, int], int]

    def level(self, point: Point) -> int:
        """How far below the row's top a point of a lane is."""
        middle = self.top + self.height // 2
        return {"top": 0, "join": self.top - _JOIN // 2, "exit": middle, "bottom": self.row}[point]

    def leaves(self, way: Exit) -> int:
        """How far below the row's top a way leaves the shape."""
        return self.level("exit") + self.exits[way.side, way.slot]


def flow_chart_into(pen: Pen, parent: Element, facts: Source) -> None:
    """Writes the flow chart of a document to the end of ``parent``."""
    translate = facts.translate
    routes = routed(facts.document.steps)
    widths = shares(pen.width, _SHARES)
    columns = _Columns(widths[1], dict(routes.tracks))
    titles = [translate("Responsible"), translate("Flow chart"), translate("Time, form or result")]
    numbers = {step.id: number for number, step in enumerate(facts.document.steps, 1)}
    sides = [_sides(facts, row, numbers) for row in routes.rows]
    grid = Grid(widths, ("center", "center", ""))
    table = begun_table(pen, parent, grid, [text_cell(title) for title in titles])
    pattern = _pattern(pen, grid)
    for row, cells in zip(routes.rows, sides, strict=True):
        row_into(pen, table, pattern, cells)
        place = _placed(row, columns, _tallest(cells, widths))
        _draw(pen, table[-1], _Picture(row, columns, place), _told(facts, row, numbers))
    close_drawing(table[-len(routes.rows)], table[-1], 1)


def _pattern(pen: Pen, grid: Grid) -> Element:
    """A row whose middle cell has no margins and no borders above and below, so that lines run through, and holds a run."""
    row = copied(row_pattern(pen, grid))
    for cell in row[1:]:
        child(cell[0], "w:vAlign", val="center")
    open_for_drawing(row[2])
    return row


def open_for_drawing(cell: Element) -> None:
    """Makes a cell one whose drawing meets those above and below: no margins, no borders there, and a run without height.

    Args:
        cell: of a pattern row, with its vertical alignment and one empty paragraph.
    """
    borders, margins = child(cell[0], "w:tcBorders"), child(cell[0], "w:tcMar")
    cell[0].append(cell[0].find(_ALIGNMENT))
    for side in ("top", "bottom"):
        child(borders, f"w:{side}", val="nil")
    for side in ("top", "left", "bottom", "right"):
        child(margins, f"w:{side}", w="0", type="dxa")
    layout = cell[1][0]
    for element in list(layout)[1:]:
        layout.remove(element)
    child(layout, "w:spacing", before="0", after="0")
    child(layout, "w:jc", val="left")
    for parent in (layout, sub(cell[1], R)):
        marks = child(parent, "w:rPr")
        child(marks, "w:sz", val="2")
        child(marks, "w:szCs", val="2")


def close_drawing(first: Element, last: Element, column: int) -> None:
    """Gives the first and the last row of a drawing the borders that its table has there.

    Args:
        first, last: rows whose cell was opened for drawing.
        column: of that cell, from 0.
    """
    for made, side in ((first, "top"), (last, "bottom")):
        borders = made[column + 1][0].find(_BORDERS)
        borders.remove(borders.find(name(f"w:{side}")))


def _sides(facts: Source, row: Row, numbers: dict[str, int]) -> list[Cell]:
    """Who, an empty cell for the drawing, and what comes of it."""
    step = row.step
    if step is None:
        return [Cell(()), Cell(()), Cell(())]
    title = text_piece(say("Step {number}", number=numbers[step.id]).render(facts.translate))
    head: list[Inline] = [Inline("link", 0, 0, target=f"#{step.id}", children=[title])]
    if step.time:
        head.append(text_piece(f": {step.time}"))
    results = [code_pieces(facts, output) for output in step.outputs]
    return [Cell([[text_piece(role)] for role in step.responsible]), Cell(()), Cell([head, *results])]


def _tallest(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """The least height that a row needs for what stands beside the drawing."""
    return max(
        sum(
            lines_of("".join(piece.plain for piece in line), width - _PADDING, _TABLE_SIZE) * _TABLE_LINE + 80
            for line in cell.paragraphs
        )
        for cell, width in zip(cells, widths, strict=True)
    )


def _placed(row: Row, columns: _Columns, least: int) -> _Place:
    widest = columns.right - columns.left
    geometry: Geometry = "flowChartTerminator"
    width, height = _TERMINAL
    if row.step and row.step.decision:
        width = widest
        geometry, height = _question(row.step.activity, width)
    elif row.step:
        geometry = "rect"
        width = min(widest, max(2600, int(text_width(row.step.activity, _SIZE)) + 400))
        height = max(_LEAST_HEIGHT, _LINE * lines_of(row.step.activity, width - 160, _SIZE) + 160)
    exits = _exits(row, columns, width)
    if row.exits:
        height = max(height, 2 * max(exits.values()) + _SLOT, 2 * _tallest_label(row, columns, width))
    above = _JOIN if row.from_above or row.joined else _GAP
    beneath = _JOIN if row.below else _GAP
    needed = above + height + beneath
    spare = max(0, least - needed)
    return _Place(geometry, above + spare // 2, width, height, needed + spare, exits)


def _question(text: str, width: int) -> tuple[Geometry, int]:
    """The shape of a decision and its height: a diamond, for a long text a hexagon."""
    height = 2 * _LINE * lines_of(text, width / 2, _SIZE) + 240
    if height <= _TALLEST_DIAMOND * width:
        return "diamond", max(_LEAST_DIAMOND, height)
    return "flowChartPreparation", _LINE * lines_of(text, width * _HEXAGON_TEXT, _SIZE) + 240


def _exits(row: Row, columns: _Columns, width: int) -> dict[tuple[Side, int], int]:
    """How far below the middle of a shape ways leave it: further ones on a side so low that their labels fit between."""
    found: dict[tuple[Side, int], int] = {}
    for way in row.exits:
        above = found.get((way.side, way.slot - 1))
        room = max(_SLOT, _label_height(way, columns, width) + 2 * _LABEL_GAP)
        found[way.side, way.slot] = 0 if above is None else above + room
    return found


def _label_height(way: Exit, columns: _Columns, width: int) -> int:
    return _LABEL_LINE * lines_of(way.label, columns.reach(way.side, width), _LABEL_SIZE)


def _tallest_label(row: Row, columns: _Columns, width: int) -> int:
    return max(_label_height(way, columns, width) for way in row.exits) + 2 * _LABEL_GAP


@dataclass(frozen=True, slots=True)
class _Picture:
    """What is drawn in one row."""

    row: Row
    columns: _Columns
    place: _Place

    def shapes(self, words: tuple[str, str]) -> Iterator[Shape]:
        """Lanes first, then what may cross them. ``words`` are those of the start and the end."""
        row, place, centre = self.row, self.place, self.columns.centre
        for strand in row.strands:
            yield from self._strand(strand)
        if row.from_above or row.joined:
            start = 0 if row.from_above else place.level("join")
            yield Line(centre, start, centre, place.top, arrow=True)
        if row.below is not None:
            yield Line(centre, place.top + place.height, centre, place.row)
        yield self._box(words)
        for way in row.exits:
            yield from self._exit(way)
        if row.below:
            left = centre + 70
            yield Label(left, place.top + place.height, self.columns.width - left, _JOIN, row.below, "left", "middle")

    def _box(self, words: tuple[str, str]) -> Box:
        row, place = self.row, self.place
        left = self.columns.centre - place.width // 2
        text = row.step.activity if row.step else words[1] if row.below is None else words[0]
        return Box(place.geometry, left, place.top, place.width, place.height, text, bold=row.step is None)

    def _strand(self, strand: Strand) -> Iterator[Line]:
        x = self.columns.lane(strand.side, strand.track)
        ways = [way for way in self.row.exits if (way.side, way.track) == (strand.side, strand.track)]
        levels = [self.place.level(point) for point in strand.points if point != "exit"]
        levels += [self.place.leaves(way) for way in ways]
        if len(levels) > 1:
            yield Line(x, min(levels), x, max(levels))
        if "join" in strand.points:
            level = self.place.level("join")
            yield Line(x, level, self.columns.centre, level, arrow=True)

    def _exit(self, way: Exit) -> Iterator[Shape]:
        x, level = self.columns.lane(way.side, way.track), self.place.leaves(way)
        edge = self._edge(way, level)
        yield Line(edge, level, x, level)
        if way.label:
            inmost = self.columns.lane(way.side, 0)
            reach = self.columns.reach(way.side, self.place.width)
            left = inmost + 30 if way.side == "left" else inmost - 30 - reach
            height = _label_height(way, self.columns, self.place.width)
            yield Label(left, level - height - _LABEL_GAP, reach, height, way.label, way.side, "bottom")

    def _edge(self, way: Exit, level: int) -> int:
        """Where the outline of the shape is at a level."""
        place = self.place
        slope = _SLOPES.get(place.geometry, 0) * place.width / place.height
        half = place.width // 2 - int(abs(level - place.level("exit")) * slope)
        return self.columns.centre + (half if way.side == "right" else -half)


def _draw(pen: Pen, made: Element, picture: _Picture, told: str) -> None:
    """Puts the drawing of a row into its middle cell, and the row to the drawing's height."""
    words = (pen.translate("Start"), pen.translate("End"))
    shapes = list(picture.shapes(words))
    drawing = Drawing(picture.columns.width, picture.place.row, shapes, told)
    numbers = (pen.media.number() for _ in range(len(shapes) + 2))
    group_into(made[2][1][1], drawing, numbers, pen.style("Table Text"), (int(_SIZE * 2), int(_LABEL_SIZE * 2)))
    child(made[0], "w:trHeight", val=str(picture.place.row), hRule="atLeast")


def _told(facts: Source, row: Row, numbers: dict[str, int]) -> str:
    """What a row of the chart says, for those who do not see it."""
    translate = facts.translate
    step = row.step
    if step is None:
        return translate("The procedure ends") if row.below is None else translate("The procedure begins")
    said = say("Step {number}: {activity}", number=numbers[step.id], activity=step.activity).render(translate)
    ways = "; ".join(message.render(translate) for message in _ways(step, numbers))
    return f"{said}. {ways}" if ways else said


def _ways(step: Step, numbers: dict[str, int]) -> Iterator[Message]:
    for branch, target in (step.decision or {}).items():
        if target == END_OF_FLOW:
            yield say("{branch}: the procedure ends", branch=branch)
        else:
            yield say("{branch}: go to step {number}", branch=branch, number=numbers.get(target, target))
    if step.next and not step.decision:
        if step.next == END_OF_FLOW:
            yield say("Then the procedure ends")
        else:
            yield say("Then go to step {number}", number=numbers.get(step.next, step.next))
