"""Reading the table over there: what columns it has, what is newest, and a page after a position."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, column, func, inspect, literal_column, or_, select, table
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.sql.expression import ColumnClause, TableClause

from credit.docking.errors import ColumnsMissing, KeyNotFit, KeyRepeats, TableMissing, WatermarkNotOrdered
from credit.docking.reading.rules import names_a_row, ordering, same_row
from credit.docking.schemas import ForeignColumn, Page, Place, Position
from credit.docking.states import Ordered

FIRST_ROWS: Final = 5
AHEAD: Final[ColumnElement[Any]] = literal_column("LOCALTIMESTAMP + INTERVAL '1' DAY")
"""A clock over there that is wrong must not lift the watermark over everything to come."""


def columns_of(connection: Connection, place: Place) -> list[ForeignColumn]:
    """Return the columns of the table or view."""
    return [ForeignColumn(item["name"], str(item["type"])) for item in _described(connection, place)]


def _described(connection: Connection, place: Place) -> Sequence[Any]:
    try:
        return inspect(connection).get_columns(place.table, schema=place.schema)
    except NoSuchTableError:
        raise TableMissing(table=place.words) from None


def ordered_by(connection: Connection, place: Place, *, used: Sequence[str] = ()) -> Ordered:
    """Return by what the table is read, after holding its columns against what is used of it."""
    found = {item["name"]: item["type"] for item in _described(connection, place)}
    missing = [name for name in dict.fromkeys([place.watermark, place.key, *used]) if name not in found]
    if missing:
        raise ColumnsMissing(table=place.words, columns="、".join(missing))
    order = ordering(found[place.watermark])
    if order is None:
        raise WatermarkNotOrdered(column=place.watermark, type=found[place.watermark])
    if not names_a_row(found[place.key]):
        raise KeyNotFit(column=place.key, type=found[place.key])
    return order


def newest(connection: Connection, place: Place, *, ordered: Ordered) -> Any:
    """Return the highest watermark that is to be believed."""
    return connection.execute(
        select(func.max(column(place.watermark))).select_from(_table(place)).where(_believed(place, ordered))
    ).scalar()


def warnings(connection: Connection, place: Place, *, ordered: Ordered) -> list[str]:
    """Return what will never be read as the table stands."""
    said = []
    mark: ColumnClause[Any] = column(place.watermark)
    if connection.execute(select(mark).select_from(_table(place)).where(mark.is_(None)).limit(1)).first():
        said.append(f"有的行“{place.watermark}”为空，取不到；请对方补上")
    if (
        ordered is not Ordered.NUMBER
        and connection.execute(select(mark).select_from(_table(place)).where(mark > AHEAD).limit(1)).first()
    ):
        said.append(f"有的行“{place.watermark}”在明天之后，到那一天才取；请对方核对时钟")
    return said


def first_rows(connection: Connection, place: Place, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return a few rows for a look, the latest first."""
    mark: ColumnClause[Any] = column(place.watermark)
    statement = select(*_columns(names)).select_from(_table(place)).where(mark.is_not(None)).order_by(mark.desc())
    return [tuple(row) for row in connection.execute(statement.limit(FIRST_ROWS))]


def page_after(
    connection: Connection, place: Place, names: Sequence[str], position: Position | None, *, ordered: Ordered, size: int
) -> Page | None:
    """Return the next page, nothing where there is none; one row more is asked for, to see whether keys tell rows apart."""
    wanted = list(dict.fromkeys([*names, place.watermark, place.key]))
    statement = _after(select(*_columns(wanted)).select_from(_table(place)), place, position)
    mark, key = _columns([place.watermark, place.key])
    statement = statement.where(_believed(place, ordered)).order_by(mark, key).limit(size + 1)
    rows = [dict(zip(wanted, row, strict=True)) for row in connection.execute(statement)]
    if not rows:
        return None
    places = [Position(row[place.watermark], row[place.key]) for row in rows]
    for number, (one, other) in enumerate(pairwise(places), start=1):
        if same_row(one, other):
            raise KeyRepeats(column=place.key, row=number)
    if any(one.key is None for one in places):
        raise KeyRepeats(column=place.key, row=1 + next(n for n, one in enumerate(places) if one.key is None))
    kept = rows[:size]
    return Page(kept, places[len(kept) - 1], more=len(rows) > size)


def _after(statement: Select[Any], place: Place, position: Position | None) -> Select[Any]:
    mark, key = _columns([place.watermark, place.key])
    if position is None:
        return statement.where(mark.is_not(None))
    if position.key is None:
        return statement.where(mark >= position.watermark)
    return statement.where(or_(mark > position.watermark, and_(mark == position.watermark, key > position.key)))


def _believed(place: Place, ordered: Ordered) -> Any:
    mark: ColumnClause[Any] = column(place.watermark)
    return mark.is_not(None) if ordered is Ordered.NUMBER else mark <= AHEAD


def _table(place: Place) -> TableClause:
    return table(place.table, schema=place.schema)


def _columns(names: Sequence[str]) -> list[ColumnClause[Any]]:
    return [column(name) for name in names]
