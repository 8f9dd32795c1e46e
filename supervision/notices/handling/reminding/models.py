"""Who was told of which period; the same is told once, however often the timetable comes round."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base
from supervision.notices.handling.reminding.states import Level
from supervision.notices.models import one_of
from supervision.notices.states import NoticeState


class NoticeReminder(Base):
    """One period of one notice, told at one level; `state` is the one in which the clock ran."""

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint(one_of("level", Level), name="level"),
        CheckConstraint(one_of("state", NoticeState), name="state"),
        Index("uq_reminder_once", "notice_id", "level", "state", "due_on", unique=True),
        {"schema": "notices"},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    level: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date] = mapped_column(Date)
    department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
