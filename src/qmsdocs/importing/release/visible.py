"""A release of ours that lost its source: what is seen in it becomes facts and text again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Draft, Remark, Sureness
from qmsdocs.importing.prose import Prose
from qmsdocs.importing.release.cover import Cover, cover_of, is_around
from qmsdocs.importing.release.printed import shown_blocks
from qmsdocs.importing.release.seen_facts import facts_seen, step_ids
from qmsdocs.importing.release.tables import FactsRead, facts_in, label_key, labels, squeezed
from qmsdocs.language import translator
from qmsdocs.markdown import parse
from qmsdocs.markdown.arrangement import TITLES, Insert, Nothing, arranged
from qmsdocs.markdown.tree import Block
from qmsdocs.markdown.writing import written
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.model.register import Register
from qmsdocs.word.reading import values
from qmsdocs.word.reading.values import Paragraph, Table, WordFile

_KINDS = {"procedure": "Procedure", "instruction": "Work instruction"}
_LEAD = "Papers of the dossier"
_NONE = "None."


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the text: words of it, or a table of facts."""

    block: values.Block
    facts: FactsRead | None = None


def visible_draft(word: WordFile, register: Register) -> Draft | None:
    """What a release without its source says; None for a file that is no release of ours.

    Args:
        word: the file.
        register: documents, units and people that its words are looked up in.
    """
    cover = cover_of(word, register)
    if not cover.is_ours or not cover.code:
        return None
    parts = [_Part(block, facts_in(block) if isinstance(block, Table) else None) for block in _body(word)]
    tables = [part.facts for part in parts if part.facts is not None]
    facts = _facts(cover, tables, register)
    anchors = dict(_anchors(parts))
    remarks = [
        Remark(
            Sureness.GUESSED,
            say("Word file"),
            say("its source is gone; ids of steps, type and category are guessed, signatures are carried over"),
        )
    ]
    prose = Prose(word, stem_of(cover.code), anchors, lettered=False, frames=False)
    text = _text(prose, parts, facts, register)
    return Draft(facts, text, prose.pictures, [*remarks, *_dropped(cover, facts), *prose.remarks])


def _body(word: WordFile) -> list[values.Block]:
    return [block for block in shown_blocks(word) if not is_around(block)]


# --- facts


def _facts(cover: Cover, tables: Sequence[FactsRead], register: Register) -> dict[str, object]:
    found = facts_seen(tables, register)
    type_, category = _type(cover, found, register)
    required = next((r for r in register.profile.requirements if code_key(r.code) == code_key(cover.code)), None)
    facts: dict[str, object] = {"code": cover.code, "title": cover.title, "type": type_}
    if category:
        facts["category"] = category
    if required is not None and required.type == type_ and category in (None, required.category):
        facts["fulfils"] = [required.id]
    facts |= {key: value for key, value in found.items() if value}
    return facts | {"to_check": ["type", *(["category"] if category else [])], "revisions": cover.revisions}


def _type(cover: Cover, found: Mapping[str, object], register: Register) -> tuple[str, str | None]:
    required = next((r for r in register.profile.requirements if code_key(r.code) == code_key(cover.code)), None)
    for type_, english in _KINDS.items():
        if label_key(cover.kind) in labels(english):
            if type_ != "procedure":
                return type_, None
            usual = required.category if required else None
            return type_, "administrative" if found.get("administrative") else usual or "internal"
    if required is not None:
        return required.type, required.category
    return "manual", None


def _dropped(cover: Cover, facts: Mapping[str, object]) -> Iterator[Remark]:
    shown = str(facts)
    for text in cover.unread:
        if text not in shown:
            yield Remark(Sureness.DROPPED, say("cover"), say("not taken over"), text)


def _anchors(parts: Sequence[_Part]) -> Iterator[tuple[str, str]]:
    """What bookmarks of steps and forms stand for."""
    for part in parts:
        if part.facts is None or not isinstance(part.block, Table):
            continue
        rows = part.block.rows[1:]
        if part.facts.name[0] == "steps":
            names = [f"#{step}" for step in step_ids(part.facts.rows)]
        elif part.facts.name[0] == "forms":
            names = [str(row.get("code", "")) for row in part.facts.rows]
        else:
            continue
        for row, name in zip(rows, names, strict=False):
            for paragraph in values.paragraphs_in([Table([row], [])]):
                yield from ((f"#{bookmark}", name) for bookmark in paragraph.bookmarks)


