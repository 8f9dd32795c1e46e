"""What reporting keeps: each matter in its standing version, and every version before."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
    Numeric,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"


class Decision(Base):
    """双公示决定: one licence or penalty as it stands; document numbers of persons are nowhere in it.

    `record_id` leads to the open version in the archive. Amounts are in 万元. `valid_to` 2099-12-31 means 长期. `doc_key` is the
    number of the document as numbers are compared. `business_key` is the same for every version of one matter. What must be
    looked at by a person before anything is shown stands in `holds`: rule, field, message, remedy, batch and row of each.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("party IN ('legal', 'person')", name="party"),
        CheckConstraint("party_kind IN ('法人及非法人组织', '个体工商户', '自然人')", name="party_kind"),
        CheckConstraint("(party = 'person') = (party_kind = '自然人')", name="persons_stand_in_their_table"),
        CheckConstraint("party = 'legal' OR subject_code IS NULL", name="persons_have_no_code"),
        CheckConstraint("status IN ('valid', 'void')", name="status"),
        CheckConstraint("procedure IN ('simple', 'ordinary')", name="procedure"),
        CheckConstraint("severity IN ('minor', 'general', 'serious')", name="severity"),
        CheckConstraint("change IN ('new', 'corrected', 'revoked', 'annulled')", name="change"),
        CheckConstraint("change NOT IN ('revoked', 'annulled') OR status = 'void'", name="withdrawn_is_void"),
        CheckConstraint("amount >= 0 AND confiscated >= 0", name="amounts_not_negative"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("received_at >= first_received_at", name="received_in_order"),
        CheckConstraint("held = (holds <> '[]'::jsonb)", name="held_says_why"),
        CheckConstraint("jsonb_typeof(holds) = 'array'", name="holds_are_a_list"),
        CheckConstraint("NOT (stock AND reported_late)", name="stock_is_never_late"),
        Index("uq_decision_business_key", "business_key", unique=True),
        Index("ix_decision_department", "department_id", "kind", "decided_on"),
        Index("ix_decision_received", "first_received_at"),
        Index("ix_decision_subject", "subject_id", "kind", postgresql_where=text("subject_id IS NOT NULL")),
        Index("ix_decision_record", "record_id"),
        Index("ix_decision_batch", "batch_id", "row_no"),
        Index("ix_decision_doc_key", "doc_key"),
        Index("ix_decision_held", "department_id", "received_at", postgresql_where=text("held")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(7))
    party: Mapped[str] = mapped_column(String(6))
    party_kind: Mapped[str] = mapped_column(String(8))
    record_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.record.id"))
    subject_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    subject_name: Mapped[str] = mapped_column(Text)
    subject_code: Mapped[str | None] = mapped_column(Text, comment="code or old number as reported; never a person's")
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"), comment="who reported it")
    authority: Mapped[str] = mapped_column(Text)
    authority_code: Mapped[str | None] = mapped_column(String(18))
    source_name: Mapped[str | None] = mapped_column(Text)
    source_code: Mapped[str | None] = mapped_column(String(18))
    doc_no: Mapped[str] = mapped_column(Text)
    doc_key: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    catalogue_item_id: Mapped[int | None] = mapped_column(BigInteger)
    category: Mapped[str | None] = mapped_column(Text)
    certificate: Mapped[str | None] = mapped_column(Text)
    certificate_no: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date] = mapped_column(Date)
    effective_on: Mapped[date | None] = mapped_column(Date)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="2099-12-31 is 长期")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 6), comment="fine, 万元")
    confiscated: Mapped[Decimal | None] = mapped_column(Numeric(18, 6), comment="万元")
    content: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(Text)
    violation: Mapped[str | None] = mapped_column(Text)
    revoked_ref: Mapped[str | None] = mapped_column(Text)
    publicity_until: Mapped[date | None] = mapped_column(Date, comment="as reported, not as the rules say")
    status: Mapped[str] = mapped_column(String(5))
    procedure: Mapped[str | None] = mapped_column(String(8))
    severity: Mapped[str | None] = mapped_column(String(7))
    severity_basis: Mapped[str | None] = mapped_column(Text)
    remedy_channel: Mapped[str | None] = mapped_column(Text, comment="救济渠道")
    remark: Mapped[str | None] = mapped_column(Text)
    standard: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    business_key: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    stock: Mapped[bool] = mapped_column(Boolean, server_default=text("false"), comment="of earlier years: never late")
    reported_late: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    accepted_on: Mapped[date | None] = mapped_column(Date, comment="受理日期")
    completed_on: Mapped[date | None] = mapped_column(Date, comment="办结日期")
    first_received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    batch_id: Mapped[int] = mapped_column(BigInteger)
    row_no: Mapped[int] = mapped_column(Integer)
    held: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    holds: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    change: Mapped[str] = mapped_column(String(9))
    change_reason: Mapped[str | None] = mapped_column(Text)


class DecisionVersion(Base):
    """决定的旧版本: what stood before, whole, from when to when it was believed, and why it gave way."""

    __tablename__ = "decision_version"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("btrim(reason) <> ''", name="reason"),
        Index("uq_decision_version_number", "decision_id", "version", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    decision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    version: Mapped[int] = mapped_column(Integer)
    row: Mapped[dict[str, Any]] = mapped_column(JSONB)
    valid_from: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    valid_to: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
