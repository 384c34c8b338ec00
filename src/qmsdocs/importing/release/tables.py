"""Tables of facts of a release, read back: what the printing room prints from YAML, in the words of either language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from qmsdocs.language import LANGUAGES, translator
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.word.reading.values import Cell, Paragraph, Table

Row = dict[str, Any]
END = "\0end"
"""Where a way leads that ends the procedure."""

COLUMNS: Mapping[tuple[BlockName, int], Mapping[str, str]] = MappingProxyType(
    {
        ("references", 0): {
            "Number, symbol or code": "code", "Title of the document": "title", "Article or clause": "article",
        },
        ("terms", 0): {"Term or abbreviation": "term", "Meaning": "meaning"},
        ("steps", 0): {
            "Work to be done": "work", "Responsible": "responsible", "Time": "time", "Form or result": "outputs",
        },
        ("forms", 0): {"Code of the form": "code", "Title of the form": "title", "Issue/Revision": "numbers"},
        ("records", 0): {
            "Name of the record": "title", "Symbol or form": "form", "Kept at": "keeper", "Kept for": "retention",
            "Basis": "basis",
        },
        ("indicators", 0): {
            "Indicator": "title", "Objective": "title", "How it is measured": "measure", "Target": "target",
            "Target value": "target", "Means": "means", "Responsible": "responsible", "Period": "period",
        },
        ("administrative", 0): {"Item": "item", "Provision": "provision"},
        ("administrative", 1): {"Paper": "title", "Originals": "originals", "Copies": "copies", "Form": "form"},
        ("flowchart", 0): {"Responsible": "responsible", "Flow chart": "chart", "Time, form or result": "result"},
        ("processes", 0): {"Process map": "map"},
        ("processes", 1): {
            "Group": "group", "Process": "process", "Code": "code", "Inputs": "inputs", "Outputs": "outputs",
        },
        ("clauses", 0): {"Clause": "clause", "Requirement": "what", "Document": "documents", "Section": "places"},
        ("duties", 0): {"Duty": "duty", "Basis": "basis", "Document": "documents", "Section": "places"},
    }
)  # fmt: skip
"""The headings of the columns of each table of facts but the running number, and what they hold."""

ADMINISTRATIVE: Mapping[str, str] = MappingProxyType(
    {
        "Number of the procedure on the national portal": "numbers",
        "Field": "field",
        "Legal basis": "legal_basis",
        "Number of sets of the dossier": "dossier_sets",
        "Time limit": "processing_time",
        "Place of receipt and return": "place",
        "Who may apply": "applicants",
        "Result": "result",
        "Fee": "fee",
        "Conditions": "conditions",
    }
)
"""The items of an administrative procedure, as they are printed."""

_NUMBER = "No."
_LEAST = 0.6


@dataclass(frozen=True)
class FactsRead:
    """A table of facts.

    Args:
        name: what it shows, and which of its tables it is.
        rows: what each of its rows says, by what the columns hold; ``number`` is the running number as it stands there.
        columns: what its columns hold.
    """

    name: tuple[BlockName, int]
    rows: Sequence[Row]
    columns: frozenset[str] = field(default=frozenset())


def facts_in(table: Table) -> FactsRead | None:
    """What a table of facts says; None for any other table.

    Args:
        table: of a release, perhaps edited.
    """
    if not table.rows:
        return None
    found = _recognized(titles_of(table))
    return None if found is None else _read(table, *found)


def facts_like(table: Table, pattern: Table) -> FactsRead | None:
    """What a table says whose headings were edited, by the headings of another; None when its columns are others.

    Args:
        table: of a release, edited.
        pattern: the table as it was printed.
    """
    found = _recognized(titles_of(pattern))
    if found is None or not table.rows or len(table.rows[0].cells) != len(pattern.rows[0].cells):
        return None
    return _read(table, *found)


def titles_of(table: Table) -> list[str]:
    """The headings of the columns of a table."""
    return [squeezed(cell.text) for cell in table.rows[0].cells]


def _read(table: Table, name: tuple[BlockName, int], at: Mapping[str, int]) -> FactsRead:
    grid = table.grid()[1:]
    lines = _whole([{what: line[x] for what, x in at.items() if x < len(line)} for line in grid])
    rows = [_ROWS.get(name, _plain)(line) for line in lines]
    return FactsRead(name, [row for row in rows if any(row.values())], frozenset(at))


def _whole(lines: Iterable[Mapping[str, Cell | None]]) -> list[dict[str, Cell | None]]:
    """Rows over which a running number is joined, as one: a step that several roles share has a row for each of them."""
    made: list[dict[str, Cell | None]] = []
    for line in lines:
        above = made[-1] if made else {}
        if (number := line.get("number")) is None or number is not above.get("number"):
            made.append(dict(line))
            continue
        for what, cell in line.items():
            known = above.get(what)
            if cell is not None and known is not None and cell is not known:
                above[what] = replace(known, blocks=(*known.blocks, *cell.blocks))
    return made


def _recognized(titles: Sequence[str]) -> tuple[tuple[BlockName, int], dict[str, int]] | None:
    """The table with these headings, and where its columns are; each heading counts once, since *Chỉ tiêu* names two."""
    best: tuple[float, tuple[BlockName, int], dict[str, int]] | None = None
    for name, columns in COLUMNS.items():
        at: dict[str, int] = {}
        for x, title in enumerate(titles):
            for english, what in (*columns.items(), (_NUMBER, "number")):
                if what not in at and x not in at.values() and label_key(title) in labels(english):
                    at[what] = x
        known = len(at.keys() - {"number"})
        wanted = len(titles) - ("number" in at)
        least = 2 if len(columns) > 1 else 1
        score = known / max(wanted, 1)
        if known >= min(least, len(titles)) and score >= _LEAST and (best is None or score > best[0]):
            best = score, name, at
    return None if best is None else (best[1], best[2])


@cache
def labels(english: str) -> frozenset[str]:
    """A label in all languages, as :func:`label_key` gives it."""
    return frozenset(label_key(translator(language)(english)) for language in (*LANGUAGES, "en"))


def label_key(text: str) -> str:
    """A label in lower case, without needless blanks.

    >>> label_key("Lần ban hành/  sửa đổi")
    'lần ban hành/sửa đổi'
    """
    return re.sub(r"\s*/\s*", "/", squeezed(text).casefold())


def squeezed(text: str) -> str:
    """A text with single blanks."""
    return " ".join(text.split())


# --- rows

Line = Mapping[str, Cell | None]


def _plain(line: Line) -> Row:
    return {what: _text(cell) for what, cell in line.items()}


def _text(cell: Cell | None) -> str:
    return "\n".join(_lines(cell))


def _lines(cell: Cell | None) -> list[str]:
    if cell is None:
        return []
    return [text for paragraph in paragraphs(cell) if (text := squeezed(paragraph.text))]


def paragraphs(cell: Cell) -> Iterator[Paragraph]:
    """The paragraphs of a cell that say something; line ends within one begin a new one."""
    for block in cell.blocks:
        if isinstance(block, Paragraph) and block.text.strip():
            yield block


def _form(line: Line) -> Row:
    row = _plain(line)
    found = re.fullmatch(r"0*(\d{1,3}) ?/ ?0*(\d{1,3})", row.pop("numbers", ""))
    return row | ({"issue": int(found[1]), "revision": int(found[2])} if found else {})


def _reference(line: Line) -> Row:
    row = _plain(line)
    pinned = re.fullmatch(r"(.+) \(0*(\d{1,3})/0*(\d{1,3})\)", row.get("code", ""))
    return row | ({"code": pinned[1], "pinned": f"{pinned[2]}.{pinned[3]}"} if pinned else {})


def _administrative(line: Line) -> Row:
    row = _plain(line)
    item = label_key(row.get("item", ""))
    what = next((key for english, key in ADMINISTRATIVE.items() if item in labels(english)), "")
    return row | {"what": what}


def _dossier(line: Line) -> Row:
    row = _plain(line)
    counts = {key: int(row[key]) for key in ("originals", "copies") if row.get(key, "").isdecimal()}
    return row | counts


def _step(line: Line) -> Row:
    row: Row = {"number": _text(line.get("number"))}
    row["responsible"] = _lines(line.get("responsible"))
    row["time"] = _text(line.get("time"))
    outputs = _lines(line.get("outputs"))
    dashed = len(outputs) > 1
    row["outputs"] = [re.sub(r"^[-–] ?", "", text) for text in outputs] if dashed else outputs
    work = line.get("work")
    return row | _work(list(paragraphs(work)) if work else [])


def _work(lines: Sequence[Paragraph]) -> Row:
    """What is done, how, from what, what follows and what may go wrong, from the end of the cell to its beginning."""
    row: Row = {"activity": "", "text": "", "inputs": [], "ways": {}, "next": "", "risks": []}
    rest = list(lines)
    if rest:
        row["activity"] = squeezed(rest.pop(0).text)
    if rest and (risks := matched("Risks: {things}", rest[-1].text)):
        row["risks"] = things(risks["things"])
        rest.pop()
    while rest and (way := _way(rest[-1])):
        branch, target = way
        if branch:
            row["ways"] = {branch: target, **row["ways"]}
        else:
            row["next"] = target
        rest.pop()
    if rest and (inputs := matched("Inputs: {things}", rest[-1].text)):
        row["inputs"] = things(inputs["things"])
        rest.pop()
    row["text"] = "\n".join(squeezed(line) for paragraph in rest for line in paragraph.text.split("\n"))
    return row


def _way(paragraph: Paragraph) -> tuple[str, str] | None:
    """Branch and number of the step that it leads to."""
    text = squeezed(paragraph.text)
    if found := matched("{branch}: the procedure ends", text):
        return found["branch"], END
    if found := matched("{branch}: go to step {number}", text):
        return found["branch"], found["number"]
    if matched("Then the procedure ends", text) is not None:
        return "", END
    if found := matched("Then go to step {number}", text):
        return "", found["number"]
    return None


def matched(english: str, text: str) -> dict[str, str] | None:
    """The values in a sentence of the catalogue, in whatever language it is; None when it is another sentence."""
    for pattern in _patterns(english):
        if found := pattern.fullmatch(squeezed(text)):
            return found.groupdict()
    return None


@cache
def _patterns(english: str) -> tuple[re.Pattern[str], ...]:
    sentences = dict.fromkeys(translator(language)(english) for language in (*LANGUAGES, "en"))
    return tuple(re.compile(_pattern(sentence), re.IGNORECASE) for sentence in sentences)


def _pattern(sentence: str) -> str:
    parts = re.split(r"(\{\w+\})", squeezed(sentence))
    return "".join(f"(?P<{p[1:-1]}>.+)" if p.startswith("{") and p.endswith("}") else re.escape(p) for p in parts)


def things(text: str) -> list[str]:
    """The things of a list in a sentence."""
    return [thing for part in text.split("; ") if (thing := part.strip())]


_ROWS: Mapping[tuple[BlockName, int], Callable[[Line], Row]] = MappingProxyType(
    {
        ("steps", 0): _step,
        ("forms", 0): _form,
        ("references", 0): _reference,
        ("administrative", 0): _administrative,
        ("administrative", 1): _dossier,
    }
)
