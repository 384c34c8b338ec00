"""Changing a YAML text in place: blocks and single values are replaced, everything else stays byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.yaml.positions import Positions
from qmsdocs.yaml.reader import YamlFault, read_yaml


def with_blocks(text: str, blocks: Mapping[str, str]) -> str:
    r"""The text with top-level keys replaced, added at its end, or (empty block) taken away.

    Args:
        text: a whole YAML file in block style, with LF line ends.
        blocks: key and its new lines, the key itself included.

    Raises:
        UnusableConfiguration: the result would not say what was asked for; then the file is not in block style.

    >>> with_blocks("code: A\nreviews: []\n# end\n", {"code": "code: B\n", "reviews": ""})
    'code: B\n# end\n'
    """
    parts = list(_parts(text))
    known = {key for key, _ in parts}
    lines = [blocks.get(key, part) for key, part in parts] + [new for key, new in blocks.items() if key not in known]
    result = "".join(part if not part or part.endswith("\n") else part + "\n" for part in lines)
    expected = {key: value for key, value in read_yaml(text).items() if key not in blocks}
    for new in blocks.values():
        expected |= read_yaml(new) or {}
    _refuse_unless(_reads_as(result, expected))
    return result


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Top-level keys with their lines; comments and empty lines between two keys stand under the empty key."""
    positions = Positions(text)
    starts = {positions.key((key,)).line - 1: key for key in read_yaml(text)}
    lines = text.splitlines(keepends=True)
    begins = sorted(starts)
    yield "", "".join(lines[: begins[0]])
    for begin, following in zip(begins, [*begins[1:], len(lines)], strict=True):
        end = following
        while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        yield starts[begin], "".join(lines[begin:end])
        yield "", "".join(lines[end:following])


def with_values(text: str, values: Mapping[YamlPath, str]) -> str:
    r"""The text with single values replaced; each stands on one line and is a plain or quoted scalar.

    Args:
        text: a whole YAML file with LF line ends.
        values: path of a value that the file holds, and how the new one is written.

    Raises:
        UnusableConfiguration: the result would not say what was asked for.

    >>> with_values("forms:\n  - {code: A, issue: 3}  # keep\n", {("forms", 0, "issue"): "1"})
    'forms:\n  - {code: A, issue: 1}  # keep\n'
    """
    if not values:
        return text
    positions = Positions(text)
    lines = text.split("\n")
    # from the end of each line on, so that what was found before stays where it was found
    for path in sorted(values, key=lambda path: positions.value(path).column, reverse=True):
        place = positions.value(path)
        line, start = lines[place.line - 1], place.column - 1
        lines[place.line - 1] = line[:start] + values[path] + line[start + place.width :]
    result = "\n".join(lines)
    expected = {path: read_yaml(value) for path, value in values.items()}
    _refuse_unless(_reads_as(result, reduce(_with_value, expected.items(), read_yaml(text))))
    return result


def _with_value(whole: Any, change: tuple[YamlPath, Any]) -> Any:
    """A copy of plain values in which one value is another."""
    path, value = change
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(whole, dict):
        return {**whole, first: _with_value(whole.get(str(first)), (rest, value))}
    return tuple(_with_value(item, (rest, value)) if i == first else item for i, item in enumerate(whole))


def _reads_as(text: str, expected: Any) -> bool:
    try:
        return bool(read_yaml(text) == expected)
    except YamlFault:
        return False


def _refuse_unless(done: bool) -> None:  # noqa: FBT001 - the answer of the question in its argument
    if not done:
        raise UnusableConfiguration(
            say("the file cannot be changed safely; write its keys one below the other, as `qmsdocs new` does")
        )


def scalar(text: str) -> str:
    """A text as a YAML scalar, in quotes only where it would read as something else, in a list or outside.

    >>> scalar("Quản lý văn bản"), scalar("Mục: #1"), scalar("7.5"), scalar("a, b")
    ('Quản lý văn bản', '"Mục: #1"', '"7.5"', '"a, b"')
    """
    if "\n" not in text and _reads_as(f"- {text}\n", (text,)) and _reads_as(f"[{text}]", (text,)):
        return text
    return json.dumps(text, ensure_ascii=False)
