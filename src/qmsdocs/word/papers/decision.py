"""The decision by which documents are issued (quyết định ban hành), from its file in ``records/decisions/``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qmsdocs.language import translator
from qmsdocs.model.decision import Decision
from qmsdocs.model.document import Document, Reference
from qmsdocs.model.ledger import Revision, Signature
from qmsdocs.model.register import Register
from qmsdocs.word.ooxml.elements import Element, R, child, paragraph, sub, text_into
from qmsdocs.word.ooxml.properties import Properties
from qmsdocs.word.papers.basis import basis_lines
from qmsdocs.word.papers.days import day_in_words
from qmsdocs.word.papers.lines import fit_rules
from qmsdocs.word.printing.fields import organization_texts
from qmsdocs.word.printing.people import head_of, name_of, position_of
from qmsdocs.word.template.controls import Filling, Lines
from qmsdocs.word.template.opening import open_template, text_width
from qmsdocs.word.template.vocabulary import DECISION
from qmsdocs.word.writing.package import Package
from qmsdocs.word.writing.pen import Pen, plain_pen
from qmsdocs.word.writing.tables import Grid, shares, table_into, text_cell

_ARTICLE = re.compile(r"(Điều \d+\.)\s*(.*)", re.DOTALL)
_ROOM_FOR_A_NUMBER = "        "
_ROOM_FOR_A_DAY = "ngày ……  tháng …… năm ………"
_ROOM_FOR_A_BASIS = ("Căn cứ ……………………………………………………………………;", "Theo đề nghị của ……………………………………………………….")
_TITLES = ("TT", "Mã hiệu", "Tên tài liệu", "Lần ban hành/ sửa đổi")
_COLUMNS = (1.0, 3.2, 8.6, 3.2)


@dataclass(frozen=True, slots=True)
class Paper:
    """A decision that is to be printed.

    Args:
        number: its number and symbol; empty leaves room for the number.
        on: its day; None leaves room for it.
        decision: its file; None when there is none yet.
        issues: the documents that it issues, with the entries of their ledgers.
        signer: who signs it, None when that is not known.
        register: the other documents and the agency.
        basis: what it is to rest on while it has no file; without any there is room for it.
    """

    number: str
    on: date | None
    decision: Decision | None
    issues: Sequence[tuple[Document, Revision]]
    signer: Signature | None
    register: Register
    basis: Sequence[Reference] = ()


def render_decision(paper: Paper, template: bytes, *, called: str = "decision.docx") -> bytes:
    """The Word file of a decision; always in Vietnamese, the language of the law; the same arguments give the same bytes.

    Args:
        paper: what is printed.
        template: the .docx template.
        called: what errors call the template.

    Raises:
        UnusableConfiguration: the template cannot be used; the message names it and says why.
    """
    opened = open_template(template, DECISION, called)
    package = Package(opened)
    pen = plain_pen(opened, package.relations, text_width(package.main, "decision.documents"), translator("vi"))
    blocks = {
        "decision.articles": lambda parent: _articles_into(pen, parent, _articles(paper)),
        "decision.documents": lambda parent: _documents_into(pen, parent, paper),
    }
    package.fill(Filling(texts=_texts(paper), blocks=blocks))
    fit_rules(package.main, opened.style("Paper Rule"))
    title = " ".join(("Quyết định", paper.number, _title(paper))).strip()
    agency = paper.register.agency.organization.name
    return package.finished(
        Properties(title=title, creator=agency, subject=paper.number, created=paper.on, modified=paper.on)
    )


def _texts(paper: Paper) -> dict[str, Lines]:
    register, decision = paper.register, paper.decision
    agency = register.agency
    place = agency.organization.place or ""
    day = f"ngày {day_in_words(paper.on)}" if paper.on else _ROOM_FOR_A_DAY
    basis = basis_lines(decision.basis, register) if decision else _basis_to_sign(paper)
    return {
        **organization_texts(agency),
        "decision.number": (_padded(paper.number) or f"{_ROOM_FOR_A_NUMBER}/QĐ-…",),
        "decision.place_day": (f"{place}, {day}" if place else day,),
        "decision.title": (_title(paper),),
        "decision.authority": (_authority(paper),),
        "decision.basis": basis,
        "decision.recipients": tuple(_recipients(decision)),
        "decision.signer": _position(paper),
        "decision.name": (name_of(paper.signer, agency),) if paper.signer else (),
        "decision.enclosed": (
            f"(Kèm theo Quyết định số {_padded(paper.number) or '……/QĐ-…'} {day} của {agency.organization.name})",
        ),
    }


def _basis_to_sign(paper: Paper) -> Lines:
    """What it is to rest on, with room for who proposes it."""
    if not paper.basis:
        return _ROOM_FOR_A_BASIS
    named = basis_lines(paper.basis, paper.register)
    return *(line.rstrip(";.") + ";" for line in named), _ROOM_FOR_A_BASIS[-1]


def _padded(number: str) -> str:
    """Numbers below 10 have a nought before them."""
    return f"0{number}" if re.match(r"[1-9](?!\d)", number) else number


def _title(paper: Paper) -> str:
    if paper.decision and paper.decision.title:
        return paper.decision.title
    return "Ban hành tài liệu của Hệ thống quản lý chất lượng"


def _authority(paper: Paper) -> str:
    """The head of the agency as such: position and agency."""
    agency = paper.register.agency
    head = head_of(agency, paper.on)
    return f"{head} {agency.organization.name}" if head else agency.organization.name


def _position(paper: Paper) -> Lines:
    if paper.signer is None or not paper.issues:
        return ()
    return position_of(paper.signer, "approve", paper.issues[0][0], paper.register.agency)


def _recipients(decision: Decision | None) -> Iterator[str]:
    """Each line begins with a dash and ends with a semicolon; the last one says where it is kept."""
    named = [line.strip().lstrip("-").strip().rstrip(";.") for line in (decision.recipients if decision else ())]
    kept = next((line for line in named if line.startswith("Lưu")), "Lưu: VT")
    for line in [line for line in named if line != kept] or ["Như Điều 3"]:
        yield f"- {line};"
    yield f"- {kept}."


# --- what is ordered


def _articles(paper: Paper) -> list[str]:
    """The articles of the decision; those that every such decision has, when its file has none."""
    if paper.decision and paper.decision.articles:
        written = [
            text if _ARTICLE.match(text) else f"Điều {number}. {text}"
            for number, text in enumerate(paper.decision.articles, 1)
        ]
    else:
        written = _usual_articles(paper)
    return [*written[:-1], written[-1].rstrip(" ./") + "./."]


def _usual_articles(paper: Paper) -> list[str]:
    count = len(paper.issues)
    days = {entry.in_force_from or entry.effective for _, entry in paper.issues} - {None}
    day = next(iter(days)) if len(days) == 1 else None
    begins = f"từ ngày {day_in_words(day)}" if day and day != paper.on else "kể từ ngày ký"
    return [
        f"Điều 1. Ban hành kèm theo Quyết định này {count:02d} tài liệu của Hệ thống quản lý chất lượng tại Phụ lục.",
        f"Điều 2. Quyết định này có hiệu lực {begins}. Các tài liệu cùng mã hiệu ban hành trước đây được thay thế.",
        "Điều 3. Thủ trưởng các đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.",
    ]


def _articles_into(pen: Pen, parent: Element, articles: Sequence[str]) -> None:
    style = pen.style("Paper Text")
    for article in articles:
        made = paragraph(parent, style)
        found = _ARTICLE.match(article)
        if found:
            lead = sub(made, R)
            properties = child(lead, "w:rPr")
            child(properties, "w:b")
            child(properties, "w:bCs")
            text_into(lead, found[1])
        text_into(sub(made, R), f" {found[2]}" if found else article)


def _documents_into(pen: Pen, parent: Element, paper: Paper) -> None:
    """The appendix: number, code, title, issue and revision of what is issued."""
    rows = [
        (str(number), document.printed_code, document.title, f"{entry.issue:02d}/{entry.revision:02d}")
        for number, (document, entry) in enumerate(paper.issues, 1)
    ]
    grid = Grid(shares(pen.width, _COLUMNS), ("center", "", "", "center"))
    table_into(
        pen, parent, grid, [text_cell(title) for title in _TITLES], ([text_cell(t) for t in row] for row in rows)
    )
