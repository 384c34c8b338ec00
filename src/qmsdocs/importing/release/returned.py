"""A release of ours that comes back: its source, with what was edited in Word, and a report of what could not be taken over."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.patch import Patch
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.importing.draft import Remark, Sureness
from qmsdocs.importing.facts_yaml import facts_yaml
from qmsdocs.importing.release.alignment import Match, matches
from qmsdocs.importing.release.fact_edits import FactEdits
from qmsdocs.importing.release.front_edits import FrontEdits, Problem, margin_problems
from qmsdocs.importing.release.printed import Around, Printed, print_again, shown_blocks, texts_of
from qmsdocs.importing.release.tables import facts_in, facts_like, titles_of
from qmsdocs.importing.release.text_edits import TextEdits
from qmsdocs.model.document import Document
from qmsdocs.model.profile import OVERVIEWS
from qmsdocs.word.ooxml.carried import Carried, carried_in
from qmsdocs.word.reading import values
from qmsdocs.word.reading.values import Paragraph, Table, WordFile
from qmsdocs.yaml.reader import YamlFault, read_yaml

_LONGEST = 80
_LOST = {
    "embedded object": say("an embedded object"),
    "equation": say("an equation"),
    "linked picture": say("a picture that lies outside the file"),
    "inserted file": say("an inserted file"),
    "diagram or chart": say("a diagram or chart"),
    "damaged picture": say("a damaged picture"),
    "hidden text": say("hidden text"),
}
_DRAWN_ANEW = frozenset({"flowchart", *OVERVIEWS})
"""What says nothing that is not written elsewhere."""
_NOT_CONTENT = frozenset({"revisions", "reviews", "withdrawn", "to_check"})


@dataclass(frozen=True, slots=True)
class Returned:
    """What a release that came back says.

    Args:
        code: of its document.
        yaml, text: its files with the edits in them.
        pictures: files of pictures beside them, by name.
        remarks: what the report says.
        edited: whether anything was taken over.
    """

    code: str
    yaml: str
    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()
    edited: bool = False


def source_in(word: WordFile) -> Carried | None:
    """The source that a file carries, its facts written as people write them; None when there is none."""
    carried = carried_in(word.custom)
    if carried is None:
        return None
    try:
        facts = read_yaml(carried.yaml)
    except YamlFault:
        return None
    if not isinstance(facts, dict) or not isinstance(facts.get("code"), str):
        return None
    return replace(carried, yaml=facts_yaml(facts)) if carried.yaml.startswith("{") else carried


def code_of(carried: Carried) -> str:
    """The code of the document that a source is of."""
    return str(read_yaml(carried.yaml)["code"])


def returned(around: Around, carried: Carried, word: WordFile, path: str, current: Document | None = None) -> Returned:
    """The source of a release with what was edited in Word.

    Args:
        around: the repository.
        carried: the source that the file carries.
        word: the file that came back.
        path: of the YAML file of the document.
        current: the document as it stands in the repository, which takes the edits; None when it does not stand there.

    Raises:
        UnusableConfiguration: the source is no document, or the document was changed since.
    """
    if current is not None:
        _refuse_changed(carried, current)
    printed = print_again(around, carried, path, word)
    stem = path.rpartition("/")[2].removesuffix(".yaml")
    yaml = current.origin.yaml if current else carried.yaml
    found = matches(printed.lines, printed.blocks, shown_blocks(word))
    patch = Patch(yaml)
    problems = list(_facts(printed, current or printed.document, patch, found))
    problems += margin_problems(printed.word, word)
    edits = TextEdits(printed, word, stem)
    text = edits.text(found)
    pictures = {**_old_pictures(carried, word), **edits.now.pictures}
    remarks = [*_beside(word), *(_remark(what, quote) for what, quote in problems), *edits.now.remarks]
    made = Returned(code_of(carried), patch.text, text, pictures, remarks, (patch.text, text) != (yaml, carried.text))
    try:
        again = Carried(patch.text, text, carried.number, _digests(carried, pictures))
        now = print_again(around, again, path, word) if made.edited else printed
    except UnusableConfiguration as error:
        return replace(made, remarks=[*remarks, _remark(error.message, "")])
    return replace(made, remarks=[*remarks, *_left(now, word, remarks)])


def _refuse_changed(carried: Carried, current: Document) -> None:
    if _content(read_yaml(carried.yaml)) != _content(read_yaml(current.origin.yaml)) or (
        carried.text.rstrip() != current.origin.text.rstrip()
    ):
        raise UnusableConfiguration(
            say(
                "{code} was changed in the repository since this file was made from it; release it again and make the"
                " edits in that file",
                code=current.code,
            )
        )


def _content(facts: Any) -> Any:
    """Facts without the ledger and the agency's own keys."""
    if isinstance(facts, dict):
        return {k: _content(v) for k, v in facts.items() if k not in _NOT_CONTENT and not k.startswith("x-")}
    return tuple(map(_content, facts)) if isinstance(facts, tuple) else facts


