"""Which characters the sheet's fonts can show, and what stands for those that they cannot."""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from pylopdf_fonts_zh_cn import sans_path, serif_path

MISSING: Final = "〓"
LAST_ASCII: Final = 0x7E
FULL_REPERTOIRE: Final = 12
HEADER: Final = 16


@cache
def shown() -> frozenset[int]:
    """Return the code points that both faces have."""
    return frozenset(_code_points(sans_path()) & _code_points(serif_path()))


def printable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text that can be set, with 〓 for what no face has, and the characters for which it stands.

    A rare character in a firm's name must never keep a sheet from being made; the sheet says which one it was.
    """
    kept = "".join(character for character in text if not _unseen(character))
    rare = tuple(sorted({character for character in kept if ord(character) > LAST_ASCII and ord(character) not in shown()}))
    return kept.translate({ord(character): MISSING for character in rare}), rare


def named(rare: tuple[str, ...]) -> str:
    """Say for which characters 〓 stands."""
    return f"{MISSING} 代替字库未收的字：" + "、".join(f"U+{ord(character):04X}" for character in rare)


def _unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _code_points(path: Path) -> set[int]:
    """Read the character map of an OpenType font: the subtable of format 12, which covers all of Unicode."""
    font = path.read_bytes()
    table = _table(font, b"cmap")
    (count,) = struct.unpack(">H", font[table + 2 : table + 4])
    for number in range(count):
        (offset,) = struct.unpack(">I", font[table + 8 + 8 * number : table + 12 + 8 * number])
        start = table + offset
        (form,) = struct.unpack(">H", font[start : start + 2])
        if form == FULL_REPERTOIRE:
            (groups,) = struct.unpack(">I", font[start + 12 : start + HEADER])
            ranges = struct.iter_unpack(">III", font[start + HEADER : start + HEADER + 12 * groups])
            return {point for first, last, _glyph in ranges for point in range(first, last + 1)}
    raise ValueError(f"{path.name} has no map of all characters")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack(">H", font[4:6])
    for number in range(count):
        place = 12 + HEADER * number
        if font[place : place + 4] == tag:
            return int(struct.unpack(">I", font[place + 8 : place + 12])[0])
    raise ValueError(f"no table {tag!r}")
