"""What seems not to be reported, and what the counter says that it finished."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, Float, ForeignKey, Identity, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"


class CounterResult(Base):
    """窗口办理结果: one matter that the counter finished, as its own system reported it."""

    __tablename__ = "counter_result"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        Index("uq_counter_result_number", "department_id", "number", unique=True),
        Index("ix_counter_result_finished", "finished_on"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    number: Mapped[str] = mapped_column(Text, comment="办件编号")
    kind: Mapped[str] = mapped_column(String(7))
    item: Mapped[str] = mapped_column(Text)
    subject_name: Mapped[str] = mapped_column(Text)
    subject_code: Mapped[str | None] = mapped_column(Text)
    doc_no: Mapped[str | None] = mapped_column(Text)
    doc_key: Mapped[str | None] = mapped_column(Text)
    finished_on: Mapped[date] = mapped_column(Date)
    batch_id: Mapped[int] = mapped_column(BigInteger)
    row_no: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class Omission(Base):
    """未报线索: a decision that should be here and is not; what led to it, and how that was settled.

    `certainty` is how surely a missing number stands for a decision. The decision was made between `after` and `before`.
    `decision_id` is what arrived in the end.
    """

    __tablename__ = "omission"
    __table_args__ = (
        CheckConstraint("ground IN ('series', 'counter')", name="ground"),
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint("state IN ('open', 'explained', 'reported', 'excused', 'confirmed')", name="state"),
        CheckConstraint("certainty BETWEEN 0 AND 1", name="certainty"),
        CheckConstraint("after <= before", name="days_in_order"),
        CheckConstraint("(state = 'reported') = (decision_id IS NOT NULL)", name="reported_says_what"),
        CheckConstraint("state <> 'explained' OR btrim(explanation) <> ''", name="explained_in_words"),
        CheckConstraint("state NOT IN ('excused', 'confirmed') OR btrim(finding) <> ''", name="judged_in_words"),
        CheckConstraint("judged_by <> explained_by", name="four_eyes"),
        CheckConstraint("(state IN ('open', 'explained')) = (settled_at IS NULL)", name="settled_has_an_instant"),
        Index("uq_omission_matter", "department_id", "kind", "doc_key", unique=True),
        Index("ix_omission_open", "department_id", "found_at", postgresql_where=text("state IN ('open', 'explained')")),
        Index("ix_omission_decision", "decision_id", postgresql_where=text("decision_id IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    ground: Mapped[str] = mapped_column(String(7))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    kind: Mapped[str] = mapped_column(String(7))
    doc_no: Mapped[str] = mapped_column(Text)
    doc_key: Mapped[str] = mapped_column(Text)
    series: Mapped[str | None] = mapped_column(Text)
    number: Mapped[int | None] = mapped_column(BigInteger)
    counter_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.counter_result.id"))
    after: Mapped[date] = mapped_column(Date)
    before: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    certainty: Mapped[float] = mapped_column(Float)
    method: Mapped[str] = mapped_column(Text)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    state: Mapped[str] = mapped_column(String(9))
    found_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    explanation: Mapped[str | None] = mapped_column(Text)
    explained_by: Mapped[str | None] = mapped_column(Text)
    explained_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    finding: Mapped[str | None] = mapped_column(Text)
    judged_by: Mapped[str | None] = mapped_column(Text)
    decision_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    settled_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
