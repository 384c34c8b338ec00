"""The verb new: scaffolds a document that can be read, checked and printed at once, for its author to write over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import get_args

from qmsdocs.diagnostics import Message, Severity, say
from qmsdocs.edit.landing import finish, land
from qmsdocs.edit.planned import read_back
from qmsdocs.edit.scaffold import OwnTemplate, bundled, one_line, rendered
from qmsdocs.engine import check
from qmsdocs.errors import UnusableConfiguration, reason_of
from qmsdocs.model.codes import code_key, stem_of
from qmsdocs.model.document import Category, DocumentType
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.files import MAX_BYTES
from qmsdocs.model.profile import Requirement
from qmsdocs.model.register import Register
from qmsdocs.rules.base import did_you_mean
from qmsdocs.source import load
from qmsdocs.source.files import WorkTree
from qmsdocs.source.usable import refuse_unusable
from qmsdocs.yaml.reader import read_yaml

TYPES: tuple[str, ...] = (*get_args(DocumentType), "external")
"""What can be made."""

_CATEGORIES: dict[str, tuple[str, ...]] = {
    "procedure": get_args(Category),
    "external": get_args(ExternalDocument.model_fields["category"].annotation),
}
_USUAL = {"procedure": "internal", "external": "legal"}
_LONGEST = 240
"""Characters of a stem: names of files have at most 255 bytes, and a release adds issue and revision."""
_TO_CHECK = {"procedure": ("steps", "forms", "records"), "objectives": ("indicators",)}


@dataclass(frozen=True)
class _Wanted:
    """The arguments of :func:`new_document`, tidied."""

    type: str
    code: str
    title: str
    category: str | None
    unit: str | None


def new_document(  # noqa: PLR0913 - three facts that every document has, and two that some have
    root: Path,
    type: str,  # noqa: A002 - the word of the format
    code: str,
    title: str,
    *,
    category: str | None = None,
    unit: str | None = None,
) -> tuple[str, ...]:
    """Scaffolds a document as a draft 1.0.

    What an author must replace is named in ``to_check``, so that ``check`` notes it and reports no error. A code that
    the profile suggests for a requirement that nothing meets yet makes the document fulfil it.

    Args:
        root: the folder of ``qms.yaml``.
        type: policy, objectives, manual, procedure, instruction or external.
        code: its code; nothing else may have it or have had it.
        title: its title, on one line.
        category: of a procedure (default: that of the requirement it fulfils, else internal) or an external document
            (default: legal); other types have none.
        unit: id of the unit that keeps it, or that follows an external document.

    Returns:
        The paths written, relative to ``root``.

    Raises:
        NotARepository: there is no ``qms.yaml``.
        UnusableConfiguration: an argument cannot be used, or a file is in the way; nothing is written.
    """
    finish(root)
    files = WorkTree(root)
    register = load(files)
    refuse_unusable(register)
    wanted = _Wanted(type, one_line(say("code"), code), one_line(say("title"), title), category, unit)
    _refuse_unsuitable(register, wanted)
    refuse_used(register, wanted.code)
    own = _own_templates(register, files)
    new = _external(register, wanted, own) if type == "external" else _document(register, wanted, own)
    _refuse_outside(root, new)
    _refuse_wrong(read_back(new, files), new)
    return land(root, new)


# --- arguments


def _refuse_unsuitable(register: Register, wanted: _Wanted) -> None:
    type_, category, unit = wanted.type, wanted.category, wanted.unit
    if type_ not in TYPES:
        raise _unknown(say("there is no type {value}", value=type_), type_, TYPES)
    known = _CATEGORIES.get(type_, ())
    if category is not None and not known:
        raise UnusableConfiguration(
            say("only procedures and external documents have a category, {type} has none", type=type_)
        )
    if category is not None and category not in known:
        raise _unknown(say("there is no category {value}", value=category), category, known)
    if unit is not None and unit not in register.agency.units:
        raise _unknown(say("there is no unit {value} in qms.yaml", value=unit), unit, tuple(register.agency.units))


def _unknown(message: Message, value: str, known: tuple[str, ...]) -> UnusableConfiguration:
    remedy = did_you_mean(value, known, say("known: {values}", values=", ".join(known)))
    return UnusableConfiguration(say("{message}; {remedy}", message=message, remedy=remedy))


def refuse_used(register: Register, code: str) -> None:
    """Refuses a code that a document or form has, that a document had before, or that no file can be named by.

    Raises:
        UnusableConfiguration: it cannot be the code of a new document.
    """
    if not stem_of(code):
        raise UnusableConfiguration(say("{code} is not a code: it has no letter or digit", code=code))
    if len(stem_of(code)) > _LONGEST:
        raise UnusableConfiguration(
            say("{code}… is too long for the name of a file; choose a shorter code", code=code[:20])
        )
    found = register.find(code)
    if found and found.former:
        raise UnusableConfiguration(
            say("{code} was the code of {other} before and is never used again", code=code, other=found.document.code)
        )
    if found:
        path = found.document.origin.path
        raise UnusableConfiguration(say("{code} is already the code of {path}; choose another", code=code, path=path))
    for document, form in register.forms_by_key.get(code_key(code), ()):
        raise UnusableConfiguration(
            say("{form} is already the code of a form of {code}; choose another", form=form.code, code=document.code)
        )


def _refuse_outside(root: Path, new: dict[str, bytes]) -> None:
    inside = root.resolve()
    for path in new:
        if not (root / path).resolve().is_relative_to(inside):
            raise UnusableConfiguration(say("{path} lies outside the repository; correct paths in qms.yaml", path=path))


def _refuse_wrong(planned: Register, new: dict[str, bytes]) -> None:
    """Refuses a scaffold that `check` would report an error in: a reserved name, a title that is no plain text."""
    # nothing in a scaffold is signed or dated yet, so that any day gives the same answer
    for found in check(planned, on=date.min, paths=new):
        if found.severity is Severity.ERROR:
            raise UnusableConfiguration(
                say(
                    "{path}, line {line}, would be wrong: {message}; {remedy}",
                    path=found.location.path,
                    line=found.location.line,
                    message=found.message,
                    remedy=found.remedy,
                )
            )


# --- files


def _external(register: Register, wanted: _Wanted, own: OwnTemplate) -> dict[str, bytes]:
    values = {
        "code": wanted.code,
        "title": wanted.title,
        "category": wanted.category or _USUAL["external"],
        "units": (wanted.unit,) if wanted.unit else (),
    }
    path = f"{register.agency.paths.external.strip('/')}/{stem_of(wanted.code)}.yaml"
    return {path: rendered("external.yaml.j2", values, own).encode()}


def _document(register: Register, wanted: _Wanted, own: OwnTemplate) -> dict[str, bytes]:
    requirement = _unmet(register, wanted)
    category = wanted.category or (requirement and requirement.category) or _USUAL.get(wanted.type)
    values = {
        **asdict(wanted),
        "category": category,
        "fulfils": (requirement.id,) if requirement else (),
        "clauses": requirement.clauses if requirement else (),
        "form": _free_form_code(register, wanted.code),
        "to_check": _to_check(wanted.type, category, wanted.unit),
        "language": register.agency.language,
        "sections": _sections(register, wanted.type, category),
    }
    stem = stem_of(wanted.code)
    path = f"{register.agency.paths.procedures.strip('/')}/{stem}/{stem}"
    return {f"{path}.{end}": rendered(_template(wanted.type, end, own), values, own).encode() for end in ("yaml", "md")}


def _unmet(register: Register, wanted: _Wanted) -> Requirement | None:
    """The requirement that a profile suggests this code for, while no document meets it."""
    met = {id_ for document in register.documents if not document.withdrawn for id_ in document.fulfils}
    for requirement in register.profile.requirements:
        fits = requirement.type == wanted.type and wanted.category in {None, requirement.category}
        if fits and code_key(requirement.code) == code_key(wanted.code) and requirement.id not in met:
            return requirement
    return None


def _free_form_code(register: Register, code: str) -> str:
    """The first form code of a document that no form has: BM-16-01 for QT-16."""
    own = code.partition("-")[2] or stem_of(code)
    return next(form for n in count(1) if code_key(form := f"BM-{own}-{n:02}") not in register.forms_by_key)


def _to_check(type_: str, category: str | None, unit: str | None) -> tuple[str, ...]:
    return (
        *(() if unit else ("unit",)),
        *_TO_CHECK.get(type_, ()),
        *(("administrative",) if category == "administrative" else ()),
        "text",
    )


def _sections(register: Register, type_: str, category: str | None) -> tuple[dict[str, str], ...]:
    """Headings of the profile with a first sentence each; one heading where the profile sets none."""
    language = register.agency.language
    words = read_yaml(bundled("sections.yaml") or "")
    sections = register.profile.sections_of(type_, category)
    if not sections:
        return ({"title": "Content" if language == "en" else "Nội dung", "text": words["content"][language]},)
    texts = (words.get(f"{type_}/{section.id}") or words.get(section.id) or words["other"] for section in sections)
    return tuple(
        {"title": section.title.in_language(language), "text": text[language]}
        for section, text in zip(sections, texts, strict=True)
    )


# --- templates


def _own_templates(register: Register, files: WorkTree) -> OwnTemplate:
    def own(name: str) -> str | None:
        path = f"{register.agency.paths.templates.strip('/')}/{name}"
        if path not in register.paths:
            return None
        try:
            return files.read(path, MAX_BYTES)[:MAX_BYTES].decode("utf-8-sig").replace("\r\n", "\n")
        except OSError as error:
            raise _unusable_template(path, reason_of(error)) from error
        except UnicodeDecodeError as error:
            raise _unusable_template(path, say("the file is not UTF-8 text")) from error

    return own


def _unusable_template(path: str, problem: Message) -> UnusableConfiguration:
    return UnusableConfiguration(say("template {name} cannot be used: {problem}", name=path, problem=problem))


def _template(type_: str, suffix: str, own: OwnTemplate) -> str:
    """The agency's own template of this type, or the one for all documents."""
    return name if own(name := f"{type_}.{suffix}.j2") else f"document.{suffix}.j2"
