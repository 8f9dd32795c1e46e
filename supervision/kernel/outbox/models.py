"""Events and their deliveries, in weekly partitions so that old weeks leave by dropping a table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Sequence, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

EVENT_IDS = Sequence("outbox_event_id_seq", schema="kernel", data_type=BigInteger, metadata=Base.metadata)
PARKED = "parked_at IS NOT NULL AND given_up_at IS NULL"
PENDING = "delivered_at IS NULL AND parked_at IS NULL"


class OutboxEvent(Base):
    """Something that happened, as it was told."""

    __tablename__ = "outbox_event"
    __table_args__ = ({"schema": "kernel", "postgresql_partition_by": "RANGE (created_at)"},)

    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), primary_key=True)
    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, server_default=text("nextval('kernel.outbox_event_id_seq')")
    )
    name: Mapped[str] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)


class OutboxDelivery(Base):
    """One event on its way to one subscriber; the primary key makes a second delivery impossible to record."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        CheckConstraint("delivered_at IS NULL OR parked_at IS NULL", name="delivered_or_parked"),
        CheckConstraint("given_up_at IS NULL OR parked_at IS NOT NULL", name="only_parked_is_given_up"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("ix_outbox_delivery_due", "next_attempt_at", "event_id", postgresql_where=text(PENDING)),
        Index("ix_outbox_delivery_parked", "parked_at", postgresql_where=text(PARKED)),
        {"schema": "kernel", "postgresql_partition_by": "RANGE (created_at)"},
    )

    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subscriber: Mapped[str] = mapped_column(String(120), primary_key=True)
    next_attempt_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    delivered_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    parked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    given_up_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    given_up_by: Mapped[str | None] = mapped_column(String(120))
    last_error: Mapped[str | None] = mapped_column(Text)
