"""Issuing a release: check, render everything in memory, swap the output folder, name the tags."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qmsdocs.diagnostics import Diagnostic, Message, Severity, say
from qmsdocs.engine import check
from qmsdocs.errors import NotARepository, ReleaseRefused, UnusableConfiguration, reason_of
from qmsdocs.history.head import Head, head_of
from qmsdocs.history.repository import repository_of
from qmsdocs.history.writing import land_tags, tag_objects
from qmsdocs.issuing import folder
from qmsdocs.issuing.manifest import NAME, Provenance, manifest_of
from qmsdocs.issuing.paging import NOTHING_MORE, Extras
from qmsdocs.issuing.papers import decision_papers, paper_to_sign
from qmsdocs.issuing.plan import Plan, Refusal, ended_on, plan_obsolete, plan_release, released_on
from qmsdocs.issuing.redlining import Redlined, Redlines
from qmsdocs.issuing.rendering import Source, attached_forms, rendered_document, rendered_lists
from qmsdocs.issuing.signing import plan_signing
from qmsdocs.issuing.tagging import new_tags, tagged_plan
from qmsdocs.model.document import Document
from qmsdocs.model.files import Listing
from qmsdocs.model.ledger import Revision
from qmsdocs.model.register import Register
from qmsdocs.registers.day import Key, as_of
from qmsdocs.source.files import WorkTree
from qmsdocs.source.reading import load
from qmsdocs.source.usable import refuse_unusable
from qmsdocs.tagged import Tagged, Tags
from qmsdocs.word import Copy
from qmsdocs.word.papers import Deviation, measured


@dataclass(frozen=True, slots=True)
class Issued:
    """A release that was written.

    Args:
        folder: where it lies.
        plan: what was issued, refused and skipped.
        files: names of its files, the manifest last.
        tags: names of the tags that were made.
        unsigned: names of tags that were there already and bear no signature, where signed ones were asked for.
        redlines: what there is of redlines, by code and number of the revision.
        deviations: where a paper is not laid out as asked, by file.
    """

    folder: Path
    plan: Plan
    files: tuple[str, ...]
    tags: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    redlines: tuple[tuple[Key, Redlined], ...] = ()
    deviations: tuple[tuple[str, Deviation], ...] = ()


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
    basis: Collection[str] = (),
    obsolete: bool = False,
    language: str | None = None,
    tag: bool = False,
    sign: bool = False,
    extras: Extras = NOTHING_MORE,
) -> Issued:
    """Issues the Word releases, master lists and manifest of a repository.

    The result is a function of the commit, its tags, ``on`` and the version of qmsdocs. A revision that has a tag is issued
    from there, with the ``qms.yaml``, templates and forms of that commit.

    Args:
        root: folder of ``qms.yaml``.
        out: the output folder; a release in it is replaced as a whole.
        on: the day of the release.
        codes: only these documents; then no lists are written.
        draft: issue drafts too, marked as drafts on every page.
        for_signing: instead of what is approved, issue the named documents that await approval, as they are to be signed.
        basis: codes of what the decision that is printed for signing rests on.
        obsolete: instead, issue the superseded and withdrawn revisions of the named documents, marked so on every page.
        language: of labels, ``vi`` or ``en``; by default that of ``qms.yaml``.
        tag: name what is issued from the work tree by annotated tags, all of them or none.
        sign: sign the tags too, as the user's git configuration says.
        extras: what LibreOffice is to make besides; that depends on the machine.

    Raises:
        NotARepository: there is no ``qms.yaml``, or no document.
        UnknownDocument: a code is not in the register.
        ReleaseBlocked: there are errors in what would be released; nothing was written.
        ReleaseRefused: a named document cannot be issued, or nothing can, a tag is wrong, or there are changes that are
            not committed where tags are to be made; nothing was written.
        HistoryMissing: tags are to be made or read, and git does not hold what is needed.
        UnusableConfiguration: ``qms.yaml``, a profile or a template cannot be used, or the output folder holds
            something else or cannot be written.
        UnfinishedAct: files were put in place while they were read.
    """
    root, target = Path(root), Path(out)
    there = WorkTree(root)
    files = _Noting(there)
    register = load(files)
    refuse_unusable(register)
    if not register.documents and not register.files:
        raise NotARepository(say("there are no documents below {folder}/", folder=register.agency.paths.procedures))
    tags = Tags.at(root, whole=True)
    wanted = ended_on(register, on, codes) if obsolete else released_on(register, on, codes)
    tagged = {} if for_signing else _tagged(tags, wanted)
    if for_signing:
        plan = plan_signing(register, on=on, codes=codes, basis=basis)
    elif obsolete:
        plan = plan_obsolete(register, on=on, codes=codes, tagged=tagged)
    else:
        plan = plan_release(register, on=on, codes=codes, draft=draft, tagged=tagged)
    _refuse_wrong_tags(plan)
    _refuse_errors(register, plan, {code for code, _ in tagged})
    _refuse_empty(plan)
    _refuse_folder(target, root, register, plan)
    head = _head(root, register, files)
    if tag or sign:
        plan = tagged_plan(plan, head)
    tree = Source(as_of(register, on, _older(tagged)), files, language)
    redlines = Redlines(root, tags)
    made, pages = _documents(plan, tree, redlines, extras)
    papers = dict(_papers(plan, tree))
    made |= papers
    if plan.whole:
        made |= rendered_lists(tree, on, drafts=draft)
    made |= extras.pdfs(made)
    made |= redlines.files
    _attach(plan, tree, made)
    made[NAME] = manifest_of(plan, made, Provenance(on, head, tree.labels, language, draft, pages), redlines.made)
    there.refuse_disturbed()
    names = _landed(target, made, root, head, plan if tag or sign else None, sign=sign)
    unsigned = tuple(sorted(each.tag.name for each in tagged.values() if not each.tag.signed)) if sign else ()
    deviations = tuple((name, deviation) for name, data in papers.items() for deviation in measured(data))
    files_made = (*sorted(set(made) - {NAME}), NAME)
    return Issued(target, plan, files_made, names, unsigned, tuple(redlines.made.items()), deviations)


def _documents(
    plan: Plan, tree: Source, redlines: Redlines, extras: Extras
) -> tuple[dict[str, bytes], dict[str, tuple[int, ...]]]:
    """The Word files of the documents, and on which page each heading stands where the contents are to say so.

    Redlines are those of the files without page numbers.
    """
    made = {item.file: rendered_document(item, tree, plan.on) for item in plan.items}
    for item in plan.items:
        redlines.add(item, made[item.file], tree, plan.on)
    pages = extras.pages(made)
    if pages:
        made = {item.file: rendered_document(item, tree, plan.on, pages.get(item.file, ())) for item in plan.items}
    return made, pages


def _papers(plan: Plan, tree: Source) -> Iterator[tuple[str, bytes]]:
    """The decisions that issue the documents of a release, or the one that is to be signed with them."""
    if plan.for_signing:
        yield paper_to_sign(tree, [(item.document, item.entry) for item in plan.items], plan.on, plan.basis)
    else:
        keys = [(item.document.code, item.entry.number) for item in plan.items if item.copy is Copy.ISSUED]
        yield from decision_papers(tree, keys)


def _attach(plan: Plan, tree: Source, made: dict[str, bytes]) -> None:
    """Adds the forms; two that were written differently under one name are a form that changed without new numbers.

    Of a form that several revisions have, the first one is issued: it may look different under another template.
    """
    approved: dict[str, bytes] = {}
    for item in plan.items:
        for form in attached_forms(item, tree):
            if form.name not in made:
                made[form.name], approved[form.name] = form.data, form.original
            elif approved.get(form.name) != form.original:
                raise ReleaseRefused(
                    say(
                        "{code}: the release holds another file called {file}; raise the numbers of the form, or give it "
                        "another code",
                        code=item.document.code,
                        file=form.name,
                    )
                )


class _Noting:
    """Files that remember which of them were read: what a release is made from.

    Args:
        files: the files.
    """

    def __init__(self, files: WorkTree) -> None:
        self._files = files
        self.read_ones: set[str] = set()

    def listing(self, folder: str) -> Listing:
        """The files below a folder."""
        return self._files.listing(folder)

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of a file, at most ``limit`` and one more."""
        data = self._files.read(path, limit)
        self.read_ones.add(posixpath.normpath(path))
        return data


