"""QD001 to QD012 and QD033: files that can be read as text and as YAML. The reader finds these; none can be waived."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.model.register import Fault, SourceFile
from qmsdocs.rules.base import ERROR, Context, Rule, rule


def faults_of(file: SourceFile, kind: str) -> Iterator[Fault]:
    """What the reader found wrong with a file, of one kind."""
    return (fault for fault in file.faults if fault.kind == kind)


@rule("QD001", ERROR, "format.md, section 2", of=SourceFile)
def not_yaml(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A .yaml file is written in YAML.

    Why: A file that cannot be read as YAML is a document that nobody controls: nothing in it can be checked or issued.

    Bad:
        --- external/30-2020-ND-CP.yaml
        title: Nghị định: về công tác văn thư
    Good:
        --- external/30-2020-ND-CP.yaml
        title: "Nghị định: về công tác văn thư"
    """
    return faults_of(file, "not-yaml")


@rule("QD002", ERROR, "format.md, section 2", of=SourceFile)
def duplicate_key(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A key is given once.

    Why: When a key is given twice, programs silently keep one of the two values, and not always the same one.

    Bad:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2026-01-15, on: 2026-02-15}
    Good:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2026-02-15}
    """
    return faults_of(file, "duplicate-key")


@rule("QD003", ERROR, "format.md, section 2", of=SourceFile)
def anchor(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Values are written out: no anchors (&) and aliases (*).

    Why: An alias repeats a value that stands elsewhere, so a reader of the line does not see what was approved; nested
    aliases can also make a small file grow without end.

    Bad:
        --- external/30-2020-ND-CP.yaml
        units: &tatca [VP]
    Good:
        --- external/30-2020-ND-CP.yaml
        units: [VP]
    """
    return faults_of(file, "anchor")


@rule("QD004", ERROR, "format.md, section 2", of=SourceFile)
def tag(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Values have no tags (!).

    Why: A tag tells a program to turn a value into something else than what is written; what is signed is what is written.

    Bad:
        --- external/30-2020-ND-CP.yaml
        title: !quan-trong Về công tác văn thư
    Good:
        --- external/30-2020-ND-CP.yaml
        title: "!quan-trong Về công tác văn thư"
    """
    return faults_of(file, "tag")


@rule("QD005", ERROR, "format.md, section 2", of=SourceFile)
def merge_key(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Keys are written out: no merge keys (<<).

    Why: A merge key brings in keys that do not stand there; programs disagree about which value then counts.

    Bad:
        --- external/30-2020-ND-CP.yaml
        checked: {<<: {by: le-thi-binh}, on: 2026-01-15}
    Good:
        --- external/30-2020-ND-CP.yaml
        checked: {by: le-thi-binh, on: 2026-01-15}
    """
    return faults_of(file, "merge-key")


@rule("QD006", ERROR, "format.md, section 1", of=SourceFile)
def several_documents(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A file holds one document.

    Why: What stands after a line of three hyphens is another YAML document, which most programs never look at.

    Bad:
        --- external/30-2020-ND-CP.yaml
        source: https://example.vn/30-2020-nd-cp
        ---
    Good:
        --- external/30-2020-ND-CP.yaml
        source: https://example.vn/30-2020-nd-cp
    """
    return faults_of(file, "several-documents")


@rule("QD007", ERROR, "format.md, section 2", of=SourceFile)
def too_deep(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A file has at most 20 levels of nesting.

    Why: No document needs more; deeper files come from a broken program or want to break one.

    Bad:
        --- external/30-2020-ND-CP.yaml
        x-ghi-chu: [[[[[[[[[[[[[[[[[[[[sâu]]]]]]]]]]]]]]]]]]]]
    Good:
        --- external/30-2020-ND-CP.yaml
        x-ghi-chu: [[[nông]]]
    """
    return faults_of(file, "too-deep")


@rule("QD008", ERROR, "format.md, section 2", of=SourceFile)
def too_large(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A .yaml or .md file is at most 1 MiB.

    Why: A larger file is not the text of a document; most often a picture was pasted into it.

    Bad:
        --- external/30-2020-ND-CP.md (padded to 1048577 bytes)
        Ghi chú khi đọc văn bản.
    Good:
        --- external/30-2020-ND-CP.md
        Ghi chú khi đọc văn bản.
    """
    return faults_of(file, "too-large")


@rule("QD009", ERROR, "format.md, section 2", of=SourceFile)
def not_utf_8(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Text is stored as UTF-8.

    Why: Old Vietnamese encodings (TCVN3, VNI, Windows-1258) and UTF-16 show other letters on another computer, and what
    was approved can no longer be read.

    Bad:
        --- external/30-2020-ND-CP.md (as cp1258)
        Ghi chú.
    Good:
        --- external/30-2020-ND-CP.md
        Ghi chú.
    """
    return faults_of(file, "not-utf-8")


@rule("QD010", ERROR, "format.md, section 2", of=SourceFile)
def not_nfc(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Vietnamese letters are precomposed (Unicode NFC).

    Why: The same word can be stored with letters and marks apart; it looks the same, but a search, a comparison of
    codes and the digest of the content do not find it equal.

    Bad:
        --- external/30-2020-ND-CP.yaml
        title: Vê\u0300 công tác văn thư
    Good:
        --- external/30-2020-ND-CP.yaml
        title: Về công tác văn thư
    """
    return faults_of(file, "not-nfc")


@rule("QD011", ERROR, "format.md, section 1", of=SourceFile)
def unreadable(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Every file can be opened.

    Why: What cannot be opened cannot be checked, and a check that leaves it out would say more than it knows.

    Bad:
        --- qms.yaml (as a folder)
    Good:
        --- qms.yaml
        language: vi
    """
    return faults_of(file, "unreadable")


@rule("QD012", ERROR, "format.md, section 1", of=SourceFile)
def unsafe_path(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Documents are files of the repository itself.

    Why: A link that leads out of the repository shows something else on every computer; pipes and devices are no documents.

    Bad:
        --- external/33-2024-QH15.yaml (link to /dev/null)
    Good:
        --- external/README.md
        Văn bản bên ngoài, mỗi văn bản một tệp.
    """
    return faults_of(file, "unsafe-path")


@rule("QD033", ERROR, "format.md, section 2", of=SourceFile)
def unfinished_merge(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A file holds no marks of an unfinished merge.

    Why: Between the marks stand two versions of the same passage; signed or issued like that, both would be in force.

    Bad:
        --- external/30-2020-ND-CP.md
        <<<<<<< HEAD
        Áp dụng từ tháng 1.
        =======
        Áp dụng từ tháng 2.
        >>>>>>> sua-doi
    Good:
        --- external/30-2020-ND-CP.md
        Áp dụng từ tháng 2.
    """
    return faults_of(file, "unfinished-merge")


RULES: tuple[Rule, ...] = (
    not_yaml,
    duplicate_key,
    anchor,
    tag,
    merge_key,
    several_documents,
    too_deep,
    too_large,
    not_utf_8,
    not_nfc,
    unreadable,
    unsafe_path,
)
