"""The words that offices use for sections, columns and labels; they are data (vocabulary.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from qmsdocs.importing.foreign.words import flat, folded
from qmsdocs.yaml.reader import read_yaml

Synonyms = Mapping[str, str]
"""For each folded synonym what it means."""


@dataclass(frozen=True)
class TableWords:
    """A kind of table.

    Args:
        columns: for each folded name of a column what it holds.
        needs: sets of columns of which one must be there.
    """

    columns: Synonyms
    needs: Sequence[frozenset[str]]


@dataclass(frozen=True)
class Vocabulary:
    """All of it, ready to be compared with folded text."""

    sections: Synonyms
    tables: Mapping[str, TableWords]
    labels: Synonyms
    label: re.Pattern[str]
    kinds: Synonyms
    signing: Synonyms
    administrative: Synonyms
    in_step: Synonyms
    lists: Mapping[str, frozenset[str]]
    refusal: re.Pattern[str]
    role: re.Pattern[str]


def synonyms(groups: Mapping[str, Sequence[str]]) -> Synonyms:
    """Each synonym, folded, with the name of its group."""
    return {folded(word): name for name, group in groups.items() for word in group}


def _choice(found: Sequence[str]) -> str:
    ordered = sorted({flat(word) for word in found}, key=len, reverse=True)
    return "|".join(r"\s*/\s*".join(r"\s+".join(map(re.escape, p.split())) for p in w.split("/")) for w in ordered)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with qmsdocs."""
    text = resources.files("qmsdocs.importing.foreign").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = read_yaml(text)
    tables = {
        name: TableWords(synonyms(kind["columns"]), tuple(frozenset(needed) for needed in kind["needs"]))
        for name, kind in raw["tables"].items()
    }
    labels = [word for group in raw["labels"].values() for word in group]
    plain = ("contents", "system", "boilerplate", "agencies", "no_step", "chart_words")
    return Vocabulary(
        synonyms(raw["sections"]),
        tables,
        synonyms(raw["labels"]),
        re.compile(rf"(?<![a-z0-9])({_choice(labels)})(?![a-z0-9])"),
        synonyms(raw["kinds"]),
        synonyms(raw["signing"]),
        synonyms(raw["administrative"]),
        synonyms(raw["in_step"]),
        {name: frozenset(map(folded, raw[name])) for name in plain},
        re.compile(rf"(?<![a-z0-9])({_choice(raw['refusals'])})(?![a-z0-9])"),
        re.compile(rf"(?:{_choice(raw['roles'])})(?![a-z0-9])"),
    )
