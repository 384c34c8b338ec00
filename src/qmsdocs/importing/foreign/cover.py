"""The cover and the page headers: code, title, numbers and days of a procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qmsdocs.importing.foreign.dates import day_in
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.word.reading.values import Block, Paragraph, Table, paragraphs_in

_CODE = re.compile(r"[^\W_][\w&]*(?:\s?[./\u2013-]\s?[\w&]+|\s\d[\w.]*)*")
_NUMBER = re.compile(r"(?:lan\s*)?(?:thu\s*)?(\d{1,3})(?:\s*[/.-]\s*(\d{1,3}))?(?![\d/])")
_ORDINALS = {"nhat": 1, "dau": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5}
_LONGEST_CODE = 40
_LONGEST_TITLE = 30
_LONGEST_VALUE = 160
_DAY = re.compile(r"(?:^|[;,|\t])\s*ngay\s*[:.]?\s*(?=\d)")
_LONGEST_DAY = 26
_PARTS = re.compile(r"\t|[|·•]|\s[\u2013\u2014-]\s|[;,:()]")
_OWN_CODE = re.compile(
    r"[A-ZĐ][A-ZĐa-z]{0,7}(?:[-./\u2013 ]?[A-ZĐ][A-ZĐa-z]{0,7})*[-./\u2013 ]?\d{1,4}(?:[-./\u2013]\w{1,6})*"
)
_NO_CODE = re.compile(r"(?:TCVN|ISO|Trang|Lần|BH|SĐ|Ngày|Tháng|Năm|Mẫu|Phần|Mục|Số|Page|Rev)\b", re.IGNORECASE)
_PERIOD = re.compile(r"\W*(?:nam|quy|thang|ngay)\b.*\d")
"""A year, quarter or day below a title: Năm học 2026 - 2027."""
_BOUND = re.compile(r"ban\s+hanh\s+(?:kem\s+)?theo\s+quyet\s+dinh\s+so")
_DECISION = re.compile(r"\d{1,5}\s*/\s*QĐ\s*-\s*[A-ZĐ]+(?:\s*-\s*[A-ZĐ]+)*|\d{1,5}\s*/\s*\d{4}\s*/\s*QĐ\s*-\s*[A-ZĐ]+")


@dataclass(slots=True)
class Cover:
    """What a cover says; None and empty where it says nothing."""

    code: str = ""
    title: str = ""
    kind: str = ""
    issue: int | None = None
    revision: int | None = None
    on: date | None = None
    effective: date | None = None
    decision: str = ""
    unclear: list[str] | None = None


def cover_of(parts: Sequence[Sequence[Block]]) -> Cover:
    """What is said on a cover.

    Args:
        parts: the blocks before the first section, then those of each page header; the first to say a thing is believed.
    """
    cover = Cover(unclear=[])
    for blocks in parts:
        for label, value in _labelled(blocks):
            _take(cover, label, value)
        for text in _lines(blocks):
            _take_decision(cover, text)
            _take_day(cover, text)
    for blocks in parts:
        lines = list(_lines(blocks))
        if not cover.title:
            _take_title(cover, lines)
        if not cover.code:
            _take_code(cover, [p.text for p in paragraphs_in(blocks)])
    return cover


# --- labels and their values


def _labelled(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """The labels that stand in blocks with their values."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _in_text(block.text)
        else:
            yield from _in_table(block)


def _in_table(table: Table) -> Iterator[tuple[str, str]]:
    grid = table.grid()
    for y, line in enumerate(grid):
        for x, cell in enumerate(line):
            if cell is None or (x and line[x - 1] is cell) or (y and grid[y - 1][x] is cell):
                continue
            inner = [block for block in cell.blocks if isinstance(block, Table)]
            yield from _labelled(inner)
            found = list(_in_text("\n".join(b.text for b in cell.blocks if isinstance(b, Paragraph))))
            yield from found[:-1]
            if not found:
                continue
            label, value = found[-1]
            yield label, value or _beside(grid, y, x)


