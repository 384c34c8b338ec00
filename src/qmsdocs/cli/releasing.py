"""``qmsdocs release``."""

from __future__ import annotations

from datetime import date

import click

from qmsdocs import __version__
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, argument, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.issuing import Issued, ReleaseBlocked, release
from qmsdocs.issuing.paging import NOTHING_MORE, Extras
from qmsdocs.issuing.sealing import Key
from qmsdocs.language import LANGUAGES
from qmsdocs.report import Run, render
from qmsdocs.rules import RULES
from qmsdocs.word.papers import Deviation

INCOMPLETE = 1
"""What is in force could not all be issued: the rest was, but nobody should take it for the whole."""


@verb(
    "release",
    help="Checks, then issues the Word file of each document that is in force or approved, the master lists and the "
    "manifest. With CODE, only these documents and no lists. An error in one of them: nothing is written.",
)
@argument("codes", nargs=-1, metavar="[CODE]...")
@option(
    "--out",
    metavar="DIR",
    help="the folder to write; a release in it is replaced as a whole; default: dist, dist-signing or dist-obsolete",
)
@option("--on", type=DAY, metavar="DAY", help="the day of the release; default: today")
@option("--draft", is_flag=True, help="issue drafts too, marked as drafts on every page")
@option(
    "--for-signing",
    is_flag=True,
    help="print the documents CODE that await approval as the leader signs them: with room for number, days and "
    "signature, and the code of the content on every page",
)
@option(
    "--basis",
    multiple=True,
    metavar="CODE",
    help="with --for-signing: a document that the decision rests on; may be given many times",
)
@option(
    "--obsolete",
    is_flag=True,
    help="issue the superseded and withdrawn revisions of the documents CODE instead, marked so on every page",
)
@option(
    "--language", type=OneOf(LANGUAGES), metavar="vi|en", help="language of printed labels; default: that of qms.yaml"
)
@option("--tag", is_flag=True, help="name what was issued by git tags that say what was approved: CODE/ISSUE.REVISION")
@option("--sign", is_flag=True, help="make the tags and sign them, as your git configuration says")
@option("--pdf", is_flag=True, help="make a PDF file beside each Word file; needs LibreOffice")
@option(
    "--paged",
    is_flag=True,
    help="print page numbers in the contents, as this machine's fonts lay out the pages; needs LibreOffice",
)
@option(
    "--key",
    metavar="FILE",
    help="sign the PDF files with this key (PKCS#12); its passphrase is asked for, or taken from QMSDOCS_PASSPHRASE",
)
@click.pass_obj
def release_verb(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    *,
    codes: tuple[str, ...],
    out: str | None,
    on: date | None,
    draft: bool,
    for_signing: bool,
    basis: tuple[str, ...],
    obsolete: bool,
    language: str | None,
    tag: bool,
    sign: bool,
    pdf: bool,
    paged: bool,
    key: str | None,
) -> int:
    """Issues what is approved."""
    if draft and for_signing:
        raise UnusableConfiguration(say("--draft and --for-signing exclude one another; what is signed is no draft"))
    if obsolete and (draft or for_signing or tag or sign):
        raise UnusableConfiguration(say("--obsolete goes with none of --draft, --for-signing, --tag and --sign"))
    if basis and not for_signing:
        raise UnusableConfiguration(
            say("--basis goes with --for-signing; what a signed decision rests on stands in its file")
        )
    day = session.day(on)
    target = session.path(out) if out else session.root / _folder(for_signing=for_signing, obsolete=obsolete)
    try:
        issued = release(
            session.root,
            out=target,
            on=day,
            codes=codes,
            draft=draft,
            for_signing=for_signing,
            basis=basis,
            obsolete=obsolete,
            language=language,
            tag=tag,
            sign=sign,
            extras=_extras(session, pdf=pdf, paged=paged, key=key),
        )
    except ReleaseBlocked as blocked:
        run = Run(day, __version__, session.translate, session.language, rules=RULES)
        session.terminal.error(render("concise", blocked.diagnostics, run).rstrip("\n"))
        session.complain(blocked.message)
        return blocked.exit_code
    _report(session, issued)
    if issued.unsigned:
        session.complain(
            say(
                "there were unsigned tags already: {names}; a tag is never made anew, so they stay unsigned",
                names=", ".join(issued.unsigned),
            )
        )
    return INCOMPLETE if issued.plan.refusals else 0


