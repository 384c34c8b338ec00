"""A release compared with its manifest, with the ledger, with what git holds, and with itself rendered again."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import HistoryMissing, NotARepository, QmsdocsError, UnusableConfiguration
from qmsdocs.issuing.manifest import NAME, parts_digest
from qmsdocs.issuing.plan import Item, released_on
from qmsdocs.issuing.recorded import Recorded, RecordedDocument, RecordedFile, UnreadableManifest, recorded
from qmsdocs.issuing.redlining import before_of, entry_before, redline_name, redline_of
from qmsdocs.issuing.rendering import Source, rendered_document
from qmsdocs.issuing.rerendering import not_rendered, rendered_again
from qmsdocs.issuing.sealing import told
from qmsdocs.issuing.verified import Deviation, Verified
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.tagged import Snapshot, Tags, short

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_MOST_UNPACKED = 256 << 20


@dataclass
class Proof:
    """One folder that is being looked at, gathering what is found.

    Args:
        root: folder of ``qms.yaml``.
        register: the documents as they stand now.
        folder: the folder of the release.
    """

    root: Path
    register: Register
    folder: Path
    deviations: list[Deviation] = field(default_factory=list)
    unchecked: dict[str, Message] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)

    def verified(self) -> Verified:
        """Looks at everything.

        Raises:
            UnusableConfiguration: there is no release in the folder.
        """
        manifest = self._manifest()
        if manifest is not None:
            self._files(manifest)
            tags = Tags.at(self.root, whole=True)
            for each in manifest.documents:
                self._ledger(each, manifest)
                self._history(each, manifest, tags)
            self._rendering(manifest, tags)
        return Verified(
            str(self.folder),
            len(manifest.documents) if manifest else 0,
            tuple(self.deviations),
            tuple(self.unchecked.values()),
            tuple(self.notes),
        )

    def _wrong(self, subject: str, message: Message) -> None:
        self.deviations.append(Deviation(subject, message))

    # --- files and manifest

    def _manifest(self) -> Recorded | None:
        try:
            return recorded((self.folder / NAME).read_bytes())
        except OSError:
            raise UnusableConfiguration(
                say("{folder} holds no release: there is no manifest.json", folder=self.folder)
            ) from None
        except UnreadableManifest:
            self._wrong(NAME, say("it cannot be read as the manifest of a release"))
            return None

    def _files(self, manifest: Recorded) -> None:
        known = {file.name for file in manifest.files}
        for document in manifest.documents:
            if document.file not in known:
                self._wrong(document.file, say("the manifest names the document, but not its file"))
        for file in manifest.files:
            self._file(file)
        for name in sorted({entry.name for entry in self.folder.iterdir()} - known - {NAME}):
            self._wrong(name, say("no release wrote it: it is not in the manifest"))

    def _file(self, file: RecordedFile) -> None:
        path = self.folder / file.name
        if path.is_symlink() or not path.is_file():
            self._wrong(file.name, say("it is missing"))
            return
        data = path.read_bytes()
        if file.name.endswith(".pdf"):
            self._seals(file.name, data)
        if hashlib.sha256(data).hexdigest() == file.sha256:
            return
        if file.parts and _parts(data) == file.parts:
            self.notes.append(say("{file} was packed anew; what is in it is unchanged", file=file.name))
        else:
            self._wrong(file.name, say("it was changed after it was issued"))

    def _seals(self, name: str, data: bytes) -> None:
        for right, message in told(data):
            if right:
                self.notes.append(say("{file}: {what}", file=name, what=message))
            else:
                self._wrong(name, message)

    # --- the ledger as it stands now

    def _ledger(self, each: RecordedDocument, manifest: Recorded) -> None:
        name = f"{each.code} {each.number}"
        document = self.register.document(each.code)
        entry = document.entry(each.number) if document else None
        if document is None or entry is None:
            self._wrong(name, say("the ledger does not have this revision"))
            return
        if each.draft:
            self.notes.append(say("{document} is a draft: nobody approved it", document=name))
            return
        if manifest.for_signing:
            self._signed_on_paper(name, each, entry)
            return
        if entry.approved_on and entry.approved_on > manifest.on:
            days = {"approved": entry.approved_on, "released": manifest.on}
            self._wrong(name, say("it was approved on {approved}, after the day of the release {released}", **days))
        now = _facts_of(entry)
        then = {
            "content": each.content,
            "decision": each.decision,
            "approved": each.approved,
            "effective": each.effective,
        }
        for key, value in then.items():
            if value != now[key] and not (key == "content" and now[key] is None):
                self._wrong(
                    name,
                    say(
                        "{what}: the release has {then}, the ledger has {now}",
                        what=_FACTS[key],
                        then=_shown(key, value),
                        now=_shown(key, now[key]),
                    ),
                )

    def _signed_on_paper(self, name: str, each: RecordedDocument, entry: Revision) -> None:
        approved = entry.released_content
        if approved is None:
            self.notes.append(
                say("{document} is a copy for signing; its approval is not in the ledger yet", document=name)
            )
        elif approved != each.content:
            values = {"there": short(each.content), "here": short(approved)}
            message = say("the copy for signing holds the content {there}, the ledger approves {here}", **values)
            self._wrong(name, message)

    # --- what git holds

    def _history(self, each: RecordedDocument, manifest: Recorded, tags: Tags) -> None:
        name = f"{each.code} {each.number}"
        if each.tag:
            self._tag(each, each.tag, tags)
        if each.commit is None:
            self.notes.append(say("{document} was issued without git; only the ledger vouches for it", document=name))
            return
        document = self._then(each, tags)
        if document is None:
            return
        if not each.tag and each.commit == manifest.commit and _touched(document, manifest.changed):
            self.notes.append(say("{document} was issued from files that were not committed", document=name))
        elif document.origin.digest != each.content:
            self._wrong(
                name,
                say(
                    "the commit {commit} holds the content {there}, not {wanted}",
                    commit=each.commit[:10],
                    there=short(document.origin.digest),
                    wanted=short(each.content),
                ),
            )

    def _tag(self, each: RecordedDocument, name: str, tags: Tags) -> None:
        tag, document = tags.by_name.get(name), self.register.document(each.code)
        entry = document.entry(each.number) if document else None
        if tag is None:
            self._missing(say("the tag {tag} is not here; fetch the tags with `git fetch --tags`", tag=name))
            return
        if tag.commit != each.commit:
            self._wrong(
                f"{each.code} {each.number}",
                say(
                    "the tag {tag} leads to {there}, but it was issued from {commit}: the tag was moved",
                    tag=name,
                    there=tag.commit[:10],
                    commit=(each.commit or "–")[:10],
                ),
            )
        if document and entry:
            for fault in tags.compared(tag, document, entry).faults:
                self._wrong(name, fault)

    def _then(self, each: RecordedDocument, tags: Tags) -> Document | None:
        """The document in the commit that it was issued from."""
        snapshot = self._snapshot(each.commit, tags)
        if snapshot is None:
            return None
        document = snapshot.register.document(each.code)
        if document is None:
            self._wrong(
                f"{each.code} {each.number}",
                say("the commit {commit} does not hold it", commit=(each.commit or "")[:10]),
            )
        return document

    def _snapshot(self, commit: str | None, tags: Tags) -> Snapshot | None:
        """What a commit holds; None where it is not here, which is remembered."""
        if commit is None or not _ID.fullmatch(commit):
            return None
        try:
            snapshot = tags.snapshot(commit)
            usable = snapshot.register.usable
        except (HistoryMissing, NotARepository) as error:
            self._missing(say("the commit {commit} cannot be read: {reason}", commit=commit[:10], reason=error.message))
            return None
        if not usable:
            self._missing(say("qms.yaml of the commit {commit} cannot be used", commit=commit[:10]))
        return snapshot if usable else None

    def _missing(self, message: Message) -> None:
        self.unchecked.setdefault(message.english, message)

    # --- rendering again

    def _rendering(self, manifest: Recorded, tags: Tags) -> None:
        if reason := not_rendered(manifest):
            self.notes.append(say("it was not rendered again: {reason}", reason=reason))
            return
        tree = self._snapshot(manifest.commit, tags)
        items = [self._item(each, manifest, tags) for each in manifest.documents]
        if tree is None or None in items:
            return  # said already
        try:
            made = dict(rendered_again(manifest, tree, [item for item in items if item]))
            made |= dict(self._redlines(tree, [item for item in items if item], made, manifest, tags))
        except QmsdocsError as error:
            self._missing(say("it could not be rendered again: {reason}", reason=error.message))
            return
        self._completeness(manifest, tree.register)
        known = {file.name: file for file in manifest.files}
        for name, data in made.items():
            if name not in known:
                self._wrong(name, say("it belongs to this release and is not in the manifest"))
            elif not known[name].holds(data):
                self._wrong(name, say("rendering it again from git gives something else"))
        for name in sorted(set(known) - set(made)):
            if not (name.endswith(".pdf") and f"{name.removesuffix('.pdf')}.docx" in made):
                self._wrong(name, say("the release of that commit and day has no such file"))

    def _redlines(
        self,
        tree: Snapshot,
        items: Iterable[tuple[RecordedDocument, Item]],
        made: dict[str, bytes],
        manifest: Recorded,
        tags: Tags,
    ) -> Iterator[tuple[str, bytes]]:
        for each, item in items:
            entry = entry_before(item.document, item.entry)
            if entry is None or (each.redline and each.redline.file is None):
                continue  # the manifest says why there is none
            snapshot = self._snapshot(each.redline.commit, tags) if each.redline else None
            if snapshot:
                source = Source(tree.register, tree.files, each.language)
                before = before_of(item, entry, snapshot)
                new = made[item.file] if not each.pages else rendered_document(item, source, manifest.on)
                yield redline_name(item, entry), redline_of(item, new, before, source, manifest.on)
            elif each.redline is None:
                self._wrong(redline_name(item, entry), say("it belongs to this release and is not in the manifest"))

    def _completeness(self, manifest: Recorded, register: Register) -> None:
        """Whether a whole release holds every revision of its day, or says that it does not."""
        there = {(each.code, each.number) for each in manifest.documents}
        for document, entry in released_on(register, manifest.on) if manifest.whole else ():
            names = {(code, entry.number) for code in (document.code, *document.former_codes)}
            if document.code in manifest.refused:
                self.notes.append(say("{code} was left out by the release itself", code=document.code))
            elif not names & there:
                self._wrong(
                    f"{document.code} {entry.number}",
                    say("it is in force or approved on that day, and is not in the release"),
                )

    def _item(self, each: RecordedDocument, manifest: Recorded, tags: Tags) -> tuple[RecordedDocument, Item] | None:
        snapshot = self._snapshot(each.commit, tags)
        document = snapshot.register.document(each.code) if snapshot else None
        entry = document.entry(each.number) if document else None
        if document is None or entry is None:
            return None
        return each, Item(document, entry, each.copy_of(manifest), each.tag, snapshot)


def _touched(document: Document, changed: Iterable[str]) -> bool:
    folder = document.origin.folder
    return any(path == folder or path.startswith(folder + "/") for path in changed)


_FACTS = {
    "content": say("content"),
    "decision": say("decision"),
    "approved": say("day of approval"),
    "effective": say("effective from"),
}


def _facts_of(entry: Revision) -> dict[str, str | None]:
    return {
        "content": entry.released_content,
        "decision": entry.approved.decision if entry.approved else None,
        "approved": entry.approved_on.isoformat() if entry.approved_on else None,
        "effective": entry.in_force_from.isoformat() if entry.in_force_from else None,
    }


def _shown(key: str, value: str | None) -> str:
    return (short(value) if key == "content" else value) if value else "–"


def _parts(data: bytes) -> str | None:
    """The digest over the parts of a file that anyone may have changed; None where there is no believing it."""
    try:
        return parts_digest(data, most=_MOST_UNPACKED)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError, NotImplementedError):
        return None
