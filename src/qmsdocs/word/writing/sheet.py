"""The body of a form: text with blanks, tables to fill in, rows that can be added, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qmsdocs.diagnostics import say
from qmsdocs.markdown.blanks import Blank, Box, Mark, marks_in
from qmsdocs.markdown.forms import FormText, Repeating, Signatures
from qmsdocs.markdown.tree import Block, Inline
from qmsdocs.word.ooxml.elements import PPR, PSTYLE, TBL, VAL, Element, P, child, name, paragraph, sub
from qmsdocs.word.writing.blanks import blank_into, control_into, lead, placeholder_into
from qmsdocs.word.writing.body import blocks_into
from qmsdocs.word.writing.inlines import Look, inlines_into, run_into, shown
from qmsdocs.word.writing.pen import Pen
from qmsdocs.word.writing.tables import (
    Cell,
    Grid,
    begun_table,
    fitting,
    row_into,
    row_pattern,
    separate,
    shares,
    text_cell,
)

_KEEP = name("w:keepNext")
HEADING_STYLE = "Form Heading"
ROW_STYLE = "Row Number"

_AS_WIDE_AS_A_BOX = "nnnn"
_BELOW_A_TABLE = "120"
_AFTER_SPACING = frozenset(map(name, ("w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")))
_TO_WRITE_IN = 420
"""The least height of a row that is written in by hand, in twentieths of a point."""
_LINE = 380
_ROOM_FOR_A_NAME = "\u2002" * 12
_ROOM_TO_SIGN = 3
"""Empty lines between a role and the name of who signs."""
_TWIPS_OF_A_CHARACTER = 118
_CENTRED = frozenset({"date", "number"})
_USUAL = {"text": "n " * 13, "date": "00/00/00000", "number": "0000000", "lines": "n " * 24, "choice": ""}
"""What is usually written in a blank of a kind: for the widths of columns."""


def sheet_into(pen: Pen, parent: Element, form: FormText) -> None:
    """Writes the text of a form to the end of ``parent``.

    Args:
        pen: the means of writing; it says whether there are controls to fill in.
        parent: the body of the document.
        form: what to write; headings become bold lines, pictures and notes are named by their words.
    """
    top = min((heading.level for heading in form.prose.headings), default=1)
    for part in form.parts:
        above = len(parent)
        if isinstance(part, Signatures):
            _signatures_into(pen, parent, part)
        elif isinstance(part, Repeating):
            _repeating_into(pen, parent, part)
        elif part.kind == "table":
            _fixed_into(pen, parent, part)
        elif part.kind == "heading":
            _heading_into(pen, parent, part, deeper=part.level > top)
        elif (blank := _writing_room(part)) is not None:
            _lines_into(pen, parent, blank)
        elif part.kind != "footnote":
            blocks_into(pen, parent, [_lined(part)])
            _part_from_table(parent, above)


def _part_from_table(parent: Element, at: int) -> None:
    """Gives a paragraph below a table a little room above."""
    made = parent[at] if 0 < at < len(parent) else None
    if made is None or made.tag != P or parent[at - 1].tag != TBL:
        return
    properties = made.find(PPR)
    space = properties.makeelement(name("w:spacing"), {name("w:before"): _BELOW_A_TABLE})
    following = next((each for each in properties if each.tag in _AFTER_SPACING), None)
    properties.append(space) if following is None else following.addprevious(space)


def _writing_room(block: Block) -> Blank | None:
    """The lines that a paragraph holds and nothing else."""
    marks = [mark.value for mark in marks_in(block.inlines)] if block.kind == "paragraph" else []
    only = marks[0] if len(marks) == 1 else None
    return only if isinstance(only, Blank) and only.kind == "lines" else None


def _lines_into(pen: Pen, parent: Element, blank: Blank) -> None:
    """Lines to write on from margin to margin; in Word they are one blank."""
    content = parent
    if pen.fillable:
        properties, content = control_into(pen, parent, blank.name)
        child(properties, "w:showingPlcHdr")
    for line in range(blank.lines):
        made = paragraph(content, pen.style("Body Text"))
        child(made.find(PPR), "w:ind", firstLine="0")
        child(made.find(PPR), "w:jc", val="left")
        lead(made, pen.width)
        shown_there = "\t" if line or blank.labelled else f"{blank.name} \t"
        if pen.fillable:
            placeholder_into(pen, made, shown_there)
        else:
            run_into(pen, made, shown_there)


def _heading_into(pen: Pen, parent: Element, block: Block, *, deeper: bool) -> None:
    """A bold line, which keeps to what follows; those below others are italic too."""
    own = HEADING_STYLE.casefold() in pen.template.styles
    made = paragraph(parent, pen.style(HEADING_STYLE if own else "Body Text"))
    child(made.find(PPR), "w:keepNext")
    if not own:
        child(made.find(PPR), "w:ind", firstLine="0")
    inlines_into(pen, made, _worded(block.inlines), Look(bold=True, italic=deeper))


def _lined(block: Block) -> Block:
    """A block whose headings are bold lines and whose pictures are words."""
    pieces = _worded(block.inlines)
    kind = "paragraph" if block.kind == "heading" else block.kind
    if block.kind == "heading":
        pieces = [Inline("strong", 0, 0, children=pieces)]
    children = [_lined(inner) for inner in block.children if inner.kind != "footnote"]
    return replace(block, kind=kind, inlines=pieces, children=children)


def _worded(pieces: Sequence[Inline]) -> list[Inline]:
    """Pieces without pictures; a box does not part from the word after it."""
    made: list[Inline] = []
    for piece in pieces:
        after_box = bool(made) and isinstance(before := made[-1], Mark) and isinstance(before.value, Box)
        if piece.kind == "image":
            made.append(Inline("text", 0, 0, f"[{piece.plain or piece.target}]"))
        elif piece.kind == "text" and after_box and piece.text[:1] == " ":
            made.append(replace(piece, text=f"\xa0{piece.text[1:]}"))
        else:
            made.append(replace(piece, children=_worded(piece.children)) if piece.children else piece)
    return made


# --- tables


def _fixed_into(pen: Pen, parent: Element, block: Block) -> None:
    """A table as it is written; a first row with blanks in it is no heading."""
    head = block.children[0].children
    is_row = any(map(_blanks, head))
    named = not is_row and any(cell.plain.strip() for cell in head)
    rows = block.children if is_row else block.children[1:]
    grid = _grid(pen, block.children, _aligns(rows, block.aligns), roomy=is_row)
    table = begun_table(pen, parent, grid, [_cell(cell) for cell in head] if named else [])
    for row in rows:
        row_into(pen, table, row_pattern(pen, grid), _cells(row.children))


def _repeating_into(pen: Pen, parent: Element, part: Repeating) -> None:
    """A table whose last row Word repeats and numbers."""
    last = replace(part.head, children=list(part.pattern))
    aligns = _aligns([last], part.aligns)
    grid = _grid(pen, [part.head, *part.rows, last], [aligns[0] or "center", *aligns[1:]])
    table = begun_table(pen, parent, grid, [_cell(cell) for cell in part.head.children])
    pattern = row_pattern(pen, grid)
    for row in part.rows:
        row_into(pen, table, pattern, _cells(row.children))
    number, rows = _row_number(pen), table
    if pen.fillable:
        properties, rows = control_into(pen, table, say("Rows to add").render(pen.translate), "rows")
        sub(properties, name("w15:repeatingSection"))
    for position in range(1, part.times + 1):
        item = rows
        if pen.fillable:
            properties, item = control_into(pen, rows, "")
            sub(properties, name("w15:repeatingSectionItem"))
        first = Cell(()) if number else text_cell(str(position))
        row_into(pen, item, pattern, [first, *_cells(part.pattern[1:])])
        if number:
            _number(pen, next(item[-1].iter(P)), number)


def _row_number(pen: Pen) -> str | None:
    """The id of a numbering of rows that counts from 1; None in a template that has none."""
    style = pen.template.styles.get(ROW_STYLE.casefold())
    return pen.numbering().restarted(style) if style else None


def _number(pen: Pen, cell: Element, number: str) -> None:
    layout = cell.find(PPR)
    layout.clear()
    sub(layout, PSTYLE, {VAL: pen.style(ROW_STYLE)})
    properties = child(layout, "w:numPr")
    child(properties, "w:ilvl", val="0")
    child(properties, "w:numId", val=number)


def _cells(cells: Sequence[Block]) -> list[Cell]:
    """The cells of a row that is written in: the first one makes it high enough."""
    blanks = [blank for cell in cells for blank in _blanks(cell)]
    lines = max((blank.lines for blank in blanks if isinstance(blank, Blank)), default=1)
    least = max(_TO_WRITE_IN, _LINE * lines if lines > 1 else 0) if blanks else 0
    made = [_cell(cell) for cell in cells]
    return [replace(made[0], least=least), *made[1:]] if made else made


def _cell(cell: Block) -> Cell:
    return Cell([_worded(cell.inlines)] if cell.inlines else ())


def _aligns(rows: Sequence[Block], aligns: Sequence[str]) -> list[str]:
    """Columns of days, figures and boxes stand in the middle where the text does not say otherwise."""
    columns = [[row.children[x] for row in rows if x < len(row.children)] for x in range(len(aligns))]
    return [
        align or ("center" if column and all(map(_is_short, column)) else "")
        for align, column in zip(aligns, columns, strict=True)
    ]


def _is_short(cell: Block) -> bool:
    blanks = list(_blanks(cell))
    return bool(blanks) and all(isinstance(blank, Box) or blank.kind in _CENTRED for blank in blanks)


def _grid(pen: Pen, rows: Sequence[Block], aligns: Sequence[str], *, roomy: bool = False) -> Grid:
    """Columns as wide as what stands in them; in tables of labels and blanks these are given most of the room."""
    columns = max(len(row.children) for row in rows)
    texts = [
        [_measured(pen, row.children[x], roomy=roomy) for row in rows if x < len(row.children)] for x in range(columns)
    ]
    return Grid(fitting(pen.width, texts, _TWIPS_OF_A_CHARACTER), _filled(aligns, columns))


def _measured(pen: Pen, cell: Block, *, roomy: bool) -> str:
    """A text as long as what will stand in a cell."""
    blanks = [_usual(blank, roomy=roomy) for blank in _blanks(cell)]
    return " ".join(filter(None, (shown(pen, cell.inlines), *blanks)))


def _usual(blank: Blank | Box, *, roomy: bool) -> str:
    if isinstance(blank, Box):
        return _AS_WIDE_AS_A_BOX
    return " / ".join(blank.options) or _USUAL[blank.kind] * (2 if roomy and blank.kind == "text" else 1)


def _blanks(cell: Block) -> list[Blank | Box]:
    return [mark.value for mark in marks_in(cell.inlines) if isinstance(mark.value, (Blank, Box))]


def _filled(values: Sequence[str], count: int) -> list[str]:
    return [*values, *[""] * (count - len(values))][:count]


# --- signatures


def _signatures_into(pen: Pen, parent: Element, part: Signatures) -> None:
    """Roles side by side without borders; whoever signs alone does so at the right, and nobody on a page of its own."""
    separate(pen, parent)
    _keep_last(parent)
    roles = [[], *part.roles] if len(part.roles) == 1 else list(part.roles)
    widths = shares(pen.width, [1] * len(roles))
    table = child(parent, "w:tbl")
    layout = child(table, "w:tblPr")
    child(layout, "w:tblW", w=str(sum(widths)), type="dxa")
    child(layout, "w:tblLayout", type="fixed")
    columns = child(table, "w:tblGrid")
    row = child(table, "w:tr")
    child(child(row, "w:trPr"), "w:cantSplit")
    for width, role in zip(widths, roles, strict=True):
        child(columns, "w:gridCol", w=str(width))
        cell = child(row, "w:tc")
        child(child(cell, "w:tcPr"), "w:tcW", w=str(width), type="dxa")
        if role:
            _role_into(pen, cell, role)
        else:
            paragraph(cell, pen.style("Table Text"))


def _keep_last(parent: Element) -> None:
    """Keeps the last line to what follows."""
    last = parent[-1] if len(parent) else None
    if last is not None and last.tag == P and last.find(f"{PPR}/{_KEEP}") is None:
        last.find(f"{PPR}/{PSTYLE}").addnext(last.makeelement(_KEEP))


def _role_into(pen: Pen, cell: Element, role: Sequence[Inline]) -> None:
    inlines_into(pen, _centred(pen, cell), role, Look(bold=True))
    hint = say("(Signature, full name)").render(pen.translate)
    run_into(pen, _centred(pen, cell), hint, Look(italic=True))
    for _ in range(_ROOM_TO_SIGN):
        _centred(pen, cell)
    last = _centred(pen, cell)
    if pen.fillable:
        called = say("{role}: full name", role=shown(pen, role)).render(pen.translate)
        blank_into(pen, last, Blank(called), _ROOM_FOR_A_NAME, tag=f"signed: {shown(pen, role)}")


def _centred(pen: Pen, cell: Element) -> Element:
    made = paragraph(cell, pen.style("Table Text"))
    child(made.find(PPR), "w:keepNext")
    child(made.find(PPR), "w:jc", val="center")
    return made
