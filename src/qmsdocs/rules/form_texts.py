"""QD4xx: what is written in forms that are text. The tuple ``RULES`` of the family stands in :mod:`qmsdocs.rules.steps`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsdocs.diagnostics import Message, TextSpan, line_of, say
from qmsdocs.markdown.blanks import Slip, SlipKind
from qmsdocs.markdown.forms import FormText, form_text
from qmsdocs.markdown.links import path_of
from qmsdocs.model.document import Document, Form
from qmsdocs.model.register import Fault
from qmsdocs.rules.base import ERROR, Context, rule


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that is Markdown, with its text.

    Args:
        form: as its document lists it.
        path: of its file.
        text: what it says.
    """

    form: Form
    path: str
    text: FormText


def sheets_of(document: Document, context: Context) -> tuple[Sheet, ...]:
    """The forms of a document that are Markdown and could be read; each is parsed once."""
    texts = document.origin.forms
    if not texts:
        return ()

    def make() -> tuple[Sheet, ...]:
        folder = document.origin.folder
        listed = ((form, path_of(folder, form.file or "")) for form in document.forms if form.is_text)
        return tuple(Sheet(form, path, form_text(texts[path])) for form, path in listed if path in texts)

    return context.once("sheets", make, of=document)


def fault_in(sheet: Sheet, span: TextSpan, message: Message, remedy: Message, document: Document) -> Fault:
    """A fault at a place of a form."""
    source = sheet.text.prose.source
    data = source.encode()
    before = data[: span.start].decode("utf-8", "ignore")
    line = before.count("\n") + 1
    meant = data[span.start : span.end].decode("utf-8", "ignore").split("\n")[0].rstrip()
    column = len(before) - before.rfind("\n")
    return Fault(
        "form-text", sheet.path, line, column, message, remedy, document.code, line_of(source, line), max(len(meant), 1)
    )


def _slips(document: Document, context: Context, *kinds: SlipKind) -> Iterator[tuple[Sheet, Slip]]:
    for sheet in sheets_of(document, context):
        for slip in sheet.text.slips:
            if slip.kind in kinds:
                yield sheet, slip


@rule("QD419", ERROR, "format.md, section 4", of=Document)
def blank_not_closed(document: Document, context: Context) -> Iterator[Fault]:
    """A blank of a form is closed, and holds no other one.

    Why: What is not closed is printed with its brackets, and nobody can write there.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Đơn vị: [[Đơn vị]]
    """
    for sheet, slip in _slips(document, context, "unclosed"):
        message = say("{mark} stands alone", mark=slip.text)
        remedy = say("write a blank as [[Name]], without other brackets in it; for brackets as such write \\[\\[")
        yield fault_in(sheet, slip.span, message, remedy, document)


@rule("QD420", ERROR, "format.md, section 4", of=Document)
def blank_without_name(document: Document, context: Context) -> Iterator[Fault]:
    """A blank has a name, which Word can hold.

    Why: The name is what people read when they come to the blank, by eye or by ear, and how programs find what was
    written in it.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Ngày lập: [[: ngày]]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Ngày lập: [[Ngày lập: ngày]]

        | TT | Hồ sơ | Hạn |
        |---|---|---|
        | [[# 5]] | | [[: ngày]] |
    """
    for sheet, slip in _slips(document, context, "unnamed", "too-long"):
        if slip.kind == "too-long":
            message = say("the name of a blank has more than {limit} characters", limit=slip.at_most)
            remedy = say("write the explanation beside the blank, and a short name into it")
        else:
            message = say("a blank has no name")
            remedy = say("write its name first, for example [[Ngày lập: ngày]]; only cells below a heading need none")
        yield fault_in(sheet, slip.span, message, remedy, document)


