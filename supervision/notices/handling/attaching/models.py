"""Which files belong to which notice."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class NoticeAttachment(Base):
    """One file of one notice; `step_id` is the move it came with."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("uq_attachment_once", "notice_id", "attachment_id", unique=True),
        {"schema": "notices"},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    attachment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))
    step_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notices.step.id"))
    added_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    added_by: Mapped[str] = mapped_column(String(120))
