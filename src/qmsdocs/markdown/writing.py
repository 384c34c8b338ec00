"""A block tree to Markdown text, so that reading the text gives the same blocks and words: the way back from ``parse``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from qmsdocs.markdown.running import running_text
from qmsdocs.markdown.tree import Block

_LINE_START = re.compile(r"(?:[-+*](?=\s|$)|[#>|:=~]|-(?=-|:|\|)|\d{1,9}(?=[.)](?:\s|$)))")
_FENCE = re.compile(r"`{3,}", re.MULTILINE)
_DELIMITERS = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}

Lines = list[str]


def written(blocks: Sequence[Block], verbatim: Mapping[int, str] = MappingProxyType({})) -> str:
    r"""The Markdown text of blocks.

    Args:
        blocks: as ``parse`` gives them; raw HTML is left out.
        verbatim: running text that is already written, by the ``id`` of the block that holds it.

    >>> written([Block("heading", 0, 0, level=1), Block("rule", 0, 0)], {})
    '#\n\n---\n'
    """
    lines = _Writer(verbatim).blocks(blocks)
    return "\n".join(lines) + "\n" if lines else ""


def at_line_start(text: str) -> str:
    """Running text with a backslash where its lines would begin something else, such as a list.

    >>> at_line_start("1. Mục đích"), at_line_start("- a"), at_line_start("-5 độ")
    ('1\\\\. Mục đích', '\\\\- a', '-5 độ')
    """
    return "\n".join(map(_line_safe, text.split("\n")))


def _line_safe(line: str) -> str:
    found = _LINE_START.match(line)
    if not found:
        return line
    at = found.end() if found[0][0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


@dataclass(frozen=True)
class _Writer:
    """Blocks to lines, each kind by a function of its own."""

    verbatim: Mapping[int, str]
    markers: dict[str, str] = field(default_factory=dict)

    def blocks(self, blocks: Sequence[Block]) -> Lines:
        """Blocks with an empty line between any two."""
        lines: Lines = []
        before: Block | None = None
        marker = ""
        for block in blocks:
            marker = _marker(block, before, marker)
            made = self._block(block, marker)
            if made:
                lines += [*([""] if lines else []), *made]
                before = block
        return lines

    def _block(self, block: Block, marker: str) -> Lines:
        if block.kind == "list":
            return self._list(block, marker)
        if block.kind in ("table", "code") and (ready := self.verbatim.get(id(block))) is not None:
            return ready.split("\n")
        write = _WRITERS.get(block.kind)
        return write(self, block) if write else []

    def running(self, block: Block, *, cell: bool = False) -> str:
        """The running text of a block."""
        ready = self.verbatim.get(id(block))
        return running_text(block.inlines, cell=cell).lstrip(" \t") if ready is None else ready

    def flow(self, block: Block) -> Lines:
        """The running text of an item or definition and the blocks in it."""
        first = [] if not block.inlines else at_line_start(self.running(block)).split("\n")
        rest = self.blocks(block.children)
        close = len(block.children) > 0 and block.children[0].kind == "list" and first
        return [*first, *([""] if first and rest and not close else []), *rest]

    def _list(self, block: Block, marker: str) -> Lines:
        loose = any(_is_loose(item) for item in block.children)
        lines: Lines = []
        for number, item in enumerate(block.children, block.first):
            mark = f"{number}{marker} " if block.ordered else f"{marker} "
            inside = self.flow(item)
            lines += [""] if lines and loose else []
            lines += _hung(inside, mark)
        return lines


def _is_loose(item: Block) -> bool:
    """Whether an item holds more than one line of text and lists below it."""
    others = [child for child in item.children if child.kind != "list"]
    return len(others) + bool(item.inlines) > 1 or any(child.kind not in ("paragraph", "list") for child in others)


def _hung(lines: Lines, mark: str) -> Lines:
    """Lines that hang from a mark: the first stands after it, the others below."""
    if not lines:
        return [mark.rstrip()]
    indent = " " * len(mark)
    return [mark + lines[0], *(indent + line if line else "" for line in lines[1:])]


def _marker(block: Block, before: Block | None, used: str) -> str:
    """What items begin with; two lists of a kind that follow one another are told apart by it."""
    usual, other = (".", ")") if block.ordered else ("-", "*")
    follows = before is not None and before.kind == block.kind == "list" and before.ordered == block.ordered
    return other if follows and used == usual else usual


def _heading(writer: _Writer, block: Block) -> Lines:
    text = writer.running(block).replace("\\\n", " ").replace("\n", " ")
    if text.endswith("#"):
        text = f"{text[:-1]}\\#"
    return [f"{'#' * block.level} {text}".rstrip()]


def _paragraph(writer: _Writer, block: Block) -> Lines:
    text = writer.running(block)
    return at_line_start(text).split("\n") if text and id(block) not in writer.verbatim else text.split("\n")


def _quote(writer: _Writer, block: Block) -> Lines:
    return [f"> {line}".rstrip() for line in writer.blocks(block.children)] or [">"]


def _code(_writer: _Writer, block: Block) -> Lines:
    longest = max((len(found) for found in _FENCE.findall(block.text)), default=2)
    fence = "`" * (longest + 1)
    return [fence, *block.text.removesuffix("\n").split("\n"), fence]


def _table(writer: _Writer, block: Block) -> Lines:
    rows = [[writer.running(cell, cell=True).replace("\n", " ") for cell in row.children] for row in block.children]
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return [head, f"|{'|'.join(_DELIMITERS[align] for align in block.aligns)}|", *body]


def _definitions(writer: _Writer, block: Block) -> Lines:
    lines: Lines = []
    for part, following in zip(block.children, [*block.children[1:], None], strict=True):
        if part.kind == "term":
            lines += [*([""] if lines else []), *at_line_start(writer.running(part)).split("\n")]
            if following is None or following.kind == "term":  # a term alone is a paragraph
                continue
        else:
            lines += _hung(writer.flow(part), ": ")
    return lines


def _footnote(writer: _Writer, block: Block) -> Lines:
    lines = writer.blocks(block.children)
    mark = f"[^{block.text}]: "
    return [mark + lines[0], *(f"    {line}" if line else "" for line in lines[1:])] if lines else [mark.rstrip()]


def _rule(_writer: _Writer, _block: Block) -> Lines:
    return ["---"]


_WRITERS: Mapping[str, Callable[[_Writer, Block], Lines]] = MappingProxyType(
    {
        "heading": _heading,
        "paragraph": _paragraph,
        "quote": _quote,
        "code": _code,
        "table": _table,
        "definitions": _definitions,
        "footnote": _footnote,
        "rule": _rule,
    }
)


def leaves(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that hold running text or code, in reading order; tables as a whole."""
    for block in blocks:
        if block.inlines or block.kind in ("code", "table", "rule"):
            yield block
        if block.kind != "table":
            yield from leaves(block.children)
