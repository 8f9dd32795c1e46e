"""Offices and catalogues of the days that a batch needs, read once."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from supervision.licensing.catalogue.queries import catalogue
from supervision.licensing.catalogue.schemas import Catalogue, Item
from supervision.licensing.offices.queries import OfficeTable, offices
from supervision.licensing.offices.schemas import NoOffice, Office
from supervision.notices.pushing.schemas import Matter, Place
from supervision.notices.states import PoolReason


class Places:
    """Where matters belong, by the offices and the catalogue of the day on which a registration came."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables: dict[date, OfficeTable] = {}
        self._catalogues: dict[date, Catalogue] = {}
        self._found: dict[tuple[str, str, str, date], Place | None] = {}

    def find(self, matter: Matter, division: str | None, on: date) -> Place | None:
        """Return where a matter belongs; nothing where another recipient of the same item stands for it."""
        if matter.ground is not None:
            return Place(None, matter.ground, matter.text)
        assert matter.item is not None
        assert matter.function is not None
        key = (matter.item, matter.function, division or "", on)
        if key not in self._found:
            self._found[key] = self._place(matter.item, matter.function, division, on)
        return self._found[key]

    def mode(self, matter: Matter, division: str | None, on: date) -> str | None:
        """Return how the reform handles an item there on that day."""
        item = self._item(matter.item, on) if matter.item else None
        mode = item.mode(division, on) if item else None
        return mode.mode.value if mode else None

    def _place(self, code: str, function: str, division: str | None, on: date) -> Place | None:
        item, table = self._item(code, on), self._table(on)
        if item is None:
            return Place(None, PoolReason.NO_OFFICE, f"{on:%Y-%m-%d} 施行的目录没有事项 {code}，无法确定审批部门")
        if function not in item.departments:
            return Place(None, PoolReason.NO_OFFICE, f"{on:%Y-%m-%d} 施行的目录已不由“{function}”承接本事项，请相关部门认领")
        answers = [table.recipient(item, entry, division) for entry in item.departments]
        place = item.departments.index(function)
        known = division is not None and table.knows(division)
        return None if _stands_for(answers, place) else _as_place(answers[place], known=known)

    def _item(self, code: str, on: date) -> Item | None:
        if on not in self._catalogues:
            self._catalogues[on] = catalogue(self._session, on=on)
        return self._catalogues[on].items.get(code)

    def _table(self, on: date) -> OfficeTable:
        if on not in self._tables:
            self._tables[on] = offices(self._session, on=on)
        return self._tables[on]


def _stands_for(answers: Sequence[Office | NoOffice], place: int) -> bool:
    """Tell whether an earlier recipient is the same department, or is as unknown as this one while nobody is known at all."""
    mine = answers[place]
    if isinstance(mine, Office):
        return any(isinstance(other, Office) and other.department_id == mine.department_id for other in answers[:place])
    return place > 0 and not any(isinstance(other, Office) for other in answers)


def _as_place(answer: Office | NoOffice, *, known: bool) -> Place:
    if isinstance(answer, Office):
        return Place(answer.department_id, None, answer.note)
    return (
        Place(None, PoolReason.NO_OFFICE, answer.reason) if known else Place(None, PoolReason.DIVISION_UNKNOWN, answer.reason)
    )
