"""QD4xx: forms and their files. The tuple ``RULES`` of the family stands in :mod:`qmsdocs.rules.steps`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document, Form
from qmsdocs.model.register import Fault, Register
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, did_you_mean, rule


@rule("QD406", ERROR, "ISO 9001:2015, 7.5.3.1; format.md, section 4", of=Document)
def unknown_form(document: Document, context: Context) -> Iterator[Problem]:
    """The forms that steps, records and dossiers name exist.

    Why: A form that is named but belongs to no document was never approved, or its code was mistyped.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        records:
          - {title: Danh mục hồ sơ hằng năm, form: BM-02-11, keeper: VP, retention: 5 năm}
    Good:
        --- procedures/QT-02/QT-02.yaml
        records:
          - {title: Danh mục hồ sơ hằng năm, form: BM-02-01, keeper: VP, retention: 5 năm}
    """
    own = {form.code for form in document.forms}
    for at, code in _named_forms(document):
        if code not in own and not _known_form(code, context.register):
            yield _unknown(document, code, at)
    register = context.register
    codes = {text for text in _papers(document, context) if text not in own and _code_shaped(text)}
    strange = {text for text in codes if not _known_form(text, register) and not register.find(text)}
    if strange:
        for at, text in _step_papers(document):
            if text in strange:
                yield _unknown(document, text, at)


@rule("QD407", WARNING, "ISO 9001:2015, 7.5.1b", of=Document)
def form_never_used(document: Document, context: Context) -> Iterator[Problem]:
    """Every form is used by a step, a record, a dossier or the text.

    Why: A form that nobody is told to fill in is either left over or missing in the flow.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ}
        records:
          - {title: Biên bản giao nhận, form: BM-02-02, keeper: VP, retention: 5 năm}
    """
    if not document.forms:
        return
    used = _papers(document, context) | {code for _, code in _named_forms(document)}
    for index, form in enumerate(document.forms):
        if form.code in used or code_key(form.code) in context.register.used_form_keys or _in_words(form, document):
            continue
        yield Problem(
            say("form {code} is used nowhere", code=form.code),
            say("name it under outputs or inputs of a step, or as the form of a record; or remove it"),
            at=("forms", index, "code"),
        )


@rule("QD408", ERROR, "format.md, section 4", of=Document)
def form_file_missing(document: Document, context: Context) -> Iterator[Problem]:
    """The file of a form is there.

    Why: The form is approved and released with its document; without its file nobody can fill it in.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.docx}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.docx}
        --- procedures/QT-02/BM-02-01.docx
        (biểu mẫu)
    """
    folder = document.origin.folder
    for index, form in enumerate(document.forms):
        path = _place(folder, form.file) if form.file else None
        if path and path not in context.register.paths:
            beside = [posixpath.relpath(p, folder) for p in context.register.paths if p.startswith(folder + "/")]
            yield Problem(
                say("there is no file {path}", path=path),
                did_you_mean(
                    form.file or "", sorted(beside), say("put the file there, or leave file out while there is none")
                ),
                at=("forms", index, "file"),
            )


@rule("QD409", ERROR, "ISO 9001:2015, 7.5.3.1", of=Register)
def file_not_listed(register: Register, context: Context) -> Iterator[Fault]:
    """Every file in the folder of a document is a form, an image or evidence of it.

    Why: A file that no document lists is controlled by nobody: it has no number, no approval and no digest, and yet
    people will find and use it.

    Bad:
        --- procedures/QT-02/BM-02-02.docx
        (biểu mẫu)
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.docx}
        --- procedures/QT-02/BM-02-01.docx
        (biểu mẫu)
    """
    loose = _other_files(register)
    if loose:
        loose -= _listed_files(register, context)
    if not loose:
        return
    owners = {document.origin.folder: document.code for document in reversed(register.documents)}
    for path in sorted(loose):
        folder = path.rpartition("/")[0]
        if _may_be_listed_by_an_unreadable_file(folder, owners.get(folder), register):
            continue
        yield Fault(
            "file-not-listed",
            path,
            1,
            1,
            say("no document lists the file {name}", name=posixpath.basename(path)),
            say("list it under forms with a code, use it as an image or as evidence, or move it elsewhere"),
            owners.get(folder),
        )


@rule("QD416", ERROR, "format.md, section 4", of=Document)
def form_path_outside(document: Document, context: Context) -> Iterator[Problem]:
    """The file of a form lies in the folder of its document.

    Why: A form is approved with its document, and its bytes are part of the digest; a file elsewhere could change under
    an approval, or be missing on another machine.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: ../BM-02-01.docx}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: mau/BM-02-01.docx}
        --- procedures/QT-02/mau/BM-02-01.docx
        (biểu mẫu)
    """
    for index, form in enumerate(document.forms):
        if form.file and _place(document.origin.folder, form.file) is None:
            yield Problem(
                say("file {file} does not lie in the folder of the document", file=form.file),
                say("write folders with /, not with \\")
                if "\\" in form.file
                else say("put the file into {folder} and write its path from there", folder=document.origin.folder),
                at=("forms", index, "file"),
            )


@rule("QD417", ERROR, "ISO 9001:2015, 7.5.2a", of=Register)
def form_file_shared(register: Register, context: Context) -> Iterator[Problem]:
    """Each form has a file of its own.

    Why: A form carries its code and numbers; one file cannot carry two, so that one of the two forms is wrong.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.docx}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ, file: BM-02-01.docx}
        records:
          - {title: Biên bản giao nhận, form: BM-02-02, keeper: VP, retention: 5 năm}
        --- procedures/QT-02/BM-02-01.docx
        (biểu mẫu)
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.docx}
          - {code: BM-02-02, title: Biên bản giao nhận hồ sơ, file: BM-02-02.docx}
        records:
          - {title: Biên bản giao nhận, form: BM-02-02, keeper: VP, retention: 5 năm}
        --- procedures/QT-02/BM-02-01.docx
        (biểu mẫu)
        --- procedures/QT-02/BM-02-02.docx
        (biểu mẫu)
    """
    first: dict[str, str] = {}
    for document in register.documents:
        for index, form in enumerate(document.forms):
            path = _place(document.origin.folder, form.file) if form.file else None
            if path is None:
                continue
            other = first.setdefault(path, form.code)
            if other != form.code:
                yield Problem(
                    say("form {code} names the same file as form {other}", code=form.code, other=other),
                    say("give each form a file of its own"),
                    at=("forms", index, "file"),
                    of=document,
                )


@rule("QD418", ERROR, "format.md, section 2", of=Document)
def form_numbered_zero(document: Document, context: Context) -> Iterator[Problem]:
    """The issue number of a form begins with 1.

    Why: Issues are counted from 1 and revisions from 0, for forms as for documents; "issue 00" on one form and "01" on
    another make people look for a difference that is none.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, issue: 0, revision: 1}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, issue: 1, revision: 0}
    """
    for index, form in enumerate(document.forms):
        if form.issue == 0:
            yield Problem(
                say("form {code} has issue number 0", code=form.code),
                say("issues begin with 1: write issue: 1, revision: 0"),
                at=("forms", index, "issue"),
            )


def _step_papers(document: Document) -> Iterator[tuple[YamlPath, str]]:
    """Inputs and outputs of the steps: codes of forms, or words."""
    for index, step in enumerate(document.steps):
        for place, text in enumerate(step.inputs):
            yield ("steps", index, "inputs", place), text
        for place, text in enumerate(step.outputs):
            yield ("steps", index, "outputs", place), text


def _papers(document: Document, context: Context) -> frozenset[str]:
    """What its steps need and make, each once."""
    steps = document.steps
    return context.once(
        "papers",
        lambda: frozenset(text for step in steps for texts in (step.inputs, step.outputs) for text in texts),
        of=document,
    )


def _named_forms(document: Document) -> Iterator[tuple[YamlPath, str]]:
    """Where only the code of a form may stand."""
    for index, record in enumerate(document.records):
        if record.form:
            yield ("records", index, "form"), record.form
    for index, item in enumerate(document.administrative.dossier if document.administrative else ()):
        if item.form:
            yield ("administrative", "dossier", index, "form"), item.form


@lru_cache(maxsize=65536)
def _code_shaped(text: str) -> bool:
    """No lower-case letter and a digit (format.md, section 4)."""
    return any(map(str.isdigit, text)) and not any(map(str.islower, text))


def _known_form(code: str, register: Register) -> bool:
    """An unreadable document may have any form, so that then every code counts as known."""
    return code_key(code) in register.forms_by_key or bool(register.unreadable)


def _unknown(document: Document, code: str, at: YamlPath) -> Problem:
    own = [form.code for form in document.forms]
    return Problem(
        say("there is no form {code}", code=code),
        did_you_mean(code, own, say("list it under forms with its title, or correct the code")),
        at,
    )


def _in_words(form: Form, document: Document) -> bool:
    """Whether the text or a step names the form by its code."""
    code = re.compile(rf"(?<![\w-]){re.escape(form.code)}(?!\w|[-./]\w)")
    words = (
        document.origin.text,
        *(step.text or "" for step in document.steps),
        *(step.activity for step in document.steps),
    )
    return any(code.search(text) for text in words)


@lru_cache(maxsize=65536)
def _place(folder: str, file: str) -> str | None:
    """The path of a form's file from the root; None when it leaves the folder of its document."""
    inside = posixpath.normpath(file)
    if "\\" in file or inside in (".", "..") or inside.startswith(("/", "../")) or re.match("[A-Za-z]:", file):
        return None
    return f"{folder}/{inside}" if folder else inside


