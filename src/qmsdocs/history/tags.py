"""The tags of a repository, in one call of git."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing
from qmsdocs.history.gateway import GitSaysNo
from qmsdocs.history.repository import Repository

_PREFIX = "refs/tags/"
# each field ends with NUL, which no message can hold; what a tag of a tag leads to depends on the version of git
_FIELDS = ("refname", "objectname", "objecttype", "*objectname", "*objecttype", "contents:subject", "contents:body")
_SIGNATURE = "contents:signature"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that leads to a commit.

    Args:
        name: without ``refs/tags/``.
        oid: full id of the tag itself; of a light tag, that of the commit.
        commit: full id of the commit that it leads to.
        annotated: it is an object of its own, with a message.
        message: its message without signature; empty for a light tag.
        signed: it bears a signature (which nobody has looked at yet).
    """

    name: str
    oid: str
    commit: str
    annotated: bool
    message: str = ""
    signed: bool = False


def read_tags(repository: Repository) -> Mapping[str, Tag]:
    """All tags that lead to commits, by name.

    Args:
        repository: the repository.

    Raises:
        HistoryMissing: git cannot read them.
    """
    fields = "".join(f"%({field})%00" for field in (*_FIELDS, _SIGNATURE))
    try:
        output = repository.git.run("for-each-ref", f"--format={fields}", _PREFIX)
    except GitSaysNo as refused:
        raise HistoryMissing(say("git cannot read the repository: {reason}", reason=refused.reason)) from None
    values = output.split(b"\0")
    width = len(_FIELDS) + 1
    records = (values[start : start + width] for start in range(0, len(values) - width + 1, width))
    return {tag.name: tag for record in records if (tag := _tag(record))}


def taken(repository: Repository, names: Iterable[str]) -> tuple[str, ...]:
    """Which names tags have already, also such as lead to no commit."""
    wanted = [_PREFIX + name for name in names]
    output = repository.git.run("for-each-ref", "--format=%(refname)", *wanted) if wanted else b""
    there = output.decode("utf-8", "replace").split("\n")
    return tuple(name.removeprefix(_PREFIX) for name in wanted if name in there)


def _tag(record: list[bytes]) -> Tag | None:
    name, oid, kind, target, target_kind, subject, body, signature = (
        value.decode("utf-8", "replace") for value in record
    )
    name = name.lstrip("\n").removeprefix(_PREFIX)
    if kind == "commit":
        return Tag(name, oid, oid, annotated=False)
    if kind != "tag" or target_kind != "commit":
        return None
    return Tag(name, oid, target, annotated=True, message=f"{subject}\n\n{body}", signed=bool(signature))
