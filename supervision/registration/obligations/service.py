"""Open the duty to change a scope, and close it when the change comes."""

from datetime import date, datetime

from sqlalchemy.orm import Session


def oblige(
    session: Session,
    *,
    subject_id: int,
    item_code: str,
    item_name: str,
    ground: str,
    licence_record_id: int | None,
    now: datetime,
    began_on: date | None = None,
) -> int:
    """Open the duty once and return its id; `began_on` is the day on which the licence was lost, today where it is not known."""
    raise NotImplementedError
