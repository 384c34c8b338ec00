"""Small real repositories for tests: a clean base (``tests/base``) with some files changed.

A scenario is text. A line ``--- path`` begins a file; what follows is laid on the base:

- of a ``.yaml`` file, each top-level key replaces that key of the base (or is added);
- of a ``.md`` file, each level-1 section replaces that section (or is added);
- ``--- path (whole)`` is the whole file, ``--- path (deleted)`` takes it away, ``--- path (-key, -key)`` takes keys away
  before laying the rest on, ``--- path (as latin-1)`` writes in another encoding;
- ``--- path (padded to 1048577 bytes)`` fills the whole file up with spaces, ``--- path (as a folder)`` makes a folder of it,
  ``--- path (link to /dev/null)`` a symbolic link;
- ``--- on 2026-09-01`` sets the day of the check, otherwise 2026-06-01;
- ``--- since`` ends what stood before: what follows is a change of it, for the rules about changes. Between both,
  ``--- target`` begins what happened meanwhile on the branch that the change is for;
- ``--- tag QT-02/1.0`` says that a revision was released, ``(with another content)``, ``(light)``, ``(signed by ID)``,
  ``(after QT-02/0.9)``.

``sha256:…`` stands for the digest of the content of the document, worked out when the files are written.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from qmsdocs import check, load
from qmsdocs.diagnostics import Diagnostic
from qmsdocs.errors import NotARepository
from qmsdocs.history.tags import Tag
from qmsdocs.model.change import Change, Released
from qmsdocs.model.codes import stem_of
from qmsdocs.model.digest import content_digest
from qmsdocs.model.register import Register
from qmsdocs.model.tag import TagFacts
from qmsdocs.since import check_change, form_files
from qmsdocs.source.files import WorkTree
from qmsdocs.tagged import faults_of_message
from qmsdocs.yaml.reader import YamlFault, read_yaml

T = TypeVar("T")

BASE = Path(__file__).parent / "base"
DAY = date(2026, 6, 1)

_HEADER = re.compile(r"^--- (?P<what>\S+)(?: (?P<day>\d{4}-\d\d-\d\d))?(?: \((?P<how>[^)]*)\))?[ \t]*$", re.MULTILINE)
_TOP_KEY = re.compile(r"^(?=[^\s#-][^\n]*?:(?:\s|$))", re.MULTILINE)
_SECTION = re.compile(r"^(?=# )", re.MULTILINE)
_SINCE = re.compile(r"^--- since[ \t]*(?:\n|\Z)", re.MULTILINE)
_TAG = re.compile(r"^--- tag (\S+)(?: \(([^)]*)\))?[ \t]*\n?", re.MULTILINE)
_TOKEN = "sha256:…"


@dataclass(frozen=True)
class Edit:
    """What a scenario does to one file."""

    path: str
    how: str
    body: str


def parsed(text: str) -> tuple[date, list[Edit]]:
    """The day and the changes of a scenario."""
    day, changes = DAY, []
    parts = list(_HEADER.finditer(text))
    for header, following in zip(parts, [*parts[1:], None], strict=False):
        body = text[header.end() + 1 : following.start() if following else len(text)]
        if header["what"] == "on":
            day = date.fromisoformat(header["day"])
        else:
            changes.append(Edit(header["what"], header["how"] or "", body))
    return day, changes


def written(root: Path, text: str = "") -> date:
    """Writes the base with the scenario laid on it below ``root`` and returns the day of the check."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    day, changes = parsed(text)
    for change in changes:
        _apply(root, change)
    fill_digests(root)
    return day


def fill_digests(root: Path) -> None:
    """Puts the digest of its content into each document of a repository that has ``sha256:…`` in its place."""
    for path in sorted(root.glob("procedures/**/*.yaml")):
        _fill_digests(root, path)


def diagnostics(root: Path, text: str = "") -> tuple[Diagnostic, ...]:
    """What ``check`` says of a scenario."""
    if not _SINCE.search(text):
        day = written(root, text)
        return check(load(root), on=day)
    day, change = changed(root, text)
    return check_change(change, on=day)


def changed(root: Path, text: str) -> tuple[date, Change]:
    """The day and the change of a scenario with ``--- since``; nothing of it is under git."""
    before, after = _SINCE.split(text, maxsplit=1)
    base, _, meanwhile = before.partition("--- target\n")
    tags = _TAG.findall(after)
    day = written(root / "base", base)
    for name, more in (("target", meanwhile), ("now", _TAG.sub("", after))):
        shutil.copytree(root / "base", root / name)
        for each in parsed(more)[1]:
            _apply(root / name, each)
        fill_digests(root / name)
    now = load(root / "now")
    base_register, target = (_before(root / name, now) for name in ("base", "target"))
    change = Change("main", base_register, target, now, founded=(root / "target/qms.yaml").exists())
    released = {name: _released(now, name, how) for name, how in tags}
    files = form_files(change, WorkTree(root / "base"), WorkTree(root / "now"))
    return day, replace(change, released=released, files=files)


