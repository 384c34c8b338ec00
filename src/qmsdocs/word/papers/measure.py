"""Measures a paper against the layout that Nghị định 30/2020/NĐ-CP, Phụ lục I asks for, element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from qmsdocs.diagnostics import Message, say
from qmsdocs.word.ooxml.archive import opened, parsed
from qmsdocs.word.ooxml.elements import INSTRUCTION, SECTPR, TBL, TC, Element, P, name
from qmsdocs.word.papers.looks import Looks, Seen
from qmsdocs.word.writing.measure import text_width
from qmsdocs.yaml.reader import read_yaml

_TWIPS_PER_MM = 56.6929
_TOLERANCE_MM = 0.3
_TEXT_WIDTH, _CELL_MARGINS = 9071, 216
_NUMBER = re.compile(r"Số:\s+(?:(\d+)/[\w-]+|/\S*)")
_DAY = re.compile(r".*ngày (?:\d\d tháng (?:0[12]|[3-9]|1[0-2]) năm \d{4}|…+ +tháng …+ +năm …+)")
_MAIN, _STYLES, _LINKS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"


_MISSING = say("missing")


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a paper is not laid out as asked.

    Args:
        element: which part of the paper, e.g. ``national_name``.
        asked: what the layout asks for.
        found: what the paper has.
    """

    element: str
    asked: Message
    found: Message

    @property
    def called(self) -> Message:
        """The element as people call it."""
        return _ELEMENTS[self.element]

    @property
    def is_missing(self) -> bool:
        """Whether the paper does not have the element at all."""
        return self.found == _MISSING


_ELEMENTS: Mapping[str, Message] = MappingProxyType(
    {
        "page": say("page"), "page_number": say("page number"), "body": say("text of the articles"),
        "national_name": say("national name"), "motto": say("motto"), "parent_agency": say("agency above the agency"),
        "agency": say("name of the agency"), "number": say("number and symbol"), "place_day": say("place and day"),
        "kind": say("kind of paper"), "summary": say("summary"), "basis": say("what it rests on"),
        "position": say("position of the signer"), "name": say("name of the signer"),
        "recipients_label": say("heading of the recipients"), "recipients": say("recipients"),
        "appendix_label": say("heading of the appendix"), "appendix_title": say("title of the appendix"),
        "appendix_reference": say("reference of the appendix"),
    }
)  # fmt: skip
_LOOKS: Mapping[str, Message] = MappingProxyType(
    {
        "bold": say("bold"), "italic": say("italic"), "center": say("centred"), "both": say("justified"),
        "left": say("at the left"), "right": say("at the right"),
    }
)  # fmt: skip


def _points(size: float | Sequence[float]) -> Message:
    if isinstance(size, Sequence):
        low, high = size
        return say("{low}–{high} pt", low=f"{low:g}", high=f"{high:g}") if low != high else _points(low)
    return say("{size} pt", size=f"{size:g}")


def _quoted(text: str) -> Message:
    return say("“{text}”", text=text)


@cache
def layout() -> Mapping[str, Any]:
    """The layout as data."""
    text = files("qmsdocs.word.papers").joinpath("layout.yaml").read_text(encoding="utf-8")
    asked: Mapping[str, Any] = read_yaml(text)
    return asked


def measured(data: bytes) -> tuple[Deviation, ...]:
    """Everything in a decision that is not laid out as asked.

    Args:
        data: the .docx file of a decision.
    """
    parts = opened(data)
    main, looks = parsed(parts[_MAIN], _MAIN), Looks(parsed(parts[_STYLES], _STYLES))
    found = [*_pages(main), *_page_numbers(parts, main, looks)]
    roles = _roles(main, looks)
    for element, lines in roles.items():
        for line, rule, room in lines:
            found += _element(element, layout()["elements"][element], line, rule, room)
    needed = [element for element, asked in layout()["elements"].items() if not asked.get("optional")]
    found += [Deviation(element, say("present"), _MISSING) for element in needed if element not in roles]
    return (*found, *_texts(roles), *_body(main, looks))


# --- pages


def _pages(main: Element) -> Iterator[Deviation]:
    asked = layout()["page"]
    for section in main.iter(SECTPR):
        size, margins = section.find(name("w:pgSz")), section.find(name("w:pgMar"))
        lengths = {"width": (size, "w:w"), "height": (size, "w:h")}
        lengths |= {side: (margins, f"w:{side}") for side in ("top", "bottom", "left", "right")}
        for side, (element, key) in lengths.items():
            length = int(element.get(name(key))) / _TWIPS_PER_MM
            low, high = asked[side] if isinstance(asked[side], Sequence) else (asked[side], asked[side])
            if not low - _TOLERANCE_MM <= length <= high + _TOLERANCE_MM:
                yield Deviation(
                    "page",
                    say("{side} {low}–{high} mm", side=side, low=low, high=high),
                    say("{length} mm", length=f"{length:.1f}"),
                )


