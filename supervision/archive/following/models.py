"""Who follows which subject, and which of its events came to them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class Follow(Base):
    """关注: a person asked to be told of a subject's changes."""

    __tablename__ = "follow"
    __table_args__ = (Index("ix_follow_subject", "subject_id"), {"schema": "archive"})
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class FollowChange(Base):
    """变化: one event of a followed subject, until it is seen and after."""

    __tablename__ = "follow_change"
    __table_args__ = (
        Index("ix_follow_change_unseen", "user_id", postgresql_where=text("seen_at IS NULL")),
        Index("ix_follow_change_latest", "user_id", "arrived_at"),
        {"schema": "archive"},
    )
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.event.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    arrived_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    seen_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
