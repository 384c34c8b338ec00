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
    opened, inlines, run, open_, close = tree.opened, tree.inlines, tree.run, tree.open, tree.opened.pop
    events: Iterator[tuple[Any, Any]] = _PARSER.events_with_range(text)
    for number, (event, span) in enumerate(events):
        if type(event) is str:
            tree.mark(event, span["start"], span["end"])
            continue
        tag, value = event.popitem()
        if tag == "End":
            close()
        elif tag == "Start":
            open_(value, span["start"], span["end"])
        elif tag == "Html" or opened[-1][0].kind == "code":
            opened[-1][0].text += value
        elif tag == "Text":
            start, end = span["start"], span["end"]
            if not inlines or inlines[-1].end != start or not tree.goes_on(start, end, value):
                if run:
                    tree.close_run()
                inline = Inline("text", start, end, value)
                inlines.append(inline)
                opened[-1][1].append(inline)
        else:
            tree.leaf(_LEAVES[tag], span["start"], span["end"], value)
        if number >= MAX_EVENTS:
            tree.refuse(span["start"])
            break
    tree.close_run()
    return Prose(text, tree.root.children, _headings(tree.headings), inlines, tree.every, tree.links, tree.refused)


class _Tree:
    """The blocks and marks that are open while the events come in.

    ``opened`` has an entry for each: the innermost block at that place, and the list that takes what comes in it.
    """

    def __init__(self) -> None:
        self.root = Block("quote", 0, 0)
        self.opened: list[tuple[Block, list[Inline]]] = [(self.root, self.root.inlines)]
        self.inlines: list[Inline] = []
        self.every: list[Block] = []
        self.links: list[Inline] = []
        self.headings: list[Block] = []
        self.refused: int | None = None
        self.run: list[str] = []  # pieces of text that belong to the last inline

    def open(self, value: Any, start: int, end: int) -> None:
        """A block, or a mark with text in it, from its name alone or with what the parser says of it."""
        name, detail = (value, None) if type(value) is str else value.popitem()
        opened = self.opened
        if len(opened) > MAX_DEPTH:
            self.refuse(start)
        kind = _BLOCKS.get(name)
        if kind is None:
            self._open_mark(self.leaf(_INLINES[name], start, end, ""), detail)
            return
        inlines: list[Inline] = []
        block = Block(kind, start, end, 0, inlines, [])  # type: ignore[arg-type]
        if detail is not None:
            _describe(block, name, detail)
            if name == "Heading":
                self.headings.append(block)
        elif name == "TableHead":
            block.header = True
        self._take(block)
        opened.append((block, inlines))

    def _open_mark(self, inline: Inline, link: Any) -> None:
        block, around = self.opened[-1]
        if link:
            inline.target, inline.title = link["dest_url"], link["title"]
            self.links.append(inline)
        if len(self.opened) <= MAX_DEPTH:
            inline.children = around = []
        self.opened.append((block, around))

    def _take(self, block: Block) -> None:
        """Takes a block into the one that is open, or into the last that is not too deep."""
        opened = self.opened
        opened[-1 if len(opened) <= MAX_DEPTH else MAX_DEPTH - 1][0].children.append(block)
        self.every.append(block)

    def mark(self, event: str, start: int, end: int) -> None:
        """A line break or a rule."""
        if event in _MARKS:
            self.leaf(_MARKS[event], start, end, "")
        elif event == "Rule":
            self._take(Block("rule", start, end))

    def goes_on(self, start: int, end: int, text: str) -> bool:
        """Takes text into the last inline, which ends where it begins.

        The parser cuts text at a bracket or star that means nothing. Entities stay apart, for they are longer than their
        text, and places are counted in what is written.
        """
        last, around = self.inlines[-1], self.opened[-1][1]
        if last.kind != "text" or not around or around[-1] is not last or len(text.encode()) != end - start:
            return False
        if not self.run:
            if len(last.text.encode()) != last.end - last.start:
                return False
            self.run.append(last.text)
        self.run.append(text)
        last.end = end
        return True

    def leaf(self, kind: str, start: int, end: int, text: str) -> Inline:
        """Anything in running text."""
        if self.run:
            self.close_run()
        inline = Inline(kind, start, end, text)  # type: ignore[arg-type]
        self.inlines.append(inline)
        self.opened[-1][1].append(inline)
        return inline

    def close_run(self) -> None:
        """Gives the last text the pieces that were joined to it."""
        if self.run:
            self.inlines[-1].text = "".join(self.run)
            self.run.clear()

    def refuse(self, start: int) -> None:
        """Remembers the first place from which the text is not taken as it stands."""
        if self.refused is None:
            self.refused = start


def _describe(block: Block, name: str, detail: Any) -> None:
    if name == "Heading":
        block.level = int(detail["level"][1])
    elif name == "List":
        block.ordered, block.first = True, detail
    elif name == "Table":
        block.aligns = tuple("" if align == "None" else align.lower() for align in detail)
    elif name == "FootnoteDefinition":
        block.text = detail


def _headings(blocks: list[Block]) -> list[Heading]:
    """Headings with printed numbers (1, 1.1, …) and slugs that are unique within the text."""
    counts = [0] * 7
    used: dict[str, int] = {}
    found = []
    for block in blocks:
        level = block.level
        counts[level] += 1
        for lower in range(level + 1, 7):
            counts[lower] = 0
        number = ".".join([str(count) for count in counts[1 : level + 1]])
        title = block.plain.strip()
        slug = slug_of(title)
        times = used[slug] = used.get(slug, 0) + 1
        found.append(Heading(level, title, slug if times == 1 else f"{slug}-{times}", number, block))
    return found
