"""QD307, QD320: tables that are printed from the YAML file and need not be typed, and tables that lose text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from qmsdocs.diagnostics import Message, TextSpan, say
from qmsdocs.markdown.tree import Block
from qmsdocs.model.document import Document
from qmsdocs.rules.base import ERROR, Context, Problem, Rule, rule
from qmsdocs.rules.layout import Layout, Part, layout_of

_SIGNING = frozenset(
    {"soạn thảo", "người soạn thảo", "biên soạn", "người biên soạn", "lập", "người lập", "xem xét", "người xem xét", "kiểm tra",
     "người kiểm tra", "soát xét", "người soát xét", "phê duyệt", "người phê duyệt", "prepared by", "reviewed by", "approved by"}
)  # fmt: skip
_BESIDE_SIGNING = frozenset(
    {
        "",
        "trách nhiệm",
        "họ và tên",
        "họ tên",
        "chức vụ",
        "chức danh",
        "chữ ký",
        "ký",
        "ngày",
        "ngày ký",
        "name",
        "position",
        "signature",
        "date",
    }
)
_COVER = frozenset(
    {
        "mã hiệu",
        "mã số",
        "mã tài liệu",
        "lần ban hành",
        "lần sửa đổi",
        "ngày ban hành",
        "ngày hiệu lực",
        "code",
        "issue",
        "revision",
    }
)
_TIMES_CHANGED = frozenset(
    {"lần sửa đổi", "lần ban hành", "lần sửa", "lần ban hành/sửa đổi", "lần ban hành/lần sửa đổi", "revision"}
)
_WHAT_CHANGED = (
    "nội dung sửa đổi", "nội dung thay đổi", "nội dung sửa", "mô tả thay đổi", "mô tả nội dung", "tóm tắt nội dung", "lý do sửa", "vị trí sửa",
    "trang sửa", "mục sửa", "trang/mục", "description of change",
)  # fmt: skip


@rule("QD307", ERROR, "format.md, section 1", of=Document)
def table_typed_by_hand(document: Document, context: Context) -> Iterator[Problem]:
    """Cover, sign-off, revisions, steps, references, terms, forms and records are printed from the YAML file.

    Why: One fact stands in one place; a table typed beside it says something else after the next revision.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Mục đích

        | Soạn thảo | Xem xét | Phê duyệt |
        |---|---|---|
        | Lê Thị Bình | Trần Văn Cường | Nguyễn Văn An |
    Good:
        --- procedures/QT-02/QT-02.md
        # Mục đích

        | Loại tài liệu | Soạn thảo | Phê duyệt |
        |---|---|---|
        | Quy trình | Công chức được giao | Chủ tịch |
    """
    if "|" not in document.origin.text:
        return
    layout = layout_of(document, context)
    if layout is None:
        return
    for table in context.prose(document).every:
        if table.kind == "table" and table.children and (found := _typed(table, _part_at(table, layout), document)):
            head = table.children[0]
            what, key = found
            yield Problem(
                say("the {what} is typed in the text", what=what),
                say("delete it; it is printed from {key} in the YAML file", key=key),
                at=TextSpan(head.start, head.end),
            )


def _part_at(table: Block, layout: Layout) -> Part | None:
    """The part of the text in which a table stands."""
    after = bisect_left(layout.parts, table.start, key=lambda part: part.heading.block.start)
    return layout.parts[after - 1] if after else None


def _typed(table: Block, part: Part | None, document: Document) -> tuple[Message, str] | None:
    """What a table repeats, and the key from which that is printed."""
    head = [_plain(cell) for cell in table.children[0].children]
    first = [_plain(row.children[0]) for row in table.children if row.children]
    if _is_sign_off(head, first):
        return say("sign-off table"), "revisions: prepared, reviewed, approved"
    if not _TIMES_CHANGED.isdisjoint(head) and any(cell.startswith(_WHAT_CHANGED) for cell in head):
        return say("revision table"), "revisions"
    if not _COVER.isdisjoint(head + first) and _is_cover(table, document):
        return say("cover"), "code, revisions"
    if _is_steps(head, document):
        return say("step table"), "steps"
    return _of_section(head, part)


def _is_sign_off(head: list[str], first: list[str]) -> bool:
    if len(_SIGNING.intersection(head)) >= 2 and _BESIDE_SIGNING.issuperset(set(head) - _SIGNING):
        return True
    return (
        len(_SIGNING.intersection(first)) >= 2
        and _BESIDE_SIGNING.issuperset(head[1:])
        and not {"chữ ký", "ký", "signature"}.isdisjoint(head)
    )


def _is_cover(table: Block, document: Document) -> bool:
    """Names and values of this very document; the columns of a list of documents are something else."""
    cells = [_plain(cell) for row in table.children for cell in row.children]
    return sum(cell in _COVER for cell in cells) >= 2 and document.code.lower() in cells and len(table.children) <= 8


def _is_steps(head: list[str], document: Document) -> bool:
    def has(*words: str) -> bool:
        return any(cell.startswith(words) for cell in head)

    return (
        bool(document.steps)
        and has("trách nhiệm", "người thực hiện", "responsible")
        and has("thời gian", "thời hạn", "time")
        and has("bước", "trình tự", "nội dung công việc", "công việc", "các bước", "step", "activity")
    )


_OF_SECTION: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "forms": (("mã", "ký hiệu", "code"), ("tên biểu mẫu", "biểu mẫu", "tên", "title", "form")),
    "records": (
        ("tên hồ sơ", "hồ sơ", "tài liệu", "record"),
        ("thời gian lưu", "thời hạn lưu", "thời hạn bảo quản", "nơi lưu", "retention"),
    ),
    "references": (
        ("số", "ký hiệu", "mã", "số/ký hiệu", "code"),
        ("tên văn bản", "tên tài liệu", "trích yếu", "title"),
    ),
    "terms": (
        ("từ viết tắt", "chữ viết tắt", "viết tắt", "thuật ngữ", "term"),
        ("giải thích", "nghĩa", "định nghĩa", "diễn giải", "meaning"),
    ),
}
"""For the section that holds a list: how two columns of that list begin."""

_LISTS: dict[str, Message] = {
    "forms": say("list of forms"),
    "records": say("list of records"),
    "references": say("list of references"),
    "terms": say("list of terms"),
}


def _of_section(head: list[str], part: Part | None) -> tuple[Message, str] | None:
    """A list typed in the section in which it is printed; elsewhere such a table may be about something else."""
    for key in part.section.holds if part and part.section else ():
        if key in _OF_SECTION and all(any(cell.startswith(words) for cell in head) for words in _OF_SECTION[key]):
            return _LISTS[key], key
    return None


def _plain(cell: Block) -> str:
    return " ".join(cell.plain.lower().split()).strip(":* ")


@rule("QD320", ERROR, "format.md, section 4", of=Document)
def cell_beyond_the_table(document: Document, context: Context) -> Iterator[Problem]:
    """A row has no more cells than the head of its table.

    Why: What stands in a cell too many is left out when the table is printed, and nobody notices.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        | Loại | Nơi giữ |
        |---|---|
        | Hồ sơ | Văn phòng | 5 năm |
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        | Loại | Nơi giữ | Ghi chú |
        |---|---|---|
        | Hồ sơ | Văn phòng | Có hoặc không \\| tùy loại |
    """
    if "|" not in document.origin.text:
        return
    prose = context.prose(document)
    data = b""
    for table in (block for block in prose.every if block.kind == "table" and block.children):
        columns = len(table.children[0].children)
        data = data or document.origin.text.encode()
        for row in table.children:
            written = data[row.start : row.end].partition(b"\n")[0].strip().removeprefix(b"|").removesuffix(b"|")
            if written.count(b"|") < columns:
                continue
            beyond = "|".join(_BORDER.split(written.decode())[columns:]).strip(" |")
            if beyond:
                yield Problem(
                    say("{text} stands in a cell that the head of this table does not have", text=_shown(beyond)),
                    say("add a column to the head, or put a backslash before a | that belongs to the text"),
                    at=TextSpan(row.start, row.end),
                )


_BORDER = re.compile(r"(?<!\\)\|")


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


RULES: tuple[Rule, ...] = (table_typed_by_hand,)
