"""Which objections there are for those who work on them, and what is known of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, Select, and_, cast, func, literal, or_, select, true
from sqlalchemy.orm import Session

from credit.objections.errors import FileUnknown, ObjectionUnknown
from credit.objections.models import Inquiry, Objection, ObjectionFile, ObjectionStep
from credit.objections.rules import number_of
from credit.objections.schemas import File, Line, Step
from credit.objections.states import OPEN, RUNNING, InquiryState, ObjectionAction, ObjectionState, Outcome
from credit.publicity.models import Publication
from credit.publicity.queries import mine
from credit.publicity.states import PublicationState
from credit.reporting.models import Decision
from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal
from supervision.kernel.attachments import Attachment
from supervision.kernel.clock import SHANGHAI, legal_date

SIZE: Final = 50
COUNTED: Final = 10_000
NEVER: Final = date(9999, 12, 31)
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PDF: Final = "application/pdf"
_LABELS: Final = {"file": "提出异议", "forward": "转来源单位", "remind": "催办", "ask": "申请公开处理过程"}


class Tab(StrEnum):
    """The parts of the queue."""

    OPEN = "open"
    CORRECTING = "correcting"
    DECIDED = "decided"

    @property
    def label(self) -> str:
        return {"open": "待决定", "correcting": "待更正", "decided": "已办结"}[self]

    @property
    def states(self) -> tuple[ObjectionState, ...]:
        return {
            Tab.OPEN: OPEN,
            Tab.CORRECTING: (ObjectionState.CORRECTING,),
            Tab.DECIDED: tuple(state for state in ObjectionState if state not in RUNNING),
        }[self]


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of the queue with how much there is of each part."""

    lines: Sequence[Line]
    counts: Mapping[Tab, int]
    following: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One objection with the record beside it."""

    objection: Objection
    number: str
    state: ObjectionState
    office: str
    record: Publication
    record_state: PublicationState
    amended_to: int | None
    files: Sequence[File]
    steps: Sequence[Step]


def _readable(principal: Principal) -> Select[Any]:
    return select(Objection).join(Department, Department.id == Objection.department_id).where(mine(principal))


def queue(session: Session, principal: Principal, *, tab: Tab, after: str = "") -> Queue:
    """Return a page of the queue: what is due first comes first, what was closed latest comes first."""
    due = func.coalesce(Objection.due_on, literal(NEVER, Date))
    rows = _readable(principal).where(Objection.state.in_(tab.states)).add_columns(Department.short_name)
    place = place_of(after)
    if tab is Tab.DECIDED:
        rows = rows.where(Objection.id < place[1]) if place else rows
        rows = rows.order_by(Objection.id.desc())
    else:
        rows = rows.where(or_(due > place[0], and_(due == place[0], Objection.id > place[1]))) if place else rows
        rows = rows.order_by(due, Objection.id)
    found = session.execute(rows.limit(SIZE + 1)).all()
    lines = [_line(row[0], row[1]) for row in found[:SIZE]]
    following = f"{lines[-1].due_on or NEVER}.{lines[-1].id}" if len(found) > SIZE else ""
    return Queue(lines, _counts(session, principal), following)


def place_of(written: str) -> tuple[date, int] | None:
    """Return the place in a queue that an address names, or nothing."""
    day, _, number = written.partition(".")
    try:
        return date.fromisoformat(day), min(int(number), 2**63 - 1)
    except ValueError:
        return None


def _line(objection: Objection, office: str) -> Line:
    return Line(
        id=objection.id,
        number=number(objection),
        party_name=objection.party_name,
        doc_no=objection.doc_no,
        reason=objection.reason,
        state=ObjectionState(objection.state),
        due_on=objection.due_on,
        due_rule=objection.correct_rule or objection.due_rule,
        due_words=objection.due_words,
        due_basis=objection.correct_basis or objection.due_basis,
        filed_at=objection.filed_at,
        office=office,
    )


def number(objection: Objection) -> str:
    return number_of("objection", objection.id, legal_date(objection.filed_at))


def _counts(session: Session, principal: Principal) -> Mapping[Tab, int]:
    found = {}
    for tab in Tab:
        part = _readable(principal).with_only_columns(Objection.id).where(Objection.state.in_(tab.states))
        found[tab] = session.scalar(select(func.count()).select_from(part.limit(COUNTED).subquery())) or 0
    return found


def objection_for(session: Session, principal: Principal, objection_id: int, *, lock: bool = False) -> Objection:
    """Return an objection that somebody may read, or refuse as if it did not exist."""
    wanted = _readable(principal).where(Objection.id == objection_id)
    found: Objection | None = session.scalar(wanted.with_for_update(of=Objection) if lock else wanted)
    if found is None:
        raise ObjectionUnknown
    return found


def opened(session: Session, principal: Principal, objection_id: int) -> Opened:
    """Return one objection with the record as it stands, its files and what was done."""
    objection = objection_for(session, principal, objection_id)
    wanted = select(Publication).where(Publication.decision_id == objection.decision_id)
    record = session.scalars(wanted.order_by(Publication.version.desc()).limit(1)).one()
    version = session.get_one(Decision, objection.decision_id).version
    office = session.get_one(Department, objection.department_id).name
    return Opened(
        objection,
        number(objection),
        ObjectionState(objection.state),
        office,
        record,
        PublicationState(record.state),
        version if version > objection.version else None,
        files(session, objection.id),
        steps(session, objection, office=office),
    )


def files(session: Session, objection_id: int) -> list[File]:
    """Return the files of an objection."""
    wanted = (
        select(ObjectionFile.id, Attachment.filename, Attachment.size, Attachment.media_type)
        .join(Attachment, Attachment.id == ObjectionFile.attachment_id)
        .where(ObjectionFile.objection_id == objection_id)
        .order_by(ObjectionFile.id)
    )
    return [
        File(row.id, row.filename, row.size, opens(row.media_type), row.media_type in PICTURES)
        for row in session.execute(wanted)
    ]


def opens(media_type: str) -> bool:
    """Tell whether a browser shows a file by itself; whatever could run in a page never is."""
    return media_type in PICTURES or media_type == PDF


def file_of(session: Session, *, objection_id: int, file_id: int) -> Attachment:
    """Return a file of an objection or refuse."""
    wanted = select(Attachment).join(ObjectionFile, ObjectionFile.attachment_id == Attachment.id)
    found = session.scalar(wanted.where(ObjectionFile.id == file_id, ObjectionFile.objection_id == objection_id))
    if found is None:
        raise FileUnknown
    return found


def steps(session: Session, objection: Objection, *, office: str) -> list[Step]:
    """Return what was done with an objection, oldest first."""
    rows = session.scalars(
        select(ObjectionStep).where(ObjectionStep.objection_id == objection.id).order_by(ObjectionStep.id)
    ).all()
    people = names(session, [row.actor for row in rows])
    return [
        Step(
            row.at.astimezone(SHANGHAI),
            label(row.action),
            row.said,
            office if row.actor in people else row.actor,
            people.get(row.actor, row.actor),
            row.note or "",
        )
        for row in rows
    ]


def label(action: str) -> str:
    """Return what an act is called."""
    return ObjectionAction(action).label if action in set(ObjectionAction) else _LABELS.get(action, action)


def names(session: Session, actors: Sequence[str | None]) -> dict[str, str]:
    """Return what the people among the actors are called."""
    numbers = {int(actor.removeprefix("person:")): actor for actor in actors if actor and actor.startswith("person:")}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(numbers)))
    found = {numbers[row.id]: row.name for row in rows}
    return {actor: found.get(actor, actor) for actor in numbers.values()}


def step_of_request(session: Session, objection_id: int, request_key: UUID) -> bool:
    """Tell whether a form was sent before."""
    wanted = select(ObjectionStep.id).where(
        ObjectionStep.objection_id == objection_id, ObjectionStep.request_key == request_key
    )
    return session.scalar(wanted) is not None


def correcting(session: Session, decision_ids: Sequence[int]) -> list[tuple[Objection, int]]:
    """Return the cases that wait for a correction of these decisions, locked, with the version that stands."""
    wanted = (
        select(Objection, Decision.version)
        .join(Decision, Decision.id == Objection.decision_id)
        .where(Objection.decision_id.in_(decision_ids), Objection.state == ObjectionState.CORRECTING)
        .order_by(Objection.id)
        .with_for_update(of=Objection)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def waiting(session: Session, principal: Principal) -> int:
    """Return how many objections wait for somebody's department: to be decided or to be corrected."""
    part = _readable(principal).with_only_columns(Objection.id).where(Objection.state.in_(RUNNING)).limit(COUNTED)
    return session.scalar(select(func.count()).select_from(part.subquery())) or 0


