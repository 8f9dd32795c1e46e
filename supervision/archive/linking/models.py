"""What the linking of rows to subjects remembers."""

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
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "archive"


class CandidateReason(StrEnum):
    """Why a counterpart waits for a person."""

    NAME_ONLY = "name_only"
    SEVERAL = "several"
    NOT_FOUND = "not_found"
    RENAMED = "renamed"


class Outlook(StrEnum):
    """How likely it is that an archive exists: where a question stands in the queue.

    `NEW` was not compared with the archives yet; `PARKED` was put aside by a person until its registration comes.
    """

    LIKELY = "likely"
    NEW = "new"
    NONE = "none"
    UNSURE = "unsure"
    PARKED = "parked"


class Verdict(StrEnum):
    """What a person decided about one counterpart and one subject."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Candidate(Base):
    """待核对主体: one counterpart as submitted (not one row), waiting until a person says whose archive it belongs to.

    `party_key` is the digest of the normalised name, code and old number; every record with that key is moved by one decision.
    A registration that names a known code differently waits with its row in `submitted`, since no record holds it. `codes` holds
    every number by which it may be found later. `distance` is what the likeliest archive's score lacks to a hundred.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        CheckConstraint("reason IN ('name_only', 'several', 'not_found', 'renamed')", name="reason"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_somebody"),
        CheckConstraint("outlook IN ('likely', 'new', 'none', 'unsure', 'parked')", name="outlook"),
        CheckConstraint("distance BETWEEN 0 AND 100", name="distance"),
        Index("uq_candidate_party", "party_key", unique=True),
        Index("ix_candidate_open", "reason", "distance", "id", postgresql_where=text("settled_at IS NULL")),
        Index(
            "ix_candidate_queue",
            "outlook",
            "distance",
            "id",
            postgresql_include=["department_id"],
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_candidate_likeliest", "distance", "id", postgresql_where=text("settled_at IS NULL AND outlook <> 'parked'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    party_key: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(String(12))
    subject_name: Mapped[str | None] = mapped_column(Text)
    normal: Mapped[str | None] = mapped_column(Text)
    subject_code: Mapped[str | None] = mapped_column(Text)
    codes: Mapped[dict[str, str | None] | None] = mapped_column(JSONB, comment="uscc, number, org")
    outlook: Mapped[str] = mapped_column(String(8), server_default=text("'new'"))
    distance: Mapped[int] = mapped_column(SmallInteger, server_default=text("100"))
    kind: Mapped[str] = mapped_column(String(24))
    submitted: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    row_no: Mapped[int | None] = mapped_column(Integer)
    opened_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(Text)


class MatchDecision(Base):
    """核对决定: what a person said once, used by every later load. A later decision about the same two closes the earlier one."""

    __tablename__ = "match_decision"
    __table_args__ = (
        CheckConstraint("verdict IN ('same', 'different', 'unsure')", name="verdict"),
        Index("uq_match_decision_open", "party_key", "subject_id", unique=True, postgresql_where=text("replaced_at IS NULL")),
        Index(
            "uq_match_decision_one_same",
            "party_key",
            unique=True,
            postgresql_where=text("replaced_at IS NULL AND verdict = 'same'"),
        ),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    party_key: Mapped[bytes] = mapped_column(LargeBinary)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    verdict: Mapped[str] = mapped_column(String(9))
    subject_name: Mapped[str | None] = mapped_column(Text)
    subject_code: Mapped[str | None] = mapped_column(Text)
    reasons: Mapped[list[Any]] = mapped_column(JSONB)
    decided_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    decided_by: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
