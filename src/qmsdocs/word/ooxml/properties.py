"""Document properties: facts of the register only, never the clock or the user of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml import etree

from qmsdocs.word.ooxml.elements import clean, serialized, sub

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


@dataclass(frozen=True, slots=True)
class Properties:
    """What Word shows as the properties of a file.

    Args:
        title, creator, subject: title, agency, code.
        version: issue and revision; empty for lists.
        created, modified: days of the ledger, None when there are none.
    """

    title: str
    creator: str
    subject: str = ""
    version: str = ""
    created: date | None = None
    modified: date | None = None


def core_part(properties: Properties) -> bytes:
    """``docProps/core.xml``."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    for tag, text in (
        (f"{{{_DC}}}title", properties.title),
        (f"{{{_DC}}}subject", properties.subject),
        (f"{{{_DC}}}creator", properties.creator),
        (f"{{{_CORE}}}lastModifiedBy", properties.creator),
    ):
        if text:
            sub(root, tag).text = clean(text)
    for tag, day in (("created", properties.created), ("modified", properties.modified)):
        if day:
            sub(root, f"{{{_TERMS}}}{tag}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"}).text = f"{day.isoformat()}T00:00:00Z"
    sub(root, f"{{{_DC}}}language").text = "vi-VN"
    if properties.version:
        sub(root, f"{{{_CORE}}}version").text = properties.version
    return serialized(root)


def app_part(properties: Properties) -> bytes:
    """``docProps/app.xml``."""
    root = etree.Element(f"{{{_APP}}}Properties", nsmap={None: _APP})
    sub(root, f"{{{_APP}}}Application").text = "qmsdocs"
    sub(root, f"{{{_APP}}}Company").text = clean(properties.creator)
    return serialized(root)
