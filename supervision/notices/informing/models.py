"""What is stored of an informing: what was asked and found, what the sheet says, who undertook what."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

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
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base

SCHEMA = "notices"


class InformingNumber(Base):
    """The last number that was given in a year; the row's lock hands numbers out one after the other, without a gap."""

    __tablename__ = "informing_number"
    __table_args__ = (CheckConstraint("last >= 0", name="not_negative"), {"schema": SCHEMA})
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class Informing(Base):
    """告知: an applicant was told which items the scope touches.

    Until it is issued it has no number and no check token. Of the token (128 random bits) the database holds a keyed hash, by
    which the public page finds the sheet, and the token itself encrypted, by which a sheet is set again. `source_no` is the
    registrar's own number of the business; when the registration with this number arrives, `entry_id` links the two and
    `scope_differs` says that another scope was registered than the one that was looked at.
    """

    __tablename__ = "informing"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'issued', 'undertaken', 'refused', 'void')", name="state"),
        CheckConstraint("kind IN ('establishment', 'scope_change')", name="kind"),
        CheckConstraint("channel IN ('counter', 'api')", name="channel"),
        CheckConstraint(
            "state IN ('draft', 'void') OR (number IS NOT NULL AND issued_at IS NOT NULL AND token_hash IS NOT NULL"
            " AND token_sealed IS NOT NULL)",
            name="issued_with_a_number",
        ),
        CheckConstraint("number ~ '^告知〔[0-9]{4}〕[0-9]{6,}号$'", name="number_form"),
        CheckConstraint("(state = 'void') = (void_at IS NOT NULL AND void_reason IS NOT NULL)", name="void_for_a_reason"),
        CheckConstraint("state NOT IN ('undertaken', 'refused') OR undertaking_needed", name="undertaken_where_needed"),
        CheckConstraint("(entry_id IS NULL) = (linked_at IS NULL)", name="linked_at_some_time"),
        CheckConstraint("btrim(name) <> ''", name="has_a_name"),
        Index("uq_informing_number", "number", unique=True),
        Index("uq_informing_token", "token_hash", unique=True),
        Index("uq_informing_request", "request_key", unique=True),
        Index(
            "uq_informing_source",
            "department_id",
            "source_no",
            unique=True,
            postgresql_where=text("source_no IS NOT NULL AND state <> 'void'"),
        ),
        Index("ix_informing_department", "department_id", "id"),
        Index("ix_informing_source", "source_no", postgresql_where=text("source_no IS NOT NULL")),
        Index("ix_informing_entry", "entry_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    number: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(7))
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    source_no: Mapped[str | None] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    scope_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    division: Mapped[str] = mapped_column(String(6))
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, comment="of what was asked, to know the same request again")
    catalogue_version_id: Mapped[int] = mapped_column(Integer)
    catalogue_label: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text, server_default="", comment="what matching said of the whole scope")
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    request_key: Mapped[UUID | None]
    issued_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    issued_by: Mapped[str | None] = mapped_column(Text)
    informed_on: Mapped[date | None] = mapped_column(Date)
    undertaking_needed: Mapped[bool] = mapped_column(server_default=text("false"))
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    token_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    check_base: Mapped[str | None] = mapped_column(Text, comment="the platform's public address when the sheet was set")
    void_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    void_by: Mapped[str | None] = mapped_column(Text)
    void_reason: Mapped[str | None] = mapped_column(Text)
    replaced_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("notices.informing.id"))
    entry_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("registration.entry.id"))
    linked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    scope_differs: Mapped[bool] = mapped_column(server_default=text("false"))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012  # what SQLAlchemy reads off the class


class InformingItem(Base):
    """事项: one item that was looked at, as the catalogue described it on that day; a sheet says for ever what it said."""

    __tablename__ = "informing_item"
    __table_args__ = (
        CheckConstraint("origin IN ('matched', 'doubtful', 'added')", name="origin"),
        CheckConstraint("verdict IN ('listed', 'left_out', 'possible', 'open')", name="verdict"),
        CheckConstraint("certainty BETWEEN 0 AND 1", name="certainty"),
        CheckConstraint("verdict <> 'left_out' OR reason IS NOT NULL", name="left_out_for_a_reason"),
        CheckConstraint("origin <> 'added' OR reason IS NOT NULL", name="added_for_a_reason"),
        UniqueConstraint("informing_id", "item_code"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    informing_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.informing.id"))
    item_code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(12))
    mode_basis: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    offices: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    origin: Mapped[str] = mapped_column(String(8))
    verdict: Mapped[str] = mapped_column(String(8))
    certainty: Mapped[float] = mapped_column(Numeric(4, 3, asdecimal=False))
    spans: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    clause: Mapped[str] = mapped_column(Text)
    clause_key: Mapped[str] = mapped_column(Text, comment="the sentence in its normal form, by which a decision is remembered")
    clause_at: Mapped[int] = mapped_column(Integer, comment="where the sentence begins in the scope")
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class InformingSheet(Base):
    """告知单 as a file: as it was handed out, and once more with the signature. Append-only."""

    __tablename__ = "informing_sheet"
    __table_args__ = (
        CheckConstraint("kind IN ('issued', 'signed')", name="kind"),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest"),
        UniqueConstraint("informing_id", "kind"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    informing_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.informing.id"))
    kind: Mapped[str] = mapped_column(String(8))
    attachment_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the PDF")
    pages: Mapped[int] = mapped_column(SmallInteger)
    set_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class Undertaking(Base):
    """承诺: who signed in which capacity, when and how; the name is encrypted, the signature is a file. Append-only."""

    __tablename__ = "undertaking"
    __table_args__ = (
        CheckConstraint("way IN ('screen', 'scan', 'refused')", name="way"),
        CheckConstraint("role IN ('legal_representative', 'in_charge', 'operator', 'partner', 'agent')", name="role"),
        CheckConstraint("(way = 'refused') = (attachment_id IS NULL)", name="kept_unless_refused"),
        CheckConstraint("(attachment_id IS NULL) = (digest IS NULL)", name="kept_with_its_digest"),
        CheckConstraint("(way = 'refused') = (reason IS NOT NULL)", name="refused_with_a_note"),
        Index("uq_undertaking_informing", "informing_id", unique=True),
        Index("uq_undertaking_request", "request_key", unique=True),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    informing_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("notices.informing.id"))
    way: Mapped[str] = mapped_column(String(8))
    role: Mapped[str] = mapped_column(String(24))
    signer_sealed: Mapped[bytes] = mapped_column(LargeBinary, comment="the signer's name, encrypted")
    attachment_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("kernel.attachment.id"))
    digest: Mapped[str | None] = mapped_column(String(64), comment="SHA-256 of the signature or the scan")
    reason: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    taken_by: Mapped[str] = mapped_column(Text)
    request_key: Mapped[UUID | None]
