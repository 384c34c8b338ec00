"""Terms and references, whether they stand in tables or in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qmsdocs.importing.foreign.papers import OWN_CODE, bare
from qmsdocs.importing.foreign.sheets import Sheet
from qmsdocs.importing.foreign.titles import section_called
from qmsdocs.importing.foreign.words import squeezed
from qmsdocs.model.codes import code_key
from qmsdocs.model.register import Register

LEGAL_CODE = re.compile(
    r"(?<![\w/])\d{1,5}\s?/\s?\d{4}\s?/\s?[A-ZĐ]+\d*(?:\s?-\s?[A-ZĐ]+[A-ZĐa-z]*\d*)*"
    r"|(?<![\w/])\d{1,5}\s?/\s?[A-ZĐ]{2,}(?:\s?-\s?[A-ZĐ]+[A-ZĐa-z]*)+"
)
_STANDARD = re.compile(r"(?:TCVN|ISO|QCVN|TCCS)(?:[ /](?:ISO|IEC|TR|TS))*\s+\d{1,6}(?:-\d+)?(?:\s?:\s?\d{4})?")
_OF_SYSTEM = re.compile(r"(?<![\w./-])(?:STCL|CSCL|MTCL)(?![\w./-]*\d)(?!\w)")
"""Quality manual, policy and objectives, as offices call them."""
_SPLIT_TERM = re.compile(r"\s*(?::|=|\s[\u2013-]\s|\u2192)\s*")
_LONGEST_TERM = 8
_LONGEST_SAID = 5
_QUOTED = re.compile(r"[“\"]([^”\"]{2,60})[”\"]\s+(?:là|được hiểu là|nghĩa là)\s+")
_SAID = re.compile(r"(.{2,60}?)\s+(?:là|được hiểu là|nghĩa là)\s+")


def terms_in_table(sheet: Sheet) -> dict[str, str]:
    """Terms with their meanings."""
    terms: dict[str, str] = {}
    for row in sheet.rows:
        term, meaning = squeezed(row.text("term")), squeezed(row.text("meaning"))
        if term and meaning:
            terms.setdefault(term, meaning)
    return terms


def terms_in_line(text: str) -> list[tuple[str, str]]:
    """The terms that a line explains, with their meanings; none when it is a sentence."""
    line = bare(text)
    head, colon, rest = line.partition(":")
    listed = bool(colon and rest.strip()) and section_called(head) == "terms"
    line = rest.strip() if listed else line
    parts = [part for part in line.split(";") if part.strip()]
    several = [_term(part) for part in parts]
    if len(parts) > 1 and all(several) and (listed or all(":" in part for part in parts)):
        return [found for found in several if found]
    found = _term(line)
    return [found] if found else []


def _term(line: str) -> tuple[str, str] | None:
    quoted = _QUOTED.match(line)
    parts = [quoted[1], line[quoted.end() :]] if quoted else _SPLIT_TERM.split(line, maxsplit=1)
    if len(parts) < 2:
        begins = _SAID.match(line)
        short = begins is not None and len(begins[1].split()) <= _LONGEST_SAID
        parts = [begins[1], line[begins.end() :]] if begins and short else []
    if not parts:
        return None
    term, meaning = parts[0].strip(' "“”\t'), parts[1].strip()
    fits = 0 < len(term.split()) <= _LONGEST_TERM and len(meaning) > 1 and not term.endswith((".", ","))
    return (term, re.sub(r"^là\s+", "", meaning).rstrip(";")) if fits else None


def codes_in(text: str) -> list[str]:
    """The codes of documents that a text names, as written without the blanks around their separators."""
    found = [*LEGAL_CODE.finditer(text), *_STANDARD.finditer(text)]
    taken = [(one.start(), one.end()) for one in found]
    found += [
        own
        for own in OWN_CODE.finditer(text)
        if not any(start < own.end() and own.start() < end for start, end in taken)
    ]
    found += _OF_SYSTEM.finditer(text)
    ordered = sorted(found, key=lambda one: one.start())
    return list(dict.fromkeys(_tidied(one[0]) for one in ordered))


def without_vaguer(codes: Iterable[str]) -> list[str]:
    """Codes without standards that are also named with their year, and codes each once."""
    own = list(dict.fromkeys(codes))
    return [code for code in own if not any(other.startswith(f"{code}:") for other in own)]


def _tidied(code: str) -> str:
    return re.sub(r"\s*([/:-])\s*", r"\1", squeezed(code).replace("\u2013", "-"))


def reference_to(code: str, register: Register | None) -> str:
    """The code by which the register knows a document; empty when it does not."""
    if register is None:
        return ""
    found = register.find(code)
    if found is None:
        numbered = register.by_number_key.get(code_key(code), ())
        return numbered[0].code if len(numbered) == 1 else ""
    return found.document.code
