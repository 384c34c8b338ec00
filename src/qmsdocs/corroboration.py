"""What git knows of a ledger: which commit holds the content of each entry (design position 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from qmsdocs.errors import HistoryMissing
from qmsdocs.history.log import Commit, Log, read_log
from qmsdocs.history.repository import Repository
from qmsdocs.history.tags import read_tags
from qmsdocs.history.tree import CommittedFiles, entries
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Revision
from qmsdocs.source import document_at


@dataclass(frozen=True, slots=True)
class Corroborated:
    """An entry of a ledger beside git.

    Args:
        entry: the entry.
        digest: of the content that was signed, or of the baseline; None while nobody has signed.
        commit: the first commit whose files have this digest; None where no commit has.
    """

    entry: Revision
    digest: str | None
    commit: Commit | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as a commit keeps it.

    Args:
        document: as it was read there.
        files: the files of the commit.
    """

    document: Document
    files: CommittedFiles


def corroborated(repository: Repository, document: Document) -> tuple[Corroborated, ...]:
    """The entries of a document's ledger, each with the commit that first held its content.

    Args:
        repository: with its whole history.
        document: as it stands now; earlier names of its files are followed.

    Raises:
        HistoryMissing: history is not all there.
    """
    wanted = {entry.number: signed_digest(entry) for entry in document.revisions}
    found = _first_held(repository, document, {digest for digest in wanted.values() if digest})
    commits = {digest: commit for digest, (commit, _) in found.items()}
    return tuple(
        Corroborated(entry, wanted[entry.number], commits.get(wanted[entry.number] or ""))
        for entry in document.revisions
    )


def content_of(
    repository: Repository, document: Document, entry: Revision, log: Callable[[], Log] | None = None
) -> Kept | None:
    """The document as an entry of its ledger was signed: from its tag, else the newest commit, else the first that held it.

    The digest in the ledger decides: a tag that was moved to another content is passed over.

    Args:
        repository: where it is kept.
        document: as it stands now.
        entry: one of its ledger.
        log: gives the log of the repository, for callers who ask for many contents.

    Returns:
        None where nobody signed a content, or no commit holds it.

    Raises:
        HistoryMissing: it is not in what there is of the history, and history is not all there.
    """
    digest = signed_digest(entry)
    if digest is None:
        return None
    for commit in _likely(repository, document, entry):
        with suppress(HistoryMissing):
            kept = document_in(repository, document, commit)
            if kept is not None and kept.document.origin.digest == digest:
                return kept
    found = _first_held(repository, document, {digest}, log).get(digest)
    return found[1] if found else None


def document_in(repository: Repository, document: Document, commit: str) -> Kept | None:
    """The document as a commit keeps it, also under a name or code that it had before; None where it is not there.

    Args:
        repository: where it is kept.
        document: as it stands now.
        commit: full id of the commit.

    Raises:
        HistoryMissing: git cannot read the commit.
    """
    codes = (document.code, *document.former_codes)
    names = {f"{stem_of(code)}.yaml" for code in codes}
    files, here = CommittedFiles(repository, commit), entries(repository, commit)
    others = sorted(path for path in here if path.rpartition("/")[2] in names)
    for path in dict.fromkeys((document.origin.path, *others)):
        found = document_at(files, path) if path in here else None
        if found is not None and code_key(found.code) in map(code_key, codes):
            return Kept(found, files)
    return None


def signed_digest(entry: Revision) -> str | None:
    """The digest of the content that was signed, or of the baseline; None while nobody has signed."""
    signatures = (entry.approved, *entry.reviewed, *entry.prepared)
    return next((s.content for s in signatures if s and s.content), entry.content)


def _likely(repository: Repository, document: Document, entry: Revision) -> Iterator[str]:
    with suppress(HistoryMissing):
        tags = read_tags(repository)
        for code in (document.code, *document.former_codes):
            if tag := tags.get(f"{stem_of(code)}/{entry.number}"):
                yield tag.commit
    yield from filter(None, (repository.head, repository.merging))


def _first_held(
    repository: Repository, document: Document, digests: set[str], log: Callable[[], Log] | None = None
) -> dict[str, tuple[Commit, Kept]]:
    """For each digest the first commit whose files have it."""
    missing = set(digests)
    found: dict[str, tuple[Commit, Kept]] = {}
    for commit, path in _states(log() if log else read_log(repository), document):
        if not missing:
            break
        files = CommittedFiles(repository, commit.oid)
        then = document_at(files, path)
        if then is not None and then.origin.digest in missing:
            missing.discard(then.origin.digest)
            found[then.origin.digest] = commit, Kept(then, files)
    return found


def _states(log: Log, document: Document) -> Iterator[tuple[Commit, str]]:
    """The commits that changed a document, oldest first, each with the path that its YAML file had."""
    number = {commit.oid: index for index, commit in enumerate(log.commits)}
    names = [(number[v.commit.oid], v.path) for v in log.versions(document.origin.path)]
    files = [
        document.origin.path,
        document.origin.text_path,
        *(f"{document.origin.folder}/{f.file}" for f in document.forms if f.file),
    ]
    touched = {number[version.commit.oid] for path in files if path for version in log.versions(path)}
    for index in sorted(touched, reverse=True):
        # newest first: of the names at this commit or before it, the first one
        path = next((path for at, path in names if at >= index), None)
        if path is not None:
            yield log.commits[index], path
