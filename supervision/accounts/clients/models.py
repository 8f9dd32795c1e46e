"""What is stored of a department's system: its key only as a hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.accounts.clients.states import CLIENT, ClientAction, ClientState
from supervision.kernel.db import Base

SCHEMA = "accounts"


class ApiClient(Base):
    """接入系统. The key is 256 random bits, so that a plain hash of it tells nothing; `prefix` is what people may see."""

    __tablename__ = "api_client"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'revoked')", name="state"),
        CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_at_a_time"),
        CheckConstraint("expires_at > created_at", name="expires_after_it_began"),
        CheckConstraint("cardinality(permissions) > 0", name="may_something"),
        Index("uq_api_client_key_hash", "key_hash", unique=True),
        Index("ix_api_client_department", "department_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    name: Mapped[str] = mapped_column(Text)
    request_key: Mapped[UUID] = mapped_column(Uuid, unique=True, comment="the form that asked; a second click finds the first")
    prefix: Mapped[str] = mapped_column(String(12), unique=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    addresses: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    state: Mapped[str] = mapped_column(String(8), server_default=text("'active'"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    revoked_by: Mapped[str | None] = mapped_column(Text)

    def move(self, action: ClientAction) -> None:
        self.state = CLIENT.after(ClientState(self.state), action)
