"""What stands before the first section: cover, sign-off, revision table, contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.cover import Cover, cover_of
from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.pieces import is_contents_line
from qmsdocs.importing.foreign.revisions import Entry, entries_of, entry_in_line, ledger_of, numbered
from qmsdocs.importing.foreign.sheets import Sheet, sheet_of
from qmsdocs.importing.foreign.signing import signers_at_end, signers_in, signers_in_labels, signers_in_lines
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import abbreviations_in, flat, folded, in_sentence_case, squeezed
from qmsdocs.importing.foreign.work import Work, texts_of
from qmsdocs.word.reading.values import Paragraph, Table, WordFile, paragraphs_in

_RUNNING = 40
_SENTENCE = 15
_TITLE = 8
_READ = 15
_OF_TEMPLATE = re.compile(r"(?:.* )?(?:template|untitled)(?: .*)?|document ?\d*|microsoft word.*")


def take_front(work: Work, word: WordFile, called: str) -> Cover:
    """Finds code, title, ledger and signers, and takes them out of the text.

    Args:
        work: where the import stands.
        word: the file, for its headers and properties.
        called: the name of the file, without suffix.
    """
    _drop_contents(work)
    signers = _take_signers(work)
    revisions = _revision_sheets(work)
    end = _end_of_front(work)
    changes = {index for index, _ in revisions}
    read = end if work.headings else max(end, _READ)
    blocks = [piece.block for index, piece in enumerate(work.pieces[:read]) if index not in changes]
    margins = [margin.blocks for margin in word.margins if margin.kind == "header"]
    feet = [margin.blocks for margin in word.margins if margin.kind == "footer"]
    cover = cover_of([blocks, *margins, *feet])
    _state_identity(work, cover, word, called)
    _take_ledger(work, cover, revisions, signers)
    _take_cover(work, end)
    return cover


def _drop_contents(work: Work) -> None:
    lines = [
        i
        for i, piece in enumerate(work.pieces)
        if isinstance(piece.block, Paragraph) and is_contents_line(piece.block) and i not in work.headings
    ]
    lines += [
        i
        for i, piece in enumerate(work.pieces)
        if isinstance(piece.block, Table) and _is_contents(piece.block) and i <= work.start
    ]
    titles = [
        i
        for i in range(len(work.pieces))
        if folded(work.pieces[i].text) in vocabulary().lists["contents"] and i not in work.headings
    ]
    listed = [i for i in range(work.start) if titles and i > titles[0] and _looks_listed(work, i)]
    found = sorted({*lines, *titles, *listed})
    if found:
        work.drop(found, say("table of contents: it is printed anew"))


def _looks_listed(work: Work, index: int) -> bool:
    """Whether a line is the title of a section that comes further down."""
    key = folded(work.pieces[index].text)
    return bool(key) and any(
        key.endswith(folded(heading.title)) or folded(heading.title) in key
        for heading in work.headings.values()
        if len(heading.title) > 3
    )


def _is_contents(table: Table) -> bool:
    sheet = sheet_of(table, ("contents", "revisions"))
    return (
        sheet is not None
        and sheet.kind == "contents"
        and all(squeezed(row.text("page")).isdecimal() or not squeezed(row.text("page")) for row in sheet.rows)
    )


def _take_signers(work: Work) -> Facts:
    for index, piece in enumerate(work.pieces):
        block = piece.block
        if isinstance(block, Table) and index not in work.taken and sheet_of(block, ("revisions", "steps")) is None:
            signers = signers_in(block)
            if signers or _is_blank_signing(block):
                work.take([index], signers, say("sign-off table: who prepared, reviewed and approved"))
                work.fronted.add(index)
                return signers
    for index in range(len(work.pieces) - 1, -1, -1):
        block = work.pieces[index].block
        if not isinstance(block, Table) or index in work.taken or not (index > work.start or _is_foot(block)):
            continue
        if signers := signers_at_end(block):
            work.take([index], signers, say("sign-off: who prepared, reviewed and approved"), Sureness.GUESSED)
            work.fronted.add(index)
            return signers
    signers, lines = signers_in_lines([piece.text for piece in work.pieces])
    if signers:
        work.take(lines, signers, say("sign-off: who prepared, reviewed and approved"), Sureness.GUESSED)
    return signers or signers_in_labels([piece.text for piece in work.pieces[: work.start]])


def _is_foot(table: Table) -> bool:
    """Whether a table ends a decision, before the procedure that it puts into force."""
    return any(folded(text) == "noi nhan" for text in texts_of(table))


def _is_blank_signing(table: Table) -> bool:
    actions = {vocabulary().signing.get(folded(text), "") for text in texts_of(table)}
    return {"prepared", "approved"} <= actions and bool({"name", "signature"} & actions)


def _revision_sheets(work: Work) -> list[tuple[int, Sheet]]:
    found = []
    for index, piece in enumerate(work.pieces):
        if isinstance(piece.block, Table) and index not in work.taken:
            sure = bool(work.headings) and (index < work.start or "changes" in work.sections_at[index])
            sheet = sheet_of(
                piece.block, ("revisions", "steps") if sure else ("revisions", "steps", "forms", "records")
            )
            if sheet and sheet.kind == "revisions" and (sure or _named_revisions(work, index)):
                found.append((index, sheet))
    return found


def _revision_lines(work: Work) -> list[tuple[int, Entry]]:
    """Revisions that a list tells, in the section that is about them."""
    found = []
    for index in work.in_section("changes"):
        entry = entry_in_line(work.pieces[index].text)
        if entry and entry.on:
            found.append((index, entry))
    return found


def _named_revisions(work: Work, index: int) -> bool:
    """Whether a short line before a table says that it lists revisions."""
    lines = [folded(work.pieces[i].text) for i in range(max(index - 3, 0), index)]
    return any(
        word in line for word in ("sua doi", "thay doi", "cap nhat") for line in lines if len(line.split()) <= _TITLE
    )


def _end_of_front(work: Work) -> int:
    """Where the text begins: at the first section; without sections below the last table of the cover."""
    if work.start < len(work.pieces):
        return work.start
    tables = [i for i in work.taken if isinstance(work.pieces[i].block, Table)]
    labelled = [
        i
        for i, piece in enumerate(work.pieces[:_RUNNING])
        if isinstance(piece.block, Table)
        and any(vocabulary().label.search(folded(text)) for text in texts_of(piece.block))
        and len(list(texts_of(piece.block))) < _RUNNING
    ]
    return max([*tables, *labelled[:1]], default=-1) + 1


def _state_identity(work: Work, cover: Cover, word: WordFile, called: str) -> None:
    facts, findings = work.findings.facts, work.findings
    place = say("cover and page headers")
    facts["code"] = cover.code or called
    if not cover.code:
        findings.unknown("code")
        findings.remark(
            -1,
            Sureness.GUESSED,
            place,
            say("no code was found; the name of the file stands for it: {name}", name=called),
        )
    title = cover.title or _titled(work, word) or called
    if not cover.title:
        findings.unknown("title")
        findings.remark(-1, Sureness.GUESSED, place, say("no title was found; {title} stands for it", title=title))
    abbreviations = abbreviations_in(text for piece in work.pieces for text in texts_of(piece.block))
    known = in_sentence_case(title, abbreviations)
    facts["title"] = known[:1].upper() + known[1:]
    facts["type"] = cover.kind or "procedure"


def _titled(work: Work, word: WordFile) -> str:
    """What is written as the title in Word: on the page, or in the properties unless those are of a template."""
    front = (work.pieces[i].block for i in range(min(work.start, len(work.pieces))))
    written = (squeezed(b.text) for b in front if isinstance(b, Paragraph) and b.style == "title")
    property_ = squeezed(word.properties.get("title", ""))
    own = "" if _OF_TEMPLATE.fullmatch(folded(property_)) else property_
    return next((text for text in written if text), own)


def _take_ledger(work: Work, cover: Cover, sheets: Sequence[tuple[int, Sheet]], signers: Facts) -> None:
    findings = work.findings
    entries = [entry for _, sheet in sheets for entry in entries_of(sheet)]
    lines = _revision_lines(work) if not entries else []
    entries += [entry for _, entry in lines]
    ledger, left = ledger_of(numbered(entries, cover), cover, signers)
    for index, _ in sheets:
        work.take([index], ledger, say("revision table: {count} entries, carried over", count=len(ledger)))
    if lines:
        work.take([index for index, _ in lines], ledger, say("list of revisions: {count} entries", count=len(ledger)))
    work.fronted.update(index for index, _ in (*sheets, *lines))
    if left:
        first = sheets[0][0] if sheets else lines[0][0]
        what = say("rows of the revision table whose numbers do not rise, or are missing")
        quote = " | ".join(squeezed(f"{entry.what} {entry.where} {entry.reason}") for entry in left)
        findings.remark(first, Sureness.DROPPED, work.pieces[first].place, what, quote)
    if ledger:
        findings.facts["revisions"] = ledger
        if "on" not in ledger[-1].get("approved", {}):
            findings.unknown("on")
    else:
        findings.unknown("revisions")
        findings.remark(
            -1, Sureness.GUESSED, say("cover and page headers"), say("no number of issue and revision was found")
        )
    for value in cover.unclear or ():
        findings.remark(
            -1, Sureness.GUESSED, say("cover and page headers"), say("this is no whole day; none was entered"), value
        )


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _SENTENCE and not vocabulary().label.search(flat(text))


def _take_cover(work: Work, end: int) -> None:
    """Takes the cover out of the text: what is said on it is quoted, sentences of their own too."""
    rest = [index for index in range(end) if index not in work.taken]
    if not rest:
        return
    pictures = [
        run for i in range(end) for q in paragraphs_in((work.pieces[i].block,)) for run in q.runs if run.picture
    ]
    if pictures:
        what = say(
            "{count} pictures on the cover: they are not kept; a logo goes into the template", count=len(pictures)
        )
        quote = " | ".join(run.alternative for run in pictures if run.alternative)
        work.findings.remark(-1, Sureness.DROPPED, say("cover and page headers"), what, quote)
    sentences = [index for index in rest if _is_sentence(work.pieces[index].text)]
    if sentences:
        work.drop(sentences, say("sentences on the cover: they have no place in the text"))
        rest = [index for index in rest if index not in work.taken]
    if not rest:
        return
    work.take(rest, (), say("cover: read for code, title, numbers and days; its other words are not kept"))