def _head(root: Path, register: Register, files: _Noting) -> Head | None:
    """What the work tree rests on; all that was read counts, profiles too, and what was taken away."""
    paths = register.agency.paths
    folders = (paths.procedures, paths.external, paths.records, paths.templates)
    return head_of(root, {*register.paths, *files.read_ones}, files.read, folders)


def _tagged(tags: Tags, wanted: Iterable[tuple[Document, Revision]]) -> dict[Key, Tagged]:
    """What the tags hold of the revisions that are to be issued."""
    found = {(document.code, entry.number): tags.of(document, entry) for document, entry in wanted}
    return {key: tagged for key, tagged in found.items() if tagged}


def _older(tagged: Mapping[Key, Tagged]) -> dict[Key, Document]:
    return {key: each.right for key, each in tagged.items() if each.right}


def _landed(  # noqa: PLR0913 - what is written, and where
    target: Path, made: Mapping[str, bytes], root: Path, head: Head | None, tagging: Plan | None, *, sign: bool
) -> tuple[str, ...]:
    """Writes the release, then gives its tags their names: a tag never claims a release that is not there.

    The tags are made before, so that nothing is written when they cannot be; killed in between, the same command makes them
    anew.
    """
    tags: Mapping[str, str] = {}
    if tagging and head and head.commit:
        repository = repository_of(root)
        new = new_tags(tagging, head.commit, made[NAME], Tags(repository))
        tags = tag_objects(repository, list(new), sign=sign)
    try:
        folder.swap_in(target, made)
    except OSError as error:
        raise _cannot_be_written(target, error) from error
    if tags:
        land_tags(repository, tags)
    return tuple(tags)


