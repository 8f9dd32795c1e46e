"""How much is made, and of what."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

SEED = 20_260
SOURCE_CODE = "overlay"
SOURCE_NAME = "叠加生成数据（仅供测试）"
LICENCES, PENALTIES, INSPECTIONS, LIST_ENTRIES = 700_000, 300_000, 1_000_000, 100_000
RELATIONS, PERSONS = 5_000_000, 1_500_000


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many rows of each sort; `scaled(1)` is one million decisions and all that goes with them."""

    records: tuple[tuple[str, int], ...]
    relations: int
    persons: int

    @classmethod
    def scaled(cls, scale: float) -> "Amounts":
        counts = {"licence": LICENCES, "penalty": PENALTIES, "inspection": INSPECTIONS, "list_entry": LIST_ENTRIES}
        records = tuple((kind, max(1, round(count * scale))) for kind, count in counts.items())
        return cls(records, max(1, round(RELATIONS * scale)), max(1, round(PERSONS * scale)))


def chance(*topic: object) -> np.random.Generator:
    """Return the dice of one topic: the same throws each time."""
    return np.random.default_rng([SEED, crc32("/".join(map(str, topic)).encode())])


@cache
def words() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "matters.json").read_text(encoding="utf-8"))
    return content
