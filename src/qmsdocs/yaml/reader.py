"""YAML text to plain values: a loop over libyaml's events that accepts only what the repository format allows.

YAML 1.2 core schema, one document, no anchors, aliases, tags, merge keys or duplicate keys, at most 20 levels. A loop,
because libyaml's own composers recurse and a deep file would end the process (format.md, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml.cyaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from qmsdocs.diagnostics import Message, say

MAX_DEPTH = 20
MAX_ITEMS = 50_000
"""Lines, items and keys of one file; more than any document has, and read within a second."""
_SMALL = 100_000

_PLAIN: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_START = frozenset("0123456789+-.")
_NOT_TEXT_START = _NUMBER_START | {"", *"~nNtTfF"}
"""How a plain scalar begins that may be something else than text."""
_NO_KEYS = frozenset({"<<", ""})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class YamlFault(Exception):
    """The text is not YAML as the repository format allows it.

    Args:
        kind: the name of the rule that reports it.
        line, column: from 1.
        message, remedy: what is wrong and what to do.
    """

    def __init__(self, kind: str, line: int, column: int, message: Message, remedy: Message) -> None:
        super().__init__(message.english)
        self.kind, self.line, self.column, self.message, self.remedy = kind, line, column, message, remedy


def read_yaml(text: str) -> Any:
    """The value of a YAML text; sequences are tuples.

    Args:
        text: a whole file with LF line ends and without BOM.

    Raises:
        YamlFault: at the first place where it is not YAML as the format allows it.

    >>> read_yaml("code: QT-01\\nclauses: ['7.5']\\nissue: 1\\n")
    {'code': 'QT-01', 'clauses': ('7.5',), 'issue': 1}
    """
    if len(text) > _SMALL and sum(map(text.count, "\n,[{")) > MAX_ITEMS:
        raise _too_many()
    try:
        return _build(text)
    except YAMLError as error:
        raise _not_yaml(error, text) from None


def events(text: str) -> Iterator[Any]:
    """libyaml's events, without the start of the stream."""
    parser = CParser(text)
    next_event = parser.get_event
    next_event()
    while type(event := next_event()) is not StreamEndEvent:
        yield event


def _build(text: str) -> Any:
    """The loop over events. A frame is (container, pending key or None)."""
    next_event = CParser(text).get_event
    next_event()
    stack: list[tuple[Any, Any]] = []
    root: Any = None
    container: Any = None  # the innermost open container: a dict or a list
    key: Any = None
    documents = 0
    marked = "&" in text or "!" in text  # only then can there be an anchor or a tag
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            if marked and (event.anchor is not None or event.tag is not None):
                raise _forbidden(event)
            value = event.value
            if key is None and type(container) is dict:  # a key is text, also one such as 1 or true
                if value in container or value in _NO_KEYS:
                    raise _bad_key(event)
                key = value
                continue
            if value[:1] in _NOT_TEXT_START and event.implicit[0]:
                value = _scalar(value)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = container if kind is MappingEndEvent else tuple(container)
            container, key = stack.pop()
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if marked and (event.anchor is not None or event.tag is not None):
                raise _forbidden(event)
            if key is None and type(container) is dict:
                raise _key_not_text(event)
            stack.append((container, key))
            if len(stack) > MAX_DEPTH:
                raise _too_deep(event)
            container, key = ({} if kind is MappingStartEvent else []), None
            continue
        elif kind is StreamEndEvent:
            return root
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _several_documents(event)
            continue
        elif kind is AliasEvent:
            raise _forbidden(event)
        else:
            continue
        if key is not None:
            container[key] = value
            key = None
        elif container is None:
            root = value
        else:
            container.append(value)


