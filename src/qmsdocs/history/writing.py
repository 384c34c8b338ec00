"""The only place that writes to git: tags, and commits of exactly some files.

Objects are made on a bench (``bench.py``); the repository itself is touched only by one transaction of references, and by
the entries of the index for the committed files. No hook, filter or program that the repository names is run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration, reason_of
from qmsdocs.history.bench import Bench, bench
from qmsdocs.history.gateway import Gateway, GitSaysNo
from qmsdocs.history.repository import Repository
from qmsdocs.history.tags import taken
from qmsdocs.history.tree import contents, entries
from qmsdocs.locking import alone_in

_FILE, _PROGRAM = "100644", "100755"
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "sequencer")


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag that is to be made.

    Args:
        name: without ``refs/tags/``.
        commit: full id of the commit that it leads to.
        message: what it says.
    """

    name: str
    commit: str
    message: str


def tag_objects(repository: Repository, tags: Sequence[NewTag], *, sign: bool = False) -> Mapping[str, str]:
    """Makes tags as objects to which no name leads yet: nobody sees them before :func:`land_tags`.

    Args:
        repository: the repository.
        tags: what to make.
        sign: each is signed, as the user's git configuration says.

    Returns:
        The full id of each, by the name of the tag.

    Raises:
        UnusableConfiguration: one of the names is taken or not allowed, git does not know the user, or cannot sign.
    """
    if not tags:
        return {}
    if names := taken(repository, (tag.name for tag in tags)):
        raise UnusableConfiguration(
            say(
                "there is a tag {tag} already, and it leads to no commit; see what it is with `git show {tag}`, and take it "
                "away with `git tag -d {tag}`; nothing was written",
                tag=names[0],
            )
        )
    with bench(repository) as place:
        _rehearse(place.real, [f"create refs/tags/{tag.name} {tag.commit}" for tag in tags])
        return {tag.name: _tag_object(place.git, tag, sign=sign) for tag in tags}


def _tag_object(git: Gateway, tag: NewTag, *, sign: bool) -> str:
    kind = ("--sign",) if sign else ("--annotate", "--no-sign")
    facts = "--format=%(objectname)%00%(contents:signature)"
    try:
        git.run("tag", *kind, "--cleanup=verbatim", "-F", "-", "--", tag.name, tag.commit, feed=tag.message.encode())
        oid, _, signature = git.run("for-each-ref", facts, f"refs/tags/{tag.name}").strip().partition(b"\0")
    except GitSaysNo as refused:
        raise (_not_signed(tag, refused) if sign else _tags_refused(refused)) from None
    if sign and not signature:  # git 2.39 makes an unsigned tag when the key cannot be read
        raise _not_signed(tag, GitSaysNo("there is no such key"))
    return oid.decode()


def _not_signed(tag: NewTag, refused: GitSaysNo) -> UnusableConfiguration:
    return UnusableConfiguration(
        say(
            "git could not sign {tag}: {reason}; see to user.signingKey and gpg.format in your own configuration "
            "(git config --global), nothing was written",
            tag=tag.name,
            reason=_on_one_line(refused),
        )
    )


def land_tags(repository: Repository, made: Mapping[str, str]) -> None:
    """Gives tags their names, all of them or none.

    Args:
        repository: the repository.
        made: from :func:`tag_objects`.

    Raises:
        UnusableConfiguration: one of the names was taken meanwhile.
    """
    _transact(repository.git, [f"create refs/tags/{name} {oid}" for name, oid in made.items()])


def make_tags(repository: Repository, tags: Sequence[NewTag], *, sign: bool = False) -> Mapping[str, str]:
    """Makes annotated tags, all of them or none; see :func:`tag_objects`."""
    made = tag_objects(repository, tags, sign=sign)
    land_tags(repository, made)
    return made


def _rehearse(git: Gateway, commands: Sequence[str]) -> None:
    _transact(git, commands, end="abort")


