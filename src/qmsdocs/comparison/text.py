"""What changed in the text: sections that came, went, moved or were renamed, and the sentences within them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from qmsdocs.comparison import wording
from qmsdocs.comparison.difference import Difference, Kind
from qmsdocs.comparison.matching import Pair, aligned, changed_runs, moved, pairs
from qmsdocs.comparison.sections import Section, Unit
from qmsdocs.comparison.wording import Piece
from qmsdocs.diagnostics import Message, say


def section_place(number: str, title: str = "") -> Message:
    """Where a section is, as people name it."""
    if not number:
        return say("Beginning of the text")
    if title:
        return say("Section {number} {title}", number=number, title=title)
    return say("Section {number}", number=number)


def _last_known(last: int, place: int) -> int:
    return last if place < 0 else place


def text_differences(before: Sequence[Section], after: Sequence[Section]) -> Iterator[tuple[int, Difference]]:
    """Differences with the position of the section of ``after`` in or behind which a reader meets them.

    Args:
        before, after: the sections; the first of each is what stands before all headings.
    """
    found = [(0, 0), *((_up(i), _up(j)) for i, j in pairs(before[1:], after[1:], lambda s: s.slug, _words))]
    now = {i: j for i, j in found if i is not None and j is not None}
    places = [now.get(i, -1) for i in range(len(before))]
    behind = list(accumulate(places, _last_known))
    away = _moved(found, before, after)
    for i, j in found:
        if j is None:
            yield behind[i or 0], _gone(before[i or 0])
        elif i is None:
            yield j, _come(after[j])
        else:
            yield from ((j, difference) for difference in _changed(before[i], after[j], moved_=j in away))


def _up(place: int | None) -> int | None:
    return None if place is None else place + 1


def _words(section: Section) -> Sequence[str]:
    return f"{section.title} {section.body}".casefold().split()


def _moved(found: Sequence[Pair], before: Sequence[Section], after: Sequence[Section]) -> frozenset[int]:
    """Sections that left their place among those of the same section; what lies inside a moved one has not moved itself."""
    then = {j: i for i, j in found if i is not None and j is not None}
    both = sorted((j, i) for j, i in then.items())
    away = {j for j, i in both if j and then.get(after[j].above, -1) != before[i].above}
    away |= {j for j, i in both if after[j].level != before[i].level}
    stayed = sorted((after[j].above, j, i) for j, i in both if j not in away)
    for _, brothers in groupby(stayed, key=lambda each: each[0]):
        away |= moved([(i, j) for _, j, i in brothers])
    return frozenset(away)


def _gone(section: Section) -> Difference:
    where = say("Section {number} {title} (before)", number=section.number, title=section.title)
    return Difference(where, wording.no_section(), "removed", ("text", section.slug), _whole(section), None)


def _come(section: Section) -> Difference:
    where = section_place(section.number, section.title)
    about = wording.new_section(section.units[0].plain if section.units else "")
    return Difference(where, about, "added", ("text", section.slug), None, _whole(section))


def _whole(section: Section) -> str:
    return "\n".join(part for part in (section.title, section.body) if part)


def _changed(before: Section, after: Section, *, moved_: bool) -> Iterator[Difference]:
    where, path = section_place(after.number, after.title), ("text", after.slug)
    if moved_:
        what = wording.moved_from(before.number, after.number)
        yield Difference(where, what, "moved", path, before.number, after.number)
    if before.title != after.title:
        what = wording.retitled(before.title, after.title)
        yield Difference(where, what, "changed", path, before.title, after.title)
    for piece in _account(before.units, after.units):
        yield Difference(where, piece.what, _kind(piece), path, piece.before, piece.after)


def _kind(piece: Piece) -> Kind:
    if piece.moved:
        return "moved"
    return "added" if piece.before is None else "removed" if piece.after is None else "changed"


def _account(before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[Piece]:
    """What happened to paragraphs, items and rows; what only changed its place is told once, as moved."""
    runs = changed_runs([unit.marked for unit in before], [unit.marked for unit in after])
    gone = [before[i] for old, _ in runs for i in old]
    come = [after[j] for _, new in runs for j in new]
    shifted = {unit.marked for unit in gone} & {unit.marked for unit in come}
    for old, new in runs:
        yield from _run(
            [before[i] for i in old if before[i].marked not in shifted],
            [after[j] for j in new if after[j].marked not in shifted],
        )
    for unit in {unit.marked: unit for unit in come if unit.marked in shifted}.values():
        yield Piece(wording.moved(unit.noun, wording.quoted(unit.plain)), unit.plain, unit.plain, moved=True)


def _run(gone: Sequence[Unit], come: Sequence[Unit]) -> Iterator[Piece]:
    for i, j in aligned(gone, come, lambda unit: unit.plain.split(), lambda unit: unit.noun):
        if i is None or j is None:
            unit = gone[i] if i is not None else come[j or 0]
            yield wording.come_or_gone(unit.noun, unit.plain if j is None else None, None if j is None else unit.plain)
        elif gone[i].plain == come[j].plain:
            yield Piece(wording.presented(come[j].plain), gone[i].plain, come[j].plain)
        else:
            yield from wording.rewording(gone[i].plain, come[j].plain)
