"""The running text of a paragraph: runs with their looks, links, notes and pictures; fields and changes resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from qmsdocs.word.ooxml.elements import (
    ANCHOR,
    ID,
    INSTR,
    INSTRUCTION,
    NAME,
    R_ID,
    RPR,
    SDT_CONTENT,
    SIMPLE_FIELD,
    Element,
    R,
    T,
    name,
)
from qmsdocs.word.reading.looks import Look, character_style, look_of
from qmsdocs.word.reading.part import Part
from qmsdocs.word.reading.values import Lost, Run

_INSERTED = frozenset({name("w:ins"), name("w:moveTo")})
_DELETED = frozenset({name("w:del"), name("w:moveFrom")})
_AROUND = frozenset(
    map(name, ("w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdt", "w:sdtContent", "w:ruby", "w:rubyBase"))
)
_HYPERLINK, _FIELD_MARK, _FIELD_KIND = map(name, ("w:hyperlink", "w:fldChar", "w:fldCharType"))
_BOOKMARK, _COMMENT_START, _COMMENT_END = map(name, ("w:bookmarkStart", "w:commentRangeStart", "w:commentRangeEnd"))
_DELETED_TEXT, _TAB, _BREAK, _RETURN, _BREAK_KIND = map(name, ("w:delText", "w:tab", "w:br", "w:cr", "w:type"))
_HARD_HYPHEN, _SYMBOL, _SYMBOL_CODE, _SYMBOL_FONT = map(name, ("w:noBreakHyphen", "w:sym", "w:char", "w:font"))
_NOTES = {name("w:footnoteReference"): "f", name("w:endnoteReference"): "e"}
_DRAWING, _PICT, _OBJECT = map(name, ("w:drawing", "w:pict", "w:object"))
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BLIP, _DOC_PR, _GRAPHIC_DATA = name("a:blip"), name("wp:docPr"), name("a:graphicData")
_EMBED, _LINKED = (f"{name('r:id').rpartition('}')[0]}}}{word}" for word in ("embed", "link"))
_VML_IMAGE = name("v:imagedata")
_TEXT_BOX = name("w:txbxContent")
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|(?!\\)(\S+))?(?:.*?\\l\s+"([^"]*)")?', re.IGNORECASE | re.DOTALL)
_SYMBOLS = {
    "F0B7": "•", "F0A7": "▪", "F0D8": "➢", "F02D": "-", "F0E0": "→", "F0DF": "←", "F0F0": "⇨",
    "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F078": "☒",
}  # fmt: skip
"""What letters of Wingdings and Symbol show."""
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_PRIVATE = range(0xF020, 0xF100)
_NEAR = 80


@dataclass(slots=True)
class _Field:
    """A field of Word that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    shows: bool = False


@dataclass(slots=True)
class Reading:
    """Where reading stands; fields and comments may reach over paragraphs.

    Args:
        part: what is read.
        fields: open fields, outer first.
        commented: ids of comments whose range is open.
    """

    part: Part
    fields: list[_Field] = field(default_factory=list)
    commented: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        """Whether an instruction is being read, which nobody sees."""
        return any(not open_field.shows for open_field in self.fields)

    @property
    def field(self) -> str:
        """The kind of the outermost field that is open."""
        return (
            self.fields[0].instruction.split()[0].upper() if self.fields and self.fields[0].instruction.split() else ""
        )


