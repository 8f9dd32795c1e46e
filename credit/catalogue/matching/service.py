"""Match decisions with items: one look for many decisions that say the same, one statement for all that is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.catalogue.matching import queries
from credit.catalogue.matching.queries import Said
from credit.catalogue.rules import find, item_key
from credit.catalogue.schemas import Match, Told

LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('credit.catalogue_task'))"
PLACE: Final = text("""
    UPDATE credit.decision AS d SET catalogue_item_id = m.item_id
    FROM unnest(CAST(:ids AS bigint[]), CAST(:items AS bigint[])) AS m (id, item_id)
    WHERE d.id = m.id AND d.catalogue_item_id IS DISTINCT FROM m.item_id
""")
# A name is one task for ever: what was closed and comes again is opened anew, unless it was said why it stays outside.
OPEN: Final = text("""
    INSERT INTO credit.catalogue_task (department_id, kind, key, name, category, basis, cause, item_id, first_decided_on,
        opened_at, last_at, state, note)
    SELECT t.department_id, t.kind, t.key, t.name, t.category, t.basis, t.cause, t.item_id, t.first_decided_on, :now, :now, 'open', ''
    FROM unnest(CAST(:departments AS int[]), CAST(:kinds AS text[]), CAST(:keys AS text[]), CAST(:names AS text[]),
        CAST(:categories AS text[]), CAST(:bases AS text[]), CAST(:causes AS text[]), CAST(:items AS bigint[]), CAST(:days AS date[]))
        AS t (department_id, kind, key, name, category, basis, cause, item_id, first_decided_on)
    ON CONFLICT (department_id, kind, key) DO UPDATE SET last_at = excluded.last_at, cause = excluded.cause,
        item_id = excluded.item_id, first_decided_on = least(catalogue_task.first_decided_on, excluded.first_decided_on),
        state = CASE WHEN catalogue_task.outcome = 'elsewhere' THEN catalogue_task.state ELSE 'open' END,
        outcome = CASE WHEN catalogue_task.outcome = 'elsewhere' THEN catalogue_task.outcome END,
        closed_at = CASE WHEN catalogue_task.outcome = 'elsewhere' THEN catalogue_task.closed_at END,
        closed_by = CASE WHEN catalogue_task.outcome = 'elsewhere' THEN catalogue_task.closed_by END
    RETURNING id, department_id, kind, key
""")
LINK: Final = text("""
    INSERT INTO credit.catalogue_task_decision (decision_id, task_id)
    SELECT l.decision_id, l.task_id FROM unnest(CAST(:ids AS bigint[]), CAST(:tasks AS bigint[])) AS l (decision_id, task_id)
    ON CONFLICT (decision_id) DO UPDATE SET task_id = excluded.task_id
""")
UNLINK: Final = text("DELETE FROM credit.catalogue_task_decision WHERE decision_id = ANY(:ids) RETURNING task_id")
CLOSE_EMPTY: Final = text("""
    UPDATE credit.catalogue_task AS t SET state = 'closed', outcome = 'wrong', note = '报送人已更正，决定已在目录内',
        closed_at = :now, closed_by = 'platform'
    WHERE t.id = ANY(:tasks) AND t.state = 'open'
    AND NOT EXISTS (SELECT FROM credit.catalogue_task_decision AS l WHERE l.task_id = t.id)
""")
UNNAMED: Final = "（未写明事项）"


@dataclass(frozen=True, slots=True)
class Outside:
    """A name that stands outside the catalogue, with the decisions that carry it."""

    department_id: int
    said: Said
    match: Match
    ids: tuple[int, ...]
    first_decided_on: date

    @property
    def name(self) -> str:
        return self.said.texts[0].strip() if self.said.texts else UNNAMED

    @property
    def identity(self) -> tuple[int, str, str]:
        return self.department_id, self.said.kind, item_key(self.name) or self.name


def match(session: Session, *, decision_ids: Sequence[int], now: datetime) -> int:
    """Match decisions anew, keep a task for what stands outside, and return how many have an item."""
    told = queries.said(session, decision_ids=decision_ids)
    offices = queries.offices(session)
    places = {said: offices.places(said) for said in told}
    book = queries.book(session, department_ids={place for found in places.values() for place in found})
    found = {said: find(book, Told(places[said], said.kind, said.texts, said.decided_on)) for said in told}
    inside = [(id_, match.item_id) for said, match in found.items() for id_ in said.ids if match.cause is None]
    outside = [(said, match) for said, match in found.items() if match.cause is not None]
    pairs = [*inside, *((id_, None) for said, _match in outside for id_ in said.ids)]
    session.execute(PLACE, {"ids": [id_ for id_, _item in pairs], "items": [item for _id, item in pairs]})
    session.execute(text(LOCK))
    _settle(session, [id_ for id_, _item in inside], now=now)
    _open(session, _gathered((places[said][0], said, match) for said, match in outside), now=now)
    return len(inside)


def _gathered(outside: Iterable[tuple[int, Said, Match]]) -> list[Outside]:
    """Return one entry for each name, with all its decisions."""
    found: dict[tuple[int, str, str], Outside] = {}
    for department_id, said, given in outside:
        made = Outside(department_id, said, given, said.ids, said.decided_on)
        before = found.get(made.identity)
        if before is not None:
            first = min(before.first_decided_on, said.decided_on)
            made = Outside(department_id, before.said, given, (*before.ids, *said.ids), first)
        found[made.identity] = made
    return list(found.values())


def _open(session: Session, outside: Sequence[Outside], *, now: datetime) -> None:
    if not outside:
        return
    rows = session.execute(
        OPEN,
        {
            "departments": [one.department_id for one in outside],
            "kinds": [one.said.kind for one in outside],
            "keys": [one.identity[2] for one in outside],
            "names": [one.name for one in outside],
            "categories": [one.said.category for one in outside],
            "bases": [one.said.basis for one in outside],
            "causes": [one.match.cause for one in outside],
            "items": [one.match.item_id for one in outside],
            "days": [one.first_decided_on for one in outside],
            "now": now,
        },
    ).all()
    tasks = {(row.department_id, row.kind, row.key): row.id for row in rows}
    links = [(id_, tasks[one.identity]) for one in outside for id_ in one.ids]
    moved = session.execute(UNLINK, {"ids": [id_ for id_, _task in links]}).scalars().all()
    session.execute(LINK, {"ids": [id_ for id_, _task in links], "tasks": [task for _id, task in links]})
    session.execute(CLOSE_EMPTY, {"tasks": sorted(set(moved)), "now": now})


def _settle(session: Session, decision_ids: Sequence[int], *, now: datetime) -> None:
    """Take decisions that have an item now from their tasks; a task that has none left is closed."""
    tasks = session.execute(UNLINK, {"ids": list(decision_ids)}).scalars().all()
    if tasks:
        session.execute(CLOSE_EMPTY, {"tasks": sorted(set(tasks)), "now": now})