def _other_files(register: Register) -> set[str]:
    """Files in the folders of documents that are neither documents nor texts."""
    folders = register.agency.paths
    elsewhere = tuple(name.strip("/") + "/" for name in (folders.external, folders.records, folders.templates))
    own = folders.procedures.strip("/") + "/"
    return {
        path
        for path in register.paths
        if not path.endswith((".yaml", ".yml", ".md")) and path.startswith(own) and not path.startswith(elsewhere)
    }


def _listed_files(register: Register, context: Context) -> set[str]:
    """Files of forms, evidence of approvals, and what texts show or link to."""
    found: set[str] = set()
    for document in register.documents:
        folder = document.origin.folder
        if "](" in document.origin.text or "]:" in document.origin.text:
            found.update(
                posixpath.normpath(posixpath.join(folder, link.target)) for link in context.prose(document).links
            )
        found.update(path for form in document.forms if form.file and (path := _place(folder, form.file)))
        for file in _evidence(document):
            found.update(posixpath.normpath(posixpath.join(base, file)) for base in ("", folder))
    return found


def _evidence(document: Document) -> Iterator[str]:
    for entry in document.revisions:
        if entry.approved and entry.approved.evidence:
            yield entry.approved.evidence.file


def _may_be_listed_by_an_unreadable_file(folder: str, owner: str | None, register: Register) -> bool:
    beside: Mapping[str, None] = dict.fromkeys(f"{folder}/{stem}.yaml" for stem in register.unreadable)
    return any(path in register.paths for path in beside) or bool(register.unreadable and owner is None)
