r"""The catalogue of translations: ``extract`` collects the texts of the code, ``fill`` adds translations, ``compile``.

    python tools/catalogue.py extract           after texts have changed: keeps translations, marks dead ones
    python tools/catalogue.py fill FILE.tsv     English, TAB, Vietnamese on each line; \n and \t stand for themselves
    python tools/catalogue.py compile           qmsdocs.mo from qmsdocs.po

The files depend on the texts alone: no dates, no line numbers, no version of the tool that wrote them.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

import qmsdocs
import qmsdocs.model
from qmsdocs.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "qmsdocs"
PO = SOURCE / "language" / "vi" / "LC_MESSAGES" / "qmsdocs.po"

_MARKERS = frozenset({"say", "translate", "t"})
"""Functions whose first argument is a text that people read."""
_KEYWORDS = frozenset({"help", "metavar", "options_metavar", "subcommand_metavar"})
"""Arguments of click's decorators; the command line translates them when it prints help."""


@dataclass(frozen=True)
class Text:
    """A text to translate.

    Args:
        id: the English text.
        path: the file it stands in, relative to the root of the project.
        line: used for the order only, never written.
        note: what the translator must know.
    """

    id: str
    path: str
    line: int
    note: str = ""


_HEAD = "# Texts of qmsdocs in Vietnamese. Written by tools/catalogue.py; translations are edited here.\n#"


class PlainCatalog(Catalog):
    """A catalogue whose head says only what gettext needs."""

    def __init__(self) -> None:
        super().__init__(locale="vi", header_comment=_HEAD, fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Language and encoding, without dates and versions."""
        return [
            ("Language", "vi"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


# --- what there is to translate


def texts() -> Iterator[Text]:
    """Every text of the package that people read, by file and line."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _texts_of_code(path)
    yield from _texts_of_rules()
    yield from _texts_of_models()


def _texts_of_code(path: Path) -> Iterator[Text]:
    where = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            for argument in _marked(node, keywords=path.parent.name == "cli"):
                for value in _literals(argument):
                    yield Text(value, where, node.lineno)


def _marked(call: ast.Call, *, keywords: bool) -> list[ast.expr]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name in _MARKERS:
        return call.args[:1]
    return [k.value for k in call.keywords if k.arg in _KEYWORDS] if keywords else []


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _texts_of_rules() -> Iterator[Text]:
    for number, rule in enumerate(RULES):
        where = f"src/{rule.problems.__module__.replace('.', '/')}.py"
        for note, text in (("title", rule.title), ("why", rule.why), ("clause", rule.clause)):
            yield Text(text, where, 100_000 + number, f"{rule.code}, {note}")


def _texts_of_models() -> Iterator[Text]:
    for name in sorted(module.name for module in walk_packages(qmsdocs.model.__path__, "qmsdocs.model.")):
        where = f"src/{name.replace('.', '/')}.py"
        for thing in vars(import_module(name)).values():
            if isinstance(thing, type) and issubclass(thing, BaseModel) and thing.__module__ == name:
                for key, field in thing.model_fields.items():
                    if field.description:
                        yield Text(field.description, where, 100_000, f"{thing.__name__}.{field.alias or key}")


# --- the files


def current() -> Catalog:
    """The catalogue as it is committed."""
    if not PO.exists():
        return PlainCatalog()
    with PO.open("rb") as stream:
        return _plain(read_po(stream, locale="vi"))


def collected() -> Catalog:
    """The texts of the code, without translations."""
    catalog = PlainCatalog()
    for text in texts():
        catalog.add(text.id, locations=[(text.path, text.line)], auto_comments=[text.note] if text.note else [])
    return catalog


def _plain(catalog: Catalog) -> Catalog:
    plain = PlainCatalog()
    for message in catalog:
        if message.id:
            plain.add(message.id, message.string, message.locations, (), message.auto_comments, message.user_comments)
    plain.obsolete = catalog.obsolete
    return plain


def merged() -> Catalog:
    """The texts of the code with the translations there are; translations of texts that are gone become obsolete."""
    catalog = current()
    catalog.update(collected(), no_fuzzy_matching=True, update_header_comment=False)
    return _plain(catalog)


def filled(catalog: Catalog, table: str) -> list[str]:
    """Puts the translations of a table into a catalogue; gives back the texts that the catalogue does not know."""
    unknown = []
    for line in table.splitlines():
        source, tab, target = (part.replace("\\n", "\n").replace("\\t", "\t") for part in line.partition("\t"))
        if not tab or not target.strip():
            continue
        message = catalog.get(source)
        if message is None:
            unknown.append(source)
        else:
            message.string = target.strip() if not source.endswith("\n") else target
    return unknown


def po_bytes(catalog: Catalog) -> bytes:
    """A catalogue as people edit it."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=120, sort_by_file=True, include_lineno=False)
    return stream.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def _write(catalog: Catalog) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    _compile()


def _compile() -> None:
    PO.with_suffix(".mo").write_bytes(mo_bytes(current()))


def main(arguments: list[str]) -> int:
    """Does what the first argument says; 2 when it says nothing known."""
    match arguments:
        case ["extract"]:
            catalog = merged()
            _write(catalog)
        case ["fill", *tables] if tables:
            catalog = merged()
            for path in tables:
                for text in filled(catalog, Path(path).read_text(encoding="utf-8")):
                    print(f"unknown text: {text}", file=sys.stderr)
            _write(catalog)
        case ["compile"]:
            catalog = current()
            _compile()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    missing = [message.id for message in catalog if message.id and not message.string]
    print(f"{len(catalog)} texts, {len(missing)} without translation, {len(catalog.obsolete)} obsolete")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
