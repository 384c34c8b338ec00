"""A change since a revision: read from git and the work tree, and checked beside what stood there before."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from qmsdocs.diagnostics import Diagnostic, Severity, say
from qmsdocs.engine import MOST_OF_A_KIND, check, check_without_places
from qmsdocs.errors import HistoryMissing, NotARepository
from qmsdocs.history.head import blob_id
from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.signatures import signers_of
from qmsdocs.history.tags import Tag
from qmsdocs.history.tree import CommittedFiles
from qmsdocs.markdown import parse
from qmsdocs.markdown.links import path_of
from qmsdocs.model.change import Change, Released
from qmsdocs.model.codes import code_key
from qmsdocs.model.digest import normalized_file
from qmsdocs.model.document import Document
from qmsdocs.model.files import Files, Listing
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.model.tag import TagFacts
from qmsdocs.rules import RULES
from qmsdocs.source import load
from qmsdocs.source.files import WorkTree
from qmsdocs.tagged import Tags, faults_of_message

_STANDING = frozenset({"QD712"})
"""Rules about a change whose problems may be older than it: nobody tagged what was superseded long ago."""


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
    """The commit that a name stands for; a tag must not stand in for the branch of the same name."""
    full = (f"refs/{kind}/{revision}" for kind in ("tags", "heads", "remotes"))
    commit, *others = repository.git.commits(revision, *full)
    if len(set(filter(None, others))) > 1:
        raise HistoryMissing(
            say(
                "{revision} is the name of a tag and of a branch; write refs/remotes/{revision}, refs/heads/{revision} or "
                "refs/tags/{revision}",
                revision=revision,
            )
        )
    if commit is None:
        raise HistoryMissing(
            say(
                "there is no revision {revision} in this copy; fetch it first: git fetch origin {revision}",
                revision=revision,
            )
        )
    return commit


def _common(repository: Repository, target: str, head: str, revision: str) -> str:
    found = target.encode() if target == head else repository.git.maybe("merge-base", target, head)
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

    def blob(self, path: str) -> str | None:
        """git's name for the content of a file; None where there is none."""
        if path not in self._blobs:
            try:
                self.read(path)
            except OSError:
                return None
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
        kept = {path for d in known.values() for path in (d.origin.path, d.origin.text_path) if path}
        files.spare(kept)
        files.expect(self._now.paths - kept)
        try:
            register = load(files, known=known)
        except NotARepository:
            return Register(self._now.agency, self._now.profile), False
        if register.usable:
            return register, True
        return replace(register, agency=self._now.agency, profile=self._now.profile, usable=True), False

    def _unchanged(self, files: CommittedFiles) -> Mapping[str, AnyDocument]:
        """Documents of now by path, of which every file is the same in the commit."""
        faulty = {file.path for file in self._now.files}
        return {d.origin.path: d for d in self._now.everything if self._is_same(d, files, faulty)}

    def _is_same(self, document: AnyDocument, files: CommittedFiles, faulty: Collection[str]) -> bool:
        if document.origin.text_path is None:  # then there is no such file; most external documents have none
            text = document.origin.path.removesuffix(".yaml") + ".md"
            if text in faulty or files.blob(text) is not None:
                return False
        return all(path not in faulty and files.blob(path) == self._tree.blob(path) for path in _files_of(document))


def _files_of(document: AnyDocument) -> Iterator[str]:
    """All files that a document is read from, its forms and pictures included, whether these exist or not."""
    yield document.origin.path
    if document.origin.text_path:
        yield document.origin.text_path
    if isinstance(document, Document):
        names = [form.file for form in document.forms if form.file]
        names += (
            [unquote(image.target) for image in parse(document.origin.text).images]
            if "![" in document.origin.text
            else []
        )
        yield from (path_of(document.origin.folder, name) for name in names)


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
    return hashlib.sha256(normalized_file(name, data)).hexdigest()


# --- what was released


