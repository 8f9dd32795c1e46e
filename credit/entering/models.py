"""What is kept of an entry: the cells as typed, encrypted, for which decision or question, and the batch that it became."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from credit.entering.states import ENTRY, EntryAction, EntryState
from supervision.kernel.db import Base

SCHEMA = "credit"


class Entry(Base):
    """在线填报: `key` is the form's own number, so that a form that is posted twice is one entry.

    `cells` are the typed texts by field as encrypted JSON, since some of them are personal. A correction names the decision and
    the version that its form showed; of one version only one correction can be under way.
    """

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent', 'accepted', 'held', 'refused', 'discarded')", name="state"),
        CheckConstraint("(state IN ('draft', 'discarded')) = (batch_id IS NULL)", name="sent_as_a_batch"),
        CheckConstraint("(decision_id IS NULL) = (base_version IS NULL)", name="correction_of_a_version"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("jsonb_typeof(faults) = 'array'", name="faults_are_a_list"),
        CheckConstraint("state <> 'refused' OR faults <> '[]'::jsonb", name="refused_for_a_reason"),
        Index("uq_entry_key", "key", unique=True),
        Index(
            "uq_entry_correction",
            "decision_id",
            "base_version",
            unique=True,
            postgresql_where=text("state = 'sent'"),
        ),
        Index("ix_entry_department", "department_id", "state", "changed_at"),
        Index("ix_entry_batch", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[UUID] = mapped_column(Uuid())
    state: Mapped[str] = mapped_column(String(9))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    row_kind: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    cells: Mapped[bytes] = mapped_column(LargeBinary)
    title: Mapped[str] = mapped_column(Text, comment="number of the document as typed, for the list of drafts")
    decision_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    base_version: Mapped[int | None] = mapped_column(Integer)
    question_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.question.id"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))

    def move(self, action: EntryAction) -> None:
        """Take a legal step, which makes a new revision, or raise `MoveNotAllowed`."""
        self.state = ENTRY.after(EntryState(self.state), action)
        self.revision += 1