def _page_numbers(parts: Mapping[str, bytes], main: Element, looks: Looks) -> Iterator[Deviation]:
    """Arabic numbers from 1, centred above the text, not on the first page; each appendix counts anew."""
    asked = layout()["page_number"]
    for section in main.iter(SECTPR):
        counted = section.find(name("w:pgNumType"))
        if section.find(name("w:titlePg")) is None:
            yield Deviation("page_number", say("hidden on the first page"), say("shown"))
        if counted is None or counted.get(name("w:start")) != "1":
            yield Deviation("page_number", say("beginning with 1"), say("going on"))
    headers = [parsed(parts[path], path) for path in sorted(parts) if re.fullmatch(r"word/header\d*\.xml", path)]
    numbers = [
        (header, line)
        for header in headers
        for line in header.iter(P)
        if any("PAGE" in (instruction.text or "") for instruction in line.iter(INSTRUCTION))
    ]
    if not numbers:
        yield Deviation("page_number", say("above the text"), say("missing"))
    for _, line in numbers:
        seen = looks.seen(line)
        if seen.align != asked["align"] or not _within(seen.size, asked["size"]):
            yield Deviation("page_number", _look_of(asked["align"], asked["size"]), _look_of(seen.align, seen.size))


# --- elements

_Line = tuple[Seen, Seen | None, int]
"""A line, the rule below it if there is one, and the width it may fill."""


def _roles(main: Element, looks: Looks) -> dict[str, list[_Line]]:
    """Which line is which element: by its place and its words."""
    body = main.find(name("w:body"))
    blocks = list(body)
    tables = [block for block in blocks if block.tag == TBL]
    roles: dict[str, list[_Line]] = {}
    if len(tables) < 2:
        return roles
    left, right = (_in_cell(cell, looks) for cell in list(tables[0].iter(TC))[:2])
    agencies = [line for line in left if not line[0].text.startswith("Số:")]
    _give(roles, "parent_agency", agencies[:-1])
    _give(roles, "agency", agencies[-1:])
    _give(roles, "number", [line for line in left if line[0].text.startswith("Số:")])
    for element, line in zip(("national_name", "motto", "place_day"), right, strict=False):
        _give(roles, element, [line])
    top = _lines(_between(blocks, tables[0], tables[1]), looks)
    _give(roles, "kind", top[:1])
    _give(roles, "summary", top[1:2])
    _give(roles, "basis", [line for line in top if line[0].text.startswith(("Căn cứ", "Theo đề nghị"))])
    names, signed = (_in_cell(cell, looks) for cell in list(tables[1].iter(TC))[:2])
    _give(roles, "recipients_label", names[:1])
    _give(roles, "recipients", names[1:])
    _give(roles, "position", signed[:-1])
    _give(roles, "name", signed[-1:])
    last = _lines(_between(blocks, tables[1], tables[2] if len(tables) > 2 else None), looks)
    for element, line in zip(("appendix_label", "appendix_title", "appendix_reference"), last, strict=False):
        _give(roles, element, [line])
    return roles


def _give(roles: dict[str, list[_Line]], element: str, lines: Sequence[_Line]) -> None:
    if lines:
        roles[element] = list(lines)


def _between(blocks: Sequence[Element], first: Element, last: Element | None) -> list[Element]:
    end = blocks.index(last) if last is not None else len(blocks)
    return [block for block in blocks[blocks.index(first) + 1 : end] if block.tag == P]


def _in_cell(cell: Element, looks: Looks) -> list[_Line]:
    width = cell.find(f"{name('w:tcPr')}/{name('w:tcW')}")
    room = int(width.get(name("w:w"))) - _CELL_MARGINS if width is not None else _TEXT_WIDTH
    return _lines(list(cell), looks, room)


def _lines(parent: Sequence[Element], looks: Looks, room: int = _TEXT_WIDTH) -> list[_Line]:
    """The lines with text, each with the rule that stands right below it."""
    seen = [looks.seen(line) for line in parent if line.tag == P]
    lines = []
    for index, line in enumerate(seen):
        if line.text.strip():
            below = seen[index + 1] if index + 1 < len(seen) else None
            lines.append((line, below if below and below.ruled and not below.text else None, room))
    return lines


