"""The house: which room may import which, who owns which library, and what nobody outside the command line may do."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qmsdocs.rules import RULES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "qmsdocs"

_SPEECH = {"diagnostics", "errors"}
_VALUES = _SPEECH | {"model"}
_TEXT = _VALUES | {"markdown", "yaml"}
_REGISTER = _TEXT | {"profiles", "source"}
_CHECKED = _REGISTER | {"history", "rules", "engine"}

ARROWS: dict[str, set[str]] = {
    "diagnostics": set(),
    "errors": {"diagnostics"},
    "language": {"diagnostics"},
    "locking": _SPEECH,
    "office": _SPEECH,
    "starter": set(),
    "model": _SPEECH,
    "markdown": _VALUES,
    "yaml": _VALUES,
    "profiles": _VALUES | {"yaml"},
    "source": _TEXT | {"profiles"},
    "history": _VALUES | {"locking"},
    "comparison": _TEXT,
    "rules": _TEXT,  # a rule knows no engine, no files and no git
    "engine": _TEXT | {"rules"},
    "corroboration": _REGISTER | {"history"},
    "tagged": _REGISTER | {"history"},
    "impact": _TEXT | {"rules"},  # what cites what, as the rules see it
    "since": _CHECKED | {"tagged"},
    "edit": _CHECKED | {"comparison", "corroboration", "language", "locking", "starter"},
    "registers": _VALUES | {"language"},
    "word": _TEXT | {"language", "registers"},
    "issuing": _CHECKED | {"language", "locking", "registers", "starter", "tagged", "word"},
    "importing": _CHECKED | {"comparison", "edit", "language", "locking", "word"},
    "report": _CHECKED | {"importing", "comparison", "issuing", "language", "registers"},
    "cli": _CHECKED
    | {"comparison", "corroboration", "impact", "since", "tagged"}
    | {"edit", "importing", "issuing", "language", "office", "registers", "report", "starter", "word"},
    "qmsdocs": _CHECKED | {"issuing"},  # the public names, loaded when first used
}
"""For each room the other rooms that it may import."""

INNER_ARROWS: dict[str, set[str]] = {
    "word/ooxml": set(),
    "word/template": {"word/ooxml"},
    "word/writing": {"word/template", "word/ooxml"},
    "word/printing": {"word/writing", "word/template", "word/ooxml"},
    "word/reading": {"word/ooxml"},
}
"""Within a room that has rooms of its own: for each the others that it may import."""

OWNERS: dict[str, set[str]] = {
    "click": {"cli"},
    "docx": {"word"},
    "git": {"history"},
    "jinja2": {"edit", "report"},
    "lxml": {"word"},
    "pydantic": {"model", "yaml/validate"},
    "pydantic_core": {"model"},
    "pypdf": {"office"},
    "pyromark": {"markdown"},
    "ruamel": {"edit"},
    "xlsxwriter": {"registers"},
    "yaml": {"yaml"},
}
"""For each library the rooms or modules that may import it; all others see plain values."""

DRAWERS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "shared", "stuff", "tools"}

HIDDEN_INPUTS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.time_ns", "time.localtime",
    "os.getcwd", "Path.cwd", "os.environ", "os.getenv", "os.getlogin", "uuid.uuid1", "uuid.uuid4",
}  # fmt: skip
"""What a function may not read behind the back of its caller; the command line reads it once and passes it on."""

ALLOWED_INPUTS = {"history": {"os.environ"}}  # git is given what remains of the environment once it is made safe

LONGEST_MODULE = 350

NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "urllib.request", "asyncio", "requests", "httpx", "urllib3"}

MODULES = sorted(PACKAGE.rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """One imported module (``qmsdocs.model.document``) and the names taken from it."""

    module: str
    names: tuple[str, ...]
    line: int


def place(path: Path) -> str:
    """``model/document`` for a module of the package, relative to it."""
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def room(path: Path) -> str:
    name = place(path).split("/")[0]
    return {"__init__": "qmsdocs", "__main__": "cli"}.get(name, name)


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """All imports, those inside functions and under TYPE_CHECKING too."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[Import]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, (), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the full name of the module"
            yield Import(node.module or "", tuple(alias.name for alias in node.names), node.lineno)


def rooms_imported(found: Import) -> Iterator[str]:
    """The rooms of qmsdocs that an import reaches; the version is nobody's secret."""
    first, _, rest = found.module.partition(".")
    if first != "qmsdocs":
        return
    if rest:
        yield rest.split(".")[0]
    else:
        yield from (name if name in ARROWS else "qmsdocs" for name in found.names or ("load",) if name != "__version__")


