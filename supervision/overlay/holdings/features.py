"""Edges between firms and persons as arrays: ordinary holdings, hubs, rings, shells, offices."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from supervision.overlay.schemas import chance, words

Numbers = npt.NDArray[np.int64]
SHAREHOLDER, EXECUTIVE, LEGAL_REPRESENTATIVE = 0, 1, 2
KINDS = ("shareholder", "executive", "legal_representative")
BY_PERSONS, BY_FIRMS, OFFICES, LEADERS = 0.50, 0.28, 0.12, 0.10
RING_PART, SHELL_PART = 0.01, 0.01
RING_SIZE, SHELL_SIZE = 4, 40
HUB_POWER = 3.0
SURPLUS = 1.15
SHARE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Edges:
    """Relations as columns; `shares` is not a number where a relation is no holding."""

    kinds: npt.NDArray[np.int8]
    holders: Numbers
    firms: Numbers
    shares: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.kinds)


def edges(firms: Numbers, persons: Numbers, *, count: int, standing: Numbers) -> Edges:
    """Return `count` relations, none twice and none of those whose keys stand already.

    Fewer come back only where so few firms and persons cannot have so many relations.
    """
    parts = [
        _drawn("persons", SHAREHOLDER, persons, firms, count=round(count * BY_PERSONS * SURPLUS)),
        _drawn("firms", SHAREHOLDER, firms, firms, count=round(count * BY_FIRMS * SURPLUS)),
        _drawn("offices", EXECUTIVE, persons, firms, count=round(count * OFFICES * SURPLUS)),
        _drawn("leaders", LEGAL_REPRESENTATIVE, persons, firms, count=round(count * LEADERS * SURPLUS)),
    ]
    patterns = [_rings(firms, count=round(count * RING_PART)), *_shells(firms, persons, count=round(count * SHELL_PART))]
    table = np.concatenate([*patterns, *parts])
    table = table[table[:, 1] != table[:, 2]]
    table = _once(table, standing)
    kept = len(np.concatenate(patterns)) if patterns else 0
    table = _trimmed(table, count=count, kept=min(kept, count))
    return Edges(table[:, 0].astype(np.int8), table[:, 1], table[:, 2], _shares(table))


def edge_keys(kinds: npt.NDArray[np.integer], holders: Numbers, firms: Numbers) -> Numbers:
    """Return one number for each relation: 2 bits kind, 31 bits holder, 31 bits firm."""
    keys: Numbers = (kinds.astype(np.int64) << 62) | (holders << 31) | firms
    return keys


def _drawn(topic: str, kind: int, holders: Numbers, firms: Numbers, *, count: int) -> Numbers:
    """Draw holders so that few hold very much (hubs) and most hold little; firms evenly."""
    dice = chance("holdings", topic)
    places = (len(holders) * dice.random(count) ** HUB_POWER).astype(np.int64)
    order = dice.permutation(len(holders))
    return np.column_stack([np.full(count, kind), holders[order[places]], firms[dice.integers(0, len(firms), count)]])


def _rings(firms: Numbers, *, count: int) -> Numbers:
    """Draw rings in which each firm holds the next one and the last holds the first."""
    size = min(RING_SIZE, len(firms))
    dice = chance("holdings", "rings")
    members = firms[dice.integers(0, len(firms), (max(1, count // size), size))]
    return np.column_stack([np.full(members.size, SHAREHOLDER), members.ravel(), np.roll(members, -1, axis=1).ravel()])


def _shells(firms: Numbers, persons: Numbers, *, count: int) -> tuple[Numbers, Numbers]:
    """Draw persons who each own and lead many firms."""
    dice = chance("holdings", "shells")
    owners = persons[dice.integers(0, len(persons), max(1, count // (2 * SHELL_SIZE)))]
    held = firms[dice.integers(0, len(firms), (len(owners), SHELL_SIZE))].ravel()
    holders = np.repeat(owners, SHELL_SIZE)
    return (
        np.column_stack([np.full(held.size, SHAREHOLDER), holders, held]),
        np.column_stack([np.full(held.size, LEGAL_REPRESENTATIVE), holders, held]),
    )


def _once(table: Numbers, standing: Numbers) -> Numbers:
    """Return the first of equal rows, in their order, without those that stand already."""
    keys = edge_keys(table[:, 0], table[:, 1], table[:, 2])
    _, first = np.unique(keys, return_index=True)
    first.sort()
    fresh = first[~np.isin(keys[first], standing)]
    chosen: Numbers = table[fresh]
    return chosen


def _trimmed(table: Numbers, *, count: int, kept: int) -> Numbers:
    """Return so many rows: the patterns at the beginning stay, of the others a random part."""
    if len(table) <= count:
        return table
    others = chance("holdings", "trim").permutation(np.arange(kept, len(table)))[: count - kept]
    trimmed: Numbers = table[np.concatenate([np.arange(kept), np.sort(others)])]
    return trimmed


def _shares(table: Numbers) -> npt.NDArray[np.float64]:
    """Split each firm among its holders; offices hold nothing."""
    holding = np.flatnonzero(table[:, 0] == SHAREHOLDER)
    shares = np.full(len(table), np.nan)
    if not len(holding):
        return shares
    weights = chance("holdings", "shares").gamma(1.0, 1.0, len(holding)) + 0.01
    _, owned = np.unique(table[holding, 2], return_inverse=True)
    shares[holding] = np.round(weights / np.bincount(owned, weights=weights)[owned], SHARE_DIGITS)
    return shares


def person_names(count: int, *, first: int) -> list[str]:
    """Return names for so many persons; the character in the middle says that nobody is meant."""
    surnames, given = words()["surnames"], words()["given"]
    numbers = range(first, first + count)
    return [f"{surnames[number % len(surnames)]}某{given[number // len(surnames) % len(given)]}" for number in numbers]
