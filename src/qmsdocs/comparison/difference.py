"""The two things compared, and what a comparison finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from qmsdocs.diagnostics import Message
from qmsdocs.markdown import parse
from qmsdocs.markdown.tree import Prose
from qmsdocs.model.digest import content_digest, normalized_file, normalized_mapping
from qmsdocs.model.register import AnyDocument
from qmsdocs.yaml.reader import read_yaml

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    Args:
        where: its place, as the printed document numbers it: ``Section 5.2, step xem-xet``.
        what: what happened to it there.
        kind: added, removed, changed or moved.
        path: its place for programs: keys of the YAML file with codes and ids in place of positions
            (``("steps", "xem-xet", "time")``), or ``("text", slug)`` for a section of the text, ``("files", name)`` for a file.
        before, after: what stood and stands there; None where there was or is nothing.
    """

    where: Message
    what: Message
    kind: Kind
    path: tuple[str, ...]
    before: str | None = None
    after: str | None = None


def by_place(differences: Iterable[Difference]) -> list[tuple[Message, list[Difference]]]:
    """Differences of the same place together, places in the order in which they are first met."""
    found: dict[str, tuple[Message, list[Difference]]] = {}
    for difference in differences:
        found.setdefault(difference.where.english, (difference.where, []))[1].append(difference)
    return list(found.values())


@dataclass(frozen=True)
class Content:
    """What the digest of a document is made of.

    Args:
        mapping: its YAML mapping as it is written.
        text: its Markdown text.
        files: bytes of each form file and image by path, relative to the folder of the document.
    """

    mapping: Mapping[str, Any]
    text: str = ""
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, document: AnyDocument, files: Mapping[str, bytes]) -> Content:
        """That of a document, with its form files and images.

        Args:
            document: as it was read.
            files: see above.
        """
        return cls(read_yaml(document.origin.yaml), document.origin.text, files)

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` as signatures bear it."""
        return content_digest(self.mapping, self.text, self.files.items())

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The mapping as the digest sees it."""
        return normalized_mapping(self.mapping)

    @cached_property
    def prose(self) -> Prose:
        """The block tree of the text."""
        return parse(self.text)

    @cached_property
    def normalized_files(self) -> Mapping[str, bytes]:
        """The files as the digest sees them."""
        return {name: normalized_file(name, data) for name, data in self.files.items()}
