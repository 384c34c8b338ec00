"""Files of a repository to its register: one bad file never hides another."""

from qmsdocs.source.reading import document_at, load

__all__ = ["document_at", "load"]
