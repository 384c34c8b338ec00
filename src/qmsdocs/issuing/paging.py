"""What LibreOffice adds to a release where it is asked for: page numbers in the contents, and PDF files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qmsdocs.diagnostics import say
from qmsdocs.issuing.sealing import Key, sealed
from qmsdocs.office.convert import TAGGED_PDF, Office
from qmsdocs.office.pages import heading_pages


@dataclass(frozen=True, slots=True)
class Extras:
    """What is made besides Word files, all of it depending on the machine; nothing by default.

    Args:
        office: LibreOffice; needed for all of it.
        paged: print page numbers in the contents, as this machine's fonts lay out the pages.
        pdf: a PDF file beside each Word file.
        key: signs the PDF files.
    """

    office: Office | None = None
    paged: bool = False
    pdf: bool = False
    key: Key | None = None

    def pages(self, files: Mapping[str, bytes]) -> dict[str, tuple[int, ...]]:
        """The pages of the headings of Word files, by name; empty when nobody asked."""
        if not (self.office and self.paged and files):
            return {}
        made = self.office.converted(files, TAGGED_PDF)
        return {name: heading_pages(made[_pdf(name)]) for name in files}

    def pdfs(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The PDF files of the Word files among those of a release; empty when nobody asked."""
        printed = {name: data for name, data in files.items() if name.endswith(".docx")}
        if not (self.office and self.pdf and printed):
            return {}
        made = self.office.converted(printed, TAGGED_PDF)
        return {name: sealed(data, self.key, say("Release")) if self.key else data for name, data in made.items()}


NOTHING_MORE = Extras()


def _pdf(name: str) -> str:
    return f"{name.removesuffix('.docx')}.pdf"
