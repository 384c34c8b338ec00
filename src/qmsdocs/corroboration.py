"""What git knows of a ledger: the commit that first held the content of each entry (design position 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsdocs.history.log import Commit, Log, read_log
from qmsdocs.history.repository import Repository
from qmsdocs.history.tree import CommittedFiles
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


def corroborated(repository: Repository, document: Document) -> tuple[Corroborated, ...]:
    """The entries of a document's ledger, each with the commit that first held its content.

    Args:
        repository: with its whole history.
        document: as it stands now; earlier names of its files are followed.

    Raises:
        HistoryMissing: history is not all there.
    """
    wanted = {entry.number: _digest(entry) for entry in document.revisions}
    missing = {digest for digest in wanted.values() if digest}
    found: dict[str, Commit] = {}
    for commit, path in _states(read_log(repository), document):
        if not missing:
            break
        then = document_at(CommittedFiles(repository, commit.oid), path)
        if then is not None and then.origin.digest in missing:
            missing.discard(then.origin.digest)
            found[then.origin.digest] = commit
    return tuple(
        Corroborated(entry, wanted[entry.number], found.get(wanted[entry.number] or "")) for entry in document.revisions
    )


def _digest(entry: Revision) -> str | None:
    signatures = (entry.approved, *entry.reviewed, *entry.prepared)
    return next((s.content for s in signatures if s and s.content), entry.content)


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
