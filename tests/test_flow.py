"""The flow of a procedure as a graph."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs.model.document import END_OF_FLOW, Step
from qmsdocs.model.flow import longest_hours, reached, stuck, successors


def _step(
    id_: str, time_: str | None = "1 giờ", decision: dict[str, str] | None = None, next_: str | None = None
) -> Step:
    return Step(id=id_, activity="Việc", time=time_, decision=decision, next=next_)


def test_without_next_or_decision_the_flow_goes_to_the_following_step_and_the_last_ends_it() -> None:
    assert successors([_step("a"), _step("b")]) == {"a": ("b",), "b": (END_OF_FLOW,)}
    assert successors([]) == {}


def test_a_decision_leads_to_its_branches_and_next_jumps() -> None:
    steps = [_step("a", decision={"Đạt": "c", "Không": END_OF_FLOW}), _step("b"), _step("c", next_="b")]
    assert successors(steps) == {"a": ("c", END_OF_FLOW), "b": ("c",), "c": ("b",)}


def test_steps_that_only_lead_to_each_other_are_stuck() -> None:
    edges = successors([_step("a", decision={"Đạt": END_OF_FLOW, "Không": "b"}), _step("b"), _step("c", next_="b")])
    assert stuck(edges) == {"b", "c"}
    assert reached(edges, "a") == {"a", "b", "c", END_OF_FLOW}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], 0),
        ([_step("a", "2 ngày"), _step("b", "4 giờ")], 20),
        ([_step("a"), _step("b", decision={"Đạt": "d", "Không": "c"}), _step("c", "5 giờ"), _step("d")], 8),
        # sent back once: the steps of the loop count once
        ([_step("a"), _step("b", decision={"Đạt": END_OF_FLOW, "Sửa": "a"})], 2),
        # waiting for the applicant leads back, so that it does not lengthen the way to the end
        ([_step("a", decision={"Đủ": "c", "Thiếu": "b"}), _step("b", "30 ngày", next_="a"), _step("c")], 2),
        ([_step("a"), _step("b", next_="a")], 0),
        ([_step("a", None), _step("b", "sớm")], 0),
    ],
)
def test_the_time_of_a_flow_is_that_of_its_longest_way_to_the_end(steps: list[Step], expected: float) -> None:
    assert longest_hours(steps) == pytest.approx(expected)


def test_a_flow_with_countless_paths_is_cut_off() -> None:
    steps = [_step(f"s{i}", decision={str(j): f"s{j}" for j in range(60)} | {"x": END_OF_FLOW}) for i in range(60)]
    start = time.perf_counter()
    assert 0 < longest_hours(steps) <= 60
    assert time.perf_counter() - start < 20


_IDS = [f"s{i}" for i in range(6)]
_STEPS = st.lists(st.sampled_from([*_IDS, END_OF_FLOW]), min_size=12, max_size=12).map(
    lambda targets: [_step(id_, decision={"1": targets[2 * i], "2": targets[2 * i + 1]}) for i, id_ in enumerate(_IDS)]
)


@settings(max_examples=60, deadline=None)
@given(_STEPS)
def test_a_step_is_stuck_exactly_when_the_end_is_not_reached_from_it(steps: list[Step]) -> None:
    edges = successors(steps)
    assert stuck(edges) == {id_ for id_ in _IDS if END_OF_FLOW not in reached(edges, id_)}


@settings(max_examples=60, deadline=None)
@given(_STEPS)
def test_the_longest_way_takes_no_more_than_all_steps_together_and_none_when_there_is_no_end(steps: list[Step]) -> None:
    edges = successors(steps)
    hours = longest_hours(steps)
    assert hours <= len(steps)
    assert (hours > 0) == (END_OF_FLOW in reached(edges, steps[0].id))
