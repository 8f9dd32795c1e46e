"""Which records there are for those who review, and the rules as they stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from credit.publicity.clocks import rules as clocks
from credit.publicity.errors import PublicationUnknown
from credit.publicity.models import Publication
from credit.publicity.periods import rules as periods
from credit.publicity.rules import Rules
from credit.publicity.severity import rules as severity
from credit.publicity.states import PublicationState
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.intake.models import Batch
from supervision.kernel.access import Principal
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.workdays.queries import work_calendar

COUNTED = 10_000
UNKNOWN = "unknown"


def rules_now(session: Session) -> Rules:
    """Return the rules and the calendar as they stand: ask once for a set of decisions."""
    return Rules(
        publicity=newest(session, topic=periods.TOPIC),
        severity=newest(session, topic=severity.TOPIC),
        fields=newest(session, topic=severity.FIELDS),
        deadlines=newest(session, topic=clocks.TOPIC),
        calendar=work_calendar(session),
    )


_kept: WeakKeyDictionary[Any, tuple[datetime, Rules]] = WeakKeyDictionary()


def kept_rules(session: Session, *, now: datetime) -> Rules:
    """Return the rules for showing: what was found within the same minute in this process is not asked for again."""
    minute, engine = now.replace(second=0, microsecond=0), session.get_bind()
    found = _kept.get(engine)
    if found is None or found[0] != minute:
        found = (minute, rules_now(session))
        _kept[engine] = found
    return found[1]


def reported(session: Session, decision_ids: Sequence[int]) -> list[tuple[Decision, str | None, str]]:
    """Return decisions with the place of their department and who reported them."""
    wanted = (
        select(Decision, Department.division, func.coalesce(Batch.requested_by, UNKNOWN))
        .join(Department, Department.id == Decision.department_id)
        .outerjoin(Batch, Batch.id == Decision.batch_id)
        .where(Decision.id.in_(decision_ids))
        .order_by(Decision.id)
    )
    return [(decision, division, by) for decision, division, by in session.execute(wanted)]


def standing(session: Session, decision_ids: Sequence[int]) -> Sequence[Publication]:
    """Return the records of decisions that no later version and no end has replaced, locked for a change."""
    wanted = (
        select(Publication)
        .where(Publication.decision_id.in_(decision_ids), Publication.state != PublicationState.CORRECTED)
        .order_by(Publication.id)
        .with_for_update()
    )
    return session.scalars(wanted).all()


def mine(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the departments whose records somebody may read."""
    return or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))


def _readable(principal: Principal) -> Select[Any]:
    return select(Publication).join(Department, Department.id == Publication.department_id).where(mine(principal))


def publication_for(session: Session, principal: Principal, publication_id: int, *, lock: bool = False) -> Publication:
    """Return a record that somebody may read, or refuse as if it did not exist."""
    wanted = _readable(principal).where(Publication.id == publication_id)
    found: Publication | None = session.scalar(wanted.with_for_update(of=Publication) if lock else wanted)
    if found is None:
        raise PublicationUnknown
    return found


def publications_for(session: Session, principal: Principal, ids: Sequence[int]) -> list[Publication]:
    """Return those of the records that somebody may read, locked, in the order of a list."""
    wanted = _readable(principal).where(Publication.id.in_(ids)).order_by(Publication.id)
    return list(session.scalars(wanted.with_for_update(of=Publication)))


def decision_of(session: Session, publication: Publication) -> Decision:
    """Return the decision that a record shows; it stands as long as there is a record of it."""
    found = session.get(Decision, publication.decision_id)
    if found is None:
        raise PublicationUnknown
    return found


def waiting(session: Session, principal: Principal) -> int:
    """Return how many records wait for a review that this person may give."""
    wanted = (
        select(Publication.id)
        .join(Department, Department.id == Publication.department_id)
        .where(Publication.state == PublicationState.DRAFT, mine(principal))
        .limit(COUNTED)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(wanted)) or 0
