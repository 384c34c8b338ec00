"""JSON Schema of the files that people write, for editors: made from the models, so that it says what the reader says.

Two things are wider than in plain JSON Schema: a key without a value (null) counts as absent, and keys that begin with
``x-`` are the agency's own (format.md, section 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any, Literal, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from qmsdocs.diagnostics import Translate
from qmsdocs.model.agency import Agency
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Document, DocumentType
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.profile import Profile

Kind = Literal[
    "qms", "procedure", "policy", "objectives", "manual", "instruction", "document", "external", "decision", "profile"
]
"""What a schema is for; ``document`` takes any of the agency's own documents and looks at its ``type``."""

KINDS: tuple[Kind, ...] = get_args(Kind)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ISO_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TYPES: tuple[str, ...] = get_args(DocumentType)

JsonSchema = dict[str, Any]


def schema_for(kind: Kind, translate: Translate) -> JsonSchema:
    """The JSON Schema (draft 2020-12) of a kind of file.

    Args:
        kind: one of ``KINDS``.
        translate: language of the descriptions.

    Raises:
        KeyError: there is no such kind.

    >>> schema_for("external", str)["properties"]["type"]["const"]
    'external'
    """
    title = _title(kind, translate)
    schema = _any_document() if kind == "document" else _of_kind(kind)
    described: JsonSchema = _translated(schema, translate)
    return {"$schema": _DIALECT, "title": title, **described}


def _title(kind: Kind, translate: Translate) -> str:
    return {
        "qms": translate("The agency: qms.yaml"),
        "procedure": translate("A procedure"),
        "policy": translate("A quality policy"),
        "objectives": translate("Quality objectives"),
        "manual": translate("A description of the quality management system"),
        "instruction": translate("A work instruction"),
        "document": translate("A document of the agency"),
        "external": translate("An external document"),
        "decision": translate("A decision that issues documents"),
        "profile": translate("A profile: what the documents of an agency must have"),
    }[kind]


def _of_kind(kind: str) -> JsonSchema:
    if kind in _TYPES:
        return _document(kind)
    models: dict[str, type[BaseModel]] = {
        "qms": Agency,
        "external": ExternalDocument,
        "decision": Decision,
        "profile": Profile,
    }
    schema = _model_schema(models[kind])
    if kind == "external":
        _fix(schema, "type", "external")
    return schema


def _document(type_: str) -> JsonSchema:
    """The schema of one type: what only procedures have is known only there."""
    schema = _model_schema(Document)
    properties = schema["properties"]
    _fix(schema, "type", type_)
    if type_ == "procedure":
        _need(properties, "category")
        schema["required"].append("category")
        schema["if"] = {"properties": {"category": {"const": "administrative"}}, "required": ["category"]}
        schema["then"] = {"required": ["administrative"]}
        schema["else"] = {"properties": {"administrative": {"type": "null"}}}
    else:
        del properties["category"], properties["administrative"], properties["process"]
        schema["$defs"] = _used(schema)
    return schema


_NOT_BLANK = r"\S"


def _any_document() -> JsonSchema:
    """The schemas of all types; which one holds is told by ``type``."""
    shared: JsonSchema = {}
    branches: list[JsonSchema] = []
    for type_ in _TYPES:
        schema = _document(type_)
        shared |= schema.pop("$defs")
        shared[type_] = schema
        this_type = {"properties": {"type": {"const": type_}}, "required": ["type"]}
        branches.append({"if": this_type, "then": {"$ref": f"#/$defs/{type_}"}})
    kind = {**_model_schema(Document)["properties"]["type"], "enum": list(_TYPES)}
    return {"type": "object", "required": ["type"], "properties": {"type": kind}, "allOf": branches, "$defs": shared}


def _fix(schema: JsonSchema, key: str, value: str) -> None:
    description = schema["properties"][key]["description"]
    schema["properties"][key] = {"const": value, "description": description}


