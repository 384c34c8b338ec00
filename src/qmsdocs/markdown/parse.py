"""pyromark's events to the block tree. Nothing else imports pyromark.

CommonMark with tables, footnotes and definition lists; raw HTML comes out as blocks and inlines of kind ``html`` that a
rule reports and no renderer prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyromark import Markdown, Options

from qmsdocs.markdown.slugs import slug_of
from qmsdocs.markdown.tree import Block, Heading, Inline, Prose

_PARSER = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_DEFINITION_LIST)

_BLOCKS: dict[str, str] = {
    "Paragraph": "paragraph", "Item": "item", "TableHead": "row", "TableRow": "row", "TableCell": "cell",
    "HtmlBlock": "html", "DefinitionList": "definitions", "DefinitionListTitle": "term", "DefinitionListDefinition": "definition",
    "Heading": "heading", "List": "list", "BlockQuote": "quote", "CodeBlock": "code", "Table": "table",
    "FootnoteDefinition": "footnote",
}  # fmt: skip
_INLINES: dict[str, str] = {"Emphasis": "emphasis", "Strong": "strong", "Link": "link", "Image": "image"}
_LEAVES: dict[str, str] = {"Text": "text", "Code": "code", "InlineHtml": "html", "FootnoteReference": "footnote"}
_MARKS: dict[str, str] = {"SoftBreak": "softbreak", "HardBreak": "break"}


MAX_DEPTH = 40
"""Blocks and marks within one another; deeper ones are taken up into the level above, so that nothing recurses without end."""
MAX_EVENTS = 50_000
"""Beginnings, ends and pieces of text; where a text has more, the rest is left out."""


def parse(text: str) -> Prose:
    """The block tree of a Markdown text.

    Args:
        text: with LF line ends and without BOM.

    >>> [heading.slug for heading in parse("# Mục đích").headings]
    ['muc-dich']
    """
    tree = _Tree()
    # looked up once: this loop is most of the time
    blocks, lists, open_, leaf, text_piece = tree.blocks, tree.lists, tree.start, tree.leaf, tree.text
    events: Iterator[tuple[Any, Any]] = _PARSER.events_with_range(text)
    for number, (event, span) in enumerate(events):
        start, end = span["start"], span["end"]
        if type(event) is str:
            if event in _MARKS:
                leaf(_MARKS[event], start, end, "")
            elif event == "Rule":
                tree.block(Block("rule", start, end))
            continue
        ((tag, value),) = event.items()
        if tag == "End":
            lists.pop()
            if type(value) is str and value in _INLINES:
                tree.marks -= 1
            else:
                blocks.pop()
        elif tag == "Start":
            if type(value) is str:
                open_(value, None, start, end)
            else:
                ((name, detail),) = value.items()
                open_(name, detail, start, end)
        elif tag == "Html" or blocks[-1].kind == "code":
            blocks[-1].text += value
        elif tag == "Text":
            text_piece(start, end, value)
        else:
            leaf(_LEAVES[tag], start, end, value)
        if number >= MAX_EVENTS:
            tree.refuse(start)
            break
    tree.close_run()
    return Prose(
        text, tree.root.children, _headings(tree.headings), tree.every, tree.all_blocks, tree.links, tree.refused
    )


class _Tree:
    """The blocks and inlines that are open while the events come in."""

    def __init__(self) -> None:
        self.root = Block("quote", 0, 0)
        self.blocks: list[Block] = [self.root]
        self.lists: list[list[Inline]] = [self.root.inlines]  # of each open block and mark; the last takes what comes
        self.marks = 0
        self.every: list[Inline] = []
        self.all_blocks: list[Block] = []
        self.links: list[Inline] = []
        self.headings: list[Block] = []
        self.refused: int | None = None
        self._run: list[str] = []  # pieces of text that belong to the last inline

    def start(self, name: str, detail: Any, start: int, end: int) -> None:
        """A block, or a mark with text in it."""
        blocks = self.blocks
        if len(blocks) + self.marks > MAX_DEPTH:
            self.refuse(start)
        if name in _INLINES:
            inline = self.leaf(_INLINES[name], start, end, "")
            if detail:
                inline.target, inline.title = detail["dest_url"], detail["title"]
                self.links.append(inline)
            if self.marks < MAX_DEPTH:
                inline.children = children = []
            else:
                children = self.lists[-1]
            self.lists.append(children)
            self.marks += 1
        else:
            block = self.block(_block(name, detail, start, end))
            blocks.append(block)
            self.lists.append(block.inlines)
            if name == "Heading":
                self.headings.append(block)

    def block(self, block: Block) -> Block:
        """Takes a block into the one that is open."""
        parent = self.blocks[-1] if self.refused is None else self.blocks[min(len(self.blocks), MAX_DEPTH) - 1]
        parent.children.append(block)
        self.all_blocks.append(block)
        return block

    def text(self, start: int, end: int, text: str) -> None:
        """Text; pieces that the parser cut at a bracket or star that meant nothing are joined again.

        Entities stay apart, for they are longer than their text, and places are counted in what is written.
        """
        last = self.every[-1] if self.every else None
        if last and last.end == start and last.kind == "text" and len(text.encode()) == end - start:
            siblings = self.lists[-1]
            if siblings and siblings[-1] is last and (self._run or len(last.text.encode()) == last.end - last.start):
                self._run = self._run or [last.text]
                self._run.append(text)
                last.end = end
                return
        self.leaf("text", start, end, text)

    def leaf(self, kind: str, start: int, end: int, text: str) -> Inline:
        """Anything in running text."""
        if self._run:
            self.close_run()
        inline = Inline(kind, start, end, text)  # type: ignore[arg-type]
        self.every.append(inline)
        self.lists[-1].append(inline)
        return inline

    def close_run(self) -> None:
        """Gives the last text the pieces that were joined to it."""
        if self._run:
            self.every[-1].text = "".join(self._run)
            self._run = []

    def refuse(self, start: int) -> None:
        """Remembers the first place from which the text is not taken as it stands."""
        if self.refused is None:
            self.refused = start


def _block(name: str, detail: Any, start: int, end: int) -> Block:
    block = Block(_BLOCKS[name], start, end)  # type: ignore[arg-type]
    if detail is None:
        block.header = name == "TableHead"
    elif name == "Heading":
        block.level = int(detail["level"][1])
    elif name == "List":
        block.ordered, block.first = True, detail
    elif name == "Table":
        block.aligns = tuple("" if align == "None" else align.lower() for align in detail)
    elif name == "FootnoteDefinition":
        block.text = detail
    return block


def _headings(blocks: list[Block]) -> list[Heading]:
    """Headings with printed numbers (1, 1.1, …) and slugs that are unique within the text."""
    counts = [0] * 7
    used: dict[str, int] = {}
    found = []
    for block in blocks:
        level = block.level
        counts[level] += 1
        counts[level + 1 :] = [0] * (6 - level)
        number = ".".join(str(count) for count in counts[1 : level + 1])
        title = block.plain.strip()
        slug = slug_of(title)
        used[slug] = used.get(slug, 0) + 1
        found.append(Heading(level, title, slug if used[slug] == 1 else f"{slug}-{used[slug]}", number, block))
    return found
