"""Word procedures of an office's own: how they are written is recognised, and what was unsure is said."""

from qmsdocs.importing.foreign.drafting import drafted

__all__ = ["drafted"]