def _need(properties: JsonSchema, key: str) -> None:
    """A key that must have a value: null is taken from what it may be."""
    schema = properties[key]
    schema["type"] = "string"
    schema["enum"] = [value for value in schema["enum"] if value is not None]


def _used(schema: JsonSchema) -> JsonSchema:
    """The definitions that a schema still refers to."""
    everything = schema["$defs"]
    used: set[str] = set()
    waiting = list(_targets({key: value for key, value in schema.items() if key != "$defs"}))
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting.extend(_targets(everything[name]))
    return {name: definition for name, definition in everything.items() if name in used}


def _targets(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for item in value.values():
            yield from _targets(item)
    elif isinstance(value, list):
        for item in value:
            yield from _targets(item)


# --- from the models


class _Written(GenerateJsonSchema):
    """Schemas of values as they are written, before shorthand is expanded."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = schema["schema"]
        if inner["type"] == "date":
            return {"type": "string", "pattern": _ISO_DAY}
        if inner["type"] == "tuple":  # one value may stand without a list
            return {"anyOf": [self.generate_inner(inner["items_schema"][0]), self.generate_inner(inner)]}
        return super().function_before_schema(schema)


def _model_schema(model: type[BaseModel]) -> JsonSchema:
    """A copy of one's own to change."""
    return deepcopy(_generated(model))


@cache
def _generated(model: type[BaseModel]) -> JsonSchema:
    schema = model.model_json_schema(by_alias=True, schema_generator=_Written)
    for value in (schema, *schema.get("$defs", {}).values()):
        _object_as_written(value)
    return schema


def _object_as_written(schema: JsonSchema) -> None:
    """Takes names and docstrings of classes out of a model's schema, and lets keys be empty or the agency's own."""
    for key in ("title", "description"):
        schema.pop(key, None)
    schema["patternProperties"] = {"^x-": {}}
    required = schema.setdefault("required", [])
    for name, value in schema["properties"].items():
        tidy = _value_as_written(value)
        schema["properties"][name] = tidy if name in required else _or_null(tidy)


def _value_as_written(value: JsonSchema) -> JsonSchema:
    value = {key: item for key, item in value.items() if key != "title" and (key, item) != ("default", None)}
    if value.get("type") == "string" and not value.keys() & {"pattern", "enum", "const"}:
        value["minLength"] = 1
    if "items" in value:
        value["items"] = _value_as_written(value["items"])
    # a mapping whose keys have a pattern comes from pydantic with its values under that pattern
    own = value.get("patternProperties", {})
    if set(own) == {_NOT_BLANK}:
        value["additionalProperties"] = own[_NOT_BLANK]
    if isinstance(value.get("additionalProperties"), dict):
        value["additionalProperties"] = _or_null(_value_as_written(value["additionalProperties"]))
        value["patternProperties"] = {"^x-": {}}
        value.pop("propertyNames", None)
    if "anyOf" in value:
        return _flat([_value_as_written(item) for item in value.pop("anyOf")], value)
    return value


def _flat(choices: list[JsonSchema], rest: JsonSchema) -> JsonSchema:
    """Choices as one schema where only null stands beside another."""
    others = [choice for choice in choices if choice != {"type": "null"}]
    schema = {**others[0], **rest} if len(others) == 1 else {"anyOf": others, **rest}
    return schema if len(others) == len(choices) else _or_null(schema)


def _or_null(schema: JsonSchema) -> JsonSchema:
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        wider = {**schema, "type": list(dict.fromkeys([*types, "null"]))}
        if "enum" in schema and None not in schema["enum"]:
            wider["enum"] = [*schema["enum"], None]
        return wider
    if "$ref" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {"anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}], **rest}
    if {"type": "null"} in schema["anyOf"]:
        return schema
    return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}


# --- descriptions


def _translated(value: Any, translate: Translate) -> Any:
    """A copy whose descriptions are translated; a property that is called description is left alone."""
    if isinstance(value, list):
        return [_translated(item, translate) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: translate(item) if key == "description" and isinstance(item, str) else _translated(item, translate)
        for key, item in value.items()
    }
