"""Whether a receiver holds, or may hold, any of some decisions."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from credit.channels.models import ChannelHolding, ChannelLift


def may_be_there() -> ColumnElement[bool]:
    """Return the condition for what a receiver holds by its receipts, may hold without one, or is still to be given."""
    return or_(ChannelHolding.received, ChannelHolding.sent > ChannelHolding.answered, ChannelHolding.wanted)


def holds_any(session: Session, channel: str, decision_ids: Sequence[int]) -> bool:
    """Tell whether a receiver holds or may hold one of the decisions."""
    some = select(ChannelHolding.decision_id).where(
        ChannelHolding.channel == channel, ChannelHolding.decision_id.in_(decision_ids), may_be_there()
    )
    return session.execute(some.limit(1)).first() is not None


def open_lifts(session: Session, channel: str) -> Sequence[ChannelLift]:
    """Return the orders that a receiver has not confirmed, locked."""
    wanted = select(ChannelLift).where(ChannelLift.channel == channel, ChannelLift.lifted_at.is_(None))
    return session.scalars(wanted.order_by(ChannelLift.order_id).with_for_update()).all()
