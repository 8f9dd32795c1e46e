"""What the door keeps: the file, its chunks as they came, and why a row was not simply accepted."""

from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
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
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.intake.states import BATCH, BatchAction, BatchState
from supervision.kernel.db import Base

SCHEMA = "intake"
CHUNK_ROWS = 10_000
DIGEST_BYTES = 32


class Verdict(IntEnum):
    """How a row ended; the byte that stands for it in `Chunk.verdicts`."""

    ACCEPTED = 0
    WARNED = 1
    HELD = 2
    REJECTED = 3


class Counts:
    """How the rows ended; `warned` rows are accepted ones with a remark, `unchanged` ones were known already."""

    accepted: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    held: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    rejected: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    warned: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    blank: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class Batch(Counts, Base):
    """批次: one file (or one push) of rows of one kind from one department.

    `mapping` says which column is which field, with units and constants. The same bytes with the same kind, department and
    mapping are the same batch.
    """

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'queued', 'running', 'finished', 'failed', 'discarded')", name="state"),
        CheckConstraint("kind IS NOT NULL OR state IN ('draft', 'discarded')", name="kind_is_known"),
        CheckConstraint("accepted + held + rejected = rows_read", name="every_row_has_a_verdict"),
        CheckConstraint("warned <= accepted AND unchanged <= rows_read", name="parts_fit_the_whole"),
        CheckConstraint("state <> 'finished' OR finished_at IS NOT NULL", name="finished_has_an_end"),
        CheckConstraint("state <> 'failed' OR error IS NOT NULL", name="failed_has_a_reason"),
        UniqueConstraint("number"),
        Index(
            "uq_batch_same_file",
            "sha256",
            "kind",
            "department_id",
            "mapping_digest",
            unique=True,
            postgresql_where=text("state NOT IN ('draft', 'discarded')"),
        ),
        Index("ix_batch_department", "department_id", "created_at"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str | None] = mapped_column(String(40))
    layout: Mapped[str | None] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    attachment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    source_name: Mapped[str] = mapped_column(Text)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    mapping_digest: Mapped[str] = mapped_column(String(64))
    header_row: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    rows_expected: Mapped[int | None] = mapped_column(Integer)
    rows_read: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    started_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    requested_by: Mapped[str] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None] = mapped_column(Text)

    def move(self, action: BatchAction) -> None:
        """Take a legal step or raise `MoveNotAllowed`."""
        self.state = BATCH.after(BatchState(self.state), action)


class Chunk(Counts, Base):
    """原始行: up to 10,000 consecutive data rows exactly as they came, with a digest and a verdict for each.

    `raw` is a zstd Parquet file of strings with a column `row_no`, encrypted where the file holds personal fields; `row_hashes` holds 32 bytes and `verdicts` one byte per
    row, in the same order. A chunk that stands here is loaded completely, since it is written in the acceptor's transaction.
    """

    __tablename__ = "chunk"
    __table_args__ = (
        CheckConstraint("accepted + held + rejected = rows", name="every_row_has_a_verdict"),
        CheckConstraint("length(row_hashes) = rows * 32 AND length(verdicts) = rows", name="one_digest_and_verdict_per_row"),
        {"schema": SCHEMA},
    )
    batch_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("intake.batch.id"), primary_key=True)
    chunk_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    first_row: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int] = mapped_column(Integer)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    row_hashes: Mapped[bytes] = mapped_column(LargeBinary)
    verdicts: Mapped[bytes] = mapped_column(LargeBinary)
    accepted_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class Finding(Base):
    """问题: one reason why a row was held, rejected or repaired, with the one step that helps."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("severity IN ('reject', 'hold', 'warn')", name="severity"),
        Index("ix_finding_batch", "batch_id", "row_no"),
        Index("ix_finding_cause", "batch_id", "severity", "rule", "field"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    batch_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("intake.batch.id"))
    row_no: Mapped[int] = mapped_column(Integer)
    severity: Mapped[str] = mapped_column(String(6))
    field: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str | None] = mapped_column(Text)


class BulkRun(Base):
    """大批量装载: stands while the indexes of a kind are relaxed; what a crash left open is closed by the next process."""

    __tablename__ = "bulk_run"
    __table_args__ = ({"schema": SCHEMA},)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class SavedLayout(Base):
    """字段对应方案: a layout that somebody saved by name; a change is a new version, the highest one is used."""

    __tablename__ = "layout"
    __table_args__ = (UniqueConstraint("name", "version"), {"schema": SCHEMA})
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(String(40))
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    saved_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    saved_by: Mapped[str] = mapped_column(Text)
