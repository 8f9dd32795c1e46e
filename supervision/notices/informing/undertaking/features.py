"""What a picture of a signature must be: a PNG of a sensible size on which somebody wrote."""

import struct
import zlib
from typing import Final

from supervision.notices.informing.undertaking.errors import SignatureEmpty, SignatureOutsideBounds, SignatureUnreadable

HEAD: Final = b"\x89PNG\r\n\x1a\n"
SMALLEST: Final = (40, 20)
LARGEST: Final = (3000, 2000)
MOST_BYTES: Final = 1 << 20
MOST_UNPACKED: Final = LARGEST[0] * LARGEST[1] * 4 + LARGEST[1]
BLANK_VALUES: Final = 4


def check_signature(content: bytes) -> tuple[int, int]:
    """Return width and height of a signature, or say what is wrong with it.

    An empty canvas unpacks to hardly any different bytes, whatever its colour; one stroke with soft edges to many.
    """
    chunks = _chunks(content)
    width, height = _size(chunks)
    if not (SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]):
        raise SignatureOutsideBounds(width=width, height=height)
    unpacked = _unpacked(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    if len(set(unpacked)) <= BLANK_VALUES:
        raise SignatureEmpty
    return width, height


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    if not content.startswith(HEAD):
        raise SignatureUnreadable
    found: list[tuple[bytes, bytes]] = []
    place = len(HEAD)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        if len(data) != length:
            raise SignatureUnreadable
        found.append((kind, data))
        place += 12 + length
    if not found or found[0][0] != b"IHDR" or found[-1][0] != b"IEND":
        raise SignatureUnreadable
    return found


def _size(chunks: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    head = chunks[0][1]
    if len(head) != 13:  # noqa: PLR2004  # the length that the format gives its head
        raise SignatureUnreadable
    width, height = struct.unpack(">II", head[:8])
    return int(width), int(height)


def _unpacked(packed: bytes) -> bytes:
    """Unpack no more than the largest picture would be."""
    try:
        return zlib.decompressobj().decompress(packed, MOST_UNPACKED)
    except zlib.error:
        raise SignatureUnreadable from None
