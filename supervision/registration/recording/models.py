"""What is kept of every registration that the registrar tells of."""

from datetime import date, datetime
from typing import Any

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
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "registration"


class Entry(Base):
    """登记业务: one version of one piece of the registrar's business, as it came and as it is understood.

    The same number with other content is a new version; `latest` is the one that counts. `payload` is what was received,
    encrypted where it holds a resident number. `division` is the county of the premises, `division_given` what was written for it;
    `former_scope` and `former_division` are what held before. `batch_id` and `row_no` lead to the same row in intake, from which
    the archive's facts have their source. `late` means that a later business of the same firm was known before this one came.
    `remarks` are what a person should know although nothing is held: rule, message and remedy.
    """

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('establishment', 'scope_change', 'address_change', 'revocation', 'cancellation', 'unknown')", name="kind"
        ),
        CheckConstraint("state IN ('received', 'archived', 'held')", name="state"),
        CheckConstraint("channel IN ('api', 'file', 'page')", name="channel"),
        CheckConstraint("version >= 1 AND repeats >= 0", name="counted_from_one"),
        CheckConstraint(
            "state = 'held' OR (kind <> 'unknown' AND occurred_on IS NOT NULL AND name IS NOT NULL"
            " AND (code IS NOT NULL OR regno IS NOT NULL))",
            name="says_what_when_and_who",
        ),
        CheckConstraint("(state = 'archived') = (archived_at IS NOT NULL)", name="archived_at_some_time"),
        CheckConstraint("state <> 'archived' OR subject_id IS NOT NULL", name="archived_has_a_subject"),
        CheckConstraint("(state = 'held') = (held_reason IS NOT NULL AND held_rule IS NOT NULL)", name="held_for_a_reason"),
        CheckConstraint("(batch_id IS NULL) = (row_no IS NULL)", name="a_row_of_a_batch"),
        UniqueConstraint("registrar_department_id", "source_no", "version"),
        Index("uq_entry_latest", "registrar_department_id", "source_no", unique=True, postgresql_where=text("latest")),
        Index("ix_entry_waiting", "id", postgresql_where=text("state = 'received'")),
        Index("ix_entry_held", "registrar_department_id", "id", postgresql_where=text("state = 'held' AND latest")),
        Index("ix_entry_received", "received_at", "id"),
        Index("ix_entry_repeated", "repeated_at", postgresql_where=text("repeated_at IS NOT NULL")),
        Index("ix_entry_subject", "subject_id", "occurred_on"),
        Index("ix_entry_code", "code"),
        Index("ix_entry_regno", "regno", postgresql_where=text("regno IS NOT NULL")),
        Index(
            "ix_entry_name",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "on"},
        ),
        Index("ix_entry_row", "batch_id", "row_no", postgresql_where=text("batch_id IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    registrar_department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    source_no: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(SmallInteger)
    latest: Mapped[bool] = mapped_column(server_default=text("true"))
    kind: Mapped[str] = mapped_column(String(16))
    occurred_on: Mapped[date | None] = mapped_column(Date)
    received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    received_by: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(4))
    code: Mapped[str | None] = mapped_column(String(64))
    regno: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(Text)
    type_name: Mapped[str | None] = mapped_column(Text)
    legal_rep: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str | None] = mapped_column(Text)
    scope_codes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    address: Mapped[str | None] = mapped_column(Text)
    division: Mapped[str | None] = mapped_column(String(6))
    division_given: Mapped[str | None] = mapped_column(Text)
    telephone: Mapped[str | None] = mapped_column(Text)
    former_scope: Mapped[str | None] = mapped_column(Text)
    former_division: Mapped[str | None] = mapped_column(String(6))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    row_no: Mapped[int | None] = mapped_column(Integer)
    subject_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    state: Mapped[str] = mapped_column(String(8))
    held_rule: Mapped[str | None] = mapped_column(String(24))
    held_reason: Mapped[str | None] = mapped_column(Text)
    held_remedy: Mapped[str | None] = mapped_column(Text)
    remarks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    late: Mapped[bool] = mapped_column(server_default=text("false"))
    archived_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    repeats: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    repeated_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
