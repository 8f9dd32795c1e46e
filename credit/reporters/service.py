"""Naming people, ending that, and handing a duty over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from credit.reporters import queries
from credit.reporters.errors import AlreadyEnded, DutyTaken, PeriodReversed, PersonNotFit, ReasonMissing, SamePerson
from credit.reporters.models import Handover, Post
from credit.reporters.rules import last_day_before, overlaps
from credit.reporters.states import Duty
from supervision.accounts.models import Department
from supervision.kernel import audit


@dataclass(frozen=True, slots=True)
class Given:
    """By whom and when."""

    actor: str
    now: datetime


def name(
    session: Session,
    department: Department,
    *,
    user_id: int,
    duty: Duty,
    valid_from: date,
    valid_to: date | None,
    given: Given,
) -> Post:
    """Name a person for a duty; the caller has locked the unit."""
    if valid_to is not None and valid_to < valid_from:
        raise PeriodReversed(what="止日", since=valid_from)
    _check_person(session, department, user_id)
    _check_free(session, department, duty, user_id, since=valid_from, until=valid_to)
    post = _post(session, department.id, user_id, duty, since=valid_from, until=valid_to, given=given)
    detail = {"duty": duty.value, "user": user_id, "valid_from": valid_from.isoformat(), "valid_to": _iso(valid_to)}
    _note(session, "credit.reporter.name", post, detail, given=given)
    return post


def _check_person(session: Session, department: Department, user_id: int) -> None:
    if user_id not in {person.id for person in queries.people(session, department)}:
        raise PersonNotFit


def _check_free(
    session: Session, department: Department, duty: Duty, user_id: int, *, since: date, until: date | None, leaving: int = 0
) -> None:
    """Refuse two people in one single duty, and one person twice in any, in the same days."""
    for line in queries.posts_of(session, department.id, duty):
        post = line.post
        conflicting = duty.single or post.user_id == user_id
        if post.id != leaving and conflicting and overlaps(since, until, post.valid_from, post.valid_to) and not _void(post):
            raise DutyTaken(since=post.valid_from, duty=duty.label, name=line.name)


def _void(post: Post) -> bool:
    """Tell whether a post was ended before its first day."""
    return post.valid_to is not None and post.valid_to < post.valid_from


def _post(
    session: Session,
    department_id: int,
    user_id: int,
    duty: Duty,
    *,
    since: date,
    until: date | None,
    given: Given,
    came_by: int | None = None,
) -> Post:
    post = Post(
        department_id=department_id,
        user_id=user_id,
        duty=duty.value,
        valid_from=since,
        valid_to=until,
        named_at=given.now,
        named_by=given.actor,
        came_by=came_by,
    )
    session.add(post)
    session.flush()
    return post


def end(session: Session, post: Post, *, last_day: date, why: str, given: Given) -> None:
    """End a post on a day; it stays in the history."""
    if not why.strip():
        raise ReasonMissing(what="终止原因")
    if last_day < post.valid_from:
        raise PeriodReversed(what="末日", since=post.valid_from)
    _close(session, post, last_day=last_day, why=why.strip(), given=given)
    _note(
        session,
        "credit.reporter.end",
        post,
        {"duty": post.duty, "user": post.user_id, "until": last_day.isoformat(), "why": why.strip()},
        given=given,
    )


def _close(session: Session, post: Post, *, last_day: date, why: str, given: Given) -> None:
    if post.ended_at is not None or (post.valid_to is not None and post.valid_to < last_day):
        raise AlreadyEnded(on=post.valid_to)
    post.valid_to, post.ended_at, post.ended_by, post.ended_why = last_day, given.now, given.actor, why
    session.flush()


def hand_over(
    session: Session, post: Post, *, to_user_id: int, on: date, reason: str, request_key: UUID, given: Given
) -> Handover:
    """Hand a duty to somebody else from a day on, with what is open written down; the same form again is the same handover."""
    known = queries.handed_over_as(session, request_key)
    if known is not None:
        return known
    if not reason.strip():
        raise ReasonMissing(what="交接原因")
    if to_user_id == post.user_id:
        raise SamePerson
    if post.ended_at is not None:
        raise AlreadyEnded(on=post.valid_to)
    department, duty, until = session.get_one(Department, post.department_id), Duty(post.duty), post.valid_to
    _check_person(session, department, to_user_id)
    last_day = last_day_before(on, since=post.valid_from)
    _check_free(session, department, duty, to_user_id, since=on, until=until, leaving=post.id)
    made = Handover(
        request_key=request_key,
        department_id=department.id,
        duty=duty.value,
        from_user_id=post.user_id,
        to_user_id=to_user_id,
        on_day=on,
        reason=reason.strip(),
        open=queries.open_work(session, department.id, post.user_id),
        made_at=given.now,
        made_by=given.actor,
    )
    session.add(made)
    session.flush()
    _close(session, post, last_day=last_day, why=f"交接：{reason.strip()}", given=given)
    _post(session, department.id, to_user_id, duty, since=on, until=until, given=given, came_by=made.id)
    _note_handover(session, made, given=given)
    return made


def _note_handover(session: Session, made: Handover, *, given: Given) -> None:
    audit.record(
        session,
        actor=given.actor,
        action="credit.reporter.hand-over",
        object_kind="handover",
        object_id=made.id,
        detail={
            "duty": made.duty,
            "from": made.from_user_id,
            "to": made.to_user_id,
            "starts_on": made.on_day.isoformat(),
            "why": made.reason,
            "items": sum(pile["count"] for pile in made.open),
        },
        now=given.now,
        department_id=made.department_id,
    )


def _note(session: Session, action: str, post: Post, detail: Mapping[str, object], *, given: Given) -> None:
    audit.record(
        session,
        actor=given.actor,
        action=action,
        object_kind="reporter-post",
        object_id=post.id,
        detail=dict(detail),
        now=given.now,
        department_id=post.department_id,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
