"""The worker's round: every channel that is due, several at once, so that one that hangs does not hold up the others."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from supervision.kernel.clock import now
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import JobContext
from supervision.kernel.settings import Settings
from supervision.notices.delivery import queries, service
from supervision.notices.delivery.mailing.service import Post
from supervision.notices.delivery.models import Channel
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.sending.service import TOGETHER, Outside, packets, send
from supervision.notices.delivery.states import Outcome, Way

AT_ONCE: Final = 3
ROUNDS: Final = 200


def run(context: JobContext) -> dict[str, object]:
    """Send what is due, and what comes meanwhile."""
    world, sent = outside(Settings.from_environment()), 0
    for number in range(ROUNDS):
        with reading() as session:
            channels = queries.due_channels(session, now=now())
        if not channels or context.cancelled():
            break
        with ThreadPoolExecutor(AT_ONCE) as threads:
            sent += sum(threads.map(partial(drain, outside=world), channels))
        context.progress(number + 1, None, f"已送出 {sent} 件")
    return {"delivered": sent}


def outside(settings: Settings) -> Outside:
    """Return what the administrator set."""
    mail = Post(settings.smtp_url, settings.smtp_sender or "", settings.public_url) if settings.smtp_url else None
    return Outside(listed_hosts(settings.webhook_hosts), mail, provider())


def drain(channel_id: int, *, outside: Outside) -> int:
    """Send one part of what a channel has; stop where its receiver is down. Return how many were delivered."""
    with reading() as session:
        channel = session.get_one(Channel, channel_id)
        rows = queries.due(session, channel_id=channel_id, now=now(), most=TOGETHER)
    delivered = 0
    for packet in packets(rows, way=Way(channel.way)) if rows else []:
        moment = now()
        reply = send(packet, channel, stamp=int(moment.timestamp()), outside=outside)
        with transaction() as session:
            service.note(session, channel_id, [row.id for row in packet], reply, now=now())
        if reply.outcome is Outcome.DOWN:
            break
        delivered += len(packet) if reply.outcome is Outcome.DELIVERED else 0
    return delivered