def _facts(printed: Printed, current: Document, patch: Patch, found: Sequence[Match]) -> Iterator[Problem]:
    facts = FactEdits(printed.document, printed.facts.register, patch)
    front = FrontEdits(printed.document, current, patch)
    for match in found:
        if match.line is None:
            continue
        try:
            if match.line.origin == "around":
                yield from front.take(match)
            elif match.line.origin == "facts":
                yield from _fact_table(facts, match)
        except UnusableConfiguration as error:
            yield error.message, " ".join(texts_of([match.after]) if match.after is not None else [])
    yield from facts.problems


def _fact_table(edits: FactEdits, match: Match) -> Iterator[Problem]:
    if not isinstance(match.before, Table):
        return
    before = facts_in(match.before)
    after = facts_like(match.after, match.before) if isinstance(match.after, Table) else None
    if before is None or before.name[0] == "flowchart":
        return
    if before.name[0] in OVERVIEWS:
        if match.after is None or texts_of([match.after]) != texts_of([match.before]):
            yield (
                say("this is printed from all documents of the repository; change it in theirs"),
                titles_of(match.before)[0],
            )
        return
    if isinstance(match.after, Table):
        changed = (new for old, new in zip(titles_of(match.before), titles_of(match.after), strict=False) if old != new)
        yield from ((say("headings of tables of facts are printed by qmsdocs"), title) for title in changed)
    if after is None:
        yield say("a table of facts is gone; its facts stay in the YAML file"), " ".join(texts_of([match.before]))
    else:
        edits.table(before, after)


def _remark(what: Message, quote: str) -> Remark:
    return Remark(Sureness.DROPPED, say("Word file"), what, quote)


def _beside(word: WordFile) -> Iterator[Remark]:
    """Comments, and what was not read."""
    for comment in word.comments:
        place = say("comment of {author}, {day}", author=comment.author or "?", day=comment.day or "?")
        yield Remark(Sureness.READ, place, say("about “{about}”", about=_shortened(comment.about)), comment.text)
    for lost in word.lost:
        place = say("near “{text}”", text=lost.near) if lost.near else say("Word file")
        yield Remark(Sureness.DROPPED, place, say("not read: {what}", what=_LOST[lost.what]), lost.words)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _old_pictures(carried: Carried, word: WordFile) -> dict[str, bytes]:
    by_digest = {hashlib.sha256(data).hexdigest(): data for data in word.pictures.values()}
    return {target: by_digest[digest] for target, digest in carried.pictures.items() if digest in by_digest}


def _digests(carried: Carried, pictures: Mapping[str, bytes]) -> dict[str, str]:
    return {**carried.pictures, **{name: hashlib.sha256(data).hexdigest() for name, data in pictures.items()}}


# --- what is left


def _left(printed: Printed, word: WordFile, known: Sequence[Remark]) -> Iterator[Remark]:
    """What the file says that its source does not say now, which is printed once more for that."""
    said = " ".join(remark.quote for remark in known if remark.sureness is Sureness.DROPPED)
    edits = TextEdits(printed, word, "x")
    was: Counter[str] = Counter()
    now: Counter[str] = Counter()
    for match in matches(printed.lines, printed.blocks, shown_blocks(word)):
        line = match.line
        if line is not None and (line.origin == "around" or (line.facts and line.facts[0] in _DRAWN_ANEW)):
            continue
        before, after = _words(match.before), _words(match.after, match.before)
        now += after - before if line is not None and line.origin == "nothing" else after
        was += before if line is None or line.origin != "nothing" else Counter()
        if before == after and isinstance(match.before, Paragraph) and edits.touched(match):
            what = say("looks of the text could not be taken over")
            yield Remark(Sureness.CHANGED, say("Word file"), what, match.before.text)
    for words in (now - was).elements():
        if words not in said:
            yield _remark(say("this was written in Word and could not be taken over"), words)
    for words in (was - now).elements():
        if words not in said:
            yield _remark(say("this was taken away in Word and still stands in the files"), words)


def _words(block: values.Block | None, pattern: values.Block | None = None) -> Counter[str]:
    """What a paragraph or table says; a table of facts without what is not written in its facts.

    Args:
        block: what is looked at.
        pattern: the same before it was edited, whose headings count.
    """
    if block is None:
        return Counter()
    facts = facts_in(block) if isinstance(block, Table) else None
    if isinstance(block, Table) and isinstance(pattern, Table):
        facts = facts_like(block, pattern)
    if facts is None:
        return Counter(texts_of([block]))
    found: Counter[str] = Counter()
    for row in facts.rows:
        for key, value in row.items():
            if key == "ways":
                found.update(value.keys())
            elif key not in ("number", "next") and (facts.name[0], key) != ("references", "title"):
                found.update([str(value)] if isinstance(value, (str, int)) else value)
    return found
