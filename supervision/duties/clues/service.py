"""Handing a clue over and what its authority does with it; nothing here happens twice, whoever clicks how often."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from supervision.accounts.models import Department, User
from supervision.duties.clues import queries, rules
from supervision.duties.clues.errors import (
    AlreadyExtended,
    ClueChangedMeanwhile,
    ClueMoveNotAllowed,
    DepartmentEnded,
    HandlerOutsideDepartment,
    ReasonMissing,
    SameDepartment,
)
from supervision.duties.clues.models import Clue, ClueNumber, ClueStep
from supervision.duties.clues.states import CLUE, ClueAction, ClueOutcome, ClueState
from supervision.kernel import audit
from supervision.kernel.clock import legal_date
from supervision.kernel.rulebook.queries import the_rule
from supervision.kernel.workdays.queries import work_calendar


def hand_over(
    session: Session,
    *,
    source_kind: str,
    source_id: str | int,
    subject_id: int | None,
    content: str,
    department_id: int,
    actor: str,
    now: datetime,
) -> int:
    """Hand a clue to the authority that has to check it and return its id; the same source hands over once.

    A department that was merged away is followed to the one that took over.
    """
    if not content.strip():
        raise ReasonMissing
    on = legal_date(now)
    counter = _counter(session, on.year)
    known = session.scalar(select(Clue.id).where(Clue.source_kind == source_kind, Clue.source_id == str(source_id)))
    if known is not None:
        return known
    counter.last += 1
    calendar = work_calendar(session)
    due = rules.check_by(on, calendar=calendar, rule=the_rule(session, topic=rules.TOPIC, on=on, subject=rules.SUBJECT))
    clue = Clue(
        number=rules.number_of(on.year, counter.last),
        source_kind=source_kind,
        source_id=str(source_id),
        subject_id=subject_id,
        content=content.strip(),
        department_id=_living(session, department_id, on=on).id,
        state=ClueState.OPEN,
        opened_at=now,
        opened_on=on,
        opened_by=actor,
    )
    _set_due(clue, due)
    session.add(clue)
    session.flush()
    detail = {"source": f"{source_kind}:{source_id}", "due_on": clue.due_on.isoformat(), "rule": clue.due_rule}
    _note(session, clue, ClueAction.HAND_OVER, actor=actor, now=now, detail=detail, to_department_id=clue.department_id)
    return clue.id


def assign(
    session: Session, clue: Clue, *, handler_id: int, actor: str, now: datetime, request_key: UUID | None = None
) -> Clue:
    """Give a clue to a person of the department that has it."""
    if _seen(session, request_key):
        return clue
    handler = session.get(User, handler_id)
    if handler is None or handler.department_id != clue.department_id:
        raise HandlerOutsideDepartment
    _move(clue, ClueAction.ASSIGN)
    clue.handler_id = handler_id
    detail = {"handler_id": handler_id}
    _note(session, clue, ClueAction.ASSIGN, actor=actor, now=now, detail=detail, request_key=request_key)
    return clue


def reassign(
    session: Session,
    clue: Clue,
    *,
    department_id: int,
    reason: str,
    actor: str,
    now: datetime,
    request_key: UUID | None = None,
) -> Clue:
    """Let another department check the clue; its clock goes on."""
    if _seen(session, request_key):
        return clue
    target, origin = _living(session, department_id, on=legal_date(now)), clue.department_id
    if target.id == origin:
        raise SameDepartment
    _move(clue, ClueAction.REASSIGN)
    clue.department_id, clue.handler_id = target.id, None
    _note(
        session,
        clue,
        ClueAction.REASSIGN,
        actor=actor,
        now=now,
        reason=_said(reason),
        from_department_id=origin,
        to_department_id=target.id,
        request_key=request_key,
    )
    return clue


def extend(session: Session, clue: Clue, *, reason: str, actor: str, now: datetime, request_key: UUID | None = None) -> Clue:
    """Extend the period once, counted from its end by the rule that holds today."""
    if _seen(session, request_key):
        return clue
    if clue.extended:
        raise AlreadyExtended
    _move(clue, ClueAction.EXTEND)
    rule = the_rule(session, topic=rules.TOPIC, on=legal_date(now), subject=rules.SUBJECT)
    before = clue.due_on
    _set_due(clue, rules.extended_to(before, calendar=work_calendar(session), rule=rule))
    clue.extended = True
    detail = {"from": before.isoformat(), "to": clue.due_on.isoformat(), "rule": clue.due_rule}
    _note(session, clue, ClueAction.EXTEND, actor=actor, now=now, reason=_said(reason), detail=detail, request_key=request_key)
    return clue


def settle(
    session: Session,
    clue: Clue,
    *,
    outcome: ClueOutcome,
    text: str,
    actor: str,
    now: datetime,
    request_key: UUID | None = None,
) -> Clue:
    """Say what the check came to; a late outcome is taken as well, and stays late."""
    if _seen(session, request_key):
        return clue
    _move(clue, ClueAction.SETTLE)
    clue.outcome, clue.outcome_text = outcome, _said(text)
    clue.settled_at, clue.settled_by = now, actor
    detail = {"outcome": outcome.value, "late": legal_date(now) > clue.due_on}
    _note(session, clue, ClueAction.SETTLE, actor=actor, now=now, reason=text, detail=detail, request_key=request_key)
    return clue


def reopen(session: Session, clue: Clue, *, reason: str, actor: str, now: datetime, request_key: UUID | None = None) -> Clue:
    """Check again what was settled; the former outcome stays in the steps, and the clock is the one that it had."""
    if _seen(session, request_key):
        return clue
    _move(clue, ClueAction.REOPEN)
    detail = {"outcome": clue.outcome, "outcome_text": clue.outcome_text}
    clue.outcome = clue.outcome_text = clue.settled_at = clue.settled_by = None
    clue.handler_id = None
    _note(session, clue, ClueAction.REOPEN, actor=actor, now=now, reason=_said(reason), detail=detail, request_key=request_key)
    return clue


def _counter(session: Session, year: int) -> ClueNumber:
    """Return the year's counter, held until the transaction ends: two who hand over at once come one after the other."""
    session.execute(insert(ClueNumber).values(year=year, last=0).on_conflict_do_nothing())
    counted = select(ClueNumber).where(ClueNumber.year == year).with_for_update().execution_options(populate_existing=True)
    return session.scalars(counted).one()


