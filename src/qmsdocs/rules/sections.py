"""QD301 to QD304 and QD315: the sections of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from difflib import get_close_matches

from qmsdocs.diagnostics import Place, TextSpan, say
from qmsdocs.markdown.placeholders import placed_block
from qmsdocs.markdown.tree import Block, Heading
from qmsdocs.model.document import Document
from qmsdocs.model.profile import Section
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule
from qmsdocs.rules.layout import (
    Layout,
    Part,
    has_data,
    layout_of,
    placed,
    plain_title,
    title_span,
    titles_of,
)


@rule("QD301", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def section_missing(document: Document, context: Context) -> Iterator[Problem]:
    """The text has every section that the profile requires.

    Why: Readers look for purpose, scope and content in the same place of every procedure.

    Bad:
        --- procedures/QT-02/QT-02.md (-# Phạm vi)
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của cơ quan.
    """
    layout = layout_of(document, context)
    if layout is None or not layout.sections:
        return
    if not layout.parts and not layout.before:
        titles = ", ".join(_title(section, context) for section in layout.sections if section.required)
        yield Problem(say("the text is empty"), say("write its sections: {titles}", titles=titles), at=TextSpan(0, 0))
        return
    present, misspelt = layout.present, _misspelt(layout)
    for section in layout.sections:
        if section.required and section.id not in present:
            nearest = misspelt.get(section.id) or _lower(section, context.prose(document).headings)
            yield _missing(section, layout, nearest, context)


def _missing(section: Section, layout: Layout, nearest: Heading | None, context: Context) -> Problem:
    title = _title(section, context)
    message = say("section {title} is missing", title=title)
    if nearest:
        remedy = say(
            "heading {found} looks like it; write # {title}",
            found="#" * nearest.level + " " + nearest.title,
            title=title,
        )
        return Problem(message, remedy, at=title_span(nearest))
    before = _before(section, layout)
    if before is None:
        return Problem(message, say("begin the text with # {title}", title=title), at=TextSpan(0, 0))
    remedy = say("add # {title} after section {before}", title=title, before=before.heading.title)
    return Problem(message, remedy, at=title_span(before.heading))


def _before(section: Section, layout: Layout) -> Part | None:
    """The last part of the text whose section stands before ``section`` in the profile."""
    earlier = {other.id for other in layout.sections[: layout.sections.index(section)]}
    return next((part for part in reversed(layout.parts) if part.section and part.section.id in earlier), None)


def _title(section: Section, context: Context) -> str:
    return section.title.in_language(context.agency.language)


def _lower(section: Section, headings: list[Heading]) -> Heading | None:
    """A heading of a lower level that has the title of a section."""
    titles = {plain_title(title) for title in titles_of(section)}
    return next((heading for heading in headings if heading.level > 1 and plain_title(heading.title) in titles), None)


_LOOKED_AT = 50


def _misspelt(layout: Layout) -> dict[str, Heading]:
    """Unknown headings that look like a required section that is missing, by the id of that section."""
    unknown = {
        plain_title(part.heading.title): part.heading for part in layout.parts[:_LOOKED_AT] if part.section is None
    }
    found: dict[str, Heading] = {}
    if unknown:
        present = layout.present
        for section in layout.sections:
            if section.required and section.id not in present:
                close = (
                    get_close_matches(plain_title(title), unknown, n=1, cutoff=0.75) for title in titles_of(section)
                )
                if nearest := next(filter(None, close), None):
                    found[section.id] = unknown.pop(nearest[0])
    return found


@rule("QD302", ERROR, "ISO 9001:2015, 7.5.1", of=Document)
def section_empty(document: Document, context: Context) -> Iterator[Problem]:
    """Every section says something, in the text or through the facts that are printed in it.

    Why: An empty section looks forgotten, and an auditor cannot tell whether it is.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Không loại trừ đơn vị nào.
    """
    layout = layout_of(document, context)
    if layout is None:
        return
    where = placed(document, layout)
    for part in layout.parts:
        holds = part.section.holds if part.section else ()
        filled = any(has_data(document, name) and where.get(name, part) is part for name in holds)
        for block in _empty_headings(part, document, filled=filled):
            elsewhere = [name for name in holds if where.get(name, part) is not part]
            remedy = say("write its text, or remove the heading")
            if block is part.heading.block and elsewhere:
                remedy = say(
                    "{{{{ {name} }}}} prints its list in another section; write a sentence here, or move it",
                    name=elsewhere[0],
                )
            elif block is part.heading.block and holds:
                remedy = say("fill in {keys} in the YAML file, or write why there is nothing", keys=", ".join(holds))
            yield Problem(say("section {title} is empty", title=block.plain.strip()), remedy, at=_span(block))


def _empty_headings(part: Part, document: Document, *, filled: bool) -> Iterator[Block]:
    """Headings that are followed by nothing, or by a heading that is not below them."""
    last: Block | None = part.heading.block
    for block in part.blocks:
        if block.kind == "heading":
            if last and block.level <= last.level:
                yield last
            last = block
        elif last and _says_something(block, document):
            last = None
    if last and not filled:
        yield last


def _says_something(block: Block, document: Document) -> bool:
    if block.kind in ("rule", "html", "footnote"):
        return False
    name = placed_block(block)
    return name is None or has_data(document, name)


@rule("QD303", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def section_doubled(document: Document, context: Context) -> Iterator[Problem]:
    """A section stands once in the text.

    Why: Where a section stands twice, people read one and miss the other.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi áp dụng

        Các phòng chuyên môn.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của cơ quan và các phòng chuyên môn.
    """
    layout = layout_of(document, context)
    if layout is None:
        return
    first: dict[str, Heading] = {}
    for part in layout.parts:
        heading = part.heading
        name = part.section.id if part.section else plain_title(heading.title)
        if (earlier := first.setdefault(name, heading)) is not heading:
            line = document.origin.text.encode()[: earlier.block.start].count(b"\n") + 1
            yield Problem(
                say(
                    "section {title} stands twice; it began on line {line} with {earlier}",
                    title=heading.title,
                    line=line,
                    earlier=earlier.title,
                ),
                say("bring both texts together under one heading"),
                at=title_span(heading),
            )


@rule("QD304", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def sections_out_of_order(document: Document, context: Context) -> Iterator[Problem]:
    """The sections stand in the order of the profile.

    Why: Their numbers are printed by the order in which they stand; in every procedure section 5 is to be the same.

    Bad:
        --- procedures/QT-02/QT-02.md (-# Mục đích)
        # Mục đích

        Hồ sơ của HTQLCL được lưu để tra cứu.
    Good:
        --- procedures/QT-02/QT-02.md
        # Mục đích

        Hồ sơ của HTQLCL được lưu để tra cứu.
    """
    layout = layout_of(document, context)
    if layout is None or not layout.sections:
        return
    order = {section.id: index for index, section in enumerate(layout.sections)}
    parts = [part for part in layout.parts if part.section and layout.present[part.section.id] is part]
    places = [order[part.section.id] for part in parts if part.section]
    if places == sorted(places):
        return
    kept = _longest_rising(places)
    for part, place in zip(parts, places, strict=True):
        if place not in kept and part.section:
            after = [other for other in places if other < place]
            remedy = say("move it to the beginning")
            if after:
                remedy = say("move it behind section {title}", title=_title(layout.sections[max(after)], context))
            yield Problem(
                say("section {title} does not stand in its place", title=part.heading.title),
                remedy,
                at=title_span(part.heading),
            )


def _longest_rising(numbers: list[int]) -> set[int]:
    """The longest subsequence that rises: what may stay where it is."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for number in numbers:
        index = bisect_left(ends, number)
        chain = [*(chains[index - 1] if index else []), number]
        ends[index:] = [number, *ends[index + 1 :]]
        chains[index:] = [chain, *chains[index + 1 :]]
    return set(chains[-1])


@rule("QD315", WARNING, "format.md, section 4", of=Document)
def unknown_section(document: Document, context: Context) -> Iterator[Problem]:
    """Level-1 headings are the sections that the profile names.

    Why: A section of another name is not found where readers look for it; most often the heading belongs one level down.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Ghi chú

        Hồ sơ điện tử có giá trị như bản giấy.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của cơ quan.

        ## Ghi chú

        Hồ sơ điện tử có giá trị như bản giấy.
    """
    layout = layout_of(document, context)
    if layout is None or not layout.sections or all(part.section for part in layout.parts):
        return
    claimed = {id(heading) for heading in _misspelt(layout).values()}
    titles = {plain_title(title): title for section in layout.sections for title in titles_of(section)}
    for part in layout.parts:
        heading = part.heading
        if part.section is None and id(heading) not in claimed:
            close = get_close_matches(plain_title(heading.title), titles, n=1, cutoff=0.75)
            remedy = say(
                "make it a lower heading (##) of one of them: {titles}",
                titles=", ".join(_title(s, context) for s in layout.sections),
            )
            if close:
                remedy = say("did you mean {name}?", name=titles[close[0]])
            yield Problem(
                say("{title} is no section of this kind of document", title=heading.title),
                remedy,
                at=title_span(heading),
            )


def _span(block: Block) -> Place:
    inlines = block.inlines
    return TextSpan(inlines[0].start, inlines[-1].end) if inlines else TextSpan(block.start, block.end)


RULES: tuple[Rule, ...] = (section_missing, section_empty, section_doubled, sections_out_of_order)
