"""Rows of a table of facts before and after an edit, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsdocs.comparison.matching import aligned, changed_runs
from qmsdocs.importing.release.tables import Row


def row_pairs(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[int | None, int | None]]:
    """Rows of the print and of the file that came back; each row once."""
    keys, others = [_key(row) for row in before], [_key(row) for row in after]
    left, right = [], []
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    for old, new in [*changed_runs(keys, others), (range(len(keys), len(keys)), range(len(others), len(others)))]:
        while i < old.start:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        left += list(old)
        right += list(new)
        i, j = old.stop, new.stop
    same = _the_same(keys, others, left, right)
    left, right = [n for n in left if n not in same], [n for n in right if n not in same.values()]
    found = aligned([before[n] for n in left], [after[n] for n in right], _words)
    pairs += [(a, b) for a, b in same.items()]
    pairs += [(None if a is None else left[a], None if b is None else right[b]) for a, b in found]
    yield from sorted(pairs, key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0] or 0))


def _the_same(keys: Sequence[object], others: Sequence[object], left: list[int], right: list[int]) -> dict[int, int]:
    """Rows that were moved as they are."""
    same: dict[int, int] = {}
    for n in left:
        where = next((m for m in right if others[m] == keys[n] and m not in same.values()), None)
        if where is not None:
            same[n] = where
    return same


def _key(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(value)) for key, value in row.items() if key != "number")


def _words(row: Row) -> list[str]:
    return [word for key, value in row.items() if key != "number" for word in str(value).split()]
