"""How the text in the one box is read, and how a place in a list is written into an address."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from supervision.archive.search.errors import CursorNotReadable

CODE: Final = re.compile(r"[0-9A-Z]{4,20}")
TAIL: Final = 4
WHOLE_CODE: Final = 18
SHORTEST_NAME: Final = 2
SHORTEST_ADDRESS: Final = 3
LONGEST: Final = 100
SHORTEST_NUMBER: Final = 6


@dataclass(frozen=True, slots=True)
class Text:
    """What was written, in the forms that the indexes know."""

    written: str
    normal: str
    code: str

    @property
    def is_name(self) -> bool:
        return len(self.normal) >= SHORTEST_NAME

    @property
    def is_code(self) -> bool:
        return CODE.fullmatch(self.code) is not None

    @property
    def is_tail(self) -> bool:
        return self.is_code and len(self.code) == TAIL

    @property
    def is_number(self) -> bool:
        return len(self.code) >= SHORTEST_NUMBER and any(sign.isdigit() for sign in self.code)

    @property
    def is_address(self) -> bool:
        return len(self.written) >= SHORTEST_ADDRESS


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions beside the text; every one of them stands in the page's address."""

    state: str | None = None
    type_name: str | None = None
    industry: str | None = None
    division: str | None = None
    established_from: date | None = None
    established_to: date | None = None
    department_id: int | None = None
    record_kind: str | None = None
    item: str | None = None
    category: str | None = None

    @property
    def about_registration(self) -> bool:
        return any((self.state, self.type_name, self.industry, self.division, self.established_from, self.established_to))

    @property
    def about_records(self) -> bool:
        return any((self.department_id, self.record_kind, self.item, self.category))

    def __bool__(self) -> bool:
        return self.about_registration or self.about_records


def read(written: str) -> Text:
    """Return the text as it is compared: names without signs, codes in upper case.

    依据: 名称归一与 `archive.name.normal` 同一规则（NFKC、大写、只留文字和数字）。
    单位: 字符。
    错误: 无。
    """
    tidy = " ".join(written.split())[:LONGEST]
    upper = unicodedata.normalize("NFKC", tidy).upper()
    normal = "".join(sign for sign in upper if sign.isalnum())
    return Text(tidy, normal, re.sub(r"[\s\-]", "", upper))


def grams(normal: str) -> list[str]:
    """Return the pairs of neighbouring characters, each once.

    依据: `archive.name.grams` 的构成。
    单位: 字符。
    错误: 无。
    """
    return list(dict.fromkeys(normal[at : at + 2] for at in range(len(normal) - 1)))


def containing(text: str) -> str:
    """Return the LIKE pattern for a text that may hold wildcards of its own.

    依据: SQL LIKE。
    单位: 字符。
    错误: 无。
    """
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"


def after_prefix(prefix: str) -> str:
    """Return the first text, by code points, after all that begin with the prefix.

    依据: C.UTF-8 按码点排序。
    单位: 字符。
    错误: 无。
    """
    last = ord(prefix[-1]) + 1
    surrogates = range(0xD800, 0xE000)
    return prefix[:-1] + chr(surrogates.stop if last in surrogates else last)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this rank and subject, and past so many rows of that window."""

    rank: int = -1
    subject_id: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        return f"{self.rank}.{self.subject_id}.{self.skipped}"

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """Read a place from an address."""
        if not text:
            return cls()
        found = re.fullmatch(r"(-?\d{1,9})\.(\d{1,18})\.(\d{1,3})", text)
        if found is None:
            raise CursorNotReadable
        return cls(*(int(part) for part in found.groups()))
