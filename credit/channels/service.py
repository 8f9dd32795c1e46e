"""What the operator does with a channel: say where it leads, stop it, let it go on, try at once, push again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.channels.cataloguing import service as cataloguing
from credit.channels.contracts.schemas import Contract, contracts
from credit.channels.errors import ChannelChangedMeanwhile, NothingToSend, SchemeNotInContract, SecretTooShort
from credit.channels.models import Channel, ChannelMessage
from credit.channels.sending.service import SECRET
from credit.channels.settling.service import send_soon, settle_one
from credit.channels.states import MessageState
from supervision.kernel import audit
from supervision.kernel.crypto import CryptoProvider
from supervision.notices.delivery.reaching.rules import place_of
from supervision.notices.delivery.signing.features import new_secret
from supervision.notices.delivery.states import Scheme

SHORTEST_SECRET: Final = 32


@dataclass(frozen=True, slots=True)
class Given:
    """Who acts, when, and which revision of the channel the person had seen."""

    actor: str
    now: datetime
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a channel leads, and how its calls are signed; without a secret the old one stays, or a new one is made."""

    address: str
    scheme: Scheme
    secret: str = ""
    new_secret: bool = False


def load_packaged(session: Session, *, now: datetime) -> int:
    """Give every contract its channel; one that stands stays as it is."""
    rows = [{"name": name, "changed_at": now, "changed_by": "package"} for name in contracts()]
    made = session.execute(insert(Channel).on_conflict_do_nothing().returning(Channel.name), rows)
    return len(made.all())


def set_place(
    session: Session, channel: Channel, place: Place, given: Given, *, hosts: frozenset[str], crypto: CryptoProvider
) -> str | None:
    """Say where a channel leads; return the secret where the platform made one, which is shown this once."""
    contract = _seen(channel, given)
    place_of(place.address, hosts=hosts)
    if place.scheme.value not in contract.authentication:
        raise SchemeNotInContract(label=contract.label)
    secret = place.secret.strip()
    if secret and len(secret) < SHORTEST_SECRET:
        raise SecretTooShort(least=SHORTEST_SECRET)
    made = new_secret() if not secret and (place.new_secret or channel.secret is None) else None
    if secret or made:
        channel.secret = crypto.encrypt(SECRET, (secret or made or "").encode())
    moved = channel.address != place.address.strip()
    channel.address, channel.scheme, channel.next_try_at = place.address.strip(), place.scheme.value, None
    if moved:
        channel.receipt_cursor = ""
        cataloguing.forget(session, channel.name)
    _changed(session, channel, given, "credit.channels.set", {"address": channel.address, "scheme": channel.scheme})
    return made


def pause(session: Session, channel: Channel, given: Given, *, reason: str) -> None:
    """Send nothing for now; everything waits, and nothing is lost."""
    _seen(channel, given)
    if channel.paused_at is not None:
        return
    channel.paused_at, channel.paused_reason = given.now, reason.strip()
    _changed(session, channel, given, "credit.channels.pause", {"reason": reason.strip()})


def resume(session: Session, channel: Channel, given: Given) -> None:
    """Go on sending, at once."""
    _seen(channel, given)
    if channel.paused_at is None:
        return
    channel.paused_at = channel.paused_reason = None
    _changed(session, channel, given, "credit.channels.resume", {})
    _at_once(session, channel, given)


def send_now(session: Session, channel: Channel, given: Given) -> None:
    """Try at once, whatever pause the channel is in."""
    _at_once(session, channel, given)
    _audit(session, channel.name, given, "credit.channels.send-now", {})


def push_again(
    session: Session, channel: str, given: Given, *, decision_ids: Sequence[int], department_id: int | None = None
) -> int:
    """Tell a receiver anew what it should hold of some decisions, or that it should hold them no longer."""
    made = settle_one(session, contracts()[channel], decision_ids=decision_ids, now=given.now, again=True)
    if not made:
        raise NothingToSend
    _audit(
        session,
        channel,
        given,
        "credit.channels.push-again",
        {"decisions": list(decision_ids)[:1000]},
        department_id=department_id,
    )
    send_soon(session, actor=given.actor, now=given.now)
    return made


def stand_by(session: Session, messages: Sequence[ChannelMessage], given: Given) -> int:
    """Push again what receivers refused, since the departments stand by it; return how many messages were made."""
    together: dict[tuple[str, int], list[int]] = {}
    for message in messages:
        together.setdefault((message.channel, message.department_id), []).append(message.decision_id)
    return sum(
        push_again(session, channel, given, decision_ids=decisions, department_id=department_id)
        for (channel, department_id), decisions in together.items()
    )


def _at_once(session: Session, channel: Channel, given: Given) -> None:
    channel.next_try_at = None
    waiting = (ChannelMessage.channel == channel.name, ChannelMessage.state == MessageState.WAITING)
    later = (*waiting, ChannelMessage.next_try_at > given.now)
    session.execute(update(ChannelMessage).where(*later).values(next_try_at=given.now))
    cataloguing.hasten(session, channel.name, actor=given.actor, now=given.now)
    send_soon(session, actor=given.actor, now=given.now)


def _seen(channel: Channel, given: Given) -> Contract:
    contract = contracts()[channel.name]
    if given.revision not in {None, channel.revision}:
        raise ChannelChangedMeanwhile(label=contract.label)
    return contract


def _changed(session: Session, channel: Channel, given: Given, action: str, detail: dict[str, object]) -> None:
    channel.changed_at, channel.changed_by = given.now, given.actor
    channel.revision += 1
    _audit(session, channel.name, given, action, detail)


def _audit(
    session: Session, name: str, given: Given, action: str, detail: dict[str, object], *, department_id: int | None = None
) -> None:
    audit.record(
        session,
        actor=given.actor,
        action=action,
        object_kind="channel",
        object_id=name,
        detail=detail,
        now=given.now,
        department_id=department_id,
    )
