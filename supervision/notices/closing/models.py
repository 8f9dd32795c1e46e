"""What waits to be confirmed, what is followed up, and what goes to the random checks."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, Numeric, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "notices"


class Proposal(Base):
    """待确认的许可: a licence that may be the one of a notice; the department decides, once."""

    __tablename__ = "licence_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'refused', 'lapsed')", name="state"),
        CheckConstraint("certainty BETWEEN 0 AND 1", name="certainty"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_at_a_time"),
        Index("uq_licence_proposal_pair", "notice_id", "record_id", unique=True),
        Index("ix_licence_proposal_open", "notice_id", postgresql_where=text("state = 'open'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    record_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.record.id"))
    certainty: Mapped[float] = mapped_column(Numeric(4, 3, asdecimal=False))
    why: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(String(120))


class FollowUp(Base):
    """改革方式跟踪: a filing that is expected, or a commitment that is to be verified, by a dated rule."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("mode IN ('filing', 'commitment')", name="mode"),
        CheckConstraint("state IN ('awaiting', 'open', 'met', 'false', 'ended')", name="state"),
        CheckConstraint("state <> 'open' OR (due_on IS NOT NULL AND began_on IS NOT NULL)", name="open_has_a_clock"),
        CheckConstraint("(state IN ('met', 'false', 'ended')) = (settled_at IS NOT NULL)", name="settled_at_a_time"),
        Index("uq_follow_up_notice", "notice_id", unique=True),
        Index("ix_follow_up_open", "department_id", "due_on", "id", postgresql_where=text("state IN ('awaiting', 'open')")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    mode: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(8))
    began_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    rule_code: Mapped[str | None] = mapped_column(String(80))
    record_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.record.id"))
    note: Mapped[str] = mapped_column(Text, server_default="")
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(String(120))


class CheckMatter(Base):
    """随机抽查事项: a firm in a line of business whose approval was cancelled, for the department that still supervises it."""

    __tablename__ = "check_matter"
    __table_args__ = (
        Index("uq_check_matter_cause", "subject_id", "item_code", "department_id", unique=True),
        Index("ix_check_matter_department", "department_id", "item_code"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    item_code: Mapped[str] = mapped_column(String(40))
    item_name: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    division: Mapped[str | None] = mapped_column(String(6))
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    basis: Mapped[str] = mapped_column(Text)
    since: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
