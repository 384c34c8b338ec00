"""The facts of a draft as a YAML file, written as people write theirs: short things in a line, quotes where they are needed."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from qmsdocs.yaml.reader import YamlFault, read_yaml

_WIDTH = 127
_WIDEST_BRACES = 160
_NUMBERED = re.compile(r"[\d.]+[a-z]?")
"""Texts that look like numbers, as of clauses: ``8.5.1a`` is quoted as ``8.5.1`` is."""
_ALWAYS_BLOCK = frozenset(
    {"references", "terms", "steps", "forms", "records", "indicators", "revisions", "legal_basis"}
)
"""Lists that are read line by line, and grow."""
_LISTED = frozenset({"forms", "records", "dossier", "changes", "references", "legal_basis", "clauses", "duties"})
"""Lists whose items stand in braces when they fit into a line."""


def facts_yaml(facts: Mapping[str, object]) -> str:
    """The YAML text of facts, with a line end.

    Args:
        facts: text, whole numbers, truth values, days, None, lists and mappings of them; keys in the order wanted.

    >>> facts_yaml({"code": "QT-01", "clauses": ["7.5"], "unit": None})
    'code: QT-01\\nclauses: ["7.5"]\\nunit: null\\n'
    """
    text = "".join(f"{line}\n" for line in _mapping(facts, 0))
    if read_yaml(text) != as_read(facts):  # pragma: no cover - proved by a test over all texts
        raise AssertionError(text)
    return text


def as_read(value: Any) -> Any:
    """A value as the reader gives it back."""
    if isinstance(value, Mapping):
        return {key: as_read(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(map(as_read, value))
    return value.isoformat() if isinstance(value, date) else value


def block_lines(key: str, value: object, indent: int = 0) -> list[str]:
    """The lines of a key and its value in block style.

    Args:
        key: the key.
        value: as for :func:`facts_yaml`.
        indent: how many blanks stand before the key.
    """
    return list(_pair(key, value, indent))


def item_lines(value: object, indent: int, *, braces: bool = True) -> list[str]:
    """The lines of an item of a list, its hyphen included.

    Args:
        value: as for :func:`facts_yaml`.
        indent: how many blanks stand before the hyphen.
        braces: a mapping stands in braces when it fits into a line.
    """
    return list(_item(value, indent, braces=braces))


def flow(value: object) -> str:
    """A value in one line, as it stands in a list or in braces."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(str(key))}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value, "[{}]", (lambda read: (read,)))


def _mapping(value: Mapping[str, object], indent: int) -> Iterator[str]:
    for key, item in value.items():
        yield from _pair(str(key), item, indent)


def _pair(key: str, value: object, indent: int) -> Iterator[str]:
    begin = " " * indent + flow(key) + ":"
    if isinstance(value, str):
        yield from _text(begin, value, indent)
    elif (
        not isinstance(value, (Mapping, list, tuple))
        or not value
        or (key not in _ALWAYS_BLOCK and _fits(value, len(begin) + 1))
    ):
        yield f"{begin} {flow(value)}"
    elif isinstance(value, Mapping):
        yield begin
        yield from _mapping(value, indent + 2)
    else:
        yield begin
        for item in value:
            yield from _item(item, indent + 2, braces=key in _LISTED)


def _fits(value: Mapping[str, object] | Sequence[object], column: int, width: int = _WIDTH) -> bool:
    """Whether a list of plain values, or a mapping of such and of small mappings, has room in the rest of a line."""
    items = list(value.values()) if isinstance(value, Mapping) else list(value)
    if isinstance(value, Mapping):
        plain = all(not isinstance(item, (list, tuple)) or not item for item in items)
    else:
        plain = not any(isinstance(item, (Mapping, list, tuple)) for item in items)
    return plain and column + len(flow(value)) <= width


def _item(value: object, indent: int, *, braces: bool) -> Iterator[str]:
    begin = " " * indent + "- "
    if isinstance(value, Mapping) and value:
        if braces and _fits(value, len(begin), _WIDEST_BRACES):
            yield begin + flow(value)
            return
        first, *rest = _mapping(value, indent + 2)
        yield begin + first[indent + 2 :]
        yield from rest
    elif isinstance(value, str):
        yield from _text(begin.rstrip(), value, indent)
    else:
        yield begin + flow(value)


def _text(begin: str, text: str, indent: int) -> Iterator[str]:
    """A text after a key or hyphen: folded when it is long, line by line when it has lines."""
    inner = " " * (indent + 2)
    one = f"{begin} {_scalar(text, 'k: {}', lambda read: {'k': read})}"
    if len(one) <= _WIDTH and "\n" not in text:
        yield one
        return
    for lines in (_literal(begin, text, inner), _folded(begin, text, inner)):
        if lines and _says("\n".join(lines), indent, text):
            yield from lines
            return
    yield f"{begin} {_quoted(text)}"


def _literal(begin: str, text: str, inner: str) -> list[str]:
    if "\n" not in text:
        return []
    return [f"{begin} |-", *(f"{inner}{line}" if line else "" for line in text.split("\n"))]


def _folded(begin: str, text: str, inner: str) -> list[str]:
    if "\n" in text:
        return []
    width = _WIDTH + len(inner)
    return textwrap.wrap(
        text, width - len(inner), initial_indent=f"{begin} ", subsequent_indent=inner, break_long_words=False,
        break_on_hyphens=False, expand_tabs=False, replace_whitespace=False,
    )  # fmt: skip


def _says(written: str, indent: int, text: str) -> bool:
    """Whether lines say a text, wherever they stand."""
    read = _read("\n".join(line[indent:] for line in written.split("\n")))
    if isinstance(read, tuple):
        return read == (text,)
    return isinstance(read, dict) and list(read.values()) == [text]


def _scalar(value: object, around: str, meant: Any) -> str:
    if isinstance(value, str):
        plain = (
            "\n" not in value
            and value.strip()
            and not _NUMBERED.fullmatch(value)
            and _read(around.format(value)) == meant(value)
        )
        return value if plain else _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\ufeff", "\\ufeff")


def _read(text: str) -> Any:
    try:
        return read_yaml(text)
    except YamlFault:
        return None
