"""What the public may read now: every statement asks the state and the last day itself.

The statements are written out, and those about texts are planned for the very text that was typed. A list about names reads the
records of the rarest pair of characters that was typed, the newest first. A list about numbers of documents reads the index of
numbers as long as few begin or end with what was typed, and otherwise the newest records, among which many do.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary

from psycopg.rows import tuple_row
from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.publicity.portal.schemas import (
    Asked,
    By,
    Column,
    Columns,
    Line,
    Page,
    Place,
    Shown,
    Totals,
    Withdrawal,
    names_of,
)
from supervision.archive.search.rules import containing, grams
from supervision.kernel.clock import SHANGHAI, legal_date
from supervision.kernel.divisions import division_name

COMMON: Final = frozenset({"有限", "限公", "公司", "限责", "责任", "任公", "分公", "股份", "份有", "合伙", "中心"})
VISIBLE: Final = "state = 'published' AND (shown_until IS NULL OR shown_until >= %(today)s)"
_LINE: Final = names_of(Line)
_SHOWN: Final = names_of(Shown)
_OWN: Final = [f"publication.{name}" for name in _SHOWN if name != "department"]
_PLAIN: Final = "credit.publication"
_WITH_DEPARTMENT: Final = "credit.publication JOIN accounts.department ON department.id = publication.department_id"
_BY_PAIR: Final = "credit.publication_pair JOIN credit.publication ON publication.id = publication_pair.publication_id"
_RAREST: Final = """
    SELECT typed, met.n FROM unnest(%(pairs)s::text[]) AS typed CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM (SELECT 1 FROM credit.publication_pair WHERE pair = typed LIMIT %(enough)s) AS few
    ) AS met ORDER BY met.n LIMIT 1
"""
_NUMBERED: Final = """
    SELECT (SELECT count(*) FROM (
            SELECT 1 FROM credit.publication WHERE state = 'published' AND doc_key LIKE %(head)s LIMIT %(enough)s) AS begin)
        + (SELECT count(*) FROM (
            SELECT 1 FROM credit.publication WHERE state = 'published' AND reverse(doc_key) LIKE %(tail)s LIMIT %(enough)s) AS finish)
"""
_SOURCES: Final = {By.NAME: _BY_PAIR}
_ORDERED: Final = {By.NAME: ("at", "publication_id"), By.NOTHING: ("published_at", "id")}
_AS_TYPED: Final = frozenset({By.NAME, By.DOCUMENT})
COUNTED_EVERY: Final = timedelta(minutes=5)
FEW: Final = 60
ENOUGH: Final = 2_000  # from here on a text counts as frequent: reading the newest finds a page of it soon
_BY: Final = {
    By.NAME: "pair = %(pair)s AND party_normal LIKE %(name)s",
    By.CODE: "(party_code = %(value)s OR doc_key = %(value)s)",
    By.DOCUMENT: "(doc_key LIKE %(head)s OR reverse(doc_key) LIKE %(tail)s)",
}


def _rows(session: Session, statement: str, values: Mapping[str, Any], *, as_typed: bool = False) -> list[tuple[Any, ...]]:
    """Run a statement on the session's own connection; `as_typed` plans it for these values and keeps no plan."""
    connection: Any = session.connection().connection
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(statement, values, prepare=False if as_typed else None)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def listing(session: Session, asked: Asked, *, now: datetime) -> Page:
    """Return a part of the list, the newest first."""
    conditions, values = where(session, asked, now=now)
    backwards = asked.place is not None and asked.place.backwards
    at, ident = _ORDERED.get(asked.by, _ORDERED[By.NOTHING])
    if asked.place is not None:
        conditions.append(f"({at}, {ident}) {'>' if backwards else '<'} (%(at)s, %(id)s)")
        values.update(at=asked.place.published_at, id=asked.place.id)
    order = f"{at}, {ident}" if backwards else f"{at} DESC, {ident} DESC"
    rest = f"ORDER BY {order} LIMIT %(most)s"
    if asked.by is By.CODE or (asked.by is By.DOCUMENT and _is_rare(session, values)):
        statement = " ".join(("WITH found AS MATERIALIZED (", _select(_LINE, conditions), ") SELECT * FROM found", rest))
    else:
        statement = _select(_LINE, conditions, rest, source=_SOURCES.get(asked.by, _PLAIN))
    found = _rows(session, statement, {**values, "most": asked.size + 1}, as_typed=asked.by in _AS_TYPED)
    return _page([Line(**dict(zip(_LINE, row, strict=True))) for row in found], asked, backwards=backwards)


