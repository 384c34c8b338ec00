"""QD4xx: the steps of a procedure. Flow, forms and records have modules of their own."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.model import worktime
from qmsdocs.model.document import END_OF_FLOW, Document
from qmsdocs.rules import flow, form_contents, form_texts, forms, records
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule


@rule("QD401", ERROR, "ISO 9001:2015, 4.4.1; format.md, section 4", of=Document)
def no_steps(document: Document, context: Context) -> Iterator[Problem]:
    """A procedure has steps.

    Why: Who does what, in which order and in which time is what a procedure is for; the step table and the flow chart
    of the release are made from it.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps: []
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
            time: 1 ngày
    """
    if document.type == "procedure" and not document.steps:
        yield Problem(
            say("the procedure has no steps"),
            say("describe the flow under steps: id, activity, responsible, time"),
            at=("steps",),
        )


@rule("QD402", ERROR, "format.md, section 4", of=Document)
def step_id_twice(document: Document, context: Context) -> Iterator[Problem]:
    """Each step has an id of its own.

    Why: Branches and links name a step by its id; of two steps with one id nobody can say which is meant. The id
    ket-thuc is reserved: it ends the flow.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
          - id: lap-danh-muc
            activity: Nộp hồ sơ vào lưu trữ
            responsible: [Thư ký ISO]
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
          - id: nop-luu
            activity: Nộp hồ sơ vào lưu trữ
            responsible: [Thư ký ISO]
    """
    seen: set[str] = set()
    for index, step in enumerate(document.steps):
        if step.id == END_OF_FLOW:
            yield Problem(
                say("the id {id} is reserved for the end of the flow", id=step.id),
                say("give the step another id, for example hoan-thanh"),
                at=("steps", index, "id"),
            )
        elif step.id in seen:
            yield Problem(
                say("two steps have the id {id}", id=step.id),
                say("give this step an id of its own, and check the branches that lead to {id}", id=step.id),
                at=("steps", index, "id"),
            )
        seen.add(step.id)


@rule("QD410", ERROR, "format.md, section 2", of=Document)
def bad_working_time(document: Document, context: Context) -> Iterator[Problem]:
    """Times are written as working time.

    Why: Only a time that can be added up can be compared with the time limit that the agency has promised.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
            time: nửa ngày
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
            time: 0,5 ngày
    """
    for index, step in enumerate(document.steps):
        if step.time and not worktime.hours(step.time):
            yield _bad_time(step.time, ("steps", index, "time"))
    limit = document.administrative.processing_time if document.administrative else None
    if limit and not worktime.hours(limit):
        yield _bad_time(limit, ("administrative", "processing_time"))


@rule("QD415", ERROR, "ISO 9001:2015, 4.4.1e, 5.3", of=Document)
def step_without_responsible(document: Document, context: Context) -> Iterator[Problem]:
    """Every step says who does it.

    Why: What everybody may do nobody has to do; responsibilities must be assigned and understood.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            time: 1 ngày
    Good:
        --- procedures/QT-02/QT-02.yaml
        steps:
          - id: lap-danh-muc
            activity: Lập danh mục hồ sơ
            responsible: [Thư ký ISO]
            time: 1 ngày
    """
    for index, step in enumerate(document.steps):
        if not step.responsible:
            yield Problem(
                say("nobody is responsible for step {id}", id=step.id),
                say("name the role under responsible, for example [Thư ký ISO]"),
                at=("steps", index, "id"),
            )


def _bad_time(text: str, at: YamlPath) -> Problem:
    return Problem(say("{time} is not a working time", time=text), _time_remedy(text), at)


def _time_remedy(text: str) -> Message:
    plain = text.lower().removeprefix("không quá ").removeprefix("tối đa ").strip(" .")
    if plain != text and worktime.hours(plain):
        return say("write {time}", time=plain)
    return say("write for example 4 giờ, 2 ngày, 0,5 ngày, 1 ngày 4 giờ or trong ngày")


RULES: tuple[Rule, ...] = (
    no_steps,
    step_id_twice,
    flow.unknown_step,
    flow.unreachable_step,
    flow.flow_without_end,
    forms.unknown_form,
    forms.form_never_used,
    forms.form_file_missing,
    forms.file_not_listed,
    bad_working_time,
    flow.flow_longer_than_processing_time,
    records.record_without_retention,
    records.bad_retention,
    flow.next_and_decision,
    step_without_responsible,
    forms.form_path_outside,
    forms.form_file_shared,
    forms.form_numbered_zero,
    form_texts.blank_not_closed,
    form_texts.blank_without_name,
    form_texts.unknown_kind_of_blank,
    form_texts.choice_without_options,
    form_texts.blank_of_two_kinds,
    form_texts.repeated_row_misplaced,
    form_texts.writing_room_not_alone,
    form_contents.placeholder_in_form,
    form_contents.letterhead_misplaced,
    form_contents.unfit_for_form,
    form_contents.typed_again_in_form,
    form_contents.form_of_two_sources,
    form_contents.list_of_two_forms,
)
