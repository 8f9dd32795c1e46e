"""What persons decided about sentences, and the sentences that wait for a decision."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
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

SCHEMA = "licensing"


class Verdict(StrEnum):
    """What a person said of a sentence and an item."""

    ASKED = "asked"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> str:
        return {"asked": "涉及", "not_asked": "不涉及"}[self]


class Decision(Base):
    """人工判定. Settles every equal sentence for one item, in every scope; a later one replaces it and both stay."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("verdict IN ('asked', 'not_asked')", name="verdict"),
        CheckConstraint("octet_length(clause_digest) = 32", name="clause_digest"),
        Index("uq_decision_open", "clause_digest", "item_code", unique=True, postgresql_where=text("replaced_at IS NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    clause_digest: Mapped[bytes] = mapped_column(LargeBinary, comment="SHA-256 of the sentence in its normal form")
    clause: Mapped[str] = mapped_column(Text)
    item_code: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str] = mapped_column(Text, server_default=text("''"))
    catalogue_version_id: Mapped[int] = mapped_column(Integer, ForeignKey("licensing.catalogue_version.id"))
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    replaced_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class Doubt(Base):
    """待判定语句: a sentence that may touch an item, asked once however many firms registered it."""

    __tablename__ = "doubt"
    __table_args__ = (
        CheckConstraint("octet_length(clause_digest) = 32", name="clause_digest"),
        CheckConstraint("certainty BETWEEN 0 AND 1", name="certainty"),
        CheckConstraint("scopes > 0", name="scopes"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_somebody"),
        Index("uq_doubt_sentence", "clause_digest", "item_code", unique=True),
        Index("ix_doubt_open", text("scopes DESC"), "id", postgresql_where=text("settled_at IS NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    clause_digest: Mapped[bytes] = mapped_column(LargeBinary)
    clause: Mapped[str] = mapped_column(Text)
    item_code: Mapped[str] = mapped_column(String(8))
    certainty: Mapped[float] = mapped_column(Numeric(4, 3, asdecimal=False))
    spans: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, comment="places counted from the start of the sentence")
    scopes: Mapped[int] = mapped_column(Integer, server_default=text("1"), comment="in how many scopes it was met")
    catalogue_version_id: Mapped[int] = mapped_column(Integer, ForeignKey("licensing.catalogue_version.id"))
    first_met_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    last_met_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(Text)
