"""Bring the packaged items into the catalogues of the departments that are there."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.catalogue import queries, service
from credit.catalogue.models import CatalogueItem
from credit.catalogue.seeding.features import packaged
from credit.catalogue.states import Review
from supervision.accounts.models import Department

WRITER: Final = "system:city"
REVIEWER: Final = "platform"


def bring_in(session: Session, *, now: datetime) -> int:
    """Add the items that are not there yet, reviewed as public, and return how many; a second run adds none."""
    offices = {row.code: row.id for row in session.execute(select(Department.code, Department.id))}
    known = set(session.scalars(select(CatalogueItem.code)))
    wanted = [(offices[office], entry) for office, entry in packaged() if office in offices and entry.code not in known]
    for department_id, entry in wanted:
        made = service.add(session, entry, department_id=department_id, actor=WRITER, now=now)
        edition_id = queries.standing(session, item_id=made.id).edition_id
        service.review(session, edition_id=edition_id, outcome=Review.PUBLIC, note="样例", actor=REVIEWER, now=now)
    return len(wanted)
