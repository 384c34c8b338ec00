"""Files of a repository to its register: one bad file never hides another."""

from qmsdocs.source.reading import attachments_of, document_at, load

__all__ = ["attachments_of", "document_at", "load"]
