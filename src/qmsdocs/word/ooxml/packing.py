"""A zip archive whose bytes depend on nothing but its parts: no clock, no user, no platform (design position 5).

Parts that never change are deflated once; that is most of the time a small document takes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

_LEVEL = 6
_VERSION = 20
_SYSTEM_UNIX = 3
_DEFLATED = 8
_MIDNIGHT, _FIRST_OF_1980 = 0, (1 << 5) | 1
_ATTRIBUTES = 0o100644 << 16
_FIRST = ("[Content_Types].xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class Deflated:
    """A part as it is stored in the archive."""

    crc: int
    size: int
    data: bytes


def deflated(part: bytes, level: int = _LEVEL) -> Deflated:
    """Compresses one part.

    Args:
        part: its content.
        level: 1 is quick, 9 is small.
    """
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Deflated(zlib.crc32(part), len(part), compressor.compress(part) + compressor.flush())


def packed(parts: Mapping[str, bytes | Deflated]) -> bytes:
    """The archive of the parts, in a fixed order.

    Args:
        parts: ASCII names without a leading slash, and their content, compressed or not.
    """
    body, directory, offset = [], [], 0
    for name in sorted(parts, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)):
        content = parts[name]
        part = content if isinstance(content, Deflated) else deflated(content)
        raw = name.encode("ascii")
        facts = (_VERSION, 0, _DEFLATED, _MIDNIGHT, _FIRST_OF_1980, part.crc, len(part.data), part.size, len(raw), 0)
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", *facts) + raw
        made_by = _SYSTEM_UNIX << 8 | _VERSION
        directory.append(
            struct.pack("<4sH5H3L5H2L", b"PK\x01\x02", made_by, *facts, 0, 0, 0, _ATTRIBUTES, offset) + raw
        )
        body += [head, part.data]
        offset += len(head) + len(part.data)
    index = b"".join(directory)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(index), offset, 0)
    return b"".join([*body, index, end])