def _transact(git: Gateway, commands: Sequence[str], end: str = "commit") -> None:
    try:
        git.run("update-ref", "--stdin", feed="".join(f"{c}\n" for c in ("start", *commands, "prepare", end)).encode())
    except GitSaysNo as refused:
        raise _tags_refused(refused) from None


def _tags_refused(refused: GitSaysNo) -> UnusableConfiguration:
    return UnusableConfiguration(say("git cannot make the tags: {reason}", reason=_on_one_line(refused)))


def _on_one_line(refused: GitSaysNo) -> str:
    return " ".join(refused.reason.split())


# --- commits


def refuse_uncommittable(repository: Repository) -> None:
    """Refuses what cannot take a commit of some files now; a verb asks before it writes.

    Raises:
        UnusableConfiguration: a merge or the like is not finished, or git does not know the user.
    """
    git = repository.git
    folder = Path(_line(git.run("rev-parse", "--absolute-git-dir")))
    if any((folder / name).exists() for name in _UNFINISHED) or git.run("ls-files", "--unmerged", "-z"):
        raise UnusableConfiguration(
            say(
                "a merge, rebase or the like is not finished in {folder}; finish it, then commit", folder=repository.top
            )
        )
    with bench(repository):
        pass


def commit_files(repository: Repository, changes: Mapping[str, bytes | None], message: str) -> str:
    """Makes one commit of exactly some files on what is checked out; all else that is staged stays staged.

    Args:
        repository: the repository.
        changes: by path relative to the folder of ``qms.yaml``, the bytes of each file, None where it is taken away.
        message: of the commit.

    Returns:
        The full id of the commit; that of the last one when it holds these files already.

    Raises:
        UnusableConfiguration: as :func:`refuse_uncommittable`, or somebody else committed meanwhile.
    """
    refuse_uncommittable(repository)
    try:
        with alone_in(_index(repository).parent, patient=True), bench(repository) as place:
            head = repository.git.commit("HEAD")
            return _committed(repository, place, head, _staged(repository, place, head, changes), message)
    except GitSaysNo as refused:
        raise UnusableConfiguration(say("git cannot commit: {reason}", reason=_on_one_line(refused))) from None
    except OSError as error:
        raise UnusableConfiguration(say("git cannot commit: {reason}", reason=reason_of(error))) from None


def _staged(repository: Repository, place: Bench, head: str | None, changes: Mapping[str, bytes | None]) -> bytes:
    """The changes as ``update-index --index-info`` reads them, what is taken away first; contents are written."""
    before = entries(repository, head) if head else {}
    kept = {path: data for path, data in sorted(changes.items()) if data is not None}
    blobs = _written(place, _with_ends_of(repository, kept, before))
    gone = [path for path in sorted(changes) if changes[path] is None]
    none = "0" * len(head or next(iter(blobs.values()), ""))
    lines = [f"0 {none}\t{repository.prefix}{path}" for path in gone]
    lines += [f"{_mode(before.get(path))} {blob}\t{repository.prefix}{path}" for path, blob in blobs.items()]
    return "".join(f"{line}\0" for line in lines).encode("utf-8", "surrogateescape")


def _with_ends_of(
    repository: Repository, files: Mapping[str, bytes], before: Mapping[str, tuple[str, str]]
) -> dict[str, bytes]:
    """Contents with the line ends that git keeps: LF where it has LF, though the work tree may have CRLF (core.autocrlf)."""
    found = {path: before[path][1] for path, data in files.items() if b"\r\n" in data and path in before}
    old = contents(repository, found.values())
    return {
        path: data.replace(b"\r\n", b"\n") if path in found and _is_lf(old[found[path]]) else data
        for path, data in files.items()
    }


def _is_lf(data: bytes) -> bool:
    return b"\n" in data and b"\r" not in data and b"\0" not in data


def _written(place: Bench, files: Mapping[str, bytes]) -> dict[str, str]:
    names = []
    for number, data in enumerate(files.values()):
        (place.folder / f"{number}.new").write_bytes(data)
        names.append(f"{number}.new\n")
    output = place.git.run("hash-object", "-w", "--no-filters", "--stdin-paths", feed="".join(names).encode())
    return dict(zip(files, output.decode().split(), strict=True))


