"""The same checks over millions of codes: columns of bytes instead of loops over characters.

Each function is the twin of a scalar one and takes codes as `normalise` leaves them; null in, null out or false.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from supervision.kernel.identifiers import organisation, resident, uscc
from supervision.kernel.identifiers.normalise import HYPHENS, INVISIBLE, normalise_code

BLOCK: Final = 1 << 16
FOREIGN: Final = 10_000
Bytes = npt.NDArray[np.uint8]
Sums = npt.NDArray[np.int32]
Answers = npt.NDArray[np.bool_]
BlockCheck = Callable[[Bytes], Answers]

_CLEAN: Final = r"^[0-9A-Z]*$"
_SIMPLE: Final = r"^[\x20-\x7e]*$"
_DROPPED: Final = rf"[\s{INVISIBLE}\{HYPHENS}]"


def normalise(codes: pl.Series) -> pl.Series:
    """Return every code in its one form; only the few that are not plain already are touched."""
    if codes.dtype != pl.String:
        codes = codes.cast(pl.String)
    clean = codes.str.contains(_CLEAN).fill_null(True)
    if clean.all():
        return codes
    simple = codes.str.replace_all(_DROPPED, "").str.to_uppercase()
    result = codes.zip_with(clean, simple)
    rare = ~(clean | codes.str.contains(_SIMPLE).fill_null(True))
    if rare.any():
        places = rare.arg_true()
        result = result.scatter(places, [normalise_code(text) for text in codes.gather(places).to_list()])
    return result


def uscc_ok(codes: pl.Series) -> pl.Series:
    """Tell for each code whether `check_uscc` accepts it."""
    return _checked(codes, uscc.LENGTH, _uscc_block)


def organisation_ok(codes: pl.Series) -> pl.Series:
    """Tell for each code whether `check_organisation_code` accepts it."""
    return _checked(codes, organisation.LENGTH, _organisation_block)


def regno_ok(codes: pl.Series) -> pl.Series:
    """Tell for each number whether it is a 15-digit registration number with the right check digit."""
    return _checked(codes, 15, _registration_block)


def resident_ok(codes: pl.Series) -> pl.Series:
    """Tell for each number whether its shape and check character are those of a resident number."""
    return _checked(codes, 18, _resident_block)


def uscc_inner_ok(codes: pl.Series) -> pl.Series:
    """Tell for each 18-character code whether its organisation code carries its own check character."""
    return organisation_ok(codes.str.slice(8, 9))


def division_of(codes: pl.Series) -> pl.Series:
    """Return the six digits of the registering authority's division, null where a code carries none."""
    length = codes.str.len_bytes()
    carried = pl.select(
        pl.when(length == uscc.LENGTH).then(codes.str.slice(2, 6)).when(length.is_in([13, 15])).then(codes.str.slice(0, 6))
    ).to_series()
    return carried.set(~carried.str.contains(r"^[0-9]{6}$").fill_null(False), None).alias("division")


def _checked(codes: pl.Series, length: int, check: BlockCheck) -> pl.Series:
    fits = ((codes.str.len_bytes() == length) & (codes.str.len_chars() == length)).fill_null(False)
    answers = fits.to_numpy().copy()
    if fits.any():
        text = codes.filter(fits).str.join("").item().encode("ascii")
        matrix = np.frombuffer(text, dtype=np.uint8).reshape(-1, length)
        answers[answers] = np.concatenate([check(block) for block in _blocks(matrix)])
    return pl.Series(codes.name, answers)


def _blocks(matrix: Bytes) -> Iterator[Bytes]:
    for start in range(0, len(matrix), BLOCK):
        yield np.ascontiguousarray(matrix[start : start + BLOCK].T)


def _table(values: dict[str, int], weight: int, modulus: int) -> Sums:
    """Return what each byte adds to a weighted sum; a byte outside the alphabet adds more than any sum can reach."""
    table = np.full(256, FOREIGN, dtype=np.int32)
    for character, value in values.items():
        table[ord(character)] = value * weight % modulus
    return table


def _lookup(characters: str) -> Bytes:
    return np.frombuffer(characters.encode(), dtype=np.uint8)


def _tables(values: dict[str, int], weights: tuple[int, ...], modulus: int) -> list[Sums]:
    return [_table(values, weight, modulus) for weight in weights]


def _sum(columns: Bytes, tables: list[Sums]) -> Sums:
    total = np.zeros(columns.shape[1], dtype=np.int32)
    for column, table in zip(columns, tables, strict=False):
        total += table[column]
    return total


_DIGITS: Final = {str(digit): digit for digit in range(10)}
_USCC: Final = _tables(uscc.VALUES, uscc.WEIGHTS, 31)
_USCC_CHECK: Final = _lookup("".join(uscc.ALPHABET[(31 - rest) % 31] for rest in range(31)))
_ORGANISATION: Final = _tables(organisation.VALUES, organisation.WEIGHTS, 11)
_ORGANISATION_CHECK: Final = _lookup(organisation.CHECKS)
_RESIDENT: Final = _tables(_DIGITS, resident.WEIGHTS, 11)
_RESIDENT_CHECK: Final = _lookup(resident.CHECKS)


def _uscc_block(columns: Bytes) -> Answers:
    total = _sum(columns, _USCC)
    known = np.isin(columns[0], _lookup("".join(sorted(uscc.authorities()))))
    digits = (columns[2:8] <= ord("9")).all(axis=0)
    answers: Answers = (total < FOREIGN) & known & digits & (_USCC_CHECK[total % 31] == columns[17])
    return answers


def _organisation_block(columns: Bytes) -> Answers:
    total = _sum(columns, _ORGANISATION)
    answers: Answers = (total < FOREIGN) & (_ORGANISATION_CHECK[total % 11] == columns[8])
    return answers


def _resident_block(columns: Bytes) -> Answers:
    total = _sum(columns, _RESIDENT)
    answers: Answers = (total < FOREIGN) & (_RESIDENT_CHECK[total % 11] == columns[17])
    return answers


def _registration_block(columns: Bytes) -> Answers:
    digits = columns.astype(np.int16) - ord("0")
    product = np.full(columns.shape[1], 10, dtype=np.int16)
    for digit in digits[:14]:
        rest = (product + digit) % 10
        product = 2 * np.where(rest == 0, 10, rest) % 11
    valid = ((digits >= 0) & (digits <= 9)).all(axis=0)  # noqa: PLR2004  # a digit ends at nine
    answers: Answers = valid & ((11 - product) % 10 == digits[14])
    return answers
