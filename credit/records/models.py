"""What records keep: reports as they were said."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"


class CreditReport(Base):
    """信用报告: what was said of a subject on a day, for whom and for what; `content` never changes.

    `token_hash` is the keyed hash by which the public page finds the report, `token_sealed` the token itself encrypted, by which
    the document is set.
    """

    __tablename__ = "credit_report"
    __table_args__ = (
        CheckConstraint("btrim(purpose) <> ''", name="purpose"),
        CheckConstraint("(attachment_id IS NULL) = (digest IS NULL)", name="set_with_a_digest"),
        Index("uq_credit_report_serial", "serial", unique=True),
        Index("uq_credit_report_token", "token_hash", unique=True),
        Index("uq_credit_report_request", "request_key", unique=True),
        Index("ix_credit_report_subject", "subject_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    serial: Mapped[str] = mapped_column(Text)
    request_key: Mapped[UUID] = mapped_column(Uuid)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    subject_name: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    as_of: Mapped[date] = mapped_column(Date)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    check_base: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    requested_by: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    attachment_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))
    digest: Mapped[str | None] = mapped_column(Text)
    set_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    reads: Mapped[int] = mapped_column(Integer, server_default=text("0"), comment="how often its PDF was opened")
