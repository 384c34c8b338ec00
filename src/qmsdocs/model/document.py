"""A document of the agency: procedure, policy, objectives, manual or instruction (format.md, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from qmsdocs.model.base import Code, Text, Value
from qmsdocs.model.ledger import Number, Review, Revision, Status, Withdrawal, entry_in_force, status_of
from qmsdocs.model.origin import FileValue

DocumentType = Literal["policy", "objectives", "manual", "procedure", "instruction"]
Category = Literal["system", "internal", "administrative"]
ListKind = Literal["documents", "external", "forms", "records"]

END_OF_FLOW = "ket-thuc"
"""The reserved step id that ends a flow."""


def _reference(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


def _served_clause(value: Any) -> Any:
    return {"clause": value} if isinstance(value, (str, int, float)) else value


def _served_duty(value: Any) -> Any:
    return {"duty": value} if isinstance(value, (str, int, float)) else value


class Reference(Value):
    """A reference to an external or internal document, with an article or a pinned revision."""

    code: Text = Field(description="Code of the document, ``CODE`` or ``CODE@issue.revision``")
    article: Text | None = Field(None, description="Article, clause or section that applies")

    @property
    def target(self) -> str:
        """The code without a pinned revision."""
        return self.code.partition("@")[0]

    @property
    def pinned(self) -> str | None:
        """The pinned revision, ``1.0`` in ``QT-02@1.0``."""
        return self.code.partition("@")[2] or None


AnyReference = Annotated[Reference, BeforeValidator(_reference, json_schema_input_type=str | Reference)]


class ServedClause(Value):
    """A clause of the standard that a document deals with, and where it does."""

    clause: Text = Field(description="Number of the clause, as text in quotes")
    at: Text | None = Field(None, description="Where: slug of a heading of the text, or id of a step")

    def __str__(self) -> str:
        return self.clause


class ServedDuty(Value):
    """A duty of the profile that a document carries out, and where it does."""

    duty: Text = Field(description="Id of the duty in the profile")
    at: Text | None = Field(None, description="Where: slug of a heading of the text, or id of a step")

    def __str__(self) -> str:
        return self.duty


AnyServedClause = Annotated[ServedClause, BeforeValidator(_served_clause, json_schema_input_type=str | ServedClause)]
AnyServedDuty = Annotated[ServedDuty, BeforeValidator(_served_duty, json_schema_input_type=str | ServedDuty)]


class Step(Value):
    """One step of the flow."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = Field(
        description="Name of the step: lower-case ASCII letters, digits, hyphens"
    )
    activity: Text = Field(description="What is done")
    responsible: tuple[Text, ...] = Field((), description="Roles that do it")
    time: Text | None = Field(None, description="Working time, e.g. 4 giờ, 2 ngày, trong ngày")
    inputs: tuple[Text, ...] = Field((), description="Form codes or other things the step needs")
    outputs: tuple[Text, ...] = Field((), description="Form codes or other results")
    risks: tuple[Text, ...] = Field((), description="Risks that arise at this step")
    text: Text | None = Field(None, description="How it is done")
    decision: Mapping[Text, Text] | None = Field(
        None, description="Branches: label and the step it leads to; ket-thuc ends the flow"
    )
    next: Text | None = Field(
        None, description="The step that follows, if it is not the next one; ket-thuc ends the flow"
    )


class Form(Value):
    """A form that is approved with its document."""

    code: Text = Field(description="Code of the form")
    title: Text = Field(description="Title of the form")
    file: Text | None = Field(None, description="File of the form, relative to the folder of the document")
    issue: Number = Field(1, description="Issue number of the form")
    revision: Number = Field(0, description="Revision number of the form")
    list: ListKind | None = Field(
        None, description="The master list that is printed as this form, which then has no file"
    )
    appended: bool = Field(
        False,
        description="Whether a form that is Markdown is printed at the end of the document, not as a file to fill in",
    )

    @property
    def number(self) -> str:
        """Issue and revision, ``1.0``."""
        return f"{self.issue}.{self.revision}"

    @property
    def is_text(self) -> bool:
        """Whether it is kept as Markdown, and printed from it."""
        return (self.file or "").lower().endswith(".md")


class Record(Value):
    """A record that the procedure leaves behind, with its retention (ISO 9001:2015, 7.5.3.2)."""

    title: Text = Field(description="Name of the record")
    form: Text | None = Field(None, description="Code of the form it is kept on")
    keeper: Text | None = Field(None, description="Id of the unit that keeps it")
    retention: Text | None = Field(None, description="How long it is kept, e.g. 5 năm, vĩnh viễn, cần kiểm tra")
    basis: Text | None = Field(None, description="The rule that sets the retention")


class Indicator(Value):
    """How the result of the process or objective is measured."""

    title: Text = Field(description="What is measured")
    measure: Text | None = Field(None, description="How it is measured")
    target: Text | None = Field(None, description="The value to be reached")
    means: Text | None = Field(None, description="What is done for it, and with what resources")
    responsible: Text | None = Field(None, description="Role that answers for it")
    period: Text | None = Field(None, description="When it is to be reached and how often it is measured")


ProcessGroup = Literal["direction", "core", "support", "improvement"]


