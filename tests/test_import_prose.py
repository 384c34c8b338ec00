"""Paragraphs and tables of Word to Markdown: the words and the structure stay."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdocs import load
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.prose import Prose
from qmsdocs.importing.release.printed import shown_blocks
from qmsdocs.language import translator
from qmsdocs.markdown import parse
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.markdown.writing import written
from qmsdocs.word import Edition
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import Cell, Paragraph, Run, Table, TableRow, WordFile
from tests.amounts import amount
from tests.test_markdown_writing import CELL, CODE_BLOCK, PARAGRAPH, defined, listed, shape, tables, without_emphasis
from tests.test_markdown_writing import HEADING as ANY_HEADING
from tests.wordfiles import edition_of, render, with_text

ROOT = Path(__file__).parents[1]
HEADING = ANY_HEADING.filter(lambda heading: heading.level > 1)
ITEMS = st.lists(PARAGRAPH.map(lambda block: [block]), min_size=1, max_size=3)
DEFINED = st.lists(st.tuples(CELL, st.lists(PARAGRAPH, min_size=1, max_size=1)), min_size=1, max_size=2).map(defined)
TABLES = tables().filter(lambda block: len(block.children) > 1)  # a head alone is not aligned in Word
CODE = CODE_BLOCK.filter(lambda block: bool(block.text.strip()))
ANY = HEADING | PARAGRAPH | CODE | TABLES | DEFINED | st.builds(listed, ITEMS, st.none() | st.integers(1, 9))
BEGIN, END = "Chính sách", "Kết thúc văn bản."


@cache
def base() -> Edition:
    return edition_of(load(ROOT), "CSCL")


def plain(blocks: list[Block]) -> Any:
    """What is seen of blocks: links to places that a file cannot reach are words, and left is as good as nothing."""

    def tidied(value: Any) -> Any:
        if isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], bool):
            return value[0], value[1]
        if isinstance(value, (list, tuple)):
            return [tidied(part) for part in value]
        return "" if value == "left" else value

    return tidied(without_emphasis(shape(blocks)))


@settings(max_examples=amount(30, 80), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ANY, min_size=1, max_size=4))
def test_what_is_printed_and_read_becomes_the_same_blocks(blocks: list[Block]) -> None:
    between = Block("paragraph", 0, 0, inlines=[Inline("text", 0, 0, "Giữa.")])  # lists that touch are one in Word
    blocks = [block for each in blocks for block in (each, between)]
    text = f"# {BEGIN}\n\nMở đầu.\n\n{written(blocks)}\n# {END}\n"
    word = read_word(render(with_text(base(), text), translator("vi")))
    every = shown_blocks(word)
    heads = [n for n, b in enumerate(every) if isinstance(b, Paragraph) and b.outline == 1]
    body = every[heads[0] : heads[1] + 1]
    made = parse(Prose(word, "x", lettered=False, frames=False).text(body)).blocks
    assert plain(made) == plain(parse(text).blocks)


def paragraph(text: str) -> Paragraph:
    return Paragraph([Run(text)])


def cell(text: str, column: int, columns: int = 1, rows: int = 1) -> Cell:
    return Cell([paragraph(line) for line in text.split("|")], column, columns, rows)


def test_merged_cells_and_lines_in_cells_are_approximated_and_named() -> None:
    table = Table(
        [
            TableRow([cell("Bước", 0), cell("Ai", 1), cell("Hạn", 2)]),
            TableRow([cell("Lập phiếu", 0, rows=2), cell("Văn thư|Thư ký", 1), cell("1 ngày", 2)]),
            TableRow([cell("Chung", 1, columns=2)]),
        ],
        [100, 100, 100],
    )
    prose = Prose(WordFile([table]), "x")
    assert prose.text([table]) == (
        "| Bước | Ai | Hạn |\n|---|---|---|\n| Lập phiếu | Văn thư; Thư ký | 1 ngày |\n| Lập phiếu | Chung |  |\n"
    )
    assert [remark.sureness for remark in prose.remarks] == [Sureness.CHANGED] * 3
    assert all(remark.quote for remark in prose.remarks)
