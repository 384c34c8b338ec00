"""Pictures: PNG and JPEG, their size read from their first bytes, drawn inline with alternative text."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from qmsdocs.word.ooxml.elements import NAMESPACES, Element, clean, name, sub

_EMU_PER_INCH = 914_400
_EMU_PER_TWIP = 635
_USUAL_DPI = 96
_PAGE_HEIGHT_TWIPS = 11_900
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_MOST_PIXELS = 60_000
_BELIEVABLE_DPI = range(30, 2401)
_MARK, _APP0 = 0xFF, 0xE0
_PER_INCH, _PER_CENTIMETRE = 1, 2
_R_EMBED = f"{{{NAMESPACES['r']}}}embed"
_PICTURE_URI = NAMESPACES["pic"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its natural size.

    Args:
        data: the file.
        extension: ``png`` or ``jpeg``.
        width, height: in English metric units (914,400 an inch).
    """

    data: bytes
    extension: str
    width: int
    height: int

    @property
    def part(self) -> str:
        """A name that depends only on the picture, relative to the folder of the main part."""
        return f"media/{hashlib.sha256(self.data).hexdigest()[:16]}.{self.extension}"

    def within(self, twips: int) -> tuple[int, int]:
        """Width and height scaled down to a width in twentieths of a point and to a page."""
        scale = min(1.0, twips * _EMU_PER_TWIP / self.width, _PAGE_HEIGHT_TWIPS * _EMU_PER_TWIP / self.height)
        return max(int(self.width * scale), 1), max(int(self.height * scale), 1)


def picture(data: bytes) -> Picture | None:
    """The picture in a file, or None when it is neither PNG nor JPEG or its size cannot be read."""
    try:
        if data.startswith(_PNG):
            return _sized(data, "png", *_png_size(data))
        if data.startswith(_JPEG):
            return _sized(data, "jpeg", *_jpeg_size(data))
    except (struct.error, IndexError, StopIteration):
        return None
    return None


def _sized(data: bytes, extension: str, across: int, down: int, dpi: int) -> Picture | None:
    if not (0 < across <= _MOST_PIXELS and 0 < down <= _MOST_PIXELS):
        return None
    dots = dpi if dpi in _BELIEVABLE_DPI else _USUAL_DPI
    return Picture(data, extension, across * _EMU_PER_INCH // dots, down * _EMU_PER_INCH // dots)


def _png_size(data: bytes) -> tuple[int, int, int]:
    if data[12:16] != b"IHDR":
        raise IndexError
    across, down = struct.unpack(">LL", data[16:24])
    at = data.find(b"pHYs", 0, data.find(b"IDAT") if b"IDAT" in data else None)
    if at < 0:
        return across, down, _USUAL_DPI
    per_metre, _, unit = struct.unpack(">LLB", data[at + 4 : at + 13])
    return across, down, round(per_metre * 0.0254) if unit == 1 else _USUAL_DPI


def _jpeg_size(data: bytes) -> tuple[int, int, int]:
    dpi = _USUAL_DPI
    for marker, segment in _jpeg_segments(data):
        if marker == _APP0 and segment[:5] == b"JFIF\0":
            unit, density = struct.unpack(">BH", segment[7:10])
            dpi = {_PER_INCH: density, _PER_CENTIMETRE: round(density * 2.54)}.get(unit, dpi)
        elif marker in _FRAMES:
            down, across = struct.unpack(">HH", segment[1:5])
            return across, down, dpi
    raise IndexError


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at < len(data):
        while data[at] == data[at + 1] == _MARK:
            at += 1
        if data[at] != _MARK:
            raise IndexError
        marker = data[at + 1]
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + length


def drawing_into(run: Element, size: tuple[int, int], relationship: str, number: str, alternative: str) -> None:
    """Puts an inline picture into a run.

    Args:
        run: the run.
        size: width and height in English metric units.
        relationship: id of the relationship to the picture's part.
        number: of the drawing, unique in the document.
        alternative: text for those who do not see it.
    """
    across, down = (str(length) for length in size)
    called = {"id": number, "name": f"Picture {number}", "descr": clean(alternative)}
    inline = sub(
        sub(run, name("w:drawing")), name("wp:inline"), dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
    )
    sub(inline, name("wp:extent"), {"cx": across, "cy": down})
    sub(inline, name("wp:docPr"), called)
    sub(sub(inline, name("wp:cNvGraphicFramePr")), name("a:graphicFrameLocks"), {"noChangeAspect": "1"})
    data = sub(sub(inline, name("a:graphic")), name("a:graphicData"), {"uri": _PICTURE_URI})
    shown = sub(data, name("pic:pic"))
    about = sub(shown, name("pic:nvPicPr"))
    sub(about, name("pic:cNvPr"), called)
    sub(about, name("pic:cNvPicPr"))
    fill = sub(shown, name("pic:blipFill"))
    sub(fill, name("a:blip"), {_R_EMBED: relationship})
    sub(sub(fill, name("a:stretch")), name("a:fillRect"))
    shape = sub(shown, name("pic:spPr"))
    frame = sub(shape, name("a:xfrm"))
    sub(frame, name("a:off"), {"x": "0", "y": "0"})
    sub(frame, name("a:ext"), {"cx": across, "cy": down})
    sub(sub(shape, name("a:prstGeom"), {"prst": "rect"}), name("a:avLst"))
