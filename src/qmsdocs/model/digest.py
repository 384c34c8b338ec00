"""The digest of a document's content, to which signatures are bound (format.md, section 6)."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

_NOT_CONTENT = frozenset({"revisions", "reviews", "withdrawn", "to_check"})


def content_digest(mapping: Mapping[str, Any], text: str, files: Iterable[tuple[str, bytes]] = ()) -> str:
    """SHA-256 over the framed items ``yaml``, ``text`` and each file by path.

    Args:
        mapping: the YAML mapping as written, before defaults (dates as ISO text).
        text: the Markdown text; empty when the document has none.
        files: path relative to the document's folder, and bytes, of each form and image used.

    >>> content_digest({"code": "QT-01", "title": " Kiểm soát "}, "# Mục đích")
    'sha256:20a2933770e6dc2534cd435ec3f035dcfdf4450a5d3182257636d5ef5bcc5e3f'
    """
    digest = hashlib.sha256()
    for name, content in _items(mapping, text, files):
        digest.update(b"%s\0%d\0" % (name.encode(), len(content)))
        digest.update(content)
    return "sha256:" + digest.hexdigest()


def _items(mapping: Mapping[str, Any], text: str, files: Iterable[tuple[str, bytes]]) -> Iterable[tuple[str, bytes]]:
    yield "yaml", _canonical(mapping).encode()
    yield "text", normalized_text(text).encode()
    for path, data in sorted(files):
        yield path, normalized_file(path, data)


def normalized_mapping(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """What a digest sees of a mapping: without ledger, own keys and empty values, in NFC; sequences are lists.

    >>> normalized_mapping({"code": " QT-01 ", "steps": (), "revisions": ()})
    {'code': 'QT-01'}
    """
    seen: dict[str, Any] = json.loads(_canonical(mapping))
    return seen


def normalized_file(path: str, data: bytes) -> bytes:
    """What a digest sees of a form or image: ``.md`` as text, others as they are."""
    return normalized_text(data.decode("utf-8", "replace")).encode() if path.endswith(".md") else data


def _canonical(mapping: Mapping[str, Any]) -> str:
    kept = _content({key: value for key, value in mapping.items() if key not in _NOT_CONTENT})
    return _in_nfc(_ENCODER.encode(kept))


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def _content(value: Any) -> Any:
    """The value without the agency's own keys and without what is empty, its strings stripped."""
    kind = type(value)
    if kind is str:
        return value.strip()
    if kind is dict:
        kept = {}
        for key, item in value.items():
            content = item.strip() if type(item) is str else _content(item)
            if (content or type(content) in _NUMBERS) and key[:2] != "x-":
                kept[key.strip()] = content
        return kept
    if kind is tuple or kind is list:
        return [item.strip() if type(item) is str else _content(item) for item in value]
    return value


_NUMBERS = (bool, int, float)
"""What counts as written even when it is false or nought."""


def _in_nfc(text: str) -> str:
    """JSON is in NFC when each of its strings is: the marks around them never combine."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def normalized_text(text: str) -> str:
    """Text in NFC, without BOM, with LF line ends, lines right-stripped and one final line end.

    >>> normalized_text("a  \\r\\nb")
    'a\\nb\\n'
    """
    plain = _in_nfc(text.removeprefix("\ufeff"))
    if "\r" in plain:
        plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join([line.rstrip() for line in plain.split("\n")]).rstrip("\n") + "\n"
