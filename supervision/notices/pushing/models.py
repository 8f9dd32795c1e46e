"""What routing remembers: what a scope was found to ask for, the numbers given out, and what every sweep found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base
from supervision.notices.models import SCHEMA, one_of
from supervision.notices.pushing.states import Omission


class Judgement(Base):
    """比对结论 of one registration entry, kept so that a later entry is compared with what was found then.

    `matters` are the items with their certainty and words, `former` the items of the scope before where no earlier entry tells.
    """

    __tablename__ = "judgement"
    __table_args__ = ({"schema": SCHEMA},)
    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("registration.entry.id"), primary_key=True)
    catalogue_version_id: Mapped[int | None] = mapped_column(BigInteger)
    matters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    former: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    judged_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class NumberSeries(Base):
    """The last number of a year; taken under the row's lock, so that none is given twice and none is left out."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 0", name="counted_from_one"), {"schema": SCHEMA})
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class Sweep(Base):
    """核查: one night's look back over the registrations of some days."""

    __tablename__ = "sweep"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("entries >= 0 AND expected >= 0 AND missing >= 0 AND mended <= missing", name="counted"),
        Index("ix_sweep_started", "started_at"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    asked_by: Mapped[str] = mapped_column(String(120))
    entries: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    waiting: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    held: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    expected: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    missing: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    mended: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class SweepFinding(Base):
    """One thing that a sweep found out of order, and the notice that mends it."""

    __tablename__ = "sweep_finding"
    __table_args__ = (
        CheckConstraint(one_of("kind", Omission), name="kind"),
        Index("ix_sweep_finding_sweep", "sweep_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sweep_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.sweep.id"))
    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("registration.entry.id"))
    kind: Mapped[str] = mapped_column(String(16))
    item_code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    notice_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    mended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
