"""A change since a revision: read from git and the work tree, and checked beside what stood there before."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from qmsdocs.diagnostics import Diagnostic, Severity, say
from qmsdocs.engine import check, check_without_places
from qmsdocs.errors import HistoryMissing, NotARepository
from qmsdocs.history.head import blob_id
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.signatures import signers_of
from qmsdocs.history.tags import Tag
from qmsdocs.history.tree import CommittedFiles
from qmsdocs.model.change import Change, Released
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.files import Files, Listing
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.model.tag import TagFacts
from qmsdocs.rules import RULES
from qmsdocs.source import load
from qmsdocs.source.files import WorkTree
from qmsdocs.tagged import Tags, faults_of_message


def change_since(root: Path, revision: str) -> Change:
    """What the work tree changes for a revision that it is to be merged into.

    The change begins at the last commit that both have; numbers, signers and tags are compared with the revision itself.

    Args:
        root: folder of ``qms.yaml``.
        revision: a commit, tag or branch, as git names it.

    Raises:
        HistoryMissing: there is no git, no such revision, history is not all here, or both have no commit in common.
        NotARepository: there is no ``qms.yaml`` now.
    """
    repository = repository_of(root)
    head = repository.require_history()
    target = _commit(repository, revision)
    base = _common(repository, target, head, revision)
    tree = WorkTree(root)
    files = _Named(tree, len(target))
    now = load(files)
    tree.refuse_disturbed()
    before = _Before(repository, files, now)
    bare = Change(revision, before.register(base), before.register(target), now, founded=before.is_founded(target))
    return replace(bare, released=_released(repository, bare), files=form_files(bare, before.files(base), files))


def _commit(repository: Repository, revision: str) -> str:
    found = repository.git.commit(revision)
    if found is None:
        raise HistoryMissing(
            say(
                "there is no revision {revision} in this copy; fetch it first: git fetch origin {revision}",
                revision=revision,
            )
        )
    return found


def _common(repository: Repository, target: str, head: str, revision: str) -> str:
    found = repository.git.maybe("merge-base", target, head)
    if not found:
        raise HistoryMissing(
            say("{revision} and the work tree have no commit in common; fetch the whole history", revision=revision)
        )
    return found.decode().split()[0]


# --- what stood before


class _Named:
    """Files with git's names for their contents, worked out when they are read for the first time.

    Args:
        files: the files.
        digits: of a name.
    """

    def __init__(self, files: WorkTree, digits: int) -> None:
        self._files, self._digits = files, digits
        self._blobs: dict[str, str] = {}

    def listing(self, folder: str) -> Listing:
        """The files below a folder."""
        return self._files.listing(folder)

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a file, at most ``limit`` and one more."""
        data = self._files.read(path, limit)
        if limit is None or len(data) <= limit:
            self._blobs[path] = blob_id(data, self._digits)
        return data

    def blob(self, path: str) -> str:
        """git's name for the content of a file."""
        if path not in self._blobs:
            self.read(path)
        return self._blobs[path]


class _Before:
    """Earlier states; documents whose files are the same as now are not read again."""

    def __init__(self, repository: Repository, tree: _Named, now: Register) -> None:
        self._repository, self._tree, self._now = repository, tree, now
        self._registers: dict[str, tuple[Register, bool]] = {}
        self._committed: dict[str, CommittedFiles] = {}

    def files(self, commit: str) -> CommittedFiles:
        """The files of a commit."""
        if commit not in self._committed:
            self._committed[commit] = CommittedFiles(self._repository, commit)
        return self._committed[commit]

    def register(self, commit: str) -> Register:
        """What a commit holds; where it has no usable qms.yaml, its documents under the agency of now."""
        if commit not in self._registers:
            self._registers[commit] = self._read(self.files(commit))
        return self._registers[commit][0]

    def is_founded(self, commit: str) -> bool:
        """Whether a commit has a usable qms.yaml."""
        self.register(commit)
        return self._registers[commit][1]

    def _read(self, files: CommittedFiles) -> tuple[Register, bool]:
        known = self._unchanged(files)
        files.spare(path for d in known.values() for path in (d.origin.path, d.origin.text_path) if path)
        try:
            register = load(files, known=known)
        except NotARepository:
            return Register(self._now.agency, self._now.profile), False
        if register.usable:
            return register, True
        return replace(register, agency=self._now.agency, profile=self._now.profile, usable=True), False

    def _unchanged(self, files: CommittedFiles) -> Mapping[str, AnyDocument]:
        """Documents of now by path, where no file of their folders is another one in the commit."""
        sums = {path: self._tree.blob(path) for path in self._now.paths}
        folders = self._now.agency.paths
        there = {path: files.blob(path) for own in (folders.procedures, folders.external) for path in files.paths(own)}
        faulty = {file.path for file in self._now.files}
        touched = {path for path in {*sums, *there} if sums.get(path) != there.get(path)} | faulty
        dirty = {posixpath.dirname(path) for path in touched}
        stems = {path.rpartition(".")[0] for path in touched}
        own = {d.origin.path: d for d in self._now.documents if not _touched(d, dirty)}
        external = {d.origin.path: d for d in self._now.externals if d.origin.path.removesuffix(".yaml") not in stems}
        return {**own, **external}


