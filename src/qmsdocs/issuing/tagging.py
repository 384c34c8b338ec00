"""The tags that a release makes: one for each revision whose content is that of the work tree (format.md, section 6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from qmsdocs.diagnostics import say
from qmsdocs.errors import HistoryMissing, ReleaseRefused
from qmsdocs.history.head import Head
from qmsdocs.history.writing import NewTag
from qmsdocs.issuing.plan import Item, Plan
from qmsdocs.model.tag import TagFacts, tag_name
from qmsdocs.tagged import Tags


def tagged_plan(plan: Plan, head: Head | None) -> Plan:
    """The plan with the names of the tags that will hold what is issued from the work tree.

    Args:
        plan: what is issued.
        head: what the work tree rests on.

    Raises:
        HistoryMissing: there is no git, or no commit.
        ReleaseRefused: the work tree is not that of the commit, or a revision has no digest to be tagged with.
    """
    if head is None or head.commit is None:
        raise HistoryMissing(say("a tag leads to a commit, and there is none here; commit the files first"))
    if head.changed:
        raise ReleaseRefused(
            say(
                "{count} files are not as the last commit has them, the first is {file}; commit them before you release with "
                "--tag, nothing was written",
                count=len(head.changed),
                file=head.changed[0],
            )
        )
    return replace(plan, items=tuple(map(_named, plan.items)))


def _named(item: Item) -> Item:
    if item.draft or item.tag:
        return item
    if item.entry.released_content is None:
        raise ReleaseRefused(
            say(
                "{code}: {number} has no digest of its content, so a tag could not say what was released; write it with "
                "`qmsdocs adopt {code}`",
                code=item.document.code,
                number=item.entry.number,
            )
        )
    return replace(item, tag=tag_name(item.document, item.entry))


def new_tags(plan: Plan, commit: str, manifest: bytes, there: Tags) -> Iterator[NewTag]:
    """The tags of a release.

    Args:
        plan: from :func:`tagged_plan`.
        commit: that the work tree rests on.
        manifest: of the release, as bytes.
        there: the tags that there are; each new one names the one before it.
    """
    digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    for item in plan.items:
        if item.tag and item.snapshot is None:
            entry = item.entry
            decision = (entry.approved.decision if entry.approved else None) or ""
            previous = _previous(item, there)
            facts = TagFacts(item.document.code, entry.number, item.document.origin.digest, decision, digest, previous)
            yield NewTag(item.tag, commit, facts.message)


def _previous(item: Item, there: Tags) -> str:
    older = item.document.revisions[: item.document.revisions.index(item.entry)]
    tags = (there.named(item.document, entry) for entry in reversed(older))
    found = next((tag for tag in tags if tag), None)
    return f"{found.name} {found.oid}" if found else ""
