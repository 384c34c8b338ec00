"""Items of a list in a YAML text put in another order, taken away or added; words of a text replaced; the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from qmsdocs.comparison.matching import changed_runs
from qmsdocs.diagnostics import YamlPath
from qmsdocs.edit.patch import Node, Patch, plain, with_value
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.yaml.reader import YamlFault

_WORD = re.compile(r"\S+")


def arrange(patch: Patch, path: YamlPath, order: Sequence[int | Sequence[str]], values: Sequence[object]) -> None:
    """Gives a list its items in an order.

    Args:
        patch: the YAML text.
        path: of the list; it is made when it does not exist.
        order: for each item its place in the list as it is, or the lines of a new one with its hyphen, not indented.
        values: for each new item its value; anything for the others.

    Raises:
        UnusableConfiguration: the file is written in a way that cannot be changed safely.
    """
    whole = patch.value()
    there = _at(whole, path)
    meant = tuple(
        there[item] if isinstance(item, int) else plain(value) for item, value in zip(order, values, strict=True)
    )
    if not there:
        patch.put(path, [plain(value) for value in values])
        return
    items = patch.node(path)
    if items.flow_style:
        _arrange_flow(patch, items, order, values)
    else:
        _arrange_block(patch, items, order)
    patch.prove(with_value(whole, path, meant))


def _at(whole: Any, path: YamlPath) -> Any:
    for part in path:
        whole = whole.get(part) if isinstance(whole, dict) else whole[part]
        if whole is None:
            return ()
    return whole


def _arrange_block(patch: Patch, items: Node, order: Sequence[int | Sequence[str]]) -> None:
    text, column = patch.text, items.start_mark.column
    starts = [text.rfind("\n", 0, item.start_mark.index) + 1 for item in items.value]
    last = text.find("\n", patch.end(items.value[-1]))
    ends = [*starts[1:], len(text) if last < 0 else last + 1]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if not parts[-1].endswith("\n"):
        parts[-1] += "\n"
    made = [
        parts[item] if isinstance(item, int) else "".join(f"{' ' * column}{line}\n" for line in item) for item in order
    ]
    patch.replace(starts[0], ends[-1], "".join(made).replace("\r\n", "\n"))


def _arrange_flow(patch: Patch, items: Node, order: Sequence[int | Sequence[str]], values: Sequence[object]) -> None:
    parts = [patch.text[item.start_mark.index : patch.end(item)] for item in items.value]
    written = (
        parts[item] if isinstance(item, int) else patch.flow(value) for item, value in zip(order, values, strict=True)
    )
    patch.replace(items.start_mark.index, items.end_mark.index, f"[{', '.join(written)}]")


def reword(patch: Patch, path: YamlPath, before: str, after: str) -> bool:
    """Replaces the words of a text that changed, and leaves its quotes and line ends as they are.

    Args:
        patch: the YAML text.
        path: of the text.
        before: what it says now.
        after: what it is to say.

    Returns:
        Whether that was possible; otherwise nothing is changed.
    """
    text = patch.text
    try:
        node = patch.node(path)
    except UnusableConfiguration:
        return False
    start, end, quote = node.start_mark.index, patch.end(node), node.style or ""
    if not isinstance(node.value, str) or quote in ("|", ">") or (quote and set(after) & {'"', "'", "\\"}):
        return False
    made = _reworded(text[start + len(quote) : end - len(quote)], before, after)
    if made is None:
        return False
    meant = with_value(patch.value(), path, after)
    patch.replace(start, end, f"{quote}{made}{quote}")
    try:
        if patch.value() == meant:
            return True
    except YamlFault:
        pass
    patch.text = text
    return False


def _reworded(source: str, before: str, after: str) -> str | None:
    """A text as it is written, with other words and the blanks and line ends between those that stay."""
    spans = [found.span() for found in _WORD.finditer(source)]
    old, new = [source[a:b] for a, b in spans], after.split()
    if old != before.split() or " ".join(new) != after or not new or not old:
        return None
    gaps = [source[a:b] for (_, a), (b, _) in pairwise(spans)]
    words: list[tuple[str, str]] = []
    at = 0
    for was, now in [*changed_runs(old, new), (range(len(old), len(old)), range(0))]:
        words += [(gaps[n - 1] if n else "", old[n]) for n in range(at, was.start)]
        for number, said in enumerate(new[now.start : now.stop]):
            gap = gaps[was.start + number - 1] if 0 < was.start + number < was.stop else " "
            words.append((gap, said))
        at = was.stop
    made = "".join(gap + word for gap, word in words).lstrip()
    return source[: spans[0][0]] + made + source[spans[-1][1] :]
