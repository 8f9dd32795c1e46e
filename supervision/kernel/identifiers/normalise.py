"""How a code is written the one way, without ever guessing a character."""

import re
from typing import Final

INVISIBLE: Final = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff"
)
HYPHENS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DROPPED: Final = dict.fromkeys(map(ord, INVISIBLE))
_TIGHT: Final = dict.fromkeys(map(ord, HYPHENS))
_TEXT: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SPACE: Final = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return the text without characters that nobody sees, trimmed."""
    return text.translate(_DROPPED).strip()


def is_text_number(text: str) -> bool:
    """Tell whether a number is written in words, such as 企独沪总字第000001号."""
    return bool(_TEXT.search(text))


def normalise_code(text: str) -> str:
    """Return a code trimmed, half-width, upper-case, without spaces and hyphens; a number in words stays as written.

    A letter O is never turned into a zero here: `suggest_code` proposes that to a person.
    """
    seen = visible(text)
    if is_text_number(seen):
        return seen
    return _SPACE.sub("", seen.translate(_FULL_WIDTH).translate(_TIGHT)).upper()
