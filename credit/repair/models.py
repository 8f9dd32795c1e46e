"""What repair keeps: each application with its two documents, its course, and what every holder was told and answered."""

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
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"
_OPEN = text("state IN ('submitted', 'incomplete', 'accepted', 'extended')")


class Repair(Base):
    """信用修复: one application about one published penalty.

    `token` is the receipt that only the applicant has. `grounds` are the rules by which it was eligible on the day that it came,
    word for word as shown. `accept_by`, `decide_by` and `lift_by` are counted by the rules named beside them. `order_id` is what
    holders are told. `barred_until` is the last day without a new application after a false promise.
    """

    __tablename__ = "repair"
    __table_args__ = (
        CheckConstraint(
            "state IN ('submitted', 'incomplete', 'accepted', 'extended', 'not_accepted', 'refused', 'withdrawn', 'approved', "
            "'closed', 'undone')",
            name="state",
        ),
        CheckConstraint("length(token) = 22", name="token_is_unguessable"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("committed", name="committed"),
        CheckConstraint("decided_by <> accepted_by", name="decided_by_another"),
        CheckConstraint(
            "state NOT IN ('accepted', 'extended', 'refused', 'approved', 'closed', 'undone') OR accepted_by IS NOT NULL",
            name="accepted_by_somebody",
        ),
        CheckConstraint(
            "state NOT IN ('refused', 'approved', 'closed', 'undone') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "state NOT IN ('refused', 'approved', 'closed', 'undone', 'not_accepted') OR btrim(reason) <> ''",
            name="decided_with_a_reason",
        ),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_at_an_instant"),
        CheckConstraint("(accepted_at IS NULL) = (decide_by IS NULL)", name="decide_by"),
        CheckConstraint(
            "(state IN ('approved', 'closed', 'undone')) = (order_id IS NOT NULL AND lift_by IS NOT NULL)", name="ordered"
        ),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_at_an_instant"),
        CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL AND undone_by IS NOT NULL AND btrim(undone_reason) <> '' "
            "AND barred_until IS NOT NULL)",
            name="undone_with_a_reason",
        ),
        CheckConstraint("state <> 'incomplete' OR btrim(asked) <> ''", name="asked_for_something"),
        CheckConstraint("jsonb_typeof(grounds) = 'array'", name="grounds_are_a_list"),
        Index("uq_repair_token", "token", unique=True),
        Index("uq_repair_request", "request_key", unique=True),
        Index("uq_repair_order", "order_id", unique=True, postgresql_where=text("order_id IS NOT NULL")),
        Index("uq_repair_open", "decision_id", unique=True, postgresql_where=_OPEN),
        Index("ix_repair_department", "department_id", "id"),
        Index("ix_repair_decision", "decision_id"),
        Index("ix_repair_subject", "subject_id", postgresql_where=text("subject_id IS NOT NULL")),
        Index("ix_repair_party", "party_code"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    token: Mapped[str] = mapped_column(String(22))
    request_key: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    decision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    publication_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.publication.id"))
    subject_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    department_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("accounts.department.id"), comment="谁认定、谁修复: the department of the decision"
    )
    party_name: Mapped[str] = mapped_column(Text)
    party_code: Mapped[str] = mapped_column(Text)
    doc_no: Mapped[str] = mapped_column(Text)
    committed: Mapped[bool] = mapped_column(Boolean)
    grounds: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    submitted_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    accept_by: Mapped[date] = mapped_column(Date)
    accept_rule: Mapped[str] = mapped_column(String(80))
    asked: Mapped[str | None] = mapped_column(Text, comment="what has to be supplemented")
    accepted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    accepted_by: Mapped[str | None] = mapped_column(Text)
    decide_by: Mapped[date | None] = mapped_column(Date)
    decide_rule: Mapped[str | None] = mapped_column(String(80))
    extended_reason: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    order_id: Mapped[int | None] = mapped_column(BigInteger)
    lift_by: Mapped[date | None] = mapped_column(Date)
    lift_rule: Mapped[str | None] = mapped_column(String(80))
    closed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    undone_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_reason: Mapped[str | None] = mapped_column(Text)
    barred_until: Mapped[date | None] = mapped_column(Date)
    bar_rule: Mapped[str | None] = mapped_column(String(80))

    @property
    def number(self) -> str:
        """Return the number that papers carry; it opens nothing."""
        return f"信用修复〔{self.submitted_at.year}〕{self.id}号"


class RepairPaper(Base):
    """修复材料: a document as it was handed in."""

    __tablename__ = "repair_paper"
    __table_args__ = (
        CheckConstraint("kind IN ('commitment', 'performance', 'supplement')", name="kind"),
        Index("ix_repair_paper_repair", "repair_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    repair_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.repair.id"))
    kind: Mapped[str] = mapped_column(String(11))
    attachment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))
    added_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class RepairStep(Base):
    """修复经过: who did what when; only ever added to."""

    __tablename__ = "repair_step"
    __table_args__ = (
        Index("uq_repair_step_revision", "repair_id", "revision", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    repair_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.repair.id"))
    revision: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor: Mapped[str] = mapped_column(Text, comment="applicant, or person:<id>")
    note: Mapped[str | None] = mapped_column(Text)


class RepairHolder(Base):
    """处处修复: one holder of effects of the penalty, when it was told to lift them, and when it said that it had."""

    __tablename__ = "repair_holder"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'told', 'lifted', 'nothing', 'cancelled')", name="state"),
        CheckConstraint("state NOT IN ('told') OR told_at IS NOT NULL", name="told_at_an_instant"),
        CheckConstraint(
            "(state = 'lifted') = (lifted_at IS NOT NULL) AND (state = 'lifted') = (receipt IS NOT NULL)",
            name="lifted_with_a_receipt",
        ),
        CheckConstraint("reminders >= 0", name="reminders"),
        Index("uq_repair_holder_once", "repair_id", "holder", unique=True),
        Index("ix_repair_holder_unsettled", "due_on", postgresql_where=text("state IN ('waiting', 'told')")),
        Index("ix_repair_holder_holder", "holder", "state"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    repair_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.repair.id"))
    holder: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(9))
    due_on: Mapped[date] = mapped_column(Date)
    told_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    lifted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    receipt: Mapped[str | None] = mapped_column(Text)
    reminders: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    reminded_on: Mapped[date | None] = mapped_column(Date)
