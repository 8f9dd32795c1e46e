"""Files that people and departments hand in: the content lies under its digest, the row says who called it what."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, String, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class Attachment(Base):
    """One upload; `scanner` is empty where no scanner was joined, which is not the same as clean."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("digest ~ '^(sha256|sm3):[0-9a-f]{64}$'", name="digest"),
        CheckConstraint("size >= 0", name="size"),
        Index("ix_attachment_digest", "digest"),
        {"schema": "kernel"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    digest: Mapped[str] = mapped_column(String(80))
    filename: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    has_macros: Mapped[bool]
    scanner: Mapped[str | None] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    uploaded_by: Mapped[str] = mapped_column(Text)

    @property
    def sha256(self) -> str:
        """Return the digest alone, for those who compare files."""
        return self.digest.partition(":")[2]