def _folder(*, for_signing: bool, obsolete: bool) -> str:
    return "dist-signing" if for_signing else "dist-obsolete" if obsolete else "dist"


def _extras(session: Session, *, pdf: bool, paged: bool, key: str | None) -> Extras:
    """What LibreOffice is to make besides."""
    if key and not pdf:
        raise UnusableConfiguration(say("--key signs PDF files; add --pdf"))
    if not (pdf or paged):
        return NOTHING_MORE
    from qmsdocs.office.convert import Office  # noqa: PLC0415 - only for these options

    office = Office.found(session.environment.get("PATH"))
    return Extras(office, paged, pdf, Key(session.path(key), _passphrase(session)) if key else None)


def _passphrase(session: Session) -> str | None:
    given = session.environment.get("QMSDOCS_PASSPHRASE")
    if given is None and session.terminal.interactive:
        given = click.prompt(
            session.text(say("Passphrase of the key")), hide_input=True, default="", show_default=False
        )
    return given or None


def _report(session: Session, issued: Issued) -> None:
    plan = issued.plan
    for item in plan.items:
        session.terminal.result(f"{item.file}  {item.document.title}\n")
    for refusal in plan.refusals:
        session.complain(
            say("{code}: {reason}; {remedy}", code=refusal.document.code, reason=refusal.reason, remedy=refusal.remedy)
        )
    for (code, number), redlined in issued.redlines:
        if redlined.reason:
            session.print(
                say(
                    "{code} {number}: no redline against {since}: {reason}",
                    code=code,
                    number=number,
                    since=redlined.since,
                    reason=redlined.reason,
                )
            )
    for file, deviation in issued.deviations:
        session.complain(_strays(file, deviation))
    if plan.skipped:
        names = ", ".join(document.code for document in plan.skipped)
        session.print(say("not issued, because drafts or withdrawn: {names}", names=names))
    if issued.tags:
        session.print(
            say(
                "{count} tags were made: {names}; send them on with `git push --tags`",
                count=len(issued.tags),
                names=", ".join(issued.tags),
            )
        )
    session.print(
        say(
            "{documents} documents, {files} files in {folder}",
            documents=len(plan.items),
            files=len(issued.files),
            folder=issued.folder,
        )
    )
    if plan.for_signing:
        codes = tuple(item.document.code for item in plan.items)
        session.print(_once_signed(codes, plan.basis))


def _once_signed(codes: tuple[str, ...], basis: tuple[str, ...]) -> Message:
    if not basis:
        return say(
            "once signed: `qmsdocs approve {codes} --by ID --on DAY --decision NUMBER --evidence FILE`", codes=codes
        )
    return say(
        "once signed: `qmsdocs approve {codes} --by ID --on DAY --decision NUMBER --evidence FILE {basis}`",
        codes=codes,
        basis=tuple(word for code in basis for word in ("--basis", code)),
    )


def _strays(file: str, deviation: Deviation) -> Message:
    """Where a paper strays from the decree, and where to mend it."""
    if deviation.element == "basis" and deviation.is_missing:
        return say(
            "{file} names nothing that the decision rests on (căn cứ), as Nghị định 30/2020/NĐ-CP asks; write it as basis: "
            "into the file of the decision in records/decisions",
            file=file,
        )
    return say(
        "{file} is not laid out as Nghị định 30/2020/NĐ-CP asks: {element} should be {asked}, it is {found}; "
        "see templates/decision.docx",
        file=file,
        element=deviation.called,
        asked=deviation.asked,
        found=deviation.found,
    )
