"""Where a value stands in a YAML text: found only when something is to be reported about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class _Value(NamedTuple):
    """A value in the text: the event of its key, if it has one, its own, and what stands in it by key or index."""

    key: Any
    event: Any
    inside: dict[str | int, _Value]


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
        self._whole: dict[str | int, _Value] = {}
        self._above = above
        try:
            self._read(text)
        except YAMLError:
            if not forgiving:
                raise

    def value(self, path: YamlPath) -> Position:
        """The value at ``path``, or the key of the longest part of it that exists."""
        found, reached = self._nearest(path)
        if found is None:
            return Position(1, 1)
        return self._position(found.event if reached else found.key or found.event)

    def key(self, path: YamlPath) -> Position:
        """The key at ``path``, or the nearest value."""
        found, reached = self._nearest(path)
        return self._position(found.key) if found and reached and found.key else self.value(path)

    def _nearest(self, path: YamlPath) -> tuple[_Value | None, bool]:
        """The value at the longest part of ``path`` that exists, None for the whole text; and whether that is all of it."""
        found, reached = None, len(path)
        inside = self._whole[0].inside if self._whole else {}
        for part in path:
            if inner := inside.get(part):
                found, inside = inner, inner.inside
                reached -= 1
            elif not (isinstance(part, int) and part == 0):  # a single value where a list may stand
                break
        return found, not reached

    def _read(self, text: str) -> None:
        """A loop over events; a frame is (what stands in the container, whether it is a mapping)."""
        frames: list[tuple[dict[str | int, _Value], bool]] = []
        inside, is_mapping, key = self._whole, False, None
        for event in events(text):
            kind = type(event)
            if kind is ScalarEvent:
                if is_mapping and key is None:
                    key = event
                    continue
                inside.setdefault(key.value if key else len(inside), _Value(key, event, {}))
                key = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                value = inside.setdefault(key.value if key else len(inside), _Value(key, event, {}))
                frames.append((inside, is_mapping))
                inside, is_mapping, key = value.inside, kind is MappingStartEvent, None
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                inside, is_mapping = frames.pop()

    def _position(self, event: Any) -> Position:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Position(self._above + start.line + 1, start.column + 1, max(width, 1))
