"""Faults of files, made from what the YAML room and the operating system say."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator

from qmsdocs.diagnostics import Message, line_of, say
from qmsdocs.markdown import parse
from qmsdocs.markdown.links import path_of
from qmsdocs.model.document import Document
from qmsdocs.model.files import MAX_BYTES, UNSEEN, Listing
from qmsdocs.model.register import Fault
from qmsdocs.yaml.positions import Positions
from qmsdocs.yaml.reader import YamlFault
from qmsdocs.yaml.strings import strings_of
from qmsdocs.yaml.validate import Misfit


class Unreadable(Exception):
    """A file cannot be turned into text; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message.english)
        self.fault = fault


def text_of(path: str, data: bytes) -> str:
    """The text of a file with LF line ends and without BOM.

    Raises:
        Unreadable: it is too large, not UTF-8, or holds marks of an unfinished merge.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            whole_file(
                "too-large",
                path,
                say("the file is larger than {limit} bytes", limit=MAX_BYTES),
                say("move long texts and pictures out of it, or split the document"),
            )
        )
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf8(path, data, error)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (mark := _MARK_OF_MERGE.search(text)):
        raise Unreadable(_unfinished_merge(path, text, mark.start()))
    return text


_MARK_OF_MERGE = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def _unfinished_merge(path: str, text: str, start: int) -> Fault:
    line = text.count("\n", 0, start) + 1
    return Fault(
        "unfinished-merge",
        path,
        line,
        1,
        say("marks of an unfinished merge (<<<<<<<, =======, >>>>>>>) stand in the file"),
        say(
            "decide at each mark what is to stand there, and delete the marks; in a ledger keep the entry of the branch "
            "that is merged into, then run `qmsdocs revise`"
        ),
        excerpt=line_of(text, line),
    )


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Fault:
    before = data[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return Fault(
        "not-utf-8",
        path,
        before.count(b"\n") + 1,
        column,
        say("the file is not UTF-8 text"),
        say("save it as UTF-8 (in Notepad: Save as, encoding UTF-8)"),
    )


def not_nfc(path: str, text: str) -> Fault:
    """The first place where a text is not in Unicode NFC."""
    lines = enumerate(text.split("\n"), 1)
    number, line = next((n, line) for n, line in lines if not unicodedata.is_normalized("NFC", line))
    composed = unicodedata.normalize("NFC", line)
    column = next((i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), 0)
    return Fault(
        "not-nfc",
        path,
        number,
        column + 1,
        say("letters are written with separate marks (not Unicode NFC), so that a search does not find them"),
        say("turn the text into precomposed Unicode (dựng sẵn), for example with Unikey"),
        excerpt=line,
    )


_C0 = "".join(chr(code) for code in (*range(32), 127) if chr(code) not in "\t\n\r")
_CONTROL = re.compile(f"[{re.escape(_C0)}{UNSEEN}]")


def control_character(path: str, text: str) -> Fault | None:
    """The first character that cannot be printed in Word, hides within words, or turns the order of letters round."""
    if text.replace("\n", "").replace("\t", "").isprintable():  # mostly so; several times as fast as searching
        return None
    found = _CONTROL.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    line = before.count("\n") + 1
    column = found.start() - before.rfind("\n")
    excerpt = _CONTROL.sub("\ufffd", line_of(text, line))
    return Fault("control-character", path, line, column, *_control_words(found[0]), excerpt=excerpt)


_ENTITY = re.compile(r"&#?\w+;")


def control_character_as_entity(path: str, text: str) -> Fault | None:
    """The first entity of a Markdown text, such as ``&#x202E;``, that brings such a character; code shows it as it is."""
    if not _ENTITY.search(text):
        return None
    for inline in parse(text).inlines:
        if found := _CONTROL.search(f"{inline.text}{inline.target}{inline.title}"):
            before = text.encode()[: inline.start].decode()
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            words = _control_words(found[0])
            return Fault("control-character", path, line, column, *words, excerpt=line_of(text, line))
    return None


def escaped_control_character(path: str, text: str) -> list[Fault]:
    """The values of a YAML text into which an escape (such as a backslash and x07) brings such a character."""
    hits = ((at, found[0]) for at, value in strings_of(text) if (found := _CONTROL.search(value)))
    return of_misfits(path, text, [Misfit("control-character", at, *_control_words(char)) for at, char in hits], None)


def _control_words(char: str) -> tuple[Message, Message]:
    return (
        say("the invisible control character {character} stands in the text", character=f"U+{ord(char):04X}"),
        say("delete it (press Backspace after it), and write what follows again if need be"),
    )


def whole_file(kind: str, path: str, message: Message, remedy: Message) -> Fault:
    """A fault of a file as such."""
    return Fault(kind, path, 1, 1, message, remedy)


def yml(path: str) -> Fault:
    """A file that would not be read because of its name."""
    name = path.removesuffix(".yml") + ".yaml"
    return whole_file("yml", path, say("files of documents end in .yaml"), say("rename it to {name}", name=name))


def of_yaml(path: str, text: str, error: YamlFault) -> Fault:
    """Text that is not YAML as the format allows it."""
    return Fault(
        error.kind, path, error.line, error.column, error.message, error.remedy, excerpt=line_of(text, error.line)
    )


def of_misfits(path: str, text: str, misfits: Iterable[Misfit], document: str | None) -> list[Fault]:
    """Values that do not fit the model."""
    positions = Positions(text)
    faults = []
    for misfit in misfits:
        place = positions.key(misfit.at) if misfit.on_key else positions.value(misfit.at)
        faults.append(
            Fault(
                misfit.kind,
                path,
                place.line,
                place.column,
                misfit.message,
                misfit.remedy,
                document,
                line_of(text, place.line),
                place.width,
            )
        )
    return faults


def misnamed(listing: Listing, documents: Iterable[Document], paths: Collection[str]) -> Iterator[Fault]:
    """Files whose names hide them: ``.yml``, and a text without facts beside it.

    Args:
        listing: of a folder of documents.
        documents: that were read there; their forms may be texts.
        paths: all files of the repository.
    """
    forms = {path_of(d.origin.folder, form.file) for d in documents for form in d.forms if form.file}
    for path in listing.files:
        stem, dot, suffix = path.rpartition(".")
        if suffix == "yml" and dot:
            yield yml(path)
        elif suffix == "md" and stem + ".yaml" not in paths and path not in forms:
            yield whole_file(
                "text-without-facts",
                path,
                say("there is no {name} beside this text", name=stem + ".yaml"),
                say("add it, give both files the same name, or list the file under forms"),
            )
