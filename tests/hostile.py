"""Word files that mean harm, or are broken: made from a good one, each by one idea."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from tests.wordfiles import packed_again, parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT, TYPES, LINKS, ROOT = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Parts = dict[str, bytes]


def with_part(good: bytes, path: str, data: bytes) -> bytes:
    return packed_again({**parts(good), path: data})


def without(good: bytes, path: str) -> bytes:
    return packed_again({name: data for name, data in parts(good).items() if name != path})


def changed(good: bytes, path: str, old: bytes, new: bytes) -> bytes:
    found = parts(good)
    assert old in found[path], (path, old)
    return packed_again({**found, path: found[path].replace(old, new, 1)})


def body(good: bytes, xml: str) -> bytes:
    """The file with another body."""
    whole = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:r="{OFFICE}"><w:body>{xml}</w:body></w:document>'
    return with_part(good, DOCUMENT, whole.encode())


def p(text: str = "x") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def relation(good: bytes, kind: str, target: str, mode: str = "", *, path: str = LINKS) -> bytes:
    mode = f' TargetMode="{mode}"' if mode else ""
    made = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(good, path, b"</Relationships>", made.encode())


def bomb(entries: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def lying(good: bytes) -> bytes:
    """An archive whose directory says that a part is small."""
    found = parts(good)
    found[DOCUMENT] = found[DOCUMENT] + b" " * 3_000_000
    data = bytearray(packed_again(found))
    at = data.rfind(b"word/document.xml") - 46
    struct.pack_into("<L", data, at + 24, 100)
    return bytes(data)


def encrypted_flag(good: bytes) -> bytes:
    data = bytearray(good)
    at = data.rfind(b"word/document.xml") - 46
    struct.pack_into("<H", data, at + 8, 1)
    return bytes(data)


def twice(good: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts(good).items():
            archive.writestr(name, data)
        archive.writestr("word//document.xml", b"<x/>")
    return stream.getvalue()


def nested(depth: int, around: str = "w:sdt", inner: str = "w:sdtContent") -> str:
    return f"<{around}><{inner}>" * depth + p() + f"</{inner}></{around}>" * depth


def tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p() + "</w:tc></w:tr></w:tbl>" * depth


def table(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


def numbering(good: bytes, levels: str) -> bytes:
    root = f'<w:numbering xmlns:w="{W}">{levels}</w:numbering>'
    return with_part(good, "word/numbering.xml", root.encode())


def styles_circle(good: bytes) -> bytes:
    xml = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    made = with_part(good, "word/styles.xml", xml.encode())
    return body(made, '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>')


IDEAS: dict[str, Callable[[bytes], bytes]] = {
    "no bytes": lambda _: b"",
    "plain text": lambda _: b"Quy trinh",
    "an old doc": lambda _: OLE + b"\0" * 4096,
    "an encrypted docx": lambda _: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
    "a PDF": lambda _: b"%PDF-1.7\n%%EOF\n",
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "rich text": lambda _: b"{\\rtf1 hello}",
    "only the head of a zip": lambda good: good[:30],
    "cut in the middle": lambda good: good[: len(good) // 2],
    "cut before the directory": lambda good: good[:-200],
    "an empty zip": lambda _: b"PK\x05\x06" + b"\0" * 18,
    "a zip that is no Word file": lambda _: bomb({"a.txt": b"x"}),
    "a spreadsheet": lambda _: bomb({TYPES: b"<Types/>", ROOT: b"<Relationships/>", "xl/workbook.xml": b"<workbook/>"}),
    "no main part": lambda good: without(good, DOCUMENT),
    "no content types": lambda good: without(good, TYPES),
    "no root relationships": lambda good: without(good, ROOT),
    "no relationships": lambda good: without(good, LINKS),
    "no styles": lambda good: without(good, "word/styles.xml"),
    "no numbering": lambda good: without(good, "word/numbering.xml"),
    "thousands of parts": lambda good: bomb({**parts(good), **{f"word/x{n}.xml": b"<x/>" for n in range(5000)}}),
    "a huge part": lambda good: bomb({**parts(good), "word/x.xml": b"<x>" + b" " * 200_000_000 + b"</x>"}),
    "a part that swells": lambda good: bomb({**parts(good), DOCUMENT: b"<x>" + b"a" * 12_000_000 + b"</x>"}),
    "many parts that swell": lambda good: bomb(
        {**parts(good), **{f"word/x{n}.xml": b"a" * 1_000_000 for n in range(60)}}
    ),
    "a lying directory": lying,
    "a zip in a zip": lambda good: with_part(good, "word/embeddings/a.zip", good),
    "a password on a part": encrypted_flag,
    "a part twice": twice,
    "a part that climbs out": lambda good: with_part(good, "../../evil.xml", b"<x/>"),
    "a part with an absolute name": lambda good: with_part(good, "/etc/passwd", b"x"),
    "a part with a backslash": lambda good: with_part(good, "word\\x.xml", b"<x/>"),
    "a part with odd letters": lambda good: with_part(good, "word/đ.xml", b"<x/>"),
    "a document type": lambda good: changed(good, DOCUMENT, b"<w:document", b"<!DOCTYPE x><w:document"),
    "an entity from a file": lambda good: with_part(
        good, DOCUMENT, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    ),
    "a billion laughs": lambda good: with_part(
        good, DOCUMENT, b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    ),
    "UTF-16": lambda good: with_part(good, DOCUMENT, "<x/>".encode("utf-16")),
    "UTF-7": lambda good: with_part(good, DOCUMENT, b'<?xml version="1.0" encoding="UTF-7"?><x/>'),
    "NUL bytes": lambda good: with_part(good, DOCUMENT, b"<x>\0</x>"),
    "broken XML": lambda good: changed(good, DOCUMENT, b"</w:body>", b""),
    "broken styles": lambda good: with_part(good, "word/styles.xml", b"<w:styles"),
    "broken relationships": lambda good: with_part(good, LINKS, b"<<<"),
    "macros": lambda good: with_part(good, "word/vbaProject.bin", OLE),
    "a docm": lambda good: changed(
        good, TYPES, b"wordprocessingml.document.main+xml", b"wordprocessingml.document.macroEnabled.main+xml"
    ),
    "an OLE object": lambda good: with_part(
        relation(good, "oleObject", "embeddings/a.bin"), "word/embeddings/a.bin", OLE
    ),
    "an ActiveX control": lambda good: with_part(
        relation(good, "control", "activeX/a.xml"), "word/activeX/a.xml", b"<x/>"
    ),
    "a template on the web": lambda good: relation(
        good, "attachedTemplate", "https://example.invalid/x.dotm", "External"
    ),
    "a picture on the web": lambda good: relation(good, "image", "https://example.invalid/x.png", "External"),
    "a picture on a share": lambda good: relation(good, "image", "\\\\server\\x.png", "External"),
    "a frame on the web": lambda good: relation(good, "frame", "https://example.invalid/", "External"),
    "an object on the web": lambda good: relation(good, "oleObject", "https://example.invalid/x", "External"),
    "a hyperlink to a script": lambda good: relation(good, "hyperlink", "javascript:alert(1)", "External"),
    "a relationship to itself": lambda good: relation(good, "styles", "document.xml"),
    "a relationship that climbs out": lambda good: relation(good, "footnotes", "../../../etc/passwd"),
    "two main parts": lambda good: relation(good, "officeDocument", "word/styles.xml", path=ROOT),
    "an inserted file": lambda good: body(good, '<w:altChunk r:id="rIdX"/>' + p()),
    "an inserted web page": lambda good: body(
        with_part(relation(good, "aFChunk", "afchunk.htm"), "word/afchunk.htm", b"<script>"),
        '<w:altChunk r:id="rIdX"/>',
    ),
    "controls within controls": lambda good: body(good, nested(10_000)),
    "controls a little deep": lambda good: body(good, nested(100)),
    "tables within tables": lambda good: body(good, tables(2_000)),
    "tables a little deep": lambda good: body(good, tables(40)),
    "hyperlinks within hyperlinks": lambda good: body(
        good, "<w:p>" + "<w:hyperlink>" * 100 + "</w:hyperlink>" * 100 + "</w:p>"
    ),
    "insertions within insertions": lambda good: body(good, "<w:p>" + "<w:ins>" * 100 + "</w:ins>" * 100 + "</w:p>"),
    "fields that never end": lambda good: body(
        good, ("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 500 + "</w:p>") * 5 + p()
    ),
    "a field that reads a file": lambda good: body(good, '<w:p><w:fldSimple w:instr="INCLUDETEXT c:/x"/></w:p>' + p()),
    "a hundred thousand paragraphs": lambda good: body(good, "<w:p/>" * 100_000),
    "a paragraph of a hundred thousand runs": lambda good: body(
        good, "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 50_000 + "</w:p>"
    ),
    "a huge span": lambda good: body(
        good, table(f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{p()}</w:tc></w:tr>' * 50)
    ),
    "a huge grid": lambda good: body(
        good, table("<w:tblGrid>" + "<w:gridCol/>" * 20_000 + "</w:tblGrid>" + f"<w:tr><w:tc>{p()}</w:tc></w:tr>" * 2)
    ),
    "thousands of rows": lambda good: body(good, table(f"<w:tr><w:tc>{p()}</w:tc><w:tc>{p()}</w:tc></w:tr>" * 1_500)),
    "merged cells without a beginning": lambda good: body(
        good, table(f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc></w:tr>")
    ),
    "styles in a circle": styles_circle,
    "numbers that are no numbers": lambda good: numbering(
        good, '<w:abstractNum w:abstractNumId="x"><w:lvl w:ilvl="-5"><w:start w:val="1e9"/></w:lvl></w:abstractNum>'
    ),
    "a number too long to print": lambda good: numbering(
        good,
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ),
    "a source that is no YAML": lambda good: changed(good, "customXml/item1.xml", b">code:", b">[code:"),
    "a source of another document": lambda good: changed(good, "customXml/item1.xml", b">code: QT-02", b">code: QT-77"),
    "a source with a path for a code": lambda good: changed(
        good, "customXml/item1.xml", b">code: QT-02", b">code: ../../../etc/x"
    ),
    "a source with a picture outside": lambda good: changed(
        good, "customXml/item1.xml", b"</source>", b'<picture target="../../../x.png" sha256="00"/></source>'
    ),
    "a source whose text is huge": lambda good: changed(
        good, "customXml/item1.xml", b"</text>", b"&gt; " * 100_000 + b"</text>"
    ),
    "a source with anchors": lambda good: changed(good, "customXml/item1.xml", b">code:", b">x: &amp;a [*a]\ncode:"),
    "a source that is broken XML": lambda good: changed(good, "customXml/item1.xml", b"</source>", b""),
}


def mutations(good: bytes, count: int, seed: int = 7) -> Iterator[bytes]:
    """The file with some bytes changed: in the archive, and within its parts."""
    chance = random.Random(seed)  # noqa: S311 - the same mutations every time
    found = parts(good)
    for number in range(count):
        if number % 2:
            data = bytearray(good)
            for _ in range(chance.randrange(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            yield bytes(data)
        else:
            path = chance.choice(sorted(found))
            part = bytearray(found[path])
            for _ in range(chance.randrange(1, 4)):
                part[chance.randrange(len(part))] = chance.randrange(256)
            yield packed_again({**found, path: bytes(part)})


def compressed(data: bytes) -> int:
    """How small a part becomes."""
    return len(zlib.compress(data))
