"""What waits to go out, with everything that its row is built from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, exists, or_, select, text
from sqlalchemy.orm import Session, aliased

from credit.channels.models import Channel, ChannelHolding, ChannelMessage
from credit.channels.states import BACK, MessageState
from credit.publicity.models import Publication
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.archive.subjects.models import Record


def reachable(session: Session, *, now: datetime) -> list[str]:
    """Return the channels that may be tried: with an address, not paused, and not in the pause after a failure."""
    open_now = or_(Channel.next_try_at.is_(None), Channel.next_try_at <= now)
    wanted = select(Channel.name).where(Channel.address.is_not(None), Channel.paused_at.is_(None), open_now)
    return list(session.scalars(wanted.order_by(Channel.name)))


def waiting(session: Session, channel: str, *, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Return what goes out next, locked: what is to be taken back first, then in the order in which it came."""
    urgent = _due(session, channel, now=now, most=most, urgent=True)
    if len(urgent) == most:
        return urgent
    return [*urgent, *_due(session, channel, now=now, most=most - len(urgent), urgent=False)]


def _due(session: Session, channel: str, *, now: datetime, most: int, urgent: bool) -> Sequence[Row[Any]]:
    other = aliased(ChannelMessage)
    under_way = exists().where(
        other.channel == channel, other.decision_id == ChannelMessage.decision_id, other.state == MessageState.SENDING
    )
    back = ChannelMessage.action.in_(BACK)
    chosen = (
        select(ChannelMessage, Decision, Publication, Record.data, ChannelHolding, Department.name)
        .join(Decision, Decision.id == ChannelMessage.decision_id)
        .join(Record, Record.id == Decision.record_id)
        .join(Department, Department.id == ChannelMessage.department_id)
        .join(
            ChannelHolding,
            (ChannelHolding.channel == ChannelMessage.channel) & (ChannelHolding.decision_id == ChannelMessage.decision_id),
        )
        .outerjoin(Publication, Publication.id == ChannelMessage.publication_id)
        .where(
            ChannelMessage.channel == channel,
            ChannelMessage.state == MessageState.WAITING,
            ChannelMessage.next_try_at <= now,
            back if urgent else ~back,
            ~under_way,
        )
        .order_by(ChannelMessage.id)
        .limit(most)
        .with_for_update(of=ChannelMessage, skip_locked=True)
    )
    return session.execute(chosen).all()


_RELEASE: Final = text("""
    UPDATE credit.channel_message m SET last_error = coalesce(:said, m.last_error),
        state = CASE WHEN m.sequence = h.sequence THEN 'waiting' ELSE 'superseded' END,
        next_try_at = CASE WHEN m.sequence = h.sequence THEN CAST(:next AS timestamptz) END
    FROM credit.channel_holding h
    WHERE h.channel = m.channel AND h.decision_id = m.decision_id AND m.channel = :channel
        AND m.state IN ('sending', 'sent')
        AND (m.id = ANY(CAST(:ids AS bigint[])) OR CAST(:ids AS bigint[]) IS NULL
            AND (m.state = 'sending' AND m.next_try_at < :now OR m.state = 'sent' AND m.sent_at < :overdue))
    RETURNING m.state
""")


def release(session: Session, values: dict[str, Any]) -> int:
    """Put messages back in the queue, unless something newer took their place; return how many wait again."""
    return sum(state == MessageState.WAITING for state in session.execute(_RELEASE, values).scalars())
