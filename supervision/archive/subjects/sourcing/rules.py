"""The order in which sources are believed on a day; every place comes from the dated file beside this one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from supervision.accounts.departments.models import REGISTRAR, UNSPECIFIED
from supervision.kernel.packaged import table

STANDING: Final = {"registrar": REGISTRAR, "unspecified": UNSPECIFIED}
"""The departments that every installation has, by the codes that the file names."""


@dataclass(frozen=True, slots=True)
class Place:
    """One department's place in the order, the days on which it holds, and why."""

    number: int
    department_id: int
    effective_from: date
    effective_to: date | None
    basis: str

    def holds(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return every place there ever was.

    依据: 每一行的 basis。
    单位: 次序，小者先采信；起止日期均含当日。
    错误: KeyError（文件写了不是每个平台都有的部门）。
    """
    return tuple(
        Place(
            number=int(row["place"]),
            department_id=STANDING[row["department"]],
            effective_from=date.fromisoformat(row["effective_from"]),
            effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
            basis=row["basis"],
        )
        for row in table("supervision.archive.subjects.sourcing", "order.csv")
    )


@lru_cache(maxsize=1024)
def source_order(on: date) -> tuple[int, ...]:
    """Return the departments that are believed before all others on a day, the first first.

    依据: data/order.csv；早于最早一行的日子按最早一行。
    单位: 部门编号。
    错误: 无。
    """
    first = min(place.effective_from for place in places())
    held = [place for place in places() if place.holds(max(on, first))]
    return tuple(place.department_id for place in sorted(held, key=lambda place: place.number))


def source_rank(department_id: int, on: date) -> int:
    """Return how early a source is believed: smaller first; among equals the latest known wins.

    依据: 一数一源：登记事项以登记机关为准，见 data/order.csv。
    单位: 次序。
    错误: 无。
    """
    order = source_order(on)
    return order.index(department_id) if department_id in order else len(order)


def source_rank_sql(column: str) -> str:
    """Return `source_rank` as an expression, with the parameter `:sources`.

    依据: 同 source_rank。
    单位: 次序。
    错误: 无。
    """
    return f"coalesce(array_position(CAST(:sources AS int[]), {column}), 1000)"
