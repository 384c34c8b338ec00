from __future__ import annotations

import string
import unicodedata

import pytest
from babel.messages.catalog import Catalog

from qmsdocs.language import LANGUAGES, translator
from tools import catalogue


@pytest.fixture(scope="module")
def committed() -> Catalog:
    return catalogue.current()


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _translations(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog if message.id and message.string}


def test_every_text_of_the_code_is_in_the_catalogue(committed: Catalog) -> None:
    known = {message.id for message in committed}
    assert sorted({text.id for text in catalogue.texts()} - known) == []


def test_the_catalogue_holds_no_text_that_is_gone(committed: Catalog) -> None:
    found = {text.id for text in catalogue.texts()}
    assert sorted(str(message.id) for message in committed if message.id and message.id not in found) == []


def test_every_text_has_a_vietnamese_translation(committed: Catalog) -> None:
    assert [message.id for message in committed if message.id and not message.string] == []


def test_translations_name_the_same_values(committed: Catalog) -> None:
    pairs = _translations(committed).items()
    assert [text for text, translation in pairs if _fields(text) != _fields(translation)] == []


def test_translations_begin_and_end_like_their_text(committed: Catalog) -> None:
    """A full stop or a capital that only one language has shows in the middle of a report."""
    pairs = [(text, translation) for text, translation in _translations(committed).items() if text != "No."]
    assert [text for text, translation in pairs if (text[-1] in ".:") != (translation[-1] in ".:")] == []
    assert [text for text, translation in pairs if translation != translation.strip() or not translation] == []


def test_translations_are_precomposed_unicode(committed: Catalog) -> None:
    assert [t for t in _translations(committed).values() if not unicodedata.is_normalized("NFC", t)] == []


def test_the_compiled_catalogue_is_that_of_the_po_file(committed: Catalog) -> None:
    assert catalogue.PO.with_suffix(".mo").read_bytes() == catalogue.mo_bytes(committed)


def test_the_po_file_is_as_the_tool_writes_it() -> None:
    assert catalogue.PO.read_bytes() == catalogue.po_bytes(catalogue.merged())


def test_english_is_the_text_of_the_code() -> None:
    assert translator("en")("error") == "error"


def test_a_text_without_translation_stays_english() -> None:
    assert [translator(language)("no such text anywhere") for language in LANGUAGES] == ["no such text anywhere"] * 2


def test_empty_text_stays_empty() -> None:
    assert [translator(language)("") for language in LANGUAGES] == ["", ""]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        translator("fr")


def test_a_table_fills_translations_and_names_what_it_does_not_know() -> None:
    catalog = catalogue.PlainCatalog()
    catalog.add("a\nb")
    catalog.add("kept", "giữ")
    assert catalogue.filled(catalog, "a\\nb\tmột\\nhai\nunknown\tlạ\nkept\t\n") == ["unknown"]
    assert _translations(catalog) == {"a\nb": "một\nhai", "kept": "giữ"}
