"""What was lost and not replaced goes back to the registrar, once for each licence."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.licensing.catalogue.queries import catalogue
from supervision.notices.closing.judging.rules import Names, items_of, names_of, state_of
from supervision.notices.closing.judging.schemas import Licence
from supervision.notices.closing.losing import queries
from supervision.notices.closing.losing.queries import Held
from supervision.notices.closing.states import LicenceState
from supervision.registration.obligations.service import oblige
from supervision.registration.obligations.states import Ground

LOOKED_BACK: Final = timedelta(days=35)
GROUNDS: Final = {
    LicenceState.EXPIRED: Ground.EXPIRED,
    LicenceState.REVOKED: Ground.REVOKED,
    LicenceState.CANCELLED: Ground.CANCELLED,
}


def lost(session: Session, *, now: datetime) -> list[Held]:
    """Return what the last weeks took; a night that was missed is made up for."""
    today = legal_date(now)
    return queries.lost(session, since=today - LOOKED_BACK, today=today, told=now - LOOKED_BACK)


def send_back(session: Session, held: Sequence[Held], *, now: datetime) -> int:
    """Tell the registrar of what was lost and not replaced; return how many duties stand for it."""
    on = legal_date(now)
    known = catalogue(session, on=on)
    names = names_of(known)
    standing = _standing(session, held, names, now=now)
    count = 0
    for one in held:
        ground = GROUNDS.get(state_of(one.licence, on=on))
        for code in sorted(items_of(one.licence.titles, names)) if ground else ():
            if code in standing[one.subject_id]:
                continue
            item_name = known.items[code].name
            _oblige(session, one, code, item_name, ground or Ground.EXPIRED, now=now)
            count += 1
            break  # one licence is one duty, of whichever of its items the register names first
    return count


def _standing(session: Session, held: Sequence[Held], names: Names, *, now: datetime) -> dict[int, set[str]]:
    """Return for each subject the items for which it holds a licence all the same."""
    found: dict[int, set[str]] = defaultdict(set)
    for other in queries.others(session, subject_ids=sorted({one.subject_id for one in held})):
        if state_of(other.licence, on=legal_date(now)) is LicenceState.VALID:
            found[other.subject_id] |= items_of(other.licence.titles, names)
    return found


def _oblige(session: Session, one: Held, code: str, item_name: str, ground: Ground, *, now: datetime) -> None:
    oblige(
        session,
        subject_id=one.subject_id,
        item_code=code,
        item_name=item_name,
        ground=ground,
        licence_record_id=one.licence.record_id,
        began_on=_began(one.licence, ground, now=now),
        now=now,
    )


def _began(licence: Licence, ground: Ground, *, now: datetime) -> date | None:
    return licence.valid_to if ground is Ground.EXPIRED else min(licence.occurred_on or legal_date(now), legal_date(now))
