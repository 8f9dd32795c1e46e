"""What the catalogue is made of: versions, and in each its items."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "licensing"


class CatalogueVersion(Base):
    """目录版本. A published version is never changed; of two published ones no day belongs to both."""

    __tablename__ = "catalogue_version"
    __table_args__ = (
        CheckConstraint("kind IN ('packaged', 'imported', 'edited')", name="kind"),
        CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
        CheckConstraint("effective_to > effective_from", name="period"),
        CheckConstraint("state <> 'published' OR (effective_from IS NOT NULL AND published_at IS NOT NULL)", name="published"),
        ExcludeConstraint(
            (func.daterange(text("effective_from"), text("effective_to")), "&&"),
            where=text("state = 'published'"),
            name="ex_catalogue_version_one_a_day",
        ),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(9))
    effective_from: Mapped[date | None] = mapped_column(Date)
    effective_to: Mapped[date | None] = mapped_column(Date, comment="the first day on which it no longer holds")
    based_on: Mapped[int | None] = mapped_column(Integer, ForeignKey("licensing.catalogue_version.id"))
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    published_by: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))


class CatalogueItem(Base):
    """审批事项, as one version has it; its code means the same item in every version."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("code ~ '^[A-Z]{2}[0-9]{2,4}$'", name="code"),
        CheckConstraint("stage IN ('post', 'prior', 'none')", name="stage"),
        CheckConstraint("confidence IN ('verified', 'knowledge', 'unsure')", name="confidence"),
        CheckConstraint("feedback_workdays BETWEEN 1 AND 250", name="feedback_workdays"),
        CheckConstraint("cardinality(departments) > 0 AND cardinality(levels) > 0", name="recipients"),
        Index("ix_item_code", "code"),
        {"schema": SCHEMA},
    )
    version_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("licensing.catalogue_version.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(5))
    departments: Mapped[list[str]] = mapped_column(ARRAY(Text), comment="recipients; alternatives of one are joined by |")
    levels: Mapped[list[str]] = mapped_column(ARRAY(Text), comment="who decides, the usual level first")
    basis: Mapped[str] = mapped_column(Text)
    definition: Mapped[str] = mapped_column(Text)
    reform_modes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    feedback_workdays: Mapped[int] = mapped_column(SmallInteger)
    scope_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    words: Mapped[list[str]] = mapped_column(ARRAY(Text))
    negatives: Mapped[list[str]] = mapped_column(ARRAY(Text))
    markers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text), comment="names that licences of the item carry")
    source: Mapped[str] = mapped_column(Text)
    confidence: Mapped[str] = mapped_column(String(9))
