"""Putting files in place: all of an act or nothing of it, whatever happens in between.

The new contents are written into a hidden folder first. Renaming that folder to its second name is the moment in which the
act happens; from then on nothing reads the repository until each file stands in its place, and a verb that finds the
folder after a power cut ends what was begun. A failure on the way puts the old files back.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qmsdocs.diagnostics import say
from qmsdocs.edit.rewriting import Rewrite
from qmsdocs.errors import UnusableConfiguration, reason_of
from qmsdocs.locking import alone_in
from qmsdocs.source.files import UNFINISHED

STAGING = ".qmsdocs-new-"
"""How the names of folders begin in which an act is being written; a killed one is cleared away by the next."""

_LIST = "act.json"


@dataclass(frozen=True, slots=True)
class _Step:
    """One file of an act.

    Args:
        path: relative to the root, with ``/``.
        before, after: SHA-256 of its bytes; None where there is no file.
        file: name of the new content in the folder of the act.
    """

    path: str
    before: str | None
    after: str | None
    file: str


def replace_files(root: Path, rewrites: Iterable[Rewrite]) -> tuple[str, ...]:
    """Puts changed and new files in their places and takes removed ones away: all or none, also when the power fails.

    Args:
        root: folder of ``qms.yaml``.
        rewrites: the changes; a file that does not change is left alone.

    Returns:
        The paths written or removed, sorted.

    Raises:
        UnusableConfiguration: one cannot be written, exists already, or was changed meanwhile by somebody else.
    """
    changed = sorted((r for r in rewrites if r.after != r.before), key=lambda rewrite: rewrite.path)
    if changed:
        with _reported(root), alone_in(root, unfinished=STAGING):
            _finish(root)
            for rewrite in changed:
                _refuse_meddling(root, rewrite)
            _act(root, changed)
    return tuple(rewrite.path for rewrite in changed)


def land(root: Path, new: Mapping[str, bytes], *, last: str = "") -> tuple[str, ...]:
    """Puts new files into a folder, which need not exist yet: all of them, or none when something goes wrong.

    Args:
        root: the folder; it and the folders above it are made when they are missing.
        new: path relative to ``root``, with ``/``, and bytes.
        last: the path that is put in place after all others.

    Returns:
        The paths written, sorted.

    Raises:
        UnusableConfiguration: a file exists already, or cannot be written.
    """
    anchor = _nearest_folder(root)
    if anchor == root:
        ordered = sorted(new, key=lambda path: (path == last, path))
        with _reported(root), alone_in(root, unfinished=STAGING):
            _finish(root)
            for path in ordered:
                _refuse_meddling(root, Rewrite(path, None, new[path]))
            _act(root, [Rewrite(path, None, new[path]) for path in ordered])
    else:
        with _reported(root), alone_in(anchor, unfinished=STAGING):
            _make_folder(anchor, root, new)
    return tuple(sorted(new))


def finish(root: Path) -> bool:
    """Ends an act that was interrupted while its files were put in place.

    Args:
        root: folder of ``qms.yaml``.

    Returns:
        Whether there was one.

    Raises:
        UnusableConfiguration: a file of it was changed since; nothing of it is overwritten.
    """
    if not os.path.lexists(root / UNFINISHED):
        return False
    with _reported(root), alone_in(root, unfinished=STAGING):
        return _finish(root)


# --- an act


def _act(root: Path, changes: Sequence[Rewrite]) -> None:
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=root))
    try:
        steps = [_staged(root, staging, number, change) for number, change in enumerate(changes)]
        act = [[step.path, step.before, step.after, step.file] for step in steps]
        _write(staging / _LIST, json.dumps(act, ensure_ascii=False).encode())
        staging.rename(root / UNFINISHED)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    _sync_folder(root)
    _carry_out(root, steps)


def _staged(root: Path, staging: Path, number: int, change: Rewrite) -> _Step:
    file = f"{number}.new"
    if change.after is not None:
        _write(staging / file, change.after)
        if change.before is not None:
            (staging / file).chmod((root / change.path).stat().st_mode & 0o7777)
    return _Step(change.path, _sum(change.before), _sum(change.after), file)


def _carry_out(root: Path, steps: Sequence[_Step]) -> None:
    """Puts every file in its place; where one cannot be, the others are put back."""
    act = root / UNFINISHED
    done: list[_Step] = []
    try:
        for step in steps:
            done.append(step)
            _put(root, act, step)
    except BaseException:
        for step in reversed(done):
            _put_back(root, act, step)
        _clear_away(root, steps, act)
        raise
    _clear_away(root, steps, act)


def _put(root: Path, act: Path, step: _Step) -> None:
    target, old = _place(root, step.path), act / f"{step.file}.old"
    if step.before is not None and not old.exists():
        _copy(target, old)
    if step.after is None:
        target.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    ready = act / f"{step.file}.ready"
    ready.unlink(missing_ok=True)
    _copy(act / step.file, ready)
    ready.replace(target)


def _put_back(root: Path, act: Path, step: _Step) -> None:
    target, old = _place(root, step.path), act / f"{step.file}.old"
    if old.exists():
        old.replace(target)
    elif step.before is None:
        target.unlink(missing_ok=True)


def _clear_away(root: Path, steps: Sequence[_Step], act: Path) -> None:
    """Folders that the act has emptied, then its own: renamed first, so that half of it is never taken for an act."""
    for step in steps:
        for folder in Path(step.path).parents[:-1]:
            if (root / folder).is_dir() and not any((root / folder).iterdir()):
                (root / folder).rmdir()
    gone = root / f"{STAGING}gone"
    try:
        act.rename(gone)
    except OSError:
        gone = act
    shutil.rmtree(gone, ignore_errors=True)
    if os.path.lexists(act):
        raise UnusableConfiguration(say("all files stand in their places; delete the folder {folder}", folder=act))


def _copy(source: Path, target: Path) -> None:
    """A second name for a file, or a copy where the disk cannot give it one."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


