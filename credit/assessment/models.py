"""What assessment keeps: zero reports, months that stayed silent, refused rows, circulars, and appeals against them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"


class ZeroReport(Base):
    """零报告: a department says that it made no further decisions of a kind in a month; `month` is its first day.

    `contradicted_at` is when a decision of that month came all the same; such a decision counts as hidden.
    """

    __tablename__ = "zero_report"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("date_part('day', month) = 1", name="month"),
        Index("uq_zero_report_month", "department_id", "kind", "month", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    kind: Mapped[str] = mapped_column(String(7))
    month: Mapped[date] = mapped_column(Date)
    filed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    filed_by: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    contradicted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class ReportGap(Base):
    """漏报: an item that was in use, and a month in which nothing came of it and no zero report was filed."""

    __tablename__ = "report_gap"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("date_part('day', month) = 1", name="month"),
        CheckConstraint("state IN ('open', 'filled', 'declared')", name="state"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_at_a_time"),
        CheckConstraint("due_on < found_on", name="found_when_it_was_over"),
        Index("uq_report_gap_item", "item_id", "department_id", "month", unique=True),
        Index("ix_report_gap_department", "department_id", "month"),
        Index("ix_report_gap_open", "department_id", postgresql_where=text("state = 'open'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.catalogue_item.id"))
    kind: Mapped[str] = mapped_column(String(7))
    month: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    found_on: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(80), comment="rule and version by which the month was over")
    reminded_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    reminders: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    state: Mapped[str] = mapped_column(String(8))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class Refusal(Base):
    """退回行: a reported row that did not pass, so that it counts once even when it is put right.

    `doc_key` is the number of its document as numbers are compared; `digest` tells rows apart that have none.
    """

    __tablename__ = "refusal"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        Index("ix_refusal_doc_key", "department_id", "kind", "doc_key"),
        Index("ix_refusal_department", "department_id", "received_at"),
        {"schema": SCHEMA},
    )
    batch_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    row_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    kind: Mapped[str] = mapped_column(String(7))
    doc_key: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    decided_on: Mapped[date | None] = mapped_column(Date)
    received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class Circular(Base):
    """通报: the figures of a month as they were issued, with the method by which they were made; they never change."""

    __tablename__ = "circular"
    __table_args__ = (
        CheckConstraint("ends_on > starts_on", name="period"),
        CheckConstraint("jsonb_typeof(lines) = 'array'", name="lines"),
        Index("uq_circular_period", "starts_on", "ends_on", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(80))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    issued_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    issued_by: Mapped[str] = mapped_column(Text)
    attachment_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))


class Appeal(Base):
    """申诉: a department says that decisions were counted against it wrongly; who decides is somebody else, elsewhere."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("state IN ('filed', 'upheld', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("measure IN ('late', 'qualified', 'hidden')", name="measure"),
        CheckConstraint("cardinality(decision_ids) BETWEEN 1 AND 500", name="decisions"),
        CheckConstraint("btrim(reason) <> ''", name="reason"),
        CheckConstraint("(state IN ('upheld', 'refused')) = (decided_at IS NOT NULL)", name="decided_at_a_time"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by <> filed_by", name="decided_by_another"),
        CheckConstraint("decided_at IS NULL OR btrim(answer) <> ''", name="decided_with_an_answer"),
        Index("ix_appeal_circular", "circular_id"),
        Index("ix_appeal_department", "department_id", "id"),
        Index("ix_appeal_open", "id", postgresql_where=text("state = 'filed'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    circular_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.circular.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    measure: Mapped[str] = mapped_column(String(9))
    decision_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(9))
    filed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    filed_by: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, server_default=text("''"))
    decided_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
