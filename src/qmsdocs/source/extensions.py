"""The agency's own keys (``x-…``), which stand beside those of the format at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def own_keys(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The agency's own keys at any depth, with their paths (``steps.0.x-note``)."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    for key, item in pairs:
        if isinstance(key, str) and key.startswith("x-"):
            yield path + key, item
        else:
            yield from own_keys(item, f"{path}{key}.")


def without_own_keys(value: Any) -> Any:
    """The value with the keys of the format alone."""
    if isinstance(value, dict):
        return {key: without_own_keys(item) for key, item in value.items() if not key.startswith("x-")}
    if isinstance(value, tuple):
        return tuple(without_own_keys(item) for item in value)
    return value
