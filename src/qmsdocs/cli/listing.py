"""``qmsdocs list``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from qmsdocs.cli.output import write_file
from qmsdocs.cli.repository import held_on, usable_register
from qmsdocs.cli.session import Session
from qmsdocs.cli.verb import DAY, OneOf, option, verb
from qmsdocs.diagnostics import Message, say
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.ledger import Status
from qmsdocs.model.register import Register
from qmsdocs.registers import STATUS_NAMES, Cell, ListKind, Table, master_list
from qmsdocs.registers.day import as_of
from qmsdocs.registers.sheets import to_csv, to_json, to_xlsx
from qmsdocs.registers.table import printed
from qmsdocs.report.display import aligned, visible, width

_STATUSES = {status.key: status for status in Status}
_FILES = ("json", "csv", "xlsx", "docx")
_FORMATS = ("table", *_FILES)
_BINARY = ("xlsx", "docx")
_KINDS: tuple[ListKind, ...] = ("external", "forms", "records")
_NARROWEST = 12


@verb("list", help="Prints a master list as of a day: internal documents, or external ones, forms or records.")
@option("--external", is_flag=True, help="external documents")
@option("--forms", is_flag=True, help="forms of documents that are in force or approved")
@option("--records", is_flag=True, help="records and their retention, of documents that are in force or approved")
@option("--on", type=DAY, metavar="DAY", help="the day of the list; default: today")
@option(
    "--status",
    type=OneOf(_STATUSES),
    metavar="STATUS",
    help="only documents that are draft, in-review, awaiting-approval, approved, in-force, superseded or withdrawn",
)
@option(
    "--format",
    "format_name",
    type=OneOf(_FORMATS),
    metavar="FORMAT",
    help="table, json, csv, xlsx or docx; default: that of the name of FILE, else table",
)
@option("--output", metavar="FILE", help="write the list to a file")
@click.pass_obj
def list_verb(
    session: Session,
    /,
    *,
    on: date | None,
    status: str | None,
    format_name: str | None,
    output: str | None,
    **kinds: bool,
) -> int:
    """Prints a master list."""
    kind = _kind([name for name in _KINDS if kinds[name]])
    if kind == "external" and status:
        raise UnusableConfiguration(say("external documents have no such status; leave out --status"))
    format_name = _format(format_name, output)
    if format_name in _BINARY and output is None and session.terminal.interactive:
        raise UnusableConfiguration(say("{format} is not for the screen; add --output FILE", format=format_name))
    day = session.day(on)
    files = usable_register(session)
    register = _of_day(session, files, kind, day)
    table = master_list(kind, register, day, _STATUSES[status] if status else None, files=files)
    if not table.rows:
        session.complain(_empty(kind, _STATUSES[status] if status else None, day))
    if output is not None and not session.terminal.is_at(session.path(output)):
        data = _content(session, register, table, day, format_name)
        # Excel takes a CSV file for UTF-8 only when it begins with a byte order mark
        write_file(session.path(output), b"\xef\xbb\xbf" + data if format_name == "csv" else data)
        session.print(say("{count} rows written to {file}", count=len(table.rows), file=output))
    elif format_name == "table":
        session.terminal.result(_as_text(session, table, day, session.terminal.columns))
    else:
        session.terminal.data(_content(session, register, table, day, format_name))
    return 0


def _empty(kind: ListKind, status: Status | None, day: date) -> Message:
    """What is said of a list without rows, which could be taken for a fault."""
    if status:
        return say("nothing to list: none has the status {status} on {day}", status=STATUS_NAMES[status], day=day)
    if kind in ("forms", "records"):
        return say("no document is in force or approved on {day}; for drafts add --status draft", day=day)
    return say("nothing to list: the register has no such document")


def _of_day(session: Session, register: Register, kind: ListKind, day: date) -> Register:
    """The register with the facts of the revisions that are in force on the day."""
    held = held_on(session, register, day) if kind != "external" else {}
    return as_of(register, day, {key: tagged.right for key, tagged in held.items() if tagged.right})


def _kind(named: list[ListKind]) -> ListKind:
    """The one list that is asked for."""
    if len(named) > 1:
        options = ", ".join(f"--{name}" for name in named)
        raise UnusableConfiguration(say("{options} are different lists; ask for one of them", options=options))
    return named[0] if named else "documents"


def _format(named: str | None, output: str | None) -> str:
    """The format that is asked for, by its name or by that of the file."""
    suffix = Path(output or "").suffix.lower().removeprefix(".")
    if suffix not in _FILES:
        return named or "table"
    if named not in (None, suffix):
        raise UnusableConfiguration(
            say(
                "{file} is the name of a {suffix} file, not of {format}; leave out --format, or name another file",
                file=output,
                suffix=suffix,
                format=named,
            )
        )
    return suffix


def _content(session: Session, register: Register, table: Table, day: date, format_name: str) -> bytes:
    if format_name == "xlsx":
        return to_xlsx(table, register.agency, day, session.translate)
    if format_name == "docx":
        return _as_word(session, register, table, day)
    texts = {"json": lambda: to_json(table), "csv": lambda: to_csv(table, session.translate)}
    return texts.get(format_name, lambda: _as_text(session, table, day, None))().encode("utf-8", "backslashreplace")


def _as_word(session: Session, register: Register, table: Table, day: date) -> bytes:
    from qmsdocs.issuing.templates import template_bytes  # noqa: PLC0415 - only this format needs Word
    from qmsdocs.source.files import WorkTree  # noqa: PLC0415 - as above
    from qmsdocs.word import render_table  # noqa: PLC0415 - as above

    template = template_bytes(register, WorkTree(session.root), "list.docx")
    return render_table(table, register.agency, day, template, session.translate)


def _as_text(session: Session, table: Table, day: date, columns: int | None) -> str:
    """The list for a terminal: columns that are empty are left out, wide ones cut to fit its width."""
    title = f"{table.heading(session.translate)} ({session.text(say('as of {day}', day=day.isoformat()))})"
    head = tuple(session.text(column.title) for column in table.columns)
    rows = [tuple(_shown(session, cell) for cell in row) for row in table.rows]
    used = [index for index in range(len(head)) if any(row[index] for row in rows)] or list(range(len(head)))
    cells = [tuple(row[index] for index in used) for row in (head, *rows)]
    if columns is not None:
        cells = _cut(cells, columns)
    lines = aligned(cells)
    rule = "  ".join("-" * max(map(width, column)) for column in zip(*cells, strict=True))
    return "\n".join([title, "", lines[0], rule, *lines[1:]]) + "\n"


def _shown(session: Session, cell: Cell) -> str:
    """A cell on one line; days as they are typed on the command line."""
    text = cell.isoformat() if isinstance(cell, date) else printed(cell, session.translate)
    return visible(" ".join(text.split()))


def _cut(rows: list[tuple[str, ...]], columns: int) -> list[tuple[str, ...]]:
    """Cells of the widest columns cut until a row fits, but none below a width that says anything."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > columns and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return [tuple(_shortened(cell, size) for cell, size in zip(row, widths, strict=True)) for row in rows]


def _shortened(text: str, size: int) -> str:
    if width(text) <= size:
        return text
    kept = text
    while width(kept) > size - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
