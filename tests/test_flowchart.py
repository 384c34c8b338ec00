"""The flow chart: which way goes where, and what of it stands in the Word file."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdocs.model.document import END_OF_FLOW, Step
from qmsdocs.model.flow import successors
from qmsdocs.word import Edition
from qmsdocs.word.printing.routes import Routes, routed
from qmsdocs.word.writing.measure import lines_of, text_width
from tests.wordfiles import W, main_of, problems, render, scenario_edition

FLOW = """\
--- procedures/QT-01/QT-01.yaml
steps:
  - {id: de-nghi, activity: Đề nghị, responsible: [Công chức], time: 1 giờ, outputs: [BM-01-01]}
  - id: xem-xet
    activity: Xem xét đề nghị
    responsible: [Thư ký ISO]
    time: 4 giờ
    decision: {Đồng ý: bien-soan, Bổ sung: de-nghi, Không đồng ý: ket-thuc}
  - {id: bien-soan, activity: Biên soạn, responsible: [Công chức], time: 3 ngày}
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return scenario_edition(tmp_path_factory.mktemp("base"))


def step(id_: str, decision: dict[str, str] | None = None, next_: str | None = None) -> Step:
    return Step(id=id_, activity=f"Việc {id_}", decision=decision, next=next_)


def ways(routes: Routes) -> set[tuple[int, int]]:
    """From which row to which row a reader of the chart is led: straight down, or by a lane from exit to join."""
    found = {(number, number + 1) for number, row in enumerate(routes.rows) if row.below is not None}
    for number, row in enumerate(routes.rows):
        for way in row.exits:
            lane = (way.side, way.track)
            reached = {end for toward in ("top", "bottom") if (end := follow(routes, number, lane, toward)) is not None}
            assert len(reached) == 1
            found.add((number, reached.pop()))
    return found


def follow(routes: Routes, row: int, lane: tuple[str, int], toward: str) -> int | None:
    """The row in which a lane joins a shape when it is followed up or down from a row."""
    while True:
        points = next(s.points for s in routes.rows[row].strands if (s.side, s.track) == lane)
        if "join" in points:
            return row
        if toward not in points:
            return None
        row += -1 if toward == "top" else 1


def test_a_way_to_the_next_step_goes_straight_down_and_all_others_take_a_lane() -> None:
    routes = routed([step("a"), step("b", {"Đạt": "c", "Không đạt": "a", "Dừng": END_OF_FLOW}), step("c")])
    start, a, b, c, end = routes.rows
    assert (start.step, start.below, end.step, end.below) == (None, "", None, None)
    assert (a.below, b.below, c.below) == ("", "Đạt", "")
    assert [(way.label, way.side) for way in b.exits] == [("Không đạt", "left"), ("Dừng", "right")]
    assert a.joined
    assert end.joined
    assert not c.joined
    assert routes.tracks == {"left": 1, "right": 1}


def test_branches_to_one_step_are_one_way_with_both_labels() -> None:
    routes = routed([step("a", {"Đạt": "b", "Gần đạt": "b"}), step("b")])
    assert routes.rows[1].below == "Đạt / Gần đạt"
    assert routes.rows[1].exits == ()


def test_two_jumps_forward_leave_on_different_sides() -> None:
    routes = routed([step("a", {"1": "c", "2": END_OF_FLOW}), step("b"), step("c")])
    assert [way.side for way in routes.rows[1].exits] == ["right", "left"]
    assert routes.rows[1].below is None
    assert not routes.rows[2].from_above


def test_a_flow_without_steps_goes_from_start_to_end() -> None:
    assert [row.below for row in routed([]).rows] == ["", None]


@st.composite
def flows(draw: st.DrawFn) -> list[Step]:
    count = draw(st.integers(1, 9))
    ids = [f"s{number}" for number in range(count)]
    targets = st.sampled_from([*ids, END_OF_FLOW])
    made = []
    for id_ in ids:
        decision = draw(st.none() | st.dictionaries(st.sampled_from("abcd"), targets, min_size=1, max_size=4))
        made.append(step(id_, decision, None if decision else draw(st.none() | targets)))
    return made


@given(flows())
def test_the_chart_leads_where_the_steps_lead(steps: list[Step]) -> None:
    rows = {step.id: number for number, step in enumerate(steps, 1)} | {END_OF_FLOW: len(steps) + 1}
    wanted = {(rows[source], rows[target]) for source, targets in successors(steps).items() for target in targets}
    assert ways(routed(steps)) == wanted | {(0, 1)}


