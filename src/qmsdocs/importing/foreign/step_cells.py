"""What stands in the cells of a step table: who, how long, what comes of it."""

from __future__ import annotations

import re
from itertools import pairwise

from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.markdown.slugs import slug_of
from qmsdocs.model.document import END_OF_FLOW
from qmsdocs.model.worktime import hours

_BULLET = re.compile(r"^\s*(?:[-+*•·▪➢✓–—]+|\d{1,2}[.)](?!\d)|[a-zđ]\))\s*")
_PARTS = re.compile(r"\s*;\s*|\n")
_COMMA = re.compile(r"\s*,\s*|\s+và\s+|\s+hoặc\s+|\s*/\s*|\s+-\s+", re.IGNORECASE)
_OFFICE = re.compile(r"(?:Văn phòng|Phòng|Ban|Thường trực|Chánh Văn phòng|Phó Chánh Văn phòng)\s(?:.*\s)?[A-ZĐ&]{2,}")
_SERVED = re.compile(r"\s+và\s+[A-ZĐ&]{2,}(?![a-zđ])")
"""An office is named after those whom it serves: Văn phòng HĐND và UBND."""
_PREFIX = re.compile(r"^\s*(?:bước|bước thứ|b)\s*(?P<n>\d{1,2})\s*(?:[.:)/–-]|\s|$)\s*", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?P<number>\d{1,4}(?:[.,]\d{1,2})?|\d\s*/\s*\d|[½¼¾])\s*(?P<unit>ngay\s+lam\s+viec|gio\s+lam\s+viec|ngay|gio|phut|min|h|d|p|g|')(?![a-z0-9])"
)
_LIMIT = re.compile(r"(?<![a-z])(?:truoc|sau|ngay\s+\d+\s+hang|moi|hang|lan)(?![a-z])(?!\s+khi\s+nhan)|/\s*lan")
"""Words that make of a time a day before or after something, or a period."""
_ORDINAL = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_UNITS = {
    "ngay": "ngày",
    "gio": "giờ",
    "phut": "phút",
    "min": "phút",
    "h": "giờ",
    "g": "giờ",
    "d": "ngày",
    "p": "phút",
    "'": "phút",
}
_SAME_DAY = ("trong ngay", "ngay trong ngay", "trong ngay lam viec", "trong 1 ngay", "trong buoi")
_SLUG_WORDS = 6
_LONG = 30


def roles_in(text: str) -> list[str]:
    """Who does a step, each by themselves.

    >>> roles_in("- Công chức Văn phòng, Chủ tịch UBND")
    ['Công chức Văn phòng', 'Chủ tịch UBND']
    """
    found: list[str] = []
    for line in _PARTS.split(text):
        bare = squeezed(_BULLET.sub("", line)).rstrip(".,;:")
        if not bare:
            continue
        if found and not _BULLET.match(line) and bare[0].islower():
            found[-1] += f" {bare}"
        else:
            found += _people(bare)
    return list(dict.fromkeys(found))


def _people(text: str) -> list[str]:
    """Several names of roles in one line, where each begins as such names do."""
    parts = [""]
    position = 0
    for comma in _COMMA.finditer(text):
        if _OFFICE.fullmatch(text[position : comma.start()]) and _SERVED.match(text[comma.start() :]):
            continue
        if vocabulary().role.match(flat(text[comma.end() :])) and text[comma.end() : comma.end() + 1].isupper():
            parts[-1] = text[position : comma.start()]
            position = comma.end()
            parts.append("")
    parts[-1] = text[position:]
    return [part.strip(" ,.;") for part in parts if part.strip(" ,.;")]


def time_in(text: str) -> str:
    """A working time in the form of the repository; empty when there is none, or more than one.

    >>> time_in("½ ngày"), time_in("02 giờ làm việc"), time_in("30p"), time_in("sau khi nhận")
    ('0,5 ngày', '2 giờ làm việc', '30 phút', '')
    """
    plain = squeezed(text).strip(" .;")
    key = folded(plain)
    if key in _SAME_DAY:
        return "trong ngày"
    found = list(_AMOUNT.finditer(flat(plain)))
    if not found or _others(plain, found) or _LIMIT.search(flat(plain)):
        return ""
    written = " ".join(_amount(one) for one in found)
    return written if hours(written) else ""


def _others(plain: str, found: list[re.Match[str]]) -> bool:
    """Whether amounts are alternatives or bounds, not parts of one time."""
    flattened = flat(plain)
    between = [flattened[a.end() : b.start()].strip() for a, b in pairwise(found)]
    outside = flattened[: found[0].start()]
    return any(text not in ("", "va", "+") for text in between) or bool(re.search(r"\d\s*(?:-|den|–)\s*$", outside))


def _amount(found: re.Match[str]) -> str:
    number, unit = found["number"].replace(" ", ""), " ".join(found["unit"].split())
    if number in _ORDINAL:
        value = _ORDINAL[number]
    elif "/" in number:
        above, below = (int(part) for part in number.split("/"))
        value = above / below if below else 0
    else:
        value = float(number.replace(",", "."))
    amount = f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    word, *rest = unit.split()
    return f"{amount} {_UNITS[word]}" + (" làm việc" if rest else "")


def results_in(text: str) -> list[str]:
    """What comes of a step, each by itself; dashes and blanks are nothing."""
    found: list[str] = []
    for line in _PARTS.split(text):
        bare = squeezed(_BULLET.sub("", line)).rstrip(";,")
        if found and bare and bare[0].islower() and not _BULLET.match(line):
            found[-1] += f" {bare}"
        elif folded(bare):
            found.append(bare)
    return list(dict.fromkeys(found))


def step_number(text: str) -> tuple[str, str]:
    """The number of a step that is typed before it, and the rest: ``Bước 2: …``, ``B2. …``, ``2. …``."""
    found = _PREFIX.match(text)
    if found:
        return found["n"].lstrip("0"), text[found.end() :].strip()
    typed = re.match(r"\s*(\d{1,2}(?:\.\d{1,2})*)\s*[.):/-]\s*(?=\D)", text)
    return (typed[1].lstrip("0"), text[typed.end() :].strip()) if typed else ("", text.strip())


def activity_and_text(lines: list[str]) -> tuple[str, str]:
    """What is done, and how, from the lines of a cell."""
    filled = [line.strip() for line in lines if line.strip()]
    if not filled:
        return "", ""
    first, rest = squeezed(filled[0]), filled[1:]
    while rest and rest[0][0].islower() and not first.endswith((".", ":", ";")):
        first += f" {squeezed(rest.pop(0))}"
    if len(first.split()) > _LONG:
        head, dot, tail = first.partition(". ")
        if dot and tail:
            first, rest = head, [tail, *rest]
    bare = _BULLET.sub("", first) or first
    return bare.rstrip(" :;."), "\n".join(rest)


def step_id(activity: str, taken: set[str]) -> str:
    """A name for a step that no other one has."""
    base = "-".join(slug_of(activity).split("-")[:_SLUG_WORDS]) or "buoc"
    name, count = base, 1
    while name in taken or name == END_OF_FLOW:
        count += 1
        name = f"{base}-{count}"
    taken.add(name)
    return name
