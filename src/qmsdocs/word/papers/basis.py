"""How a decision names what it rests on: kind, number, day, issuer and title of each document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from qmsdocs.model.document import Reference
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import Register
from qmsdocs.word.papers.days import day_in_words
from qmsdocs.yaml.reader import read_yaml

_VERBS = ("về ", "quy định ", "ban hành ", "phê duyệt ", "hướng dẫn ", "sửa đổi", "công bố ")
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _kinds() -> Mapping[str, Any]:
    text = files("qmsdocs.word.papers").joinpath("kinds.yaml").read_text(encoding="utf-8")
    kinds: Mapping[str, Any] = read_yaml(text)
    return kinds


def basis_lines(references: Sequence[Reference], register: Register) -> tuple[str, ...]:
    """The lines of the căn cứ: each ends with a semicolon, the last one with a full stop.

    Args:
        references: codes of the documents that a decision rests on.
        register: where they are found.
    """
    named = [f"Căn cứ {_named(reference, register)}" for reference in references]
    return tuple(line + (";" if index < len(named) else ".") for index, line in enumerate(named, 1))


def _named(reference: Reference, register: Register) -> str:
    found = register.find(reference.target)
    article = f"{reference.article} " if reference.article else ""
    if found is None:
        return f"{article}{reference.target}"
    document = found.document
    if isinstance(document, ExternalDocument):
        return article + _external(document)
    return f"{article}{document.printed_code} {document.title}"


def _external(document: ExternalDocument) -> str:
    kind = _kind(document)
    day = f" ngày {day_in_words(document.issued)}" if document.issued else ""
    if document.title.casefold().startswith(kind.casefold()):
        return f"{document.title} số {document.printed_code}{day}"
    if document.category == "standard":
        return f"{kind} {document.printed_code} {document.title}"
    issuer = f" của {document.issuer}" if document.issuer else ""
    return f"{kind} số {document.printed_code}{day}{issuer} {_inside(document.title)}"


def _kind(document: ExternalDocument) -> str:
    kinds = _kinds()
    if document.category == "standard":
        return str(kinds["standard"])
    symbol = document.printed_code.partition("/")[2]
    words = _LETTERS.findall(symbol)
    found = next((kinds["symbols"][word] for word in words if word in kinds["symbols"]), kinds["other"])
    return str(found)


def _inside(title: str) -> str:
    """A title within a sentence: ``Công tác văn thư`` becomes ``về công tác văn thư``, ``Quy định …`` stays a verb."""
    small = title[:1].lower() + title[1:]
    return small if small.startswith(_VERBS) else f"về {small}"