def _element(element: str, asked: Mapping[str, Any], line: Seen, rule: Seen | None, room: int) -> Iterator[Deviation]:
    if not _within(line.size, asked["size"]):
        yield Deviation(element, _points(asked["size"]), _points(line.size))
    if line.font != layout()["font"]:
        yield Deviation(element, _quoted(layout()["font"]), _quoted(line.font))
    if asked.get("upper") and line.text != line.text.upper():
        yield Deviation(element, say("in capitals"), _quoted(line.text))
    for look in ("bold", "italic"):
        if look in asked and getattr(line, look) != asked[look]:
            yield Deviation(
                element, _LOOKS[look] if asked[look] else say("not {look}", look=_LOOKS[look]), _quoted(line.text)
            )
    if "align" in asked and line.align != asked["align"]:
        yield Deviation(element, _aligned(asked["align"]), _aligned(line.align))
    if "rule" in asked:
        share = _share(line, rule, room)
        if not _within(share, asked["rule"]):
            yield Deviation(element, _rule(asked["rule"]), _rule([share, share]))


def _share(line: Seen, rule: Seen | None, room: int) -> float:
    """How long the rule is in proportion to the text above it."""
    wide = min(text_width(line.text, line.size), room)
    return (room - rule.left - rule.right) / wide if rule and wide else 0.0


def _aligned(align: str) -> Message:
    return _LOOKS.get(align, _quoted(align))


def _look_of(align: str, size: float | Sequence[float]) -> Message:
    return say("{align}, {size}", align=_aligned(align), size=_points(size))


def _rule(shares: Sequence[float]) -> Message:
    return say("a line of {low}–{high} of the text above", low=f"{shares[0]:.2f}", high=f"{shares[1]:.2f}")


def _lines_apart(low: float, high: float) -> Message:
    return say("lines of {low} to {high}", low=low, high=high)


def _indent(low: float, high: float) -> Message:
    ends = (f"{length / _TWIPS_PER_MM:.1f}" for length in (low, high))
    return say("a first line of {low}–{high} mm", low=next(ends), high=next(ends))


def _within(value: float, asked: Sequence[float]) -> bool:
    return asked[0] <= value <= asked[1]


# --- words


def _texts(roles: Mapping[str, Sequence[_Line]]) -> Iterator[Deviation]:
    """What the elements must say and how they end."""
    texts = {element: [line.text for line, _, _ in lines] for element, lines in roles.items()}
    for number in texts.get("number", ()):
        found = _NUMBER.fullmatch(number)
        if not found or (found[1] and len(found[1]) < 2):
            yield Deviation("number", _quoted("Số: 05/QĐ-UBND"), _quoted(number))
    for day in texts.get("place_day", ()):
        if not _DAY.fullmatch(day):
            yield Deviation("place_day", _quoted("ngày 05 tháng 01 năm 2026"), _quoted(day))
    basis = texts.get("basis", [])
    for index, line in enumerate(basis, 1):
        if not line.endswith(";" if index < len(basis) else "."):
            yield Deviation("basis", say("a semicolon at the end of each line, a full stop at the last"), _quoted(line))
    recipients = texts.get("recipients", [])
    for index, line in enumerate(recipients, 1):
        last = index == len(recipients)
        if not (
            line.startswith("- Lưu: ") and line.endswith(".") if last else line.startswith("- ") and line.endswith(";")
        ):
            yield Deviation("recipients", _quoted("- Lưu: VT, …." if last else "- …;"), _quoted(line))


def _body(main: Element, looks: Looks) -> Iterator[Deviation]:
    """The articles."""
    asked = layout()["body"]
    low, high = (length * _TWIPS_PER_MM for length in asked["first_line"])
    articles = [
        seen for line in main.find(name("w:body")).findall(P) if (seen := looks.seen(line)).text.startswith("Điều ")
    ]
    for line in articles:
        facts = (
            (_within(line.size, asked["size"]), _points(asked["size"]), _points(line.size)),
            (line.align == asked["align"], _aligned(asked["align"]), _aligned(line.align)),
            (low - 6 <= line.first_line <= high + 6, _indent(low, high), _indent(line.first_line, line.first_line)),
            (line.after >= asked["least_after"] * 20, say("{size} or more below", size=_points(asked["least_after"])), _points(line.after / 20)),
            (_within(line.lines, asked["lines"]), _lines_apart(*asked["lines"]), _quoted(f"{line.lines:g}")),
        )  # fmt: skip
        yield from (Deviation("body", wanted, found) for right, wanted, found in facts if not right)
    if not articles or not articles[-1].text.endswith("./."):
        yield Deviation("body", say("./. at the end"), _quoted(articles[-1].text[-20:]) if articles else say("missing"))
