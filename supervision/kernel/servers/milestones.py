"""Whether something that is done once has been done."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.kernel.servers.models import Milestone


def reached(session: Session, name: str) -> bool:
    return session.get(Milestone, name) is not None


def reach(session: Session, name: str, *, now: datetime) -> None:
    """Note that it is done; the first time stands."""
    session.execute(insert(Milestone).values(name=name, reached_at=now).on_conflict_do_nothing())