@given(flows())
def test_no_two_lanes_share_a_place(steps: list[Step]) -> None:
    for row in routed(steps).rows:
        for one, other in combinations(row.strands, 2):
            assert (one.side, one.track) != (other.side, other.track)


def test_the_chart_is_drawn_row_by_row_with_words_for_those_who_do_not_see_it(tmp_path: Path) -> None:
    edition = scenario_edition(tmp_path / "r", FLOW)
    data = render(edition)
    assert problems(data, tmp_path / "x.docx") == []
    told = [e.get("descr") for e in main_of(data).iter("{*}docPr") if e.getparent().find(".//{*}wgp") is not None]
    assert told == [
        "The procedure begins",
        "Step 1: Đề nghị",
        "Step 2: Xem xét đề nghị. Đồng ý: go to step 3; Bổ sung: go to step 1; Không đồng ý: the procedure ends",
        "Step 3: Biên soạn",
        "The procedure ends",
    ]
    drawn = [
        (e.getparent().getparent().find(".//{*}prstGeom").get("prst"), "".join(e.itertext()))
        for e in main_of(data).iter(f"{W}txbxContent")
    ]
    assert drawn == [
        ("flowChartTerminator", "Start"),
        ("rect", "Đề nghị"),
        ("diamond", "Xem xét đề nghị"),
        ("rect", "Bổ sung"),
        ("rect", "Không đồng ý"),
        ("rect", "Đồng ý"),
        ("rect", "Biên soạn"),
        ("flowChartTerminator", "End"),
    ]
    sizes = {"".join(e.itertext()): e.find(".//{*}sz").get(f"{W}val") for e in main_of(data).iter(f"{W}txbxContent")}
    assert (sizes["Đề nghị"], sizes["Bổ sung"]) == ("20", "18")  # labels are measured in the size they are written in


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=flows())
def test_any_flow_is_drawn_within_its_column(steps: list[Step], base: Edition) -> None:
    document = base.document.model_copy(update={"steps": tuple(steps)})
    root = main_of(render(replace(base, document=document)))
    for group in root.iter("{*}wgp"):
        across, down = (int(group.find("{*}grpSpPr/{*}xfrm/{*}ext").get(key)) for key in ("cx", "cy"))
        for frame in group.iterfind("{*}wsp/{*}spPr/{*}xfrm"):
            left, top = (int(frame.find("{*}off").get(key)) for key in ("x", "y"))
            width, height = (int(frame.find("{*}ext").get(key)) for key in ("cx", "cy"))
            assert 0 <= left <= left + width <= across
            assert 0 <= top <= top + height <= down


def test_labels_of_ways_on_one_side_do_not_lie_on_each_other_and_long_questions_are_not_drawn_out(
    base: Edition,
) -> None:
    ways = {"Thiếu thành phần hồ sơ": "d", "Nộp sai nơi tiếp nhận": "e", "Không thuộc thẩm quyền": "a", "Đủ": "c"}
    question = "Thẩm định hồ sơ về sự phù hợp với quy hoạch, nhu cầu sử dụng đất và khả năng tài chính của người nộp"
    steps = [step("a"), Step(id="b", activity=question, decision=ways), step("c"), step("d"), step("e"), step("f")]
    document = base.document.model_copy(update={"steps": tuple(steps)})
    boxes = {}
    for shape in main_of(render(replace(base, document=document))).iter("{*}wsp"):
        frame = shape.find("{*}spPr/{*}xfrm")
        left, top = (int(frame.find("{*}off").get(key)) for key in ("x", "y"))
        boxes["".join(shape.itertext())] = (left, top, *(int(frame.find("{*}ext").get(key)) for key in ("cx", "cy")))
    _, _, width, height = boxes[question]
    assert height < 1.3 * width
    for one, other in combinations([boxes[label] for label in ways], 2):
        apart = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        assert apart or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]


def test_text_is_measured_on_the_safe_side() -> None:
    assert lines_of("một hai ba", 10_000, 12) == 1
    assert lines_of("một\nhai", 10_000, 12) == 2
    assert lines_of("một hai ba", text_width("một hai", 12), 12) == 2
    assert lines_of("x" * 100, 200, 12) > 5
    assert lines_of("", 100, 12) == 1
