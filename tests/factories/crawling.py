"""Everything that is public, fetched as nobody by the links that lead on from a few beginnings, and searched for hidden data."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import quote, quote_plus, unquote, urljoin, urlsplit

from flask import Flask

from tests.factories.plants import Plant

HOST: Final = "http://localhost"
BEGINNINGS: Final = (
    "/publicity", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/security.txt", "/", "/sign-in", "/check",
    "/credit-report", "/healthz", "/readyz", "/metrics", "/api", "/openapi.json", "/api/v1/openapi.json", "/no/such/page",
    "/api/v1/no/such/thing", "/publicity/withdrawn", "/publicity/wrong", "/publicity/data/records.csv",
    "/publicity/data/records.json", "/publicity/feed.atom", "/publicity/feed.json", "/publicity/widget",
    "/publicity/assessment", "/publicity/catalogue", "/publicity/inquiries", "/publicity/objections", "/publicity/repair",
    "/credit-report/wrong", "/check/wrong",
)  # fmt: skip
_LINK: Final = re.compile(
    r"""(?:href|src|action)=["']([^"']+)|"(?:url|next|id|home_page_url|feed_url)":\s*"([^"]+)"|下一部分：(\S+?)（"""
)
_NEXT: Final = re.compile(r"<([^>]+)>")
_SIGNS: Final = re.compile(r"[^\w<>{}]|_")
_CODED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMERALS: Final = str.maketrans("〇零一幺壹二贰三叁四肆五伍六陆七柒八捌九玖", "001112233445566778899")
_SHOWN: Final = re.compile(r'href="/publicity/[\w-]{22}"')
_OWN: Final = re.compile(r'class="code">[0-9a-f]+<')
LENGTHS: Final = (2, 4, 7)


def unescaped(text: str) -> str:
    """Return a text without the codes of JSON, HTML and addresses."""
    text = _CODED.sub(lambda met: chr(int(met[1], 16)), text)
    return unquote(html.unescape(html.unescape(text.replace("\\n", "\n").replace("\\r", "\r"))))


def readings(text: str) -> tuple[str, str, str]:
    """Return a text as it is; letters and figures alone, small and of plain width; and those with spoken numerals as figures."""
    bare = _SIGNS.sub("", normalize("NFKC", unescaped(text))).lower()
    return text, bare, bare.translate(_NUMERALS)


class Sieve:
    """Finds which of many data can be read in a text, by the first signs of each."""

    def __init__(self, plants: Iterable[Plant]) -> None:
        self.heads: dict[int, dict[str, list[tuple[str, Plant]]]] = {length: defaultdict(list) for length in LENGTHS}
        for plant in plants:
            for needle in plant.needles:
                length = max(one for one in LENGTHS if one <= len(needle))
                self.heads[length][needle[:length]].append((needle, plant))

    def found(self, text: str) -> Iterator[Plant]:
        for read in readings(text):
            for length, heads in self.heads.items():
                seen = {read[at : at + length] for at in range(len(read) - length + 1)}
                for head in seen & heads.keys():
                    yield from (plant for needle, plant in heads[head] if needle in read)


@dataclass
class Crawl:
    """A visitor without a name who reads everything that leads on."""

    app: Flask
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    size: int = 0
    visits: Any = field(default_factory=count)

    def get(self, address: str, **headers: str) -> Any:
        """Ask for one page as nobody; each few pages come from elsewhere, as no limit is what this is about."""
        number = next(self.visits) // 20
        elsewhere = {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
        return self.app.test_client().get(address, environ_base=elsewhere, headers=headers)

    def read_all(self, beginnings: Iterable[str] = BEGINNINGS) -> None:
        """Read the beginnings and everything that they lead to."""
        waiting = list(beginnings)
        while waiting:
            address = waiting.pop()
            if address not in self.pages:
                waiting += [found for found in self._read(address) if found not in self.pages]

    def _read(self, address: str) -> list[str]:
        answer = self.get(address)
        assert answer.status_code != 429, address
        assert answer.status_code < 500 or address == "/readyz", address
        body = answer.data.decode("utf-8", "replace")
        self.size += len(answer.data)
        self.pages[address] = (answer.status_code, f"{answer.headers}\n{body}")
        links = [next(part for part in met.groups() if part) for met in _LINK.finditer(body)]
        links += [*_NEXT.findall(answer.headers.get("Link", "")), answer.headers.get("Location", "")]
        return [near for link in links if (near := self._near(address, html.unescape(link)))]

    @staticmethod
    def _near(here: str, link: str) -> str | None:
        parts = urlsplit(urljoin(HOST + here, link))
        if parts.netloc != "localhost" or parts.scheme != "http":
            return None
        return quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")

    def told(self, typed: str) -> tuple[int, str]:
        """Return the answer to a search, without the words that were typed and the number that the log gave it."""
        answer = self.get(f"/publicity?q={quote(typed)}")
        body = _OWN.sub("", answer.text)
        for echo in sorted({quote_plus(typed), quote(typed), html.escape(typed), typed}, key=len, reverse=True):
            body = body.replace(echo, "…")
        return answer.status_code, body


def shows_something(body: str) -> bool:
    """Tell whether a list leads to any record."""
    return _SHOWN.search(body) is not None


def nonsense(typed: str) -> str:
    """Return words of the same make that nobody ever planted."""
    figures = str.maketrans("0123456789", "5678901234")
    return "".join("囧" if "\u4e00" <= sign <= "\u9fff" else sign for sign in typed.translate(figures))
