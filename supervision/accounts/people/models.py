"""What is stored of a person who signs in."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.accounts.people.states import USER, UserAction, UserState
from supervision.kernel.db import Base

SCHEMA = "accounts"


class User(Base):
    """账号: one person. Never shared, never deleted; `demo` ones are refused on a real installation."""

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint("login ~ '^[a-z0-9][a-z0-9._-]{1,31}$'", name="login_is_plain"),
        CheckConstraint("state IN ('active', 'disabled')", name="state"),
        CheckConstraint("failures >= 0", name="failures_not_negative"),
        Index("ix_user_account_department", "department_id"),
        {"schema": SCHEMA},
    )
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    login: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.department.id"))
    state: Mapped[str] = mapped_column(String(8), server_default=text("'active'"))
    demo: Mapped[bool] = mapped_column(server_default=text("false"))
    password_hash: Mapped[str] = mapped_column(Text)
    password_set_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    must_change: Mapped[bool] = mapped_column(server_default=text("true"))
    failures: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    locked_until: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)

    def move(self, action: UserAction) -> None:
        self.state = USER.after(UserState(self.state), action)

    def locked(self, now: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > now


class PasswordHistory(Base):
    """曾用密码, as hashes: the last five may not be used again."""

    __tablename__ = "password_history"
    __table_args__ = (Index("ix_password_history_user", "user_id", "set_at"), {"schema": SCHEMA})
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    password_hash: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))


class SecondFactor(Base):
    """第二因素: an encrypted TOTP secret. It counts only once confirmed; `last_step` refuses a code shown twice."""

    __tablename__ = "second_factor"
    __table_args__ = ({"schema": SCHEMA},)
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    last_step: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class RecoveryCode(Base):
    """恢复码: works once, when the telephone is lost."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"), {"schema": SCHEMA})
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, ForeignKey("accounts.user_account.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
