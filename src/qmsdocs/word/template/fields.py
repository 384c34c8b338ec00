"""What may stand in a template: every tag with what it shows, for those who make one in Word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from qmsdocs.diagnostics import Message, say
from qmsdocs.word.template.vocabulary import DECISION, DOCUMENT, FORM, LABELS, LIST, Vocabulary

TEMPLATES: Mapping[str, Vocabulary] = MappingProxyType(
    {"procedure": DOCUMENT, "document": DOCUMENT, "list": LIST, "decision": DECISION, "form": FORM}
)
"""By kind of template what it may hold; the file is called after its kind: ``procedure.docx``."""

FieldKind = Literal["text", "block", "row", "in row", "label"]

_SHOWN: Mapping[str, Message] = MappingProxyType(
    {
        "agency.parent": say("the agency above the agency (cơ quan chủ quản)"),
        "agency.name": say("the name of the agency"),
        "agency.short_name": say("the short name of the agency"),
        "agency.place": say("the place that stands before the date"),
        "standard": say("the standard that the system follows"),
        "document.kind": say("the kind of document, such as Procedure"),
        "document.title": say("the title of the document"),
        "document.code": say("the code of the document"),
        "document.unit": say("the unit that keeps the document"),
        "document.mark": say(
            "what the copy is: CONTROLLED DOCUMENT, DRAFT or NO LONGER IN FORCE; nothing on one that is yet to be signed"
        ),
        "document.digest": say("the first digits of the digest of the content"),
        "entry.issue": say("the issue number, such as 01"),
        "entry.revision": say("the revision number, such as 00"),
        "entry.number": say("issue and revision, such as 01/00"),
        "entry.approved_on": say("the day of issue"),
        "entry.effective": say("the day from which it is in force"),
        "entry.decision": say("by which decision it is issued"),
        "prepared.name": say("the names of those who prepared it"),
        "prepared.position": say("the positions of those who prepared it"),
        "prepared.on": say("the days on which it was prepared"),
        "reviewed.name": say("the names of those who reviewed it"),
        "reviewed.position": say("the positions of those who reviewed it"),
        "reviewed.on": say("the days on which it was reviewed"),
        "approved.name": say("the name of the one who approved it"),
        "approved.position": say("the position of the one who approved it"),
        "approved.on": say("the day on which it was approved"),
        "revisions": say("a table row that is repeated for each entry of the revision history"),
        "revision.reason": say("why it was revised"),
        "revision.where": say("which part was revised"),
        "revision.what": say("what was revised"),
        "revision.number": say("issue and revision of that entry"),
        "revision.on": say("the day of issue of that entry"),
        "revision.decision": say("the decision of that entry"),
        "contents": say("the table of contents"),
        "body": say("the text, with the tables rendered from YAML"),
        "list": say("the table of the master list"),
        "list.title": say("the title of the master list"),
        "list.day": say("the day as of which the master list holds"),
        "list.form": say("code and numbers of the form that the master list is"),
        "form.code": say("the code of the form"),
        "form.title": say("the title of the form"),
        "form.issue": say("the issue number of the form, such as 01"),
        "form.revision": say("the revision number of the form, such as 00"),
        "form.number": say("issue and revision of the form, such as 01/00"),
        "form.mark": say("what the copy is: DRAFT or NO LONGER IN FORCE; nothing on a form that may be used"),
        "letterhead": say("the head of an administrative paper; forms without one lose it with all that is in it"),
        "letterhead.number": say("a blank for number and symbol of the paper"),
        "letterhead.day": say("place, and a blank for the day of the paper"),
        "decision.number": say("number and symbol of the decision"),
        "decision.place_day": say("place and day of the decision"),
        "decision.title": say("what the decision is about"),
        "decision.authority": say("who decides, as a position"),
        "decision.basis": say("what the decision rests on, a paragraph each"),
        "decision.articles": say("the articles of the decision"),
        "decision.recipients": say("who receives the decision, a paragraph each"),
        "decision.signer": say("the position in which the decision is signed"),
        "decision.name": say("the name of the signer"),
        "decision.enclosed": say("the line that ties the appendix to the decision"),
        "decision.documents": say("the table of the documents that are issued"),
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """A tag that a template may hold.

    Args:
        tag: of the content control.
        kind: what it surrounds: text in a line; whole paragraphs; a table row that is repeated, or text in one; a text of
            the template itself.
        required: whether the template cannot be used without it.
        shows: what takes its place.
    """

    tag: str
    kind: FieldKind
    required: bool
    shows: Message


def fields_of(vocabulary: Vocabulary) -> Iterator[Field]:
    """Every tag of a kind of template, labels last."""
    inside = {tag for tags in vocabulary.rows.values() for tag in tags}
    for tag, shows in _SHOWN.items():
        if tag in vocabulary.every:
            yield Field(tag, _kind(tag, vocabulary, inside), tag in vocabulary.required, shows)
    for tag, label in LABELS.items():
        yield Field(tag, "label", required=False, shows=say("the words “{label}”", label=label))


def _kind(tag: str, vocabulary: Vocabulary, inside: set[str]) -> FieldKind:
    if tag in vocabulary.blocks:
        return "block"
    if tag in vocabulary.rows:
        return "row"
    return "in row" if tag in inside else "text"
