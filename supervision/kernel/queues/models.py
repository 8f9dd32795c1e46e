"""A job as it is stored: what to do, how far it is, how it ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base
from supervision.kernel.queues.states import JOB, JobAction, JobState


class Job(Base):
    """One piece of long work."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')", name="state_known"),
        CheckConstraint("done >= 0 AND (total IS NULL OR total >= 0)", name="progress_not_negative"),
        CheckConstraint("(finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))", name="ended_has_a_time"),
        CheckConstraint(
            "state <> 'running' OR (started_at IS NOT NULL AND heartbeat_at IS NOT NULL)", name="running_has_a_pulse"
        ),
        CheckConstraint("(error IS NOT NULL) = (state = 'failed')", name="failed_says_why"),
        Index("uq_job_unique_key", "unique_key", unique=True, postgresql_where=text("state IN ('queued', 'running')")),
        Index("uq_job_tick", "kind", "scheduled_for", unique=True, postgresql_where=text("scheduled_for IS NOT NULL")),
        Index("ix_job_open", "state", "id", postgresql_where=text("state IN ('queued', 'running')")),
        Index("ix_job_department", "department_id", "id"),
        {"schema": "kernel"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    queue: Mapped[str] = mapped_column(String(40), server_default="default")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(String(12), server_default="queued")
    done: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    total: Mapped[int | None] = mapped_column(BigInteger)
    message: Mapped[str] = mapped_column(Text, server_default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    error: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(String(32))
    requested_by: Mapped[str] = mapped_column(String(120))
    department_id: Mapped[int | None] = mapped_column(Integer)
    unique_key: Mapped[str | None] = mapped_column(String(200))
    scheduled_for: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    interruptions: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    started_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    heartbeat_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    cancel_asked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    def move(self, action: JobAction) -> None:
        """Change the state as the table allows, or refuse."""
        self.state = JOB.after(JobState(self.state), action).value
