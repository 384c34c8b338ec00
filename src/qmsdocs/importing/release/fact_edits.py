"""Edits of tables of facts go into the YAML: a value that was changed, an item that came, went or was moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qmsdocs.diagnostics import Message, YamlPath, say
from qmsdocs.edit.items import arrange, reword
from qmsdocs.edit.patch import Patch
from qmsdocs.importing.facts_yaml import block_lines, item_lines
from qmsdocs.importing.release.rows import row_pairs
from qmsdocs.importing.release.tables import END, FactsRead, Row, squeezed
from qmsdocs.markdown.slugs import slug_of
from qmsdocs.model.document import END_OF_FLOW, Document
from qmsdocs.model.register import AnyDocument, Register

_BRACES = frozenset({"references", "forms", "records", "dossier", "legal_basis"})
_LISTS = frozenset({"responsible", "outputs", "inputs", "risks"})


@dataclass
class FactEdits:
    """The YAML text of a source while edits go into it.

    Args:
        document: the document.
        register: all documents and units, for what is printed in other words than it is written.
        patch: its YAML text.
        problems: edits that cannot go into it, with the words in question.
    """

    document: Document
    register: Register
    patch: Patch
    problems: list[tuple[Message, str]] = field(default_factory=list)

    def table(self, before: FactsRead, after: FactsRead) -> None:
        """Takes over what changed in a table of facts.

        Args:
            before, after: the table of the print, and that which came back.
        """
        name, number = before.name
        if name == "flowchart":
            return
        if name == "terms":
            self._terms(before.rows, after.rows)
        elif name == "administrative" and number == 0:
            self._administrative(before.rows, after.rows)
        elif name == "steps":
            self._steps(before.rows, after.rows)
        else:
            path: YamlPath = ("administrative", "dossier") if name == "administrative" else (name,)
            self._items(path, before.rows, after.rows, _CHANGES.get(path[-1], _usual), _NEW[str(path[-1])])

    # --- lists of items

    def _items(
        self,
        path: YamlPath,
        before: Sequence[Row],
        after: Sequence[Row],
        change: Callable[[FactEdits, YamlPath, Row, Row], None],
        new: Callable[[FactEdits, Row], object],
    ) -> None:
        order: list[int | Sequence[str]] = []
        values: list[object] = []
        found = [(i, j) for i, j in row_pairs(before, after) if j is not None]
        for i, j in found:
            if i is None:
                value = new(self, after[j])
                values.append(value)
                order.append(item_lines(value, 0, braces=path[-1] in _BRACES))
            else:
                change(self, (*path, i), before[i], after[j])
                values.append(None)
                order.append(i)
        if order != list(range(len(before))):
            self._arrange(path, order, values)

    def _arrange(self, path: YamlPath, order: Sequence[int | Sequence[str]], values: Sequence[object]) -> None:
        if not order:
            self.patch.drop(path)
        else:
            arrange(self.patch, path, order, values)

    def put(self, path: YamlPath, value: object, before: object = None) -> None:
        """Gives a key a value; an empty one takes the key away.

        Args:
            path: of the key.
            value: the new value.
            before: the text that stood there, when it is one.
        """
        if value in ("", [], {}, None):
            self.patch.drop(path)
        elif not (isinstance(value, str) and isinstance(before, str) and reword(self.patch, path, before, value)):
            self.patch.put(path, value, block_lines)

    # --- terms and administrative facts: mappings

    def _terms(self, before: Sequence[Row], after: Sequence[Row]) -> None:
        terms = dict(self.document.terms)
        made: dict[str, str] = {}
        for i, j in row_pairs(before, after):
            if j is None:
                continue
            old, new = (before[i] if i is not None else {}), after[j]
            meaning = terms.get(old.get("term", ""), "")
            same = squeezed(old.get("meaning", "\0")) == squeezed(new["meaning"])
            made[new["term"]] = meaning if same and meaning else new["meaning"]
        if list(made) == list(terms):
            for term, meaning in made.items():
                if meaning != terms[term]:
                    self.put(("terms", term), meaning, terms[term])
        elif list(made)[: len(terms)] == list(terms) and terms:
            for term in list(made)[len(terms) :]:
                self.put(("terms", term), made[term])
            self._terms_changed(terms, made)
        else:
            self.put(("terms",), made)

    def _terms_changed(self, terms: Mapping[str, str], made: Mapping[str, str]) -> None:
        for term, meaning in terms.items():
            if made[term] != meaning:
                self.put(("terms", term), made[term], meaning)

    def _administrative(self, before: Sequence[Row], after: Sequence[Row]) -> None:
        old = {row["what"]: row["provision"] for row in before if row["what"]}
        new = {row["what"]: row["provision"] for row in after if row["what"]}
        for row in after:
            if not row["what"]:
                self.problems.append(
                    (say("the item is none that an administrative procedure has"), row.get("item", ""))
                )
        for what in dict.fromkeys([*old, *new]):
            if squeezed(old.get(what, "")) != squeezed(new.get(what, "")):
                self._administrative_fact(what, old.get(what, ""), new.get(what, ""))

    def _administrative_fact(self, what: str, old: str, new: str) -> None:
        path: YamlPath = ("administrative", what)
        if what == "legal_basis":
            self.problems.append(
                (say("the legal basis names documents by their codes; change it in the YAML file"), new)
            )
        elif what == "numbers":
            self.put(path, [part.strip() for part in new.split(",") if part.strip()])
        elif what == "dossier_sets" and not (new.isdecimal() or not new):
            self.problems.append((say("the number of sets is a whole number"), new))
        else:
            self.put(path, int(new) if what == "dossier_sets" and new else new, old)

    # --- steps

    def _steps(self, before: Sequence[Row], after: Sequence[Row]) -> None:
        steps = self.document.steps
        pairs = [(i, j) for i, j in row_pairs(before, after) if j is not None]
        ids = self._step_ids(pairs, after)
        by_number = {after[j]["number"]: ids[j] for _, j in pairs if after[j]["number"]}
        self._numbers, self._step_of = by_number, {id(after[j]): ids[j] for _, j in pairs}
        gone = {step.id for n, step in enumerate(steps) if n not in {i for i, _ in pairs}}
        self._items(("steps",), before, after, _step_changed, _new_step)
        for step in steps:
            for target in [*(step.decision or {}).values(), *([step.next] if step.next else [])]:
                if target in gone and step.id not in gone:
                    self.problems.append((say("step {step} leads to a step that is gone", step=step.activity), target))

    def _step_ids(self, pairs: Sequence[tuple[int | None, int]], after: Sequence[Row]) -> dict[int, str]:
        ids: dict[int, str] = {}
        used = {step.id for step in self.document.steps} | {END_OF_FLOW}
        for i, j in pairs:
            if i is not None:
                ids[j] = self.document.steps[i].id
            else:
                ids[j] = new_id(after[j]["activity"], used)
                used.add(ids[j])
        return ids

    def step_id(self, row: Row) -> str:
        """The id of a step by its row in the file that came back."""
        return self._step_of[id(row)]

    def target(self, number: str) -> str | None:
        """The step that a number leads to in the file that came back."""
        return END_OF_FLOW if number == END else self._numbers.get(number)

    _numbers: Mapping[str, str] = field(default_factory=dict)
    _step_of: Mapping[int, str] = field(default_factory=dict)

    def unit(self, printed: str) -> str:
        """The id of a unit by the name that is printed."""
        units = self.register.agency.units
        return next((unit for unit, name in units.items() if squeezed(name) == squeezed(printed)), printed)

    def code(self, printed: str) -> str:
        """The code of a document by what is printed for it."""
        documents: tuple[AnyDocument, ...] = (*self.register.documents, *self.register.externals)
        return next((d.code for d in documents if squeezed(d.printed_code) == squeezed(printed)), printed)


def new_id(activity: str, used: set[str]) -> str:
    """An id for a step that has none: its activity, shortened to its first words."""
    words = slug_of(activity).split("-")[:6]
    slug = "-".join(word for word in words if word) or "buoc"
    return next(made for n in range(1, len(used) + 2) if (made := slug if n == 1 else f"{slug}-{n}") not in used)


# --- changes of one item


def _usual(edits: FactEdits, path: YamlPath, old: Row, new: Row) -> None:
    for key in new:
        if key != "number" and new[key] != old.get(key, ""):
            edits.put((*path, key), new[key], old.get(key, ""))


def _record_changed(edits: FactEdits, path: YamlPath, old: Row, new: Row) -> None:
    for key in ("title", "form", "retention", "basis"):
        if key in new and new[key] != old.get(key, ""):
            edits.put((*path, key), new[key], old.get(key, ""))
    if "keeper" in new and new["keeper"] != old.get("keeper", ""):
        edits.put((*path, "keeper"), edits.unit(new["keeper"]))


def _reference_changed(edits: FactEdits, path: YamlPath, old: Row, new: Row) -> None:
    if new.get("title", "") != old.get("title", "") and new["code"] == old["code"]:
        edits.problems.append((say("the title of a cited document stands in its own file"), new["title"]))
    if all(new.get(key) == old.get(key) for key in ("code", "article", "pinned")):
        return
    if not new.get("code"):
        edits.problems.append((say("a reference without a code stays as it is"), old["code"]))
        return
    value = _new_reference(edits, new)
    whole = isinstance(value, str) or isinstance(edits.patch.node(path).value, str)
    if whole:
        _replace_item(edits, path, value)
    else:
        for key in ("code", "article"):
            if value.get(key, "") != _new_reference_value(edits, old).get(key, ""):
                edits.put((*path, key), value.get(key, ""))


def _new_reference_value(edits: FactEdits, row: Row) -> dict[str, str]:
    value = _new_reference(edits, row)
    return {"code": value} if isinstance(value, str) else value


def _replace_item(edits: FactEdits, path: YamlPath, value: object) -> None:
    at = int(path[-1])
    count = len(edits.patch.node(path[:-1]).value)
    order: list[int | Sequence[str]] = [n if n != at else item_lines(value, 0) for n in range(count)]
    arrange(edits.patch, path[:-1], order, [value if n == at else None for n in range(count)])


def _step_changed(edits: FactEdits, path: YamlPath, old: Row, new: Row) -> None:
    step = edits.document.steps[int(path[-1])]
    for key in ("activity", "time", "text"):
        if new[key] != old[key]:
            edits.put((*path, key), new[key], getattr(step, key))
    for key in _LISTS:
        if new[key] != old[key]:
            edits.put((*path, key), new[key])
    if new["ways"] != old["ways"]:
        _ways_changed(edits, path, old["ways"], new["ways"])
    if new["next"] != old["next"]:
        target = edits.target(new["next"]) if new["next"] else ""
        if target is None:
            edits.problems.append((say("there is no step with this number"), new["next"]))
        elif target != step.next:
            edits.put((*path, "next"), target)


def _ways_changed(edits: FactEdits, path: YamlPath, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    decision = dict(edits.document.steps[int(path[-1])].decision or {})
    made: dict[str, str] = {}
    labels = list(old)
    for position, (branch, number) in enumerate(new.items()):
        before = branch if branch in old else labels[position] if position < len(labels) else ""
        if before and old.get(before) == number and before in decision:
            made[branch] = decision[before]
        elif (target := edits.target(number)) is not None:
            made[branch] = target
        else:
            edits.problems.append((say("there is no step with this number"), f"{branch}: {number}"))
    if list(made.items()) != list(decision.items()):
        if list(made) == list(decision):
            for branch, target in made.items():
                if target != decision[branch]:
                    edits.put((*path, "decision", branch), target)
        else:
            edits.put((*path, "decision"), made)


# --- new items


def _new_step(edits: FactEdits, row: Row) -> dict[str, object]:
    made: dict[str, object] = {"id": edits.step_id(row), "activity": row["activity"] or "?"}
    for key in ("responsible", "time", "inputs", "outputs", "risks", "text"):
        if row[key]:
            made[key] = row[key]
    decision = {}
    for branch, number in row["ways"].items():
        if (target := edits.target(number)) is not None:
            decision[branch] = target
        else:
            edits.problems.append((say("there is no step with this number"), f"{branch}: {number}"))
    if decision:
        made["decision"] = decision
    if row["next"] and (target := edits.target(row["next"])):
        made["next"] = target
    return made


def _new_reference(edits: FactEdits, row: Row) -> Any:
    code = edits.code(row.get("code", ""))
    code = f"{code}@{row['pinned']}" if row.get("pinned") else code
    return {"code": code, "article": row["article"]} if row.get("article") else code


def _filled(row: Row, *keys: str) -> dict[str, object]:
    return {key: row[key] for key in keys if row.get(key) not in (None, "")}


def _new_record(edits: FactEdits, row: Row) -> dict[str, object]:
    made = _filled(row, "title", "form", "keeper", "retention", "basis")
    return made | ({"keeper": edits.unit(row["keeper"])} if row.get("keeper") else {})


_CHANGES: Mapping[object, Callable[[FactEdits, YamlPath, Row, Row], None]] = {
    "references": _reference_changed,
    "records": _record_changed,
}
_NEW: Mapping[str, Callable[[FactEdits, Row], object]] = {
    "references": _new_reference,
    "forms": lambda _, row: _filled(row, "code", "title", "issue", "revision"),
    "records": _new_record,
    "indicators": lambda _, row: _filled(row, "title", "measure", "target", "means", "responsible", "period"),
    "dossier": lambda _, row: _filled(row, "title", "originals", "copies", "form"),
}
