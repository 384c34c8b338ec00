"""Which item of one list is which item of another: by name, then by likeness; and which of them were moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")

Pair = tuple[int | None, int | None]
"""Positions in the two lists; None where one side has no such item."""

_ALIKE = 0.6
_ALIKE_IN_PLACE = 0.35
_MOST_PAIRS = 2_500
_MOST_STEPS = 400_000


def pairs(
    before: Sequence[T], after: Sequence[T], key: Callable[[T], Hashable], words: Callable[[T], Sequence[str]]
) -> list[Pair]:
    """Items of two lists side by side: first those that came, in their order, then those that went.

    Args:
        before, after: the lists.
        key: what items of the same name share; the second of one name is paired with the second.
        words: what an item says, for those whose name changed; items without words are never alike.
    """
    places = {name: place for place, name in enumerate(_names(before, key))}
    found = [places.pop(name, None) for name in _names(after, key)]
    gone, new = sorted(places.values()), [j for j, i in enumerate(found) if i is None]
    for i, j in _renamed(before, after, gone, new, words):
        found[j] = i
        gone.remove(i)
    return [*((i, j) for j, i in enumerate(found)), *((i, None) for i in gone)]


def _names(items: Sequence[T], key: Callable[[T], Hashable]) -> Iterable[Hashable]:
    seen: dict[Hashable, int] = {}
    for item in items:
        name = key(item)
        seen[name] = seen.get(name, 0) + 1
        yield name, seen[name]


def _renamed(  # noqa: PLR0913, PLR0917 - two lists, which of their items, and what makes them alike
    before: Sequence[T],
    after: Sequence[T],
    gone: Sequence[int],
    new: Sequence[int],
    words: Callable[[T], Sequence[str]],
    alike: float = _ALIKE,
) -> list[tuple[int, int]]:
    """The most alike first; where there are too many to look at, none."""
    if len(gone) * len(new) > _MOST_PAIRS:
        return []
    said = {i: words(before[i])[:400] for i in gone}
    saying = {j: words(after[j])[:400] for j in new}
    scores = sorted(((likeness(said[i], saying[j], alike), -i, -j) for i in gone for j in new), reverse=True)
    taken: dict[int, int] = {}
    for score, i, j in scores:
        if score >= alike and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return list(taken.items())


def aligned(
    gone: Sequence[T], come: Sequence[T], words: Callable[[T], Sequence[str]], kind: Callable[[T], Hashable] = type
) -> list[Pair]:
    """What stood in one place beside what stands there now, in reading order.

    The likest belong together; where as many of a kind remain on both sides, they do too, one by one.

    Args:
        gone, come: the two runs.
        words: what an item says.
        kind: what can only be replaced by its like.
    """
    found = dict(_renamed(gone, come, range(len(gone)), range(len(come)), words, _ALIKE_IN_PLACE))
    left = [i for i in range(len(gone)) if i not in found]
    right = [j for j in range(len(come)) if j not in found.values()]
    for each in {kind(gone[i]) for i in left}:
        old, new = [i for i in left if kind(gone[i]) == each], [j for j in right if kind(come[j]) == each]
        if len(old) == len(new):
            found.update(zip(old, new, strict=True))
    partner = {j: i for i, j in found.items()}
    alone = [i for i in left if i not in found]
    both: list[Pair] = []
    for j in range(len(come)):
        i = partner.get(j)
        while alone and i is not None and alone[0] < i:
            both.append((alone.pop(0), None))
        both.append((i, j))
    return both + [(i, None) for i in alone]


def likeness(one: Sequence[str], other: Sequence[str], least: float = _ALIKE) -> float:
    """From 0 (less than ``least`` in common) to 1 (the same words)."""
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


def moved(found: Iterable[Pair]) -> frozenset[int]:
    """Of the items on both sides, those of the second list that left their place: as few as can be."""
    both = [(i, j) for i, j in found if i is not None and j is not None]
    tails: list[int] = []
    lengths: list[int] = []
    for i, _ in both:
        at = bisect_left(tails, i)
        tails[at : at + 1] = [i]
        lengths.append(at + 1)
    stay, need = set(), len(tails)
    for (_, j), length in zip(reversed(both), reversed(lengths), strict=True):
        if length == need:
            stay.add(j)
            need -= 1
    return frozenset(j for _, j in both if j not in stay)


def changed_runs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[range, range]]:
    """The runs in which two sequences differ; very long ones are taken as one run between what they share at both ends."""
    start = _shared(before, after)
    end = min(_shared(before[::-1], after[::-1]), min(len(before), len(after)) - start)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if len(old) * len(new) > _MOST_STEPS:
        return [(range(start, start + len(old)), range(start, start + len(new)))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (range(start + a, start + b), range(start + c, start + d))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def _shared(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    shortest = min(len(one), len(other))
    return next((i for i in range(shortest) if one[i] != other[i]), shortest)
