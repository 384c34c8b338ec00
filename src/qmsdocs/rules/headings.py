"""QD305 and QD306: the headings of a text."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import TextSpan, say
from qmsdocs.model.document import Document
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule
from qmsdocs.rules.layout import NUMBER_BEFORE, Layout, layout_of, title_span


@rule("QD305", ERROR, "format.md, section 4", of=Document)
def heading_level_skipped(document: Document, context: Context) -> Iterator[Problem]:
    """The text begins with a level-1 heading, and each heading is at most one level below the one before.

    Why: Numbers such as 5.1.1 are printed from the levels; a skipped level prints a number that has no parent.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ### Đơn vị

        Các đơn vị của cơ quan.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ## Đơn vị

        Các đơn vị của cơ quan.
    """
    layout = layout_of(document, context)
    if layout is None:
        return
    if layout.before and layout.before[0].kind != "heading":
        block = layout.before[0]
        yield Problem(
            say("there is text before the first heading"),
            say("begin with the heading of a section, for example # {title}", title=_first_title(layout, context)),
            at=TextSpan(block.start, block.end),
        )
    level = 0
    for heading in context.prose(document).headings:
        if heading.level > level + 1:
            wanted = "#" * (level + 1)
            message = say(
                "heading {title} is of level {level} where level {wanted} is next",
                title=heading.title,
                level=heading.level,
                wanted=level + 1,
            )
            yield Problem(
                message, say("write {wanted} {title}", wanted=wanted, title=heading.title), at=title_span(heading)
            )
        level = heading.level


def _first_title(layout: Layout, context: Context) -> str:
    return layout.sections[0].title.in_language(context.agency.language) if layout.sections else "…"


@rule("QD306", WARNING, "format.md, section 4", of=Document)
def number_typed_before_heading(document: Document, context: Context) -> Iterator[Problem]:
    """Numbers of sections are printed, not typed.

    Why: A typed number stays when a section is added before it, and is printed beside the real one.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ## 2.1. Đơn vị

        Các đơn vị của cơ quan.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ## 15 đơn vị

        Các đơn vị của cơ quan.
    """
    if document.origin.text_path is None:
        return
    for heading in context.prose(document).headings:
        if found := NUMBER_BEFORE.match(heading.title):
            title = heading.title[found.end() :]
            yield Problem(
                say("the number {number} is typed before the heading", number=found[0].strip()),
                say("write {marks} {title}; the number is printed by itself", marks="#" * heading.level, title=title),
                at=title_span(heading),
            )


RULES: tuple[Rule, ...] = (heading_level_skipped, number_typed_before_heading)
