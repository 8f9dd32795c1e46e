"""What pushing keeps: who may push for whom, and every push with the answer that it got."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from credit.pushing.states import GRANT, GrantAction, GrantState
from supervision.kernel.db import Base

SCHEMA = "credit"


class PushAuthorisation(Base):
    """代为推送授权: a department lets another's system push its decisions, from one day to another, on a stated basis."""

    __tablename__ = "push_authorisation"
    __table_args__ = (
        CheckConstraint("state IN ('granted', 'ended')", name="state"),
        CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL AND ended_by IS NOT NULL AND btrim(ended_why) <> '')",
            name="ended_by_somebody_for_a_reason",
        ),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("btrim(basis) <> ''", name="basis"),
        Index(
            "uq_push_authorisation_granted",
            "client_id",
            "department_id",
            unique=True,
            postgresql_where=text("state = 'granted'"),
        ),
        Index("ix_push_authorisation_department", "department_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.api_client.id"))
    department_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("accounts.department.id"), comment="for whom the client may push"
    )
    state: Mapped[str] = mapped_column(String(7), server_default=text("'granted'"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date, comment="the last day")
    basis: Mapped[str] = mapped_column(Text)
    granted_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    granted_by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    ended_by: Mapped[str | None] = mapped_column(Text)
    ended_why: Mapped[str | None] = mapped_column(Text)

    def move(self, action: GrantAction) -> None:
        """Take a legal step or raise `MoveNotAllowed`."""
        self.state = GRANT.after(GrantState(self.state), action)


class PushRequest(Base):
    """推送: one key of one caller stands for one body, and for the answer that it got; both come again as they were."""

    __tablename__ = "push_request"
    __table_args__ = (
        CheckConstraint("rows BETWEEN 1 AND 1000", name="rows"),
        CheckConstraint("octet_length(digest) = 32", name="digest"),
        CheckConstraint("(batch_id IS NULL) = (answer IS NULL)", name="answered"),
        Index("uq_push_request_key", "actor", "key", unique=True),
        Index("ix_push_request_batch", "batch_id"),
        Index("ix_push_request_department", "department_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    actor: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(128))
    digest: Mapped[bytes] = mapped_column(LargeBinary, comment="of what was asked")
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    authorisation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.push_authorisation.id"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("intake.batch.id"))
    rows: Mapped[int] = mapped_column(Integer)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
