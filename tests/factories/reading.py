"""Reading what is public as somebody would who looks for hidden data: every separator, code and foreign digit taken away."""

import html
import re
from collections.abc import Iterable
from typing import Final
from unicodedata import category, normalize
from urllib.parse import unquote

from tests.factories.plants import Plant

_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMERALS: Final = str.maketrans("〇零一幺壹二贰三叁四肆五伍六陆七柒八捌九玖", "001112233445566778899")


def unescaped(text: str) -> str:
    """Return a text without the codes of JSON, HTML and addresses."""
    text = _ESCAPED.sub(lambda met: chr(int(met[1], 16)), text)
    return unquote(html.unescape(html.unescape(text.replace("\\n", "\n").replace("\\r", "\r"))))


def bare(text: str) -> str:
    """Return letters and figures alone, small and of plain width."""
    plain = normalize("NFKC", unescaped(text)).lower()
    return "".join(sign for sign in plain if category(sign)[0] in "LN" or sign in "<>{}")


def readings(text: str) -> tuple[str, str, str]:
    """Return a text as it is, bare, and bare with Chinese numerals as figures."""
    stripped = bare(text)
    return text, stripped, stripped.translate(_NUMERALS)


def found_in(text: str, plants: Iterable[Plant]) -> list[Plant]:
    """Return the data that can be read in a text."""
    read = readings(text)
    return [plant for plant in plants if any(needle in one for needle in plant.needles for one in read)]
