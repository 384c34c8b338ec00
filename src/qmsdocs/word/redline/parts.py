"""The two files: their parts, what the references in them mean, and the file that is made of both."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from copy import deepcopy

from qmsdocs.diagnostics import say
from qmsdocs.word.ooxml.archive import Unfit, opened, parsed
from qmsdocs.word.ooxml.elements import ID, NAMESPACES, Element, name, serialized
from qmsdocs.word.ooxml.packing import packed
from qmsdocs.word.ooxml.relations import ContentTypes, Relationships, relationships_path

CONTENT_TYPES = "[Content_Types].xml"
_NUMBERED = tuple(map(name, ("wp:docPr", "w:bookmarkStart", "w:ins", "w:del")))
_BODY = name("w:body")


class File:
    """One of the two files, opened.

    Args:
        data: the file.

    Raises:
        Unfit: it is no Word file that can be compared.
    """

    def __init__(self, data: bytes) -> None:
        self.parts = opened(data)
        self._trees: dict[str, Element] = {}
        mains = (
            Relationships("", self.tree("_rels/.rels")).paths("officeDocument") if "_rels/.rels" in self.parts else ()
        )
        if not mains or mains[0] not in self.parts or self.tree(mains[0]).find(_BODY) is None:
            raise Unfit(say("it is not a Word file"))
        self.main = mains[0]

    @property
    def body(self) -> Element:
        """The body of the main part."""
        return self.tree(self.main).find(_BODY)

    def tree(self, path: str) -> Element:
        """A part as XML; changes of it are kept."""
        if path not in self._trees:
            self._trees[path] = parsed(self.parts[path], path)
        return self._trees[path]

    def put(self, path: str, root: Element) -> None:
        """Replaces or adds a part."""
        self._trees[path] = root
        self.parts.setdefault(path, b"")

    def relations(self, path: str) -> Element | None:
        """The relationships of a part as XML, None when it has none."""
        where = relationships_path(path)
        return self.tree(where) if where in self.parts else None

    def related(self, kind: str) -> str | None:
        """The part of a kind that the main part refers to."""
        paths = Relationships(self.main, self.relations(self.main)).paths(kind)
        return next((path for path in paths if path in self.parts), None)

    def meanings(self, path: str) -> dict[str, str]:
        """What the relationships of a part lead to: an address, or what is in a part, whatever its name."""
        return {rid: self.meaning(target, external=external) for rid, _, target, external in self.targets(path)}

    def meaning(self, target: str, *, external: bool) -> str:
        """What a relationship leads to."""
        return target if external else hashlib.sha256(self.parts.get(target, target.encode())).hexdigest()

    def targets(self, path: str) -> Iterator[tuple[str, str, str, bool]]:
        """The relationships of a part: id, type, address or path, and whether it is an address."""
        root = self.relations(path)
        folder = posixpath.dirname(path)
        for relation in root if root is not None else ():
            target, external = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            yield relation.get("Id", ""), relation.get("Type", ""), target, external

    def first_free(self) -> int:
        """The first number that no bookmark, drawing or mark has."""
        stories = [
            path for path in self.parts if path.endswith(".xml") and b"wordprocessingml" in self.parts[path][:600]
        ]
        numbers = [e.get("id") or e.get(ID) or "0" for path in stories for e in self.tree(path).iter(*_NUMBERED)]
        return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1

    def finished(self) -> bytes:
        """The file with all that was changed in it."""
        changed = {path: serialized(root) for path, root in self._trees.items()}
        return packed({**self.parts, **changed})


class Parts:
    """What of the parts of the old file is needed in the new one.

    Args:
        old, new: the files; the new one is added to.
    """

    def __init__(self, old: File, new: File) -> None:
        self.old, self.new = old, new
        self._types = ContentTypes(new.tree(CONTENT_TYPES))
        self._relations: dict[str, Relationships] = {}
        self._carried: dict[str, str] = {}

    def relations(self, path: str) -> Relationships:
        """The relationships of a part of the file that is made."""
        if path not in self._relations:
            self._relations[path] = Relationships(path, self.new.relations(path))
        return self._relations[path]

    def relation(self, old_path: str, rid: str, path: str) -> str:
        """The id, in a part of the file that is made, of what an id leads to in a part of the old file."""
        for known, kind, target, external in self.old.targets(old_path):
            if known == rid:
                shown = target if external else self._seen_from(path, self.carried(target))
                return self.relations(path).add(kind, shown, external=external)
        return rid

    def carried(self, target: str) -> str:
        """The path of a part of the old file in the file that is made, with all that it refers to."""
        if target in self._carried or target not in self.old.parts:
            return self._carried.get(target, target)
        data = self.old.parts[target]
        path = target
        if self.new.parts.get(target) != data or self.old.relations(target) is not None:
            path = self._like(data, target)
        self._carried[target] = path
        self.new.parts.setdefault(path, data)
        self._type(target, path)
        relations = self.old.relations(target)
        if relations is not None:
            self.new.put(relationships_path(path), self._further(relations, target, path))
        return path

    def _further(self, relations: Element, target: str, path: str) -> Element:
        """The relationships of a part that is carried over, with the same ids."""
        made = deepcopy(relations)
        leading = {rid: to for rid, _, to, external in self.old.targets(target) if not external}
        for relation in made:
            if to := leading.get(relation.get("Id")):
                relation.set("Target", self._seen_from(path, self.carried(to)))
        return made

    @staticmethod
    def _seen_from(path: str, target: str) -> str:
        """The path of a part relative to the folder of another."""
        return posixpath.relpath("/" + target, "/" + posixpath.dirname(path))

    def _like(self, data: bytes, target: str) -> str:
        """A free name like the one that a part had."""
        if target not in self.new.parts:
            return target
        stem, _, extension = target.rpartition(".")
        return f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}.{extension}"

    def _type(self, target: str, path: str) -> None:
        types: Mapping[str, str] = {
            e.get("PartName", "").lstrip("/") or e.get("Extension", "").lower(): e.get("ContentType", "")
            for e in self.old.tree(CONTENT_TYPES)
        }
        extension = target.rpartition(".")[2].lower()
        if target in types:
            self._types.override(path, types[target])
        elif extension in types:
            self._types.default(extension, types[extension])

    def add(self, kind: str, path: str, root: Element, content_type: str) -> str:
        """Adds a part that the main part refers to.

        Returns:
            The id of the relationship.
        """
        self.new.put(path, root)
        self._types.override(path, content_type)
        return self.relations(self.new.main).add(kind, posixpath.relpath(path, posixpath.dirname(self.new.main)))

    def settle(self) -> None:
        """Writes down relationships and content types."""
        for path, relations in self._relations.items():
            if relations.changed:
                self.new.put(relationships_path(path), relations.root)
        if self._types.changed:
            self.new.put(CONTENT_TYPES, self._types.root)


R_PREFIX = f"{{{NAMESPACES['r']}}}"
"""How the names of attributes begin that refer to other parts."""
