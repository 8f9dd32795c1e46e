"""Enrolling a second factor and checking its codes."""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from supervision.accounts.people import queries
from supervision.accounts.people.errors import AlreadyEnrolled, CodeWrong
from supervision.accounts.people.models import RecoveryCode, SecondFactor
from supervision.accounts.people.rules import totp_steps
from supervision.accounts.people.service import digest
from supervision.kernel import audit, crypto

PURPOSE = "accounts.second-factor"
RECOVERY_CODES = 8
ISSUER = "综合监管平台"


def begin(session: Session, *, user_id: int) -> str:
    """Return the secret that a person is enrolling: the pending one if there is one, so that a reload changes nothing."""
    user = queries.user_for_change(session, user_id)
    factor = session.get(SecondFactor, user.id)
    if factor is None:
        factor = SecondFactor(user_id=user.id, secret=_sealed(pyotp.random_base32()), last_step=0)
        session.add(factor)
        session.flush()
    if factor.confirmed_at is not None:
        raise AlreadyEnrolled
    return _secret(factor)


def pending_secret(session: Session, *, user_id: int) -> str | None:
    """Return the secret while it is being enrolled, and never again."""
    factor = session.get(SecondFactor, user_id)
    return _secret(factor) if factor is not None and factor.confirmed_at is None else None


def enrolment_address(login: str, secret: str) -> str:
    """Return the `otpauth:` address that a telephone reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def confirm(session: Session, *, user_id: int, code: str, now: datetime) -> list[str]:
    """Make the enrolled factor count, once a code proved that the telephone has it; return fresh recovery codes."""
    factor = _held(session, user_id)
    if factor is None or factor.confirmed_at is not None or not _accept(factor, code, now=now):
        raise CodeWrong
    factor.confirmed_at = now
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user_id, code_hash=digest(code)) for code in codes)
    audit.record(
        session,
        actor=f"person:{user_id}",
        action="accounts.second_factor.enrol",
        object_kind="user",
        object_id=user_id,
        detail={},
        now=now,
    )
    return codes


def code_fits(session: Session, *, user_id: int, code: str, now: datetime) -> bool:
    """Return whether a code of the telephone or a recovery code fits, and see to it that it never fits again."""
    factor = _held(session, user_id)
    if factor is None or factor.confirmed_at is None:
        return False
    return _accept(factor, code, now=now) or _use_recovery_code(session, user_id=user_id, code=code, now=now)


def _held(session: Session, user_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, user_id, with_for_update=True, populate_existing=True)


def _accept(factor: SecondFactor, code: str, *, now: datetime) -> bool:
    totp = pyotp.TOTP(_secret(factor))
    given = "".join(code.split())
    for step in totp_steps(now):
        if step > factor.last_step and hmac.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            factor.last_step = step
            return True
    return False


def _use_recovery_code(session: Session, *, user_id: int, code: str, now: datetime) -> bool:
    found = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == digest(code.strip().lower()),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        return False
    found.used_at = now
    return True


def _sealed(secret: str) -> bytes:
    return crypto.provider().encrypt(PURPOSE, secret.encode())


def _secret(factor: SecondFactor) -> str:
    return crypto.provider().decrypt(PURPOSE, factor.secret).decode()
