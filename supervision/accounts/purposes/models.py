"""What is stored of a purpose: who wanted to see what, why, and what the reviewer thought of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "accounts"


class PurposeDeclaration(Base):
    """用途声明: opens the personal fields of one subject to one person for a short time. Append-only."""

    __tablename__ = "purpose_declaration"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('case', 'inspection', 'complaint', 'sanction', 'referral', 'supervision')", name="purpose"
        ),
        CheckConstraint("btrim(case_no) <> ''", name="has_case_number"),
        CheckConstraint("expires_at > declared_at", name="expires_after_it_began"),
        Index("ix_purpose_declaration_who", "user_id", "subject", "expires_at"),
        Index("ix_purpose_declaration_month", "month", "department_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    session_id: Mapped[int | None] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(Text, comment="what is opened, such as archive:12")
    purpose: Mapped[str] = mapped_column(String(12))
    case_no: Mapped[str] = mapped_column(Text)
    month: Mapped[date] = mapped_column(Date, comment="first day of the month in Asia/Shanghai")
    outside_hours: Mapped[bool]
    declared_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class PurposeReview(Base):
    """用途审查: one department's declarations of one month, looked through by the audit administrator."""

    __tablename__ = "purpose_review"
    __table_args__ = (
        CheckConstraint("verdict IN ('in_order', 'to_explain')", name="verdict"),
        Index("uq_purpose_review_month", "month", "department_id", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    month: Mapped[date] = mapped_column(Date)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    verdict: Mapped[str] = mapped_column(String(12))
    remark: Mapped[str] = mapped_column(Text)
    declarations: Mapped[int] = mapped_column(Integer, comment="how many there were when it was looked through")
    reviewed_by: Mapped[str] = mapped_column(Text)
    reviewed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
