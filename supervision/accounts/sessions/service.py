"""Signing in, staying signed in, leaving.

An attempt that fails changes something too (the count of failures), so that it is returned and not raised: the door
commits it and then refuses.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supervision.accounts.people.factor.service import code_fits
from supervision.accounts.people.models import User
from supervision.accounts.people.queries import second_factor_confirmed_at, user_by_login, user_for_change
from supervision.accounts.people.rules import LOGIN, locked_until
from supervision.accounts.people.service import NOBODY, digest, password_fits
from supervision.accounts.policy.rules import Policy, policy
from supervision.accounts.roles.queries import duties_of
from supervision.accounts.sessions import queries
from supervision.accounts.sessions.models import LoginSession
from supervision.accounts.sessions.states import SessionAction, SessionState
from supervision.kernel import audit, clock

SEEN_EVERY = timedelta(seconds=30)


class Why(StrEnum):
    """Why a session ended or an attempt was refused; written in the audit, never told to whoever tried."""

    SIGNED_OUT = "signed-out"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown-login"
    LOCKED = "locked"
    DISABLED = "disabled"
    DEMO = "demo-account"
    PASSWORD = "password"  # noqa: S105 - a reason, no secret
    CODE = "code"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of trying to sign in: a token for the cookie, and whether a code is still to come; or a reason."""

    token: str | None = None
    half: bool = False
    refused: Why | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody signs in."""

    address: str | None
    agent: str | None


def sign_in(session: Session, *, login: str, password: str, caller: Caller, demo_allowed: bool, now: datetime) -> Attempt:
    """Take the first step: name and password. Whatever is wrong takes as long and says as little."""
    known = user_by_login(session, login.strip().lower()[:64])
    user = user_for_change(session, known.id) if known is not None else None
    fits = password_fits(user.password_hash if user is not None else NOBODY, password)
    limits = policy(clock.legal_date(now))
    why = _why_refused(user, fits=fits, demo_allowed=demo_allowed, now=now)
    if user is None or why is not None:
        return _refuse(session, user, why or Why.UNKNOWN, login=login, caller=caller, limits=limits, now=now)
    half = second_factor_confirmed_at(session, user.id) is not None
    if half:
        return Attempt(token=_open(session, user, SessionState.HALF, caller=caller, limits=limits, now=now), half=True)
    return Attempt(token=_enter(session, user, caller=caller, limits=limits, now=now))


def give_code(session: Session, *, token: str, code: str, caller: Caller, now: datetime) -> Attempt:
    """Take the second step; the half session ends and a fresh token begins, so that an old cookie opens nothing."""
    half = queries.by_token_hash(session, digest(token))
    if half is None or half.state != SessionState.HALF or not half.alive(now):
        return Attempt(refused=Why.STALE)
    user = user_for_change(session, half.user_id)
    limits = policy(clock.legal_date(now))
    why = Why.LOCKED if user.locked(now) else Why.DISABLED if user.state != "active" else None
    if why is None and not code_fits(session, user_id=user.id, code=code, now=now):
        why = Why.CODE
    if why is not None:
        return _refuse(session, user, why, login=user.login, caller=caller, limits=limits, now=now)
    _end(half, Why.CONFIRMED, now=now)
    return Attempt(token=_enter(session, user, caller=caller, limits=limits, now=now))


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session of a token; one that ended before stays as it is."""
    found = queries.by_token_hash(session, digest(token))
    if found is None or found.state == SessionState.ENDED:
        return
    _end(found, Why.SIGNED_OUT, now=now)
    _record(session, "accounts.sign_out", found.user_id, now=now, ended=found.id)


def revoke_session(session: Session, *, user_id: int, session_id: int, actor: str, now: datetime) -> None:
    """End one session of a person, from another one or by an administrator; ending it twice changes nothing."""
    found = queries.session_of(session, user_id=user_id, session_id=session_id)
    if found.state == SessionState.ENDED:
        return
    _end(found, Why.REVOKED, now=now)
    _record(session, "accounts.session.revoke", user_id, actor=actor, now=now, ended=found.id)


def end_all(session: Session, *, user_id: int, why: Why, now: datetime, but: int | None = None, actor: str = "") -> int:
    """End every session of a person, except one; return how many. An `actor` is named where this is all that is done."""
    rows = session.scalars(
        select(LoginSession).where(LoginSession.user_id == user_id, LoginSession.state != SessionState.ENDED).with_for_update()
    )
    ended = [row for row in rows if row.id != but]
    for row in ended:
        _end(row, why, now=now)
    if actor and ended:
        _record(session, "accounts.session.revoke", user_id, actor=actor, now=now, count=len(ended))
    return len(ended)


