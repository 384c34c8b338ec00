"""Forms and records, whether they stand in tables, in lists or in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.numbers import typed_number
from qmsdocs.importing.foreign.sheets import Row, Sheet
from qmsdocs.importing.foreign.vocabulary import vocabulary
from qmsdocs.importing.foreign.words import flat, folded, squeezed
from qmsdocs.model.codes import code_key
from qmsdocs.model.register import Register
from qmsdocs.word.reading.values import Paragraph

OWN_CODE = re.compile(
    r"(?<![\w./\u2013-])(?=\S*\d)[A-ZĐ][A-ZĐ0-9]{0,9}(?:[-./\u2013][A-ZĐa-z0-9&]+)+(?!\w)"
    r"|(?<![\w./\u2013-])(?:BM|MB|QT|HD|TT|PL)(?:[-./\u2013][A-ZĐ]{1,8})*\s?\d[\w]*(?:[./\u2013-][\w]+)*(?!\w)"
    r"|(?<!\w)Mẫu(?:\s+số)?\s\d[\w]*(?:[./\u2013-][\w]+)*(?!\w)"
)
"""A code of the agency's own: of a form or of a procedure."""
_WORD_CODE = re.compile(r"[A-ZĐ]{2,}(?:[-./\u2013][A-ZĐ]{2,})+(?=\s*[\u2013:(-])")
_LETTER_CODE = re.compile(r"[A-ZĐ]\.\d{2}(?!\d)")
"""A code that looks like a letter before an item: ``M.01``."""
_BULLET = re.compile(r"^\s*[-+*•·▪➢✓–—]+\s*")
_RETENTION = re.compile(r"(\d{1,3})\s*(nam|thang)(?![a-z])")
_KEPT = re.compile(r"\s*[(\[,;:\u2013\u2014-]\s*(?:thoi (?:gian|han) |duoc )*luu\b.*$", re.DOTALL)
_CONSISTS = re.compile(r"\b(?:gom|gom co|bao gom)\s*:\s*")
_STATED = re.compile(r"\b(?:duoc|phai) luu\b|\bluu (?:tai|giu|tru) (?:tai )?")
_FOREVER = ("vinh vien", "lau dai", "luu vinh vien")
UNKNOWN = "cần kiểm tra"


def bare(text: str) -> str:
    """A line without its bullet and number."""
    line = _BULLET.sub("", squeezed(text))
    number = typed_number(line) if not _LETTER_CODE.match(line) else None
    numbered = number and number.form in ("dotted", "letter", "small letter")
    return line[number.length :].strip() if number and numbered else line


