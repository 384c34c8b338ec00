"""The vocabulary of templates: tags of content controls and names of styles that qmsdocs fills and uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qmsdocs.diagnostics import Message, say


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What a kind of template may and must contain.

    Args:
        texts: tags of text controls.
        blocks: tags of controls that stand as blocks of their own in the body.
        rows: tags of controls around table rows that are repeated, and the tags inside them.
        required: tags without which the template cannot be used.
        styles: names of styles that must be there.
    """

    texts: frozenset[str]
    blocks: frozenset[str]
    rows: Mapping[str, frozenset[str]]
    required: frozenset[str]
    styles: tuple[str, ...]

    @property
    def every(self) -> frozenset[str]:
        """All tags that it knows, labels included."""
        inner = frozenset(tag for tags in self.rows.values() for tag in tags)
        return self.texts | self.blocks | frozenset(self.rows) | inner | frozenset(LABELS)


_AGENCY = frozenset({"agency.parent", "agency.name", "agency.short_name", "agency.place"})

_SIGNED = frozenset(
    f"{act}.{fact}" for act in ("prepared", "reviewed", "approved") for fact in ("name", "position", "on")
)

_TABLE_STYLES = ("Table Grid", "Table Text", "Table Heading")

DOCUMENT = Vocabulary(
    texts=_AGENCY
    | _SIGNED
    | {
        "standard", "document.kind", "document.title", "document.code", "document.unit", "document.mark",
        "document.digest",
        "entry.issue", "entry.revision", "entry.number", "entry.approved_on", "entry.effective", "entry.decision",
    },
    blocks=frozenset({"contents", "body"}),
    rows=MappingProxyType(
        {"revisions": frozenset(f"revision.{fact}" for fact in ("reason", "where", "what", "number", "on", "decision"))}
    ),
    required=frozenset(
        {
            "body", "document.title", "document.code", "entry.approved_on", "revisions", "revision.what",
            "revision.number",
        }
    ),
    styles=(
        "Normal", "Body Text", "heading 1", "heading 2", "heading 3", "heading 4",
        "List Bullet", "List Number", "List Continue",
        "toc 1", "toc 2", "footnote text", "footnote reference", "Hyperlink", "caption", "Quote", "Code", "Code Char",
        "Definition Term", "Definition", "Picture", *_TABLE_STYLES,
    ),
)  # fmt: skip
"""Templates of documents: ``procedure.docx`` and ``document.docx``."""

LIST = Vocabulary(
    texts=_AGENCY | {"list.title", "list.day", "list.form"},
    blocks=frozenset({"list"}),
    rows=MappingProxyType({}),
    required=frozenset({"list", "list.title", "list.day"}),
    styles=("Normal", *_TABLE_STYLES),
)
"""The template of master lists: ``list.docx``."""

DECISION = Vocabulary(
    texts=_AGENCY
    | {
        "decision.number", "decision.place_day", "decision.title", "decision.authority", "decision.basis",
        "decision.recipients", "decision.signer", "decision.name", "decision.enclosed",
    },
    blocks=frozenset({"decision.articles", "decision.documents"}),
    rows=MappingProxyType({}),
    required=frozenset({"decision.number", "decision.place_day", "decision.title", "decision.articles", "decision.name"}),
    styles=("Normal", "Paper Line", "Paper Rule", "Paper Text", *_TABLE_STYLES),
)  # fmt: skip
"""The template of decisions: ``decision.docx``."""

FORM = Vocabulary(
    texts=_AGENCY
    | {
        "form.code", "form.title", "form.issue", "form.revision", "form.number", "form.mark",
        "document.code", "document.title", "letterhead.number", "letterhead.day",
    },
    blocks=frozenset({"body", "letterhead"}),
    rows=MappingProxyType({}),
    required=frozenset({"body", "form.title", "form.code", "form.number"}),
    styles=(
        "Normal", "Body Text", "heading 1", "List Bullet", "List Number", "List Continue", "Hyperlink", "Quote", "Code",
        "Code Char", "Definition Term", "Definition", "Paper Rule", "Form Heading", "Row Number", "Placeholder Text",
        *_TABLE_STYLES,
    ),
)  # fmt: skip
"""The template of forms that are kept as text: ``form.docx``."""

LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "label.quality_system": say("Quality management system"),
        "label.code": say("Code"),
        "label.issue": say("Issue"),
        "label.revision": say("Revision"),
        "label.issue_revision": say("Issue/Revision"),
        "label.approved_on": say("Date of issue"),
        "label.effective": say("Effective from"),
        "label.page": say("Page"),
        "label.responsibility": say("Responsibility"),
        "label.prepared": say("Prepared by"),
        "label.reviewed": say("Reviewed by"),
        "label.approved": say("Approved by"),
        "label.name": say("Full name"),
        "label.signature": say("Signature"),
        "label.position": say("Position"),
        "label.date": say("Date"),
        "label.revisions": say("Revision history"),
        "label.reason": say("Request for revision or addition"),
        "label.where": say("Page or part concerned"),
        "label.what": say("Description of the revision"),
        "label.contents": say("Contents"),
        "label.compiled": say("Compiled by"),
        "label.confirmed": say("Confirmed by"),
    }
)
"""Texts that a template brings in its own language; they are replaced only when another language is asked for."""
