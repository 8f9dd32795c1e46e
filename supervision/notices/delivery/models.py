"""The channels that a department chose, what goes through them, and the receipt of every attempt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "notices"
WAITING = "state = 'waiting'"


class Channel(Base):
    """送达渠道 of a department besides the page, which everybody has. `secret` is encrypted.

    A receiver that is down holds up the whole channel: `failures`, `failing_since`, `next_attempt_at` and `last_error` say so.
    """

    __tablename__ = "channel"
    __table_args__ = (
        CheckConstraint("way IN ('email', 'webhook')", name="way"),
        CheckConstraint("scheme IN ('hmac-sha256', 'hmac-sm3', 'platform')", name="scheme"),
        CheckConstraint("(way = 'webhook') = (scheme IS NOT NULL)", name="webhooks_are_signed"),
        CheckConstraint("scheme = 'platform' OR way <> 'webhook' OR secret IS NOT NULL", name="shared_secret"),
        CheckConstraint("(failures = 0) = (failing_since IS NULL)", name="failing_since_a_time"),
        Index("uq_channel_way", "department_id", "way", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    way: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(Text)
    scheme: Mapped[str | None] = mapped_column(String(12))
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    enabled: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    since: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    changed_by: Mapped[str] = mapped_column(String(120))
    failures: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    failing_since: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    next_attempt_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    last_error: Mapped[str | None] = mapped_column(Text)
    last_success_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class Delivery(Base):
    """送达: one step of a notice on its way to one department by one way. `key` is the receiver's guard against doubles.

    Of the way `page` the ids are taken and committed one transaction after the other, so that they are the cursor of the API:
    whoever saw an id has seen all below it. `fetched_at` is when the API first gave it out.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("way IN ('page', 'email', 'webhook')", name="way"),
        CheckConstraint("state IN ('waiting', 'delivered', 'dropped')", name="state"),
        CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name="delivered_at_a_time"),
        CheckConstraint("state <> 'waiting' OR next_attempt_at IS NOT NULL", name="waiting_for_a_time"),
        CheckConstraint("(way = 'page') = (channel_id IS NULL)", name="through_a_channel"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("uq_delivery_step", "step_id", "way", unique=True),
        Index("ix_delivery_feed", "department_id", "id", postgresql_where=text("way = 'page'")),
        Index("ix_delivery_waiting", "channel_id", "next_attempt_at", "id", postgresql_where=text(WAITING)),
        Index("ix_delivery_channel", "channel_id", "id"),
        Index("ix_delivery_notice", "notice_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    step_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.step.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    way: Mapped[str] = mapped_column(String(8))
    channel_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notices.channel.id"))
    key: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"))
    state: Mapped[str] = mapped_column(String(9))
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    next_attempt_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    delivered_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    fetched_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    receipt: Mapped[str | None] = mapped_column(Text)
    last_error: Mapped[str | None] = mapped_column(Text)


class Attempt(Base):
    """回执: what came of one attempt, in the receiver's words; never changed."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (
        CheckConstraint("outcome IN ('delivered', 'refused', 'down')", name="outcome"),
        Index("ix_delivery_attempt_delivery", "delivery_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    delivery_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.delivery.id"))
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    outcome: Mapped[str] = mapped_column(String(9))
    said: Mapped[str] = mapped_column(Text)
