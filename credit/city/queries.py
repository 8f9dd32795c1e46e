"""What of the city's decisions stands already."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.channels.models import ChannelMessage
from credit.channels.states import MessageState
from credit.publicity.models import Publication
from credit.publicity.states import PublicationState
from credit.reporting.models import Decision
from supervision.accounts.models import User
from supervision.accounts.roles.models import Position
from supervision.city.service import ACTOR
from supervision.intake.models import Batch
from supervision.kernel.clock import legal_date


def last_day(session: Session, kinds: Sequence[str]) -> date | None:
    """Return the day of the latest file that came in, where a seeding was interrupted."""
    begun = session.scalar(select(func.max(Batch.created_at)).where(Batch.kind.in_(kinds), Batch.requested_by == ACTOR))
    return legal_date(begun) if begun else None


def reported(session: Session) -> dict[int, datetime]:
    """Return the decisions of the city that stand, with when they came in."""
    wanted = select(Decision.id, Decision.received_at).join(Batch, Batch.id == Decision.batch_id)
    return {row.id: row.received_at for row in session.execute(wanted.where(Batch.requested_by == ACTOR))}


def waiting(session: Session, decision_ids: Sequence[int]) -> list[Publication]:
    """Return the records that wait for their review and have nothing that a person must decide."""
    wanted = (
        select(Publication)
        .join(Decision, Decision.id == Publication.decision_id)
        .where(
            Publication.decision_id.in_(decision_ids),
            Publication.state == PublicationState.DRAFT,
            Publication.masks == [],
            Publication.severity_proposed.is_(None),
            Publication.block.is_(None),
            Decision.held.is_(False),
        )
        .order_by(Publication.id)
    )
    return list(session.scalars(wanted))


def reviewers(session: Session) -> Mapping[int, int]:
    """Return somebody who reviews for each department."""
    rows = select(Position.department_id, func.min(User.id)).join(User, User.id == Position.user_id)
    return {
        row[0]: row[1] for row in session.execute(rows.where(Position.role_code == "reviewer").group_by(Position.department_id))
    }


def sent(session: Session) -> int:
    """Return how many messages receivers have answered."""
    answered = (MessageState.ACCEPTED, MessageState.REFUSED)
    return session.scalar(select(func.count()).select_from(ChannelMessage).where(ChannelMessage.state.in_(answered))) or 0
