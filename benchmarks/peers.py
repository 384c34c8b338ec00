"""The peers of the benchmark, each given the texts of the generated agency in its own form."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qmsdocs import load
from qmsdocs.model.register import Register


def _program(name: str) -> str | None:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def doorstop(agency: Path, folder: Path) -> list[str] | None:
    """One doorstop item for each document, procedures linked to the external documents they cite; nothing is reformatted."""
    program = _program("doorstop")
    if program is None:
        return None
    register = load(agency)
    folder.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    numbers = {external.code: number for number, external in enumerate(register.externals, 1)}
    _doorstop_document(folder / "ext", "EXT", None)
    _doorstop_document(folder / "qt", "QT", "EXT")
    for external in register.externals:
        _doorstop_item(folder / "ext", "EXT", numbers[external.code], external.title, ())
    for number, document in enumerate(register.documents, 1):
        links = [f"EXT{numbers[r.target]:05d}" for r in document.references if r.target in numbers]
        _doorstop_item(folder / "qt", "QT", number, document.origin.text, links)
    return [program, "--no-reformat"]


def _doorstop_document(folder: Path, prefix: str, parent: str | None) -> None:
    folder.mkdir()
    above = f"  parent: {parent}\n" if parent else ""
    (folder / ".doorstop.yml").write_text(
        f"settings:\n  digits: 5\n{above}  prefix: {prefix}\n  sep: ''\n", encoding="utf-8"
    )


def _doorstop_item(folder: Path, prefix: str, number: int, text: str, links: Any) -> None:
    body = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    linked = "links:\n" + "".join(f"- {link}: null\n" for link in links) if links else "links: []\n"
    (folder / f"{prefix}{number:05d}.yml").write_text(
        f"active: true\nderived: false\nheader: ''\nlevel: {number}.1\n{linked}normative: true\nref: ''\nreviewed: null\ntext: |\n{body}",
        encoding="utf-8",
    )


def trestle(agency: Path, folder: Path) -> list[str] | None:
    """Every procedure as a governed Markdown document with its facts as front matter, held against a template."""
    program = _program("trestle")
    if program is None:
        return None
    folder.mkdir()
    subprocess.run([program, "init", "-loc"], cwd=folder, check=True, capture_output=True)
    task = folder / "procedures"
    task.mkdir()
    template = folder / ".trestle" / "author" / "procedures" / "0.0.1"
    template.mkdir(parents=True)
    documents = list(_procedures(agency))
    head, text = documents[0]
    titles = [line for line in text.split("\n") if line.startswith("# ")]
    (template / "template.md").write_text(f"---\n{head}---\n" + "\n\n".join(titles) + "\n", encoding="utf-8")
    for number, (facts, body) in enumerate(documents, 1):
        (task / f"qt-{number:05d}.md").write_text(f"---\n{facts}---\n{body}", encoding="utf-8")
    return [program, "author", "docs", "validate", "--task-name", "procedures"]


def _procedures(agency: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((agency / "procedures").glob("*/*.yaml")):
        yield (
            "x-trestle-template-version: 0.0.1\n" + path.read_text(encoding="utf-8"),
            path.with_suffix(".md").read_text(encoding="utf-8"),
        )


def same_content(document: bytes, target: Path) -> str:
    """What a Word file of ours holds, tables included, as Markdown for pandoc; its path."""
    word = target.with_suffix(".docx")
    word.write_bytes(document)
    subprocess.run(["pandoc", "--from", "docx", str(word), "--to", "markdown", "--output", str(target)], check=True)
    return str(target)


def pandoc(text: str, target: Path) -> None:
    """One text to Word by pandoc."""
    subprocess.run(["pandoc", "--from", "markdown", text, "--output", str(target)], check=True)


def renderer(register: Register) -> Callable[[Any], bytes]:
    """Renders an item of a release plan to Word, in this process."""
    from qmsdocs.language import translator  # noqa: PLC0415
    from qmsdocs.starter import starter_set  # noqa: PLC0415
    from qmsdocs.word import Edition, render_document  # noqa: PLC0415

    template = (starter_set() / "templates" / "procedure.docx").read_bytes()
    translate = translator("vi")

    def render(item: Any) -> bytes:
        edition = Edition(item.document, item.entry, register, item.draft, lambda _: None)
        return render_document(edition, template, translate)

    return render
