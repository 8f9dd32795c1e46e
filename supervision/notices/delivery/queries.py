"""Which channels there are, what waits in them, and what the API gives out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.notices.delivery.errors import ChannelUnknown
from supervision.notices.delivery.features import NOTICE
from supervision.notices.delivery.models import Attempt, Channel, Delivery
from supervision.notices.delivery.states import DeliveryState, Way
from supervision.notices.models import Notice, Step

DELIVERED = (
    Delivery.id,
    Delivery.key,
    Delivery.notice_id,
    Delivery.attempts,
    Step.action,
    Step.at,
    Step.reason,
    *(getattr(Notice, name) for name in NOTICE),
)


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel with how many deliveries wait in it."""

    channel: Channel
    office: str
    waiting: int
    oldest: datetime | None

    @property
    def way(self) -> Way:
        return Way(self.channel.way)

    def failing_days(self, on: date) -> int:
        since = self.channel.failing_since
        return (on - legal_date(since)).days if since else 0


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery as the page lists it."""

    delivery: Delivery
    number: str
    name: str
    action: str

    @property
    def state(self) -> DeliveryState:
        return DeliveryState(self.delivery.state)

    @property
    def way(self) -> Way:
        return Way(self.delivery.way)


def _mine(principal: Principal) -> Any:
    return or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))


def channels(session: Session, principal: Principal) -> list[ChannelLine]:
    """Return the channels of the departments that somebody looks after, those that fail first."""
    waiting = (
        select(Delivery.channel_id, func.count().label("n"), func.min(Delivery.made_at).label("oldest"))
        .where(Delivery.state == DeliveryState.WAITING)
        .group_by(Delivery.channel_id)
        .subquery()
    )
    rows = (
        select(Channel, Department.short_name, func.coalesce(waiting.c.n, 0), waiting.c.oldest)
        .join(Department, Department.id == Channel.department_id)
        .outerjoin(waiting, waiting.c.channel_id == Channel.id)
        .where(_mine(principal))
        .order_by(Channel.failures == 0, Channel.failing_since, Department.path, Channel.way)
    )
    return [ChannelLine(*row) for row in session.execute(rows)]


def failing(session: Session, principal: Principal) -> int:
    """Return how many channels fail, for the navigation."""
    rows = select(func.count()).select_from(Channel).join(Department, Department.id == Channel.department_id)
    return session.scalar(rows.where(Channel.failures > 0, Channel.enabled, _mine(principal))) or 0


def channel_for(session: Session, principal: Principal, channel_id: int) -> Channel:
    """Return a channel that somebody looks after, held until the transaction ends."""
    rows = select(Channel).join(Department, Department.id == Channel.department_id)
    found = session.scalar(rows.where(Channel.id == channel_id, _mine(principal)).with_for_update(of=Channel))
    if found is None:
        raise ChannelUnknown
    return found


def channel_of(session: Session, *, department_id: int, way: Way) -> Channel | None:
    """Return a department's channel of one way."""
    wanted = select(Channel).where(Channel.department_id == department_id, Channel.way == way)
    return session.scalar(wanted.with_for_update())


def deliveries(session: Session, principal: Principal, *, state: str, before: int | None, size: int) -> list[DeliveryLine]:
    """Return what was or is to be delivered through channels, the latest first; or what came to the page."""
    rows = (
        select(Delivery, Notice.number, Notice.name, Step.action)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Step, Step.id == Delivery.step_id)
        .join(Department, Department.id == Delivery.department_id)
        .where(_mine(principal))
        .order_by(Delivery.id.desc())
        .limit(size)
    )
    rows = rows.where(Delivery.channel_id.is_(None) if state == Way.PAGE else Delivery.channel_id.is_not(None))
    if state in set(DeliveryState):
        rows = rows.where(Delivery.state == state)
    if before is not None:
        rows = rows.where(Delivery.id < before)
    return [DeliveryLine(*row) for row in session.execute(rows)]


def attempts(session: Session, principal: Principal, delivery_id: int) -> tuple[DeliveryLine, Sequence[Attempt]]:
    """Return one delivery with the receipts of its attempts."""
    rows = (
        select(Delivery, Notice.number, Notice.name, Step.action)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(Step, Step.id == Delivery.step_id)
        .join(Department, Department.id == Delivery.department_id)
        .where(_mine(principal), Delivery.id == delivery_id)
    )
    found = session.execute(rows).one_or_none()
    if found is None:
        raise ChannelUnknown
    tried = select(Attempt).where(Attempt.delivery_id == delivery_id).order_by(Attempt.id.desc()).limit(200)
    return DeliveryLine(*found), session.scalars(tried).all()


def due_channels(session: Session, *, now: datetime) -> list[int]:
    """Return the channels that may be tried and have something to send."""
    waits = Delivery.state == DeliveryState.WAITING
    some = select(Delivery.id).where(Delivery.channel_id == Channel.id, waits, Delivery.next_attempt_at <= now).exists()
    open_now = or_(Channel.next_attempt_at.is_(None), Channel.next_attempt_at <= now)
    return list(session.scalars(select(Channel.id).where(Channel.enabled, open_now, some).order_by(Channel.id)))


def due(session: Session, *, channel_id: int, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Return what a channel has to send, the oldest first."""
    rows = _told().where(
        Delivery.channel_id == channel_id, Delivery.state == DeliveryState.WAITING, Delivery.next_attempt_at <= now
    )
    return session.execute(rows.order_by(Delivery.id).limit(most)).all()


def feed(session: Session, *, department_id: int, since: int, most: int) -> Sequence[Row[Any]]:
    """Return what came to a department after a cursor; whoever goes on from the last misses nothing."""
    rows = _told().where(Delivery.department_id == department_id, Delivery.way == Way.PAGE, Delivery.id > since)
    return session.execute(rows.order_by(Delivery.id).limit(most)).all()


def _told() -> Any:
    joined = select(*DELIVERED).join(Notice, Notice.id == Delivery.notice_id)
    return joined.join(Step, Step.id == Delivery.step_id)
