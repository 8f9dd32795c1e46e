"""What an archive is made of.

Every fact carries when it was true (`valid_from`, `valid_to`; null = unknown, never the load date) and since when it was
known (`known_from`, `known_to`; one instant per chunk), and where it came from (`department_id`, `batch_id`, `row_no`).
`known_to` is null for what is still believed. Rows are never deleted; a correction closes one and opens another.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
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
    Numeric,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "archive"
NAME_SAMPLES = (16, 256)
"""Every 16th and every 256th subject's names are indexed once more: what stands in very many names is answered from there."""


class SubjectKind(StrEnum):
    """主体类别; a person stands behind a keyed hash and is never joined by name."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"
    PERSON = "person"


class IdentifierKind(StrEnum):
    """标识种类."""

    USCC = "uscc"
    REGISTRATION_NUMBER = "regno"
    ORGANISATION_CODE = "org"
    LEGACY = "legacy"


class RelationKind(StrEnum):
    """关系种类, from the holder, office or parent (`from_id`) to the enterprise (`to_id`)."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    SHAREHOLDER = "shareholder"
    EXECUTIVE = "executive"
    BRANCH = "branch"


class Matched(StrEnum):
    """How a record found its subject; only `code`, `number` and `person` count for publicity, lists and measures."""

    CODE = "code"
    NUMBER = "number"
    NAME = "name"
    PERSON = "person"
    NONE = "none"


class TwoTimes:
    """Columns of every dated fact."""

    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    known_from: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    known_to: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class Provenance:
    """Where a fact came from; `department_id` is the source department."""

    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    row_no: Mapped[int | None] = mapped_column(Integer)


