"""What the catalogue is made of: items, the editions of each, and tasks for what stands outside it."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"


class CatalogueItem(Base):
    """事项: what one department may license or penalise; its code means the same item for ever.

    `power_key` is the business key of the power (权责清单) that it came from, null where it was entered by hand.
    """

    __tablename__ = "catalogue_item"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("code ~ '^[0-9A-Z][0-9A-Z._-]{2,59}$'", name="code"),
        Index("uq_catalogue_item_code", "code", unique=True),
        Index("ix_catalogue_item_department", "department_id", "kind"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    kind: Mapped[str] = mapped_column(String(7))
    power_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)


class CatalogueEdition(Base):
    """事项版本: what an item says from a day on; of each item one edition has no end.

    `valid_to` is the first day on which it no longer holds. `keys` are the name and the aliases as names are compared. Only the
    confidentiality review is written into an edition after it was made.
    """

    __tablename__ = "catalogue_edition"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("use IN ('enabled', 'disabled')", name="use"),
        CheckConstraint("review IN ('pending', 'public', 'masked', 'secret')", name="review"),
        CheckConstraint("(review = 'pending') = (reviewed_at IS NULL)", name="reviewed_at_a_time"),
        CheckConstraint("(reviewed_at IS NULL) = (reviewed_by IS NULL)", name="reviewed_by_somebody"),
        CheckConstraint("reviewed_by <> created_by", name="reviewed_by_another"),
        CheckConstraint("review NOT IN ('masked', 'secret') OR btrim(review_note) <> ''", name="hidden_for_a_reason"),
        CheckConstraint("confidence IN ('verified', 'knowledge', 'unsure')", name="confidence"),
        CheckConstraint("valid_to > valid_from", name="period"),
        CheckConstraint("btrim(name) <> '' AND btrim(basis) <> ''", name="says_something"),
        CheckConstraint("cardinality(keys) > 0", name="can_be_found"),
        Index("uq_catalogue_edition_open", "item_id", unique=True, postgresql_where=text("valid_to IS NULL")),
        Index("uq_catalogue_edition_number", "item_id", "number", unique=True),
        Index("ix_catalogue_edition_created", "created_at"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.catalogue_item.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text, comment="许可类别 or 处罚种类, several joined by ；")
    basis: Mapped[str] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    keys: Mapped[list[str]] = mapped_column(ARRAY(Text))
    use: Mapped[str] = mapped_column(String(8))
    review: Mapped[str] = mapped_column(String(7))
    review_note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    reviewed_by: Mapped[str | None] = mapped_column(Text)
    reviewed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    source: Mapped[str] = mapped_column(Text)
    confidence: Mapped[str] = mapped_column(String(9))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="the first day on which it no longer holds")
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))


class CatalogueTask(Base):
    """目录维护任务: decisions of one department that name what its catalogue does not have.

    `key` is the name as names are compared; one name is one task, however many decisions carry it.
    """

    __tablename__ = "catalogue_task"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("cause IN ('unknown', 'disabled')", name="cause"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("outcome IN ('alias', 'item', 'enabled', 'wrong', 'elsewhere')", name="outcome"),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL AND closed_at IS NOT NULL)", name="closed_has_an_outcome"),
        CheckConstraint("outcome NOT IN ('wrong', 'elsewhere') OR btrim(note) <> ''", name="refused_for_a_reason"),
        Index("uq_catalogue_task_key", "department_id", "kind", "key", unique=True),
        Index("ix_catalogue_task_open", "department_id", "id", postgresql_where=text("state = 'open'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    kind: Mapped[str] = mapped_column(String(7))
    key: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text, comment="as the first decision says it")
    category: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(8))
    item_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.catalogue_item.id"))
    first_decided_on: Mapped[date] = mapped_column(Date)
    opened_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    last_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    state: Mapped[str] = mapped_column(String(6))
    outcome: Mapped[str | None] = mapped_column(String(9))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    closed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    closed_by: Mapped[str | None] = mapped_column(Text)


class CatalogueTaskDecision(Base):
    """任务所涉决定: a decision stands under one task as long as no item is found for it."""

    __tablename__ = "catalogue_task_decision"
    __table_args__ = (Index("ix_catalogue_task_decision_task", "task_id"), {"schema": SCHEMA})
    decision_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("credit.decision.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    task_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.catalogue_task.id"))
