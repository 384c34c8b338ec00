"""Forms, records, terms and references, whether they stand in tables or in lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.numbers import typed_number
from qmsdocs.importing.foreign.sheets import Sheet
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.model.codes import code_key
from qmsdocs.model.register import Register
from qmsdocs.word.reading.values import Paragraph

FORM_CODE = re.compile(
    r"(?<![\w/])(?:BM|MB|BMT|PL|F|M|BMQT|BM[A-Z]{1,5})\s?[-./\u2013]?\s?(?=[\w./\u2013-]*\d)[\w&]+(?:[./\u2013-][\w&]+)*(?![\w/])"
    r"|(?<![\w/])[A-ZĐ]{2,6}(?:[-./\u2013][\w&]+)*[-./\u2013]\d[\w&]*(?:[./\u2013-][\w&]+)*(?![\w/])"
)
LEGAL_CODE = re.compile(
    r"(?<![\w/])\d{1,5}\s?/\s?\d{4}\s?/\s?[A-ZĐ]+\d*(?:\s?-\s?[A-ZĐ]+[A-ZĐa-z]*\d*)*"
    r"|(?<![\w/])\d{1,5}\s?/\s?[A-ZĐ]{2,}(?:\s?-\s?[A-ZĐ]+[A-ZĐa-z]*)+"
    r"|(?:TCVN\s+)?ISO(?:/[A-Z]+)?\s+\d{4,5}(?:-\d+)?\s?:\s?\d{4}"
    r"|TCVN\s+\d{4,5}(?:-\d+)?\s?:\s?\d{4}"
)
OWN_CODE = re.compile(r"(?<![\w/])(?:QT|QTQL|TT|HD|STCL|QĐ|QTHT|QTNB)[-. ]?[\w&]*[-./]?\d[\w&]*(?:[./-][\w&]+)*")
_SPLIT_TERM = re.compile(r"\s*(?::|=|\s[\u2013-]\s|\u2192)\s*")
_BULLET = re.compile(r"^\s*[-+*•·▪➢✓–—]+\s*")
_LONGEST_TERM = 8
_RETENTION = re.compile(r"(\d{1,3})\s*(nam|thang)(?![a-z])")
_FOREVER = ("vinh vien", "lau dai", "luu vinh vien")
UNKNOWN = "cần kiểm tra"


def bare(text: str) -> str:
    """A line without its bullet and number."""
    line = _BULLET.sub("", squeezed(text))
    number = typed_number(line)
    return line[number.length :].strip() if number and number.form in ("dotted", "letter", "small letter") else line


# --- forms


def forms_in_table(sheet: Sheet) -> list[Facts]:
    """The forms of a table; a row without a code is none."""
    forms = []
    for row in sheet.rows:
        code, title = squeezed(row.text("code")), squeezed(row.text("title"))
        if code and title and any(letter.isdigit() for letter in code):
            forms.append({"code": _tidy(code), "title": title})
    return _once(forms, "code")


def form_in_line(text: str) -> Facts | None:
    """The form that a line names: its code, and its title before or behind it."""
    line = bare(text)
    found = FORM_CODE.search(line)
    if not found:
        return None
    before, behind = line[: found.start()], line[found.end() :]
    title = max((before, behind), key=lambda part: len(part.strip()))
    other = before if title is behind else behind
    title = squeezed(title).strip(' :;.,()-\u2013"“”|')
    if not title or len(folded(other).split()) > 2:
        return None
    return {"code": _tidy(found[0]), "title": title}


def _tidy(code: str) -> str:
    return re.sub(r"\s*([./-])\s*", r"\1", code.replace("\u2013", "-")).strip()


def _once(items: Sequence[Facts], key: str) -> list[Facts]:
    found: dict[str, Facts] = {}
    for item in items:
        found.setdefault(code_key(item[key]), item)
    return list(found.values())


# --- records


def records_in_table(sheet: Sheet, forms: Sequence[Facts], register: Register | None) -> list[Facts]:
    """The records of a table."""
    records = []
    for row in sheet.rows:
        title = squeezed(row.text("title"))
        if not title or not row.cells or not any(letter.isalpha() for letter in title):
            continue
        record: Facts = {"title": title}
        code = _form_of(squeezed(row.text("code")), forms) or _form_of(title, forms)
        if code:
            record["form"] = code
            record["title"] = _without(title, code) or title
        if keeper := keeper_of(squeezed(row.text("keeper")), register):
            record["keeper"] = keeper
        record["retention"] = retention_of(row.text("retention"))
        records.append(record)
    return records


def _without(title: str, code: str) -> str:
    found = next((f for f in FORM_CODE.finditer(title) if code_key(f[0]) == code_key(code)), None)
    return squeezed(title[: found.start()] + title[found.end() :]).strip(" ()-:;,") if found else title


def record_in_line(text: str, forms: Sequence[Facts]) -> Facts | None:
    """The record that an item of a list names."""
    title = bare(text).rstrip(" ;.,")
    if not title or title.endswith(":"):
        return None
    code = _form_of(title, forms)
    record: Facts = {"title": (_without(title, code) or title) if code else title}
    return (
        record
        | ({"form": code} if code else {})
        | {"retention": retention_of(title) if _RETENTION.search(flat(title)) else UNKNOWN}
    )


def _form_of(text: str, forms: Sequence[Facts]) -> str:
    """The code of a form that a text names, when the procedure has it."""
    known = {code_key(form["code"]): str(form["code"]) for form in forms}
    named = [text, *(found[0] for found in FORM_CODE.finditer(text))]
    return next((known[code_key(name)] for name in named if name and code_key(name) in known), "")


def retention_of(text: str) -> str:
    """How long a record is kept; ``cần kiểm tra`` where that is not one time.

    >>> retention_of("05 năm"), retention_of("Vĩnh viễn"), retention_of("Theo quy định")
    ('5 năm', 'vĩnh viễn', 'cần kiểm tra')
    """
    plain = flat(squeezed(text))
    found = _RETENTION.findall(plain)
    if len(found) == 1:
        return f"{int(found[0][0])} {'năm' if found[0][1] == 'nam' else 'tháng'}"
    return "vĩnh viễn" if folded(plain) in _FOREVER else UNKNOWN


def keeper_of(text: str, register: Register | None) -> str:
    """The unit of the agency that a text names; empty when it names none."""
    units = register.agency.units if register else {}
    return (
        next((id_ for id_, name in units.items() if folded(text) in (folded(id_), folded(str(name)))), "")
        if text
        else ""
    )


# --- terms


def terms_in_table(sheet: Sheet) -> dict[str, str]:
    """Terms with their meanings."""
    terms = {}
    for row in sheet.rows:
        term, meaning = squeezed(row.text("term")), squeezed(row.text("meaning"))
        if term and meaning:
            terms.setdefault(term, meaning)
    return terms


def term_in_line(paragraph: Paragraph) -> tuple[str, str] | None:
    """The term that a line explains, with its meaning; None for a sentence."""
    line = bare(paragraph.text)
    parts = _SPLIT_TERM.split(line, maxsplit=1)
    if len(parts) < 2:
        begins = re.match(r"(.{2,60}?)\s+(?:là|được hiểu là|nghĩa là)\s+", line)
        parts = [begins[1], line[begins.end() :]] if begins and _is_bold(paragraph) else []
    if not parts:
        return None
    term, meaning = parts[0].strip(' "“”\t'), parts[1].strip()
    fits = 0 < len(term.split()) <= _LONGEST_TERM and len(meaning) > 1 and not term.endswith((".", ","))
    return (term, meaning.rstrip(";")) if fits else None


def _is_bold(paragraph: Paragraph) -> bool:
    return bool(paragraph.runs) and paragraph.runs[0].bold


# --- references


def codes_in(text: str) -> list[str]:
    """The codes of documents that a text names, as written without the blanks around their separators."""
    found = [*LEGAL_CODE.finditer(text), *OWN_CODE.finditer(text)]
    codes = [
        re.sub(r"\s*([/-])\s*", r"\1", squeezed(one[0])).replace(" :", ":").replace(": ", ":")
        for one in sorted(found, key=lambda f: f.start())
    ]
    return list(dict.fromkeys(codes))


def reference_to(code: str, register: Register | None) -> str:
    """The code by which the register knows a document; empty when it does not."""
    found = register.find(code) if register else None
    if found is None and register is not None:
        numbered = register.by_number_key.get(code_key(code), ())
        return numbered[0].code if len(numbered) == 1 else ""
    return found.document.code if found else ""


def is_listed(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an item of a list, by Word's list or a typed bullet or number."""
    text = squeezed(paragraph.text)
    number = typed_number(text)
    return bool(
        paragraph.item or _BULLET.match(text) or (number and number.form in ("dotted", "letter", "small letter"))
    )


def is_boilerplate(text: str) -> bool:
    """Whether a line is one of those that stand on every cover."""
    return folded(text) in vocabulary().lists["boilerplate"]
