"""Which code a person probably meant: proposals that pass the check, never applied by themselves."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

from supervision.kernel.identifiers.normalise import normalise_code
from supervision.kernel.identifiers.registration import check_registration_number
from supervision.kernel.identifiers.uscc import LENGTH, check_uscc
from supervision.kernel.identifiers.verdict import Verdict

FOREIGN: Final = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "UY"}
CONFUSED: Final = {
    "0": "DQ", "1": "LT7", "2": "7", "5": "6", "6": "5G", "7": "1", "8": "B3", "B": "8", "D": "0", "G": "6", "L": "1", "Q": "0", "U": "W", "W": "U",
}  # fmt: skip
_MOST_FOREIGN: Final = 4


def suggest_code(text: str, *, limit: int = 5) -> list[str]:
    """Return codes that differ from what was written by letters that are read for each other, and pass every check."""
    code = normalise_code(text)
    if check_uscc(code).ok or (check_registration_number(code).kind == "registration" and check_registration_number(code).ok):
        return []
    found: list[str] = []
    for candidate, check in _candidates(code):
        verdict = check(candidate)
        if verdict.ok and not verdict.problems and candidate not in found:
            found.append(candidate)
    return found[:limit]


def _candidates(code: str) -> Iterator[tuple[str, Callable[[str], Verdict]]]:
    if len(code) == LENGTH:
        yield from ((candidate, check_uscc) for candidate in _without_foreign(code))
        yield from ((candidate, check_uscc) for candidate in _one_exchange(code))
        yield from ((candidate, check_uscc) for candidate in _neighbours_swapped(code))
    elif len(code) == 15:  # noqa: PLR2004  # the length of a registration number
        yield code.replace("O", "0").replace("I", "1").replace("L", "1"), check_registration_number
        yield from ((candidate, check_registration_number) for candidate in _neighbours_swapped(code))
    elif len(code) == LENGTH + 1:
        yield from ((code[:place] + code[place + 1 :], check_uscc) for place in range(len(code)))


def _without_foreign(code: str) -> Iterator[str]:
    if sum(character in FOREIGN for character in code) > _MOST_FOREIGN:
        return
    for choice in product(*(FOREIGN.get(character, character) for character in code)):
        yield "".join(choice)


def _one_exchange(code: str) -> Iterator[str]:
    for place, character in enumerate(code):
        for other in CONFUSED.get(character, ""):
            yield code[:place] + other + code[place + 1 :]


def _neighbours_swapped(code: str) -> Iterator[str]:
    for place in range(2, len(code) - 1):
        yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]
