"""Who claimed what, and how it was settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base
from supervision.notices.claiming.states import ClaimOutcome
from supervision.notices.models import SCHEMA, one_of


class Claim(Base):
    """认领: one department's wish to handle a notice of the pool; `rule` says by which rule it was settled.

    A notice has one holder at a time (`won`); who joins works on a notice of its own, `joined_notice_id`.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(one_of("outcome", ClaimOutcome), name="outcome"),
        CheckConstraint("(outcome = 'joined') = (joined_notice_id IS NOT NULL)", name="joined_with_a_notice"),
        Index("uq_claim_won", "notice_id", unique=True, postgresql_where=text("outcome = 'won'")),
        Index("uq_claim_request_key", "request_key", unique=True, postgresql_where=text("request_key IS NOT NULL")),
        Index("ix_claim_notice", "notice_id", "id"),
        Index("ix_claim_department", "department_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    claimed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    claimed_by: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, server_default="")
    outcome: Mapped[str] = mapped_column(String(8))
    rule: Mapped[str] = mapped_column(Text)
    joined_notice_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    request_key: Mapped[UUID | None] = mapped_column(Uuid)
