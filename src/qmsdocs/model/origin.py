"""The files that a value was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import PrivateAttr

from qmsdocs.model.base import Value


@dataclass(frozen=True, slots=True)
class Origin:
    """The files of a document as they were read.

    Args:
        path: the YAML file, relative to the root, with ``/``.
        yaml: its text with LF line ends.
        text_path: the Markdown file, if there is one.
        text: its text with LF line ends, empty if there is none.
        digest: ``sha256:…`` of the content (format.md, section 6); empty for qms.yaml and external documents.
        forms: the texts of the forms that are Markdown and could be read, by their path; they are part of the digest.
    """

    path: str
    yaml: str
    text_path: str | None = None
    text: str = ""
    digest: str = ""
    forms: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def folder(self) -> str:
        """The folder of the document, relative to the root; empty at the root."""
        return self.path.rpartition("/")[0]


class FileValue(Value):
    """A value that stands in a file of its own; the reader alone says in which."""

    _origin: Origin = PrivateAttr()
    _extensions: Mapping[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def origin(self) -> Origin:
        """The files it was read from."""
        # as `self._origin`, which takes pydantic ten times as long: rules ask for it all the time
        return self.__pydantic_private__["_origin"]  # type: ignore[index, no-any-return]

    @property
    def extensions(self) -> Mapping[str, Any]:
        """The agency's own keys (``x-…``); those deeper down by their path (``steps.0.x-note``)."""
        return self._extensions
