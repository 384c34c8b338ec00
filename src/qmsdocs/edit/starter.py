"""The starter set as an agency takes it over: the model agency's files, as they stand or made its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qmsdocs.diagnostics import YamlPath, say
from qmsdocs.edit.splice import with_blocks, with_values
from qmsdocs.errors import UnusableConfiguration
from qmsdocs.model.files import is_ignored
from qmsdocs.source.reading import CONFIGURATION
from qmsdocs.starter import starter_set
from qmsdocs.yaml.reader import read_yaml

FOLDERS = ("procedures", "external", "records", "templates")
"""What the starter set holds besides ``qms.yaml``."""

_MODEL_ONLY = ("records",)
"""What tells of the model agency alone: its decisions."""

_NAMED = re.compile(r"\{\{\s*organization\.(parent|province)\s*\}\}")
_UNNAMED = {"parent": "cơ quan cấp trên", "province": "tỉnh, thành phố"}
_PINNED = re.compile(r"@\d+\.\d+$")

_FIRST_ISSUE = """\
revisions:
  - issue: 1
    revision: 0
    reason: Ban hành lần đầu
    changes:
      - {where: Toàn bộ, what: Ban hành lần đầu}
"""


def starter() -> dict[str, bytes]:
    """The files of the starter set: path relative to its root, with ``/``, and bytes.

    Raises:
        UnusableConfiguration: this installation lacks it.
    """
    root = starter_set()
    if not (root / CONFIGURATION).is_file():
        raise UnusableConfiguration(say("this installation of qmsdocs lacks its starter set; install it again"))
    paths = [root / CONFIGURATION, *(path for folder in FOLDERS for path in _below(root / folder))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if is_ignored(path.name):
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def unsigned(files: Mapping[str, bytes], named: Mapping[str, str | None]) -> dict[str, bytes]:
    """The documents of the starter set as another agency's drafts 1.0, without ``qms.yaml``.

    Ledgers begin anew and unsigned, forms are at 1.0, reviews and checks by the model agency's people are gone, and so are
    its decisions and the documents that it withdrew.

    Args:
        files: from :func:`starter`.
        named: ``parent`` and ``province`` of the new agency; without one, texts that name it say so in general words.
    """
    ended = {posixpath.dirname(path) for path, data in files.items() if _is_withdrawn(path, data)}
    return {
        path: _unsigned(path, data, named)
        for path, data in files.items()
        if path != CONFIGURATION and _top(path) not in _MODEL_ONLY and posixpath.dirname(path) not in ended
    }


def _top(path: str) -> str:
    return path.partition("/")[0]


def _is_withdrawn(path: str, data: bytes) -> bool:
    is_document = _top(path) == "procedures" and path.endswith(".yaml")
    return is_document and b"withdrawn:" in data and bool(read_yaml(data.decode()).get("withdrawn"))


def _unsigned(path: str, data: bytes, named: Mapping[str, str | None]) -> bytes:
    folder, suffix = _top(path), posixpath.splitext(path)[1]
    if suffix == ".yaml" and folder == "external":
        text = data.decode()
        return with_blocks(text, dict.fromkeys({"checked"} & read_yaml(text).keys(), "")).encode()
    if suffix == ".yaml" and folder == "procedures":
        return _draft(data.decode()).encode()
    if suffix == ".md":
        return _NAMED.sub(lambda found: found[0] if named[found[1]] else _UNNAMED[found[1]], data.decode()).encode()
    return data


def _draft(text: str) -> str:
    """A document whose ledger holds one unsigned entry."""
    mapping = read_yaml(text)
    gone = dict.fromkeys({"reviews", "withdrawn", "former_codes"} & mapping.keys(), "")
    return with_blocks(with_values(text, dict(_reset(mapping))), {**gone, "revisions": _FIRST_ISSUE})


def _reset(mapping: Mapping[str, Any]) -> Iterator[tuple[YamlPath, str]]:
    """Numbers of forms, and pinned revisions of references, as they are at the beginning."""
    for index, form in enumerate(mapping.get("forms") or ()):
        yield from ((("forms", index, key), first) for key, first in (("issue", "1"), ("revision", "0")) if key in form)
    for index, reference in enumerate(mapping.get("references") or ()):
        at: YamlPath = ("references", index) if isinstance(reference, str) else ("references", index, "code")
        code = reference if isinstance(reference, str) else reference["code"]
        if _PINNED.search(code):
            yield at, _PINNED.sub("@1.0", code)
