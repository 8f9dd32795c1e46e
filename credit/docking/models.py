"""What docking keeps: the sources, each run, and each page with the batch that it became."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from credit.docking.states import RUN, SOURCE, RunAction, RunState, SourceAction, SourceState
from supervision.kernel.db import Base

SCHEMA = "credit"


class DockingSource(Base):
    """对接来源: one table or view of a department's own database, and how far it was read.

    `secret` is the password, encrypted. `mapping` says which column is which field of the standard's table `kind`. `position`
    is the highest watermark and key whose rows were received; it moves in the transaction that receives them.
    """

    __tablename__ = "docking_source"
    __table_args__ = (
        CheckConstraint("driver IN ('postgresql', 'mariadb')", name="driver"),
        CheckConstraint("state IN ('draft', 'active', 'paused', 'closed')", name="state"),
        CheckConstraint("ordered IN ('time', 'date', 'number')", name="ordered"),
        CheckConstraint("state <> 'active' OR (tested_at IS NOT NULL AND ordered IS NOT NULL)", name="active_was_tested"),
        CheckConstraint("state <> 'active' OR mapping <> '{}'::jsonb", name="active_has_a_mapping"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
        CheckConstraint("page_rows BETWEEN 100 AND 10000", name="page_rows"),
        CheckConstraint("timeout_seconds BETWEEN 1 AND 300", name="timeout"),
        CheckConstraint("every_minutes BETWEEN 5 AND 10080", name="every"),
        CheckConstraint("overlap BETWEEN 0 AND 100000", name="overlap"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("revision > 0", name="revision"),
        UniqueConstraint("department_id", "name"),
        Index("ix_docking_source_due", "next_run_at", postgresql_where=text("state = 'active'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    name: Mapped[str] = mapped_column(Text)
    driver: Mapped[str] = mapped_column(String(10))
    host: Mapped[str] = mapped_column(Text)
    port: Mapped[int] = mapped_column(Integer)
    database: Mapped[str] = mapped_column(Text)
    schema_name: Mapped[str | None] = mapped_column(Text)
    table_name: Mapped[str] = mapped_column(Text)
    username: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted, never shown")
    encrypted: Mapped[bool] = mapped_column(Boolean, server_default=text("false"), comment="the line must be TLS")
    kind: Mapped[str] = mapped_column(String(40))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    columns: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    watermark_column: Mapped[str] = mapped_column(Text)
    key_column: Mapped[str] = mapped_column(Text)
    ordered: Mapped[str | None] = mapped_column(String(6))
    overlap: Mapped[int] = mapped_column(Integer, comment="minutes, or numbers, that are read again")
    page_rows: Mapped[int] = mapped_column(Integer)
    timeout_seconds: Mapped[int] = mapped_column(Integer)
    every_minutes: Mapped[int] = mapped_column(Integer)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(6), server_default=text("'draft'"))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    position: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    tested_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    next_run_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    trouble: Mapped[str | None] = mapped_column(Text, comment="why the last trial or run went wrong, and what helps")
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    changed_by: Mapped[str] = mapped_column(Text)

    def move(self, action: SourceAction) -> None:
        """Take a legal step or raise `MoveNotAllowed`."""
        self.state = SOURCE.after(SourceState(self.state), action)


class DockingRun(Base):
    """取数: one round from where the last one ended to what is newest; a crash goes on with the same run."""

    __tablename__ = "docking_run"
    __table_args__ = (
        CheckConstraint("trigger IN ('schedule', 'manual')", name="trigger"),
        CheckConstraint("state IN ('running', 'finished', 'stopped', 'failed')", name="state"),
        CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="ended_has_a_time"),
        CheckConstraint("(state = 'failed') = (error IS NOT NULL)", name="failed_says_why"),
        Index("uq_docking_run_open", "source_id", unique=True, postgresql_where=text("state = 'running'")),
        Index("ix_docking_run_source", "source_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.docking_source.id"))
    trigger: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), server_default=text("'running'"))
    requested_by: Mapped[str] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    position: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    started_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    newest: Mapped[str | None] = mapped_column(Text, comment="the highest watermark over there when the run began")
    error: Mapped[str | None] = mapped_column(Text)
    warning: Mapped[str | None] = mapped_column(Text)

    def move(self, action: RunAction) -> None:
        """Take a legal step or raise `MoveNotAllowed`."""
        self.state = RUN.after(RunState(self.state), action)


class DockingPage(Base):
    """取到的一页: received in one transaction with its batch and the position; settled once its batch is loaded.

    The counts are those of its batch; a page that came before, byte for byte, is the batch that it was, and all of it unchanged.
    """

    __tablename__ = "docking_page"
    __table_args__ = (
        CheckConstraint("number > 0 AND rows > 0", name="number"),
        CheckConstraint("settled_at IS NULL OR accepted + held + rejected + blank = rows", name="every_row_has_a_verdict"),
        Index("uq_docking_page_number", "run_id", "number", unique=True),
        Index("ix_docking_page_open", "source_id", "id", postgresql_where=text("settled_at IS NULL")),
        Index("ix_docking_page_batch", "batch_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    run_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.docking_run.id"))
    source_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.docking_source.id"))
    number: Mapped[int] = mapped_column(Integer)
    batch_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("intake.batch.id"))
    known_before: Mapped[bool] = mapped_column(Boolean)
    rows: Mapped[int] = mapped_column(Integer)
    position: Mapped[dict[str, Any]] = mapped_column(JSONB)
    pulled_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    accepted: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    held: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    rejected: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    blank: Mapped[int] = mapped_column(Integer, server_default=text("0"))
