"""Changing values in a YAML file: text is cut out and put in where ruamel says it stands, everything else stays byte for byte.

A file is never dumped: that would change its spacing, quotes and comments. What a change gives is read again and must say
exactly what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.edit.splice import scalar
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.yaml.reader import YamlFault, read_yaml

Node = Any
"""A node of ruamel's tree: marks say where it begins and ends."""

Layout = Callable[[str, Any, int], Sequence[str]]
"""Gives the lines of a key and its value where the key stands in a column."""

_WIDEST = 110


class Patch:
    """A YAML text while values in it are changed.

    Args:
        text: a whole file without BOM, which can be read; what is added gets the line ends of its first line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._line_end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"

    def put(self, path: YamlPath, value: Any, layout: Layout | None = None) -> None:
        """Gives a key a value: in place of the one it has, or at the end of its mapping.

        Args:
            path: of the key; all above it exist, and the last part is a key.
            value: text, numbers, days, mappings and lists of them.
            layout: how a value is written that does not stand in braces; lines with the key, which stands in a column.

        Raises:
            UnusableConfiguration: the file is written in a way that cannot be changed safely.
        """
        mapping = self.node(path[:-1])
        meant = with_value(self.value(), path, plain(value))
        pair = _pair(mapping, path[-1])
        if pair is None:
            self._add(mapping, f"{scalar(str(path[-1]))}:", value, layout)
        else:
            start = self.text.index(":", pair[0].end_mark.index) + 1
            column = pair[0].start_mark.column
            written = " " + _flow(value) if mapping.flow_style else _laid_out(value, column, layout)
            self.replace(start, max(self.end(pair[1]), start), written)
        self.prove(meant)

    def append(self, path: YamlPath, value: Any) -> None:
        """Adds an item to the end of a list; a key that has no list yet is given one.

        Args:
            path: of the list.
            value: the item.

        Raises:
            UnusableConfiguration: as for :meth:`put`.
        """
        whole = self.value()
        there = _at(whole, path)
        if not there:
            self.put(path, [value])
            return
        items = self.node(path)
        if items.flow_style:
            end = self.end(items.value[-1])
            self.replace(end, end, ", " + _flow(value))
        else:
            column, first = items.start_mark.column, items.value[0].start_mark.column
            mark = "-" + " " * max(first - column - 1, 1)
            lines = _item(value, mark)
            self._insert_after(items, [" " * column + line for line in lines])
        self.prove(with_value(whole, path, (*there, plain(value))))

    def drop(self, path: YamlPath) -> None:
        """Takes a key and its value away.

        Args:
            path: of the key; nothing happens where it does not exist.

        Raises:
            UnusableConfiguration: as for :meth:`put`.
        """
        mapping = self.node(path[:-1])
        keys = [key.value for key, _ in mapping.value]
        if path[-1] not in keys:
            return
        meant = _without(self.value(), path)
        index = keys.index(path[-1])
        key, value = mapping.value[index]
        follows = mapping.value[index + 1][0].start_mark.index if index + 1 < len(keys) else None
        begins_line = not self.text[self.text.rfind("\n", 0, key.start_mark.index) + 1 : key.start_mark.index].strip()
        if mapping.flow_style:
            start = self.end(mapping.value[index - 1][1]) if follows is None and index else key.start_mark.index
            self.replace(start, self.end(value) if follows is None else follows, "")
        elif begins_line:
            start = self.text.rfind("\n", 0, key.start_mark.index) + 1
            end = self.text.find("\n", max(self.end(value), key.end_mark.index))
            self.replace(start, len(self.text) if end < 0 else end + 1, "")
        elif follows is not None:  # the first key after the hyphen of an item
            self.replace(key.start_mark.index, follows, "")
        else:
            raise _unsafe()
        self.prove(meant)

    def value(self) -> Any:
        """What the text says now."""
        return read_yaml(self.text.replace("\r\n", "\n").replace("\r", "\n"))

    def flow(self, value: Any) -> str:
        """A value as it stands in a line."""
        return _flow(value)

    # --- places

    def node(self, path: YamlPath) -> Node:
        """The node of ruamel's tree at a path.

        Raises:
            UnusableConfiguration: there is none.
        """
        from ruamel.yaml import YAML  # noqa: PLC0415 - only verbs that change files need it

        node = YAML(typ="rt").compose(self.text)
        for part in path:
            if isinstance(part, int):
                node = node.value[part]
            else:
                pair = _pair(node, part)
                node = pair[1] if pair else None
            if node is None:
                raise _unsafe()
        return node

    def end(self, node: Node) -> int:
        """The character after the last one of a node; ruamel's end of a block lies where the next thing begins."""
        if isinstance(node.value, list) and not node.flow_style:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last) or node.end_mark.index
        end = int(node.end_mark.index)
        if isinstance(node.value, str) and node.style in ("|", ">"):
            return len(self.text[:end].rstrip("\r\n"))
        return end

    # --- changes

    def _add(self, mapping: Node, key: str, value: Any, layout: Layout | None) -> None:
        if mapping.flow_style:
            end = self.end(mapping.value[-1][1]) if mapping.value else mapping.start_mark.index + 1
            self.replace(end, end, f"{', ' if mapping.value else ''}{key} {_flow(value)}")
        elif mapping.value:
            column = mapping.value[0][0].start_mark.column
            written = key + _laid_out(value, column, layout)
            self._insert_after(mapping, (" " * column + written).split("\n"))
        else:
            raise _unsafe()

    def _insert_after(self, node: Node, lines: Sequence[str]) -> None:
        """New lines below the last line of a node, and below the comment that may stand at its end."""
        key = node.value[-1][0] if isinstance(node.value[-1], tuple) else node.value[-1]
        end = self.text.find("\n", max(self.end(node), key.start_mark.index)) + 1
        if end == 0:
            self.text += self._line_end
            end = len(self.text)
        self.replace(end, end, "\n".join([*lines, ""]))

    def replace(self, start: int, end: int, new: str) -> None:
        """Puts text with LF line ends in place of some characters."""
        self.text = self.text[:start] + new.replace("\n", self._line_end) + self.text[end:]

    def prove(self, meant: Any) -> None:
        """Refuses a text that does not say what was meant.

        Raises:
            UnusableConfiguration: it does not.
        """
        try:
            if self.value() == meant:
                return
        except YamlFault:
            pass
        raise _unsafe()


