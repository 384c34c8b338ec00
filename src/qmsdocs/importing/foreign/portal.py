"""The facts of an administrative procedure are taken out of the text."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.administrative import (
    KEYS,
    Part,
    dossier_in,
    fact_of,
    is_enough,
    key_and_value,
    key_of,
    pairs_in,
)
from qmsdocs.importing.foreign.body import sheets_in
from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.titles import OTHER
from qmsdocs.importing.foreign.work import Work
from qmsdocs.importing.running import PLACEHOLDER
from qmsdocs.word.reading.values import Cell, Paragraph, Run, Table

_ELSEWHERE = {"purpose", "scope", "terms", "forms", "records", "changes"}


def take_administrative(work: Work) -> None:
    """Finds the facts of an administrative procedure, when there are enough of them to be one."""
    parts = _parts(work)
    tables = {
        index: pairs
        for index, piece in enumerate(work.pieces)
        if isinstance(piece.block, Table) and index not in work.taken and (pairs := pairs_in(piece.block))
    }
    dossiers = [(index, sheet) for index, sheet in sheets_in(work) if sheet.kind == "dossier"]
    keys = (
        [part.key for part in parts]
        + [key for pairs in tables.values() for key, _ in pairs]
        + ["dossier"] * bool(dossiers)
    )
    if not is_enough(keys, str(work.findings.facts["title"])):
        return
    facts: Facts = {}
    for part in parts:
        _take_part(work, part, facts)
    for index, pairs in tables.items():
        _take_pairs(work, index, pairs, facts)
    for index, sheet in dossiers:
        if index not in work.taken and "dossier" not in facts and (items := dossier_in(sheet)):
            facts["dossier"] = items
            work.take([index], items, say("papers of the dossier"))
    work.findings.facts["administrative"] = {key: facts[key] for key in KEYS if key in facts}


def _parts(work: Work) -> list[Part]:
    """Headings and lines that name a fact, with what stands below them."""
    parts: list[Part] = []
    for index in range(work.start, len(work.pieces)):
        heading = work.headings.get(index)
        block = work.pieces[index].block
        taken = index in work.taken or any(index in part.indexes for part in parts)
        elsewhere = not _ELSEWHERE.isdisjoint(work.sections_at[index])
        known = heading and heading.level == 1 and heading.section not in ("", OTHER)
        if taken or elsewhere or isinstance(block, Table) or known:
            continue
        key, value = (key_of(heading.title), "") if heading else ("", "")
        key, value = (key, value) if key else key_and_value(block.text)
        if key and key != "steps":
            parts.append(_part(work, index, key, value))
    return parts


def _part(work: Work, index: int, key: str, value: str) -> Part:
    """A fact with the blocks below its title: to the next heading, or to the next line that names a fact."""
    part = Part(key, value, [], [index])
    if index not in work.headings and value:
        return part
    end = work.below(index) if index in work.headings else range(index + 1, len(work.pieces))
    for after in end:
        block = work.pieces[after].block
        named = isinstance(block, Paragraph) and key_and_value(block.text)[0]
        if after in work.headings or named or after in work.taken:
            break
        part.blocks.append(block)
        part.indexes.append(after)
    return part


def _take_part(work: Work, part: Part, facts: Facts) -> None:
    fact = fact_of(part.key, part.value, part.blocks, work.register)
    if fact is None or part.key in facts:
        return
    facts[part.key] = fact
    if part.key == "legal_basis" or (part.key == "processing_time" and _says_more(part)):
        what = say("{key}: entered, and left in the text, which says more", key=part.key)
        work.findings.remark(part.indexes[0], Sureness.READ, work.pieces[part.indexes[0]].place, what)
        return
    work.take(part.indexes, fact, say("{key} of the administrative procedure", key=part.key))


def _says_more(part: Part) -> bool:
    text = " ".join([part.value, *(block.text for block in part.blocks if isinstance(block, Paragraph))])
    return len(text.split()) > 8


def _take_pairs(work: Work, index: int, pairs: Sequence[tuple[str, Cell]], facts: Facts) -> None:
    own: Facts = {}
    for key, cell in pairs:
        fact = fact_of(key, "", cell.blocks, work.register) if key != "steps" else None
        if fact is not None and key not in facts:
            own[key] = fact
    facts |= own
    work.take([index], own, say("table of facts of the administrative procedure"))
    heading = max((i for i in work.headings if i < index), default=-1)
    if heading >= 0 and not any(work.is_text(inner) for inner in work.below(heading)):
        work.placed[index] = Paragraph((Run("{{ administrative }}"),), style=PLACEHOLDER)
