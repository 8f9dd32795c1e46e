"""What is kept of packages: whose signature is believed, what was made, what came in and which batches it became."""

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
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from credit.packages.states import KEY, KeyAction, KeyState
from supervision.kernel.db import Base

SCHEMA = "credit"


class SigningKey(Base):
    """签名密钥: the public key with which a unit signs; one key belongs to one unit for ever."""

    __tablename__ = "signing_key"
    __table_args__ = (
        CheckConstraint("state IN ('registered', 'revoked')", name="state"),
        CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL AND revoked_by IS NOT NULL AND btrim(revoked_why) <> '')",
            name="revoked_by_somebody_for_a_reason",
        ),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("fingerprint ~ '^[0-9a-f]{64}$'", name="fingerprint"),
        CheckConstraint("btrim(basis) <> ''", name="basis"),
        Index("uq_signing_key_fingerprint", "fingerprint", unique=True),
        Index("ix_signing_key_department", "department_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    state: Mapped[str] = mapped_column(String(10), server_default=text("'registered'"))
    algorithm: Mapped[str] = mapped_column(String(20))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, comment="algorithm byte first")
    fingerprint: Mapped[str] = mapped_column(String(64), comment="SM3 of the public key")
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date, comment="the last day")
    basis: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    registered_by: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    revoked_by: Mapped[str | None] = mapped_column(Text)
    revoked_why: Mapped[str | None] = mapped_column(Text)

    def move(self, action: KeyAction) -> None:
        """Take a legal step or raise `MoveNotAllowed`."""
        self.state = KEY.after(KeyState(self.state), action)


class DiscExport(Base):
    """制作的离线包: what was packed and signed here; the package itself left on the disc, its passphrase is kept nowhere."""

    __tablename__ = "disc_export"
    __table_args__ = (
        CheckConstraint("rows > 0", name="rows"),
        CheckConstraint("octet_length(digest) = 32", name="digest"),
        CheckConstraint("until >= since", name="period"),
        Index("uq_disc_export_package", "package", unique=True),
        Index("ix_disc_export_department", "department_id", "id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    package: Mapped[UUID] = mapped_column(Uuid())
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    rows: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary, comment="SM3 of the package before it is encrypted")
    encrypted: Mapped[bool] = mapped_column(Boolean)
    fingerprint: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    made_by: Mapped[str] = mapped_column(Text)


class DiscPackage(Base):
    """导入的离线包: the signed manifest as it came; its rows are kept by the batches that they became.

    `newer_id` is the newer package that stood already when this older one was brought in knowingly.
    """

    __tablename__ = "disc_package"
    __table_args__ = (
        CheckConstraint("octet_length(digest) = 32", name="digest"),
        CheckConstraint("newer_id <> id", name="newer_is_another"),
        CheckConstraint("until >= since", name="period"),
        Index("uq_disc_package_package", "package", unique=True),
        Index("ix_disc_package_department", "department_id", "made_at"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    package: Mapped[UUID] = mapped_column(Uuid())
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    key_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.signing_key.id"))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    digest: Mapped[bytes] = mapped_column(LargeBinary, comment="SM3 of the package after it was decrypted")
    encrypted: Mapped[bool] = mapped_column(Boolean)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    newer_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("credit.disc_package.id"))
    received_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    received_by: Mapped[str] = mapped_column(Text)


class DiscFile(Base):
    """包里的数据文件: the batch that it became; `known_before` when the same rows had come already."""

    __tablename__ = "disc_file"
    __table_args__ = (
        CheckConstraint("rows > 0", name="rows"),
        Index("ix_disc_file_batch", "batch_id"),
        {"schema": SCHEMA},
    )
    package_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("credit.disc_package.id"), primary_key=True)
    row_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    rows: Mapped[int] = mapped_column(Integer)
    batch_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("intake.batch.id"))
    known_before: Mapped[bool] = mapped_column(Boolean)
