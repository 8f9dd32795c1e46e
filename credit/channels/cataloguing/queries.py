"""The public catalogue as it stands, and which receivers are to have it."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.catalogue.queries import Wanted, everything
from credit.channels.cataloguing.features import row_of
from credit.channels.contracts.schemas import contracts
from credit.channels.models import Channel, ChannelCatalogue
from supervision.accounts.models import Department


def items(session: Session, *, on: date) -> list[dict[str, Any]]:
    """Return the whole public catalogue of a day in the order of codes."""
    found = everything(session, Wanted(on), reader=None)
    wanted = {one.department_id for one in found}
    rows = session.execute(select(Department.id, Department.code, Department.uscc).where(Department.id.in_(wanted)))
    departments = {row.id: (row.code, row.uscc) for row in rows}
    return [row_of(one, departments[one.department_id]) for one in sorted(found, key=lambda one: one.code)]


def wanting(session: Session) -> list[str]:
    """Return the channels that lead somewhere, are not paused, and are to have the catalogue."""
    names = [name for name, contract in contracts().items() if contract.catalogue]
    reached = (Channel.address.is_not(None), Channel.paused_at.is_(None), Channel.name.in_(names))
    return list(session.scalars(select(Channel.name).where(*reached).order_by(Channel.name)))


def standing(session: Session, channel: str, *, lock: bool = False) -> ChannelCatalogue | None:
    """Return what is known of a receiver's catalogue."""
    return session.get(ChannelCatalogue, channel, with_for_update=lock, populate_existing=lock)