def _before(root: Path, now: Register) -> Register:
    try:
        return load(root)
    except NotARepository:
        return Register(now.agency, now.profile)


def _released(register: Register, name: str, how: str) -> Released:
    """A tag of a scenario, as git would have it."""
    stem, _, number = name.partition("/")
    document = next(d for d in register.documents if stem_of(d.code) == stem)
    entry = document.entry(number)
    assert entry is not None
    content = "sha256:" + "0" * 64 if how == "with another content" else entry.released_content or ""
    decision = (entry.approved.decision if entry.approved else None) or ""
    previous = how.removeprefix("after ") + " " + "a" * 40 if how.startswith("after ") else ""
    facts = TagFacts(document.code, number, content, decision, previous=previous)
    tag = Tag(name, "b" * 40, "c" * 40, how != "light", "" if how == "light" else facts.message)
    signer = how.removeprefix("signed by ") if how.startswith("signed by ") else None
    faults = tuple(faults_of_message(tag, document, entry))
    return Released(name, tag.oid, TagFacts.of(tag.message) if tag.annotated else None, faults, signer)


def listing(found: tuple[Diagnostic, ...]) -> str:
    """Diagnostics as lines that a person can review."""
    return "".join(
        f"{d.location.path}:{d.location.line}:{d.location.column}: {d.code} {d.severity}: {d.message}\n  -> {d.remedy}\n"
        for d in found
    )


def _apply(root: Path, change: Edit) -> None:
    path = root / change.path
    if change.how == "deleted":
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if change.how == "as a folder" or change.how.startswith("link to "):
        path.unlink(missing_ok=True)
        path.mkdir() if change.how == "as a folder" else path.symlink_to(change.how.removeprefix("link to "))
        return
    if change.how.startswith("padded to "):
        path.write_bytes(change.body.encode().ljust(int(change.how.split()[2])))
        return
    body = change.body
    if path.exists() and change.how != "whole" and not change.how.startswith("as "):
        split = _TOP_KEY if path.suffix == ".yaml" else _SECTION
        dropped = [key.strip().removeprefix("-") for key in change.how.split(",") if key.strip()]
        body = _laid_on(path.read_text(encoding="utf-8"), body, split, dropped)
    encoding = change.how.removeprefix("as ") if change.how.startswith("as ") else "utf-8"
    path.write_bytes(body.encode(encoding))


def _laid_on(base: str, over: str, split: re.Pattern[str], dropped: list[str]) -> str:
    parts = {_name(part): part for part in split.split(base) if part.strip() and _name(part) not in dropped}
    for part in split.split(over):
        if part.strip():
            parts[_name(part)] = part if part.endswith("\n") else part + "\n"
    return "".join(parts.values())


def _name(part: str) -> str:
    first = part.lstrip().split("\n", 1)[0]
    return first if first.startswith("#") else first.partition(":")[0]


def _fill_digests(root: Path, path: Path) -> None:
    raw = path.read_bytes()
    if _TOKEN.encode() not in raw:
        return
    text = raw.decode("utf-8")
    mapping = _facts(text)
    if mapping is None:
        return
    prose = path.with_suffix(".md")
    forms = [form["file"] for form in mapping.get("forms") or () if isinstance(form, dict) and form.get("file")]
    content = prose.read_text(encoding="utf-8", errors="replace") if prose.exists() else ""
    images = re.findall(r"!\[[^\]]*\]\(([^)\s]+)", content)
    files = [(name, (path.parent / name).read_bytes()) for name in {*forms, *images} if (path.parent / name).is_file()]
    path.write_text(text.replace(_TOKEN, content_digest(mapping, content, files)), encoding="utf-8")


@cache
def _facts(text: str) -> dict[str, Any] | None:
    """What a YAML file says: most are those of the base, in a thousand tests."""
    try:
        facts: dict[str, Any] = read_yaml(text.replace(_TOKEN, "sha256:" + "0" * 64))
    except YamlFault:
        return None
    return facts


def timed(action: Callable[[], T], *, enough: float) -> tuple[T, float]:
    """What an action gives, and the seconds of CPU it took: on a busy machine the best of three attempts.

    Args:
        action: does the work.
        enough: an attempt that took no longer is not repeated.
    """
    seconds = []
    while True:
        begun = time.process_time()
        result = action()
        seconds.append(time.process_time() - begun)
        if seconds[-1] <= enough or len(seconds) == 3:
            return result, min(seconds)
