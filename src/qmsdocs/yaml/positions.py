"""Where a value stands in a YAML text: found only when something is to be reported about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yaml import YAMLError
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from qmsdocs.diagnostics import YamlPath
from qmsdocs.yaml.reader import events

_NEXT_KEY = re.compile(r"\n(?=[^\s#\]}-])")


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column from 1, and the number of characters on that line."""

    line: int
    column: int
    width: int = 1


@dataclass(slots=True)
class _Open:
    """A container being read: its path, and the key or index that comes next."""

    path: YamlPath
    is_mapping: bool
    key: str | None = None
    index: int = 0


class Positions:
    """The positions of keys and values of one YAML text.

    A file is read again only as far as needed: the block of the top-level key that is asked for.

    Args:
        text: a whole file with LF line ends.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: dict[str, _Block] = {}

    def value(self, path: YamlPath) -> Position:
        """The value at ``path``, or at the longest part of it that exists."""
        return self._block(path).value(path)

    def key(self, path: YamlPath) -> Position:
        """The key at ``path``, or the nearest value."""
        return self._block(path).key(path)

    def _block(self, path: YamlPath) -> _Block:
        top = str(path[0]) if path else ""
        if top not in self._blocks:
            self._blocks[top] = self._top_level(top) or self._whole()
        return self._blocks[top]

    def _top_level(self, key: str) -> _Block | None:
        """The block of a key that stands alone at the beginning of a line, read by itself; None where that fails."""
        text = "\n" + self._text  # so that every line begins with the same character, to which a search skips
        found = list(re.finditer(rf"\n{re.escape(key)}\s*:(?=\s)", text)) if key else []
        if len(found) != 1:
            return None  # not there, quoted, in braces, or perhaps only in a text of several lines
        start = found[0].start() + 1
        end = _NEXT_KEY.search(text, found[0].end())
        try:
            return _Block(text[start : end.start() + 1 if end else None], text.count("\n", 1, start))
        except YAMLError:
            return None

    def _whole(self) -> _Block:
        if "" not in self._blocks:
            self._blocks[""] = _Block(self._text, 0, forgiving=True)
        return self._blocks[""]


class _Block:
    """The positions in a part of a file.

    Args:
        text: YAML.
        above: number of lines above it.
        forgiving: stop silently where it is broken.

    Raises:
        YAMLError: it is broken, unless ``forgiving``.
    """

    def __init__(self, text: str, above: int, *, forgiving: bool = False) -> None:
        self._values: dict[YamlPath, Any] = {}
        self._keys: dict[YamlPath, Any] = {}
        self._above = above
        try:
            self._read(text)
        except YAMLError:
            if not forgiving:
                raise

    def value(self, path: YamlPath) -> Position:
        """The value at ``path``, or the key of the longest part of it that exists."""
        event = self._nearest(path)
        return self._position(event) if event else Position(1, 1)

    def key(self, path: YamlPath) -> Position:
        """The key at ``path``, or the nearest value."""
        event = self._keys.get(path)
        return self._position(event) if event else self.value(path)

    def _nearest(self, path: YamlPath) -> Any:
        table = self._values
        real: YamlPath = ()
        for part in path:
            if (*real, part) in table:
                real = (*real, part)
            elif not (isinstance(part, int) and part == 0):  # a single value where a list may stand
                break
        if not real:
            return None
        return table[real] if real == path else self._keys.get(real, table[real])

    def _read(self, text: str) -> None:
        values, keys = self._values, self._keys
        stack: list[_Open] = []
        for event in events(text):
            kind = type(event)
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                stack.pop()
            elif kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
                top = stack[-1] if stack else None
                if top is not None and kind is ScalarEvent and top.is_mapping and top.key is None:
                    top.key = event.value
                    keys.setdefault((*top.path, event.value), event)
                    continue
                path = _next_path(top) if top is not None else ()
                values.setdefault(path, event)
                if kind is not ScalarEvent:
                    stack.append(_Open(path, kind is MappingStartEvent))

    def _position(self, event: Any) -> Position:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Position(self._above + start.line + 1, start.column + 1, max(width, 1))


def _next_path(top: _Open) -> YamlPath:
    """The path of the value that comes now, and the container told so."""
    if top.is_mapping:
        key, top.key = top.key, None
        return (*top.path, key or "")
    top.index += 1
    return (*top.path, top.index - 1)
