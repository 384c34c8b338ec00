"""Issuing a release: check, render everything in memory, swap the output folder."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qmsdocs.diagnostics import Diagnostic, Message, Severity, Translate, say
from qmsdocs.engine import check
from qmsdocs.errors import NotARepository, ReleaseRefused, UnusableConfiguration, reason_of
from qmsdocs.history.head import head_of
from qmsdocs.issuing import folder
from qmsdocs.issuing.manifest import NAME, Provenance, manifest_of
from qmsdocs.issuing.plan import Item, Plan, plan_release
from qmsdocs.issuing.signing import expected_approver, plan_signing
from qmsdocs.issuing.templates import template_bytes
from qmsdocs.language import translator
from qmsdocs.model.register import Register
from qmsdocs.registers import LIST_KINDS, master_list
from qmsdocs.registers.sheets import to_xlsx
from qmsdocs.source.files import WorkTree
from qmsdocs.source.reading import CONFIGURATION, load
from qmsdocs.source.usable import refuse_unusable
from qmsdocs.word import Copy, Edition, render_document, render_table, template_name


@dataclass(frozen=True, slots=True)
class Issued:
    """A release that was written.

    Args:
        folder: where it lies.
        plan: what was issued, refused and skipped.
        files: names of its files, the manifest last.
    """

    folder: Path
    plan: Plan
    files: tuple[str, ...]


class ReleaseBlocked(ReleaseRefused):
    """Errors in what was to be released; nothing was written.

    Args:
        diagnostics: the errors.
    """

    def __init__(self, message: Message, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


def release(  # noqa: PLR0913 - one keyword for each choice of the user
    root: Path | str,
    *,
    out: Path | str,
    on: date,
    codes: Collection[str] = (),
    draft: bool = False,
    for_signing: bool = False,
    language: str | None = None,
) -> Issued:
    """Issues the Word releases, master lists and manifest of a repository.

    The result is a function of the commit, ``on`` and the version of qmsdocs.

    Args:
        root: folder of ``qms.yaml``.
        out: the output folder; a release in it is replaced as a whole.
        on: the day of the release.
        codes: only these documents; then no lists are written.
        draft: issue drafts too, marked as drafts on every page.
        for_signing: instead of what is approved, issue the named documents that await approval, as they are to be signed.
        language: of labels, ``vi`` or ``en``; by default that of ``qms.yaml``.

    Raises:
        NotARepository: there is no ``qms.yaml``, or no document.
        UnknownDocument: a code is not in the register.
        ReleaseBlocked: there are errors in what would be released; nothing was written.
        ReleaseRefused: a named document cannot be issued, or nothing can; nothing was written.
        UnusableConfiguration: ``qms.yaml``, a profile or a template cannot be used, or the output folder holds
            something else or cannot be written.
    """
    root, target = Path(root), Path(out)
    files = WorkTree(root)
    register = load(files)
    refuse_unusable(register)
    if not register.documents and not register.files:
        raise NotARepository(say("there are no documents below {folder}/", folder=register.agency.paths.procedures))
    plan = (
        plan_signing(register, on=on, codes=codes)
        if for_signing
        else plan_release(register, on=on, codes=codes, draft=draft)
    )
    _refuse_errors(register, plan)
    _refuse_empty(plan)
    _refuse_folder(target, root, register, plan)
    chosen = language or register.agency.language
    made = dict(_rendered(register, plan, files, translator(chosen), drafts=draft))
    paths = [CONFIGURATION, *register.paths]
    provenance = Provenance(on, head_of(root, paths, files.read), chosen)
    made[NAME] = manifest_of(plan, made, provenance)
    try:
        folder.swap_in(target, made)
    except OSError as error:
        raise _cannot_be_written(target, error) from error
    return Issued(target, plan, (*sorted(set(made) - {NAME}), NAME))


def _refuse_folder(target: Path, root: Path, register: Register, plan: Plan) -> None:
    try:
        folder.refuse_among_documents(target, root, register.agency.paths)
        folder.refuse_unfit(target, plan)
    except OSError as error:
        raise _cannot_be_written(target, error) from error


def _cannot_be_written(target: Path, error: OSError) -> UnusableConfiguration:
    return UnusableConfiguration(
        say("{folder} cannot be written: {reason}; nothing was changed", folder=target, reason=reason_of(error))
    )


def _refuse_errors(register: Register, plan: Plan) -> None:
    """Errors of a document that would be issued; of a whole release also files that could not be read."""
    codes = {item.document.code for item in plan.items}
    unread = {file.path for file in register.files}
    errors = tuple(
        d
        for d in check(register, on=plan.on)
        if d.severity is Severity.ERROR and (d.document in codes or (plan.whole and d.location.path in unread))
    )
    if errors:
        raise ReleaseBlocked(say("{count} errors; nothing was written", count=len(errors)), errors)


def _refuse_empty(plan: Plan) -> None:
    if plan.refusals and (not plan.whole or not plan.items):
        first = plan.refusals[0]
        raise ReleaseRefused(
            say("{code}: {reason}; {remedy}", code=first.document.code, reason=first.reason, remedy=first.remedy)
        )
    if not plan.items:
        raise ReleaseRefused(
            say("no document is in force or approved on {day}; add --draft to issue drafts", day=plan.on.isoformat())
        )


def _rendered(
    register: Register, plan: Plan, files: WorkTree, translate: Translate, *, drafts: bool
) -> Iterator[tuple[str, bytes]]:
    for item in plan.items:
        name = template_name(item.document)
        template = template_bytes(register, files, name)
        yield item.file, render_document(_edition(register, item, files, plan.on), template, translate, called=name)
    if plan.whole:
        for kind in LIST_KINDS:
            table = master_list(kind, register, plan.on, drafts=drafts)
            template = template_bytes(register, files, "list.docx")
            yield f"{table.name}.docx", render_table(table, register.agency, plan.on, template, translate)
            yield f"{table.name}.xlsx", to_xlsx(table, register.agency, plan.on, translate)


def _edition(register: Register, item: Item, files: WorkTree, on: date) -> Edition:
    base = item.document.origin.folder

    def image(target: str) -> bytes | None:
        path = posixpath.normpath(posixpath.join(base, target))
        return files.read(path) if path in register.paths else None

    approver = expected_approver(item.document, register.agency, on) if item.copy is Copy.FOR_SIGNING else None
    return Edition(item.document, item.entry, register, item.copy, image, approver)
