"""Where the running text of a document stands: places for what a search in its Markdown found, each in one step."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from qmsdocs.diagnostics import TextSpan
from qmsdocs.markdown.tree import Inline, Prose
from qmsdocs.model.register import AnyDocument
from qmsdocs.rules.base import Context

_STRIDE = 1024
"""After so many characters bytes are counted anew."""


class Running:
    """The running text of a document: not code, HTML or the target of a link."""

    def __init__(self, source: str, prose: Prose) -> None:
        self._source = source
        parts = (source[at : at + _STRIDE] for at in range(0, len(source), _STRIDE))
        self._bytes = list(accumulate((len(part.encode()) for part in parts), initial=0))
        spans = sorted((inline.start, inline.end) for inline in prose.inlines if inline.kind == "text")
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))
        self._links = sorted((link for link in prose.links if link.kind == "link"), key=lambda link: link.start)
        self._link_starts = [link.start for link in self._links]

    def span(self, start: int, end: int) -> TextSpan:
        """The place of characters ``start`` to ``end`` of the Markdown."""
        return TextSpan(self._bytes_before(start), self._bytes_before(end))

    def _bytes_before(self, position: int) -> int:
        part, rest = divmod(position, _STRIDE)
        return self._bytes[part] + len(self._source[position - rest : position].encode())

    def begins(self, span: TextSpan) -> bool:
        """Whether a place begins in running text."""
        return self._end_at(span.start) > span.start

    def holds(self, span: TextSpan) -> bool:
        """Whether a place stands in one piece of running text."""
        return self._end_at(span.start) >= span.end

    def link_around(self, span: TextSpan) -> Inline | None:
        """The link in which a place stands; links do not stand in one another."""
        index = bisect_right(self._link_starts, span.start)
        link = self._links[index - 1] if index else None
        return link if link and span.end <= link.end else None

    def _end_at(self, start: int) -> int:
        """Where the pieces that begin up to a byte end."""
        index = bisect_right(self._starts, start)
        return self._ends[index - 1] if index else 0


def running(document: AnyDocument, context: Context) -> Running:
    """The running text of a document, worked out once."""
    return context.once("running", lambda: Running(document.origin.text, context.prose(document)), of=document)