class Subject(Base):
    """主体: what an archive is about. Everything said about it stands in the other tables."""

    __tablename__ = "subject"
    __table_args__ = (
        CheckConstraint("kind IN ('enterprise', 'individual', 'organisation', 'person')", name="kind"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
        CheckConstraint("(kind = 'person') = (person_hash IS NOT NULL)", name="person_behind_hash"),
        Index("ix_subject_merged_into", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        Index("uq_subject_person_hash", "person_hash", unique=True, postgresql_where=text("person_hash IS NOT NULL")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    merged_into: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    person_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    known_from: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class Identifier(TwoTimes, Provenance, Base):
    """标识: a code or number, old or new. An open value belongs to one subject only."""

    __tablename__ = "identifier"
    __table_args__ = (
        CheckConstraint("kind IN ('uscc', 'regno', 'org', 'legacy')", name="kind"),
        Index("uq_identifier_open", "value", "kind", unique=True, postgresql_where=text("known_to IS NULL")),
        Index("ix_identifier_closed", "value", postgresql_where=text("known_to IS NOT NULL")),
        Index("ix_identifier_subject", "subject_id"),
        Index(
            "ix_identifier_tail",
            text('"right"(value, 4)'),
            postgresql_where=text("kind = 'uscc' AND known_to IS NULL"),
        ),
        Index(
            "ix_identifier_tail_closed",
            text('"right"(value, 4)'),
            postgresql_where=text("kind = 'uscc' AND known_to IS NOT NULL"),
        ),
        Index(
            "ix_identifier_org_inside_uscc",
            text("substr(value, 9, 9)"),
            postgresql_where=text("kind = 'uscc' AND known_to IS NULL"),
        ),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    kind: Mapped[str] = mapped_column(String(6))
    value: Mapped[str] = mapped_column(String(64))


class Name(TwoTimes, Provenance, Base):
    """名称, present and former. `normal` is for matching, `grams` (pairs of characters) for searching."""

    __tablename__ = "name"
    __table_args__ = (
        Index("ix_name_subject", "subject_id"),
        Index("ix_name_normal", "normal"),
        Index("ix_name_grams", "grams", postgresql_using="gin", postgresql_with={"fastupdate": "on"}),
        *(
            Index(
                f"ix_name_grams_{part}",
                "grams",
                postgresql_using="gin",
                postgresql_with={"fastupdate": "on"},
                postgresql_where=text(f"subject_id % {part} = 0"),
            )
            for part in NAME_SAMPLES
        ),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    name: Mapped[str] = mapped_column(Text)
    normal: Mapped[str] = mapped_column(Text)
    grams: Mapped[list[str]] = mapped_column(ARRAY(Text))
    former: Mapped[bool] = mapped_column(server_default=text("false"))


class Registration(TwoTimes, Provenance, Base):
    """登记事实: one version of what one source says about a subject; one open version per source.

    `capital` is in 万元 of `currency`. `division` is the GB/T 2260 county of the registering authority. `state` is a code
    of the canonical set (S1…S10), null when the source does not say. `address_key` and `telephone_key` are 64-bit hashes of the
    normalised values, for "the same address" and "the same telephone".
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_open",
            "subject_id",
            "department_id",
            unique=True,
            postgresql_where=text("known_to IS NULL AND valid_to IS NULL"),
        ),
        Index(
            "ix_registration_subject_closed",
            "subject_id",
            postgresql_where=text("known_to IS NOT NULL OR valid_to IS NOT NULL"),
        ),
        Index("ix_registration_legal_rep", "legal_rep", postgresql_where=text("known_to IS NULL")),
        Index(
            "ix_registration_address_key", "address_key", postgresql_where=text("known_to IS NULL AND address_key IS NOT NULL")
        ),
        Index(
            "ix_registration_telephone_key",
            "telephone_key",
            postgresql_where=text("known_to IS NULL AND telephone_key IS NOT NULL"),
        ),
        Index(
            "ix_registration_address_key_closed",
            "address_key",
            postgresql_where=text("known_to IS NOT NULL AND address_key IS NOT NULL"),
        ),
        Index(
            "ix_registration_telephone_key_closed",
            "telephone_key",
            postgresql_where=text("known_to IS NOT NULL AND telephone_key IS NOT NULL"),
        ),
        Index(
            "ix_registration_address",
            "address",
            postgresql_using="gin",
            postgresql_ops={"address": "gin_trgm_ops"},
            postgresql_where=text("known_to IS NULL"),
        ),
        Index("ix_registration_division", "division", "established_on", postgresql_where=text("known_to IS NULL")),
        Index("ix_registration_legal_rep_closed", "legal_rep", postgresql_where=text("known_to IS NOT NULL")),
        Index(
            "ix_registration_address_closed",
            "address",
            postgresql_using="gin",
            postgresql_ops={"address": "gin_trgm_ops"},
            postgresql_where=text("known_to IS NOT NULL"),
        ),
        Index("ix_registration_division_closed", "division", "established_on", postgresql_where=text("known_to IS NOT NULL")),
        Index("ix_registration_state", "state", postgresql_where=text("known_to IS NULL AND state <> 'S1'")),
        Index("ix_registration_type", "type_name", postgresql_where=text("known_to IS NULL AND type_name IS NOT NULL")),
        Index("ix_registration_industry", "industry", postgresql_where=text("known_to IS NULL AND industry IS NOT NULL")),
        CheckConstraint("capital >= 0", name="capital_not_negative"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    name: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(String(64))
    legal_rep: Mapped[str | None] = mapped_column(Text)
    type_name: Mapped[str | None] = mapped_column(Text)
    industry: Mapped[str | None] = mapped_column(String(5))
    capital_text: Mapped[str | None] = mapped_column(Text)
    capital: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    currency: Mapped[str | None] = mapped_column(String(3))
    scope: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    address_key: Mapped[int | None] = mapped_column(BigInteger)
    telephone: Mapped[str | None] = mapped_column(Text)
    telephone_key: Mapped[int | None] = mapped_column(BigInteger)
    division: Mapped[str | None] = mapped_column(String(6))
    region_name: Mapped[str | None] = mapped_column(Text)
    established_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str | None] = mapped_column(String(3))
    facts_hash: Mapped[bytes] = mapped_column(LargeBinary)


class Relation(TwoTimes, Provenance, Base):
    """关系. `from_name` stands alone where the holder is not a subject (a name is not a person)."""

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("kind IN ('legal_representative', 'shareholder', 'executive', 'branch')", name="kind"),
        CheckConstraint("from_id IS NOT NULL OR from_name IS NOT NULL", name="has_holder"),
        CheckConstraint("share BETWEEN 0 AND 1", name="share_is_a_part"),
        Index(
            "uq_relation_open",
            "kind",
            "to_id",
            "holder_key",
            unique=True,
            postgresql_where=text("known_to IS NULL AND valid_to IS NULL"),
        ),
        Index("ix_relation_from", "from_id", postgresql_where=text("from_id IS NOT NULL")),
        Index("ix_relation_to", "to_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    from_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    from_name: Mapped[str | None] = mapped_column(Text)
    to_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    holder_key: Mapped[str] = mapped_column(Text, comment="s:<subject id> or n:<normalised name>")
    share: Mapped[Decimal | None] = mapped_column(Numeric(12, 10))
    position: Mapped[str | None] = mapped_column(Text)
    subscribed: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))


class Record(TwoTimes, Provenance, Base):
    """记录: a licence, penalty, inspection, list entry … as some department reported it.

    `business_key` is the same for every version of one matter. `data` holds the fields that only its kind has. `amount` is in
    万元. `subject_id` is null while nobody knows whose it is (`matched` = none).
    """

    __tablename__ = "record"
    __table_args__ = (
        CheckConstraint("(subject_id IS NULL) = (matched = 'none')", name="matched_means_subject"),
        CheckConstraint("matched IN ('code', 'number', 'name', 'person', 'none')", name="matched"),
        Index("uq_record_open", "kind", "business_key", unique=True, postgresql_where=text("known_to IS NULL")),
        Index("ix_record_closed", "business_key", postgresql_where=text("known_to IS NOT NULL")),
        Index("ix_record_subject", "subject_id", "kind"),
        Index("ix_record_item", "kind", "department_id", "item"),
        Index("ix_record_category", "kind", "department_id", "category"),
        Index("ix_record_party", "party_key", postgresql_where=text("known_to IS NULL AND matched IN ('none', 'name')")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    matched: Mapped[str] = mapped_column(String(6))
    kind: Mapped[str] = mapped_column(String(24))
    business_key: Mapped[bytes] = mapped_column(LargeBinary)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    party_key: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="digest of the counterpart as submitted: normalised name, code, old number"
    )
    subject_name: Mapped[str | None] = mapped_column(Text)
    subject_code: Mapped[str | None] = mapped_column(Text)
    doc_no: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    authority: Mapped[str | None] = mapped_column(Text)
    authority_code: Mapped[str | None] = mapped_column(String(18))
    occurred_on: Mapped[date | None] = mapped_column(Date)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Event(Base):
    """经过: one line of a subject's timeline, internal. `link_kind`/`link_id` lead to what it tells about."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "subject_id", "occurred_on"),
        Index("ix_event_link", "link_id", postgresql_where=text("link_kind = 'record'")),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("archive.subject.id"))
    kind: Mapped[str] = mapped_column(String(24))
    occurred_on: Mapped[date | None] = mapped_column(Date)
    summary: Mapped[str] = mapped_column(Text)
    link_kind: Mapped[str | None] = mapped_column(String(12))
    link_id: Mapped[int | None] = mapped_column(BigInteger)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    row_no: Mapped[int | None] = mapped_column(Integer)
    known_from: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    known_to: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