def is_listed(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an item of a list, by Word's list or a typed bullet or number."""
    text = squeezed(paragraph.text)
    number = typed_number(text)
    typed = number and number.form in ("dotted", "letter", "small letter")
    return bool(paragraph.item or _BULLET.match(text) or typed)


# --- forms


def forms_in_table(sheet: Sheet) -> list[Facts]:
    """The forms of a table; a row without a code is none."""
    forms = []
    for row in sheet.rows:
        code, title = squeezed(row.text("code")), squeezed(row.text("title"))
        if title and _is_code(code):
            forms.append({"code": tidy(code), "title": title})
    return _once(forms)


def _is_code(text: str) -> bool:
    """Whether a cell holds a code: with a digit, or all in capitals."""
    return bool(text) and len(text.split()) < 4 and (any(c.isdigit() for c in text) or text.isupper())


def forms_in_line(text: str) -> list[Facts]:
    """The forms that a line names, parted by semicolons; none when it says anything else."""
    line = bare(text)
    head, colon, rest = line.partition(":")
    line = rest if colon and rest.strip() and "mau" in folded(head) and not OWN_CODE.search(head) else line
    parts = [part for part in line.split(";") if folded(part)]
    forms = [form for part in parts if (form := _form(part))]
    return _once(forms) if len(forms) == len(parts) else []


def _form(text: str) -> Facts | None:
    """The form that a text names: its code, and its title before or behind it."""
    line = bare(text)
    found = OWN_CODE.search(line) or _WORD_CODE.match(line)
    if not found:
        return None
    before, behind = line[: found.start()], line[found.end() :]
    title = max((before, behind), key=lambda part: len(part.strip()))
    other = before if title is behind else behind
    title = squeezed(title).strip(' :;.,()-\u2013"“”|')
    if not title or len(folded(other).split()) > 2:
        return None
    return {"code": tidy(found[0]), "title": title}


def tidy(code: str) -> str:
    """A code without blanks around its separators, long dashes as hyphens."""
    return re.sub(r"\s*([./-])\s*", r"\1", code.replace("\u2013", "-")).strip()


def _once(forms: Sequence[Facts]) -> list[Facts]:
    found: dict[str, Facts] = {}
    for form in forms:
        found.setdefault(code_key(form["code"]), form)
    return list(found.values())


def forms_among(sheet: Sheet, forms: Sequence[Facts]) -> list[Facts]:
    """Forms that only the table of records names, with the titles of the records."""
    known = {code_key(form["code"]) for form in forms}
    return [
        form
        for form in forms_in_table(sheet)
        if code_key(form["code"]) not in known and OWN_CODE.fullmatch(form["code"])
    ]


# --- records


def records_in_table(sheet: Sheet, forms: Sequence[Facts], register: Register | None) -> list[Facts]:
    """The records of a table."""
    return [record for row in sheet.rows if (record := _record(row, forms, register))]


def _record(row: Row, forms: Sequence[Facts], register: Register | None) -> Facts | None:
    title = squeezed(row.text("title"))
    if not title or not row.cells or not any(letter.isalpha() for letter in title):
        return None
    record = _titled(title, _form_of(squeezed(row.text("code")), forms), forms)
    if keeper := _keeper(squeezed(row.text("keeper")), register):
        record["keeper"] = keeper
    return record | {"retention": retention_of(row.text("retention"))}


def _titled(title: str, code: str, forms: Sequence[Facts]) -> Facts:
    """A record with its title, and the form it is kept on when the title names one."""
    code = code or _form_of(title, forms)
    return {"title": (_without(title, code) or title) if code else title} | ({"form": code} if code else {})


def _without(title: str, code: str) -> str:
    found = next((f for f in OWN_CODE.finditer(title) if code_key(f[0]) == code_key(code)), None)
    return squeezed(title[: found.start()] + title[found.end() :]).strip(" ()-:;,\u2013") if found else title


def records_in_line(text: str, forms: Sequence[Facts]) -> list[Facts]:
    """The records that a line names: one, or those behind “gồm:”."""
    line = bare(text).rstrip(" ;.")
    several = _CONSISTS.search(flat(line))
    if several and ";" in line[several.end() :]:
        retention = retention_of(line[: several.start()])
        parts = [part.strip(" .") for part in line[several.end() :].split(";")]
        return [_titled(part, "", forms) | {"retention": retention} for part in parts if part]
    if not line or line.endswith(":") or _STATED.search(flat(line)):
        return []
    kept = _KEPT.search(flat(line))
    title = line[: kept.start()] if kept and kept.start() else line
    head, _, keeper = title.partition(": ")
    title = head if kept and vocabulary().role.match(flat(keeper)) else title
    return [_titled(title, "", forms) | {"retention": retention_of(line) if _RETENTION.search(flat(line)) else UNKNOWN}]


def record_in_cells(cells: Sequence[str], forms: Sequence[Facts]) -> Facts | None:
    """The record of a row without a head: a name, and how long it is kept."""
    if len(cells) < 2 or not any(_RETENTION.search(flat(c)) or "luu" in folded(c).split() for c in cells[1:]):
        return None
    return _titled(cells[0], "", forms) | {"retention": retention_of(" ".join(cells[1:]))}


def _form_of(text: str, forms: Sequence[Facts]) -> str:
    """The code of a form that a text names, when the procedure has it."""
    known = {code_key(form["code"]): str(form["code"]) for form in forms}
    named = [text, *(found[0] for found in OWN_CODE.finditer(text))]
    return next((known[code_key(name)] for name in named if name and code_key(name) in known), "")


def retention_of(text: str) -> str:
    """How long a record is kept; ``cần kiểm tra`` where that is not one time.

    >>> retention_of("05 năm"), retention_of("Vĩnh viễn"), retention_of("Theo quy định")
    ('5 năm', 'vĩnh viễn', 'cần kiểm tra')
    >>> retention_of("Phiếu sau đào tạo, 3 năm"), retention_of("5 năm sau khi thanh lý")
    ('3 năm', 'cần kiểm tra')
    """
    plain = flat(squeezed(text))
    found = list(_RETENTION.finditer(plain))
    if len(found) == 1 and not re.search(r"\bsau\b", plain[found[0].end() :]):
        return f"{int(found[0][1])} {'năm' if found[0][2] == 'nam' else 'tháng'}"
    return "vĩnh viễn" if folded(plain) in _FOREVER else UNKNOWN


def _keeper(text: str, register: Register | None) -> str:
    """The unit of the agency that a text names; empty when it names none."""
    units = register.agency.units if register and text else {}
    return next((id_ for id_, name in units.items() if folded(text) in (folded(id_), folded(str(name)))), "")
