"""Putting steps of notices on their way, choosing channels, and noting what came of an attempt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, func, insert, select, text, update
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.crypto import CryptoProvider
from supervision.kernel.queues.service import enqueue
from supervision.notices.delivery import queries
from supervision.notices.delivery.models import Attempt, Channel, Delivery
from supervision.notices.delivery.reaching.rules import place_of
from supervision.notices.delivery.reaching.service import Reply
from supervision.notices.delivery.rules import PAUSES, pause, recipients
from supervision.notices.delivery.signing.features import new_secret, sealed
from supervision.notices.delivery.states import DeliveryState, Outcome, Scheme, Way

DELIVER: Final = "notices.deliver"
FEED: Final = 4_201_021
"""The advisory lock under which feed rows get their ids, so that ids are committed in their order."""

_STEPS: Final = """
    FROM notices.step s JOIN notices.notice n ON n.id = s.notice_id
    CROSS JOIN LATERAL (SELECT coalesce(s.to_department_id, CASE WHEN s.action = 'withdraw' THEN n.department_id END)) d (id)
    {channel}
    WHERE s.notice_id = ANY(:notice_ids) AND s.action IN ('push', 'reassign', 'update', 'withdraw') AND d.id IS NOT NULL
    ORDER BY s.id ON CONFLICT (step_id, way) DO NOTHING RETURNING id"""
_TO_PAGES: Final = text(
    "INSERT INTO notices.delivery (notice_id, step_id, department_id, way, state, made_at, delivered_at, receipt)"
    " SELECT n.id, s.id, d.id, 'page', 'delivered', :now, :now, '已进入收件箱' " + _STEPS.format(channel="")
)
_TO_CHANNELS: Final = text(
    "INSERT INTO notices.delivery (notice_id, step_id, department_id, way, channel_id, state, made_at, next_attempt_at)"
    " SELECT n.id, s.id, d.id, c.way, c.id, 'waiting', :now, :now "
    + _STEPS.format(channel="JOIN notices.channel c ON c.department_id = d.id AND c.enabled AND s.at >= c.since")
)


def dispatch(session: Session, *, notice_ids: Sequence[int], now: datetime) -> int:
    """Put every step that a department has to hear of on its ways, once; return how many wait to be sent."""
    given = {"notice_ids": list(notice_ids), "now": now}
    session.execute(select(func.pg_advisory_xact_lock(FEED)))
    session.execute(_TO_PAGES, given)
    waiting = len(session.execute(_TO_CHANNELS, given).all())
    if waiting:
        send_soon(session, actor="platform", now=now)
    return waiting


def send_soon(session: Session, *, actor: str, now: datetime) -> int:
    """Ask the worker to send what is due."""
    return enqueue(session, DELIVER, arguments={}, now=now, requested_by=actor, unique_key=DELIVER)


def set_email(session: Session, *, department_id: int, text_: str, actor: str, now: datetime) -> Channel:
    """Let a department have letters."""
    address = "\n".join(recipients(text_))
    channel = _channel(session, department_id, Way.EMAIL, address, actor=actor, now=now)
    _record(session, channel, "notices.delivery.set", actor=actor, now=now)
    return channel


def set_webhook(
    session: Session,
    *,
    department_id: int,
    address: str,
    scheme: Scheme,
    new_key: bool,
    hosts: frozenset[str],
    crypto: CryptoProvider,
    actor: str,
    now: datetime,
) -> str | None:
    """Let a department's system be called; return the secret where a new one was made, which is shown this once."""
    place_of(address, hosts=hosts)
    known = queries.channel_of(session, department_id=department_id, way=Way.WEBHOOK)
    secret = None if scheme is Scheme.PLATFORM or (known and known.secret and not new_key) else new_secret()
    stored = sealed(secret, crypto=crypto) if secret else (known.secret if known else None)
    channel = _channel(
        session, department_id, Way.WEBHOOK, address.strip(), scheme=scheme.value, secret=stored, actor=actor, now=now
    )
    _record(session, channel, "notices.delivery.set", actor=actor, now=now)
    return secret


