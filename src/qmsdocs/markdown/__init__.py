"""Markdown text to a block tree: the one place that knows the parser."""

from qmsdocs.markdown.parse import parse

__all__ = ["parse"]
