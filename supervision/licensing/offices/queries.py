"""Which department gives a permit in a division on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel import divisions
from supervision.licensing.catalogue.functions.features import name_of
from supervision.licensing.catalogue.schemas import ALTERNATIVE, Item
from supervision.licensing.offices.models import StoredOffice
from supervision.licensing.offices.rules import places
from supervision.licensing.offices.schemas import NoOffice, Office


@dataclass(frozen=True, slots=True)
class Successor:
    """Who does the work of a department on a day: itself, its heir, or nobody with the reason."""

    department_id: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """Every office of a day in memory, for those who route by the hundred."""

    on: date
    offices: Mapping[tuple[str, str], int]
    successors: Mapping[int, Successor]
    divisions: frozenset[str]

    def find(self, item: Item, division: str | None) -> Office | NoOffice:
        """Return the first recipient of an item that has an office, or why none has."""
        answers = self.find_all(item, division)
        return next((answer for answer in answers if isinstance(answer, Office)), answers[0])

    def find_all(self, item: Item, division: str | None) -> list[Office | NoOffice]:
        """Return one answer for each recipient that the item names; two that are the same department are one.

        Where one of several has no office, that is told too; where none has, the first says why.
        """
        answers = [self.recipient(item, entry, division) for entry in item.departments]
        if not any(isinstance(answer, Office) for answer in answers):
            return answers[:1]
        return list({_place_of(answer): answer for answer in reversed(answers)}.values())[::-1]

    def recipient(self, item: Item, entry: str, division: str | None) -> Office | NoOffice:
        """Return the office of one recipient of an item, such as `drug|market`, or why there is none."""
        functions = entry.split(ALTERNATIVE)
        if not division:
            return NoOffice("登记信息没有行政区划，无法确定审批部门", functions[0])
        if not self.knows(division):
            return NoOffice(f"行政区划 {division} 不在区划代码表，也没有归口部门，无法确定审批部门", functions[0])
        fallen: list[str] = []
        for level, place in places(item, division):
            for function in functions:
                office = self._at(function, place, fallen)
                if office is not None:
                    note = office.note or ("" if level in item.levels or place == division else _stand_in(item))
                    return Office(office.department_id, function, place, note)
        missing = "、".join(name_of(function) for function in functions)
        return NoOffice(fallen[0] if fallen else f"{division} 及上级都没有登记“{missing}”职能的归口部门", functions[0])

    def _at(self, function: str, place: str, fallen: list[str]) -> Office | None:
        department_id = self.offices.get((function, place))
        if department_id is None:
            return None
        successor = self.successors.get(department_id, Successor(department_id))
        if successor.department_id is None:
            fallen.append(successor.note)
            return None
        return Office(successor.department_id, function, place, successor.note)

    def knows(self, division: str) -> bool:
        """Tell whether a division is in the national table or has an office of its own."""
        return division in self.divisions or divisions.is_known(division)


def _place_of(answer: Office | NoOffice) -> tuple[int | None, str]:
    return (answer.department_id, "") if isinstance(answer, Office) else (None, answer.function)


def _stand_in(item: Item) -> str:
    usual = "、".join(level.label for level in item.levels)
    return f"审批层级为{usual}，平台没有该层级的归口部门，由同职能的上级部门承接"


def offices(session: Session, *, on: date) -> OfficeTable:
    """Return every office as it stood on a day."""
    rows = rows_on(session, on=on)
    found = {(row.function, row.division): row.department_id for row in rows}
    return OfficeTable(
        on=on,
        offices=found,
        successors=successors(session, department_ids=set(found.values()), on=on),
        divisions=frozenset(division for _function, division in found),
    )


def office_for(session: Session, *, item: Item, division: str | None, on: date) -> Office | NoOffice:
    """Return the office of an item's first recipient in a division on a day."""
    return offices(session, on=on).find(item, division)


def rows_on(session: Session, *, on: date) -> Sequence[StoredOffice]:
    """Return the stored offices of a day."""
    holding = select(StoredOffice).where(
        StoredOffice.valid_from <= on, or_(StoredOffice.valid_to.is_(None), StoredOffice.valid_to > on)
    )
    return session.scalars(holding.order_by(StoredOffice.division, StoredOffice.function)).all()


def successors(session: Session, *, department_ids: Iterable[int], on: date) -> dict[int, Successor]:
    """Follow departments that were merged away to the one that does their work on a day."""
    everyone = {row.id: row for row in session.execute(select(*_DEPARTMENT))}
    return {number: _successor(everyone, number, on) for number in department_ids}


_DEPARTMENT = (Department.id, Department.name, Department.valid_to, Department.merged_into)


def _successor(everyone: Mapping[int, Any], number: int, on: date) -> Successor:
    start = row = everyone[number]
    walked = {number}
    while row.valid_to is not None and row.valid_to <= on:
        if row.merged_into is None or row.merged_into in walked:
            return Successor(None, f"“{row.name}”已于 {row.valid_to.isoformat()} 撤并，没有接续部门")
        walked.add(row.merged_into)
        row = everyone[row.merged_into]
    return Successor(row.id, "" if row is start else f"“{start.name}”已撤并，由“{row.name}”接续")


def divisions_used(session: Session) -> list[str]:
    """Return the divisions of departments and offices, those above before those below."""
    places_of = select(Department.division).where(Department.division.is_not(None)).union(select(StoredOffice.division))
    return sorted(code for code in session.scalars(places_of) if code)
