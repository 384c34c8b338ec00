"""Generated documents: printed, touched by Word, and taken in again."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdocs import load
from qmsdocs.importing.draft import Sureness
from qmsdocs.importing.release.printed import Around
from qmsdocs.importing.release.returned import Returned, returned, source_in
from qmsdocs.language import translator
from qmsdocs.markdown import parse
from qmsdocs.markdown.tree import Block
from qmsdocs.markdown.writing import written
from qmsdocs.source.files import WorkTree
from qmsdocs.word import Edition
from qmsdocs.word.reading.file import read_word
from tests.amounts import amount
from tests.test_markdown_writing import BLOCKS
from tests.wordfiles import edition_of, render, template, with_text
from tests.wordlike import W, WordLike, text_of_element

ROOT = Path(__file__).parents[1]
SEEDS = st.integers(0, 10**6)
SLOW = settings(max_examples=amount(15, 60), deadline=None, suppress_health_check=list(HealthCheck))
BEGIN, END = "Chính sách", "Kết thúc văn bản."


@cache
def base() -> Edition:
    return edition_of(load(ROOT), "CSCL")


@cache
def around() -> Around:
    return Around(WorkTree(ROOT), base().register, template)


def text_of(blocks: list[Block]) -> str:
    return f"# {BEGIN}\n\nMở đầu có chữ.\n\n{written(blocks)}\n{END}\n"


def taken(data: bytes, source: bytes) -> Returned:
    carried = source_in(read_word(source))
    assert carried is not None
    return returned(around(), carried, read_word(data), base().document.origin.path)


@SLOW
@given(BLOCKS, SEEDS)
def test_what_nobody_edited_comes_back_byte_for_byte(blocks: list[Block], seed: int) -> None:
    text = text_of(blocks)
    data = render(with_text(base(), text), translator("vi"))
    word = WordLike(data)
    word.noise(seed)
    made = taken(word.saved(), data)
    assert (made.text, made.yaml, made.remarks) == (text, base().document.origin.yaml, [])


@SLOW
@given(BLOCKS, SEEDS, st.booleans(), st.sampled_from(["replace", "type", "drop", "add"]))
def test_every_word_of_an_edit_is_taken_over_or_named(
    blocks: list[Block],
    seed: int,
    tracked: bool,  # noqa: FBT001 - drawn
    how: str,
) -> None:
    text = text_of(blocks)
    data = render(with_text(base(), text), translator("vi"))
    word = WordLike(data, tracked=tracked)
    word.noise(seed)
    chance = random.Random(seed)  # noqa: S311 - the same edit every time
    every = list(word.root.iter(f"{W}p"))
    first = max(n for n, p in enumerate(every) if text_of_element(p) == BEGIN)
    last = max(n for n, p in enumerate(every) if text_of_element(p) == END)
    paragraph = chance.choice([p for p in every[first : last + 1] if text_of_element(p).strip()])
    word.paragraph = lambda _: paragraph  # type: ignore[method-assign,assignment]
    said = chance.choice(text_of_element(paragraph).split())
    in_body = paragraph.getparent() is word.body
    new = "toanh"
    if how == "replace":
        word.replace(said, new)
    elif how == "type" or not in_body:
        word.type_after(said, f" {new}")
    elif how == "drop":
        word.drop_paragraph("")
    else:
        word.add_paragraph("", new)
    made = taken(word.saved(), data)
    quotes = " ".join(remark.quote for remark in made.remarks)
    if how != "drop" or not in_body:
        assert new in made.text or new in quotes
    kept = "".join(block.plain for block in parse(made.text).every) + made.text
    assert END in kept or paragraph is every[last] or END in quotes
    lost = [remark for remark in made.remarks if remark.sureness is Sureness.DROPPED]
    assert all(remark.quote for remark in lost)
