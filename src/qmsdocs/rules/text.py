"""QD309, QD313, QD317 and QD318: the words of a text; and all rules of the family in the order of their codes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from qmsdocs.diagnostics import Place, TextSpan, say
from qmsdocs.markdown.tree import span_in
from qmsdocs.model.document import Document
from qmsdocs.rules import abbreviations, headings, links, sections, tables
from qmsdocs.rules.base import ERROR, WARNING, Context, Problem, Rule, rule
from qmsdocs.rules.running import running
from qmsdocs.yaml.strings import strings_of

_SECTION_NUMBER = r"\d{1,2}(?:\.\d{1,2})*(?![\w%/]|[.,]\d|-\d(?!\d?\.\d))"
_REFERENCE = re.compile(
    rf"ục\s+(?:số\s+)?\**(?P<first>{_SECTION_NUMBER})(?P<more>(?:\s*(?:,|và|hoặc|đến|[–—-])\s*(?:mục\s+)?{_SECTION_NUMBER})*)\**"
)
_ONE_NUMBER = re.compile(_SECTION_NUMBER)
_OWN = re.compile(r"[\s,]*của\s+(?:quy trình|tài liệu|hướng dẫn|bản mô tả|chính sách|văn bản)\s+này")
_ELSEWHERE_AFTER = re.compile(
    r"[\s,(]*(?:của|mục\s+[\dIVX]|thuộc|trong|trên|tại|ở|theo|điều|khoản|điểm|chương|phần|phụ lục|mẫu|phiếu|biểu|bảng|tiêu chuẩn|\d+/"
    r"|[A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ])"
)
_ELSEWHERE_BEFORE = re.compile(
    r"Nghị định|Nghị quyết|Thông tư|Luật|Bộ luật|Quyết định|Chỉ thị|Công văn|Kế hoạch|Hướng dẫn|Pháp lệnh|Hiến pháp|TCVN|ISO \d|văn bản"
    r"|tiêu chuẩn|[Đđ]iều(?: khoản)? \d|[Pp]hụ lục|[Bb]iểu mẫu|[Pp]hiếu|[Mm]ẫu|[Bb]ảng|\d/\d{4}/|[A-ZĐ]{2,}[ -]\d"
)
_SENTENCE_END = re.compile(r"[.;!?:](?=\s|$)|\n\s*\n|\n[-*|#]|\|")
_OTHER_WORDS = ("danh ", "hạng ", "chuyên ", "đề ", "thư ")


@rule("QD309", ERROR, "format.md, section 4", of=Document)
def dead_section_reference(document: Document, context: Context) -> Iterator[Problem]:
    """A section named by its number (mục 5.3) exists in the document.

    Why: Numbers of sections change when a section is added; the reader then looks in vain.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị nêu tại mục 5.3.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị nêu tại mục 5.1; cách lập hồ sơ theo mục 8.2 của 30/2020/NĐ-CP.
    """
    text = document.origin.text
    if document.origin.text_path is None:
        return
    if "ục " in text or "ục\n" in text:
        for start, end, number in _references(text):
            if number not in _numbers(document, context):
                span = running(document, context).span(start, end)
                if running(document, context).begins(span):
                    yield _no_section(number, span)
    for index, step in enumerate(document.steps):
        if step.text and "ục " in step.text:
            for _, _, number in _references(step.text):
                if number not in _numbers(document, context):
                    yield _no_section(number, ("steps", index, "text"))


def _no_section(number: str, place: Place) -> Problem:
    return Problem(
        say("this document has no section {number}", number=number),
        say(
            "correct the number, or link to the heading: [text](#heading); for another document write mục {number} của …",
            number=number,
        ),
        at=place,
    )


def _numbers(document: Document, context: Context) -> frozenset[str]:
    def make() -> frozenset[str]:
        return frozenset(heading.number for heading in context.prose(document).headings)

    return context.once("section numbers", make, of=document)


def _references(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and number of each reference to a section of this very document."""
    for found in _REFERENCE.finditer(text):
        start = found.start() - 1
        if start < 0 or text[start] not in "mM" or (start and text[start - 1].isalnum()):
            continue
        before, after = text[max(0, start - 120) : start], text[found.end() : found.end() + 60]
        if before.lower().endswith(_OTHER_WORDS) or _means_another_document(before, after):
            continue
        if "." in found["first"] or not before.lower().endswith("tiểu "):  # tiểu mục 3 is counted within its section
            yield start, found.end("first"), found["first"]
        for more in _ONE_NUMBER.finditer(text, found.end("first"), found.end("more")):
            if "." in more[0]:
                yield more.start(), more.end(), more[0]


