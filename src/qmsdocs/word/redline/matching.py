"""What of an old sequence is what of a new one: equal things first, then things that are alike, never crosswise.

Nothing here grows with the product of both lengths: things that occur once on both sides divide the sequences, what is alike is looked
up by rare words, and only small remainders are compared each with each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Pairs = list[tuple[int, int]]
"""Places in the old and the new sequence, both rising."""

Step = tuple[int | None, int | None]
"""A place in both, in the old or in the new sequence alone."""

_SMALL = 900
"""The most pairs that are compared each with each."""
_LEAST = 0.3
_RARE = 8
"""How often a word may occur to lead from one thing to another."""


class Thing(Protocol):
    """Something that is compared."""

    @property
    def key(self) -> Hashable:
        """Things with equal keys are equal."""

    @property
    def shape(self) -> Hashable:
        """Only things of equal shape can be alike."""

    @property
    def words(self) -> frozenset[bytes]:
        """By what likeness is measured."""


def steps(old: Sequence[Thing], new: Sequence[Thing], least: float) -> list[Step]:
    """Both sequences in one: what stays or was changed, what went and what came; what went before what came.

    Args:
        old, new: the sequences.
        least: the part of their words that two things share to be one thing that was changed; with 0 a thing that stands
            alone between two others is also the one that stood there alone.
    """
    pairs = _Alike(old, new, least or _LEAST).pairs()
    if not least:
        alone = [gap for gap in _Gap(0, len(old), 0, len(new)).between(pairs) if gap.alone]
        fitting = (gap for gap in alone if old[gap.start].shape == new[gap.new_start].shape)
        pairs = sorted([*pairs, *((gap.start, gap.new_start) for gap in fitting)])
    return merged(pairs, len(old), len(new))


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """The pairs of equal things of a common subsequence, not always the longest."""
    return _Equal(old, new, _longest).pairs()


def merged(pairs: Pairs, olds: int, news: int) -> list[Step]:
    """All places of both sequences in one order."""
    made: list[Step] = []
    i = j = 0
    for one, other in [*pairs, (olds, news)]:
        made += [(place, None) for place in range(i, one)]
        made += [(None, place) for place in range(j, other)]
        if one < olds or other < news:
            made.append((one, other))
        i, j = one + 1, other + 1
    return made


@dataclass(frozen=True, slots=True)
class _Gap:
    """Parts of both sequences that face each other."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def empty(self) -> bool:
        return self.start == self.end or self.new_start == self.new_end

    @property
    def alone(self) -> bool:
        return self.end - self.start == self.new_end - self.new_start == 1

    @property
    def product(self) -> int:
        return (self.end - self.start) * (self.new_end - self.new_start)

    def between(self, pairs: Pairs) -> Iterator[_Gap]:
        """The parts before, between and after pairs."""
        i, j = self.start, self.new_start
        for one, other in pairs:
            yield _Gap(i, one, j, other)
            i, j = one + 1, other + 1
        yield _Gap(i, self.end, j, self.new_end)


class _Equal:
    """Pairs of equal keys.

    Args:
        old, new: the keys.
        rest: what is done with a part in which nothing occurs once on both sides.
    """

    def __init__(
        self,
        old: Sequence[Hashable],
        new: Sequence[Hashable],
        rest: Callable[[Sequence[Hashable], Sequence[Hashable], _Gap], Pairs],
    ) -> None:
        self._old, self._new, self._rest = old, new, rest

    def pairs(self) -> Pairs:
        found: Pairs = []
        waiting = [_Gap(0, len(self._old), 0, len(self._new))]
        while waiting:
            gap = waiting.pop()
            inner = self._trimmed(gap, found)
            if inner.empty:
                continue
            if anchors := self._once(inner):
                found += anchors
                waiting += inner.between(anchors)
            else:
                found += self._rest(self._old, self._new, inner)
        return sorted(found)

    def _trimmed(self, gap: _Gap, found: Pairs) -> _Gap:
        """The gap without what is equal at its beginning and its end."""
        old, new = self._old, self._new
        start, end, new_start, new_end = gap.start, gap.end, gap.new_start, gap.new_end
        while start < end and new_start < new_end and old[start] == new[new_start]:
            found.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
            found.append((end, new_end))
        return _Gap(start, end, new_start, new_end)

    def _once(self, gap: _Gap) -> Pairs:
        """What occurs once on both sides, as much of it as stands in the same order."""
        here, there = _places(self._old, gap.start, gap.end), _places(self._new, gap.new_start, gap.new_end)
        return rising([(place, there[key]) for key, place in here.items() if place >= 0 and there.get(key, -1) >= 0])


