"""Firms that were to get a licence, have none, and work all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, and_, exists, func, lateral, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.archive.subjects.models import Record
from supervision.archive.subjects.withholding.queries import hidden
from supervision.kernel.access import Principal
from supervision.notices.closing.queries import visible
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeKind, NoticeState

SIZE: Final = 50
EVIDENCE: Final = 5
SIGNS: Final = {
    "penalty": "受到行政处罚",
    "inspection": "接受检查",
    "complaint": "被投诉举报",
    "sampling": "被抽检",
    "report": "报送年报或即时信息",
}
STANDING: Final = (NoticeState.PUSHED, NoticeState.RECEIVED, NoticeState.ANSWERED)
NO_LICENCE: Final = (Feedback.NOT_ENGAGED, Feedback.CANNOT_CONTACT)
BEGINS: Final = (NoticeKind.ESTABLISHMENT, NoticeKind.SCOPE_CHANGE, NoticeKind.ADDRESS_CHANGE, NoticeKind.CLAIM)


@dataclass(frozen=True, slots=True)
class Sign:
    """One record that shows that the firm works."""

    record_id: int
    kind: str
    on: date
    authority: str | None
    item: str | None

    @property
    def words(self) -> str:
        return SIGNS[self.kind]


@dataclass(frozen=True, slots=True)
class Gap:
    """A notice without licence and the signs since its registration."""

    notice: Notice
    office: str
    count: int
    signs: Sequence[Sign]

    @property
    def state(self) -> NoticeState:
        return NoticeState(self.notice.state)


def gaps(session: Session, principal: Principal, *, before: int | None = None, notice_id: int | None = None) -> list[Gap]:
    """Return the gaps, the latest notices first, each with its latest signs: one statement."""
    page = (
        select(Notice.id)
        .join(Department, Department.id == Notice.department_id)
        .where(_gap(), visible(principal), exists().where(_sign_of(principal)))
        .order_by(Notice.id.desc())
        .limit(SIZE + 1)
    )
    if before is not None:
        page = page.where(Notice.id < before)
    if notice_id is not None:
        page = page.where(Notice.id == notice_id)
    signs = _signs(principal)
    rows = (
        select(Notice, Department.short_name, signs.c.n, signs.c.signs)
        .join(Department, Department.id == Notice.department_id)
        .join(signs, signs.c.n > 0)
        .where(Notice.id.in_(page.scalar_subquery()))
        .order_by(Notice.id.desc())
    )
    return [Gap(notice, office, count, [_sign(one) for one in found]) for notice, office, count, found in session.execute(rows)]


def _gap() -> Any:
    unanswered = or_(Notice.feedback.is_(None), Notice.feedback.in_(NO_LICENCE))
    asked = and_(Notice.item_code.is_not(None), func.coalesce(Notice.reform_mode, "") != "cancelled", Notice.kind.in_(BEGINS))
    return and_(Notice.state.in_(STANDING), Notice.licence_record_id.is_(None), unanswered, asked)


def _sign_of(principal: Principal) -> Any:
    """Return the condition for what was seen of a firm after its registration: the day of the deed, never that of loading.

    What is withheld from sharing is no sign for another department.
    """
    about = and_(Record.subject_id == Notice.subject_id, Record.kind.in_(SIGNS), Record.known_to.is_(None))
    return and_(about, Record.occurred_on > Notice.occurred_on, ~hidden(principal))


def _signs(principal: Principal) -> Any:
    latest = (
        select(Record.id, Record.kind, Record.occurred_on, Record.authority, Record.item)
        .where(_sign_of(principal))
        .order_by(Record.occurred_on.desc(), Record.id.desc())
        .limit(EVIDENCE)
        .correlate(Notice)
        .subquery("latest")
    )
    line = func.jsonb_build_array(latest.c.id, latest.c.kind, latest.c.occurred_on, latest.c.authority, latest.c.item)
    ordered = aggregate_order_by(line, latest.c.occurred_on.desc(), latest.c.id.desc())
    found = select(func.count().cast(Integer).label("n"), func.jsonb_agg(ordered, type_=JSONB).label("signs")).select_from(
        latest
    )
    return lateral(found).alias("signs")


def _sign(values: Sequence[Any]) -> Sign:
    number, kind, on, authority, item = values
    return Sign(number, kind, date.fromisoformat(on), authority, item)
