"""The inbox of a department, in one statement, and who may read what."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, or_, select, text, tuple_
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.divisions import prefix
from supervision.notices.errors import NoticeUnknown
from supervision.notices.handling.schemas import Facet, Filter, Inbox, Line, Tab
from supervision.notices.models import Notice, Step
from supervision.notices.states import Feedback, NoticeState

COUNTED = 10_000
FACETS_FROM = 2_000
FACETS = 12
CURSOR = re.compile(r"(?:(\d{4}-\d{2}-\d{2})\.)?(\d{1,18})", re.ASCII)
OPEN = (NoticeState.PUSHED, NoticeState.RECEIVED)
LINE = (
    Notice.id,
    Notice.number,
    Notice.name,
    Notice.code,
    Notice.item_name,
    Notice.kind,
    Notice.division,
    Notice.state,
    Notice.due_on,
    Notice.revision,
    Notice.certainty,
    Notice.spans.contains([{"role": "code"}]).label("by_code"),
    Notice.pushed_at,
    Notice.feedback,
    Notice.reform_mode,
)


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the departments whose notices somebody may read: the own one and those that a position covers."""
    return or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))


def inbox(
    session: Session,
    principal: Principal,
    *,
    wanted: Filter,
    today: date,
    soon: date,
    after: str | None = None,
    before: str | None = None,
) -> Inbox:
    """Return a part of one department's notices and the counts of all of them, in one statement.

    `soon` is the last day of what is due within the coming week of work.
    """
    office_id = wanted.office or principal.department_id or 0
    mine = Notice.department_id == office_id
    office = select(Department.id, Department.short_name).where(Department.id == office_id, visible(principal)).subquery()
    chosen = and_(mine, *conditions(wanted, today=today, soon=soon))
    page, backwards = _page(chosen, wanted, after=after, before=before)
    statement = select(
        office.c.short_name,
        _counts(mine).label("counts"),
        _overdue(mine, today).label("overdue"),
        _facets(mine & Notice.state.in_(wanted.tab.states), wanted).label("facets"),
        *page.c,
    ).select_from(office.outerjoin(page, literal(value=True)))
    rows = session.execute(statement).mappings().all()
    if not rows:
        raise NoticeUnknown
    lines = [_line(row) for row in rows if row["id"] is not None]
    return _inbox(office_id, rows[0], lines, wanted, backwards=backwards, inside=bool(after or before))


def conditions(wanted: Filter, *, today: date, soon: date) -> list[ColumnElement[bool]]:
    """Return what a filter asks of a notice."""
    found: list[ColumnElement[bool]] = [Notice.state.in_(wanted.tab.states)]
    if wanted.due:
        found += [Notice.state.in_(OPEN), _due(wanted.due, today=today, soon=soon)]
    if wanted.item:
        found.append(Notice.item_code == wanted.item)
    if wanted.division:
        found.append(Notice.division.startswith(prefix(wanted.division), autoescape=True))
    if wanted.kind:
        found.append(Notice.kind == wanted.kind)
    if wanted.q:
        found.append(_contains(wanted.q))
    return found


def _due(due: str, *, today: date, soon: date) -> ColumnElement[bool]:
    if due == "overdue":
        return Notice.due_on < today
    if due == "today":
        return Notice.due_on == today
    if due == "due":
        return Notice.due_on <= today
    if due == "soon":
        return Notice.due_on <= soon
    return Notice.due_on == date.fromisoformat(due)


def _contains(q: str) -> ColumnElement[bool]:
    """Return the condition for a firm's name, an item, a credit code or its last characters, or the number of a notice."""
    words = q.strip()
    return or_(
        Notice.name.contains(words, autoescape=True),
        Notice.item_name.contains(words, autoescape=True),
        Notice.number.contains(words, autoescape=True),
        Notice.code.contains(words.upper().replace(" ", ""), autoescape=True),
    )


def _page(chosen: ColumnElement[bool], wanted: Filter, *, after: str | None, before: str | None) -> tuple[Subquery, bool]:
    """Return the lines of one page and one more, and whether they were read backwards."""
    backwards = before is not None
    due, number = _cursor(before if backwards else after)
    rows = select(*LINE).where(chosen).limit(wanted.size + 1)
    if wanted.tab.runs:
        place = tuple_(Notice.due_on, Notice.id)
        if due is not None and number is not None:
            rows = rows.where(place < tuple_(due, number) if backwards else place > tuple_(due, number))
        rows = rows.order_by(Notice.due_on.desc(), Notice.id.desc()) if backwards else rows.order_by(Notice.due_on, Notice.id)
    else:
        if number is not None:
            rows = rows.where(Notice.id > number if backwards else Notice.id < number)
        rows = rows.order_by(Notice.id if backwards else Notice.id.desc())
    return rows.subquery("page"), backwards


def _cursor(place: str | None) -> tuple[date | None, int | None]:
    parts = CURSOR.fullmatch(place or "")
    if parts is None:
        return None, None
    try:
        return (date.fromisoformat(parts[1]) if parts[1] else None), int(parts[2])
    except ValueError:
        return None, None


