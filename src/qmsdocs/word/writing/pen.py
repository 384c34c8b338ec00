"""What the writers of text share while one document is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from qmsdocs.diagnostics import Translate, say
from qmsdocs.errors import ReleaseRefused
from qmsdocs.model.profile import Block as BlockName
from qmsdocs.word.ooxml.elements import Element
from qmsdocs.word.ooxml.relations import Relationships
from qmsdocs.word.template.opening import Template
from qmsdocs.word.writing.anchors import Anchors
from qmsdocs.word.writing.footnotes import Footnotes
from qmsdocs.word.writing.images import Picture, picture
from qmsdocs.word.writing.numbering import Numbering


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as the table of contents shows it."""

    level: int
    number: str
    title: str
    bookmark: str


@dataclass(slots=True)
class Outline:
    """The headings written so far, counted as Word counts them."""

    entries: list[Entry] = field(default_factory=list)
    _counts: list[int] = field(default_factory=lambda: [0] * 7)

    def add(self, level: int, title: str, bookmark: str) -> None:
        """Notes a heading of level 1 to 6."""
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (6 - level)
        number = ".".join(str(count) for count in self._counts[1 : level + 1])
        self.entries.append(Entry(level, number, title, bookmark))


@dataclass(slots=True)
class Media:
    """The pictures of a document.

    Args:
        read: gives the bytes of an image by its target in the text.
        next_number: the first free number for drawings.
        parts: the pictures used, by path relative to the folder of the main part.
        targets: for each target in the text the path of its picture.
    """

    read: Callable[[str], bytes | None]
    next_number: int
    parts: dict[str, Picture] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def picture(self, target: str) -> Picture | None:
        """The picture that the text means, None when there is no such file.

        Raises:
            ReleaseRefused: the file cannot be printed.
        """
        data = self.read(target)
        found = picture(data) if data is not None else None
        if data is not None and found is None:
            raise ReleaseRefused(
                say("the image {path} is damaged, or neither PNG nor JPEG; save it as PNG again", path=target)
            )
        if found:
            self.parts[found.part] = found
            self.targets[target] = found.part
        return found

    def number(self) -> str:
        """A number for a drawing or a content control."""
        self.next_number += 1
        return str(self.next_number - 1)


@dataclass(frozen=True, slots=True)
class Pen:
    """The means of writing into one part of a document.

    Args:
        template: gives the ids of styles.
        relations: of the part that is written into.
        numbering: gives the numbering part, which a file without headings and lists does not need.
        notes: where footnotes go; None inside a footnote.
        substitute: replaces the placeholders of a sentence.
        insert: writes a block rendered from YAML in place of a placeholder.
        width: of the text, in twentieths of a point.
        fillable: whether blanks become content controls; else there is room to write on paper.
    """

    template: Template
    relations: Relationships
    numbering: Callable[[], Numbering]
    anchors: Anchors
    media: Media
    notes: Footnotes | None
    outline: Outline
    substitute: Callable[[str], str]
    translate: Translate
    insert: Callable[[Pen, Element, BlockName], None]
    width: int
    fillable: bool = False

    def style(self, style: str) -> str:
        """The id of a style by its name."""
        return self.template.style(style)


def plain_pen(template: Template, relations: Relationships, width: int, translate: Translate) -> Pen:
    """The means of writing a paper of lines and tables: without notes, pictures, links and blocks from YAML.

    Args:
        template: gives the ids of styles.
        relations: of the part that is written into.
        width: of the text, in twentieths of a point.
        translate: language of labels.
    """
    return Pen(
        template=template,
        relations=relations,
        numbering=lambda: Numbering(template),
        anchors=Anchors(template.first_id),
        media=Media(lambda _: None, template.first_id),
        notes=None,
        outline=Outline(),
        substitute=str,
        translate=translate,
        insert=lambda _pen, _parent, _block: None,
        width=width,
    )