@lru_cache(maxsize=1024)  # the same days, numbers and empty values stand in every file
def _scalar(text: str) -> Any:
    """A plain scalar by the core schema of YAML 1.2."""
    if text in _PLAIN:
        return _PLAIN[text]
    if text[0] not in _NUMBER_START:
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 20 else text
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _bad_key(event: Any) -> YamlFault:
    if not event.value:
        return _key_not_text(event)
    if event.value == "<<":
        return YamlFault(
            "merge-key",
            *_place(event),
            say("merge keys (<<) are not allowed"),
            say("write the keys out where they are needed"),
        )
    return YamlFault(
        "duplicate-key",
        *_place(event),
        say("key {key} is given twice", key=event.value),
        say("keep one of the two; nothing says which one is meant"),
    )


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _forbidden(event: Any) -> YamlFault:
    if type(event) is AliasEvent or event.anchor is not None:
        return YamlFault(
            "anchor",
            *_place(event),
            say("anchors (&) and aliases (*) are not allowed"),
            say("write the value out; put text that begins with & or * in quotes"),
        )
    return YamlFault(
        "tag",
        *_place(event),
        say("tags (!) are not allowed"),
        say("remove the tag; put text that begins with ! in quotes"),
    )


def _too_deep(event: Any) -> YamlFault:
    return YamlFault(
        "too-deep",
        *_place(event),
        say("more than {limit} levels of nesting", limit=MAX_DEPTH),
        say("no document needs that; check the brackets and the indentation"),
    )


def _too_many() -> YamlFault:
    return YamlFault(
        "too-large",
        1,
        1,
        say("the file has more than {limit} lines, items and keys", limit=MAX_ITEMS),
        say("no document needs that; split it, or look for what a program wrote into it"),
    )


def _several_documents(event: Any) -> YamlFault:
    return YamlFault(
        "several-documents",
        *_place(event),
        say("a second YAML document begins here"),
        say("keep one document per file; remove the line ---"),
    )


def _key_not_text(event: Any) -> YamlFault:
    return YamlFault(
        "not-yaml",
        *_place(event),
        say("a key must be text"),
        say("write `key: value`; put values that begin with [ or {{ or ? in quotes"),
    )


def _not_yaml(error: YAMLError, text: str) -> YamlFault:
    """What libyaml missed, in the reader's language where the words are known."""
    if isinstance(error, MarkedYAMLError):
        if begun := _not_closed(error):
            return begun
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = str(error.problem or error.context)
    elif isinstance(error, ReaderError):
        line, column, problem = *_line_column(text, int(error.position)), str(error.reason)
    else:
        line, column, problem = 1, 1, str(error)
    words = _PROBLEMS.get(problem, problem)
    return YamlFault("not-yaml", line, column, say("not YAML: {problem}", problem=words), _hint(text, line))


_PROBLEMS: dict[str, Message] = {
    message.english: message
    for message in (
        say("block sequence entries are not allowed in this context"),
        say("control characters are not allowed"),
        say("could not find expected ':'"),
        say("did not find expected ',' or ']'"),
        say("did not find expected ',' or '}}'"),
        say("did not find expected '-' indicator"),
        say("did not find expected <document start>"),
        say("did not find expected alphabetic or numeric character"),
        say("did not find expected comment or line break"),
        say("did not find expected hexdecimal number"),
        say("did not find expected key"),
        say("did not find expected node content"),
        say("did not find expected whitespace or line break"),
        say("found a tab character that violates indentation"),
        say("found a tab character where an indentation space is expected"),
        say("found an indentation indicator equal to 0"),
        say("found character that cannot start any token"),
        say("found unexpected ':'"),
        say("found unexpected document indicator"),
        say("found unexpected end of stream"),
        say("found unknown escape character"),
        say("mapping keys are not allowed in this context"),
        say("mapping values are not allowed in this context"),
    )
}
"""What libyaml says."""


def _not_closed(error: MarkedYAMLError) -> YamlFault | None:
    """A bracket or quote that libyaml misses some lines further down; where it was opened is what a person looks for."""
    begun, missed = error.context_mark, error.problem_mark
    if not begun or not missed or begun.line == missed.line:
        return None
    if not str(error.context).startswith(("while parsing a flow", "while scanning a quoted")):
        return None
    return YamlFault(
        "not-yaml",
        begun.line + 1,
        begun.column + 1,
        say("the bracket or quote that begins here is not closed, or a comma is missing after it"),
        say("close it; line {line} is where that was noticed", line=missed.line + 1),
    )


def _line_column(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _hint(text: str, line: int) -> Message:
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return say("indent with spaces, not with tabs")
    if here.count(": ") > 1:
        return say("put text that contains a colon and a space in quotes")
    return say("look for a missing quote or bracket, or wrong indentation, here or on the line before")
