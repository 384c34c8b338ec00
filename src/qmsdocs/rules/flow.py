"""QD4xx: where the steps lead to and how long they take. ``RULES`` stands in :mod:`qmsdocs.rules.steps`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.model import worktime
from qmsdocs.model.document import END_OF_FLOW, Document, Step
from qmsdocs.model.flow import longest_hours, reached, stuck, successors
from qmsdocs.rules.base import ERROR, Context, Problem, did_you_mean, rule

_ROUNDING = 1e-6
_FEWEST_BRANCHES = 2


@rule("QD403", ERROR, "format.md, section 4", of=Document)
def unknown_step(document: Document, context: Context) -> Iterator[Problem]:
    """Branches lead to steps that exist.

    Why: A branch that leads nowhere leaves the reader at the very place where a decision was to be carried out.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: xem-xet
            activity: Xem xét đề nghị
            responsible: [Thư ký ISO]
            decision: {Đồng ý: luu-ho-so, Không đồng ý: ket-thuc}
          - id: luu-hoso
            activity: Lưu hồ sơ
            responsible: [Thư ký ISO]
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: xem-xet
            activity: Xem xét đề nghị
            responsible: [Thư ký ISO]
            decision: {Đồng ý: luu-ho-so, Không đồng ý: ket-thuc}
          - id: luu-ho-so
            activity: Lưu hồ sơ
            responsible: [Thư ký ISO]
    """
    if _sound_edges(document, context):
        return
    ids = {step.id for step in document.steps}
    for at, target in _targets(document.steps):
        if target not in ids and target != END_OF_FLOW:
            known = [step.id for step in document.steps]
            yield Problem(
                say("there is no step {id}", id=target),
                did_you_mean(
                    target, [*known, END_OF_FLOW], say("write one of: {names}", names=", ".join([*known, END_OF_FLOW]))
                ),
                at=at,
            )


@rule("QD404", ERROR, "format.md, section 4", of=Document)
def unreachable_step(document: Document, context: Context) -> Iterator[Problem]:
    """Every step is reached from the first one.

    Why: A step that nothing leads to is never done, or it is done and the flow shown to people is wrong.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
            next: nop-luu
          - id: phe-duyet
            activity: Phê duyệt danh mục
            responsible: [Chánh Văn phòng]
          - id: nop-luu
            activity: Nộp hồ sơ vào lưu trữ
            responsible: [Thư ký ISO]
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
          - id: phe-duyet
            activity: Phê duyệt danh mục
            responsible: [Chánh Văn phòng]
          - id: nop-luu
            activity: Nộp hồ sơ vào lưu trữ
            responsible: [Thư ký ISO]
    """
    steps = document.steps
    edges = _sound_edges(document, context)
    if not edges:
        return
    there = reached(edges, steps[0].id)
    for index, step in enumerate(steps):
        if step.id not in there:
            yield Problem(
                say("nothing leads to step {id}", id=step.id),
                say("lead a branch (decision or next) of an earlier step to it, or remove the step"),
                at=("steps", index, "id"),
            )


@rule("QD405", ERROR, "format.md, section 4", of=Document)
def flow_without_end(document: Document, context: Context) -> Iterator[Problem]:
    """The flow can end from every step.

    Why: A work that can only go round in a circle is never finished; somewhere a branch to the end was forgotten.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
          - id: xem-xet
            activity: Xem xét danh mục
            responsible: [Chánh Văn phòng]
            next: lap-danh-muc
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
          - id: xem-xet
            activity: Xem xét danh mục
            responsible: [Chánh Văn phòng]
            decision: {Đạt: ket-thuc, Chưa đạt: lap-danh-muc}
    """
    steps = document.steps
    edges = _sound_edges(document, context)
    if not edges or not (endless := stuck(edges)):
        return
    here = endless & reached(edges, steps[0].id)
    if here:
        # the last of them in the file cannot run on to a later one, so that it is its own branch that leads back
        index = max(i for i, step in enumerate(steps) if step.id in here)
        yield Problem(
            say("from step {id} the flow cannot end", id=steps[index].id),
            say("lead one branch to a step that goes on, or to {end}", end=END_OF_FLOW),
            at=("steps", index, "decision" if steps[index].decision else "next"),
        )


@rule("QD411", ERROR, "ISO 9001:2015, 8.2.2; format.md, section 4", of=Document)
def flow_longer_than_processing_time(document: Document, context: Context) -> Iterator[Problem]:
    """The flow takes no longer than the time limit promised to the applicant.

    Why: When the steps together take longer than the processing time, the agency plans to be late.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        category: administrative
        administrative: {processing_time: 2 ngày}
        steps:
          - id: tiep-nhan
            activity: Tiếp nhận hồ sơ
            responsible: [Công chức được giao]
            time: 4 giờ
          - id: giai-quyet
            activity: Thẩm tra và ký kết quả
            responsible: [Công chức được giao]
            time: 2 ngày
    Good:
        --- procedures/QT-02/QT-02.yaml
        category: administrative
        administrative: {processing_time: 3 ngày}
        steps:
          - id: tiep-nhan
            activity: Tiếp nhận hồ sơ
            responsible: [Công chức được giao]
            time: 4 giờ
          - id: giai-quyet
            activity: Thẩm tra và ký kết quả
            responsible: [Công chức được giao]
            time: 2 ngày
    """
    written = document.administrative.processing_time if document.administrative else None
    limit = worktime.hours(written) if written else None
    if limit is None or _sum_of_hours(document.steps) <= limit + _ROUNDING or not _sound_edges(document, context):
        return
    longest = longest_hours(document.steps)
    if longest > limit + _ROUNDING:
        yield Problem(
            say("the steps take {hours}, longer than {limit}", hours=worktime.written(longest), limit=written),
            say("shorten steps on the longest way to the end, or correct processing_time"),
            at=("administrative", "processing_time"),
        )


@rule("QD414", ERROR, "format.md, section 4", of=Document)
def next_and_decision(document: Document, context: Context) -> Iterator[Problem]:
    """A step either decides between branches or goes on, and a decision has at least two branches.

    Why: With next beside a decision nobody knows which of the two applies; a decision with one branch decides nothing,
    and the other outcome is missing.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: xem-xet
            activity: Xem xét đề nghị
            responsible: [Thư ký ISO]
            decision: {Đồng ý: ket-thuc}
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
          - id: xem-xet
            activity: Xem xét danh mục
            responsible: [Chánh Văn phòng]
            decision: {Đồng ý: ket-thuc, Không đồng ý: lap-danh-muc}
    """
    for index, step in enumerate(document.steps):
        if step.decision is None:
            continue
        if step.next:
            yield Problem(
                say("step {id} has both next and decision", id=step.id),
                say("remove next, or put what it means into a branch of the decision"),
                at=("steps", index, "next"),
            )
        if len(step.decision) < _FEWEST_BRANCHES:
            yield Problem(
                say("the decision of step {id} has fewer than two branches", id=step.id),
                say("add the other branch, or write next in place of decision"),
                at=("steps", index, "decision"),
            )


def _targets(steps: Sequence[Step]) -> Iterator[tuple[YamlPath, str]]:
    """Where the steps say they lead to, with the place in the YAML."""
    for index, step in enumerate(steps):
        if step.next:
            yield ("steps", index, "next"), step.next
        for label, target in (step.decision or {}).items():
            yield ("steps", index, "decision", label), target


def _sound_edges(document: Document, context: Context) -> Mapping[str, Sequence[str]]:
    """The edges of the flow; none while ids or targets are wrong, which other rules report."""
    return context.once("flow", lambda: _edges(document.steps), of=document)


def _edges(steps: Sequence[Step]) -> Mapping[str, Sequence[str]]:
    edges = successors(steps)
    sound = len(edges) == len(steps) and END_OF_FLOW not in edges
    if sound and all(target in edges or target == END_OF_FLOW for targets in edges.values() for target in targets):
        return edges
    return {}


def _sum_of_hours(steps: Sequence[Step]) -> float:
    return sum(worktime.hours(step.time) or 0.0 for step in steps if step.time)
