"""The numbers in one statement, and the records behind each of them by the very same conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, and_, cast, false, func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.clock import SHANGHAI
from supervision.kernel.divisions import prefix
from supervision.notices.figures.rules import By, Measure, Period
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeState

NOT_COUNTED: Final = (NoticeState.WITHDRAWN, NoticeState.MERGED)
OPEN: Final = (NoticeState.POOLED, NoticeState.PUSHED, NoticeState.RECEIVED)
GRANTED: Final = (Feedback.LICENSED, Feedback.FILED)
MOST_LINES: Final = 500
NOBODY: Final = "0"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notices are counted, and how the numbers are told apart; everything stands in the address."""

    period: Period
    by: By = By.DEPARTMENT
    department: str = ""
    item: str = ""
    division: str = ""

    def parts(self, **changes: object) -> dict[str, str]:
        """Return the parts of an address, with some of them changed."""
        mine: dict[str, object] = {
            "from": self.period.first,
            "to": self.period.last,
            "by": self.by.value,
            "department": self.department,
            "item": self.item,
            "division": self.division,
            **changes,
        }
        return {name: str(value) for name, value in mine.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what it is of, and its numbers."""

    key: str
    label: str
    numbers: dict[Measure, int]


@dataclass(frozen=True, slots=True)
class Record:
    """One notice behind a number."""

    id: int
    number: str
    name: str
    code: str | None
    item_name: str
    kind: str
    division: str | None
    office: str | None
    state: NoticeState
    made_at: datetime
    received_at: datetime | None
    answered_at: datetime | None
    due_on: date | None
    feedback: Feedback | None
    total: int


def figures(session: Session, principal: Principal, wanted: Wanted, *, today: date) -> list[Figure]:
    """Return the numbers, one line for each department, item, district or month: one statement."""
    key, label = _told_apart(wanted.by)
    counts = [func.count().filter(condition(measure, today=today)).label(measure.value) for measure in Measure]
    rows = (
        select(key.label("key"), label.label("label"), *counts)
        .select_from(Notice)
        .outerjoin(Department, Department.id == Notice.department_id)
        .where(_within(wanted), _seen(principal))
        .group_by("key")
        .order_by("key" if wanted.by is By.MONTH else func.count().desc(), "key")
        .limit(MOST_LINES)
    )
    return [_figure(row) for row in session.execute(rows)]


def _figure(row: Any) -> Figure:
    return Figure(str(row.key), str(row.label), {measure: getattr(row, measure.value) for measure in Measure})


def records(
    session: Session, principal: Principal, wanted: Wanted, measure: Measure, *, today: date, before: int | None, size: int
) -> Sequence[Record]:
    """Return the notices behind a number, the latest first, each with how many there are: one statement."""
    columns = (Notice.id, Notice.number, Notice.name, Notice.code, Notice.item_name, Notice.kind, Notice.division)
    more = (Notice.state, Notice.made_at, Notice.received_at, Notice.answered_at, Notice.due_on, Notice.feedback)
    behind = and_(_within(wanted), _seen(principal), condition(measure, today=today))
    joined = select(func.count()).select_from(Notice).outerjoin(Department, Department.id == Notice.department_id).where(behind)
    rows = (
        select(*columns, Department.short_name.label("office"), *more, joined.scalar_subquery().label("total"))
        .select_from(Notice)
        .outerjoin(Department, Department.id == Notice.department_id)
        .where(behind)
        .order_by(Notice.id.desc())
        .limit(size)
    )
    if before is not None:
        rows = rows.where(Notice.id < before)
    return [_record(row) for row in session.execute(rows).mappings()]


def _record(row: Any) -> Record:
    feedback = Feedback(row["feedback"]) if row["feedback"] else None
    return Record(**{**row, "state": NoticeState(row["state"]), "feedback": feedback})


def condition(measure: Measure, *, today: date) -> ColumnElement[bool]:
    """Return what a notice has to meet to be counted."""
    received, answered, claimed = _day(Notice.received_at), _day(Notice.answered_at), _day(Notice.claimed_at)
    pushed = Notice.pushed_at.is_not(None)
    late = or_(
        and_(Notice.state.in_(OPEN), Notice.due_on < today),
        received > Notice.receive_by,
        answered > Notice.answer_by,
        claimed > Notice.claim_by,
    )
    found: dict[Measure, ColumnElement[bool]] = {
        Measure.TOTAL: Notice.id.is_not(None),
        Measure.PUSHED: pushed,
        Measure.RECEIVABLE: and_(pushed, or_(Notice.received_at.is_not(None), Notice.receive_by < today)),
        Measure.RECEIVED: Notice.received_at.is_not(None),
        Measure.IN_TIME: and_(pushed, received <= Notice.receive_by),
        Measure.POOLED: or_(Notice.pool_reason.is_not(None), Notice.claimed_at.is_not(None)),
        Measure.CLAIMED: Notice.claimed_at.is_not(None),
        Measure.ANSWERED: Notice.answered_at.is_not(None),
        Measure.LICENSED: Notice.feedback.in_(GRANTED),
        Measure.OVERDUE: func.coalesce(late, False),
    }
    return found[measure]


def _day(instant: Any) -> Any:
    return cast(func.timezone("Asia/Shanghai", instant), Date)


def _told_apart(by: By) -> tuple[Any, Any]:
    """Return the key that lines are grouped by and its name."""
    if by is By.DEPARTMENT:
        return func.coalesce(Notice.department_id, 0), func.coalesce(func.max(Department.name), "认领池（尚无承办部门）")
    if by is By.ITEM:
        return func.coalesce(Notice.item_code, NOBODY), func.coalesce(func.max(Notice.item_name), "未匹配到事项")
    if by is By.DIVISION:
        return func.coalesce(Notice.division, NOBODY), func.max(func.coalesce(Notice.division, "区划不明"))
    month = func.to_char(func.timezone("Asia/Shanghai", Notice.made_at), "YYYY-MM")
    return month, func.max(month)


def _within(wanted: Wanted) -> ColumnElement[bool]:
    first = datetime.combine(wanted.period.first, time.min, tzinfo=SHANGHAI)
    after = datetime.combine(wanted.period.last + timedelta(days=1), time.min, tzinfo=SHANGHAI)
    found = [Notice.made_at >= first, Notice.made_at < after, Notice.state.not_in(NOT_COUNTED)]
    if wanted.department:
        chosen = int(wanted.department)
        found.append(Notice.department_id == chosen if chosen else Notice.department_id.is_(None))
    if wanted.item:
        found.append(Notice.item_code.is_(None) if wanted.item == NOBODY else Notice.item_code == wanted.item)
    if wanted.division:
        place = Notice.division.startswith(prefix(wanted.division), autoescape=True)
        found.append(Notice.division.is_(None) if wanted.division == NOBODY else place)
    return and_(*found)


def _seen(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for what somebody may count: their departments', and the pool of the places they look after."""
    own = or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))
    places = [scope.covers(Department.path, Notice.division) for scope in principal.scopes if scope.department_path is None]
    return or_(own, and_(Notice.department_id.is_(None), or_(false(), *places)))
