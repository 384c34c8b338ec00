"""The parts of a file that is being made: those of the template, and those that are new or changed."""

from __future__ import annotations

from lxml import etree

from qmsdocs.word.ooxml.carried import PROPERTIES_TYPE, Carried, carried_parts
from qmsdocs.word.ooxml.elements import NAMESPACES, R_ID, SDT, SECTPR, TYPE, Element, P, copied, name, serialized, sub
from qmsdocs.word.ooxml.packing import Deflated, deflated, packed
from qmsdocs.word.ooxml.properties import Properties, app_part, core_part
from qmsdocs.word.ooxml.relations import ContentTypes, Relationships, relationships_path
from qmsdocs.word.template.controls import Filling, fill
from qmsdocs.word.template.opening import CONTENT_TYPES, Template
from qmsdocs.word.writing.footnotes import CONTENT_TYPE as FOOTNOTES_TYPE
from qmsdocs.word.writing.footnotes import Footnotes
from qmsdocs.word.writing.marks import foot_line_into, watermark_into
from qmsdocs.word.writing.numbering import Numbering
from qmsdocs.word.writing.pen import Media

_MARGIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_QUICK = 1
_TITLE_PAGE = name("w:titlePg")
_ROOTS = {"header": "w:hdr", "footer": "w:ftr"}


class Package:
    """A Word file that is being made from a template.

    Args:
        template: where it begins.
    """

    def __init__(self, template: Template) -> None:
        self.template = template
        self.main = copied(template.trees[template.main])
        self.relations = Relationships(template.main, template.trees.get(relationships_path(template.main)))
        self._types = ContentTypes(template.trees[CONTENT_TYPES])
        self._parts: dict[str, bytes | Deflated] = dict(template.parts)
        self._margins: dict[str, Element] = {}

    @property
    def folder(self) -> str:
        """The folder of the main part, with a slash at the end."""
        return self.template.main.rpartition("/")[0] + "/"

    def put(self, path: str, root: Element) -> None:
        """Replaces or adds a part."""
        self._parts[path] = serialized(root)

    def put_relations(self, relations: Relationships) -> None:
        """Replaces or adds the relationships of a part, if they changed."""
        if relations.changed:
            self.put(relationships_path(relations.part), relations.root)

    def add_numbering(self, numbering: Numbering) -> None:
        """Adds the lists of the text."""
        if numbering.changed:
            self.put(numbering.path, numbering.root)

    def add_notes(self, notes: Footnotes, root: Element) -> None:
        """Adds the footnotes part with its relationships."""
        self.put(notes.path, root)
        self.put_relations(notes.relations)
        if notes.new_part:
            self.relations.add("footnotes", notes.path.removeprefix(self.folder))
            self._types.override(notes.path, FOOTNOTES_TYPE)

    def add_pictures(self, media: Media) -> None:
        """Adds the pictures of the text."""
        for path, picture in media.parts.items():
            self._parts[self.folder + path] = picture.data
            self._types.default(picture.extension, f"image/{picture.extension}")

    def add_source(self, carried: Carried) -> None:
        """Adds what the document was made from."""
        item, parts = carried_parts(carried, self._parts)
        for path, part in parts.items():
            self._parts[path] = deflated(part, _QUICK)  # it is as long as the text, and made for every release
            if path.startswith("customXml/itemProps"):
                self._types.override(path, PROPERTIES_TYPE)
        self.relations.add("customXml", "../" * self.folder.count("/") + item)

    def fill(self, filling: Filling) -> None:
        """Fills the controls of the main part, of headers and of footers."""
        fill(self.main, filling)
        for path in self.template.filled[1:]:
            if any(True for _ in self.template.trees[path].iter(SDT)):
                fill(self._margin(path), filling)

    def margins(self) -> tuple[Element, ...]:
        """All headers and footers, which are to be changed."""
        return tuple(map(self._margin, self.template.filled[1:]))

    def _margin(self, path: str) -> Element:
        """A header or footer that is to be changed."""
        if path not in self._margins:
            self._margins[path] = copied(self.template.trees[path])
        return self._margins[path]

    def mark(self, text: str) -> None:
        """Puts a mark across every page: into all headers, and into new ones where a section has none."""
        self._complete("header")
        for number, path in enumerate(self.relations.paths("header"), 1):
            watermark_into(self._margin(path), text, number)

    def sign_pages(self, text: str) -> None:
        """Puts a line at the foot of every page: into all footers, and into new ones where a section has none."""
        self._complete("footer")
        for path in self.relations.paths("footer"):
            foot_line_into(self._margin(path), text, self.template.styles.get("footer"))

    def _complete(self, margin: str) -> None:
        """The first section gets the headers or footers that it lacks; later sections inherit them."""
        sections = list(self.main.iter(SECTPR))
        if not sections:
            sections = [sub(self.main.find(name("w:body")), SECTPR)]
        first, reference = sections[0], name(f"w:{margin}Reference")
        present = {found.get(TYPE) for found in first.iter(reference)}
        wanted = ["default"]
        if any(section.find(_TITLE_PAGE) is not None for section in sections):
            wanted.append("first")
        for kind in wanted:
            if kind not in present:
                first.insert(0, etree.Element(reference, {TYPE: kind, R_ID: self._new_margin(margin, kind)}))

    def _new_margin(self, margin: str, kind: str) -> str:
        file = f"{margin}OfMark{kind.capitalize()}.xml"
        root = etree.Element(
            name(_ROOTS[margin]), nsmap={prefix: NAMESPACES[prefix] for prefix in ("w", "r", "v", "o")}
        )
        sub(root, P)
        self._margins[self.folder + file] = root
        self._types.override(self.folder + file, _MARGIN_TYPE.format(margin))
        return self.relations.add(margin, file)

    def finished(self, properties: Properties) -> bytes:
        """The whole file."""
        for path, root in {self.template.main: self.main, **self._margins}.items():
            self.put(path, root)
        self.put_relations(self.relations)
        if self._types.changed:
            self.put(CONTENT_TYPES, self._types.root)
        self._parts["docProps/core.xml"] = core_part(properties)
        self._parts["docProps/app.xml"] = app_part(properties)
        return packed(self._parts)
