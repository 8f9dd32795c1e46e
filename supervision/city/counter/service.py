"""Hand out sheets for what was registered, and take undertakings; some registrations were never told of, as it happens."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.city.counter.features import scribble
from supervision.kernel.db import transaction
from supervision.notices.informing.linking.service import link_informing
from supervision.notices.informing.models import Informing
from supervision.notices.informing.queries import KINDS_TO_INFORM
from supervision.notices.informing.schemas import Asked
from supervision.notices.informing.service import inform
from supervision.notices.informing.states import InformingState, SignerRole, Way
from supervision.notices.informing.undertaking.service import Given, undertake
from supervision.registration.recording.models import Entry

ACTOR: Final = "system:city"
BASE: Final = "http://127.0.0.1:8000"
FORGOTTEN, UNSIGNED, REFUSING = 9, 6, 31
BEFORE: Final = timedelta(hours=3)


def hand_out(*, now: datetime) -> int:
    """Inform of the registrations of the city's weeks, each some hours before it; what has a sheet is left as it is."""
    with transaction() as session:
        made = 0
        for entry in _told_of(session):
            if entry.received_at - BEFORE > now:
                continue
            made += _at_the_counter(session, entry)
    return made


def _told_of(session: Session) -> list[Entry]:
    kinds = (Entry.latest.is_(True), Entry.state == "archived", Entry.kind.in_(KINDS_TO_INFORM), Entry.name.is_not(None))
    ours = Entry.source_no.startswith("YT", autoescape=True)
    has_sheet = select(Informing.id).where(Informing.entry_id == Entry.id).exists()
    wanted = select(Entry).where(*kinds, ours, ~has_sheet, Entry.id % FORGOTTEN != 0, Entry.division.is_not(None))
    return list(session.scalars(wanted.order_by(Entry.id)))


def _at_the_counter(session: Session, entry: Entry) -> bool:
    """Inform of one registration and let the applicant sign, unless this one has not come back or refuses."""
    then = entry.received_at - BEFORE
    asked = Asked(
        kind=entry.kind,
        name=entry.name or "",
        scope=entry.scope or "",
        division=entry.division or "",
        scope_codes=tuple(entry.scope_codes),
        source_no=entry.source_no,
    )
    office = entry.registrar_department_id
    informing, fresh = inform(session, asked, department_id=office, actor=ACTOR, check_base=BASE, now=then)
    if informing.state == InformingState.ISSUED and informing.undertaking_needed and entry.id % UNSIGNED:
        undertake(session, informing, _given(entry.id), actor=ACTOR, now=then + timedelta(minutes=12))
    link_informing(session, informing, now=entry.received_at)
    return fresh


def _given(number: int) -> Given:
    role = SignerRole.AGENT if number % 4 == 0 else SignerRole.LEGAL_REPRESENTATIVE
    if number % REFUSING == 0:
        return Given(Way.REFUSED, role, "沈某某", note="认为所列事项与实际经营无关")
    return Given(Way.SCREEN, role, "沈某某", scribble(number % 7), "signature.png")
