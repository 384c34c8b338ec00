"""What a release tells of its source: the facts and the text, without what is the agency's own business."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from qmsdocs.word.ooxml.carried import Carried
from qmsdocs.word.printing.edition import Edition
from qmsdocs.word.writing.pen import Media
from qmsdocs.yaml.reader import read_yaml

_PRIVATE = re.compile(r"""(?m)(?:^|[\s{,])(?:\#|["']?x-)|^["']?reviews\b""")
"""Where a YAML text may hold a comment, a key of the agency's own, or periodic reviews."""
_SIGNS = ("#", "x-", "reviews")


def carried_source(edition: Edition, media: Media) -> Carried:
    """The source that a release carries.

    Args:
        edition: what is printed.
        media: the pictures that were printed.
    """
    origin = edition.document.origin
    suspicious = any(sign in origin.yaml for sign in _SIGNS)  # quicker than the expression, and nearly always enough
    yaml = _public(origin.yaml) if suspicious and _PRIVATE.search(origin.yaml) else origin.yaml
    pictures = {
        target: hashlib.sha256(media.parts[part].data).hexdigest() for target, part in sorted(media.targets.items())
    }
    return Carried(yaml, origin.text, edition.entry.number, pictures)


def _public(yaml: str) -> str:
    """The facts as JSON, which is YAML too: without comments, the agency's own keys and its periodic reviews."""
    facts: Mapping[str, Any] = read_yaml(yaml)
    kept = {key: value for key, value in facts.items() if key != "reviews"}
    return json.dumps(_without_own(kept), ensure_ascii=False, separators=(",", ":"))


def _without_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_own(item) for key, item in value.items() if not key.startswith("x-")}
    return [_without_own(item) for item in value] if isinstance(value, tuple) else value