def _living(session: Session, department_id: int, *, on: date) -> Department:
    """Follow a department that was merged away by a day to the one that took over."""
    department = session.get(Department, department_id)
    seen: set[int] = set()
    while department is not None and department.valid_to is not None and department.valid_to <= on:
        if department.merged_into is None or department.id in seen:
            raise DepartmentEnded(name=department.name)
        seen.add(department.id)
        department = session.get(Department, department.merged_into)
    if department is None:
        raise DepartmentEnded(name=department_id)
    return department


def _set_due(clue: Clue, due: rules.Due) -> None:
    clue.due_on, clue.due_rule = due.day, due.rule
    clue.due_calendar, clue.due_provisional = due.calendar, due.provisional


def _seen(session: Session, request_key: UUID | None) -> bool:
    """Tell whether this very request was carried out before."""
    return request_key is not None and queries.step_of_request(session, request_key) is not None


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _move(clue: Clue, action: ClueAction) -> None:
    state = ClueState(clue.state)
    if not CLUE.allows(state, action):
        raise ClueMoveNotAllowed(state=state.label, action=action.label)
    clue.state = CLUE.after(state, action)


def _note(
    session: Session,
    clue: Clue,
    action: ClueAction,
    *,
    actor: str,
    now: datetime,
    reason: str | None = None,
    detail: Mapping[str, object] | None = None,
    from_department_id: int | None = None,
    to_department_id: int | None = None,
    request_key: UUID | None = None,
) -> None:
    """Add the step and the audit entry; whoever came second from an old page is told so."""
    step = ClueStep(
        clue_id=clue.id,
        action=action,
        at=now,
        actor=actor,
        from_department_id=from_department_id,
        to_department_id=to_department_id,
        reason=reason,
        detail=dict(detail or {}),
        request_key=request_key,
    )
    session.add(step)
    try:
        session.flush()
    except StaleDataError:
        raise ClueChangedMeanwhile from None
    audit.record(
        session,
        actor=actor,
        action=f"clues.{action.value.replace('_', '-')}",
        object_kind="clue",
        object_id=clue.id,
        detail={"number": clue.number, "reason": reason, **(detail or {})},
        now=now,
        department_id=clue.department_id,
    )
