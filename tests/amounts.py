"""How many examples a test looks at: some while one works, all of them in CI (``QMSDOCS_THOROUGH=1``)."""

from __future__ import annotations

import os


def amount(usual: int, thorough: int) -> int:
    """The number for this run."""
    return thorough if os.environ.get("QMSDOCS_THOROUGH") else usual