def _is_rare(session: Session, values: Mapping[str, Any]) -> bool:
    """Tell whether so few numbers of documents begin or end with a text that all of them can be sorted."""
    return int(_rows(session, _NUMBERED, {**values, "enough": ENOUGH}, as_typed=True)[0][0]) < ENOUGH


def _select(columns: Sequence[str], conditions: Sequence[str], rest: str = "", *, source: str = _PLAIN) -> str:
    """Put a statement together from pieces of this file; values stand beside it."""
    return " ".join(("SELECT", ", ".join(columns), "FROM", source, "WHERE", " AND ".join(conditions), rest))


def where(session: Session, asked: Asked, *, now: datetime) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of a question, with what the public may see as the first of them."""
    conditions = [VISIBLE]
    values: dict[str, Any] = {"today": legal_date(now)}
    for name, given in (("kind", asked.kind), ("department_id", asked.department), ("division", asked.district)):
        if given:
            conditions.append(f"{name} = %({name})s")
            values[name] = given
    if asked.by is not By.NOTHING:
        conditions.append(_BY[asked.by])
        values |= _typed(session, asked)
    return conditions, values


def _typed(session: Session, asked: Asked) -> dict[str, Any]:
    value = asked.value
    if asked.by is By.NAME:
        return {"pair": _rarest(session, _telling(grams(value)) or [value]), "name": containing(value)}
    if asked.by is By.CODE:
        return {"value": value}
    return {"head": containing(value)[1:], "tail": containing(value[::-1])[1:]}


def _rarest(session: Session, pairs: Sequence[str]) -> str:
    """Return the pair that the fewest names have; most names have one that is in a few only, which is soon counted."""
    if len(pairs) == 1:
        return pairs[0]
    rarest, n = _rows(session, _RAREST, {"pairs": list(pairs), "enough": FEW})[0]
    if n == FEW:
        rarest, _ = _rows(session, _RAREST, {"pairs": list(pairs), "enough": ENOUGH})[0]
    return str(rarest)


def _telling(pairs: Sequence[str]) -> list[str]:
    """Return the pairs that tell names apart, since reading where 有限公司 stands takes long and excludes nothing; all if none does."""
    return [pair for pair in pairs if pair not in COMMON] or list(pairs)


def _page(found: list[Line], asked: Asked, *, backwards: bool) -> Page:
    lines, more = found[: asked.size], len(found) > asked.size
    if backwards:
        lines = lines[::-1]
    if not lines:
        return Page(lines)
    earlier = more if backwards else asked.place is not None
    later = True if backwards else more
    first, last = lines[0], lines[-1]
    return Page(
        lines,
        previous=Place(first.published_at, first.id, backwards=True) if earlier else None,
        following=Place(last.published_at, last.id) if later else None,
    )


def shown(session: Session, token: str, *, now: datetime) -> Shown | None:
    """Return the record under an address if the public may see it now; what it may not see is as what never was."""
    columns, conditions = [*_OWN, "department.name"], [VISIBLE, "publication.token = %(token)s"]
    statement = _select(columns, conditions, source=_WITH_DEPARTMENT)
    found = _rows(session, statement, {"token": token, "today": legal_date(now)})
    if not found:
        return None
    *own, department = found[0]
    names = [name for name in _SHOWN if name != "department"]
    return Shown(**dict(zip(names, own, strict=True)), department=department)


def downloaded(
    session: Session, asked: Asked, *, as_of: datetime, now: datetime, most: int
) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Return records for a download, the newest first, of those that were public at an instant and still are."""
    conditions, values = where(session, asked, now=now)
    at, ident = _ORDERED.get(asked.by, _ORDERED[By.NOTHING])
    conditions.append("published_at <= %(as_of)s")
    if asked.place is not None:
        conditions.append(f"({at}, {ident}) < (%(at)s, %(id)s)")
        values |= {"at": asked.place.published_at, "id": asked.place.id}
    columns = [name for name in _SHOWN if name != "department"]
    rest = f"ORDER BY {at} DESC, {ident} DESC LIMIT %(most)s"
    statement = _select(columns, conditions, rest, source=_SOURCES.get(asked.by, _PLAIN))
    return columns, _rows(session, statement, {**values, "as_of": as_of, "most": most}, as_typed=asked.by in _AS_TYPED)


