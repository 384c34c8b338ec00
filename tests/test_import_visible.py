"""A release whose source was stripped: what is seen of it comes back, in facts and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qmsdocs import load
from qmsdocs.edit.planned import Planned
from qmsdocs.importing.draft import Draft
from qmsdocs.importing.facts_yaml import as_read, facts_yaml
from qmsdocs.importing.release.printed import shown_blocks, texts_of
from qmsdocs.importing.release.tables import facts_in
from qmsdocs.importing.release.visible import visible_draft
from qmsdocs.language import translator
from qmsdocs.markdown import parse
from qmsdocs.markdown.tree import Block
from qmsdocs.model.profile import OVERVIEWS
from qmsdocs.model.register import Register
from qmsdocs.source.files import WorkTree
from qmsdocs.word import Copy, Edition, render_document, template_name
from qmsdocs.word.reading import values
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import Table, WordFile
from qmsdocs.yaml.reader import read_yaml
from tests.amounts import amount
from tests.scenario import written
from tests.wordfiles import edition_of, no_image, render, template
from tests.wordlike import WordLike

ROOT = Path(__file__).parents[1]
CODES = [path.stem for path in sorted(ROOT.glob("procedures/*/*.yaml"))][:: amount(3, 1)]
SAME = ("code", "title", "references", "terms", "forms", "records", "indicators", "administrative")


@cache
def register() -> Register:
    return load(ROOT)


def stripped(data: bytes) -> WordFile:
    """A release without its custom parts, as Word saves it after an inspection of the document."""
    word = WordLike(data)
    word.noise(3)
    word.parts = {path: part for path, part in word.parts.items() if not path.startswith("customXml/")}
    relations = word.parts["word/_rels/document.xml.rels"].decode()
    start = relations.index("<Relationship ", relations.index("customXml") - 200)
    while "customXml" not in relations[start : relations.index("/>", start)]:
        start = relations.index("<Relationship ", start + 1)
    word.parts["word/_rels/document.xml.rels"] = (
        relations[:start] + relations[relations.index("/>", start) + 2 :]
    ).encode()
    return replace(read_word(word.saved()), custom={})


@cache
def draft(code: str) -> tuple[WordFile, Draft]:
    word = stripped(render(edition_of(register(), code), translator("vi")))
    found = visible_draft(word, register())
    assert found is not None
    return word, found


def steps(facts: Any) -> list[dict[str, Any]]:
    """Steps without their ids, which are not seen; ways lead to positions."""
    found = facts.get("steps", ())
    places = {step["id"]: number for number, step in enumerate(found)}
    return [
        {
            **{key: value for key, value in step.items() if key not in ("id", "next")},
            **({"decision": {b: places.get(t, t) for b, t in step["decision"].items()}} if "decision" in step else {}),
        }
        for step in found
    ]


def ledger(facts: Any) -> list[tuple[Any, ...]]:
    return [
        (entry["issue"], entry["revision"], entry.get("reason"), entry["approved"]["on"], len(entry["changes"]))
        for entry in facts["revisions"]
    ]


def _seen(value: Any) -> Any:
    """A fact as far as a release shows it: not where the file of a form lies, nor which list it is."""
    if isinstance(value, (list, tuple)):
        return tuple(_seen(item) for item in value) or None
    if isinstance(value, dict):
        return {key: _seen(item) for key, item in value.items() if item != () and key not in ("file", "list")}
    return value if value or value == 0 else None


@pytest.mark.parametrize("code", CODES)
def test_what_is_seen_of_the_facts_comes_back(code: str) -> None:
    document = register().document(code)
    assert document is not None
    was, now = read_yaml(document.origin.yaml), as_read(draft(code)[1].facts)
    assert {key: _seen(was.get(key)) for key in SAME} == {key: _seen(now.get(key)) for key in SAME}
    assert steps(was) == steps(now)
    assert ledger(was) == ledger(now)
    last, again = was["revisions"][-1], now["revisions"][-1]
    for act in ("prepared", "reviewed", "approved"):
        assert {k: v for k, v in last[act].items() if k in ("by", "position", "decision")} == {
            k: v for k, v in again[act].items() if k in ("by", "position", "decision")
        }
    assert last.get("effective") == again.get("effective")


def _own(word: WordFile) -> list[values.Block]:
    """What a document says itself: which clauses it names is seen only in the tables of the whole repository."""
    facts = ((block, facts_in(block) if isinstance(block, Table) else None) for block in shown_blocks(word))
    return [block for block, found in facts if found is None or found.name[0] not in OVERVIEWS]


@pytest.mark.parametrize("code", CODES)
def test_printed_again_it_shows_the_same_words(code: str) -> None:
    word, found = draft(code)
    document = register().document(code)
    assert document is not None
    path = document.origin.path
    files = {path: facts_yaml(found.facts).encode(), path.removesuffix("yaml") + "md": found.text.encode()}
    again = load(Planned(files, WorkTree(ROOT)))
    made = again.document(code)
    assert made is not None
    assert made.last is not None
    edition = Edition(made, made.last, again, Copy.ISSUED, no_image)
    data = render_document(edition, template(template_name(made)), translator("vi"))
    was, now = Counter(texts_of(_own(word))), Counter(texts_of(_own(read_word(data))))
    assert (was - now, now - was) == (Counter(), Counter())


NESTED = """\
1. một
   - hai

     > trong hai

     ```
     mã trong hai
     ```
2. ba

   > trong ba

> ngoài

- gạch

```
mã ngoài
```

Từ
: Giải

  - một
  - hai

> ngoài định nghĩa
"""


def test_quotes_and_code_beside_lists_stay_outside_and_lists_of_definitions_inside(tmp_path: Path) -> None:
    written(tmp_path)
    text = tmp_path / "procedures" / "QT-01" / "QT-01.md"
    text.write_text(text.read_text(encoding="utf-8") + "\n# Phụ lục\n\n" + NESTED, encoding="utf-8")
    here = load(tmp_path)
    found = visible_draft(stripped(render(edition_of(here, "QT-01"), translator("vi"))), here)
    assert found is not None
    assert shape(parse(found.text.partition("# Phụ lục\n")[2]).blocks) == shape(parse(NESTED).blocks)


def shape(blocks: Sequence[Block]) -> list[Any]:
    """Kinds of blocks with their words, whether lists are loose or not."""
    return [
        (block.kind, block.text, "".join(piece.plain for piece in block.inlines), shape(block.children))
        if block.inlines or block.kind != "paragraph"
        else shape(block.children)
        for block in map(_plain_item, blocks)
    ]


def _plain_item(block: Block) -> Block:
    """An item or definition whose first paragraph is written as its running text."""
    first = block.children[0] if block.kind in ("item", "definition") and block.children else None
    if first and first.kind == "paragraph" and not block.inlines:
        return replace(block, inlines=first.inlines, children=block.children[1:])
    return block