@dataclass(slots=True)
class Line:
    """What was read of one paragraph.

    Args:
        runs: its text.
        bookmarks: that begin in it.
        boxes: contents of text boxes anchored in it.
        hidden: its words that Word does not show.
    """

    runs: list[Run] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: str = ""

    def add(self, run: Run) -> None:
        """Adds a run, to the last one when both look the same."""
        last = self.runs[-1] if self.runs else None
        if last and run.text and not run.picture and not run.note and replace(last, text="") == replace(run, text=""):
            self.runs[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.picture or run.note:
            self.runs.append(run)


def line_of(reading: Reading, paragraph: Element, look: Look) -> Line:
    """Reads one paragraph.

    Args:
        reading: where reading stands.
        paragraph: the element.
        look: of its style.
    """
    line = Line()
    _inside(reading, line, paragraph, look, "")
    if words := line.hidden.strip():
        near = "".join(run.text for run in line.runs).strip() or words
        reading.part.findings.lost.append(Lost("hidden text", near[:_NEAR], words))
    return line


def _inside(reading: Reading, line: Line, parent: Iterable[Element], look: Look, link: str) -> None:
    for element in parent:
        tag = element.tag
        if tag == R:
            _run(reading, line, element, look, link)
        elif handle := _MARKS.get(tag):
            handle(reading, line, element)
        elif isinstance(tag, str) and tag.startswith(_MATH):
            _math(reading, line, element)
        elif tag in _DELETED or tag in _INSERTED:
            reading.part.findings.tracked += 1
            if (tag in _INSERTED) == reading.part.accept:
                _inside(reading, line, element, look, link)
        else:
            _inside(reading, line, _content(element), look, _link(reading, element) or link)


def _content(element: Element) -> list[Element]:
    """What is shown of an element that is wrapped around runs; nothing of any other."""
    tag = element.tag
    if tag in _AROUND:
        content = element.find(SDT_CONTENT)
        return list(element if content is None else content)
    if tag == _ALTERNATE:
        return list(element[0]) if len(element) else []
    return list(element) if tag in (_HYPERLINK, SIMPLE_FIELD) else []


def _link(reading: Reading, element: Element) -> str:
    """Where an element that is wrapped around runs leads."""
    if element.tag == _HYPERLINK:
        anchor = element.get(ANCHOR)
        return f"#{anchor}" if anchor else reading.part.address(element.get(R_ID))
    return _field_link(element.get(INSTR) or "") if element.tag == SIMPLE_FIELD else ""


def _bookmark(_reading: Reading, line: Line, element: Element) -> None:
    line.bookmarks.append(element.get(NAME) or "")


def _comment_start(reading: Reading, _line: Line, element: Element) -> None:
    reading.commented.append(element.get(ID) or "")


def _comment_end(reading: Reading, _line: Line, element: Element) -> None:
    if (identity := element.get(ID) or "") in reading.commented:
        reading.commented.remove(identity)


_MARKS: dict[str, Callable[[Reading, Line, Element], None]] = {
    _BOOKMARK: _bookmark,
    _COMMENT_START: _comment_start,
    _COMMENT_END: _comment_end,
}


def _math(reading: Reading, line: Line, element: Element) -> None:
    text = "".join(element.itertext(f"{_MATH}t"))
    reading.part.findings.lost.append(Lost("equation", text))
    line.add(Run(text))


def _run(reading: Reading, line: Line, run: Element, look: Look, link: str) -> None:
    properties = run.find(RPR)
    own = look_of(None, properties)
    named = reading.part.styles.of_id(character_style(properties))
    shown = own.over(named).over(look)
    pattern = Run(bold=bool(shown.bold), italic=bool(shown.italic), style=named.called, link=link)
    if shown.hidden:
        line.hidden += "".join(_text(piece, accept=reading.part.accept) for piece in run.iter())
    for element in run:
        if element.tag == _FIELD_MARK:
            _field_mark(reading, element)
        elif element.tag == INSTRUCTION:
            if reading.fields:
                reading.fields[-1].instruction += element.text or ""
        elif not (shown.hidden or reading.hidden):
            _piece(reading, line, element, pattern)


def _field_mark(reading: Reading, mark: Element) -> None:
    kind = mark.get(_FIELD_KIND)
    if kind == "begin":
        reading.fields.append(_Field())
    elif kind == "separate" and reading.fields:
        reading.fields[-1].shows = True
    elif kind == "end" and reading.fields:
        reading.fields.pop()


def _field_link(instruction: str) -> str:
    found = _LINK_FIELD.match(instruction)
    if not found:
        return ""
    address, plain, anchor = found.groups()
    return address or plain or (f"#{anchor}" if anchor else "")


def _piece(reading: Reading, line: Line, element: Element, pattern: Run) -> None:
    tag = element.tag
    if not pattern.link:
        linked = (_field_link(open_field.instruction) for open_field in reading.fields)
        pattern = replace(pattern, link=next(filter(None, linked), ""))
    if reading.field in _PAGES:
        pattern = replace(pattern, page=True)
    if tag in (_DRAWING, _PICT, _OBJECT):
        _shown_thing(reading, line, element, pattern)
    elif tag == _ALTERNATE:
        for inner in element[0] if len(element) else ():
            _piece(reading, line, inner, pattern)
    elif tag in _NOTES:
        line.add(replace(pattern, text="", note=_NOTES[tag] + (element.get(ID) or "")))
    elif text := reading.part.findings.visible(_text(element, accept=reading.part.accept)):
        line.add(replace(pattern, text=text))
        for identity in reading.commented:
            about = reading.part.findings.about
            about[identity] = about.get(identity, "") + text


def _text(element: Element, *, accept: bool) -> str:  # noqa: PLR0911 - a line for each kind of character
    tag = element.tag
    if tag == T or (tag == _DELETED_TEXT and not accept):
        return element.text or ""
    if tag == _TAB:
        return "\t"
    if tag == _BREAK:
        return "\n" if element.get(_BREAK_KIND) in (None, "textWrapping") else ""
    if tag == _RETURN:
        return "\n"
    if tag == _HARD_HYPHEN:
        return "-"
    if tag == _SYMBOL:
        return _symbol(element.get(_SYMBOL_CODE) or "")
    return ""


def _symbol(code: str) -> str:
    if code.upper() in _SYMBOLS:
        return _SYMBOLS[code.upper()]
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number - 0xF000) if number in _PRIVATE else chr(number) if 0x20 <= number < 0xD800 else "□"


def _shown_thing(reading: Reading, line: Line, element: Element, pattern: Run) -> None:
    """A drawing, a VML picture or an embedded object: its pictures and texts are kept, what it does is not."""
    boxes = [
        box for box in element.iter(_TEXT_BOX) if not any(above.tag == _TEXT_BOX for above in _above(box, element))
    ]
    line.boxes += boxes
    findings = reading.part.findings
    near = "".join(run.text for run in line.runs)[:_NEAR]
    if element.tag == _OBJECT:
        findings.lost.append(Lost("embedded object", near))
    about = next(element.iter(_DOC_PR), None)
    alternative = (about.get("descr") or about.get("title") or "") if about is not None else ""
    found = False
    for image in element.iter(_BLIP, _VML_IMAGE):
        if any(above.tag == _TEXT_BOX for above in _above(image, element)):
            continue
        found = True
        target, outside = reading.part.target(image.get(_EMBED) or image.get(R_ID) or image.get(_LINKED))
        if outside or target not in reading.part.parts:
            findings.lost.append(Lost("linked picture", near))
            continue
        findings.shown[target] = None
        line.add(replace(pattern, picture=target, alternative=findings.visible(alternative)))
    data = next(element.iter(_GRAPHIC_DATA), None)
    if not found and not boxes and data is not None and "/picture" not in (data.get("uri") or ""):
        kind = data.get("uri") or ""
        if "wordprocessing" not in kind:
            findings.lost.append(Lost("diagram or chart", near))


def _above(element: Element, top: Element) -> Iterable[Element]:
    above = element.getparent()
    while above is not None and above is not top:
        yield above
        above = above.getparent()