def _means_another_document(before: str, after: str) -> bool:
    if _OWN.match(after):
        return False
    return bool(_ELSEWHERE_AFTER.match(after) or _ELSEWHERE_BEFORE.search(_SENTENCE_END.split(before)[-1]))


_TO_FILL = (
    r"(?:[Đđ](?:iền|ơn vị|ịa danh|ịa chỉ)|[Nn](?:hập|gày|ội dung)|[Gg]hi rõ|[Cc](?:họn|ơ quan)|[Tt]ên|[Ss]ố|[Hh]ọ(?: và)? tên"
    r"|ĐIỀN|NHẬP|TÊN|SỐ|NGÀY)\b"
)
_GAP = r"(?:[…._]{2,}|…)"
_DAY = rf"(?:\d{{1,2}}|{_GAP})"
_YEAR = rf"(?:{_GAP}|20\d?{_GAP}|\d{{4}})"
_LEFT: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("....",), re.compile(r"\.{4,}")),
    (("…",), re.compile(r"(?:…\s?)+…|…\.{2,}|…\s?/\s?…\s?/\s?\d{2}(?:\d\d|…)?")),
    (("../",), re.compile(r"(?<!\.)\.\.+\s?/\s?\.\.+\s?/\s?\d{2}(?:\d\d|\.+)?")),
    (("TODO",), re.compile(r"TODO(?<!\w....)\b")),
    (("TBD",), re.compile(r"TBD(?<!\w...)\b")),
    (("FIXME",), re.compile(r"FIXME(?<!\w.....)\b")),
    (
        ("…", "..", "__"),
        re.compile(rf"[Nn]gày\s*(?:{_GAP}\s*tháng\s*{_DAY}|{_DAY}\s*tháng\s*{_GAP})(?:\s*năm\s*{_YEAR})?"),
    ),
    (("năm 20",), re.compile(rf"năm 20\d?{_GAP}")),
    (("XX", "xx"), re.compile(r"(?:XX|xx)(?<![\w/.-]..)(?:X*|x*)(?=/(?:20\d\d/)?[A-ZĐ]{2})")),
    (("orem ipsum",), re.compile(r"[Ll]orem ipsum")),
    (("____",), re.compile(r"_{4,}")),
    (("[",), re.compile(rf"\[\s*{_TO_FILL}[^\]\[\n]*\](?![(\[:])")),
    (("<",), re.compile(rf"<\s*{_TO_FILL}[^<>\n]*>")),
)
"""Of what a text must contain something before it is worth looking, and how a gap looks exactly."""
_PARTS = {"....": "..", "../": "..", "____": "__", "XX": "X", "FIXME": "F"}
"""Of some signs a part that is found sooner, or without which others are missing too."""
_SIGNS = frozenset(sign for signs, _ in _LEFT for sign in signs) - _PARTS.keys() | {*_PARTS.values()}


@rule("QD313", ERROR, "ISO 9001:2015, 7.5.2", of=Document)
def placeholder_left(document: Document, context: Context) -> Iterator[Problem]:
    """No gap is left to be filled in.

    Why: Dots and notes to oneself in an issued document show that nobody read it to the end.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của ......
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của cơ quan: văn phòng, các phòng chuyên môn…
    """
    text, yaml = document.origin.text, document.origin.yaml
    for start, end in _gaps_to_fill(text):
        span = running(document, context).span(start, end)
        if running(document, context).begins(span):
            yield _gap(text[start:end], span)
    if any(not _opens_list(yaml, start) for start, _ in _gaps(yaml)):
        for path, value in strings_of(yaml):
            for start, end in _gaps_to_fill(value):
                yield _gap(value[start:end], path)


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    present = {sign for sign in _SIGNS if sign in text}
    if present:
        present.update([sign for sign, part in _PARTS.items() if part in present and sign in text])
    for signs, pattern in _LEFT if present else ():
        if not present.isdisjoint(signs):
            for found in pattern.finditer(text):
                yield found.span()


