"""The wordings of a department."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.notices.handling.errors import WordingUnknown
from supervision.notices.handling.wording.models import Wording


def wordings(session: Session, *, department_id: int) -> Sequence[Wording]:
    """Return what is in use, by feedback."""
    mine = select(Wording).where(Wording.department_id == department_id, Wording.ended_at.is_(None))
    return session.scalars(mine.order_by(Wording.feedback, Wording.title)).all()


def wording(session: Session, wording_id: int, *, department_id: int) -> Wording:
    """Return one of the department's own, or refuse."""
    found = session.get(Wording, wording_id, with_for_update=True)
    if found is None or found.department_id != department_id:
        raise WordingUnknown
    return found
