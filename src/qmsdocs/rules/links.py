"""QD308 to QD312 and QD316: links, images and references to sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from qmsdocs.diagnostics import Message, Place, TextSpan, say
from qmsdocs.markdown.links import leaves_repository, path_of, scheme_of
from qmsdocs.markdown.tree import Inline, span_in
from qmsdocs.model.codes import code_key
from qmsdocs.model.document import Document
from qmsdocs.model.external import ExternalDocument
from qmsdocs.model.register import AnyDocument, Register
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, did_you_mean, rule

_SCHEMES = ("http", "https", "mailto")
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}$")


def _links(document: AnyDocument, context: Context, kind: str) -> list[Inline]:
    """The links or images of a text; most texts have none."""

    def make() -> list[Inline]:
        text = document.origin.text
        return context.prose(document).links if any(sign in text for sign in ("](", "]:", "<", "][")) else []

    return [link for link in context.once("links", make, of=document) if link.kind == kind]


def _at(link: Inline) -> Place:
    return TextSpan(link.start, link.end)


@rule("QD308", ERROR, "format.md, section 4", of=Document)
def dead_link(document: Document, context: Context) -> Iterator[Problem]:
    """A link leads to a section or step of the text, or to a form or document.

    Why: A link that leads nowhere is found by the reader who needs it.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị, xem [bước xem xét](#xem-set).
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị, xem [bước xem xét](#xem-xet), [quy định chung](#quy-dinh-chung), [danh mục](BM-02-01), [quy trình](QT-01).
    """
    links = _links(document, context, "link")
    known = {f"#{name}": None for name in anchors(document, context)} if links else {}
    for link in links:
        target = unquote(link.target)
        if target.startswith("#"):
            if target not in known:
                otherwise = say("link to a heading (#muc-dich) or to the id of a step (#xem-xet)")
                yield Problem(
                    say("there is no section or step {target}", target=target),
                    did_you_mean(target, known, otherwise),
                    at=_at(link),
                )
        elif not (
            _is_code(target, context.register)
            or scheme_of(link.target)
            or _is_mail(link, target)
            or leaves_repository(document.origin.folder, target)
        ):
            yield _nowhere(target, link, context.register)
    if document.origin.text.count("](") > len(links) + len(_links(document, context, "image")):
        yield from _not_taken_for_links(document, context)


def anchors(document: Document, context: Context) -> list[str]:
    """What a link ``#name`` may lead to: headings by their slugs, and steps by their ids."""
    return [heading.slug for heading in context.prose(document).headings] + [step.id for step in document.steps]


def _is_mail(link: Inline, target: str) -> bool:
    """An address in angle brackets, which comes without its scheme."""
    return "@" in target and link.plain == target


def _is_code(target: str, register: Register) -> bool:
    return (
        register.find(target) is not None
        or code_key(target) in register.forms_by_key
        or register.could_not_be_read(target)
    )


def _nowhere(target: str, link: Inline, register: Register) -> Problem:
    if ("/" in target and _FILE.search(target)) or target.lower().endswith((".md", ".docx", ".xlsx", ".pdf")):
        name = target.rpartition("/")[2].rpartition(".")[0]
        remedy = say("link to the code of the form or document, for example [text](QT-01)")
        if name and _is_code(name, register):
            remedy = say("write the code: [text]({code})", code=name)
        return Problem(
            say("the link names the file {target}, which a printed document cannot open", target=target),
            remedy,
            at=_at(link),
        )
    codes = [document.code for document in register.everything] + [
        form.code for pairs in register.forms_by_key.values() for _, form in pairs
    ]
    message = say("there is no form or document {target}", target=target or "()")
    return Problem(
        message,
        did_you_mean(target, codes, say("link to the code of a form or document, or to #a-heading")),
        at=_at(link),
    )


_LOOKS_LIKE_LINK = re.compile(r"\[[^\[\]\n]+\]\([^()\n]*\)")


def _not_taken_for_links(document: Document, context: Context) -> Iterator[Problem]:
    for inline in context.prose(document).inlines:
        if inline.kind == "text" and "](" in inline.text:
            for found in _LOOKS_LIKE_LINK.finditer(inline.text):
                yield Problem(
                    say("{text} is printed as it stands, for it is no link", text=found[0]),
                    say("a target with spaces stands between angle brackets: [text](<TCVN ISO 9001:2015>)"),
                    at=span_in(inline, found.start(), found.end()),
                )


@rule("QD310", ERROR, "format.md, section 4", of=Document)
def image_missing(document: Document, context: Context) -> Iterator[Problem]:
    """Every image is a file of the repository.

    Why: An image that is not there is missing in the printed document.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ kho lưu trữ](so-do.png)
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ kho lưu trữ](so-do.png)
        --- procedures/QT-02/so-do.png
        PNG
    """
    folder = document.origin.folder
    for image in _links(document, context, "image"):
        target = unquote(image.target)
        path = path_of(folder, target)
        if scheme_of(image.target) or leaves_repository(folder, target) or path in context.register.paths:
            continue
        inside = [
            other.removeprefix(folder + "/")
            for other in sorted(context.register.paths)
            if other.startswith(folder + "/")
        ]
        near = [other for other in inside if not other.endswith((".yaml", ".md"))]
        otherwise = say("put the file into the folder of the document, and write its path from there with /")
        yield Problem(say("there is no image {path}", path=path), did_you_mean(target, near, otherwise), at=_at(image))


@rule("QD311", ERROR, "format.md, section 4", of=Document)
def path_outside_repository(document: Document, context: Context) -> Iterator[Problem]:
    """Links and images stay inside the repository.

    Why: What lies on somebody's computer or on a web page is not controlled, and may be missing or changed tomorrow.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ](../../../so-do.png)
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ](../QT-01/so-do.png)
        --- procedures/QT-01/so-do.png
        PNG
    """
    folder = document.origin.folder
    for kind in ("image", "link"):
        for link in _links(document, context, kind):
            target = unquote(link.target)
            if kind == "image" and scheme_of(link.target) in ("http", "https"):
                message = say("the image {target} lies on a web page", target=target)
                yield Problem(message, say("put the file itself into the folder of the document"), at=_at(link))
            elif (
                not scheme_of(link.target)
                and leaves_repository(folder, target)
                and not _is_code(target, context.register)
            ):
                remedy = say("put the file into the folder of the document, and write its path from there")
                if kind == "link":
                    remedy = say("link to the code of a form or document, for example [text](QT-01)")
                yield Problem(say("{target} leads out of the repository", target=target), remedy, at=_at(link))


@rule("QD312", ERROR, "format.md, section 4", of=AnyDocument)
def unsafe_link(document: AnyDocument, context: Context) -> Iterator[Problem]:
    """Addresses begin with http, https or mailto.

    Why: Other addresses run programs or open files on the computer of the person who clicks on them.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Xem [danh sách](javascript:alert(1)).
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Xem [danh sách](https://example.vn/danh-sach) hoặc viết cho <vanthu@example.vn>.
    """
    if isinstance(document, ExternalDocument):
        yield from _unsafe_source(document)
    for link in (*_links(document, context, "link"), *_links(document, context, "image")):
        scheme = scheme_of(link.target)
        allowed = _SCHEMES if link.kind == "link" else ("http", "https")  # QD311 tells about images on web pages
        if scheme and scheme not in allowed and not _is_code(unquote(link.target), context.register):
            yield Problem(
                _unsafe(scheme, link.target),
                say("write an address that begins with https://, or the code of a document"),
                _at(link),
            )


_PROGRAMS = frozenset({"javascript", "vbscript", "data", "file"})


def _unsafe_source(external: ExternalDocument) -> Iterator[Problem]:
    """A source may also be a place in words, such as the name of a gazette; before its colon there is no scheme."""
    source = external.source or ""
    scheme = scheme_of(source)
    if scheme and scheme not in ("http", "https") and (scheme in _PROGRAMS or "://" in source):
        remedy = say("write an address that begins with https://, or the place of the text in words")
        yield Problem(_unsafe(scheme, source), remedy, at=("source",))


def _unsafe(scheme: str, target: str) -> Message:
    shown = target if len(target) <= 40 else target[:39] + "…"
    return say("an address that begins with {scheme}: is not allowed ({target})", scheme=scheme, target=shown)


@rule("QD316", WARNING, "format.md, section 4", of=Document)
def image_without_alternative_text(document: Document, context: Context) -> Iterator[Problem]:
    """Every image has a text that says what it shows.

    Why: The text is read out to people who cannot see, and stands for the image where it cannot be shown.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![](so-do.png)
        --- procedures/QT-02/so-do.png
        PNG
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ kho lưu trữ](so-do.png)
        --- procedures/QT-02/so-do.png
        PNG
    """
    for image in _links(document, context, "image"):
        if not image.plain.strip():
            message = say("image {target} has no alternative text", target=unquote(image.target))
            yield Problem(
                message,
                say("say between the brackets what it shows: ![Sơ đồ tổ chức]({target})", target=image.target),
                at=_at(image),
            )


_PRINTED = (".png", ".jpg", ".jpeg")


@rule("QD319", ERROR, "format.md, section 4", of=Document)
def image_not_printable(document: Document, context: Context) -> Iterator[Problem]:
    """Images are PNG or JPEG files.

    Why: Others cannot be printed everywhere; the paper would show their names in place of the pictures.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ kho lưu trữ](so-do.svg)
        --- procedures/QT-02/so-do.svg
        SVG
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        ![Sơ đồ kho lưu trữ](so-do.png)
        --- procedures/QT-02/so-do.png
        PNG
    """
    for image in _links(document, context, "image"):
        target = unquote(image.target)
        if path_of(document.origin.folder, target) in context.register.paths and not target.lower().endswith(_PRINTED):
            yield Problem(
                say("image {path} is neither a PNG nor a JPEG file", path=target),
                say("save it as PNG (drawings, screenshots) or JPEG (photographs)"),
                at=_at(image),
            )


RULES: tuple[Rule, ...] = (image_missing, path_outside_repository, unsafe_link)
