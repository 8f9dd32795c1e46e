"""What stands between a queue and the line: where a channel leads, and what is on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from supervision.kernel.crypto import CryptoProvider
from supervision.notices.delivery.reaching.service import USUAL, Times
from supervision.notices.delivery.states import Scheme


@dataclass(frozen=True, slots=True)
class Outside:
    """What the administrator says about the world outside, and how long it may take."""

    hosts: frozenset[str]
    crypto: CryptoProvider
    times: Times = USUAL


@dataclass(frozen=True, slots=True)
class Gate:
    """A receiver as it can be reached now."""

    channel: str
    address: str
    scheme: Scheme
    secret: str
    cursor: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message, ready for the line."""

    message_id: int
    content: Mapping[str, Any]
