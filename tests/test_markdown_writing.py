"""Blocks to Markdown and back: the same words, marks and structure."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdocs.markdown import parse
from qmsdocs.markdown.running import seen
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.markdown.writing import written
from tests.amounts import amount

WORDS = st.text(st.sampled_from("aB1đỗ ựX9ê-–#*_`[]()<>!&;:.,|\\/\"'+=~${}^%@?“”§²"), min_size=1, max_size=14).filter(
    str.strip
)
AWKWARD = st.sampled_from(
    ["1. Mục", "- a", "# x", "&amp;", "a_b_c", "**x**", "[a](b)", "---", "===", "| a | b |", ": định nghĩa", "> x",
     "`x`", "<b>", "![x](y)", "~~~", "12) b", "+ c", "[^1]", "\\", "a\\", "5.1. x", "*", "http://a.vn/_x_", "|---|---|"]
)  # fmt: skip


def text(value: str) -> Inline:
    return Inline("text", 0, 0, value)


def tidy(value: str) -> str:
    return " ".join(value.split())


PLAIN = (WORDS | AWKWARD).map(tidy).map(text)
CODE = WORDS.map(tidy).filter(lambda value: value[-1] != "{").map(lambda value: Inline("code", 0, 0, value))
"""Code that ends in a brace may lose its looks to what follows, lest both be a placeholder."""


def marked(kind: Any) -> st.SearchStrategy[Inline]:
    return st.lists(PLAIN, min_size=1, max_size=2).map(lambda inner: Inline(kind, 0, 0, children=inner))


LINK = st.tuples(st.sampled_from(["https://a.vn/x?a=1&b=2", "#muc-dich", "QT-01", "a b(c).png"]), PLAIN).map(
    lambda parts: Inline("link", 0, 0, target=parts[0], children=[parts[1]])
)
IMAGE = st.tuples(WORDS.map(tidy), WORDS.map(tidy)).map(
    lambda parts: Inline("image", 0, 0, target="a.png", title=parts[1], children=[text(parts[0])])
)
BREAK = st.just(Inline("break", 0, 0))


def inside(pieces: list[Inline]) -> list[Inline]:
    """Hard breaks stand between words only."""
    made: list[Inline] = []
    for piece in pieces:
        if piece.kind == "break" and (not made or made[-1].kind == "break"):
            continue
        made.append(piece)
    while made and made[-1].kind == "break":
        made.pop()
    return made


RUNNING = st.lists(PLAIN | CODE | marked("strong") | marked("emphasis") | LINK | BREAK, min_size=1, max_size=5)
RUNNING = RUNNING.map(inside).filter(bool)
CELL = RUNNING.map(lambda pieces: [piece for piece in pieces if piece.kind != "break"]).filter(bool)


def block(kind: Any, inlines: list[Inline], **more: Any) -> Block:
    return Block(kind, 0, 0, inlines=inlines, **more)


PARAGRAPH = RUNNING.map(lambda pieces: block("paragraph", pieces))
HEADING = st.tuples(CELL, st.integers(1, 6)).map(lambda parts: block("heading", parts[0], level=parts[1]))
CODE_BLOCK = st.lists(st.text(st.sampled_from("ab `~-#\\*<"), max_size=8), min_size=1, max_size=4).map(
    lambda lines: Block("code", 0, 0, text="\n".join(lines) + "\n")
)


@st.composite
def tables(draw: st.DrawFn) -> Block:
    columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    aligns = tuple(draw(st.sampled_from(["", "left", "center", "right"])) for _ in range(columns))
    made = [
        Block("row", 0, 0, children=[block("cell", draw(CELL)) for _ in range(columns)], header=y == 0)
        for y in range(rows)
    ]
    return Block("table", 0, 0, children=made, aligns=aligns)


def listed(items: list[list[Block]], first: int | None) -> Block:
    children = [Block("item", 0, 0, children=inner) for inner in items]
    return Block("list", 0, 0, children=children, ordered=first is not None, first=first or 1)


def defined(pairs: list[tuple[list[Inline], list[Block]]]) -> Block:
    children = []
    for term, inner in pairs:
        children += [block("term", term), Block("definition", 0, 0, children=inner)]
    return Block("definitions", 0, 0, children=children)


LEAF = PARAGRAPH | HEADING | CODE_BLOCK | tables() | st.just(Block("rule", 0, 0))


def around(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, min_size=1, max_size=3)
    texts_first = st.tuples(PARAGRAPH, st.lists(inner, max_size=2)).map(lambda parts: [parts[0], *parts[1]])
    return st.builds(
        listed, st.lists(texts_first, min_size=1, max_size=3), st.none() | st.integers(1, 20)
    ) | several.map(lambda blocks: Block("quote", 0, 0, children=blocks))


BLOCKS = st.lists(
    st.recursive(LEAF, around, max_leaves=6)
    | st.lists(st.tuples(CELL, st.lists(PARAGRAPH, min_size=1, max_size=2)), min_size=1, max_size=2).map(defined),
    min_size=1,
    max_size=4,
)


def shape(blocks: list[Block]) -> list[Any]:
    """What a reader sees of blocks."""
    made: list[Any] = []
    for part in blocks:
        if part.kind == "paragraph":
            made.append(("text", seen(part.inlines)))
        elif part.kind in ("item", "definition"):
            made.append((part.kind, ([("text", seen(part.inlines))] if part.inlines else []) + shape(part.children)))
        elif part.kind == "quote" and made and made[-1][0] == "quote":
            made[-1] = ("quote", made[-1][1] + shape(part.children))
        elif part.kind == "definitions" and made and made[-1][0] == "definitions":
            made[-1] = (*made[-1][:3], made[-1][3] + shape(part.children))
        else:
            about = (part.level, part.ordered, part.first if part.ordered else 0, part.aligns, code_of(part))
            made.append((part.kind, seen(part.inlines), about, shape(part.children)))
    return made


def code_of(part: Block) -> list[str]:
    """Blanks at the end of a line are nothing that a reader sees."""
    return [line.rstrip() for line in part.text.removesuffix("\n").split("\n")]


def words(blocks: list[Block]) -> str:
    return "".join(str(part[0]) for found in blocks for part in seen(found.inlines)) + "".join(
        words(found.children) for found in blocks
    )


def without_emphasis(value: Any) -> Any:
    if isinstance(value, tuple) and len(value) == 5 and isinstance(value[1], bool):
        return (value[0], value[3], value[4])
    if isinstance(value, (list, tuple)):
        return [without_emphasis(part) for part in value]
    return value


@settings(max_examples=amount(150, 600), deadline=None)
@given(BLOCKS)
def test_what_is_written_reads_back_with_the_same_words_and_structure(blocks: list[Block]) -> None:
    found = parse(written(blocks)).blocks
    assert without_emphasis(shape(found)) == without_emphasis(shape(blocks))


@settings(max_examples=amount(100, 400), deadline=None)
@given(st.lists(st.sampled_from("abc đỗ1"), min_size=1, max_size=8).map("".join).filter(str.strip), st.data())
def test_bold_and_italic_words_stay_so(word: str, data: st.DataObject) -> None:
    plain = st.sampled_from(["chữ", " ", ", ", " (", ") ", "đỗ", ": ", ". "])
    pieces = [text(data.draw(plain)), Inline("strong", 0, 0, children=[text(word)]), text(data.draw(plain))]
    pieces += [Inline("emphasis", 0, 0, children=[text(word)])]
    found = parse(written([block("paragraph", pieces)])).blocks
    assert seen(found[0].inlines) == seen(pieces)


def test_our_own_text_is_written_as_people_write_it() -> None:
    source = (
        "# Mục đích\n\nMột đoạn **đậm** và *nghiêng*, [liên kết](#muc-dich).[^1]\n\n- a\n- b\n  1. c\n  2. d\n\n"
        "| Cột | Giá trị |\n|---|:---:|\n| x | y |\n\nThuật ngữ\n: Định nghĩa.\n\n> Trích\n\n[^1]: Chú thích.\n"
    )
    assert written(parse(source).blocks) == source


def test_neighbours_never_become_a_placeholder_and_blanks_at_the_beginning_no_code() -> None:
    code = [Inline("code", 0, 0, "{"), Inline("code", 0, 0, "% x")]
    assert written([block("paragraph", code)]) == "`{`% x\n"
    bold = [text(" "), Inline("strong", 0, 0, children=[text("   a")]), text("chữ")]
    assert written([block("paragraph", bold)]) == "**a**chữ\n"