def _released(repository: Repository, change: Change) -> dict[str, Released]:
    """The tags of the ledgers as they stand now; what the commits hold is looked at for documents that the change touches."""
    tags = Tags(repository)
    same = {pair.now.origin.path for pair in change.pairs if pair.before is pair.now}
    found = {}
    for document in change.now.documents:
        for entry in document.revisions:
            if tag := tags.named(document, entry):
                found[tag.name] = _as_found(tags, tag, document, entry, looking=document.origin.path not in same)
    return _with_signers(repository, change, tags, found)


def _as_found(tags: Tags, tag: Tag, document: Document, entry: Revision, *, looking: bool) -> Released:
    faults = tags.compared(tag, document, entry).faults if looking else faults_of_message(tag, document, entry)
    return Released(tag.name, tag.oid, TagFacts.of(tag.message) if tag.annotated else None, tuple(faults))


def _with_signers(
    repository: Repository, change: Change, tags: Tags, found: dict[str, Released]
) -> dict[str, Released]:
    judge = change.judge
    if judge.signatures != "required":
        return found
    new = [tag for signing in change.new_approvals if (tag := tags.named(signing.document, signing.entry))]
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
    told = Counter(map(_told, found)) if softer else Counter()
    hidden = tuple(d for d in softer if not _take(told, d) and not _take(known, d))
    rules = [rule for rule in RULES if rule.of is Change]
    about = check(change.now, on=on, paths=paths, rules=rules, change=replace(change, hidden=hidden))
    known += _standing(change, on)
    too_many = _too_many(change, found)
    marked = (replace(d, existing=_take(known, d) and (d.code, d.document) not in too_many) for d in found)
    told_of_change = (replace(d, existing=d.code in _STANDING and _take(known, d)) for d in about)
    return tuple(sorted((*marked, *told_of_change), key=lambda d: d.sort_key))


def _softer(change: Change, on: date, paths: Collection[str]) -> tuple[Diagnostic, ...]:
    """Errors of documents that there would be under the waivers, the set-aside requirements and the profile of the target."""
    base, target, now = (state.agency for state in (change.base, change.target, change.now))
    changed = {key for key in _EXCUSES if getattr(now, key) != getattr(base, key)}
    softened = change.now.profile != change.base.profile
    if not change.founded or not (changed or softened):
        return ()
    agency = now.model_copy(update={key: getattr(target, key) for key in changed})
    profile = change.target.profile if softened else change.now.profile
    judged = replace(change.now, agency=agency, profile=profile)
    return tuple(d for d in check(judged, on=on, paths=paths) if d.severity is Severity.ERROR and d.document)


_EXCUSES = ("waivers", "not_applicable")
"""What qms.yaml sets aside."""


def _standing(change: Change, on: date) -> Counter[tuple[str, str, str]]:
    """What rules about a change would say of the base: it stood there before."""
    rules = [rule for rule in RULES if rule.code in _STANDING]
    return Counter(map(_told, check(change.base, on=on, rules=rules, change=replace(change, now=change.base))))


def _known(base: Register, on: date, codes: Collection[str]) -> Counter[tuple[str, str, str]]:
    """The problems of some rules that the base had."""
    if not codes or not base.usable:
        return Counter()
    rules = [rule for rule in RULES if rule.code in codes]
    return Counter(map(_told, check_without_places(base, on=on, rules=rules)))


def _too_many(change: Change, found: Collection[Diagnostic]) -> set[tuple[str, str | None]]:
    """Rules and changed documents with so many problems that not all were given: which of them are old is not known."""
    changed = {pair.now.code for pair in change.pairs if pair.before is not pair.now}
    counted = Counter((d.code, d.document) for d in found if d.document in changed)
    return {about for about, count in counted.items() if count >= MOST_OF_A_KIND}


def _told(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What makes two problems the same although lines have moved."""
    return diagnostic.code, diagnostic.document or diagnostic.location.path, diagnostic.message.english


def _take(counted: Counter[tuple[str, str, str]], diagnostic: Diagnostic) -> bool:
    """Whether a problem is among those counted; each counts once."""
    key = _told(diagnostic)
    counted[key] -= 1
    return counted[key] >= 0
