"""Codes with right check digits, days and names, made of dice."""

from datetime import date, timedelta

import numpy as np

from supervision.city.schemas import FIRST_DAY, LAST_DAY
from supervision.kernel.identifiers.organisation import organisation_check
from supervision.kernel.identifiers.uscc import ALPHABET, uscc_check

DIGITS = len("000000")


def organisation_uscc(prefix: str, division: str, body: str) -> str:
    """Return the unified code of an organisation whose own code has these eight characters."""
    seventeen = f"{prefix}{division}{body}{organisation_check(body)}"
    return seventeen + uscc_check(seventeen)


def random_uscc(dice: np.random.Generator, prefix: str, division: str) -> str:
    """Return a valid unified code in the form that new firms get: an organisation code beginning with MA."""
    body = "MA" + "".join(ALPHABET[place] for place in dice.integers(0, len(ALPHABET), DIGITS))
    return organisation_uscc(prefix, division, body)


def spoiled(code: str) -> str:
    """Return the code with two neighbours exchanged, as a tired clerk would: the check digit no longer fits."""
    for place in range(len(code) - 2, 8, -1):
        wrong = f"{code[: place - 1]}{code[place]}{code[place - 1]}{code[place + 1 :]}"
        if wrong != code and uscc_check(wrong[:17]) != wrong[17]:
            return wrong
    return code[:17] + ALPHABET[(ALPHABET.index(code[17]) + 1) % len(ALPHABET)]


def some_day(dice: np.random.Generator, *, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
    """Return a day between two, both included."""
    return first + timedelta(days=int(dice.integers(0, max((last - first).days, 0) + 1)))


def years_later(day: date, years: int) -> date:
    """Return the day before the anniversary, on which a term of so many years ends."""
    month_day = (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    return date(day.year + years, *month_day) - timedelta(days=1)


def pick(dice: np.random.Generator, options: str | list[str]) -> str:
    """Return one of the options."""
    return str(options[int(dice.integers(0, len(options)))])
