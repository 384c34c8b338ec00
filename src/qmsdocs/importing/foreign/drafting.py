"""A Word procedure that nobody wrote with qmsdocs becomes a draft: facts, text, and a report of both."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Draft, Remark, Sureness
from qmsdocs.importing.foreign.body import take_lists
from qmsdocs.importing.foreign.findings import texts_in
from qmsdocs.importing.foreign.flow import settle_codes, take_steps
from qmsdocs.importing.foreign.front import take_front
from qmsdocs.importing.foreign.outline import headings_in
from qmsdocs.importing.foreign.pieces import pieces_of
from qmsdocs.importing.foreign.portal import take_administrative
from qmsdocs.importing.foreign.prose_text import as_written, blocks_of
from qmsdocs.importing.foreign.safety import everything_in, missing_from
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import folded, squeezed
from qmsdocs.importing.foreign.work import Work
from qmsdocs.importing.prose import Prose
from qmsdocs.model.codes import stem_of
from qmsdocs.model.register import Register
from qmsdocs.word.reading.values import Block, Margin, Paragraph, Table, WordFile, paragraphs_in

_ORDER = (
    "code", "title", "type", "category", "references", "terms", "steps", "forms", "records", "administrative", "to_check",
    "revisions",
)  # fmt: skip
_SYMBOLS = {0xF000 + code: "•" for code in range(0x21, 0x100)} | {
    0xF02D: "-", 0xF0E0: "→", 0xF0DF: "←", 0xF0FC: "✓", 0xF0FE: "☒", 0xF078: "☒", 0xF0A8: "☐", 0xF06F: "☐",
}  # fmt: skip
_LOST = {
    "embedded object": say("embedded object"),
    "equation": say("equation"),
    "linked picture": say("linked picture"),
    "inserted file": say("inserted file"),
    "diagram or chart": say("diagram or chart"),
    "damaged picture": say("damaged picture"),
    "hidden text": say("hidden text"),
}


def drafted(file: WordFile, register: Register | None, called: str) -> Draft:
    """What an office's own Word procedure says, in the form of the repository.

    Every word of the file stands in the facts, in the text, or is quoted in a remark.

    Args:
        file: as it was read.
        register: of the agency, to look up what is cited and its profile; None where there is none.
        called: the name of the file without suffix, for want of a code or title.
    """
    word = _composed(file)
    pieces = pieces_of(word.body)
    headings = headings_in(pieces)
    work = Work(pieces, headings, register)
    work.taken.update(heading.second for heading in headings.values() if heading.second is not None)
    take_front(work, word, squeezed(called) or "QT")
    take_administrative(work)
    take_steps(work)
    take_lists(work)
    settle_codes(work)
    _state_category(work)
    blocks = blocks_of(work)
    prose = Prose(word, stem_of(str(work.findings.facts["code"])))
    text = prose.text(blocks)
    _note_others(work, word)
    facts = as_written({**work.findings.facts, "to_check": work.findings.to_check}, _ORDER)
    facts = {key: value for key, value in facts.items() if value not in ([], {}, None)}
    remarks = [*work.findings.report, *prose.remarks]
    remarks += _net(word, work, [text, *texts_in(facts), *(remark.quote for remark in remarks)])
    return Draft(facts, text, prose.pictures, tuple(remarks))


def _state_category(work: Work) -> None:
    facts = work.findings.facts
    if facts["type"] != "procedure":
        if facts.pop("administrative", None):
            facts["type"] = "procedure"
        else:
            return
    title = folded(str(facts["title"]))
    if "administrative" in facts:
        facts["category"] = "administrative"
        return
    of_system = any(f" {words} " in f" {title} " for words in vocabulary().lists["system"])
    facts["category"] = "system" if of_system else "internal"
    what = say("category {category} was concluded from the title", category=facts["category"])
    work.findings.remark(-1, Sureness.GUESSED, say("cover and page headers"), what)


def _note_others(work: Work, word: WordFile) -> None:
    """Headers, comments and what the reader could not read are named."""
    end, findings = len(work.pieces), work.findings
    for kind, name in (("header", say("page header")), ("footer", say("page footer"))):
        lines = dict.fromkeys(line for margin in word.margins if margin.kind == kind for line in _lines(margin.blocks))
        if lines:
            what = say("read for code, numbers and days; releases print their own")
            findings.remark(end, Sureness.READ, name, what, " | ".join(lines))
    for comment in word.comments:
        what = say("comment by {author} on “{about}”: it is not kept", author=comment.author, about=comment.about)
        findings.remark(end, Sureness.DROPPED, say("comment at the margin"), what, comment.text)
    for lost in word.lost:
        thing = _LOST[lost.what]
        what = (
            say("{thing}: it is not kept", thing=thing)
            if lost.words
            else say("{thing}: it cannot be read", thing=thing)
        )
        place = say("near “{text}”", text=lost.near) if lost.near else say("whole file")
        findings.remark(end, Sureness.DROPPED, place, what, lost.words)
    if word.tracked:
        what = say("{count} tracked changes were taken as accepted", count=word.tracked)
        findings.remark(end, Sureness.CHANGED, say("whole file"), what)


def _lines(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            if line := squeezed(block.text):
                yield line
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.blocks)


def _net(word: WordFile, work: Work, kept: Sequence[str]) -> list[Remark]:
    missing = missing_from(everything_in(word, work.pieces), kept)
    what = say("not all words of this paragraph were kept; here it is whole")
    return [Remark(Sureness.DROPPED, said.place, what, squeezed(said.text)) for said in missing]


# --- Unicode: everything composed


def _composed(file: WordFile) -> WordFile:
    """The file with its text in Unicode NFC, as Vietnamese is compared; the file itself when it is so already."""
    blocks: list[Sequence[Block]] = [file.body, *file.notes.values(), *(margin.blocks for margin in file.margins)]
    if all(_as_read(p.text) == p.text for some in blocks for p in paragraphs_in(some)):
        return file
    return replace(
        file,
        body=_nfc(file.body),
        margins=tuple(Margin(margin.kind, _nfc(margin.blocks)) for margin in file.margins),
        notes={key: _nfc(note) for key, note in file.notes.items()},
    )


def _as_read(text: str) -> str:
    """The text composed, letters of Symbol and Wingdings as the bullets that they show."""
    return unicodedata.normalize("NFC", text if text.isascii() else text.translate(_SYMBOLS))


def _nfc(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(_nfc_block(block) for block in blocks)


def _nfc_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, runs=tuple(replace(run, text=_as_read(run.text)) for run in block.runs))
    rows = tuple(
        replace(row, cells=tuple(replace(cell, blocks=_nfc(cell.blocks)) for cell in row.cells)) for row in block.rows
    )
    return Table(rows, block.widths, block.style)
