"""What is stored of a clue and of every step that was taken with it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "duties"


class ClueNumber(Base):
    """The last number that was given in a year; the row's lock hands numbers out one after the other, without a gap."""

    __tablename__ = "clue_number"
    __table_args__ = (CheckConstraint("last >= 0", name="not_negative"), {"schema": SCHEMA})
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class Clue(Base):
    """线索. What handed it over is named by kind and id, so that the same thing hands over one clue however often it tries."""

    __tablename__ = "clue"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'checking', 'settled')", name="state"),
        CheckConstraint("outcome IN ('case_filed', 'corrected', 'not_filed', 'unfounded', 'elsewhere')", name="outcome"),
        CheckConstraint(
            "(state = 'settled') = (outcome IS NOT NULL AND settled_at IS NOT NULL)", name="settled_has_an_outcome"
        ),
        CheckConstraint("(outcome IS NULL) = (outcome_text IS NULL)", name="outcome_says_what_was_found"),
        CheckConstraint("state <> 'checking' OR handler_id IS NOT NULL", name="checked_by_somebody"),
        CheckConstraint("due_on >= opened_on", name="due_after_it_was_opened"),
        CheckConstraint("btrim(content) <> ''", name="has_content"),
        Index("uq_clue_source", "source_kind", "source_id", unique=True),
        Index("uq_clue_number", "number", unique=True),
        Index("ix_clue_department", "department_id", "state", "due_on"),
        Index("ix_clue_subject", "subject_id"),
        Index("ix_clue_handler", "handler_id", postgresql_where=text("state <> 'settled'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(String(32))
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    content: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    handler_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    due_rule: Mapped[str] = mapped_column(String(80), comment="rule and version by which the period was counted")
    due_calendar: Mapped[str] = mapped_column(Text, comment="version of the calendar by which it was counted")
    due_provisional: Mapped[bool] = mapped_column(comment="whether the count touched a year that was not announced")
    extended: Mapped[bool] = mapped_column(server_default=text("false"))
    outcome: Mapped[str | None] = mapped_column(String(12))
    outcome_text: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012  # what SQLAlchemy reads off the class


class ClueStep(Base):
    """经过: one step, never changed; `request_key` makes a double click one step."""

    __tablename__ = "clue_step"
    __table_args__ = (
        CheckConstraint("action IN ('hand_over', 'assign', 'reassign', 'extend', 'settle', 'reopen')", name="action"),
        Index("ix_clue_step_clue", "clue_id", "id"),
        Index("uq_clue_step_request", "request_key", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    clue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("duties.clue.id"))
    action: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor: Mapped[str] = mapped_column(Text)
    from_department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    to_department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    request_key: Mapped[UUID | None]
