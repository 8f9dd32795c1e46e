"""Days that an administrator entered beside the packaged calendar; rows are only added, the newest for a day counts."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, Identity, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class Workday(Base):
    """One day that is not what its weekday says, for the country or for a region."""

    __tablename__ = "workday"
    __table_args__ = (
        CheckConstraint("region = 'CN' OR region ~ '^[0-9]{6}$'", name="region"),
        Index("ix_workday_day", "day", "region"),
        {"schema": "kernel"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    region: Mapped[str] = mapped_column(String(6))
    day: Mapped[date] = mapped_column(Date)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    recorded_by: Mapped[str] = mapped_column(Text)


class WorkdayNotice(Base):
    """The State Council's notice for a year: with it the year is announced and results are final."""

    __tablename__ = "workday_notice"
    __table_args__ = (CheckConstraint("year BETWEEN 1949 AND 2999", name="year"), {"schema": "kernel"})

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    year: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    recorded_by: Mapped[str] = mapped_column(Text)