def _unsafe() -> UnusableConfiguration:
    return UnusableConfiguration(
        say("the file cannot be changed safely; write its keys one below the other, as `qmsdocs new` does")
    )


def _pair(mapping: Node, key: object) -> tuple[Node, Node] | None:
    return next(((k, v) for k, v in mapping.value if k.value == key), None)


# --- how values are written


def plain(value: Any) -> Any:
    """The value as the reader gives it back."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(map(plain, value))
    return value.isoformat() if isinstance(value, date) else value


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, date):
        return value.isoformat()
    return (
        {True: "true", False: "false", None: "null"}[value]
        if value in (True, False, None) and not _number(value)
        else str(value)
    )


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _laid_out(value: Any, column: int, layout: Layout | None) -> str:
    """What stands after the colon of a key in block style."""
    if layout is None:
        return _after_key(value, column)
    return "\n".join(layout("k", value, column))[column + 2 :]


def _after_key(value: Any, column: int) -> str:
    """What stands after the colon of a key in block style: a short value on the line, a long one below it."""
    flow = _flow(value)
    simple = not isinstance(value, (Mapping, list, tuple)) or not value
    if simple or (
        isinstance(value, Mapping) and column + len(flow) <= _WIDEST and not any(map(_is_deep, value.values()))
    ):
        return " " + flow
    inner = " " * (column + 2)
    lines = _keys(value) if isinstance(value, Mapping) else [line for item in value for line in _item(item, "- ")]
    return "".join(f"\n{inner}{line}" for line in lines)


def _is_deep(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple)) and any(
        isinstance(v, (Mapping, list, tuple)) for v in _items(value)
    )


def _items(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, Mapping) else value


def _keys(value: Mapping[str, Any]) -> list[str]:
    return [line for key, item in value.items() for line in f"{scalar(str(key))}:{_after_key(item, 0)}".split("\n")]


def _item(value: Any, mark: str) -> list[str]:
    """The lines of an item of a list, the first of them with its hyphen."""
    flow = _flow(value)
    if not isinstance(value, Mapping) or not value or (len(flow) <= _WIDEST and not any(map(_is_deep, value.values()))):
        return [mark + flow]
    first, *rest = _keys(value)
    return [mark + first, *(" " * len(mark) + line for line in rest)]


# --- what the result must say


def _at(whole: Any, path: YamlPath) -> Any:
    for part in path:
        whole = whole.get(part) if isinstance(whole, dict) else whole[part]
    return whole


def with_value(whole: Any, path: YamlPath, value: Any) -> Any:
    """A copy of plain values in which one value is another, or new."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(whole, tuple):
        return tuple(with_value(item, rest, value) if index == first else item for index, item in enumerate(whole))
    return {**whole, first: with_value(whole.get(first), rest, value)}


def _without(whole: Any, path: YamlPath) -> Any:
    first, rest = path[0], path[1:]
    if isinstance(whole, tuple):
        return tuple(_without(item, rest) if index == first else item for index, item in enumerate(whole))
    if not rest:
        return {key: item for key, item in whole.items() if key != first}
    return {**whole, first: _without(whole[first], rest)}