def _channel(
    session: Session, department_id: int, way: Way, address: str, *, actor: str, now: datetime, **more: Any
) -> Channel:
    """Return the channel as it is to be; a changed address is tried at once."""
    channel = queries.channel_of(session, department_id=department_id, way=way)
    if channel is None:
        channel = Channel(department_id=department_id, way=way.value, since=now, failures=0)
        session.add(channel)
    elif not channel.enabled:
        channel.since = now
    values = {"address": address, "enabled": True, "changed_at": now, "changed_by": actor, "next_attempt_at": None, **more}
    for name, value in values.items():
        setattr(channel, name, value)
    session.flush()
    return channel


def close_channel(session: Session, channel: Channel, *, actor: str, now: datetime) -> int:
    """Stop using a channel; what waits in it is not sent, and says so. The page has it all the same."""
    waiting = (Delivery.channel_id == channel.id, Delivery.state == DeliveryState.WAITING)
    dropped = session.execute(update(Delivery).where(*waiting).values(state=DeliveryState.DROPPED).returning(Delivery.id)).all()
    channel.enabled, channel.changed_at, channel.changed_by = False, now, actor
    channel.failures, channel.failing_since, channel.next_attempt_at, channel.last_error = 0, None, None, None
    _record(session, channel, "notices.delivery.close", actor=actor, now=now)
    return len(dropped)


def send_now(session: Session, channel: Channel, *, actor: str, now: datetime) -> int:
    """Try everything that waits in a channel at once, whatever pause it is in."""
    channel.next_attempt_at = None
    waiting = (Delivery.channel_id == channel.id, Delivery.state == DeliveryState.WAITING)
    found = session.execute(update(Delivery).where(*waiting).values(next_attempt_at=now).returning(Delivery.id)).all()
    send_soon(session, actor=actor, now=now)
    _record(session, channel, "notices.delivery.send_now", actor=actor, now=now)
    return len(found)


def note(session: Session, channel_id: int, delivery_ids: Sequence[int], reply: Reply, *, now: datetime) -> None:
    """Write down an attempt: a receipt for each delivery, and how the channel stands."""
    rows = [{"delivery_id": one, "at": now, "outcome": reply.outcome.value, "said": reply.said} for one in delivery_ids]
    session.execute(insert(Attempt), rows)
    channel = session.get_one(Channel, channel_id, with_for_update=True)
    values = {Outcome.DELIVERED: _delivered, Outcome.REFUSED: _refused, Outcome.DOWN: _down}[reply.outcome](channel, reply, now)
    mine = (Delivery.id.in_(delivery_ids), Delivery.state == DeliveryState.WAITING)
    session.execute(update(Delivery).where(*mine).values(attempts=Delivery.attempts + 1, **values))


def _reached(channel: Channel) -> None:
    channel.failures, channel.failing_since, channel.next_attempt_at, channel.last_error = 0, None, None, None


def _delivered(channel: Channel, reply: Reply, now: datetime) -> dict[str, Any]:
    _reached(channel)
    channel.last_success_at = now
    return {"state": DeliveryState.DELIVERED, "delivered_at": now, "receipt": reply.said, "last_error": None}


def _refused(channel: Channel, reply: Reply, now: datetime) -> dict[str, Any]:
    """The receiver answers, but not for this one: it waits by itself and holds up nothing else."""
    _reached(channel)
    pauses = {number: now + pause(number + 1) for number in range(len(PAUSES) - 1)}
    return {"last_error": reply.said, "next_attempt_at": case(pauses, value=Delivery.attempts, else_=now + pause(len(PAUSES)))}


def _down(channel: Channel, reply: Reply, now: datetime) -> dict[str, Any]:
    channel.failures += 1
    channel.failing_since = channel.failing_since or now
    channel.next_attempt_at, channel.last_error = now + pause(channel.failures), reply.said
    return {"last_error": reply.said}


def fetched(session: Session, *, delivery_ids: Sequence[int], now: datetime) -> None:
    """Note when the API first gave deliveries out."""
    first = (Delivery.id.in_(delivery_ids), Delivery.fetched_at.is_(None))
    session.execute(update(Delivery).where(*first).values(fetched_at=now, receipt="已由部门系统通过接口取走"))


def _record(session: Session, channel: Channel, action: str, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="channel",
        object_id=channel.id,
        detail={"way": channel.way, "address": channel.address, "scheme": channel.scheme, "enabled": channel.enabled},
        now=now,
        department_id=channel.department_id,
    )
