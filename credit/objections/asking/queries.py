"""Which questions there are, for those who answer, for who asked, and for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, func, literal, or_, select, text
from sqlalchemy.orm import Session

from credit.objections.errors import DepartmentMissing, InquiryUnknown
from credit.objections.models import Inquiry
from credit.objections.queries import COUNTED, NEVER, SIZE, place_of
from credit.objections.rules import number_of
from credit.objections.schemas import Answered, Asked, InquiryLine
from credit.objections.states import Category, InquiryState
from credit.publicity.queries import mine
from supervision.accounts.departments.queries import departments
from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date

PUBLIC: Final = 50
BEGINNING: Final = 40
NOBODY: Final = "待分派单位"
WITHOUT: Final = frozenset({"unspecified"})
ASSIGNS: Final = "credit.assess"
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(:key, 4201027))"


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of the questions with how many there are of each part."""

    lines: Sequence[InquiryLine]
    counts: Mapping[InquiryState, int]
    following: str


def lock_request(session: Session, request_key: UUID) -> None:
    """Let a form that is sent twice at once be taken once: the second waits for the first."""
    session.execute(text(LOCK), {"key": str(request_key)})


def of_request(session: Session, request_key: UUID) -> Inquiry | None:
    """Return the question that a form made before."""
    return session.scalar(select(Inquiry).where(Inquiry.request_key == request_key))


def offices(session: Session, *, on: date) -> list[Department]:
    """Return the departments that can be asked."""
    return [one for one in departments(session, on=on) if one.code not in WITHOUT]


def office(session: Session, department_id: int, *, on: date) -> Department:
    """Return one of the departments that can be asked, or refuse."""
    found = next((one for one in offices(session, on=on) if one.id == department_id), None)
    if found is None:
        raise DepartmentMissing
    return found


def number(inquiry: Inquiry) -> str:
    return number_of("inquiry", inquiry.id, legal_date(inquiry.asked_at))


def _mine(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the questions somebody may read; those for nobody yet are read by who hands them out."""
    return or_(mine(principal), and_(Inquiry.department_id.is_(None), literal(principal.may(ASSIGNS))))


def _readable(principal: Principal) -> Select[Any]:
    return select(Inquiry).outerjoin(Department, Department.id == Inquiry.department_id).where(_mine(principal))


def queue(session: Session, principal: Principal, *, state: InquiryState, after: str = "") -> Queue:
    """Return a page of the questions: what is due first comes first, what was answered latest comes first."""
    due = func.coalesce(Inquiry.due_on, literal(NEVER, Date))
    rows = _readable(principal).where(Inquiry.state == state).add_columns(Department.short_name)
    place = place_of(after)
    if state is InquiryState.ASKED:
        rows = rows.where(or_(due > place[0], and_(due == place[0], Inquiry.id > place[1]))) if place else rows
        rows = rows.order_by(due, Inquiry.id)
    else:
        rows = rows.where(Inquiry.id < place[1]) if place else rows
        rows = rows.order_by(Inquiry.id.desc())
    found = session.execute(rows.limit(SIZE + 1)).all()
    lines = [_line(row[0], row[1] or NOBODY) for row in found[:SIZE]]
    following = f"{lines[-1].due_on or NEVER}.{lines[-1].id}" if len(found) > SIZE else ""
    return Queue(lines, _counts(session, principal), following)


def _line(inquiry: Inquiry, office_name: str) -> InquiryLine:
    beginning = inquiry.question if len(inquiry.question) <= BEGINNING else f"{inquiry.question[:BEGINNING]}…"
    return InquiryLine(
        id=inquiry.id,
        number=number(inquiry),
        category=Category(inquiry.category).label,
        beginning=beginning,
        state=InquiryState(inquiry.state),
        due_on=inquiry.due_on,
        due_rule=inquiry.due_rule,
        due_words=inquiry.due_words,
        due_basis=inquiry.due_basis,
        asked_at=inquiry.asked_at,
        office=office_name,
    )


def _counts(session: Session, principal: Principal) -> Mapping[InquiryState, int]:
    found = {}
    for state in InquiryState:
        part = _readable(principal).with_only_columns(Inquiry.id).where(Inquiry.state == state).limit(COUNTED)
        found[state] = session.scalar(select(func.count()).select_from(part.subquery())) or 0
    return found


def waiting(session: Session, principal: Principal) -> int:
    """Return how many questions wait for an answer of somebody's department."""
    part = _readable(principal).with_only_columns(Inquiry.id).where(Inquiry.state == InquiryState.ASKED).limit(COUNTED)
    return session.scalar(select(func.count()).select_from(part.subquery())) or 0


def inquiry_for(session: Session, principal: Principal, inquiry_id: int, *, lock: bool = False) -> Inquiry:
    """Return a question that somebody may read, or refuse as if it did not exist."""
    wanted = _readable(principal).where(Inquiry.id == inquiry_id)
    found: Inquiry | None = session.scalar(wanted.with_for_update(of=Inquiry) if lock else wanted)
    if found is None:
        raise InquiryUnknown
    return found


def office_name(session: Session, inquiry: Inquiry) -> str:
    """Return whose question it is."""
    return session.get_one(Department, inquiry.department_id).name if inquiry.department_id else NOBODY


def status(session: Session, token: str) -> Asked:
    """Return what the holder of a receipt may read."""
    found = session.scalar(select(Inquiry).where(Inquiry.token == token))
    if found is None:
        raise InquiryUnknown
    return Asked(
        number=number(found),
        token=found.token,
        category=Category(found.category).label,
        question=found.question,
        office=office_name(session, found),
        state=InquiryState(found.state),
        asked_at=found.asked_at,
        due_on=found.due_on,
        due_words=found.due_words or "",
        due_basis=f"{found.due_basis}，规则 {found.due_rule}，日历 {found.due_calendar}" if found.due_rule else "",
        provisional=found.provisional,
        answer=found.answer or "",
        answered_at=found.answered_at,
    )


def answered(session: Session, *, category: Category | None = None) -> list[Answered]:
    """Return the questions and answers that everybody may read, the newest first."""
    wanted = select(Inquiry).where(Inquiry.state == InquiryState.PUBLISHED)
    if category is not None:
        wanted = wanted.where(Inquiry.category == category)
    rows = session.scalars(wanted.order_by(Inquiry.confirmed_at.desc(), Inquiry.id.desc()).limit(PUBLIC))
    return [
        Answered(
            Category(row.category).label,
            row.public_question or "",
            row.public_answer or "",
            office_name(session, row),
            row.answered_at or row.asked_at,
        )
        for row in rows
    ]
