"""Reading what a visitor typed into an address, without ever refusing to answer."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl

from credit.publicity.portal.schemas import Asked, By, Place
from supervision.archive.search.rules import read

KINDS: Final = ("licence", "penalty")
LONGEST: Final = 100
_CODE: Final = re.compile(r"[0-9A-Z]{15,18}", re.ASCII)
_PLACE: Final = re.compile(r"([ab])(\d{1,17})\.(\d{1,18})", re.ASCII)
_DIVISION: Final = re.compile(r"\d{6}", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def given_in(query: str) -> dict[str, str]:
    """Return the parts of an address; of a part that stands there twice the first counts."""
    return dict(reversed(parse_qsl(query, keep_blank_values=True, errors="replace")))


def question(given: Mapping[str, str]) -> Asked:
    """Return what is asked; what makes no sense is left out rather than refused."""
    typed = given.get("q", "").strip()[:LONGEST]
    by, value = kind_of_text(typed)
    department, district = given.get("department", ""), given.get("district", "")
    return Asked(
        q=typed,
        by=by,
        value=value,
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        department=int(department) if _NUMBER.fullmatch(department) else None,
        district=district if _DIVISION.fullmatch(district) else "",
        place=place_of(given.get("at", "")),
    )


def kind_of_text(typed: str) -> tuple[By, str]:
    """Say whether a text is a credit code, the number of a document or a name, and return it as it is compared.

    A text with a figure in it that is no code is read as the number of a document, since few names have figures.
    """
    text = read(typed)
    if not text.normal:
        return By.NOTHING, ""
    if _CODE.fullmatch(text.normal):
        return By.CODE, text.normal
    if any(sign in typed for sign in "〔[【（(第号字") and any(sign.isdigit() for sign in typed):
        return By.DOCUMENT, text.normal
    return By.NAME, text.normal


def place_of(written: str) -> Place | None:
    """Return the place that an address names, or nothing."""
    parts = _PLACE.fullmatch(written)
    if parts is None:
        return None
    try:
        at = _BEGINNING + timedelta(microseconds=int(parts[2]))
    except OverflowError:
        return None
    return Place(at, int(parts[3]), parts[1] == "b")
