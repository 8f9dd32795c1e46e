"""Begin to follow what the reform left to be checked afterwards, and end it when it is known."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Record
from supervision.duties.clues.service import hand_over
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.workdays.queries import work_calendar
from supervision.notices.closing.errors import AlreadySettled, NoteMissing
from supervision.notices.closing.following import queries
from supervision.notices.closing.following.rules import Due, due
from supervision.notices.closing.models import CheckMatter, FollowUp
from supervision.notices.closing.states import FollowMode, FollowState
from supervision.notices.models import Notice
from supervision.notices.states import Feedback

ACTOR: Final = "平台"
MODES: Final = ("filing", "commitment", "cancelled")
KINDS: Final = ("establishment", "scope_change", "address_change", "claim")
BASIS: Final = "国发〔2021〕7号：直接取消审批的事项，原审批部门仍负责事中事后监管"
_GONE: Final = "n.id = ANY(:notice_ids) AND n.state IN ('withdrawn', 'merged')"
_END: Final = (
    text(
        "UPDATE notices.follow_up f SET state = 'ended', settled_at = :now, settled_by = :actor FROM notices.notice n"  # noqa: S608 - a constant of this file
        f" WHERE n.id = f.notice_id AND f.state IN ('awaiting', 'open') AND {_GONE}"
    ),
    text(
        "UPDATE notices.check_matter m SET ended_on = :today FROM notices.notice n"  # noqa: S608 - a constant of this file
        f" WHERE n.id = m.notice_id AND m.ended_on IS NULL AND {_GONE}"
    ),
)


def begin(session: Session, *, notice_ids: Sequence[int], now: datetime) -> None:
    """Follow notices whose item is reformed: a filing by its clock, a commitment once approved, a cancelled item in the checks."""
    wanted = (
        Notice.id.in_(notice_ids),
        Notice.reform_mode.in_(MODES),
        Notice.kind.in_(KINDS),
        Notice.department_id.is_not(None),
    )
    notices = session.scalars(select(Notice).where(*wanted, Notice.item_code.is_not(None))).all()
    for notice in notices:
        if notice.reform_mode == "cancelled":
            _register(session, notice, on=legal_date(now))
        else:
            _follow(session, notice, FollowMode(notice.reform_mode or ""), now=now)


def _register(session: Session, notice: Notice, *, on: date) -> None:
    values = {
        "subject_id": notice.subject_id,
        "item_code": notice.item_code,
        "item_name": notice.item_name,
        "department_id": notice.department_id,
        "division": notice.division,
        "notice_id": notice.id,
        "basis": BASIS,
        "since": on,
        "ended_on": None,
    }
    made = insert(CheckMatter).values(**values)
    again = {"notice_id": notice.id, "ended_on": None}
    session.execute(made.on_conflict_do_update(index_elements=["subject_id", "item_code", "department_id"], set_=again))


def _follow(session: Session, notice: Notice, mode: FollowMode, *, now: datetime) -> None:
    """Begin once; a notice that went to another department takes its follow-up along."""
    last = _due(session, mode, legal_date(now), notice.division) if mode is FollowMode.FILING else None
    clock = {"began_on": legal_date(now), "due_on": last.day, "rule_code": last.rule} if last else {}
    state = FollowState.OPEN if last else FollowState.AWAITING
    values = {"notice_id": notice.id, "department_id": notice.department_id, "mode": mode.value, "state": state.value, **clock}
    made = insert(FollowUp).values(**values)
    moved = {"department_id": notice.department_id}
    session.execute(made.on_conflict_do_update(index_elements=["notice_id"], set_=moved))


def _due(session: Session, mode: FollowMode, start: date, division: str | None) -> Due | None:
    rules = newest(session, topic="deadline")
    return due(mode, start, rules=rules, calendar=work_calendar(session), division=division)


def licensed(session: Session, notice: Notice, *, record: Record | None, now: datetime) -> None:
    """A filing that came meets its follow-up; a commitment that was approved starts its clock."""
    found = session.scalar(select(FollowUp).where(FollowUp.notice_id == notice.id).with_for_update())
    if found is None or found.state not in {FollowState.AWAITING, FollowState.OPEN}:
        return
    found.record_id = record.id if record else found.record_id
    if found.mode == FollowMode.FILING:
        found.state, found.settled_at, found.settled_by = FollowState.MET.value, now, ACTOR
        found.note = "备案已归集或部门已反馈备案"
    elif found.state == FollowState.AWAITING:
        start = min((record.occurred_on if record else None) or legal_date(now), legal_date(now))
        last = _due(session, FollowMode.COMMITMENT, start, notice.division)
        if last is not None:
            found.state, found.began_on, found.due_on, found.rule_code = FollowState.OPEN.value, start, last.day, last.rule


def answered(session: Session, *, notice_id: int, feedback: str, now: datetime) -> None:
    """What a department answered may end a follow-up or start it."""
    notice = session.get_one(Notice, notice_id)
    if feedback in {Feedback.FILED, Feedback.LICENSED}:
        licensed(session, notice, record=None, now=now)
    elif feedback in {Feedback.NOT_REQUIRED, Feedback.NOT_ENGAGED}:
        found = session.scalar(select(FollowUp).where(FollowUp.notice_id == notice_id).with_for_update())
        if found is not None and found.state in {FollowState.AWAITING, FollowState.OPEN}:
            found.state, found.settled_at, found.settled_by = FollowState.ENDED.value, now, ACTOR
            found.note = f"部门反馈“{Feedback(feedback).label}”"


def end(session: Session, *, notice_ids: Sequence[int], now: datetime) -> None:
    """Stop following what was withdrawn or merged."""
    given = {"notice_ids": list(notice_ids), "now": now, "actor": ACTOR, "today": legal_date(now)}
    for statement in _END:
        session.execute(statement, given)


def verify(session: Session, principal: Principal, *, follow_up_id: int, true: bool, note: str, now: datetime) -> FollowUp:
    """The department verified it; what is false becomes a clue. Doing the same twice changes nothing."""
    found, notice = queries.follow_up_for(session, principal, follow_up_id)
    state = FollowState.MET if true else FollowState.FALSE
    if found.state == state:
        return found
    if found.state not in {FollowState.AWAITING, FollowState.OPEN}:
        raise AlreadySettled
    if not true and not note.strip():
        raise NoteMissing
    found.state, found.settled_at, found.settled_by, found.note = state.value, now, principal.name, note.strip()
    if not true:
        _hand_clue(session, found, notice, principal, now=now)
    audit.record(
        session,
        actor=principal.name,
        action="notices.follow_up.verify",
        object_kind="notice",
        object_id=notice.id,
        detail={"mode": found.mode, "state": found.state, "note": found.note},
        now=now,
        department_id=principal.department_id,
    )
    return found


def _hand_clue(session: Session, found: FollowUp, notice: Notice, principal: Principal, *, now: datetime) -> None:
    said = "虚假备案或逾期未备案" if found.mode == FollowMode.FILING else "承诺不实"
    hand_over(
        session,
        source_kind="follow_up",
        source_id=found.id,
        subject_id=notice.subject_id,
        content=f"{said}（{notice.number}，{notice.item_name}）：{found.note}",
        department_id=found.department_id,
        actor=principal.name,
        now=now,
    )
