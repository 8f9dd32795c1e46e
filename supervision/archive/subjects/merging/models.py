"""What is kept of a merge."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "archive"


class Merge(Base):
    """合并: the second subject's archive is read under the first; rewrites no key, so that a split is exact."""

    __tablename__ = "merge"
    __table_args__ = (
        CheckConstraint("kept_id <> merged_id", name="two_subjects"),
        CheckConstraint("(split_at IS NULL) = (split_by IS NULL)", name="split_names_who"),
        Index("uq_merge_open", "merged_id", unique=True, postgresql_where=text("split_at IS NULL")),
        Index("ix_merge_kept", "kept_id"),
        Index("ix_merge_merged", "merged_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kept_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    merged_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    reason: Mapped[str] = mapped_column(Text)
    moved: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="table name → ids that are read under the kept subject")
    merged_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    merged_by: Mapped[str] = mapped_column(Text)
    split_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    split_by: Mapped[str | None] = mapped_column(Text)
    split_reason: Mapped[str | None] = mapped_column(Text)
