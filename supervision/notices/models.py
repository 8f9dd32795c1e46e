"""告知件 and everything that happened to them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base
from supervision.notices.states import NOTICE, Feedback, NoticeAction, NoticeKind, NoticeState, PoolReason

SCHEMA = "notices"
OPEN = "state IN ('pooled', 'pushed', 'received')"

# The end of the clock that runs; a list sorts by it, so that what has no period comes last.
DUE_ON = """
CASE state
    WHEN 'pushed' THEN coalesce(receive_by, DATE '9999-12-31')
    WHEN 'received' THEN coalesce(answer_by, DATE '9999-12-31')
    WHEN 'pooled' THEN coalesce(claim_by, DATE '9999-12-31')
END
"""


def one_of(column: str, values: Any) -> str:
    """Return the condition that a column holds one of a StrEnum's values."""
    return f"{column} IN ({', '.join(repr(item.value) for item in values)})"


class Notice(Base):
    """告知件: one approval item of one firm, for one department; or, in the pool, for whoever claims it.

    `dedup_key` names the cause (registration event, item, function), so that the same cause never makes two. `name`, `code`
    and `occurred_on` are those of the registration entry, kept here so that an inbox reads one table. `spans` are the words
    of the scope that caused it. `item_code` is null where no item was found. `revision` grows with every step.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(one_of("kind", NoticeKind), name="kind"),
        CheckConstraint(one_of("state", NoticeState), name="state"),
        CheckConstraint(one_of("feedback", Feedback), name="feedback"),
        CheckConstraint(one_of("pool_reason", PoolReason), name="pool_reason"),
        CheckConstraint("number ~ '^告字〔[0-9]{4}〕[0-9]{6,}$'", name="number_form"),
        CheckConstraint("certainty BETWEEN 0 AND 1", name="certainty"),
        CheckConstraint("state <> 'pooled' OR (department_id IS NULL AND pool_reason IS NOT NULL)", name="pooled_is_nobodys"),
        CheckConstraint(
            "state <> 'pushed' OR (department_id IS NOT NULL AND pushed_at IS NOT NULL)", name="pushed_to_somebody"
        ),
        CheckConstraint("state <> 'received' OR (department_id IS NOT NULL AND received_at IS NOT NULL)", name="received"),
        CheckConstraint("state <> 'answered' OR (feedback IS NOT NULL AND answered_at IS NOT NULL)", name="answered"),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed"),
        CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("(claimed_at IS NULL) = (claimed_by IS NULL)", name="claimed_by_somebody"),
        Index("uq_notice_dedup_key", "dedup_key", unique=True),
        Index("uq_notice_number", "number", unique=True),
        Index("ix_notice_inbox", "department_id", "state", "id"),
        Index("ix_notice_open_answer_by", "department_id", "answer_by", postgresql_where=text(OPEN)),
        Index("ix_notice_due", "department_id", "state", "due_on", "id", postgresql_where=text(OPEN)),
        Index("ix_notice_due_anywhere", "due_on", "id", postgresql_where=text(OPEN)),
        Index("ix_notice_department", "department_id", "id"),
        Index("ix_notice_pool", "id", postgresql_where=text("state = 'pooled'")),
        Index("ix_notice_subject", "subject_id"),
        Index("ix_notice_entry", "entry_id"),
        Index("ix_notice_code", "code"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(String(32))
    dedup_key: Mapped[str] = mapped_column(String(200))
    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("registration.entry.id"))
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(String(64))
    occurred_on: Mapped[date] = mapped_column(Date)
    item_code: Mapped[str | None] = mapped_column(String(40))
    item_name: Mapped[str] = mapped_column(Text, server_default="")
    function: Mapped[str | None] = mapped_column(String(40))
    catalogue_version_id: Mapped[int | None] = mapped_column(BigInteger)
    certainty: Mapped[float | None] = mapped_column(Numeric(4, 3, asdecimal=False))
    spans: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    division: Mapped[str | None] = mapped_column(String(6))
    reform_mode: Mapped[str | None] = mapped_column(String(12))
    origin_department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    state: Mapped[str] = mapped_column(String(12))
    pool_reason: Mapped[str | None] = mapped_column(String(20))
    pool_text: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    pushed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    received_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    received_by: Mapped[str | None] = mapped_column(String(120))
    claimed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    claimed_by: Mapped[str | None] = mapped_column(String(120))
    answered_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    receive_by: Mapped[date | None] = mapped_column(Date)
    receive_rule: Mapped[str | None] = mapped_column(String(80))
    claim_by: Mapped[date | None] = mapped_column(Date)
    claim_rule: Mapped[str | None] = mapped_column(String(80))
    answer_by: Mapped[date | None] = mapped_column(Date)
    answer_rule: Mapped[str | None] = mapped_column(String(80))
    due_on: Mapped[date | None] = mapped_column(Date, Computed(DUE_ON, persisted=True))
    feedback: Mapped[str | None] = mapped_column(String(16))
    feedback_text: Mapped[str | None] = mapped_column(Text)
    licence_record_id: Mapped[int | None] = mapped_column(BigInteger)
    merged_into: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))

    def move(self, action: NoticeAction) -> None:
        """Change the state as the table allows, or refuse."""
        self.state = NOTICE.after(NoticeState(self.state), action).value
        self.revision += 1


class Step(Base):
    """One thing that happened to a notice; never changed, never deleted. `request_key` makes a double click one step."""

    __tablename__ = "step"
    __table_args__ = (
        CheckConstraint(one_of("action", NoticeAction), name="action"),
        CheckConstraint(one_of("state", NoticeState), name="state"),
        CheckConstraint("action <> 'return' OR reason <> ''", name="returned_with_a_reason"),
        Index("uq_step_request_key", "request_key", unique=True, postgresql_where=text("request_key IS NOT NULL")),
        Index("ix_step_notice", "notice_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    notice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.notice.id"))
    action: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor: Mapped[str] = mapped_column(String(120))
    from_department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    to_department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    reason: Mapped[str] = mapped_column(Text, server_default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    request_key: Mapped[UUID | None] = mapped_column(Uuid)