def due_by(session: Session, principal: Principal, *, until: date) -> int:
    """Return how many objections and questions in somebody's reach are due by a day or late."""
    cases = _readable(principal).with_only_columns(Objection.id)
    cases = cases.where(Objection.state.in_(RUNNING), Objection.due_on <= until).limit(COUNTED)
    asked = (
        select(Inquiry.id)
        .join(Department, Department.id == Inquiry.department_id)
        .where(mine(principal), Inquiry.state == InquiryState.ASKED, Inquiry.due_on <= until)
        .limit(COUNTED)
    )
    return sum(session.scalar(select(func.count()).select_from(part.subquery())) or 0 for part in (cases, asked))


def upheld(session: Session, first: date, last: date, kind: str = "") -> dict[int, list[int]]:
    """Return by department the decisions to which somebody objected rightly, wholly or partly, decided between two days."""
    decided_on = cast(func.timezone("Asia/Shanghai", Objection.decided_at), Date)
    wanted = (
        select(Objection.department_id, func.array_agg(func.distinct(Objection.decision_id)))
        .where(Objection.outcome.in_([Outcome.UPHELD, Outcome.PARTLY]), decided_on.between(first, last))
        .where(Objection.kind == kind if kind else true())
        .group_by(Objection.department_id)
    )
    return {row[0]: list(row[1]) for row in session.execute(wanted)}


def open_on(session: Session, decision_ids: Sequence[int]) -> set[int]:
    """Return those of the decisions to which somebody objects and nobody has answered yet."""
    wanted = select(Objection.decision_id).where(Objection.decision_id.in_(decision_ids), Objection.state.in_(OPEN))
    return set(session.scalars(wanted))
