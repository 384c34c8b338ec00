"""Tables of facts of a release as facts, without a source to hold them against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qmsdocs.importing.release.fact_edits import new_id
from qmsdocs.importing.release.tables import END, FactsRead, Row, squeezed, things
from qmsdocs.model.document import END_OF_FLOW
from qmsdocs.model.register import AnyDocument, Register

_STEP = ("responsible", "time", "inputs", "outputs", "risks", "text")


def facts_seen(tables: Sequence[FactsRead], register: Register) -> dict[str, object]:
    """The facts of a document by their keys, in the order of the format.

    Args:
        tables: of the release.
        register: documents and units that printed words are looked up in.
    """
    found: dict[str, Any] = dict.fromkeys(
        ("references", "terms", "steps", "forms", "records", "indicators", "administrative")
    )
    for table in tables:
        name, number = table.name
        if name == "administrative":
            facts = found["administrative"] or {}
            found[name] = facts | (_dossier(table.rows) if number else _administrative(table.rows, register))
        elif name in _READ:
            found[name] = _READ[name](table.rows, register)
    return found


def step_ids(rows: Sequence[Row]) -> list[str]:
    """Ids for steps, from what is done in them."""
    used = {END_OF_FLOW}
    made = []
    for row in rows:
        made.append(new_id(row["activity"], used))
        used.add(made[-1])
    return made


def _steps(rows: Sequence[Row], _register: Register) -> list[dict[str, object]]:
    ids = step_ids(rows)
    numbers = {row["number"] or str(n): step for n, (row, step) in enumerate(zip(rows, ids, strict=True), 1)}
    numbers[END] = END_OF_FLOW
    made = []
    for row, step in zip(rows, ids, strict=True):
        facts: dict[str, object] = {"id": step, "activity": row["activity"] or "?"}
        facts |= {key: row[key] for key in _STEP if row[key]}
        decision = {branch: numbers.get(number, number) for branch, number in row["ways"].items()}
        if decision:
            facts["decision"] = decision
        if row["next"]:
            facts["next"] = numbers.get(row["next"], row["next"])
        made.append(facts)
    return made


def _references(rows: Sequence[Row], register: Register) -> list[object]:
    made: list[object] = []
    for row in rows:
        code = code_printed(register, row.get("code", ""))
        code = f"{code}@{row['pinned']}" if row.get("pinned") else code
        made.append({"code": code, "article": row["article"]} if row.get("article") else code)
    return made


def _documents(register: Register) -> tuple[AnyDocument, ...]:
    return (*register.documents, *register.externals)


def code_printed(register: Register, printed: str) -> str:
    """The code of a document by what is printed for it."""
    for document in _documents(register):
        if squeezed(document.printed_code) == squeezed(printed):
            return document.code
    return printed


def _terms(rows: Sequence[Row], _register: Register) -> dict[str, str]:
    return {row["term"]: row["meaning"] for row in rows if row.get("term") and row.get("meaning")}


def _filled(*keys: str) -> Callable[[Sequence[Row], Register], list[dict[str, object]]]:
    def read(rows: Sequence[Row], _register: Register) -> list[dict[str, object]]:
        return [{key: row[key] for key in keys if row.get(key) not in (None, "")} for row in rows]

    return read


def _records(rows: Sequence[Row], register: Register) -> list[dict[str, object]]:
    units = {squeezed(name): unit for unit, name in register.agency.units.items()}
    made = _filled("title", "form", "keeper", "retention", "basis")(rows, register)
    return [
        facts | ({"keeper": units.get(squeezed(str(facts["keeper"])), facts["keeper"])} if "keeper" in facts else {})
        for facts in made
    ]


def _administrative(rows: Sequence[Row], register: Register) -> dict[str, object]:
    facts: dict[str, object] = {}
    for row in rows:
        what, said = row["what"], row["provision"]
        if what == "numbers":
            facts[what] = [number.strip() for number in said.split(",") if number.strip()]
        elif what == "legal_basis":
            facts[what] = [_basis(line, register) for line in said.split("\n") if line.strip()]
        elif what == "dossier_sets":
            facts[what] = int(said) if said.isdecimal() else None
        elif what:
            facts[what] = said
    return facts


def _basis(line: str, register: Register) -> object:
    """``code: title (article)`` as a reference."""
    before, bracket, article = line.removesuffix(")").rpartition(" (") if line.endswith(")") else (line, "", "")
    printed, colon, _ = before.partition(": ")
    whole = [d for d in _documents(register) if squeezed(f"{d.printed_code}: {d.title}") in before]
    code = whole[0].code if whole else code_printed(register, printed if colon else before)
    return {"code": code, "article": article} if bracket else code


def _dossier(rows: Sequence[Row]) -> dict[str, object]:
    keys = ("title", "originals", "copies", "form")
    return {"dossier": [{key: row[key] for key in keys if row.get(key) not in (None, "")} for row in rows]}


_READ: Mapping[str, Callable[[Sequence[Row], Register], object]] = {
    "references": _references,
    "terms": _terms,
    "steps": _steps,
    "forms": _filled("code", "title", "issue", "revision"),
    "records": _records,
    "indicators": _filled("title", "measure", "target", "means", "responsible", "period"),
}

__all__ = ["code_printed", "facts_seen", "step_ids", "things"]
