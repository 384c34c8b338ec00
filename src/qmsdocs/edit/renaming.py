"""Giving a document another code: a re-issue under the new code, its files under the new name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from qmsdocs.comparison import Content
from qmsdocs.diagnostics import say
from qmsdocs.edit.changes import listed, with_own_words
from qmsdocs.edit.new import refuse_used
from qmsdocs.edit.patch import Patch
from qmsdocs.edit.revising import Revised, RevisingDesk, Wish, open_entry, written
from qmsdocs.edit.rewriting import Rewrite, rewritten
from qmsdocs.edit.scaffold import one_line
from qmsdocs.errors import EditRefused, UnusableConfiguration
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.document import Document
from qmsdocs.yaml.reader import read_yaml


class RenamingDesk(RevisingDesk):
    """A repository in which documents get other codes."""

    def rename(self, code: str, new: str, wish: Wish, *, on: date) -> Revised:
        """Gives a document a new code in a re-issue, keeps the old one findable, and renames its files.

        What cites the document is left alone: other documents are approved with what they say, and a former code leads to
        the document all the same.

        Args:
            code: of the document.
            new: its new code; nothing else may have it or have had it.
            wish: why, and the number of the change request.
            on: the day, for the rules.

        Raises:
            UnknownDocument: there is no such document.
            UnusableConfiguration: the new code cannot be used, or a file is in the way.
            EditRefused: the open entry bears signatures, or as for :meth:`revise`.
        """
        document, new = self._document(code), one_line(say("code"), new)
        self._refuse(document, new)
        former = document.code

        def renamed(patch: Patch) -> None:
            patch.put(("code",), new)
            patch.append(("former_codes",), former)

        path = document.origin.path
        draft = rewritten(self._files, path, renamed).after or b""
        tree = self._content(document)
        after = Content(read_yaml(_plain(draft)), tree.text, tree.files)
        wish = replace(wish, reissue=document.last_approved is not None)
        plan, notes = self._plan(document, wish, tree, after)
        if document.last_approved and not plan.changes:
            # what was approved is not known here, but that the code is another is
            entry = open_entry(document)
            said = listed(tree, after, self.register)
            plan = replace(plan, changes=with_own_words(entry.changes if entry else (), said).items)

        def both(patch: Patch) -> None:
            renamed(patch)
            written(patch, document, plan)

        change = rewritten(self._files, path, both)
        return Revised(self._proved(list(self._moved(document, new, change)), on), notes)

    def _refuse(self, document: Document, new: str) -> None:
        if code_key(new) == code_key(document.code):
            raise UnusableConfiguration(say("{new} is the same code as {code}", new=new, code=document.code))
        refuse_used(self.register, new)
        if self.register.could_not_be_read(new):
            raise UnusableConfiguration(
                say("the file of a document {code} could not be read; `qmsdocs check` tells why", code=new)
            )
        entry = open_entry(document)
        if entry and (entry.prepared or entry.reviewed):
            raise EditRefused(
                say(
                    "{code}: {number} bears signatures; have it approved, or take them back with `qmsdocs reopen` first",
                    code=document.code,
                    number=entry.number,
                )
            )

    def _moved(self, document: Document, new: str, change: Rewrite) -> Iterator[Rewrite]:
        """The files under their new names; those that keep theirs are left out."""
        names = {path: self._new_name(document, new, path) for path in self._own_files(document)}
        taken = {path.casefold() for path in self._files.listing(self.register.agency.paths.procedures).files}
        taken -= {path.casefold() for path in names}
        for name in names.values():
            if name.casefold() in taken:
                raise UnusableConfiguration(
                    say("{path} exists already; rename it or choose another code, nothing was written", path=name)
                )
        for path, name in names.items():
            before = change.before if path == change.path else self._files.read(path)
            after = change.after if path == change.path else before
            if name == path:
                yield Rewrite(path, before, after)
            else:
                yield Rewrite(path, before, None)
                yield Rewrite(name, None, after)

    def _own_files(self, document: Document) -> tuple[str, ...]:
        """The files that move: all of its folder where that is its own, else the two that bear its name."""
        origin = document.origin
        if _own_folder(document) and not self._shares_folder(document):
            return self._files.listing(origin.folder).files
        return (origin.path, *((origin.text_path,) if origin.text_path else ()))

    def _shares_folder(self, document: Document) -> bool:
        folder = document.origin.folder + "/"
        return any(d is not document and d.origin.path.startswith(folder) for d in self.register.everything)

    def _new_name(self, document: Document, new: str, path: str) -> str:
        """The path with the stem of the code replaced, in the name of the folder and of the two files."""
        origin, old, stem = document.origin, stem_of(document.code), stem_of(new)
        moves = _own_folder(document) and not self._shares_folder(document)
        folder = posixpath.join(posixpath.dirname(origin.folder), stem) if moves else origin.folder
        inside = PurePosixPath(path).relative_to(origin.folder).as_posix()
        if path in (origin.path, origin.text_path) and PurePosixPath(path).stem == old:
            inside = stem + PurePosixPath(path).suffix
        return posixpath.join(folder, inside)


def _own_folder(document: Document) -> bool:
    return posixpath.basename(document.origin.folder) == stem_of(document.code)


def _plain(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