# --- text


def _text(prose: Prose, parts: Sequence[_Part], facts: Mapping[str, object], register: Register) -> str:
    """The text, with placeholders only where facts are printed elsewhere than usual."""
    notes: list[Block] = []
    for least in (2, 1):  # headings of the first level are printed from facts only where the profile has no section
        made = prose.blocks([part.block for index, part in enumerate(parts) if not _is_made(parts, index, least)])
        notes = notes or prose.notes()
        text = written([*made, *notes])
        if _usual_order(text, facts, register) == [name for name in _order(parts) if name]:
            return text
    blocks: list[Block] = []
    for index, part in enumerate(parts):
        if part.facts is None:
            if not _is_lead(parts, index):
                blocks += prose.blocks([part.block])
        elif part.facts.name[1] == 0:
            blocks.append(_placeholder(part.facts.name[0]))
    return written([*_merged(blocks), *notes], {id(b): b.text for b in blocks if b.kind == "paragraph" and b.text})


def _placeholder(name: BlockName) -> Block:
    return Block("paragraph", 0, 0, text=f"{{{{ {name} }}}}")


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Lists and the like that were made piece by piece, as one."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if last is not None and _goes_on(last, block):
            last.children += block.children
            continue
        made.append(block)
    return made


def _goes_on(last: Block, block: Block) -> bool:
    if last.kind != block.kind or block.kind not in ("list", "quote", "definitions") or last.ordered != block.ordered:
        return False
    return not block.ordered or block.first == last.first + len(last.children)


def _is_made(parts: Sequence[_Part], index: int, least: int) -> bool:
    """Whether a part is printed from facts: their tables, headings and leads, and what is said of empty sections."""
    part = parts[index]
    if part.facts is not None or _is_lead(parts, index):
        return True
    block = part.block
    if not isinstance(block, Paragraph):
        return False
    if block.outline is None:
        before = parts[index - 1].block if index else None
        return label_key(block.text) in labels(_NONE) and _is_heading(before)
    following = parts[index + 1].facts if index + 1 < len(parts) else None
    if following is None or block.outline < least:
        return False
    return label_key(block.text) in labels(TITLES[following.name[0]].english)


def _is_heading(block: values.Block | None) -> bool:
    return isinstance(block, Paragraph) and block.outline is not None


def _is_lead(parts: Sequence[_Part], index: int) -> bool:
    block = parts[index].block
    following = parts[index + 1].facts if index + 1 < len(parts) else None
    lead = isinstance(block, Paragraph) and label_key(block.text) in labels(_LEAD)
    return lead and following is not None and following.name == ("administrative", 1)


def _order(parts: Sequence[_Part]) -> Iterator[str]:
    """Headings and tables of facts as they follow one another."""
    for index, part in enumerate(parts):
        if part.facts is not None:
            yield f"\0{part.facts.name[0]}" if part.facts.name[1] == 0 else ""
        elif isinstance(part.block, Paragraph) and part.block.outline is not None and not _is_made(parts, index, 2):
            yield squeezed(part.block.text)


def _title(item: Insert, register: Register) -> str:
    """The heading that is printed for facts that have no place in the text."""
    language = register.agency.language
    if item.section is not None:
        return squeezed(item.section.title.in_language(language))
    return squeezed(TITLES[item.block].render(translator(language)))


def _usual_order(text: str, facts: Mapping[str, object], register: Register) -> list[str]:
    category = facts.get("category")
    sections = register.profile.sections_of(str(facts["type"]), str(category) if category else None)
    names: tuple[BlockName, ...] = (
        "references", "terms", "administrative", "steps", "indicators", "forms", "records",
    )  # fmt: skip
    filled: set[BlockName] = {name for name in names if facts.get(name)}
    if "steps" in filled:
        filled.add("flowchart")
    made = []
    for item in arranged(parse(text), sections, filled):
        if isinstance(item, Insert):
            made += [*([_title(item, register)] if item.level == 1 else []), f"\0{item.block}"]
        elif not isinstance(item, Nothing) and item.kind == "heading":
            made.append(squeezed(item.plain))
    return made
