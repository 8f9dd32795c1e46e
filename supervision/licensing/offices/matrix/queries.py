"""The table of offices as it stands on a day, and who gives one item in each place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.licensing.catalogue import queries as catalogue
from supervision.licensing.catalogue.functions.features import name_of
from supervision.licensing.catalogue.schemas import Item, Level
from supervision.licensing.offices import queries
from supervision.licensing.offices.matrix.features import Cell, Line, Place, places, used
from supervision.licensing.offices.models import StoredOffice
from supervision.licensing.offices.queries import Successor
from supervision.licensing.offices.rules import division_at
from supervision.licensing.offices.schemas import NoOffice, Office


@dataclass(frozen=True, slots=True)
class Answer:
    """Who gives an item in a place."""

    division: str
    name: str
    departments: tuple[str, ...]
    note: str


def places_of(session: Session, *, on: date) -> list[Place]:
    """Return the divisions for which offices are kept, with their names."""
    return places(queries.divisions_used(session), _departments_by_division(session), on)


def lines(session: Session, *, on: date) -> list[Line]:
    """Return every function with its office in each place."""
    rows = queries.rows_on(session, on=on)
    stored = {(row.function, row.division): row for row in rows}
    heirs = queries.successors(session, department_ids={row.department_id for row in rows}, on=on)
    named = department_names(session)
    columns = places_of(session, on=on)
    version = catalogue.version_in_force(session, on=on)
    items = catalogue.catalogue_of(session, version=version).items.values() if version else ()
    return [
        Line(function, name_of(function), count, _cells(function, columns, stored, heirs, named))
        for function, count in used(items).items()
    ]


def _cells(
    function: str,
    columns: Sequence[Place],
    stored: Mapping[tuple[str, str], StoredOffice],
    heirs: Mapping[int, Successor],
    named: Mapping[int, str],
) -> tuple[Cell, ...]:
    cells = {place.division: _cell(place, stored.get((function, place.division)), heirs, named) for place in columns}
    return tuple(cell if cell.department else replace(cell, above=_above(cells, division)) for division, cell in cells.items())


def _above(cells: Mapping[str, Cell], division: str) -> str:
    """Return who does the work from above, where nobody does it in the place itself."""
    for level in (Level.CITY, Level.PROVINCE, Level.NATION):
        cell = cells.get(division_at(division, level) or "")
        if cell is not None and cell.department and not cell.lost:
            return cell.successor or cell.department
    return ""


def _cell(place: Place, row: StoredOffice | None, heirs: Mapping[int, Successor], named: Mapping[int, str]) -> Cell:
    if row is None:
        return Cell(place)
    heir = heirs[row.department_id]
    if heir.department_id is None:
        return Cell(place, named[row.department_id], lost=heir.note, since=row.valid_from)
    successor = "" if heir.department_id == row.department_id else named[heir.department_id]
    return Cell(place, named[row.department_id], successor, since=row.valid_from)


def answers(session: Session, *, item: Item, on: date) -> list[Answer]:
    """Return who gives an item in every place for which offices are kept."""
    table = queries.offices(session, on=on)
    named = department_names(session)
    return [_answer(place, table.find_all(item, place.division), named) for place in places_of(session, on=on)]


def _answer(place: Place, found: Sequence[Office | NoOffice], named: dict[int, str]) -> Answer:
    given = [answer for answer in found if isinstance(answer, Office)]
    notes = [answer.note if isinstance(answer, Office) else answer.reason for answer in found]
    departments = tuple(named[answer.department_id] for answer in given)
    return Answer(place.division, place.name, departments, "；".join(dict.fromkeys(note for note in notes if note)))


def department_names(session: Session) -> dict[int, str]:
    """Return the short names of all departments."""
    return {row[0]: row[1] for row in session.execute(select(Department.id, Department.short_name))}


def _departments_by_division(session: Session) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = select(Department.division, Department.name).where(Department.division.is_not(None))
    for division, name in session.execute(rows):
        found[division or ""].append(name)
    return found
