"""What a list of powers is made of."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Identity, Index, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "duties"


class Power(Base):
    """职权: one version of one power of one authority; one open version for each number (or name, where there is none)."""

    __tablename__ = "power"
    __table_args__ = (
        Index("uq_power_open", "business_key", unique=True, postgresql_where=text("known_to IS NULL")),
        Index("ix_power_authority", "authority", "kind"),
        Index("ix_power_department", "department_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    business_key: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    authority: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text, comment="职权类型, such as 行政处罚")
    penalty_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text), comment="kinds of penalty that the power allows")
    basis: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    known_from: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    known_to: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    row_no: Mapped[int | None] = mapped_column(Integer)
