"""Everything that a sheet says, in the shape in which it is set."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the scope; those that touch an item are underlined."""

    text: str
    item: bool


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One row of the table."""

    place: int
    name: str
    words: str
    departments: Sequence[str]
    mode: str
    how: str
    basis: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class CheckMark:
    """The code that leads to the public page: the address, the token as printed, the picture (SVG)."""

    address: str
    spelled: str
    picture: str


@dataclass(frozen=True, slots=True)
class Promise:
    """承诺书: blank lines before it is signed; `picture` is the name of the signature's file beside the template."""

    paragraphs: Sequence[str]
    items: Sequence[SheetItem]
    notes: Sequence[str]
    role: str = ""
    signer: str = ""
    picture: str | None = None
    instead: str = ""
    day: str = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Sheet:
    """告知单."""

    title: str
    number: str
    authority: str
    informed_on: str
    name: str
    opening: Sequence[str]
    facts: Sequence[tuple[str, str]]
    scope_label: str
    scope: Sequence[Part]
    items_title: str
    items: Sequence[SheetItem]
    sections: Sequence[Section]
    foot: Sequence[str]
    check: CheckMark
    undertaking: Promise | None = None


@dataclass(frozen=True, slots=True)
class TypesetSheet:
    """The finished PDF."""

    content: bytes
    pages: int
