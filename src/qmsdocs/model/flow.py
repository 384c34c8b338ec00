"""The flow of a procedure as a graph: which steps are reached, and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsdocs.model.document import END_OF_FLOW, Step
from qmsdocs.model.worktime import hours

_PATHS_LOOKED_AT = 20_000


def successors(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """For each step the ids it may lead to; ``ket-thuc`` is the end."""
    if not steps:
        return {}
    following = [step.id for step in steps[1:]] + [END_OF_FLOW]
    return {
        step.id: tuple(step.decision.values()) if step.decision else (step.next or after,)
        for step, after in zip(steps, following, strict=True)
    }


def reached(edges: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """All ids that can be reached from ``start``, itself included."""
    seen, waiting = {start}, [start]
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def stuck(edges: Mapping[str, Sequence[str]]) -> set[str]:
    """The steps from which the end cannot be reached."""
    backwards: dict[str, list[str]] = {}
    for source, targets in edges.items():
        for target in targets:
            backwards.setdefault(target, []).append(source)
    return set(edges) - reached(backwards, END_OF_FLOW)


def longest_hours(steps: Sequence[Step]) -> float:
    """Working hours of the longest path from the first step to the end that visits no step twice.

    A path that leads back without reaching the end is none: a dossier that waits for the applicant does not lengthen
    the flow. A flow with very many paths is cut off after looking at a fixed number of them, so that the answer is then
    a lower bound; real flows have a handful.
    """
    if not steps:
        return 0.0
    edges = successors(steps)
    cost = {step.id: hours(step.time or "") or 0.0 for step in steps}
    best, looked_at = 0.0, 0
    waiting: list[tuple[str, float, frozenset[str]]] = [(steps[0].id, 0.0, frozenset())]
    while waiting and looked_at < _PATHS_LOOKED_AT:
        here, spent, visited = waiting.pop()
        looked_at += 1
        if here == END_OF_FLOW:
            best = max(best, spent)
            continue
        spent += cost[here]
        seen = visited | {here}
        waiting.extend((to, spent, seen) for to in edges[here] if to == END_OF_FLOW or (to in cost and to not in seen))
    return best
