"""What stands in the sections: step tables, forms, records, terms, references become facts; the rest stays text."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdocs.diagnostics import say
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.foreign.citing import codes_in, reference_to, terms_in_line, terms_in_table, without_vaguer
from qmsdocs.importing.foreign.findings import Facts
from qmsdocs.importing.foreign.papers import (
    UNKNOWN,
    forms_among,
    forms_in_line,
    forms_in_table,
    is_listed,
    record_in_cells,
    records_in_line,
    records_in_table,
)
from qmsdocs.importing.foreign.sheets import Sheet
from qmsdocs.importing.foreign.words import folded, squeezed, unsaid
from qmsdocs.importing.foreign.work import Work
from qmsdocs.word.reading.values import Paragraph, Table

_OF_SECTION = {
    "forms": ("forms", "records"),
    "records": ("records", "forms", "record_names"),
    "terms": ("terms",),
    "references": ("references",),
    "changes": ("revisions",),
}
_ANYWHERE = ("steps", "dossier", "forms", "records")


def sheets_in(work: Work) -> list[tuple[int, Sheet]]:
    """The tables of the sections that are understood: index and sheet."""
    found = []
    for index in range(work.start, len(work.pieces)):
        block = work.pieces[index].block
        if isinstance(block, Table) and index not in work.taken:
            ids = work.sections_at[index]
            kinds = tuple(dict.fromkeys(kind for id_ in ids for kind in _OF_SECTION.get(id_, ()))) or _ANYWHERE
            sheet = work.sheet(index, kinds)
            if sheet is not None:
                found.append((index, sheet))
    return found


def take_lists(work: Work) -> None:
    """Finds forms, records, terms and references, and takes them out of the text."""
    sheets = sheets_in(work)
    _take_forms(work, sheets)
    _take_records(work, sheets)
    _take_terms(work, sheets)
    _take_references(work, sheets)


def _belongs(work: Work, index: int, name: str) -> bool:
    """Whether a list stands in its section, or there is no such section."""
    return name in work.sections_at[index] or not any(name in ids for ids in work.sections_at)


def _is_of_records(work: Work, index: int) -> bool:
    """Whether a table of codes and titles stands where records are listed, not forms."""
    return "records" in work.sections_at[index] and "forms" not in work.sections_at[index]


def _tables(work: Work, name: str) -> list[tuple[int, Table]]:
    """The tables of a section that have no head that is understood."""
    return [(i, block) for i in work.in_section(name) if isinstance(block := work.pieces[i].block, Table)]


def _filled(table: Table) -> list[list[str]]:
    """The texts of each row, without empty cells and the number of the row."""
    rows = ([squeezed(cell.text) for cell in row.cells if squeezed(cell.text)] for row in table.rows)
    return [[text for text in row if not text.strip(".)").isdecimal()] for row in rows if row]


def _paragraphs(work: Work, name: str) -> list[tuple[int, Paragraph]]:
    found = []
    for index in work.in_section(name):
        block = work.pieces[index].block
        if isinstance(block, Paragraph) and squeezed(block.text):
            found.append((index, block))
    return found


def _take_forms(work: Work, sheets: Sequence[tuple[int, Sheet]]) -> None:
    forms: list[Facts] = []
    for index, sheet in sheets:
        if sheet.kind == "forms" and _belongs(work, index, "forms") and not _is_of_records(work, index):
            forms += _taken_forms(work, [index], forms_in_table(sheet), forms)
    for index, table in _tables(work, "forms"):
        found = [forms_in_line(" ".join(line)) for line in _filled(table)]
        if found and all(found):
            forms += _taken_forms(work, [index], [form for line in found for form in line], forms)
    lines = [(index, forms_in_line(block.text)) for index, block in _paragraphs(work, "forms")]
    forms += _taken_forms(
        work, [i for i, found in lines if found], [form for _, found in lines for form in found], forms
    )
    if forms:
        work.findings.facts["forms"] = forms


def _taken_forms(work: Work, indexes: Sequence[int], found: Sequence[Facts], known: Sequence[Facts]) -> list[Facts]:
    """Forms that are new; the pieces are taken out of the text when there are some."""
    own = _new(found, known, "code")
    if own:
        work.take(indexes, own, say("{count} forms", count=len(own)))
        work.origins.setdefault("forms", indexes[0])
    return own


def _new(items: Sequence[Facts], known: Sequence[Facts], key: str) -> list[Facts]:
    """Items that are not known yet, each once."""
    seen = {item[key] for item in known}
    return [item for item in items if item[key] not in seen and not seen.add(item[key])]  # type: ignore[func-returns-value]


def _take_records(work: Work, sheets: Sequence[tuple[int, Sheet]]) -> None:
    records: list[Facts] = []
    for index, sheet in sheets:
        named = sheet.kind == "record_names" or (sheet.kind == "forms" and _is_of_records(work, index))
        kind = "records" if named else sheet.kind
        if kind == "records" and index not in work.taken and _belongs(work, index, "records"):
            records += _record_table(work, index, sheet)
    for index, table in _tables(work, "records"):
        found = [record_in_cells(line, work.findings.facts.get("forms", [])) for line in _filled(table)]
        if found and all(found):
            own = [record for record in found if record]
            records += own
            work.take([index], own, say("{count} records", count=len(own)), Sureness.GUESSED)
    if not records:
        records = _listed_records(work)
    if records:
        work.findings.facts["records"] = records
        if any(record["retention"] == UNKNOWN for record in records):
            what = say("where no one retention period was found, it is to be checked")
            work.findings.remark(len(work.pieces), Sureness.GUESSED, say("records"), what)


def _record_table(work: Work, index: int, sheet: Sheet) -> list[Facts]:
    """The records of a table, and forms that only it names."""
    forms = list(work.findings.facts.get("forms", []))
    more = forms_among(sheet, forms)
    own = records_in_table(sheet, [*forms, *more], work.register)
    if not own:
        return []
    if more:
        work.findings.facts["forms"] = [*forms, *more]
        what = say("{count} forms were read from the table of records", count=len(more))
        work.findings.remark(index, Sureness.GUESSED, work.pieces[index].place, what)
    what = say("{count} records; what has no key in the repository is quoted", count=len(own))
    work.take([index], [own, more], what)
    work.origins.setdefault("records", index)
    return own


def _listed_records(work: Work) -> list[Facts]:
    """Records in lists; where forms stand in the same section only those below a line that speaks of records."""
    records: list[Facts] = []
    taken: list[int] = []
    spoken = False
    for index, block in _paragraphs(work, "records"):
        if block.text.rstrip().endswith(":"):
            spoken = "ho so" in folded(block.text)
            continue
        listed = is_listed(block) or work.pieces[index].laid_out
        own = records_in_line(block.text, work.findings.facts.get("forms", [])) if listed else []
        mixed = "forms" in work.sections_at[index] and not spoken
        if own and (not mixed or len(own) > 1):
            records += own
            taken.append(index)
    if taken:
        work.take(taken, records, say("{count} records", count=len(records)), Sureness.GUESSED)
    return records


def _take_terms(work: Work, sheets: Sequence[tuple[int, Sheet]]) -> None:
    terms: dict[str, str] = {}
    for index, sheet in sheets:
        if sheet.kind == "terms" and (own := terms_in_table(sheet)):
            terms = own | terms
            work.take([index], own, say("table of terms: {count} terms", count=len(own)))
    for index, table in _tables(work, "terms"):
        pairs = [line[-2:] for line in _filled(table)]
        if pairs and all(len(pair) == 2 for pair in pairs):
            own = {term: meaning for term, meaning in pairs}  # noqa: C416 - lists of two
            terms = own | terms
            work.take([index], own, say("table of terms: {count} terms", count=len(own)))
    for index, block in _paragraphs(work, "terms"):
        found = terms_in_line(block.text)
        if (
            found
            and not any(term in terms for term, _ in found)
            and not any(run.note or run.picture for run in block.runs)
        ):
            terms |= dict(found)
            work.taken.add(index)
            left = unsaid([block.text], [text for pair in found for text in pair])
            if left:
                work.findings.remark(index, Sureness.READ, work.pieces[index].place, say("term"), left)
    if terms:
        work.findings.facts["terms"] = terms


def _take_references(work: Work, sheets: Sequence[tuple[int, Sheet]]) -> None:
    references: dict[str, None] = {}
    for index, sheet in sheets:
        if sheet.kind == "references":
            _reference_table(work, index, sheet, references)
    for index, block in _paragraphs(work, "references"):
        codes = codes_in(block.text)
        known = [own for code in codes if (own := reference_to(code, work.register))]
        _note_unknown(work, index, [code for code in codes if not reference_to(code, work.register)], references)
        references |= dict.fromkeys(known)
        if codes and len(known) == len(codes) == 1 and is_listed(block):
            work.take([index], known, say("reference to {code}, which the register knows", code=known[0]))
    if references:
        work.findings.facts["references"] = without_vaguer(references)


def _reference_table(work: Work, index: int, sheet: Sheet, references: dict[str, None]) -> None:
    codes = [
        squeezed(row.text("code")) or next(iter(codes_in(row.text("title"))), "") for row in sheet.rows if row.cells
    ]
    known = {code: reference_to(code, work.register) for code in codes if code}
    references |= dict.fromkeys(own for own in known.values() if own)
    _note_unknown(work, index, [code for code, own in known.items() if not own], references)
    if codes and all(codes) and all(known.values()):
        work.take([index], list(known.values()), say("table of references, which the register knows"))


def _note_unknown(work: Work, index: int, codes: Sequence[str], references: dict[str, None]) -> None:
    """Codes that the register does not know: they stay in the text; without a register they are entered."""
    if not codes:
        return
    place = work.pieces[index].place
    if work.register is None:
        references |= dict.fromkeys(codes)
        what = say("references were entered without a register to look them up in")
        work.findings.remark(index, Sureness.GUESSED, place, what, ", ".join(codes))
    else:
        what = say(
            "the register knows no document of this code; it stays in the text: add it under external, then name it in references"
        )
        work.findings.remark(index, Sureness.GUESSED, place, what, ", ".join(codes))
