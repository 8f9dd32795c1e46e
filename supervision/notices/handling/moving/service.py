"""Move one notice: under its lock, once for a request, noted wherever somebody may ask later.

The caller has set nothing before: what the move changes besides the state comes in `values`, so that a request that came
twice, or too late, changes nothing at all.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.notices.handling.moving import queries
from supervision.notices.handling.moving.errors import ActionNotPossible, ChangedMeanwhile, ReasonMissing, RequestKeyTaken
from supervision.notices.models import Notice, Step
from supervision.notices.states import NOTICE, NoticeAction, NoticeState

WITH_REASON = frozenset({NoticeAction.RETURN_, NoticeAction.REASSIGN, NoticeAction.REOPEN, NoticeAction.WITHDRAW})


def move(
    session: Session,
    notice: Notice,
    action: NoticeAction,
    *,
    actor: str,
    department_id: int | None,
    now: datetime,
    request_key: UUID | None = None,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Step:
    """Move a notice and return the step of its history; a request that was carried out before returns its step of then.

    `department_id` is the acting department, `revision` what the person saw: another one means that somebody was faster.
    `values` are columns of the notice that change with it; a new `department_id` among them is the department that gets it.
    """
    lock(session, notice)
    earlier = queries.step_of_request(session, request_key) if request_key else None
    if earlier is not None:
        return _same(earlier, notice, action)
    _check(session, notice, action, reason=reason, revision=revision)
    before = notice.department_id
    notice.state = NOTICE.after(NoticeState(notice.state), action)
    notice.revision += 1
    for name, value in (values or {}).items():
        setattr(notice, name, value)
    step = Step(
        notice_id=notice.id,
        action=action,
        at=now,
        actor=actor,
        from_department_id=before if before is not None else department_id,
        to_department_id=notice.department_id,
        reason=reason.strip() or None,
        detail=dict(detail or {}),
        request_key=request_key,
    )
    session.add(step)
    session.flush()
    _note(session, notice, step, department_id=department_id, now=now)
    return step


def lock(session: Session, notice: Notice) -> None:
    """Read the notice anew and hold it until the transaction ends, so that of two who act at once one waits."""
    session.refresh(notice, with_for_update=True)


def _same(earlier: Step, notice: Notice, action: NoticeAction) -> Step:
    if earlier.notice_id != notice.id or earlier.action != action:
        raise RequestKeyTaken
    return earlier


def _check(session: Session, notice: Notice, action: NoticeAction, *, reason: str, revision: int | None) -> None:
    state = NoticeState(notice.state)
    if revision is not None and notice.revision != revision:
        last = queries.last_step(session, notice.id)
        raise ChangedMeanwhile(who=last.actor if last else "他人", what=NoticeAction(last.action).label if last else "已变动")
    if not NOTICE.allows(state, action):
        raise ActionNotPossible(state=state.label, action=action.label)
    if action in WITH_REASON and not reason.strip():
        raise ReasonMissing


def _note(session: Session, notice: Notice, step: Step, *, department_id: int | None, now: datetime) -> None:
    audit.record(
        session,
        actor=step.actor,
        action=f"notices.{NoticeAction(step.action).value.rstrip('_')}",
        object_kind="notice",
        object_id=notice.id,
        detail={"number": notice.number, "reason": step.reason, "to": step.to_department_id, **step.detail},
        now=now,
        department_id=department_id,
    )
