"""Who was named for what, from when to when; and each handover with what was open on that day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"


class Handover(Base):
    """交接: from one person to another on a day; `open` is what was not settled then, counted and listed."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("duty IN ('head', 'liaison', 'reporter')", name="duty"),
        CheckConstraint("from_user_id <> to_user_id", name="between_two_people"),
        CheckConstraint("btrim(reason) <> ''", name="reason"),
        CheckConstraint("jsonb_typeof(open) = 'array'", name="open_is_a_list"),
        Index("uq_handover_request", "request_key", unique=True),
        Index("ix_handover_department", "department_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    request_key: Mapped[UUID] = mapped_column(Uuid())
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    duty: Mapped[str] = mapped_column(String(8))
    from_user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    to_user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    on_day: Mapped[date] = mapped_column(Date, comment="the first day of the new one")
    reason: Mapped[str] = mapped_column(Text)
    open: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    made_by: Mapped[str] = mapped_column(Text)


class Post(Base):
    """任职: a person named for a duty in a unit; ended ones stay for the history."""

    __tablename__ = "reporter_post"
    __table_args__ = (
        CheckConstraint("duty IN ('head', 'liaison', 'reporter')", name="duty"),
        CheckConstraint("valid_to >= valid_from - 1", name="period"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_at IS NULL OR (valid_to IS NOT NULL AND btrim(ended_why) <> '')", name="ended_for_a_reason"),
        Index(
            "uq_reporter_post_single",
            "department_id",
            "duty",
            unique=True,
            postgresql_where=text("valid_to IS NULL AND duty <> 'reporter'"),
        ),
        Index(
            "uq_reporter_post_person",
            "department_id",
            "duty",
            "user_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_reporter_post_department", "department_id", "valid_from"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    duty: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="the last day")
    named_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    named_by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    ended_by: Mapped[str | None] = mapped_column(Text)
    ended_why: Mapped[str | None] = mapped_column(Text)
    came_by: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("credit.handover.id"), comment="the handover that began it"
    )