def count(session: Session, asked: Asked, *, as_of: datetime, now: datetime) -> int:
    """Return how many records a download will bring."""
    conditions, values = where(session, asked, now=now)
    conditions.append("published_at <= %(as_of)s")
    statement = _select(["count(*)"], conditions, source=_SOURCES.get(asked.by, _PLAIN))
    return int(_rows(session, statement, {**values, "as_of": as_of}, as_typed=True)[0][0])


_counting = threading.Lock()
_kept: WeakKeyDictionary[Any, tuple[Totals, Columns]] = WeakKeyDictionary()


def overview(session: Session, *, now: datetime) -> tuple[Totals, Columns]:
    """Return totals and columns; what this process counted within the last minutes is not counted again."""
    minute, engine = now.replace(second=0, microsecond=0), session.get_bind()
    found = _kept.get(engine)
    if found is not None and (found[0].as_of > minute - COUNTED_EVERY or _counting.locked()):
        return found
    with _counting:
        counts = _counted(session, minute, now=now)
        _kept[engine] = counts
    return counts


def forget() -> None:
    """Count anew when asked next; for those who must see a change at once."""
    _kept.clear()


_COLUMNS: Final = """
    SELECT department.id, department.name, department.division, publication.kind, publication.n
    FROM (SELECT department_id, kind, count(*) AS n FROM credit.publication
        WHERE state = 'published' AND (shown_until IS NULL OR shown_until >= :today) GROUP BY 1, 2) AS publication
    JOIN accounts.department ON department.id = publication.department_id
    ORDER BY department.path
"""
_TODAY: Final = "SELECT count(*) FROM credit.publication WHERE state = 'published' AND published_at >= :midnight"


def _counted(session: Session, minute: datetime, *, now: datetime) -> tuple[Totals, Columns]:
    """Count what is shown, in one reading of the index made for it."""
    on = legal_date(now)
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    came = session.scalar(text(_TODAY), {"midnight": midnight}) or 0
    rows = session.execute(text(_COLUMNS), {"today": on}).all()
    departments = [(str(row.id), row.name, row.kind, row.n) for row in rows]
    districts = [
        (row.division, division_name(row.division, on) or row.division, row.kind, row.n) for row in rows if row.division
    ]
    columns = Columns(list(_summed(departments)), sorted(_summed(districts), key=lambda column: column.key))
    return Totals(sum(row.n for row in rows), came, minute), columns


def _summed(rows: Sequence[tuple[str, str, str, int]]) -> Iterator[Column]:
    names = dict.fromkeys((key, name) for key, name, _kind, _n in rows)
    for key, name in names:
        licences, penalties = (sum(n for k, _, met, n in rows if k == key and met == kind) for kind in ("licence", "penalty"))
        yield Column(key, name, licences, penalties)


_WITHDRAWN: Final = """
    SELECT doc_no, authority, ended_at, ended_reason FROM credit.publication
    WHERE state = 'withdrawn' AND first_published_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT :most
"""


def withdrawals(session: Session, *, most: int) -> list[Withdrawal]:
    """Return what was taken from the portal lately and why.

    依据: 行政处罚法第四十八条（撤回并公开说明理由）。
    """
    return [Withdrawal(*row) for row in session.execute(text(_WITHDRAWN), {"most": most})]
