"""What a reviewer sends, read without a form library: a list of ticks, a choice, a reason."""

from collections.abc import Iterable, Mapping
from typing import Final

from werkzeug.datastructures import MultiDict

from credit.publicity.errors import NothingChosen, TooManyChosen
from credit.publicity.review.schemas import LARGEST, Flag, Tab, Wanted
from credit.reporting.states import Severity

MOST: Final = 200
LONGEST: Final = 1_000


def wanted(given: Mapping[str, str]) -> Wanted:
    """Return which records are asked for; what makes no sense is as usual."""
    tab = given.get("tab", "")
    flag = given.get("flag", "")
    return Wanted(
        tab=Tab(tab) if tab in set(Tab) else Tab.WAITING,
        flag=Flag(flag) if flag in set(Flag) else None,
        after=given.get("after", "")[:60],
    )


def ticked(values: Iterable[str]) -> dict[int, int]:
    """Return the records that were ticked with the revision that was seen, written as `id.revision`."""
    found = {}
    for value in values:
        number, _, revision = value.partition(".")
        if number.isascii() and number.isdigit() and revision.isascii() and revision.isdigit() and int(number) <= LARGEST:
            found[int(number)] = int(revision)
    if not found:
        raise NothingChosen
    if len(found) > MOST:
        raise TooManyChosen(most=MOST, chosen=len(found))
    return found


def revision(form: MultiDict[str, str]) -> int | None:
    """Return the revision that the person had seen."""
    return form.get("revision", None, type=int)


def reason(form: MultiDict[str, str]) -> str:
    return form.get("reason", "").strip()[:LONGEST]


def words(form: MultiDict[str, str]) -> list[str]:
    """Return the words to cover that were written, one a line."""
    return [line.strip() for line in form.get("words", "")[:LONGEST].splitlines() if line.strip()]


def severity(form: MultiDict[str, str]) -> Severity | None:
    chosen = form.get("severity", "")
    return Severity(chosen) if chosen in set(Severity) else None
