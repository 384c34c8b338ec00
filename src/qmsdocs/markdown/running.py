"""Running text to Markdown: inlines with their marks, every other character so that it stays what it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qmsdocs.markdown.parse import parse
from qmsdocs.markdown.tree import Inline

_MEANING = re.compile(r"[\\`*\[<]|_|&(?=[#\w])")
_AFTER_BRACE = frozenset("{%#")
_TICKS = re.compile(r"`+")
_PLAIN_TARGET = re.compile(r"[^\s()<>\\\x00-\x1f]+")
_STRONG, _EMPHASIS = "**", "*"

Seen = tuple[str, bool, bool, bool, str]
"""A character as it is seen: itself, strong, emphasised, code, the target of its link."""


def running_text(pieces: Sequence[Inline], *, cell: bool = False) -> str:
    """Markdown of running text, without line ends but for hard breaks.

    Marks that Markdown would not take for marks where they stand are left out; words are always kept.

    Args:
        pieces: its inlines.
        cell: it stands in a cell of a table.
    """
    text = _text(pieces, cell=cell)
    if not any(piece.kind in ("strong", "emphasis") for piece in _all(pieces)) or _reads_as(text, pieces):
        return text
    for without in (("emphasis",), ("strong",)):
        fewer = _without(pieces, without)
        text = _text(fewer, cell=cell)
        if _reads_as(text, fewer):
            return text
    return _text(_without(pieces, ("emphasis", "strong")), cell=cell)


def seen(pieces: Sequence[Inline]) -> list[Seen]:
    """What of running text is seen, letter by letter; blanks do not count, and punctuation looks as it may."""
    return [
        (letter, strong, emphasis, code, target) if letter.isalnum() else (letter, False, False, code, "")
        for letter, strong, emphasis, code, target in _seen(pieces, "", False, False, "")  # noqa: FBT003
        if not letter.isspace()
    ]


def _seen(pieces: Sequence[Inline], text: str, strong: bool, emphasis: bool, target: str) -> Iterator[Seen]:  # noqa: FBT001
    for piece in pieces:
        if piece.kind in ("text", "code"):
            for letter in piece.text:
                yield letter, strong, emphasis, piece.kind == "code", target
        elif piece.kind in ("footnote", "image"):
            yield f"{piece.kind} {piece.text or piece.target}", False, False, False, ""
        elif piece.kind in ("strong", "emphasis", "link"):
            yield from _seen(
                piece.children,
                text,
                strong or piece.kind == "strong",
                emphasis or piece.kind == "emphasis",
                piece.target if piece.kind == "link" else target,
            )


def _reads_as(text: str, pieces: Sequence[Inline]) -> bool:
    notes = {piece.text for piece in _all(pieces) if piece.kind == "footnote"}
    source = f"x\u2060{text}" + "".join(f"\n\n[^{note}]: x" for note in notes)
    blocks = [block for block in parse(source).blocks if block.kind != "footnote"]
    if len(blocks) != 1 or blocks[0].kind != "paragraph":
        return False
    return seen(blocks[0].inlines)[2:] == seen(pieces)


def _all(pieces: Sequence[Inline]) -> Iterator[Inline]:
    for piece in pieces:
        yield piece
        yield from _all(piece.children)


def _without(pieces: Sequence[Inline], kinds: Sequence[str]) -> list[Inline]:
    """Running text without some marks."""
    made: list[Inline] = []
    for piece in pieces:
        if piece.kind in kinds:
            made += _without(piece.children, kinds)
        else:
            made.append(replace(piece, children=_without(piece.children, kinds)) if piece.children else piece)
    return made


def _text(pieces: Sequence[Inline], *, cell: bool, link: bool = False) -> str:
    """Markdown of inlines one after the other."""
    made = ""
    pieces = _joined(pieces)
    for index, piece in enumerate(pieces):
        following = _first_letter(pieces[index + 1 :])
        if piece.kind == "text":
            made += escaped(piece.text, before=made[-1:], cell=cell, link=link)
            if made.endswith("!") and index + 1 < len(pieces) and pieces[index + 1].kind == "link":
                made = f"{made[:-1]}\\!"
        elif piece.kind in ("strong", "emphasis"):
            mark = _STRONG if piece.kind == "strong" else _EMPHASIS
            made += _marked(_text(piece.children, cell=cell, link=link), mark, made[-1:], following)
        else:
            made += _piece(piece, cell=cell)
    return made


def _joined(pieces: Sequence[Inline]) -> list[Inline]:
    """Neighbours of a kind as one, since what they mean together counts."""
    made: list[Inline] = []
    for piece in pieces:
        last = made[-1] if made else None
        if last and last.text[-1:] == "{" and piece.text[:1] in _AFTER_BRACE:
            made.append(replace(piece, kind="text") if last.kind == "code" == piece.kind else piece)  # no placeholder
        elif last and last.kind == piece.kind in ("text", "code"):
            made[-1] = replace(last, text=last.text + piece.text)
        elif last and last.kind == piece.kind in ("strong", "emphasis"):
            made[-1] = replace(last, children=[*last.children, *piece.children])
        else:
            made.append(piece)
    return made


def _first_letter(pieces: Sequence[Inline]) -> str:
    for piece in pieces:
        if piece.kind == "text" and piece.text:
            return piece.text[0]
        if piece.kind in ("break", "softbreak"):
            return " "
        return "*"
    return ""


def _marked(inner: str, mark: str, before: str, after: str) -> str:
    """Text between marks; blanks, and punctuation where it would keep the marks from being marks, go outside."""
    start, end = 0, len(inner)
    while start < end and (_is_blank(inner[start]) or (_is_sign(inner[start]) and _is_word(before))):
        before = inner[start]
        start += 1
    while end > start and (_is_blank(inner[end - 1]) or (_is_sign(inner[end - 1]) and _is_word(after))):
        after = inner[end - 1]
        end -= 1
    if start == end or "\\" in inner[:start][-1:] or inner[end - 1] == "\\":
        return inner
    return f"{inner[:start]}{mark}{inner[start:end]}{mark}{inner[end:]}"


def _is_blank(letter: str) -> bool:
    return letter.isspace()


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_word(letter: str) -> bool:
    return bool(letter) and not _is_blank(letter) and not _is_sign(letter)


def _piece(piece: Inline, *, cell: bool) -> str:
    if piece.kind == "code":
        return _code(piece.text, cell=cell)
    if piece.kind == "break":
        return " " if cell else "\\\n"
    if piece.kind == "softbreak":
        return " "
    if piece.kind == "footnote":
        return f"[^{piece.text}]"
    if piece.kind in ("link", "image"):
        inner = _text(piece.children, cell=cell, link=True)
        sign = "!" if piece.kind == "image" else ""
        return f"{sign}[{inner}]({_target(piece.target)}{_title(piece.title)})"
    return ""


def escaped(text: str, *, before: str = "", cell: bool = False, link: bool = False) -> str:
    r"""Text with a backslash before every character that would mean something.

    Args:
        text: without line ends.
        before: the character before it.
        cell: it stands in a cell of a table.
        link: it stands in the text of a link.

    >>> escaped("a*b _c_ d_e [1] <x>")
    'a\\*b \\_c\\_ d_e \\[1] \\<x>'
    """
    whole = before + text

    def one(found: re.Match[str]) -> str:
        at = found.start() + len(before)
        if found[0] == "_" and whole[at - 1 : at].isalnum() and whole[at + 1 : at + 2].isalnum() and at:
            return "_"
        return "\\" + found[0]

    made = _MEANING.sub(one, text.replace("\n", " "))
    if before == "{" and text[:1] in _AFTER_BRACE:
        made = "\\" + made
    if cell:
        made = made.replace("|", "\\|")
    return made.replace("]", "\\]") if link else made


def _code(text: str, *, cell: bool) -> str:
    text = text.replace("\n", " ")
    if not text.strip():
        return text
    ticks = "`" * (max((len(found) for found in _TICKS.findall(text)), default=0) + 1)
    room = " " if text[0] in "` " or text[-1] in "` " else ""
    made = f"{ticks}{room}{text}{room}{ticks}"
    return made.replace("|", "\\|") if cell else made


def _target(target: str) -> str:
    if _PLAIN_TARGET.fullmatch(target):
        return target.replace("&", "\\&")
    return "<" + re.sub(r"([<>\\&])", r"\\\1", re.sub(r"\s", " ", target)) + ">"


def _title(title: str) -> str:
    return ' "' + re.sub(r'(["\\&])', r"\\\1", title.replace("\n", " ")) + '"' if title else ""
