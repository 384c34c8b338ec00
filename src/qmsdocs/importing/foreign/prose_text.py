"""The text that remains: sections under the titles of the profile, typed numbers and bullets gone, lists as lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.numbers import Number, typed_number
from qmsdocs.importing.foreign.outline import Heading
from qmsdocs.importing.foreign.words import abbreviations_in, in_sentence_case, squeezed
from qmsdocs.importing.foreign.work import Work, texts_of
from qmsdocs.importing.running import PLACEHOLDER
from qmsdocs.model.profile import Profile, Section
from qmsdocs.profiles import bundled_text, profile_of
from qmsdocs.rules.layout import plain_title, titles_of
from qmsdocs.word.reading.values import Block, Item, Paragraph, Run, paragraphs_in

_USUAL = "tcvn-iso-9001-2015"
_BULLET = re.compile(r"^\s*([-+*•·▪➢✓–—])\s*(?=\S)")
_MENTION = re.compile(r"mục\s+((?:\d+\.)*\d+|[IVX]+(?:\.\d+)*)(?![\w/])", re.IGNORECASE)
_FED = ("references", "terms", "forms", "records")
_LEVELS = {"-": 0, "•": 0, "·": 0, "▪": 0, "➢": 0, "+": 1, "*": 0, "✓": 0, "–": 0, "—": 0}


@lru_cache(maxsize=1)
def _usual_profile() -> Profile:
    return profile_of((_USUAL,), bundled_text)


def sections_for(work: Work) -> tuple[Section, ...]:
    """The sections of the agency's profile for this kind of document, or those of the standard."""
    facts = work.findings.facts
    kind = (str(facts["type"]), facts.get("category"))
    own = work.register.profile.sections_of(*kind) if work.register else ()
    return own or _usual_profile().sections_of(*kind)


def blocks_of(work: Work) -> list[Block]:
    """The blocks of the text, headings with their levels and without numbers."""
    sections = sections_for(work)
    made: list[Block] = []
    _place_lists(work, sections)
    emptied = set(work.empty_headings(work.headings))
    _note_numbers(work)
    texts = (text for piece in work.pieces for text in texts_of(piece.block))
    abbreviations = abbreviations_in(texts)
    named: set[str] = set()
    for index, piece in enumerate(work.pieces):
        heading = work.headings.get(index)
        if index in work.taken and index >= work.start:
            made += _pictures(piece.block)
        if index in work.placed:
            made.append(work.placed[index])
        elif heading is not None and index not in work.taken and index not in emptied:
            title = _title(work, index, heading, sections, named) if heading.level == 1 else heading.title
            made += _as_heading(piece.block, heading, in_sentence_case(title, abbreviations))
        elif index not in work.taken and index not in emptied:
            made.append(_tidied(piece.block))
    if not any(isinstance(b, Paragraph) and b.outline for b in made):
        made = [*_opening(sections), *made]
    for section in _fed_sections(work, sections, named):
        made.insert(
            _place_of(section, made, sections), Paragraph((Run(section.title.vi),), style="heading 1", outline=1)
        )
    _note_emptied(work, emptied)
    return list(_with_lists(list(_step_by_step(made))))


def _step_by_step(blocks: Sequence[Block]) -> Iterator[Block]:
    """Headings that are at most one level below the one before, also where one between them became facts."""
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.outline:
            above = [*(level for level in above if level < block.outline), block.outline]
            level = len(above)
            yield replace(block, outline=level, style=f"heading {level}") if level != block.outline else block
        else:
            yield block


def _pictures(block: Block) -> Iterator[Block]:
    """The pictures of a block that became facts, each in a paragraph of its own."""
    for paragraph in paragraphs_in((block,)):
        yield from (Paragraph((run,)) for run in paragraph.runs if run.picture)


def _note_emptied(work: Work, emptied: set[int]) -> None:
    for index in sorted(emptied):
        heading = work.headings[index]
        what = say("section “{title}” became facts; its heading is not kept", title=heading.title)
        if heading.level > 1:
            what = say("heading “{title}”: nothing is left below it", title=heading.title)
        work.take([index], (), what)


def _title(work: Work, index: int, heading: Heading, sections: Sequence[Section], named: set[str]) -> str:
    """The title of a section: its own when the profile accepts it, else the profile's."""
    own = next((s for s in sections if plain_title(heading.title) in map(plain_title, titles_of(s))), None)
    section = own or next((s for s in sections if s.id == heading.section), None)
    if section is None or section.id in named:
        return heading.title
    named.add(section.id)
    if own is not None:
        return heading.title
    what = say("section “{found}” is taken for “{section}”", found=heading.title, section=section.title.vi)
    work.findings.remark(index, Sureness.GUESSED, work.pieces[index].place, what, heading.title)
    return section.title.vi


def _as_heading(block: Block, heading: Heading, title: str) -> Iterator[Block]:
    if not isinstance(block, Paragraph):
        return
    notes = tuple(run for run in block.runs if run.note)
    yield Paragraph(
        (Run(title), *notes), style=f"heading {heading.level}", outline=heading.level, bookmarks=block.bookmarks
    )
    if heading.rest:
        rest = _runs_from(block.runs, heading.rest)
        runs = tuple(replace(run, bold=run.bold and not block.all_bold) for run in rest)
        yield replace(block, runs=runs, item=None, outline=None, style="")


def _runs_from(runs: Sequence[Run], start: int) -> Iterator[Run]:
    """The runs of a paragraph from a place on."""
    position = 0
    for run in runs:
        begin = max(start - position, 0)
        position += len(run.text)
        if begin < len(run.text) or (run.picture or run.note):
            text = run.text[begin:]
            yield replace(run, text=text.lstrip() if begin or position - len(run.text) == start else text)


