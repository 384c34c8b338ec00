"""``qmsdocs diff``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import click

from qmsdocs.cli.output import write_file
from qmsdocs.cli.repository import found, usable_register
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.comparison import Content, compare
from qmsdocs.corroboration import content_of, document_in, signed_digest
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import HistoryMissing, UnusableConfiguration
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.tree import CommittedFiles
from qmsdocs.issuing.redlining import Printed, redline_between
from qmsdocs.issuing.rendering import Source
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.files import MAX_BYTES, Files
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.report.differences import FORMATS, Compared
from qmsdocs.source import attachments_of
from qmsdocs.source.files import WorkTree
from qmsdocs.tagged import Tags
from qmsdocs.yaml.reader import YamlFault, read_yaml


class Side(NamedTuple):
    """What a content is called, the content, and what a redline of it is printed from."""

    called: Message
    content: Content
    printed: Printed | None = None


_NUMBER = re.compile(r"\d+\.\d+")
_HEAD = "HEAD"


@verb(
    "diff",
    help="Shows what changed in a document, section by section, step by step, form by form. A and B are revision numbers "
    "(1.0) or revisions of git; without B the files as they stand, without A the content that was approved last (of an "
    "external document: that of the last commit). Ends with 0 also when there are differences, 2 when there is no such "
    "revision, 3 when its content is missing in git.",
)
@argument("code", metavar="CODE")
@argument("before", required=False, metavar="[A]")
@argument("after", required=False, metavar="[B]")
@option(
    "--format",
    "format_name",
    type=OneOf(FORMATS),
    default="text",
    metavar="FORMAT",
    help="text, json or markdown",
)
@option("--docx", metavar="FILE", help="write a Word file too, in which B is A with tracked changes (a redline)")
@click.pass_obj
def diff_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session, *, code: str, before: str | None, after: str | None, format_name: str, docx: str | None
) -> int:
    """Prints the differences, and writes them into a Word file."""
    register = usable_register(session)
    document = found(register, code).document
    sides = _Own(session, document) if isinstance(document, Document) else _External(session, document)
    one, other = sides.before(before), sides.side(after) if after else sides.tree
    differences = compare(one.content, other.content, register.profile, register.agency)
    digests = one.content.digest, other.content.digest
    compared = Compared(document, one.called, other.called, digests, differences, session.language, session.translate)
    if docx:
        _redline(session, register, one, other, docx)
    rendered = FORMATS[format_name](compared)
    if format_name == "json":
        session.terminal.data(rendered.encode())
    else:
        session.terminal.result(rendered)
    return 0


def _redline(session: Session, register: Register, old: Side, new: Side, file: str) -> None:
    """Writes both contents as one Word file with tracked changes."""
    if old.printed is None or new.printed is None:
        raise UnusableConfiguration(say("--docx is for the agency's own documents; external ones are not printed"))
    tree = Source(register, WorkTree(session.root))
    tags = Tags.at(session.root, whole=True)
    path = session.path(file)
    _refuse_ours(register, session, path)
    data = redline_between(old.printed, new.printed, tree, tags, session.day(None))
    write_file(path, data)


def _refuse_ours(register: Register, session: Session, path: Path) -> None:
    """A redline is a Word file of its own; it takes the place of no file of the repository."""
    if path.suffix.lower() != ".docx":
        raise UnusableConfiguration(say("{file} is no name of a Word file; write one that ends in .docx", file=path))
    if path.exists() and any(path.samefile(session.root / ours) for ours in register.paths):
        raise UnusableConfiguration(
            say("{file} belongs to the repository; name another file for the redline", file=path)
        )


@dataclass(frozen=True)
class _Own:
    """The contents of one of the agency's own documents."""

    session: Session
    document: Document

    @cached_property
    def repository(self) -> Repository:
        return repository_of(self.session.root)

    @cached_property
    def tree(self) -> Side:
        files = WorkTree(self.session.root)
        content = Content.of(self.document, attachments_of(files, self.document))
        printed = Printed(self.document, self.document, self.document.last)
        return Side(say("the files as they stand"), content, printed)

    def before(self, named: str | None) -> Side:
        if named:
            return self.side(named)
        entry = self.document.last_approved
        if entry is None:
            raise UnusableConfiguration(
                say("{code} has no approved revision yet; name a revision of git", code=self.document.code)
            )
        if signed_digest(entry) is None:
            raise _unbound(entry, self.document)
        return self._revision(entry)

    def side(self, named: str) -> Side:
        if entry := self.document.entry(named):
            return self._revision(entry)
        commit = None if _NUMBER.fullmatch(named) and not _in_git(self) else self.repository.git.commit(named)
        if commit is None:
            raise _unknown(named, self.document.code)
        kept = document_in(self.repository, self.document, commit)
        if kept is None:
            raise UnusableConfiguration(
                say("{code} is not in {name}, or cannot be read there", code=self.document.code, name=named)
            )
        content = Content.of(kept.document, attachments_of(kept.files, kept.document))
        return Side(_named(named, commit), content, Printed(kept.document, kept.document, kept.document.last, commit))

    def _revision(self, entry: Revision) -> Side:
        document, digest = self.document, signed_digest(entry)
        is_open = not entry.approved and not entry.carried_over
        if digest == document.origin.digest or (entry is document.last and (is_open or digest is None)):
            called = say("{number} (the files as they stand)", number=entry.number)
            return Side(called, self.tree.content, Printed(document, document, entry))
        if digest is None:
            raise _unbound(entry, document)
        kept = content_of(self.repository, document, entry)
        if kept is None:
            raise HistoryMissing(
                say(
                    "no commit holds the content of {number} of {code}; fetch the branch or tag that it was released from",
                    number=entry.number,
                    code=document.code,
                )
            )
        content = Content.of(kept.document, attachments_of(kept.files, kept.document))
        printed = Printed(kept.document, document, entry, kept.files.commit)
        return Side(Message("{number}", {"number": entry.number}), content, printed)


