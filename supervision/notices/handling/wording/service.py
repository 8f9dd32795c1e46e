"""Keep a wording, or end one."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.notices.handling.errors import WordingTaken
from supervision.notices.handling.wording import queries
from supervision.notices.handling.wording.models import Wording
from supervision.notices.states import Feedback


def keep(session: Session, *, department_id: int, feedback: Feedback, title: str, text: str, actor: str, now: datetime) -> int:
    """Add a wording; a title stands once for a feedback."""
    values = {
        "department_id": department_id,
        "feedback": feedback.value,
        "title": title.strip(),
        "text": text.strip(),
        "made_at": now,
        "made_by": actor,
    }
    statement = insert(Wording).values(values).on_conflict_do_nothing().returning(Wording.id)
    wording_id = session.execute(statement).scalar_one_or_none()
    if wording_id is None:
        raise WordingTaken(title=title.strip())
    _note(session, "notices.wording-kept", wording_id, department_id, {"title": title, "text": text}, actor=actor, now=now)
    return wording_id


def end(session: Session, *, wording_id: int, department_id: int, actor: str, now: datetime) -> Wording:
    """Stop offering a wording; ended twice it ended once."""
    found = queries.wording(session, wording_id, department_id=department_id)
    if found.ended_at is None:
        found.ended_at, found.ended_by = now, actor
        _note(session, "notices.wording-ended", wording_id, department_id, {"title": found.title}, actor=actor, now=now)
    return found


def _note(
    session: Session,
    action: str,
    wording_id: int,
    department_id: int,
    detail: dict[str, object],
    *,
    actor: str,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="notice-wording",
        object_id=wording_id,
        detail=detail,
        now=now,
        department_id=department_id,
    )
