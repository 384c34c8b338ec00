"""The agency: ``qms.yaml`` (format.md, section 3)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from qmsdocs.model.base import Day, Text, Value
from qmsdocs.model.document import Document
from qmsdocs.model.origin import FileValue

Action = Literal["prepare", "review", "approve"]


class Organization(Value):
    """Names of the agency as they are printed."""

    name: Text = Field(description="Full name of the agency")
    short_name: Text | None = Field(None, description="Short name, used in headers")
    parent: Text | None = Field(None, description="The agency above it (cơ quan chủ quản)")
    province: Text | None = Field(None, description="The province or city that it belongs to")
    place: Text | None = Field(None, description="Place name before the date (địa danh)")


class Person(Value):
    """A person who signs or keeps documents; never deleted."""

    name: Text = Field(description="Full name")
    position: Text | None = Field(None, description="Position")
    unit: Text | None = Field(None, description="Id of the unit")
    email: Text | None = Field(None, description="E-mail address")
    until: Day | None = Field(None, description="Last day on which the person may sign")
    keys: tuple[Text, ...] = Field((), description="Public SSH keys with which the person signs tags (ssh-ed25519 …)")


def _signer(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class Signer(Value):
    """Who may sign, for what and when."""

    id: Text = Field(description="Id of the person")
    capacity: Literal["KT.", "TL.", "TUQ.", "Q.", "TM."] | None = Field(
        None, description="Capacity printed before the position: KT. TL. TUQ. Q."
    )
    scope: tuple[Text, ...] = Field((), alias="for", description="Ids of units, or categories, that it is limited to")
    since: Day | None = Field(None, alias="from", description="First day")
    until: Day | None = Field(None, description="Last day")

    def covers(self, document: Document) -> bool:
        """Whether the document lies within the limits of this authority."""
        return not self.scope or document.unit in self.scope or document.category in self.scope

    def valid_on(self, day: date) -> bool:
        """Whether the authority holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


AnySigner = Annotated[Signer, BeforeValidator(_signer, json_schema_input_type=str | Signer)]


class Signers(Value):
    """Who may prepare, review and approve."""

    prepare: tuple[AnySigner, ...] = Field((), description="Who may prepare documents")
    review: tuple[AnySigner, ...] = Field((), description="Who may review documents")
    approve: tuple[AnySigner, ...] = Field((), description="Who may approve documents")


class NotApplicable(Value):
    """A mandatory requirement that the agency sets aside."""

    requirement: Text = Field(description="Id of the requirement")
    reason: Text | None = Field(None, description="Why it does not apply")
    by: Text | None = Field(None, description="Id of the person who decided; may approve")
    on: Day | None = Field(None, description="Day of the decision")


class Waiver(Value):
    """A rule that is set aside for one document until a day."""

    rule: Text = Field(description="Code of the rule")
    document: Text = Field(description="Code of the document")
    reason: Text | None = Field(None, description="Why")
    by: Text | None = Field(None, description="Id of the person who answers for it")
    until: Day | None = Field(None, description="Last day")


def _inside(value: str) -> str:
    folder = value.removesuffix("/")
    if folder != posixpath.normpath(folder) or folder.startswith(("/", ".", "~")) or "\\" in folder:
        raise PydanticCustomError("not_inside", "not a folder of the repository")
    return folder


Folder = Annotated[Text, AfterValidator(_inside)]
"""A folder of the repository, relative to its root, with ``/``."""


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("no_such_zone", "no such time zone") from None
    return value


class Paths(Value):
    """Other folder names."""

    procedures: Folder = Field("procedures", description="Folder of the documents")
    external: Folder = Field("external", description="Folder of the external documents")
    records: Folder = Field("records", description="Folder of the records")
    templates: Folder = Field("templates", description="Folder of the templates")


class Agency(FileValue):
    """``qms.yaml``: the agency whose documents the repository holds."""

    format: Literal[1] = Field(description="Version of the repository format: 1")
    organization: Organization = Field(description="Names of the agency")
    language: Literal["vi", "en"] = Field("vi", description="Language of messages and of printed labels")
    timezone: Annotated[Text, AfterValidator(_zone)] = Field(
        "Asia/Ho_Chi_Minh", description="Time zone of calendar days"
    )
    profiles: tuple[Text, ...] = Field((), description="Bundled profiles by name, or paths of the agency's own")
    units: Mapping[Text, Text] = Field(default_factory=dict, description="Units: id and name")
    people: Mapping[Text, Person] = Field(default_factory=dict, description="People: id and facts; never deleted")
    signers: Signers = Field(default_factory=Signers, description="Who may sign what")
    signatures: Literal["required"] | None = Field(
        None, description="required: each new approval is covered by a tag signed with a key of people"
    )
    not_applicable: tuple[NotApplicable, ...] = Field((), description="Mandatory requirements set aside, with reasons")
    waivers: tuple[Waiver, ...] = Field(
        (), description="Rules set aside for one document, with reason, person and end date"
    )
    paths: Paths = Field(default_factory=Paths, description="Other folder names")

    def signers_for(self, action: Action) -> tuple[Signer, ...]:
        """Who may do ``action``."""
        return {"prepare": self.signers.prepare, "review": self.signers.review, "approve": self.signers.approve}[action]
