"""Feedback texts, kept by department; one that is no longer wanted ends and is not deleted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base
from supervision.notices.models import one_of
from supervision.notices.states import Feedback


class Wording(Base):
    """A text to answer with; `{企业}` and `{事项}` in it are filled in."""

    __tablename__ = "wording"
    __table_args__ = (
        CheckConstraint(one_of("feedback", Feedback), name="feedback"),
        CheckConstraint("title <> '' AND text <> ''", name="says_something"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index("uq_wording_title", "department_id", "feedback", "title", unique=True, postgresql_where=text("ended_at IS NULL")),
        {"schema": "notices"},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    feedback: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    made_by: Mapped[str] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    ended_by: Mapped[str | None] = mapped_column(String(120))
