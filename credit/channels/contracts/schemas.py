"""The contracts as they stand in `data/*.json`: which decisions, which fields in which order, how many at once, by when.

A channel is a file, a changed contract a further edition in it; there is no code for any channel.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

PERSON = "自然人"
PUBLICATION, DECISION = "publication", "decision"


class ContractInvalid(ValueError):
    """A file promises what no contract may, or names what nobody can give."""


@dataclass(frozen=True, slots=True)
class ContractField:
    """One field that the receiver gets: its code in the standard, and from which of our values it comes."""

    code: str
    label: str
    origin: str
    required: bool
    length: int | None = None


@dataclass(frozen=True, slots=True)
class ContractTable:
    """The fields of one kind of decisions on some kinds of counterparts, in order."""

    name: str
    kind: str
    parties: tuple[str, ...]
    fields: tuple[ContractField, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Within how many working days something has to be at the receiver; from the decision, or from what happened."""

    workdays: int
    start: str
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What holds between both sides from a day on."""

    valid_from: date
    valid_to: date | None
    standard: str
    instrument: str
    confidence: str
    batch_size: int
    receipt_minutes: int
    date_format: str
    code_pattern: str | None
    deadlines: Mapping[str, Deadline]
    tables: tuple[ContractTable, ...]

    def table(self, kind: str, party_kind: str) -> ContractTable | None:
        """Return the table for a decision, if the contract has one."""
        return next((item for item in self.tables if item.kind == kind and party_kind in item.parties), None)

    @property
    def pairs(self) -> list[str]:
        """Return every kind of decision with every kind of counterpart as `kind:party`."""
        return sorted(f"{table.kind}:{party}" for table in self.tables for party in table.parties)


@dataclass(frozen=True, slots=True)
class Contract:
    """A receiver: `carries` says whether it gets what the portal shows, or decisions that are never shown.

    `keeps_expired` means that the end of publicity is no reason to take a record back there, `catalogue` that the receiver also
    gets the public catalogue of items.
    """

    channel: str
    label: str
    public: bool
    carries: str
    keeps_expired: bool
    basis: str
    note: str
    authentication: tuple[str, ...]
    editions: tuple[Edition, ...]
    catalogue: bool = False

    def on(self, day: date) -> Edition:
        """Return the edition that holds on a day; before the first one, the first."""
        held = [one for one in self.editions if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
        return (held or self.editions)[-1 if held else 0]


@cache
def contracts() -> Mapping[str, Contract]:
    """Return every contract that lies in `data`, public sites first."""
    folder = resources.files(__package__).joinpath("data")
    found = [read(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".json")]
    return {one.channel: one for one in sorted(found, key=lambda one: (not one.public, one.channel))}


def read(text: str) -> Contract:
    """Return the contract that a file describes; one that would show persons to the public is none."""
    given = json.loads(text)
    editions = tuple(sorted((_edition(one) for one in given["editions"]), key=lambda one: one.valid_from))
    contract = Contract(
        channel=given["channel"],
        label=given["label"],
        public=given["public"],
        carries=given["carries"],
        keeps_expired=given["keeps_expired"],
        basis=given["basis"],
        note=given["note"],
        authentication=tuple(given["authentication"]),
        editions=editions,
        catalogue=given.get("catalogue", False),
    )
    _check(contract)
    return contract


def _check(contract: Contract) -> None:
    tables = [table for edition in contract.editions for table in edition.tables]
    if not tables or contract.carries not in {PUBLICATION, DECISION}:
        raise ContractInvalid(f"{contract.channel}: 没有表，或 carries 不明")
    persons = any(PERSON in table.parties for table in tables)
    if persons and (contract.public or contract.carries != DECISION):
        raise ContractInvalid(f"{contract.channel}: 自然人的决定不得送公开网站，也没有公示记录可送")
    if contract.carries == DECISION and any(set(table.parties) != {PERSON} for table in tables):
        raise ContractInvalid(f"{contract.channel}: 单位的决定须经公示审核，只能送公示记录")


def _edition(given: Mapping[str, Any]) -> Edition:
    return Edition(
        valid_from=date.fromisoformat(given["valid_from"]),
        valid_to=date.fromisoformat(given["valid_to"]) if given["valid_to"] else None,
        standard=given["standard"],
        instrument=given["instrument"],
        confidence=given["confidence"],
        batch_size=given["batch_size"],
        receipt_minutes=given["receipt_minutes"],
        date_format=given["date_format"],
        code_pattern=given["code_pattern"],
        deadlines={act: _deadline(one) for act, one in given["deadlines"].items()},
        tables=tuple(_table(one) for one in given["tables"]),
    )


def _deadline(given: Mapping[str, Any]) -> Deadline:
    return Deadline(given["workdays"], given["from"], given["basis"], given["confidence"])


def _table(given: Mapping[str, Any]) -> ContractTable:
    return ContractTable(given["table"], given["kind"], tuple(given["parties"]), tuple(_fields(given["fields"])))


def _fields(given: Sequence[Mapping[str, Any]]) -> list[ContractField]:
    return [ContractField(one["code"], one["label"], one["from"], one["required"], one.get("length")) for one in given]
