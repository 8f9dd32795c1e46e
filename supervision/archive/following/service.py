"""Following a subject and stopping; seeing what came."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.archive.following.errors import SubjectUnknown
from supervision.archive.following.models import Follow, FollowChange
from supervision.archive.subjects.models import Subject


def follow(session: Session, *, user_id: int, subject_id: int, now: datetime) -> None:
    """Begin to follow; following twice changes nothing, neither does the day on which it began."""
    if not session.scalar(select(exists().where(Subject.id == subject_id))):
        raise SubjectUnknown
    values = {"user_id": user_id, "subject_id": subject_id, "since": now}
    session.execute(insert(Follow).values(values).on_conflict_do_nothing())


def unfollow(session: Session, *, user_id: int, subject_id: int) -> None:
    """Stop following, and forget what came of it: it is still in the archive."""
    session.execute(delete(Follow).where(Follow.user_id == user_id, Follow.subject_id == subject_id))
    session.execute(delete(FollowChange).where(FollowChange.user_id == user_id, FollowChange.subject_id == subject_id))


def see(session: Session, *, user_id: int, now: datetime, subject_id: int | None = None) -> None:
    """Mark what came until now as seen, of one subject or of all."""
    unseen = (FollowChange.user_id == user_id, FollowChange.seen_at.is_(None), FollowChange.arrived_at <= now)
    chosen = () if subject_id is None else (FollowChange.subject_id == subject_id,)
    session.execute(update(FollowChange).where(*unseen, *chosen).values(seen_at=now))