# --- after an interruption


def _finish(root: Path) -> bool:
    act = root / UNFINISHED
    if not os.path.lexists(act):
        return False
    steps = _steps(act)
    waiting = [step for step in steps if _state(root, step.path) != step.after]
    for step in waiting:
        if _state(root, step.path) != step.before:
            raise UnusableConfiguration(
                say(
                    "{path} was changed while an interrupted act waits to be finished; undo that change, or delete the "
                    "folder {folder} to give the act up",
                    path=step.path,
                    folder=act,
                )
            )
    _carry_on(root, waiting, act)
    _clear_away(root, steps, act)
    return True


def _carry_on(root: Path, waiting: Sequence[_Step], act: Path) -> None:
    """Puts the rest in place. Nothing is put back when that fails: what was done before stands, and the act goes on waiting."""
    try:
        for step in waiting:
            _put(root, act, step)
    except OSError as error:
        raise UnusableConfiguration(
            say(
                "{folder} cannot be written: {reason}; the interrupted act still waits, finish it with `qmsdocs recover`",
                folder=root,
                reason=reason_of(error),
            )
        ) from error


def _steps(act: Path) -> list[_Step]:
    if act.is_symlink() or not act.is_dir():
        raise UnusableConfiguration(say("{path} is not a folder that qmsdocs made; delete it", path=act))
    try:
        steps = [_Step(*fields) for fields in json.loads((act / _LIST).read_bytes())]
        whole = all(_is_whole(act, step) for step in steps)
    except (OSError, TypeError, ValueError):
        whole = False
    if not whole:
        raise UnusableConfiguration(
            say("the interrupted act in {folder} is damaged; delete the folder and compare with git", folder=act)
        )
    return steps


def _is_whole(act: Path, step: _Step) -> bool:
    """Whether the new content is there as it was written; git's own folder is never written into."""
    content = act / step.file
    known = step.after is None or (not content.is_symlink() and _sum(content.read_bytes()) == step.after)
    return known and Path(step.file).name == step.file and ".git" not in Path(step.path).parts


def _state(root: Path, path: str) -> str | None:
    target = _place(root, path)
    return _sum(target.read_bytes()) if target.is_file() else None


# --- what both need


@contextmanager
def _reported(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnusableConfiguration(
            say("{folder} cannot be written: {reason}; nothing was changed", folder=root, reason=reason_of(error))
        ) from error


def _place(root: Path, path: str) -> Path:
    """Where a file really lies, links followed; never outside the root."""
    top, full = os.path.realpath(root), os.path.realpath(root / path)
    if os.path.commonpath([top, full]) != top:
        raise UnusableConfiguration(say("{path} leads outside the repository; nothing was changed", path=path))
    return Path(full)


def _refuse_meddling(root: Path, rewrite: Rewrite) -> None:
    place = _place(root, rewrite.path)
    if rewrite.before is None:
        if os.path.lexists(root / rewrite.path):
            raise UnusableConfiguration(
                say("{path} exists already; rename it or choose another code, nothing was written", path=rewrite.path)
            )
    elif not place.is_file() or place.read_bytes() != rewrite.before:
        raise UnusableConfiguration(
            say("{path} was changed meanwhile; nothing was written, try again", path=rewrite.path)
        )


def _make_folder(anchor: Path, root: Path, new: Mapping[str, bytes]) -> None:
    """A folder that comes into being with everything in it: written beside its place, then renamed."""
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=anchor))
    below = root.relative_to(anchor)
    try:
        for path, data in new.items():
            place = staging / below / path
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, data)
        first = below.parts[0]
        (staging / first).rename(anchor / first)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _nearest_folder(folder: Path) -> Path:
    """The folder itself or the nearest one above it that exists."""
    for place in (folder, *folder.parents):
        if place.is_dir():
            return place
        if place.exists() or place.is_symlink():
            raise UnusableConfiguration(say("{path} is not a folder; choose another name", path=place))
    return folder


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some file systems cannot; the rename is then as lasting as they make it
    finally:
        os.close(handle)


def _sum(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