def _touched(document: Document, dirty: Collection[str]) -> bool:
    """Whether something changed in a document's folder, or in one where its forms and pictures may lie."""
    folder = document.origin.folder
    return any(other == folder or other.startswith(folder + "/") or folder.startswith(other + "/") for other in dirty)


def form_files(change: Change, before: Files, now: Files) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """SHA-256 of the files of forms before and now; see :class:`Change`."""
    found = {}
    for pair in change.pairs:
        if pair.before is pair.now:
            continue
        old = {code_key(form.code): form.file for form in pair.before.forms}
        for form in pair.now.forms:
            sums = (_sum(before, pair.before, old.get(code_key(form.code))), _sum(now, pair.now, form.file))
            found[pair.now.origin.path, form.code] = sums
    return found


def _sum(files: Files, document: Document, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        data = files.read(posixpath.normpath(posixpath.join(document.origin.folder, name)))
    except OSError:
        return None
    return hashlib.sha256(data).hexdigest()


# --- what was released


def _released(repository: Repository, change: Change) -> dict[str, Released]:
    """The tags of the ledgers as they stand now; what the commits hold is looked at for documents that the change touches."""
    tags = Tags(repository)
    touched = {pair.now.origin.path for pair in change.pairs if pair.before is not pair.now}
    found = {}
    for document in change.now.documents:
        for entry in document.revisions:
            if tag := tags.named(document, entry):
                found[tag.name] = _as_found(tags, tag, document, entry, looking=document.origin.path in touched)
    return _with_signers(repository, change, tags, found)


def _as_found(tags: Tags, tag: Tag, document: Document, entry: Revision, *, looking: bool) -> Released:
    faults = tags.compared(tag, document, entry).faults if looking else faults_of_message(tag, document, entry)
    return Released(tag.name, tag.oid, TagFacts.of(tag.message) if tag.annotated else None, tuple(faults))


def _with_signers(
    repository: Repository, change: Change, tags: Tags, found: dict[str, Released]
) -> dict[str, Released]:
    judge = change.target.agency if change.founded else change.now.agency
    if judge.signatures != "required":
        return found
    approved = {signing.signature.content for signing in change.target.signings if signing.action == "approve"}
    new = [
        tag
        for signing in change.now.signings
        if signing.action == "approve" and signing.signature.content not in approved
        if (tag := tags.named(signing.document, signing.entry))
    ]
    keys = {person: facts.keys for person, facts in judge.people.items() if facts.keys}
    signers = signers_of(repository, new, keys)
    return {name: replace(released, signer=signers.get(name)) for name, released in found.items()}


# --- the check


def check_change(change: Change, *, on: date, paths: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """What is wrong in the work tree, with the rules about the change.

    Args:
        change: from :func:`change_since`.
        on: the day of the check.
        paths: report only what lies in these files or folders; empty means everything.

    Returns:
        Diagnostics of the work tree and of the change, by path, line, column and rule; those that the base had already are
        marked as existing.

    Raises:
        UnusableConfiguration: a path holds nothing of the repository.
    """
    if not change.now.usable:
        return check(change.now, on=on)
    found = check(change.now, on=on, paths=paths)
    softer = _softer(change, on, paths)
    known = _known(change.base, on, {d.code for d in (*found, *softer)})
    told = Counter(map(_told, found))
    hidden = tuple(d for d in softer if not _take(told, d) and not _take(known, d))
    rules = [rule for rule in RULES if rule.of is Change]
    about = check(change.now, on=on, paths=paths, rules=rules, change=replace(change, hidden=hidden))
    marked = (replace(d, existing=_take(known, d)) for d in found)
    return tuple(sorted((*marked, *about), key=lambda d: d.sort_key))


def _softer(change: Change, on: date, paths: Collection[str]) -> tuple[Diagnostic, ...]:
    """Errors of documents that there would be under the waivers, the set-aside requirements and the profile of the target."""
    before, now = change.target, change.now
    kept = {"waivers": before.agency.waivers, "not_applicable": before.agency.not_applicable}
    same = all(getattr(now.agency, key) == value for key, value in kept.items()) and now.profile == before.profile
    if same or not change.founded:
        return ()
    judged = replace(now, agency=now.agency.model_copy(update=kept), profile=before.profile)
    return tuple(d for d in check(judged, on=on, paths=paths) if d.severity is Severity.ERROR and d.document)


def _known(base: Register, on: date, codes: Collection[str]) -> Counter[tuple[str, str, str]]:
    """The problems of some rules that the base had."""
    if not codes or not base.usable:
        return Counter()
    rules = [rule for rule in RULES if rule.code in codes]
    return Counter(map(_told, check_without_places(base, on=on, rules=rules)))


def _told(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What makes two problems the same although lines have moved."""
    return diagnostic.code, diagnostic.document or diagnostic.location.path, diagnostic.message.english


def _take(counted: Counter[tuple[str, str, str]], diagnostic: Diagnostic) -> bool:
    """Whether a problem is among those counted; each counts once."""
    key = _told(diagnostic)
    counted[key] -= 1
    return counted[key] >= 0
