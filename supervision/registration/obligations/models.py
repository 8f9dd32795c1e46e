"""What is kept of a scope that has to go."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "registration"


class Obligation(Base):
    """变更义务: a licence is gone, so the firm has to change its scope or cancel within the days that the rule says.

    `licence_record_id` is the record in the archive that told of it, `division` where the firm was then. Overdue ones stay
    to be met.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        CheckConstraint("ground IN ('revoked', 'expired', 'cancelled')", name="ground"),
        CheckConstraint("state IN ('open', 'met', 'overdue')", name="state"),
        CheckConstraint("(state = 'met') = (met_by_entry_id IS NOT NULL)", name="met_by_an_entry"),
        CheckConstraint("(state = 'met') = (met_at IS NOT NULL)", name="met_at_some_time"),
        CheckConstraint("due_on >= began_on", name="due_after_it_began"),
        Index(
            "uq_obligation_licence",
            "subject_id",
            "item_code",
            "ground",
            "licence_record_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_obligation_standing", "due_on", "id", postgresql_where=text("state <> 'met'")),
        Index("ix_obligation_subject", "subject_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    item_code: Mapped[str] = mapped_column(String(16))
    item_name: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(String(9))
    licence_record_id: Mapped[int | None] = mapped_column(BigInteger)
    division: Mapped[str | None] = mapped_column(String(6))
    told_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    began_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    rule_code: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(7))
    met_by_entry_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("registration.entry.id"))
    met_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