def dotted(node: ast.expr) -> str:
    """The last two names of an attribute: ``datetime.now`` for ``datetime.datetime.now``."""
    if isinstance(node, ast.Attribute):
        owner = node.value
        name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
        return f"{name}.{node.attr}"
    return ""


def test_every_room_has_its_arrows() -> None:
    rooms = {room(path) for path in MODULES}
    assert rooms <= set(ARROWS)
    assert all(ARROWS[name] <= set(ARROWS) for name in ARROWS)


def test_arrows_go_one_way() -> None:
    order: list[str] = []
    waiting = {name: set(targets) for name, targets in ARROWS.items()}
    while waiting:
        free = [name for name, targets in waiting.items() if targets <= set(order)]
        assert free, f"a circle among {sorted(waiting)}"
        order += free
        for name in free:
            del waiting[name]


def test_a_module_imports_only_what_its_room_may() -> None:
    forbidden = [
        f"{place(path)}:{found.line}: {room(path)} -> {target}"
        for path in MODULES
        for found in imports(path)
        for target in rooms_imported(found)
        if target != room(path) and target not in ARROWS[room(path)]
    ]
    assert not forbidden


def test_rooms_within_a_room_have_arrows_too() -> None:
    forbidden = []
    for path in MODULES:
        inner = place(path).rpartition("/")[0]
        if inner not in INNER_ARROWS:
            assert inner.count("/") == 0 or inner.split("/")[0] != "word", f"{inner} has no arrows"
            continue
        for found in imports(path):
            target = "/".join(found.module.split(".")[1:3])
            if found.module.startswith("qmsdocs.word") and target not in {inner, *INNER_ARROWS[inner]}:
                forbidden.append(f"{place(path)}:{found.line}: {target}")
    assert not forbidden


def test_a_library_is_imported_by_its_owner_alone() -> None:
    wrong = []
    for path in MODULES:
        for found in imports(path):
            library = found.module.partition(".")[0]
            known = library in sys.stdlib_module_names or library == "qmsdocs"
            if not known and not {room(path), place(path)} & OWNERS.get(library, set()):
                wrong.append(f"{place(path)}:{found.line}: {library}")
    assert not wrong


def test_nothing_reaches_the_network() -> None:
    wrong = []
    for path in MODULES:
        for found in imports(path):
            names = {found.module, found.module.partition(".")[0], *(f"{found.module}.{name}" for name in found.names)}
            wrong += [f"{place(path)}:{found.line}: {name}" for name in names & NETWORK]
    assert not wrong


def test_no_hidden_input_outside_the_command_line() -> None:
    wrong = []
    for path in MODULES:
        allowed = HIDDEN_INPUTS if room(path) == "cli" else ALLOWED_INPUTS.get(room(path), set())
        read = [(node.lineno, dotted(node)) for node in nodes(path) if isinstance(node, ast.Attribute)]
        read += [(found.line, f"{found.module}.{name}") for found in imports(path) for name in found.names]
        wrong += [f"{place(path)}:{line}: {name}" for line, name in read if name in HIDDEN_INPUTS - allowed]
    assert not wrong


def test_only_history_and_office_start_programs() -> None:
    """Git, and LibreOffice for what qmsdocs does not read or write itself."""
    starting = {room(path) for path in MODULES for found in imports(path) if found.module == "subprocess"}
    assert starting <= {"history", "office"}


def _kinds(path: Path) -> Iterator[str]:
    """The kinds of faults that a module of the reader makes: what it calls a fault with, or returns first."""
    for node in nodes(path):
        first: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            first = node.args[0] if name in {"YamlFault", "Misfit", "Fault", "whole_file"} and node.args else None
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and node.value.elts:
            first = node.value.elts[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def test_every_kind_of_fault_has_its_rule() -> None:
    kinds = {kind for path in MODULES if room(path) in {"source", "yaml"} for kind in _kinds(path)}
    assert {"not-yaml", "unknown-key", "not-nfc"} <= kinds
    assert kinds <= {rule.name for rule in RULES}


def test_modules_are_short_and_no_drawers() -> None:
    assert not [place(path) for path in MODULES if set(place(path).split("/")) & DRAWERS]
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_MODULE}


def test_the_package_alone_loads_no_library() -> None:
    program = "import sys, qmsdocs; qmsdocs.__version__; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert not set(run.stdout.split()) & set(OWNERS)
