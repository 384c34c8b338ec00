"""Word files that come in: which of them is what, and the files that each becomes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from qmsdocs.diagnostics import Message, say
from qmsdocs.edit.new import refuse_used
from qmsdocs.edit.planned import read_back
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import QmsdocsError, UnusableConfiguration
from qmsdocs.importing.draft import Draft, Remark, Sureness
from qmsdocs.importing.facts_yaml import facts_yaml
from qmsdocs.importing.release.printed import Around
from qmsdocs.importing.release.returned import Returned, code_of, returned, source_in
from qmsdocs.importing.release.visible import visible_draft
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.files import MAX_BYTES
from qmsdocs.word.ooxml.archive import Unfit
from qmsdocs.word.ooxml.carried import Carried
from qmsdocs.word.reading.file import read_word
from qmsdocs.word.reading.values import WordFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOM = b"\xef\xbb\xbf"

Convert = Callable[[bytes], bytes]
"""Makes a .docx of an old .doc; raises QmsdocsError when it cannot."""

Foreign = Callable[[WordFile, str], Draft]
"""Reads a file that no release of ours was, given what it is called."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to come in.

    Args:
        into: folder for new documents, relative to the root; empty for the usual one.
        update: code of the document that a file updates.
        accept: take tracked changes as done, otherwise as refused.
    """

    into: str = ""
    update: str | None = None
    accept: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file.

    Args:
        name: of the file.
        code: of its document; empty when it was refused before that was known.
        rewrites: the files that it becomes, or changes.
        remarks: what the report says.
        refusal: why it was not taken; None when it was.
        updated: it updates a document that is there.
        next: what to do now.
    """

    name: str
    code: str = ""
    rewrites: Sequence[Rewrite] = ()
    remarks: Sequence[Remark] = ()
    refusal: Message | None = None
    updated: bool = False
    next: Message | None = None


