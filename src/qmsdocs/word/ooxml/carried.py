"""The source that a release carries: its YAML and Markdown in a custom XML part, which Word keeps and nobody sees.

So a release that comes back from Word says what it was made from, down to the ids of steps and the comments on nothing:
what is the agency's own business (``x-`` keys, periodic reviews, comments) is left out before it comes here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from qmsdocs.word.ooxml.archive import Unfit, parsed
from qmsdocs.word.ooxml.elements import SPACE, clean, serialized, sub
from qmsdocs.word.ooxml.relations import Relationships, relationships_path

SOURCE = "urn:qmsdocs:source:1"
"""The namespace; its number rises when the meaning of the part changes."""

PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM_ID = "{5D1B6C1E-6F0A-4C57-9A2B-716D73646F63}"
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
_SOURCE, _YAML, _TEXT, _PICTURE = (f"{{{SOURCE}}}{name}" for name in ("source", "yaml", "text", "picture"))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a release was made from.

    Args:
        yaml: the facts as YAML text.
        text: the Markdown text.
        number: of the entry that was printed, e.g. ``1.2``.
        pictures: SHA-256 in hexadecimal digits of each picture by its target in the text.
    """

    yaml: str
    text: str
    number: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def carried_parts(carried: Carried, taken: Collection[str]) -> tuple[str, dict[str, bytes]]:
    """The parts that carry a source.

    Args:
        carried: the source.
        taken: paths that the file has already.

    Returns:
        The path of the main one of them, and all by path; what lies beside it ends in ``itemPropsN.xml``.
    """
    number = next(n for n in range(1, len(taken) + 2) if f"customXml/item{n}.xml" not in taken)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    relations = Relationships(item, None)
    relations.add("customXmlProps", properties.rpartition("/")[2])
    return item, {
        item: serialized(_element(carried)),
        properties: serialized(_properties()),
        relationships_path(item): serialized(relations.root),
    }


def _element(carried: Carried) -> etree._Element:
    root = etree.Element(_SOURCE, {"entry": carried.number}, nsmap={None: SOURCE})
    for tag, text in ((_YAML, carried.yaml), (_TEXT, carried.text)):
        sub(root, tag, {SPACE: "preserve"}).text = clean(text)
    for target, digest in carried.pictures.items():
        sub(root, _PICTURE, {"target": clean(target), "sha256": digest})
    return root


def _properties() -> etree._Element:
    root = etree.Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": _ITEM_ID}, nsmap={"ds": _STORE})
    sub(sub(root, f"{{{_STORE}}}schemaRefs"), f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": SOURCE})
    return root


def carried_in(custom: Mapping[str, bytes]) -> Carried | None:
    """The source that custom XML parts carry; None when there is none that can be read.

    Args:
        custom: parts by path.
    """
    for path in _newest_first(custom):
        if SOURCE.encode() not in custom[path]:
            continue
        try:
            root = parsed(custom[path], path)
        except Unfit:
            continue
        if root.tag == _SOURCE:
            found = {e.get("target") or "": e.get("sha256") or "" for e in root.iter(_PICTURE)}
            yaml, text = (root.findtext(tag) or "" for tag in (_YAML, _TEXT))
            return Carried(yaml, text, root.get("entry") or "", found)
    return None


def _newest_first(paths: Iterable[str]) -> list[str]:
    numbered = ((int(found[1]), path) for path in paths if (found := _ITEM.fullmatch(path)))
    return [path for _, path in sorted(numbered, reverse=True)]