_QUOTED = re.compile(r'“(?:[^“”\n]|\n(?![ \t]*\n))*”|"[^"\n]*"')


def _gaps_to_fill(text: str) -> Iterator[tuple[int, int]]:
    """The gaps of a text, each once: ``ngày … tháng … năm 20…`` is one. What is quoted shows how something is written."""
    end = 0
    gaps = sorted(_gaps(text), key=lambda gap: (gap[0], -gap[1]))
    quoted = [found.span() for found in _QUOTED.finditer(text)] if gaps else []
    starts = [start for start, _ in quoted]
    for gap in gaps:
        index = bisect_right(starts, gap[0])
        if gap[0] >= end and not (index and gap[1] <= quoted[index - 1][1]):
            end = gap[1]
            yield gap


def _opens_list(yaml: str, start: int) -> bool:
    """Whether a bracket in a YAML text begins the value of a key and is no part of a text."""
    return yaml[start] == "[" and _BEFORE_LIST.fullmatch(yaml, yaml.rfind("\n", 0, start) + 1, start) is not None


def _gap(what: str, place: Place) -> Problem:
    shown = what if len(what) <= 30 else what[:29] + "…"
    return Problem(
        say("{gap} is a gap that nobody has filled in", gap=shown),
        say("fill it in, or take it out; name what is not known yet in to_check"),
        at=place,
    )


_BEFORE_LIST = re.compile(r"[ -]*[\w-]+: *")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


@rule("QD317", WARNING, "format.md, section 4", of=Document)
def footnote_undefined_or_unused(document: Document, context: Context) -> Iterator[Problem]:
    """Every footnote has one mark in the text and one text.

    Why: A mark without a footnote is printed with its brackets; a footnote without a mark is not printed at all.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của cơ quan.[^mot]
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        Các đơn vị của cơ quan.[^mot]

        [^mot]: Kể cả các đơn vị sự nghiệp.
    """
    text = document.origin.text
    if "[^" not in text:
        return
    prose = context.prose(document)
    marks = {inline.text.casefold() for inline in prose.inlines if inline.kind == "footnote"}
    seen: set[str] = set()
    for block in prose.every:
        if block.kind == "footnote":
            label, place = block.text, TextSpan(block.start, block.start + len(block.text.encode()) + 3)
            if label.casefold() in seen:
                yield Problem(
                    say("footnote {label} is written twice", label=label),
                    say("give one of them another name"),
                    at=place,
                )
            elif label.casefold() not in marks:
                yield Problem(
                    say("nothing refers to footnote {label}", label=label),
                    say("put [^{label}] where it belongs, or delete it", label=label),
                    at=place,
                )
            seen.add(label.casefold())
    for inline in prose.inlines:
        if inline.kind == "text" and "[^" in inline.text:
            for found in _FOOTNOTE.finditer(inline.text):
                span = span_in(inline, found.start(), found.end())
                if text.encode()[span.start - 1 : span.start] != b"\\":
                    message = say("there is no footnote {label}", label=found[0])
                    yield Problem(
                        message, say("write it at the end of the section: {label}: …", label=found[0]), at=span
                    )


@rule("QD318", ERROR, "format.md, section 4", of=Document)
def text_too_deep(document: Document, context: Context) -> Iterator[Problem]:
    """Lists, quotations and marks stand within one another only so deep that they can be printed.

    Why: Word has nine levels of lists; a text that is nested without end comes from a broken program or wants to break one.

    Bad:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Các đơn vị của cơ quan.
    Good:
        --- procedures/QT-02/QT-02.md
        # Phạm vi

        > Các đơn vị của cơ quan.
    """
    if document.origin.text_path is None:
        return
    refused = context.prose(document).refused
    if refused is not None:
        yield Problem(
            say("from here the text is nested too deeply, or has too many marks, to be read as it stands"),
            say("use fewer levels of lists and quotations, or split the document"),
            at=TextSpan(refused, refused + 1),
        )


RULES: tuple[Rule, ...] = (
    *sections.RULES,
    *headings.RULES,
    *tables.RULES,
    links.dead_link,
    dead_section_reference,
    *links.RULES,
    placeholder_left,
    *abbreviations.RULES,
    sections.unknown_section,
    links.image_without_alternative_text,
    footnote_undefined_or_unused,
    text_too_deep,
    links.image_not_printable,
    tables.cell_beyond_the_table,
)
