"""What changes in an account, and who must not change it."""

import hashlib
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import Department
from supervision.accounts.departments.queries import department as find_department
from supervision.accounts.people import queries
from supervision.accounts.people.errors import LoginTaken, NotOneself, PasswordUsedBefore, PasswordWrong
from supervision.accounts.people.models import PasswordHistory, RecoveryCode, SecondFactor, User
from supervision.accounts.people.rules import check_password, plain_login
from supervision.accounts.people.states import UserAction
from supervision.accounts.policy.rules import policy
from supervision.kernel import audit, clock

HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its parameters and salt inside."""
    return HASHER.hash(password)


def password_fits(stored: str, password: str) -> bool:
    """Return whether a password is the stored one; takes its time either way."""
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def digest(token: str) -> bytes:
    """Hash a random token for storing; it has 256 bits or is throttled, so that no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def create_user(
    session: Session,
    *,
    login: str,
    name: str,
    department_id: int,
    password: str | None = None,
    password_hash: str | None = None,
    must_change: bool = True,
    demo: bool = False,
    actor: str,
    now: datetime,
) -> User:
    """Open an account without any right; a `password_hash` is taken as it is, for many accounts opened at once."""
    login = plain_login(login)
    if queries.user_by_login(session, login) is not None:
        raise LoginTaken(login=login)
    department: Department = find_department(session, department_id)
    if password_hash is None:
        check_password(password or "", login=login, policy=policy(clock.legal_date(now)))
        password_hash = hash_password(password or "")
    user = User(
        login=login,
        name=name.strip(),
        department_id=department.id,
        state="active",
        demo=demo,
        password_hash=password_hash,
        password_set_at=now,
        must_change=must_change,
        failures=0,
        created_at=now,
        created_by=actor,
    )
    session.add(user)
    session.flush()
    _record(session, "accounts.user.create", user, actor=actor, now=now, login=login, name=user.name)
    return user


def change_password(session: Session, *, user_id: int, present: str, wanted: str, now: datetime) -> None:
    """Let a person take a new password; the present one proves who asks."""
    user = queries.user_for_change(session, user_id)
    if not password_fits(user.password_hash, present):
        raise PasswordWrong
    _set_password(session, user, wanted, now=now)
    user.must_change = False
    _record(session, "accounts.password.change", user, actor=f"person:{user.id}", now=now)


def reset_password(session: Session, *, user_id: int, wanted: str, actor: str, now: datetime) -> None:
    """Give somebody else a first password again; the second factor stays, and another administrator resets that."""
    refuse_oneself(user_id, actor)
    user = queries.user_for_change(session, user_id)
    _set_password(session, user, wanted, now=now)
    user.must_change = True
    user.failures = 0
    user.locked_until = None
    _record(session, "accounts.password.reset", user, actor=actor, now=now)


def unlock(session: Session, *, user_id: int, actor: str, now: datetime) -> None:
    """End a lock before its time."""
    refuse_oneself(user_id, actor)
    user = queries.user_for_change(session, user_id)
    user.failures = 0
    user.locked_until = None
    _record(session, "accounts.user.unlock", user, actor=actor, now=now)


def disable(session: Session, *, user_id: int, actor: str, now: datetime) -> None:
    """Close an account; its sessions end at their next request, since checking one asks for the state."""
    refuse_oneself(user_id, actor)
    user = queries.user_for_change(session, user_id)
    user.move(UserAction.DISABLE)
    _record(session, "accounts.user.disable", user, actor=actor, now=now)


def enable(session: Session, *, user_id: int, actor: str, now: datetime) -> None:
    """Open a closed account again, with the positions that it still has."""
    refuse_oneself(user_id, actor)
    user = queries.user_for_change(session, user_id)
    user.move(UserAction.ENABLE)
    _record(session, "accounts.user.enable", user, actor=actor, now=now)


def reset_second_factor(session: Session, *, user_id: int, actor: str, now: datetime) -> None:
    """Forget a lost telephone, so that the person enrols another."""
    refuse_oneself(user_id, actor)
    user = queries.user_for_change(session, user_id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    _record(session, "accounts.second_factor.reset", user, actor=actor, now=now)


def refuse_oneself(user_id: int, actor: str) -> None:
    """Refuse what an administrator would do to the own account."""
    if actor == f"person:{user_id}":
        raise NotOneself


def _set_password(session: Session, user: User, wanted: str, *, now: datetime) -> None:
    limits = policy(clock.legal_date(now))
    check_password(wanted, login=user.login, policy=limits)
    kept = limits.password_history - 1
    earlier = session.scalars(
        select(PasswordHistory.password_hash)
        .where(PasswordHistory.user_id == user.id)
        .order_by(PasswordHistory.set_at.desc(), PasswordHistory.id.desc())
        .limit(kept)
    )
    if any(password_fits(stored, wanted) for stored in (user.password_hash, *earlier)):
        raise PasswordUsedBefore(count=limits.password_history)
    session.add(PasswordHistory(user_id=user.id, password_hash=user.password_hash, set_at=user.password_set_at))
    user.password_hash = hash_password(wanted)
    user.password_set_at = now


def _record(session: Session, action: str, user: User, *, actor: str, now: datetime, **detail: object) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="user",
        object_id=user.id,
        detail=detail,
        now=now,
        department_id=user.department_id,
    )
