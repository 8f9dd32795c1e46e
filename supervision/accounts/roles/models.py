"""What is stored of roles and of the positions in which people hold them."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "accounts"


class Role(Base):
    """角色. Loaded from `data/roles.json`; `reach` says which rows a position in this role covers.

    department: the department's subtree (within the position's division) · division: every department of the division ·
    city: everything.
    """

    __tablename__ = "role"
    __table_args__ = (CheckConstraint("reach IN ('department', 'division', 'city')", name="reach"), {"schema": SCHEMA})
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    duty: Mapped[str] = mapped_column(Text)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reach: Mapped[str] = mapped_column(String(10))
    administrator: Mapped[bool] = mapped_column(Boolean)
    one_session: Mapped[bool] = mapped_column(Boolean)
    second_factor: Mapped[bool] = mapped_column(Boolean)


class Position(Base):
    """岗位: a person holds a role in a department, in a division where one is named, from day to day.

    A trigger refuses what `rules.keeps_administrators_apart` refuses: an administrator's account holds one role only.
    """

    __tablename__ = "position"
    __table_args__ = (
        CheckConstraint("division ~ '^[0-9]{6}$'", name="division_is_a_code"),
        CheckConstraint("valid_to >= valid_from", name="ends_after_it_began"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by_somebody"),
        Index(
            "uq_position_open",
            "user_id",
            "role_code",
            "department_id",
            text("coalesce(division, '')"),
            unique=True,
            postgresql_where=text("revoked_at IS NULL AND valid_to IS NULL"),
        ),
        Index("ix_position_user", "user_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    role_code: Mapped[str] = mapped_column(String(32), ForeignKey("accounts.role.code"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    division: Mapped[str | None] = mapped_column(String(6))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="the last day")
    granted_by: Mapped[str] = mapped_column(Text)
    granted_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    revoked_by: Mapped[str | None] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
