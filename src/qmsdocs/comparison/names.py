"""What the facts of a document are called in an account of changes, and what makes items of its lists the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from qmsdocs.diagnostics import Message, say
from qmsdocs.model.codes import code_key

Item = Mapping[str, Any]
"""An item of a list in the YAML file, as a mapping."""

GENERAL: Mapping[str, Message] = MappingProxyType(
    {
        "code": say("code of the document"),
        "number": say("printed number"),
        "title": say("title of the document"),
        "type": say("kind of document"),
        "category": say("category"),
        "unit": say("unit that keeps it"),
        "applies_to": say("units that must have it"),
        "circulation": say("circulation"),
        "fulfils": say("requirements fulfilled"),
        "clauses": say("clauses of the standard"),
        "duties": say("duties of law"),
        "review_every": say("period of review"),
        "former_codes": say("former codes"),
        "issuer": say("issuer"),
        "issued": say("date of issue"),
        "effective": say("effective date"),
        "expires": say("end of validity"),
        "replaces": say("documents replaced"),
        "amends": say("documents amended"),
        "partly": say("documents replaced in part"),
        "source": say("source"),
        "units": say("units that follow it"),
        "checked": say("last check"),
    }
)
"""Facts of the whole document, in the order in which they are told."""

ADMINISTRATIVE: Mapping[str, Message] = MappingProxyType(
    {
        "numbers": say("number on the national portal"),
        "field": say("field of administration"),
        "dossier_sets": say("number of sets of the dossier"),
        "processing_time": say("time limit"),
        "place": say("place of receipt and return"),
        "applicants": say("who may apply"),
        "result": say("result of the procedure"),
        "fee": say("fee"),
        "conditions": say("conditions"),
    }
)


@dataclass(frozen=True)
class Kind:
    """A kind of items.

    Args:
        noun: key of :data:`qmsdocs.comparison.wording.NOUNS`.
        key: the field that names an item.
        same: what two items with the same name share.
        fields: names of the fields, the one of ``key`` too.
        ordered: their order is a fact of its own.
        place: where a change inside an item is, with ``{section}`` and ``{name}``.
    """

    noun: str
    key: str
    fields: Mapping[str, Message]
    place: Callable[[Message, str], Message]
    same: Callable[[str], str] = str
    ordered: bool = True


STEPS = Kind(
    "step",
    "id",
    {
        "id": say("name of the step"),
        "activity": say("work to be done"),
        "responsible": say("responsible"),
        "time": say("time"),
        "inputs": say("inputs"),
        "outputs": say("results"),
        "risks": say("risks"),
        "text": say("how it is done"),
        "decision": say("branches"),
        "next": say("next step"),
    },
    lambda section, name: say("{section}, step {name}", section=section, name=name),
)
FORMS = Kind(
    "form",
    "code",
    {
        "code": say("code of the form"),
        "title": say("title of the form"),
        "number": say("issue and revision"),
        "file": say("file of the form"),
        "list": say("master list printed as the form"),
        "appended": say("printed at the end of the document"),
    },
    lambda section, name: say("{section}, form {name}", section=section, name=name),
    code_key,
)
REFERENCES = Kind(
    "reference",
    "code",
    {"code": say("code of the document"), "article": say("article or clause"), "pin": say("pinned revision")},
    lambda section, name: say("{section}, reference {name}", section=section, name=name),
    code_key,
)
BASIS = Kind(
    "basis",
    "code",
    REFERENCES.fields,
    lambda section, name: say("{section}, legal basis {name}", section=section, name=name),
    code_key,
)
RECORDS = Kind(
    "record",
    "title",
    {
        "title": say("name of the record"),
        "form": say("form"),
        "keeper": say("place where it is kept"),
        "retention": say("retention"),
        "basis": say("basis of the retention"),
    },
    lambda section, name: say("{section}, record “{name}”", section=section, name=name),
    str.casefold,
)
TERMS = Kind(
    "term",
    "term",
    {"term": say("term"), "meaning": say("meaning")},
    lambda section, name: say("{section}, term {name}", section=section, name=name),
    ordered=False,
)
INDICATORS = Kind(
    "indicator",
    "title",
    {
        "title": say("name of the indicator"),
        "measure": say("way of measuring"),
        "target": say("target"),
        "means": say("means"),
        "responsible": say("responsible"),
        "period": say("period"),
    },
    lambda section, name: say("{section}, indicator “{name}”", section=section, name=name),
    str.casefold,
)
DOSSIER = Kind(
    "paper",
    "title",
    {"title": say("name of the paper"), "originals": say("originals"), "copies": say("copies"), "form": say("form")},
    lambda section, name: say("{section}, paper “{name}”", section=section, name=name),
    str.casefold,
)

LABELS: tuple[Message, ...] = (
    *GENERAL.values(),
    *ADMINISTRATIVE.values(),
    *(
        label
        for kind in (STEPS, FORMS, REFERENCES, RECORDS, TERMS, INDICATORS, DOSSIER)
        for label in kind.fields.values()
    ),
)
"""Everything that a value can be the value of."""

PROCESS: Mapping[str, Message] = MappingProxyType(
    {"group": say("kind of process"), "inputs": say("inputs"), "outputs": say("results")}
)
"""The place of a procedure among the processes."""

VALUES: Mapping[tuple[str, str], Message] = MappingProxyType(
    {
        ("type", "policy"): say("policy"),
        ("type", "objectives"): say("objectives"),
        ("type", "manual"): say("manual"),
        ("type", "procedure"): say("procedure"),
        ("type", "instruction"): say("instruction"),
        ("category", "system"): say("system"),
        ("category", "internal"): say("internal"),
        ("category", "administrative"): say("administrative"),
        ("category", "legal"): say("legal document"),
        ("category", "standard"): say("standard"),
        ("category", "guidance"): say("guidance"),
        ("circulation", "internal"): say("internal"),
        ("circulation", "public"): say("public"),
        ("group", "direction"): say("Direction"),
        ("group", "core"): say("Core processes"),
        ("group", "support"): say("Support"),
        ("group", "improvement"): say("Improvement"),
        ("list", "documents"): say("internal documents"),
        ("list", "external"): say("external documents"),
        ("list", "forms"): say("forms"),
        ("list", "records"): say("records"),
        ("appended", "true"): say("yes"),
    }
)
"""Values that are words of the format."""
