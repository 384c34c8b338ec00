"""Paragraphs and tables of Word to blocks of Markdown: what Markdown cannot hold is approximated and named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qmsdocs.diagnostics import Message, say
from qmsdocs.importing.cells import table_blocks
from qmsdocs.importing.draft import Remark, Sureness
from qmsdocs.importing.running import Marks, inlines_of
from qmsdocs.markdown.slugs import slug_of
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.markdown.writing import written
from qmsdocs.word.reading import values
from qmsdocs.word.reading.values import Paragraph, Table, WordFile
from qmsdocs.word.writing.images import picture

_DEEPEST_HEADING, _LAST_STYLE = 6, 4
_LETTERS = re.compile(r"^\W*[^\W\d]")


@dataclass
class Prose:
    """The text of one Word file while it becomes Markdown.

    Args:
        word: the file.
        stem: what the names of its pictures begin with.
        anchors: targets of links that lead to bookmarks, by ``#`` and the name of the bookmark.
        lettered: whether lists with letters are worth a remark; a template of ours letters lists by itself.
        frames: whether a table of a single cell is a frame around text, as people use them.
        remarks: what the report must say.
        pictures: files of pictures, by name.
        heading, table: where reading stands.
        labels: of notes, by their ids; new ones are none of ``labels_taken``.
        names: of pictures, by their paths; None for one that cannot be kept.
        made_of: for the ``id`` of a paragraph or table the block that holds its text.
    """

    word: WordFile
    stem: str
    anchors: Mapping[str, str] = field(default_factory=dict)
    lettered: bool = True
    frames: bool = True
    remarks: list[Remark] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    heading: str = ""
    table: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)
    labels_taken: set[str] = field(default_factory=set)
    made_of: dict[int, Block] = field(default_factory=dict)
    _slugs: Mapping[str, str] | None = None

    # --- what callers ask for

    def text(self, blocks: Sequence[values.Block]) -> str:
        """The Markdown text of blocks, the notes they refer to at its end."""
        made = self.blocks(blocks)
        return written([*made, *self.notes()])

    def blocks(self, blocks: Sequence[values.Block]) -> list[Block]:
        """The block tree of blocks."""
        return _Blocks(self).of(blocks)

    def inlines(self, paragraph: Paragraph) -> list[Inline]:
        """The running text of a paragraph."""
        return inlines_of(paragraph, Marks(self._link, self._label, self._picture))

    def notes(self) -> list[Block]:
        """The texts of the notes referred to so far, and of those that these refer to."""
        made: list[Block] = []
        for identity in iter_growing(self.labels):
            inside = self.blocks(self.word.notes[identity])
            made.append(Block("footnote", 0, 0, children=inside, text=self.labels[identity]))
        return made

    # --- where we are

    @property
    def place(self) -> Message:
        """Where reading stands, for people."""
        return say("under “{heading}”", heading=self.heading) if self.heading else say("before the first heading")

    def remark(self, sureness: Sureness, what: Message, quote: str = "") -> None:
        """Notes what the report must say of this place."""
        self.remarks.append(Remark(sureness, self.place, what, quote))

    # --- links, notes, pictures

    def _link(self, target: str) -> str:
        if not target.startswith("#"):
            return target
        if self._slugs is None:
            self._slugs = dict(_slugs_by_bookmark(self.word.body))
        return self.anchors.get(target) or self._slugs.get(target, "")

    def _label(self, identity: str) -> str | None:
        if identity not in self.word.notes:
            return None
        if identity not in self.labels:
            taken = {*self.labels.values(), *self.labels_taken}
            self.labels[identity] = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
        return self.labels[identity]

    def _picture(self, path: str) -> str | None:
        if path not in self.names:
            data = self.word.pictures.get(path, b"")
            found = picture(data)
            if found is None:
                kind = path.rpartition(".")[2].upper()
                what = say("a picture of the kind {kind} cannot be printed; save it as PNG in Word", kind=kind)
                self.remark(Sureness.DROPPED, what, path.rpartition("/")[2])
                self.names[path] = None
            else:
                name = f"{self.stem}-hinh-{len(self.pictures) + 1}.{found.extension.replace('jpeg', 'jpg')}"
                self.pictures[name] = data
                self.names[path] = name
        return self.names[path]


def iter_growing(labels: Mapping[str, str]) -> Iterator[str]:
    """The keys of a mapping that may grow while it is gone through."""
    done = 0
    while done < len(labels):
        yield list(labels)[done]
        done += 1


def _slugs_by_bookmark(body: Sequence[values.Block]) -> Iterator[tuple[str, str]]:
    used: dict[str, int] = {}
    for block in body:
        if isinstance(block, Paragraph) and block.outline is not None and block.text.strip():
            slug = slug_of(block.text)
            used[slug] = used.get(slug, 0) + 1
            for bookmark in block.bookmarks:
                yield f"#{bookmark}", f"#{slug}" if used[slug] == 1 else f"#{slug}-{used[slug]}"


@dataclass
class _Open:
    """A list that may get more items."""

    level: int
    identity: str
    block: Block


@dataclass
class _Blocks:
    """Paragraphs and tables one after the other, becoming blocks."""

    prose: Prose
    made: list[Block] = field(default_factory=list)
    lists: list[_Open] = field(default_factory=list)
    lettered: set[str] = field(default_factory=set)

    def of(self, blocks: Sequence[values.Block]) -> list[Block]:
        for index, block in enumerate(blocks):
            if isinstance(block, Table):
                self._table(block, blocks[index + 1 :])
            elif block.runs:
                self._paragraph(block)
        return self.made

    # --- kinds of paragraphs

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.outline is None and paragraph.style == "code":
            inside = self._inside(paragraph)
            inside.append(self._made(paragraph, Block("code", 0, 0, text=paragraph.text + "\n")))
            return
        inlines = self.prose.inlines(paragraph)
        if not inlines:
            return
        if paragraph.outline is not None:
            self._heading(paragraph, inlines)
        elif paragraph.item is not None:
            self._item(paragraph, paragraph.item, inlines)
        else:
            self._running(paragraph, inlines)

    def _heading(self, paragraph: Paragraph, inlines: list[Inline]) -> None:
        self.lists.clear()
        self.prose.heading = " ".join(paragraph.text.split())
        level = paragraph.outline or 1
        if level == _LAST_STYLE and paragraph.item is not None:  # a release of ours has no styles for deeper ones
            level = max(level, paragraph.item.level + 1)
        level = min(level, _DEEPEST_HEADING)
        unbroken = [Inline("text", 0, 0, " ") if piece.kind == "break" else piece for piece in inlines]
        self.made.append(self._made(paragraph, Block("heading", 0, 0, level=level, inlines=unbroken)))

    def _running(self, paragraph: Paragraph, inlines: list[Inline]) -> None:
        inside = self._inside(paragraph)
        last = inside[-1] if inside else None
        if paragraph.style == "caption" and last and _is_picture(last):
            words = "".join(piece.plain for piece in inlines)
            last.inlines[0] = replace(last.inlines[0], title=words)
        elif paragraph.style in ("quote", "intense quote"):
            _in_one(inside, "quote").children.append(self._made(paragraph, _text(inlines)))
        elif paragraph.style == "definition term":
            term = self._made(paragraph, Block("term", 0, 0, inlines=inlines))
            _in_one(inside, "definitions").children.append(term)
        elif paragraph.style == "definition" and last and last.kind == "definitions":
            _definition(last, self._made(paragraph, _text(inlines)))
        else:
            inside.append(self._made(paragraph, _text(inlines)))

    def _made(self, source: values.Block, block: Block) -> Block:
        self.prose.made_of[id(source)] = block
        return block

    def _inside(self, paragraph: Paragraph) -> list[Block]:
        """Where a paragraph that is no item goes: into the last item when it goes on with it, else beside the list."""
        goes_on = paragraph.style.startswith("list continue") or (
            paragraph.inset > 0 and paragraph.style in ("code", "quote")
        )
        if self.lists and goes_on:
            return self.lists[-1].block.children[-1].children
        self.lists.clear()
        if goes_on and (definition := self._definition()) is not None:
            return definition.children
        return self.made

    # --- lists

    def _item(self, paragraph: Paragraph, item: values.Item, inlines: list[Inline]) -> None:
        while self.lists and self.lists[-1].level > item.level:
            self.lists.pop()
        if self.lists and self.lists[-1].level == item.level and not self._goes_on(self.lists[-1], item):
            self.lists.pop()
        if not self.lists or self.lists[-1].level < item.level:
            definition = self._definition() if item.level and not self.lists else None
            outer = self.lists[-1].block.children[-1] if self.lists else definition
            around = outer.children if outer else self.made
            block = Block("list", 0, 0, ordered=item.ordered, first=max(item.number, 0) if item.ordered else 1)
            around.append(block)
            self.lists.append(_Open(item.level, item.list, block))
        self._letters(item, paragraph.text)
        text = self._made(paragraph, _text(inlines))
        self.lists[-1].block.children.append(Block("item", 0, 0, children=[text]))

    def _definition(self) -> Block | None:
        """The definition that may get more blocks, which are set in below it."""
        last = self.made[-1] if self.made else None
        found = last.children[-1] if last and last.kind == "definitions" else None
        return found if found and found.kind == "definition" else None

    def _goes_on(self, open_list: _Open, item: values.Item) -> bool:
        block = open_list.block
        if block.ordered != item.ordered:
            return False
        return not item.ordered or (
            open_list.identity == item.list and item.number == block.first + len(block.children)
        )

    def _letters(self, item: values.Item, text: str) -> None:
        if self.prose.lettered and item.ordered and item.list not in self.lettered and _LETTERS.match(item.label):
            self.lettered.add(item.list)
            what = say("the list begins with {label}; Markdown numbers lists with figures", label=item.label)
            self.prose.remark(Sureness.CHANGED, what, text)

    # --- tables

    def _table(self, table: Table, following: Sequence[values.Block]) -> None:
        inside = self.made
        if self.lists and (open_list := self._resumed(following)) is not None:
            inside = open_list.block.children[-1].children
        else:
            self.lists.clear()
        self.prose.table += 1
        made = table_blocks(table, self.prose)
        if len(made) == 1:
            self._made(table, made[0])
        inside += made

    def _resumed(self, following: Sequence[values.Block]) -> _Open | None:
        """The list of figures that goes on after a table, which therefore stands in one of its items."""
        after = next((b for b in following if not isinstance(b, Paragraph) or b.runs), None)
        if not isinstance(after, Paragraph) or after.item is None or not after.item.ordered or after.outline:
            return None
        for open_list in self.lists:
            if open_list.level == after.item.level and self._goes_on(open_list, after.item):
                return open_list
        return None


def _text(inlines: list[Inline]) -> Block:
    return Block("paragraph", 0, 0, inlines=inlines)


def _in_one(blocks: list[Block], kind: str) -> Block:
    """The last block when it is of a kind, else a new one."""
    if not blocks or blocks[-1].kind != kind:
        blocks.append(Block(kind, 0, 0))  # type: ignore[arg-type]
    return blocks[-1]


def _definition(definitions: Block, text: Block) -> None:
    last = definitions.children[-1]
    if last.kind == "term":
        last = Block("definition", 0, 0)
        definitions.children.append(last)
    last.children.append(text)


def _is_picture(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.inlines) == 1 and block.inlines[0].kind == "image"
