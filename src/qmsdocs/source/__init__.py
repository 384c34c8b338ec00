"""Files of a repository to its register: one bad file never hides another."""

from qmsdocs.source.reading import load

__all__ = ["load"]
