"""QD020 to QD033: the files of a document beside one another, and what may stand in them. None can be waived."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from qmsdocs.diagnostics import Message, TextSpan, say
from qmsdocs.model.codes import stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import AnyDocument, Fault, Register, SourceFile
from qmsdocs.rules import files, placeholders, values
from qmsdocs.rules.base import ERROR, NOTE, Context, Problem, Rule, did_you_mean, rule
from qmsdocs.rules.files import faults_of

RETENTION_TO_CHECK = "cần kiểm tra"
"""The retention of a record whose period nobody has looked up yet (format.md, section 2)."""


@rule("QD020", ERROR, "format.md, section 1", of=SourceFile)
def facts_without_text(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Every document of the agency has its text beside it.

    Why: The facts say who approved the document; without the text nobody knows what was approved.

    Bad:
        --- procedures/QT-02/QT-02.md (deleted)
    Good:
        --- procedures/QT-02/QT-02.md
        # Mục đích

        Hồ sơ của HTQLCL được lưu để tra cứu.
    """
    return faults_of(file, "facts-without-text")


@rule("QD021", ERROR, "format.md, section 1", of=SourceFile)
def text_without_facts(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Every text belongs to a document.

    Why: A text without code, revision and approval looks like a document but is controlled by nobody.

    Bad:
        --- external/33-2024-QH15.md
        Trích Luật Lưu trữ.
    Good:
        --- external/30-2020-ND-CP.md
        Trích Nghị định về công tác văn thư.
    """
    return faults_of(file, "text-without-facts")


@rule("QD022", ERROR, "format.md, section 1", of=SourceFile)
def yml(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Files of documents end in .yaml.

    Why: A file that ends in .yml is not read, so the document in it would be missing without a word.

    Bad:
        --- external/33-2024-QH15.yml
        code: 33/2024/QH15
    Good:
        --- external/30-2020-ND-CP.yaml
        code: 30/2020/NĐ-CP
    """
    return faults_of(file, "yml")


@rule("QD023", ERROR, "format.md, section 1", of=Register)
def stem_not_code(register: Register, context: Context) -> Iterator[Problem]:
    """A file has the name of the document's code.

    Why: People look for a document by its code, and its tags and releases are named after the file.

    Bad:
        --- external/30-2020-ND-CP.yaml (deleted)
        --- external/van-thu.yaml
        code: 30/2020/NĐ-CP
        title: Về công tác văn thư
        type: external
        category: legal
        effective: 2020-03-05
        source: https://example.vn/30-2020-nd-cp
        checked: {by: le-thi-binh, on: 2026-01-15}
    Good:
        --- external/30-2020-ND-CP.yaml
        code: 30/2020/NĐ-CP
    """
    for document in register.everything:
        stem = stem_of(document.code)
        name = document.origin.path.rpartition("/")[2].removesuffix(".yaml")
        if name == stem:
            continue
        if not stem:
            message = say("code {code} has no letter or digit to name a file after", code=document.code)
            yield Problem(message, say("give the document a code such as QT-01"), at=("code",), of=document)
            continue
        yield Problem(
            say("the file of {code} is named {name}, not {stem}", code=document.code, name=name, stem=stem),
            say("rename it to {stem}.yaml, its text to {stem}.md, or correct the code", stem=stem),
            at=("code",),
            of=document,
        )


@rule("QD024", ERROR, "format.md, section 4", of=AnyDocument)
def raw_html(document: AnyDocument, context: Context) -> Iterator[Problem]:
    """The text is Markdown without HTML.

    Why: HTML cannot be printed in Word and may hide text or programs from the person who approves it.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị<br>của cơ quan.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của **cơ quan** (số lượng < 10).
    """
    if "<" not in document.origin.text:
        return
    prose = context.prose(document)
    found = [(i.start, i.end, i.text) for i in prose.inlines if i.kind == "html"]
    found += [(block.start, block.end, block.text) for block in prose.every if block.kind == "html"]
    for start, end, text in sorted(found):
        if not text.startswith("</"):
            yield Problem(
                say("HTML in the text: {html}", html=_first_line(text)),
                say(
                    "write it in Markdown, for example **bold** or an empty line between paragraphs, or put a backslash before <"
                ),
                at=TextSpan(start, end),
            )


def _first_line(text: str) -> str:
    line = text.strip().split("\n")[0]
    return line if len(line) <= 40 else line[:39] + "…"


@rule("QD028", NOTE, "format.md, section 2", of=AnyDocument)
def to_check(document: AnyDocument, context: Context) -> Iterator[Problem]:
    """Facts that are still to be checked are looked up one day.

    Why: An unknown date, number or retention period is left open rather than invented; this note keeps it in sight.

    Bad:
        --- external/30-2020-ND-CP.yaml
        effective: null
        to_check: [effective]
    Good:
        --- external/30-2020-ND-CP.yaml
        effective: 2020-03-05
        to_check: []
    """
    for index, key in enumerate(document.to_check):
        if _is_key(key, document):
            yield Problem(
                say("{key} is still to be checked", key=key),
                say("look it up, write it in, and take {key} out of to_check", key=key),
                at=("to_check", index),
            )
    for index, record in enumerate(document.records if isinstance(document, Document) else ()):
        if record.retention == RETENTION_TO_CHECK:
            yield Problem(
                say("the retention of {title} is still to be checked", title=record.title),
                say("look the period up and write it with its basis, for example retention: 5 năm"),
                at=("records", index, "retention"),
            )


@rule("QD029", ERROR, "format.md, section 1", of=Register)
def twin_paths(register: Register, context: Context) -> Iterator[Fault]:
    """Every file can stand on every computer beside the others.

    Why: Windows and macOS take names that differ only in capitals for one file, and Windows refuses some names, so that one
    of two documents would be missing there.

    Bad:
        --- templates/mau.txt
        Mẫu thứ nhất.
        --- templates/Mau.txt
        Mẫu thứ hai.
    Good:
        --- templates/mau-1.txt
        Mẫu thứ nhất.
        --- templates/mau-2.txt
        Mẫu thứ hai.
    """
    seen: dict[str, str] = {}
    for path in sorted(_with_folders(register.paths)):
        other = seen.setdefault(_as_other_systems_see(path), path)
        if other != path:
            yield _path_fault(
                path, say("this name and {other} are the same, or look the same, on other computers", other=other)
            )
        elif message := _unfit_for_windows(path.rpartition("/")[2]):
            yield _path_fault(path, message)


def _with_folders(paths: frozenset[str]) -> set[str]:
    folders = {path.rpartition("/")[0] for path in paths}
    above = {folder[:cut] for folder in folders for cut, char in enumerate(folder) if char == "/"}
    return {*paths, *folders, *above} - {""}


def _as_other_systems_see(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path.casefold()).replace("ð", "đ")


_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def _unfit_for_windows(name: str) -> Message | None:
    if found := _FORBIDDEN.search(name):
        return say("Windows does not allow the character {character} in a name", character=repr(found[0]))
    if name[-1] in ". ":
        return say("Windows does not allow a name that ends in a full stop or a space")
    return say("Windows keeps the name {name} for itself", name=name) if _RESERVED.fullmatch(name) else None


def _path_fault(path: str, message: Message) -> Fault:
    return Fault("twin-paths", path, 1, 1, message, say("rename it"))


@rule("QD030", ERROR, "format.md, section 4", of=Document)
def wrong_category(document: Document, context: Context) -> Iterator[Problem]:
    """A procedure, and only a procedure, has a category; an administrative one has its administrative facts.

    Why: The category decides which sections and which approval a procedure needs.

    Bad:
        --- procedures/QT-02/QT-02.yaml (-category)
    Good:
        --- procedures/QT-02/QT-02.yaml
        category: internal
    """
    category = document.category
    if document.type != "procedure":
        if category:
            message = say("only procedures have a category; this document is of type {type}", type=document.type)
            yield Problem(message, say("remove the key category, or write type: procedure"), at=("category",))
        if document.process:
            message = say(
                "only procedures have a place in the process map; this document is of type {type}", type=document.type
            )
            yield Problem(message, say("remove the key process, or write type: procedure"), at=("process",))
    elif category is None:
        message = say("the procedure has no category")
        yield Problem(message, say("add category: system, internal or administrative"), at=("type",))
    if document.administrative and category != "administrative":
        message = say("only a procedure of category administrative has the key administrative")
        yield Problem(
            message, say("write category: administrative, or remove the key administrative"), at=("administrative",)
        )
    elif category == "administrative" and document.type == "procedure" and not document.administrative:
        message = say("the administrative procedure lacks the key administrative")
        yield Problem(
            message, say("add administrative: with numbers, dossier, processing_time and result"), at=("category",)
        )


@rule("QD031", ERROR, "format.md, section 2", of=SourceFile)
def control_character(file: SourceFile, context: Context) -> Iterator[Fault]:
    """The text has no invisible control characters.

    Why: They come with text pasted from Word or web pages. Some cannot be written into a Word file, some hide within
    words, so that a search does not find them, and some turn the order of the letters round, so that a reader sees
    something else than what is stored.

    Bad:
        --- external/30-2020-ND-CP.md
        Dòng thứ nhất\x0bdòng thứ hai.
    Good:
        --- external/30-2020-ND-CP.md
        Dòng thứ nhất, dòng thứ hai.
    """
    return faults_of(file, "control-character")


@rule("QD032", ERROR, "format.md, section 2", of=AnyDocument)
def to_check_unknown(document: AnyDocument, context: Context) -> Iterator[Problem]:
    """What to_check names is a key that the document may have, or text.

    Why: A misspelt key marks nothing: the fact stays open, and rules that ask for it go on as if nobody knew.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        to_check: [retentions]
    Good:
        --- procedures/QT-02/QT-02.yaml
        to_check: []
    """
    for index, key in enumerate(document.to_check):
        if not _is_key(key, document):
            otherwise = say("write a key of the file, for example {key}; a remark goes behind #", key="title")
            yield Problem(
                say("to_check names {key}, which is no key of this document", key=key),
                did_you_mean(key, _keys(type(document)), otherwise),
                at=("to_check", index),
            )


def _is_key(key: str, document: AnyDocument) -> bool:
    """Whether a document of this kind may have the key; ``records.0.retention`` says of which record it is."""
    name = key.partition(".")[0].partition("[")[0]
    return name in _keys(type(document)) or name.startswith("x-")


@cache
def _keys(kind: type[Document | ExternalDocument]) -> tuple[str, ...]:
    """The keys of a file at any depth, and the word for the Markdown beside it."""
    schema = kind.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return tuple(dict.fromkeys(("text", *(key for part in parts for key in part.get("properties", ())))))


RULES: tuple[Rule, ...] = (
    *files.RULES,
    *values.RULES,
    facts_without_text,
    text_without_facts,
    yml,
    stem_not_code,
    raw_html,
    *placeholders.RULES,
    to_check,
    twin_paths,
    wrong_category,
    control_character,
    to_check_unknown,
    files.unfinished_merge,
)
