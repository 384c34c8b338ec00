"""What changed between two contents of one document, in the words of those who read it. Pure: no files, no git."""

from qmsdocs.comparison.compare import compare
from qmsdocs.comparison.difference import Content, Difference, by_place
from qmsdocs.comparison.wording import is_own_wording, joined

__all__ = ["Content", "Difference", "by_place", "compare", "is_own_wording", "joined"]
