"""What is stored of a sign-in: never the token, only its hash."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.accounts.sessions.states import SESSION, SessionAction, SessionState
from supervision.kernel.db import Base

SCHEMA = "accounts"


class LoginSession(Base):
    """登录会话. The limits in force at sign-in are stored with it, so that checking one needs no second query."""

    __tablename__ = "login_session"
    __table_args__ = (
        CheckConstraint("state IN ('half', 'open', 'ended')", name="state"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_at_a_time"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("expires_at > created_at", name="expires_after_it_began"),
        Index("uq_login_session_token_hash", "token_hash", unique=True),
        Index("ix_login_session_user", "user_id", postgresql_where=text("state <> 'ended'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8))
    position_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.position.id"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    idle_minutes: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    address: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    ended_why: Mapped[str | None] = mapped_column(String(16))

    def move(self, action: SessionAction) -> None:
        self.state = SESSION.after(SessionState(self.state), action)

    def alive(self, now: datetime) -> bool:
        """Return whether neither limit has passed; says nothing about the state."""
        return now < self.expires_at and now < self.last_seen_at + timedelta(minutes=self.idle_minutes)
