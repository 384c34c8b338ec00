"""QD4xx: what does not belong into the text of a form, and forms that are lists.

The tuple ``RULES`` of the family stands in :mod:`qmsdocs.rules.steps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdocs.diagnostics import Message, TextSpan, say
from qmsdocs.markdown.forms import LETTERHEAD
from qmsdocs.markdown.placeholders import SENTENCE_NAMES, Placeholder, placeholders, value_of
from qmsdocs.markdown.tree import span_in
from qmsdocs.model.document import Document
from qmsdocs.model.register import Fault, Register
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, did_you_mean, rule
from qmsdocs.rules.form_texts import Sheet, fault_in, sheets_of

_REFUSED: dict[str, Message] = {
    "HTML": say("HTML stands in a form"),
    "footnote": say("a footnote stands in a form"),
    "image": say("an image stands in a form"),
}
_NATIONAL_NAME = "cộng hòa xã hội chủ nghĩa việt nam"
_NOT_A_LETTER = re.compile(r"[\W_]+")


@rule("QD426", ERROR, "format.md, section 4", of=Document)
def placeholder_in_form(document: Document, context: Context) -> Iterator[Fault]:
    """In a form stand only placeholders for names, and that of the letterhead.

    Why: Steps, records and the other tables belong to the document; in a form they, and what is unknown, would be printed
    with their braces.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]]

        {{ records }}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        {{ letterhead }}

        Kính gửi: {{ units.VP }}

        Đơn vị: [[Đơn vị]]
    """
    for sheet in sheets_of(document, context):
        texts = [i for i in sheet.text.prose.inlines if i.kind == "text" and "{" in i.text]
        for inline in texts:
            for found in placeholders(inline.text):
                if problem := _unfit(found, context):
                    yield fault_in(sheet, span_in(inline, found.start, found.end), *problem, document)


def _unfit(found: Placeholder, context: Context) -> tuple[Message, Message] | None:
    name, units = found.name, [f"units.{unit}" for unit in context.agency.units]
    if name == LETTERHEAD or (found.kind == "sentence" and value_of(name, context.agency) is not None):
        return None
    if found.kind == "block":
        message = say("{{{{ {name} }}}} stands in a form, where no tables of the document are printed", name=name)
        return message, say("write the table out with blanks in it, or leave it out")
    if found.kind == "sentence" and not name.startswith("units."):
        return say("qms.yaml does not say {name}", name=name), say("add it there, or write the words out")
    known = (LETTERHEAD, *SENTENCE_NAMES, *units)
    otherwise = say("known are: {names}", names=", ".join(known))
    return say("unknown placeholder {{{{ {name} }}}}", name=name), did_you_mean(name, known, otherwise)


@rule("QD427", ERROR, "format.md, section 4", of=Document)
def letterhead_misplaced(document: Document, context: Context) -> Iterator[Fault]:
    """The letterhead stands once, alone in the first paragraph of a form.

    Why: It is the head of the paper; anywhere else it would be printed as it is written.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]]

        {{ letterhead }}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        {{ letterhead }}

        Đơn vị: [[Đơn vị]]
    """
    for sheet in sheets_of(document, context):
        for slip in sheet.text.slips:
            if slip.kind == "misplaced-letterhead":
                message = say("{{{{ letterhead }}}} does not stand alone in the first paragraph")
                yield fault_in(sheet, slip.span, message, say("move it to the beginning, or leave it out"), document)


@rule("QD428", ERROR, "format.md, section 4", of=Document)
def unfit_for_form(document: Document, context: Context) -> Iterator[Fault]:
    """A form holds no HTML, footnotes or images.

    Why: They would be left out when the form is printed, and nobody would notice.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]]<br>
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]]
    """
    for sheet in sheets_of(document, context):
        for slip in sheet.text.slips:
            if slip.kind == "refused":
                yield fault_in(sheet, slip.span, _REFUSED[slip.text], say("write it as plain text"), document)


@rule("QD429", WARNING, "format.md, section 4", of=Document)
def typed_again_in_form(document: Document, context: Context) -> Iterator[Fault]:
    """A form does not type its title, its code, the name of the agency or the national name.

    Why: They are printed from the YAML files; typed once more they say something else after the next change, and in
    another agency.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        # DANH MỤC HỒ SƠ

        Đơn vị: [[Đơn vị]]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]] của {{ organization.name }}
    """
    for sheet in sheets_of(document, context):
        for span, what, remedy in _typed(sheet, context):
            yield fault_in(sheet, span, say("the {what} is typed in the form", what=what), remedy, document)


def _typed(sheet: Sheet, context: Context) -> Iterator[tuple[TextSpan, Message, Message]]:
    code, agency, title = _bare(sheet.form.code), _bare(context.agency.organization.name), _bare(sheet.form.title)
    for block in sheet.text.prose.every:
        words = _bare(block.plain) if block.inlines else ""
        span = TextSpan(block.inlines[0].start, block.inlines[-1].end) if words else TextSpan(0, 0)
        if words == title:
            yield span, say("title"), say("delete it; it is printed from the YAML file")
        elif f" {code} " in f" {words} ":
            yield span, say("code"), say("delete it; it is printed from the YAML file")
        elif f" {_NATIONAL_NAME} " in f" {words} ":
            yield span, say("national name"), say("begin the form with {{{{ letterhead }}}}")
        elif f" {agency} " in f" {words} ":
            yield span, say("name of the agency"), say("write {{{{ organization.name }}}}")


def _bare(text: str) -> str:
    """A text without anything but its words."""
    return _NOT_A_LETTER.sub(" ", text.casefold()).strip()


@rule("QD430", ERROR, "format.md, section 4", of=Document)
def form_of_two_sources(document: Document, context: Context) -> Iterator[Problem]:
    """A form is made from one thing: a file, or a list; only a text is appended to its document.

    Why: A list is printed by the tool from what is in the repository; a file beside it would be a second, older list.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.docx, list: records}
        --- procedures/QT-02/BM-02-01.docx
        (biểu mẫu)
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, list: records}
    """
    for index, form in enumerate(document.forms):
        if form.list and form.file:
            yield Problem(
                say("form {code} is a list and has a file", code=form.code),
                say("leave out file, or list"),
                at=("forms", index, "list"),
            )
        elif form.appended and not form.is_text:
            yield Problem(
                say("form {code} is appended, but has no text", code=form.code),
                say("only forms whose file ends with .md are appended; leave out appended"),
                at=("forms", index, "appended"),
            )


@rule("QD431", ERROR, "ISO 9001:2015, 7.5.2a", of=Register)
def list_of_two_forms(register: Register, context: Context) -> Iterator[Problem]:
    """Each master list is printed as one form.

    Why: A list carries the code and numbers of its form; it cannot carry two.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, list: records}
          - {code: BM-02-02, title: Danh mục hồ sơ của cơ quan, list: records}
        records:
          - {title: Danh mục hồ sơ, form: BM-02-02, keeper: VP, retention: 5 năm}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, list: records}
    """
    first: dict[str, str] = {}
    for document in register.documents:
        for index, form in enumerate(document.forms if document.withdrawn is None else ()):
            other = first.setdefault(form.list, form.code) if form.list else form.code
            if other != form.code:
                yield Problem(
                    say("form {code} is the same list as form {other}", code=form.code, other=other),
                    say("keep it for one of them"),
                    at=("forms", index, "list"),
                    of=document,
                )