def _refuse_wrong_tags(plan: Plan) -> None:
    for refusal in plan.refusals:
        if refusal.blocking:
            raise _refused(refusal)


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


def _refuse_errors(register: Register, plan: Plan, ledgers: Collection[str]) -> None:
    """Errors of a document that would be issued from the files; of a whole release also files that could not be read.

    Of ``ledgers``, documents that are issued from tags, only the numbers and days count: they say what is in force.
    """
    codes = {item.document.code for item in plan.items if item.snapshot is None}
    unread = {file.path for file in register.files}
    errors = tuple(
        d
        for d in check(register, on=plan.on)
        if d.severity is Severity.ERROR
        and (
            d.document in codes
            or (plan.whole and d.location.path in unread)
            or (d.document in ledgers and d.code in _LEDGER)
        )
    )
    if errors:
        raise ReleaseBlocked(say("{count} errors; nothing was written", count=len(errors)), errors)


_LEDGER = ("QD201", "QD202", "QD203", "QD204", "QD205", "QD206")


def _refuse_empty(plan: Plan) -> None:
    if plan.refusals and (not plan.whole or not plan.items):
        raise _refused(plan.refusals[0])
    if not plan.items:
        raise ReleaseRefused(
            say("no document is in force or approved on {day}; add --draft to issue drafts", day=plan.on.isoformat())
        )


def _refused(refusal: Refusal) -> ReleaseRefused:
    return ReleaseRefused(
        say("{code}: {reason}; {remedy}", code=refusal.document.code, reason=refusal.reason, remedy=refusal.remedy)
    )
