"""A name for each diagnostic that stays the same while lines above it come and go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from qmsdocs.diagnostics import Diagnostic


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """One for each diagnostic, in order.

    Returns:
        64 hexadecimal digits over rule, file, document and English message, without the line; equal ones are counted.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for diagnostic in diagnostics:
        facts = (diagnostic.code, diagnostic.location.path, diagnostic.document or "", diagnostic.message.english)
        seen[facts] += 1
        named = "\0".join((*facts, str(seen[facts])))
        found.append(hashlib.sha256(named.encode("utf-8", "backslashreplace")).hexdigest())
    return found