@dataclass(frozen=True)
class Incoming:
    """A repository that Word files come into.

    Args:
        around: the repository.
        wish: how files are to come in.
        convert: makes a .docx of an old .doc.
        foreign: reads procedures that are no releases of ours; None where that is not wanted.
        taken: codes that came in already by another file.
    """

    around: Around
    wish: Wish
    convert: Convert
    foreign: Foreign | None = None
    taken: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, data: bytes) -> Arrival:
        """Reads one file; it is refused rather than half taken, and nothing is raised for what it holds.

        Args:
            name: of the file, for people.
            data: its bytes.
        """
        try:
            return self._taken(name, data)
        except Unfit as unfit:
            return Arrival(name, refusal=unfit.reason)
        except QmsdocsError as error:
            return Arrival(name, refusal=error.message)

    def _taken(self, name: str, data: bytes) -> Arrival:
        converted = data.startswith(_OLE)
        word = read_word(self._docx(data), accept=self.wish.accept)
        first = [Remark(Sureness.CHANGED, say("Word file"), say("an old .doc, converted by LibreOffice"))] * converted
        if word.unseen:
            what = say("{count} characters that nobody sees, such as U+200B, were left out", count=word.unseen)
            first.append(Remark(Sureness.CHANGED, say("Word file"), what))
        carried = source_in(word)
        if carried is not None:
            return self._ours(name, word, carried, first)
        if self.wish.update is not None:
            raise UnusableConfiguration(
                say("it carries no source, so nobody knows what was edited in it; import it as a new document")
            )
        draft = visible_draft(word, self.around.register) or (self.foreign(word, name) if self.foreign else None)
        if draft is None:
            raise UnusableConfiguration(say("it is no document that qmsdocs released"))
        return self._drafted(name, draft, first)

    def _docx(self, data: bytes) -> bytes:
        if not data.startswith(_OLE):
            return data
        if _ENCRYPTED in data:
            raise UnusableConfiguration(say("the file has a password; save it without one in Word"))
        return self.convert(data)

    # --- releases of ours

    def _ours(self, name: str, word: WordFile, carried: Carried, first: Sequence[Remark]) -> Arrival:
        code = code_of(carried)
        current = self.around.register.document(code)
        update = self.wish.update
        if update is not None and code_key(update) != code_key(code):
            raise UnusableConfiguration(say("it is {code}, not {wanted}", code=code, wanted=update))
        if update is not None and current is None:
            raise UnusableConfiguration(say("there is no document {code} here; import it without --update", code=code))
        if update is None:
            if current is not None:
                raise UnusableConfiguration(
                    say("{code} is there already; `--update {code}` takes over what was edited in the file", code=code)
                )
            self._refuse_there(code)
        path = current.origin.path if current else self._path(code)
        made = returned(self.around, carried, word, path, current)
        files = {path: made.yaml.encode(), path.removesuffix("yaml") + "md": made.text.encode()}
        if current is not None:
            return self._updated(name, current, made, files, first)
        files |= self._beside(path, made.pictures)
        return self._new(name, code, files, [*first, *made.remarks])

    def _updated(
        self, name: str, current: Document, made: Returned, files: Mapping[str, bytes], first: Sequence[Remark]
    ) -> Arrival:
        old = {image.lower() for image in self.around.register.paths}
        pictures = {p: d for p, d in self._beside(current.origin.path, made.pictures).items() if p.lower() not in old}
        rewrites = [self._over(path, data) for path, data in files.items()]
        rewrites += [Rewrite(path, None, data) for path, data in pictures.items()]
        changed = [rewrite for rewrite in rewrites if rewrite.before != rewrite.after]
        read_back({r.path: r.after for r in changed if r.after is not None}, self.around.files)
        return Arrival(name, current.code, changed, [*first, *made.remarks], updated=True, next=_next(current, changed))

    def _over(self, path: str, new: bytes) -> Rewrite:
        """A file with new content, its byte order mark and line ends as they were."""
        before = self.around.files.read(path, MAX_BYTES)
        body = before.removeprefix(_BOM)
        if body.replace(b"\r\n", b"\n").rstrip() == new.rstrip():
            return Rewrite(path, before, before)
        if b"\r\n" in body:
            new = new.replace(b"\n", b"\r\n")
        return Rewrite(path, before, before[: len(before) - len(body)] + new)

    # --- new documents

    def _drafted(self, name: str, draft: Draft, first: Sequence[Remark]) -> Arrival:
        code = draft.facts.get("code")
        if not isinstance(code, str) or not stem_of(code):
            raise UnusableConfiguration(say("it names no code; write the code of the document into its cover"))
        self._refuse_there(code)
        path = self._path(code)
        files = {path: facts_yaml(draft.facts).encode(), path.removesuffix("yaml") + "md": draft.text.encode()}
        return self._new(name, code, files | self._beside(path, draft.pictures), [*first, *draft.remarks])

    def _refuse_there(self, code: str) -> None:
        if (there := self.around.register.document(code)) is not None:
            raise UnusableConfiguration(
                say(
                    "{code} is there already ({path}); write the code that the file is to have on its cover, or delete"
                    " {path} first if the file is to take its place",
                    code=code,
                    path=there.origin.path,
                )
            )
        if code_key(code) in self.taken:
            raise UnusableConfiguration(
                say("{code} came in already by {file}", code=code, file=self.taken[code_key(code)])
            )
        refuse_used(self.around.register, code)

    def _path(self, code: str) -> str:
        procedures = self.around.register.agency.paths.procedures.strip("/")
        folder = self.wish.into or f"{procedures}/{stem_of(code)}"
        if not f"{folder}/".startswith(f"{procedures}/"):
            raise UnusableConfiguration(
                say("{path} lies outside the folder of the procedures, {folder}", path=folder, folder=procedures)
            )
        return f"{folder}/{stem_of(code)}.yaml"

    @staticmethod
    def _beside(path: str, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
        folder = posixpath.dirname(path)
        found = {posixpath.normpath(posixpath.join(folder, name)): data for name, data in pictures.items()}
        return {path: data for path, data in found.items() if path.startswith(f"{folder}/")}

    def _new(self, name: str, code: str, files: Mapping[str, bytes], remarks: Sequence[Remark]) -> Arrival:
        read_back(files, self.around.files)
        self.taken[code_key(code)] = name
        rewrites = [Rewrite(path, None, data) for path, data in files.items()]
        return Arrival(name, code, rewrites, remarks, next=say("next: `qmsdocs check`, and compare it with the paper"))


def _next(current: Document, changed: Sequence[Rewrite]) -> Message | None:
    """What an edit of a signed or approved document asks for."""
    if not changed or current.last is None:
        return None
    entry = current.last
    if entry.approved or entry.carried_over:
        return say(
            "{entry} of {code} is approved; next: `qmsdocs revise {code} -m WHY`", code=current.code, entry=entry.number
        )
    if entry.prepared or entry.reviewed:
        return say("{code} {entry} must be signed again: its content changed", code=current.code, entry=entry.number)
    return say("next: `qmsdocs revise {code}` lists what changed in the open entry", code=current.code)