class Process(Value):
    """The place of a procedure among the processes of the agency (ISO 9001:2015, 4.4.1)."""

    group: ProcessGroup = Field(description="What kind of process it is")
    inputs: tuple[Text, ...] = Field((), description="What the process needs")
    outputs: tuple[Text, ...] = Field((), description="What comes of it")


class DossierItem(Value):
    """A paper that an applicant hands in."""

    title: Text = Field(description="Name of the paper")
    originals: Number = Field(0, description="How many originals")
    copies: Number = Field(0, description="How many copies")
    form: Text | None = Field(None, description="Code of the form")


class Administrative(Value):
    """The facts of an administrative procedure (thủ tục hành chính)."""

    numbers: tuple[Text, ...] = Field((), description="Numbers of the procedure on the national portal")
    field: Text | None = Field(None, description="Field of administration")
    legal_basis: tuple[AnyReference, ...] = Field((), description="External documents it rests on")
    dossier: tuple[DossierItem, ...] = Field((), description="What the applicant hands in")
    dossier_sets: Number | None = Field(None, description="How many sets of the dossier")
    processing_time: Text | None = Field(None, description="Time limit; the flow may not take longer")
    place: Text | None = Field(None, description="Where it is received and returned")
    fee: Text | None = Field(None, description="Fee")
    result: Text | None = Field(None, description="What the applicant receives")
    applicants: Text | None = Field(None, description="Who may apply")
    conditions: Text | None = Field(None, description="Conditions")


class Document(FileValue):
    """A document of the agency as its YAML file states it.

    ``text``, ``path``, ``digest`` and the other properties at the end come from the files around it.
    """

    code: Code = Field(description="Code (mã hiệu), unique in the repository")
    title: Text = Field(description="Title")
    type: DocumentType = Field(description="Kind of document")
    category: Category | None = Field(None, description="Kind of procedure; procedures only")
    fulfils: tuple[Text, ...] = Field((), description="Ids of the profile's requirements that it meets")
    clauses: tuple[AnyServedClause, ...] = Field((), description="Clauses of the standard, as text in quotes")
    duties: tuple[AnyServedDuty, ...] = Field((), description="Ids of the profile's duties that it carries out")
    unit: Text | None = Field(None, description="Id of the unit that keeps it")
    applies_to: tuple[Text, ...] = Field((), description="Ids of the units that must have it; default all")
    circulation: Literal["internal", "public"] | None = Field(None, description="What the site may show")
    review_every: Text | None = Field(None, description="Period of review, e.g. 12 tháng")
    references: tuple[AnyReference, ...] = Field((), description="Codes of documents it cites")
    terms: Mapping[Text, Text] = Field(default_factory=dict, description="Terms and abbreviations with their meaning")
    steps: tuple[Step, ...] = Field((), description="The flow")
    forms: tuple[Form, ...] = Field((), description="Forms approved with it")
    records: tuple[Record, ...] = Field((), description="Records to keep")
    indicators: tuple[Indicator, ...] = Field((), description="Measures of the process")
    administrative: Administrative | None = Field(None, description="Facts of an administrative procedure")
    process: Process | None = Field(None, description="Place of a procedure in the process map of the manual")
    former_codes: tuple[Text, ...] = Field((), description="Codes it had before")
    number: Text | None = Field(None, description="What is printed in place of the code")
    to_check: tuple[Text, ...] = Field((), description="Keys whose facts are still to be checked")
    revisions: tuple[Revision, ...] = Field((), description="The ledger, oldest first")
    reviews: tuple[Review, ...] = Field((), description="Periodic reviews that changed nothing")
    withdrawn: Withdrawal | None = Field(None, description="Its end, only when it ended")

    @property
    def printed_code(self) -> str:
        """The code as people read it."""
        return self.number or self.code

    @property
    def last(self) -> Revision | None:
        """The last entry of the ledger: the files are its content."""
        return self.revisions[-1] if self.revisions else None

    @property
    def last_approved(self) -> Revision | None:
        """The newest entry that is approved or was carried over."""
        return next((entry for entry in reversed(self.revisions) if entry.approved or entry.carried_over), None)

    def entry(self, number: str) -> Revision | None:
        """The entry ``issue.revision``, if the ledger has it."""
        return next((entry for entry in self.revisions if entry.number == number), None)

    def in_force(self, day: date) -> Revision | None:
        """The entry in force on a day."""
        return entry_in_force(self.revisions, self.withdrawn, day)

    def entry_on(self, day: date) -> Revision | None:
        """The entry that stands for it on a day: the one in force, or the one with which it ended.

        Before anything was in force that is the first one that takes effect later, and else the last one: what came after
        it did not exist then.
        """
        end = self.withdrawn.on if self.withdrawn else date.max
        coming = [each for each in self.revisions if each.in_force_from]
        begun = [
            each for each in coming if each.in_force_from and each.in_force_from <= day and each.in_force_from < end
        ]
        return begun[-1] if begun else next(iter(coming), self.last)

    def status_on(self, day: date) -> Status:
        """The status of the document: withdrawn, or that of the entry that stands for it."""
        if self.withdrawn and self.withdrawn.on <= day:
            return Status.WITHDRAWN
        entry = self.entry_on(day)
        return self.status_of(entry, day) if entry else Status.DRAFT

    def status_of(self, entry: Revision, day: date) -> Status:
        """The status of one of its entries on a day."""
        return status_of(entry, self.revisions, self.withdrawn, day)
