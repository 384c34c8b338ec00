"""Placeholders in text: ``{{ steps }}`` alone in its paragraph, ``{{ organization.name }}`` in a sentence, and nothing else.

Pure functions on strings and blocks. Rules find with them what is not allowed, Word replaces with them what is; no template
language runs over the text of a document, so nothing in it can be executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qmsdocs.markdown.tree import Block
from qmsdocs.model.agency import Agency
from qmsdocs.model.profile import BLOCKS, OVERVIEWS
from qmsdocs.model.profile import Block as BlockName

Kind = Literal["block", "sentence", "unknown", "code"]

_OPENING = re.compile(r"\{\{(?:(?P<inside>[^{}\n]*)\}\})?|\{%|\{#")
_BEGINNING = re.compile(r"(?<=\{)(?=[{%#])")
_NAME = re.compile(r"\w[\w-]*(\.\w[\w-]*)*")
UNIT_ID = re.compile(r"[\w&/ -]+")
"""What the id of a unit may be, so that a text can name it."""

_UNIT = re.compile(rf"units\.{UNIT_ID.pattern}")
_ORGANIZATION = ("name", "short_name", "parent", "province", "place")
_BLOCK_NAMES: dict[str, BlockName] = {name: name for name in (*BLOCKS, *OVERVIEWS)}

SENTENCE_NAMES: tuple[str, ...] = tuple(f"organization.{key}" for key in _ORGANIZATION)
"""The placeholders that every agency may use in sentences; ``units.ID`` comes besides."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Something in a text that begins like a placeholder.

    Args:
        kind: ``block`` (a table or list rendered from YAML), ``sentence`` (a name of the agency), ``unknown`` (any other
            name), ``code`` (anything else between the braces, braces that are not closed, ``{%`` and ``{#``).
        name: what stands between the braces, without spaces around it; the braces themselves for ``{%`` and ``{#``.
        start, end: characters in the text.
    """

    kind: Kind
    name: str
    start: int
    end: int


def placeholders(text: str) -> Iterator[Placeholder]:
    """All placeholders of a text, and what looks like one.

    >>> [(p.kind, p.name) for p in placeholders("{{ steps }} {{units.VP}} {{ x|upper }} {% if %}")]
    [('block', 'steps'), ('sentence', 'units.VP'), ('code', 'x|upper'), ('code', '{%')]
    """
    if "{" not in text:
        return
    for match in _OPENING.finditer(text):
        inside = match["inside"]
        name = match[0] if inside is None else inside.strip()
        yield Placeholder("code" if inside is None else _kind(name), name, match.start(), match.end())


def unlike_placeholders(text: str) -> list[str]:
    """A text cut where a placeholder would begin; pieces that stand side by side are never one.

    >>> unlike_placeholders("{{ x }}"), unlike_placeholders("a")
    (['{', '{ x }}'], ['a'])
    """
    return _BEGINNING.split(text) if "{" in text else [text]


def _kind(name: str) -> Kind:
    if name in _BLOCK_NAMES:
        return "block"
    if name in SENTENCE_NAMES or _UNIT.fullmatch(name):
        return "sentence"
    return "unknown" if _NAME.fullmatch(name) else "code"


def value_of(name: str, agency: Agency) -> str | None:
    """What a sentence placeholder stands for, or None when the agency does not say it.

    Args:
        name: ``organization.name`` and the like, or ``units.ID``.
        agency: ``qms.yaml``.
    """
    group, _, key = name.partition(".")
    if group == "units":
        return agency.units.get(key)
    if name not in SENTENCE_NAMES:
        return None
    value: str | None = getattr(agency.organization, key)
    return value


def substituted(text: str, agency: Agency) -> str:
    """The text with its sentence placeholders replaced; all others stay as they are.

    Call it on running text after parsing, so that a name with ``*`` or ``_`` in it stays text.

    Args:
        text: running text, e.g. of an inline.
        agency: ``qms.yaml``.
    """
    if "{{" not in text:
        return text
    parts, done = [], 0
    for found in placeholders(text):
        value = value_of(found.name, agency) if found.kind == "sentence" else None
        if value is not None:
            parts += [text[done : found.start], value]
            done = found.end
    return "".join([*parts, text[done:]])


def placed_block(block: Block) -> BlockName | None:
    """What is to be rendered in place of a paragraph: the name in a block placeholder that stands alone in it."""
    if block.kind != "paragraph" or len(block.inlines) != 1 or block.inlines[0].kind != "text":
        return None
    text = block.inlines[0].text
    if "{{" not in text:
        return None
    text = text.strip()
    return _BLOCK_NAMES.get(text[2:-2].strip()) if text.startswith("{{") and text.endswith("}}") else None
