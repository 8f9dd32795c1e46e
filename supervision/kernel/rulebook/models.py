"""Rules as rows that are only added: a change is a new version, and a decision names the version that it used."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class StoredRule(Base):
    """One version of one rule; `origin` tells the package's own from what an administrator entered."""

    __tablename__ = "rule"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("effective_to IS NULL OR effective_from IS NULL OR effective_to >= effective_from", name="period"),
        CheckConstraint("jurisdiction = 'CN' OR jurisdiction ~ '^[0-9]{6}$'", name="jurisdiction"),
        CheckConstraint("origin IN ('packaged', 'local')", name="origin"),
        Index("ix_rule_topic", "topic"),
        {"schema": "kernel"},
    )

    rule_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(String(40))
    jurisdiction: Mapped[str] = mapped_column(String(6))
    channel: Mapped[str | None] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(Text)
    effective_from: Mapped[date | None] = mapped_column(Date)
    effective_to: Mapped[date | None] = mapped_column(Date)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    legal_basis: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    precedence: Mapped[int] = mapped_column(Integer)
    confidence: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(8))
    withdrawn: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    recorded_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    recorded_by: Mapped[str] = mapped_column(Text)
