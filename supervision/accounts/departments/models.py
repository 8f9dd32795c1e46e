"""What a department is made of."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "accounts"
UNSPECIFIED = 1
REGISTRAR = 2


class Department(Base):
    """部门. `path` is the chain of ids from the root to the department itself, such as `/3/7/`.

    A department that was dissolved keeps its row: `valid_to` ends it and `merged_into` names who took over, so that
    what it once reported keeps its source.
    """

    __tablename__ = "department"
    __table_args__ = (
        CheckConstraint("level IN ('city', 'district')", name="level"),
        CheckConstraint("division ~ '^[0-9]{6}$'", name="division_is_a_code"),
        CheckConstraint("path LIKE '%/' || id || '/'", name="path_ends_with_itself"),
        CheckConstraint("(parent_id IS NULL) = (path = '/' || id || '/')", name="root_has_no_parent"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
        CheckConstraint("merged_into IS NULL OR valid_to IS NOT NULL", name="merged_means_ended"),
        CheckConstraint("valid_to > valid_from", name="ends_after_it_began"),
        Index("ix_department_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
        Index("ix_department_parent", "parent_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(start=3), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    division: Mapped[str | None] = mapped_column(String(6))
    level: Mapped[str] = mapped_column(String(8))
    parent_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    path: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    merged_into: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
