"""What is kept of a report."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "archive"


class FactReport(Base):
    """这条有误: somebody who knows better says that a fact is wrong; the source department answers, the fact stands meanwhile."""

    __tablename__ = "fact_report"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answer_names_who"),
        Index("ix_fact_report_subject", "subject_id"),
        Index("ix_fact_report_open", "department_id", postgresql_where=text("answered_at IS NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    department_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("accounts.department.id"), comment="the source that must answer"
    )
    field: Mapped[str] = mapped_column(String(24))
    registration_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.registration.id"))
    record_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.record.id"))
    note: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    reported_by: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    answered_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
