"""Replays a tutorial: its ``console`` blocks run, its ``diff`` blocks are applied, and outputs are compared.

- A line ``$ qmsdocs …`` runs, on a fixed day where it names none; what follows up to the next ``$`` is its output.
- ``$ git …`` runs as the secretary, on the day that was named last; only what git was asked to show is output. Commit ids
  are ``…``, for they change with every document of the starter set.
- ``$ cd FOLDER`` changes the folder, ``$ ls PATTERN`` shows names, ``$ echo $?`` tells how the last command ended. Other
  programs (make) and ``git clone`` are not run and show no output.
- ``$ qmsdocs init FOLDER`` without options asks at a terminal; what stands behind the colons of its questions is typed.
- A line ``…`` stands for any number of lines of output.
- A ``diff`` block with ``title="path"`` puts its lines ``+`` where its lines ``-`` are in that file. Digests in it
  are the one that was printed last. A ``yaml`` or ``markdown`` block with ``title="path"`` is a whole file.

After a change of messages ``python -m tests.tutorial`` writes the outputs of all pages anew (or of those that it is given); read
the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.at_a_terminal import at_a_terminal
from tests.forked import forked

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page for page in (ROOT / "docs").rglob("*.md") if re.search("^```console$", page.read_text("utf-8"), re.MULTILINE)
)
"""The pages that show outputs."""

DAY = "2026-11-21"
HOME = "/home/binh"
"""What stands in the tutorial for the folder in which it was replayed."""

SCAN = "quet/quyet-dinh.pdf"
"""The scan of a signed decision, in the home folder."""

WORD = {
    "word-cu/quan-ly-xe.docx": "23-quan-ly-xe-o-to.docx",
    "word-cu/kiem-soat-tai-lieu.docx": "01-kiem-soat-tai-lieu.docx",
}
"""Word files of an office in the home folder, and what they are in ``tests/foreign``."""

_BLOCK = re.compile(
    r"^```(?P<kind>console|diff|yaml|markdown)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_QUESTION = re.compile(r"(?!qmsdocs:).*:( |$)")
_ON_A_DAY = frozenset({"check", "list", "show", "release", "history", "impact"})
_SHOWING = frozenset({"log", "status", "diff", "show", "tag"})
_COMMIT = re.compile(r"\b[0-9a-f]{10}\b(?=[\n ]|$)")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_ANY = "…"


@dataclass
class Replay:
    """A home folder in which commands run one after the other."""

    home: Path
    folder: Path = field(init=False)
    digest: str = ""
    day: str = DAY
    code: int = 0

    def __post_init__(self) -> None:
        self.folder = self.home
        identity = "[user]\n  name = Lê Thị Hoa\n  email = hoa@example.vn\n[init]\n  defaultBranch = main\n"
        (self.home / ".gitconfig").write_text(identity, encoding="utf-8")

    def result(self, block: re.Match[str]) -> str:
        """The block with real outputs, after doing what it says."""
        if block["kind"] == "diff":
            body = _DIGEST.sub(self.digest, block["body"])
            self._edit(block["title"], body)
            return block[0].replace(block["body"], body)
        if block["kind"] in ("yaml", "markdown"):
            if block["title"]:
                (self.folder / block["title"]).write_text(block["body"], encoding="utf-8")
            return block[0]
        body = ""
        for command, shown in _commands(block["body"]):
            body += f"$ {command}\n{_shortened(self._output(command, shown), shown)}"
        return f"```console\n{body}```"

    def _output(self, command: str, shown: list[str]) -> str:
        program, *arguments = shlex.split(command)
        if program == "cd":
            self.folder = (self.folder / arguments[0]).resolve()
        if program == "echo":
            return f"{self.code}\n"
        if program == "ls":
            names = sorted(path.name for path in self.folder.glob(arguments[0]))
            return "".join(f"{name}\n" for name in names if not name.startswith("."))
        if program == "git" and arguments[0] != "clone":
            output = self._run(["git", *arguments])
            assert self.code == 0, output
            return output if arguments[0] in _SHOWING else ""
        if program != "qmsdocs":
            return ""
        if arguments[0] == "init" and not any(argument.startswith("--") for argument in arguments):
            return self._asked([*forked(), *arguments], [_typed(line) for line in shown if _QUESTION.match(line)])
        if "--on" in arguments:
            self.day = arguments[arguments.index("--on") + 1]
        elif arguments[0] in _ON_A_DAY:
            arguments += ["--on", DAY]
        output = self._run([*forked(), *arguments])
        if found := _DIGEST.findall(output):
            self.digest = found[-1]
        return output

    def _run(self, command: list[str]) -> str:
        run = subprocess.run(
            command,
            cwd=self.folder,
            env=self._variables(),
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        self.code = run.returncode
        return self._seen(run.stdout + run.stderr)

    def _asked(self, command: list[str], answers: list[str]) -> str:
        self.code, seen = at_a_terminal(command, self.folder, {**self._variables(), "TERM": "dumb"}, answers)
        return self._seen(seen)

    def _variables(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "LANG": "vi_VN.UTF-8",
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": f"{self.day}T09:00:00+07:00",
            "GIT_COMMITTER_DATE": f"{self.day}T09:00:00+07:00",
        }

    def _seen(self, output: str) -> str:
        lines = _COMMIT.sub("…" + " " * 9, output).replace(str(self.home), HOME).splitlines()
        return "".join(f"{line.rstrip()}\n" for line in lines)

    def _edit(self, name: str, body: str) -> None:
        path = self.folder / name
        lines = body.splitlines()
        before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("-", " ", ""))
        after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("+", " ", ""))
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{name} does not hold once:\n{before}"
        path.write_text(text.replace(before, after), encoding="utf-8")


def replayed(text: str, home: Path) -> str:
    """The tutorial with the outputs that its commands really have.

    Args:
        text: Markdown.
        home: an empty folder; the repository's own documents lie in ``home/qmsdocs`` afterwards.
    """
    (home / SCAN).parent.mkdir()
    (home / SCAN).write_bytes(b"%PDF-1.4\n% scan of the signed decision\n")
    for name, file in WORD.items():
        (home / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "tests/foreign" / file, home / name)
    checkout = home / "qmsdocs"
    for folder in ("procedures", "external", "templates"):
        shutil.copytree(ROOT / folder, checkout / folder)
    shutil.copy(ROOT / "qms.yaml", checkout)
    replay = Replay(home.resolve())
    return _BLOCK.sub(replay.result, text)


def _commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command, shown


def _typed(question: str) -> str:
    """What a person typed behind a question, in the line that shows both."""
    return "" if question.endswith(":") else question.rpartition(": ")[2]


def _shortened(output: str, shown: list[str]) -> str:
    """The output with as many lines at each end as the tutorial shows around its ``…``."""
    if _ANY not in shown:
        return output
    lines = output.splitlines()
    first = shown.index(_ANY)
    last = len(shown) - first - 1
    kept = [*lines[:first], _ANY, *(lines[-last:] if last else [])]
    return "".join(f"{line}\n" for line in kept)


def main(paths: list[str]) -> None:
    """Writes the outputs of tutorials anew."""
    for path in map(Path, paths) if paths else PAGES:
        with tempfile.TemporaryDirectory() as home:
            path.write_text(replayed(path.read_text(encoding="utf-8"), Path(home)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
