"""``qmsdocs template``: what people who make templates in Word are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qmsdocs.word.template.controls import tags_in
from qmsdocs.word.template.fields import TEMPLATES, fields_of
from tests.test_cli import qmsdocs
from tests.wordfiles import ROOT, main_of, packed_again, parts, template

MAIN = "word/document.xml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "procedure.docx").write_bytes(template())
    return tmp_path


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    texts = parts(template())
    text = texts[MAIN].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "procedure.docx").write_bytes(packed_again({**texts, MAIN: text.encode()}))


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_our_templates_have_nothing_wrong_whatever_they_are_called(kind: str, tmp_path: Path) -> None:
    (tmp_path / f"{kind}.docx").write_bytes(template(f"{kind}.docx"))
    (tmp_path / "mẫu.docx").write_bytes(template(f"{kind}.docx"))
    for name in (f"{kind}.docx", "mẫu.docx"):
        outcome = qmsdocs(tmp_path, "template", "check", name)
        assert (outcome.code, outcome.err) == (0, "")


def test_everything_that_is_wrong_is_named_with_the_words_around_it(own: Path) -> None:
    edit(
        own,
        ('<w:tag w:val="document.title"/>', '<w:tag w:val="document.titel"/>'),
        ('<w:tag w:val="entry.effective"/>', '<w:tag w:val="revision.what"/>'),
    )
    outcome = qmsdocs(own, "template", "check", "procedure.docx", lang="en")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        (
            "procedure.docx: it has a content control with the unknown tag document.titel; did you mean document.title? "
            "(in the text, at “[Tên tài liệu]”)"
        ),
        (
            "procedure.docx: the content control revision.what must stand in the row that revisions repeats "
            "(in the text, at “[Ngày hiệu lực]”)"
        ),
    ]


def test_what_is_missing_is_named_without_a_place_and_json_says_the_same(own: Path) -> None:
    edit(own, ('<w:tag w:val="body"/>', '<w:tag w:val="contents"/>'))
    outcome = qmsdocs(own, "template", "check", "procedure.docx", "--format", "json", lang="en")
    assert outcome.code == 1
    assert json.loads(outcome.out) == {
        "file": "procedure.docx",
        "kind": "procedure",
        "problems": [
            {
                "message": "the content control contents stands there twice",
                "place": "in the text, at “[Nội dung tài liệu]”",
            },
            {"message": "the content controls with these tags are missing: body", "place": None},
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "name the template: qmsdocs template check FILE"),
        (("check", "mất.docx"), "mất.docx cannot be read"),
        (("fields", "letter"), "letter is no kind of template; write one of: procedure, document, list, decision"),
        (("draw",), "draw is not a value of check|fields"),
        (("check", "x.docx"), "it is not a .docx file"),
    ],
)
def test_a_wrong_call_is_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"text")
    outcome = qmsdocs(tmp_path, "template", *arguments, lang="en")
    assert outcome.code == 2
    assert said in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_every_tag_that_a_template_has_is_explained(kind: str, tmp_path: Path) -> None:
    outcome = qmsdocs(tmp_path, "template", "fields", kind, "--format", "json", lang="vi")
    listed = {field["tag"] for field in json.loads(outcome.out)}
    assert listed == TEMPLATES[kind].every == {field.tag for field in fields_of(TEMPLATES[kind])}
    assert {tag for tag, _ in tags_in(main_of((ROOT / "templates" / f"{kind}.docx").read_bytes()))} <= listed
