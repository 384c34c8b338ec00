"""How a change is put into words, so that it can be recognised again as the tool's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qmsdocs.comparison.matching import aligned, changed_runs
from qmsdocs.diagnostics import Message, Translate, say

NOUNS = {
    "step": say("step"),
    "form": say("form"),
    "reference": say("reference"),
    "basis": say("legal basis"),
    "record": say("record"),
    "term": say("term"),
    "indicator": say("indicator"),
    "paper": say("paper of the dossier"),
    "section": say("section"),
    "file": say("file"),
    "image": say("image"),
    "sentence": say("sentence"),
    "paragraph": say("paragraph"),
    "item": say("list item"),
    "row": say("table row"),
    "definition": say("definition"),
    "footnote": say("footnote"),
    "code": say("block of code"),
}
"""What is added, removed and moved."""

_ADDED = say("added {noun} {name}")
_REMOVED = say("removed {noun} {name}")
_MOVED = say("moved {noun} {name}")
_FROM = say("moved from {before} to {after}")
_TITLE = say("heading changed from “{before}” to “{after}”")
_VALUE = say("{label}: {before} → {after}")
_AMOUNT = say("{label} {before} → {after}")
_FILLED = say("{label} added: {after}")
_EMPTIED = say("{label} removed: {before}")
_REPLACED = say("{label}: {changes}")
_REWORDED = say("changed “{before}” to “{after}”")
_PRESENTED = say("presentation or links changed at “{text}”")
_FILE = say("content of file {name} changed")
_STYLE = say("{name} is written in another way, without another meaning")
_MORE = say("and {count} more changes")
_NEW_SECTION = say("new section")
_NEW_SECTION_ABOUT = say("new section: {name}")
_NO_SECTION = say("section removed")

_TEMPLATES = (
    _ADDED, _REMOVED, _MOVED, _FROM, _TITLE, _VALUE, _AMOUNT, _FILLED, _EMPTIED, _REPLACED, _REWORDED, _PRESENTED, _FILE, _STYLE,
    _NEW_SECTION, _NEW_SECTION_ABOUT, _NO_SECTION,
)  # fmt: skip

_LONGEST = 160
_LONG_VALUE = 60
_AROUND = 4
_SHORT = 12
_MOST = 8
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


def _put(sentence: Message, **values: object) -> Message:
    return Message(sentence.template, values)


def added(noun: str, name: str) -> Message:
    """Something is there that was not."""
    return _put(_ADDED, noun=NOUNS[noun], name=name)


def removed(noun: str, name: str) -> Message:
    """Something is no longer there."""
    return _put(_REMOVED, noun=NOUNS[noun], name=name)


def moved(noun: str, name: str) -> Message:
    """Something stands in another place."""
    return _put(_MOVED, noun=NOUNS[noun], name=name)


def moved_from(before: str, after: str) -> Message:
    """A section has another number for another place."""
    return _put(_FROM, before=before, after=after)


def retitled(before: str, after: str) -> Message:
    """A section bears another heading."""
    return _put(_TITLE, before=before, after=after)


def new_section(about: str) -> Message:
    """A section that was not there, with how it begins."""
    return _put(_NEW_SECTION_ABOUT, name=quoted(about)) if about else _NEW_SECTION


def no_section() -> Message:
    """A section that is no longer there."""
    return _NO_SECTION


def file_changed(name: str) -> Message:
    """The bytes of a form or image are others."""
    return _put(_FILE, name=name)


def style_changed(name: Message | str) -> Message:
    """What a digest sees and no reader."""
    return _put(_STYLE, name=name)


def presented(text: str) -> Message:
    """The words are the same, their marks or the targets of links are not."""
    return _put(_PRESENTED, text=excerpt(text))


def valued(label: Message, before: object, after: object) -> Message:
    """A value is another.

    Args:
        label: what it is the value of.
        before, after: text, a message, or a list of texts; None or empty for no value.
    """
    if isinstance(before, list) or isinstance(after, list):
        return _list_changed(label, _as_list(before), _as_list(after))
    if before and after and isinstance(before, str) and isinstance(after, str):
        pieces = list(rewording(before, after))
        if not pieces:
            return style_changed(label)
        if max(len(before), len(after)) > _LONG_VALUE:
            return _put(_REPLACED, label=label, changes=joined([piece.what for piece in pieces]))
    if not before:
        return _put(_FILLED, label=label, after=_short(after))
    if not after:
        return _put(_EMPTIED, label=label, before=_short(before))
    amounts = all(isinstance(value, str) and value[:1].isdigit() for value in (before, after))
    return _put(_AMOUNT if amounts else _VALUE, label=label, before=_short(before), after=_short(after))


def _as_list(value: object) -> Sequence[str]:
    return value if isinstance(value, list) else [str(value)] if value else []


def _short(value: object) -> object:
    return excerpt(value) if isinstance(value, str) else value


def _list_changed(label: Message, before: Sequence[str], after: Sequence[str]) -> Message:
    was, now = set(before), set(after)
    gone, new = [item for item in before if item not in now], [item for item in after if item not in was]
    old, young = ", ".join(map(excerpt, gone)), ", ".join(map(excerpt, new))
    if gone and not new:
        return _put(_EMPTIED, label=label, before=old)
    if new and not gone:
        return _put(_FILLED, label=label, after=young)
    if not gone:
        old, young = ", ".join(map(excerpt, before)), ", ".join(map(excerpt, after))
    return _put(_VALUE, label=label, before=old, after=young)


# --- sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """A change within running text.

    Args:
        what: in words.
        before, after: the whole sentence, paragraph or row; None where there was or is none.
        moved: it only stands in another place.
    """

    what: Message
    before: str | None
    after: str | None
    moved: bool = False


def come_or_gone(noun: str, before: str | None, after: str | None) -> Piece:
    """A piece that is only on one side."""
    if before is None:
        return Piece(added(noun, quoted(after or "")), None, after)
    return Piece(removed(noun, quoted(before)), before, None)


def rewording(before: str, after: str) -> Iterator[Piece]:
    """What happened to the sentences of a paragraph.

    Args:
        before, after: running text.
    """
    old, new = _SENTENCE_END.split(" ".join(before.split())), _SENTENCE_END.split(" ".join(after.split()))
    for gone, come in changed_runs(old, new):
        yield from _replaced([old[i] for i in gone], [new[j] for j in come])


def _replaced(gone: Sequence[str], come: Sequence[str]) -> Iterator[Piece]:
    for i, j in aligned(gone, come, str.split):
        before, after = None if i is None else gone[i], None if j is None else come[j]
        if before is None or after is None:
            yield come_or_gone("sentence", before, after)
        else:
            yield Piece(_reworded(before, after), before, after)


def _reworded(before: str, after: str) -> Message:
    """The words that changed within a sentence, with a few around them."""
    old, new = before.split(), after.split()
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - first
    last = next((i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b or i >= rest), rest)
    return _put(_REWORDED, before=_around(old, first, last), after=_around(new, first, last))


def _around(words: Sequence[str], first: int, last: int) -> str:
    """The words from ``first`` to the ``last`` ones that are shared again, and a few before and after; a short text as a whole."""
    short = len(words) <= _SHORT
    start = 0 if short else max(first - _AROUND, 0)
    end = len(words) if short else min(len(words) - last + _AROUND, len(words))
    inner = excerpt(" ".join(words[start:end]))
    return f"{'…' if start else ''}{inner}{'…' if end < len(words) else ''}"


def excerpt(text: str) -> str:
    """A text on one line, cut between words where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: line.rfind(" ", _LONGEST // 2, _LONGEST) % _LONGEST] + "…"


def quoted(text: str) -> str:
    """A short text in quotation marks."""
    return f"“{excerpt(text)}”"


def joined(parts: Sequence[Message]) -> Message:
    """Several changes of one place in a sentence; of very many, the first."""
    if len(parts) > _MOST:
        parts = [*parts[: _MOST - 1], _put(_MORE, count=len(parts) - _MOST + 1)]
    template = "; ".join(f"{{part{number}}}" for number in range(len(parts)))
    return Message(template, {f"part{number}": part for number, part in enumerate(parts)})


# --- recognising


def is_own_wording(what: str, translate: Translate) -> bool:
    """Whether a text says a change as this module would say it in a language.

    Args:
        what: of an item of ``changes``.
        translate: the language.
    """
    return bool(_own(translate).match(what.strip()[:1].lower() + what.strip()[1:]))


_CODE = r"[A-ZĐ0-9]\S*(?: [A-ZĐ0-9]\S*)*(?: \(.+?\))?"
_QUOTED = r"“.+?”(?: \(.+?\))?"
_NAMES = {
    "step": r"[a-z0-9-]+(?:: .+?)?",
    "form": r"\S.*? \(\d+\.\d+\)|" + _CODE,
    "reference": _CODE,
    "basis": _CODE,
    "term": r".+?: .+?",
    "file": r"\S.*?\.\w+",
}
"""How names look behind a noun, so that a sentence which only begins with the same words is not taken for the tool's."""


@lru_cache(maxsize=4)
def _own(translate: Translate) -> re.Pattern[str]:
    from qmsdocs.comparison.names import LABELS  # noqa: PLC0415 - names use this module

    label = _any_of(message.render(translate) for message in LABELS)
    parts = []
    for sentence in _TEMPLATES:
        for key in NOUNS if "{noun}" in sentence.template else ("",):
            noun = re.escape(NOUNS[key].render(translate)) if key else ""
            fields = {"label": label, "noun": noun, **({"name": f"(?:{_NAMES.get(key, _QUOTED)})"} if key else {})}
            pieces = re.split(r"\{(\w+)\}", translate(sentence.template))
            parts.append("".join(fields.get(p, ".+?") if i % 2 else re.escape(p) for i, p in enumerate(pieces)))
    return re.compile(f"(?:{'|'.join(parts)})(?:; |$)", re.DOTALL)


def _any_of(words: Iterator[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"
