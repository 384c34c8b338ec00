"""Relationships of a part, and the content types of the package."""

from __future__ import annotations

import posixpath

from lxml import etree

from qmsdocs.word.ooxml.elements import RELATIONSHIP, Element, copied, sub

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATIONSHIP = f"{{{_PACKAGE}relationships}}Relationship"
_RELATIONSHIPS = f"{{{_PACKAGE}relationships}}Relationships"
_DEFAULT = f"{{{_PACKAGE}content-types}}Default"
_OVERRIDE = f"{{{_PACKAGE}content-types}}Override"
CORE = f"{_PACKAGE}relationships/metadata/core-properties"


def relationships_path(part: str) -> str:
    """Where the relationships of a part lie.

    >>> relationships_path("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


class Relationships:
    """The relationships of one part; new ones get the next free id, equal ones the same id."""

    def __init__(self, part: str, root: Element | None) -> None:
        self.part = part
        self.root = (
            copied(root)
            if root is not None
            else etree.Element(_RELATIONSHIPS, nsmap={None: f"{_PACKAGE}relationships"})
        )
        self._ids = {(r.get("Type"), r.get("Target")): r.get("Id") for r in self.root}
        self._taken = {r.get("Id") for r in self.root}
        self.changed = False

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship to ``target``.

        Args:
            kind: last word of an office relationship type (``image``, ``hyperlink``), or a whole type.
            target: path relative to the folder of the part, or an address.
            external: the target is an address.
        """
        full = kind if ":" in kind else f"{RELATIONSHIP}/{kind}"
        known = self._ids.get((full, target))
        if known:
            return str(known)
        number = len(self._taken) + 1
        while f"rId{number}" in self._taken:
            number += 1
        made = f"rId{number}"
        element = sub(self.root, _RELATIONSHIP, {"Id": made, "Type": full, "Target": target})
        if external:
            element.set("TargetMode", "External")
        self._ids[full, target] = made
        self._taken.add(made)
        self.changed = True
        return made

    def paths(self, kind: str) -> tuple[str, ...]:
        """The parts that relationships of a kind lead to."""
        folder = posixpath.dirname(self.part)
        return tuple(
            posixpath.normpath(posixpath.join(folder, r.get("Target"))).lstrip("/")
            for r in self.root
            if r.get("Type", "").endswith("/" + kind) and r.get("TargetMode") != "External"
        )

    def drop(self, kind: str) -> None:
        """Removes the relationships of a kind."""
        for relationship in [r for r in self.root if r.get("Type", "").endswith("/" + kind)]:
            self.root.remove(relationship)


class ContentTypes:
    """``[Content_Types].xml``."""

    def __init__(self, root: Element) -> None:
        self.root = copied(root)
        self.changed = False

    def default(self, extension: str, kind: str) -> None:
        """Declares the type of all parts with an extension."""
        if not any(e.get("Extension", "").lower() == extension for e in self.root.iter(_DEFAULT)):
            self.changed = True
            self.root.insert(0, etree.Element(_DEFAULT, {"Extension": extension, "ContentType": kind}))

    def override(self, part: str, kind: str) -> None:
        """Declares the type of one part."""
        self.changed = True
        for element in self.root.iter(_OVERRIDE):
            if element.get("PartName") == f"/{part}":
                element.set("ContentType", kind)
                return
        sub(self.root, _OVERRIDE, {"PartName": f"/{part}", "ContentType": kind})

    def drop(self, part: str) -> None:
        """Forgets the type of a part that is left out."""
        for element in [e for e in self.root.iter(_OVERRIDE) if e.get("PartName") == f"/{part}"]:
            self.root.remove(element)
