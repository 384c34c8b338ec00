"""An external document: law, standard or guidance that the agency follows (format.md, section 5)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qmsdocs.model.base import Code, Day, Text, Value
from qmsdocs.model.origin import FileValue


class Checked(Value):
    """Who last compared the entry with its source, and when."""

    by: Text = Field(description="Id of the person who checked it")
    on: Day = Field(description="Day of the check")


class ExternalDocument(FileValue):
    """An external document as its YAML file states it."""

    code: Code = Field(description="Number and symbol, e.g. 30/2020/NĐ-CP")
    number: Text | None = Field(None, description="What is printed in place of the code")
    title: Text = Field(description="Title (trích yếu)")
    type: Literal["external"] = Field(description="Always external")
    category: Literal["legal", "standard", "guidance"] = Field(description="Kind of external document")
    issuer: Text | None = Field(None, description="Who issued it")
    issued: Day | None = Field(None, description="Day of issue")
    effective: Day | None = Field(None, description="Day it takes effect")
    expires: Day | None = Field(None, description="The day after its last day in force, when known")
    replaces: tuple[Text, ...] = Field((), description="Codes of the documents it replaces")
    amends: tuple[Text, ...] = Field((), description="Codes of the documents it amends")
    partly: tuple[Text, ...] = Field((), description="Those of replaces that are replaced only in part")
    source: Text | None = Field(None, description="Address where the text was read")
    units: tuple[Text, ...] = Field((), description="Ids of the units that follow it")
    checked: Checked | None = Field(None, description="Who last checked the entry, and when")
    former_codes: tuple[Text, ...] = Field((), description="Codes it had before in this register")
    to_check: tuple[Text, ...] = Field((), description="Keys whose facts are still to be checked")

    @property
    def printed_code(self) -> str:
        """The number as people read it."""
        return self.number or self.code
