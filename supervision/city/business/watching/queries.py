"""Who was told to apply and holds no licence yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.city.business.queries import OURS
from supervision.city.business.watching.schemas import Waiting
from supervision.notices.models import Notice
from supervision.notices.states import NoticeState
from supervision.registration.recording.models import Entry


def waiting(session: Session, *, until: datetime) -> Sequence[Waiting]:
    """Return the notices that departments hold since before a moment, the oldest first."""
    columns = (Notice.dedup_key, Entry.name, Entry.code, Notice.item_name, Notice.occurred_on, Department.code.label("office"))
    told = (
        select(*columns)
        .join(Entry, Entry.id == Notice.entry_id)
        .join(Department, Department.id == Notice.department_id)
        .where(OURS, Notice.made_at < until, Notice.item_code.is_not(None), Entry.code.is_not(None))
        .where(Notice.state.in_((NoticeState.PUSHED, NoticeState.RECEIVED, NoticeState.ANSWERED)))
        .order_by(Notice.id)
    )
    return [
        Waiting(row.dedup_key, str(row.name), str(row.code), str(row.item_name), row.occurred_on, row.office)
        for row in session.execute(told)
    ]
