"""Move one notice: under its lock, once for a request, noted wherever somebody may ask later.

The caller has set nothing before: what the move changes besides the state comes in `values`, so that a request that came
twice, or too late, changes nothing at all.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Event
from supervision.kernel import audit, outbox
from supervision.kernel.clock import legal_date
from supervision.notices.events import NoticeAnswered, NoticeClosed, NoticeReassigned, NoticeReceived, NoticesPooled
from supervision.notices.handling.moving import queries
from supervision.notices.handling.moving.errors import ActionNotPossible, ChangedMeanwhile, ReasonMissing, RequestKeyTaken
from supervision.notices.models import Notice, Step
from supervision.notices.states import NOTICE, Feedback, NoticeAction, NoticeKind, NoticeState

SAID: Final = {
    NoticeAction.RECEIVE: "双告知已接收",
    NoticeAction.CLAIM: "双告知已认领",
    NoticeAction.ANSWER: "双告知反馈",
    NoticeAction.CLOSE: "双告知办结",
}
WITH_REASON = frozenset({NoticeAction.RETURN, NoticeAction.REASSIGN, NoticeAction.REOPEN, NoticeAction.WITHDRAW})


def title(notice: Notice) -> str:
    """Return what a notice is about in a few words."""
    return notice.item_name or NoticeKind(notice.kind).label


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
    notice.move(action)
    for name, value in (values or {}).items():
        setattr(notice, name, value)
    step = Step(
        notice_id=notice.id,
        action=action.value,
        state=notice.state,
        at=now,
        actor=actor,
        from_department_id=before if before is not None else department_id,
        to_department_id=notice.department_id,
        reason=reason.strip(),
        detail=dict(detail or {}),
        request_key=request_key,
    )
    session.add(step)
    session.flush()
    _note(session, notice, step, department_id=department_id, now=now)
    _tell(session, notice, action, now=now)
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
        action=f"notices.{step.action}",
        object_kind="notice",
        object_id=notice.id,
        detail={"number": notice.number, "reason": step.reason, "to": step.to_department_id, **step.detail},
        now=now,
        department_id=department_id,
    )
    if step.action in SAID:
        session.add(_line(notice, NoticeAction(step.action), now=now))


def _line(notice: Notice, action: NoticeAction, *, now: datetime) -> Event:
    """Return what the archive of the firm shows about the move."""
    feedback = f"，{Feedback(notice.feedback).label}" if notice.feedback and action is NoticeAction.ANSWER else ""
    return Event(
        subject_id=notice.subject_id,
        kind="notice",
        occurred_on=legal_date(now),
        summary=f"{SAID[action]}：{title(notice)}{feedback}",
        link_kind="notice",
        link_id=notice.id,
        department_id=notice.department_id or notice.origin_department_id,
        known_from=now,
    )


def _tell(session: Session, notice: Notice, action: NoticeAction, *, now: datetime) -> None:
    """Publish what others may act upon."""
    told: dict[NoticeAction, Callable[[], outbox.Event]] = {
        NoticeAction.RECEIVE: lambda: NoticeReceived(notice_id=notice.id),
        NoticeAction.CLAIM: lambda: NoticeReceived(notice_id=notice.id),
        NoticeAction.ANSWER: lambda: NoticeAnswered(notice_id=notice.id, feedback=notice.feedback or ""),
        NoticeAction.REASSIGN: lambda: NoticeReassigned(notice_id=notice.id),
        NoticeAction.CLOSE: lambda: NoticeClosed(notice_id=notice.id),
        NoticeAction.RETURN: lambda: NoticesPooled(notice_ids=(notice.id,)),
    }
    if action in told:
        outbox.publish(session, told[action](), now=now)
