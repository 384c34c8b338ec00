"""What changed in the facts of the YAML file: value by value, and item by item in its lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdocs.comparison import wording
from qmsdocs.comparison.difference import Difference
from qmsdocs.comparison.difference import Kind as Change
from qmsdocs.comparison.matching import moved, pairs
from qmsdocs.comparison.names import (
    ADMINISTRATIVE,
    BASIS,
    DOSSIER,
    FORMS,
    GENERAL,
    INDICATORS,
    PROCESS,
    RECORDS,
    REFERENCES,
    STEPS,
    TERMS,
    VALUES,
    Item,
    Kind,
)
from qmsdocs.diagnostics import Message, say
from qmsdocs.model.agency import Agency

_PLACED = frozenset({"clauses", "duties"})
_OF_UNITS = frozenset({"unit", "units", "applies_to", "keeper"})


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of two contents.

    Args:
        before, after: the mappings as digests see them.
        agency: whose units are named.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    agency: Agency

    def general(self) -> Iterator[Difference]:
        """Facts of the whole document, unknown keys last."""
        known = [*GENERAL, *sorted({*self.before, *self.after} - {*GENERAL, *BLOCKS, "process"})]
        for key in known:
            label = GENERAL.get(key, Message("{key}", {"key": key}))
            yield from self._value(say("General facts"), (key,), label, self.before.get(key), self.after.get(key))

        old, new = self.before.get("process") or {}, self.after.get("process") or {}
        for key, label in PROCESS.items():
            where = say("Place among the processes")
            yield from self._value(where, ("process", key), label, old.get(key), new.get(key))

    def block(self, name: str, section: Message) -> Iterator[Difference]:
        """The facts that are printed in one block.

        Args:
            name: of the block.
            section: where it is printed.
        """
        if name in BLOCKS:
            yield from BLOCKS[name](self, self.before.get(name), self.after.get(name), section)

    def administrative(self, before: Any, after: Any, section: Message) -> Iterator[Difference]:
        """Those of an administrative procedure."""
        old, new = before or {}, after or {}
        for key, label in ADMINISTRATIVE.items():
            yield from self._value(section, ("administrative", key), label, old.get(key), new.get(key))
        path = ("administrative",)
        yield from self.items(BASIS, (old.get("legal_basis"), new.get("legal_basis")), section, (*path, "legal_basis"))
        yield from self.items(DOSSIER, (old.get("dossier"), new.get("dossier")), section, (*path, "dossier"))

    def items(
        self, kind: Kind, lists: tuple[Any, Any], section: Message, path: tuple[str, ...]
    ) -> Iterator[Difference]:
        """What was added, removed, moved and changed in a list.

        Args:
            kind: of its items.
            lists: before and after; None for none.
            section: where it is printed.
            path: of the list.
        """
        old, new = (_items(kind, value) for value in lists)
        found = pairs(old, new, lambda item: kind.same(_text(item.get(kind.key))), lambda item: _words(kind, item))
        away = moved(found) if kind.ordered else frozenset()
        for i, j in found:
            item = new[j] if j is not None else old[i or 0]
            name = _text(item.get(kind.key))
            at = (*path, name)
            if i is None:
                yield Difference(
                    section, wording.added(kind.noun, _summary(kind, item)), "added", at, None, _told(item)
                )
            elif j is None:
                what = wording.removed(kind.noun, _summary(kind, item))
                yield Difference(section, what, "removed", at, _told(item), None)
            else:
                if j in away:
                    what = wording.moved(kind.noun, wording.quoted(name) if kind.key == "title" else name)
                    yield Difference(section, what, "moved", at, str(i + 1), str(j + 1))
                yield from self._fields(kind, old[i], item, kind.place(section, name), at)

    def _fields(self, kind: Kind, old: Item, new: Item, where: Message, path: tuple[str, ...]) -> Iterator[Difference]:
        others = sorted({*old, *new} - {*kind.fields, "issue", "revision"})
        for key in (*kind.fields, *others):
            label = kind.fields.get(key, Message("{key}", {"key": key}))
            yield from self._value(where, (*path, key), label, old.get(key), new.get(key))

    def _value(
        self, where: Message, path: tuple[str, ...], label: Message, before: Any, after: Any
    ) -> Iterator[Difference]:
        if before == after:
            return
        old, new = self._shown(path[-1], before), self._shown(path[-1], after)
        kind: Change = "added" if before is None else "removed" if after is None else "changed"
        yield Difference(where, wording.valued(label, old, new), kind, path, _told(before), _told(after))

    def _shown(self, key: str, value: Any) -> Any:
        """A value as people read it."""
        if key in _PLACED and isinstance(value, list):
            return [_placed(item) for item in value]
        if isinstance(value, list):
            return [str(self._shown(key, item)) for item in value]
        if isinstance(value, dict):
            return [f"{name}: {_text(item)}" for name, item in value.items()]
        if isinstance(value, str):
            named = self.agency.units.get(value) if key in _OF_UNITS else None
            return VALUES.get((key, value)) or named or value
        return None if value is None else _text(value)


def _list_of(kind: Kind, path: str) -> Callable[[Facts, Any, Any, Message], Iterator[Difference]]:
    return lambda facts, before, after, section: facts.items(kind, (before, after), section, (path,))


BLOCKS: Mapping[str, Callable[[Facts, Any, Any, Message], Iterator[Difference]]] = {
    "references": _list_of(REFERENCES, "references"),
    "terms": _list_of(TERMS, "terms"),
    "administrative": Facts.administrative,
    "steps": _list_of(STEPS, "steps"),
    "indicators": _list_of(INDICATORS, "indicators"),
    "forms": _list_of(FORMS, "forms"),
    "records": _list_of(RECORDS, "records"),
}
"""For each block that is printed from the YAML file, how it is compared."""


# --- items as mappings


def _items(kind: Kind, value: Any) -> list[Item]:
    if isinstance(value, dict):
        return [{"term": term, "meaning": meaning} for term, meaning in value.items()]
    return [_item(kind, item) for item in value or ()]


def _item(kind: Kind, value: Any) -> Item:
    """An item with what is written in short spelt out: the pin of a reference, the numbers of a form."""
    item = dict(value) if isinstance(value, dict) else {kind.key: value}
    if kind in (REFERENCES, BASIS):
        code, at, pin = _text(item.get("code")).partition("@")
        return {**item, "code": code, **({"pin": pin} if at else {})}
    if kind is FORMS:
        return {**item, "number": f"{item.get('issue', 1)}.{item.get('revision', 0)}"}
    return item


def _summary(kind: Kind, item: Item) -> str:
    """What is told of an item that came or went."""
    name = _text(item.get(kind.key))
    others = {key: _text(item.get(key)) for key in kind.fields if item.get(key) and key != kind.key}
    if kind is STEPS:
        time = f" ({others['time']})" if "time" in others else ""
        return f"{name}: {others.get('activity', '')}{time}"
    if kind is FORMS:
        return f"{name} {others.get('title', '')} ({others['number']})"
    if kind is TERMS:
        return wording.excerpt(f"{name}: {others.get('meaning', '')}")
    if kind in (REFERENCES, BASIS):
        inner = ", ".join(others.values())
        return f"{name} ({inner})" if inner else name
    retention = f" ({others['retention']})" if "retention" in others else ""
    return f"“{name}”{retention}"


def _words(kind: Kind, item: Item) -> Sequence[str]:
    """What an item says besides its name, by which it is known again under another one; of short ones also the name."""
    said = [_text(value) for key, value in sorted(item.items()) if key not in (kind.key, "issue", "revision", "number")]
    titled = [_text(item.get(kind.key))] if kind.key == "title" else []
    return " ".join([*said, *titled]).casefold().split()


def _placed(item: Any) -> str:
    """A clause or duty with the place where it is dealt with."""
    if not isinstance(item, dict):
        return _text(item)
    name = _text(item.get("clause") or item.get("duty"))
    return f"{name} (#{item['at']})" if item.get("at") else name


def _told(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
