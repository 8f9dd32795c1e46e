"""Which sheet a token belongs to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel import crypto
from supervision.notices.informing.checking.rules import CHECK_TOKEN
from supervision.notices.informing.models import Informing, InformingItem, InformingSheet
from supervision.notices.informing.rules import covered_name
from supervision.notices.informing.states import InformingState, Verdict


@dataclass(frozen=True, slots=True)
class Genuine:
    """What the public page says of a sheet: that it is genuine, whether it still stands, and the digests of its files."""

    number: str
    informed_on: date
    authority: str
    name: str
    items: int
    void: bool
    undertaken: bool
    digests: tuple[tuple[str, str], ...]


def genuine(session: Session, token: bytes) -> Genuine | None:
    """Return the sheet of a token, or `None` for a token that no sheet has."""
    hashes = crypto.provider().keyed_hashes(CHECK_TOKEN, token)
    found = session.scalar(select(Informing).where(Informing.token_hash.in_(hashes)))
    if found is None or found.number is None or found.informed_on is None:
        return None
    sheets = session.scalars(
        select(InformingSheet).where(InformingSheet.informing_id == found.id).order_by(InformingSheet.id)
    ).all()
    listed = select(InformingItem.id).where(InformingItem.informing_id == found.id, InformingItem.verdict == Verdict.LISTED)
    return Genuine(
        number=found.number,
        informed_on=found.informed_on,
        authority=session.get_one(Department, found.department_id).name,
        name=covered_name(found.name),
        items=len(session.scalars(listed).all()),
        void=found.state == InformingState.VOID,
        undertaken=found.state == InformingState.UNDERTAKEN,
        digests=tuple((sheet.kind, sheet.digest) for sheet in sheets),
    )