def _beside(grid: Sequence[Sequence[object]], y: int, x: int) -> str:
    """The value of a label that has a cell of its own: right of it, or below it."""
    here = grid[y][x]
    right = next((cell for cell in grid[y][x:] if cell is not None and cell is not here), None)
    below = next((line[x] for line in grid[y:] if line[x] is not None and line[x] is not here), None)
    for cell in (right, below):
        text = squeezed(getattr(cell, "text", "") or "")
        if text and len(text) <= _LONGEST_VALUE and not vocabulary().label.match(flat(text)):
            return text.lstrip(": ")
    return ""


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    """Labels and values within running text; a label needs a colon, a number or nothing behind it."""
    for line in text.split("\n"):
        flattened = flat(line)
        found = [f for f in vocabulary().label.finditer(flattened) if _is_label(flattened, f)]
        for place, label in enumerate(found):
            end = found[place + 1].start() if place + 1 < len(found) else len(line)
            value = line[label.end() : end].strip(" \t:.;,-\u2013|()")
            if len(value) <= _LONGEST_VALUE:
                yield vocabulary().labels[folded(label[0])], squeezed(value)


def _is_label(line: str, found: re.Match[str]) -> bool:
    before, after = line[: found.start()].strip(), line[found.end() :]
    behind = after.strip()
    if after.lstrip().startswith((":", ".")) or not behind:
        return True
    parted = before.endswith((";", ",", "|", "-", "(", "\u2013", "/")) or "\t" in line
    starts = not before or parted or bool(vocabulary().label.search(before))
    return starts and bool(
        re.match(r"\s*(?:(?:lan|thu|so|ngay)\s+)*(?:(?:nhat|dau|hai|ba|tu)\b|(?:[a-z]{1,8}[ ./-]?)?\d)", after)
    )


def _take(cover: Cover, label: str, value: str) -> None:
    if not value:
        return
    if label == "code" and not cover.code:
        cover.code = _code(value)
    elif label == "title" and not cover.title and len(value.split()) <= _LONGEST_TITLE:
        cover.title = value
    elif label in ("issue", "both", "revision"):
        _take_number(cover, label, value)
    elif label == "on" and cover.on is None:
        cover.on = day_in(value)
        _doubt(cover, value, cover.on)
    elif label == "effective" and cover.effective is None:
        cover.effective = day_in(value)
        _doubt(cover, value, cover.effective)


def _doubt(cover: Cover, value: str, found: object) -> None:
    if found is None and cover.unclear is not None:
        cover.unclear.append(value)


def _take_number(cover: Cover, label: str, value: str) -> None:
    word, _, rest = flat(value).partition(" ")
    first, second = (_ORDINALS[word], None) if word in _ORDINALS and not rest[:1].isdigit() else numbers_in(value)
    if cover.on is None and "ngay" in flat(value):
        cover.on = day_in(value)
    if first is None:
        return
    if label == "revision":
        cover.revision = first if cover.revision is None else cover.revision
        return
    if cover.issue is None:
        cover.issue = first
    if cover.revision is None and second is not None:
        cover.revision = second


def numbers_in(text: str) -> tuple[int | None, int | None]:
    """An issue and a revision as they are written: ``01``, ``Lần 2``, ``01/02``; no day.

    >>> numbers_in("01"), numbers_in("02/01"), numbers_in("05/01/2026"), numbers_in("lần thứ hai")
    ((1, None), (2, 1), (None, None), (2, None))
    """
    plain = flat(squeezed(text))
    found = _NUMBER.match(plain)
    if found:
        return int(found[1]), int(found[2]) if found[2] else None
    last = plain.split()[-1] if plain.split() else ""
    if re.match(r"(?:ban hanh |sua doi )?(?:lan|thu)\b", plain) and last in _ORDINALS:
        return _ORDINALS[last], None
    inner = re.search(r"(?:lan|thu)\s*(\d{1,3})(?![\d/])", plain)
    return (int(inner[1]), None) if inner else (None, None)


