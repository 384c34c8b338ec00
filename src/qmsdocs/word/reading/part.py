"""One part of a Word file that holds text, with what is needed to read it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qmsdocs.model.files import UNSEEN
from qmsdocs.word.ooxml.elements import Element
from qmsdocs.word.ooxml.relations import relationships_path
from qmsdocs.word.reading.counting import Counting
from qmsdocs.word.reading.looks import Styles
from qmsdocs.word.reading.values import Lost

_NOTHING = dict.fromkeys(map(ord, UNSEEN + "\x7f"))
_LINK_SCHEME = re.compile(r"https?://|mailto:", re.IGNORECASE)


@dataclass(slots=True)
class Findings:
    """What is gathered while all parts of a file are read.

    Args:
        lost: what was not read.
        tracked: how many tracked changes were resolved.
        unseen: how many characters were left out that nobody sees.
        about: the text that each comment is about, by its id.
        shown: paths of pictures that are shown.
    """

    lost: list[Lost] = field(default_factory=list)
    tracked: int = 0
    unseen: int = 0
    about: dict[str, str] = field(default_factory=dict)
    shown: dict[str, None] = field(default_factory=dict)

    def visible(self, text: str) -> str:
        """A text without characters that nobody sees, which are counted."""
        if text.isprintable():
            return text
        made = text.translate(_NOTHING)
        self.unseen += len(text) - len(made)
        return made


@dataclass(frozen=True, slots=True)
class Part:
    """A part with text.

    Args:
        path: where it lies in the file.
        trees: all parsed parts of the file.
        parts: all parts of the file.
        styles: of the file.
        counting: of the paragraphs of this part.
        accept: take tracked changes as done, otherwise as refused.
        findings: where to note what was found.
    """

    path: str
    trees: Mapping[str, Element]
    parts: Mapping[str, bytes]
    styles: Styles
    counting: Counting
    accept: bool
    findings: Findings

    def target(self, relationship: str | None) -> tuple[str, bool]:
        """Where a relationship leads, and whether out of the file; empty for one that is not there."""
        relations = self.trees.get(relationships_path(self.path))
        for found in relations if relations is not None else ():
            if found.get("Id") == relationship:
                target = found.get("Target") or ""
                if found.get("TargetMode", "Internal") != "Internal":
                    return target, True
                folder = posixpath.dirname(self.path)
                return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/"), False
        return "", False

    def address(self, relationship: str | None) -> str:
        """The address of a link that may be kept: only of the web or of mail."""
        target, outside = self.target(relationship)
        target = self.findings.visible(target)
        return target if outside and _LINK_SCHEME.match(target) else ""
