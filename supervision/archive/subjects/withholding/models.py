"""What is kept of a withholding."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "archive"


class Withheld(Base):
    """停止共享: a matter that is shown to nobody but the department that answers for it, kept after it is shared again.

    It is named as its versions are, by kind and `business_key`, so that a version that comes later is withheld too. `ground` is the
    identity of what it rests on: each ground is released by itself, and a matter is shared again when none stands.
    """

    __tablename__ = "withheld"
    __table_args__ = (
        CheckConstraint("btrim(ground) <> '' AND btrim(mark) <> '' AND btrim(reason) <> ''", name="for_a_reason"),
        CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (release_reason IS NULL)",
            name="released_by_somebody_for_a_reason",
        ),
        CheckConstraint("btrim(release_reason) <> ''", name="release_reason"),
        CheckConstraint("released_at >= since", name="released_later"),
        Index(
            "uq_withheld_standing",
            "kind",
            "business_key",
            "ground",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    business_key: Mapped[bytes] = mapped_column(LargeBinary)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"), comment="who still sees it")
    ground: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(Text, comment="what is said beside the record, such as 已修复")
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    withheld_by: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    released_by: Mapped[str | None] = mapped_column(Text)
    release_reason: Mapped[str | None] = mapped_column(Text)
