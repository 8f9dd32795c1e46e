"""Who holds an effect of a ground, such as a sanction drawn from a penalty, and how each is told to lift it.

A slice that keeps such effects registers a `Holder` among its module's `parts`. The slice that ends a ground asks every
holder whether it holds something, tells those that do, and waits for a `Lifted` from each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Sequence
from sqlalchemy.orm import Session

from supervision.kernel.db import Base
from supervision.kernel.outbox import Event

ORDER_IDS = Sequence("lift_order_id_seq", schema="kernel", data_type=BigInteger, metadata=Base.metadata)


@dataclass(frozen=True, slots=True)
class LiftOrder:
    """Effects of these grounds must end; `order_id` is the same however often it is repeated, and no two orders share one."""

    order_id: int
    ground_kind: str
    ground_ids: tuple[int, ...]
    reason: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Holder:
    """A keeper of effects; `name` is its identity for ever, `label` what people read.

    `lift` takes the order in the caller's transaction and may do the work later, but publishes `Lifted` only when nothing
    is held any more. An order that comes twice lifts once; telling `Lifted` again is harmless.
    """

    name: str
    label: str
    holds: Callable[[Session, str, tuple[int, ...]], bool]
    lift: Callable[[Session, LiftOrder, datetime], None]


@dataclass(frozen=True)
class Lifted(Event):
    """A holder has lifted what the order named; `receipt` is its own number or words for the act."""

    name: ClassVar[str] = "kernel.holders.lifted"

    order_id: int
    holder: str
    receipt: str


@dataclass(frozen=True)
class Restored(Event):
    """Grounds stand again although effects of them were lifted: whoever lifted may have to take up again what the law asks for."""

    name: ClassVar[str] = "kernel.holders.restored"

    ground_kind: str
    ground_ids: tuple[int, ...]
    reason: str
