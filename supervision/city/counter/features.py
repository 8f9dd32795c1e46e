"""A signature that nobody wrote."""

import math
import struct
import zlib
from functools import cache

WIDTH, HEIGHT, MARGIN = 640, 240, 40
INK = (25, 30, 32)


@cache
def scribble(number: int) -> bytes:
    """Return a PNG with a line that wavers by its number, its edges soft."""
    middle = [HEIGHT / 2 + math.sin(x / (17 + number % 9)) * math.cos(x / (41 + number % 5)) * 70 for x in range(WIDTH)]
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        for x in range(WIDTH):
            rows += bytes((*INK, _ink(abs(y - middle[x]), slope=_slope(middle, x)) if MARGIN < x < WIDTH - MARGIN else 0))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 6, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(rows))) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _slope(middle: list[float], x: int) -> float:
    return math.hypot(1, middle[x] - middle[x - 1])


def _ink(distance: float, *, slope: float) -> int:
    """Return how dark a point is: full within the pen, fading over one pixel beside it."""
    return round(255 * min(1.0, max(0.0, 3.5 - distance / slope)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
