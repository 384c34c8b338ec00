"""``qmsdocs template``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import OneOf, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnusableConfiguration, reason_of
from qmsdocs.report.display import aligned, visible
from qmsdocs.word.template.fields import TEMPLATES, Field, FieldKind, fields_of
from qmsdocs.word.template.opening import problems_of, tags_of
from qmsdocs.word.template.vocabulary import Vocabulary

_KINDS: Mapping[FieldKind, Message] = MappingProxyType(
    {
        "text": say("text"),
        "block": say("paragraphs and tables"),
        "row": say("table row"),
        "in row": say("text in that row"),
        "label": say("label"),
    }
)
_FORMATS = ("text", "json")


@verb(
    "template",
    help="`template check FILE` says what is wrong with a Word template: content controls with unknown tags, those that "
    "are missing or stand where they cannot be filled, missing styles; ends with 1 when there is something. `template "
    "fields [KIND]` lists the tags that a template may have, with what takes their place. A template of your own in "
    "templates/ takes the place of the one that comes with qmsdocs; its name says its kind: procedure.docx, document.docx, "
    "list.docx, decision.docx, form.docx.",
)
@argument("action", type=OneOf(("check", "fields")), metavar="check|fields")
@argument("name", required=False, metavar="[FILE|KIND]")
@option(
    "--as",
    "kind",
    type=OneOf(TEMPLATES),
    metavar="KIND",
    help="procedure, document, list, decision or form; default: by the file",
)
@option("--format", "format_name", type=OneOf(_FORMATS), default="text", metavar="FORMAT", help="text or json")
@click.pass_obj
def template_verb(session: Session, *, action: str, name: str | None, kind: str | None, format_name: str) -> int:
    """Checks a template or lists fields."""
    if action == "fields":
        return _list_fields(session, name or kind, format_name)
    if name is None:
        raise UnusableConfiguration(say("name the template: {command}", command="qmsdocs template check FILE"))
    return _check(session, name, kind, format_name)


# --- check


def _check(session: Session, name: str, kind: str | None, format_name: str) -> int:
    path = session.path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableConfiguration(
            say("{file} cannot be read: {reason}", file=name, reason=reason_of(error))
        ) from None
    kind = kind or _kind_of(path, data, name)
    problems = problems_of(data, TEMPLATES[kind], name)
    if format_name == "json":
        found = [
            {"message": session.text(p.message), "place": session.text(p.place) if p.place else None} for p in problems
        ]
        session.terminal.data(_json({"file": name, "kind": kind, "problems": found}))
    for problem in problems if format_name == "text" else ():
        where = f" ({session.text(problem.place)})" if problem.place else ""
        session.terminal.result(visible(f"{name}: {session.text(problem.message)}{where}") + "\n")
    if not problems and format_name == "text":
        session.print(
            say("{file}: nothing is wrong; it can be used as {name}", file=name, name=f"templates/{kind}.docx")
        )
    return 1 if problems else 0


def _kind_of(path: Path, data: bytes, name: str) -> str:
    """The kind of a template: by its name, else by the tags it has."""
    if path.suffix == ".docx" and path.stem in TEMPLATES:
        return path.stem
    tags = tags_of(data, name)

    def fitting(vocabulary: Vocabulary) -> int:
        return len(tags & vocabulary.required)

    return max(TEMPLATES, key=lambda kind: fitting(TEMPLATES[kind]))


# --- fields


def _list_fields(session: Session, kind: str | None, format_name: str) -> int:
    kind = kind or next(iter(TEMPLATES))
    if kind.removesuffix(".docx") not in TEMPLATES:
        kinds = ", ".join(TEMPLATES)
        raise UnusableConfiguration(
            say("{value} is no kind of template; write one of: {expected}", value=kind, expected=kinds)
        )
    fields = list(fields_of(TEMPLATES[kind.removesuffix(".docx")]))
    if format_name == "json":
        found = [{"tag": f.tag, "kind": f.kind, "required": f.required, "shows": session.text(f.shows)} for f in fields]
        session.terminal.data(_json(found))
    else:
        session.terminal.result("\n".join(_lines(session, fields)) + "\n")
    return 0


def _lines(session: Session, fields: list[Field]) -> list[str]:
    t = session.translate
    rows = [(t("Tag"), t("Surrounds"), t("Required"), t("Shows"))]
    rows += [
        (field.tag, session.text(_KINDS[field.kind]), t("yes") if field.required else "", session.text(field.shows))
        for field in fields
    ]
    return aligned(rows)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
