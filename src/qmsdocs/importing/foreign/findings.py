"""What an import has found so far: facts, and remarks in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from qmsdocs.diagnostics import Message
from qmsdocs.importing.draft import Remark, Sureness

Facts = dict[str, Any]


@dataclass(slots=True)
class Findings:
    """What was found.

    Args:
        facts: keys of the YAML file with plain values.
        to_check: keys whose facts nobody knows.
        remarks: each with its place in the order of the file.
    """

    facts: Facts = field(default_factory=dict)
    to_check: list[str] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)

    def remark(self, order: int, sureness: Sureness, place: Message, what: Message, quote: str = "") -> None:
        """Adds a line to the report.

        Args:
            order: where in the file it belongs: the index of a piece.
            sureness, place, what, quote: as in a remark.
        """
        self.remarks.append((order, Remark(sureness, place, what, quote)))

    def unknown(self, *keys: str) -> None:
        """Names keys that somebody has to look up."""
        self.to_check += [key for key in keys if key not in self.to_check]

    @property
    def report(self) -> tuple[Remark, ...]:
        """The remarks in the order of the file."""
        return tuple(remark for _, remark in sorted(self.remarks, key=lambda item: item[0]))


def texts_in(value: object) -> Iterable[str]:
    """All texts that stand in plain values, keys of terms among them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)
    elif value is not None:
        yield str(value)
