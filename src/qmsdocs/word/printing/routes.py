"""The flow of a procedure laid out for drawing: a row for each step, and lanes beside them for ways that jump."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from qmsdocs.model.document import END_OF_FLOW, Step

Side = Literal["left", "right"]
Point = Literal["top", "join", "exit", "bottom"]


@dataclass(frozen=True, slots=True)
class Exit:
    """A way that leaves the side of a shape for a lane.

    Args:
        label: of the branch, empty for a plain jump.
        side: where the lane runs.
        track: which of the lanes of that side, from 0 nearest to the shapes.
        slot: from 0; further ways that leave the same side of a shape.
    """

    label: str
    side: Side
    track: int
    slot: int


@dataclass(frozen=True, slots=True)
class Strand:
    """What of a lane is seen in a row: from its highest to its lowest point."""

    side: Side
    track: int
    points: frozenset[Point]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the chart.

    Args:
        step: what is done there; None at the start and the end.
        from_above: the flow comes straight from the row above.
        below: the label of the way straight down, empty for one without label, None when there is none.
        exits: ways that leave for a lane.
        strands: lanes that are seen in this row.
    """

    step: Step | None
    from_above: bool
    below: str | None
    exits: Sequence[Exit] = ()
    strands: Sequence[Strand] = ()

    @property
    def joined(self) -> bool:
        """Whether a lane leads to its shape."""
        return any("join" in strand.points for strand in self.strands)


@dataclass(frozen=True, slots=True)
class Routes:
    """A chart: the first row is the start, the last one the end.

    Args:
        rows: from top to bottom.
        tracks: how many lanes run on each side.
    """

    rows: Sequence[Row]
    tracks: Mapping[Side, int]


@dataclass(slots=True)
class _Lane:
    """All ways on one side to one row."""

    side: Side
    target: int
    sources: list[int] = field(default_factory=list)
    track: int = 0

    @property
    def reach(self) -> tuple[int, int]:
        return min(self.target, *self.sources), max(self.target, *self.sources)

    def strand(self, row: int) -> Strand:
        first, last = self.reach
        points: set[Point] = set()
        if row > first:
            points.add("top")
        if row < last:
            points.add("bottom")
        if row == self.target:
            points.add("join")
        if row in self.sources:
            points.add("exit")
        return Strand(self.side, self.track, frozenset(points))


def routed(steps: Sequence[Step]) -> Routes:
    """Lays out a flow. Ways to the next row go straight down, ways back take a lane on the left, others one on the right.

    Args:
        steps: of a procedure; branches to unknown steps are left out.
    """
    rows = {step.id: number for number, step in enumerate(steps, 1)} | {END_OF_FLOW: len(steps) + 1}
    lanes: dict[tuple[Side, int], _Lane] = {}
    down: dict[int, str | None] = {0: ""}
    leaving: dict[int, list[tuple[str, _Lane]]] = {}
    for number, step in enumerate(steps, 1):
        ways = _ways(step, number, rows)
        down[number] = ways.pop(number + 1, None)
        leaving[number] = []
        for target, label in ways.items():
            taken = [lane.side for _, lane in leaving[number]]
            side = _side(number, target, taken)
            lane = lanes.setdefault((side, target), _Lane(side, target))
            lane.sources.append(number)
            leaving[number].append((label, lane))
    tracks = _give_tracks(list(lanes.values()))
    made = []
    for number in range(len(steps) + 2):
        strands = [lane.strand(number) for lane in lanes.values() if lane.reach[0] <= number <= lane.reach[1]]
        above = number > 0 and down.get(number - 1) is not None
        step_here = steps[number - 1] if 0 < number <= len(steps) else None
        made.append(Row(step_here, above, down.get(number), _exits(leaving.get(number, ())), strands))
    return Routes(made, tracks)


def _ways(step: Step, number: int, rows: Mapping[str, int]) -> dict[int, str]:
    """Rows that a step leads to, with the labels of the branches; labels of branches to one row are joined."""
    if not step.decision:
        return {rows.get(step.next or "", number + 1): ""}
    ways: dict[int, str] = {}
    for label, target in step.decision.items():
        if target in rows:
            row = rows[target]
            ways[row] = f"{ways[row]} / {label}" if row in ways else label
    return ways


def _side(number: int, target: int, taken: Sequence[Side]) -> Side:
    wanted: Side = "left" if target <= number else "right"
    other: Side = "right" if wanted == "left" else "left"
    return other if wanted in taken and other not in taken else wanted


def _exits(leaving: Sequence[tuple[str, _Lane]]) -> tuple[Exit, ...]:
    slots: dict[Side, int] = {"left": 0, "right": 0}
    exits = []
    for label, lane in leaving:
        exits.append(Exit(label, lane.side, lane.track, slots[lane.side]))
        slots[lane.side] += 1
    return tuple(exits)


def _give_tracks(lanes: Sequence[_Lane]) -> dict[Side, int]:
    """Short lanes run near the shapes; lanes that share a row never share a track."""
    tracks: dict[Side, int] = {"left": 0, "right": 0}
    placed: list[_Lane] = []
    for lane in sorted(lanes, key=lambda lane: (lane.reach[1] - lane.reach[0], lane.reach)):
        beside = {other.track for other in placed if other.side == lane.side and _meet(other, lane)}
        lane.track = next(track for track in count() if track not in beside)
        tracks[lane.side] = max(tracks[lane.side], lane.track + 1)
        placed.append(lane)
    return tracks


def _meet(one: _Lane, other: _Lane) -> bool:
    return one.reach[0] <= other.reach[1] and other.reach[0] <= one.reach[1]