@rule("QD421", ERROR, "format.md, section 4", of=Document)
def unknown_kind_of_blank(document: Document, context: Context) -> Iterator[Fault]:
    """After the colon of a blank stands a kind that the repository format knows.

    Why: A mistyped kind would give a blank in which anything can be written, and no calendar or list to choose from.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Ngày lập: [[Ngày lập: ngay]]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Ngày lập: [[Ngày lập: ngày]]
    """
    for sheet, slip in _slips(document, context, "unknown-kind"):
        if slip.at_most:
            message = say("{text} is not a number from 1 to {limit}", text=slip.text, limit=slip.at_most)
            remedy = say("write for example [[# 10]] or [[Lý do: đoạn 5]]")
        else:
            message = say("{kind} is no kind of blank", kind=slip.text or "“”")
            remedy = say("write ngày, số, đoạn, or options with / between them; without a colon it is a line of text")
        yield fault_in(sheet, slip.span, message, remedy, document)


@rule("QD422", ERROR, "format.md, section 4", of=Document)
def choice_without_options(document: Document, context: Context) -> Iterator[Fault]:
    """A choice has at least two options, each of them once.

    Why: Where there is nothing to choose, the answer is no record of anything; Word refuses a list with an option twice.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Kết luận: [[Kết luận: Đủ /]]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Kết luận: [[Kết luận: Đủ / Thiếu]]
    """
    for sheet, slip in _slips(document, context, "poor-choice"):
        message = say("{options} is not a choice between different options", options=slip.text)
        remedy = say("write at least two different options with / between them")
        yield fault_in(sheet, slip.span, message, remedy, document)


@rule("QD423", ERROR, "format.md, section 4", of=Document)
def blank_of_two_kinds(document: Document, context: Context) -> Iterator[Fault]:
    """Blanks with one name are of one kind.

    Why: The same name means the same value; a day in one place and words in another cannot be the same.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Thời hạn: [[Thời hạn: ngày]]

        Nhắc lại thời hạn: [[Thời hạn]]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Thời hạn: [[Thời hạn: ngày]]

        Lý do của thời hạn: [[Lý do của thời hạn]]
    """
    for sheet, slip in _slips(document, context, "two-kinds"):
        message = say("the blank {name} stands here with another kind than before", name=slip.text)
        remedy = say("give it a name of its own, or the same kind")
        yield fault_in(sheet, slip.span, message, remedy, document)


@rule("QD424", ERROR, "format.md, section 4", of=Document)
def repeated_row_misplaced(document: Document, context: Context) -> Iterator[Fault]:
    """The number of a row that is repeated stands alone in the first cell of the last row of a table.

    Why: Rows are added at the end of a table; anywhere else the number would be printed as it is written.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        | TT | Hồ sơ |
        |---|---|
        | [[# 5]] | |
        | | Cộng: [[Cộng: số]] |
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        | TT | Hồ sơ |
        |---|---|
        | [[# 5]] | |

        Cộng: [[Cộng: số]]
    """
    for sheet, slip in _slips(document, context, "misplaced-row"):
        message = say("{mark} does not stand alone in the first cell of the last row of a table", mark=slip.text)
        remedy = say("make it the last row, write what follows below the table, or leave the mark out")
        yield fault_in(sheet, slip.span, message, remedy, document)


@rule("QD425", ERROR, "format.md, section 4", of=Document)
def writing_room_not_alone(document: Document, context: Context) -> Iterator[Fault]:
    """Room for several lines stands alone in its paragraph or cell.

    Why: Lines to write on go from margin to margin; in the middle of a sentence there is no room for them.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Lý do: [[Lý do: đoạn 4]]
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, file: BM-02-01.md}
        --- procedures/QT-02/BM-02-01.md
        Lý do:

        [[Lý do: đoạn 4]]
    """
    for sheet, slip in _slips(document, context, "crowded"):
        message = say("the lines for {name} do not stand alone in their paragraph or cell", name=slip.text)
        remedy = say("put an empty line before and after them")
        yield fault_in(sheet, slip.span, message, remedy, document)
