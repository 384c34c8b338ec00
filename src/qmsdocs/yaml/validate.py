"""Plain values to the model's values: every error of pydantic becomes a fault with its place, cause and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from qmsdocs.diagnostics import Message, YamlPath, say

V = TypeVar("V", bound=BaseModel)

_MOST = 50
"""So many misfits of one file are told; whoever mends them sees the rest then."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that does not fit the model.

    Args:
        kind: the name of the rule that reports it.
        at: path of the value in the YAML.
        on_key: the key is meant, not its value.
    """

    kind: str
    at: YamlPath
    message: Message
    remedy: Message
    on_key: bool = False


class Unfit(Exception):
    """A mapping does not fit its model; ``misfits`` says where and why."""

    def __init__(self, misfits: tuple[Misfit, ...]) -> None:
        super().__init__(f"{len(misfits)} misfits")
        self.misfits = misfits


def fitted(model: type[V], mapping: Any) -> V:
    """The mapping as a value of ``model``; an empty value (null) counts as an absent key.

    Args:
        model: what is expected.
        mapping: the value of a whole file, whatever it is.

    Raises:
        Unfit: with all misfits, in the order of the file.
    """
    if not isinstance(mapping, dict):
        first = next(_fields(model, ()))
        message = say("the file must hold keys and values")
        raise Unfit((Misfit("wrong-type", (), message, say("begin with `{key}: …`", key=first)),))
    try:
        return model.model_validate(mapping)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    absent = {
        e["loc"] for e in errors if e.get("input", ...) is None and e["type"] not in ("missing", "extra_forbidden")
    }
    without = _without(mapping, absent) if absent else mapping
    if without != mapping:
        return fitted(model, without)
    raise Unfit(tuple(_misfit(model, e) for e in errors[:_MOST]))


def _without(mapping: Mapping[str, Any], paths: set[tuple[str | int, ...]]) -> dict[str, Any]:
    """A copy in which the null values at ``paths`` are gone; a null in a list becomes empty text, which no model takes."""

    def copy(value: Any, here: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            return {k: copy(v, (*here, k)) for k, v in value.items() if not (v is None and (*here, k) in paths)}
        if isinstance(value, tuple):
            return tuple("" if v is None else copy(v, (*here, i)) for i, v in enumerate(value))
        return value

    return dict(copy(mapping, ()))


def _misfit(model: type[BaseModel], error: Any) -> Misfit:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    kind, message, remedy = _explained(model, loc, error)
    return Misfit(
        kind, loc, message, remedy, on_key=error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",)
    )


def _explained(model: type[BaseModel], loc: YamlPath, error: Any) -> tuple[str, Message, Message]:
    type_, value, context = error["type"], error.get("input"), error.get("ctx", {})
    name = _name(loc)
    if type_ in _BAD_VALUES:
        return "bad-value", *_filled(_BAD_VALUES[type_], name, value, context)
    match type_:
        case "extra_forbidden":
            return "unknown-key", say("unknown key {key}", key=name), _did_you_mean(model, loc)
        case "missing":
            return "missing-key", say("key {key} is missing", key=name), say("add {key}: …", key=name)
        case "not_a_date":
            return "bad-date", say("{value} is not a date", value=_shown(value)), _date_remedy(context)
        case "no_such_day":
            return "bad-date", say("there is no day {value}", value=_shown(value)), say("correct the day or the month")
        case "literal_error":
            expected = ", ".join(
                part.strip().strip("'") for part in context["expected"].replace(" or ", ", ").split(",")
            )
            return (
                "bad-value",
                say("{value} is not a value of {key}", value=_shown(value), key=name),
                say("write one of: {expected}", expected=expected),
            )
        case "string_pattern_mismatch":
            return _pattern(name, value, str(context["pattern"]))
        case "int_type" | "int_from_float" | "greater_than_equal" | "less_than_equal" if name in ("issue", "revision"):
            return (
                "bad-number",
                say("{key} must be a whole number from 0 to 999, not {value}", key=name, value=_quoted(value)),
                say("write for example {key}: 1, without quotes", key=name),
            )
    return "wrong-type", *_wrong_type(name, type_, value, context)


_BAD_VALUES: dict[str, tuple[Message, Message]] = {
    "string_too_short": (say("{key} is empty"), say("fill it in, or remove the key")),
    "string_too_long": (say("{key} has more than {max_length} characters"), say("shorten it")),
    "no_such_zone": (say("there is no time zone {value}"), say("write one such as Asia/Ho_Chi_Minh")),
    "not_inside": (
        say("{value} is no folder inside the repository"),
        say("write the name of a folder beside qms.yaml, such as {key}"),
    ),
}
"""What is wrong and what to do, by the kind of error, without the values."""


def _filled(
    texts: tuple[Message, Message], name: str, value: object, context: Mapping[str, Any]
) -> tuple[Message, Message]:
    values = MappingProxyType({**context, "key": name, "value": _shown(value)})
    return Message(texts[0].template, values), Message(texts[1].template, values)


def _pattern(name: str, value: object, pattern: str) -> tuple[str, Message, Message]:
    if pattern == r"\S":
        return "bad-value", *_filled(_BAD_VALUES["string_too_short"], name, value, {})
    remedies = {
        "^sha256": say("write the digest that `qmsdocs digest` prints; only `approve` should write it"),
        "^[0-9a-f]": say("write the 64 hexadecimal digits of the file's SHA-256"),
        "^[a-z0-9]": say("use lower-case letters without diacritics, digits and hyphens, for example xem-xet"),
        "^no-change": say("write one of: {expected}", expected="no-change"),
    }
    remedy = next(text for start, text in remedies.items() if pattern.startswith(start))
    return "bad-value", say("{value} is not a value of {key}", value=_shown(value), key=name), remedy


_EXPECTED: dict[str, Message] = {
    "string_type": say("text"),
    "int_type": say("a whole number"),
    "int_from_float": say("a whole number"),
    "less_than_equal": say("a smaller number"),
    "bool_type": say("true or false"),
    "tuple_type": say("a list"),
    "mapping_type": say("a mapping"),
    "dict_type": say("a mapping"),
    "model_type": say("a mapping"),
}


def _wrong_type(name: str, type_: str, value: object, context: Mapping[str, Any]) -> tuple[Message, Message]:
    expected = _EXPECTED.get(type_, say("another kind of value"))
    if type_ == "greater_than_equal":
        expected = say("a whole number from {least} on", least=context["ge"])
    message = say("{key} must be {expected}, not {value}", key=name, expected=expected, value=_shown(value))
    if type_ == "string_type" and isinstance(value, (int, float)):
        return message, say("put it in quotes, as it stands in the file: YAML reads it as a number")
    if type_ == "tuple_type" and isinstance(value, str):
        return message, say("write a list: [{value}]", value=value)
    if type_ == "tuple_type":
        return message, say("begin each item with a hyphen on a line of its own")
    if type_ == "bool_type":
        return message, say("write true or false, without quotes")
    if type_ in ("mapping_type", "dict_type", "model_type"):
        return message, say("write keys and values: {{key: value}}")
    return message, say("correct the value")


def _date_remedy(context: Mapping[str, Any]) -> Message:
    suggestion = context.get("suggestion")
    if suggestion:
        return say("write {day}", day=suggestion)
    return say("write year-month-day, for example 2026-01-05")


def _did_you_mean(model: type[BaseModel], loc: YamlPath) -> Message:
    known = list(_fields(model, loc[:-1]))
    close = get_close_matches(str(loc[-1]), known, n=1, cutoff=0.6)
    if close:
        return say("did you mean {name}?", name=close[0])
    return say("known keys: {keys}; begin your own keys with x-", keys=", ".join(known))


def _fields(model: type[BaseModel], path: YamlPath) -> Iterator[str]:
    """The keys that the model knows at ``path``."""
    here: type[BaseModel] | None = model
    for part in path:
        if here is None:
            return
        if isinstance(part, str):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            if part in fields:
                here = _model_in(fields[part].annotation)
    if here:
        yield from (field.alias or name for name, field in here.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)


def _name(loc: YamlPath) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "qmsdocs")


def _quoted(value: object) -> str:
    return f'"{_shown(value)}"' if isinstance(value, str) else _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, (tuple, list)):
        return "[…]"
    text = "null" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
