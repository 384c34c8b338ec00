"""What the documents say is true: their examples run, their links lead somewhere, their commands exist."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

from qmsdocs.report import FORMATS
from qmsdocs.rules import RULES
from tests.scenario import written
from tests.test_digest import DIGEST, FILES, TEXT, VECTOR, YAML
from tests.tutorial import PAGES as TUTORIALS
from tests.tutorial import replayed
from tools.rule_pages import FAMILIES, pages

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
PAGES = sorted(
    path
    for path in [*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    if "rules" not in path.relative_to(ROOT).parts
)

_FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_MAKE = re.compile(r"^(?:\$ )?make ([a-z]+)\b", re.MULTILINE)
_VERB = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?qmsdocs ([a-z]+)\b", re.MULTILINE)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _code(text: str) -> str:
    """What a text says in code: its fenced blocks and its code spans."""
    return "\n".join([*(found[0] for found in _FENCED.finditer(text)), *re.findall(r"`([^`\n]+)`", text)])


def _blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [DOCS / "api.md", *READMES], ids=_name)
def test_python_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    monkeypatch.chdir(tmp_path)
    examples = "\n".join(_blocks(_text(page), "python"))
    assert ">>>" in examples
    test = doctest.DocTestParser().get_doctest(examples, {}, _name(page), str(page), 0)
    runner = doctest.DocTestRunner(verbose=False)
    report: list[str] = []
    runner.run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", TUTORIALS, ids=_name)
def test_tutorials_show_real_outputs(page: Path, tmp_path: Path) -> None:
    tutorial = _text(page)
    assert replayed(tutorial, tmp_path) == tutorial


def test_the_digest_vector_of_the_format_is_that_of_the_tests() -> None:
    section = _text(DOCS / "format.md").partition("### Test vector")[2]
    text, files, framed = (json.loads(block) for block in _blocks(section, "json"))
    assert _blocks(section, "yaml")[0] == YAML
    assert text == TEXT
    assert [(name, content.encode()) for name, content in files.items()] == FILES
    assert b"".join(f"{name}\0{length}\0{content}".encode() for name, length, content in framed) == VECTOR
    assert _blocks(section, "text")[0].strip() == DIGEST


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_to_files(page: Path) -> None:
    targets = [found["target"].partition("#")[0] for found in _LINK.finditer(_FENCED.sub("", _text(page)))]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    generated = {DOCS / "rules" / name for name in pages()}
    meant = {target: (page.parent / target).resolve() for target in local}
    assert not [target for target, path in meant.items() if not path.exists() and path not in generated]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), flags=re.MULTILINE))
    assert set(_MAKE.findall(_code(_text(page)))) <= targets


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_verbs_exist(page: Path) -> None:
    from qmsdocs.cli.entry import VERBS  # noqa: PLC0415

    assert set(_VERB.findall(_code(_text(page)))) <= set(VERBS)


@pytest.mark.parametrize("page", READMES, ids=_name)
def test_readmes_name_every_verb_and_format(page: Path) -> None:
    from qmsdocs.cli.entry import VERBS  # noqa: PLC0415

    text = _text(page)
    assert all(f"`{verb}" in text for verb in VERBS)
    assert all(f"`{name}`" in text for name in FORMATS)


def test_every_rule_has_its_place_in_the_reference() -> None:
    written_pages = pages()
    for folder in ("", "vi/"):
        text = "".join(written_pages[f"{folder}{family.page}.md"] for family in FAMILIES)
        assert re.findall(r"^## (QD\d+) ", text, flags=re.MULTILINE) == [rule.code for rule in RULES]
        assert all(f"#{rule.code.lower()})" in written_pages[f"{folder}index.md"] for rule in RULES)


def test_the_pages_of_the_rules_are_in_the_navigation() -> None:
    navigation = _text(ROOT / "mkdocs.yml")
    assert all(f"rules/{name}\n" in navigation for name in pages())


def test_decisions_are_in_the_navigation_and_keep_their_shape() -> None:
    navigation = _text(ROOT / "mkdocs.yml")
    for path in sorted((DOCS / "adr").glob("0*.md")):
        text = _text(path)
        assert f"adr/{path.name}\n" in navigation
        assert re.findall(r"^#+ .*$", text, flags=re.MULTILINE)[1:] == ["## Context", "## Decision", "## Drawbacks"]
        assert text.startswith(f"# {path.name[:4]} ")
        assert len(text.splitlines()) <= 40


def test_no_page_needs_an_outside_host() -> None:
    configuration = _text(ROOT / "mkdocs.yml")
    assert "font: false" in configuration
    assert "http" not in configuration
