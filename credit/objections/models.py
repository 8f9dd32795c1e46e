"""What is kept of objections and questions; who filed them and how to reach them is sealed."""

from datetime import date, datetime
from uuid import UUID

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
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"
_OPEN = text("state IN ('filed', 'taken', 'correcting')")
_ASKED = text("state = 'asked'")


class Objection(Base):
    """异议: what a firm says is wrong with one version of a public record, and what became of it.

    What the record said of the firm is copied as it stood. `due_on` is the last day to decide, `correct_by` the last day to correct
    after an objection was right; each is stored with its rule. `answer` is what the public may read of the decision: already
    without personal data. `reported_by` is who reported the version that is objected to and therefore does not decide.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint(
            "state IN ('filed', 'taken', 'correcting', 'corrected', 'removed', 'refused', 'cancelled')", name="state"
        ),
        CheckConstraint(
            "reason IN ('not_mine', 'content', 'revoked', 'overdue', 'severity', 'private', 'other')", name="reason"
        ),
        CheckConstraint("outcome IN ('upheld', 'partly', 'refused')", name="outcome"),
        CheckConstraint("length(token) = 22", name="token_is_unguessable"),
        CheckConstraint("btrim(statement) <> ''", name="says_something"),
        CheckConstraint("decided_by <> reported_by", name="decided_by_another"),
        CheckConstraint(
            "(state IN ('correcting', 'corrected', 'removed', 'refused')) = (outcome IS NOT NULL)",
            name="decided_has_an_outcome",
        ),
        CheckConstraint("(outcome = 'refused') = (state = 'refused')", name="refused_is_refused"),
        CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"
        ),
        CheckConstraint("outcome IS NULL OR btrim(answer) <> ''", name="decided_is_answered"),
        CheckConstraint(
            "(state IN ('corrected', 'removed', 'refused', 'cancelled')) = (closed_at IS NOT NULL)",
            name="closed_has_an_instant",
        ),
        CheckConstraint("NOT published OR outcome IS NOT NULL", name="published_when_decided"),
        CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken_by_somebody"),
        CheckConstraint("version > 0 AND revision > 0", name="version"),
        Index("uq_objection_token", "token", unique=True),
        Index("uq_objection_request", "request_key", unique=True),
        Index("ix_objection_decision", "decision_id"),
        Index("ix_objection_queue", "department_id", "due_on", "id", postgresql_where=_OPEN),
        Index("ix_objection_due", "due_on", "id", postgresql_where=_OPEN),
        Index("ix_objection_decided", "decided_at", postgresql_where=text("outcome IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    token: Mapped[str] = mapped_column(String(22))
    request_key: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True))
    publication_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.publication.id"))
    decision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    version: Mapped[int] = mapped_column(Integer, comment="of the decision, as it was objected to")
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    division: Mapped[str | None] = mapped_column(String(6))
    kind: Mapped[str] = mapped_column(String(7))
    doc_no: Mapped[str] = mapped_column(Text)
    party_name: Mapped[str] = mapped_column(Text)
    party_code: Mapped[str | None] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(Text)
    reported_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(8))
    statement: Mapped[str] = mapped_column(Text)
    contact_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    filed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    due_on: Mapped[date | None] = mapped_column(Date)
    due_rule: Mapped[str | None] = mapped_column(String(80))
    due_words: Mapped[str | None] = mapped_column(Text)
    due_basis: Mapped[str | None] = mapped_column(Text)
    due_calendar: Mapped[str | None] = mapped_column(String(80))
    provisional: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    taken_by: Mapped[str | None] = mapped_column(Text)
    taken_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    outcome: Mapped[str | None] = mapped_column(String(7))
    answer: Mapped[str | None] = mapped_column(Text)
    correct_by: Mapped[date | None] = mapped_column(Date)
    correct_rule: Mapped[str | None] = mapped_column(String(80))
    correct_basis: Mapped[str | None] = mapped_column(Text)
    published: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    publish_rule: Mapped[str | None] = mapped_column(String(80))
    closed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    process_asked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class ObjectionStep(Base):
    """经过: one act on an objection; `said` may be read by the firm that asks for the process, `note` by nobody outside."""

    __tablename__ = "objection_step"
    __table_args__ = (
        Index("ix_objection_step", "objection_id", "id"),
        Index("uq_objection_step_request", "request_key", unique=True, postgresql_where=text("request_key IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    objection_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.objection.id"))
    action: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    actor: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    request_key: Mapped[UUID | None] = mapped_column(PG_UUID(as_uuid=True))


class ObjectionFile(Base):
    """One file that came with an objection."""

    __tablename__ = "objection_file"
    __table_args__ = (
        Index("uq_objection_file", "objection_id", "attachment_id", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    objection_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.objection.id"))
    attachment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))


class Inquiry(Base):
    """咨询: a question of anybody, its answer, and what of both the public may read.

    `department_id` is empty where the asker did not know whom to ask. `public_question` and `public_answer` are without personal
    data and were confirmed by a person; nothing is made public against the wish of who asked.
    """

    __tablename__ = "inquiry"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'answered', 'published')", name="state"),
        CheckConstraint("category IN ('record', 'repair', 'missing', 'catalogue', 'other')", name="category"),
        CheckConstraint("length(token) = 22", name="token_is_unguessable"),
        CheckConstraint("btrim(question) <> ''", name="asks_something"),
        CheckConstraint("(state = 'asked') = (answer IS NULL)", name="answered_has_an_answer"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="answered_by_somebody"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_time"),
        CheckConstraint("state <> 'published' OR may_publish", name="published_with_leave"),
        CheckConstraint(
            "state <> 'published' OR (public_question IS NOT NULL AND public_answer IS NOT NULL AND confirmed_by IS NOT NULL)",
            name="published_when_confirmed",
        ),
        CheckConstraint("revision > 0", name="revision"),
        Index("uq_inquiry_token", "token", unique=True),
        Index("uq_inquiry_request", "request_key", unique=True),
        Index("ix_inquiry_queue", "department_id", "due_on", "id", postgresql_where=_ASKED),
        Index("ix_inquiry_public", "confirmed_at", "id", postgresql_where=text("state = 'published'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    token: Mapped[str] = mapped_column(String(22))
    request_key: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True))
    category: Mapped[str] = mapped_column(String(9))
    department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    question: Mapped[str] = mapped_column(Text)
    contact_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    may_publish: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(9))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    asked_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    due_on: Mapped[date | None] = mapped_column(Date)
    due_rule: Mapped[str | None] = mapped_column(String(80))
    due_words: Mapped[str | None] = mapped_column(Text)
    due_basis: Mapped[str | None] = mapped_column(Text)
    due_calendar: Mapped[str | None] = mapped_column(String(80))
    provisional: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    forwarded_from: Mapped[str | None] = mapped_column(Text, comment="why it was handed on, newest last")
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    public_question: Mapped[str | None] = mapped_column(Text)
    public_answer: Mapped[str | None] = mapped_column(Text)
    confirmed_by: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class ObjectionReminder(Base):
    """One period of one objection or question, told at one level; the same is told once."""

    __tablename__ = "objection_reminder"
    __table_args__ = (
        CheckConstraint("num_nonnulls(objection_id, inquiry_id) = 1", name="of_one_thing"),
        CheckConstraint("level IN ('office', 'head', 'city')", name="level"),
        Index(
            "uq_objection_reminder", "objection_id", "inquiry_id", "level", "due_on", unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        {"schema": SCHEMA},
    )  # fmt: skip
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    objection_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.objection.id"))
    inquiry_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.inquiry.id"))
    level: Mapped[str] = mapped_column(String(6))
    due_on: Mapped[date] = mapped_column(Date)
    department_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
