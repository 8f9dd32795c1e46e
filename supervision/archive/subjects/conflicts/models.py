"""What is kept of a disagreement."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "archive"


class FieldConflict(Base):
    """来源不一致: two sources whose open versions disagree on one field; kept after it is settled."""

    __tablename__ = "field_conflict"
    __table_args__ = (
        Index(
            "uq_field_conflict_open",
            "subject_id",
            "field",
            "first_department_id",
            "second_department_id",
            unique=True,
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_field_conflict_subject", "subject_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    field: Mapped[str] = mapped_column(String(24))
    first_department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    first_value: Mapped[str] = mapped_column(Text)
    second_department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    second_value: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(Text)
    settled_as: Mapped[str | None] = mapped_column(Text)