def _mode(before: tuple[str, str] | None) -> str:
    return _PROGRAM if before and before[0] == _PROGRAM else _FILE


def _committed(repository: Repository, place: Bench, head: str | None, staged: bytes, message: str) -> str:
    if head:
        place.git.run("read-tree", head)
    place.git.run("update-index", "-z", "--index-info", feed=staged)
    tree = place.git.run("write-tree", "--missing-ok").decode().strip()
    if head and repository.git.run("rev-parse", f"{head}^{{tree}}").decode().strip() == tree:
        return head
    parents = ("-p", head) if head else ()
    commit = place.git.run("commit-tree", tree, *parents, "-F", "-", feed=message.encode()).decode().strip()
    _move(repository, place, commit, head or "0" * len(commit), (staged, message))
    return commit


def _move(repository: Repository, place: Bench, commit: str, head: str, change: tuple[bytes, str]) -> None:
    """The index first: killed in between, the files are staged; the other way round they would seem changed back."""
    staged, message = change
    index = _index(repository)
    with _locked(index):
        before, stamp = (index.read_bytes(), index.stat()) if index.exists() else (None, None)
        _put(index, _changed_index(repository, place, before, staged), stamp)
    try:
        place.real.run("update-ref", "-m", "commit: " + message.partition("\n")[0], "HEAD", commit, head)
    except GitSaysNo:
        with _locked(index):
            _put(index, before, stamp)
        raise


def _changed_index(repository: Repository, place: Bench, before: bytes | None, staged: bytes) -> bytes:
    """An index with some entries changed, worked out away from the files.

    Beside them, git would run filters on those that it is not sure of.
    """
    copy, nothing = place.folder / "copy", place.folder / "nothing"
    nothing.mkdir()
    if before is not None:
        copy.write_bytes(before)
    environment = {"GIT_INDEX_FILE": str(copy), "GIT_WORK_TREE": str(nothing)}
    directory = repository.git.directory.absolute()
    git = Gateway(nothing, directory, (f"safe.directory={repository.top}",), environment)
    git.run("update-index", "-z", "--index-info", feed=staged)
    return copy.read_bytes()


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    """As git locks its index; :func:`_put` puts what stands in the lock in the place of the index.

    The lock is a second name of a file of our own. Where both are there, one of us was killed: nobody else is here now.
    """
    lock, own = _lock_of(index), index.with_name("qmsdocs-index")
    if own.exists() and lock.exists() and own.samefile(lock):
        lock.unlink()
    own.unlink(missing_ok=True)
    own.touch()
    try:
        _take(lock, own)
        try:
            yield
        except BaseException:
            lock.unlink(missing_ok=True)
            raise
    finally:
        own.unlink(missing_ok=True)


def _take(lock: Path, own: Path) -> None:
    try:
        try:
            os.link(own, lock)
        except FileExistsError:
            raise
        except OSError:  # a disk that gives no second names; killed there, the user deletes the lock, as after git
            lock.touch(exist_ok=False)
    except OSError as error:
        raise GitSaysNo(f"{lock}: {error.strerror}") from None


def _put(index: Path, data: bytes | None, stamp: os.stat_result | None) -> None:
    """Replaces the index and ends its lock.

    It keeps its time: files changed in the same moment must go on being looked at.
    """
    lock = _lock_of(index)
    if data is None:
        index.unlink(missing_ok=True)
        lock.unlink()
        return
    lock.write_bytes(data)
    if stamp:
        lock.chmod(stamp.st_mode & 0o777)
        os.utime(lock, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    lock.replace(index)


def _index(repository: Repository) -> Path:
    return repository.top / _line(repository.git.run("rev-parse", "--git-path", "index"))


def _lock_of(index: Path) -> Path:
    return index.with_name(index.name + ".lock")


def _line(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape").rstrip("\n")
