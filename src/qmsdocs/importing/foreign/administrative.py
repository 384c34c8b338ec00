"""The facts of an administrative procedure, wherever they stand: headings with text, labels before a colon, two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qmsdocs.importing.foreign.citing import LEGAL_CODE, codes_in, reference_to
from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.numbers import without_number
from qmsdocs.importing.foreign.papers import OWN_CODE, bare, tidy
from qmsdocs.importing.foreign.sheets import Sheet, sheet_of
from qmsdocs.importing.foreign.step_cells import time_in
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.model.register import Register
from qmsdocs.word.reading.values import Block, Cell, Paragraph, Table

PLAIN = ("field", "place", "fee", "result", "applicants", "conditions")
KEYS = ("numbers", "field", "legal_basis", "dossier", "dossier_sets", "processing_time", *PLAIN[1:])
_NUMBER = re.compile(r"\d{1,2}\.\d{6}(?:\.[\d.A-Z]+)?")
_MOST_SETS = 99
_ENOUGH = 3
_ARTICLE = re.compile(r"((?:khoản\s+\d+\s*,?\s*)?Điều\s+\d+[\w.]*)")


@dataclass(slots=True)
class Part:
    """A fact of an administrative procedure and the text below its title.

    Args:
        key: which fact; ``steps`` for the steps.
        value: what stands behind the title in its own line.
        blocks: what stands below it.
        indexes: of the pieces that it takes, its title first.
    """

    key: str
    value: str
    blocks: list[Block] = field(default_factory=list)
    indexes: list[int] = field(default_factory=list)


def key_of(title: str) -> str:
    """Which fact a title names; empty for none."""
    return vocabulary().administrative.get(folded(title), "")


def key_and_value(text: str) -> tuple[str, str]:
    """The fact that a line states before its colon: ``5.4. Lệ phí: Không``."""
    line = bare(without_number(text))
    head, colon, rest = line.partition(":")
    key = key_of(head)
    return (key, squeezed(rest)) if key and (colon or head == line) else ("", "")


def is_enough(keys: Sequence[str], title: str) -> bool:
    """Whether the facts that were found, or the title, make a procedure administrative."""
    telling = {"numbers", "dossier", "dossier_sets", "processing_time", "fee", "applicants", "place"}
    said = any(words in folded(title) for words in ("thu tuc hanh chinh", "tthc"))
    return len({*keys} & telling) + said >= _ENOUGH


def pairs_in(table: Table) -> list[tuple[str, Cell]]:
    """Facts of a table of two columns: names, and values beside them."""
    found = []
    for row in table.rows:
        filled = [cell for cell in row.cells if squeezed(cell.text)]
        for name, value in pairwise(filled):
            if key := key_of(without_number(squeezed(name.text).rstrip(": "))):
                found.append((key, value))
                break
    return found if len(found) >= _ENOUGH else _pairs_below(table)


def _pairs_below(table: Table) -> list[tuple[str, Cell]]:
    """Facts of a table whose head names them, with one row of values."""
    if len(table.rows) != 2:
        return []
    names, values = (row.cells for row in table.rows)
    found = [(key_of(squeezed(a.text).rstrip(": ")), b) for a, b in zip(names, values, strict=False)]
    return [(key, value) for key, value in found if key] if len(found) > 1 and all(key for key, _ in found) else []


def fact_of(key: str, value: str, blocks: Sequence[Block], register: Register | None) -> object:  # noqa: PLR0911 - one for each key
    """The value of a fact in the form of the repository; None when it is not understood.

    Args:
        key: which fact.
        value: what stands behind its title.
        blocks: what stands below it.
        register: of the agency, to find what is cited.
    """
    lines = [value] if value else []
    lines += [squeezed(block.text) for block in blocks if isinstance(block, Paragraph) and squeezed(block.text)]
    if key == "dossier":
        return _dossier(value, blocks) or None
    if key in PLAIN:
        return "; ".join(bare(line).rstrip(";.") for line in lines) or None if not _has_table(blocks) else None
    text = "\n".join(lines)
    if key == "numbers":
        return [found[0] for found in _NUMBER.finditer(text)] or None
    if key == "dossier_sets":
        found = re.search(r"(\d{1,2})\s*(?:\([^)]*\)\s*)?bo", flat(text))
        return int(found[1]) if found and int(found[1]) <= _MOST_SETS else None
    if key == "processing_time":
        return _limit(text)
    if key == "legal_basis":
        return _basis(lines, register) or None
    return None


def _has_table(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, Table) for block in blocks)


def _limit(text: str) -> str | None:
    """The one time of a sentence; None where there are more."""
    time = time_in(re.split(r"kể từ|tính từ", text)[0])
    return time or None


def _basis(lines: Sequence[str], register: Register | None) -> list[Facts]:
    found: dict[str, Facts] = {}
    for line in lines:
        codes = [code for code in codes_in(line) if LEGAL_CODE.fullmatch(code)]
        article = _ARTICLE.search(line)
        for code in codes:
            own = reference_to(code, register) or (code if register is None else "")
            if own:
                found[own] = {"code": own} | ({"article": article[1]} if article and len(codes) == 1 else {})
    return list(found.values())


def _dossier(value: str, blocks: Sequence[Block]) -> list[Facts]:
    items: list[Facts] = []
    for block in blocks:
        if isinstance(block, Table):
            sheet = sheet_of(block, ("dossier",))
            items += dossier_in(sheet) if sheet else []
        elif not block.text.rstrip().endswith(":"):
            items += _paper(block.text)
    return items or (_paper(value) if value else [])


def _paper(text: str) -> list[Facts]:
    title = bare(text).rstrip(" ;.")
    if not title:
        return []
    copies = re.search(r"\(?\s*(\d{1,2})\s*bản\s+sao\s*\)?", title)
    originals = re.search(r"\(?\s*(\d{1,2})\s*bản\s+chính\s*\)?", title)
    item: Facts = {"title": title}
    item |= {"originals": int(originals[1])} if originals else {}
    return [item | ({"copies": int(copies[1])} if copies else {})]


def dossier_in(sheet: Sheet) -> list[Facts]:
    """The papers of a table with columns for originals and copies; a mark counts as one."""
    items: list[Facts] = []
    for row in sheet.rows:
        title = bare(row.text("title"))
        if not title or not row.cells:
            continue
        item: Facts = {"title": title.rstrip(" ;.")}
        for key in ("originals", "copies"):
            if count := _count(row.text(key)):
                item[key] = count
        way = folded(" ".join(row.text(key) for key in ("way", "note", "title")))
        if count := _count(row.text("count")):
            item |= {"copies": count} if "ban sao" in way else {"originals": count} if "ban chinh" in way else {}
        form = OWN_CODE.search(squeezed(row.text("form")))
        items.append(item | ({"form": tidy(form[0])} if form else {}))
    return items


def _count(text: str) -> int:
    """How many; a cross is one."""
    found = re.search(r"\d{1,2}", text)
    return int(found[0]) if found else int(folded(text) == "x" or text.strip() in ("✓", "☒", "√", "+"))
