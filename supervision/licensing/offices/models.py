"""Who is the office of a function in a division."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "licensing"


class StoredOffice(Base):
    """职能归口. Rows are ended, never changed: what was routed by them stays explainable."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("level IN ('county', 'city', 'province', 'nation')", name="level"),
        CheckConstraint("division ~ '^[0-9]{6}$'", name="division"),
        CheckConstraint("valid_to > valid_from", name="period"),
        Index("ix_office_department", "department_id"),
        Index("uq_office_open", "function", "division", unique=True, postgresql_where=text("valid_to IS NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    function: Mapped[str] = mapped_column(String(24))
    division: Mapped[str] = mapped_column(String(6))
    level: Mapped[str] = mapped_column(String(8))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="the first day on which it no longer holds")