def take_duty(session: Session, *, user_id: int, session_id: int, position_id: int, now: datetime) -> None:
    """Act in another of one's positions from now on."""
    found = queries.session_of(session, user_id=user_id, session_id=session_id)
    duties = duties_of(session, user_id, on=clock.legal_date(now))
    chosen = next((line.position.id for line in duties if line.position.id == position_id), None)
    if chosen is None or found.position_id == chosen:
        return
    found.position_id = chosen
    _record(session, "accounts.duty.take", user_id, now=now, position=chosen)


def seen(session: Session, *, session_id: int, now: datetime) -> None:
    """Note that a session was used; the idle limit counts from here."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.last_seen_at < now)
        .values(last_seen_at=now)
        .execution_options(synchronize_session=False)
    )


def _why_refused(user: User | None, *, fits: bool, demo_allowed: bool, now: datetime) -> Why | None:
    if user is None:
        return Why.UNKNOWN
    if user.locked(now):
        return Why.LOCKED
    if not fits:
        return Why.PASSWORD
    if user.state != "active":
        return Why.DISABLED
    return Why.DEMO if user.demo and not demo_allowed else None


def _refuse(
    session: Session, user: User | None, why: Why, *, login: str, caller: Caller, limits: Policy, now: datetime
) -> Attempt:
    if user is not None and why in {Why.PASSWORD, Why.CODE}:
        _count_failure(session, user, limits=limits, now=now)
    typed = login.strip().lower()
    audit.record(
        session,
        actor=f"person:{user.id}" if user is not None else "nobody",
        action="accounts.sign_in.refuse",
        object_kind="user",
        object_id=user.id if user is not None else None,
        # what does not look like a name may be a password typed into the wrong field
        detail={"why": why, "login": typed if user is not None and LOGIN.fullmatch(typed) else None},
        now=now,
        department_id=user.department_id if user is not None else None,
        address=caller.address,
    )
    return Attempt(refused=why)


def _count_failure(session: Session, user: User, *, limits: Policy, now: datetime) -> None:
    """Count one more failure; a lock that ended by itself begins a new count."""
    if user.locked_until is not None and user.locked_until <= now:
        user.failures = 0
        user.locked_until = None
    user.failures += 1
    user.locked_until = locked_until(user.failures, now=now, policy=limits)
    if user.locked_until is not None:
        _record(session, "accounts.user.lock", user.id, actor="system", now=now, until=user.locked_until.isoformat())


def _enter(session: Session, user: User, *, caller: Caller, limits: Policy, now: datetime) -> str:
    user.failures = 0
    user.locked_until = None
    duties = duties_of(session, user.id, on=clock.legal_date(now))
    if any(line.role.one_session for line in duties):
        end_all(session, user_id=user.id, why=Why.SUPERSEDED, now=now)
    token = _open(session, user, SessionState.OPEN, caller=caller, limits=limits, now=now)
    _record(session, "accounts.sign_in", user.id, now=now, address=caller.address)
    return token


def _open(session: Session, user: User, state: SessionState, *, caller: Caller, limits: Policy, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    half = state is SessionState.HALF
    duties = duties_of(session, user.id, on=clock.legal_date(now))
    opened = LoginSession(
        user_id=user.id,
        token_hash=digest(token),
        state=state,
        position_id=duties[0].position.id if duties else None,
        created_at=now,
        last_seen_at=now,
        idle_minutes=limits.half_minutes if half else limits.idle_minutes,
        expires_at=now + (timedelta(minutes=limits.half_minutes) if half else timedelta(hours=limits.absolute_hours)),
        address=caller.address,
        agent=(caller.agent or "")[:200] or None,
    )
    session.add(opened)
    session.flush()
    return token


def _end(found: LoginSession, why: Why, *, now: datetime) -> None:
    found.move(SessionAction.END)
    found.ended_at = now
    found.ended_why = why


def _record(
    session: Session, action: str, user_id: int, *, now: datetime, actor: str = "", address: str | None = None, **detail: object
) -> None:
    audit.record(
        session,
        actor=actor or f"person:{user_id}",
        action=action,
        object_kind="user",
        object_id=user_id,
        detail=detail,
        now=now,
        address=address,
    )
