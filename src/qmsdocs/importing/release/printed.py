"""A source printed once more, so that what came back from Word can be held against it."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qmsdocs.diagnostics import say
from qmsdocs.edit.planned import Planned
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.importing.release.lines import Line, printed_lines
from qmsdocs.language import translator
from qmsdocs.markdown import parse
from qmsdocs.markdown.arrangement import arranged
from qmsdocs.markdown.tree import Block, Inline, Prose, plain_text
from qmsdocs.model.document import Document, Form
from qmsdocs.model.files import Files
from qmsdocs.model.register import Register
from qmsdocs.source.reading import document_at
from qmsdocs.word import Copy, Edition, render_document, template_name
from qmsdocs.word.ooxml.carried import Carried
from qmsdocs.word.printing.facts import Facts
from qmsdocs.word.printing.fields import MARKS
from qmsdocs.word.reading import values
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import Paragraph, WordFile
from qmsdocs.word.template.vocabulary import LABELS

_ROOM = "…/…/…"
"""What stands for a day in a copy for signing."""

Templates = Callable[[str], bytes]
"""Gives a Word template by the name of its file."""


@dataclass(frozen=True)
class Around:
    """The repository that a document is printed in.

    Args:
        files: of the repository.
        register: all documents.
        templates: Word templates by name.
    """

    files: Files
    register: Register
    templates: Templates


@dataclass(frozen=True)
class Printed:
    """A source and its print.

    Args:
        document: the document.
        text: its Markdown text, parsed.
        word: the print, read.
        blocks: paragraphs and tables of its story, without empty ones and without the table of contents.
        lines: where each of them comes from; as many as ``blocks``.
        facts: the tables of facts.
        language: of its labels.
        copy: what kind of copy it is.
    """

    document: Document
    text: Prose
    word: WordFile
    blocks: Sequence[values.Block]
    lines: Sequence[Line]
    facts: Facts
    language: str
    copy: Copy

    @property
    def notes(self) -> Iterator[tuple[str, Block]]:
        """For each note of the print its id and its text in the source."""
        blocks = {block.text.casefold(): block for block in self.text.every if block.kind == "footnote"}
        printed = [
            block for block, line in zip(self.blocks, self.lines, strict=True) if line.origin in ("text", "table")
        ]
        labels = [i.text.casefold() for line in self.lines for i in _pieces(line) if i.kind == "footnote"]
        known = [blocks[label] for label in labels if label in blocks]
        ids = (run.note for paragraph in values.paragraphs_in(printed) for run in paragraph.runs if run.note)
        yield from zip(ids, known, strict=False)

    @property
    def pictures(self) -> Mapping[str, str]:
        """Targets in the text of pictures by the SHA-256 of what is printed."""
        known: dict[str, str] = {}
        for image in self.text.images:
            data = self.facts.edition.image(image.target)
            if data is not None:
                known.setdefault(hashlib.sha256(data).hexdigest(), image.target)
        return known


def _pieces(line: Line) -> Iterator[Inline]:
    if line.origin == "table" and line.block is not None:
        for row in line.block.children:
            for cell in row.children:
                yield from _deep(cell.inlines)
    elif line.origin == "text":
        yield from _deep(line.inlines)


def _deep(inlines: Sequence[Inline]) -> Iterator[Inline]:
    for piece in inlines:
        yield piece
        yield from _deep(piece.children)


def print_again(around: Around, carried: Carried, path: str, like: WordFile) -> Printed:
    """Prints a source as the file that carries it was printed.

    Args:
        around: the repository.
        carried: the source.
        path: of its YAML file in the repository, whether it exists or not.
        like: the file that came back; says which kind of copy it is, and in which language.

    Raises:
        UnusableConfiguration: the source is no document.
    """
    planned = Planned(
        {path: carried.yaml.encode(), path.removesuffix("yaml") + "md": carried.text.encode()}, around.files
    )
    document = document_at(planned, path)
    if document is None or document.last is None:
        raise UnusableConfiguration(
            say("the source in the file is not a document; import a copy of the file without it")
        )
    others = [other for other in around.register.documents if other.code != document.code]
    register = replace(around.register, documents=tuple(sorted([*others, document], key=lambda d: d.origin.path)))
    image = _images(around, carried, posixpath.dirname(path), like)
    entry = document.entry(carried.number) or document.last
    copy, language = _way(like, register.agency.language)
    edition = Edition(document, entry, register, copy, image, form=_forms(around, posixpath.dirname(path)))
    return _printed(edition, around.templates(template_name(document)), language)


def _way(like: WordFile, usual: str) -> tuple[Copy, str]:
    """Which kind of copy a file is, and the language of its labels."""
    margins = texts_of([block for margin in like.margins for block in margin.blocks])
    shown = texts_of(shown_blocks(like))
    texts = {text.casefold() for text in (*shown, *margins)}

    def known(language: str) -> int:
        translate = translator(language)
        return sum(_squeezed(label.render(translate)).casefold() in texts for label in LABELS.values())

    language = max((usual, *(each for each in ("vi", "en") if each != usual)), key=known)
    copy = _marked(margins, language) or _marked(shown, language)
    return copy or (Copy.FOR_SIGNING if any(_ROOM in text for text in texts) else Copy.ISSUED), language


def _marked(texts: Sequence[str], language: str) -> Copy | None:
    """The copy whose mark stands there as it is printed, in capitals: "tài liệu kiểm soát" is also a term of many texts."""
    marks = {copy: _squeezed(mark.render(translator(language))) for copy, mark in MARKS.items()}
    alone = (copy for copy, mark in marks.items() if mark in texts)
    among_words = (copy for copy, mark in marks.items() if any(mark in text for text in texts))
    return next(alone, None) or next(among_words, None)


def _images(around: Around, carried: Carried, folder: str, like: WordFile) -> Callable[[str], bytes | None]:
    by_digest = {hashlib.sha256(data).hexdigest(): data for data in like.pictures.values()}

    def image(target: str) -> bytes | None:
        known = by_digest.get(carried.pictures.get(target, ""))
        if known is not None:
            return known
        path = posixpath.normpath(posixpath.join(folder, target))
        return around.files.read(path) if target in carried.pictures and path in around.register.paths else None

    return image


def _forms(around: Around, folder: str) -> Callable[[Form], str | None]:
    """The texts of forms that are printed at the end of the document; they are not taken over from there."""

    def form(form: Form) -> str | None:
        path = posixpath.normpath(posixpath.join(folder, form.file or ""))
        if not (form.is_text and form.appended) or path not in around.register.paths:
            return None
        return around.files.read(path).decode("utf-8-sig", "replace").replace("\r\n", "\n")

    return form


def _printed(edition: Edition, template: bytes, language: str) -> Printed:
    translate = translator(language)
    data = render_document(edition, template, translate)
    word = read_word(data)
    document = edition.document
    prose = parse(document.origin.text)
    facts = Facts(edition, translate)
    sections = edition.register.profile.sections_of(document.type, document.category)
    lines = list(printed_lines(arranged(prose, sections, facts.filled), facts))
    blocks = shown_blocks(word)
    begin = _begin(blocks, lines)
    rest = len(blocks) - begin - len(lines)
    every = [*([Line("around")] * begin), *lines, *([Line("around")] * rest)]
    return Printed(document, prose, word, blocks, every, facts, language, edition.copy)


def _begin(blocks: Sequence[values.Block], lines: Sequence[Line]) -> int:
    """Where the text begins: where most paragraphs say what they should."""
    texts = [_squeezed(block.text) if isinstance(block, Paragraph) else None for block in blocks]
    wanted = [_squeezed(plain_text(line.inlines)) if line.origin == "text" else "" for line in lines]
    offsets = range(max(len(blocks) - len(lines), 0) + 1)
    best = max(offsets, key=lambda at: sum(w == t for w, t in zip(wanted, texts[at:], strict=False)))
    if len(blocks) < len(lines):
        raise UnusableConfiguration(say("the file cannot be compared with its source; import a copy without it"))
    return best


def shown_blocks(word: WordFile) -> list[values.Block]:
    """Paragraphs and tables of a file, without empty ones and without the table of contents."""
    return [b for b in word.body if not isinstance(b, Paragraph) or (_is_seen(b) and b.field != "TOC")]


def _is_seen(paragraph: Paragraph) -> bool:
    return any(run.text.strip() or run.note or run.picture for run in paragraph.runs)


def texts_of(blocks: Sequence[values.Block]) -> list[str]:
    """The texts of paragraphs, those in cells too, without needless blanks and without empty ones."""
    found = (_squeezed(paragraph.text) for paragraph in values.paragraphs_in(blocks))
    return [text for text in found if text]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
