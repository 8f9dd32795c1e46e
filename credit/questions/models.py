"""What is kept of questions: which row, why, until when, and how each ended; the row itself stays where the door keeps it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from credit.questions.states import QUESTION, QuestionAction, QuestionState
from supervision.kernel.db import Base

SCHEMA = "credit"
_WAITING = text("state IN ('open', 'sent', 'explaining')")


class Question(Base):
    """疑问数据: one row that was refused, held, or sent back by a receiver.

    `faults` says what was found: rule, field, severity, value (personal ones shortened), message, remedy. `cause` names the
    gravest of them, by which alike rows are put together. `batch_id` and `row_no` lead to the row that is asked about now;
    `sent_batch_id` and `sent_row_no` to the better row that was handed in for it.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("origin IN ('refused', 'held', 'receiver')", name="origin"),
        CheckConstraint("state IN ('open', 'sent', 'explaining', 'fixed', 'explained', 'withdrawn', 'released')", name="state"),
        CheckConstraint(
            "(state IN ('fixed', 'explained', 'withdrawn', 'released')) = (settled_at IS NOT NULL)", name="ended_at_a_time"
        ),
        CheckConstraint("state <> 'sent' OR sent_batch_id IS NOT NULL", name="sent_as_a_row"),
        CheckConstraint("(sent_batch_id IS NULL) = (sent_row_no IS NULL)", name="sent_row_is_whole"),
        CheckConstraint(
            "state NOT IN ('explaining', 'explained') OR (btrim(explanation) <> '' AND explained_by IS NOT NULL)",
            name="explained_in_words",
        ),
        CheckConstraint(
            "state <> 'explained' OR (settled_by IS NOT NULL AND settled_by <> explained_by)", name="explained_to_another"
        ),
        CheckConstraint(
            "state <> 'withdrawn' OR (btrim(settled_reason) <> '' AND settled_by IS NOT NULL)", name="withdrawn_with_a_reason"
        ),
        CheckConstraint("(origin = 'receiver') = (receiver <> '')", name="receiver_has_a_name"),
        CheckConstraint("jsonb_typeof(faults) = 'array' AND faults <> '[]'::jsonb", name="faults_say_why"),
        CheckConstraint("revision > 0", name="revision"),
        Index("uq_question_row", "batch_id", "row_no", "receiver", unique=True),
        Index("ix_question_waiting", "department_id", "cause", postgresql_where=_WAITING),
        Index("ix_question_document", "department_id", "kind", "doc_key", postgresql_where=_WAITING),
        Index("ix_question_sent", "sent_batch_id", "sent_row_no", postgresql_where=text("sent_batch_id IS NOT NULL")),
        Index("ix_question_decision", "decision_id", postgresql_where=text("decision_id IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    origin: Mapped[str] = mapped_column(String(8))
    receiver: Mapped[str] = mapped_column(Text, server_default=text("''"))
    row_kind: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(7))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    batch_id: Mapped[int] = mapped_column(BigInteger)
    row_no: Mapped[int] = mapped_column(Integer)
    decision_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    doc_no: Mapped[str | None] = mapped_column(Text)
    doc_key: Mapped[str | None] = mapped_column(Text)
    party_name: Mapped[str | None] = mapped_column(Text)
    party_code: Mapped[str | None] = mapped_column(Text)
    about_person: Mapped[bool] = mapped_column(server_default=text("false"))
    decided_on: Mapped[date | None] = mapped_column(Date)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    cause: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    due_on: Mapped[date | None] = mapped_column(Date)
    due_rule: Mapped[str | None] = mapped_column(String(80))
    sent_batch_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_row_no: Mapped[int | None] = mapped_column(Integer)
    sent_by: Mapped[str | None] = mapped_column(Text)
    explanation: Mapped[str | None] = mapped_column(Text)
    explained_by: Mapped[str | None] = mapped_column(Text)
    explained_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_by: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    settled_reason: Mapped[str | None] = mapped_column(Text)

    def move(self, action: QuestionAction) -> None:
        """Take a legal step, which makes a new revision, or raise `MoveNotAllowed`."""
        self.state = QUESTION.after(QuestionState(self.state), action)
        self.revision += 1


class QuestionChunk(Base):
    """Which chunks of rows have been looked through, so that none is asked about twice."""

    __tablename__ = "question_chunk"
    __table_args__ = ({"schema": SCHEMA},)
    batch_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    chunk_no: Mapped[int] = mapped_column(Integer, primary_key=True)
