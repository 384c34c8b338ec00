"""On which page each heading stands when LibreOffice lays out the pages of this machine's fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from qmsdocs.diagnostics import say
from qmsdocs.errors import UnusableConfiguration


def heading_pages(pdf: bytes) -> tuple[int, ...]:
    """The page of every heading, in the order of the document.

    Args:
        pdf: made with an outline of the headings (``TAGGED_PDF``).

    Raises:
        UnusableConfiguration: pypdf is not installed.
    """
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - only who asks for page numbers needs it
    except ImportError:
        raise UnusableConfiguration(
            say("page numbers need the library pypdf; install it: {command}", command="pip install 'qmsdocs[pdf]'")
        ) from None
    reader = PdfReader(io.BytesIO(pdf))
    pages = (reader.get_destination_page_number(entry) for entry in _entries(reader.outline))
    return tuple(page + 1 for page in pages if page is not None)


def _entries(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(entry)
        else:
            yield entry