def _unbound(entry: Revision, document: Document) -> HistoryMissing:
    return HistoryMissing(
        say(
            "the ledger does not bind {number} of {code} to a content; name a revision of git instead",
            number=entry.number,
            code=document.code,
        )
    )


def _in_git(sides: _Own) -> bool:
    try:
        return sides.repository is not None
    except HistoryMissing:
        return False


@dataclass(frozen=True)
class _External:
    """The contents of an external document: it has no ledger, git alone knows what it was."""

    session: Session
    document: ExternalDocument

    @cached_property
    def tree(self) -> Side:
        return Side(say("the files as they stand"), self._content(WorkTree(self.session.root), ""))

    def before(self, named: str | None) -> Side:
        return self.side(named or _HEAD)

    def side(self, named: str) -> Side:
        repository = repository_of(self.session.root)
        commit = repository.git.commit(named)
        if commit is None and named == _HEAD:
            raise HistoryMissing(say("the repository has no commit yet; commit the files first"))
        if commit is None:
            raise _unknown(named, self.document.code)
        return Side(_named(named, commit), self._content(CommittedFiles(repository, commit), named))

    def _content(self, files: Files, named: str) -> Content:
        path = self.document.origin.path
        try:
            mapping = read_yaml(_read(files, path))
        except (OSError, UnicodeDecodeError, YamlFault):
            raise UnusableConfiguration(
                say("{code} is not in {name}, or cannot be read there", code=self.document.code, name=named or path)
            ) from None
        try:
            text = _read(files, path.removesuffix(".yaml") + ".md")
        except (OSError, UnicodeDecodeError):
            text = ""
        return Content(mapping, text)


def _read(files: Files, path: str) -> str:
    return files.read(path, MAX_BYTES).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _unknown(named: str, code: str) -> UnusableConfiguration:
    return UnusableConfiguration(
        say("{name} is no revision of {code} and none of git; `qmsdocs show {code}` lists them", name=named, code=code)
    )


def _named(named: str, commit: str) -> Message:
    short = commit[:10]
    return Message("{name}", {"name": named if commit.startswith(named) else f"{named} ({short})"})