def _code(value: str) -> str:
    """A code as it is written, without the blanks around its separators."""
    found = _CODE.match(value)
    code = re.sub(r"\s*([./\u2013-])\s*", r"\1", found[0]) if found else ""
    return code.replace("\u2013", "-") if code and len(code) <= _LONGEST_CODE and re.search(r"\d", code) else ""


def _take_decision(cover: Cover, text: str) -> None:
    found = _BOUND.search(flat(text))
    number = found and _DECISION.search(text, found.end())
    if not number or cover.decision:
        return
    cover.decision = re.sub(r"\s", "", number[0])
    cover.on = cover.on or day_in(text[number.end() :])


def _take_day(cover: Cover, text: str) -> None:
    """A day that stands by itself: ``…; Ngày: 16/9/2009``."""
    found = _DAY.search(flat(text))
    if found and cover.on is None:
        cover.on = day_in(text[found.start() : found.end() + _LONGEST_DAY])


def _take_code(cover: Cover, lines: Sequence[str]) -> None:
    """A code that stands by itself in a line or between tabs and dashes, without a label."""
    for line in lines:
        for part in _PARTS.split(line.replace("\n", "\t").replace("\xa0", " ")):
            if _OWN_CODE.fullmatch(part.strip()) and not _NO_CODE.match(part.strip()):
                cover.code = _code(part.strip())
                return


# --- the title


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (squeezed(line) for line in block.text.split("\n") if squeezed(line))
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.blocks)


def _take_title(cover: Cover, lines: Sequence[str]) -> None:
    """The title stands behind the word for the kind of document, or below it."""
    for place, line in enumerate(lines):
        kind = _kind_of(line)
        if not kind:
            continue
        name, rest = kind
        if not any(letter.isalpha() for letter in rest):
            rest = _joined_title(lines[place + 1 :])
        elif rest.isupper():
            below = _joined_title(lines[place + 1 : place + 2])
            goes_on = below.isupper() and not _is_agency(below) and not any(letter.isdigit() for letter in below)
            rest = f"{rest} {below}" if goes_on else rest
        if rest and len(rest.split()) <= _LONGEST_TITLE:
            cover.kind, cover.title = name, rest
            return


def _kind_of(line: str) -> tuple[str, str] | None:
    key = flat(line).strip(" :.-")
    if line.rstrip().endswith((".", ";")) or vocabulary().label.match(key):
        return None
    for word, name in sorted(vocabulary().kinds.items(), key=lambda item: -len(item[0])):
        if word in (folded(line), *map(folded, line.split("/"))):
            return name, line if name in ("policy", "objectives", "manual") else ""
        if (
            key.startswith((f"{word} ", f"{word}:"))
            and line[: len(word)].isupper() == line.isupper()
            and line[:1].isupper()
        ):
            whole = name in ("policy", "objectives", "manual")
            return name, line if whole else line.strip()[len(word) :].strip(' :-\u2013"“”<>')
    return None


def _is_agency(line: str) -> bool:
    key = f"{folded(line)} "
    return any(key.startswith(f"{word} ") for word in vocabulary().lists["agencies"])


def _joined_title(lines: Sequence[str]) -> str:
    """The lines of a title that is written over several lines."""
    words = vocabulary()
    title: list[str] = []
    for line in lines:
        key = folded(line)
        stops = (
            words.label.match(flat(line).lstrip("(["))
            or _PERIOD.match(flat(line))
            or key in words.signing
            or key in words.lists["boilerplate"]
            or _BOUND.search(flat(line))
        )
        if stops or (title and title[-1].isupper() != line.isupper()) or len(title) > 2:
            break
        if key:
            title.append(line.strip('<>"“” '))
    return " ".join(title)