def _place(line: Line, wanted: Filter) -> str:
    return f"{line.due_on}.{line.id}" if wanted.tab.runs else str(line.id)


def _counts(mine: ColumnElement[bool]) -> Any:
    """Count what is open exactly; of what is done nobody counts beyond ten thousand, so every page stays fast."""
    open_ = select(Notice.state, func.count().label("n")).where(mine, Notice.state.in_(OPEN)).group_by(Notice.state)
    done = select(Notice.id).where(mine, Notice.state.in_(Tab.DONE.states)).limit(COUNTED + 1).subquery()
    counted = open_.union_all(select(literal(Tab.DONE.value), func.count()).select_from(done)).subquery()
    return select(func.jsonb_object_agg(counted.c.state, counted.c.n)).scalar_subquery()


def _overdue(mine: ColumnElement[bool], today: date) -> Any:
    return select(func.count()).where(mine, Notice.state.in_(OPEN), Notice.due_on < today).scalar_subquery()


def _facets(chosen: ColumnElement[bool], wanted: Filter) -> Any:
    """Return the items and divisions among the latest notices, most frequent first."""
    latest = select(Notice.item_code, Notice.item_name, Notice.division).where(chosen)
    order = (Notice.due_on, Notice.id) if wanted.tab.runs else (Notice.id.desc(),)
    sample = latest.order_by(*order).limit(FACETS_FROM).subquery("sample")

    def most(kind: str, value: Any, label: Any) -> Select[Any]:
        rows = select(literal(kind).label("kind"), value.label("value"), label.label("label"), func.count().label("n"))
        return (
            rows.select_from(sample)
            .where(value.is_not(None))
            .group_by(value)
            .order_by(func.count().desc(), value)
            .limit(FACETS)
        )

    item = most("item", sample.c.item_code, func.max(sample.c.item_name)).subquery()
    division = most("division", sample.c.division, sample.c.division).subquery()
    both = select(item).union_all(select(division)).subquery("facet")
    return select(func.jsonb_agg(func.to_jsonb(text("facet")))).select_from(both).scalar_subquery()


def _line(row: Mapping[Any, Any]) -> Line:
    values = {name: row[name] for name in Line.__slots__}
    feedback = Feedback(row["feedback"]) if row["feedback"] else None
    return Line(**{**values, "state": NoticeState(row["state"]), "feedback": feedback})


def _inbox(
    office_id: int, row: Mapping[Any, Any], lines: list[Line], wanted: Filter, *, backwards: bool, inside: bool
) -> Inbox:
    shown, more = lines[: wanted.size], len(lines) > wanted.size
    shown = shown[::-1] if backwards else shown
    earlier, later = (more, True) if backwards else (inside, more)
    counted = row["counts"] or {}
    counts = {tab: int(counted.get(tab.value, 0)) for tab in (Tab.PUSHED, Tab.RECEIVED, Tab.DONE)}
    facets = [(item["kind"], Facet(item["value"], item["label"], item["n"])) for item in row["facets"] or []]
    return Inbox(
        office_id=office_id,
        office=row["short_name"],
        lines=shown,
        counts={**counts, Tab.ALL: sum(counts.values())},
        overdue=row["overdue"],
        items=[facet for kind, facet in facets if kind == "item"],
        divisions=[facet for kind, facet in facets if kind == "division"],
        previous=_place(shown[0], wanted) if shown and earlier else None,
        following=_place(shown[-1], wanted) if shown and later else None,
    )


def waiting(session: Session, principal: Principal) -> int:
    """Return how many notices of somebody's own department wait to be received or answered."""
    mine = select(Notice.id).where(Notice.department_id == principal.department_id, Notice.state.in_(OPEN)).limit(COUNTED)
    return session.scalar(select(func.count()).select_from(mine.subquery())) or 0


def readable(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the notices that somebody may read: his own departments', and the pool, which is everybody's."""
    mine = Notice.department_id.in_(select(Department.id).where(visible(principal)))
    return or_(mine, Notice.state == NoticeState.POOLED)


def notice_for(session: Session, principal: Principal, notice_id: int, *, request_key: UUID | None = None) -> Notice:
    """Return a notice that somebody may read, or refuse as if it did not exist.

    Whoever gave it away a moment ago by this very form finds it too, so that a second click is told what the first did.
    """
    allowed = readable(principal)
    if request_key is not None:
        allowed = or_(allowed, Notice.id.in_(select(Step.notice_id).where(Step.request_key == request_key)))
    found = session.scalar(select(Notice).where(Notice.id == notice_id, allowed))
    if found is None:
        raise NoticeUnknown
    return found


def notices_for(session: Session, principal: Principal, ids: Sequence[int]) -> list[Notice]:
    """Return those of the notices that somebody may read, in the order of a list."""
    wanted = select(Notice).where(Notice.id.in_(ids), readable(principal)).order_by(Notice.due_on, Notice.id)
    return list(session.scalars(wanted))