def _places(keys: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Where each key stands; -1 for what stands there more than once."""
    found: dict[Hashable, int] = {}
    for place in range(start, end):
        found[keys[place]] = -1 if keys[place] in found else place
    return found


def rising(pairs: Pairs) -> Pairs:
    """As many of the pairs as possible that rise on both sides.

    Args:
        pairs: they rise on the first side.
    """
    ends: list[int] = []
    last: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before[index] = last[at - 1] if at else -1
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    chosen: Pairs = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _longest(old: Sequence[Hashable], new: Sequence[Hashable], gap: _Gap) -> Pairs:
    """The longest common subsequence of a small gap, nothing of a large one."""
    return _best(gap, lambda i, j: float(old[i] == new[j])) if gap.product <= _SMALL else []


def _best(gap: _Gap, worth: Callable[[int, int], float]) -> Pairs:
    """The pairs whose worth is greatest in all."""
    rows, columns = gap.end - gap.start, gap.new_end - gap.new_start
    worths = [[worth(gap.start + i, gap.new_start + j) for j in range(columns)] for i in range(rows)]
    totals = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        below, here, own = totals[i + 1], totals[i], worths[i]
        for j in range(columns - 1, -1, -1):
            here[j] = max(below[j], here[j + 1], below[j + 1] + own[j])
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if worths[i][j] and totals[i][j] == totals[i + 1][j + 1] + worths[i][j]:
            found.append((gap.start + i, gap.new_start + j))
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


class _Alike:
    """Pairs of things that are equal or alike."""

    def __init__(self, old: Sequence[Thing], new: Sequence[Thing], least: float) -> None:
        self._old, self._new, self._least = old, new, least

    def pairs(self) -> Pairs:
        old, new = ([thing.key for thing in things] for things in (self._old, self._new))
        return _Equal(old, new, lambda _old, _new, gap: self._in(gap)).pairs()

    def _in(self, gap: _Gap) -> Pairs:
        if gap.product <= _SMALL:
            return _best(gap, self._worth)
        found = self._looked_up(gap)
        inner = [part for part in gap.between(found) if found and not part.empty and part.product <= _SMALL]
        return found + [pair for part in inner for pair in _best(part, self._worth)]

    def _worth(self, i: int, j: int) -> float:
        one, other = self._old[i], self._new[j]
        if one.key == other.key:
            return 1.0
        if one.shape != other.shape:
            return 0.0
        return likeness if (likeness := alike(one.words, other.words)) >= self._least else 0.0

    def _looked_up(self, gap: _Gap) -> Pairs:
        """For each new thing the old one with which it shares most rare words."""
        where: Mapping[bytes, list[int]] = defaultdict(list)
        for i in range(gap.start, gap.end):
            for word in self._old[i].words:
                where[word].append(i)
        candidates: Pairs = []
        for j in range(gap.new_start, gap.new_end):
            lists = (where[word] for word in self._new[j].words if word in where)
            shared = Counter(i for places in lists if len(places) <= _RARE for i in places)
            if shared:
                i = min(shared, key=lambda i: (-shared[i], i))
                if self._worth(i, j):
                    candidates.append((j, i))
        return [(i, j) for j, i in rising(candidates)]


def alike(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    """The part of their words that two texts share, from 0 to 1; two without any words are alike."""
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))