def _opening(sections: Sequence[Section]) -> list[Block]:
    """A text without a section stands in that for the content."""
    title = next((section.title.vi for section in sections if section.id == "content"), "Nội dung")
    return [Paragraph((Run(title),), style="heading 1", outline=1)]


def _place_lists(work: Work, sections: Sequence[Section]) -> None:
    """Lists whose section is not one of the profile's own are printed where they stood."""
    accepted = {plain_title(title) for section in sections for title in titles_of(section)}
    for name in _FED:
        if not work.findings.facts.get(name):
            continue
        holders = [index for index in sorted(work.headings) if name in work.headings[index].sections]
        tops = [index for index in holders if work.headings[index].level == 1]
        if any(work.headings[i].section == name or plain_title(work.headings[i].title) in accepted for i in tops):
            continue
        own = (i for i in work.below(holders[0]) if i in work.taken and i not in work.placed) if holders else iter(())
        index = next(own, work.origins.get(name))
        if index is not None and index > work.start:
            work.placed[index] = Paragraph((Run(f"{{{{ {name} }}}}"),), style=PLACEHOLDER)


def _fed_sections(work: Work, sections: Sequence[Section], named: set[str]) -> list[Section]:
    """Headings of sections that the facts fill and the text does not have."""
    facts = work.findings.facts
    held = {block.text.strip("{} ") for block in work.placed.values() if isinstance(block, Paragraph)}
    held |= {id_ for index, heading in work.headings.items() if index not in work.taken for id_ in heading.sections}
    return [s for s in sections if s.id in _FED and s.id not in named | held and facts.get(s.id)]


def _place_of(section: Section, blocks: Sequence[Block], sections: Sequence[Section]) -> int:
    """Where a section goes in the order of the profile: before the first one that comes after it."""
    later = sections[sections.index(section) + 1 :]
    titles = {plain_title(title) for other in later for title in titles_of(other)}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.outline == 1 and plain_title(block.text) in titles:
            return index
    return len(blocks)


def _tidied(block: Block) -> Block:
    """A paragraph as text: no heading, and its typed bullet a bullet of Word's."""
    if not isinstance(block, Paragraph):
        return block
    plain = replace(block, outline=None, style=block.style if block.style in ("quote", "code", "caption") else "")
    if plain.item is not None:
        return plain
    bullet = _BULLET.match(plain.text)
    if bullet:
        level = _LEVELS.get(bullet[1], 0)
        item = Item(ordered=False, level=level, label=bullet[1], number=1, list="typed")
        return replace(plain, runs=tuple(_runs_from(plain.runs, bullet.end())), item=item)
    return plain


def _with_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Typed numbers that count up from one become a list; bullets of the second kind go below those of the first."""
    last, level = 0, -1
    for block in blocks:
        if not isinstance(block, Paragraph) or block.outline:
            last, level = 0, -1
            yield block
            continue
        number = typed_number(block.text) if block.item is None else None
        if number and _counts_on(number, last) and squeezed(block.text[number.length :]):
            last, level = number.parts[0], 0
            item = Item(ordered=True, level=0, label=number.typed, number=last, list="typed numbers")
            yield replace(block, runs=tuple(_runs_from(block.runs, number.length)), item=item)
        elif block.item is not None and block.item.list == "typed":
            allowed = min(block.item.level + (1 if last else 0), level + 1)
            level = max(allowed, 0)
            yield replace(block, item=replace(block.item, level=level))
        else:
            if squeezed(block.text) and block.item is None:
                last, level = 0, -1
            yield block


def _counts_on(number: Number, last: int) -> bool:
    return (
        number.form == "dotted"
        and number.depth == 1
        and number.parts[0] == last + 1
        and not number.typed.endswith(("-", "/"))
    )


def _note_numbers(work: Work) -> None:
    """Numbers before headings are printed, not typed; mentions of those that change are named."""
    typed = [work.headings[i].number for i in sorted(work.headings) if work.headings[i].number]
    if typed:
        what = say("numbers before headings are taken away: they are printed by themselves")
        quote = " ".join(number.typed for number in typed if number and number.length)
        if quote:
            work.findings.remark(len(work.pieces), Sureness.CHANGED, say("headings"), what, quote)
    numbers = dict(_new_numbers(work))
    changed = {old: new for old, new in numbers.items() if old != new}
    for index, piece in enumerate(work.pieces):
        if index in work.taken:
            continue
        for text in texts_of(piece.block):
            for mention in _MENTION.finditer(text):
                if mention[1] in changed:
                    what = say("“{mention}” is now {number}", mention=mention[0], number=changed[mention[1]])
                    work.findings.remark(index, Sureness.CHANGED, piece.place, what)


def _new_numbers(work: Work) -> Iterator[tuple[str, str]]:
    """For each number of a heading, as typed, the one that is printed now."""
    count: list[int] = []
    emptied = set(work.empty_headings(work.headings))
    for index in sorted(work.headings):
        heading = work.headings[index]
        if index in work.taken or index in emptied:
            continue
        count = [*count[: heading.level], *[0] * (heading.level - len(count))][: heading.level]
        count[heading.level - 1] += 1
        if heading.number:
            old = heading.number.typed.rstrip(" .):/-")
            yield old, ".".join(map(str, count))


def as_written(found: Mapping[str, object], order: Sequence[str]) -> dict[str, object]:
    """Facts in the order of the repository format."""
    return {key: found[key] for key in order if key in found}
