"""What the channels keep: how each stands, every message with its receipt, what each receiver holds, and what did not agree."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"
_WAITING = "state = 'waiting'"
_URGENT = "state = 'waiting' AND action IN ('withdraw', 'repair')"


class Channel(Base):
    """渠道: one row for each contract. `secret` is encrypted; without an address everything waits, and nothing is lost.

    A receiver that is down holds up the whole channel: `failures`, `failing_since`, `next_try_at` and `last_error` say so.
    """

    __tablename__ = "channel"
    __table_args__ = (
        CheckConstraint("scheme IN ('hmac-sha256', 'hmac-sm3')", name="scheme"),
        CheckConstraint("(address IS NULL) = (scheme IS NULL) AND (address IS NULL) = (secret IS NULL)", name="signed"),
        CheckConstraint("(paused_reason IS NULL) = (paused_at IS NULL)", name="paused_with_a_reason"),
        CheckConstraint("paused_reason IS NULL OR btrim(paused_reason) <> ''", name="paused_says_why"),
        CheckConstraint("(failures = 0) = (failing_since IS NULL)", name="failing_since_a_time"),
        CheckConstraint("failures >= 0 AND revision > 0", name="counts"),
        {"schema": SCHEMA},
    )
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    address: Mapped[str | None] = mapped_column(Text)
    scheme: Mapped[str | None] = mapped_column(String(12))
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    paused_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    paused_reason: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    changed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    changed_by: Mapped[str] = mapped_column(String(120))
    failures: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    failing_since: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    next_try_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    last_error: Mapped[str | None] = mapped_column(Text)
    last_success_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    receipt_cursor: Mapped[str] = mapped_column(Text, server_default=text("''"))


class ChannelHolding(Base):
    """对方持有: what one receiver was given of one decision, and what it says that it holds.

    `sequence` numbers the messages of the decision; `sent` is the highest that ever went out, `answered` the highest with a
    receipt. `wanted` is what we want to be there, `received` what the receipts say. `closed_version` was repaired: it and what
    stood before are not given out again. `record` names the decision to this receiver and to no other.
    """

    __tablename__ = "channel_holding"
    __table_args__ = (
        CheckConstraint("sequence >= sent AND sent >= answered AND answered >= 0", name="in_order"),
        CheckConstraint("NOT received OR answered > 0", name="received_by_receipt"),
        CheckConstraint("received = (received_version IS NOT NULL)", name="received_is_a_version"),
        Index("uq_channel_holding_record", "channel", "record", unique=True),
        Index("ix_channel_holding_decision", "decision_id"),
        Index("ix_channel_holding_changed", "channel", "changed_at"),
        {"schema": SCHEMA},
    )
    channel: Mapped[str] = mapped_column(String(24), ForeignKey("credit.channel.name"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.decision.id"), primary_key=True)
    record: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"))
    sequence: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    version: Mapped[int] = mapped_column(Integer)
    wanted: Mapped[bool] = mapped_column(Boolean)
    sent: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    answered: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    received: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    received_version: Mapped[int | None] = mapped_column(Integer)
    received_digest: Mapped[str | None] = mapped_column(Text)
    closed_version: Mapped[int | None] = mapped_column(Integer)
    day: Mapped[date] = mapped_column(Date, comment="on which the decision first came in")
    changed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class ChannelMessage(Base):
    """发送队列: one act on one decision at one receiver. Its content is built when it is sent, never stored.

    Of one decision at most one message waits and at most one is under way; a newer one takes the place of one that waits.
    """

    __tablename__ = "channel_message"
    __table_args__ = (
        CheckConstraint("action IN ('publish', 'correct', 'withdraw', 'repair')", name="action"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'accepted', 'refused', 'superseded')", name="state"),
        CheckConstraint("(state IN ('waiting', 'sending')) = (next_try_at IS NOT NULL)", name="tried_at_a_time"),
        CheckConstraint("state NOT IN ('sent', 'accepted') OR attempts > 0", name="sent_by_an_attempt"),
        CheckConstraint("state NOT IN ('accepted', 'refused') OR receipt_at IS NOT NULL", name="answered_at_a_time"),
        CheckConstraint("state <> 'refused' OR jsonb_array_length(reasons) > 0", name="refused_for_a_reason"),
        CheckConstraint("action IN ('publish', 'correct') OR btrim(reason) <> ''", name="taken_back_for_a_reason"),
        CheckConstraint("sequence > 0 AND version > 0 AND attempts >= 0", name="counts"),
        Index("uq_channel_message_sequence", "channel", "decision_id", "sequence", unique=True),
        Index("uq_channel_message_key", "key", unique=True),
        Index("uq_channel_message_waiting", "channel", "decision_id", unique=True, postgresql_where=text(_WAITING)),
        Index("uq_channel_message_sending", "channel", "decision_id", unique=True, postgresql_where=text("state = 'sending'")),
        Index("ix_channel_message_due", "channel", "id", postgresql_where=text(_WAITING)),
        Index("ix_channel_message_urgent", "channel", "id", postgresql_where=text(_URGENT)),
        Index("ix_channel_message_sent", "channel", "sent_at", postgresql_where=text("state = 'sent'")),
        Index("ix_channel_message_refused", "department_id", "id", postgresql_where=text("state = 'refused'")),
        Index("ix_channel_message_listed", "channel", "state", "id"),
        Index("ix_channel_message_made", "channel", "made_at"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    channel: Mapped[str] = mapped_column(String(24), ForeignKey("credit.channel.name"))
    decision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    publication_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.publication.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    version: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10))
    key: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"))
    reason: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    next_try_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    digest: Mapped[str | None] = mapped_column(Text, comment="keyed digest of the row as it was last sent")
    receipt_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    receipt: Mapped[str | None] = mapped_column(Text, comment="the receiver's number of the receipt")
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    last_error: Mapped[str | None] = mapped_column(Text)


class ChannelLift(Base):
    """解除: an order to take decisions back, and when the receiver had confirmed all of it."""

    __tablename__ = "channel_lift"
    __table_args__ = (
        Index("ix_channel_lift_open", "channel", postgresql_where=text("lifted_at IS NULL")),
        {"schema": SCHEMA},
    )
    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(24), ForeignKey("credit.channel.name"), primary_key=True)
    decision_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    asked_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    lifted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class ChannelReconcile(Base):
    """日对账: of the decisions that came in on a day, by department, how many got how far; `held` is what the receiver lists."""

    __tablename__ = "channel_reconcile"
    __table_args__ = (
        CheckConstraint("produced >= published AND published >= sent AND sent >= received", name="stages"),
        CheckConstraint("held >= 0 AND received >= 0 AND differences >= 0", name="counts"),
        Index("ix_channel_reconcile_day", "day"),
        {"schema": SCHEMA},
    )
    channel: Mapped[str] = mapped_column(String(24), ForeignKey("credit.channel.name"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"), primary_key=True)
    produced: Mapped[int] = mapped_column(Integer)
    published: Mapped[int] = mapped_column(Integer)
    sent: Mapped[int] = mapped_column(Integer)
    received: Mapped[int] = mapped_column(Integer)
    held: Mapped[int | None] = mapped_column(Integer, comment="null when the receiver gave no list")
    differences: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class ChannelDifference(Base):
    """差异: one thing in which both sides do not agree, as the last reconcile of the day found it."""

    __tablename__ = "channel_difference"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('unpublished', 'unqueued', 'unsent', 'unanswered', 'refused', 'missing', 'extra', 'other', 'unknown')",
            name="kind",
        ),
        CheckConstraint("(kind = 'unknown') = (decision_id IS NULL)", name="about_a_decision"),
        Index("ix_channel_difference_day", "channel", "day", "kind", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    channel: Mapped[str] = mapped_column(String(24), ForeignKey("credit.channel.name"))
    day: Mapped[date] = mapped_column(Date)
    department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    decision_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    record: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(11))
    detail: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class ChannelCatalogue(Base):
    """事项目录: which public catalogue a receiver is to have, and which it said that it has. `attempts` counts since its last receipt.

    While an attempt is under way `next_try_at` is when it counts as lost.
    """

    __tablename__ = "channel_catalogue"
    __table_args__ = (
        CheckConstraint("wanted_digest ~ '^[0-9a-f]{64}$'", name="wanted_is_a_digest"),
        CheckConstraint("sent_digest ~ '^[0-9a-f]{64}$'", name="sent_is_a_digest"),
        CheckConstraint("num_nulls(sent_digest, sent_items, sent_at, receipt) IN (0, 4)", name="sent_by_receipt"),
        CheckConstraint("btrim(receipt) <> ''", name="receipt"),
        CheckConstraint("(attempts > 0) = (next_try_at IS NOT NULL)", name="tried_again_at_a_time"),
        CheckConstraint("attempts > 0 OR last_error IS NULL", name="failed_by_an_attempt"),
        CheckConstraint("items >= 0 AND sent_items >= 0 AND attempts >= 0", name="counts"),
        {"schema": SCHEMA},
    )
    channel: Mapped[str] = mapped_column(String(24), ForeignKey("credit.channel.name"), primary_key=True)
    wanted_digest: Mapped[str] = mapped_column(String(64))
    items: Mapped[int] = mapped_column(Integer)
    wanted_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    sent_digest: Mapped[str | None] = mapped_column(String(64))
    sent_items: Mapped[int | None] = mapped_column(Integer)
    sent_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    receipt: Mapped[str | None] = mapped_column(Text, comment="the receiver's number of the receipt")
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"), comment="since the last receipt")
    next_try_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    last_error: Mapped[str | None] = mapped_column(Text)
