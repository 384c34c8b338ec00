"""The texts that stand in a YAML file, with their places: for rules that look for a wrong word wherever it may stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from qmsdocs.diagnostics import YamlPath
from qmsdocs.yaml.reader import YamlFault, read_yaml


@lru_cache(maxsize=64)
def strings_of(text: str) -> tuple[tuple[YamlPath, str], ...]:
    """All texts among the values of a YAML text, in its order; the agency's own keys (``x-…``) are left out.

    >>> strings_of("title: A\\nsteps: [{id: b}]\\n")
    ((('title',), 'A'), (('steps', 0, 'id'), 'b'))
    """
    try:
        return tuple(_strings_in(read_yaml(text), ()))
    except YamlFault:
        return ()


def _strings_in(value: Any, path: YamlPath) -> Iterator[tuple[YamlPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("x-"):
                yield from _strings_in(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings_in(item, (*path, index))
