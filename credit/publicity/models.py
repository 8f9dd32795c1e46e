"""What publicity keeps: the projection of each decision that the public may see, and nothing that it may not."""

from datetime import date, datetime
from decimal import Decimal
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
    Numeric,
    String,
    Text,
    column,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "credit"
_PUBLISHED = text("state = 'published'")
_DRAFT = text("state = 'draft'")


class Publication(Base):
    """公示记录: what the portal shows of one version of one decision; every text in it is masked.

    `masks` says where personal data was found in the texts of the decision, never what it was. `shown_until` is the last public
    day; a licence has none. `publish_by` is counted by `publish_rule` with `publish_calendar`. Whether the public sees a record is
    asked of `state` and `shown_until` each time that it is read.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("kind IN ('licence', 'penalty')", name="kind"),
        CheckConstraint(
            "state IN ('draft', 'withheld', 'published', 'withdrawn', 'expired', 'repaired', 'corrected')", name="state"
        ),
        CheckConstraint("block IN ('person', 'simple', 'rule', 'no_rule', 'in_principle')", name="block"),
        CheckConstraint("severity IN ('minor', 'general', 'serious')", name="severity"),
        CheckConstraint("severity_proposed IN ('minor', 'general', 'serious')", name="severity_proposed"),
        CheckConstraint("length(token) = 22", name="token_is_unguessable"),
        CheckConstraint(
            "state <> 'published' OR (published_at IS NOT NULL AND reviewed_by IS NOT NULL)", name="published_by_somebody"
        ),
        CheckConstraint("reviewed_by <> reported_by", name="four_eyes"),
        CheckConstraint("state <> 'published' OR block IS NULL OR block = 'in_principle'", name="never_published"),
        CheckConstraint("state <> 'published' OR block IS NULL OR btrim(review_reason) <> ''", name="lifted_with_a_reason"),
        CheckConstraint(
            "state <> 'published' OR masks = '[]'::jsonb OR masks_confirmed_by IS NOT NULL", name="masks_confirmed"
        ),
        CheckConstraint("state <> 'published' OR kind = 'licence' OR shown_until IS NOT NULL", name="a_penalty_has_an_end"),
        CheckConstraint("state <> 'withheld' OR btrim(review_reason) <> ''", name="withheld_with_a_reason"),
        CheckConstraint(
            "(state IN ('withdrawn', 'expired', 'repaired', 'corrected')) = (ended_at IS NOT NULL)", name="ended_has_an_instant"
        ),
        CheckConstraint("(masks_confirmed_by IS NULL) = (masks_confirmed_at IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("jsonb_typeof(masks) = 'array'", name="masks_are_a_list"),
        CheckConstraint("party_kind <> '自然人' OR party_code IS NULL", name="persons_have_no_code"),
        CheckConstraint("version > 0 AND revision > 0", name="version"),
        CheckConstraint("annotation IN ('disputed', 'upheld', 'amended')", name="annotation"),
        Index("uq_publication_token", "token", unique=True),
        Index("uq_publication_version", "decision_id", "version", unique=True),
        Index("ix_publication_rolling", "published_at", "id", postgresql_where=_PUBLISHED),
        Index("ix_publication_kind", "kind", "published_at", "id", postgresql_where=_PUBLISHED),
        Index("ix_publication_department", "department_id", "published_at", "id", postgresql_where=_PUBLISHED),
        Index("ix_publication_division", "division", "published_at", "id", postgresql_where=_PUBLISHED),
        Index("ix_publication_code", "party_code", "published_at", "id", postgresql_where=_PUBLISHED),
        Index("ix_publication_doc_key", "doc_key", postgresql_where=_PUBLISHED, postgresql_ops={"doc_key": "text_pattern_ops"}),
        Index(
            "ix_publication_doc_tail",
            func.reverse(column("doc_key")).label("tail"),
            postgresql_where=_PUBLISHED,
            postgresql_ops={"tail": "text_pattern_ops"},
        ),
        Index("ix_publication_shown", "shown_until", postgresql_where=_PUBLISHED),
        Index("ix_publication_counted", "department_id", "kind", "shown_until", postgresql_where=_PUBLISHED),
        Index("ix_publication_over", "shown_until", postgresql_where=text("state IN ('draft', 'published')")),
        Index("ix_publication_waiting", "department_id", "publish_by", "id", postgresql_where=_DRAFT),
        Index("ix_publication_subject", "subject_id", postgresql_where=text("subject_id IS NOT NULL")),
        Index("ix_publication_ended", "ended_at", "id", postgresql_where=text("state = 'withdrawn'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    decision_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.decision.id"))
    version: Mapped[int] = mapped_column(Integer)
    token: Mapped[str] = mapped_column(String(22))
    state: Mapped[str] = mapped_column(String(9))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    kind: Mapped[str] = mapped_column(String(7))
    subject_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    party_kind: Mapped[str] = mapped_column(String(8))
    party_name: Mapped[str] = mapped_column(Text)
    party_normal: Mapped[str] = mapped_column(Text)
    party_code: Mapped[str | None] = mapped_column(Text)
    grams: Mapped[list[str]] = mapped_column(ARRAY(Text))
    doc_no: Mapped[str] = mapped_column(Text)
    doc_key: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    certificate: Mapped[str | None] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(Text)
    authority_code: Mapped[str | None] = mapped_column(String(18))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    division: Mapped[str | None] = mapped_column(String(6))
    decided_on: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="2099-12-31 is 长期")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 6), comment="fine, 万元")
    confiscated: Mapped[Decimal | None] = mapped_column(Numeric(18, 6), comment="万元")
    content: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(Text)
    violation: Mapped[str | None] = mapped_column(Text)
    revoked_ref: Mapped[str | None] = mapped_column(Text)
    severity: Mapped[str | None] = mapped_column(String(7))
    severity_rule: Mapped[str | None] = mapped_column(String(80))
    severity_basis: Mapped[str | None] = mapped_column(Text)
    severity_proposed: Mapped[str | None] = mapped_column(String(7))
    block: Mapped[str | None] = mapped_column(String(12))
    publish_by: Mapped[date | None] = mapped_column(Date)
    publish_rule: Mapped[str | None] = mapped_column(String(80))
    publish_words: Mapped[str | None] = mapped_column(Text)
    publish_basis: Mapped[str | None] = mapped_column(Text)
    publish_calendar: Mapped[str | None] = mapped_column(String(80))
    provisional: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    stock: Mapped[bool] = mapped_column(Boolean, server_default=text("false"), comment="of earlier years: never late")
    period_rule: Mapped[str | None] = mapped_column(String(80))
    period_basis: Mapped[str | None] = mapped_column(Text)
    period_note: Mapped[str | None] = mapped_column(Text)
    earliest_repair: Mapped[date | None] = mapped_column(Date)
    shown_until: Mapped[date | None] = mapped_column(Date)
    masks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    masks_confirmed_by: Mapped[str | None] = mapped_column(Text)
    masks_confirmed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    reported_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    reviewed_by: Mapped[str | None] = mapped_column(Text)
    reviewed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    review_reason: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    first_published_at: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True), comment="of the first version: what tells on time from late"
    )
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    ended_reason: Mapped[str | None] = mapped_column(Text)
    annotation: Mapped[str | None] = mapped_column(String(8), comment="what is said beside the record about objections to it")


class PublicationPair(Base):
    """One pair of neighbouring characters in the name of a public record: what lists about names read, the newest first.

    Triggers of `credit.publication` keep it: a record has its pairs here exactly while it is published.
    """

    __tablename__ = "publication_pair"
    __table_args__ = ({"schema": SCHEMA},)
    pair: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), primary_key=True, comment="published_at of the record")
    publication_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
