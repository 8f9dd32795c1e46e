"""Two tables that the application may only add to; the owner's trigger holds it even for the owner."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Integer, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class AuditEntry(Base):
    """One act; `detail` is kept as the very text that was hashed."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("octet_length(hash) = 32 AND octet_length(previous) = 32", name="hash_length"),
        Index("ix_audit_entry_action", "action", "seq"),
        Index("ix_audit_entry_actor", "actor", "seq"),
        Index("ix_audit_entry_object", "object_kind", "object_id", "seq"),
        Index("ix_audit_entry_at", "at", postgresql_using="brin"),
        {"schema": "kernel"},
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(80))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str | None] = mapped_column(Text)
    department_id: Mapped[int | None] = mapped_column(Integer)
    address: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    algorithm: Mapped[str] = mapped_column(String(8))
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def details(self) -> dict[str, Any]:
        """Return the detail as values."""
        values: dict[str, Any] = json.loads(self.detail)
        return values


class AccessEntry(Base):
    """One reading of an archive or of personal data; batches of these are sealed into the chain."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_actor", "actor", "id"),
        Index("ix_access_log_object", "object_kind", "object_id", "id"),
        {"schema": "kernel"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(80))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str | None] = mapped_column(Text)
    purpose: Mapped[str | None] = mapped_column(Text)
    case_number: Mapped[str | None] = mapped_column(Text)
    department_id: Mapped[int | None] = mapped_column(Integer)
    address: Mapped[str | None] = mapped_column(Text)
