"""A profile: what a set of documents must have, as data (format.md, section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from qmsdocs.model.base import Text, Value
from qmsdocs.model.document import AnyReference

OwnBlock = Literal["references", "terms", "administrative", "flowchart", "steps", "indicators", "forms", "records"]
"""What is rendered from the document's own YAML."""

Overview = Literal["processes", "clauses", "duties"]
"""What is rendered from all documents of the register."""

Block = Literal[OwnBlock, Overview]
"""What is rendered; the author may place it with ``{{ name }}`` alone in a paragraph."""

OVERVIEWS: tuple[Overview, ...] = ("processes", "clauses", "duties")
"""They are printed only where the author places them."""

BLOCKS: tuple[OwnBlock, ...] = (
    "references",
    "terms",
    "administrative",
    "flowchart",
    "steps",
    "indicators",
    "forms",
    "records",
)


class Title(Value):
    """A name in both languages."""

    vi: Text = Field(description="Vietnamese name")
    en: Text = Field(description="English name")

    def in_language(self, language: str) -> str:
        """The name in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


class Standard(Value):
    """The standard that the profile serves."""

    name: Text = Field(description="Name of the standard")
    edition: Text = Field(description="Edition of the standard")

    @property
    def full_name(self) -> str:
        """Name and edition as they are cited."""
        return f"{self.name}:{self.edition}"


class Requirement(Value):
    """A document that must exist."""

    id: Text = Field(description="Name used in fulfils")
    title: Title = Field(description="Title of the document")
    code: Text = Field(description="Suggested code")
    type: Literal["policy", "objectives", "manual", "procedure", "instruction"] = Field(description="Kind of document")
    category: Literal["system", "internal", "administrative"] | None = Field(None, description="Kind of procedure")
    clauses: tuple[Text, ...] = Field((), description="Clauses of the standard")
    why: Text = Field(description="Why it is required, and how sure that is")
    evidence: Literal["sourced", "secondary", "inference"] = Field(
        "inference", description="How sure the requirement is"
    )


class Section(Value):
    """A level-1 section of a document."""

    id: Text = Field(description="Name of the section")
    title: Title = Field(description="Heading of the section")
    aliases: tuple[Text, ...] = Field((), description="Other headings that are accepted")
    required: bool = Field(True, description="Whether it must stand in the text")
    holds: tuple[OwnBlock, ...] = Field((), description="What is rendered from YAML at its end")


class DocumentedInformation(Value):
    """A clause of the standard that asks for documented information."""

    clause: Text = Field(description="Clause of the standard")
    action: Literal["maintain", "retain", "maintain_and_retain", "control", "amend"] = Field(
        description="maintain: documents; retain: records"
    )
    what: Title = Field(description="What is to be documented")
    applies: Literal["always", "conditional", "rare", "usually_excluded"] = Field(
        "always", description="How often it applies to an agency"
    )


class Duty(Value):
    """What the law asks an agency to do, so that a document must say how it is done."""

    id: Text = Field(description="Name used in duties of documents")
    what: Title = Field(description="What is to be done")
    basis: Annotated[tuple[AnyReference, ...], Field(min_length=1)] = Field(
        description="Legal documents and their articles that ask for it"
    )
    evidence: Literal["sourced", "secondary", "inference"] = Field("inference", description="How sure the duty is")


class Limits(Value):
    """Numbers that a law or the agency's practice sets."""

    external_update_months: Annotated[int, Field(ge=0)] = Field(
        3, description="Months to bring a changed external document into the system"
    )
    external_check_months: Annotated[int, Field(ge=1)] = Field(
        12, description="Months after which an external document is to be checked again"
    )
    review_months: Annotated[int, Field(ge=1)] = Field(
        36, description="Months after which a document is to be reviewed"
    )


class Profile(Value):
    """A requirement set."""

    id: Text = Field(description="Name of the profile")
    title: Title = Field(description="Title of the profile")
    source: Text = Field(description="Where its facts come from")
    status: Literal["official", "proposed"] = Field(description="official, or proposed by qmsdocs")
    note: Text | None = Field(None, description="What a user must know about it")
    standard: Standard | None = Field(None, description="The standard it serves")
    extends: tuple[Text, ...] = Field((), description="Profiles it builds on")
    without: tuple[Text, ...] = Field((), description="Requirements and duties of those profiles that it drops")
    requirements: tuple[Requirement, ...] = Field((), description="Documents that must exist")
    sections: Mapping[Text, tuple[Section, ...]] = Field(
        default_factory=dict, description="Sections by type, or by type/category"
    )
    clauses: Mapping[Text, Title] = Field(default_factory=dict, description="What clauses of the standard are about")
    documented_information: tuple[DocumentedInformation, ...] = Field(
        (), description="Clauses that ask for documented information"
    )
    duties: tuple[Duty, ...] = Field((), description="What the law asks an agency to do")
    abbreviations: tuple[Text, ...] = Field((), description="Abbreviations that need no definition")
    rules: Limits | None = Field(None, description="Numbers set by law or practice")

    def sections_of(self, type_: str, category: str | None) -> tuple[Section, ...]:
        """The sections of a kind of document, in order; empty when the profile sets none."""
        return self.sections.get(f"{type_}/{category}") or self.sections.get(type_) or ()

    @property
    def by_id(self) -> Mapping[str, Requirement]:
        """Its requirements by id."""
        return {requirement.id: requirement for requirement in self.requirements}

    @property
    def limits(self) -> Limits:
        """Its numbers, or the defaults."""
        return self.rules or Limits()


def merged(base: Profile, over: Profile) -> Profile:
    """``over`` laid on ``base``: requirements, clauses and duties by id, sections by kind, the rest replaced where given."""
    requirements = {r.id: r for r in base.requirements if r.id not in over.without} | {
        r.id: r for r in over.requirements
    }
    clauses = {d.clause: d for d in base.documented_information} | {d.clause: d for d in over.documented_information}
    duties = {d.id: d for d in base.duties if d.id not in over.without} | {d.id: d for d in over.duties}
    return over.model_copy(
        update={
            "standard": over.standard or base.standard,
            "requirements": tuple(requirements.values()),
            "sections": {**base.sections, **over.sections},
            "clauses": {**base.clauses, **over.clauses},
            "documented_information": tuple(clauses.values()),
            "duties": tuple(duties.values()),
            "abbreviations": tuple(dict.fromkeys(base.abbreviations + over.abbreviations)),
            "rules": _joined(base.rules, over.rules),
        }
    )


def _joined(base: Limits | None, over: Limits | None) -> Limits | None:
    """The numbers that ``over`` gives, and those of ``base`` that it leaves open."""
    if base is None or over is None:
        return over or base
    return base.model_copy(update={name: getattr(over, name) for name in over.model_fields_set})


EMPTY = Profile(id="none", title=Title(vi="Không có", en="None"), source="qmsdocs", status="proposed")
"""The profile of a repository that names none: nothing is required."""
