"""QD711 and QD712: the tags of released revisions say what the ledger says, and none is missing."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.change import Change, Released
from qmsdocs.model.document import Document
from qmsdocs.model.ledger import Status
from qmsdocs.model.tag import tag_name
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule


@rule("QD711", ERROR, "ISO 9001:2015, 7.5.3.2", of=Change)
def released_tag_wrong(change: Change, context: Context) -> Iterator[Problem]:
    """The tag of a released revision is there, and says what the ledger says.

    Why: The tag leads to the content that was in force; moved or deleted, nobody can show any more what people had to
    follow on that day.

    Bad:
        --- since
        --- tag QT-02/1.0 (with another content)
    Good:
        --- since
        --- tag QT-02/1.0
    """
    for document in change.now.documents:
        for index, entry in enumerate(document.revisions):
            if tag := change.tag_of(document, entry):
                for fault in tag.faults:
                    message = say("the tag {tag} is wrong: {fault}", tag=tag.name, fault=fault)
                    yield Problem(message, _remedy(tag), ("revisions", index), document)
        yield from _missing(change, document)


def _missing(change: Change, document: Document) -> Iterator[Problem]:
    """Each tag names the one before it, so that one that is taken away or made again is missed."""
    for index, entry in enumerate(document.revisions):
        tag = change.tag_of(document, entry)
        if tag is None or tag.facts is None or not tag.facts.previous:
            continue
        name, _, oid = tag.facts.previous.partition(" ")
        former = change.released.get(name)
        if former is None or former.oid != oid:
            message = (
                say("the tag {former} is missing; {tag} was made after it", former=name, tag=tag.name)
                if former is None
                else say("the tag {former} was made again; {tag} was made after another one", former=name, tag=tag.name)
            )
            remedy = say("fetch it from where it was pushed (git fetch origin {oid}), and put it back", oid=oid)
            yield Problem(message, remedy, ("revisions", index), document)


def _remedy(tag: Released) -> Message:
    return say(
        "put the tag back as it was pushed: git fetch origin tag {tag} --force; `qmsdocs verify {tag}` tells more",
        tag=tag.name,
    )


@rule("QD712", WARNING, "ISO 9001:2015, 7.5.3.2", of=Change)
def superseded_without_tag(change: Change, context: Context) -> Iterator[Problem]:
    """A revision that was in force and is superseded has its tag.

    Why: Without a tag its content can only be searched for in history; a release as of a day in the past refuses it.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        revisions:
          - issue: 1
            revision: 0
            reason: Ban hành lần đầu
            changes: [{where: Toàn bộ, what: Ban hành lần đầu}]
            prepared:
              by: le-thi-binh
              on: 2025-01-05
              position: Công chức
              content: "sha256:1111111111111111111111111111111111111111111111111111111111111111"
            reviewed:
              by: tran-van-cuong
              on: 2025-01-12
              position: Phó Chủ tịch
              content: "sha256:1111111111111111111111111111111111111111111111111111111111111111"
            approved:
              by: nguyen-van-an
              on: 2025-01-20
              position: Chủ tịch
              decision: 12/QĐ-UBND
              content: "sha256:1111111111111111111111111111111111111111111111111111111111111111"
          - issue: 1
            revision: 1
            reason: Gọn hơn
            changes: [{where: Mục 5, what: Bớt bước}]
            prepared: {by: le-thi-binh, on: 2026-01-05, position: Công chức, content: "sha256:…"}
            reviewed: {by: tran-van-cuong, on: 2026-01-12, position: Phó Chủ tịch, content: "sha256:…"}
            approved: {by: nguyen-van-an, on: 2026-01-20, position: Chủ tịch, decision: 13/QĐ-UBND, content: "sha256:…"}
        --- since
    Good:
        --- since
    """
    for document in change.now.documents:
        for index, entry in enumerate(document.revisions[:-1]):
            if entry.carried_over or document.status_of(entry, context.day) is not Status.SUPERSEDED:
                continue
            name = tag_name(document, entry)
            if change.tag_of(document, entry) is None:
                yield Problem(
                    say(
                        "{code} {number} is superseded, but has no tag {tag}",
                        code=document.code,
                        number=entry.number,
                        tag=name,
                    ),
                    say(
                        "fetch the tags (git fetch --tags), or make it from the commit that holds it: qmsdocs release --tag"
                    ),
                    ("revisions", index),
                    document,
                )


RULES: tuple[Rule, ...] = (released_tag_wrong, superseded_without_tag)
