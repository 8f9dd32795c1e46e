"""What goes out together, and how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from supervision.kernel.crypto import CryptoProvider
from supervision.notices.delivery.features import body_of
from supervision.notices.delivery.mailing.service import Post, mail
from supervision.notices.delivery.mailing.service import send as send_mail
from supervision.notices.delivery.models import Channel
from supervision.notices.delivery.reaching.service import USUAL, Reply, Times, post
from supervision.notices.delivery.signing.features import opened, signed
from supervision.notices.delivery.states import Scheme, Way

TOGETHER: Final = 50


@dataclass(frozen=True, slots=True)
class Outside:
    """What the administrator says about the world outside, and how long it may take."""

    hosts: frozenset[str]
    mail: Post | None
    crypto: CryptoProvider
    times: Times = USUAL


def packets(rows: Sequence[Any], *, way: Way) -> list[Sequence[Any]]:
    """Return what goes out at once: a letter tells of all, a call of one."""
    return [rows] if way is Way.EMAIL else [[row] for row in rows]


def send(packet: Sequence[Any], channel: Channel, *, stamp: int, outside: Outside) -> Reply:
    """Send one packet and return what came of it."""
    if Way(channel.way) is Way.EMAIL:
        letter = mail(packet, recipients=channel.address.split("\n"), post=outside.mail) if outside.mail else None
        return send_mail(letter, post=outside.mail, times=outside.times)
    body, secret = body_of(packet[0]), opened(channel.secret, crypto=outside.crypto)
    proof = signed(body, stamp=stamp, scheme=Scheme(channel.scheme or ""), secret=secret, crypto=outside.crypto)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "supervision-platform",
        "Idempotency-Key": str(packet[0].key),
        **proof,
    }
    return post(channel.address, body, headers, hosts=outside.hosts, times=outside.times)
