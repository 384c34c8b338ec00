"""Document control for ISO 9001 quality systems kept in git.

The public names are loaded when first used, so that ``qmsdocs --version`` loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from qmsdocs.engine import check
    from qmsdocs.issuing import plan_release, release, verify
    from qmsdocs.rules import explain
    from qmsdocs.source import load

_HOMES = {
    "load": "qmsdocs.source",
    "check": "qmsdocs.engine",
    "explain": "qmsdocs.rules",
    "plan_release": "qmsdocs.issuing",
    "release": "qmsdocs.issuing",
    "verify": "qmsdocs.issuing",
}

__all__ = ["__version__", "check", "explain", "load", "plan_release", "release", "verify"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
